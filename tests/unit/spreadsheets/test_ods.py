"""Cells, rows and sheets of .ods and .fods, as LibreOffice and other programs write them."""

import re
import zipfile
from pathlib import Path

import pytest

from tests.helpers.workbooks import SPACES, cell, open_document, rewritten, row
from worksheets.errors import RosterError
from worksheets.spreadsheets.sheets import CellFault, Sheet
from worksheets.spreadsheets.workbook import is_workbook, workbook_sheets

STRING = 'office:value-type="string"'
TIME = 'office:value-type="time" office:time-value="PT12H15M00S"'
LENGTH = '<number:time-style style:name="N1" number:truncate-on-overflow="false"/>'
STYLES = f'{LENGTH}<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'


def only_sheet(path: Path) -> Sheet:
    (sheet,) = workbook_sheets(path.read_bytes(), "ryhma.ods")
    return sheet


def rows_of(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    sheet = only_sheet(path)
    assert sheet.errors == ()
    return [(row.number, row.cells) for row in sheet.rows]


def text_of(path: Path, xml: str) -> str:
    """Return the text of the only cell of a sheet, given as XML."""
    return "|".join("|".join(cells) for _number, cells in rows_of(open_document(path, row(xml))))


def paragraphs(xml: str) -> str:
    return f"<table:table-cell {STRING}>{xml}</table:table-cell>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<text:p>a</text:p><text:p>b</text:p>", "a\nb"),
        ("<text:p>a</text:p><text:p/><text:p>b</text:p>", "a\n\nb"),
        ("<text:p>a<text:line-break/>b</text:p>", "a\nb"),
        ('<text:p>a<text:s text:c="3"/>b<text:s/>c<text:tab/>d</text:p>', "a   b c\td"),
        ("<text:p>  a\n   b  c </text:p>", "a b c"),
        ("<text:p><text:span>a</text:span> <text:a>b</text:a></text:p>", "a b"),
        ("<text:p><text:span>a <text:span>b</text:span></text:span>c</text:p>", "a bc"),
        ("<office:annotation><text:p>huomaa</text:p></office:annotation><text:p>a</text:p>", "a"),
        ("<text:p>a<office:annotation><text:p>huomaa</text:p></office:annotation>b</text:p>", "ab"),
        ("<text:p>a<text:note><text:note-body><text:p>alla</text:p></text:note-body></text:note>b</text:p>", "ab"),
        (
            (
                "<text:p><text:ruby><text:ruby-base>東京</text:ruby-base><text:ruby-text>とうきょう</text:ruby-text>"
                "</text:ruby></text:p>"
            ),
            "東京",
        ),
        ("<text:p>a</text:p><draw:frame><text:p>kuvassa</text:p></draw:frame>", "a"),
        ("<text:p>a&#13;&#10;b</text:p>", "a b"),
        ("<text:p>yksi\u00a0kaksi</text:p>", "yksi\u00a0kaksi"),
        ('<text:p>="00100"</text:p>', "00100"),
    ],
)
def test_a_cells_text_is_its_paragraphs(tmp_path: Path, xml: str, text: str) -> None:
    xml = xml.replace("<draw:frame>", '<draw:frame xmlns:draw="urn:draw">')
    assert text_of(tmp_path / "a.ods", paragraphs(xml)) == text


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (cell("00007", 'office:value-type="float" office:value="7"'), "00007"),
        (cell("1.50", 'office:value-type="float" office:value="1.5"'), "1,50"),
        (cell("25%", 'office:value-type="percentage" office:value="0.25"'), "25\u00a0%"),
        (cell("€12.50", 'office:value-type="currency" office:currency="EUR" office:value="12.5"'), "12,50\u00a0€"),
        (cell("1/14/26", 'office:value-type="date" office:date-value="2026-01-14"'), "2026-01-14"),
        (cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'), "TOSI"),
        ('<table:table-cell office:value-type="string" office:string-value="a"/>', "a"),
        ("<table:table-cell><text:p>a</text:p></table:table-cell>", "a"),
        ('<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>', ""),
        (cell("2", 'table:formula="of:=1+1" office:value-type="float" office:value="2"'), "2"),
    ],
)
def test_a_cell_is_what_the_spreadsheet_shows(tmp_path: Path, xml: str, text: str) -> None:
    assert text_of(tmp_path / "a.ods", xml) == text


