"""Where a line may end, by the rules of Unicode (UAX #14).

The rules are read letter by letter, which takes long; words of letters alone, with spaces between them, are known.
"""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[.,:][^\W_]+)*[.,;:!?]*")
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?:-|[.,;:!?]*)")
_AFTER_HYPHEN = re.compile(r"(?<=-)")
_TIED = re.compile(r"[(\[{¡¿—] | [)\]}!?,.;:/—]")
"""Where the rules do not let a line end at a space, or may not: after what opens, before what closes."""
_QUOTES = "\"'\u2018\u2019\u201c\u201d«»"
_DISPUTED = re.compile(
    rf"""
    _
    |  [{_QUOTES}] [ ]+ [(\[{{¡¿]                # a bracket after a quotation mark
    |  (?: ^ | [ ] ) [{_QUOTES}]+ (?! \w )       # a quotation mark by itself
    |  [\u2018\u201c«] [ ]                       # one that opens, at a word's end
    |  (?: ^ | [ \u00a0] ) [-\u2010] (?= \w )    # a hyphen at a word's beginning
    |  [ ] [.,;:] \d                             # a number without its first digit
    """,
    re.VERBOSE,
)
"""Where versions of the rules differ, and so Pango and the library that is asked here."""


def units(text: str) -> list[str]:
    """Split one paragraph, without line feeds, after each place where a line may end; spaces end the unit before."""
    if _TIED.search(text):
        return list(_split(text))
    found: list[str] = []
    for word in text.split(" "):
        found += word_units(word)
        found[-1] += " "
    found[-1] = found[-1][:-1]
    return found


@lru_cache(maxsize=65536)
def word_units(word: str) -> tuple[str, ...]:
    """Split a word, which has no spaces, where a line may end inside it without a hyphen being added."""
    if not word or _WORD.fullmatch(word):
        return (word,)
    if _HYPHENED.fullmatch(word):
        return tuple(filter(None, _AFTER_HYPHEN.split(word)))
    return _split(word)


def is_disputed(text: str) -> bool:
    """Tell whether versions of the rules differ on a text."""
    return _DISPUTED.search(text) is not None


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    from uniseg.linebreak import line_break_units

    return tuple(line_break_units(text))
