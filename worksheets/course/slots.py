"""What can be filled, as one tree of parts: the fields of the person and the group, and the exercises.

The tree is declared once, in ``course.toml``; the slots' paths, the roster's columns, the JSON Schema, the starting
files and the validation all come from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

KINDS = ("prompts", "table", "map", "text")
LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Part:
    """A node of what can be filled: a slot, a group of parts, or (with ``rows``) a list of such groups."""

    id: str
    label: str
    hint: str = ""
    also: tuple[str, ...] = ()
    """Other names that a roster's heading may have for it."""
    limit: int = LIMIT
    """The characters that the slot takes at most."""
    date: bool = False
    """The slot holds a date, a time or both; in ISO form they are printed as Finnish writes them."""
    secret: bool = False
    """The slot holds a password: it opens the participant's file, and is never printed, listed or put into a name."""
    rows: int = 0
    """The entries that stand on a blank page; 0 when the part is not a list."""
    most: int = 0
    """The entries that a participant may have at most."""
    parts: tuple["Part", ...] = ()
    kind: str = ""
    """One of KINDS when the part is a whole exercise."""

    def part(self, name: str) -> "Part":
        """Return the child of that id, or raise KeyError."""
        for part in self.parts:
            if part.id == name:
                return part
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Slot:
    """One place that data can fill."""

    path: str
    label: str
    limit: int
    date: bool = False
    secret: bool = False


def slots(part: Part, prefix: str = "", label: str = "", *, all_entries: bool = True) -> Iterator[Slot]:
    """Yield every slot under a part, in order: of a list all the entries, or as many as stand on a blank page.

    The labels of a list's entries are numbered.
    """
    path = prefix + part.id
    if part.rows:
        for row in range(1, (part.most if all_entries else part.rows) + 1):
            for child in part.parts:
                yield from slots(child, f"{path}.{row}.", f"{part.label} {row}: ", all_entries=all_entries)
    elif part.parts:
        for child in part.parts:
            yield from slots(child, f"{path}.", all_entries=all_entries)
    else:
        yield Slot(path, label + part.label, part.limit, part.date, part.secret)


def lists(part: Part, prefix: str = "") -> Iterator[tuple[str, Part]]:
    """Yield the lists among a part and those under it, in order, with their paths."""
    path = prefix + part.id
    if part.rows:
        yield path, part
    else:
        for child in part.parts:
            yield from lists(child, f"{path}." if path else "")
