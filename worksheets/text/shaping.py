"""Texts shaped and broken into lines exactly as the typesetter does it: the same glyphs, the same breaks.

Pango counts in 1/1024 of a CSS pixel, and HarfBuzz rounds each advance to that. A width is thus a whole number, and two
widths that are equal here are equal in the typesetter. The line breaker is WeasyPrint's ``split_first_line``, for the
texts of this project only: left to right, in one font without kerning at spaces, styled with ``white-space: pre-line``,
``hyphens: auto`` or ``manual``, and ``overflow-wrap: anywhere``. It raises NeedsTypesetterError for any other text.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise, zip_longest

import uharfbuzz
from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.errors import NeedsTypesetterError, Reason

from .hyphenation import HYPHEN, hyphenation_points
from .line_breaks import grouped, has_tied_space, is_disputed, other_units, units, word_units

UNITS = 1024
"""The units in a CSS pixel in which lines are measured (Pango's ``PANGO_SCALE``)."""
_WORDS = 65536
"""The number of shaped words that a font keeps."""


class ShapedLine(Struct, frozen=True):
    """A line: its width in UNITS of a pixel, and its glyphs as the operand of TJ (ISO 32000-1, 9.4.3)."""

    width: int
    glyphs: bytes


class ShapedFont:
    """A font in one size, limited to some of its glyphs."""

    def __init__(self, data: bytes, size: int, language: str, glyphs: Collection[int]) -> None:
        """Take a font file, a size in UNITS of a pixel, the language of the texts, and the numbers of the glyphs."""
        self._font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data)))
        self._font.scale = (size, size)
        self._size = size / UNITS
        self.language = language
        self._allowed = frozenset(glyphs)
        self._advances: dict[int, int] = {}
        self._word_width = memoized(Lifetime.RUN, maxsize=_WORDS)(self._measured)
        self._word_glyphs = memoized(Lifetime.RUN, maxsize=_WORDS)(self._drawn)
        self.space = self._word_width(" ")
        """The width of a space, in UNITS of a pixel."""

    def width(self, text: str) -> int:
        """Return the width of a text on one line, in UNITS of a pixel. Raises NeedsTypesetterError as ``line`` does."""
        if " " not in text:
            return self._word_width(text)
        words = text.split(" ")
        return sum(map(self._word_width, words)) + self.space * (len(words) - 1)

    def widths(self, words: Iterable[str]) -> Iterator[int]:
        """Yield the width of each of some words, as ``width`` does."""
        return map(self._word_width, words)

    def line(self, text: str) -> ShapedLine:
        """Return a text as one line. Raises NeedsTypesetterError for a letter that needs another font."""
        glyphs = self._word_glyphs(" ").join(map(self._word_glyphs, text.split(" ")))
        return ShapedLine(self.width(text), b"[<%s>]" % glyphs.encode())

    def _measured(self, word: str) -> int:
        return sum([position.x_advance for _glyph, position in self._shaped(word)])

    def _drawn(self, word: str) -> str:
        """Return the glyphs of a word in hexadecimal, with the kerning between them in 1/1000 em."""
        drawn = []
        for glyph, position in self._shaped(word):
            kerning = int(self._advance(glyph) - position.x_advance * 1000 / UNITS / self._size)
            drawn.append(f"{glyph:04x}>{kerning}<" if kerning else f"{glyph:04x}")
        return "".join(drawn)

    def _advance(self, glyph: int) -> int:
        """Return the advance of a glyph without kerning, in 1/1000 em, as the PDF's font gives it."""
        if glyph not in self._advances:
            self._advances[glyph] = round(self._font.get_glyph_h_advance(glyph) / UNITS * 1000 / self._size)
        return self._advances[glyph]

    def _shaped(self, word: str) -> list[tuple[int, uharfbuzz.GlyphPosition]]:
        """Return the glyphs of a word, each with its position."""
        if not word:
            return []  # HarfBuzz would give None for the positions, and not an empty list.
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", self.language
        uharfbuzz.shape(self._font, buffer)
        glyphs = [info.codepoint for info in buffer.glyph_infos]
        positions = buffer.glyph_positions
        if not self._allowed.issuperset(glyphs) or any(p.x_offset or p.y_offset for p in positions):
            raise NeedsTypesetterError(Reason.LETTERS)
        return list(zip(glyphs, positions, strict=True))


class _Column(Struct, frozen=True):
    """What a text is broken into lines for: a font, a width in UNITS of a pixel, and whether words are hyphenated."""

    font: ShapedFont
    width: int
    hyphenated: bool


@memoized(Lifetime.RUN, maxsize=4096)
def break_lines(text: str, font: ShapedFont, width: int, *, hyphenated: bool = True) -> tuple[ShapedLine, ...]:
    """Break a text into lines that are no wider than ``width``, in UNITS of a pixel; an empty text has none.

    Without ``hyphenated``, words are kept whole. Raises NeedsTypesetterError for a text that only the typesetter can
    break: one with a word wider than a line, with letters of another font, or with a break on which versions of Unicode
    differ.
    """
    column = _Column(font, width, hyphenated)
    return tuple([font.line(line) for _start, line in _lines(text, column)]) if text else ()


