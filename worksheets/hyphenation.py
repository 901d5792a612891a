"""Finnish hyphenation for Pyphen, which has none of its own."""

from functools import cache, lru_cache

import pyphen

from .shelf import STYLES

DICTIONARY = STYLES / "hyphenation" / "hyph_fi.dic"
SHORTEST = 5
"""Letters of the shortest word that is hyphenated: CSS ``hyphenate-limit-chars`` is ``5 2 2`` unless said."""


@cache
def register() -> None:
    """Make ``hyphens: auto`` work in texts marked ``lang=fi``."""
    pyphen.LANGUAGES["fi"] = DICTIONARY
    pyphen.LANGUAGES_LOWERCASE["fi"] = "fi"


@lru_cache(maxsize=65536)
def points(word: str) -> tuple[int, ...]:
    """Return where a Finnish word may be broken, as counts of the letters before each break."""
    return tuple(_dictionary().positions(word)) if len(word) >= SHORTEST else ()


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(filename=DICTIONARY)
