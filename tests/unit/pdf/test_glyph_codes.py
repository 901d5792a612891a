"""Texts are read out of the typesetter's PDF as they are, however their glyphs stand for their letters."""

import re
from io import BytesIO

import pikepdf
import pymupdf
import pypdf
import pytest

from tests.helpers.pdf import contents
from worksheets.course.layout import read_layout
from worksheets.pdf.typeset import Typesetter
from worksheets.resources import STYLES

TYPESETTER = Typesetter(read_layout("handout", STYLES), STYLES)


def typeset(body: str) -> bytes:
    style = "<style>@page { @bottom-right { content: none } }</style>"
    return TYPESETTER.typeset(f'<html lang="fi"><title>x</title>{style}{body}</html>')


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    "text",
    [
        "शर्मा",
        "मा शर्मा र्मा",
        "प्रियंका शर्मा",
        "கொடி கோ",
        "น้ำทิพย์",
        "علاء",
        "لا ل ا",  # noqa: RUF001 - an Arabic letter
        "a\u2011b-c",
        "-a\u2011b",
        "µ μ",
    ],
)
def test_a_text_is_read_out_as_it_is(text: str) -> None:
    assert read(typeset(f"<p>{text}</p>")) == text


def test_the_first_use_of_a_glyph_decides_nothing() -> None:
    assert read(typeset("<p>a\u2011b</p><p>a-b</p><p>a\u2011b</p>")).split() == ["a\u2011b", "a-b", "a\u2011b"]


def test_a_letter_under_a_mark_leaves_the_plain_letter_its_glyph() -> None:
    with pymupdf.open(stream=typeset("<p>o\u0331xo</p><p>oo</p>")) as document:
        assert document[0].get_text().split() == ["o\u0331xo", "oo"]


def test_a_no_break_space_is_read_out_as_a_space() -> None:
    assert read(typeset("<p>klo\u00a09</p><p>klo 9</p>")).splitlines() == ["klo 9", "klo 9"]


def test_plain_text_is_written_as_weasyprint_writes_it() -> None:
    with pikepdf.open(BytesIO(typeset("<p>Aino Esimerkki-Äyräs</p>"))) as book:
        assert all(font.DescendantFonts[0].CIDToGIDMap == "/Identity" for font in fonts(book))
        assert b"ActualText" not in contents(book.pages[0])


def test_every_code_has_a_width_a_text_and_a_glyph() -> None:
    with pikepdf.open(BytesIO(typeset("<p>a\u2011b-c</p>"))) as book:
        (font,) = fonts(book)
        descendant = font.DescendantFonts[0]
        glyphs = descendant.CIDToGIDMap.read_bytes()
        texts = dict(re.findall(rb"<(\w{4})> <(\w+)>", font.ToUnicode.read_bytes()))
        assert texts[b"ffff"] == b"2011"
        assert texts[glyphs[-2:].hex().encode()] == b"002d"
        assert int(descendant.W[-2]) == 0xFFFF
        assert len(glyphs) == 2 * 0x10000


def test_glyphs_that_stand_for_nothing_have_their_text_beside_them() -> None:
    with pikepdf.open(BytesIO(typeset("<p>கொ</p>"))) as book:
        assert b"/Span <</ActualText <feff0b95>>> BDC" in contents(book.pages[0])


def fonts(book: pikepdf.Pdf) -> list[pikepdf.Object]:
    return list(book.pages[0].obj.Resources.Font.values())
