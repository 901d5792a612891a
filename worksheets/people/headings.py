"""Find what a list's headings mean: a slot, by its path, label or synonym in any spelling, or a form's own column."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property
from types import MappingProxyType

from worksheets.caches import Lifetime, memoized
from worksheets.course.course import Course
from worksheets.course.slots import Part
from worksheets.errors import shortened

from .misspellings import meant
from .names import FIRST_NAME, LAST_NAME
from .option_columns import has_option_columns, heading_within, option_at, option_names, option_path
from .sheet_titles import sheet_title
from .words import words_of

LONG = 10
"""Minimum length, in characters, of a label that is recognised without its list's name or at the end of a question.

Such a question is “Miltä taholta? Ammattitovereilta”.
"""
_SHOWN = 60
"""Characters of a heading that messages quote; a question may have hundreds."""
_CUT = "…"
"""The end of a heading's beginning, in messages and in the user's mapping."""


class Other(Enum):
    """What a column that holds no slot is for."""

    FIRST_NAME = auto()
    LAST_NAME = auto()
    NUMBER = auto()
    """The person's number in the list, or what else numbers people."""
    PERSONAL = auto()
    """What tells people of one name apart, and is not printed, such as a telephone number."""
    EMAIL = auto()
    """An e-mail address, in a course that has no field for it."""
    ANSWER = auto()
    """The number that a form service gives to an answer."""
    TIME = auto()
    """The time of an answer, from a form service."""
    EXPORT = auto()
    """Another column that the form service adds: left out."""
    IGNORED = auto()
    """Left out: the user says so, or an earlier column has the same slot."""

    @property
    def is_of_a_form(self) -> bool:
        """Return True for a column that a form service adds."""
        return self in (Other.ANSWER, Other.TIME, Other.EXPORT)


