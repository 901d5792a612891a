"""Each error of a workbook names the file and the cure."""

import pytest

from worksheets.errors import RosterError
from worksheets.spreadsheets.workbook_problems import (
    SHEETS,
    damaged,
    locked,
    not_a_workbook,
    refuse_many_sheets,
    too_large,
)


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (damaged("ryhma.xlsx"), "save it again as .xlsx"),
        (locked("ryhma.xlsx"), "save it without the password"),
        (not_a_workbook("ryhma.xlsx"), "save the list as .xlsx or .ods"),
        (too_large("ryhma.xlsx", 345_600_000), "(345 MB); save only the list"),
    ],
)
def test_an_error_names_the_file_and_the_cure(error: RosterError, cure: str) -> None:
    (problem,) = error.problems
    assert problem.startswith("ryhma.xlsx: ")
    assert cure in problem


def test_only_more_sheets_than_a_list_has_are_refused() -> None:
    refuse_many_sheets(SHEETS, "ryhma.xlsx")
    with pytest.raises(RosterError, match="51 sheets, but at most 50 are read"):
        refuse_many_sheets(SHEETS + 1, "ryhma.xlsx")
