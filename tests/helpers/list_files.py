"""Lists of texts as files of every format that trainers have."""

import csv
import io
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape

import openpyxl
import xlwt

from tests.helpers.lists import Rows

Hidden = Mapping[str, Collection[int]]
"""The numbers of rows that are hidden, from 1, by their sheets' names."""


def as_xlsx(sheets: Mapping[str, Rows], hidden: Hidden | None = None) -> bytes:
    """Return an .xlsx with text cells only."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                sheet.cell(number, column).value = text or None
        for number in (hidden or {}).get(name, ()):
            sheet.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xls(sheets: Mapping[str, Rows], hidden: Hidden | None = None) -> bytes:
    """Return an .xls with text cells only."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for index, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write(index, column, text)
        for number in (hidden or {}).get(name, ()):
            sheet.row(number - 1).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(sheets: Mapping[str, Rows], hidden: Hidden | None = None) -> bytes:
    """Return an .ods with text cells only."""
    tables = "".join(_ods_table(name, rows, (hidden or {}).get(name, ())) for name, rows in sheets.items())
    prefixes = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in prefixes)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        content = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        book.writestr("content.xml", f"<office:document-content {spaces}>{content}</office:document-content>")
    return out.getvalue()


def _ods_table(name: str, rows: Rows, hidden: Collection[int]) -> str:
    texts = []
    for number, row in enumerate(rows, start=1):
        visibility = ' table:visibility="collapse"' if number in hidden else ""
        texts.append(f"<table:table-row{visibility}>{''.join(map(_ods_cell, row))}</table:table-row>")
    return f'<table:table table:name="{escape(name)}">{"".join(texts)}</table:table>'


def _ods_cell(text: str) -> str:
    value_type = ' office:value-type="string"' if text else ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines())
    return f"<table:table-cell{value_type}>{lines}</table:table-cell>"


def as_csv(rows: Rows, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """Return a table as delimited text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def padded(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return rows that are all equally long."""
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


WORKBOOKS: dict[str, Callable[..., bytes]] = {".xlsx": as_xlsx, ".xls": as_xls, ".ods": as_ods}
"""Writers of workbooks by suffix."""
