"""Notes, stamps, drawings and files on the pages of a form are found, whatever program has put them there."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Object, Pdf, String

from tests.helpers.forms import form_of
from tests.helpers.tiny_form import tiny_form
from worksheets.pdf.fields import ATTACHED
from worksheets.pdf.page_notes import NoteKind, PageNote, page_notes


@pytest.fixture
def book() -> Iterator[Pdf]:
    with pikepdf.open(BytesIO(tiny_form({"nimi": "Aino"}))) as book:
        yield book


def notes(book: Pdf) -> list[PageNote]:
    return list(page_notes(book, ATTACHED))


def annotate(book: Pdf, subtype: str, **entries: Object) -> None:
    annotation = Dictionary(Subtype=Name(f"/{subtype}"), Rect=Array([1, 2, 3, 4]))
    for name, value in entries.items():
        annotation[f"/{name}"] = value
    book.pages[0].obj.Annots.append(annotation)


def test_a_form_as_it_is_handed_out_has_none(book: Pdf) -> None:
    assert notes(book) == []


@pytest.mark.parametrize("subtype", ["FreeText", "Text", "Stamp", "Ink", "Highlight", "Caret", "Square", "Unknown"])
def test_a_note_with_a_text(book: Pdf, subtype: str) -> None:
    annotate(book, subtype, Contents=String(" Saan palautetta\rja tukea "))
    assert notes(book) == [PageNote(NoteKind.TEXT, "Saan palautetta\rja tukea", 1, (1.0, 2.0, 3.0, 4.0))]


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        ({"RC": String("<body><p>Saan <b>tukea</b></p></body>")}, "Saan tukea"),
        ({"Contents": String(""), "RC": String("<p>a<p>b")}, "a\nb"),
        ({"Contents": String("V\u00e4in\u00f6".encode())}, "Väinö"),
        ({"Contents": String("Väinö".encode("utf-16-le"))}, "Väinö"),
    ],
)
def test_texts_of_notes(book: Pdf, entries: dict[str, Object], text: str) -> None:
    annotate(book, "FreeText", **entries)
    assert [note.text for note in notes(book)] == [text]


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Ink", NoteKind.DRAWING),
        ("Stamp", NoteKind.DRAWING),
        ("FreeText", NoteKind.DRAWING),
        ("Line", NoteKind.DRAWING),
        ("Highlight", NoteKind.MARKUP),
        ("StrikeOut", NoteKind.MARKUP),
    ],
)
def test_a_note_without_a_text(book: Pdf, subtype: str, kind: NoteKind) -> None:
    annotate(book, subtype)
    annotate(book, subtype, Contents=Name.X)
    assert [(note.kind, note.text) for note in notes(book)] == [(kind, ""), (kind, "")]


def test_a_stamp_whose_text_is_only_drawn(book: Pdf) -> None:
    drawing = book.make_stream(b"0 0 9 9 re S BT /F 9 Tf (Hyv\xe4) Tj ( tuki) Tj ET")
    drawing.Resources = Dictionary(Font=Dictionary({"/F": Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica)}))
    annotate(book, "Stamp", AP=Dictionary(N=drawing))
    annotate(book, "Stamp", AP=Dictionary(N=Dictionary(On=drawing)))
    assert [(note.kind, note.text) for note in notes(book)] == [(NoteKind.TEXT, "Hyvä tuki"), (NoteKind.DRAWING, "")]


@pytest.mark.parametrize("subtype", ["Link", "Popup", "Widget"])
def test_what_is_no_note(book: Pdf, subtype: str) -> None:
    annotate(book, subtype, Contents=String("https://example.org"))
    assert notes(book) == []


def test_files_on_a_page_and_in_the_file(book: Pdf) -> None:
    book.attachments["vastaukset.docx"] = AttachedFileSpec(book, b"PK", filename="vastaukset.docx")
    annotate(book, "FileAttachment", FS=Dictionary(UF=String("lisää.docx")))
    annotate(book, "FileAttachment", FS=String("muuta.pdf"))
    annotate(book, "FileAttachment")
    assert [(note.kind, note.text) for note in notes(book)] == [
        (NoteKind.FILE, name) for name in ("lisää.docx", "muuta.pdf", "", "vastaukset.docx")
    ]


def draw(book: Pdf, index: int, content: bytes) -> Object:
    """Draw the appearance of a field."""
    field = book.Root.AcroForm.Fields[index]
    field.AP.N.write(content)
    field.AP.N.Resources = Dictionary(
        Font=Dictionary({"/F": Dictionary(Subtype=Name.Type1, BaseFont=Name.Helvetica)}), XObject=Dictionary()
    )
    return field


def test_an_empty_field_that_shows_something(book: Pdf) -> None:
    draw(book, 2, b"/Tx BMC BT /F 9 Tf (Apua) Tj ET EMC")
    assert notes(book) == [PageNote(NoteKind.TEXT, "Apua", 1, (0.0, 0.0, 9.0, 9.0))]


def test_a_field_that_shows_its_value(book: Pdf) -> None:
    draw(book, 0, b"/Tx BMC BT /F 9 Tf (Aino) Tj ET EMC")
    assert notes(book) == []
    draw(book, 0, b"").V = Dictionary()
    assert notes(book) == []


def test_a_button_has_an_appearance_for_each_state(book: Pdf) -> None:
    book.Root.AcroForm.Fields[2].AP.N = Dictionary(Yes=book.make_stream(b""))
    assert notes(book) == []


@pytest.mark.slow
def test_what_another_program_puts_on_the_pages() -> None:
    with pymupdf.open(stream=form_of(), filetype="pdf") as document:
        document[0].add_freetext_annot((68, 640, 280, 660), "Aino Esimerkki")
        document[6].add_text_annot((70, 300), "Esimieheltä saan palautetta")
        document[6].add_ink_annot([[(100, 100), (150, 130)]])
        document[7].insert_text((100, 300), "Verkostoni ovat Åbossa")
        document[8].add_stamp_annot((70, 300, 200, 350), stamp=0)
        document[8].insert_image((70, 400, 90, 420), stream=_picture())
        document[9].add_highlight_annot((70, 100, 200, 150))
        pdf = document.tobytes()
    with pikepdf.open(BytesIO(pdf)) as book:
        seen = [(note.kind, note.text, note.page) for note in notes(book)]
    assert seen[:4] == [
        (NoteKind.TEXT, "Aino Esimerkki", 1),
        (NoteKind.TEXT, "Esimieheltä saan palautetta", 7),
        (NoteKind.DRAWING, "", 7),
        (NoteKind.TEXT, "Verkostoni ovat Åbossa", 8),
    ]
    assert {page for _kind, _text, page in seen[4:]} == {9, 10}
    assert (NoteKind.DRAWING, "", 9) in seen
    assert (NoteKind.MARKUP, "", 10) in seen


def _picture() -> bytes:
    picture: bytes = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 2, 2), False).tobytes()  # noqa: FBT003 - without alpha
    return picture
