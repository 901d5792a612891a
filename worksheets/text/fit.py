"""How much of a text fits its place: its lines counted as the typesetter will break them.

The count decides whether a text is set in a smaller size or continues on another page. Where ``shaping`` can break a
text exactly, its lines are counted, so that a text that fits here takes as many lines when it is merged. Other texts
(names in other scripts, words wider than a line, breaks on which versions of Unicode differ) are estimated from the
widths of their words, with hyphenation: generously, so that the typesetter needs no more lines than counted. Words are
hyphenated as Finnish, in courses of any language.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import inf

import uharfbuzz

from worksheets.caches import Lifetime, memoized
from worksheets.course.declared_fonts import DeclaredFonts
from worksheets.course.layout import Place
from worksheets.errors import NeedsTypesetterError

from .font_subsets import latin_letters, shaping_font
from .fonts import REGULAR, advance
from .hyphenation import HYPHEN, LANGUAGE, hyphenation_points
from .line_breaks import word_units
from .own_fonts import own_advance
from .shaping import UNITS, ShapedFont, line_starts

PX_PER_MM = 96 / 25.4
"""CSS pixels in a millimetre, as WeasyPrint computes it."""
_SLACK = 0.995
"""The share of a width that estimated lines may fill: the typesetter rounds each glyph to 1/1024 pixel."""
_WORD = re.compile(r"[^ ]+")
_ELLIPSIS = "…"
"""The end of what is drawn of a text that is too long for its place and is whole elsewhere; the start of an overflow."""
_SENTENCE_ENDS = (".", "!", "?", ".”", "!”", "?”", ".)", "!)", "?)")
FORM_LEADING = 1.2
"""The distance between two baselines in a form field, in font sizes."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A text in its place: the name of its size, what is set there, and the overflow, which continues elsewhere."""

    step: str
    text: str
    overflow: str = ""

    @property
    def rest(self) -> str:
        """The overflow, under the name that the templates of courses use."""
        return self.overflow


def fit(text: str, place: Place, weight: int = REGULAR) -> Fit:
    """Return a text in the largest size of a place that holds it; what the smallest size does not hold is the overflow.

    The last line of a place with overflow stays free, for the note that the text continues.
    """
    if not text:
        return Fit(place.steps[0].name, text)
    width = css_pixels(place.width)
    for step in place.steps:
        if step.lines == inf:
            return Fit(step.name, text)
        starts = set_lines(text, width, css_pixels(step.size), weight, int(step.lines) + 1, place.fonts).starts
        if len(starts) <= step.lines:
            return Fit(step.name, text)
    cut = _between_words(text, starts[int(step.lines) - 1])
    return Fit(step.name, text[:cut].rstrip(), _continued(text, cut))


def pieces(text: str, place: Place, most: float, weight: int = REGULAR) -> list[str]:
    """Divide a text between words into pieces of at most so many lines in the smallest size of a place."""
    width, size = css_pixels(place.width), css_pixels(place.steps[-1].size)
    divided = []
    while most < inf:
        starts = set_lines(text, width, size, weight, int(most) + 1, place.fonts).starts
        if len(starts) <= most:
            break
        cut = _between_words(text, starts[int(most)])
        divided.append(text[:cut].rstrip())
        text = text[cut:]
    return [*divided, text]


def shortened(  # noqa: PLR0913, PLR0917 - the text, its room, its type
    text: str,
    width: float,
    size: float,
    most: int,
    weight: int = REGULAR,
    fonts: DeclaredFonts | None = None,
) -> str:
    """Return a text, or as much of it as has so many lines with an ellipsis at its end.

    ``width`` and ``size`` are in CSS pixels.
    """

    def starts(part: str) -> tuple[int, ...]:
        return set_lines(part, width, size, weight, most + 1, fonts).starts

    if len(starts(text)) <= most:
        return text
    beginning = text[: starts(text)[most]].rstrip()
    while len(beginning) > 1 and len(starts(beginning + _ELLIPSIS)) > most:
        beginning = beginning[:-1].rstrip()
    return beginning + _ELLIPSIS


@memoized(Lifetime.SESSION, maxsize=1024)
def css_pixels(length: float) -> float:
    """Return a length in mm in CSS pixels.

    It is rounded to 1e-9 px: a style sheet's 12pt is converted to mm on its way here, and would come back as
    15.999999999999998 px, which is one unit less in 1/1024 px.
    """
    return round(length * PX_PER_MM, 9)


def _continued(text: str, cut: int) -> str:
    """Return a text from a cut on, with an ellipsis before it unless a sentence or a paragraph begins there."""
    before, after = text[:cut], text[cut:]
    return after if before.endswith("\n") or before.rstrip().endswith(_SENTENCE_ENDS) else f"{_ELLIPSIS} {after}"


