"""Fields are tinted on a screen and not on paper, whatever fills them in, and what is on the page stays readable."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from tests.helpers.course import HANDOUT_FIRST, LAYOUTS, the_course
from tests.helpers.forms import form_of, typed
from worksheets.course.layout import Layout, read_layout
from worksheets.errors import StyleError
from worksheets.pdf.field_tints import tint_fields
from worksheets.pdf.structure import elements, number_tree

MakeLayout = Callable[[Mapping[str, str]], Layout]
TINT, WHITE = (232, 240, 242), (255, 255, 255)
COLOURS = {"field-tint": "#e8f0f2", "field-tint-label": '"Kirjoita tähän."', "rule": "#7f949b"}
BOXES = ((10, 60, 80, 80), (10, 20, 80, 40))
"""Two fields: left, bottom, right and top in points."""


@pytest.fixture
def a_layout(tmp_path: Path) -> MakeLayout:
    """Return what makes a layout with custom properties."""
    path = tmp_path / "oma.css"

    def make(properties: Mapping[str, str]) -> Layout:
        path.write_text("".join(f"--{name}: {value};" for name, value in properties.items()), "utf-8")
        colours = {name: value for name, value in properties.items() if value.startswith("#")}
        return Layout("oma", (path,), properties, {}, colours)

    return make


def tagged_form(content: bytes = b"", boxes: Sequence[Sequence[float]] = BOXES) -> pikepdf.Pdf:
    """Return a tagged page with fields, and a page without any."""
    book = pikepdf.new()
    page, _other = (book.add_blank_page(page_size=(90, 90)).obj for _page in range(2))
    page.Contents = book.make_stream(content)
    fields = [
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(f"kenttä {n}"), Rect=Array(box))
        for n, box in enumerate(boxes)
    ]
    page.Annots = Array([book.make_indirect(field) for field in fields])
    section = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect))
    rows: list[object] = []
    for key, field in enumerate(page.Annots, start=5):
        reference = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
        field.StructParent = key
        rows += [key, book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=section, K=reference))]
    section.K = Array(rows[1::2])
    tree = Dictionary(Type=Name.StructTreeRoot, K=Array([section]), ParentTree=Dictionary(Nums=Array(rows)))
    book.Root.StructTreeRoot = book.make_indirect(tree)
    book.Root.AcroForm = Dictionary(Fields=page.Annots)
    return book


def saved(book: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def on_screen(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render().to_pil().convert("RGB") for page in document]


def on_paper(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(optimize_mode="print").to_pil().convert("RGB") for page in document]


def by_mupdf(pdf: bytes) -> list[Image.Image]:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        pictures = [page.get_pixmap() for page in document]
        return [Image.frombytes("RGB", (picture.width, picture.height), picture.samples) for picture in pictures]


def ground(picture: Image.Image, box: tuple[float, ...]) -> tuple[int, ...]:
    """Return the most frequent colour in a box of a page."""
    left, bottom, right, top = box
    inside = picture.crop((int(left) + 1, int(picture.height - top) + 1, int(right), int(picture.height - bottom)))
    levels = inside.tobytes()
    return Counter(zip(levels[::3], levels[1::3], levels[2::3], strict=True)).most_common(1)[0][0]


@pytest.mark.parametrize("show", [on_screen, by_mupdf])
def test_fields_are_tinted_on_the_screen(show: Callable[[bytes], list[Image.Image]], a_layout: MakeLayout) -> None:
    with tagged_form() as book:
        tint_fields(book, a_layout(COLOURS), "Kurssi")
        page, other = show(saved(book))
    for box in BOXES:
        assert ground(page, box) == pytest.approx(TINT, abs=1)  # MuPDF rounds down.
    assert ground(page, (10, 42, 80, 58)) == WHITE, "between the fields"
    assert page.getpixel((9, 90 - 30)) == pytest.approx(TINT, abs=1), "it is a little wider than the field"
    assert page.getpixel((7, 90 - 30)) == WHITE
    assert max(other.convert("L").histogram()[:255], default=0) == 0


def test_a_line_lies_between_fields_that_touch(a_layout: MakeLayout) -> None:
    with tagged_form(boxes=((10, 60, 80, 80), (10, 40, 80, 60), (10, 10, 80, 30))) as book:
        tint_fields(book, a_layout({**COLOURS, "rule": "#000000"}), "Kurssi")
        (page, _other) = on_screen(saved(book))
    levels = page.convert("L").crop((40, 0, 41, 90)).tobytes()
    assert [y for y in range(90) if levels[y] < 160] == [90 - 60 - 1]


def test_nothing_of_it_is_printed(a_layout: MakeLayout) -> None:
    with tagged_form() as book:
        before = on_paper(saved(book))
        tint_fields(book, a_layout(COLOURS), "Kurssi")
        assert on_paper(saved(book)) == before
        assert on_screen(saved(book)) != before
        flags = [int(note.F) for note in book.pages[0].obj.Annots if note.Subtype == Name.Watermark]
    assert [flag & 4 for flag in flags] == [0]


def test_what_is_on_the_page_is_seen_through_a_tint(a_layout: MakeLayout) -> None:
    with tagged_form(b"0 0 0 rg 20 65 10 10 re f") as book:
        tint_fields(book, a_layout(COLOURS), "Kurssi")
        page, _other = on_screen(saved(book))
    assert page.getpixel((25, 90 - 70)) == (0, 0, 0)


def test_the_tint_is_under_the_fields_and_tagged_before_them(a_layout: MakeLayout) -> None:
    with tagged_form() as book:
        tint_fields(book, a_layout(COLOURS), "Kurssi")
        tint, *fields = book.pages[0].obj.Annots
        assert (tint.Subtype, str(tint.Contents), len(fields)) == (Name.Watermark, "Kirjoita tähän.", 2)
        tags = [element for element in elements(book.Root.StructTreeRoot) if Name.Sect != element.S]
        assert [str(element.S) for element in tags] == ["/Annot", "/Form", "/Form"]
        owners = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
        assert owners[int(tint.StructParent)].objgen == tags[0].objgen
        assert tags[0].K.Obj.objgen == tint.objgen
        assert sorted(owners) == [5, 6, 7]


def test_without_words_of_its_own_the_tint_is_called_after_the_course(a_layout: MakeLayout) -> None:
    with tagged_form() as book:
        tint_fields(book, a_layout({"field-tint": "#eee", "rule": "#777"}), "Kurssi")
        assert str(book.pages[0].obj.Annots[0].Contents) == "Kurssi"


@pytest.mark.parametrize("properties", [{}, {"field-tint": "transparent"}])
def test_a_layout_may_have_no_tint(properties: dict[str, str], a_layout: MakeLayout) -> None:
    with tagged_form() as book:
        tint_fields(book, a_layout(properties), "Kurssi")
        assert [str(note.Subtype) for note in book.pages[0].obj.Annots] == ["/Widget", "/Widget"]


def test_a_tint_that_is_no_colour_is_refused(a_layout: MakeLayout) -> None:
    with (
        tagged_form() as book,
        pytest.raises(StyleError, match="oma.css: --field-tint: “haalea” is not a colour; write #rrggbb"),
    ):
        tint_fields(book, a_layout({"field-tint": "haalea"}), "Kurssi")


@pytest.mark.parametrize("name", LAYOUTS)
def test_texts_and_lines_stand_out_from_the_shipped_tint(name: str) -> None:
    layout = read_layout(name, the_course().folder)
    colours = {name: layout.colour(name) for name in ("text", "ink", "quiet", "accent", "rule", "field-tint")}
    luminances = {name: luminance(colour) for name, colour in colours.items() if colour}
    tint = luminances["field-tint"]
    assert min((tint + 0.05) / (luminances[name] + 0.05) for name in ("text", "ink", "quiet", "accent")) > 4.5
    assert (tint + 0.05) / (luminances["rule"] * tint + 0.05) > 3, "the line is multiplied with the tint"


def luminance(colour: tuple[float, ...]) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def by_pymupdf(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Return a form as MuPDF saves it when values have been typed into the slots' fields."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        for page in document:
            for field in page.widgets():
                if text := values.get(field.field_name.replace("_", ".")):
                    field.field_value = text
                    field.update()
        kept: bytes = document.tobytes(garbage=3)
    return kept


def shown_boxes(pdf: bytes) -> list[tuple[int, tuple[float, ...]]]:
    """Return the pages and the boxes of a form's fields."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return [
            (index, tuple(map(float, note.Rect)))
            for index, page in enumerate(book.pages)
            for note in page.obj.get("/Annots", Array())
            if note.Subtype == Name.Widget
        ]


@pytest.mark.slow
@pytest.mark.parametrize("layout", HANDOUT_FIRST)
@pytest.mark.parametrize("type_into", [None, typed, by_pymupdf])
def test_every_field_of_the_form_is_tinted_whoever_has_saved_it(
    layout: str, type_into: Callable[[bytes, Mapping[str, str]], bytes] | None
) -> None:
    pdf = form_of(layout=layout)
    pdf = type_into(pdf, {"nimi": "Aino Esimerkki", "tukiverkosto.esimies": "Palaute"}) if type_into else pdf
    screen, paper = on_screen(pdf), on_paper(pdf)
    boxes = shown_boxes(pdf)
    assert len(boxes) > 40
    assert {ground(screen[page], box) for page, box in boxes} == {TINT}
    assert {ground(paper[page], box) for page, box in boxes} == {WHITE}
