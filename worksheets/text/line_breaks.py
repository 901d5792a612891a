"""Where a line may end, by the rules of Unicode (UAX #14).

The rules are read letter by letter, which takes long; words of letters alone, with spaces between them, are known.
"""

import re
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+(?:[.,:][^\W_]+)*[.,;:!?]*")
_HYPHENED = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?:-|[.,;:!?]*)")
_AFTER_HYPHEN = re.compile(r"(?<=-)(?!\d)")
_TIED = re.compile(r"[(\[{¡¿—] | [)\]}!?,.;:/—]")
"""Where the rules do not let a line end at a space, or may not: after what opens, before what closes."""
_QUOTES = "\"'\u2018\u2019\u201c\u201d«»"
_DISPUTED = re.compile(
    rf"""
       [{_QUOTES}] [ ]+ (?= [(\[{{¡¿] )            # before a bracket after a quotation mark
    |  [ ] (?= [{_QUOTES}]+ (?! \w ) )            # before a quotation mark by itself
    |  [\u2018\u201c«] [ ]+                       # after one that opens, at a word's end
    |  (?: ^ | [ \u00a0] ) [-\u2010] (?= [^\s\d.,:;!?()\[\]{{}}/%€$£-] )  # after a hyphen at a word's beginning
    |  (?: ^ | [^\d.,:;] ) [.,:;]+ (?= \d )       # before a digit after a mark that no digit is before
    """,
    re.VERBOSE,
)
"""Where versions of the rules differ, and so Pango and the library that is asked here: at the end of each match."""


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
    """Tell whether versions of the rules differ on a text, or what a word is in it is not told alike."""
    return "_" in text or _DISPUTED.search(text) is not None


def other_units(text: str) -> list[str]:
    """Split a paragraph as ``units`` does, but the other way wherever versions of the rules differ."""
    places = {0}
    for unit in units(text):
        places.add(max(places) + len(unit))
    places ^= {found.end() for found in _DISPUTED.finditer(text)} - {0, len(text)}
    ends = sorted(places)
    return [text[start:end] for start, end in pairwise(ends)]


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    from uniseg.linebreak import line_break_units

    return tuple(line_break_units(text))
