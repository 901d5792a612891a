"""A group's list in any format: the same people from each, and all problems with their locations."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.course import EXAMPLES, the_course
from tests.helpers.list_files import WORKBOOKS, as_xlsx
from tests.helpers.lists import AINO, SHAPES, VILLE, Rows
from worksheets.course.course import Course
from worksheets.errors import ParticipantError, RosterError
from worksheets.people.list_options import ListOptions
from worksheets.people.omissions import LeftOutReason
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster, study_roster
from worksheets.people.texts import checked, clean
from worksheets.people.writers import starter
from worksheets.spreadsheets.sheets import Sheet

TEN = (
    "Aino Esimerkki", "Väinö Äyräs-Mallikas", "Åsa Öberg", "Liam O'Malli", "Žaneta Šimková", "José Peña",
    "Émile Zoé", "Jürgen Müller", "Ää Öö", "Ö",
)  # fmt: skip
GROUPS = ("00100", "0401234567", "1.10", "3/4", "12", "A;B", "A, B", 'sanoi "ei"', "€ 5 – 10", "yksi\nkaksi")
READ_GROUPS = (*GROUPS[:-1], "yksi kaksi")
"""What is read of GROUPS: a group's name is a field, which has one line."""
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


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15", "mac_roman", "cp850")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ten_people_in_every_kind_of_text(write: Write, encoding: str, delimiter: str, end: str) -> None:
    kept = [(n, g) for n, g in zip(TEN, READ_GROUPS, strict=True) if encodable(n + g, encoding)]
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


ROWS: Rows = [("Nimi", "Ryhmä"), *zip(TEN, GROUPS, strict=True)]


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_ten_people_in_every_workbook(write: Write, ending: str) -> None:
    people = [{"nimi": name, "ryhma": group} for name, group in zip(TEN, READ_GROUPS, strict=True)]
    assert values(write(WORKBOOKS[ending]({"Väki": ROWS}), f"ryhma{ending}")) == people


@pytest.mark.parametrize("name", ["ryhma.yaml", "ryhma.json"])
def test_ten_people_in_a_tree(write: Write, name: str) -> None:
    people = [{"nimi": name, "ryhma": group} for name, group in zip(TEN, READ_GROUPS, strict=True)]
    typed = [{"nimi": name, "ryhma": group} for name, group in zip(TEN, GROUPS, strict=True)]
    contents = {
        ".yaml": yaml.safe_dump(typed, allow_unicode=True).encode(),
        ".json": json.dumps(typed, indent="\t").encode(),
    }
    assert values(write(contents[Path(name).suffix], name)) == people


def cells_of(sheet: Sheet, number: int) -> tuple[str, ...]:
    """Return the cells of the row with this number; a row that is not there has none."""
    return next((row.cells for row in sheet.rows if row.number == number), ())


@pytest.mark.parametrize("ending", [".csv", *WORKBOOKS])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_in_every_format(write: Write, shape: str, ending: str) -> None:
    sheets = {
        sheet.name or "Taulukko1": [cells_of(sheet, number) for number in range(1, sheet.rows[-1].number + 1)]
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
        "row 2, column B “Ryhmä”: 201 characters, but only 200 fit; shorten the text by 1",
        "row 4: the name is missing; every participant needs one",
        "row 5, column A “Nimi”: the character U+0007 cannot be printed; delete it",
        "row 6, column C: “jotain” has no heading above it; add one, or delete the text",
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
    assert [person.left_out for person in roster.people] == [None, LeftOutReason.PROBLEMS, LeftOutReason.PROBLEMS, None]
    assert str(roster.people[1].omission).endswith("row 3: “Ville” left out: has errors")
    assert roster.people[0].omission is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Nimi;Ryhmä\nAino;A\n;B\nYhteensä;\nVille;B\n", "ryhma.csv"),
        ("- nimi: Aino\n- ryhma: B\n- nimi: Etunimi Sukunimi (esimerkki)\n- nimi: Ville\n", "ryhma.yaml"),
    ],
)
def test_everybody_has_a_number_whoever_is_left_out(write: Write, course: Course, content: str, name: str) -> None:
    roster = study_roster(write(content, name), course, ListOptions())
    assert [(person.number, person.participant.name) for person in roster.people] == [
        (1, "Aino"),
        (2, ""),
        (3, "Ville"),
    ]
    assert [person.number for person in roster.participants] == [1, 3]
    assert len(roster.omissions) == 1