_OTHERS = {
    Other.FIRST_NAME: "etunimi|etunimet|first name|firstname|given name|given names|förnamn",
    Other.LAST_NAME: "sukunimi|last name|lastname|surname|family name|efternamn",
    Other.NUMBER: (
        "nro|numero|n:o|no|nr|#|järjestysnumero|jnro|osallistujanumero|henkilönumero|opiskelijanumero|asiakasnumero|"
        "jäsennumero|student id|member id|employee id|"
        "nummer|deltagarnummer|studentnummer|kundnummer|medlemsnummer"
    ),
    Other.PERSONAL: (
        "puh|puhelin|puhelinnumero|puhelinnro|puh nro|puhnro|gsm|matkapuhelin|kännykkä|mobiili|phone|phone number|tel|"
        "syntymäaika|synt aika|synt pvm|syntymäpäivä|syntymävuosi|henkilötunnus|hetu|date of birth|birthday|"
        "telefon|telefonnummer|tfn|mobil|mobilnummer|födelsedatum|födelsetid|personnummer|personbeteckning"
    ),
    Other.EMAIL: ("sähköposti|sähköpostiosoite|email|e mail|email address|e mail address|e-post|e-postadress|epost"),
    Other.ANSWER: (
        "id|tunnus|vastaajan tunniste|respondent id|response id|käyttäjätunnus|vastaajanumero|vastausnumero|svars-id"
    ),
    Other.TIME: (
        "start time|aloitusaika|alkamisaika|completion time|valmistumisaika|lopetusaika|last modified time|"
        "viimeisin muokkausaika|timestamp|aikaleima|vastausaika|vastausajankohta|lähetetty|lähetysaika|submitted|"
        "submitted at|date submitted|"
        "starttid|slutförandetid|tidpunkt för senaste ändring|tidsstämpel|tidstämpel|inskickat"
    ),
    Other.EXPORT: (
        "language|kieli|points|pisteet|total points|kokonaispistemäärä|pistemäärä|quiz feedback|testin palaute|"
        "vastauksen tila|ip-osoite|ip address|score|tulos|grade posted time|"
        "språk|poäng|totalpoäng|ip-adress"
    ),
}
LEFT_OUT = "-"
"""The meaning that the user gives to a column to leave out."""
_PARTS_OF_NAMES = {FIRST_NAME: Other.FIRST_NAME, LAST_NAME: Other.LAST_NAME}
"""The meanings that the user can give to a column beside slots, where the course has no slot of the name."""
_LEFT_OUT_WORDS = {"fi": "Ei tulosteta", "sv": "Trycks inte", "en": "Not printed"}
"""What stands before the heading of a column that a list says to leave out, by languages of courses."""
_NAME_HEADINGS = (
    "nimet|nimilista|osallistujat|osallistujalista|osallistujaluettelo|names|participants|deltagare|deltagarlista|"
    "namnlista"
)
"""Headings of a column of names, whatever the course calls it."""
_NAME_WORDS = words_of(
    "etu etunimi etunimet suku sukunimi first last name names nimi nimet koko ja sekä and förnamn efternamn namn och"
)
"""Words of a heading such as “Sukunimi ja etunimi”, “Etu- ja sukunimi”, “Nimi (etunimi ja sukunimi)”."""
_COUNT_OR_DATE = re.compile(r"\(\d+\)|\b\d{1,2}\.\d{1,2}\.(?:\d{4})?")
"""What may follow a heading of a list of names: Osallistujat (12), Osallistujat 14.1.2026"""
_FIRST, _LAST = ("etu", "first"), ("suku", "last")
_QUIZ = re.compile(r"(?:points|feedback|pisteet|palaute)\s*[-–—]\s*(.+)", re.IGNORECASE | re.DOTALL)
"""What Microsoft Forms puts before a question X for the points and the comment that an answer to it got."""
_DOT = re.compile(r"(?<=\S)\.(?=\S)")
_MOST_DOTS = 10
"""The most dots, the last ones of a heading, after which the row of a grid is looked for."""
_NUMBER_JOINED = re.compile(r"(.*[^\W\d])(\d+)")
"""A folded heading with a number joined to its end, as Excel tells columns of one heading apart: nimi2."""
_BEFORE_NUMBER = re.compile(r"(?<=[^\W\d])(?=\d)")
"""Where a number begins that is joined to a word."""
_NUMBER_BEFORE = re.compile(r"\s*\(?\d+[.):]\s+")
_NOTE = re.compile(r"\((?:pakollinen|required|valinnainen)\)")
_NO_WORD = re.compile(r"[^\w#]+|_+")
"""What divides the words of a heading."""
_LONGEST = 5_000
"""Length, in characters, over which a text is no heading; a form's question has at most 4,000."""
_MOST_KEPT = 50_000
"""The most texts whose meanings are kept: the cells of a list's first rows, for each delimiter that it may have."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list, and what it holds."""

    heading: str
    slot: str = ""
    """A slot's path; ``*`` is the entry's number when the heading names a part of a list without a number."""
    other: Other | None = None
    option: str = ""
    """Where the column is about one option of an exercise, the exercise's label and the option's."""

    @property
    def recognised(self) -> bool:
        """Return True if the heading has a meaning."""
        return bool(self.slot) or self.other is not None

    @property
    def is_unprinted(self) -> bool:
        """Return True if somebody has written in the column what is nowhere on the pages."""
        return not self.slot and self.other in (None, Other.PERSONAL, Other.EMAIL)

    @property
    def shown_heading(self) -> str:
        """The heading in one line, for messages; of a long one, the beginning and ``…``."""
        return shortened(" ".join(self.heading.split()), _SHOWN)


