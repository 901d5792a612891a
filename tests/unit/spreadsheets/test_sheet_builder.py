"""Sheets built from cells in any order: what is counted before it is held, what is no answer, merged cells."""

import pytest

from worksheets.errors import RosterError
from worksheets.spreadsheets import sheet_builder
from worksheets.spreadsheets.number_formats import Shown
from worksheets.spreadsheets.sheet_builder import Allowance, MergedCells, SheetBuilder
from worksheets.spreadsheets.sheets import CellError, CellFault, SheetRow

Rows = list[tuple[int, tuple[str, ...]]]


def builder_of(*rows: str, allowance: Allowance | None = None) -> SheetBuilder:
    """Return a builder with rows whose cells are divided by |."""
    builder = SheetBuilder("Väki", allowance or Allowance("ryhma.xlsx"))
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row.split("|"), start=1):
            builder.add(number, column, text)
    return builder


def rows_of(builder: SheetBuilder) -> Rows:
    return [(row.number, row.cells) for row in builder.sheet().rows]


def problem(builder: SheetBuilder, row: int, column: int, text: str = "x") -> str:
    with pytest.raises(RosterError) as caught:
        builder.add(row, column, text)
    return str(caught.value).removeprefix("ryhma.xlsx: ")


def test_cells_may_come_in_any_order() -> None:
    builder = builder_of()
    for row, column, text in [(3, 2, "d"), (1, 3, "c"), (3, 1, "x"), (1, 1, "a"), (3, 1, "y"), (2, 5, "  \n")]:
        builder.add(row, column, text)
    assert rows_of(builder) == [(1, ("a", "", "c")), (3, ("y", "d"))]


def test_a_text_is_kept_as_it_is() -> None:
    texts = (" a ", "=b", "-c", "#d", "E5: f", "1,5", "12+3")
    assert rows_of(builder_of("|".join(texts))) == [(1, texts)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('="00100"', "00100"),
        (' ="00100" ', "00100"),
        ('="sanoi ""hei"""', 'sanoi "hei"'),
        ('="yksi\nkaksi"', "yksi\nkaksi"),
        ('="="', "="),
        ('="a"&"b"', '="a"&"b"'),
        ('="a', '="a'),
        ("=A1", "=A1"),
    ],
)
def test_a_guard_is_taken_off(text: str, answer: str) -> None:
    assert rows_of(builder_of(text)) == [(1, (answer,))]


def test_an_empty_guard_is_an_empty_cell() -> None:
    assert rows_of(builder_of('=""')) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#N/A", CellFault.ERROR_VALUE),
        (" #DIV/0! ", CellFault.ERROR_VALUE),
        ("#PUUTTUU!", CellFault.ERROR_VALUE),
        ("#SAKNAS!", CellFault.ERROR_VALUE),
        ("Err:502", CellFault.ERROR_VALUE),
        ("Virhe:508", CellFault.ERROR_VALUE),
        ("####", CellFault.TOO_NARROW),
        ("#" * 40, CellFault.TOO_NARROW),
        ("1,23E+11", CellFault.DIGITS_LOST),
        ("3.58401E+11", CellFault.DIGITS_LOST),
        ("-1E+016", CellFault.DIGITS_LOST),
        ("1e+15", CellFault.DIGITS_LOST),
    ],
)
def test_what_a_spreadsheet_shows_in_place_of_an_answer_is_an_error(text: str, fault: CellFault) -> None:
    sheet = builder_of(f"Nimi|{text}").sheet()
    assert sheet.rows == (SheetRow(1, ("Nimi",)),)
    assert sheet.errors == (CellError(1, 2, text.strip(), fault),)


@pytest.mark.parametrize(
    "text", ["#1", "#N/A puuttuu", "###", "#hyvä!", "E+10", "1E+1", "12E+5", "Err:5", "1,23e11", "0E+11", "Virhe: 508"]
)
def test_what_people_write_is_no_error(text: str) -> None:
    assert rows_of(builder_of(text)) == [(1, (text,))]


def test_an_error_is_hidden_with_its_row() -> None:
    builder = builder_of("Nimi|Apu", "Aino|#N/A", "|#REF!", "Ville|x")
    builder.hide_rows(range(2, 4))
    sheet = builder.sheet()
    assert [(row.number, row.hidden) for row in sheet.rows] == [(1, False), (2, True), (4, False)]
    assert [(error.row, error.hidden) for error in sheet.errors] == [(2, True), (3, True)]


def test_hidden_rows_without_cells_cost_nothing() -> None:
    builder = builder_of("Nimi")
    builder.hide_rows(range(2, 10**12))
    assert builder.sheet().rows == (SheetRow(1, ("Nimi",)),)


# Merged cells


