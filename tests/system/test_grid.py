"""The measures of the handout's pages, on the finished PDFs: the grid of 9 mm, baselines, margins."""

from functools import cache
from typing import Any

import pytest

from tests.helpers.course import Handout, example_group, handout_of
from tests.helpers.forms import form_of
from tests.helpers.rules import MM, Rule, TextLine, open_pdf, rules, text_lines
from worksheets.people.participant import BLANK

pytestmark = pytest.mark.slow

NEAR = 0.2
"""Millimetres by which a place may be off."""
PITCH, TOP, LAST = 9.0, 26.0, 269.0
"""The grid: the distance of its lines, the first of them, and the last."""
STATES = ("blank", "filled", "form")
LABELS = {
    "Esimieheltä", "Viranomaisilta", "Ammattitovereilta", "Läheisiltä", "Järjestöiltä", "Asiantuntijoilta",
    "Työtovereilta", "Ystäviltä", "Yhdistyksiltä", "Klubeista, lehdistä, kirjoista jne.",
}  # fmt: skip
QUESTION, NOTES = "Missä asioissa tarvitset uusia kontakteja?", "MUISTIINPANOJA"


FAINT = 0.45
"""In points: the rules in the balls of the map are thinner."""


@cache
def pages(state: str) -> list[tuple[Any, list[TextLine], list[Rule]]]:
    """Return the ten pages of a handout, with their texts and rules."""
    person = example_group()[0] if state == "filled" else BLANK
    book = open_pdf(form_of() if state == "form" else handout_of(person))
    return [(page, text_lines(page), rules(page)) for page in book]


def baselines(lines: list[TextLine], *texts: str) -> list[float]:
    """Return the baselines of the lines with these texts."""
    return [line.baseline for line in lines if line.text.strip() in texts]


def is_on_grid(y: float) -> bool:
    lines = (y - TOP) / PITCH
    return abs(lines - round(lines)) * PITCH <= NEAR and TOP < y <= LAST + NEAR


@pytest.mark.parametrize("state", STATES)
def test_every_rule_of_an_upright_page_is_on_the_grid(state: str) -> None:
    for number, (page, _lines, page_rules) in enumerate(pages(state), start=1):
        if page.rect.width < page.rect.height:
            across = [rule for rule in page_rules if rule.thickness > FAINT]
            assert across, f"page {number}"
            assert [rule for rule in across if not is_on_grid(rule.y)] == [], f"page {number}"


@pytest.mark.parametrize("state", STATES)
def test_labels_are_on_the_grid_and_their_first_rule_is_one_pitch_below(state: str) -> None:
    measured = set()
    for _page, lines, page_rules in pages(state):
        for line in lines:
            if line.text.strip() not in {*LABELS, QUESTION, NOTES}:
                continue
            assert is_on_grid(line.baseline), line
            measured.add(line.text.strip())
            below = [rule for rule in page_rules if rule.left <= line.left + 1 < rule.right and rule.y > line.baseline]
            if state != "form" or line.text.strip() == NOTES:
                assert below[0].y - line.baseline == pytest.approx(PITCH, abs=NEAR), line
    assert measured == {*LABELS, QUESTION, NOTES}


@pytest.mark.parametrize("state", ["blank", "filled"])
def test_each_source_has_three_rules_and_the_last_question_four(state: str) -> None:
    _page, _lines, page_rules = pages(state)[6]
    assert len(page_rules) == 30
    rows = [TOP + PITCH * (7 + 4 * row + line) for row in range(5) for line in (1, 2, 3)]
    assert sorted(rule.y for rule in page_rules) == pytest.approx(sorted(rows * 2), abs=NEAR)
    _page, _lines, page_rules = pages(state)[8]
    assert [rule.y for rule in page_rules if rule.right - rule.left > 160] == pytest.approx(
        [242, 251, 260, 269], abs=NEAR
    )


def test_typed_text_stands_above_its_rule() -> None:
    _page, lines, page_rules = pages("filled")[6]
    answers = [line for line in lines if line.size == pytest.approx(12, abs=0.01)]
    assert len(answers) >= 4
    for line in answers:
        assert min(rule.y - line.baseline for rule in page_rules if rule.y > line.baseline) == pytest.approx(
            1.8, abs=NEAR
        )


