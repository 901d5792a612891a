"""Read workbooks of every format as sheets of texts, each cell as a spreadsheet shows it, in Finnish."""

from .archive import Archive
from .ods import fods_sheets, is_fods, is_ods, ods_sheets
from .sheet_builder import Allowance
from .sheets import Sheet
from .workbook_problems import not_a_workbook
from .xls import is_xls, xls_sheets
from .xlsx import is_xlsx, xlsx_sheets

_ZIP = b"PK"


def is_workbook(data: bytes) -> bool:
    """Return True if a file has a workbook's content, whatever its name."""
    return data.startswith(_ZIP) or is_xls(data) or is_fods(data)


def workbook_sheets(data: bytes, source: str) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, empty ones too; ``source`` is the file's name in messages.

    Raises RosterError for a ZIP bomb, a locked or damaged file, and any file that is no workbook.
    """
    if is_xls(data):
        return xls_sheets(data, source)
    allowance = Allowance(source)
    if is_fods(data):
        return fods_sheets(data, source, allowance)
    archive = Archive(data, source)
    if is_xlsx(archive):
        return xlsx_sheets(archive, source, allowance)
    if is_ods(archive):
        return ods_sheets(archive, source, allowance)
    raise not_a_workbook(source)