@pytest.mark.parametrize(
    ("xml", "text", "fault"),
    [
        (cell("#N/A", f'{STRING} office:string-value="" calcext:value-type="error"'), "#N/A", CellFault.ERROR_VALUE),
        (cell("#OUTO", f'{STRING} calcext:value-type="error"'), "#OUTO", CellFault.ERROR_VALUE),
        (cell("Err:502", 'office:value-type="float" office:value="0"'), "Err:502", CellFault.ERROR_VALUE),
        ('<table:table-cell table:formula="of:=[.A1]"/>', "of:=[.A1]", CellFault.NO_VALUE),
        (cell("1,23E+11", 'office:value-type="float" office:value="123456789012"'), "1,23E+11", CellFault.DIGITS_LOST),
    ],
)
def test_a_cell_without_an_answer_is_an_error(tmp_path: Path, xml: str, text: str, fault: CellFault) -> None:
    (error,) = only_sheet(open_document(tmp_path / "a.ods", row(xml))).errors
    assert (error.row, error.column, error.text, error.fault) == (1, 1, text, fault)


@pytest.mark.parametrize(
    "xml",
    [
        row(cell("12:15", f'table:style-name="ce1" {TIME}')),
        f'<table:table-column table:default-cell-style-name="ce1"/>{row(cell("12:15", TIME))}',
        row(cell("12:15", TIME)).replace("<table:table-row", '<table:table-row table:default-cell-style-name="ce1"'),
    ],
    ids=["cell", "column", "row"],
)
def test_a_length_of_time_is_known_by_its_style(tmp_path: Path, xml: str) -> None:
    path = tmp_path / "a.ods"
    assert rows_of(open_document(path, xml, styles=STYLES)) == [(1, ("12:15 h",))]
    assert rows_of(open_document(path, xml)) == [(1, ("12:15:00",))]


def test_a_style_may_be_common_to_the_whole_document(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("12:15", f'table:style-name="ce1" {TIME}')))
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("styles.xml", f"<office:document-styles {SPACES}>{STYLES}</office:document-styles>")
    assert rows_of(path) == [(1, ("12:15 h",))]


def test_broken_common_styles_do_not_matter(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("x")))
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("styles.xml", "<office:document-styles")
    assert rows_of(path) == [(1, ("x",))]


def test_cells_and_rows_may_be_repeated(tmp_path: Path) -> None:
    many = cell("x", f'{STRING} table:number-columns-repeated="3"')
    path = open_document(tmp_path / "a.ods", row("<table:table-cell/>", 4) + row(cell("a") + many, 2) + row(cell("b")))
    assert rows_of(path) == [(5, ("a", "x", "x", "x")), (6, ("a", "x", "x", "x")), (7, ("b",))]


def test_rows_may_be_grouped_or_repeated_as_headings(tmp_path: Path) -> None:
    heading = f"<table:table-header-rows>{row(cell('Nimi'))}</table:table-header-rows>"
    path = open_document(
        tmp_path / "a.ods", f"{heading}<table:table-row-group>{row(cell('Aino'))}</table:table-row-group>"
    )
    assert rows_of(path) == [(1, ("Nimi",)), (2, ("Aino",))]


@pytest.mark.parametrize("visibility", ["collapse", "filter"])
def test_hidden_and_filtered_rows_are_marked(tmp_path: Path, visibility: str) -> None:
    hidden = row(cell("x"), 2).replace("<table:table-row", f'<table:table-row table:visibility="{visibility}"')
    sheet = only_sheet(open_document(tmp_path / "a.ods", row(cell("a")) + hidden + row(cell("b"))))
    assert [row.hidden for row in sheet.rows] == [False, True, True, False]


def test_merged_cells_hold_for_their_rows(tmp_path: Path) -> None:
    merged = cell("A", f'{STRING} table:number-rows-spanned="2" table:number-columns-spanned="1"')
    path = open_document(
        tmp_path / "a.ods", row(merged + cell("Aino")) + row(f"<table:covered-table-cell/>{cell('Ville')}")
    )
    assert rows_of(path) == [(1, ("A", "Aino")), (2, ("A", "Ville"))]


