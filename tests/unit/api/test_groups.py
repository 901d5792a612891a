"""Who of a list is printed, and who is left out."""

from pathlib import Path

import pytest

from worksheets import api
from worksheets.course.course import Course
from worksheets.errors import RosterError


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a list in which the second person has no name."""
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Ryhmä\nVille Mallikas;B\n;B\nAino Esimerkki;A\n", "utf-8")
    return path


def names(group: api.Group) -> list[str]:
    return [person.name for person in group.people]


def test_people_with_errors_are_left_out_on_wish_only(course: Course, mixed: Path) -> None:
    with pytest.raises(RosterError, match="the name is missing"):
        api.choose_group(mixed, course)
    group = api.choose_group(mixed, course, skip_invalid=True)
    assert names(group) == ["Ville Mallikas", "Aino Esimerkki"]
    (left_out,) = group.left_out
    assert (left_out.number, left_out.reason) == (2, api.LeftOutReason.PROBLEMS)
    assert str(left_out.omission) == f"{mixed}, row 3: left out: has errors"


def test_those_who_are_selected_are_printed(course: Course, mixed: Path) -> None:
    roster = api.read_list(mixed, course, skip_invalid=True)
    for selection in (api.Selection(only=("ryhma=B",)), api.Selection(rows="1-2"), api.Selection(only_name=("Ville",))):
        assert names(api.choose_group(roster, course, selection=selection)) == ["Ville Mallikas"]
    in_order = api.Selection(sort="nimi", rows="1,3")
    assert names(api.choose_group(roster, course, selection=in_order)) == ["Aino Esimerkki", "Ville Mallikas"]


def test_nobody_left_is_an_error(course: Course, mixed: Path) -> None:
    with pytest.raises(RosterError, match="everybody chosen is hidden or has errors"):
        api.choose_group(mixed, course, selection=api.Selection(rows="2"), skip_invalid=True)
