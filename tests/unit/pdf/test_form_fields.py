"""Fields and their texts are found wherever a program has put them."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from tests.helpers.tiny_form import PATHS, tiny_form
from worksheets.pdf.bounded_stream import TooLargeError
from worksheets.pdf.fields import field_name
from worksheets.pdf.form_fields import (
    FilledButton,
    FilledField,
    annotations_are_sound,
    box_of,
    form_fields,
    with_xml_form,
)

FIELD = "tukiverkosto_esimies"


@pytest.fixture
def book() -> Iterator[Pdf]:
    with pikepdf.open(BytesIO(tiny_form({"nimi": "Aino"}))) as book:
        yield book


def widget(book: Pdf, name: str = FIELD) -> Object:
    return next(field for field in book.Root.AcroForm.Fields if str(field.T) == name)


def field(book: Pdf, name: str = FIELD) -> FilledField:
    (wanted,) = (field for field in with_xml_form(book, form_fields(book)) if field.names[-1:] == (name,))
    return wanted


def test_every_field_with_its_page_and_box(book: Pdf) -> None:
    fields = form_fields(book)
    assert [field.names for field in fields] == [(field_name(path),) for path in PATHS]
    assert [field.text for field in fields] == ["Aino", "", ""]
    assert {(field.page, field.box) for field in fields} == {(1, (0.0, 0.0, 9.0, 9.0))}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (String(b"V\xc3\xa4in\xc3\xb6"), "Väinö"),
        (String(b"V\xe4in\xf6 \x84 \xa0"), "Väinö — €"),
        (String("Väinö".encode("utf-16-le")), "Väinö"),
        (Name.Yes, "Yes"),
        (Name.Off, ""),
        (Array([String("yksi"), String("kaksi")]), "yksi; kaksi"),
        (Array([String(""), Name.kolme, Array([String("neljä")])]), "kolme; neljä"),
        (Array([]), ""),
        (7, "7"),
        (True, "True"),
    ],
)
def test_values_of_every_kind(book: Pdf, value: object, text: str) -> None:
    widget(book).V = value
    assert (field(book).text, field(book).is_text) == (text, True)


@pytest.mark.parametrize("value", [Dictionary(A=1), Array([Dictionary()])])
def test_a_value_that_is_no_text(book: Pdf, value: object) -> None:
    widget(book).V = value
    assert (field(book).text, field(book).is_text) == ("", False)


def test_a_signature_has_no_text(book: Pdf) -> None:
    widget(book).FT, widget(book).V = Name.Sig, Dictionary(Type=Name.Sig, Contents=String("x"))
    assert (field(book).text, field(book).is_text) == ("", True)


def test_a_value_in_a_stream(book: Pdf) -> None:
    widget(book).V = book.make_stream("Pitkä vastaus".encode("utf-16"))
    assert field(book).text == "Pitkä vastaus"
    widget(book).V = book.make_stream(b"a" * (2 << 20))
    with pytest.raises(TooLargeError):
        form_fields(book)


def test_chosen_codes_give_what_was_shown(book: Pdf) -> None:
    choice = widget(book)
    choice.FT, choice.Opt = Name.Ch, Array([Array([String("k"), String("kyllä")]), String("ei"), Array([])])
    for value, text in (("k", "kyllä"), ("ei", "ei"), ("muu", "muu")):
        choice.V = String(value)
        assert field(book).text == text


def test_a_formatted_text_where_there_is_no_plain_one(book: Pdf) -> None:
    rich = '<body xmlns="http://www.w3.org/1999/xhtml"><p>Hyvin <b>tärkeä</b></p></body>'
    widget(book).RV = String(rich)
    assert field(book).text == "Hyvin tärkeä"
    widget(book).RV = book.make_stream(rich.encode())
    assert field(book).text == "Hyvin tärkeä"


def test_a_formatted_text_that_says_something_else_is_another_text(book: Pdf) -> None:
    widget(book).V, widget(book).RV = String("Hyvin  tärkeä"), String("<body>Hyvin tärkeä</body>")
    assert field(book).others == ()
    widget(book).RV = String("<body>Muuta</body>")
    assert (field(book).text, field(book).others) == ("Hyvin  tärkeä", ("Muuta",))


def nested(book: Pdf, change: Callable[[Object, Object], None]) -> None:
    """Put a field's widget under a parent that has its name, and let ``change`` distribute its entries."""
    kid = widget(book)
    parent = book.make_indirect(Dictionary(T=kid.T, FT=kid.FT, Kids=Array([kid])))
    kid.Parent = parent
    del kid.T, kid.V
    form = book.Root.AcroForm
    form.Fields = Array([*(other for other in form.Fields if other.objgen != kid.objgen), parent])
    change(parent, kid)


