"""The pipeline on one screen: compose, typeset, finish, and for a form to fill in on a screen, its fields."""

from collections.abc import Sequence
from dataclasses import replace

from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.summary import summary
from worksheets.compose.templates import compose, compose_appearances, compose_summary
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.pdf.fields import Appearance
from worksheets.pdf.finish import finish_pdf
from worksheets.pdf.forms import fillable
from worksheets.pdf.typeset import typeset
from worksheets.people.participant import Participant
from worksheets.resources import STYLES


def typeset_handout(edition: Edition, participant: Participant) -> bytes:
    """Return a handout as a tagged PDF (PDF/UA-1); the participant's texts are as ``printed`` gives them."""
    course, layout = edition.course, edition.layout
    html = compose(edition.pages, lambda: PageData(course, participant, layout, fillable=edition.fillable))
    pdf = finish_pdf(typeset(html, layout, course.folder))
    if not edition.fillable:
        return pdf

    def draw_appearances(appearances: Sequence[Appearance]) -> bytes:
        return typeset(compose_appearances(course, appearances, layout), layout, course.folder, tagged=False)

    return fillable(pdf, participant, course, layout, draw_appearances)


def overview(people: Sequence[Participant], course: Course, heading: str, *, names: bool = False) -> bytes:
    """Return a group's overview as a PDF; it names nobody unless ``names``."""
    layout = read_layout("handout", course.folder)
    layout = replace(layout, style_sheets=(*layout.style_sheets, STYLES / "summary.css"))
    printed_people = [printed(person, course, AS_USUAL) for person in people]
    html = compose_summary(course, summary(printed_people, course, names=names), heading, layout)
    return finish_pdf(typeset(html, layout, course.folder))
