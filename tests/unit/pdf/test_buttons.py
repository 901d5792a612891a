"""A form's buttons have an appearance for each state, a name for each option, and the state that the answers say."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from tests.helpers.marked_form import ANSWERS, form_with_marks
from worksheets.pdf.buttons import circle

RADIO, NO_TOGGLE_TO_OFF, TICKED = 1 << 15, 1 << 14, "/1"


@pytest.fixture(scope="module")
def book() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(form_with_marks())) as book:
        yield book


def field(book: pikepdf.Pdf, name: str) -> pikepdf.Object:
    (wanted,) = (field for field in book.Root.AcroForm.Fields if str(field.T) == name)
    return wanted


def widgets(book: pikepdf.Pdf) -> list[pikepdf.Object]:
    notes = [note for note in book.pages[0].Annots if note.Subtype == pikepdf.Name.Widget]
    return [note for note in notes if pikepdf.Name.Btn == (note.Parent if "/Parent" in note else note).FT]


def test_the_fields_of_a_form_come_in_the_order_of_its_slots(book: pikepdf.Pdf) -> None:
    assert [str(field.T) for field in book.Root.AcroForm.Fields] == [
        *("nimi", "apu", "apu=other", "keinot=1", "keinot=2", "keinot=3", "keinot=4", "keinot=other"),
        *("tarkeys", "varmuus", "vaitteet_osaan", "vaitteet_jaksan"),
    ]


@pytest.mark.parametrize(
    ("name", "count", "value"),
    [("apu", 3, "/2"), ("tarkeys", 5, "/4"), ("vaitteet_osaan", 3, "/Off"), ("vaitteet_jaksan", 3, "/3")],
)
def test_radio_buttons_are_one_field(book: pikepdf.Pdf, name: str, count: int, value: str) -> None:
    group = field(book, name)
    assert (str(group.FT), int(group.Ff), str(group.V)) == ("/Btn", RADIO | NO_TOGGLE_TO_OFF, value)
    assert len(group.Kids) == count
    for number, kid in enumerate(group.Kids, start=1):
        assert kid.Parent.objgen == group.objgen
        assert set(kid.AP.N.keys()) == {f"/{number}", "/Off"}
        assert (value if value == f"/{number}" else "/Off") == kid.AS
        assert not {"/T", "/FT", "/V", "/Ff", "/DA", "/MaxLen"} & set(kid.keys())


@pytest.mark.parametrize(("number", "value"), [(1, "/1"), (2, "/Off"), (3, "/Off"), (4, "/4")])
def test_check_boxes_are_a_field_each(book: pikepdf.Pdf, number: int, value: str) -> None:
    box = field(book, f"keinot={number}")
    assert (str(box.FT), int(box.Ff), str(box.V), str(box.AS)) == ("/Btn", 0, value, value)
    assert set(box.AP.N.keys()) == {f"/{number}", "/Off"}


def test_nothing_is_chosen_in_a_blank_form() -> None:
    with pikepdf.open(BytesIO(form_with_marks({}))) as blank:
        assert {str(button.AS) for button in widgets(blank)} == {"/Off"}
        assert {str(field(blank, name).V) for name in ("apu", "tarkeys", "keinot=1")} == {"/Off"}


def test_a_button_says_which_option_it_is(book: pikepdf.Pdf) -> None:
    kid = field(book, "apu").Kids[1]
    assert (str(kid.Contents), str(kid.NM)) == ("esimies", "apu=2")
    assert str(kid.TU) == "Mikä auttaa? – esimies"
    assert str(field(book, "apu").TU) == "Mikä auttaa?"
    assert len({str(button.NM) for button in widgets(book)}) == len(widgets(book)) == 18


def test_buttons_are_printed_and_have_no_border(book: pikepdf.Pdf) -> None:
    for button in widgets(book):
        assert (int(button.F), list(map(int, button.Border))) == (4, [0, 0, 0])
        left, bottom, right, top = map(float, button.Rect)
        assert (right - left, top - bottom) == (15, 15)
        assert "/D" not in button.AP


def test_buttons_that_look_alike_share_their_appearances(book: pikepdf.Pdf) -> None:
    drawn = {state.objgen for button in widgets(book) for state in button.AP.N.values()}
    assert len(drawn) == 1 + 1 + 1 + 5, "nothing, a disc, a tick, and five numbers"


def test_a_number_is_white_and_bold_on_its_circle(book: pikepdf.Pdf) -> None:
    drawing = field(book, "tarkeys").Kids[3].AP.N["/4"]
    assert b"1 g" in drawing.read_bytes()
    assert b"<34> Tj" in drawing.read_bytes(), "a 4"
    assert drawing.Resources.Font.Bold.objgen == book.Root.AcroForm.DR.Font.Bold.objgen


def test_marks_are_seen_where_they_are_chosen() -> None:
    """The marks of the answers are dark, in the middle of their buttons; the others are not."""
    with pypdfium2.PdfDocument(form_with_marks()) as document:
        document.init_forms()
        picture = document[0].render(scale=2, may_draw_forms=True).to_pil().convert("L")
    with pikepdf.open(BytesIO(form_with_marks())) as form:
        for button in widgets(form):
            assert (_darkest(picture, button) < 100) == (button.AS != "/Off"), str(button.NM)


def _darkest(picture: Image.Image, button: pikepdf.Object) -> int:
    left, bottom, right, top = (float(side) * 2 for side in button.Rect)
    inside = picture.crop((int(left), int(picture.height - top), int(right), int(picture.height - bottom)))
    return min(level for level, count in enumerate(inside.histogram()) if count)


def test_a_circle_goes_round_its_middle() -> None:
    begin, *quarters = (line.split() for line in circle(10, 20, 5))
    assert [begin, *(quarter[-3:] for quarter in quarters)] == [
        [b"15", b"20", b"m"],
        [b"10", b"25", b"c"],
        [b"5", b"20", b"c"],
        [b"10", b"15", b"c"],
        [b"15", b"20", b"c"],
    ]


def test_the_form_says_the_answers_and_not_the_buttons() -> None:
    assert form_with_marks() == form_with_marks(dict(ANSWERS))
    assert form_with_marks() != form_with_marks({**ANSWERS, "apu": "työtoverit"})
