"""What a participant can fill in, as a tree of parts: the fields of the person and the group, and the exercises.

The tree is declared once, in ``course.toml`` and on pages in Markdown. The paths of the slots, the columns of a roster,
the JSON Schema, the empty files to start from and the checks all come from it.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from .marks import Marks

PROMPTS, TABLE, MAP, TEXT = "prompts", "table", "map", "text"
BLANK, SIGNATURE = "blank", "signature"
"""Exercise types that the program treats in a way of their own; ``course.types`` has them all."""
ONE_LINE_TYPES = frozenset([BLANK, SIGNATURE])
"""The exercise types whose texts have no line breaks."""
NAME, EMAIL = "name", "email"
"""The roles of the participant's name and of their e-mail address."""
GROUP, COURSE, TRAINER, TIME, PLACE, ORGANIZATION = "group", "course", "trainer", "time", "place", "organization"
"""The roles of what sign-in sheets, badges and certificates print besides the name."""
ROLES = (NAME, EMAIL, GROUP, COURSE, TRAINER, TIME, PLACE, ORGANIZATION)
"""What a field can be to the program, whatever its id."""
NAME_ID = "nimi"
"""The field that holds the participant's name in a course that gives no field the role of the name."""
LIMIT = 2000
"""The most characters of a slot for which ``course.toml`` sets no limit."""


class Part(Struct, frozen=True):
    """A node of the tree: a slot, a group of parts, or (if it has ``rows``) a list whose entries are such groups."""

    id: str
    label: str
    hint: str = ""
    also: tuple[str, ...] = ()
    """Other names for the part that are recognised as headings of a roster."""
    limit: int = LIMIT
    """The most characters that the slot takes."""
    date: bool = False
    """The slot holds a date, a time or both. It changes nothing: ISO dates are printed as Finnish in any slot."""
    secret: bool = False
    """The slot holds the password that opens the participant's PDF. It is never printed, listed or used in a name."""
    role: str = ""
    """One of ROLES, or empty."""
    lines: int | None = None
    """The rules of a text that has its own number of them, 0 for an open box; None if the layout says how many."""
    rows: int = 0
    """The number of entries that a blank page has room for; 0 when the part is not a list."""
    most: int = 0
    """The most entries that one participant can have."""
    given: tuple[str, ...] = ()
    """The labels of the rows of a table in which they are given, such as the days of a week; it has no other rows."""
    parts: tuple["Part", ...] = ()
    type: str = ""
    """The exercise's type when the part is a whole exercise; empty otherwise."""
    settings: tuple[tuple[str, Any], ...] = ()
    """What is given of the type's own keys (``course.types``) that have no attribute here: names and values."""
    marks: Marks | None = None
    """What the slot can hold if it is answered with marks; None for a text."""

    @property
    def is_slot(self) -> bool:
        """Return True if the part is a single slot, neither a list nor a group."""
        return not (self.rows or self.parts)

    def setting(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as the type's key has it
        """Return the value of one of the type's own keys; the default if it is not given."""
        return dict(self.settings).get(name, default)

    def part(self, part_id: str) -> "Part":
        """Return the child with that id. Raises KeyError if there is none."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)


class Slot(Struct, frozen=True):
    """One place that data can fill. The attributes mean what they mean in ``Part``."""

    path: str
    """The ids and entry numbers that lead to the slot, such as ``omat-verkostot.1.nimi``."""
    label: str
    """The label; in a list, after the list's own label and the number of the entry."""
    limit: int
    date: bool = False
    secret: bool = False
    role: str = ""
    one_line: bool = False
    """Its text has no line breaks: it is a field of the person or the group, or an exercise of ONE_LINE_TYPES."""
    marks: Marks | None = None


def slots(
    part: Part, prefix: str = "", label: str = "", *, all_entries: bool = True, one_line: bool | None = None
) -> Iterator[Slot]:
    """Yield every slot of a part, in the order of ``course.toml``.

    A list gives the slots of as many entries as a participant can have or, without ``all_entries``, as a blank page
    has room for. ``prefix`` and ``label`` go before the paths and the labels. Unless ``one_line`` says so, the slots
    are of one line if the part is no exercise, or one of ONE_LINE_TYPES.
    """
    path = prefix + part.id
    if one_line is None:
        one_line = not part.type or part.type in ONE_LINE_TYPES
    if part.rows:
        for row in range(1, (part.most if all_entries else part.rows) + 1):
            entry, entry_label = f"{path}.{row}.", f"{part.label} {part.given[row - 1] if part.given else row}: "
            for child in part.parts:
                yield from slots(child, entry, entry_label, all_entries=all_entries, one_line=one_line)
    elif part.parts:
        for child in part.parts:
            yield from slots(child, f"{path}.", all_entries=all_entries, one_line=one_line)
    else:
        yield Slot(path, label + part.label, part.limit, part.date, part.secret, part.role, one_line, part.marks)


def lists(part: Part, prefix: str = "") -> Iterator[tuple[str, Part]]:
    """Yield the path and the part of every list in a part (the part itself included), in order."""
    path = prefix + part.id
    if part.rows:
        yield path, part
    else:
        for child in part.parts:
            yield from lists(child, f"{path}." if path else "")
