"""Rows of options and statements are whole pitches high, and rules beside options end where the others do."""

from pathlib import Path

import pytest

from tests.helpers.course import ROOT
from tests.helpers.values import replace
from worksheets.compose.option_rows import (
    is_long,
    number_across,
    option_heights,
    other_width,
    statement_column,
    statement_heights,
)
from worksheets.course.layout import Layout, read_layout
from worksheets.course.marks import Marks
from worksheets.course.slots import Part

LONG = "Tiedän, miksi tavoite on minulle tärkeä, ja osaan kertoa sen muillekin niin selvästi, että he innostuvat. "


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout("handout", Path(ROOT))


def statements(*labels: str, options: tuple[str, ...] = ("ei", "joo")) -> Part:
    return Part(
        "a", "A", parts=tuple(Part(f"v{number}", label, marks=Marks(options)) for number, label in enumerate(labels))
    )


def test_an_option_that_wraps_takes_whole_pitches(layout: Layout) -> None:
    marks = Marks(("lyhyt", LONG.strip(), LONG * 2, LONG * 3))
    assert option_heights(marks, layout) == [0, 18, 18, 27]


def test_a_rule_that_has_no_room_beside_its_label_takes_a_line_more(layout: Layout) -> None:
    marks = Marks(("a", LONG[:80].strip()), other=True)
    assert option_heights(marks, layout) == [0, 18]
    assert option_heights(replace(marks, other=False), layout) == [0, 0]
    assert other_width(marks, layout) == 30


def test_a_layout_without_pitches_has_rows_as_high_as_their_labels() -> None:
    slides = read_layout("slides", Path(ROOT))
    assert option_heights(Marks((LONG * 3, "b")), slides) == [0, 0]
    assert statement_heights(statements(LONG * 3), slides) == [0]


def test_rules_beside_short_labels_end_at_the_same_place(layout: Layout) -> None:
    widths = [other_width(Marks(("a", label), other=True), layout) for label in ("muu", "jokin muu")]
    assert 60 < widths[1] < widths[0] < 84
    assert other_width(Marks(("a", LONG[:40]), other=True), layout) >= 30


def test_a_statement_of_more_lines_is_whole_halves_of_a_pitch_higher(layout: Layout) -> None:
    heights = statement_heights(statements("Osaan.", LONG, LONG * 2, LONG * 3), layout)
    assert heights == [0, 0, 18, 31.5]


def test_the_columns_of_options_are_as_wide_as_the_words_in_their_heads_need(layout: Layout) -> None:
    assert statement_column(("ei", "joo"), layout) == 20
    assert 20 < statement_column(("ei lainkaan", "melko hyvin"), layout) < 22
    assert statement_column(("a", "b", "c", "d", "e"), layout) == pytest.approx(16.8)
    assert 16.8 < statement_column(("jokseenkin", "b", "c", "d", "e"), layout) <= 20
    assert statement_column(("kolmivaihekilowattituntimittari", "b", "c", "d", "e"), layout) == 20


def test_an_exercise_is_long_that_takes_more_than_a_half_of_a_page(layout: Layout) -> None:
    assert not is_long(Part("a", "A", marks=Marks(tuple(map(str, range(13))))), layout)
    assert is_long(Part("a", "A", marks=Marks(tuple(map(str, range(14))))), layout)
    assert not is_long(statements(*["Osaan."] * 9), layout)
    assert is_long(statements(*["Osaan."] * 10), layout)


def test_a_number_stands_under_its_cross_unless_an_end_says_something_there(layout: Layout) -> None:
    assert number_across("3", Marks(), layout) == -47
    assert number_across("50", Marks(ends=("ei lainkaan", "täysin")), layout) == 0
    assert -40 < number_across("3", Marks(ends=("ei lainkaan", "")), layout) < -20
    assert number_across("99", Marks(ends=("ei lainkaan", "")), layout) == 49
    longest = Marks(ends=(LONG, LONG))
    assert -10 < number_across("0", longest, layout) < 0 < number_across("100", longest, layout) < 10
