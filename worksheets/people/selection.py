"""Which participants of a group are printed, and in what order."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from worksheets.course.course import Course
from worksheets.errors import RosterError, _, nearest

from .participant import Participant

_TOKEN = re.compile(r"(?P<number>\d+)|(?P<space>\s+)|(?P<base>.)(?P<marks>[\u0300-\u036f]*)", re.DOTALL)
_OWN = {"å": "{", "ä": "|", "ö": "}"}
"""The letters after z, and what they are sorted as: the characters that come next after z."""
_ALIKE = _OWN | {"þ": "th"} | dict(zip("æøõőœwüűðđŋħłŧ\u0131", "|}}}}vyyddnhlti", strict=True))
"""What a small letter is sorted as, when not as its base letter."""

Part = tuple[int, int, str]
"""What a letter, a number or another character is sorted by: its sort, a number's digits, the letter or the digits."""
Key = tuple[tuple[Part, ...], tuple[str, ...], str]


def only(people: Sequence[Participant], course: Course, conditions: Sequence[str]) -> list[Participant]:
    """Return those of whom every condition holds, in the list's order.

    A condition is ``field=text``, or ``field!=text`` for all others; ``field=`` means that nothing is filled in. A
    field is a slot's path or label. Case, spaces and the form of Unicode do not matter. Raises RosterError with every
    condition that cannot be understood.
    """
    understood: list[tuple[str, str, bool]] = []
    problems: list[str] = []
    for condition in conditions:
        try:
            understood.append(_condition(condition, course))
        except RosterError as error:
            problems += error.problems
    if problems:
        raise RosterError(*problems)
    return [
        person
        for person in people
        if all((_folded(person.text(slot)) == text) is same for slot, text, same in understood)
    ]


def by_name(people: Sequence[Participant], names: Sequence[str]) -> list[Participant]:
    """Return those whom any of the names fits, in the list's order.

    A name fits when each of its words begins a word of the participant's name: “Aino” and “ai esim” fit Aino Esimerkki,
    and “Liisa” fits Anna-Liisa. Raises RosterError with every name that fits nobody.
    """
    found = {name: {place for place, person in enumerate(people) if _fits(name, person.name)} for name in names}
    problems = [
        _("--only-name: nobody in the list is called “{name}”.").format(name=name) + _near_names(name, people)
        for name, places in found.items()
        if not places
    ]
    if problems:
        raise RosterError(*problems)
    return [people[place] for place in sorted(set().union(*found.values()))]


def by_rows(people: Sequence[Participant], rows: str) -> list[Participant]:
    """Return those at the places that a list like ``3-7,9`` names, each once and in the order given; the first is 1.

    Raises RosterError with everything in the list that is no place.
    """
    places: list[int] = []
    problems: list[str] = []
    for word in (word.strip() for word in rows.split(",")):
        try:
            places += _span(word, len(people))
        except RosterError as error:
            problems += error.problems
    if problems:
        raise RosterError(*problems)
    return [people[place - 1] for place in dict.fromkeys(places)]


def by_finnish_order(people: Sequence[Participant], course: Course, field: str) -> list[Participant]:
    """Return everyone in the Finnish alphabet's order of a field, as it is written; those without it come last.

    Those who have the same text keep their order. Raises RosterError when there is no such field.
    """
    slot = _slot(field, course, "--sort")
    return sorted(people, key=lambda person: (not person.text(slot), finnish(person.text(slot))))


def groups(people: Sequence[Participant], course: Course, field: str) -> dict[str, list[Participant]]:
    """Return the participants by the text of a field, as it was first written, in the order that the texts come up.

    Case and spaces do not make another group; those without the field are under an empty text. Raises RosterError when
    there is no such field.
    """
    slot = _slot(field, course, "--group-by")
    found: dict[str, list[Participant]] = {}
    names: dict[str, str] = {}
    for person in people:
        text = person.text(slot)
        found.setdefault(names.setdefault(_folded(text), text), []).append(person)
    return found


def finnish(text: str) -> Key:
    """Return a text's key in the Finnish alphabet's order.

    The order is that of SFS 4600, which CLDR has as ``fi`` with the collation ``traditional``: a–z, å, ä, ö; w as v,
    ü as y, æ as ä, ø, õ and œ as ö, ð and đ as d, þ as th; other letters with marks as their base letters. Spaces come
    first, then punctuation, numbers by their value, letters. Where all this is the same, plain letters come before
    those with marks, then small ones before capitals.
    """
    parts = list(_parts(unicodedata.normalize("NFKD", " ".join(text.split()))))
    return tuple(part for part, _mark in parts), tuple(mark for _part, mark in parts), text.swapcase()


