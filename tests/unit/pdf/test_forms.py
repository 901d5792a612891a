"""Form fields are named after slots, look the same in every viewer, and are read back as they were typed."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from tests.helpers.course import LAYOUTS, Here, crowd, example_group, the_course
from tests.helpers.forms import form_of, typed
from tests.helpers.golden import DPI, compare
from tests.helpers.making import handout, packet
from tests.helpers.pdf import letters, texts
from tests.helpers.strategies import few_examples
from tests.helpers.verapdf import failures
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.packet.naming import plan, print_path
from worksheets.packet.packet import Order
from worksheets.pdf.fields import ATTACHED, slot_path
from worksheets.pdf.form_reader import collect
from worksheets.people.encodings import spoilt
from worksheets.people.participant import BLANK, Participant, clean
from worksheets.people.roster import read_roster
from worksheets.people.writers import as_file
from worksheets.text.typography import finnish_typography

pytestmark = pytest.mark.slow

LETTERS = "aeiklnstuyåäöÅÄÖéšžBX0123456789 .,;:!?-–”’\"'€§@#&=+*()/%\n"
TYPED = st.text(LETTERS, min_size=1, max_size=120).filter(lambda text: bool(clean(text)) and not spoilt(text))


@dataclass(frozen=True)
class Field:
    path: str
    value: str
    tooltip: str
    limit: int
    many_lines: bool
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
        assert (field.tooltip, field.limit, field.drawn) == (slot.label, slot.limit, True)
        assert field.many_lines == (path.split(".")[0] not in ("nimi", "kurssi", "kouluttaja", "aika", "paikka"))
    assert len(texts(form_of(layout=layout))) == 10


def test_fields_come_in_reading_order(course: Course) -> None:
    order = [field.path for field in fields(form_of())]
    assert order == [path for path in course.slots if path in order]
    with pikepdf.open(BytesIO(form_of())) as book:
        assert {str(page.obj.Tabs) for page in book.pages} == {"/S"}


@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("who", ["blank", "filled", "crowd", "arabic"])
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
    "omat-verkostot.2.luonut": "Yhteinen projekti ja paljon muuta, mitä en nyt muista",
    "verkostokartta.kontaktit.3.nimi": "Öivind",
    "verkostokartta.uudet-kontaktit": "Ääniä",
}


def form(state: str) -> bytes:
    """Return a form as it is handed out blank or filled, or with something typed into it."""
    if state == "filled":
        return form_of(example_group()[0], pages="1,7-9")
    blank = form_of(pages="1,7-9")
    return typed(blank, TYPED_TEXTS) if state == "typed" else blank


@pytest.mark.parametrize("state", ["blank", "filled", "typed"])
def test_viewers_draw_a_form_alike(state: str) -> None:
    for in_pdfium, in_mupdf in zip(shown_by_pdfium(form(state)), shown_by_mupdf(form(state)), strict=True):
        counts = ImageChops.difference(grey(in_pdfium), grey(in_mupdf)).histogram()
        assert sum(counts[100:]) < 0.002 * sum(counts)


def test_what_is_typed_is_drawn_in_the_embedded_font_with_every_letter() -> None:
    pdf = typed(form_of(pages="1,7-9"), TYPED_TEXTS)
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        shown = letters("".join(page.get_text() for page in document))
    for text in TYPED_TEXTS.values():
        assert letters(text)[:20] in shown
    with pikepdf.open(BytesIO(pdf)) as book:
        names = {str(font.BaseFont) for font in book.Root.AcroForm.DR.Font.values()}
        assert names == {"/SourceSans3-Regular", "/SourceSans3-Bold"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_field_is_drawn_with_its_own_value(course: Course, layout: str) -> None:
    with pymupdf.open(stream=form_of(crowd(course), layout, "8,9"), filetype="pdf") as document:
        for page in document:
            for field in page.widgets():
                inside = letters(page.get_text(clip=pymupdf.Rect(field.rect)))
                assert inside[:12] == letters(field.field_value)[:12], field.field_name
                assert Counter(inside) <= Counter(letters(field.field_value)), field.field_name


def test_a_filled_form_has_its_values_in_the_fields_and_nowhere_under_them() -> None:
    person = example_group()[0]
    pdf = form_of(person)
    filled = {field.path: field.value for field in fields(pdf) if field.value}
    assert filled == {path: finnish_typography(text) for path, text in person.values.items() if path in filled}
    assert len(filled) > 10
    assert person.text("tukiverkosto.esimies") not in "".join(texts(pdf))


def test_the_description_is_attached() -> None:
    with pikepdf.open(BytesIO(form_of(example_group()[0]))) as book:
        description = json.loads(book.attachments[ATTACHED].get_file().read_bytes())
    assert set(description) == {"course", "form", "version", "participant", "values"}
    assert (description["course"], description["participant"]) == ("tyoelaman-verkostot", example_group()[0].name)


def test_the_same_form_gives_the_same_bytes() -> None:
    edition = Edition(the_course(), ("kansi",), read_layout("handout", the_course().folder), fillable=True)
    assert handout(edition, example_group()[0]) == handout(edition, example_group()[0])


def typed_values() -> st.SearchStrategy[dict[str, str]]:
    """Return what draws texts for some fields of the form."""
    return st.dictionaries(st.sampled_from(sorted(field.path for field in fields(form_of()))), TYPED, max_size=12)


@few_examples(20)
@given(values=st.deferred(typed_values), name=TYPED)
def test_what_is_typed_comes_back_whichever_library_saves_it(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str], name: str
) -> None:
    values = {"nimi": name, **values}
    folder = tmp_path_factory.mktemp("forms")
    expected = {path: clean(text) for path, text in values.items()}
    saved = typed(form_of(), values)
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


def test_the_answers_of_the_example_group_are_collected_and_printed(course: Course, tmp_path: Path) -> None:
    group = [person.given({"nimi": f"{person.name} {n}"}) for n, person in enumerate(example_group())]
    edition = Edition(course, course.pages, read_layout("handout", course.folder), fillable=True)
    out, back = tmp_path / "ulos", tmp_path / "takaisin"
    jobs = plan(group, course, out, "{nimi}")
    list(packet(Order(edition, jobs, out, print_path(jobs, out)), Here()))
    back.mkdir()
    long = "Kysyn avoimista paikoista ja kuulen, mitä työnantajat nyt arvostavat. " * 12
    parts = course.part("tukiverkosto").parts
    answers = [{f"tukiverkosto.{part.id}": f"Vastaus {n} {part.label}" for part in parts} for n in range(6)]
    answers[2]["verkostokartta.uudet-kontaktit"] = long
    for job, values in zip(jobs, answers, strict=True):
        (back / f"renamed-{job.path.name}").write_bytes(typed(job.path.read_bytes(), values))
    returned = collect([back], course)
    assert returned.errors == ()
    listed = tmp_path / "vastaukset.xlsx"
    listed.write_bytes(as_file(returned.participants, listed, course))
    people = read_roster(listed, course).participants
    assert len(people) == 6
    paper = Edition(course, course.pages, edition.layout)
    printed = {person.name: letters("".join(texts(handout(paper, person)))) for person in people}
    for job, values in zip(jobs, answers, strict=True):
        for text in values.values():
            assert all(letters(word) in printed[job.participant.name] for word in text.split())
    assert printed[jobs[2].participant.name].count("työnantajatnytarvostavat") == 12, "the long answer is printed whole"


@pytest.mark.xdist_group("verapdf")
def test_a_merged_file_gives_everyones_answers(course: Course, tmp_path: Path) -> None:
    edition = Edition(course, course.choose("1,7"), read_layout("handout", course.folder), fillable=True)
    people = [Participant({"nimi": name, "tukiverkosto.esimies": f"Apu {name}"}) for name in ("Aino", "Väinö")]
    jobs = plan(people, course, tmp_path, "{nimi}")
    list(packet(Order(edition, jobs, tmp_path, print_path(jobs, tmp_path)), Here()))
    path = tmp_path / "tulosta-kaikki.pdf"
    assert failures(path) == []
    returned = collect([path], course)
    assert [dict(person.values) for person in returned.participants] == [dict(person.values) for person in people]
