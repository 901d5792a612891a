"""What a course's pages print of its exercises, and what is said when an exercise is printed nowhere, or twice."""

from pathlib import Path

import pytest

from tests.helpers.course import HEAD, LAYOUTS
from worksheets.compose.drawn_slots import doubled, drawn_pages, missing_exercise, unprinted
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course

EXERCISES = """
title = "Koe"
language = "fi"
subtitle = ""
pages = ["alku", "loppu"]
[fields]
nimi = { label = "Nimi", role = "name" }
[exercises.kysely]
kind = "prompts"
label = "Kysely"
parts = [{ id = "oma", label = "Oma" }, { id = "muu", label = "Muu" }]
[exercises.taulu]
kind = "table"
label = "Taulu"
rows = 2
most = 4
parts = [{ id = "mita", label = "Mitä" }, { id = "miten", label = "Miten" }]
[exercises.kartta]
kind = "map"
label = "Kartta"
parts = [
  { id = "tutut", label = "Tuttu", rows = 3, parts = [{ id = "nimi", label = "Nimi" }, { id = "apu", label = "Apu" }] },
  { id = "uudet", label = "Uudet" },
]
[exercises.vapaa]
kind = "text"
label = "Vapaa"
"""
PROMPTS, TABLE = '{{ widget.prompts("kysely") }}', '{{ widget.table("taulu") }}'
MAP = '{{ widget.map("kartta.tutut", centre="MINÄ", example="Esimerkki") }}'
NEW, TEXT = '{{ widget.text("kartta.uudet") }}', '{{ widget.text("vapaa") }}'
ALL = (PROMPTS, TABLE, MAP, NEW, TEXT)


def course_of(folder: Path, first: str, second: str = "", more: str = "") -> Course:
    (folder / "pages").mkdir()
    (folder / "course.toml").write_text(EXERCISES + more, "utf-8")
    for name, body in (("alku", first), ("loppu", second)):
        page = f"{HEAD}\n{{% block body %}}\n{body}\n{{% endblock %}}\n"
        (folder / "pages" / f"{name}.html.j2").write_text(page, "utf-8")
    return read_course(str(folder))


def faults(course: Course) -> list[str]:
    pages = drawn_pages(course, read_layout("handout", course.folder))
    missing = unprinted(pages, course).items()
    return [missing_exercise(course.part(exercise), paths, pages, course) for exercise, paths in missing]


def doubles(course: Course) -> list[str]:
    return doubled(drawn_pages(course, read_layout("handout", course.folder)), course)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_shipped_course_prints_everything_once(course: Course, layout: str) -> None:
    """So that it need not be looked at each time (``api.unprinted``)."""
    pages = drawn_pages(course, read_layout(layout, course.folder))
    assert unprinted(pages, course) == {}
    assert not any(page.unknown for page in pages)
    assert doubled(pages, course) == []


def test_everything_on_its_page_is_no_fault(tmp_path: Path) -> None:
    course = course_of(tmp_path, PROMPTS + TABLE, MAP + NEW + TEXT)
    assert faults(course) == doubles(course) == []


@pytest.mark.parametrize(
    ("missing", "what"),
    [
        (PROMPTS, "the exercise “kysely”"),
        (TABLE, "the exercise “taulu”"),
        (MAP, "“kartta.tutut.nimi”, “kartta.tutut.apu”"),
        (NEW, "“kartta.uudet”"),
        (TEXT, "the exercise “vapaa”"),
    ],
)
def test_what_stands_on_no_page_is_named_with_what_to_write(tmp_path: Path, missing: str, what: str) -> None:
    course = course_of(tmp_path, "".join(widget for widget in ALL if widget != missing))
    assert faults(course) == [f"{tmp_path / 'course.toml'}: no page prints {what}; write {missing} on one of the pages"]


