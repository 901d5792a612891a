"""What is written or drawn by hand: blanks, drawings, signatures, and texts whose label begins the first rule."""

from pathlib import Path

import pytest

from tests.helpers.markdown_course import page_text
from worksheets.course.course import Course
from worksheets.course.reader import read_course
from worksheets.course.schema import schema
from worksheets.course.slots import Slot
from worksheets.errors import CourseError

COURSE = 'title = "Koe"\npages = ["sivu"]\nlanguage = "{language}"\n[fields]\nnimi = {{ label = "Nimi" }}\n'
SIGNERS = "::: signature Sopimus {#a}\nLue ensin.\n\n- Minä {#mina}\n- Parini {#parini}\n:::"


def course_with(folder: Path, body: str = "", toml: str = "", language: str = "fi") -> Course:
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE.format(language=language) + toml, "utf-8")
    name, text = ("sivu.md", page_text(body)) if body else ("sivu.html.j2", "")
    (folder / "pages" / name).write_text(text, "utf-8")
    return read_course(str(folder))


def labels(course: Course) -> dict[str, str]:
    return {path: slot.label for path, slot in course.slots.items() if path != "nimi"}


def test_a_blank_of_course_toml_is_that_of_a_page(tmp_path: Path) -> None:
    toml = '[exercises.a]\nkind = "blank"\nlabel = "Nimeni on …"\nwidth = 40\n'
    course = course_with(tmp_path / "md", "Nimeni on [____]{#a}.")
    assert course.part("a") == course_with(tmp_path / "toml", toml=toml).part("a")
    assert course.slots["a"] == Slot("a", "Nimeni on …", 2000, one_line=True)


def test_a_drawing_has_no_slots(tmp_path: Path) -> None:
    body = "::: piirros Piirrä koti {#p korkeus=60 ruudukko=viivat}\nJa ovi.\n:::\n\n::: draw B {#b}\n:::"
    course = course_with(tmp_path, body)
    drawing = course.part("p")
    assert (drawing.label, drawing.hint, drawing.settings) == (
        "Piirrä koti",
        "Ja ovi.",
        (("height", 60), ("grid", "lines")),
    )
    assert course.part("b").settings == (("height", 120), ("grid", ""))
    assert list(course.slots) == ["nimi"]
    assert list(schema(course)["properties"]) == ["nimi"]


def test_each_signer_has_a_place_and_a_name(tmp_path: Path) -> None:
    course = course_with(tmp_path, SIGNERS)
    assert labels(course) == {
        "a.mina-paikka-aika": "Minä: Paikka ja aika",
        "a.mina-nimi": "Minä: Nimenselvennys",
        "a.parini-paikka-aika": "Parini: Paikka ja aika",
        "a.parini-nimi": "Parini: Nimenselvennys",
    }
    assert course.part("a").setting("signers") == (("mina-", "Minä"), ("parini-", "Parini"))
    assert all(course.slots[path].one_line for path in labels(course))
    assert "Lue ensin." in course.markdown_pages[0].blocks[0].html


def test_one_signer_needs_no_list_and_the_words_are_the_papers(tmp_path: Path) -> None:
    course = course_with(tmp_path, "::: allekirjoitus Löfte {#a}\n:::", language="sv")
    assert labels(course) == {"a.paikka-aika": "Ort och datum", "a.nimi": "Namnförtydligande"}
    assert course.part("a").setting("signers") == (("", "Löfte"),)


def test_the_first_rule_of_a_lead_is_no_rule_of_the_answer(tmp_path: Path) -> None:
    course = course_with(tmp_path, "::: text A {#a lead}\n:::\n\n::: teksti B {#b alku rivit=4}\n:::")
    assert [(course.part(path).setting("lead"), course.part(path).lines) for path in "ab"] == [(True, 1), (True, 3)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("::: draw A {#a height=900}\n:::", "height must be from 20 to 220, the height of the frame in millimetres"),
        (
            "::: draw A {#a grid=pistet}\n:::",
            (
                "“pistet” is no grid; write grid=dots or grid=lines, or delete grid for an empty frame. "
                "Did you mean “pisteet”?"
            ),
        ),
        ("Nimeni on [____]{#a width=9}", "width must be from 15 to 150, the width of the blank in millimetres"),
        ("::: text A {#a lead lines=1}\n:::", "an answer begins on the rule below its lead; write lines=2 or more"),
        (
            "::: signature A {#a}\n" + "".join(f"- A {{#a{number}}}\n" for number in range(11)) + ":::",
            "a page has room for 6 signers, not 11; delete some, or make a second exercise of them",
        ),
        ("::: signature A {#a}\n- B {#b}\n- C {#b}\n:::", "the id “b” is used twice; change one of them"),
    ],
)
def test_nonsense_is_refused_with_its_cure(tmp_path: Path, body: str, expected: str) -> None:
    with pytest.raises(CourseError) as caught:
        course_with(tmp_path, body)
    assert caught.value.problems == (f"{tmp_path}/pages/sivu.md: line 5: a: {expected}",)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("::: signature A {#a}\n- B\n:::", "line 6: this has no id; write B {#b}"),
        (
            "::: signature A {#a}\n- B {#b}\n\nLoppu\n:::",
            "line 8: nothing can follow the list of signers here; move this above it, or below :::",
        ),
        (
            "::: draw A {#a}\nB\n\n- C\n:::",
            "line 8: a drawing has one paragraph in it, its hint; move the rest above the line with :::",
        ),
    ],
)
def test_a_wrong_declaration_has_its_line_and_its_cure(tmp_path: Path, body: str, expected: str) -> None:
    with pytest.raises(CourseError) as caught:
        course_with(tmp_path, body)
    assert caught.value.problems == (f"{tmp_path}/pages/sivu.md: {expected}",)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (
            'kind = "blank"\nparts = [{ id = "b", label = "B" }]',
            "a blank is a single text; delete rows, most and parts",
        ),
        ('kind = "draw"\nparts = [{ id = "b", label = "B" }]', "a drawing is one frame; delete rows, most and parts"),
        (
            'kind = "signature"\nrows = 2\nparts = [{ id = "b", label = "B" }]',
            "a signature has no rows; delete rows and most, and write a part for each signer",
        ),
        (
            'kind = "text"\nlead = true\nparts = [{ id = "b", label = "B" }]',
            "only an exercise that is one text can begin a rule; delete lead",
        ),
    ],
)
def test_a_wrong_shape_in_course_toml_has_its_cure(tmp_path: Path, toml: str, expected: str) -> None:
    with pytest.raises(CourseError) as caught:
        course_with(tmp_path, toml=f'[exercises.a]\nlabel = "A"\n{toml}')
    assert caught.value.problems == (f"{tmp_path}/course.toml: line 6: exercises.a: {expected}",)
