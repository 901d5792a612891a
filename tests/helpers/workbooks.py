"""Workbooks of every format with the same list, small ones, and ones with anything in their XML."""

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

VALUES = [
    "Nimi",
    "00100",
    12,
    1.5,
    0.1 + 0.2,
    358401234567,
    -3,
    True,
    dt.date(2026, 1, 14),
    dt.datetime(2026, 1, 14, 9),  # noqa: DTZ001
    dt.time(9),
    "yksi\nkaksi",
]
TEXTS = ["Nimi", "00100", "12", "1,5", "0,3", "358401234567", "-3", "TOSI", "2026-01-14"]
TEXTS += ["2026-01-14 09:00:00", "09:00:00", "yksi\nkaksi"]
"""What is read of VALUES."""
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
    ]
)
HIDDEN = ' table:style-name="ta2"'
HIDDEN_STYLE = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
HIDDEN_STYLE += "</style:style>"
MANY = '<table:table-cell table:number-columns-repeated="16384"/>'
"""A row of an .ods without text, as LibreOffice writes it."""


def new_book() -> tuple[openpyxl.Workbook, Any]:
    """Return a workbook and its first sheet, whose type is left open by the stubs."""
    book = openpyxl.Workbook()
    return book, book.active


def small(path: Path, *rows: Sequence[object]) -> Path:
    """Write an .xlsx of some rows, or of a heading and a participant."""
    book, sheet = new_book()
    for values in rows or [["Nimi", "Ryhmä"], ["Aino", "A"]]:
        sheet.append(values)
    book.save(path)
    return path


def excel(path: Path) -> Path:
    """Write an .xlsx whose list begins at B3: a value in each row, an error, merged cells, a hidden row and sheet."""
    book, sheet = new_book()
    sheet.title = "Väki"
    for row_number, value in enumerate(VALUES, start=3):
        sheet.cell(row_number, 2, value)
    sheet["C4"] = "#N/A"
    sheet["C5"] = "yhdessä"
    sheet.merge_cells("C5:D6")
    sheet["E5"] = "vieressä"
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("tyhjä")
    hidden = book.create_sheet("piilossa")
    hidden["A1"] = "x"
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def old_excel(path: Path) -> Path:
    """Write the same list as an .xls, as far as that format can hold it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Väki")
    formats = {8: "YYYY-MM-DD", 9: "YYYY-MM-DD HH:MM:SS", 10: "HH:MM:SS"}
    for index, value in enumerate(VALUES):
        sheet.write(index + 2, 1, value, xlwt.easyxf(num_format_str=formats.get(index, "General")))
    sheet.row(3).set_cell_error(2, 0x2A)
    sheet.write_merge(4, 5, 2, 3, "yhdessä")
    sheet.write(4, 4, "vieressä")
    sheet.row(4).hidden = True
    sheet.write(65535, 255, "", xlwt.easyxf("font: bold on"))
    book.add_sheet("tyhjä")
    hidden = book.add_sheet("piilossa")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    book.save(str(path))
    return path


def libre(path: Path) -> Path:
    """Write the same list as an .ods, with the repeated empty rows and columns that LibreOffice writes."""
    number = 'office:value-type="float" office:value="{}"'.format
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    together = '<table:table-cell office:value-type="string" table:number-columns-spanned="2" '
    together += 'table:number-rows-spanned="2"><text:p>yhdessä</text:p></table:table-cell><table:covered-table-cell/>'
    rows_of_cells = [
        cell("Nimi"),
        cell("00100") + cell("#N/A", error),
        cell("12", number(12)) + together + cell("vieressä"),
        cell("1,5", number(1.5)) + '<table:covered-table-cell table:number-columns-repeated="2"/>',
        cell("0,3", number("0.30000000000000004")),
        cell("358401234567", number(358401234567)),
        cell("-3", number(-3)),
        cell("TOSI", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("14.1.2026", 'office:value-type="date" office:date-value="2026-01-14"'),
        cell("14.1.2026 9.00", 'office:value-type="date" office:date-value="2026-01-14T09:00:00"'),
        cell("9.00", 'office:value-type="time" office:time-value="PT09H00M00S"'),
        cell("yksi</text:p><text:p>kaksi"),
    ]
    rows = [row("<table:table-cell/>" + cells) for cells in rows_of_cells]
    rows[2] = rows[2].replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    return open_document(
        path, row(MANY, 2) + "".join(rows) + row(MANY, 1_048_562), row(MANY, 1_048_576), row(cell("x")), hidden=2
    )


def cell(text: str, kind: str = 'office:value-type="string"') -> str:
    """Return a cell of an .ods; ``kind`` is the attributes that give its type and value."""
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def row(cells: str, times: int = 1) -> str:
    """Return a row of an .ods that is there so many times."""
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def open_document(path: Path, *tables: str, manifest: str = "", styles: str = "", hidden: int = -1) -> Path:
    """Write an .ods from the rows of its sheets.

    ``manifest`` and ``styles`` are the content of the manifest and of the styles; ``hidden`` is the index of a sheet
    that is not shown.
    """
    body = "".join(
        f'<table:table table:name="Väki{number or ""}"{HIDDEN if number == hidden else ""}>{rows}</table:table>'
        for number, rows in enumerate(tables)
    )
    styles += HIDDEN_STYLE if hidden >= 0 else ""
    content = f'<office:document-content {SPACES} xmlns:calcext="urn:x"><office:automatic-styles>{styles}'
    content += f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        book.writestr("META-INF/manifest.xml", f"<manifest:manifest {space}>{manifest}</manifest:manifest>")
        book.writestr("content.xml", f"{content}</office:spreadsheet></office:body></office:document-content>")
    return path


def rewritten(path: Path, change: Callable[[str, str], str]) -> Path:
    """Change the members of a ZIP archive with a function of their names and contents, and return its path."""
    with zipfile.ZipFile(path) as old:
        members = {name: change(name, old.read(name).decode()) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in members.items():
            new.writestr(name, text)
    return path


def without(path: Path, *names: str) -> Path:
    """Take members out of a ZIP archive, and return its path."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist() if name not in names}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return path


def with_rows(path: Path, rows: str) -> Path:
    """Write a small .xlsx with more rows, given as XML, at the end of its sheet."""
    return rewritten(small(path), lambda _part, xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))