@dataclass(frozen=True)
class Headings:
    """Recognises the headings of one course."""

    course: Course
    mapping: Mapping[str, str] = field(default_factory=dict)
    """The user's own meanings: slots by headings, or by their beginnings and ``…``; ``-`` for a column to leave out."""

    def meaning(self, heading: str, list_path: str = "") -> Column:
        """Return the column that a heading means.

        ``list_path`` is the path of the list that the heading's sheet holds: the list's parts are looked up first.
        """
        kept = self._meanings.get((heading, list_path))
        if kept is None:
            kept = self._meaning(heading, list_path)
            if option := option_at(kept.slot, self.course):
                kept = replace(kept, option=option.label)
            if len(self._meanings) < _MOST_KEPT:
                self._meanings[heading, list_path] = kept
        return kept

    def _meaning(self, heading: str, list_path: str) -> Column:
        column = self.label(heading, list_path)
        if column.recognised or len(heading) > _LONGEST:
            return column
        return Column(heading, self._grid_slot(heading) or self._slot_of_ending(heading))

    def label(self, heading: str, list_path: str = "") -> Column:
        """Return the column that a heading means by itself, and not as a question that ends in a label."""
        kept = self._labels.get((heading, list_path))
        if kept is None:
            kept = self._label(heading, list_path)
            if len(self._labels) < _MOST_KEPT:
                self._labels[heading, list_path] = kept
        return kept

    def _label(self, heading: str, list_path: str) -> Column:
        if len(heading) > _LONGEST:
            return Column(heading)
        text = folded(heading)
        mapped = self._mapped_slot(text)
        if mapped is not None or text.startswith(_LEFT_OUT_STARTS):
            return self.chosen(heading, mapped or LEFT_OUT)
        bare = heading.strip()
        if bare in self.course.slots or option_at(bare, self.course):
            return Column(heading, bare)
        if list_path and (slot := self._list_slots(list_path).get(text)):
            return Column(heading, slot)
        if slot := self._slots.get(text) or self._slots.get(_with_number_apart(text)):
            return Column(heading, slot)
        return Column(heading, self._name_slot(heading, text), _OTHER_NAMES.get(text))

    def chosen(self, heading: str, path: str) -> Column:
        """Return a column with the meaning that the user gives to it, whatever its heading.

        ``path`` is a slot's or an option's, FIRST_NAME or LAST_NAME, or ``-`` for a column to leave out.
        """
        if path in ("", LEFT_OUT):
            return Column(heading, other=Other.IGNORED)
        if path not in self.course.slots and path in _PARTS_OF_NAMES:
            return Column(heading, other=_PARTS_OF_NAMES[path])
        option = option_at(path, self.course)
        return Column(heading, path, option=option.label if option else "")

    def left_out_heading(self, heading: str) -> str:
        """Return a heading by which a column is left out, with its own after it: “Ei tulosteta: Puhelin”."""
        words = _LEFT_OUT_WORDS.get(self.course.language, _LEFT_OUT_WORDS["en"])
        return f"{words}: {heading}"

    def heading_of(self, path: str) -> str:
        """Return a heading that means a slot: its label, if it has that alone, or with the exercise's, or the path."""
        if option := option_at(path, self.course):
            return option.label if self.meaning(option.label).slot == path else path
        label = self.course.slots[path].label
        exercise = next(part for part in self.course.root.parts if part.id == path.partition(".")[0])
        headings = (label, heading_within(exercise.label, label))
        return next((heading for heading in headings if self.meaning(heading).slot == path), path)

    def headings_of(self, column: Column, list_path: str = "") -> Iterator[str]:
        """Yield headings by which a column would mean what it means, whatever its own, on the sheet of a list too."""
        if column.other is Other.IGNORED:
            headings: Iterable[str] = [self.left_out_heading(column.heading)]
        elif column.other:
            headings = (name.capitalize() for name in _OTHERS[column.other].split("|"))
        elif column.slot in self.course.slots or column.option:
            headings = (self.heading_of(column.slot), column.slot)
        else:
            headings = (name.capitalize() for name, paths in self._paths_by_name.items() if column.slot in paths)
        for heading in headings:
            means = self.meaning(heading, list_path)
            if (means.slot, means.other) == (column.slot, column.other):
                yield heading

    def of_several(self, heading: str) -> tuple[str, ...]:
        """Return headings of the slots with marks, or of the options, of which a heading can mean each.

        The heading may also end in a row of a form's grid that can. Nothing is returned for any other heading.
        """
        rows = [heading, *_grid_rows(heading)]
        options = self._options.get(folded(rows[1]), []) if _bracketed_row(heading) is not None else []
        paths = next((paths for row in rows if (paths := self._ambiguous.get(folded(row), []))), options)
        return tuple(map(self.heading_of, paths)) if len(paths) > 1 else ()

    def is_mapped(self, heading: str) -> bool:
        """Return True if the user says what a heading means."""
        return self._mapped_slot(folded(heading)) is not None

    def list_of(self, sheet: str) -> str:
        """Return the path of the list that a sheet of this name holds, such as ``omat-verkostot``; empty for none."""
        name = folded(sheet)
        return next((path for path, names in self._lists.items() if name in names), "")

    def recognises(self, text: str) -> bool:
        """Return True if a text is a heading that has a meaning."""
        return bool(text.strip()) and self.meaning(text).recognised

    def misspelt(self, heading: str) -> str:
        """Return the path of the slot whose name a heading that is not recognised misspells; empty for another word."""
        return self._slots.get(meant(folded(heading), self._slots), "")

    def bare_option(self, heading: str) -> str:
        """Return the path of the only option whose label is a heading, without the exercise's; empty if none."""
        options = self._options.get(folded(heading), [])
        return options[0] if len(options) == 1 else ""

    def exceeds_list(self, heading: str) -> str:
        """Return the path of the list whose last entry has a smaller number than a heading; empty if there is none."""
        text = folded(heading)
        number = re.search(r"\d+", text)
        slot = self._slots.get(f"{text[: number.start()]}1{text[number.end() :]}", "") if number else ""
        path, first, _part = slot.partition(".1.")
        return path if first and number and int(number[0]) > self.course.part(path).most else ""

    def _mapped_slot(self, text: str) -> str | None:
        """Return what the user says that a folded heading means; None if nothing."""
        if text in self._mapped:
            return self._mapped[text]
        starts = (self._mapped_starts.get(text[:length]) for length in self._mapped_lengths)
        return next((slot for slot in starts if slot is not None), None)

    @cached_property
    def _mapped(self) -> dict[str, str]:
        return {folded(heading): slot for heading, slot in self.mapping.items()}

    @cached_property
    def _mapped_starts(self) -> dict[str, str]:
        starts = {folded(text): slot for text, slot in self.mapping.items() if text.strip().endswith((_CUT, "..."))}
        return {start: slot for start, slot in starts.items() if start}

    @cached_property
    def _mapped_lengths(self) -> list[int]:
        """The lengths of ``_mapped_starts``, the longest first."""
        return sorted(set(map(len, self._mapped_starts)), reverse=True)

    @cached_property
    def _meanings(self) -> dict[tuple[str, str], Column]:
        """The columns of texts that ``meaning`` has been asked for."""
        return {}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], Column]:
        """The columns of texts that ``label`` has been asked for: names, too, since rows may repeat the headings."""
        return {}

    @cached_property
    def _slots(self) -> dict[str, str]:
        """Paths of slots and options by each name that a heading may give them, folded.

        The first slot of a name keeps it; but a name that several slots with marks have means none of them.
        """
        return {name: paths[0] for name, paths in self._paths_by_name.items() if name not in self._ambiguous}

    @cached_property
    def _ambiguous(self) -> dict[str, list[str]]:
        """Paths of slots by each folded name that only slots with marks have, and several of them."""
        names = self._paths_by_name.items()
        return {name: paths for name, paths in names if len(paths) > 1 and self._have_marks(*paths)}

    @cached_property
    def _paths_by_name(self) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = {}
        for part in self.course.root.parts:
            for names, path in _slot_names(part, ""):
                for name in dict.fromkeys(map(folded, names)):
                    paths.setdefault(name, []).append(path)
        paths.pop("", None)
        return paths

    def _have_marks(self, *paths: str) -> bool:
        slots = (self.course.slots.get(path.partition("=")[0]) for path in paths)
        return all(slot is not None and slot.marks is not None for slot in slots)

    @cached_property
    def _options(self) -> dict[str, list[str]]:
        """Paths of options by their folded labels alone."""
        paths: dict[str, list[str]] = {}
        for path, slot in self.course.slots.items():
            if slot.marks and has_option_columns(slot.marks):
                for number, option in enumerate(slot.marks.options, start=1):
                    paths.setdefault(folded(option), []).append(option_path(path, number))
        paths.pop("", None)
        return paths

    def _name_slot(self, heading: str, text: str) -> str:
        """Return the path of the name's slot if a heading is of a column of full names; ``text`` is it, folded."""
        bare = _COUNT_OR_DATE.sub(" ", heading)
        is_list = (text if bare == heading else folded(bare)) in _COLUMNS_OF_NAMES
        return self.course.name_slot if is_list or _names_first_and_last(text) else ""

    def _grid_slot(self, heading: str) -> str:
        """Return the path of the exercise's slot that a row of a form's grid names; empty for none.

        The row stands in brackets (Google Forms) or after a dot (Microsoft Forms: “Miltä taholta?.Ystäviltä”), and
        may be short. It never names a field: “Arvioi [Kurssi]” has no course in its cells. What stands in brackets may
        be an option, too, which gives the path of this option.
        """
        rows = _grid_rows(heading)
        options = self._options.get(folded(rows[0]), []) if rows and _bracketed_row(heading) is not None else []
        if len(options) == 1:
            return options[0]
        slots = (self._slots.get(folded(row), "") for row in rows)
        return next((slot for slot in slots if slot.partition(".")[0] in self._exercises), "")

    @cached_property
    def _exercises(self) -> set[str]:
        return {part.id for part in self.course.root.parts if part.type}

    def _slot_of_ending(self, heading: str) -> str:
        """Return the path of the slot with the longest name that ends a heading; empty for none."""
        text = folded(heading)
        names = self._long_names.get(text.rpartition(" ")[2], ())
        longest = max((name for name in names if text.endswith(f" {name}")), key=len, default="")
        return self._slots.get(longest, "")

    @cached_property
    def _long_names(self) -> dict[str, list[str]]:
        """The names of slots that are recognised at the end of a question, by their last words.

        A single word for a field is none: “Huoltajan sähköposti” and “Arvioi kouluttaja” are about something else.
        """
        names: dict[str, list[str]] = {}
        for name, slot in self._slots.items():
            if len(name) >= LONG and (" " in name or slot.partition(".")[0] in self._exercises):
                names.setdefault(name.rpartition(" ")[2], []).append(name)
        return names

    def _list_slots(self, path: str) -> dict[str, str]:
        """Return the paths of a list's slots, without the entry's number, by the names of its parts alone."""
        parts = self.course.part(path).parts
        return {folded(name): f"{path}.*.{part.id}" for part in reversed(parts) for name in _names(part)}

    @cached_property
    def _lists(self) -> dict[str, set[str]]:
        """The folded names that a sheet may have, by the paths of the lists."""
        return {
            path: {folded(name) for name in (*names, *map(sheet_title, names))}
            for part in self.course.root.parts
            for path, names in _list_names(part)
        }