def test_merged_cells_hold_for_all_their_rows_in_their_first_column() -> None:
    builder = builder_of("Ryhmä|Nimi|Apu", "A|Aino|x", "|Ville|y", "|Åsa|z", "B|Eero|")
    builder.merge(MergedCells(2, 1, 4, 1))
    rows = builder.sheet().rows
    assert [row.cells[0] for row in rows] == ["Ryhmä", "A", "A", "A", "B"]
    assert [row.merged for row in rows] == [frozenset(), frozenset(), {1}, {1}, frozenset()]


def test_merged_cells_add_no_rows_and_hold_to_the_right_of_the_others() -> None:
    builder = builder_of("Nimi|Apu", "Aino|x|A", "Ville|y", "", "")
    builder.merge(MergedCells(2, 3, 1_048_576, 3))
    builder.merge(MergedCells(2, 16, 1_048_576, 16_384))
    assert rows_of(builder) == [(1, ("Nimi", "Apu")), (2, ("Aino", "x", "A")), (3, ("Ville", "y", "A"))]


def test_a_title_over_several_columns_stays_in_the_first() -> None:
    builder = builder_of("Kurssi 2026|vanha|vanha|muuta", "Nimi|Apu")
    builder.merge(MergedCells(1, 1, 1, 3))
    assert rows_of(builder) == [(1, ("Kurssi 2026", "", "", "muuta")), (2, ("Nimi", "Apu"))]


def test_what_merged_cells_cover_is_not_shown() -> None:
    builder = builder_of("A|Aino", "vanha|Ville", "vanha|vanha")
    builder.merge(MergedCells(1, 1, 3, 1))
    builder.merge(MergedCells(2, 2, 3, 2))
    assert rows_of(builder) == [(1, ("A", "Aino")), (2, ("A", "Ville"))]


def test_a_merged_error_is_an_error_in_all_its_rows() -> None:
    builder = builder_of("#N/A|Aino", "|Ville", "|")
    builder.merge(MergedCells(1, 1, 3, 1))
    assert [(error.row, error.column) for error in builder.sheet().errors] == [(1, 1), (2, 1)]


def test_an_empty_merged_cell_shows_nothing() -> None:
    builder = builder_of("|Aino", "vanha|Ville")
    builder.merge(MergedCells(1, 1, 2, 1))
    assert rows_of(builder) == [(1, ("", "Aino")), (2, ("", "Ville"))]


# Limits


def test_rows_columns_and_characters_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_builder, "COLUMNS", 3)
    monkeypatch.setattr(sheet_builder, "CELL", 4)
    builder = builder_of("a|b|c", "dddd", allowance=Allowance("ryhma.xlsx", memory=2 * sheet_builder.ROW + 7))
    assert problem(builder, 3, 1) == "ryhma.xlsx, sheet Väki: its rows take more than 300 MB of memory; split the list"
    assert (
        problem(builder, 2, 4)
        == "ryhma.xlsx, sheet Väki, row 2: more than 3 columns; delete those that you do not need"
    )
    assert (
        problem(builder, 2, 2, "eeeee")
        == "ryhma.xlsx, sheet Väki, row 2, column B: more than 4 characters; shorten the text"
    )
    assert rows_of(builder) == [(1, ("a", "b", "c")), (2, ("dddd",))]


@pytest.mark.parametrize(("cells", "characters"), [(3, 100), (100, 3)])
def test_all_cells_and_all_characters_together_have_limits(cells: int, characters: int) -> None:
    builder = builder_of("|b", allowance=Allowance("ryhma.xlsx", cells, characters))
    builder.add(2, 1, "c")
    assert problem(builder, 3, 1, "de") == "far more text than a list has; save only the list, as a new workbook"


def test_a_cell_far_away_is_named() -> None:
    builder = builder_of("a")
    assert problem(builder, 1_048_576, 11) == (
        "there is something far from the list, in row 1048576 or column K; delete the rows below the list and the "
        "columns beside it, and save it again"
    )


def test_a_block_is_measured_before_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = builder_of()
    builder.add_block(range(1, 3), range(2, 4), Shown("x"))
    assert rows_of(builder) == [(1, ("", "x", "x")), (2, ("", "x", "x"))]
    monkeypatch.setattr(SheetBuilder, "add", None)
    for rows, columns in [(300_001, 1), (2, 1_001), (10_000, 999), (10**9, 10**9)]:
        with pytest.raises(RosterError):
            builder.add_block(range(1, rows + 1), range(1, columns + 1), Shown("x"))


def test_many_merged_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_builder, "MERGED", 1)
    builder = builder_of("a")
    builder.merge(MergedCells(1, 1, 2, 1))
    with pytest.raises(RosterError, match="far more text than a list has"):
        builder.merge(MergedCells(1, 1, 2, 1))


def test_merged_cells_over_one_another_take_no_time() -> None:
    builder = builder_of(*(["a|b"] * 1000))
    for _again in range(10_000):
        builder.merge(MergedCells(1, 1, 1_048_576, 1))
    with pytest.raises(RosterError, match="far more text than a list has"):
        builder.sheet()