def _parts(text: str) -> Iterator[tuple[Part, str]]:
    """Yield what each character of a text in NFKD is sorted by, and what sets it apart from those sorted alike."""
    for token in _TOKEN.finditer(unicodedata.normalize("NFKD", text.casefold())):
        if token["number"]:
            digits = "".join(str(unicodedata.decimal(digit)) for digit in token[0]).lstrip("0")
            yield (2, len(digits), digits), ""
        elif token["space"]:
            yield (0, 0, ""), ""
        else:
            yield from _letters(token["base"], token["marks"])


def _letters(base: str, marks: str) -> Iterator[tuple[Part, str]]:
    """Yield the same for a character with marks: as one letter, or as two for þ; nothing for an unseen one."""
    kind = unicodedata.category(base)
    if kind == "Cf":
        return
    if kind[0] not in "LM":
        yield (1, 0, base), marks
        return
    letters = [*(unicodedata.normalize("NFC", base + mark) for mark in marks), base]
    known = next((letter for letter in letters if letter in _ALIKE), base)
    own = len(marks) == 1 and known in _OWN
    for place, letter in enumerate(_ALIKE.get(known, base)):
        yield (3, 0, letter), "" if place or own or known + marks == letter else base + marks


def _condition(condition: str, course: Course) -> tuple[str, str, bool]:
    """Return a condition's slot, its text and whether the slot must have it."""
    field, equals, text = condition.partition("=")
    if not equals:
        raise RosterError(
            _("--only “{said}”: write it as field=text, or as field!=text for all others").format(said=condition)
        )
    return _slot(field.removesuffix("!"), course, "--only"), _folded(text), not field.endswith("!")


def _slot(field: str, course: Course, option: str) -> str:
    """Return the path of the slot that has that path or label; the first of several."""
    slots = course.shown
    names = {_folded(path): path for path in slots}
    for path, slot in slots.items():
        names.setdefault(_folded(slot.label), path)
    try:
        return names[_folded(field)]
    except KeyError:
        known = [*(slot.label for slot in slots.values()), *slots]
        raise RosterError(
            _("{option}: no field “{field}”.").format(option=option, field=field.strip())
            + nearest(field.strip(), known)
        ) from None


def _span(word: str, count: int) -> range:
    """Return the places that a word such as ``9`` or ``3-7`` names among so many."""
    span = re.fullmatch(r"([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?", word)
    if span is None:
        raise RosterError(
            _("--rows: “{word}” is no row; write numbers and spans such as 3-7,9, up to {count}").format(
                word=word, count=count
            )
        )
    first, last = int(span[1]), int(span[2] or span[1])
    if first > last:
        raise RosterError(_("--rows: “{word}”: the smaller number comes first").format(word=word))
    if not 1 <= first <= last <= count:
        raise RosterError(
            _("--rows: “{word}” is not among the participants; they are {count}, counted from 1").format(
                word=word, count=count
            )
        )
    return range(first, last + 1)


def _fits(said: str, name: str) -> bool:
    """Tell whether each word of what is said begins a word of a name; no words fit nobody."""
    words = _words(name)
    wanted = _folded(said).split()
    return bool(wanted) and all(any(word.startswith(start) for word in words) for start in wanted)


def _words(name: str) -> list[str]:
    """Return a name's words, folded, and the parts that a hyphen leaves of them: anna-liisa, liisa."""
    words = _folded(name).split()
    return [*words, *(part for word in words for part in word.split("-")[1:])]


def _near_names(said: str, people: Sequence[Participant]) -> str:
    """Return a sentence that suggests the nearest names, at most three; empty when none is near."""
    near: dict[str, list[str]] = {}
    for person in people:
        for start in (_folded(person.name), *_words(person.name)):
            near.setdefault(start, []).append(person.name)
    found = [name for start in get_close_matches(_folded(said), near) for name in near[start]]
    names = ", ".join(f"“{name}”" for name in [*dict.fromkeys(found)][:3])
    return " " + _("Did you mean {names}?").format(names=names) if names else ""


def _folded(text: str) -> str:
    """Return a text without what people vary: case, spaces, the form of Unicode."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).casefold().split()))