def on_kid(_parent: Object, kid: Object) -> None:
    kid.V = String("Apua")


def on_parent(parent: Object, _kid: Object) -> None:
    parent.V = String("Apua")


def on_parent_beside_an_empty_kid(parent: Object, kid: Object) -> None:
    parent.V, kid.V = String("Apua"), String("")


@pytest.mark.parametrize("change", [on_kid, on_parent, on_parent_beside_an_empty_kid])
def test_a_value_on_any_level(book: Pdf, change: Callable[[Object, Object], None]) -> None:
    nested(book, change)
    assert (field(book).text, field(book).others) == ("Apua", ())


def test_different_values_on_two_levels(book: Pdf) -> None:
    def change(parent: Object, kid: Object) -> None:
        parent.V, kid.V = String("vanha"), String("uusi")

    nested(book, change)
    assert (field(book).text, field(book).others) == ("uusi", ("vanha",))


def second_place(book: Pdf) -> Object:
    """Add a second place for the field of ``nested``."""
    first = next(note for note in book.pages[0].obj.Annots if "/Parent" in note)
    second = book.make_indirect(Dictionary(Subtype=Name.Widget, Parent=first.Parent, Rect=Array([9, 9, 18, 18])))
    first.Parent.Kids.append(second)
    book.pages[0].obj.Annots.append(second)
    return second


def test_a_field_in_two_places_is_one_field(book: Pdf) -> None:
    nested(book, on_parent)
    second = second_place(book)
    assert field(book).text == "Apua"
    second.V = String("Apua")
    assert field(book).text == "Apua"


def test_two_places_with_different_texts_are_two_fields(book: Pdf) -> None:
    """A program has merged two people's forms, and put the fields of one name together."""
    nested(book, on_kid)
    second_place(book).V = String("Toisen apu")
    assert [field.text for field in form_fields(book) if field.names == (FIELD,)] == ["Apua", "Toisen apu"]


def test_a_field_whose_place_is_lost_is_found_in_the_form(book: Pdf) -> None:
    widget(book).V = String("Apua")
    page = book.pages[0].obj
    page.Annots = Array([note for note in page.Annots if str(note.T) != FIELD])
    assert (field(book).text, field(book).page) == ("Apua", 0)


def test_a_form_that_leads_in_circles(book: Pdf) -> None:
    kid = widget(book)
    kid.Parent = kid
    kid.V = String("Apua")
    above = book.make_indirect(Dictionary(T=String("ylin")))
    above.Kids = Array([above])
    book.Root.AcroForm.Fields.append(above)
    assert [field.text for field in form_fields(book)][2] == "Apua"


def with_xml(book: Pdf, value: str) -> None:
    data = f'<x:datasets xmlns:x="x"><x:data><form><{FIELD}>{value}</{FIELD}></form></x:data></x:datasets>'
    book.Root.AcroForm.XFA = Stream(book, data.encode())


def test_the_values_of_an_xml_form(book: Pdf) -> None:
    with_xml(book, "Apua")
    assert (field(book).text, field(book).others) == ("Apua", ())
    widget(book).V = String("Apua")
    assert (field(book).text, field(book).others) == ("Apua", ())
    widget(book).V = String("Muuta")
    assert (field(book).text, field(book).others) == ("Muuta", ("Apua",))


def test_an_xml_form_without_other_fields(book: Pdf) -> None:
    del book.pages[0].obj.Annots
    book.Root.AcroForm.Fields = Array()
    with_xml(book, "Apua")
    assert with_xml_form(book, []) == [FilledField(("form", FIELD), "Apua")]


def test_names_in_utf_8_and_in_parts(book: Pdf) -> None:
    widget(book).T = String(b"\xc3\xa4\xc3\xa4ni")
    assert field(book, "ääni").text == ""
    widget(book, "nimi").T = String("a\u0308a\u0308nin nimi")
    assert field(book, "äänin nimi").text == "Aino"


@pytest.mark.parametrize(
    ("value", "sound"),
    [(Array(), True), (Array([None]), True), (Array([Dictionary()]), True), (7, False), (Array([7]), False)],
)
def test_what_should_be_annotations(book: Pdf, value: object, *, sound: bool) -> None:
    book.pages[0].obj["/Annots"] = value
    assert annotations_are_sound(book) is sound
    assert len(form_fields(book)) == len(PATHS), "they are still in the form"


