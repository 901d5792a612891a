"""Pictures of pages, as they will be printed."""

from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from worksheets.course.course import Course

_POINTS_WIDE = 595
"""The width of an upright A4 page, in points of 1/72 inch."""
_WIDEST = 1600
"""Limit of a picture's width, in pixels."""


def blank_picture(course: "Course", number: int, width: int, session: api.Session) -> bytes:
    """Return the picture (PNG) of a page of a blank handout, about so many pixels wide.

    Raises IndexError for a page that is not there, and WorksheetsError for one that cannot be made.
    """
    dpi = max(36, min(width, _WIDEST) * 72 // _POINTS_WIDE)
    pictures = api.pictures(api.Printing(course), api.PictureOptions(dpi), session=session)
    return pictures.draw(pictures.document.make(), number - 1)
