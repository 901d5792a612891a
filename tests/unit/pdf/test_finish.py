"""Binding changes what a reader hears, never what a page shows."""

from io import BytesIO

import pikepdf

from tests.helpers.course import example_group
from tests.helpers.pdf import pictures, texts
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import compose
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.pdf.finish import finish_pdf
from worksheets.pdf.typeset import typeset
from worksheets.people.participant import BLANK


def typeset_blank(course: Course) -> bytes:
    layout = read_layout("handout", course.folder)
    return typeset(compose(course.pages, lambda: PageData(course, BLANK, layout)), layout, course.folder)


def test_the_pages_show_the_same(course: Course) -> None:
    loose = typeset_blank(course)
    assert [page.tobytes() for page in pictures(finish_pdf(loose), 40)] == [
        page.tobytes() for page in pictures(loose, 40)
    ]
    assert texts(finish_pdf(loose)) == texts(loose)


def test_the_same_pages_give_the_same_bytes(course: Course) -> None:
    loose = typeset_blank(course)
    assert finish_pdf(loose) == finish_pdf(loose)


def test_a_bound_file_is_bound_already(course: Course) -> None:
    once = finish_pdf(typeset_blank(course))
    assert texts(finish_pdf(once)) == texts(once)


def test_the_typesetter_repeats_itself(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    html = compose(course.pages, lambda: PageData(course, example_group()[0], layout))
    typeset(html, layout, course.folder)
    assert typeset(html, layout, course.folder) == typeset(html, layout, course.folder)


def test_nothing_loose_is_left_in_the_file(course: Course) -> None:
    with pikepdf.open(BytesIO(finish_pdf(typeset_blank(course)))) as document:
        assert document.check_pdf_syntax() == []