def headings_of(course: Course, mapping: Mapping[str, str] = MappingProxyType({})) -> Headings:
    """Return the headings of a course, with the user's meanings, as they were needed before.

    A list is judged again after each change, and to know the headings takes half as long as to read 30 people.
    """
    return _known_headings(course, tuple(mapping.items()))


@memoized(Lifetime.RUN, 4)
def _known_headings(course: Course, mapping: tuple[tuple[str, str], ...]) -> Headings:
    return Headings(course, dict(mapping))


@memoized(Lifetime.RUN, 20_000)
def folded(text: str) -> str:
    """Return a heading without case, extra spaces, punctuation, a number before it or a “required” note after it."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if match := _NUMBER_BEFORE.match(text):
        text = text[match.end() :]
    if "(" in text:
        text = _NOTE.sub(" ", text)
    return " ".join(_NO_WORD.sub(" ", text).split())


_OTHER_NAMES = {folded(name): other for other, names in _OTHERS.items() for name in names.split("|")}
_COLUMNS_OF_NAMES = frozenset(map(folded, _NAME_HEADINGS.split("|")))
_LEFT_OUT_STARTS = tuple(folded(words) for words in _LEFT_OUT_WORDS.values())


def _with_number_apart(text: str) -> str:
    """Return a folded heading with a space before the last number that is joined to a word: nimi 2 for nimi2."""
    starts = [border.start() for border in _BEFORE_NUMBER.finditer(text)]
    return f"{text[: starts[-1]]} {text[starts[-1] :]}" if starts else text


def _grid_rows(heading: str) -> list[str]:
    """Return what may be the row of a form's grid: what stands in brackets, or after each of the last dots."""
    if (row := _bracketed_row(heading)) is not None:
        return [row]
    dots = [dot.end() for dot in _DOT.finditer(heading)]
    return [heading[dot:] for dot in dots[-_MOST_DOTS:]]


