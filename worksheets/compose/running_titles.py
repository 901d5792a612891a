"""Titles as they stand at the top of each page: there, a long title is shortened, since its page has it whole."""

import re

from markupsafe import Markup, escape

from worksheets.course.declared_fonts import DeclaredFonts
from worksheets.text.fit import shortened
from worksheets.text.fonts import REGULAR
from worksheets.text.own_fonts import width_in_ems

_COURSE, _BOTH, _CONTINUED = 14.0, 21.8, 3.4
"""The widths in ems that a course's title, and that with a page's, may have; and that of “(jatkuu)” after them.

One line at the head of a page has 26.4 (84 mm in 9 pt), of which a page that goes on needs 4.4 for the dash and
“ (jatkuu)”; the foot of a slide has 14.1.
"""
_EM = 12.0
"""The size in CSS pixels in which the widths are measured; any would do."""
_LONG = 8
"""The characters of a title that may be too wide; no shorter one is."""
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
"""A page's title, as ``kinds/page.html.j2`` has it."""
_ANY_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def running_title(course_title: str, fonts: DeclaredFonts | None = None) -> str:
    """Return a course's title for the top of its pages; ``fonts`` are those of its layout, None for the text font."""
    return _in_width(course_title, _COURSE, fonts)


def page_title(section: Markup) -> str:
    """Return the title of a page; empty if it has none."""
    title = _ANY_TITLE.search(section)
    return " ".join(Markup(title[1]).striptags().split()) if title else ""  # noqa: S704 - escaped already


def with_running_title(
    section: Markup, course_title: str, continued: str, fonts: DeclaredFonts | None = None
) -> Markup:
    """Return a page whose titles have the attributes that the style sheets print at the top of its further sheets.

    ``data-goes-on`` is what follows a title there, and ``data-short`` a title that is too long.
    """
    room = _BOTH - max(_width(continued, fonts) - _CONTINUED, 0.0) - _width(running_title(course_title, fonts), fonts)
    goes_on = f' data-goes-on="{escape(" " + continued)}"'
    return Markup(_TITLE.sub(lambda heading: _with_attributes(heading, room, goes_on, fonts), section))  # noqa: S704 - escaped


def _with_attributes(heading: re.Match[str], room: float, goes_on: str, fonts: DeclaredFonts | None) -> str:
    title = " ".join(Markup(heading[1]).striptags().split())  # noqa: S704 - escaped already
    short = _in_width(title, room, fonts) if len(title) >= _LONG else title
    shortened_title = "" if short == title else f' data-short="{escape(short)}"'
    return f"<h1{shortened_title}{goes_on}>{heading[1]}</h1>"


def _in_width(text: str, width: float, fonts: DeclaredFonts | None) -> str:
    return shortened(" ".join(text.split()), width * _EM, _EM, most=1, fonts=fonts)


def _width(text: str, fonts: DeclaredFonts | None) -> float:
    """Return the width of a text in ems."""
    return width_in_ems(text, REGULAR, fonts)
