"""Lists as sheets of cells: the same rows from every encoding, delimiter and workbook, and problems with cures."""

import datetime as dt
import re
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from tests.helpers.course import ROOT
from worksheets.errors import RosterError
from worksheets.people import spreadsheet
from worksheets.people.encodings import likelihood, mended
from worksheets.people.spreadsheet import Sheet, read_sheets, read_text_sheets
from worksheets.people.workbook import column_letter

HEADINGS = {"Nimi", "Ryhmä", "Apu"}
Rows = list[tuple[int, tuple[str, ...]]]
OLD = ["cp1252", "iso8859-15", "mac_roman"]


def is_heading(heading: str) -> bool:
    return heading.strip() in HEADINGS


def text_rows(data: str | bytes, encoding: str = "utf-8") -> Rows:
    (sheet,) = read_text_sheets(data.encode(encoding) if isinstance(data, str) else data, "ryhma.csv", is_heading)
    assert not sheet.name
    return list(sheet.rows)


def text_cells(data: str | bytes, encoding: str = "utf-8") -> list[tuple[str, ...]]:
    return [row for _number, row in text_rows(data, encoding)]


def problem(path: Path) -> str:
    with pytest.raises(RosterError) as caught:
        read_sheets(path, is_heading)
    assert all(problem_text.startswith(f"{path}: ") for problem_text in caught.value.problems)
    return str(caught.value).replace(f"{path}: ", "")


def text_problem(data: str | bytes) -> str:
    with pytest.raises(RosterError) as caught:
        text_rows(data)
    return str(caught.value).replace("ryhma.csv: ", "")


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *OLD])
@pytest.mark.parametrize("delimiter", list(";,\t|"))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_in_every_shape_gives_the_same_rows(encoding: str, delimiter: str, end: str) -> None:
    rows = [
        "Osallistujat",
        "",
        "Nimi;Ryhmä;Apu",
        'Väinö Äyräs;"a;, b";"yksi\nkaksi ""kolme"""',
        ";;",
        "Åsa Öhman;00100;",
    ]
    text = end.join(row.replace(";", delimiter).replace("\n", end).replace(f"a{delimiter}", "a;") for row in rows)
    assert text_rows(text, encoding) == [
        (1, ("Osallistujat",)),
        (3, ("Nimi", "Ryhmä", "Apu")),
        (4, ("Väinö Äyräs", "a;, b", 'yksi\nkaksi "kolme"')),
        (6, ("Åsa Öhman", "00100")),
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\nNimi;Apu\nAino;1,5\n", [(1, ("Nimi", "Apu")), (2, ("Aino", "1,5"))]),
        ('"sep=|"\r\nNimi|Apu\r\n', [(1, ("Nimi", "Apu"))]),
        ("Nimi\nVirtanen, Aino\nKoe, Ville\n", [(1, ("Nimi",)), (2, ("Virtanen, Aino",)), (3, ("Koe, Ville",))]),
        ("Nimi\nAino;A\n", [(1, ("Nimi",)), (2, ("Aino", "A"))]),
        ("Aino Koe\nVille Koe\n", [(1, ("Aino Koe",)), (2, ("Ville Koe",))]),
        ("Aino Koe\nVille, Maija\nEero\n", [(1, ("Aino Koe",)), (2, ("Ville, Maija",)), (3, ("Eero",))]),
        ("Aino;1,5\nVille;2,5\n", [(1, ("Aino", "1,5")), (2, ("Ville", "2,5"))]),
        ("Lista, jossa on, pilkkuja\nNimi;Outo\nAino;1\n", None),
        ("\n\n  \nNimi\tRyhmä\n\nAino\tA\t\t\n", [(4, ("Nimi", "Ryhmä")), (6, ("Aino", "A"))]),
        ("Nimi;Apu\nAino;#PUUTTUU!\n", [(1, ("Nimi", "Apu")), (2, ("Aino",))]),
    ],
)
def test_delimiters_titles_and_single_columns(text: str, rows: Rows | None) -> None:
    rows = rows or [(1, ("Lista, jossa on, pilkkuja",)), (2, ("Nimi", "Outo")), (3, ("Aino", "1"))]
    assert text_rows(text) == rows