def _bracketed_row(heading: str) -> str | None:
    """Return the row of a grid that stands in brackets at a heading's end, as Google Forms has it; None if none does.

    It is “Ystäviltä” for “Miltä taholta? [Ystäviltä]”.
    """
    content = heading.rstrip()
    start = content[:-2].rfind("[")  # There is something between the brackets.
    return content[start + 1 : -1] if content.endswith("]") and content[: max(start, 0)].strip() else None


def quiz_question(heading: str) -> str:
    """Return the folded question whose points or comment a quiz's column may hold; empty for any other heading."""
    match = _QUIZ.fullmatch(heading.strip())
    return folded(match[1]) if match else ""


def without_joined_number(heading: str) -> str:
    """Return a folded heading without the number joined to its end; empty if there is none: nimi for “Nimi2”."""
    match = _NUMBER_JOINED.fullmatch(folded(heading))
    return match[1] if match else ""


def is_last_name_first(heading: str) -> bool:
    """Return True if a heading of full names says that the last name comes first: “Sukunimi ja etunimi”."""
    text = folded(heading)
    return _names_first_and_last(text) and _position(text, _LAST) < _position(text, _FIRST)


def _names_first_and_last(text: str) -> bool:
    words = text.split()
    return _NAME_WORDS.issuperset(words) and min(_position(text, _FIRST), _position(text, _LAST)) >= 0 and bool(words)


