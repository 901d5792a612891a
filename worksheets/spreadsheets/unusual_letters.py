"""Letters and signs without which no text is spoilt or doubtful: few texts have any.

What is wrong with those is in ``spoilt_letters``, whose patterns take as long to compile as a handout to merge.
"""

import re

_USUAL = frozenset(map(chr, range(0x80))) | frozenset("åäöÅÄÖéÉü–—”“’…\u00a0")
_MAY_BE_DOUBTFUL = re.compile(r"[?¿&%=\\]")


def may_be_spoilt(text: str) -> bool:
    """Return True for a text with a character without which no text is spoilt, and no word misread."""
    return not (text.isascii() or _USUAL.issuperset(text))  # A pattern of these letters takes 3 ms to compile.


def may_be_doubtful(text: str) -> bool:
    """Return True for a text with a character without which no text is doubtful."""
    return bool(_MAY_BE_DOUBTFUL.search(text))
