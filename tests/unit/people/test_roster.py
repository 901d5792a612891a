"""A group's list in any format: the same people from each, and all problems with their locations."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path

import openpyxl
import pytest
import xlwt
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.course import EXAMPLES, the_course
from tests.helpers.lists import AINO, SHAPES, VILLE
from worksheets.course.course import Course
from worksheets.errors import ParticipantError, RosterError
from worksheets.people.list_options import ListOptions
from worksheets.people.participant import Participant, clean
from worksheets.people.roster import read_roster, study_roster
from worksheets.people.writers import starter

TEN = (
    "Aino Esimerkki", "Väinö Äyräs-Mallikas", "Åsa Öberg", "Liam O'Malli", "Žaneta Šimková", "José Peña",
    "Émile Zoé", "Jürgen Müller", "Ää Öö", "Ö",
)  # fmt: skip
GROUPS = ("00100", "0401234567", "1.10", "3/4", "12", "A;B", "A, B", 'sanoi "ei"', "€ 5 – 10", "yksi\nkaksi")
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a list's file."""

    def write_list(content: str | bytes, name: str = "ryhma.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_list


def values(path: Path) -> list[dict[str, str]]:
    return [dict(person.values) for person in read_roster(path, the_course()).participants]


def problems(path: Path) -> list[str]:
    with pytest.raises((RosterError, ParticipantError)) as caught:
        read_roster(path, the_course())
    assert all(problem.startswith(str(path)) for problem in caught.value.problems)
    return [problem.removeprefix(str(path)).lstrip(":, ") for problem in caught.value.problems]


def table(delimiter: str, end: str) -> str:
    """Return the ten people as text."""

    def cell(text: str) -> str:
        quoted = '"' + text.replace('"', '""') + '"'
        return quoted if any(mark in text for mark in f'{delimiter}"\n') else text

    rows = [("Nimi", "Ryhmä"), *zip(TEN, GROUPS, strict=True)]
    return end.join(delimiter.join(map(cell, row)).replace("\n", end) for row in rows) + end


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15", "mac_roman")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ten_people_in_every_kind_of_text(write: Write, encoding: str, delimiter: str, end: str) -> None:
    kept = [(n, g) for n, g in zip(TEN, GROUPS, strict=True) if encodable(n + g, encoding)]
    text = table(delimiter, end)
    if len(kept) < len(TEN):
        text = end.join(line for line in text.split(end) if encodable(line, encoding))
    people = [(person["nimi"], person["ryhma"]) for person in values(write(text.encode(encoding)))]
    assert people == kept


def encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


Rows = Sequence[Sequence[str]]
ROWS: Rows = [("Nimi", "Ryhmä"), *zip(TEN, GROUPS, strict=True)]


def as_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                sheet.cell(number, column).value = text or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xls(sheets: Mapping[str, Rows]) -> bytes:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for index, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write(index, column, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(sheets: Mapping[str, Rows]) -> bytes:
    out = io.BytesIO()
    value_type = 'office:value-type="string"'
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f"<table:table-cell {value_type if text else ''}>"
                + "".join(f"<text:p>{escape(line)}</text:p>" for line in text.splitlines())
                + "</table:table-cell>"
                for text in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    prefixes = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in prefixes)
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        content = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        book.writestr("content.xml", f"<office:document-content {spaces}>{content}</office:document-content>")
    return out.getvalue()


WORKBOOKS = {".xlsx": as_xlsx, ".xls": as_xls, ".ods": as_ods}


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_ten_people_in_every_workbook(write: Write, ending: str) -> None:
    people = [{"nimi": name, "ryhma": group} for name, group in zip(TEN, GROUPS, strict=True)]
    assert values(write(WORKBOOKS[ending]({"Väki": ROWS}), f"ryhma{ending}")) == people


@pytest.mark.parametrize("name", ["ryhma.yaml", "ryhma.json"])
def test_ten_people_in_a_tree(write: Write, name: str) -> None:
    people = [{"nimi": name, "ryhma": group} for name, group in zip(TEN, GROUPS, strict=True)]
    contents = {
        ".yaml": yaml.safe_dump(people, allow_unicode=True).encode(),
        ".json": json.dumps(people, indent="\t").encode(),
    }
    assert values(write(contents[Path(name).suffix], name)) == people


@pytest.mark.parametrize("ending", [".csv", *WORKBOOKS])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_in_every_format(write: Write, shape: str, ending: str) -> None:
    sheets = {
        sheet.name or "Taulukko1": [dict(sheet.rows).get(number, ()) for number in range(1, sheet.rows[-1][0] + 1)]
        for sheet in SHAPES[shape]
    }
    if ending != ".csv":
        assert values(write(WORKBOOKS[ending](sheets), f"ryhma{ending}")) == [AINO, VILLE]
    elif len(sheets) == 1:
        out = io.StringIO()
        csv.writer(out, delimiter=",").writerows(*sheets.values())
        assert values(write(out.getvalue())) == [AINO, VILLE]


def test_ten_people_in_a_folder(write: Write, tmp_path: Path) -> None:
    for number, name in enumerate(TEN):
        write(yaml.safe_dump({"nimi": name}, allow_unicode=True), f"{number:02}.yaml")
    write("not read", "lue minut.txt")
    assert [person["nimi"] for person in values(tmp_path)] == list(TEN)


@pytest.mark.parametrize(
    "text", [table(";", "\r\n"), yaml.safe_dump([{"nimi": name} for name in TEN], allow_unicode=True)]
)
def test_ten_people_from_standard_input(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert [person["nimi"] for person in values(Path("-"))] == list(TEN)


def test_every_wrong_cell_is_named_at_once(write: Write) -> None:
    text = f"Nimi;Ryhmä\nAino;{'x' * 201}\n\n;A\n\x07Ville;B\nMarja;A;jotain\n"
    assert problems(write(text)) == [
        "row 2, column B “Ryhmä”: 201 characters, and 200 at most fit; shorten it by 1",
        "row 4: the name is missing; every participant needs one",
        "row 5, column A “Nimi”: the character U+0007 cannot be printed; delete it",
        "row 6, column C “”: “jotain” has no heading",
    ]


def test_a_problem_in_a_workbook_names_its_sheet(write: Write) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx({"Väki": ROWS})))
    sheet = book.active
    assert sheet is not None
    sheet.title = "Osallistujat"
    sheet.cell(7, 2).value = "x" * 300
    out = io.BytesIO()
    book.save(out)
    (problem,) = problems(write(out.getvalue(), "ryhma.xlsx"))
    assert problem.startswith("sheet Osallistujat, row 7, column B “Ryhmä”: 300 characters")


