"""Where words may be hyphenated, as the typesetter hyphenates: with Pyphen's dictionaries, and our own for Finnish."""

import re

from worksheets.caches import Lifetime, memoized
from worksheets.resources import DEFAULT_LANGUAGE

from .finnish_patterns import break_points

LANGUAGE = DEFAULT_LANGUAGE
"""The language of our own dictionary, and of a text that says no other."""
HYPHEN = "-"
"""The character at the end of a hyphenated line: CSS ``hyphenate-character`` of every text."""
LIMITS = (8, 4, 4)
"""The fewest letters of a word that is hyphenated, before a hyphen, and after one.

CSS ``hyphenate-limit-chars`` of every slot (``widgets.css``).
"""
_WORD = re.compile(r"\w+")


@memoized(Lifetime.RUN, maxsize=65536)
def points(word: str, language: str = LANGUAGE) -> tuple[int, ...]:
    """Return where a word of a language may be hyphenated: the number of letters before each such place."""
    if len(word) < LIMITS[0]:
        return ()
    if language.lower().replace("_", "-").split("-")[0] == LANGUAGE:
        return tuple(point for point in break_points(word) if LIMITS[1] <= point <= len(word) - LIMITS[2])
    from .dictionaries import dictionary  # When a line has no room for a word: Pyphen takes 10 ms to load.

    patterns = dictionary(language, *LIMITS[1:])
    return tuple(map(int, patterns.positions(word))) if patterns else ()


@memoized(Lifetime.RUN, maxsize=65536)
def hyphenation_points(text: str, language: str = LANGUAGE) -> tuple[int, ...]:
    """Return where a text that has no other break may be hyphenated: the number of characters before each such place.

    Like the typesetter, this hyphenates the first word that is long enough and no other.
    """
    word = next((word for word in _WORD.finditer(text) if len(word[0]) >= LIMITS[0]), None)
    return tuple([word.start() + point for point in points(word[0], language)]) if word else ()
