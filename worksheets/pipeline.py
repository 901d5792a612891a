"""The pipeline on one screen: compose, typeset, finish, and for a form to fill in on a screen, its fields."""

from collections.abc import Sequence
from dataclasses import replace

from worksheets.compose.edition import Edition
from worksheets.compose.summary import summary
from worksheets.compose.templates import Templates
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.pdf.fields import Appearance
from worksheets.pdf.finish import finish_pdf
from worksheets.pdf.forms import fillable
from worksheets.pdf.typeset import Typesetter
from worksheets.people.participant import Participant
from worksheets.resources import STYLES


class Pipeline:
    """Sets pages of one course in one layout, and keeps the templates, the fonts and the style sheets for that."""

    def __init__(self, course: Course, layout: Layout) -> None:
        self.course = course
        self.layout = layout
        self.templates = Templates(course.folder)
        self.typesetter = Typesetter(layout, course.folder)

    def handout(self, edition: Edition, participant: Participant) -> bytes:
        """Return a handout as a tagged PDF (PDF/UA-1); the participant's texts are as ``printed`` gives them."""
        html = self.templates.compose(edition.pages, lambda: edition.page_data(participant))
        pdf = finish_pdf(self.typesetter.typeset(html))
        if not edition.fillable:
            return pdf
        return fillable(pdf, participant, self.course, self.layout, self._draw_appearances)

    def _draw_appearances(self, appearances: Sequence[Appearance]) -> bytes:
        html = self.templates.compose_appearances(self.course, appearances, self.layout)
        return self.typesetter.typeset(html, tagged=False)


def overview(
    people: Sequence[Participant], course: Course, heading: str, *, names: bool = False, given: Sequence[str] = ()
) -> bytes:
    """Return a group's overview as a PDF; it names nobody unless ``names``.

    ``given`` are the fields in which everybody has the same text, which is printed once.
    """
    layout = read_layout("handout", course.folder)
    layout = replace(layout, style_sheets=(*layout.style_sheets, STYLES / "summary.css"))
    printed_people = [printed(person, course, AS_USUAL) for person in people]
    pipeline = Pipeline(course, layout)
    group = summary(printed_people, course, names=names, given=given)
    html = pipeline.templates.compose_summary(course, group, heading, layout)
    return finish_pdf(pipeline.typesetter.typeset(html))
