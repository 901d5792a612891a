"""Workbooks of every format as sheets of texts; what is damaged, locked or too large is refused with the cure."""

import re
import struct
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import xlwt
from openpyxl.styles import Font

from tests.helpers.course import ROOT
from tests.helpers.workbooks import (
    MANY,
    TEXTS,
    cell,
    excel,
    libre,
    new_book,
    old_excel,
    open_document,
    rewritten,
    row,
    small,
    with_rows,
)
from worksheets.errors import RosterError
from worksheets.spreadsheets import archive, sheet_builder
from worksheets.spreadsheets.sheets import CellFault, Sheet
from worksheets.spreadsheets.workbook import is_workbook, workbook_sheets

Cells = dict[tuple[int, int], str]
Writer = Callable[[Path], Path]
FORMATS: list[tuple[Writer, str]] = [(excel, "a.xlsx"), (old_excel, "a.xls"), (libre, "a.ods")]
SMALL = {(1, 1): "Nimi", (1, 2): "Ryhmä", (2, 1): "Aino", (2, 2): "A"}
"""The cells of a workbook that ``small`` writes."""
DATA = ROOT / "tests" / "data"


def filled(sheet: Sheet) -> Cells:
    """Return the cells of a sheet that are not empty, errors too, by row and column."""
    texts = {(row.number, column): text for row in sheet.rows for column, text in enumerate(row.cells, start=1) if text}
    return texts | {(error.row, error.column): error.text for error in sheet.errors}


def only_sheet(path: Path) -> Sheet:
    (sheet,) = workbook_sheets(path.read_bytes(), str(path))
    return sheet


def cells_of(path: Path) -> Cells:
    """Return the cells of a workbook's only sheet that are not empty."""
    return filled(only_sheet(path))


def problem(data: Path | bytes) -> str:
    """Return the problem of a workbook, without the file's name with which it must begin."""
    with pytest.raises(RosterError) as caught:
        workbook_sheets(data if isinstance(data, bytes) else data.read_bytes(), "ryhma.xlsx")
    (text,) = caught.value.problems
    assert text.startswith(("ryhma.xlsx: ", "ryhma.xlsx, "))
    return text.removeprefix("ryhma.xlsx: ")


@pytest.mark.parametrize(("write", "name"), FORMATS)
def test_a_workbook_is_recognised_by_its_content(write: Writer, name: str, tmp_path: Path) -> None:
    assert is_workbook(write(tmp_path / name).read_bytes())
    assert not is_workbook(b"Nimi;Apu\nPK;A\n")


# The cases that users met


def test_percent_and_decimals_are_shown_in_finnish() -> None:
    sheet = only_sheet(DATA / "percent-and-decimal-comma" / "prosentti.xlsx")
    assert sheet.rows[1].cells == ("Aino Esimerkki", "25\u00a0%", "1,5")


def test_a_formula_without_a_value_is_an_error_that_says_so() -> None:
    (error,) = only_sheet(DATA / "formula-without-value" / "kaava.xlsx").errors
    assert (error.row, error.column, error.fault) == (2, 2, CellFault.NO_VALUE)
    assert (
        error.explanation
        == "the cell has a formula but no value; open the workbook in a spreadsheet program and save it"
    )


def test_a_merged_cell_holds_for_all_its_rows() -> None:
    sheet = only_sheet(DATA / "merged-cell-down" / "yhdistetty.xlsx")
    assert [row.cells[0] for row in sheet.rows] == ["Ryhmä", "Iltaryhmä", "Iltaryhmä", "Iltaryhmä"]
    assert [row.merged for row in sheet.rows] == [frozenset(), frozenset(), frozenset({1}), frozenset({1})]


def test_a_moment_with_a_zone_is_kept_as_it_is() -> None:
    cells = cells_of(DATA / "iso-moment-with-zone" / "iso.xlsx")
    assert cells[2, 2] == "2026-01-14T07:00:00.000Z", "it becomes a Finnish date when it is printed"


# Values


@pytest.mark.parametrize(("write", "name"), FORMATS)
def test_every_format_gives_the_same_cells(write: Writer, name: str, tmp_path: Path) -> None:
    sheet, *_others = workbook_sheets(write(tmp_path / name).read_bytes(), name)
    others = {(4, 3): "#N/A", (5, 3): "yhdessä", (6, 3): "yhdessä", (5, 5): "vieressä"}
    assert filled(sheet) == {(number, 2): text for number, text in enumerate(TEXTS, start=3)} | others
    assert [row.number for row in sheet.rows] == list(range(3, 15)), "empty rows are left out"
    assert [row.number for row in sheet.rows if row.hidden] == [5]
    assert [(row.number, row.merged) for row in sheet.rows if row.merged] == [(6, frozenset({3}))]
    assert [(error.row, error.column, error.fault) for error in sheet.errors] == [(4, 3, CellFault.ERROR_VALUE)]