TWICE = [
    {"nimi": "Aino", "sahkoposti": "a@x.fi", "ryhma": "A"},
    {"nimi": "Aino", "sahkoposti": "b@x.fi", "ryhma": "B"},
    {"nimi": "Aino", "ryhma": "C"},
    {"nimi": "aino", "sahkoposti": "A@X.fi", "ryhma": "D"},
    {"nimi": "Ville", "sahkoposti": "a@x.fi", "ryhma": "E"},
    {"nimi": "Aino", "ryhma": "F"},
]
"""Six answers of five people: the first of them has answered twice."""


@pytest.mark.parametrize("kind", ["list", "folder", "table"])
def test_somebody_who_has_answered_twice_is_one_person_in_every_format(
    tmp_path: Path, write: Write, course: Course, kind: str
) -> None:
    path = tmp_path / "ryhma.yaml"
    if kind == "list":
        write(yaml.safe_dump(TWICE), "ryhma.yaml")
    elif kind == "folder":
        path = tmp_path
        for number, person in enumerate(TWICE):
            write(yaml.safe_dump(person), f"{number}.yaml")
    else:
        rows = ["nimi;sahkoposti;ryhma", *(f"{p['nimi']};{p.get('sahkoposti', '')};{p['ryhma']}" for p in TWICE)]
        path = write("\n".join(rows))
    roster = read_roster(path, course)
    assert sorted(person.text("ryhma") for person in roster.participants) == ["B", "C", "D", "E", "F"]
    assert sorted(person.key for person in roster.participants) == ["", "", "a@x.fi", "a@x.fi", "b@x.fi"]
    assert len(roster.oddities) == 1
    assert "answered" in roster.oddities[0]


@pytest.mark.parametrize("name", ["Etunimi Sukunimi (esimerkki)", "Etunimi Sukunimi"])
def test_the_example_is_left_out_and_said_unless_somebody_has_filled_it_in(
    write: Write, course: Course, name: str
) -> None:
    roster = study_roster(write(f"- nimi: {name}\n- nimi: Aino\n", "ryhma.yaml"), course, ListOptions())
    assert [person.name for person in roster.participants] == ["Aino"]
    assert [omission.reason for omission in roster.omissions] == [LeftOutReason.EXAMPLE]
    (problem,) = problems(write(f"- nimi: {name}\n  ryhma: A\n", "ryhma.yaml"))
    assert problem == f"line 1: “{name}” is the name of the example; write the participant’s own name"


def test_a_number_that_is_no_numbering_is_odd(write: Write, course: Course) -> None:
    roster = read_roster(write("Nimi\n3. Rauhala\nAino\nVille\n"), course)
    assert [warning.partition(": ")[2] for warning in roster.warnings] == [
        "the name “3. Rauhala” begins with a number, which will be printed"
    ]


@pytest.mark.parametrize("before", ["", "Nimi\n", "Osallistujat\n\n"])
def test_names_with_commas_need_no_heading(write: Write, before: str) -> None:
    people = values(write(f"{before}1. Virtanen, Aino\n2. von Wright, Georg\n3. Malli, Ville\n"))
    assert [person["nimi"] for person in people] == ["Virtanen, Aino", "von Wright, Georg", "Malli, Ville"]


