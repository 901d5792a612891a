"""What the cells of a workbook show by the number formats that it has."""

from collections.abc import Sequence

from .date_formats import FirstDay
from .format_codes import BUILT_IN
from .number_formats import Shown, changes_texts, shown_number, shown_text


def built_in_code(number: int) -> str:
    """Return the code of a number format that files do not hold; empty for a number as it is."""
    return BUILT_IN.get(number, "")


class CellFormats:
    """The number formats of a workbook, by the numbers that cells have as their style."""

    def __init__(self, codes: Sequence[str], first_day: FirstDay) -> None:
        self.first_day = first_day
        self._codes = ["" if code == "General" else code for code in codes]
        self._text_codes = {style: code for style, code in enumerate(self._codes) if changes_texts(code)}
        """Those that change texts too."""

    def code(self, style: int) -> str:
        """Return the code of a style; empty for a number as it is, and for a style that the workbook does not have."""
        return self._codes[style] if 0 <= style < len(self._codes) else ""

    def number(self, value: float, style: int) -> Shown:
        """Return what a cell with a number, or a date, shows."""
        return shown_number(value, self.code(style), self.first_day)

    def text(self, text: str, style: int) -> str:
        """Return what a cell with a text shows."""
        code = self._text_codes.get(style)
        return shown_text(text, code) if code else text
