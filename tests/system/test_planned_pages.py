"""Boxes, fields that fill a page, and planned tables: their measures on paper, merged as typeset, read back."""

from functools import cache
from pathlib import Path

import pytest

from tests.helpers.alike import assert_alike, assert_drawn_alike, pixels
from tests.helpers.course import in_each_layout
from tests.helpers.forms import typed
from tests.helpers.making import master_store, typeset_handout
from tests.helpers.pdf import texts
from tests.helpers.plan_course import ANSWERS, DAYS, LONG, OVERFULL, SHORT, plan_course
from tests.helpers.rules import MM, Rule, TextLine, open_pdf, rules, text_lines
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.slots import slots
from worksheets.master.store import MasterStore
from worksheets.pdf.form_reader import read_form
from worksheets.people.participant import BLANK, Participant

pytestmark = pytest.mark.slow

NEAR = 0.2
PITCH, TOP = 9.0, 26.0


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return plan_course(tmp_path_factory.mktemp("plan") / "kurssi")


def edition(course: Course, layout: str = "handout", *, fillable: bool = False) -> Edition:
    return Edition(course, course.pages, read_layout(layout, course.folder), fillable=fillable)


@cache
def masters_of(wanted: Edition) -> MasterStore:
    """Return the masters of an edition; what they share is measured once."""
    return master_store(wanted)


@cache
def blank_form(course: Course) -> bytes:
    return typeset_handout(edition(course, fillable=True), BLANK)


def page(course: Course, name: str, answers: dict[str, str] | None = None) -> tuple[list[TextLine], list[Rule]]:
    """Return the texts and the rules of one page of a handout."""
    one = Edition(course, (name,), read_layout("handout", course.folder))
    drawn = open_pdf(typeset_handout(one, Participant(answers) if answers else BLANK))[0]
    return text_lines(drawn), rules(drawn)


def grid(*lines: int) -> list[float]:
    return [TOP + PITCH * line for line in lines]


def test_four_fields_fill_the_page_with_ten_rules_each(course: Course) -> None:
    lines, page_rules = page(course, "nelikentta")
    heads = [line for line in lines if line.text.startswith(("Vahv", "Heikk", "Mahd", "Uhat"))]
    assert [line.baseline for line in heads] == pytest.approx([*grid(5, 5), *grid(17, 17)], abs=NEAR)
    assert [line.left for line in heads] == pytest.approx([24, 114, 24, 114], abs=NEAR)
    expected = sorted([*grid(*range(6, 16)), *grid(*range(18, 28))] * 2)
    assert [rule.y for rule in page_rules] == pytest.approx(expected, abs=NEAR)
    assert {round(rule.right - rule.left) for rule in page_rules} == {78}


def test_a_week_is_an_upright_table_of_seven_rows_of_27_mm(course: Course) -> None:
    lines, page_rules = page(course, "viikko", ANSWERS)
    assert [rule.y for rule in page_rules] == pytest.approx(grid(9, 12, 15, 18, 21, 24, 27), abs=NEAR)
    assert [(round(rule.left), round(rule.right)) for rule in page_rules] == [(24, 192)] * 7
    days = [line for line in lines if line.text in DAYS]
    assert [line.text for line in days] == list(DAYS)
    assert [line.left for line in days] == pytest.approx([24] * 7, abs=NEAR)
    (answer,) = [line for line in lines if line.text == "Soitan"]
    assert answer.left == pytest.approx(24 + 29 + 3, abs=NEAR)
    assert answer.baseline == pytest.approx(days[0].baseline, abs=NEAR)
    heads = [line for line in lines if line.text in ("Päivä", "Mitä teen", "Milloin ja missä", "Tehty")]
    assert len({round(line.baseline, 1) for line in heads}) == 1
    assert [line.size for line in heads] == pytest.approx([11.5] * 4, abs=0.01)


