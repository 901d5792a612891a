"""Letters of columns, and what the messages of faulty cells say."""

import pytest

from worksheets.spreadsheets.sheets import CellError, CellFault, column_letter, column_number


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(number: int, letters: str) -> None:
    assert column_letter(number) == letters
    assert column_number(letters) == column_number(letters.lower()) == number


@pytest.mark.parametrize(
    ("fault", "explanation"),
    [
        (CellFault.ERROR_VALUE, "the cell shows the error #N/A; fix its formula, or type the value"),
        (
            CellFault.NO_VALUE,
            "the cell has a formula but no value; open the workbook in a spreadsheet program and save it",
        ),
        (CellFault.TOO_NARROW, "the cell shows #N/A; make the column wider, and save or copy the list again"),
        (
            CellFault.DIGITS_LOST,
            "the spreadsheet has not kept all digits of #N/A; format the column as text, and type the number again",
        ),
    ],
)
def test_each_fault_is_explained_with_its_cure(fault: CellFault, explanation: str) -> None:
    assert CellError(2, 1, "#N/A", fault).explanation == explanation
