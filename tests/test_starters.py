"""The files to start from: the readers take them as they are, and every slot is in them."""

from pathlib import Path

import pytest

from worksheets.course import Course
from worksheets.errors import OutputError
from worksheets.participant import read_participant
from worksheets.roster import read_roster
from worksheets.starters import starter


@pytest.mark.parametrize("name", ["ryhma.yaml", "ryhma.csv"])
def test_a_new_roster_is_read_back(tmp_path: Path, course: Course, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(starter("roster", path, course))
    (one,) = read_roster(path, course).participants
    assert dict(one.values) == {"nimi": "Etunimi Sukunimi"}


def test_a_new_participant_is_read_back_with_every_slot_in_sight(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.yaml"
    path.write_bytes(starter("participant", path, course))
    assert dict(read_participant(path, course).values) == {"nimi": "Etunimi Sukunimi"}
    path.write_text(path.read_text("utf-8").replace('""', '"x"'), "utf-8")
    filled = read_participant(path, course)
    assert len(filled.values) == 8 + 10 + 4 + 2 + 1


def test_a_new_csv_has_a_column_a_slot_of_a_blank_page(tmp_path: Path, course: Course) -> None:
    header = starter("roster", tmp_path / "ryhma.csv", course).decode("utf-8-sig").splitlines()[0].split(";")
    assert len(header) == 8 + 10 + 5 * 4 + 8 * 2 + 1
    assert header[:2] == ["Nimi", "Ryhmä"]
    assert "Verkosto 5: Mitä olen saanut" in header


def test_an_ending_that_cannot_be_made_names_those_that_can(tmp_path: Path, course: Course) -> None:
    with pytest.raises(OutputError, match=r"ryhma.doc: the name must end in .yaml, .csv"):
        starter("roster", tmp_path / "ryhma.doc", course)
