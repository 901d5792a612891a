"""A product before it is typeset: what its template draws, its words, and the layout that puts it on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.compose.wording import AS_USUAL, Wording, printed_with_columns
from worksheets.course.brand import Brand
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.words import PRODUCTS, Words, read_words
from worksheets.people.participant import Participant

from .drawn import drawn
from .kinds import Product


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a product's template is filled with, and the layout that it is set in."""

    drawn: object
    words: Words
    layout: Layout

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual in what will be printed, but no error: the ``warnings`` of ``drawn``, if it has some."""
        return tuple(getattr(self.drawn, "warnings", ()))


def drawing(
    product: Product, people: Sequence[Participant], course: Course, brand: Brand, wording: Wording = AS_USUAL
) -> Drawing:
    """Return what is to be typeset of a product; no template is run for it.

    Raises OptionsError for a product that cannot be made as it is asked for, and WorksheetsError for words, style
    sheets or texts that cannot be printed.
    """
    layout = read_layout("handout", course.folder, language=course.language, brand=brand, product=product.name)
    texts = read_words(course.language, course.folder, PRODUCTS).texts
    words = Words(course.language, {**course.words.texts, **texts})
    printed_people = [printed_with_columns(person, course, wording) for person in people]
    return Drawing(drawn(product, printed_people, course, layout, words), words, layout)