def test_error_cells_in_a_text_file_are_recognised() -> None:
    (sheet,) = read_text_sheets(b"Nimi;Apu\nAino;#N/A\nVille;########\n", "x", is_heading)
    assert sheet.errors == ((2, 2, "#N/A"), (3, 2, "########"))


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize(
    "text",
    [
        "Väinö Äyräs",
        "Åsa Öhman",
        "Öhman",
        "Älä",
        "José",
        "Zoë Müller",
        "Agnès Françoise",
        "MYLLYMÄKI, KYÖSTI",
        "hinta 100 €",
        "Björn Åkerström ja Strauß",
        "São Gonçalo",
        "yötä päivää, äiti öljyää ääneti",
    ],
)
def test_old_encodings_are_told_apart(encoding: str, text: str) -> None:
    assert " ".join(text_cells(f"Nimi\n{text}\n", encoding)[1]) == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["klo 9–15", "A – B", "”Hyvä”, sanoi Aino", "Ville’n", "jne…", "5 € – 10 €"])
def test_marks_of_windows_and_mac(encoding: str, text: str) -> None:
    assert text_cells(f"Nimi\n{text}\nPäivi Järvelä\n", encoding)[1:] == [(text,), ("Päivi Järvelä",)]


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15"])
@pytest.mark.parametrize("text", ["Žemaitė", "Aleš Dušan", "Tomáš Žižka", "šakki ja tšekki"])
def test_letters_of_the_baltic_countries(encoding: str, text: str) -> None:
    text = text.replace("ė", "e")
    assert text_cells(f"Nimi\n{text}\n", encoding)[1] == (text,)
    assert text_cells("Nimi\nŽemaitė\n")[1] == ("Žemaitė",)


@pytest.mark.parametrize("letter", list("åäöÅÄÖ"))
@pytest.mark.parametrize("encoding", OLD)
def test_each_finnish_letter_is_likeliest_in_its_own_encoding(letter: str, encoding: str) -> None:
    word = f"{letter}lli" if letter.islower() else f"{letter}LLI"
    for text in (word, f"t{letter}lli" if letter.islower() else f"T{letter}LLI"):
        others = [other for other in OLD if other != encoding]
        misread = [text.encode(encoding).decode(other, "replace") for other in others]
        assert all(likelihood(wrong) < likelihood(text) for wrong in misread if wrong != text)


def test_known_headings_decide_the_encoding() -> None:
    assert text_cells("Nimi;Ryhmä\nA;B\n", "mac_roman")[0] == ("Nimi", "Ryhmä")


@pytest.mark.parametrize("text", ["Virtanä Äyräs", "Öhman", "Åsa", "a – b", "”hei”", "100 €", "Žemaitė", "Łukasz", "à"])
@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_spoilt_letters_are_refused_with_what_they_should_be(text: str, wrong: str) -> None:
    spoilt = "".join(
        bytes([byte]).decode(wrong, "replace").replace("\ufffd", chr(byte)) for byte in f"{text} x".encode()
    )
    message = text_problem(f"Nimi;Apu\nAino;{spoilt}\n")
    assert message.startswith("row 2, column B: “")
    assert f"should be “{text} x”" in message
    assert "CSV UTF-8" in message


@pytest.mark.parametrize(
    ("spoilt", "meant"),
    [
        ("VirtanÃ¤", "Virtanä"),
        ("Ã–hman", "Öhman"),
        ("Ã…sa", "Åsa"),
        ("PÃ–LLÃ–", "PÖLLÖ"),
        ("1 â€“ 2", "1 – 2"),
        ("VÃƒÂ¤inÃƒÂ¶", "Väinö"),
        ("Ð\u0090Ð½Ð½Ð°", "Анна"),
        ("ð\u0178\u02dc\u20ac", "😀"),
        ("V√§in√∂", "Väinö"),
        ("V├ñin├Â", "Väinö"),
    ],
)
def test_spoilt_letters_are_mended(spoilt: str, meant: str) -> None:
    assert mended(spoilt) == meant


@pytest.mark.parametrize(
    "text",
    [
        "JoÃo",
        "São Paulo",
        "SÃO PAULO",
        "IRMÃ",
        "IRMÃ”",
        "”ÄLÄ HÄTÄILE, YSTÄVÄ”",
        "A–Ö ja Å–Ö",
        "HYVÄÄ YÖTÄ…",
        "”hyvä…”",
        "HYVÄ\u00a0YSTÄVÄ",
        "YSTÄVÄ’N",
        "»Ä»",
        "Âge d’or",
        "√2 on 1,41",
        "Zoë “Zö” Müller – José’s",
        "Łukasz Žemaitė Ďuriš Őry",
        "Анна Ωmega 山田 สมชาย علي",
        "20 °C ± 1 · ½ €",
    ],
)
def test_right_letters_are_left_alone(text: str) -> None:
    assert text_cells(f"Nimi\n{text}\n")[1:] in ([(text,)], [tuple(text.split(","))])


