"""The one tokenizer of PDF objects as bytes: it finds references and parent tree keys, and steps over strings.

It reads what qpdf and this program write (ISO 32000-1, 7.3): parentheses in strings are escaped, or balanced and one
level deep; hexadecimal strings have no spaces; single spaces separate a reference's parts, and a key from its value.
"""

import re
from collections.abc import Callable

PdfObject = tuple[int, bytes]
"""An object's number, and its bytes between ``obj`` and ``endobj``."""
_STRING = rb"\( (?: [^\\()] | \\. | \( (?: [^\\()] | \\. )* \) )* \)  |  < [0-9A-Fa-f]* >"
TOKEN = re.compile(
    rb"(?P<string>" + _STRING + rb")"
    rb"""
    |  (?P<object> \d+ ) [ ] (?P<generation> \d+ ) [ ] R \b   # a reference to an object
    |  (?P<entry> /StructParents? ) [ ] (?P<key> \d+ )        # a key of the parent tree
    """,
    re.DOTALL | re.VERBOSE,
)
"""A match's ``lastgroup`` is ``string``, ``generation`` (a reference) or ``key`` (an entry with a parent tree key)."""
_NEEDLESS_SPACE = rb"(?sx) (?P<string>" + _STRING + rb")  |  [ ] (?= [\[\]<>/(] )  |  (?<= [\[\]<>)] ) [ ]"
"""Compiled when a master is made: a merge needs it not."""


def references(body: bytes) -> list[int]:
    """Return the numbers of the objects that an object's bytes refer to, in order and with repetitions."""
    return [int(match["object"]) for match in TOKEN.finditer(body) if match["object"]]


def renumbered(body: bytes, number: Callable[[int, int], int], *, key_offset: int = 0) -> bytes:
    """Return an object's bytes with new numbers in its references, and ``key_offset`` added to its parent tree keys.

    ``number`` returns the new number for an old number and generation; the new generation is 0.
    """

    def replace(match: re.Match[bytes]) -> bytes:
        if match["object"]:
            return b"%d 0 R" % number(int(match["object"]), int(match["generation"]))
        if match["key"]:
            return b"%s %d" % (match["entry"], int(match["key"]) + key_offset)
        return match[0]

    return TOKEN.sub(replace, body)


def compact(body: bytes) -> bytes:
    """Return an object's bytes without the spaces that separate nothing, such as those beside a bracket."""
    return re.sub(_NEEDLESS_SPACE, lambda match: match["string"] or b"", body)
