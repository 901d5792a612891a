"""What is drawn of a sign-in sheet: columns, tables, rows."""

import pytest

from tests.helpers.course import the_course
from tests.helpers.products import LONG_NAME, LONG_WORD, LONGEST, named, people, product_layout, product_words
from worksheets.compose.products.attendance import DrawnAttendance, attendance
from worksheets.compose.products.kinds import Attendance
from worksheets.errors import OptionsError
from worksheets.people.participant import BLANK, Participant

DATES = "12.1.2026 9.00–15.00, 19.1.2026, 26.1.2026, 2.2.2026"


def sheet(group: list[Participant], **options: object) -> DrawnAttendance:
    product = Attendance(**options)  # type: ignore[arg-type]
    return attendance(product, group, the_course(), product_layout("attendance"), product_words())


def names(drawn: DrawnAttendance) -> list[str]:
    """Return the names in the first table."""
    return [row.name.text for row in drawn.tables[0].rows if row.name]


def test_everybody_has_a_row_and_there_is_room_for_more() -> None:
    drawn = sheet(people(12), dates=DATES)
    rows = drawn.tables[0].rows
    assert len(rows) == 15
    assert [row.number for row in rows] == list(range(1, 16))
    assert sorted(names(drawn)) == sorted(person.name for person in people(12))
    assert [row.height for row in rows] == [pytest.approx(13.2)] * 15


def test_dates_head_the_columns() -> None:
    (table,) = sheet(people(3), dates=DATES).tables
    assert [(column.heading, column.time) for column in table.columns] == [
        ("ma 12.1.", "9.00–15.00"),
        ("ma 19.1.", ""),
        ("ma 26.1.", ""),
        ("ma 2.2.", ""),
    ]


@pytest.mark.parametrize(
    ("dates", "columns", "is_across", "name_width"),
    [
        ("", [1], False, 72),
        ("2", [2], False, 72),
        ("3", [3], False, 52),
        ("4", [4], False, 52),
        ("5", [5], True, 52),
        ("7", [7], True, 52),
        ("8", [4, 4], True, 52),
        ("15", [5, 5, 5], True, 52),
        ("16", [5, 5, 6], True, 52),
    ],
)
def test_more_than_four_dates_lie_across_and_go_on_in_further_tables(
    dates: str, columns: list[int], *, is_across: bool, name_width: float
) -> None:
    drawn = sheet(people(3), dates=dates)
    assert [len(table.columns) for table in drawn.tables] == columns
    assert drawn.is_across is is_across
    assert drawn.name_width == name_width
    width = 255 if is_across else 168
    assert all((width - name_width) / len(table.columns) >= 26 for table in drawn.tables)
    assert [table.starts_page for table in drawn.tables] == [False, *[True] * (len(columns) - 1)]
    assert all([row.name for row in table.rows if row.name] == [row.name for row in drawn.tables[0].rows if row.name]
               for table in drawn.tables)  # fmt: skip


def test_numbered_columns_wait_for_their_dates() -> None:
    (table,) = sheet(people(3), dates="2").tables
    assert [(column.heading, column.number) for column in table.columns] == [("", 1), ("", 2)]


def test_without_dates_the_time_that_all_have_heads_the_column() -> None:
    assert sheet(people(3, aika="14.1.2026 klo 9.00")).tables[0].columns[0].heading == "14.1.2026 klo 9.00"
    assert sheet([named("Aino Koe", aika="14.1."), named("Ville Koe", aika="15.1.")]).tables[0].columns[0].heading == ""


def test_a_long_time_makes_the_head_of_the_table_higher() -> None:
    usual, high = sheet(people(3)), sheet(people(3, aika="Joka toinen maanantai kello 9.00–15.00, paitsi " * 4))
    assert high.heading_height > usual.heading_height + 4
    assert sum(row.height for row in high.tables[0].rows) < sum(row.height for row in usual.tables[0].rows)


def test_a_sheet_to_fill_in_by_hand_has_15_rows() -> None:
    (table,) = sheet([]).tables
    assert len(table.rows) == 15
    assert not any(row.name for row in table.rows)


def test_what_everybody_gets_is_on_a_sheet_to_fill_in_by_hand_too() -> None:
    drawn = sheet([BLANK.given({"kouluttaja": "Kalle Kouluttaja", "paikka": "Tampere"})])
    assert drawn.head.introduction == ("Kouluttaja Kalle Kouluttaja, Tampere.", "Allekirjoita, kun tulet paikalle.")
    assert len(drawn.tables[0].rows) == 15


def test_the_order_is_that_of_the_names_of_the_last_names_or_as_it_is_given() -> None:
    group = [named("Ville Ahonen"), named("Aino Ylinen"), named("Oona Mäki")]
    assert names(sheet(group)) == ["Aino Ylinen", "Oona Mäki", "Ville Ahonen"]
    assert names(sheet(group, by_last_name=True)) == ["Ahonen Ville", "Mäki Oona", "Ylinen Aino"]
    assert names(sheet(group, in_given_order=True)) == ["Ville Ahonen", "Aino Ylinen", "Oona Mäki"]


def test_long_names_are_small_and_their_rows_grow() -> None:
    names = ("Aino Koe", "Maximilian Schröder-Lindqvist", LONG_NAME, LONG_WORD, LONGEST)
    group = [named(name) for name in names]
    rows = {row.name.text: row for row in sheet(group, dates="4").tables[0].rows if row.name}
    assert not rows["Aino Koe"].is_small
    assert not rows["Maximilian Schröder-Lindqvist"].is_small  # Two lines have room in a row of 13.2 mm.
    assert rows[LONG_NAME].is_small
    assert rows[LONG_WORD].is_small
    assert rows[LONG_WORD].height == pytest.approx(13.2)
    assert rows[LONGEST].height > 13.2
    assert rows["Aino Koe"].height == pytest.approx(13.2)


def test_rows_begin_pages_where_the_last_one_is_full() -> None:
    rows = sheet(people(23), dates=DATES).tables[0].rows
    assert [row.number for row in rows if row.starts_page] == [16]
    assert len(rows) == 15 + 17


def test_a_title_replaces_the_usual_one() -> None:
    assert sheet(people(2)).head.title == "Läsnäolot"
    assert sheet(people(2), title="Ilta  Tampereella").head.title == "Ilta Tampereella"


def test_two_lines_of_a_title_leave_less_room() -> None:
    one, two = sheet(people(2)), sheet(people(2), title="Pitkä otsikko, joka ei mahdu yhdelle riville mitenkään")
    assert two.head.height - one.head.height == pytest.approx(10.3)
    assert len(two.tables[0].rows) == 14


def test_a_title_that_leaves_no_room_has_the_table_after_it() -> None:
    trainer = "Kalle Kouluttaja " * 11
    drawn = sheet(people(2, kouluttaja=trainer, paikka=trainer), dates="6", title="WWW WWWW " * 22)
    assert drawn.tables[0].starts_page
    assert [row.number for row in drawn.tables[0].rows if row.name] == [1, 2]


def test_all_faults_come_at_once() -> None:
    with pytest.raises(OptionsError) as raised:
        sheet(people(2), dates="huomenna", title="a" * 201)
    first, second = raised.value.problems
    assert first.startswith("--dates: “huomenna” is not a date")
    assert second == "--title: has 201 characters; at most 200 fit"


def test_a_sheet_that_would_take_too_much_memory_is_refused() -> None:
    with pytest.raises(OptionsError, match="1301 people and 4 dates .* at most 1300 people at a time"):
        sheet(people(1301), dates="4")