@given(st.text("aeoäöåÄÖÅéñ ”’–…-.,:!?1€", max_size=30))
def test_finnish_text_is_never_taken_for_spoilt(text: str) -> None:
    assert mended(text) == text


@given(st.text("abcdäöåÄÖÅ ", min_size=1).filter(lambda text: not text.isascii()))
def test_spoilt_finnish_text_is_always_found(text: str) -> None:
    assert mended(f"n{text}n".encode().decode("latin-1")) == f"n{text}n"


def test_lost_letters_are_refused_and_many_problems_are_counted() -> None:
    assert "row 2, column A: “V�inö” has lost letters" in text_problem("Nimi\nV�inö\n")
    message = text_problem("Nimi\n" + "VÃ¤inÃ¶\n" * 14)
    assert len(message.splitlines()) == spreadsheet._SHOWN + 1  # noqa: SLF001
    assert message.endswith("and 4 more cells like these")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "there is nothing in it"),
        (b"\xef\xbb\xbf\n ;;\n", "there is nothing in it"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is no list"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "this is no list"),
        (b"<html><table><tr><td>Nimi", "a web page or XML inside; open it in a spreadsheet"),
        (b"\xff\xfeN\0i\0m", "it is not whole UTF-16 text"),
        (b'Nimi;Apu\nAino;A\n"Ville;B\nEero;C\n', "line 3: a cell begins with a quote that is not closed"),
        (b'Nimi;Apu\n"Aino" Koe;A\n', "line 2: a cell begins with a quote that is not closed, or goes on after it"),
        (b"Nimi\n" + b"x\n" * 20_000, "more than 20000 rows"),
        (b"Nimi\n" + b";" * 1000 + b"x\n", "row 2: 1001 columns, and 1000 at most"),
        (b"Nimi;Apu\nA;" + b"x" * 100_001, "row 2, column B: 100001 characters, and 100000 at most"),
        (b"x" * 20_000_001, "larger than 20 MB"),
    ],
    ids=range(12),
)
def test_files_that_are_no_list_or_too_large_are_refused_with_the_cure(
    tmp_path: Path, data: bytes, message: str
) -> None:
    assert message in text_problem(data)
    path = tmp_path / "ryhma.csv"
    path.write_bytes(data)
    assert message in problem(path)


def test_lists_at_a_limit_are_read() -> None:
    assert len(text_rows(b"Nimi\n" + b"x\n\n" * 19_999)) == 20_000
    assert len(text_rows(b"Nimi\n" + b";" * 999 + b"x;;;\n")[1][1]) == 1000


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problem(tmp_path / "x.csv") == "No such file or directory"


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_text_sheets(data, "x", is_heading)
    except RosterError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(problem_text.startswith("x: ") for problem_text in problems)


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(number: int, letters: str) -> None:
    assert column_letter(number) == letters


# Workbooks

VALUES = [
    "Nimi",
    "00100",
    12,
    1.5,
    0.1 + 0.2,
    1e16,
    -3,
    True,
    dt.date(2026, 1, 14),
    dt.datetime(2026, 1, 14, 9),  # noqa: DTZ001
    dt.time(9),
    "yksi\nkaksi",
]
TEXTS = ["Nimi", "00100", "12", "1.5", "0.3", "1" + "0" * 16, "-3", "TOSI", "2026-01-14"]
TEXTS += ["2026-01-14 09:00:00", "09:00:00", "yksi\nkaksi"]


def new_book() -> tuple[openpyxl.Workbook, Any]:
    """Return a workbook and its first sheet, whose type is left open by the stubs."""
    book = openpyxl.Workbook()
    return book, book.active


def excel(path: Path) -> Path:
    """Write an .xlsx whose list begins at B3: a value in each row, an error, a merged cell, a hidden row and sheet."""
    book, sheet = new_book()
    sheet.title = "Väki"
    for row, value in enumerate(VALUES, start=3):
        sheet.cell(row, 2, value)
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
    for row, value in enumerate(VALUES):
        sheet.write(row + 2, 1, value, xlwt.easyxf(num_format_str=formats.get(row, "General")))
    sheet.row(3).set_cell_error(2, 0x2A)
    sheet.write(4, 2, "yhdessä")
    sheet.write(4, 4, "vieressä")
    sheet.write(65535, 255, "", xlwt.easyxf("font: bold on"))
    book.add_sheet("tyhjä")
    book.add_sheet("piilossa").write(0, 0, "x")
    book.save(str(path))
    return path


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in [("office", "office"), ("table", "table"), ("text", "text")]
)
MANY = '<table:table-cell table:number-columns-repeated="16384"/>'


