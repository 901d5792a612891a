"""Packages and cells of .xlsx in every shape that writers of workbooks give them."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.workbooks import new_book, rewritten, small, with_rows, without
from worksheets.errors import RosterError
from worksheets.spreadsheets.sheets import CellFault, Sheet
from worksheets.spreadsheets.workbook import workbook_sheets

LIST = [("Nimi", "Ryhmä"), ("Aino", "A")]
"""The rows of a workbook that ``small`` writes."""
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Change = Callable[[str, str], str]


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    return workbook_sheets(path.read_bytes(), "ryhma.xlsx")


def rows_of(path: Path) -> list[tuple[str, ...]]:
    (sheet,) = sheets_of(path)
    assert sheet.errors == ()
    return [row.cells for row in sheet.rows]


def cell_of(path: Path, cell: str, code: str = "") -> str:
    """Return the text of row 3, whose cells are given as XML; ``code`` is the number format of style 1."""
    with_rows(path, f'<row r="3">{cell}</row>')
    rewritten(path, lambda _part, xml: re.sub(r"<calcPr[^>]*>", "", xml))
    if code:
        rewritten(path, lambda part, xml: styles_xml(code) if part == "xl/styles.xml" else xml)
    with_shared_texts(path, "Nimi")
    return "".join("|".join(cells) for cells in rows_of(path)[2:])


def with_shared_texts(path: Path, *texts: str) -> Path:
    """Add texts that cells share to an .xlsx, and return its path."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{items}</sst>')
    return path


def styles_xml(*codes: str) -> str:
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(codes)))
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs><xf/>{styles}</cellXfs></styleSheet>'


def error_of(path: Path, cell: str) -> tuple[str, CellFault]:
    """Return the text and the fault of a cell that is an error, given as XML, at A3."""
    (sheet,) = sheets_of(with_rows(path, f'<row r="3">{cell}</row>'))
    (error,) = sheet.errors
    assert (error.row, error.column) == (3, 1)
    return error.text, error.fault


def members(path: Path, **names: str) -> Path:
    """Write a small .xlsx with members of other names; an empty one leaves the member out."""
    old = small(path).read_bytes()
    path.write_bytes(old)
    with zipfile.ZipFile(path) as book:
        contents = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in contents.items():
            if new := names.get(name, name):
                book.writestr(new, content)
    return path


# Packages


