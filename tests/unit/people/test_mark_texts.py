"""What files to start from say of marks, and what their example has chosen; lists of marks go round."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.marks_course import ANSWERS, marks_course
from worksheets.course.course import Course
from worksheets.course.marks import Chosen, Marks
from worksheets.course.words import default_words
from worksheets.errors import ParticipantError
from worksheets.people.list_options import ListOptions
from worksheets.people.mark_texts import example_text, what_is_taken
from worksheets.people.participant import Participant, read_participant
from worksheets.people.roster import study_roster
from worksheets.people.writers import as_file, starter

ENDINGS = [".xlsx", ".csv", ".yaml"]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marks_course(tmp_path_factory.mktemp("kurssi") / "merkit")


@pytest.mark.parametrize(
    ("marks", "taken", "example"),
    [
        (Marks(("työtoverit", "esimies", "muu"), other=True), "yksi näistä: työtoverit; esimies; muu: …", "esimies"),
        (Marks(("a", "b", "c"), most=3), "yksi tai useampi näistä, puolipiste väliin: a; b; c", "a; b"),
        (Marks(("a", "b", "c"), most=2), "enintään 2 näistä, puolipiste väliin: a; b; c", "a; b"),
        (Marks(("1", "2", "3", "4", "5")), "luku 1–5", "4"),
        (Marks(), "luku 0–100", "67"),
        (Marks(("x",)), "x tai tyhjä", "x"),
    ],
)
def test_what_a_slot_takes(marks: Marks, taken: str, example: str) -> None:
    assert what_is_taken(marks, default_words()) == taken
    assert example_text(marks) == marks.canonical(example) == example


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_example_of_a_new_list_is_nobody_until_it_is_changed(tmp_path: Path, marked: Course, ending: str) -> None:
    path = tmp_path / f"ryhma{ending}"
    path.write_bytes(starter("roster", path, marked))
    roster = study_roster(path, marked, ListOptions())
    assert (roster.errors, roster.people) == ((), ())
    if ending != ".xlsx":
        path.write_text(path.read_text("utf-8").replace("oma esimies", "työtoverit", 1), "utf-8")
        (error,) = study_roster(path, marked, ListOptions()).errors
        assert "is the name of the example" in error


def test_headings_of_a_new_list_are_those_of_one_slot_each(marked: Course) -> None:
    text = starter("roster", Path("ryhma.csv"), marked).decode("utf-8-sig")
    headings, example = csv.reader(text.splitlines(), delimiter=";")
    assert headings[-4:] == [
        "Ennen kurssia: Tiedän, mitä osaan.",
        "Osaan kysyä apua.",
        "Kurssin jälkeen: Tiedän, mitä osaan.",
        "Opin muilta.",
    ]
    assert example[2:6] == ["oma esimies", "luen, kuuntelen ja kysyn; teen itse", "eväät; kynä", "4"]


def test_a_new_participant_says_what_is_taken(tmp_path: Path, marked: Course) -> None:
    path = tmp_path / "aino.yaml"
    path.write_bytes(starter("participant", path, marked))
    assert dict(read_participant(path, marked).values) == {"nimi": "Etunimi Sukunimi"}
    assert 'varmuus: ""  # Kuinka varma olet? – luku 1–5\n' in path.read_text("utf-8")


def test_a_participants_file_has_numbers_and_lists_of_options(tmp_path: Path, marked: Course) -> None:
    path = tmp_path / "aino.yaml"
    text = 'nimi: Aino\ntavat: ["muu: piirrän; maalaan", teen itse, null]\nmukaan: [kynä]\nvarmuus: 4\nnyt: 62\n'
    path.write_text(text, "utf-8")
    assert dict(read_participant(path, marked).values) == {
        "nimi": "Aino",
        "tavat": "teen itse; muu: piirrän; maalaan",
        "mukaan": "kynä",
        "varmuus": "4",
        "nyt": "62",
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "mukaan: [kynät]",
            "line 2: mukaan: “kynät” is none of the options; they are: eväät; kynä. Did you mean “kynä”?",
        ),
        ("mukaan: [[kynä]]", "line 2: mukaan: must be one of the options, not a list or a group of keys"),
        ("tavat: [1, 2, 3, 4]", "line 2: tavat: 4 options are chosen, but at most 3 can be; leave out the others"),
        ("apu: [työtoverit]", "line 2: apu: must be a single text, not a list or a group of keys"),
    ],
)
def test_what_a_participants_file_cannot_have(tmp_path: Path, marked: Course, line: str, problem: str) -> None:
    path = tmp_path / "aino.yaml"
    path.write_text(f"nimi: Aino\n{line}\n", "utf-8")
    with pytest.raises(ParticipantError) as caught:
        read_participant(path, marked)
    assert caught.value.problems == (f"{path}: {problem}",)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_list_of_marks_is_read_back(tmp_path: Path, marked: Course, ending: str) -> None:
    path = tmp_path / f"ryhma{ending}"
    path.write_bytes(as_file([Participant(ANSWERS)], path, marked))
    (person,) = study_roster(path, marked, ListOptions()).participants
    assert dict(person.values) == ANSWERS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(data=st.data(), ending=st.sampled_from([".csv", ".yaml"]))
def test_any_marks_are_read_back(tmp_path: Path, marked: Course, data: st.DataObject, ending: str) -> None:
    values = {"nimi": "Ville Mallikas"}
    for slot_path, slot in marked.slots.items():
        if slot.marks and (text := data.draw(_texts(slot.marks))):
            values[slot_path] = text
    path = tmp_path / f"ryhma{ending}"
    path.write_bytes(as_file([Participant(values)], path, marked))
    roster = study_roster(path, marked, ListOptions())
    assert roster.errors == ()
    assert [dict(person.values) for person in roster.participants] == [values]


@st.composite
def _texts(draw: st.DrawFn, marks: Marks) -> str:
    """Draw a canonical text."""
    if marks.is_line:
        return str(draw(st.integers(0, 100)))
    numbers = draw(st.sets(st.integers(1, len(marks.options)), max_size=marks.most))
    words = draw(st.from_regex(r"(?:[aä=+\-@1.][aä1;:,'= ]{0,9})?", fullmatch=True))
    has_words = marks.other and len(marks.options) in numbers
    return marks.canonical(marks.text(Chosen(tuple(sorted(numbers)), words if has_words else "")))
