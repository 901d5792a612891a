"""Lists as sheets of cells: the same rows from every encoding, delimiter and format, and problems with cures."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.workbooks import cell, open_document, row, small
from worksheets.errors import RosterError
from worksheets.spreadsheets import spreadsheet
from worksheets.spreadsheets.sheets import CellError, CellFault, Sheet, SheetRow
from worksheets.spreadsheets.spreadsheet import read_sheets, read_text_sheets

HEADINGS = {"Nimi", "Ryhmä", "Apu"}
Rows = list[tuple[int, tuple[str, ...]]]
OLD = ["cp1252", "iso8859-15", "mac_roman"]


def is_heading(heading: str) -> bool:
    return heading.strip() in HEADINGS


def text_rows(data: str | bytes, encoding: str = "utf-8") -> Rows:
    (sheet,) = read_text_sheets(data.encode(encoding) if isinstance(data, str) else data, "ryhma.csv", is_heading)
    assert not sheet.name
    return [(row.number, row.cells) for row in sheet.rows]


def problem(path: Path) -> str:
    with pytest.raises(RosterError) as caught:
        read_sheets(path, is_heading)
    assert all(problem_text.startswith((f"{path}: ", f"{path}, ")) for problem_text in caught.value.problems)
    return str(caught.value).replace(f"{path}: ", "").replace(f"{path}, ", "")


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
    assert [(error.row, error.column, error.text) for error in sheet.errors] == [(2, 2, "#N/A"), (3, 2, "########")]


@pytest.mark.parametrize("delimiter", list(";,\t"))
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="00100"', "00100"),
        ('"=""00100"""', "00100"),
        ('="040 1234567"', "040 1234567"),
        ('"=""sanoi """"hei"""""""', 'sanoi "hei"'),
        ('=""', ""),
        ("=A1", "=A1"),
        ('"yksi ""kaksi"""', 'yksi "kaksi"'),
    ],
)
def test_a_guard_of_a_spreadsheet_is_taken_off(delimiter: str, cell: str, text: str) -> None:
    rows = text_rows(f"Nimi{delimiter}Apu\nAino{delimiter}{cell}\n")
    assert rows[1] == (2, ("Aino", text) if text else ("Aino",))


@pytest.mark.parametrize("cell", ["3,58401E+11", "3.58401E+11", "1,23E+017", "1E+15"])
def test_a_ruined_number_in_a_text_file_is_an_error(cell: str) -> None:
    (sheet,) = read_text_sheets(f"Nimi;Puh\nAino;{cell}\n".encode(), "x", is_heading)
    assert sheet.errors == (CellError(2, 2, cell, CellFault.DIGITS_LOST),)


def test_known_headings_decide_the_encoding() -> None:
    assert text_rows("Nimi;Ryhmä\nA;B\n", "mac_roman")[0] == (1, ("Nimi", "Ryhmä"))


def test_a_list_with_many_spoilt_letters_is_refused_and_they_are_counted() -> None:
    message = text_problem("Nimi;Apu\n" + "VÃ¤inÃ¶;V�inö\n" * 7)
    assert len(message.splitlines()) == spreadsheet._SPOILT_MOST + 1  # noqa: SLF001
    assert "row 2, column A: “VÃ¤inÃ¶” has garbled letters and should be “Väinö”" in message
    assert "row 2, column B: “V�inö” has lost letters" in message
    assert message.endswith("4 more cells like these")


def test_a_few_spoilt_letters_are_left_to_their_people() -> None:
    assert len(text_rows("Nimi\n" + "VÃ¤inÃ¶\n" * spreadsheet._SPOILT_MOST)) == 11  # noqa: SLF001


