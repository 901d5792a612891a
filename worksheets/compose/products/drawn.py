"""What the template of each product draws."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .attendance import attendance
from .calibration import calibration
from .cards import DrawnCards, cards, check_kind
from .group_lists import group_lists
from .kinds import Cards, Product

Draw = Callable[[Any, Sequence[Participant], Course, Layout, Words], object]
"""Takes a product, the people as they are printed, the course, the layout and the products' words."""

_DRAWN: Mapping[str, Draw] = {
    "attendance": attendance,
    "groups": group_lists,
    "badge": cards,
    "tent": cards,
    "label": cards,
    "calibration": calibration,
}


def drawn(product: Product, people: Sequence[Participant], course: Course, layout: Layout, words: Words) -> object:
    """Return what the product's template draws.

    Raises WorksheetsError for what cannot be drawn as it is asked for.
    """
    return _DRAWN[product.name](product, people, course, layout, words)


def check_product(product: Product) -> None:
    """Raise WorksheetsError if there is no such product; nothing has been read for it yet."""
    if isinstance(product, Cards):
        check_kind(product)


def parts_of(drawn_product: object) -> Iterator[object]:
    """Yield what a template draws in parts that are typeset by themselves; most products are one part."""
    yield from drawn_product.parts() if isinstance(drawn_product, DrawnCards) else (drawn_product,)
