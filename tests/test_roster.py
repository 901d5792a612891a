"""A group's list, from CSV and from YAML: the same people either way, and every fault with its row and column."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from worksheets.course import Course
from worksheets.errors import RosterError
from worksheets.participant import Participant, clean
from worksheets.roster import read_roster
from worksheets.starters import roster_csv

from .conftest import EXAMPLES, the_course

HEAD = "Nimi;Ryhmä;Verkosto 1: Ammatillisen verkoston nimi;verkostokartta.kontaktit.2.apu"


@pytest.fixture
def write(tmp_path: Path) -> "Writer":
    return Writer(tmp_path)


class Writer:
    """Writes a list's file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, told: str, name: str = "ryhma.csv", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(told.encode(encoding))
        return path


def values(path: Path) -> list[dict[str, str]]:
    return [dict(person.values) for person in read_roster(path, the_course()).participants]


def problems(path: Path) -> list[str]:
    with pytest.raises(RosterError) as caught:
        read_roster(path, the_course())
    return [problem.removeprefix(f"{path}: ") for problem in caught.value.problems]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_in_its_common_shapes(write: Writer, delimiter: str, encoding: str, end: str) -> None:
    rows = [
        "Nimi;Ryhmä;verkostokartta.kontaktit.2.apu",
        'Väinö Åberg;"a;b, c";"yksi\nkaksi ""kolme"""',
        ";;",
        "Aino;00100;",
    ]
    told = end.join(
        row.replace(";", delimiter)
        if not row.startswith("V")
        else row.replace(";", delimiter).replace(f"a{delimiter}b", "a;b")
        for row in rows
    )
    assert values(write(told, encoding=encoding)) == [
        {"nimi": "Väinö Åberg", "ryhma": "a;b, c", "verkostokartta.kontaktit.2.apu": 'yksi\nkaksi "kolme"'},
        {"nimi": "Aino", "ryhma": "00100"},
    ]


def test_headings_are_labels_or_paths(write: Writer) -> None:
    (aino,) = values(write(f"  NIMI ;{HEAD.partition(';')[2]}\nAino;A;Kuoro;kyyti\n"))
    assert aino == {
        "nimi": "Aino",
        "ryhma": "A",
        "omat-verkostot.1.nimi": "Kuoro",
        "verkostokartta.kontaktit.2.apu": "kyyti",
    }


def test_every_wrong_heading_is_named(write: Writer) -> None:
    assert problems(write("Nimmi;Ryhmä;Ryhmä;Kenkä\nAino;A;B;41\n")) == [
        "row 1, column 1 “Nimmi”: unknown heading. Did you mean “Nimi”?",
        "row 1, column 3 “Ryhmä”: this column stands twice",
        "row 1, column 4 “Kenkä”: unknown heading.",
        "row 1: there is no column “Nimi”",
    ]


def test_every_wrong_cell_is_named_as_a_spreadsheet_counts(write: Writer) -> None:
    told = f"Nimi;Ryhmä\nAino;{'x' * 201}\n\n;A\n\x07Ville;B\nMarja;A;jotain\n"
    assert problems(write(told)) == [
        "row 2, column 2 “Ryhmä”: 201 characters, and 200 at most fit; shorten it by 1",
        "row 4: the name is missing; every participant needs one",
        "row 5, column 1 “Nimi”: the character U+0007 cannot be printed; delete it",
        "row 6, column 3 “”: “jotain” has no heading",
    ]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ("", "the first row must have the headings"),
        ("Nimi;Ryhmä\n", "there are no participants in it"),
        ('Nimi;Ryhmä\n"Aino;A\n', "not CSV"),
    ],
)
def test_what_is_no_list_is_said_so(write: Writer, told: str, problem: str) -> None:
    assert problem in problems(write(told))[0]


def test_other_files_are_refused_with_the_cure(write: Writer, tmp_path: Path) -> None:
    assert problems(write("Nimi\nVäinö\n", encoding="latin-1")) == ["not UTF-8 text; save it as “CSV UTF-8”"]
    assert problems(write("x", "ryhma.pdf")) == ["a list of participants is a .csv or .yaml file; save it as one"]
    assert problems(tmp_path / "nothing.csv") == ["No such file or directory"]


def test_yaml_is_a_list_of_participants(write: Writer) -> None:
    assert values(write("- nimi: Aino\n- nimi: Ville\n  ryhma: 01\n", "ryhma.yaml")) == [
        {"nimi": "Aino"},
        {"nimi": "Ville", "ryhma": "01"},
    ]
    assert problems(write("- ryhma: A\n- nimi: Ville\n  rhyma: B\n", "ryhma.yaml")) == [
        "line 1: nimi: the name is missing; every participant needs one",
        "line 3: unknown key “rhyma”. Did you mean “ryhma”?",
    ]


def test_one_participants_file_is_a_list_of_one(course: Course) -> None:
    assert [person.name for person in read_roster(EXAMPLES / "osallistuja.yaml", course).participants] == [
        "Aino Esimerkki"
    ]


def test_the_example_group(course: Course) -> None:
    group = read_roster(EXAMPLES / "ryhma.yaml", course)
    assert group.name == "ryhma"
    assert len(group.participants) == 6
    assert [len(person.values) for person in group.participants].count(1) == 1, "one with only a name"


CELLS = st.text("aäöÅ ,;\"'\n#&:-1<{", min_size=1, max_size=40).map(clean).filter(bool)


@settings(max_examples=50)
@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(the_course().slots)), CELLS, max_size=6), min_size=1, max_size=4)
)
def test_a_list_survives_a_round_trip(tmp_path_factory: pytest.TempPathFactory, told: list[dict[str, str]]) -> None:
    people = [Participant({**one, "nimi": one.get("nimi", "Aino")}) for one in told]
    folder = tmp_path_factory.mktemp("round")
    columns = sorted({path for one in people for path in one.values})
    (folder / "a.csv").write_text(
        "\n".join(
            ";".join(f'"{cell}"' for cell in row)
            for row in [columns, *([one.text(path).replace('"', '""') for path in columns] for one in people)]
        ),
        "utf-8",
    )
    assert values(folder / "a.csv") == [dict(one.values) for one in people]
    (folder / "a.yaml").write_text(yaml.safe_dump([nested(one) for one in people], allow_unicode=True), "utf-8")
    assert values(folder / "a.yaml") == [dict(one.values) for one in people]


def nested(person: Participant) -> dict[str, object]:
    """Return a participant as the tree that YAML holds."""
    lists = {"omat-verkostot", "verkostokartta.kontaktit"}
    tree: dict[str, object] = {}
    for path in sorted(
        person.values, key=lambda path: [(int(s), "") if s.isdecimal() else (0, s) for s in path.split(".")]
    ):
        at: object = tree
        steps = path.split(".")
        for depth, step in enumerate(steps[:-1]):
            inner = ".".join(steps[: depth + 1])
            if isinstance(at, list):
                at += [{} for _ in range(int(step) - len(at))]
                at = at[int(step) - 1]
            else:
                assert isinstance(at, dict)
                at = at.setdefault(step, [] if inner in lists else {})
        assert isinstance(at, dict)
        at[steps[-1]] = person.values[path]
    return tree


def test_the_empty_list_is_read_back(write: Writer, course: Course) -> None:
    (one,) = values(write(roster_csv(course)))
    assert one == {"nimi": "Etunimi Sukunimi"}
