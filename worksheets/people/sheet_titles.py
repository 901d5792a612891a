"""Titles of a workbook's sheets: what spreadsheets do not allow in one is left out of it."""

import re

_FORBIDDEN = re.compile(r"[\\*?:/\[\]\x00-\x1f]+")
_LONGEST = 31
"""The most characters of a sheet's title."""


def sheet_title(name: str) -> str:
    """Return a name as a sheet can have it for its title; empty if there is nothing left of it."""
    words = " ".join(_FORBIDDEN.sub(" ", name).split())
    return words[:_LONGEST].strip(" '")
