"""Finnish hyphenation for Pyphen, which has no Finnish dictionary of its own."""

import re

import pyphen

from worksheets.caches import Lifetime, memoized, register
from worksheets.resources import STYLES

DICTIONARY = STYLES / "hyphenation" / "hyph_fi.dic"
LANGUAGE = "fi"
HYPHEN = "-"
"""The character at the end of a hyphenated line: CSS ``hyphenate-character`` of every text."""
LIMITS = (8, 4, 4)
"""The fewest letters of a word that is hyphenated, before a hyphen, and after one.

CSS ``hyphenate-limit-chars`` of every slot (``widgets.css``).
"""
_WORD = re.compile(r"\w+")
_DIGITS = re.compile("[0-9]")
_PAIRS = re.compile(r"(\d?)(\D?)")
"""A value of a pattern and the letter after it; either may be missing."""


def use_dictionary() -> None:
    """Make ``hyphens: auto`` work in texts marked ``lang=fi``; Pyphen has one set of dictionaries for a process."""
    pyphen.LANGUAGES[LANGUAGE] = DICTIONARY
    pyphen.LANGUAGES_LOWERCASE[LANGUAGE] = LANGUAGE
    if DICTIONARY not in pyphen.hdcache:
        pyphen.hdcache[DICTIONARY] = _Patterns()


@memoized(Lifetime.RUN, maxsize=65536)
def points(word: str) -> tuple[int, ...]:
    """Return where a Finnish word may be hyphenated: the number of letters before each such place."""
    return tuple(_dictionary().positions(word)) if len(word) >= LIMITS[0] else ()


@memoized(Lifetime.RUN, maxsize=65536)
def hyphenation_points(text: str) -> tuple[int, ...]:
    """Return where a text that has no other break may be hyphenated: the number of characters before each such place.

    Like the typesetter, this hyphenates the first word that is long enough and no other.
    """
    word = next((word for word in _WORD.finditer(text) if len(word[0]) >= LIMITS[0]), None)
    return tuple([word.start() + point for point in points(word[0])]) if word else ()


@memoized(Lifetime.SESSION)
def _dictionary() -> pyphen.Pyphen:
    use_dictionary()
    return pyphen.Pyphen(filename=DICTIONARY, left=LIMITS[1], right=LIMITS[2])


class _Patterns(pyphen.HyphDict):  # type: ignore[misc]
    """The patterns of the dictionary; each is parsed when a word first has its letters.

    Pyphen would parse all thirty thousand at once, which takes longer than a handout. The dictionary uses none of what
    Pyphen reads besides patterns: hexadecimal letters, alternative spellings.
    """

    def __init__(self) -> None:
        lines = DICTIONARY.read_text("utf-8").split("\n")[1:]
        patterns = [line for line in lines if line and not line.startswith(("%", "LEFTHYPHENMIN", "RIGHTHYPHENMIN"))]
        letters = _DIGITS.sub("", "\n".join(patterns)).split("\n")
        self.patterns = _LazyPatterns(zip(letters, patterns, strict=True))
        self.cache: dict[str, list[int]] = {}
        """Words with the points at which they may be hyphenated; Pyphen fills it."""
        self.maxlen = max(map(len, self.patterns))
        register(Lifetime.RUN, self)

    def cache_clear(self) -> None:
        """Forget the words that have been hyphenated, but not the patterns."""
        self.cache.clear()


class _LazyPatterns(dict[str, str]):
    """Patterns by their letters, as written; ``get`` parses one into what ``pyphen.HyphDict.patterns`` holds."""

    def get(self, letters: str) -> tuple[int, tuple[int, ...]] | None:  # type: ignore[override]
        """Return the index of a pattern's first value other than 0, and the values from there; None if none is."""
        pattern = super().get(letters)
        return _values(pattern) if pattern else None


@memoized(Lifetime.SESSION, maxsize=65536)
def _values(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    values = [int(digit or "0") for digit, _letter in _PAIRS.findall(pattern)]
    used = [index for index, value in enumerate(values) if value]
    return (used[0], tuple(values[used[0] : used[-1] + 1])) if used else None