def _position(text: str, starts: tuple[str, ...]) -> int:
    """Return the index of the first word that begins in one of these ways; -1 if there is none."""
    return next((index for index, word in enumerate(text.split()) if word.startswith(starts)), -1)


def _names(part: Part) -> list[str]:
    """Return the names of a part: its label without and with its hint, its synonyms and its id."""
    hinted = [f"{part.label} ({part.hint})"] if part.hint else []
    return [part.label, *hinted, *part.also, part.id]


def _slot_names(part: Part, path: str) -> Iterator[tuple[list[str], str]]:
    """Yield the names and the path of each slot under a part; ``path`` is the parent's, with a dot after it."""
    if part.rows:
        for number in ("*", *map(str, range(1, part.most + 1))):
            for child in part.parts:
                yield _entry_names(part, child, path, number), f"{path}{part.id}.{number}.{child.id}"
    elif part.parts:
        for child in part.parts:
            within = [f"{part.label}: {name}" for name in _names(child)[:-1]] if child.is_slot else []
            for names, inner in _slot_names(child, f"{path}{part.id}."):
                yield [*names, *within] if inner == f"{path}{part.id}.{child.id}" else names, inner
    else:
        # An exercise's part is not known by its id alone: in a list, “Esimies” is the name of somebody's superior.
        names = _names(part)[:-1] if path else _names(part)
        yield [*names, f"{path}{part.id}"], f"{path}{part.id}"
        yield from option_names(part, f"{path}{part.id}", names)


def _entry_names(part: Part, child: Part, path: str, number: str) -> list[str]:
    """Return the names of a slot in a list's entry, with the entry's number, or without one if it is ``*``.

    The name of the list alone means the first slot of its entries.
    """
    names, list_names = _names(child), [part.label, *part.also]
    long_names = [name for name in names if len(name) >= LONG]
    alone = list_names if child is part.parts[0] else []
    if number == "*":
        return [*(f"{part.label}: {name}" for name in names), *long_names, *alone]
    given = [part.given[int(number) - 1]] if part.given else []
    return [
        *(f"{list_name} {row}: {name}" for row in (*given, number) for list_name in list_names for name in names),
        *(f"{part.label}: {name} {number}" for name in names),
        *(f"{name} {number}" for name in [*long_names, *alone]),
        f"{path}{part.id} {number} {child.id}",
    ]


def _list_names(part: Part, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the path of each list under a part and the names that its sheet may have."""
    if part.rows:
        yield f"{path}{part.id}", [part.id, part.label, f"{part.label}t", *part.also]
    for child in part.parts:
        for inner, names in _list_names(child, f"{path}{part.id}."):
            yield inner, [*names, part.id, part.label]
