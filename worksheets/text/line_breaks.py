"""Where a line may end, by Unicode's line breaking algorithm (UAX #14).

The algorithm looks at every letter, which is slow. Words of letters alone, with spaces between them, are split here.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from worksheets.caches import Lifetime, memoized

_WORD = re.compile(r"[^\W_]+(?:[.,:][^\W_]+)*[.,;:!?]*")
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?:-|[.,;:!?]*)")
_AFTER_HYPHEN = re.compile(r"(?<=-)(?!\d)")
_SPACE_AFTER_OPENING = re.compile(r"[(\[{¡¿—] ")
_SPACE_BEFORE_CLOSING = re.compile(r" [)\]}!?,.;:/—]")
_QUOTES = "\"'\u2018\u2019\u201c\u201d«»"
_RARE = re.compile(rf"[-\u2010{_QUOTES}\d_]")
"""The characters without which a text is not disputed: to look for one of them takes a tenth of the time."""
_DISPUTED = rf"""(?x)
       [{_QUOTES}] [ ]+ (?= [(\[{{¡¿] )            # before a bracket after a quotation mark
    |  [ ] (?= [{_QUOTES}]+ (?! \w ) )            # before a quotation mark by itself
    |  [\u2018\u201c«] [ ]+                       # after one that opens, at a word's end
    |  (?: ^ | [ \u00a0] ) [-\u2010] (?= [^\s\d.,:;!?()\[\]{{}}/%€$£-] )  # after a hyphen at a word's beginning
    |  (?: ^ | [^\d.,:;] ) [.,:;]+ (?= \d )       # before a digit after a mark that no digit is before
    """
"""Where Pango and the library ``uniseg`` follow different versions of the rules: at the end of each match.

It is compiled when a text has one of those characters: the longest of all patterns takes 0.3 % of a cold start.
"""


def units(text: str) -> list[str]:
    """Split a paragraph, without line feeds, after each place where a line may end; a space ends the unit before it."""
    if " " not in text:
        return list(word_units(text))
    if has_tied_space(text):
        return list(_split(text))
    parts: list[str] = []
    for word in text.split(" "):
        parts += word_units(word)
        parts[-1] += " "
    parts[-1] = parts[-1][:-1]
    return parts


def has_tied_space(text: str) -> bool:
    """Return True if a text has a space where a line may not end, or might not: after an opening mark, for example."""
    return bool(_SPACE_AFTER_OPENING.search(text) or _SPACE_BEFORE_CLOSING.search(text))


@memoized(Lifetime.RUN, maxsize=65536)
def word_units(word: str) -> tuple[str, ...]:
    """Split a word, without spaces, after each place where a line may end in it without an added hyphen."""
    if not word or _WORD.fullmatch(word):
        return (word,)
    if _HYPHENATED.fullmatch(word):
        return tuple(filter(None, _AFTER_HYPHEN.split(word)))
    return _split(word)


def is_disputed(text: str) -> bool:
    """Return True if Pango may break a text in other places than ``units`` says, or hyphenate other words in it."""
    return _RARE.search(text) is not None and ("_" in text or re.search(_DISPUTED, text) is not None)


def other_units(text: str) -> list[str]:
    """Split a paragraph as ``units`` does, but the other way wherever versions of the rules differ."""
    ends = {0}
    for unit in units(text):
        ends.add(max(ends) + len(unit))
    ends ^= {match.end() for match in re.finditer(_DISPUTED, text)} - {0, len(text)}
    return [text[start:end] for start, end in pairwise(sorted(ends))]


def grouped(parts: Sequence[str]) -> list[list[str]]:
    """Group units into words: a new word begins after each unit that ends in a space, which is left out."""
    groups: list[list[str]] = [[]]
    for unit in parts:
        groups[-1].append(unit.removesuffix(" "))
        if unit.endswith(" "):
            groups.append([])
    return groups


@memoized(Lifetime.RUN, maxsize=4096)
def clusters(text: str) -> tuple[str, ...]:
    """Split a text into what a reader takes for its letters (UAX #29): none of them is ever broken."""
    from uniseg.graphemecluster import grapheme_clusters

    return tuple(grapheme_clusters(text))


@memoized(Lifetime.RUN, maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    from uniseg.linebreak import line_break_units

    return tuple(line_break_units(text))