@pytest.mark.parametrize(
    "missing",
    [
        ["docProps/app.xml", "docProps/core.xml"],
        ["xl/theme/theme1.xml"],
        ["xl/styles.xml"],
        ["[Content_Types].xml"],
        ["_rels/.rels"],
        ["xl/_rels/workbook.xml.rels"],
        ["_rels/.rels", "[Content_Types].xml"],
        ["_rels/.rels", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml"],
    ],
    ids=" ".join,
)
def test_parts_that_are_not_needed_may_be_missing(tmp_path: Path, missing: list[str]) -> None:
    assert rows_of(without(small(tmp_path / "a.xlsx"), *missing)) == LIST


@pytest.mark.parametrize("part", ["docProps/app.xml", "xl/theme/theme1.xml", "xl/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("content", ["", "<x/>"])
def test_parts_that_are_not_needed_may_be_empty(tmp_path: Path, part: str, content: str) -> None:
    path = small(tmp_path / "a.xlsx")
    assert rows_of(rewritten(path, lambda name, xml: content if name == part else xml)) == LIST


@pytest.mark.parametrize("part", ["docProps/app.xml", "xl/theme/theme1.xml", "[Content_Types].xml", "_rels/.rels"])
def test_parts_that_are_not_needed_may_be_broken(tmp_path: Path, part: str) -> None:
    path = small(tmp_path / "a.xlsx")
    assert rows_of(rewritten(path, lambda name, xml: xml[:50] if name == part else xml)) == LIST


def test_shared_texts_are_found_without_a_relation(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "a.xlsx", '<row r="3"><c t="s"><v>1</v></c></row>')
    assert rows_of(with_shared_texts(path, "a", "b"))[2] == ("b",)


@pytest.mark.parametrize("number", ["1", "-1", "x"])
def test_a_shared_text_that_is_not_there_means_a_damaged_workbook(tmp_path: Path, number: str) -> None:
    path = with_rows(tmp_path / "a.xlsx", f'<row r="3"><c t="s"><v>{number}</v></c></row>')
    with pytest.raises(RosterError, match="damaged"):
        sheets_of(with_shared_texts(path, "a"))


def test_a_sheet_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="damaged"):
        sheets_of(without(small(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize(
    ("sheet", "relation"),
    [
        ("xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml"),
        ("xl/lista.xml", "lista.xml"),
        ("data/väki 1.xml", "/data/v%C3%A4ki%201.xml"),
        ("XL/Worksheets/Sheet1.XML", "/xl/worksheets/sheet1.xml"),
        ("xl\\worksheets\\sheet1.xml", "/xl/worksheets/sheet1.xml"),
    ],
)
def test_relations_say_where_a_sheet_is(tmp_path: Path, sheet: str, relation: str) -> None:
    path = members(tmp_path / "a.xlsx", **{"xl/worksheets/sheet1.xml": sheet})
    change = re.compile(r'"[^"]*sheet1\.xml"')
    assert rows_of(rewritten(path, lambda _part, xml: change.sub(lambda _match: f'"{relation}"', xml))) == LIST


def test_the_workbook_may_be_anywhere(tmp_path: Path) -> None:
    new = {"xl/workbook.xml": "lista/kirja.xml", "xl/_rels/workbook.xml.rels": "lista/_rels/kirja.xml.rels"}
    path = rewritten(members(tmp_path / "a.xlsx", **new), lambda _p, xml: xml.replace("xl/workbook", "lista/kirja"))
    assert rows_of(path) == LIST
    assert rows_of(without(path, "_rels/.rels")) == LIST, "the content types say where it is"


@pytest.mark.parametrize("names", [str.upper, str.title, lambda name: name.replace("/", "\\")])
def test_names_may_have_capitals_and_backslashes(tmp_path: Path, names: Callable[[str], str]) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as book:
        old = book.namelist()
    assert rows_of(members(path, **{name: names(name) for name in old})) == LIST


@pytest.mark.parametrize(
    "change",
    [
        lambda _part, xml: xml.replace(MAIN, STRICT),
        lambda _part, xml: xml.replace(f'"{MAIN}"', '"urn:outo"'),
        lambda _part, xml: re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace(' xmlns="', ' xmlns:x="'),
        lambda _part, xml: re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1outo:", xml),
        lambda _part, xml: "\ufeff" + xml,
        lambda _part, xml: xml.replace("><", ">\n  <"),
        lambda _part, xml: re.sub(r"<dimension[^>]*>", '<dimension ref="A1:XFD1048576"/>', xml),
        lambda _part, xml: re.sub(r"<dimension[^>]*>", '<dimension ref="A1"/>', xml),
        lambda _part, xml: re.sub(r"<dimension[^>]*>", "", xml),
    ],
    ids=range(9),
)
def test_names_spaces_and_dimensions_do_not_matter(tmp_path: Path, change: Change) -> None:
    assert rows_of(rewritten(small(tmp_path / "a.xlsx"), change)) == LIST


def test_parts_in_utf_16(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as book:
        contents = {name: book.read(name).decode() for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for name, xml in contents.items():
            declared = re.sub(r"^<\?xml.*?\?>", "", xml)
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-16"?>{declared}'.encode("utf-16"))
    assert rows_of(path) == LIST


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_marked(tmp_path: Path, state: str) -> None:
    path = rewritten(small(tmp_path / "a.xlsx"), lambda _part, xml: xml.replace('state="visible"', f'state="{state}"'))
    assert [sheet.hidden for sheet in sheets_of(path)] == [True]


def test_sheets_keep_their_names_when_their_parts_are_in_another_order(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet["A1"] = "yksi"
    book.create_sheet("Toinen")["A1"] = "kaksi"
    book.move_sheet("Toinen", -1)
    book.save(tmp_path / "a.xlsx")
    swapped = {"worksheets/sheet1.xml": "worksheets/sheet2.xml", "worksheets/sheet2.xml": "worksheets/sheet1.xml"}
    change = re.compile("worksheets/sheet[12].xml")
    rewritten(
        tmp_path / "a.xlsx", lambda part, xml: xml if "Types" in part else change.sub(lambda m: swapped[m[0]], xml)
    )
    assert {sheet.name: sheet.rows[0].cells for sheet in sheets_of(tmp_path / "a.xlsx")} == {
        "Sheet": ("kaksi",),
        "Toinen": ("yksi",),
    }


# Cells


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="s"><v>0</v></c>', "Nimi"),
        ('<c t="s"><v> 0 </v></c>', "Nimi"),
        ('<c t="s"/>', ""),
        ('<c t="inlineStr"><is><t>a</t></is></c>', "a"),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></is></c>', "a b"),
        ('<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh></is></c>', "東京"),
        ("<c><is><t>a</t></is></c>", "a"),
        ('<c t="str"><v>a</v></c>', "a"),
        ('<c t="b"><v>1</v></c>', "TOSI"),
        ('<c t="b"><v>false</v></c>', "EPÄTOSI"),
        ('<c t="n"><v>12</v></c>', "12"),
        ("<c><v>12.0</v></c>", "12"),
        ("<c><v>1.5E3</v></c>", "1500"),
        ("<c><v>00100</v></c>", "100"),
        ("<c><v>ei luku</v></c>", "ei luku"),
        ("<c><v>NaN</v></c>", "NaN"),
        ('<c s="99"><v>12</v></c>', "12"),
        ('<c t="d"><v>2026-01-14T07:00:00.000Z</v></c>', "2026-01-14T07:00:00.000Z"),
        ('<c t="d"><v>2026-01-14T09:00:00+02:00</v></c>', "2026-01-14T09:00:00+02:00"),
        ('<c t="d"><v>2026-01-14T09:00:00</v></c>', "2026-01-14 09:00:00"),
        ('<c t="d"><v>2026-01-14</v></c>', "2026-01-14"),
        ('<c t="d"><v>ensi viikolla</v></c>', "ensi viikolla"),
        ('<c t="str"><v>a_x000D_\nb_x000D_c_x000B_d</v></c>', "a\nb\nc\nd"),
        ('<c t="str"><v>_x005F_x000D_</v></c>', "_x000D_"),
        ('<c t="str"><v>_xD83D__xDE00_ _xyz_</v></c>', "😀 _xyz_"),
        ('<c t="str"><v>_xD83D_</v></c>', "\ufffd"),
        ('<c t="str"><v>a&#13;&#10;b&#10;c</v></c>', "a\nb\nc"),
        ('<c t="str"><v>="00100"</v></c>', "00100"),
        ("<c><f>B2</f><v>7</v></c>", "7"),
        ('<c><f>"00100"</f></c>', "00100"),
        ('<c><f>"sanoi ""hei"""</f><v></v></c>', 'sanoi "hei"'),
        ("<c><f>1.5</f></c>", "1,5"),
        ('<c t="str"><f>""</f><v></v></c>', ""),
        ("<c><f>B2-B2</f><v>0</v></c>", "0"),
        ('<c r="B3"><v>1</v></c><c><v>2</v></c><c r="A3"><v>3</v></c>', "3|1|2"),
        ('<c r="A3"><v>1</v></c><c r="A3"><v>2</v></c>', "2"),
    ],
)
def test_a_cell_is_what_the_spreadsheet_shows(tmp_path: Path, cell: str, text: str) -> None:
    assert cell_of(tmp_path / "a.xlsx", cell) == text


@pytest.mark.parametrize(
    ("code", "cell", "text"),
    [
        ("0 %", '<c s="1"><v>0.25</v></c>', "25\u00a0%"),
        ("00000", '<c s="1"><v>7</v></c>', "00007"),
        ("d.m.yyyy", '<c s="1"><v>46036.375</v></c>', "2026-01-14"),
        ("d.m.yyyy", '<c s="1" t="d"><v>2026-01-14T09:00:00</v></c>', "2026-01-14"),
        ("d.m.yyyy", '<c s="1" t="d"><v>2026-01-14T07:00:00Z</v></c>', "2026-01-14T07:00:00Z"),
        ("&quot;Hra &quot;@", '<c s="1" t="s"><v>0</v></c>', "Hra Nimi"),
        ("&quot;Hra &quot;@", '<c s="1" t="str"><f>B2</f><v>Aino</v></c>', "Hra Aino"),
    ],
)
def test_a_cell_is_shown_by_its_format(tmp_path: Path, code: str, cell: str, text: str) -> None:
    assert cell_of(tmp_path / "a.xlsx", cell, code) == text


@pytest.mark.parametrize(("value", "text"), [(14, "2026-01-14"), (22, "2026-01-14 09:00:00"), (20, "09:00:00")])
def test_formats_that_the_file_does_not_hold(tmp_path: Path, value: int, text: str) -> None:
    path = small(tmp_path / "a.xlsx", [46036.375])
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="{value}"/></cellXfs></styleSheet>'
    rewritten(path, lambda part, xml: styles if part == "xl/styles.xml" else xml)
    assert rows_of(path) == [(text,)]


def test_formats_of_conditions_are_not_those_of_cells(tmp_path: Path) -> None:
    styles = styles_xml("0.00").replace(
        "</styleSheet>", '<dxfs><dxf><numFmt numFmtId="200" formatCode="0%"/></dxf></dxfs>'
    )
    path = with_rows(tmp_path / "a.xlsx", '<row r="3"><c s="1"><v>0.25</v></c></row>')
    rewritten(path, lambda part, xml: styles + "</styleSheet>" if part == "xl/styles.xml" else xml)
    assert rows_of(path)[2] == ("0,25",)


@pytest.mark.parametrize("attribute", ['date1904="1"', 'date1904="true"'])
def test_days_may_count_from_1904(tmp_path: Path, attribute: str) -> None:
    path = small(tmp_path / "a.xlsx", [44574])
    rewritten(path, lambda part, xml: styles_xml("yyyy-mm-dd") if part == "xl/styles.xml" else xml)
    rewritten(path, lambda _part, xml: xml.replace('<c r="A1"', '<c r="A1" s="1"'))
    rewritten(path, lambda _part, xml: re.sub("<workbookPr(?=[ />])", f"<workbookPr {attribute}", xml))
    assert rows_of(path) == [("2026-01-14",)]


@pytest.mark.parametrize(
    ("cell", "text", "fault"),
    [
        ('<c t="e"><v>#N/A</v></c>', "#N/A", CellFault.ERROR_VALUE),
        ('<c t="e"><v>#OUTO!</v></c>', "#OUTO!", CellFault.ERROR_VALUE),
        ('<c t="e"><v> </v></c>', "#N/A", CellFault.ERROR_VALUE),
        ('<c t="e" vm="1"><v>#VALUE!</v></c>', "#VALUE!", CellFault.ERROR_VALUE),
        ('<c t="str"><v>#PUUTTUU!</v></c>', "#PUUTTUU!", CellFault.ERROR_VALUE),
        ("<c><f>B2</f></c>", "=B2", CellFault.NO_VALUE),
        ("<c><f>B2</f><v/></c>", "=B2", CellFault.NO_VALUE),
        ('<c t="str"><f>B2</f></c>', "=B2", CellFault.NO_VALUE),
        ('<c><f t="shared" si="0"/><v></v></c>', "=", CellFault.NO_VALUE),
        ("<c><v>1.23456789012346E+17</v></c>", "1,23457E+17", CellFault.DIGITS_LOST),
        ('<c t="str"><v>3,58401E+11</v></c>', "3,58401E+11", CellFault.DIGITS_LOST),
    ],
)
def test_a_cell_without_an_answer_is_an_error(tmp_path: Path, cell: str, text: str, fault: CellFault) -> None:
    assert error_of(tmp_path / "a.xlsx", cell) == (text, fault)


def test_a_formula_that_waits_to_be_computed_has_no_value(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "a.xlsx", '<row r="3"><c r="A3"><f>B2</f><v>0</v></c></row>')
    rewritten(path, lambda _part, xml: re.sub(r"<calcPr[^>]*>", '<calcPr fullCalcOnLoad="1"/>', xml))
    (sheet,) = sheets_of(path)
    assert [(error.text, error.fault) for error in sheet.errors] == [("=B2", CellFault.NO_VALUE)]
    rewritten(path, lambda _part, xml: xml.replace("</sheetData>", "<row><c><f>B3</f><v>5</v></c></row></sheetData>"))
    assert rows_of(path)[2:] == [("0",), ("5",)], "this one has been computed, and so has the other"


# Rows


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        ("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>", [3, 4]),
        ('<row r="9"><c><v>1</v></c></row><row r="5"><c><v>2</v></c></row>', [5, 9]),
        ('<row r="9"><c><v>1</v></c></row><row><c><v>2</v></c></row>', [9, 10]),
        ('<row r="3"><c r="A8"><v>1</v></c></row>', [8]),
        ('<row r="3"><c r="A3"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>', [3]),
        ('<row r="3"/><row r="4"><c/></row>', []),
    ],
)
def test_rows_may_lack_numbers_and_order(tmp_path: Path, rows: str, numbers: list[int]) -> None:
    (sheet,) = sheets_of(with_rows(tmp_path / "a.xlsx", rows))
    assert [row.number for row in sheet.rows] == [1, 2, *numbers]


@pytest.mark.parametrize("attribute", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_hidden_rows_are_marked(tmp_path: Path, attribute: str) -> None:
    (sheet,) = sheets_of(
        with_rows(tmp_path / "a.xlsx", f'<row r="3" {attribute}><c><v>1</v></c></row><row><c><v>2</v></c></row>')
    )
    assert [row.hidden for row in sheet.rows] == [False, False, True, False]


def test_filtered_rows_are_hidden_rows(tmp_path: Path) -> None:
    book, sheet = new_book()
    for values in [["Nimi", "Ryhmä"], ["Aino", "A"], ["Ville", "B"]]:
        sheet.append(values)
    sheet.auto_filter.ref = "A1:B3"
    sheet.auto_filter.add_filter_column(1, ["A"])
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert [(row.cells[0], row.hidden) for row in sheets_of(tmp_path / "a.xlsx")[0].rows] == [
        ("Nimi", False),
        ("Aino", False),
        ("Ville", True),
    ]


@pytest.mark.parametrize("reference", ["B2:B3", "$B$2:$B$3", "B3:B2", "b2:b3"])
def test_merged_cells_are_read(tmp_path: Path, reference: str) -> None:
    path = with_rows(tmp_path / "a.xlsx", '<row r="3"><c r="A3" t="str"><v>Ville</v></c></row>')
    merged = f'</sheetData><mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    rewritten(path, lambda _part, xml: xml.replace("</sheetData>", merged))
    assert rows_of(path) == [*LIST, ("Ville", "A")]


def test_a_control_character_in_a_cell_is_read(tmp_path: Path) -> None:
    assert cell_of(tmp_path / "a.xlsx", '<c t="str"><v>yksi\x0bkaksi & kolme</v></c>') == "yksi\nkaksi & kolme"


# Too much


def test_a_long_text_is_not_held(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "a.xlsx", '<row r="3"><c t="s"><v>0</v></c></row>')
    with pytest.raises(RosterError, match="row 3, column A: more than 100000 characters; shorten the text"):
        sheets_of(with_shared_texts(path, "x" * 100_001))
    with_rows(path, f'<row r="3"><c t="str"><v>{"x" * 100_001}</v></c></row>')
    with pytest.raises(RosterError, match="row 3, column A: more than 100000 characters; shorten the text"):
        sheets_of(path)


def test_a_text_that_many_cells_share_counts_for_each(tmp_path: Path) -> None:
    many = "".join(f'<row r="{number}"><c t="s"><v>0</v></c></row>' for number in range(3, 1_200))
    path = with_shared_texts(with_rows(tmp_path / "a.xlsx", many), "x" * 99_000)
    with pytest.raises(RosterError, match="far more text than a list has"):
        sheets_of(path)


@pytest.mark.parametrize("name", ["sharedref18MB.xlsx", "farcell_sq.xlsx"])
def test_hostile_workbooks_are_refused(name: str) -> None:
    data = Path(__file__).parents[2] / "data" / "hostile" / name
    with pytest.raises(RosterError):
        workbook_sheets(data.read_bytes(), name)
