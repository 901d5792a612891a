"""Letters that were spoilt before are said in every format, with their place; ISO moments are printed in Finnish."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import yaml

from tests.helpers.course import ROOT, Handout
from tests.helpers.forms import form_of, typed
from tests.helpers.pdf import texts
from worksheets import api
from worksheets.course.course import Course
from worksheets.people.list_options import ListOptions
from worksheets.people.participant import Participant, read_participant
from worksheets.people.roster import Roster, read_roster, study_roster

DATA = ROOT / "tests" / "data"
LOST = "“H?meenlinna” has a question mark in place of a letter; type the word again"


def csv_of(values: dict[str, str]) -> bytes:
    return "\n".join(";".join(cells) for cells in (values.keys(), values.values())).encode()


def xlsx_of(values: dict[str, str]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in (list(values.keys()), list(values.values())):
        book.worksheets[0].append(row)
    return book


def write(path: Path, values: dict[str, str]) -> Path:
    """Write one person into a file of the format of its suffix."""
    if path.suffix == ".xlsx":
        xlsx_of(values).save(path)
    else:
        as_bytes: dict[str, Callable[[dict[str, str]], bytes]] = {
            ".csv": csv_of,
            ".yaml": lambda values: yaml.safe_dump([values], allow_unicode=True, sort_keys=False).encode(),
            ".json": lambda values: json.dumps([values]).encode(),
        }
        path.write_bytes(as_bytes[path.suffix](values))
    return path


@pytest.fixture
def study(tmp_path: Path, course: Course) -> Callable[[str, dict[str, str]], Roster]:
    """Return a function that writes one person into a file, and reads it as a list."""
    return lambda suffix, values: study_roster(write(tmp_path / f"ryhma{suffix}", values), course, ListOptions())


FORMATS = pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".yaml", ".json"])
Study = Callable[[str, dict[str, str]], Roster]


@FORMATS
@pytest.mark.parametrize(("wrong", "meant"), [("VÃ¤inÃ¶", "Väinö"), ("VÑinî", "Väinö"), ("V├ñin├Â", "Väinö")])
@pytest.mark.parametrize("slot", ["nimi", "paikka", "tukiverkosto.esimies"])
def test_spoilt_letters_are_an_error_of_their_person(
    study: Study, suffix: str, slot: str, wrong: str, meant: str
) -> None:
    (person,) = study(suffix, nested({"nimi": "Aino Esimerkki", slot: wrong}, suffix)).people
    (problem,) = person.problems
    assert f"ryhma{suffix}" in problem
    assert slot in problem or "row 2" in problem
    assert f"“{wrong}” has garbled letters and should be “{meant}”" in problem


@FORMATS
def test_lost_letters_are_an_error(study: Study, suffix: str) -> None:
    (problem,) = study(suffix, {"nimi": "V�inö Esimerkki"}).errors
    assert "“V�inö Esimerkki” has lost letters (shown as �)" in problem


@FORMATS
def test_a_question_mark_for_a_letter_is_odd_and_in_a_name_an_error(study: Study, suffix: str) -> None:
    roster = study(suffix, {"nimi": "Aino Esimerkki", "paikka": "H?meenlinna", "ryhma": "Mitä?", "salasana": "a?b"})
    assert roster.errors == ()
    (warning,) = roster.warnings
    assert warning.endswith(f": paikka: {LOST}")
    assert len(study(suffix, {"nimi": "V?in? Esimerkki"}).errors) == 1


def nested(values: dict[str, str], suffix: str) -> dict[str, str]:
    """Return the values for a table, or as the tree of a YAML or JSON file."""
    if suffix in (".csv", ".xlsx"):
        return values
    tree: dict[str, object] = {}
    for path, text in values.items():
        exercise, _dot, part = path.partition(".")
        tree[exercise] = {part: text} if part else text
    return tree  # type: ignore[return-value]


def test_the_list_whose_letters_became_question_marks(course: Course) -> None:
    roster = study_roster(DATA / "letters-lost-as-question-marks" / "kysymysmerkit.csv", course, ListOptions())
    assert "“V?in?” has a question mark" in roster.errors[0]
    assert roster.warnings[0].endswith(LOST)


def test_a_heading_with_spoilt_letters_is_an_error(study: Study) -> None:
    for heading in ("RyhmÃ¤", "S?hk?posti"):
        (problem,) = study(".csv", {"nimi": "Aino", heading: "x"}).errors
        assert f"row 1, column B “{heading}”" in problem


def test_a_single_participant_s_doubtful_letters_are_said(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.yaml"
    path.write_text("nimi: Aino Esimerkki\npaikka: H?meenlinna\nsalasana: a?b\n", "utf-8")
    assert api.fill(path, api.Printing(course)).warnings == (f"{path}: paikka: {LOST}",)
    participant = Participant({"nimi": "Aino Esimerkki", "paikka": "H?meenlinna"})
    assert api.fill(participant, api.Printing(course)).warnings == (f"Aino Esimerkki: paikka: {LOST}",)


@pytest.mark.slow
def test_letters_typed_into_a_form_are_judged_as_in_a_list(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.pdf"
    answers = {"paikka": "H?meenlinna", "kurssi": "VÑinîn kurssi", "kouluttaja": "Aino\nEsimerkki"}
    path.write_bytes(typed(form_of(pages="1"), {"nimi": "Aino Esimerkki", **answers}))
    returned = api.collect([path], course)
    assert f"{path}: paikka: {LOST}" in returned.notes
    assert any(
        "kurssi: “VÑinîn kurssi” has garbled letters and should be “Väinön" in error for error in returned.errors
    )
    assert returned.participants[0].text("kouluttaja") == "Aino Esimerkki"


# Moments


@pytest.mark.slow
def test_a_workbook_s_moment_is_printed_in_finnish(course: Course, set_handout: Handout) -> None:
    (aino,) = read_roster(DATA / "iso-moment-with-zone" / "iso.xlsx", course).participants
    assert "14.1.2026 klo 9.00" in texts(set_handout(aino, "handout", "1"))[0].replace("\u00a0", " ")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("moment", ["2026-01-14T07:00:00.000Z", "2026-01-14T09:00:00+02:00"])
def test_a_participant_s_moment_is_printed_in_finnish(
    tmp_path: Path, course: Course, set_handout: Handout, suffix: str, moment: str
) -> None:
    path = tmp_path / f"aino{suffix}"
    path.write_text(json.dumps({"nimi": "Aino", "aika": moment, "paikka": "2026-01-14"}), "utf-8")
    page = texts(set_handout(read_participant(path, course), "handout", "1"))[0].replace("\u00a0", " ")
    assert "Aika\n14.1.2026 klo 9.00\nPaikka\n14.1.2026" in page