_LARGE = 500_000
"""Bytes of a text that takes long to judge: it is judged once, as a file."""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no text in it; is this the right file?"),
        (b"\xef\xbb\xbf\n ;;\n", "no text in it; is this the right file?"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is not a list"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "this is not a list"),
        (b"<html><table><tr><td>Nimi", "a web page or XML; open it in a spreadsheet"),
        (b"\xff\xfeN\0i\0m", "its UTF-16 text is not complete"),
        (b'Nimi;Apu\nAino;A\n"Ville;B\nEero;C\n', "line 3: a cell in quotes is not closed"),
        (b'Nimi;Apu\n"Aino" Koe;A\n', "line 2: a cell in quotes is not closed, or has text after its closing quote"),
        (b"Nimi\n" + b"x\n" * 300_000, "its rows take more than 300 MB of memory; split the list"),
        (b"Nimi\n" + b";" * 1000 + b"x\n", "row 2: more than 1000 columns; delete those that you do not need"),
        (b"Nimi;Apu\nA;" + b"x" * 100_001, "row 2, column B: more than 100000 characters; is a closing quote missing?"),
        (b"x" * 100_000_001, "larger than 100 MB"),
        (b'Nimi\nAino;"' + b"x" * 20_000_001, "line 2: a cell in quotes is not closed"),
    ],
    ids=range(13),
)
def test_files_that_are_no_list_or_too_large_are_refused_with_the_cure(
    tmp_path: Path, data: bytes, message: str
) -> None:
    if len(data) < _LARGE:
        assert message in text_problem(data)
    path = tmp_path / "ryhma.csv"
    path.write_bytes(data)
    assert message in problem(path)


def test_lists_at_a_limit_are_read() -> None:
    assert len(text_rows(b"Nimi\n" + b"x\n\n" * 99_999)) == 100_000
    assert len(text_rows(b"Nimi\n" + b";" * 999 + b"x;;;\n")[1][1]) == 1000


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problem(tmp_path / "x.csv") == "no such file or folder"


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


# Workbooks


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_workbook_is_recognised_whatever_its_name_is(name: str, tmp_path: Path) -> None:
    path = small(tmp_path / name, ["Nimi", "Ryhmä", None], [], ["Aino", "#N/A"])
    rows = (SheetRow(1, ("Nimi", "Ryhmä")), SheetRow(3, ("Aino",)))
    expected = Sheet("Sheet", rows, (CellError(3, 2, "#N/A"),))
    assert read_sheets(path, is_heading) == (expected,)


def test_empty_sheets_are_left_out(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", row(cell("Nimi")), row(cell("")), row(cell("Ryhmä")))
    assert [sheet.name for sheet in read_sheets(path, is_heading)] == ["Väki", "Väki2"]


def test_spoilt_letters_in_a_workbook_are_named_with_the_sheet(tmp_path: Path) -> None:
    path = small(tmp_path / "a.xlsx", ["Nimi"], *[[None, "VÃ¤inÃ¶"]] * 11)
    assert problem(path).startswith("sheet Sheet, row 2, column B: “VÃ¤inÃ¶” has garbled letters and should be “Väinö”")


def test_too_much_in_a_workbook(tmp_path: Path) -> None:
    assert "sheet Sheet, row 1: more than 1000 columns" in problem(small(tmp_path / "a.xlsx", ["x"] * 1001))
    assert "take more than 300 MB" in problem(open_document(tmp_path / "a.ods", row(cell("x"), 300_001)))
    assert "no text in it; is this the right file?" in problem(small(tmp_path / "b.xlsx", [None]))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\n" * 2_000_001, "more than 2000000 lines; split the list"),
        (
            b"\xe4" * 2_000_001,
            "not UTF-8, and too large to be tried in other encodings; save the list again as “CSV UTF-8”",
        ),
        (b"\xed\xa0\xbd" * 700_000, "not UTF-8, and too large to be tried in other encodings"),
        (("Nimi;Apu\n" + ("A;" + "Vaèîôàд " * 600 + "\n") * 40), "more than 20000 words are not readable"),
        ("Nimi\n" + "VÃ¤inÃ¶\n" * 5_000, "at least 90 more cells like these"),
        ("Nimi\n" + "#N/A\n" * 5_000, ""),
    ],
    ids=range(6),
)
def test_lists_that_would_take_long_to_judge_are_refused(data: bytes | str, message: str) -> None:
    content = data if isinstance(data, bytes) else data.encode()
    if message:
        assert message in text_problem(content)
    else:
        assert len(text_rows(content)) == 1
