"""Slides are for a wall: large type, no lines to write on, nothing over the drawing; on A4 they are the same slides."""

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from tests.helpers.course import HEAD, crowd, example_group, handout_of, once_in_a_run, page_of, the_course
from tests.helpers.laid_out import laid_out
from tests.helpers.making import handout
from tests.helpers.pdf import MM, contents, letters, pictures, sizes, texts
from worksheets.compose.edition import Edition
from worksheets.course.layout import read_layout
from worksheets.people.participant import BLANK
from worksheets.pipeline import Pipeline
from worksheets.resources import STYLES

pytestmark = pytest.mark.slow

LEAST = 17.9
"""The smallest type, in pt, that passes as 18."""
DRAWING = 186
"""Where the drawing on the cover begins, in mm."""
_RULE = re.compile(rb"^0\.498039 0\.580392 0\.607843 (?:rg|RG)$|^/Pattern cs$", re.MULTILINE)
"""The colour of rules, as WeasyPrint sets it, or a background that is repeated, such as ``rule.svg``."""


@cache
def slides_for(who: str, paper: str = "screen", *, fillable: bool = False) -> bytes:
    course = the_course()
    people = {"nobody": BLANK, "first": example_group()[0], "overfull": example_group()[4], "crowded": crowd(course)}
    if paper == "screen" and not fillable:
        return handout_of(people[who], "slides")  # As other tests have it.
    edition = Edition(course, course.pages, read_layout("slides", course.folder, paper), fillable=fillable)
    return once_in_a_run(f"slides {who} {paper} {fillable}", lambda: handout(edition, people[who]))


def lines_for(who: str, paper: str) -> list[str]:
    """Return the lines of text, each with the number of its page."""
    course = the_course()
    people = {"first": example_group()[0], "overfull": example_group()[4]}
    layout = read_layout("slides", course.folder, paper)
    pages = laid_out(Pipeline(course, layout), Edition(course, course.pages, layout), people[who])
    return list(map(str, pages.lines))


def type_sizes(pdf: bytes) -> Iterator[tuple[int, float, str]]:
    """Yield the page, the size in pt as it is seen, and the letter of everything that is written."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                matrix = pdfium.FS_MATRIX()
                pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
                letter = chr(pdfium.FPDFText_GetUnicode(text, index))
                if not letter.isspace():
                    yield number, pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.d), letter


@pytest.mark.parametrize("who", ["nobody", "first", "overfull", pytest.param("crowded", marks=pytest.mark.long)])
def test_nothing_is_set_below_18_pt(who: str) -> None:
    small = [(page, size, letter) for page, size, letter in type_sizes(slides_for(who)) if size < LEAST]
    assert small == []
    assert any(size > 60 for _page, size, _letter in type_sizes(slides_for(who)))


@pytest.mark.parametrize("who", ["first", pytest.param("nobody", marks=pytest.mark.long)])
def test_nothing_in_a_form_is_below_18_pt(who: str) -> None:
    pdf = slides_for(who, fillable=True)
    assert min(size for _page, size, _letter in type_sizes(pdf)) >= LEAST
    with pikepdf.open(BytesIO(pdf)) as book:
        appearances = [str(field.DA) for field in book.Root.AcroForm.Fields]
    assert len(appearances) > 40
    assert min(float(re.findall(r"([\d.]+) Tf", appearance)[0]) for appearance in appearances) >= LEAST


def rules(pdf: bytes) -> list[int]:
    """Return how often each page, and what it draws, sets the colour of rules, or paints with a picture of rules."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return [len(_RULE.findall(contents(page))) + _rules_in_drawings(page) for page in book.pages]


def _rules_in_drawings(page: pikepdf.Page) -> int:
    """Return how often the drawings that a page shows, such as ``page-rules.svg``, set the colour of rules."""
    names = re.findall(rb"^(/\S+) Do$", contents(page), re.MULTILINE)
    return sum(len(_RULE.findall(page.obj.Resources.XObject[name.decode()].read_bytes())) for name in names)


