"""Texts that go on overleaf, each under its title, laid out on leaves as the typesetter breaks pages.

A title stays with the first two lines of its text, and of a text that is parted two lines at least stand on either
leaf (``orphans: 2; widows: 2; break-after: avoid``, CSS Fragmentation 3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.errors import UnsettableError, _
from worksheets.text.shaping import Line

from .model import Overleaf

_FEWEST = 2
"""Lines of a text on either side of a break."""
_ROUNDED = 1 + 1e-9
"""The typesetter lets a page be so much fuller."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a title or a text that stand together on a leaf, and where each begins."""

    is_title: bool
    lines: Sequence[Line]
    tops: Sequence[float]


@dataclass(frozen=True, slots=True)
class Laid:
    """What stands on one leaf, and where it ends."""

    blocks: Sequence[Block]
    end: float


def laid(measures: Overleaf, texts: Sequence[tuple[Line, Sequence[Line]]]) -> list[Laid]:
    """Lay out texts, each with its title before it.

    The last leaf is empty when there is no room on the one before for what stands after the texts. Raises
    UnsettableError for what must be left to the typesetter.
    """
    leaves: list[list[Block]] = [[]]
    y = measures.start
    for title, text in texts:
        at, first = 0, True
        while at < len(text):
            gap = measures.gap if leaves[-1] and first else 0.0
            begin = y + gap + (measures.title.pitch if first else 0.0)
            count = _fitting(measures, begin, len(text) - at)
            if count:
                if first:
                    leaves[-1].append(Block(is_title=True, lines=[title], tops=[y + gap]))
                leaves[-1].append(_text(text[at : at + count], begin, measures.text.pitch))
                at, y, first = at + count, begin + count * measures.text.pitch, False
            elif not leaves[-1]:
                raise UnsettableError(_("a page without room"))
            if at < len(text):
                leaves.append([])
                y = measures.top
    if y + measures.foot > measures.limit * _ROUNDED:
        leaves.append([])
    return list(_with_ends(measures, leaves, y))


def _fitting(measures: Overleaf, begin: float, left: int) -> int:
    """Return how many of the lines that are left stand on a leaf from a place on."""
    count = 0
    while count < left and begin + (count + 1) * measures.text.pitch <= measures.limit * _ROUNDED:
        count += 1
    if count == left:
        return count
    count = min(count, left - _FEWEST)
    return count if count >= _FEWEST else 0


def _text(lines: Sequence[Line], top: float, pitch: float) -> Block:
    return Block(is_title=False, lines=lines, tops=[top + place * pitch for place in range(len(lines))])


def _with_ends(measures: Overleaf, leaves: Sequence[Sequence[Block]], end: float) -> Iterator[Laid]:
    for number, blocks in enumerate(leaves, start=1):
        yield Laid(blocks, end if number == len(leaves) else measures.limit)


def is_shaped(overleaf: Overleaf, leaves: Sequence[Laid]) -> bool:
    """Tell whether texts take just the leaves that there are."""
    return [bool(leaf.blocks) for leaf in leaves] == [True] * len(overleaf.leaves) + [False] * overleaf.bare