@pytest.mark.parametrize("state", STATES)
def test_heads_titles_and_feet_have_the_same_baselines_on_all_upright_pages(state: str) -> None:
    for number, (page, lines, _rules) in enumerate(pages(state), start=1):
        if page.rect.width > page.rect.height or number == 1:
            continue
        assert baselines(lines, "Työelämän verkostot") == pytest.approx([20], abs=NEAR)
        assert baselines(lines, f"{number} / 10") == pytest.approx([284], abs=NEAR)
        titles = [line.baseline for line in lines if line.size > 25]
        assert titles == pytest.approx([38.4, 48.7][: len(titles)], abs=NEAR)
        small = [line.baseline for line in lines if line.text.startswith(("TEHTÄVÄ", "PERIAATTEET"))]
        assert small == pytest.approx([29] * len(small), abs=NEAR)
    assert [baselines(pages(state)[page][1], "TEHTÄVÄ") for page in (6, 8)] == [pytest.approx([29], abs=NEAR)] * 2


def test_introductions_begin_at_the_same_height_and_are_at_most_148_mm_wide() -> None:
    for page, first in ((1, 50), (2, 50), (6, 60), (8, 60)):
        _page, lines, _rules = pages("blank")[page]
        texts = [line.baseline for line in lines if line.size == pytest.approx(12.5, abs=0.01)]
        assert texts[0] == pytest.approx(first, abs=0.3)
    for number, (page, _lines, _rules) in enumerate(pages("blank"), start=1):
        words = [word for word in page.get_text("words") if number in {2, 3, 7, 9}]
        in_text = [(word[0], word[2]) for word in words if 45 < word[1] * MM < 75]
        left = (18 if number % 2 == 0 else 24) - NEAR
        assert all(left <= start * MM and end * MM <= left + 148 for start, end in in_text), number


def test_the_table_s_heads_are_on_one_baseline_over_rows_of_24_mm() -> None:
    _page, lines, page_rules = pages("blank")[7]
    heads = ("Ammatillisen verkoston nimi", "Miten olen luonut", "Miten pidän yllä", "Mitä olen saanut")
    shift = 10  # It is a back side.
    assert baselines(lines, *heads) == pytest.approx([63 - shift] * 4, abs=NEAR)
    assert next(line.left for line in lines if line.text.startswith(heads[0])) == pytest.approx(24, abs=NEAR)
    rows = sorted({round(rule.y, 1) for rule in page_rules})
    assert rows == pytest.approx([95 - shift, 119 - shift, 143 - shift, 167 - shift, 191 - shift], abs=NEAR)


@pytest.mark.parametrize("state", STATES)
def test_the_cover_s_lines_are_on_the_grid_and_as_long_as_what_is_written_on_them(state: str) -> None:
    _page, lines, page_rules = pages(state)[0]
    assert [round(rule.right - rule.left) for rule in page_rules] == [168, 168, 168, 78, 78]
    assert [rule.y for rule in page_rules] == pytest.approx([215, 233, 251, 269, 269], abs=NEAR)
    assert page_rules[0].right == pytest.approx(page_rules[-1].right, abs=NEAR)
    assert {"Aika", "Paikka"} <= {line.text.strip() for line in lines}


@pytest.mark.parametrize("state", STATES)
def test_margins_mirror_on_back_sides(state: str) -> None:
    for number, (page, lines, page_rules) in enumerate(pages(state), start=1):
        left, right = (24, 192) if number % 2 else (18, 186)
        if page.rect.width > page.rect.height:
            left, right = 24, 279
        assert min(line.left for line in lines) == pytest.approx(left, abs=0.5), number
        if page_rules:
            assert max(rule.right for rule in page_rules) == pytest.approx(right, abs=NEAR), number


def test_a_page_across_keeps_clear_of_the_holes_on_either_side_of_the_paper(set_handout: Handout) -> None:
    for chosen, holes_at_top in (("8", True), ("1,8", False)):
        page = open_pdf(set_handout(example_group()[0], pages=chosen))[-1]
        height = page.rect.height * MM
        words = [(word[1] * MM, word[3] * MM) for word in page.get_text("words")]
        top, bottom = min(start for start, _end in words), height - max(end for _start, end in words)
        assert top >= (20 if holes_at_top else 7)
        assert bottom >= (7 if holes_at_top else 20)


def test_the_three_pages_of_principles_are_told_apart() -> None:
    for page, (first, last) in zip((3, 4, 5), ((1, 3), (4, 6), (7, 8)), strict=True):
        _page, lines, _rules = pages("blank")[page]
        assert baselines(lines, f"PERIAATTEET {first}–{last}") == pytest.approx([29], abs=NEAR)
        row = [line.text.strip() for line in lines if line.baseline == pytest.approx(29, abs=NEAR)]
        assert {str(number) for number in range(1, 9)} <= {text for line in row for text in line.split()}
