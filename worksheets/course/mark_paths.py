"""The paths of what is derived from a slot that is answered with marks: its marks, and the words beside an option.

``apu=2`` is the mark of option 2 of the slot ``apu``, ``apu=other`` the words beside the last option. Pages draw these,
and forms have a field for each.
"""

from msgspec import Struct

DERIVED = "="
"""What stands in such a path after that of the answer's slot."""
OTHER = "other"
"""The end of the path of the words beside the last option, and their place in a layout."""
_LONGEST_NUMBER = 5
"""The most digits of an option's number; there are far fewer options."""


class MarkPath(Struct, frozen=True):
    """A path, which may be that of a whole slot."""

    slot: str
    mark: str = ""
    """The number of an option, OTHER, or what else the path has after the slot; empty for the whole slot."""

    @property
    def is_other(self) -> bool:
        """Return True for the words beside the last option."""
        return self.mark == OTHER

    @property
    def number(self) -> int:
        """The number of the option, from 1; 0 if the mark is none."""
        return option_number(self.mark)

    def __str__(self) -> str:
        """Return the path; ``mark_path`` reads it back."""
        return f"{self.slot}{DERIVED}{self.mark}" if self.mark else self.slot


def mark_path(path: str) -> MarkPath:
    """Return the slot and the mark of a path such as ``apu=2``."""
    slot, _sign, mark = path.partition(DERIVED)
    return MarkPath(slot, mark)


def answer_path(path: str) -> str:
    """Return the path of the slot that a slot is derived from; that of any other slot as it is."""
    return path.partition(DERIVED)[0]


def option_number(text: str) -> int:
    """Return the number of an option that a text is; 0 if it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0
