"""Where a Finnish word may be hyphenated: our own patterns, read from their file as words need them.

The method is Liang's ("Word Hy-phen-a-tion by Com-put-er", 1983), as Pyphen has it. Pyphen would parse all thirty
thousand patterns first, which takes longer than a handout.
"""

import re
from bisect import bisect_left, bisect_right

from worksheets.caches import Lifetime, memoized
from worksheets.resources import STYLES

DICTIONARY = STYLES / "hyphenation" / "hyph_fi.dic"
"""The patterns in the form of Hunspell and Pyphen. After a comment, they stand in the order of their letters."""
LONGEST = 23
"""Letters of the longest pattern, as a test checks: to count them all takes a millisecond."""
_PAIRS = re.compile(r"(\d?)(\D?)")
"""A value of a pattern and the letter after it; either may be missing."""


@memoized(Lifetime.RUN, maxsize=65536)
def break_points(word: str) -> tuple[int, ...]:
    """Return the places at which a word may be hyphenated: the number of letters before each.

    Each pattern that is found in the word, with a dot before it and after it, gives values to the places between its
    letters. The highest value of a place counts, and allows a hyphen if it is odd.
    """
    dotted = f".{word.lower()}."
    values = [0] * (len(dotted) + 1)
    for start in range(len(dotted) - 1):
        for end in range(start + 1, min(start + LONGEST, len(dotted)) + 1):
            for place, value in pattern(dotted[start:end]):
                values[start + place] = max(values[start + place], value)
    return tuple([place - 1 for place, value in enumerate(values) if value % 2])


def pattern(letters: str) -> tuple[tuple[int, int], ...]:
    """Return the values of the pattern that has these letters, each with the number of letters before it.

    There are none for a pattern that the file does not have.
    """
    written = _beginning_with(letters[:2]).get(letters)
    return _values(written) if written else ()


@memoized(Lifetime.RUN, maxsize=4096)
def _beginning_with(start: str) -> dict[str, str]:
    """Return the patterns that have these first two letters, or this only one, as written, by all their letters."""
    lines = _lines()
    first = bisect_left(lines, start, key=_start)
    last = bisect_right(lines, start, lo=first, key=_start)
    return {_letters(line): line.decode() for line in lines[first:last]}


@memoized(Lifetime.SESSION, maxsize=1)
def _lines() -> list[bytes]:
    """Return all patterns as they are written."""
    _head, _sign, comment_and_patterns = DICTIONARY.read_bytes().rpartition(b"\n%")
    return comment_and_patterns.rstrip().split(b"\n")[1:]


def _start(line: bytes) -> str:
    return _letters(line)[:2]


def _letters(line: bytes) -> str:
    """Return the letters of a pattern as it is written."""
    return line.translate(None, delete=b"0123456789").decode()


@memoized(Lifetime.SESSION, maxsize=65536)
def _values(written: str) -> tuple[tuple[int, int], ...]:
    return tuple([(place, int(value)) for place, (value, _letter) in enumerate(_PAIRS.findall(written)) if value])
