"""Find what a list's headings mean: a slot, by its path, label or synonym in any spelling, or a form's own column."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from worksheets.course.course import Course
from worksheets.course.slots import Part

LONG = 10
"""Minimum length, in characters, of a label that is recognised without its list's name or at the end of a question.

Such a question is “Miltä taholta? [Esimieheltä]”.
"""


class Other(Enum):
    """What a column that holds no slot is for."""

    FIRST_NAME = auto()
    LAST_NAME = auto()
    NUMBER = auto()
    EXPORT = auto()
    """A column that the form service adds, such as a time stamp: left out."""
    IGNORED = auto()
    """Left out: the user says so, or an earlier column has the same slot."""


_OTHERS = {
    Other.FIRST_NAME: "etunimi|etunimet|first name|firstname|given name",
    Other.LAST_NAME: "sukunimi|last name|lastname|surname|family name",
    Other.NUMBER: "nro|numero|n:o|no|nr|#|järjestysnumero",
    Other.EXPORT: (
        "id|tunnus|start time|aloitusaika|alkamisaika|completion time|valmistumisaika|lopetusaika|last modified time|"
        "viimeisin muokkausaika|timestamp|aikaleima|language|kieli|points|pisteet|total points|vastaajan tunniste|"
        "respondent id|vastausaika|vastauksen tila|käyttäjätunnus|ip-osoite|ip address|lähetetty|submitted|score|tulos"
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list, and what it holds."""

    heading: str
    slot: str = ""
    """A slot's path; ``*`` is the entry's number when the heading names a part of a list without a number."""
    other: Other | None = None

    @property
    def recognised(self) -> bool:
        """Return True if the heading has a meaning."""
        return bool(self.slot) or self.other is not None


@dataclass(frozen=True)
class Headings:
    """Recognises the headings of one course."""

    course: Course
    mapping: Mapping[str, str] = field(default_factory=dict)
    """The user's own meanings: slots by headings, ``-`` for a column to leave out."""

    def meaning(self, heading: str, list_path: str = "") -> Column:
        """Return the column that a heading means.

        ``list_path`` is the path of the list that the heading's sheet holds: the list's parts are looked up first.
        """
        text = folded(heading)
        mapped = self._mapped.get(text)
        if mapped is not None:
            return Column(heading, other=Other.IGNORED) if mapped in ("", "-") else Column(heading, mapped)
        if heading.strip() in self.course.slots:
            return Column(heading, heading.strip())
        if list_path and (slot := self._list_slots(list_path).get(text)):
            return Column(heading, slot)
        if slot := self._slots.get(text) or self._slot_of_ending(text):
            return Column(heading, slot)
        return Column(heading, other=next((other for other, names in _OTHER_NAMES.items() if text in names), None))

    def list_of(self, sheet: str) -> str:
        """Return the path of the list that a sheet of this name holds, such as ``omat-verkostot``; empty for none."""
        name = folded(sheet)
        return next((path for path, names in self._lists.items() if name in names), "")

    def recognises(self, text: str) -> bool:
        """Return True if a text is a heading that has a meaning."""
        return bool(text.strip()) and self.meaning(text).recognised

    @cached_property
    def _mapped(self) -> dict[str, str]:
        return {folded(heading): slot for heading, slot in self.mapping.items()}

    @cached_property
    def _slots(self) -> dict[str, str]:
        """Paths of slots by each name that a heading may give them, folded; the first slot of a name keeps it."""
        paths: dict[str, str] = {}
        for part in self.course.root.parts:
            for names, path in _slot_names(part, ""):
                for name in names:
                    paths.setdefault(folded(name), path)
        paths.pop("", None)
        return paths

    def _slot_of_ending(self, text: str) -> str:
        """Return the path of the slot with the longest name that ends a folded text; empty for none."""
        endings = (name for name in self._slots if len(name) >= LONG and text.endswith(f" {name}"))
        longest = max(endings, key=len, default="")
        return self._slots.get(longest, "")

    def _list_slots(self, path: str) -> dict[str, str]:
        """Return the paths of a list's slots, without the entry's number, by the names of its parts alone."""
        parts = self.course.part(path).parts
        return {folded(name): f"{path}.*.{part.id}" for part in reversed(parts) for name in _names(part)}

    @cached_property
    def _lists(self) -> dict[str, set[str]]:
        """The folded names that a sheet may have, by the paths of the lists."""
        return {
            path: {folded(name) for name in names}
            for part in self.course.root.parts
            for path, names in _list_names(part)
        }


def folded(text: str) -> str:
    """Return a heading without case, extra spaces, punctuation, a number before it or a “required” note after it."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"^\s*\(?\d+[.):]\s+|\((?:pakollinen|required|valinnainen)\)|\*\s*$", " ", text)
    kept = "".join(letter if letter.isalnum() or letter == "#" else " " for letter in text)
    return " ".join(kept.split())


_OTHER_NAMES = {other: {folded(name) for name in names.split("|")} for other, names in _OTHERS.items()}


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
            yield from _slot_names(child, f"{path}{part.id}.")
    else:
        yield [*_names(part), f"{path}{part.id}"], f"{path}{part.id}"


def _entry_names(part: Part, child: Part, path: str, number: str) -> list[str]:
    """Return the names of a slot in a list's entry, with the entry's number, or without one if it is ``*``.

    The name of the list alone means the first slot of its entries.
    """
    names, list_names = _names(child), [part.label, *part.also]
    long_names = [name for name in names if len(name) >= LONG]
    alone = list_names if child is part.parts[0] else []
    if number == "*":
        return [*(f"{part.label}: {name}" for name in names), *long_names, *alone]
    return [
        *(f"{list_name} {number}: {name}" for list_name in list_names for name in names),
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
