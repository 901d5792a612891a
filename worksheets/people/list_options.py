"""The user's choices about how a list is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What a list's headings mean, where that cannot be seen from them, and which of its sheets and rows are read."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Paths of slots by headings, or by their beginnings and ``…``; ``-`` for a column to leave out."""
    ignore_unknown: bool = False
    """Leave out columns whose headings look misspelt, too; otherwise each is an error."""
    tab: tuple[str, ...] = ()
    """The names of a workbook's sheets to read; those that hold people if there are none."""
    hidden: bool = False
    """Take hidden sheets and rows, and rows that are filtered out; otherwise they are left out."""
    strict: bool = False
    """Every heading that is not recognised is an error; otherwise only those that look misspelt."""
