"""Texts that go on continuation, each under its title, laid out on continuation_pages as the typesetter breaks pages.

A title stays with the first two lines of its text, and of a text that is parted two lines at least stand on either
continuation_page (``orphans: 2; widows: 2; break-after: avoid``, CSS Fragmentation 3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.errors import NeedsTypesetterError, _
from worksheets.text.shaping import ShapedLine

from .model import Continuation

_FEWEST = 2
"""Lines of a text on either side of a break."""
_ROUNDED = 1 + 1e-9
"""The typesetter lets a page be so much fuller."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a title or a text that stand together on a continuation_page, and where each begins."""

    is_title: bool
    lines: Sequence[ShapedLine]
    tops: Sequence[float]


@dataclass(frozen=True, slots=True)
class LaidOutPage:
    """What stands on one continuation_page, and where it ends."""

    blocks: Sequence[Block]
    end: float


def laid(measures: Continuation, texts: Sequence[tuple[ShapedLine, Sequence[ShapedLine]]]) -> list[LaidOutPage]:
    """Lay out texts, each with its title before it.

    The last continuation_page is empty when there is no room on the one before for what stands after the texts. Raises
    NeedsTypesetterError for what must be left to the typesetter.
    """
    continuation_pages: list[list[Block]] = [[]]
    y = measures.start
    for title, text in texts:
        at, first = 0, True
        while at < len(text):
            gap = measures.gap if continuation_pages[-1] and first else 0.0
            begin = y + gap + (measures.title.pitch if first else 0.0)
            count = _fitting(measures, begin, len(text) - at)
            if count:
                if first:
                    continuation_pages[-1].append(Block(is_title=True, lines=[title], tops=[y + gap]))
                continuation_pages[-1].append(_text(text[at : at + count], begin, measures.text.pitch))
                at, y, first = at + count, begin + count * measures.text.pitch, False
            elif not continuation_pages[-1]:
                raise NeedsTypesetterError(_("a page without room"))
            if at < len(text):
                continuation_pages.append([])
                y = measures.top
    if y + measures.foot > measures.limit * _ROUNDED:
        continuation_pages.append([])
    return list(_with_ends(measures, continuation_pages, y))


def _fitting(measures: Continuation, begin: float, left: int) -> int:
    """Return how many of the lines that are left stand on a continuation_page from a place on."""
    count = 0
    while count < left and begin + (count + 1) * measures.text.pitch <= measures.limit * _ROUNDED:
        count += 1
    if count == left:
        return count
    count = min(count, left - _FEWEST)
    return count if count >= _FEWEST else 0


def _text(lines: Sequence[ShapedLine], top: float, pitch: float) -> Block:
    return Block(is_title=False, lines=lines, tops=[top + place * pitch for place in range(len(lines))])


def _with_ends(
    measures: Continuation, continuation_pages: Sequence[Sequence[Block]], end: float
) -> Iterator[LaidOutPage]:
    for number, blocks in enumerate(continuation_pages, start=1):
        yield LaidOutPage(blocks, end if number == len(continuation_pages) else measures.limit)


def takes_same_pages(continuation: Continuation, continuation_pages: Sequence[LaidOutPage]) -> bool:
    """Tell whether texts take just the continuation_pages that there are."""
    return [bool(continuation_page.blocks) for continuation_page in continuation_pages] == [True] * len(
        continuation.continuation_pages
    ) + [False] * continuation.bare