@pytest.mark.parametrize("name", ["ryhma.yaml", "ryhma.csv"])
def test_a_sheet_cannot_be_chosen_where_there_are_none(write: Write, course: Course, name: str) -> None:
    path = write("- nimi: Aino\n" if name == "ryhma.yaml" else "Nimi\nAino\n", name)
    with pytest.raises(RosterError, match="no sheet “Taul1”, since the file has no sheets; leave out --tab"):
        study_roster(path, course, ListOptions(tab=("Taul1",)))
    with pytest.raises(RosterError, match="no sheets"):
        study_roster(path.parent, course, ListOptions(tab=("Taul1",)))


def test_oddities_are_warnings(write: Write, course: Course) -> None:
    text = f"Nimi;Esimieheltä\nAino;{'a ' * 400}\naino;x\nVille;\n"
    roster = read_roster(write(text), course)
    assert [warning.partition(": ")[2] for warning in roster.warnings] == [
        "another participant is also called “Aino”; their files are numbered",
        "tukiverkosto.esimies: 799 characters; the text continues on another page",
        "another participant is also called “aino”; their files are numbered",
        "“Ville” has a name and nothing else",
    ]


@pytest.mark.parametrize("name", ["ryhma.xlsx", "ryhma.csv", "ryhma.yaml"])
def test_an_empty_list_is_read_back_without_problems(write: Write, course: Course, name: str) -> None:
    roster = study_roster(write(starter("roster", Path(name), course), name), course, ListOptions())
    assert (roster.people, roster.errors, roster.warnings) == ((), (), ())
    assert {omission.reason for omission in roster.omissions} == {LeftOutReason.EXAMPLE}


def test_yaml_names_lines_and_slots(write: Write) -> None:
    assert problems(write("- ryhma: A\n- nimi: Ville\n  rhyma: B\n", "ryhma.yaml")) == [
        "line 1: nimi: the name is missing; every participant needs one",
        "line 3: unknown key “rhyma”. Did you mean “ryhma”?",
    ]


def test_missing_and_empty_lists_are_problems(write: Write, tmp_path: Path) -> None:
    assert problems(write("Nimi;Ryhmä\n")) == ["no participants in it; is this the right file?"]
    assert problems(tmp_path / "nothing.csv") == ["no such file or folder"]
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty") == ["no participants in it; is this the right file?"]


def test_the_examples(course: Course) -> None:
    group = read_roster(EXAMPLES / "ryhma.yaml", course)
    assert group.name == "ryhma"
    assert len(group.participants) == 6
    assert [len(person.values) for person in group.participants].count(1) == 1, "one with only a name"
    assert [person.name for person in read_roster(EXAMPLES / "osallistuja.yaml", course).participants] == [
        "Aino Esimerkki"
    ]


CELLS = st.text("aäöÅ ,;|\"'\n#&:-1<{", min_size=1, max_size=40).map(clean).filter(lambda text: text.strip(";"))
CELLS = CELLS.filter(lambda text: not (text.endswith(";") or text.startswith(("'", "####"))))
"""Texts that are printed as they are.

A text that ends in a semicolon may be the choices of a form, an apostrophe before a text may guard it, and #### is what
a spreadsheet shows in a column that is too narrow.
"""
SLOTS = sorted(the_course().slots.keys() - {"nimi"})
NAMES = st.sampled_from(["Aino", "Aino 1", "Å-a", "Ä, Ö", "a", "d'Å", "Öö #1", "Aino <a>"])
PEOPLE = st.lists(
    st.builds(
        lambda name, filled: {"nimi": name, **filled}, NAMES, st.dictionaries(st.sampled_from(SLOTS), CELLS, max_size=6)
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(PEOPLE)
def test_a_list_survives_a_round_trip(tmp_path_factory: pytest.TempPathFactory, group: list[dict[str, str]]) -> None:
    slots = the_course().slots
    people = [
        Participant({"nimi": "Aino", **{path: checked(text, slots[path]) for path, text in filled.items()}})
        for filled in group
    ]
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
