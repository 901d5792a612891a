"""Texts made to fit into boxes: the largest size and the lines in which each has room.

A text stays on one line as long as its size may shrink for that; then it wraps at spaces and hyphens, and only where
a word is wider than the box, inside words. It is never cut. Measures are mm, sizes pt, and widths those of HarfBuzz.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor

from worksheets.course.declared_fonts import DeclaredFonts
from worksheets.course.layout import Layout
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.hyphenation import HYPHEN, hyphenation_points
from worksheets.text.line_breaks import clusters, units
from worksheets.text.own_fonts import baseline_in_ems, ink_in_ems, width_in_ems

MM_PER_PT = 25.4 / 72
_SLACK = 0.995
"""The share of a width that lines may fill: the typesetter rounds each glyph to 1/1024 pixel."""
_STEP = 0.25
"""Sizes are multiples of this."""
_CLEAR = 0.08
"""The least distance between the ink of two lines, in ems."""
_LETTERS, _TAILS = 0.74, 0.21
"""How far a text counts as reaching above and below its baseline at least, in ems: so names stand alike, whatever
letters they have. Source Sans has capitals of 0.66 ems, tall letters of 0.73 and tails of 0.2."""
_NO_WIDTH = 1e-6
"""The least width that is taken for a text, in ems: an invisible character has none."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text may be set. Sizes are in pt."""

    largest: float
    least_on_line: float
    """The size down to which it shrinks so that it needs only one line."""
    smallest: float
    """The size down to which it shrinks on several lines."""
    leading: float
    """The distance between two baselines, in ems."""
    weight: int = REGULAR
    hyphenated: bool = False
    """Words may be hyphenated before they are broken elsewhere. A name's never are."""

    @staticmethod
    def of(layout: Layout, name: str, *, bold: bool = False, hyphenated: bool = False) -> "TextStyle":
        """Return the style that a layout declares in ``--NAME-size``, ``-line-least``, ``-least`` and ``-leading``."""
        largest, on_line, least = (
            layout.number(f"{name}-{end}") / MM_PER_PT for end in ("size", "line-least", "least")
        )
        leading, weight = layout.number(f"{name}-leading"), BOLD if bold else REGULAR
        return TextStyle(largest, on_line, least, leading, weight, hyphenated)


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text in its size, broken into lines."""

    lines: tuple[str, ...]
    """A space at a line's end is there, so that the words of the text stay apart."""
    size: float
    """In pt."""
    pitch: float
    """From one baseline to the next, in mm."""
    above: float
    """How far the first line reaches above its baseline, in mm."""
    below: float
    """How far the last line reaches below its baseline, in mm."""
    baseline: float
    """How far the first baseline lies below the top of the first line, in mm, if a line is as high as the pitch."""

    @property
    def height(self) -> float:
        """From the top of the first line's ink to the foot of the last one's, in mm."""
        return self.above + self.height_of_lines + self.below

    @property
    def height_of_lines(self) -> float:
        """From the first baseline to the last, in mm."""
        return (len(self.lines) - 1) * self.pitch

    def top(self, first_baseline: float) -> float:
        """Return where the box of the text begins, so that its first baseline is there, in mm."""
        return first_baseline - self.baseline


