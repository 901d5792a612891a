"""Which participants of a group are printed, and in what order."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from worksheets.course.course import Course
from worksheets.errors import RosterError, _, nearest
from worksheets.text.collation import sort_key

from .participant import Participant


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
    return sorted(people, key=lambda person: (not person.text(slot), sort_key(person.text(slot))))


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