@pytest.mark.parametrize(("write", "name"), FORMATS)
def test_sheets_have_their_names_and_hidden_ones_are_marked(write: Writer, name: str, tmp_path: Path) -> None:
    first, empty, hidden = workbook_sheets(write(tmp_path / name).read_bytes(), name)
    assert (first.name, first.hidden) == ("Väki", False)
    assert (empty.rows, empty.hidden) == ((), False)
    assert ([row.cells for row in hidden.rows], hidden.hidden) == ([("x",)], True)


def test_a_sheet_that_is_a_chart_is_left_out(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet["A1"] = "Nimi"
    book.create_chartsheet("kaavio")
    book.save(tmp_path / "a.xlsx")
    assert cells_of(tmp_path / "a.xlsx") == {(1, 1): "Nimi"}


def test_a_formula_is_its_value(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx", ["=1+1", "=NA()", "=1/0", "=1>0"])
    values = iter(
        [
            '"><f>1+1</f><v>2</v>',
            '" t="e"><f>NA()</f><v>#N/A</v>',
            "\" t='e'><f>1/0</f><v>#DIV/0!</v>",
            '" t="b"><f>1</f><v>0</v>',
        ]
    )
    rewritten(path, lambda _part, xml: re.sub(r'"><f>[^<]*</f><v ?/?>(</v>)?', lambda _match: next(values), xml))
    assert cells_of(path) == {(1, 1): "2", (1, 2): "#N/A", (1, 3): "#DIV/0!", (1, 4): "EPÄTOSI"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ('office:value-type="float" office:value="-0"', "0"),
        ('office:value-type="float" office:value="100"', "100"),
        ('office:value-type="float" office:value="123456789012345678"', "1,23457E+17"),
        ('office:value-type="float" office:value="0.00001"', "0,00001"),
        ('office:value-type="percentage" office:value="0.25"', "25\u00a0%"),
        ('office:value-type="currency" office:currency="EUR" office:value="12.5"', "12,50\u00a0€"),
        ('office:value-type="date" office:date-value="2026-01-14T09:00:29.6"', "2026-01-14 09:00:30"),
        ('office:value-type="date" office:date-value="2026-01-14T23:59:59.9"', "2026-01-15"),
        ('office:value-type="time" office:time-value="PT09H15M05S"', "09:15:05"),
        ('office:value-type="boolean" office:boolean-value="false"', "EPÄTOSI"),
    ],
)
def test_values_without_a_text_are_written_as_a_spreadsheet_would_show_them(
    kind: str, text: str, tmp_path: Path
) -> None:
    path = open_document(tmp_path / "a.ods", row(f"<table:table-cell {kind}/>"))
    assert cells_of(path) == {(1, 1): text}


def test_a_length_of_time_may_be_longer_than_a_day(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx", [timedelta(hours=30, minutes=15, seconds=5)])
    assert cells_of(path) == {(1, 1): "30:15:05"}


def test_line_feeds_are_the_same_in_every_format(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Väki").write(0, 0, "a\r\nb\rc")
    book.save(str(tmp_path / "a.xls"))
    assert cells_of(tmp_path / "a.xls") == {(1, 1): "a\nb\nc"}


@pytest.mark.parametrize("from_1904", [False, True])
def test_an_old_workbooks_dates_count_from_its_own_first_day(tmp_path: Path, *, from_1904: bool) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = from_1904
    book.add_sheet("Väki").write(0, 0, 40_000, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    book.save(str(tmp_path / "a.xls"))
    assert cells_of(tmp_path / "a.xls") == {(1, 1): "2013-07-07" if from_1904 else "2009-07-06"}


@pytest.mark.parametrize("kind", ['t="e"', "t='e'", 't = "e"', 'cm="1" t\n=\n"e"'])
def test_an_error_cell_is_recognised_however_it_is_written(tmp_path: Path, kind: str) -> None:
    path = with_rows(tmp_path / "a.xlsx", f'<row r="3"><c r="A3" {kind}><v>#N/A</v></c><c r="B3"><v>7</v></c></row>')
    assert cells_of(path) == {**SMALL, (3, 1): "#N/A", (3, 2): "7"}


# Where cells are


def test_ghost_rows_and_columns_cost_nothing(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet["A1"] = "Nimi"
    sheet.cell(1_048_576, 1).font = Font(bold=True)
    sheet.cell(1, 16_384).font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    assert cells_of(tmp_path / "a.xlsx") == {(1, 1): "Nimi"}


@pytest.mark.slow
def test_an_empty_formula_down_the_whole_sheet_is_read(tmp_path: Path) -> None:
    formulas = "".join(f'<row r="{n}"><c r="B{n}" t="str"><f>""</f><v></v></c></row>' for n in range(3, 1_048_577, 999))
    assert cells_of(with_rows(tmp_path / "a.xlsx", formulas)) == SMALL


def test_the_area_of_a_sheet_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = open_document(tmp_path / "a.ods", row("") + row("<table:table-cell/>" + cell("x")))
    monkeypatch.setattr(sheet_builder, "AREA", 4)
    assert cells_of(path) == {(2, 2): "x"}
    monkeypatch.setattr(sheet_builder, "AREA", 3)
    assert problem(path) == (
        "there is something far from the list, in row 2 or column B; delete the rows below the list and the columns "
        "beside it, and save it again"
    )


def test_the_area_of_each_sheet_is_measured_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tall, wide = row(cell("x"), 4), row(f"{cell('x')}" * 4)
    monkeypatch.setattr(sheet_builder, "AREA", 4)
    assert len(workbook_sheets(open_document(tmp_path / "a.ods", tall, wide).read_bytes(), "x")) == 2
    assert "far from the list" in problem(open_document(tmp_path / "a.ods", tall + wide))


def test_a_covered_cell_is_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("x") + "<table:covered-table-cell/>" + cell("y")))
    monkeypatch.setattr(sheet_builder, "AREA", 2)
    assert "in row 1 or column C" in problem(path)


def test_a_reference_may_have_small_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_rows(tmp_path / "a.xlsx", '<row r="3"><c r="b3"><v>7</v></c></row>')
    monkeypatch.setattr(sheet_builder, "AREA", 6)
    assert cells_of(path) == {**SMALL, (3, 2): "7"}


def test_cells_far_away_are_named(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet["A1"] = sheet["XFD1048576"] = "Nimi"
    book.save(tmp_path / "a.xlsx")
    repeated = row(MANY.replace("/>", ' office:value-type="string"><text:p>x</text:p></table:table-cell>'), 1_048_576)
    open_document(tmp_path / "a.ods", repeated)
    assert "far from the list, in row 1048576 or column XFD; delete the rows" in problem(tmp_path / "a.xlsx")
    assert "far from the list, in row 1048576 or column XFD" in problem(tmp_path / "a.ods")


@pytest.mark.parametrize(
    "far_cell",
    [
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r = "XFD1048576" ><v>1</v></c>',
        '<c r="xfd1048576"><v>1</v></c>',
        '<c\nr="XFD1048576"\nt="n"><v>1</v></c>',
        '<c s="0" r="XFD1048576"><f>1</f></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c t="inlineStr" r="XFD1048576"><is><t>1</t></is></c>',
        '<c r="XFD99999999999"><v>1</v></c>',
    ],
)
def test_a_cell_far_away_is_named_however_its_reference_is_written(tmp_path: Path, far_cell: str) -> None:
    assert "far from the list" in problem(with_rows(tmp_path / "a.xlsx", f"<row>{far_cell}</row>"))


@pytest.mark.parametrize(
    "start",
    [
        "<row r='1048576'>",
        '<row r = "1048576">',
        '<row\nr="1048576">',
        "<row xmlns='' r='1048576'>",
        "<row xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main' r='1048576'>",
        "<x:row xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main' r='1048576'>",
    ],
)
def test_a_row_far_away_is_named_however_its_number_is_written(tmp_path: Path, start: str) -> None:
    end = "</x:row>" if "x:row" in start else "</row>"
    path = with_rows(tmp_path / "a.xlsx", f"{start}{'<c/>' * 20}<c><v>1</v></c>{end}")
    assert "far from the list, in row 1048576 or column U" in problem(path)


def test_a_row_without_a_number_follows_the_one_before(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "a.xlsx", f'<row r="999999"/><row>{"<c/>" * 20}<c><v>1</v></c></row>')
    assert "in row 1000000 or column U" in problem(path)


def test_a_cell_far_away_in_single_quotes() -> None:
    assert "far from the list" in problem(ROOT / "tests" / "data" / "hostile" / "farcell_sq.xlsx")


@pytest.mark.parametrize(
    "repeated", ["table:number-columns-repeated='16384'", 'table:number-columns-repeated = "16384"']
)
def test_a_repeated_cell_is_counted_however_it_is_written(tmp_path: Path, repeated: str) -> None:
    wide = f"<table:table-cell {repeated} office:value-type='string'><text:p>x</text:p></table:table-cell>"
    path = open_document(tmp_path / "a.ods", row(wide, 1_048_576))
    assert "far from the list, in row 1048576 or column XFD" in problem(path)


# Too large


def test_too_many_sheets_are_refused(tmp_path: Path) -> None:
    rows = [row(cell("x"))]
    assert len(workbook_sheets(open_document(tmp_path / "a.ods", *rows * 50).read_bytes(), "x")) == 50
    message = "51 sheets, but at most 50 are read; save the sheet with the list as a file of its own"
    assert problem(open_document(tmp_path / "a.ods", *rows * 51)) == message
    book = xlwt.Workbook()
    for number in range(51):
        book.add_sheet(f"Väki {number}")
    book.save(str(tmp_path / "a.xls"))
    assert problem(tmp_path / "a.xls") == message


def with_size(path: Path, size: int) -> bytes:
    """Return a small .xlsx whose directory says that a member has so many bytes."""
    with zipfile.ZipFile(small(path), "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/bomb.xml", bytes(1_234_567))
    return path.read_bytes().replace(struct.pack("<I", 1_234_567), struct.pack("<I", size))


@pytest.mark.parametrize(
    ("size", "ratio", "unpacked"), [(21_000_000, archive.RATIO, "(21 MB)"), (501_000_000, 1_000_000, "(501 MB)")]
)
def test_zip_bombs_are_not_unpacked(
    tmp_path: Path, size: int, ratio: int, unpacked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = with_size(tmp_path / "a.xlsx", size)
    monkeypatch.setattr(archive, "RATIO", ratio)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert problem(data) == f"too large when unpacked {unpacked}; save only the list, as a new workbook"


def test_what_packs_well_but_is_small_is_no_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_size(path, 1_234_567))
    assert cells_of(path) == SMALL, "what is no part of the list is not read"
    monkeypatch.setattr(archive, "RATIO_FROM", 1_000_000)
    assert "too large when unpacked (1 MB)" in problem(path)
    monkeypatch.setattr(archive, "RATIO", 1_234_567)
    assert cells_of(path) == SMALL, "large, but it does not pack as well as that"


# Damaged, locked, or no workbook


def test_a_part_with_a_wrong_size_is_damaged(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/workbook.xml").file_size
    assert "damaged" in problem(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 10)))


@pytest.mark.parametrize(("write", "name"), FORMATS)
@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.33, 0.5, 0.95])
def test_truncated_workbooks_are_damaged(write: Writer, name: str, share: float, tmp_path: Path) -> None:
    data = write(tmp_path / name).read_bytes()
    assert problem(data[: max(8, int(share * len(data)))]) == (
        "the workbook is damaged and cannot be read; open it in a spreadsheet program and save it again as .xlsx"
    )


def test_damaged_xml_is_a_damaged_workbook(tmp_path: Path) -> None:
    path = rewritten(small(tmp_path / "a.xlsx"), lambda part, xml: xml[: len(xml) // 2] if "sheet1" in part else xml)
    assert "damaged" in problem(path)


def test_an_open_document_that_ends_too_early(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("x")))
    rewritten(path, lambda _part, xml: xml.replace("</table:table>", ""))
    assert "damaged" in problem(path)


def test_a_wrong_reference_means_a_damaged_workbook(tmp_path: Path) -> None:
    path = rewritten(small(tmp_path / "a.xlsx"), lambda _part, xml: xml.replace('r="A1"', 'r="1A"'))
    assert "damaged" in problem(path)


def test_damaged_pictures_do_not_matter(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/media/image1.png", b"picture" * 1000)
    path.write_bytes(path.read_bytes().replace(b"picture", b"piXture"))
    assert cells_of(path) == SMALL


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.bin", "content.xml"])
def test_other_zips_are_no_workbooks(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
        book.writestr(name, "<x/>")
        book.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert problem(tmp_path / "a.xlsx") == "not a workbook that can be read; save the list as .xlsx or .ods"


def renamed(data: bytes, name: str) -> bytes:
    """Give an OLE file's stream “Workbook” another name."""
    start = data.index("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    return data[:start] + encoded + data[start + len(encoded) :]


LOCKED = "locked with a password; open it in a spreadsheet program and save it without the password"


def test_locked_excel_workbooks_are_refused_with_the_cure(tmp_path: Path) -> None:
    plain = old_excel(tmp_path / "a.xls").read_bytes()
    assert problem(renamed(plain, "EncryptedPackage")) == LOCKED, "an .xlsx with a password"
    assert problem(plain.replace(struct.pack("<HH", 0x42, 2), struct.pack("<HH", 0x2F, 2), 1)) == LOCKED, "an .xls"
    assert "not a workbook that can be read" in problem(renamed(plain, "WordDocument"))


def test_a_locked_open_document_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("x")), manifest="<manifest:encryption-data/>")
    assert problem(path) == LOCKED
    with zipfile.ZipFile(tmp_path / "whole.ods", "w") as book:
        book.writestr("encrypted-package", b"x")
    assert problem(tmp_path / "whole.ods") == LOCKED


def test_a_zip_with_a_locked_member_is_refused_with_the_cure(tmp_path: Path) -> None:
    data = bytearray(small(tmp_path / "a.xlsx").read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # In the directory, a member's flag that it is encrypted.
    assert problem(bytes(data)) == LOCKED
