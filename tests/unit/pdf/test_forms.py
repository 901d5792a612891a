"""Form fields are named after slots, look the same in every viewer, and are read back as they were typed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import atan2, tau
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from tests.helpers.course import HANDOUT_FIRST, LAYOUTS, Here, crowd, example_group, in_each_layout, the_course
from tests.helpers.forms import form_of, typed
from tests.helpers.golden import DPI, compare
from tests.helpers.making import handout, master_store, packet
from tests.helpers.merging import as_printed
from tests.helpers.pdf import letters, texts
from tests.helpers.strategies import few_examples
from tests.helpers.verapdf import failures
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import PdfError
from worksheets.packet.naming import plan, print_path
from worksheets.packet.order import Order
from worksheets.pdf.drawn_text import drawn_in
from worksheets.pdf.fields import ATTACHED, PT, Appearance, field_name, slot_path, values_digest
from worksheets.pdf.form_reader import collect
from worksheets.pdf.forms import DrawAppearances, field_boxes, fillable, top_box
from worksheets.pdf.structure import elements, number_tree
from worksheets.people.participant import BLANK, Participant
from worksheets.people.roster import read_roster
from worksheets.people.texts import clean
from worksheets.people.writers import as_file
from worksheets.spreadsheets.spoilt_letters import spoilt
from worksheets.text.typography import typography

FILLED_PAGES = "1,7-9"
"""All pages with slots."""
LETTERS = "aeiklnstuyåäöÅÄÖéšžBX0123456789 .,;:!?-–”’\"'€§@#&=+*()/%\n"
TYPED = st.text(LETTERS, min_size=1, max_size=120).filter(
    # A cell with “null” or “nan” is empty in a list.
    lambda text: clean(text) not in ("", "null", "nan") and not spoilt(text)
)


@dataclass(frozen=True)
class Field:
    path: str
    value: str
    tooltip: str
    limit: int
    many_lines: bool
    typed_with: str
    drawn: bool


def fields(pdf: bytes) -> list[Field]:
    with pikepdf.open(BytesIO(pdf)) as book:
        return [
            Field(
                slot_path(str(field.T)),
                str(field.V),
                str(field.TU),
                int(field.MaxLen),
                bool(int(field.Ff) & 4096),
                str(field.DA),
                isinstance(field.AP.N, pikepdf.Stream),
            )
            for field in book.Root.AcroForm.Fields
        ]


def by_qpdf(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def by_mupdf(pdf: bytes) -> bytes:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        saved: bytes = document.tobytes(garbage=3, deflate=True)
    return saved


def by_pdfium(pdf: bytes) -> bytes:
    out = BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document.save(out)
    return out.getvalue()


SAVED_BY: dict[str, Callable[[bytes], bytes]] = {
    "pypdf": bytes,
    "qpdf": by_qpdf,
    "mupdf": by_mupdf,
    "pdfium": by_pdfium,
}


@pytest.mark.slow
@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_a_long_text_in_a_field_of_the_cover_is_drawn_whole(layout: str) -> None:
    long = "Sosiaali- ja terveysalan ammattilaisten valmennus Mallikunnan kansalaisopistossa, " * 2
    values = {"nimi": "Aino Esimerkki", "kurssi": long.strip(), "aika": long.strip()[:100], "paikka": "Tampere"}
    with pikepdf.open(BytesIO(form_of(Participant(values), layout, "1"))) as book:
        by_path = {slot_path(str(field.T)): field for field in book.Root.AcroForm.Fields}
        for path, text in values.items():
            field = by_path[path]
            assert isinstance(field.AP.N, pikepdf.Stream)
            assert letters(drawn_in(book, field.AP.N).text) == letters(text)
            assert bool(int(field.Ff) & 4096) == (path in ("kurssi", "aika"))


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_slot_on_the_pages_has_a_field_named_after_it(course: Course, layout: str) -> None:
    by_path = {field.path: field for field in fields(form_of(layout=layout))}
    assert set(by_path) == {
        path
        for path, slot in course.slots.items()
        if not slot.secret
        and path not in ("ryhma", "organisaatio", "sahkoposti")
        and not any(int(step) > (5 if "omat" in path else 8) for step in path.split(".") if step.isdecimal())
    }
    for path, field in by_path.items():
        slot = course.slots[path]
        assert (field.limit, field.drawn) == (slot.limit, True)
        assert slot.label in field.tooltip
        assert field.many_lines == (path.split(".")[0] not in ("nimi", "kurssi", "kouluttaja", "aika", "paikka"))
    # On a wall, what answers a question stands on a slide of its own.
    assert len(texts(form_of(layout=layout))) == {"handout": 10, "slides": 11}[layout]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "tooltip"),
    [
        ("nimi", "Nimi"),
        ("tukiverkosto.klubit-lehdet-kirjat", "Tukiverkosto – Klubeista, lehdistä, kirjoista jne."),
        ("omat-verkostot.2.luonut", "Verkosto 2: Miten olen luonut"),
        ("omat-verkostot.2.yllapito", "Verkosto 2: Miten pidän yllä (oma panostus)"),
        ("verkostokartta.kontaktit.8.apu", "Verkostokartta – Kontakti 8: Apu ja tuki"),
        ("verkostokartta.uudet-kontaktit", "Verkostokartta – Missä asioissa tarvitset uusia kontakteja?"),
    ],
)
def test_a_tooltip_is_the_whole_question(path: str, tooltip: str) -> None:
    assert {field.path: field.tooltip for field in fields(form_of())}[path] == tooltip


@pytest.mark.slow
def test_no_two_fields_ask_the_same() -> None:
    tooltips = [field.tooltip for field in fields(form_of())]
    assert len(tooltips) > 40
    assert len(set(tooltips)) == len(tooltips)


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_fields_come_in_reading_order(course: Course, layout: str) -> None:
    order = [field.path for field in fields(form_of(layout=layout))]
    assert order == [path for path in course.slots if path in order]
    with pikepdf.open(BytesIO(form_of(layout=layout))) as book:
        assert {str(page.obj.Tabs) for page in book.pages} == {"/S"}
        owners = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
        in_tree = [element.objgen for element in elements(book.Root.StructTreeRoot)]
        notes = [note for page in book.pages for note in page.obj.get("/Annots", pikepdf.Array())]
        tagged = [in_tree.index(owners[int(note.StructParent)].objgen) for note in notes]
        widgets = [slot_path(str(note.T)) for note in notes if note.Subtype == pikepdf.Name.Widget]
    assert tagged == sorted(tagged), "the tab key goes through the elements in their order"
    assert widgets == order


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_fields_lie_as_one_reads(layout: str) -> None:
    """Lines go from left to right, columns of questions downwards, and balls clockwise from the top."""
    with pymupdf.open(stream=form_of(layout=layout), filetype="pdf") as document:
        boxes = {
            slot_path(str(field.field_name)): (index, pymupdf.Rect(field.rect))
            for index, page in enumerate(document)
            for field in page.widgets()
        }
    cover = [box for path, box in boxes.items() if "." not in path]
    prompts = [box for path, box in boxes.items() if path.startswith("tukiverkosto.")]
    cells = [box for path, box in boxes.items() if path.startswith("omat-verkostot.")]
    balls = [box for path, box in boxes.items() if path.startswith("verkostokartta.kontaktit.")]
    assert (len(cover), len(prompts), len(cells), len(balls)) == (5, 10, 20, 16)
    assert [page for page, _box in boxes.values()] == sorted(page for page, _box in boxes.values())
    assert sorted(cover, key=by_line) == cover
    assert sorted(prompts, key=by_column) == prompts
    assert sorted(cells, key=by_line) == cells
    names, supports = [box for _page, box in balls[::2]], [box for _page, box in balls[1::2]]
    assert all(name.y1 <= support.y0 + 1 for name, support in zip(names, supports, strict=True))
    assert sorted(names, key=lambda box: clockwise(box, names)) == names


def by_line(placed: tuple[int, pymupdf.Rect]) -> tuple[int, int, float]:
    page, box = placed
    return page, round(box.y1 / 6), box.x0


def by_column(placed: tuple[int, pymupdf.Rect]) -> tuple[int, int, float]:
    page, box = placed
    return page, round(box.x0 / 6), box.y0


def clockwise(box: pymupdf.Rect, boxes: Sequence[pymupdf.Rect]) -> float:
    """Return the direction in which a box lies from the middle of all: 0 is upwards, and a quarter is to the right."""
    x, y = (sum(other.x0 for other in boxes) / len(boxes), sum(other.y0 for other in boxes) / len(boxes))
    return round(atan2(box.x0 - x, y - box.y0) / tau, 3) % 1


CROWDED_FORMS = [pytest.param(layout, "crowd", marks=pytest.mark.long) for layout in LAYOUTS]


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize(
    ("layout", "who"), [*in_each_layout(["filled", "blank", "arabic"], slides=0, handouts=1), *CROWDED_FORMS]
)
def test_forms_are_accessible(course: Course, tmp_path: Path, layout: str, who: str) -> None:
    people = {
        "blank": BLANK,
        "filled": example_group()[4],
        "crowd": crowd(course),
        "arabic": Participant({"nimi": "محمد العلي", "tukiverkosto.esimies": "王伟明"}),
    }
    path = tmp_path / "form.pdf"
    path.write_bytes(form_of(people[who], layout))
    assert failures(path) == []


def grey(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((248, 351) if picture.height > picture.width else (351, 248))


def shown_by_pdfium(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        return [page.render(scale=DPI / 72, may_draw_forms=True).to_pil() for page in document]


def shown_by_mupdf(pdf: bytes) -> list[Image.Image]:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        pictures = [page.get_pixmap(dpi=DPI) for page in document]
        return [Image.frombytes("RGB", (picture.width, picture.height), picture.samples) for picture in pictures]


@pytest.mark.slow
@pytest.mark.parametrize("show", [shown_by_pdfium, shown_by_mupdf])
@pytest.mark.parametrize("state", ["blank", "filled", "typed"])
def test_forms_look_as_kept(
    request: pytest.FixtureRequest, state: str, show: Callable[[bytes], list[Image.Image]]
) -> None:
    engine = show.__name__.removeprefix("shown_by_")
    compare(show(form(state)), f"form-{state}-{engine}", update=request.config.getoption("--update-golden"))


TYPED_TEXTS = {
    "nimi": "Åsa Öberg",
    "aika": "14.1.2026 – klo 9",
    "tukiverkosto.esimies": "Palkka 2 000 € ja ”lisät”, žemaitija",
    "omat-verkostot.2.luonut": "Yhteinen projekti ja paljon\nmuuta, mitä en nyt muista",
    "verkostokartta.kontaktit.3.nimi": "Öivind",
    "verkostokartta.uudet-kontaktit": "Ääniä",
}


def form(state: str) -> bytes:
    """Return a form as it is handed out blank or filled, or with something typed into it."""
    if state == "filled":
        return form_of(example_group()[0], pages=FILLED_PAGES)
    blank = form_of(pages=FILLED_PAGES)
    return typed(blank, TYPED_TEXTS) if state == "typed" else blank


@pytest.mark.slow
@pytest.mark.parametrize("state", ["blank", "filled", "typed"])
def test_viewers_draw_a_form_alike(state: str) -> None:
    for in_pdfium, in_mupdf in zip(shown_by_pdfium(form(state)), shown_by_mupdf(form(state)), strict=True):
        counts = ImageChops.difference(grey(in_pdfium), grey(in_mupdf)).histogram()
        assert sum(counts[100:]) < 0.002 * sum(counts)


@pytest.mark.slow
def test_what_is_typed_is_drawn_in_the_embedded_font_with_every_letter() -> None:
    pdf = typed(form_of(pages=FILLED_PAGES), TYPED_TEXTS)
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        shown = letters("".join(page.get_text() for page in document))
    for text in TYPED_TEXTS.values():
        assert letters(text)[:20] in shown
    with pikepdf.open(BytesIO(pdf)) as book:
        names = {str(font.BaseFont) for font in book.Root.AcroForm.DR.Font.values()}
        assert names == {"/SourceSans3-Regular", "/SourceSans3-Bold"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "rows"), [("handout", 12), *(pytest.param(layout, 60, marks=pytest.mark.long) for layout in LAYOUTS)]
)
def test_every_field_is_drawn_with_its_own_value(course: Course, layout: str, rows: int) -> None:
    values = crowd(course).values
    left_out = {path for path in values if any(int(step) > rows for step in path.split(".") if step.isdecimal())}
    person = Participant({path: text for path, text in values.items() if path not in left_out})
    with pymupdf.open(stream=form_of(person, layout, FILLED_PAGES), filetype="pdf") as document:
        for page in document:
            for field in page.widgets():
                inside = letters(page.get_text(clip=pymupdf.Rect(field.rect)))
                assert letters(field.field_value).startswith(inside.rstrip("…")), field.field_name
                assert len(inside) > 4, field.field_name


LONG = "Kysyn avoimista paikoista ja kuulen, mitä työnantajat nyt arvostavat. " * 12
OVERFULL = {
    "tukiverkosto.esimies": LONG,
    "tukiverkosto.laheiset": LONG[:140],
    "omat-verkostot.1.nimi": LONG,
    "verkostokartta.kontaktit.1.nimi": LONG[:190],
    "verkostokartta.kontaktit.1.apu": LONG[:300],
    "verkostokartta.uudet-kontaktit": LONG,
}


@pytest.mark.slow
@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_no_text_in_a_form_is_smaller_than_on_paper(course: Course, layout: str) -> None:
    numbers = read_layout(layout, course.folder).numbers
    places = ("field", "prompt", "text", "cell", "ball-name", "ball-support")
    sizes = [numbers.get(f"{place}-{step}") for place in places for step in ("size", "small")]
    smallest = min(filter(None, sizes))
    person = Participant({"nimi": "Aino Esimerkki " * 8, **OVERFULL})
    with pymupdf.open(stream=form_of(person, layout, FILLED_PAGES), filetype="pdf") as document:
        drawn = [
            span["size"]
            for page in document
            for field in page.widgets()
            if field.field_value
            for block in page.get_text("dict", clip=pymupdf.Rect(field.rect))["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
        ]
        typed_sizes = [field.text_fontsize for page in document for field in page.widgets()]
    assert len(drawn) > 10
    assert min(*drawn, *typed_sizes) == pytest.approx(smallest / PT, abs=0.01)
    values = {field.path: field.value for field in fields(form_of(person, layout, FILLED_PAGES)) if field.value}
    assert all(values[path] == text for path, text in OVERFULL.items()), "the values are whole"


@pytest.mark.slow
def test_a_form_of_too_long_texts_is_merged_as_it_is_typeset(course: Course) -> None:
    edition = Edition(course, course.choose(FILLED_PAGES), read_layout("handout", course.folder), fillable=True)
    person = as_printed(Participant({"nimi": "Aino Esimerkki", **OVERFULL}, key="aino@example.org"))
    merged, typeset = master_store(edition).handout(person, make=True), handout(edition, person)
    assert fields(merged) == fields(typeset)
    assert shown_by_pdfium(merged) == shown_by_pdfium(typeset)
    assert description(merged) == description(typeset)


def description(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as book:
        return book.attachments[ATTACHED].get_file().read_bytes()


@pytest.mark.slow
def test_a_filled_form_has_its_values_in_the_fields_and_nowhere_under_them() -> None:
    person = example_group()[0]
    pdf = form_of(person)
    filled = {field.path: field.value for field in fields(pdf) if field.value}
    assert filled == {path: typography(text, "fi") for path, text in person.values.items() if path in filled}
    assert len(filled) > 10
    assert person.text("tukiverkosto.esimies") not in "".join(texts(pdf))


@pytest.mark.slow
def test_the_description_is_attached() -> None:
    with pikepdf.open(BytesIO(form_of(example_group()[0]))) as book:
        description = json.loads(book.attachments[ATTACHED].get_file().read_bytes())
    assert set(description) == {"course", "form", "version", "participant", "person", "values"}
    assert (description["course"], description["participant"]) == ("tyoelaman-verkostot", example_group()[0].name)


@pytest.mark.slow
def test_the_same_form_gives_the_same_bytes() -> None:
    edition = Edition(the_course(), ("kansi",), read_layout("handout", the_course().folder), fillable=True)
    assert handout(edition, example_group()[0]) == handout(edition, example_group()[0])


def as_kept(path: str, text: str) -> str:
    """Return a typed text as a participant has it: a field, such as the name, has one line."""
    text = clean(text)
    return " ".join(text.split()) if the_course().slots[path].one_line else text


def typed_values() -> st.SearchStrategy[dict[str, str]]:
    """Return what draws texts for some fields of the form."""
    paths = sorted(field.path for field in fields(form_of(pages=FILLED_PAGES)))
    return st.dictionaries(st.sampled_from(paths), TYPED, max_size=12)


@pytest.mark.slow
@few_examples(3, long=400)
@given(values=st.deferred(typed_values), name=TYPED)
def test_what_is_typed_comes_back_whichever_library_saves_it(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str], name: str
) -> None:
    values = {"nimi": name, **values}
    folder = tmp_path_factory.mktemp("forms")
    expected = {path: as_kept(path, text) for path, text in values.items()}
    saved = typed(form_of(pages=FILLED_PAGES), values)
    for library, save in SAVED_BY.items():
        path = folder / f"{library}.pdf"
        path.write_bytes(save(saved))
        returned = collect([path], the_course())
        assert returned.errors == ()
        assert dict(returned.participants[0].values) == expected, library
    for ending in ("yaml", "csv", "xlsx"):
        listed = folder / f"lista.{ending}"
        listed.write_bytes(as_file(returned.participants, listed, the_course()))
        (back,) = read_roster(listed, the_course()).participants
        assert dict(back.values) == expected, ending


@pytest.mark.slow
def test_the_answers_of_the_example_group_are_collected_and_printed(course: Course, tmp_path: Path) -> None:
    group = [person.given({"nimi": f"{person.name} {n}"}) for n, person in enumerate(example_group()[:2])]
    pages = course.choose(FILLED_PAGES)
    edition = Edition(course, pages, read_layout("handout", course.folder), fillable=True)
    out, back = tmp_path / "ulos", tmp_path / "takaisin"
    jobs = plan(group, course, out, "{nimi}")
    list(packet(Order(edition, jobs, out, print_path(jobs)), Here()))
    back.mkdir()
    long = "Kysyn avoimista paikoista ja kuulen, mitä työnantajat nyt arvostavat. " * 12
    parts = course.part("tukiverkosto").parts
    answers = [{f"tukiverkosto.{part.id}": f"Vastaus {n} {part.label}" for part in parts} for n in range(2)]
    answers[1]["verkostokartta.uudet-kontaktit"] = long
    for job, values in zip(jobs, answers, strict=True):
        (back / f"renamed-{job.path.name}").write_bytes(typed(job.path.read_bytes(), values))
    returned = collect([back], course)
    assert returned.errors == ()
    listed = tmp_path / "vastaukset.xlsx"
    listed.write_bytes(as_file(returned.participants, listed, course))
    people = read_roster(listed, course).participants
    assert len(people) == 2
    paper = Edition(course, pages, edition.layout)
    printed = {person.name: letters("".join(texts(handout(paper, person)))) for person in people}
    for job, values in zip(jobs, answers, strict=True):
        for text in values.values():
            assert all(letters(word) in printed[job.participant.name] for word in text.split())
    assert printed[jobs[1].participant.name].count("työnantajatnytarvostavat") == 12, "the long answer is printed whole"


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_a_merged_file_gives_everyones_answers(course: Course, tmp_path: Path) -> None:
    edition = Edition(course, course.choose("1,7"), read_layout("handout", course.folder), fillable=True)
    people = [Participant({"nimi": name, "tukiverkosto.esimies": f"Apu {name}"}) for name in ("Aino", "Väinö")]
    jobs = plan(people, course, tmp_path, "{nimi}")
    list(packet(Order(edition, jobs, tmp_path, print_path(jobs)), Here()))
    path = tmp_path / "tulosta-kaikki.pdf"
    assert failures(path) == []
    returned = collect([path], course)
    assert [dict(person.values) for person in returned.participants] == [dict(person.values) for person in people]


Box = tuple[float, float, float, float]
NAME, SUPPORT, CONTACT = "nimi", "tukiverkosto.esimies", "verkostokartta.kontaktit.1.nimi"
PLACES = {NAME: "field", SUPPORT: "prompt", CONTACT: "ball-name"}
"""The places of some slots in the layout: one line, several lines, and centred lines."""
BOXES: dict[str, Box] = {NAME: (10, 60, 210, 40), SUPPORT: (10, 200, 210, 100), CONTACT: (300, 100, 380, 160)}
"""In points; the typesetter gives the upper edge first."""
AINO = Participant({NAME: "Aino Esimerkki", CONTACT: "Ville"})


def typeset_form() -> bytes:
    """Return a page with three fields as the typesetter makes it; the font of the last one is bold.

    The fonts of the fields and of the page are in the same dictionary.
    """
    out = BytesIO()
    with pikepdf.new() as book:
        names = {"/F0": pikepdf.Name("/AAAAAA+Teksti"), "/F1": pikepdf.Name("/BBBBBB+Teksti-Bold")}
        names["/F2"] = pikepdf.Name("/CCCCCC+Sivu")
        fonts = pikepdf.Dictionary({name: pikepdf.Dictionary(BaseFont=base) for name, base in names.items()})
        page = book.add_blank_page(page_size=(595, 842)).obj
        page.Annots = pikepdf.Array(
            [
                book.make_indirect(
                    pikepdf.Dictionary(
                        Subtype=pikepdf.Name.Widget,
                        T=pikepdf.String(f"{place} {path}"),
                        DA=pikepdf.String(f"0.1 0.2 0.3 rg /F{int(path == CONTACT)} 11 Tf"),
                        Rect=pikepdf.Array(BOXES[path]),
                    )
                )
                for path, place in PLACES.items()
            ]
        )
        page.Resources = book.make_indirect(pikepdf.Dictionary(Font=fonts))
        book.Root.AcroForm = pikepdf.Dictionary(Fields=page.Annots, DR=page.Resources, NeedAppearances=True)
        book.save(out)
    return out.getvalue()


def pages_for(appearances: Sequence[Appearance]) -> bytes:
    """Return an empty page for each appearance, as large as it is to be."""
    out = BytesIO()
    with pikepdf.new() as book:
        for appearance in appearances:
            book.add_blank_page(page_size=(appearance.width / PT, appearance.page / PT))
        book.save(out)
    return out.getvalue()


def tiny_form(participant: Participant = AINO, draw: DrawAppearances = pages_for) -> pikepdf.Pdf:
    """Return the form made of the three fields, opened."""
    course = the_course()
    layout = read_layout("handout", course.folder)
    return pikepdf.open(BytesIO(fillable(typeset_form(), participant, course, layout, draw)))


def field_objects(book: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {slot_path(str(field.T)): field for field in book.Root.AcroForm.Fields}


def test_fields_get_names_values_and_limits() -> None:
    with tiny_form() as book:
        by_path = field_objects(book)
        assert {path: str(field.V) for path, field in by_path.items()} == {
            NAME: "Aino Esimerkki",
            SUPPORT: "",
            CONTACT: "Ville",
        }
        assert {str(field.T) for field in by_path.values()} == {field_name(path) for path in PLACES}
        slots = the_course().slots
        assert {path: int(field.MaxLen) for path, field in by_path.items()} == {p: slots[p].limit for p in PLACES}
        assert {int(field.F) for field in by_path.values()} == {4}, "they are printed"
        assert {tuple(map(int, field.Border)) for field in by_path.values()} == {(0, 0, 0)}


def test_a_field_has_lines_and_alignment_as_its_place_has() -> None:
    with tiny_form() as book:
        by_path = field_objects(book)
    assert {path: bool(int(field.Ff) & 4096) for path, field in by_path.items()} == {
        NAME: False,
        SUPPORT: True,
        CONTACT: True,
    }
    assert {path: int(field.Q) for path, field in by_path.items()} == {NAME: 0, SUPPORT: 0, CONTACT: 1}


def test_a_field_keeps_its_place_on_the_page_and_its_colour() -> None:
    with tiny_form() as book:
        for path, field in field_objects(book).items():
            left, first, right, second = BOXES[path]
            expected = [left, min(first, second), right, max(first, second)]
            assert [float(side) for side in field.Rect] == expected
            *font_and_size, red, green, blue, operator = str(field.DA).split()
            assert font_and_size[0] == ("/Bold" if path == CONTACT else "/Text")
            assert (red, green, blue, operator) == ("0.1", "0.2", "0.3", "rg")


def test_viewers_draw_in_embedded_fonts() -> None:
    with tiny_form() as book:
        form = book.Root.AcroForm
        assert form.DR.Font.keys() == {"/Text", "/Bold"}
        assert "/NeedAppearances" not in form
        for font in form.DR.Font.values():
            data = font.FontDescriptor.FontFile2
            assert len(data.read_bytes()) == int(data.Length1) > 1000
            assert len(font.Widths) == int(font.LastChar) - int(font.FirstChar) + 1
            assert font.Encoding == "/WinAnsiEncoding"
        assert str(form.DA).startswith("/Text ")
        assert str(form.DA).endswith(" Tf 0 g")
        assert book.pages[0].Resources.Font.keys() == {"/F2"}, "the others only marked the weights"


def test_an_empty_field_is_drawn_as_nothing() -> None:
    with tiny_form() as book:
        drawing = field_objects(book)[SUPPORT].AP.N
        assert drawing.read_bytes() == b"/Tx BMC EMC"
        assert [float(side) for side in drawing.BBox] == [0, 0, 200, 100]


def test_a_filled_field_shows_the_top_of_the_page_that_is_drawn_for_it() -> None:
    asked: list[Appearance] = []

    def draw(appearances: Sequence[Appearance]) -> bytes:
        asked.extend(appearances)
        return pages_for(appearances)

    with tiny_form(draw=draw) as book:
        assert [(it.text, it.place, it.bold) for it in asked] == [
            ("Aino Esimerkki", "field", False),
            ("Ville", "ball-name", True),
        ]
        assert [(round(it.width / PT), round(it.height / PT)) for it in asked] == [(200, 20), (80, 60)]
        for appearance, path in zip(asked, (NAME, CONTACT), strict=True):
            left, bottom, right, top = (float(side) for side in field_objects(book)[path].AP.N.BBox)
            assert (left, round(right)) == (0, round(appearance.width / PT))
            assert round(top) == round(appearance.page / PT)
            assert round(top - bottom) == round(appearance.height / PT)


def test_nothing_is_typeset_for_a_blank_form() -> None:
    def draw(_appearances: Sequence[Appearance]) -> bytes:
        raise NotImplementedError

    with tiny_form(BLANK, draw) as book:
        assert {field.AP.N.read_bytes() for field in field_objects(book).values()} == {b"/Tx BMC EMC"}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_each_filled_field_needs_a_page(count: int) -> None:
    def draw(appearances: Sequence[Appearance]) -> bytes:
        return pages_for([*appearances, *appearances][:count])

    with pytest.raises(PdfError, match=f"were drawn on {count} pages instead of 2"):
        tiny_form(draw=draw)


def test_a_description_is_attached_as_data() -> None:
    with tiny_form() as book:
        attached = book.attachments[ATTACHED]
        description = json.loads(attached.get_file().read_bytes())
        assert (description["course"], description["participant"]) == (the_course().name, "Aino Esimerkki")
        assert description["values"] == values_digest(dict(AINO.values))
        assert attached.description == f"{the_course().title}: tiedot lomakkeesta"
        assert attached.obj.AFRelationship == "/Data"
        assert attached.get_file().mime_type == "application/json"


def test_a_form_is_identified_by_what_is_in_it() -> None:
    """The identifier of a file's version depends on the time unless it is computed from the content."""
    identifiers = []
    for person in (AINO, AINO, BLANK):
        with tiny_form(person) as book:
            identifiers.append(bytes(book.trailer.ID[1]))
    assert identifiers[0] == identifiers[1] != identifiers[2]


def test_the_boxes_of_fields_are_in_millimetres() -> None:
    boxes = field_boxes(typeset_form(), read_layout("handout", the_course().folder))
    assert [(box.path, box.place, box.bold) for box in boxes] == [
        (path, place, path == CONTACT) for path, place in PLACES.items()
    ]
    assert [(round(box.width, 2), round(box.height, 2)) for box in boxes] == [
        (70.56, 7.06),
        (70.56, 35.28),
        (28.22, 21.17),
    ]


def test_the_top_of_a_page_is_as_high_as_the_field() -> None:
    box = top_box(pikepdf.Array([0, 0, 90, 500]), (10, 20, 100, 50))
    assert [float(side) for side in box] == [0, 470, 90, 500]
