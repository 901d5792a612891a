"""Columns are as wide as their table says, or as what stands in them needs; a table lies where a hand has room."""

import pytest

from tests.helpers.plan_course import DAYS
from tests.helpers.values import replace
from worksheets.course.layout import read_layout
from worksheets.course.slots import Part
from worksheets.course.table_columns import (
    ACROSS,
    UPRIGHT,
    column_shares,
    has_own_widths,
    is_planned,
    lies_upright,
    numbers_of,
    row_height,
)
from worksheets.resources import COURSES

CHECK = Part("tehty", "Tehty", settings=(("check", True),))
TEXTS = (Part("mita", "Mitä teen"), Part("missa", "Milloin ja missä"))


def table(*parts: Part, given: tuple[str, ...] = (), rows: int = 5, **settings: object) -> Part:
    return Part("t", "T", rows=0 if given else rows, given=given, parts=parts, settings=tuple(settings.items()))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2 1 1", [2, 1, 1]),
        (" 29  74,5 ", [29, 74.5]),
        ("1.5 1", [1.5, 1]),
        ("2 0", []),
        ("2 -1", []),
        ("2 1e9", []),
        ("nan 1", []),
        ("2;1", []),
        ("99999 1", []),
        ("", []),
    ],
)
def test_widths_are_numbers(text: str, numbers: list[float]) -> None:
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("part", "widths"),
    [
        (table(*TEXTS), [84, 84]),
        (table(*TEXTS, widths="3 1"), [126, 42]),
        (table(*TEXTS, CHECK, given=DAYS, widths="29 74 51 14"), [29, 74, 51, 14]),
        (table(*TEXTS, CHECK, given=DAYS), [29, 62.5, 62.5, 14]),
        (table(CHECK, replace(CHECK, id="b"), given=("a",)), [140, 14, 14]),
        (table(TEXTS[0], given=("ammattitaitovaatimukset ja muut tavoitteet",)), [57, 111]),
        (table(TEXTS[0], given=("a" * 99,)), [60, 108]),
        (table(TEXTS[0], replace(CHECK, label="Toteutunut")), [143, 25]),
    ],
)
def test_columns_share_the_width(part: Part, widths: list[float]) -> None:
    assert [168 * share for share in column_shares(part)] == pytest.approx(widths, abs=0.1)


def test_only_a_table_that_says_so_is_planned_and_has_widths_of_its_own() -> None:
    tables = (table(*TEXTS), table(*TEXTS, height=20), table(*TEXTS, given=DAYS), table(*TEXTS, widths="2 1"))
    assert [is_planned(part) for part in tables] == [False, True, True, False]
    assert [has_own_widths(part) for part in tables] == [False, False, True, True]
    assert has_own_widths(table(TEXTS[0], CHECK))


@pytest.mark.parametrize(("count", "height"), [(1, 27), (7, 27), (8, 22.5), (12, 13.5), (21, 9), (23, 8), (24, 7.875)])
def test_rows_are_as_high_as_a_page_has_room_for(count: int, height: float) -> None:
    assert row_height(table(*TEXTS, given=tuple(map(str, range(count)))), UPRIGHT) == height


@pytest.mark.parametrize(
    ("part", "upright"),
    [
        (table(*TEXTS), False),
        (table(*TEXTS, height=37), True),
        (table(*TEXTS, height=38), False),
        (table(*TEXTS, given=DAYS), True),
        (table(*TEXTS, given=DAYS, widths="50 59 59"), True),
        (table(*TEXTS, given=DAYS, widths="2 1 1"), False),
        (table(*TEXTS, given=DAYS, widths="3 1 1"), False),
        (table(*(Part(f"p{number}", "P") for number in range(5)), height=20), False),
        (table(*TEXTS, given=tuple(map(str, range(24)))), False),
    ],
)
def test_a_planned_table_lies_upright_where_it_has_room(part: Part, *, upright: bool) -> None:
    assert lies_upright(part) is upright


def test_the_sheets_are_those_of_the_handout() -> None:
    numbers = read_layout("handout", COURSES / "tyoelaman-verkostot").numbers
    assert (UPRIGHT.width, UPRIGHT.height) == (numbers["table-upright-width"], numbers["table-upright-height"])
    assert (ACROSS.width, ACROSS.height) == (numbers["table-width"], numbers["table-height"])
