"""The slots of a course as a user names them: in a list's headings, in options, in the names of files."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from worksheets.course.slots import Part
from worksheets.packet.session import Session

if TYPE_CHECKING:
    from worksheets.course.course import Course

_LAYOUT = "handout"
"""The layout in which it is looked up on which pages a slot is printed; a shipped course has the same in every one."""


class SlotKind(Enum):
    """What a slot is to a participant."""

    FIELD = "field"
    """It tells of the person or the group."""
    ANSWER = "answer"
    """It is an answer that a participant gives once."""
    ROW = "row"
    """It is one column of an exercise's list, and there is one in each row."""


_OPTIONS = ("--map", "--set", "--name", "--only", "--sort", "--group-by")
"""The options that take slots. A password's slot is for the first alone: it is never printed, and names nothing."""


@dataclass(frozen=True, slots=True)
class CourseSlot:
    """A slot, or the slots that make a column of a list: one for each row."""

    path: str
    """As options take it, such as ``tukiverkosto.esimies``; for a list, that of the first row."""
    label: str
    """The label as a list's heading may have it; for a list, that of the first row."""
    kind: SlotKind
    limit: int
    """The most characters that the slot takes."""
    rows: int
    """The rows that a blank page has for a list; 1 for a single slot."""
    most: int
    """The most rows that one participant can fill in a list; 1 for a single slot."""
    pages: tuple[str, ...]
    """The names of the pages that the slot is printed on."""
    options: tuple[str, ...]
    """The options that take the slot."""
    choices: tuple[str, ...] = ()
    """The labels of what can be chosen; none of a text, nor of a line, whose places have the numbers from 0 to 100."""
    most_chosen: int = 0
    """The most of these that one participant can choose; 1 of a line, 0 of a text."""

    @property
    def entries(self) -> str:
        """The path of the list that the slot is in, such as ``omat-verkostot``; empty for a single slot."""
        return self.path.rpartition(".1.")[0] if self.kind is SlotKind.ROW else ""


def slots(course: "Course", session: Session | None = None) -> tuple[CourseSlot, ...]:
    """Return the slots of a course in its order, a list's slots as one for each column.

    Raises PageError for a page that cannot be filled, StyleError for a style sheet that cannot be used.
    """
    pages = (session or Session()).drawn_pages(course, _LAYOUT)
    printed = {page.name: page.printed for page in pages}
    return tuple(_slots(course, printed))


def _slots(course: "Course", printed: dict[str, frozenset[str]]) -> Iterator[CourseSlot]:
    for part in course.root.parts:
        for path, entries in _columns(part):
            slot = course.slots[path]
            own_kind = SlotKind.ANSWER if part.type else SlotKind.FIELD
            plain_path = path.replace(".1.", ".", 1) if entries else path
            yield CourseSlot(
                path,
                slot.label,
                kind=SlotKind.ROW if entries else own_kind,
                limit=slot.limit,
                rows=entries.rows if entries else 1,
                most=entries.most if entries else 1,
                pages=tuple(name for name, paths in printed.items() if plain_path in paths),
                options=tuple(option for option in _OPTIONS if _takes(option, path, course)),
                choices=slot.marks.options if slot.marks else (),
                most_chosen=slot.marks.most if slot.marks else 0,
            )


def _columns(part: Part, prefix: str = "") -> Iterator[tuple[str, Part | None]]:
    """Yield the path of each slot of a part, in lists that of the first row, and the list that it is in."""
    path = prefix + part.id
    if part.rows:
        yield from ((f"{path}.1.{column.id}", part) for column in part.parts)
    elif part.parts:
        for child in part.parts:
            yield from _columns(child, f"{path}.")
    else:
        yield path, None


def _takes(option: str, path: str, course: "Course") -> bool:
    if option == "--map":
        return True
    return path in course.settable if option == "--set" else path in course.shown
