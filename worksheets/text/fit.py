"""How much of a text fits its place: its lines counted as the typesetter will break them.

The count decides whether a text is set in a smaller size or continues on another page. Where ``shaping`` can break a
text exactly, its lines are counted, so that a text that fits here takes as many lines when it is merged. Other texts
(names in other scripts, words wider than a line, breaks on which versions of Unicode differ) are estimated from the
widths of their words: generously, so that the typesetter needs no more lines than counted.

Hyphens are the last resort: a text keeps its words whole unless hyphens save a line that it has too many, or a word is
wider than a line. Words are hyphenated in the language of the course, which a place knows.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import inf

import uharfbuzz
from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.course.declared_fonts import DeclaredFonts
from worksheets.course.layout import Place, Step
from worksheets.errors import NeedsTypesetterError

from .font_subsets import latin_letters, shaping_font
from .fonts import EVERYDAY, REGULAR
from .hyphenation import HYPHEN, LANGUAGE, hyphenation_points
from .line_breaks import word_units
from .own_fonts import width_in_ems
from .shaping import UNITS, ShapedFont, line_starts

PX_PER_MM = 96 / 25.4
"""CSS pixels in a millimetre, as WeasyPrint computes it."""
_SLACK = 0.995
"""The share of a width that estimated lines may fill: the typesetter rounds each glyph to 1/1024 pixel."""
_WORD = re.compile(r"[^ ]+")
_ELLIPSIS = "…"
"""The end of what is drawn of a text that is whole elsewhere, and the start of an overflow."""
_SENTENCE_ENDS = (".", "!", "?", ".”", "!”", "?”", ".)", "!)", "?)")
FORM_LEADING = 1.2
"""The distance between two baselines in a form field, in font sizes."""


class Fit(Struct, frozen=True):
    """A text in its place: the name of its size, what is set there, and the overflow, which continues elsewhere."""

    step: str
    text: str
    overflow: str = ""
    hyphenated: bool = False
    """Words of the text may be hyphenated; otherwise they are kept whole."""
    across: float = 0.0
    """By how many mm the text is right of the middle of its place, as a cross on a line is."""

    @property
    def rest(self) -> str:
        """The overflow, under the name that the templates of courses use."""
        return self.overflow


def fit(text: str, place: Place, weight: int = REGULAR, *, is_name: bool = False) -> Fit:
    """Return a text in the largest size of a place that holds it; what the smallest size does not hold is the overflow.

    The last line of a place with overflow stays free, for the note that the text continues. A name is hyphenated only
    if one of its words is wider than a line.
    """
    if not text:
        return Fit(place.steps[0].name, text)
    for step in place.steps:
        lines_set = lines_in(text, place, step, weight, is_name=is_name)
        if len(lines_set.starts) <= step.lines:
            return Fit(step.name, text, hyphenated=lines_set.hyphenated)
    cut = _between_words(text, lines_set.starts[int(step.lines) - 1])
    return Fit(step.name, text[:cut].rstrip(), _continued(text, cut), lines_set.hyphenated)


def fits_on_line(text: str, width: float, place: Place) -> bool:
    """Return True if a text has room on one line of so many mm, in the usual size of a place, without a hyphen."""
    return len(_on_lines(text, width, place)) == 1


def line_width(text: str, place: Place) -> float:
    """Return the width of a text on one line in the usual size of a place, in mm; rather too much than too little."""
    return width_in_ems(text, REGULAR, place.fonts) * place.steps[0].size / _SLACK


def first_line(text: str, width: float, place: Place, step: str) -> Fit:
    """Return as much of a text as has room on one line of so many mm; the rest is the overflow."""
    starts = _on_lines(text, width, place)
    cut = _between_words(text, starts[1]) if len(starts) > 1 else len(text)
    return Fit(step, text[:cut].rstrip(), _continued(text, cut) if cut < len(text) else "")


def _on_lines(text: str, width: float, place: Place) -> tuple[int, ...]:
    """Return where the first two lines of a text begin, in the usual size of a place and of so many mm."""
    pixels, size = css_pixels(max(width, 1.0)), css_pixels(place.steps[0].size)
    lines_set = set_lines(text, pixels, size, most=2, fonts=place.fonts, hyphenated=False, language=place.language)
    return lines_set.starts[:2]


def lines_in(text: str, place: Place, step: Step, weight: int = REGULAR, *, is_name: bool = False) -> "Lines":
    """Break a text into lines as it is set in a step of a place; those after one too many may be missing."""
    width, size = css_pixels(place.width), css_pixels(step.size)
    return set_sparingly(text, width, size, weight, step.lines, place.fonts, is_name=is_name, language=place.language)


def pieces(text: str, place: Place, most: float, weight: int = REGULAR) -> list[str]:
    """Divide a text between words into pieces of at most so many lines in the smallest size of a place."""
    width, size = css_pixels(place.width), css_pixels(place.steps[-1].size)
    divided = []
    while most < inf:
        starts = set_lines(text, width, size, weight, int(most) + 1, place.fonts, language=place.language).starts
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
    *,
    hyphenated: bool = False,
    language: str = LANGUAGE,
) -> str:
    """Return a text, or as much of it as has so many lines with an ellipsis at its end.

    ``width`` and ``size`` are in CSS pixels.
    """

    def starts(part: str) -> tuple[int, ...]:
        return set_lines(part, width, size, weight, most + 1, fonts, hyphenated=hyphenated, language=language).starts

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


class Lines(Struct, frozen=True):
    """A text broken into lines."""

    starts: tuple[int, ...]
    """The indexes at which they start."""
    whole: bool
    """No word is wider than a line, so that it would break anywhere."""
    hyphenated: bool
    """Words may be hyphenated."""


def set_sparingly(  # noqa: PLR0913, PLR0917 - the text, its room, its type
    text: str,
    width: float,
    size: float,
    weight: int = REGULAR,
    most: float = inf,
    fonts: DeclaredFonts | None = None,
    *,
    is_name: bool = False,
    language: str = LANGUAGE,
) -> Lines:
    """Break a text into lines, without hyphens unless a word is wider than a line, or they save a line.

    A text that may have ``most`` lines needs to save one only if it has more; lines after one too many may be missing.
    A name saves none. Lengths are as in ``set_lines``.
    """
    limit = None if most == inf else int(most) + 1
    plain = set_lines(text, width, size, weight, limit, fonts, hyphenated=False, language=language)
    if plain.whole and (is_name or len(plain.starts) <= (1 if most == inf else most)):
        return plain
    hyphenated = set_lines(text, width, size, weight, limit, fonts, language=language)
    return plain if plain.whole and len(hyphenated.starts) == len(plain.starts) else hyphenated


@memoized(Lifetime.RUN, maxsize=4096)
def set_lines(  # noqa: PLR0913, PLR0917 - the text, its room, its type
    text: str,
    width: float,
    size: float,
    weight: int = REGULAR,
    most: int | None = None,
    fonts: DeclaredFonts | None = None,
    *,
    hyphenated: bool = True,
    language: str = LANGUAGE,
) -> Lines:
    """Break a text into lines: exactly where that is possible, and otherwise by the estimate.

    ``width`` and ``size`` are in CSS pixels. With ``most``, the lines after so many may be left out. Without ``fonts``,
    the text is set in the text font; without ``hyphenated``, words are kept whole.
    """
    if fonts is None and (letters := _letters_enough_for(text)):
        with suppress(NeedsTypesetterError):
            font = _shaped_font(int(size * UNITS), weight, language, letters)
            starts = line_starts(text, font, int(width * UNITS), most, hyphenated=hyphenated)
            return Lines(starts, whole=True, hyphenated=hyphenated)
    return lines(text, width / size, weight, fonts, hyphenated=hyphenated, language=language)


def _letters_enough_for(text: str) -> frozenset[str]:
    """Return the everyday letters or those of Latin text, if a text has no others; an empty set if it has.

    A font with the everyday ones is made in half of the time, and is enough for most handouts.
    """
    if EVERYDAY.issuperset(text):
        return EVERYDAY
    return _latin() if _latin().issuperset(text) else frozenset()


@memoized(Lifetime.SESSION)
def _latin() -> frozenset[str]:
    return frozenset("\n" + latin_letters())


@memoized(Lifetime.SESSION, maxsize=64)
def _shaped_font(size: int, weight: int, language: str, letters: frozenset[str]) -> ShapedFont:
    """Return the text font with some letters, in a size in UNITS of a pixel."""
    data, glyphs = _font_with(letters, weight)
    return ShapedFont(data, size, language, glyphs)


@memoized(Lifetime.SESSION)
def _font_with(letters: frozenset[str], weight: int) -> tuple[bytes, frozenset[int]]:
    """Return the text font with some letters, and its glyphs but for number 0, which stands for a letter it lacks."""
    data = shaping_font(weight, letters, ())
    return data, frozenset(range(1, uharfbuzz.Face(data).glyph_count))


@memoized(Lifetime.RUN, maxsize=4096)
def lines(  # noqa: PLR0913 - the text, its room, its type
    text: str,
    width: float,
    weight: int = REGULAR,
    fonts: DeclaredFonts | None = None,
    *,
    hyphenated: bool = True,
    language: str = LANGUAGE,
) -> Lines:
    """Estimate the lines of a text in any scripts, in a width given in ems of its size.

    A line ends where Unicode's rules (UAX #14) or, with ``hyphenated``, the dictionary let it, and is as full as it
    gets, as the typesetter sets it. A word that is wider than a line breaks anywhere.
    """
    estimate = _Estimate(width * _SLACK, lambda part: width_in_ems(part, weight, fonts), language if hyphenated else "")
    for begin, end in _paragraphs(text):
        estimate.open_line(begin)
        for word in _WORD.finditer(text, begin, end):
            start = word.start()
            for unit in word_units(word[0]):
                estimate.add(unit, start, spaced=start == word.start())
                start += len(unit)
    return Lines(tuple(estimate.starts), estimate.whole, hyphenated)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the indexes at which each paragraph of a text starts and ends."""
    begin = 0
    for paragraph in text.split("\n"):
        yield begin, begin + len(paragraph)
        begin += len(paragraph) + 1


class _Estimate:
    """Fills lines of one width, in ems, and notes the indexes at which they start."""

    def __init__(self, width: float, advance_of: Callable[[str], float], language: str) -> None:
        self.width = width
        self.language = language
        """The language in which words are hyphenated; empty if they are kept whole."""
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
        for cut in reversed(hyphenation_points(unit, self.language)) if self.language else ():
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