def cell(text: str, kind: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def row(inner: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{inner}</table:table-row>'


def open_document(path: Path, *tables: str, manifest: str = "") -> Path:
    body = "".join(
        f'<table:table table:name="Väki{number or ""}">{rows}</table:table>' for number, rows in enumerate(tables)
    )
    content = f'<office:document-content {SPACES} xmlns:calcext="urn:x"><office:body><office:spreadsheet>{body}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        book.writestr("META-INF/manifest.xml", f"<manifest:manifest {space}>{manifest}</manifest:manifest>")
        book.writestr("content.xml", f"{content}</office:spreadsheet></office:body></office:document-content>")
    return path


def libre(path: Path) -> Path:
    """Write the same list as an .ods, with the repeated empty rows and columns that LibreOffice writes."""
    number = 'office:value-type="float" office:value="{}"'.format
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    kinds = [
        cell("Nimi"),
        cell("00100") + cell("#N/A", error),
        cell("12,00", number(12)) + cell("yhdessä") + "<table:covered-table-cell/>" + cell("vieressä"),
        cell("150 %", 'office:value-type="percentage" office:value="1.5"'),
        cell("0,3", number("0.30000000000000004")),
        cell("1E16", number("1E+016")),
        cell("-3", number(-3)),
        cell("TOSI", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("14.1.", 'office:value-type="date" office:date-value="2026-01-14"'),
        cell("14.1.", 'office:value-type="date" office:date-value="2026-01-14T09:00:00"'),
        cell("9.00", 'office:value-type="time" office:time-value="PT09H00M00S"'),
        cell("yksi</text:p><text:p>kaksi"),
    ]
    rows = "".join(row("<table:table-cell/>" + cells) for cells in kinds)
    return open_document(path, row(MANY, 2) + rows + row(MANY, 1_048_562), row(MANY, 1_048_576))


@pytest.mark.parametrize(
    ("make", "name"), [(excel, "a.xlsx"), (excel, "a.csv"), (old_excel, "a.xls"), (libre, "a.ods")]
)
def test_every_workbook_gives_the_same_rows(make: Callable[[Path], Path], name: str, tmp_path: Path) -> None:
    sheet, *hidden = read_sheets(make(tmp_path / name), is_heading)
    assert sheet.name == "Väki"
    assert sheet.errors == ((4, 3, "#N/A"),)
    expected: Rows = [(number, ("", text)) for number, text in enumerate(TEXTS, start=3)]
    expected[2] = (5, ("", "12", "yhdessä", "", "vieressä"))
    assert list(sheet.rows) == expected
    assert hidden == ([] if make is libre else [Sheet("piilossa", ((1, ("x",)),))])


def rewritten(path: Path, change: Callable[[str, str], str]) -> Path:
    """Change the members of a ZIP archive with a function of their names and contents, and return its path."""
    with zipfile.ZipFile(path) as old:
        members = {name: change(name, old.read(name).decode()) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in members.items():
            new.writestr(name, text)
    return path


def small(path: Path, *rows: list[object]) -> Path:
    book, sheet = new_book()
    for values in rows or [["Nimi", "Ryhmä"], ["Aino", "A"]]:
        sheet.append(values)
    book.save(path)
    return path


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
    rewritten(path, lambda _part, xml: re.sub(r'"><f>[^<]*</f><v ?/?>(</v>)?', lambda _found: next(values), xml))
    (sheet,) = read_sheets(path, is_heading)
    assert sheet == Sheet("Sheet", ((1, ("2", "", "", "EPÄTOSI")),), ((1, 2, "#N/A"), (1, 3, "#DIV/0!")))


def test_ghost_rows_and_columns_cost_nothing(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet["A1"] = "Nimi"
    sheet.cell(1_048_576, 1).font = Font(bold=True)
    sheet.cell(1, 16_384).font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    assert read_sheets(tmp_path / "a.xlsx", is_heading) == (Sheet("Sheet", ((1, ("Nimi",)),)),)


def test_an_empty_formula_down_the_whole_sheet_is_read(tmp_path: Path) -> None:
    more = "".join(f'<row r="{n}"><c r="B{n}" t="str"><f>""</f><v></v></c></row>' for n in range(3, 1_048_577, 999))
    path = small(tmp_path / "a.xlsx")
    rewritten(path, lambda _part, xml: xml.replace("</sheetData>", f"{more}</sheetData>"))
    assert [number for number, _row in read_sheets(path, is_heading)[0].rows] == [1, 2]


def test_cells_far_away_are_named(tmp_path: Path) -> None:
    book, sheet = new_book()
    sheet["A1"] = sheet["XFD1048576"] = "Nimi"
    book.save(tmp_path / "a.xlsx")
    repeated = row(MANY.replace("/>", ' office:value-type="string"><text:p>x</text:p></table:table-cell>'), 1_048_576)
    open_document(tmp_path / "a.ods", repeated)
    assert "far from the list, at row 1048576 or column XFD; delete the rows" in problem(tmp_path / "a.xlsx")
    assert "far from the list, at row 1048576 or column XFD" in problem(tmp_path / "a.ods")


FAR_CELLS = [
    "<c r='XFD1048576'><v>1</v></c>",
    '<c r = "XFD1048576" ><v>1</v></c>',
    '<c r="xfd1048576"><v>1</v></c>',
    '<c\nr="XFD1048576"\nt="n"><v>1</v></c>',
    '<c s="0" r="XFD1048576"><f>1</f></c>',
    '<c r="&#88;FD1048576"><v>1</v></c>',
    '<c t="inlineStr" r="XFD1048576"><is><t>1</t></is></c>',
    '<c r="XFD99999999999"><v>1</v></c>',
]


@pytest.mark.parametrize("cell", FAR_CELLS)
def test_a_cell_far_away_is_named_however_its_reference_is_written(tmp_path: Path, cell: str) -> None:
    more = f"<row>{cell}</row></sheetData>"
    path = rewritten(small(tmp_path / "a.xlsx"), lambda _part, xml: xml.replace("</sheetData>", more))
    assert "far from the list" in problem(path)


@pytest.mark.parametrize(
    "row",
    [
        "<row r='1048576'>",
        '<row r = "1048576">',
        '<row\nr="1048576">',
        "<x:row xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main' r='1048576'>",
    ],
)
def test_a_row_far_away_is_named_however_its_number_is_written(tmp_path: Path, row: str) -> None:
    end = "</x:row>" if "x:row" in row else "</row>"
    more = f"{row}{'<c/>' * 20}<c><v>1</v></c>{end}</sheetData>"
    path = rewritten(small(tmp_path / "a.xlsx"), lambda _part, xml: xml.replace("</sheetData>", more))
    assert "far from the list, at row 1048576 or column U" in problem(path)


def test_a_cell_far_away_in_single_quotes() -> None:
    assert "far from the list" in problem(ROOT / "tests" / "data" / "hostile" / "farcell_sq.xlsx")


@pytest.mark.parametrize(
    "repeated", ["table:number-columns-repeated='16384'", 'table:number-columns-repeated = "16384"']
)
def test_a_repeated_cell_is_counted_however_it_is_written(tmp_path: Path, repeated: str) -> None:
    cell = f"<table:table-cell {repeated} office:value-type='string'><text:p>x</text:p></table:table-cell>"
    open_document(tmp_path / "a.ods", row(cell, 1_048_576))
    assert "far from the list, at row 1048576 or column XFD" in problem(tmp_path / "a.ods")


@pytest.mark.parametrize("kind", ['t="e"', "t='e'", 't = "e"', 'cm="1" t\n=\n"e"'])
def test_an_error_cell_is_recognised_however_it_is_written(tmp_path: Path, kind: str) -> None:
    path = small(tmp_path / "a.xlsx", ["Nimi"], ["Aino"])
    more = f'<row r="3"><c r="A3" {kind}><v>#N/A</v></c></row>'
    rewritten(path, lambda _part, xml: xml.replace("</sheetData>", f"{more}</sheetData>"))
    assert read_sheets(path, is_heading)[0].errors == ((3, 1, "#N/A"),)


def test_a_wrong_reference_means_a_damaged_workbook(tmp_path: Path) -> None:
    path = rewritten(small(tmp_path / "a.xlsx"), lambda _part, xml: xml.replace('r="A1"', 'r="1A"'))
    assert "damaged" in problem(path)


def test_spoilt_letters_in_a_workbook_are_named_with_the_sheet(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx", ["Nimi"], [None, "VÃ¤inÃ¶"])
    assert problem(path).startswith(
        "sheet “Sheet”: row 2, column B: “VÃ¤inÃ¶” has spoilt letters and should be “Väinö”"
    )


def test_too_much_in_a_workbook(tmp_path: Path) -> None:
    assert "sheet “Sheet”: row 1: 1001 columns" in problem(small(tmp_path / "a.xlsx", ["x"] * 1001))
    assert "more than 20000 rows" in problem(open_document(tmp_path / "a.ods", row(cell("x"), 20_001)))
    assert "51 sheets, and 50 at most" in problem(open_document(tmp_path / "b.ods", *[row(cell("x"))] * 51))
    assert "there is nothing in it" in problem(small(tmp_path / "b.xlsx", [None]))


@pytest.mark.parametrize(("size", "unpacked"), [(21_000_000, "(21 MB)"), (201_000_000, "(201 MB)")])
def test_zip_bombs_are_not_unpacked(tmp_path: Path, size: int, unpacked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/bomb.xml", bytes(size))
    monkeypatch.setattr(zipfile.ZipFile, "read", None)
    assert f"too large when it is unpacked {unpacked}; save only the list" in problem(path)


def test_a_zip_with_a_wrong_size_is_damaged(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/lie.xml", bytes(1_234_567))
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 1_234_567), struct.pack("<I", 10)))
    assert "damaged" in problem(path)


def test_other_zips_are_no_workbooks(tmp_path: Path) -> None:
    for name in ("word/document.xml", "xl/workbook.bin"):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
            book.writestr(name, "x")
        assert problem(tmp_path / "a.xlsx") == "no workbook that can be read; save the list as .xlsx or .ods"


def renamed(data: bytes, name: str) -> bytes:
    """Give an OLE file's stream “Workbook” another name."""
    start = data.index("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
    return data[:start] + encoded + data[start + len(encoded) :]


def test_locked_workbooks_are_refused_with_the_cure(tmp_path: Path) -> None:
    plain = old_excel(tmp_path / "a.xls").read_bytes()
    locked = {
        "new.xlsx": renamed(plain, "EncryptedPackage"),
        "old.xls": plain.replace(struct.pack("<HH", 0x42, 2), struct.pack("<HH", 0x2F, 2), 1),
    }
    for name, data in locked.items():
        (tmp_path / name).write_bytes(data)
    open_document(tmp_path / "a.ods", row(cell("x")), manifest="<manifest:encryption-data/>")
    for name in (*locked, "a.ods"):
        assert "locked with a password; open it in a spreadsheet and save it without" in problem(tmp_path / name)
    (tmp_path / "a.doc").write_bytes(renamed(plain, "WordDocument"))
    assert "no workbook that can be read" in problem(tmp_path / "a.doc")


@pytest.mark.parametrize(("make", "name"), [(excel, "a.xlsx"), (old_excel, "a.xls"), (libre, "a.ods")])
def test_truncated_workbooks_are_read_or_called_damaged(
    make: Callable[[Path], Path], name: str, tmp_path: Path
) -> None:
    data = make(tmp_path / name).read_bytes()
    for length in (8, 100, 600, len(data) // 3, len(data) // 2, len(data) - 30):
        (tmp_path / name).write_bytes(data[:length])
        with suppress(RosterError):
            assert read_sheets(tmp_path / name, is_heading)
            assert (make, length) == (old_excel, len(data) - 30), "Of this .xls only an empty sector is gone."
            continue
        assert "damaged and cannot be read; open it in a spreadsheet" in problem(tmp_path / name)


def test_damaged_xml_is_a_damaged_workbook(tmp_path: Path) -> None:
    path = rewritten(small(tmp_path / "a.xlsx"), lambda part, xml: xml[: len(xml) // 2] if "sheet1" in part else xml)
    assert "damaged" in problem(path)


def test_an_open_document_that_ends_too_early(tmp_path: Path) -> None:
    path = rewritten(libre(tmp_path / "a.ods"), lambda _part, xml: xml.replace("</table:table>", ""))
    assert "damaged" in problem(path)


def test_damaged_pictures_do_not_matter(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/media/image1.png", b"picture" * 1000)
    path.write_bytes(path.read_bytes().replace(b"picture", b"piXture"))
    assert len(read_sheets(path, is_heading)[0].rows) == 2
