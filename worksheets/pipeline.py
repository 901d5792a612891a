"""The pipeline on one screen: compose, typeset, finish, and for a form to fill in on a screen, its fields."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from worksheets.compose.continuation import is_continued
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.products.kinds import Product
from worksheets.compose.templates import Templates
from worksheets.compose.wording import AS_USUAL, Wording, printed
from worksheets.course.brand import Brand
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.pdf.back_sides import BackSideShift
from worksheets.pdf.duplex import Duplex
from worksheets.pdf.fields import Appearance
from worksheets.pdf.finish import finish_pdf
from worksheets.pdf.forms import fillable
from worksheets.pdf.joined import joined
from worksheets.pdf.typeset import Document, Typesetter, draw, page_numbers
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
        pdf = self.finish(draw(self._laid_out(edition, participant)))
        if not edition.fillable:
            return pdf
        return fillable(pdf, participant, self.course, self.layout, self._draw_appearances)

    def _laid_out(self, edition: Edition, participant: Participant) -> Document:
        """Return a handout laid out in pages; what continues at its end names the pages where it begins.

        If a page takes several sheets, those after it have other numbers than their places in the edition, which only
        the layout shows: then the handout is composed again.
        """

        def new_page() -> PageData:
            return edition.page_data(participant)

        html = self.templates.compose(edition.pages, new_page)
        document = self.typesetter.lay_out(html)
        numbers = page_numbers(document, edition.pages)
        if is_continued(html) and list(numbers.values()) != list(range(1, len(edition.pages) + 1)):
            return self.typesetter.lay_out(self.templates.compose(edition.pages, new_page, numbers))
        return document

    def finish(self, pdf: bytes) -> bytes:
        """Return a typeset handout finished, with the margins of its layout's back sides."""
        return finish_pdf(pdf, BackSideShift.of(self.layout.numbers))

    def _draw_appearances(self, appearances: Sequence[Appearance]) -> bytes:
        html = self.templates.compose_appearances(self.course, appearances, self.layout)
        return self.typesetter.typeset(html, tagged=False)


def overview(
    people: Sequence[Participant], course: Course, heading: str, *, names: bool = False, given: Sequence[str] = ()
) -> bytes:
    """Return a group's overview as a PDF; it names nobody unless ``names``.

    ``given`` are the fields in which everybody has the same text, which is printed once.
    """
    from worksheets.compose.summary import summary  # Here, so that no handout waits for it: 20 ms.

    brand = structs.replace(course.brand, font=None)  # Charts are measured in the text font.
    layout = read_layout("handout", course.folder, language=course.language, brand=brand)
    layout = replace(layout, style_sheets=(*layout.style_sheets, STYLES / "summary.css"))
    printed_people = [printed(person, course, AS_USUAL) for person in people]
    pipeline = Pipeline(course, layout)
    group = summary(printed_people, course, names=names, given=given)
    html = pipeline.templates.compose_summary(course, group, heading, layout)
    return finish_pdf(pipeline.typesetter.typeset(html))


def product(
    product: Product, people: Sequence[Participant], course: Course, brand: Brand, wording: Wording = AS_USUAL
) -> bytes:
    """Return a product that is made from a group's list, such as a sign-in sheet, as a tagged PDF (PDF/UA-1).

    Raises WorksheetsError for what cannot be printed as it is asked for.
    """
    from worksheets.compose.products.drawing import drawing  # Here, so that no handout waits for them: 50 ms.
    from worksheets.compose.products.drawn import parts_of

    to_set = drawing(product, people, course, brand, wording)
    pipeline = Pipeline(course, to_set.layout)
    duplex = {True: Duplex.LONG_EDGE, False: Duplex.ONE_SIDE, None: None}[product.two_sided]

    def typeset(part: object) -> bytes:
        html = pipeline.templates.compose_product(product.name, course, part, to_set.words, to_set.layout)
        return finish_pdf(pipeline.typesetter.typeset(html), duplex=duplex, true_size=True)

    parts = list(parts_of(to_set.drawn))
    return typeset(parts[0]) if len(parts) == 1 else joined(map(typeset, parts), course.language, duplex)