def test_tables_that_are_no_sheets_are_not_read(tmp_path: Path) -> None:
    inner = f'<table:table table:name="sisällä">{row(cell("y"))}</table:table>'
    path = open_document(tmp_path / "a.ods", row(paragraphs(f"<text:p>x</text:p>{inner}")))
    cached = f"<table:dde-links><table:dde-link>{inner}</table:dde-link></table:dde-links></office:spreadsheet>"
    rewritten(path, lambda _part, xml: xml.replace("</office:spreadsheet>", cached))
    assert rows_of(path) == [(1, ("x",))]


@pytest.mark.parametrize("prefix", ["t", "taulukko"])
def test_prefixes_do_not_matter(tmp_path: Path, prefix: str) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("x")))
    rewritten(path, lambda _part, xml: re.sub(r"(?<=[ </])table:|(?<=xmlns:)table(?==)", f"{prefix}:", xml))
    rewritten(path, lambda _part, xml: xml.replace(f"xmlns:{prefix}:=", f"xmlns:{prefix}="))
    assert rows_of(path) == [(1, ("x",))]


def test_the_type_of_the_archive_may_be_missing(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("x")))
    with zipfile.ZipFile(path) as old:
        content = old.read("content.xml")
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("Content.xml", content)
    assert rows_of(path) == [(1, ("x",))]


def test_a_control_character_in_a_cell_is_read(tmp_path: Path) -> None:
    assert text_of(tmp_path / "a.ods", cell("yksi\x0bkaksi & kolme")) == "yksi\nkaksi & kolme"


@pytest.mark.parametrize("start", ["", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\n'])
def test_a_document_in_a_single_file(tmp_path: Path, start: str) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("Nimi")) + row(cell("Aino")))
    with zipfile.ZipFile(path) as book:
        xml = book.read("content.xml").decode()
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    xml = start + xml.replace("office:document-content ", f"office:document {kind} ").replace("-content>", ">")
    assert is_workbook(xml.encode())
    (sheet,) = workbook_sheets(xml.encode(), "ryhma.fods")
    assert [row.cells for row in sheet.rows] == [("Nimi",), ("Aino",)]
    with pytest.raises(RosterError, match="damaged"):
        workbook_sheets(xml.encode()[:-20], "ryhma.fods")


def test_a_small_file_that_stands_for_nine_million_cells_is_refused() -> None:
    data = (Path(__file__).parents[2] / "data" / "hostile" / "both9e6.ods").read_bytes()
    with pytest.raises(RosterError, match="far more text than a list has"):
        workbook_sheets(data, "ryhma.ods")


@pytest.mark.parametrize("times", ["0", "-5"])
def test_a_strange_repetition_counts_as_one(tmp_path: Path, times: str) -> None:
    odd = cell("x", f'{STRING} table:number-columns-repeated="{times}"')
    assert rows_of(open_document(tmp_path / "a.ods", row(odd))) == [(1, ("x",))]


@pytest.mark.parametrize(
    ("attributes", "shown", "read"),
    [
        ('office:value-type="date" office:date-value="9999-12-31T23:59:59.999999"', "31.12.9999", "9999-12-31"),
        ('office:value-type="date" office:date-value="0001-01-01"', "", "0001-01-01"),
        ('office:value-type="date" office:date-value="' + "9" * 5_000 + '"', "huomenna", "huomenna"),
        ('office:value-type="float" office:value="nan"', "12", "12"),
        ('office:value-type="float" office:value="1e999"', "paljon", "paljon"),
        ('office:value-type="percentage" office:value="-inf"', "1 %", "1 %"),
        ('office:value-type="time" office:time-value="PT' + "9" * 90 + 'H"', "", "9" * 90 + ":00:00"),
    ],
)
def test_values_that_are_out_of_range_are_read_as_they_are_shown(
    tmp_path: Path, attributes: str, shown: str, read: str
) -> None:
    assert text_of(tmp_path / "a.ods", cell(shown, attributes)) == read
