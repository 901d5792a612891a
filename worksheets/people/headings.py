"""What a list's headings mean: a slot's path or label however it is written, a synonym, an export's own column."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from worksheets.course.course import Course
from worksheets.course.slots import Part

LONG = 10
"""Letters of a label that is recognised at the end of a longer question, such as “Miltä taholta? [Esimieheltä]”."""


class Other(Enum):
    """What a column means when it is no slot."""

    FIRST_NAME = auto()
    LAST_NAME = auto()
    NUMBER = auto()
    EXPORT = auto()
    """A form's own column, such as its time stamp: left out."""
    IGNORED = auto()
    """Left out because the user says so."""


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
    """What one column of a list means."""

    heading: str
    slot: str = ""
    """A slot's path; with ``*`` for the entry's number where the column is one of a list's parts without a number."""
    other: Other | None = None

    @property
    def known(self) -> bool:
        """Tell whether the heading was recognised."""
        return bool(self.slot) or self.other is not None


@dataclass(frozen=True)
class Headings:
    """Recognises the headings of one course; ``mapping`` says what some of them mean, ``-`` for nothing."""

    course: Course
    mapping: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, heading: str, within: str = "") -> Column:
        """Return what a heading means; within a list's own sheet, that list's parts come first."""
        mapped = self._mapped.get(folded(heading))
        if mapped is not None:
            return Column(heading, other=Other.IGNORED) if mapped in ("", "-") else Column(heading, mapped)
        if heading.strip() in self.course.slots:
            return Column(heading, heading.strip())
        said = folded(heading)
        if within and (slot := self._within(within).get(said)):
            return Column(heading, slot)
        if slot := self._slots.get(said) or self._ending(said):
            return Column(heading, slot)
        return Column(heading, other=next((other for other, names in _OTHER_NAMES.items() if said in names), None))

    def list_of(self, sheet: str) -> str:
        """Return the path of the list that a sheet of this name holds, such as ``omat-verkostot``; empty for none."""
        said = folded(sheet)
        return next((path for path, names in self._lists.items() if said in names), "")

    def known(self, heading: str) -> bool:
        """Tell whether a text is a heading that means something."""
        return bool(heading.strip()) and self.meaning(heading).known

    @cached_property
    def _mapped(self) -> dict[str, str]:
        return {folded(heading): slot for heading, slot in self.mapping.items()}

    @cached_property
    def _slots(self) -> dict[str, str]:
        """Each way to write a heading, folded, and the slot that it means; the first slot of a name keeps it."""
        found: dict[str, str] = {}
        for part in self.course.root.parts:
            for names, path in _named(part, ""):
                for name in names:
                    found.setdefault(folded(name), path)
        found.pop("", None)
        return found

    def _ending(self, said: str) -> str:
        ends = (name for name in self._slots if len(name) >= LONG and said.endswith(f" {name}"))
        longest = max(ends, key=len, default="")
        return self._slots.get(longest, "")

    def _within(self, path: str) -> dict[str, str]:
        """Return the slots of a list's parts by their bare labels."""
        parts = self.course.part(path).parts
        return {folded(name): f"{path}.*.{part.id}" for part in reversed(parts) for name in _names(part)}

    @cached_property
    def _lists(self) -> dict[str, set[str]]:
        return {
            path: {folded(name) for name in names} for part in self.course.root.parts for path, names in _lists(part)
        }


def folded(text: str) -> str:
    """Return a heading without what people vary: case, spaces, punctuation, a number before it, a note after it."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"^\s*\(?\d+[.):]\s+|\((?:pakollinen|required|valinnainen)\)|\*\s*$", " ", text)
    kept = "".join(letter if letter.isalnum() or letter == "#" else " " for letter in text)
    return " ".join(kept.split())


_OTHER_NAMES = {other: {folded(name) for name in names.split("|")} for other, names in _OTHERS.items()}


def _names(part: Part) -> list[str]:
    """Return the ways to name a part: its label, with its hint too, its synonyms and its id."""
    hinted = [f"{part.label} ({part.hint})"] if part.hint else []
    return [part.label, *hinted, *part.also, part.id]


def _named(part: Part, path: str) -> Iterator[tuple[list[str], str]]:
    """Yield each slot under a part with the ways to name it."""
    if part.rows:
        for number in ("*", *map(str, range(1, part.most + 1))):
            for child in part.parts:
                yield _numbered(part, child, path, number), f"{path}{part.id}.{number}.{child.id}"
    elif part.parts:
        for child in part.parts:
            yield from _named(child, f"{path}{part.id}.")
    else:
        yield [*_names(part), f"{path}{part.id}"], f"{path}{part.id}"


def _numbered(part: Part, child: Part, path: str, number: str) -> list[str]:
    """Return the ways to name a slot of a list's entry, with its number, or without one (``*``)."""
    names, lists = _names(child), [part.label, *part.also]
    long_names = [name for name in names if len(name) >= LONG]
    bare = lists if child is part.parts[0] else []
    if number == "*":
        return [*(f"{part.label}: {name}" for name in names), *long_names, *bare]
    return [
        *(f"{said} {number}: {name}" for said in lists for name in names),
        *(f"{part.label}: {name} {number}" for name in names),
        *(f"{name} {number}" for name in [*long_names, *bare]),
        f"{path}{part.id} {number} {child.id}",
    ]


def _lists(part: Part, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the path of each list under a part and the ways to name a sheet for it."""
    if part.rows:
        yield f"{path}{part.id}", [part.id, part.label, f"{part.label}t", *part.also]
    for child in part.parts:
        for inner, names in _lists(child, f"{path}{part.id}."):
            yield inner, [*names, part.id, part.label]
