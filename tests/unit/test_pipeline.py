"""A handout from templates to finished PDF; a pipeline reads its files once, and another one reads them again."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pikepdf
import pytest

from tests.helpers.course import HEAD, page_of
from tests.helpers.pdf import contents, sizes, texts
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import GlyphError, PageError, StyleError
from worksheets.people.participant import BLANK, Participant
from worksheets.pipeline import Pipeline, overview
from worksheets.resources import STYLES

BODY = '{% block body %}<p>Alkuteksti</p>{{ widget.fields([["nimi"]]) }}{% endblock %}'
AINO = Participant({"nimi": "Aino Esimerkki"})
TABLE = "{% block body %}<table><thead><tr><th>Otsikko</th></tr></thead><tr><td>Solu</td></tr></table>{% endblock %}"
A4, A5 = (210, 297), (148, 210)


@pytest.fixture
def koe(tmp_path: Path) -> Course:
    """Return a course of one page, with its own style sheet for the layout ``handout``."""
    course = page_of(tmp_path / "kurssi", HEAD + BODY)
    copytree(STYLES / "layouts", course.folder / "styles" / "layouts")
    return course


def edition_of(course: Course, *, fillable: bool = False) -> Edition:
    return Edition(course, course.pages, read_layout("handout", course.folder), fillable=fillable)


def pipeline_of(course: Course) -> Pipeline:
    return Pipeline(course, read_layout("handout", course.folder))


def typeset(course: Course, participant: Participant = BLANK, pipeline: Pipeline | None = None) -> bytes:
    """Return a handout, from a new pipeline unless one is given."""
    return (pipeline or pipeline_of(course)).handout(edition_of(course), participant)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def page_template(course: Course) -> Path:
    return course.folder / "pages" / "sivu.html.j2"


def style_sheet(course: Course) -> Path:
    return course.folder / "styles" / "layouts" / "handout.css"


def test_a_page_is_blank_or_filled(koe: Course) -> None:
    pipeline = pipeline_of(koe)
    (blank,), (filled,) = (texts(typeset(koe, person, pipeline)) for person in (BLANK, AINO))
    assert "Alkuteksti" in blank
    assert "Alkuteksti" in filled
    assert "Aino" not in blank
    assert filled.count("Aino Esimerkki") == 2, "in the head and in the field"


def test_one_pipeline_sets_the_pages_that_an_edition_chooses(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    pipeline = Pipeline(course, layout)
    for pages in (("sitaatti",), ("sitaatti", "kansi")):
        edition = Edition(course, pages, layout)
        assert len(sizes(pipeline.handout(edition, BLANK))) == len(pages)


def test_a_handout_is_finished(tmp_path: Path) -> None:
    course = page_of(tmp_path / "kurssi", HEAD + TABLE)
    with pikepdf.open(BytesIO(typeset(course))) as document:
        assert b"/Artifact <</Type /Pagination>>" in contents(document.pages[0]), "the margin boxes"
        headers = [
            item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
        ]
        assert [str(header.A.Scope) for header in headers] == ["/Column"]
        assert "/AcroForm" not in document.Root


@pytest.mark.parametrize(("participant", "value"), [(BLANK, ""), (AINO, "Aino Esimerkki")])
def test_a_form_has_a_field_in_place_of_the_answer(koe: Course, participant: Participant, value: str) -> None:
    pdf = pipeline_of(koe).handout(edition_of(koe, fillable=True), participant)
    with pikepdf.open(BytesIO(pdf)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert (str(field.T), str(field.V)) == ("nimi", value)
        drawn = field.AP.N.read_bytes()
    assert (b"Tj" in drawn or b"TJ" in drawn) is bool(value), "the typesetter draws what is filled already"
    assert b"MCID" not in drawn, "it is not in the structure tree; the field is"
    assert texts(pdf)[0].count("Aino Esimerkki") == (1 if value else 0), "in the head only"


def test_the_same_handout_has_the_same_bytes(koe: Course) -> None:
    pipeline = pipeline_of(koe)
    assert typeset(koe, AINO, pipeline) == typeset(koe, AINO, pipeline) == typeset(koe, AINO)


def test_a_changed_template_is_seen_by_a_new_pipeline(koe: Course) -> None:
    pipeline = pipeline_of(koe)
    before = typeset(koe, AINO, pipeline)
    change(page_template(koe), "Alkuteksti", "Muutettu")
    assert typeset(koe, AINO, pipeline) == before
    assert "Muutettu" in texts(typeset(koe, AINO))[0]


def test_a_changed_style_sheet_is_seen_by_a_new_pipeline(koe: Course) -> None:
    pipeline = pipeline_of(koe)
    before = typeset(koe, AINO, pipeline)
    assert sizes(before) == [A4]
    change(style_sheet(koe), "@page { size: A4;", "@page { size: A5;")
    assert typeset(koe, AINO, pipeline) == before
    assert sizes(typeset(koe, AINO)) == [A5]


def test_files_are_read_when_the_first_handout_is_made(koe: Course) -> None:
    pipeline = pipeline_of(koe)
    change(page_template(koe), "Alkuteksti", "Muutettu")
    change(style_sheet(koe), "@page { size: A4;", "@page { size: A5;")
    pdf = typeset(koe, AINO, pipeline)
    assert "Muutettu" in texts(pdf)[0]
    assert sizes(pdf) == [A5]


def spoil_style_sheet(course: Course) -> None:
    style_sheet(course).write_text(style_sheet(course).read_text("utf-8") + "p { colour: red }", "utf-8")


def spoil_template(course: Course) -> None:
    change(page_template(course), "Alkuteksti", "{{ nothing }}")


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [(spoil_style_sheet, StyleError, "colour"), (spoil_template, PageError, "there is no “nothing” here")],
)
def test_an_error_in_a_file_is_an_error_for_every_handout(
    koe: Course, spoil: Callable[[Course], None], error: type[Exception], message: str
) -> None:
    """What could not be read whole is not kept as if nothing were wrong with it."""
    spoil(koe)
    pipeline = pipeline_of(koe)
    for participant in (BLANK, BLANK, AINO):
        with pytest.raises(error, match=message):
            typeset(koe, participant, pipeline)


def test_a_mended_style_sheet_is_read_again(koe: Course) -> None:
    spoil_style_sheet(koe)
    pipeline = pipeline_of(koe)
    with pytest.raises(StyleError):
        typeset(koe, AINO, pipeline)
    change(style_sheet(koe), "p { colour: red }", "")
    assert typeset(koe, AINO, pipeline) == typeset(koe, AINO)


PEOPLE = [Participant({"nimi": 'Aino "Eka" Esimerkki'}), Participant({"nimi": "Ville Malli"})]


def test_an_overview_counts_people_and_names_nobody(koe: Course) -> None:
    pdf = overview(PEOPLE, koe, "Koe: ryhmä")
    (page,) = texts(pdf)
    assert "Koe: ryhmä" in page
    assert "2 osallistujaa." in page
    assert "Ville" not in page
    with pikepdf.open(BytesIO(pdf)) as document:
        assert b"/Artifact <</Type /Pagination>>" in contents(document.pages[0]), "it is finished as a handout is"


def test_an_overview_names_people_on_request_as_they_are_printed(koe: Course) -> None:
    (page,) = texts(overview(PEOPLE, koe, "Koe: ryhmä", names=True))
    assert "Aino ”Eka” Esimerkki" in page
    assert "Ville Malli" in page


def test_an_overview_refuses_characters_that_no_font_has(koe: Course) -> None:
    with pytest.raises(GlyphError):
        overview([Participant({"nimi": "\U00012000"})], koe, "Koe")


def test_an_overview_has_a_style_sheet_of_its_own(koe: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "summary.css").write_text("@page { size: A5 }", "utf-8")
    monkeypatch.setattr("worksheets.pipeline.STYLES", tmp_path)
    assert set(sizes(overview(PEOPLE, koe, "Koe"))) == {A5}