@dataclass(frozen=True, slots=True)
class Fitter:
    """Makes texts fit into boxes, in the fonts and the language of a layout."""

    fonts: DeclaredFonts | None
    language: str

    @staticmethod
    def of(layout: Layout) -> "Fitter":
        """Return the fitter for a layout."""
        return Fitter(layout.fonts, layout.language)

    def fit(self, text: str, style: TextStyle, width: float, height: float) -> FittedText | None:
        """Return a text as large as it fits into a box; None if it does not even in the smallest size.

        It has one line if it can; else it wraps where lines may end; else it breaks inside words.
        """
        on_line = self._on_one_line(text, style, width, height)
        if on_line or not text:
            return on_line
        return self._on_lines(text, style, width, height)

    def _on_one_line(self, text: str, style: TextStyle, width: float, height: float) -> FittedText | None:
        above, below = self._reach(text, style)
        widest = width * _SLACK / MM_PER_PT / max(self._width(text, style), _NO_WIDTH)
        size = _rounded(min(style.largest, widest, height / MM_PER_PT / (above + below)))
        return self._set([text], style, size) if size >= style.least_on_line else None

    def _on_lines(self, text: str, style: TextStyle, width: float, height: float) -> FittedText | None:
        """Return a text on several lines, in the largest size in which its words stay whole; else with broken words."""
        whole = [size for size in _sizes(style) if self._is_whole(text, style, width, size)]
        broken = [size for size in _sizes(style) if size <= style.least_on_line and size not in whole]
        for sizes in (whole, broken):
            # Most sizes that are larger than one that does not fit do not fit either.
            first = bisect_left(sizes, 1, key=lambda size: not self._fits(text, style, width, height, size))
            if first:
                return self._set(self._lines(text, style, width, sizes[first - 1]), style, sizes[first - 1])
        return None

    def _fits(self, text: str, style: TextStyle, width: float, height: float, size: float) -> bool:
        return self._set(self._lines(text, style, width, size), style, size).height <= height

    def _is_whole(self, text: str, style: TextStyle, width: float, size: float) -> bool:
        """Return True if no line of a text has to end inside a word."""
        return all(self._width(unit.rstrip(), style) <= _ems(width, size) for unit in units(text))

    def _lines(self, text: str, style: TextStyle, width: float, size: float) -> list[str]:
        """Return the lines of a text; they end after hyphens only if that saves a line."""
        room = _ems(width, size)
        pieces = [piece for unit in units(text) for piece in self._chopped(unit, style, room)]
        lines, words = self._filled(pieces, style, room), text.split(" ")
        if any(self._width(word, style) > room for word in words):
            return lines
        spaced = self._filled([f"{word} " for word in words[:-1]] + words[-1:], style, room)
        return spaced if len(spaced) <= len(lines) else lines

    def _filled(self, pieces: Sequence[str], style: TextStyle, room: float) -> list[str]:
        """Return lines as full as they get; ``room`` is their width in ems."""
        lines = [""]
        for piece in pieces:
            if lines[-1] and self._width((lines[-1] + piece).rstrip(), style) > room:
                lines.append("")
            lines[-1] += piece
        return lines

    def _chopped(self, unit: str, style: TextStyle, room: float) -> Iterator[str]:
        """Yield the pieces of what may not break: itself, unless it is wider than a line."""
        while self._width(unit.rstrip(), style) > room:
            piece, unit = self._first_piece(unit, style, room)
            yield piece
        yield unit

    def _first_piece(self, unit: str, style: TextStyle, room: float) -> tuple[str, str]:
        """Return the longest beginning of a word that has room on a line, and the rest of the word."""
        for cut in reversed(hyphenation_points(unit, self.language)) if style.hyphenated else ():
            if self._width(unit[:cut] + HYPHEN, style) <= room:
                return unit[:cut] + HYPHEN, unit[cut:]
        ends = list(accumulate(map(len, clusters(unit.rstrip()))))
        count = bisect_left(ends, 1, key=lambda end: self._width(unit[:end], style) > room)
        cut = ends[max(count - 1, 0)]
        return unit[:cut], unit[cut:]

    def _set(self, lines: Sequence[str], style: TextStyle, size: float) -> FittedText:
        """Return lines in a size, as far apart as their letters need."""
        reaches = [self._reach(line, style) for line in lines]
        needed = (below + above + _CLEAR for (_above, below), (above, _below) in pairwise(reaches))
        pitch = max(style.leading, *needed, 0.0)
        em = size * MM_PER_PT
        baseline = pitch / 2 + baseline_in_ems(style.weight, self.fonts)
        return FittedText(tuple(lines), size, pitch * em, reaches[0][0] * em, reaches[-1][1] * em, baseline * em)

    def _reach(self, text: str, style: TextStyle) -> tuple[float, float]:
        """Return how far a line reaches above and below its baseline, in ems."""
        above, below = ink_in_ems(text, style.weight, self.fonts)
        return max(above, _LETTERS), max(below, _TAILS)

    def _width(self, text: str, style: TextStyle) -> float:
        return width_in_ems(text, style.weight, self.fonts)


def _ems(width: float, size: float) -> float:
    """Return how many ems of a size there are in a width, less what the typesetter's rounding may take."""
    return width * _SLACK / (size * MM_PER_PT)


def _rounded(size: float) -> float:
    """Return the size that is used for one: not larger, and a multiple of the step."""
    return floor(size / _STEP + 1e-9) * _STEP


def _sizes(style: TextStyle) -> list[float]:
    """Return the sizes to choose from, in pt, the smallest first."""
    count = floor((style.largest - style.smallest) / _STEP + 1e-9)
    return [style.smallest + number * _STEP for number in range(count + 1)]
