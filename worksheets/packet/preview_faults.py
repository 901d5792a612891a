"""What is wrong with a page, as a PDF: a strip for the top of its last good version, or a sheet in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from worksheets.caches import Lifetime, memoized
from worksheets.compose.templates import Templates
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.reader import read_course
from worksheets.errors import shortened
from worksheets.messages import language, ngettext
from worksheets.pdf.typeset import Typesetter
from worksheets.resources import DEFAULT_COURSE, STYLES

from .preview_order import FaultStrip

_MOST = 6
"""The most problems on a strip; all are in the terminal."""
_LETTERS_ON_A_LINE = 0.5
"""Letters for each mm of a line, or some more."""
_MOST_LINES = 3
"""The most lines of a problem."""
_LINE, _GAP, _EDGES, _SIDES = 5.2, 1.0, 8.0, 18.0
"""The height of a line, the gap above a problem, and the edges of a strip together, in mm."""


def fault_strips(strips: Sequence[FaultStrip]) -> list[bytes]:
    """Return a PDF of one sheet for each strip; nothing of a trainer's course is used for it."""
    return [_drawn(strip) for strip in strips]


def _drawn(strip: FaultStrip) -> bytes:
    setting = _setting()
    letters = int((strip.width - _SIDES) * _LETTERS_ON_A_LINE)
    problems = [shortened(problem, _MOST_LINES * letters) for problem in strip.problems[:_MOST]]
    more = len(strip.problems) - len(problems)
    lines = 1 + sum(-(-len(problem) // letters) for problem in problems) + bool(more)
    values = {
        "heading": strip.heading,
        "problems": problems,
        "more": ngettext("and {count} more", "and {count} more", more).format(count=more) if more else "",
        "width": strip.width,
        "height": strip.height or _EDGES + lines * _LINE + len(problems) * _GAP,
        "in_place": bool(strip.height),
        "language": language(),
    }
    html = setting.templates.compose_faults(setting.course, values, setting.layout)
    return setting.typesetter.typeset(html, tagged=False)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What strips are set with."""

    course: Course
    layout: Layout
    templates: Templates
    typesetter: Typesetter


@memoized(Lifetime.SESSION)
def _setting() -> _Setting:
    course = read_course(DEFAULT_COURSE)
    layout = read_layout("handout", course.folder)
    layout = replace(layout, style_sheets=(*layout.style_sheets, STYLES / "faults.css"))
    return _Setting(course, layout, Templates(course.folder), Typesetter(layout, course.folder))
