"""The dictionaries of hyphenation in Pyphen's form; Finnish, which Pyphen lacks, has our own."""

from pathlib import Path

import pyphen

from worksheets.caches import Lifetime, memoized, register
from worksheets.resources import DEFAULT_LANGUAGE

from .finnish_patterns import DICTIONARY, break_points


def use_dictionary(language: str = DEFAULT_LANGUAGE) -> None:
    """Make ``hyphens: auto`` work in texts marked with a language; Pyphen has one set of dictionaries for a process.

    A language for which there is no dictionary is not hyphenated.
    """
    pyphen.LANGUAGES[DEFAULT_LANGUAGE] = DICTIONARY
    pyphen.LANGUAGES_LOWERCASE[DEFAULT_LANGUAGE] = DEFAULT_LANGUAGE
    path = _dictionary_file(language)
    if path and not isinstance(pyphen.hdcache.get(path), _Dictionary):
        pyphen.hdcache[path] = _OwnDictionary() if path == DICTIONARY else _Dictionary(path)


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


class _OwnDictionary(_Dictionary):
    """The Finnish dictionary, for Pyphen: hyphens come where ``finnish_patterns`` has them."""

    def __init__(self) -> None:
        """Read nothing: the patterns are read when a word needs them."""

    def positions(self, word: str) -> list[int]:
        """Return the places at which a word may be hyphenated."""
        return [pyphen.DataInt(point) for point in break_points(word)]