def _between_words(text: str, cut: int) -> int:
    """Return the start of the word that a cut falls in, or the cut itself if that is the first word."""
    start = max(text.rfind(" ", 0, cut), text.rfind("\n", 0, cut)) + 1
    return start or cut


@dataclass(frozen=True, slots=True)
class Lines:
    """A text broken into lines: the indexes at which they start, and whether all words are whole or hyphenated."""

    starts: tuple[int, ...]
    whole: bool


@memoized(Lifetime.RUN, maxsize=4096)
def set_lines(  # noqa: PLR0913, PLR0917 - the text, its room, its type
    text: str,
    width: float,
    size: float,
    weight: int = REGULAR,
    most: int | None = None,
    fonts: DeclaredFonts | None = None,
) -> Lines:
    """Break a text into lines: exactly where that is possible, and otherwise by the estimate.

    ``width`` and ``size`` are in CSS pixels. With ``most``, the lines after so many may be left out. Without ``fonts``,
    the text is set in the text font.
    """
    if fonts is None and _latin().issuperset(text):
        with suppress(NeedsTypesetterError):
            starts = line_starts(text, _shaped_font(int(size * UNITS), weight), int(width * UNITS), most)
            return Lines(starts, whole=True)
    return lines(text, width / size, weight, fonts)


@memoized(Lifetime.SESSION)
def _latin() -> frozenset[str]:
    return frozenset("\n" + latin_letters())


@memoized(Lifetime.SESSION, maxsize=64)
def _shaped_font(size: int, weight: int) -> ShapedFont:
    """Return the text font for Latin text, in a size in UNITS of a pixel."""
    data, glyphs = _latin_font(weight)
    return ShapedFont(data, size, LANGUAGE, glyphs)


@memoized(Lifetime.SESSION)
def _latin_font(weight: int) -> tuple[bytes, frozenset[int]]:
    """Return the text font for Latin text, and its glyphs but for number 0, which stands for a letter that it lacks."""
    data = shaping_font(weight, latin_letters(), ())
    return data, frozenset(range(1, uharfbuzz.Face(data).glyph_count))


@memoized(Lifetime.RUN, maxsize=4096)
def lines(text: str, width: float, weight: int = REGULAR, fonts: DeclaredFonts | None = None) -> Lines:
    """Estimate the lines of a text in any scripts, in a width given in ems of its size.

    A line ends where Unicode's rules (UAX #14) or the dictionary let it, and is as full as it gets, as the typesetter
    sets it. A word that is wider than a line breaks anywhere.
    """
    own = (lambda part: own_advance(part, weight, fonts)) if fonts else None
    estimate = _Estimate(width * _SLACK, own or (lambda part: advance(part, weight)))
    for begin, end in _paragraphs(text):
        estimate.open_line(begin)
        for word in _WORD.finditer(text, begin, end):
            start = word.start()
            for unit in word_units(word[0]):
                estimate.add(unit, start, spaced=start == word.start())
                start += len(unit)
    return Lines(tuple(estimate.starts), estimate.whole)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the indexes at which each paragraph of a text starts and ends."""
    begin = 0
    for paragraph in text.split("\n"):
        yield begin, begin + len(paragraph)
        begin += len(paragraph) + 1


class _Estimate:
    """Fills lines of one width, in ems, and notes the indexes at which they start."""

    def __init__(self, width: float, advance_of: Callable[[str], float]) -> None:
        self.width = width
        self.advance_of = advance_of
        self.starts: list[int] = []
        self.used = 0.0
        self.whole = True

    def open_line(self, start: int) -> None:
        self.starts.append(start)
        self.used = 0.0

    def add(self, unit: str, start: int, *, spaced: bool = False) -> None:
        """Put what does not break of a word on the current line; if there is no room, hyphenated or on a new line."""
        wide = self.advance_of(unit)
        space = self.advance_of(f" {unit}") - wide if spaced and self.used else 0.0
        if self.used + space + wide <= self.width:
            self.used += space + wide
            return
        for cut in reversed(hyphenation_points(unit)):
            if self.used + space + self.advance_of(unit[:cut] + HYPHEN) <= self.width:
                self.open_line(start + cut)
                self.add(unit[cut:], start + cut)
                return
        if self.used:
            self.open_line(start)
            self.add(unit, start)
        else:
            self._chop(unit, start)

    def _chop(self, unit: str, start: int) -> None:
        """Break what is wider than a line between any two letters."""
        self.whole = False
        for index, letter in enumerate(unit):
            wide = self.advance_of(letter)
            if self.used and self.used + wide > self.width:
                self.open_line(start + index)
            self.used += wide
