"""One handout set by the typesetter: composed, typeset, bound, and made a form if it is to be one."""

from collections.abc import Sequence
from dataclasses import replace

from worksheets.compose.edition import Edition
from worksheets.compose.page_data import Filling
from worksheets.compose.summary import summary
from worksheets.compose.templates import compose, compose_looks, compose_summary
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.pdf.fields import Look
from worksheets.pdf.finish import bind
from worksheets.pdf.forms import fillable
from worksheets.pdf.typeset import typeset
from worksheets.people.participant import Participant
from worksheets.resources import STYLES


def set_handout(edition: Edition, participant: Participant) -> bytes:
    """Return a handout as a PDF; the participant's texts are as ``printed`` gives them."""
    course, layout = edition.course, edition.layout
    html = compose(edition.pages, lambda: Filling(course, participant, layout, fillable=edition.fillable))
    pdf = bind(typeset(html, layout, course.folder))
    if not edition.fillable:
        return pdf

    def set_looks(looks: Sequence[Look]) -> bytes:
        return typeset(compose_looks(course, looks, layout), layout, course.folder, tagged=False)

    return fillable(pdf, participant, course, layout, set_looks)


def overview(people: Sequence[Participant], course: Course, heading: str, *, names: bool = False) -> bytes:
    """Return a group's overview as a PDF, without anybody's name unless that is wanted."""
    layout = read_layout("handout", course.folder)
    layout = replace(layout, sheets=(*layout.sheets, STYLES / "summary.css"))
    said = [printed(person, course, AS_USUAL) for person in people]
    html = compose_summary(course, summary(said, course, names=names), heading, layout)
    return bind(typeset(html, layout, course.folder))
