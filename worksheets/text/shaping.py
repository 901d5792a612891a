"""Texts set in lines as the typesetter sets them: the same glyphs at the same places, the same breaks.

Pango counts in 1/1024 of a pixel and HarfBuzz rounds each advance to that, so that a line's width is a whole number and
two that are equal here are equal there. What follows is WeasyPrint's ``split_first_line`` for the texts of this
project: one direction, one font, spaces that nothing is kerned with, ``white-space: pre-line``, ``hyphens: auto`` and
``overflow-wrap: anywhere``. Whatever would go another way raises Unsettable.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz

from worksheets.errors import NeedsTypesetterError, _

from .hyphenation import points
from .line_breaks import is_disputed, other_units, units

UNITS = 1024
"""Of a pixel, in which lines are measured."""
_SHORTEST = 5
"""Letters of the shortest word that is hyphenated (``hyphenate-limit-chars: 5 2 2``)."""
_LETTERS = re.compile(r"[^\W_]+")
_HYPHEN = "-"


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """A line: its width in UNITS of a pixel, and its glyphs as an array for the operator TJ."""

    width: int
    glyphs: bytes


class ShapedFont:
    """A font in one size, with the glyphs that may be used of it."""

    def __init__(self, data: bytes, size: int, language: str, glyphs: Collection[int]) -> None:
        """Take a font file, a size in UNITS of a pixel, and the numbers of the glyphs."""
        self._font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data)))
        self._font.scale = (size, size)
        self._size = size / UNITS
        self._language = language
        self._allowed = frozenset(glyphs)
        self._words = {"": (0, "")}
        self._space = self._word(" ")

    def width(self, text: str) -> int:
        """Return the width of a text on one line."""
        words = text.split(" ")
        return sum([self._word(word)[0] for word in words]) + self._space[0] * (len(words) - 1)

    def line(self, text: str) -> ShapedLine:
        """Return a text as one line. Raises NeedsTypesetterError for a character that needs another font."""
        words = [self._word(word) for word in text.split(" ")]
        width = sum([wide for wide, _glyphs in words]) + self._space[0] * (len(words) - 1)
        return ShapedLine(width, b"[<%s>]" % self._space[1].join([glyphs for _wide, glyphs in words]).encode())

    def _word(self, word: str) -> tuple[int, str]:
        if word not in self._words:
            self._words[word] = self._shaped(word)
        return self._words[word]

    def _shaped(self, word: str) -> tuple[int, str]:
        """Return a word's width, and its glyphs in hexadecimal with what is between them."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.direction, buffer.script, buffer.language = "ltr", "Latn", self._language
        uharfbuzz.shape(self._font, buffer)
        parts = []
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if info.codepoint not in self._allowed or position.x_offset or position.y_offset:
                raise NeedsTypesetterError(_("letters that are not Latin"))
            natural = round(self._font.get_glyph_h_advance(info.codepoint) / UNITS * 1000 / self._size)
            kerning = int(natural - position.x_advance * 1000 / UNITS / self._size)
            parts.append(f"{info.codepoint:04x}>{kerning}<" if kerning else f"{info.codepoint:04x}")
        return sum(position.x_advance for position in buffer.glyph_positions), "".join(parts)


@lru_cache(maxsize=4096)
def break_lines(text: str, face: ShapedFont, width: int) -> tuple[ShapedLine, ...]:
    """Break a text into lines at most so wide, in UNITS of a pixel.

    Raises NeedsTypesetterError for what must be left to the typesetter: a word wider than a line, letters in other fonts.
    """
    if not text:
        return ()
    return tuple(line for paragraph in text.split("\n") for line in _paragraph(paragraph, face, width))


def _paragraph(text: str, face: ShapedFont, width: int) -> list[ShapedLine]:
    """Break a paragraph into lines; where versions of Unicode's rules differ, that must not matter to them."""
    if "_" in text and face.width(text) > width:
        raise NeedsTypesetterError(_("disputed breaks"))
    found = _broken(text, face, width, units)
    if is_disputed(text) and found != _broken(text, face, width, other_units):
        raise NeedsTypesetterError(_("disputed breaks"))
    return found


def _broken(text: str, face: ShapedFont, width: int, split: Callable[[str], list[str]]) -> list[ShapedLine]:
    if not text:
        raise NeedsTypesetterError(_("empty line"))
    found = []
    while face.width(text) > width:
        parts = split(text)
        count = _fitting(parts, face, width)
        line = "".join(parts[:count])
        # What may be hyphenated ends before the next place where the line may end; the last character there is a space.
        following = parts[count] if count == len(parts) - 1 else parts[count][:-1]
        start = _hyphenated(line, following, face, width)
        if not (start or line):
            raise NeedsTypesetterError(_("long word"))
        found.append(face.line(f"{line}{start}{_HYPHEN}" if start else line.rstrip(" ")))
        text = text[len(line) + len(start) :]
    return [*found, face.line(text)]


def _fitting(parts: list[str], face: ShapedFont, width: int) -> int:
    """Return how many units stand on a line; the space at its end takes no room.

    Inside a word Pango measures with the kerning between what stands on the line and what would follow, though the two
    are parted then: where that decides, it is left to it.
    """
    used, word = 0, ""
    for count, part in enumerate(parts):
        word += part
        alone = used + face.width(word.rstrip(" "))
        follows = "" if part.endswith(" ") or count == len(parts) - 1 else parts[count + 1][0]
        kerned = alone + face.width(word + follows) - face.width(word) - face.width(follows) if follows else alone
        if (alone > width) != (kerned > width):
            raise NeedsTypesetterError(_("disputed breaks"))
        if alone > width:
            return count
        if part.endswith(" "):
            used, word = used + face.width(word), ""
    return len(parts)


def _hyphenated(line: str, following: str, face: ShapedFont, width: int) -> str:
    """Return as much of what follows as stands on the line with a hyphen; its first word that is long enough breaks."""
    word = next((word for word in _LETTERS.finditer(following) if len(word[0]) >= _SHORTEST), None)
    for point in reversed(points(word[0])) if word else ():
        start = following[: word.start() + point] if word else ""
        if face.width(f"{line}{start}{_HYPHEN}") <= width:
            return start
    return ""
