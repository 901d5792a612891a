"""Rows are packed while a sheet is read, and can still be changed: the sheet is what it would be without."""

from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.strategies import few_examples
from worksheets.spreadsheets.packed import TOGETHER
from worksheets.spreadsheets.row_store import RowStore
from worksheets.spreadsheets.sheet_builder import Allowance, SheetBuilder
from worksheets.spreadsheets.sheets import SheetRow


def test_rows_in_order_are_packed_but_for_the_last() -> None:
    store = RowStore()
    for number in range(1, 10 * TOGETHER):
        store.add(number, [f"a{number}", ""])
    assert number in store
    assert number + 1 not in store
    assert store.cells(1) == ["a1"], "it was packed without the empty cell at its end"
    assert store.cells(number) == [f"a{number}", ""]
    assert store.packed() == [SheetRow(each, (f"a{each}",)) for each in range(1, number + 1)]


def test_a_packed_row_can_be_changed_and_a_late_one_added() -> None:
    store = RowStore()
    for number in range(2, 20 * TOGETHER, 2):
        store.add(number, [f"a{number}"])
    cells = store.cells(4)
    assert cells is not None
    cells.append("b")
    store.add(7, ["late"])
    store.add(9, [""])
    changed = store.cells(6)
    assert changed is not None
    changed.clear()
    assert list(store.numbers())[:7] == [2, 4, 6, 7, 8, 9, 10]
    assert sorted(store.within(range(4, 9))) in ([4, 6, 7, 8], [4, 4, 6, 6, 7, 8])
    rows = store.packed()
    assert [(row.number, row.cells) for row in rows[:5]] == [
        (2, ("a2",)),
        (4, ("a4", "b")),
        (7, ("late",)),
        (8, ("a8",)),
        (10, ("a10",)),
    ]


@few_examples(6)
@given(st.data())
def test_cells_in_any_order_give_the_same_sheet(data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(1, 400), min_size=100, max_size=300))
    cells = {(row, column): f"{row}:{column}" for row in numbers for column in (1, row % 4 + 1)}
    ordered, shuffled = SheetBuilder("", Allowance("x")), SheetBuilder("", Allowance("x"))
    for (row, column), text in sorted(cells.items()):
        ordered.add(row, column, text)
    for row, column in data.draw(st.permutations(list(cells))):
        shuffled.add(row, column, cells[row, column])
    expected = ordered.sheet()
    assert shuffled.sheet() == expected
    assert [row.number for row in expected.rows] == sorted(set(numbers))
