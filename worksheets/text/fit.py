"""How much of a text fits its place: lines counted with the real font's widths, kerning and hyphenation.

The count is what decides that a text is set small or goes on elsewhere; the typesetter then breaks the lines itself.
Lines break where Unicode's rules (UAX #14) and the dictionary let them, each as full as it gets, as in the typesetter;
a word that no line holds breaks anywhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from worksheets.course.layout import Place

from .fonts import REGULAR, advance
from .hyphenation import points
from .line_breaks import word_units

_SLACK = 0.995  # Of a width: the typesetter rounds to 1/1024 pt at each glyph.
_WORD = re.compile(r"[^ ]+")
_LETTERS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fit:
    """A text in its place: the name of the size that it is set in, what stands there, and what goes on elsewhere."""

    step: str
    text: str
    rest: str = ""


def fit(text: str, place: Place, weight: int = REGULAR) -> Fit:
    """Set a text in the largest of a place's sizes that holds it; what the smallest does not hold is the rest.

    The last line of a place that has a rest is left free, to say so there.
    """
    for step in place.steps:
        set_text = lines(text, place.width / step.size, weight)
        if len(set_text.starts) <= step.lines:
            return Fit(step.name, text)
    cut = _between_words(text, set_text.starts[int(step.lines) - 1])
    return Fit(step.name, text[:cut].rstrip(), text[cut:])


def _between_words(text: str, cut: int) -> int:
    """Return the start of the word that a cut falls in, unless that word began the text."""
    start = max(text.rfind(" ", 0, cut), text.rfind("\n", 0, cut)) + 1
    return start or cut


@dataclass(frozen=True, slots=True)
class Lines:
    """A text set in lines: where in it each begins, and whether every word is whole or hyphenated."""

    starts: tuple[int, ...]
    whole: bool


@lru_cache(maxsize=4096)
def lines(text: str, width: float, weight: int = REGULAR) -> Lines:
    """Break a text into lines of a width given in ems of its size."""
    setter = _Setter(width * _SLACK, weight)
    for begin, end in _paragraphs(text):
        setter.open_line(begin)
        for word in _WORD.finditer(text, begin, end):
            at = word.start()
            for unit in word_units(word[0]):
                setter.lay(unit, at, spaced=at == word.start())
                at += len(unit)
    return Lines(tuple(setter.starts), setter.whole)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for paragraph in text.split("\n"):
        yield begin, begin + len(paragraph)
        begin += len(paragraph) + 1


class _Setter:
    """Lays words on lines of one width, each line as full as it gets, and notes where the lines begin."""

    def __init__(self, width: float, weight: int) -> None:
        self.width = width
        self.weight = weight
        self.starts: list[int] = []
        self.used = 0.0
        self.whole = True

    def open_line(self, at: int) -> None:
        self.starts.append(at)
        self.used = 0.0

    def lay(self, word: str, at: int, *, spaced: bool = False) -> None:
        """Put a word, or what of it does not break, on the current line, hyphenated or on a new line if need be."""
        wide = advance(word, self.weight)
        space = advance(f" {word}", self.weight) - wide if spaced and self.used else 0.0
        if self.used + space + wide <= self.width:
            self.used += space + wide
            return
        for cut in reversed(_points(word)):
            if self.used + space + advance(word[:cut] + "-", self.weight) <= self.width:
                self.open_line(at + cut)
                self.lay(word[cut:], at + cut)
                return
        if self.used:
            self.open_line(at)
            self.lay(word, at)
        else:
            self._chop(word, at)

    def _chop(self, word: str, at: int) -> None:
        """Break a word that no line holds between any two letters."""
        self.whole = False
        for n, letter in enumerate(word):
            wide = advance(letter, self.weight)
            if self.used and self.used + wide > self.width:
                self.open_line(at + n)
            self.used += wide


def _points(word: str) -> tuple[int, ...]:
    """Return where a word may be hyphenated: in its first run of letters, as the typesetter does it."""
    letters = _LETTERS.search(word)
    return tuple(letters.start() + point for point in points(letters[0])) if letters else ()
