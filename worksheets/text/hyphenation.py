"""Finnish hyphenation for Pyphen, which has none of its own."""

import re
from functools import cache, lru_cache

import pyphen

from worksheets.resources import STYLES

DICTIONARY = STYLES / "hyphenation" / "hyph_fi.dic"
SHORTEST = 5
"""Letters of the shortest word that is hyphenated: CSS ``hyphenate-limit-chars`` is ``5 2 2`` unless said."""
_DIGITS = re.compile("[0-9]")
_PIECES = re.compile(r"(\d?)(\D?)")


@cache
def register() -> None:
    """Make ``hyphens: auto`` work in texts marked ``lang=fi``."""
    pyphen.LANGUAGES["fi"] = DICTIONARY
    pyphen.LANGUAGES_LOWERCASE["fi"] = "fi"
    pyphen.hdcache[DICTIONARY] = _Patterns()


@lru_cache(maxsize=65536)
def points(word: str) -> tuple[int, ...]:
    """Return where a Finnish word may be broken, as counts of the letters before each break."""
    return tuple(_dictionary().positions(word)) if len(word) >= SHORTEST else ()


@cache
def _dictionary() -> pyphen.Pyphen:
    register()
    return pyphen.Pyphen(filename=DICTIONARY)


class _Patterns(pyphen.HyphDict):  # type: ignore[misc]
    """The dictionary's patterns, each read when a word first has its letters.

    Pyphen would read all thirty thousand at once, which takes longer than a handout. What it knows besides, of other
    dictionaries (hexadecimal letters, alternative spellings), this one does not use.
    """

    def __init__(self) -> None:
        lines = DICTIONARY.read_text("utf-8").split("\n")[1:]
        told = [line for line in lines if line and not line.startswith(("%", "LEFTHYPHENMIN", "RIGHTHYPHENMIN"))]
        self.patterns = _Values(zip(_DIGITS.sub("", "\n".join(told)).split("\n"), told, strict=True))
        self.cache: dict[str, list[int]] = {}
        self.maxlen = max(map(len, self.patterns))


class _Values(dict[str, str]):
    """Patterns by their letters, which gives what Pyphen keeps of one: its first value’s place, and the values."""

    def get(self, letters: str) -> tuple[int, tuple[int, ...]] | None:  # type: ignore[override]
        """Return a pattern's values; None when there is no pattern of those letters."""
        told = super().get(letters)
        return _values(told) if told else None


@lru_cache(maxsize=65536)
def _values(pattern: str) -> tuple[int, tuple[int, ...]] | None:
    values = [int(digit or "0") for digit, _letter in _PIECES.findall(pattern)]
    used = [place for place, value in enumerate(values) if value]
    return (used[0], tuple(values[used[0] : used[-1] + 1])) if used else None
