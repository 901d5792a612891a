"""Lists of options to choose from in the cells of a workbook, for slots of which one option can be chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worksheets.course.marks import Marks

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LAST_ROW = 2_000
"""The last row whose cells have a list."""
_LONGEST = 255
"""The most characters of options that can stand in a cell's rule itself, where commas divide them."""


@dataclass(frozen=True, slots=True)
class DropDowns:
    """The lists of one workbook. Options that cannot stand in a cell's rule itself are on a hidden sheet."""

    sheet_title: str
    """The title of that sheet, which the reader of lists leaves out."""
    listed: tuple[tuple[str, ...], ...]
    """The options on that sheet, a column for each slot's."""

    def add(self, sheet: "Worksheet", column: int, marks: Marks) -> None:
        """Let the cells of a column be chosen from the options.

        Anything else can be typed, too: after a warning, or at once where it may well be right, as words of one's own
        are, numbers, which Excel does not take for options that are text, and other signs than x in a box to tick.
        """
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = get_column_letter(column)
        rule = DataValidation(type="list", formula1=self._formula(marks.options), allow_blank=True)
        rule.errorStyle = "warning"
        rule.showErrorMessage = not (marks.other or marks.is_scale or marks.is_tick)
        rule.add(f"{letter}2:{letter}{_LAST_ROW}")
        sheet.add_data_validation(rule)

    def _formula(self, options: tuple[str, ...]) -> str:
        from openpyxl.utils import get_column_letter, quote_sheetname

        if options not in self.listed:
            return f'"{",".join(options)}"'
        letter = get_column_letter(1 + self.listed.index(options))
        return f"{quote_sheetname(self.sheet_title)}!${letter}$1:${letter}${len(options)}"

    def fill(self, sheet: "Worksheet") -> None:
        """Write the options on their sheet, and hide it."""
        sheet.sheet_state = "hidden"
        for column, options in enumerate(self.listed, start=1):
            for row, option in enumerate(options, start=1):
                cell = sheet.cell(row, column, option)
                cell.data_type = "s"  # Otherwise openpyxl makes a formula of an option that begins with “=”.


def drop_downs(sheet_title: str, every_marks: Iterable[Marks]) -> DropDowns:
    """Return the lists for slots with these marks."""
    every_options = dict.fromkeys(marks.options for marks in every_marks)
    return DropDowns(sheet_title, tuple(options for options in every_options if not _fits_rule(options)))


def has_drop_down(marks: Marks | None) -> bool:
    """Return True if a slot's cells are chosen from a list: one option can be, and there are some."""
    return marks is not None and marks.most == 1 and not marks.is_line


def _fits_rule(options: tuple[str, ...]) -> bool:
    text = ",".join(options)
    return len(text) <= _LONGEST and text.count(",") == len(options) - 1 and '"' not in text
