"""What is drawn onto a page later is told from what the typesetter drew, and its text is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from tests.helpers.forms import form_of
from worksheets.pdf.drawn_text import Blank, drawn_in, drawn_later

OURS = b"/Span <</MCID 0>> BDC BT /F 9 Tf (oma teksti) Tj ET EMC q 0 0 9 9 re W n Q\n"


def helvetica() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)


@dataclass(frozen=True)
class Canvas:
    """A PDF whose pages have content of ours, and content that is added later."""

    book: Pdf

    def page(self, content: bytes) -> Object:
        page = self.book.add_blank_page().obj
        page.Contents = Array([self.book.make_stream(OURS), self.book.make_stream(content)])
        page.Resources = Dictionary(Font=Dictionary({"/F": helvetica()}), XObject=Dictionary())
        return page

    def drawing(self, content: bytes) -> Stream:
        """Return a form XObject."""
        stream = self.book.make_stream(content)
        stream.Subtype = Name.Form
        stream.Resources = Dictionary(Font=Dictionary({"/F": helvetica()}), XObject=Dictionary())
        return stream

    def later(self, page: Object) -> tuple[str, bool]:
        drawing = drawn_later(self.book, page)
        return drawing.text, drawing.has_picture


@pytest.fixture
def canvas() -> Iterator[Canvas]:
    with pikepdf.new() as book:
        yield Canvas(book)


@pytest.mark.parametrize(
    ("content", "text", "has_picture"),
    [
        (b"", "", False),
        (b"q 1 0 0 1 0 0 cm /G gs 0 g Q", "", False),
        (b"/Artifact BMC (oma) Tj 0 0 9 9 re f EMC", "", False),
        (b"BT /F 9 Tf (Apua \x80) Tj ET", "Apua €", False),
        (b"BT /F 9 Tf [(A) 20 (pu) -500 (a)] TJ 0 -9 Td (lis\xe4\xe4) Tj T* (ja) ' ET", "Apu a lisää ja", False),
        (b'BT /F 9 Tf 0 0 (Apua) " ET', "Apua", False),
        (b"0 0 m 9 9 l S", "", True),
        (b"BI /W 1 /H 1 /CS /G /BPC 8 ID x EI", "", True),
        (b"/Missing Do", "", True),
        (b"BT /Missing 9 Tf (Apua) Tj ET", "", True),
        (b"BT /F 9 Tf (Apua) Tj ET 0 0 9 9 re f", "Apua", True),
    ],
)
def test_what_is_drawn_on_a_page(canvas: Canvas, content: bytes, text: str, *, has_picture: bool) -> None:
    assert canvas.later(canvas.page(content)) == (text, has_picture)


@pytest.mark.parametrize("content", [b"BT /F 9 Tf (kes", b"Tf", b"Do", b"BT 7 9 Tf Tj ET", b"<<"])
def test_damaged_content_is_an_error(canvas: Canvas, content: bytes) -> None:
    with pytest.raises((pikepdf.PdfError, UserWarning, IndexError, TypeError)):
        canvas.later(canvas.page(content))


def test_a_page_without_any_marks_tells_nothing(canvas: Canvas) -> None:
    """A program has written the whole page anew."""
    page = canvas.page(b"")
    page.Contents = canvas.book.make_stream(b"BT /F 9 Tf (kaikki teksti) Tj ET")
    assert canvas.later(page) == ("", False)


def test_a_page_put_into_a_drawing_tells_nothing(canvas: Canvas) -> None:
    page = canvas.page(b"")
    page.Resources.XObject["/X"] = canvas.drawing(OURS)
    page.Contents = canvas.book.make_stream(b"/X Do")
    assert canvas.later(page) == ("", False)


def test_drawings_in_drawings(canvas: Canvas) -> None:
    page, drawing = canvas.page(b"/X Do"), canvas.drawing(b"BT /F 9 Tf (Leima) Tj ET")
    page.Resources.XObject["/X"] = drawing
    assert canvas.later(page) == ("Leima", False)
    drawing.Resources.XObject["/Y"] = drawing
    drawing.write(b"BT /F 9 Tf (Leima) Tj ET /Y Do")
    assert canvas.later(page) == ("Leima Leima Leima Leima", True), "it ends"


CMAP = b"""beginbfchar <0001> <00C4> <0002> <00660066> endbfchar
beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange"""


def test_a_font_that_says_what_its_codes_mean(canvas: Canvas) -> None:
    page = canvas.page(b"BT /G 9 Tf <00010002001000120099> Tj ET")
    to_unicode = canvas.book.make_stream(CMAP)
    page.Resources.Font["/G"] = Dictionary(Type=Name.Font, Subtype=Name.Type0, ToUnicode=to_unicode)
    assert canvas.later(page) == ("Äffac", False)


@pytest.mark.parametrize(
    "entries",
    [
        {"/Subtype": Name.Type0},
        {"/Subtype": Name.TrueType, "/Encoding": Dictionary(Differences=Array([1, Name.a]))},
    ],
)
def test_a_font_that_does_not_say_it(canvas: Canvas, entries: dict[str, Object]) -> None:
    page = canvas.page(b"BT /G 9 Tf <0001> Tj ET")
    page.Resources.Font["/G"] = Dictionary(entries)
    assert canvas.later(page) == ("", True)


def test_too_much_content_is_not_looked_through(canvas: Canvas) -> None:
    assert canvas.later(canvas.page(b"q Q " * (3 << 20))) == ("", True)


def test_everything_in_an_appearance_counts(canvas: Canvas) -> None:
    assert drawn_in(canvas.book, canvas.drawing(b"/Tx BMC BT /F 9 Tf (Apua) Tj ET EMC")).text == "Apua"
    assert not drawn_in(canvas.book, canvas.drawing(b"/Tx BMC EMC")).text


@pytest.mark.slow
def test_nothing_has_been_drawn_onto_a_form_as_it_is_handed_out() -> None:
    with pikepdf.open(BytesIO(form_of())) as book:
        for page in book.pages:
            drawing = drawn_later(book, page.obj)
            assert (drawing.text, drawing.has_picture, drawing.has_marks) == ("", False, True)


@pytest.mark.slow
def test_text_that_another_program_draws() -> None:
    with pymupdf.open(stream=form_of(), filetype="pdf") as document:
        document[6].insert_text((100, 300), "Esimieheltä saan palautetta")
        pdf = document.tobytes()
    with pikepdf.open(BytesIO(pdf)) as book:
        texts = [drawn_later(book, page.obj).text for page in book.pages]
    assert texts == [*[""] * 6, "Esimieheltä saan palautetta", *[""] * 3]


def test_drawings_in_drawings_are_looked_through_to_a_limit(canvas: Canvas) -> None:
    drawing = canvas.drawing(b"/X Do " * 60)
    drawing.Resources.XObject["/X"] = canvas.book.make_indirect(drawing)
    page = canvas.page(b"/X Do")
    page.Resources.XObject["/X"] = drawing
    assert canvas.later(page) == ("", True)


def test_a_font_whose_codes_mean_too_much_is_not_read(canvas: Canvas) -> None:
    for cmap in (
        b"beginbfrange" + b"<0000> <ffff> <0041>" * 9 + b"<000000> <ffffff> <0041> endbfrange",
        b"beginbfrange <00> <ff> <" + b"0041" * 9_000 + b"> endbfrange",
    ):
        page = canvas.page(b"BT /F 9 Tf <41> Tj ET")
        page.Resources.Font.F.ToUnicode = canvas.book.make_stream(cmap)
        assert canvas.later(page) == ("", True)


def test_the_same_content_is_read_once_if_it_draws_nothing(canvas: Canvas) -> None:
    blank: Blank = {}
    empty, again, filled = canvas.page(b""), canvas.page(b""), canvas.page(b"BT /F 9 Tf (Apua) Tj ET")
    painted = canvas.page(b"0 0 9 9 re f")
    for page, text in ((empty, ""), (filled, "Apua"), (again, ""), (filled, "Apua")):
        assert drawn_later(canvas.book, page, blank).text == text
    assert len(blank) == 1
    assert [drawn_later(canvas.book, painted, blank).has_picture for _time in range(2)] == [True, True]


def test_what_is_drawn_twice_in_a_page_is_no_less_drawn(canvas: Canvas) -> None:
    blank: Blank = {}
    drawing = canvas.drawing(b"0 0 9 9 re f")
    for _time in range(2):
        page = canvas.page(b"0 0 9 9 re f /X Do")
        page.Resources.XObject["/X"] = drawing
        assert drawn_later(canvas.book, page, blank).has_picture
    alone = canvas.page(b"/X Do")
    alone.Resources.XObject["/X"] = drawing
    assert drawn_later(canvas.book, alone, blank).has_picture
