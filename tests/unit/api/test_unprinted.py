"""Answers that no page prints are an error, and those that the chosen pages leave out are counted."""

from pathlib import Path

import pytest

from tests.helpers.course import HEAD
from worksheets import api
from worksheets.course.course import Course
from worksheets.course.reader import read_course
from worksheets.errors import PageError
from worksheets.people.participant import Participant

COURSE = """
title = "Koe"
language = "fi"
subtitle = ""
pages = ["alku", "loppu"]
[fields]
nimi = { label = "Nimi", role = "name" }
[exercises.oma]
kind = "text"
label = "Oma"
[exercises.muu]
kind = "text"
label = "Muu"
"""
LIST = "- nimi: Aino Esimerkki\n  oma: Yksi\n  muu: Kaksi\n- nimi: Ville Mallikas\n  muu: Kolme\n- nimi: Tyhjä Testi\n"
BOTH = [Participant({"nimi": "Aino Esimerkki", "oma": "Yksi", "muu": "Kaksi"})]


def course_of(folder: Path, second: str) -> Course:
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE, "utf-8")
    for name, body in (("alku", '{{ widget.text("oma") }}'), ("loppu", second)):
        (folder / "pages" / f"{name}.html.j2").write_text(f"{HEAD}{{% block body %}}{body}{{% endblock %}}", "utf-8")
    return read_course(str(folder))


@pytest.fixture
def sound(tmp_path: Path) -> Course:
    return course_of(tmp_path / "kurssi", '{{ widget.text("muu") }}')


@pytest.fixture
def faulty(tmp_path: Path) -> Course:
    return course_of(tmp_path / "kurssi", "")


@pytest.fixture
def group(tmp_path: Path) -> Path:
    path = tmp_path / "ryhma.yaml"
    path.write_text(LIST, "utf-8")
    return path


FAULT = 'course.toml: no page prints the exercise “muu”; write {{ widget.text("muu") }} on one of the pages'


def test_check_says_whose_answers_would_be_lost(faulty: Course, group: Path) -> None:
    (problem,) = api.check(group, faulty).errors
    assert problem.endswith(f"{FAULT}. The answers of 2 participants would be lost, Aino Esimerkki among them")


def test_check_finds_nothing_where_nobody_has_answered(faulty: Course, tmp_path: Path) -> None:
    (tmp_path / "tyhja.yaml").write_text("- nimi: Tyhjä Testi\n", "utf-8")
    assert api.check(tmp_path / "tyhja.yaml", faulty).errors == ()


def test_check_and_print_find_nothing_in_a_sound_course(sound: Course, group: Path) -> None:
    assert api.check(group, sound).errors == ()
    assert api.fill(BOTH[0], api.Printing(sound)).warnings == ()
    assert api.blank(api.Printing(sound)).warnings == ()


def test_a_page_that_cannot_be_filled_is_a_fault_beside_the_others(tmp_path: Path, group: Path) -> None:
    course = course_of(tmp_path / "kurssi", "{{ ei_ole }}")
    (problem,) = api.check(group, course).errors
    assert "loppu.html.j2:1" in problem


def test_fill_refuses_and_blank_warns(faulty: Course) -> None:
    with pytest.raises(PageError, match=r"The answers of Aino Esimerkki would be lost$"):
        api.fill(BOTH[0], api.Printing(faulty))
    (warning,) = api.blank(api.Printing(faulty)).warnings
    assert warning.endswith(FAULT)
    assert api.blank(api.Printing(faulty, pages="1")).warnings == ()


def test_a_packet_refuses_before_anything_is_made(faulty: Course, group: Path, tmp_path: Path) -> None:
    options = api.PacketOptions(output=tmp_path / "paketti")
    with pytest.raises(PageError, match=r"The answers of 2 participants would be lost, Aino Esimerkki among them$"):
        list(api.make_packet(group, api.Printing(faulty), options))
    assert not list(tmp_path.glob("paketti/*.pdf"))


def test_what_the_chosen_pages_leave_out_is_counted(sound: Course, group: Path, tmp_path: Path) -> None:
    options = api.PacketOptions(output=tmp_path / "paketti")
    started = next(iter(api.make_packet(group, api.Printing(sound, pages="alku"), options)))
    assert isinstance(started, api.Started)
    assert started.unchosen == (
        "--pages leaves out the answers of 2 participants of 3: “muu” (2); leave out --pages to print all",
    )


def test_what_stands_on_no_page_is_not_left_out_by_the_chosen_ones(sound: Course) -> None:
    document = api.fill(BOTH[0], api.Printing(sound, pages="loppu"))
    (warning,) = document.warnings
    assert warning.startswith("--pages leaves out the answers of 1 participant of 1: “oma” (1);")


def test_a_page_that_is_mended_is_seen_by_the_same_process(faulty: Course, group: Path) -> None:
    assert api.check(group, faulty).errors
    page = f'{HEAD}{{% block body %}}{{{{ widget.text("muu") }}}}{{% endblock %}}'
    (faulty.folder / "pages" / "loppu.html.j2").write_text(page, "utf-8")
    assert not api.check(group, faulty).errors


def test_a_form_with_a_slot_twice_is_refused(tmp_path: Path) -> None:
    course = course_of(tmp_path / "kurssi", '{{ widget.text("muu") }}{{ widget.text("oma") }}')
    with pytest.raises(PageError, match=r"“oma” is printed 2 times \(alku.html.j2, loppu.html.j2\)"):
        api.blank(api.Printing(course, fillable=True))
    assert api.blank(api.Printing(course, fillable=True, pages="alku")).path
    assert api.blank(api.Printing(course)).path