def test_a_box_to_tick_stands_in_the_middle_of_its_cell(course: Course) -> None:
    one = Edition(course, ("viikko",), read_layout("handout", course.folder))
    drawn = open_pdf(typeset_handout(one, BLANK))[0]
    areas = [drawing["rect"] for drawing in drawn.get_drawings()]
    boxes = [area for area in areas if area.width * MM == pytest.approx(5.6 - 0.35, abs=0.05) == area.height * MM]
    middles = [((area.x0 + area.x1) / 2 * MM, (area.y0 + area.y1) / 2 * MM) for area in boxes]
    assert [left for left, _top in middles] == pytest.approx([192 - 7] * 7, abs=NEAR)
    assert [top for _left, top in middles] == pytest.approx([80 + 27 * row + 13.5 for row in range(7)], abs=NEAR)


def test_typed_text_stands_in_its_box_and_ends_in_it(course: Course) -> None:
    lines, page_rules = page(course, "laatikot", ANSWERS)
    assert [rule.y for rule in page_rules[:3]] == pytest.approx(grid(6, 7, 8), abs=NEAR)
    labels = {line.text.split("?")[0]: line for line in lines}
    assert all((labels[text].baseline - TOP) / PITCH % 1 < 0.03 for text in ("Miltä se näyttää", "Missä teet sen"))
    answer, label = labels["Valoisa huone"], labels["Miltä se näyttää"]
    assert answer.left == pytest.approx(24 + 3 + 0.3, abs=NEAR)
    assert 4.5 < answer.baseline - label.baseline < 12


def test_three_columns_are_48_mm_wide_and_one_is_as_wide_as_the_page(course: Course) -> None:
    _lines, page_rules = page(course, "palstat")
    widths = [round(rule.right - rule.left) for rule in page_rules]
    assert widths == [48] * 12 + [168] * 3
    assert {round(rule.left) for rule in page_rules} == {24, 84, 144}


PEOPLE = {"filled": Participant(SHORT), "blank": BLANK}


@pytest.mark.parametrize(("layout", "who"), in_each_layout(PEOPLE, slides=0, handouts=1))
def test_planned_pages_are_merged_as_they_are_typeset(course: Course, layout: str, who: str) -> None:
    participant = PEOPLE[who]
    merged = masters_of(edition(course, layout)).handout(participant, make=True)
    assert_alike(merged, typeset_handout(edition(course, layout), participant))


def test_what_does_not_fit_goes_on_at_the_end_merged_as_typeset(course: Course) -> None:
    person = Participant(OVERFULL)
    merged = masters_of(edition(course)).handout(person, make=True)
    assert_alike(merged, typeset_handout(edition(course), person))
    end = " ".join(" ".join(texts(merged)).split()).partition("Mikä ei mahtunut")[2]
    for head in ("Miltä se näyttää?", "Piirrä pohja", "Uhat", "Viikko maanantai: Mitä teen", "Viimeinen"):
        assert head in end
    assert " ".join(texts(merged)).split().count("paljon,") == " ".join(OVERFULL.values()).split().count("paljon,")


def test_a_form_is_merged_as_it_is_typeset_and_read_back(course: Course, tmp_path: Path) -> None:
    form = edition(course, fillable=True)
    merged = master_store(form).handout(BLANK, make=True)
    assert_drawn_alike(merged, blank_form(course))
    assert pixels(merged) == pixels(blank_form(course))
    blank_slots = [slot for part in course.root.parts for slot in slots(part, all_entries=False)]
    values = {slot.path: f"Vastaus {number}" for number, slot in enumerate(blank_slots) if slot.marks is None}
    values = {path: text for path, text in values.items() if path not in ("nimi", "kurssi")}  # They are on no page.
    path = tmp_path / "lomake.pdf"
    path.write_bytes(typed(merged, values))
    (answer,) = read_form(path, course).answers
    assert {path: text for path, text in answer.participant.values.items() if path != "nimi"} == values


def test_a_form_asks_for_the_day(course: Course) -> None:
    with_fields = open_pdf(blank_form(course))
    labels = {widget.field_label for drawn in with_fields for widget in drawn.widgets()}
    assert {"Viikko maanantai: Mitä teen", "Viikko sunnuntai: Milloin ja missä"} <= labels


def test_a_text_that_fills_its_row_leaves_the_rows_where_they_are(course: Course) -> None:
    _lines, usual = page(course, "viikko")
    _lines, full = page(course, "viikko", {"nimi": "Aino Esimerkki", "viikko.3.mita": LONG * 30})
    assert [rule.y for rule in full] == pytest.approx([rule.y for rule in usual])