@pytest.mark.parametrize("corners", [None, 7, Array([]), Array([1, 2, 3]), Array([1, 2, 3, Name.X]), String("1 2 3 4")])
def test_a_damaged_box_is_none(corners: object) -> None:
    annotation = Dictionary(Subtype=Name.Widget)
    if corners is not None:
        annotation.Rect = corners
    assert box_of(annotation) is None
    assert box_of(Dictionary(Rect=Array([9, 8, 1, 2]))) == (1.0, 2.0, 9.0, 8.0)


def circle(book: Pdf) -> object:
    first, second = book.make_indirect(Array()), book.make_indirect(Array())
    first.extend([second, second])
    second.extend([first, first])
    return first


def test_arrays_in_circles_are_no_text(book: Pdf) -> None:
    widget(book).V = circle(book)
    assert (field(book).text, field(book).is_text) == ("", False)


def test_options_that_are_none_change_no_text(book: Pdf) -> None:
    options = (circle(book), 7, Array([Array([7, 7]), Array([String("k")]), 7]), Array([Array([String("k"), 7])]))
    for value in options:
        widget(book).V, widget(book).Opt = String("k"), value
        assert (field(book).text, field(book).is_text) == ("k", True)


def test_more_values_than_anybody_chooses(book: Pdf) -> None:
    widget(book).V = Array([String("x")] * 1_001)
    with pytest.raises(TooLargeError):
        form_fields(book)


@pytest.mark.parametrize("name", [7, Array([]), Dictionary(), True])
def test_a_name_that_is_none(book: Pdf, name: object) -> None:
    widget(book).T = name
    assert ("",) in [filled.names for filled in form_fields(book)]


def test_a_place_that_stands_on_a_page_very_often(book: Pdf) -> None:
    widget(book).V = String("Apua")
    book.pages[0].obj.Annots = Array([widget(book)] * 3_000)
    assert (field(book).text, field(book).others) == ("Apua", ())


BUTTONS = b"""%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 7 0 R]>>>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]/Annots[4 0 R 8 0 R 9 0 R]>> endobj
4 0 obj <</Type/Annot/Subtype/Widget/FT/Btn/T(rasti)/Rect[0 0 9 9]/V/Kyll\xe4/AS/Kyll\xe4/AP 6 0 R>> endobj
5 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>> stream

endstream endobj
6 0 obj <</N<</Kyll\xe4 5 0 R/Off 5 0 R>>>> endobj
7 0 obj <</FT/Btn/Ff 32768/T(valinta)/V/2/Kids[8 0 R 9 0 R]>> endobj
8 0 obj <</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[0 0 9 9]/AS/Off/Contents(ei)/NM(valinta=1)/AP 10 0 R>> endobj
9 0 obj <</Type/Annot/Subtype/Widget/Parent 7 0 R/Rect[0 9 9 18]/AS/2/AP<</N<</2 5 0 R/Off 5 0 R>>>>>> endobj
10 0 obj <</N<</1 5 0 R/Off 5 0 R>>>> endobj
trailer <</Root 1 0 R/Size 11>>
"""
"""A check box whose state has a name in an old encoding, and two radio buttons."""


def test_buttons_with_their_states() -> None:
    with pikepdf.open(BytesIO(BUTTONS)) as book:
        box, first, second = form_fields(book)
    assert (box.names, first.names, second.names) == (("rasti",), ("valinta",), ("valinta",))
    assert box.button == FilledButton(("Kyllä",), ("Kyllä",), "Kyllä")
    assert first.button == FilledButton(("2",), ("1",), "", ("ei", "valinta=1"))
    assert second.button == FilledButton(("2",), ("2",), "2", order=2)
    assert [button.button.is_chosen for button in (box, first, second) if button.button] == [True, False, True]
    assert second.box == (0.0, 9.0, 9.0, 18.0)


@pytest.mark.parametrize("drawings", [7, Array(), Dictionary(), Dictionary(N=7), Dictionary(N=Array())])
def test_a_button_without_states(drawings: object) -> None:
    with pikepdf.open(BytesIO(BUTTONS)) as book:
        book.pages[0].Annots[0].AP = drawings
        assert form_fields(book)[0].button == FilledButton(("Kyllä",), (), "Kyllä")