def line_starts(
    text: str, font: ShapedFont, width: int, most: int | None = None, *, hyphenated: bool = True
) -> tuple[int, ...]:
    """Return the indexes in a text at which the lines start that ``break_lines`` makes of it.

    With ``most``, the lines after so many are not looked for. Raises NeedsTypesetterError as ``break_lines`` does, for
    the lines that are looked for, and for an empty text.
    """
    return tuple([start for start, _line in islice(_lines(text, _Column(font, width, hyphenated)), most)])


def _lines(text: str, column: _Column) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text: the index in it at which each starts, and what is drawn of it."""
    begin = 0
    for paragraph in text.split("\n"):
        start = begin
        for line, end in _paragraph(paragraph, column):
            yield start, line
            start = begin + end
        begin += len(paragraph) + 1


Lines = Iterator[tuple[str, int]]
"""The lines of a paragraph: what is drawn, and the index in the paragraph at which the line ends."""


def _paragraph(text: str, column: _Column) -> Lines:
    """Yield the lines of a paragraph, unless versions of Unicode's rules would break it in different places."""
    if not text:
        raise NeedsTypesetterError(Reason.EMPTY_LINE)
    if column.font.width(text) <= column.width:
        yield text, len(text)
    elif "_" in text:
        raise NeedsTypesetterError(Reason.DISPUTED_BREAK)
    elif is_disputed(text):
        lines, others = (_broken_anew(text, column, split) for split in (units, other_units))
        for line, other in zip_longest(lines, others):
            if line != other:
                raise NeedsTypesetterError(Reason.DISPUTED_BREAK)
            yield line
    elif has_tied_space(text):
        yield from _broken_anew(text, column, units)
    else:
        yield from _broken(text, text.split(" "), lambda _n, word: word_units(word), column)


def _broken_anew(text: str, column: _Column, split: Callable[[str], list[str]]) -> Lines:
    """Yield the lines of a paragraph in which the rules look across spaces; ``split`` applies them.

    They are applied anew to what follows each line, as the typesetter does it.
    """
    begin = 0
    while begin < len(text):
        line, end = _first_line(text[begin:], column, split)
        begin += end
        yield line, begin


def _first_line(text: str, column: _Column, split: Callable[[str], list[str]]) -> tuple[str, int]:
    """Return the first line of a paragraph, and the index in it at which that line ends."""
    words = grouped(split(text))
    return next(_broken(text, list(map("".join, words)), lambda n, _word: words[n], column))


def _broken(text: str, words: list[str], units_of: Callable[[int, str], Sequence[str]], column: _Column) -> Lines:
    """Yield the lines of a paragraph, each as full as it gets.

    ``words`` are the text between the spaces at which a line may end; ``units_of`` takes a word's number and what is
    left of it, and returns that in units. Positions count from the start of the paragraph on one endless line; as
    nothing is kerned with a space, the widths of words and spaces add up.
    """
    font, width, space = column.font, column.width, column.font.space
    starts = list(accumulate([len(word) + 1 for word in words], initial=0))
    positions = list(accumulate([wide + space for wide in font.widths(words)], initial=0))
    begin, left, n = 0, 0, 0
    while positions[-1] - space - left > width:
        # The first word that does not fit on the line; the space after the one before takes no room.
        n = bisect_right(positions, left + width + space, lo=n + 1) - 1
        start, end = max(begin, starts[n]), starts[n + 1] - 1
        used = positions[n + 1] - space - font.width(text[start:end]) - left
        part, hyphen = _fitting_part(units_of(n, text[start:end]), column, width - used)
        if start + len(part) == begin:
            raise NeedsTypesetterError(Reason.LONG_WORD)
        yield text[begin : start + len(part)].rstrip(" ") + hyphen, start + len(part)
        begin = start + len(part)
        left = positions[n + 1] - space - font.width(text[begin:end])
    yield text[begin:], len(text)


def _fitting_part(word: Sequence[str], column: _Column, room: int) -> tuple[str, str]:
    """Return the part of a word, given in units, that still fits on a line, and the hyphen after it.

    Both are empty when nothing fits. Inside a word, Pango includes the kerning between the last letter on the line and
    the first letter after it, though the break parts them. Raises NeedsTypesetterError where that kerning decides.
    """
    part, font = "", column.font
    for unit, following in pairwise([*word, ""]):
        alone = kerned = font.width(part + unit)
        if following:
            kerned = font.width(part + unit + following[0]) - font.width(following[0])
        if (alone > room) != (kerned > room):
            raise NeedsTypesetterError(Reason.DISPUTED_BREAK)
        if alone > room and not column.hyphenated:
            return part, ""
        if alone > room:
            # The typesetter leaves out the last character before the next break, which is a space at a word's end.
            return _hyphenated(part, unit[:-1] if following else unit, font, room)
        part += unit
    return part, ""


def _hyphenated(part: str, unit: str, font: ShapedFont, room: int) -> tuple[str, str]:
    """Return the part of a word that fits, with as much of the next unit as fits with a hyphen, and the hyphen."""
    for point in reversed(hyphenation_points(unit, font.language)):
        if font.width(part + unit[:point] + HYPHEN) <= room:
            return part + unit[:point], HYPHEN
    return part, ""