def test_a_mapping_is_kept_beside_the_list(write: Write, course: Course) -> None:
    path = write("Kuka;Kenkä\nAino;41\n")
    write('[headings]\n"Kuka" = "nimi"\n"Kenkä" = "-"\n', "ryhma.map.toml")
    assert values(path) == [{"nimi": "Aino"}]
    choices = ListOptions({"kenkä": "ryhma"})
    assert read_roster(path, course, choices).participants[0].text("ryhma") == "41"
    write("a = " + "[" * 50_000, "ryhma.map.toml")
    with pytest.raises(RosterError, match="ryhma.map.toml: "):
        read_roster(path, course)
    write('headings = "x"', "ryhma.map.toml")
    with pytest.raises(RosterError, match=r"ryhma.map.toml: write \[headings\]"):
        read_roster(path, course)


def test_participants_with_problems_are_kept_apart(write: Write, course: Course) -> None:
    roster = study_roster(write(f"Nimi;Ryhmä\nAino;A\nVille;{'x' * 201}\n;B\nMarja;B\n"), course, ListOptions())
    assert [person.name for person in roster.participants] == ["Aino", "Marja"]
    assert len(roster.people) == 4
    assert len(roster.errors) == 2
    assert roster.problems == ()


def test_oddities_are_warnings(write: Write, course: Course) -> None:
    text = f"Nimi;Esimieheltä\nAino;{'a ' * 400}\naino;x\nVille;\n"
    roster = read_roster(write(text), course)
    assert [warning.partition(": ")[2] for warning in roster.warnings] == [
        "there is another “Aino”; their files get numbers",
        "tukiverkosto.esimies: 799 characters; it will continue on another page",
        "there is another “aino”; their files get numbers",
        "“Ville” has nothing but a name",
    ]


