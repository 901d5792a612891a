"""Texts from strangers' files as a terminal may be given them: every character is seen, and none is obeyed.

A file's name, a heading or the name of a form's field can hold the sequences by which a terminal clears its window,
changes its title or writes from right to left.
"""

import re

_OBEYED = "[\0-\b\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
"""Controls but for tab and line feed, line separators, marks of direction, halves of surrogate pairs."""


def visible(text: str) -> str:
    r"""Return a text with an escape such as ``\u001b`` for each character that a terminal does not show but obeys."""
    if text.isprintable():  # As nearly all are, so that the pattern is hardly ever compiled.
        return text
    return re.sub(_OBEYED, lambda match: f"\\u{ord(match[0]):04x}", text)


def visible_line(text: str) -> str:
    """Return a message as ``visible`` does; a line break in it does not begin another message."""
    return visible(text).replace("\n", "\n    ")
