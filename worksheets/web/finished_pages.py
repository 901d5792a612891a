"""Pictures of what has been made."""

from dataclasses import replace

from worksheets import api

_DPI = 72
"""Dots per inch of a picture: A4 is 595 of them wide, twice what the screen shows, for fine screens."""


def first_page(pdf: bytes, printing: api.Printing, session: api.Session) -> bytes:
    """Return the picture (PNG) of the first page of a finished PDF that is not locked."""
    unlocked = replace(printing, fillable=False, password="")
    return api.PageView(unlocked, session).draw(pdf, 0, _DPI)