def test_blank_slides_have_no_lines_to_write_on() -> None:
    cover, *others, drawn, quote = rules(slides_for("nobody"))
    assert [*others, quote] == [0] * 8
    assert drawn == 8, "the map's lines to its balls"
    assert cover == (STYLES / "cover.svg").read_text("utf-8").count("<path "), "the drawing"
    assert min(rules(handout_of())) > 0, "the test sees rules"


def test_ten_slides_and_their_size() -> None:
    assert sizes(slides_for("nobody")) == [(339, 190)] * 10
    assert sizes(slides_for("nobody", "a4")) == [(297, 210)] * 10


@pytest.mark.parametrize("who", ["first", pytest.param("overfull", marks=pytest.mark.long)])
def test_slides_on_a4_have_the_same_pages(who: str) -> None:
    screen, a4 = (texts(slides_for(who, paper)) for paper in ("screen", "a4"))
    assert list(map(str.split, a4)) == list(map(str.split, screen))
    assert lines_for(who, "a4") == lines_for(who, "screen")


@pytest.mark.parametrize("who", ["nobody", "first", "crowded"])
def test_nothing_is_written_over_the_drawing_of_the_cover(who: str) -> None:
    pdf = handout_of(crowd(the_course()), "slides", "1") if who == "crowded" else slides_for(who)
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        assert max(text.get_rect(n)[2] / MM for n in range(text.count_rects())) < DRAWING


def test_a_filled_cover_names_only_what_is_filled() -> None:
    first = texts(slides_for("first"))[0]
    assert "Aino" in first
    assert letters("Kouluttaja") in letters(first)
    assert "Organisaatio" not in first
    assert "Nimi" not in texts(slides_for("nobody"))[0]


def test_answers_and_contacts_stand_on_slides_of_their_own() -> None:
    pages = texts(slides_for("first"))
    asked = next(number for number, page in enumerate(pages) if "Millainen on ammatillinen" in page)
    assert "Esimieheltä" not in pages[asked]
    assert "Esimieheltä" in pages[asked + 1]
    drawn = next(number for number, page in enumerate(pages) if "MINÄ" in page)
    assert "Marja" not in pages[drawn]
    assert "Marja" in pages[drawn + 1]


def test_the_foot_has_the_title_the_name_and_the_number_on_one_baseline() -> None:
    with pypdfium2.PdfDocument(slides_for("first")) as document:
        page = document[2]
        text = page.get_textpage()
        low = [
            (x, y)
            for index in range(text.count_chars())
            if not chr(pdfium.FPDFText_GetUnicode(text, index)).isspace()
            for x, y in [_origin(text, index)]
            if page.get_height() / MM - y > 170
        ]
    assert {round(190.5 - y, 1) for _x, y in low} == {178.0}
    assert min(low)[0] == pytest.approx(24, abs=0.5)
    assert 305 < max(low)[0] < 314.7
    assert any(150 < x < 190 for x, _y in low), "the name is in the middle"


def _origin(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
    return x.value / MM, y.value / MM


@pytest.mark.parametrize(
    ("count", "letters_each"),
    [(1, 30), (1, 500), (2, 250), (3, 100), (3, 230), (4, 150), (5, 50), (6, 50), (6, 100), (7, 50), (8, 45)],
)
def test_bullets_stay_on_their_slide(tmp_path: Path, count: int, letters_each: int) -> None:
    """A slide holds eight short bullets, or two of 250 letters, and much text fills it."""
    text = ("luottamus ja kumppanuus sekä yhteistyö " * 20)[:letters_each]
    bullets = f"<ul>{f'<li>{text}</li>' * count}</ul>"
    course = page_of(tmp_path / "kurssi", f"{HEAD}{{% block body %}}{bullets}{{% endblock %}}")
    edition = Edition(course, course.pages, read_layout("slides", course.folder))
    (page,) = pictures(handout(edition, BLANK), 20)
    dark = page.point(lambda level: 255 * (level < 200)).crop((0, 0, page.width, int(page.height * 0.88))).getbbox()
    assert dark
    assert count * letters_each < 250 or dark[3] > page.height * 0.65, "they fill it"
