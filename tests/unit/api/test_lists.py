"""Lists are read and judged, chosen from, written and collected."""

from pathlib import Path

import pytest

from tests.helpers.course import example_group
from worksheets import api
from worksheets.course.course import Course
from worksheets.errors import OutputError, RosterError
from worksheets.people.roster import read_roster


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a list in which the second person has no name."""
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Ryhmä\nAino;A\n;B\nVille;B\n", "utf-8")
    return path


def test_a_list_is_judged_and_nothing_is_raised(course: Course, mixed: Path) -> None:
    roster = api.check(mixed, course)
    assert [person.participant.name for person in roster.people] == ["Aino", "", "Ville"]
    assert len(roster.errors) == 1


def test_a_list_for_printing_has_no_errors(course: Course, mixed: Path) -> None:
    with pytest.raises(RosterError, match="row 3"):
        api.read_list(mixed, course)
    assert [person.name for person in api.read_list(mixed, course, skip_invalid=True).participants] == ["Aino", "Ville"]


def test_a_list_of_nobody_is_an_error_even_when_people_are_left_out(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Ryhmä\n;B\n", "utf-8")
    with pytest.raises(RosterError) as caught:
        api.read_list(path, course, skip_invalid=True)
    assert "the name is missing" in caught.value.problems[0]
    assert "there are no participants to print" in caught.value.problems[-1]


def test_headings_are_mapped(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Väri\nAino;sininen\n", "utf-8")
    assert not api.check(path, course).errors
    assert api.check(path, course, api.ListOptions(strict=True)).errors
    roster = api.read_list(str(path), course, api.ListOptions({"Väri": "ryhma"}))
    assert roster.participants[0].text("ryhma") == "sininen"


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        (api.Selection(), ["Ville", "Aino", "Åke"]),
        (api.Selection(only=("ryhma=A",)), ["Ville", "Åke"]),
        (api.Selection(only=("ryhma!=A",)), ["Aino"]),
        (api.Selection(only_name=("åke", "aino")), ["Aino", "Åke"]),
        (api.Selection(rows="3,1"), ["Åke", "Ville"]),
        (api.Selection(sort="nimi"), ["Aino", "Ville", "Åke"]),
        (api.Selection(rows="2-3", only=("ryhma=A",), sort="nimi"), ["Åke"]),
    ],
)
def test_participants_are_chosen_and_sorted(
    course: Course, tmp_path: Path, selection: api.Selection, names: list[str]
) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Ryhmä\nVille;A\nAino;B\nÅke;A\n", "utf-8")
    people = api.read_list(path, course).participants
    assert [person.name for person in api.choose(people, course, selection)] == names


def test_a_choice_of_nobody_is_an_error(course: Course) -> None:
    with pytest.raises(RosterError, match="Nobody is left to print"):
        api.choose(example_group(), course, api.Selection(only=("ryhma=Ö",)))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".yaml"])
def test_a_list_that_is_written_can_be_read(course: Course, tmp_path: Path, suffix: str) -> None:
    document = api.list_document(example_group(), course, tmp_path / f"lista{suffix}")
    people = read_roster(document.write(), course).participants
    assert [person.values for person in people] == [person.values for person in example_group()]


def test_a_list_of_another_format_is_refused_before_it_is_made(course: Course) -> None:
    with pytest.raises(OutputError, match=r"lista.pdf: the file name must end in one of these: .xlsx, .csv, .yaml"):
        api.list_document((), course, Path("lista.pdf"))


def test_nothing_comes_back_from_no_forms(course: Course, tmp_path: Path) -> None:
    returned = api.collect([tmp_path / "ei-ole.pdf"], course)
    assert returned.participants == ()
    assert len(returned.errors) == 1


def test_a_starting_file_of_one_participant_has_its_schema_beside_it(course: Course, tmp_path: Path) -> None:
    document, schema = api.starting_documents("participant", tmp_path / "aino.yaml", course)
    assert schema.path.parent == tmp_path
    assert schema.path.name in document.make().decode()
    assert schema.make().decode() == api.schema_text(course)


def test_a_starting_file_of_a_group_is_alone(course: Course, tmp_path: Path) -> None:
    (document,) = api.starting_documents("roster", tmp_path / "ryhma.csv", course)
    assert "Nimi" in document.make().decode("utf-8-sig")
    with pytest.raises(OutputError, match="the file name must end in"):
        api.starting_documents("roster", tmp_path / "ryhma.txt", course)
