"""The dictionaries of hyphenation in Pyphen's form; Finnish, which Pyphen lacks, has our own."""

import re
from bisect import bisect_left, bisect_right
from pathlib import Path

import pyphen

from worksheets.caches import Lifetime, memoized, register
from worksheets.resources import DEFAULT_LANGUAGE, STYLES

DICTIONARY = STYLES / "hyphenation" / "hyph_fi.dic"
"""Our own, of the default language."""
_PAIRS = re.compile(r"(\d?)(\D?)")
"""A value of a pattern and the letter after it; either may be missing."""
_LONGEST = 23
"""Letters of the longest pattern of our own dictionary, as a test checks: to count them all takes a millisecond."""


def use_dictionary(language: str = DEFAULT_LANGUAGE) -> None:
    """Make ``hyphens: auto`` work in texts marked with a language; Pyphen has one set of dictionaries for a process.

    A language for which there is no dictionary is not hyphenated.
    """
    pyphen.LANGUAGES[DEFAULT_LANGUAGE] = DICTIONARY
    pyphen.LANGUAGES_LOWERCASE[DEFAULT_LANGUAGE] = DEFAULT_LANGUAGE
    path = _dictionary_file(language)
    if path and not isinstance(pyphen.hdcache.get(path), _Dictionary):
        pyphen.hdcache[path] = _LazyDictionary() if path == DICTIONARY else _Dictionary(path)


@memoized(Lifetime.SESSION, maxsize=64)
def dictionary(language: str, before: int, after: int) -> pyphen.Pyphen | None:
    """Return the dictionary of a language; None if there is none.

    So many letters stand at least ``before`` a hyphen and ``after`` it.
    """
    use_dictionary(language)
    path = _dictionary_file(language)
    return pyphen.Pyphen(filename=path, left=before, right=after) if path else None


def _dictionary_file(language: str) -> Path | None:
    """Return the dictionary that Pyphen and WeasyPrint choose for a language, such as that of ``sv`` for ``sv-FI``."""
    name = pyphen.language_fallback(language)
    return pyphen.LANGUAGES[name] if name else None


class _Dictionary(pyphen.HyphDict):  # type: ignore[misc]
    """A dictionary of Pyphen's without the places at which a word would be spelt in another way.

    WeasyPrint takes the letters from such a word that the other spelling has more: Hungarian ``asszony`` would be
    printed as ``asz-zony``, and not as ``asz-szony``.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        register(Lifetime.RUN, self)

    def positions(self, word: str) -> list[int]:
        """Return the places at which a word may be hyphenated and keeps its spelling."""
        return [point for point in super().positions(word) if point.data is None]

    def cache_clear(self) -> None:
        """Forget the words that have been hyphenated, but not the patterns."""
        self.cache.clear()


class _LazyDictionary(_Dictionary):
    """The Finnish dictionary; each pattern is parsed when a word first has its letters.

    Pyphen would parse all thirty thousand at once, which takes longer than a handout. The dictionary uses none of what
    Pyphen reads besides patterns: hexadecimal letters, other spellings.
    """

    patterns: "_LazyPatterns"

    def __init__(self) -> None:
        self.patterns = _LazyPatterns()
        self.cache: dict[str, list[int]] = {}
        """Words with the points at which they may be hyphenated; Pyphen fills it."""
        self.maxlen = _LONGEST
        register(Lifetime.RUN, self)


class _LazyPatterns:
    """Our own patterns by their letters; ``get`` parses one into what ``pyphen.HyphDict.patterns`` holds.

    To look up all by their letters would take 10 ms before the first word. A word looks only at those that begin like
    one of its parts, and these lie side by side in the file.
    """

    @staticmethod
    def get(letters: str) -> tuple[int, tuple[int, ...]] | None:
        """Return the index of a pattern's first value other than 0, and the values from there; None if none is."""
        pattern = _beginning_with(letters[:2]).get(letters)
        return _values(pattern) if pattern else None


@memoized(Lifetime.RUN, maxsize=4096)
def _beginning_with(start: str) -> dict[str, str]:
    """Return the patterns, by their letters, that have these first two letters, or this only one."""
    lines = _lines()
    first = bisect_left(lines, start, key=_start)
    last = bisect_right(lines, start, lo=first, key=_start)
    return {_letters(line): line.decode() for line in lines[first:last]}


@memoized(Lifetime.SESSION, maxsize=1)
def _lines() -> list[bytes]:
    """Return our own patterns as they are written, in the order of their letters."""
    _head, _sign, comment_and_patterns = DICTIONARY.read_bytes().rpartition(b"\n%")
    return comment_and_patterns.rstrip().split(b"\n")[1:]


def _start(line: bytes) -> str:
    return _letters(line)[:2]


def _letters(line: bytes) -> str:
    """Return the letters of a pattern as it is written."""
    return line.translate(None, delete=b"0123456789").decode()


@memoized(Lifetime.SESSION, maxsize=65536)
def _values(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    values = [int(digit or "0") for digit, _letter in _PAIRS.findall(pattern)]
    used = [index for index, value in enumerate(values) if value]
    return (used[0], tuple(values[used[0] : used[-1] + 1])) if used else None
