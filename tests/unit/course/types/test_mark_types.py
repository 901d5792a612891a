"""The types that are answered with marks, declared on a page and in ``course.toml``, and what is refused of them."""

from pathlib import Path

import pytest

from tests.helpers.markdown_course import page_text
from worksheets.course.marks import Marks
from worksheets.course.reader import read_course
from worksheets.course.slots import Part
from worksheets.errors import CourseError

COURSE = 'title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }\n'
OPTIONS = 'options = ["kyllä", "ei", "muu: ____"]'
EXAMPLE = "| | ei | vähän | täysin | ↵ |---|---|---|---| ↵ | Tiedän, mitä osaan. {#tiedan} | | | |"
HEAD = "| | ei | vähän | täysin |\n|---|---|---|---|\n"


def toml(kind: str, rest: str = "") -> str:
    return f'[exercises.a]\nkind = "{kind}"\nlabel = "Mitä?"\n{rest}'


def exercise(folder: Path, declared: str, body: str) -> Part:
    """Return the exercise ``a`` of a course of one page."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE + declared, "utf-8")
    suffix, text = (".md", page_text(body)) if body else (".html.j2", "")
    (folder / "pages" / f"sivu{suffix}").write_text(text, "utf-8")
    return read_course(str(folder)).part("a")


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        ("::: choice Mitä? {#a}\n- ( ) kyllä\n- () ei\n- ( ) muu: ____\n:::", toml("choice", OPTIONS)),
        ('::: valinta Mitä? {#a vaihtoehdot="kyllä; ei; muu: ____"}\n:::', toml("choice", OPTIONS)),
        (
            "::: valinnat Mitä? {#a enintään=2}\nKatso.\n\n- [ ] kyllä\n- [] ei\n- [ ] muu: ____\n:::",
            toml("choices", f"{OPTIONS}\nmost = 2"),
        ),
        ("::: muistilista Mitä? {#a}\n- [ ] *avaimet*\n:::", toml("checklist", 'options = ["avaimet"]')),
        (
            '::: asteikko Mitä? {#a pienin=0 suurin=10 vasen="ei" oikea="joo"}\n:::',
            toml("scale", 'from = 0\nto = 10\nleft = "ei"\nright = "joo"'),
        ),
        ("::: scale Mitä? {#a line}\n:::", toml("scale", "line = true")),
        (
            f"::: väittämät Mitä? {{#a}}\n{HEAD}| Osaan. | | ○ | ( ) |\n| Pyydän. {{#pyydan}} | | | |\n:::",
            toml(
                "statements",
                'options = ["ei", "vähän", "täysin"]\n'
                'parts = [{ id = "v1", label = "Osaan." }, { id = "pyydan", label = "Pyydän." }]',
            ),
        ),
    ],
)
def test_a_declaration_on_a_page_is_that_of_course_toml(tmp_path: Path, body: str, declared: str) -> None:
    assert exercise(tmp_path / "md", "", body) == exercise(tmp_path / "toml", declared, "")


def test_each_type_says_which_marks_it_takes(tmp_path: Path) -> None:
    options = ("kyllä", "ei", "muu")
    assert exercise(tmp_path / "1", toml("choice", OPTIONS), "").marks == Marks(options, 1, other=True)
    assert exercise(tmp_path / "2", toml("choices", OPTIONS), "").marks == Marks(options, 3, other=True)
    assert exercise(tmp_path / "3", toml("choices", f"{OPTIONS}\nmost = 2"), "").marks == Marks(options, 2, other=True)
    assert exercise(tmp_path / "4", toml("scale", 'left = "ei"'), "").marks == Marks(tuple("12345"), ends=("ei", ""))
    assert exercise(tmp_path / "5", toml("scale", "line = true"), "").marks == Marks()


def test_all_options_together_are_not_too_long(tmp_path: Path) -> None:
    options = ", ".join(f'"{number} {"pitkä " * 20}"' for number in range(30))
    part = exercise(tmp_path, toml("choices", f"options = [{options}]"), "")
    assert part.marks
    assert len("; ".join(part.marks.options)) <= part.limit


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "::: choice A {#a}\n:::",
            "5: there are no options in this; write a list, a line for each: - ( ) kyllä ↵ - ( ) ei",
        ),
        ("::: choice A {#a}\n- [ ] b\n- ( ) c\n:::", "6: an option begins with ( ) here; write - ( ) b"),
        (
            "::: choice A {#a}\n- () b\n-( ) c d\n- ( ) e\n:::",
            "6: another option begins in this one; write - ( ) c d on a line of its own, with a space after -",
        ),
        ("::: choices A {#a}\n- [ ] b\n- c\n:::", "7: an option begins with [ ] here; write - [ ] c"),
        ("::: choice A {#a}\n- ( ) b {#b}\n- ( ) c\n:::", "6: an option has no id and no keys; delete {#b}"),
        (
            "::: choice A {#a}\n- ( ) b\n- ( ) c\n\nLoppu\n:::",
            "9: nothing can follow the list of options here; move this above it, or below :::",
        ),
        (
            '::: choice A {#a options="b; c"}\n- ( ) b\n- ( ) c\n:::',
            "6: the options stand both in braces and here; delete one of them",
        ),
        (
            "::: scale A {#a}\n- ( ) b\n:::",
            "6: a scale has no list and no table in it; delete this, or write ::: choice",
        ),
        (
            "::: statements A {#a}\n:::",
            f"5: statements are a table, its head has the options: {EXAMPLE}",
        ),
        (
            f"::: statements A {{#a}}\n{HEAD}| B | | x | |\n:::",
            "8: the cells beside a statement are for the participants’ marks; leave them empty",
        ),
        (
            f"::: statements A {{#a}}\n{HEAD}:::",
            f"6: there are no statements below the head; write a row for each: {EXAMPLE}",
        ),
    ],
)
def test_a_wrong_declaration_is_named_once_with_its_cure(tmp_path: Path, body: str, expected: str) -> None:
    with pytest.raises(CourseError) as caught:
        exercise(tmp_path, "", body)
    assert caught.value.problems == (f"{tmp_path}/pages/sivu.md: line {expected}",)


TWO = 'options = ["a", "b"]'
PARTS = 'parts = [{ id = "b", label = "B" }]'


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (toml("choice"), 'there must be at least 2 options; write options = ["kyllä", "ei", "muu: ____"]'),
        (
            toml("choice", 'options = ["a"]'),
            'there must be at least 2 options; write options = ["kyllä", "ei", "muu: ____"]',
        ),
        (
            toml("choice", f"options = {[str(number) for number in range(31)]}"),
            "31 options are too many, there can be 30; divide them among several exercises",
        ),
        (toml("choice", 'options = ["Ei", "ei."]'), "the options “Ei” and “ei.” are alike; change one of them"),
        (
            toml("choice", 'options = ["a; b", "c"]'),
            "the option “a; b” has a semicolon, which stands between options in lists; write a comma",
        ),
        (
            toml("choice", 'options = ["muu: ____", "c"]'),
            "only the last option can have room to write; move “muu: ____” last",
        ),
        (
            toml("choice", 'options = ["a", "____"]'),
            "option 2 has no text; write what can be chosen, such as muu: ____",
        ),
        (
            toml("choice", f"{TWO}\n{PARTS}"),
            'an exercise with options has no parts; delete parts, or write kind = "statements"',
        ),
        (
            toml("choices", f"{TWO}\nmost = 3"),
            "most must be from 1 to 2, the number of options; write most = 2 or less",
        ),
        (
            toml("choices", f"{TWO}\nmost = 0"),
            "most must be from 1 to 2, the number of options; write most = 2 or less",
        ),
        (
            toml("scale", "from = 1\nto = 1"),
            "a scale from 1 to 1 has nothing to choose; write the smaller number first: from = 1, to = 5",
        ),
        (
            toml("scale", "from = 5\nto = 1"),
            "a scale from 5 to 1 has nothing to choose; write the smaller number first: from = 1, to = 5",
        ),
        (
            toml("scale", "from = 0\nto = 11"),
            "12 numbers have no room on a scale, there can be 11; write line = true, or from = 1, to = 5",
        ),
        (
            toml("scale", "from = 1000\nto = 1005"),
            "the numbers of a scale go from -100 to 100; write from = 1, to = 5",
        ),
        (
            toml("scale", "from = 1\nline = true"),
            "a line is always from 0 to 100; delete “from” and “to”, or delete “line”",
        ),
        (
            toml("statements", f'options = ["a", "b", "c", "d", "e", "f"]\n{PARTS}'),
            "6 options are too many, there can be 5; divide them among several exercises",
        ),
        (
            toml("statements", f'options = ["a", "muu: ____"]\n{PARTS}'),
            "the options of statements have no room to write; write “muu” without ____",
        ),
    ],
)
def test_nonsense_is_refused_with_its_cure(tmp_path: Path, declared: str, expected: str) -> None:
    with pytest.raises(CourseError) as caught:
        exercise(tmp_path, declared, "")
    assert [problem.split(": exercises.a: ")[1] for problem in caught.value.problems] == [expected]


def test_options_that_lists_cannot_tell_apart_are_alike(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="are alike"):
        exercise(tmp_path, toml("choice", 'options = ["vaa’an", "Vaa\'an."]'), "")


@pytest.mark.parametrize("tail", ["{0}x", "{1}x", "{0}:{0}x{1}"])
def test_an_option_made_to_be_slow_is_too_long(tmp_path: Path, tail: str) -> None:
    option = "a" + tail.format(" " * 300_000, "_" * 300_000)
    others = ", ".join(f'"{number}"' for number in range(1000))
    with pytest.raises(CourseError, match="longer than 1000 characters"):
        exercise(tmp_path, toml("choice", f'options = ["{option}", {others}]'), "")
