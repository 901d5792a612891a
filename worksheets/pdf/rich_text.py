"""Formatted texts, which forms and notes may have instead of a plain one (XHTML; ISO 32000-1, 12.7.3.4)."""

import re
from html import unescape

_TAG = re.compile(r"""<(/?)\s*+([A-Za-z][\w.-]*+)?+(?:[^<>"']|"[^"]*+"|'[^']*+')*+>""")
"""A tag with its attributes, or a declaration.

Nothing in it is tried twice: Python's own parser of HTML takes 150 s for 100 kB of tags that do not end.
"""
_BLOCK = re.compile(r"p|div|li|br|h\d", re.IGNORECASE)
"""The elements that begin a new line."""


def unformatted(xhtml: str) -> str:
    """Return the plain text of a formatted one."""
    return unescape(_TAG.sub(_instead, xhtml)).strip()


def _instead(tag: re.Match[str]) -> str:
    """Return what stands in a plain text in the place of a tag."""
    return "\n" if not tag[1] and _BLOCK.fullmatch(tag[2] or "") else ""
