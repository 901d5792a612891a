"""A product composed: what its template draws, in which layout and with which words."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.compose.wording import AS_USUAL, printed_with_columns
from worksheets.course.brand import Brand
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.words import PRODUCTS, Words, read_words
from worksheets.people.participant import Participant

from .drawn import drawn
from .kinds import Product


@dataclass(frozen=True, slots=True)
class ComposedProduct:
    """What a product's template gets."""

    layout: Layout
    words: Words
    drawn: object


def composed_product(product: Product, people: Sequence[Participant], course: Course, brand: Brand) -> ComposedProduct:
    """Return what a product's template draws. Raises WorksheetsError for what cannot be drawn as it is asked for."""
    layout = read_layout("handout", course.folder, language=course.language, brand=brand, product=product.name)
    texts = read_words(course.language, course.folder, PRODUCTS).texts
    words = Words(course.language, {**course.words.texts, **texts})
    printed_people = [printed_with_columns(person, course, AS_USUAL) for person in people]
    return ComposedProduct(layout, words, drawn(product, printed_people, course, layout, words))
