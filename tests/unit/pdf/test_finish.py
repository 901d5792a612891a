"""Finishing changes what a screen reader reads, never what a page shows."""

from io import BytesIO

import pikepdf
import pytest

from tests.helpers.course import example_group
from tests.helpers.making import compose, typeset
from tests.helpers.pdf import pictures, texts
from worksheets.compose.page_data import PageData
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.pdf.finish import finish_pdf
from worksheets.people.participant import BLANK

pytestmark = pytest.mark.slow


def typeset_blank(course: Course) -> bytes:
    layout = read_layout("handout", course.folder)
    return typeset(compose(course.pages, lambda: PageData(course, BLANK, layout)), layout, course.folder)


def test_the_pages_show_the_same(course: Course) -> None:
    typeset_pdf = typeset_blank(course)
    assert [page.tobytes() for page in pictures(finish_pdf(typeset_pdf), 40)] == [
        page.tobytes() for page in pictures(typeset_pdf, 40)
    ]
    assert texts(finish_pdf(typeset_pdf)) == texts(typeset_pdf)


def test_the_same_pages_give_the_same_bytes(course: Course) -> None:
    typeset_pdf = typeset_blank(course)
    assert finish_pdf(typeset_pdf) == finish_pdf(typeset_pdf)


def test_finishing_twice_changes_nothing(course: Course) -> None:
    once = finish_pdf(typeset_blank(course))
    assert texts(finish_pdf(once)) == texts(once)


def test_the_typesetter_repeats_itself(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    html = compose(course.pages, lambda: PageData(course, example_group()[0], layout))
    typeset(html, layout, course.folder)
    assert typeset(html, layout, course.folder) == typeset(html, layout, course.folder)


def test_the_syntax_is_right(course: Course) -> None:
    with pikepdf.open(BytesIO(finish_pdf(typeset_blank(course)))) as document:
        assert document.check_pdf_syntax() == []