def test_a_map_without_a_page_is_named_with_both_widgets(tmp_path: Path) -> None:
    (fault,) = faults(course_of(tmp_path, PROMPTS + TABLE + TEXT))
    assert fault.endswith(f"no page prints the exercise “kartta”; write {MAP} {NEW} on one of the pages")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('{{ widget.prompts("taulu") }}', TABLE),
        ('{{ widget.text("taulu") }}', TABLE),
        ('{{ widget.text("kysely") }}', PROMPTS),
        ('{{ widget.prompts("kartta") }}', f"{MAP}"),
    ],
)
def test_another_widget_is_named_with_its_page_and_line(tmp_path: Path, wrong: str, right: str) -> None:
    course = course_of(tmp_path, "".join(widget for widget in ALL if widget not in {right, NEW}), wrong + NEW)
    (fault,) = faults(course)
    exercise = right.partition('"')[2].partition('"')[0].partition(".")[0]
    assert fault == (
        f"{tmp_path / 'pages' / 'loppu.html.j2'}:3: the exercise "
        f"“{exercise}” is drawn by a widget of another kind; write {right}"
    )


def test_a_slot_that_is_printed_by_hand_is_printed(tmp_path: Path) -> None:
    assert faults(course_of(tmp_path, "".join(ALL[:-1]) + '<p>{{ filling.text("vapaa") | upper }}</p>')) == []


def test_rows_beyond_those_of_a_blank_page_must_be_printed_too(tmp_path: Path) -> None:
    row = '{{ widget.slot("taulu.%d.mita" % n, "cell") }}{{ widget.slot("taulu.%d.miten" % n, "cell") }}'
    two_rows = f"{{% for n in (1, 2) %}}{row}{{% endfor %}}"
    (fault,) = faults(course_of(tmp_path, "".join(widget for widget in ALL if widget != TABLE) + two_rows))
    assert "taulu" in fault


def test_a_slot_that_stands_twice_is_named_with_its_pages(tmp_path: Path) -> None:
    (fault,) = doubles(course_of(tmp_path, "".join(ALL), TABLE))
    assert fault == (
        f"{tmp_path / 'pages'}: “taulu” is printed 2 times (alku.html.j2, loppu.html.j2), but a form keeps only one "
        "answer; leave it on one page, choose pages with --pages, or print without --fillable"
    )


def test_a_drawing_on_no_page_is_named_with_the_call_that_draws_it(tmp_path: Path) -> None:
    course = course_of(tmp_path, "\n".join(ALL), "")
    toml = tmp_path / "course.toml"
    toml.write_text(EXERCISES + '[exercises.kuva]\nkind = "draw"\nlabel = "Kuva"\n', "utf-8")
    course = read_course(str(tmp_path))
    call = '{{ widget.exercise("kuva") }}'
    assert faults(course) == [f"{toml}: no page prints the exercise “kuva”; write {call} on one of the pages"]
    page = tmp_path / "pages" / "loppu.html.j2"
    page.write_text(page.read_text("utf-8").replace("{% endblock %}", f"{call}{{% endblock %}}"), "utf-8")
    assert faults(read_course(str(tmp_path))) == []


MARKS = """
[exercises.apu]
kind = "choice"
label = "Apu"
options = ["Apu", "muu: ____"]
[exercises.janalla]
kind = "scale"
label = "Jana"
line = true
[exercises.vaitteet]
kind = "statements"
label = "Väitteet"
options = ["ei", "joo"]
parts = [{ id = "v1", label = "Osaan." }]
"""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_marks_are_found_whatever_options_a_page_prints(tmp_path: Path, layout: str) -> None:
    drawn = "".join(f'{{{{ widget.exercise("{name}") }}}}' for name in ("apu", "janalla"))
    course = course_of(tmp_path, "".join(ALL), drawn, MARKS)
    pages = drawn_pages(course, read_layout(layout, course.folder))
    assert unprinted(pages, course) == {"vaitteet": ["vaitteet.v1"]}
    assert {"apu", "janalla"} <= pages[1].printed
    assert not pages[1].unknown
    missing = missing_exercise(course.part("vaitteet"), ["vaitteet.v1"], pages, course)
    assert missing.endswith(
        'no page prints the exercise “vaitteet”; write {{ widget.exercise("vaitteet") }} on one of the pages'
    )
    assert doubled(pages, course) == []
    assert len(doubled([*pages, pages[1]], course)) == 2
