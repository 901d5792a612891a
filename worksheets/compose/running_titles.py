"""Titles as they stand at the top of each page: there, a long title is shortened, since its page has it whole."""

import re

from markupsafe import Markup, escape

from worksheets.text.fit import shortened
from worksheets.text.fonts import advance

_COURSE, _BOTH = 14.0, 21.8
"""The widths in ems that a course's title, and that with a page's, may have.

One line at the head of a page has 26.4 (84 mm in 9 pt), of which a page that goes on needs 4.4 for the dash and
“ (jatkuu)”; the foot of a slide has 14.1.
"""
_EM = 12.0
"""The size in CSS pixels in which the widths are measured; any would do."""
_TITLE = re.compile(r"<h1>(.{8,}?)</h1>", re.DOTALL)
"""A page's title, as ``kinds/page.html.j2`` has it, if it has so many characters; no shorter one is too wide."""
_ANY_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def running_title(course_title: str) -> str:
    """Return a course's title for the top of its pages."""
    return _in_width(course_title, _COURSE)


def page_title(section: Markup) -> str:
    """Return the title of a page; empty if it has none."""
    title = _ANY_TITLE.search(section)
    return " ".join(Markup(title[1]).striptags().split()) if title else ""  # noqa: S704 - escaped already


def with_running_title(section: Markup, course_title: str) -> Markup:
    """Return a page in which a long title has the attribute ``data-short``, which the style sheets print."""
    return Markup(_TITLE.sub(lambda heading: _with_short_title(heading, course_title), section))  # noqa: S704 - escaped


def _with_short_title(heading: re.Match[str], course_title: str) -> str:
    title = " ".join(Markup(heading[1]).striptags().split())  # noqa: S704 - escaped already
    short = _in_width(title, _BOTH - advance(running_title(course_title)))
    return heading[0] if short == title else f'<h1 data-short="{escape(short)}">{heading[1]}</h1>'


def _in_width(text: str, width: float) -> str:
    return shortened(" ".join(text.split()), width * _EM, _EM, most=1)