@pytest.mark.parametrize("name", ["ryhma.xlsx", "ryhma.csv", "ryhma.yaml"])
def test_an_empty_list_is_read_back_without_problems(write: Write, course: Course, name: str) -> None:
    roster = study_roster(write(starter("roster", Path(name), course), name), course, ListOptions())
    assert (roster.people, roster.errors, roster.warnings) == ((), (), ())


def test_yaml_names_lines_and_slots(write: Write) -> None:
    assert problems(write("- ryhma: A\n- nimi: Ville\n  rhyma: B\n", "ryhma.yaml")) == [
        "line 1: nimi: the name is missing; every participant needs one",
        "line 3: unknown key “rhyma”. Did you mean “ryhma”?",
    ]


def test_missing_and_empty_lists_are_problems(write: Write, tmp_path: Path) -> None:
    assert problems(write("Nimi;Ryhmä\n")) == ["there are no participants in it"]
    assert problems(tmp_path / "nothing.csv") == ["No such file or directory"]
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty") == ["there are no participants in it"]


def test_the_examples(course: Course) -> None:
    group = read_roster(EXAMPLES / "ryhma.yaml", course)
    assert group.name == "ryhma"
    assert len(group.participants) == 6
    assert [len(person.values) for person in group.participants].count(1) == 1, "one with only a name"
    assert [person.name for person in read_roster(EXAMPLES / "osallistuja.yaml", course).participants] == [
        "Aino Esimerkki"
    ]


CELLS = st.text("aäöÅ ,;|\"'\n#&:-1<{", min_size=1, max_size=40).map(clean).filter(bool)
PEOPLE = st.lists(
    st.dictionaries(st.sampled_from(sorted(the_course().slots)), CELLS, max_size=6), min_size=1, max_size=4
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_a_list_survives_a_round_trip(tmp_path_factory: pytest.TempPathFactory, group: list[dict[str, str]]) -> None:
    people = [Participant({**filled, "nimi": filled.get("nimi", "Aino")}) for filled in group]
    folder = tmp_path_factory.mktemp("round")
    columns = sorted({path for person in people for path in person.values})
    rows = [columns, *([person.text(path) for path in columns] for person in people)]
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    (folder / "a.csv").write_text("\n".join(quoted), "utf-8")
    (folder / "a.yaml").write_text(yaml.safe_dump([nested(person) for person in people], allow_unicode=True), "utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    book.save(folder / "a.xlsx")
    for name in ("a.csv", "a.yaml", "a.xlsx"):
        assert values(folder / name) == [dict(person.values) for person in people], name


def nested(person: Participant) -> dict[str, object]:
    """Return a participant as the tree that YAML holds."""
    lists = {"omat-verkostot", "verkostokartta.kontaktit"}
    tree: dict[str, object] = {}
    for path, text in sorted(person.values.items()):
        node: object = tree
        steps = path.split(".")
        for depth, step in enumerate(steps[:-1]):
            inner = ".".join(steps[: depth + 1])
            if isinstance(node, list):
                node += [{} for _ in range(int(step) - len(node))]
                node = node[int(step) - 1]
            else:
                assert isinstance(node, dict)
                node = node.setdefault(step, [] if inner in lists else {})
        assert isinstance(node, dict)
        node[steps[-1]] = text
    return tree
