"""Each exercise type declared on a page is the exercise that ``course.toml`` would declare."""

from pathlib import Path

import pytest

from tests.helpers.markdown_course import page_text
from worksheets.course.reader import read_course
from worksheets.course.slots import Part
from worksheets.course.types.registry import exercise_types
from worksheets.errors import CourseError
from worksheets.resources import TEMPLATES

COURSE = 'title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }\n'
TEXT = '[exercises.a]\nkind = "text"\nlabel = "Mitä?"\n'
PROMPTS = '[exercises.a]\nkind = "prompts"\nlabel = "Keneltä?"\n'
TABLE = '[exercises.a]\nkind = "table"\nlabel = "Viikko"\n'
HEAD = "| Mitä {#mita} | Koska {#koska} |\n|---|---|\n"


def exercise(folder: Path, toml: str, body: str) -> Part:
    """Return the exercise ``a`` of a course of one page."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE + toml, "utf-8")
    suffix, text = (".md", page_text(body)) if body else (".html.j2", "")
    (folder / "pages" / f"sivu{suffix}").write_text(text, "utf-8")
    return read_course(str(folder)).part("a")


def test_there_is_a_module_for_each_type() -> None:
    assert {type_.kind for type_ in exercise_types().values()} == {
        path.name.partition(".")[0] for path in (TEMPLATES / "types").iterdir()
    }


@pytest.mark.parametrize(
    ("body", "toml"),
    [
        ("::: text Mitä? {#a}\n:::", TEXT),
        ("::: TEKSTI Mitä? {#a rivit=6 merkkejä=90}\n:::", TEXT + "lines = 6\nlimit = 90"),
        (
            '::: text Mitä? {#a hint="lyhyesti" also="Mikä; Kuka"}\n:::',
            TEXT + 'hint = "lyhyesti"\nalso = ["Mikä", "Kuka"]',
        ),
        ("::: text Mitä? {#a}\nLyhyesti *nyt*.\n:::", TEXT + 'hint = "Lyhyesti nyt."'),
        ("::: text Koska? {#a date}\n:::", TEXT.replace("Mitä", "Koska") + "date = true"),
        (
            "::: prompts Keneltä? {#a}\nMieti.\n\n- Esimieheltä {#esimies}\n- **Muilta** {#muut limit=9}\n:::",
            PROMPTS
            + 'parts = [{ id = "esimies", label = "Esimieheltä" }, { id = "muut", label = "Muilta", limit = 9 }]',
        ),
        (
            f"::: taulukko Viikko {{#a rivit=3 enintään=9}}\n{HEAD}:::",
            TABLE + 'rows = 3\nmost = 9\nparts = [{ id = "mita", label = "Mitä" }, { id = "koska", label = "Koska" }]',
        ),
        (
            f"::: table Viikko {{#a}}\n{HEAD}:::",
            TABLE + 'rows = 5\nparts = [{ id = "mita", label = "Mitä" }, { id = "koska", label = "Koska" }]',
        ),
        (
            f'::: map Tuki {{#a rows=4 most=9 centre="MINÄ" entry="Kontakti"}}\n{HEAD}\n- Kuka vielä? {{#muut}}\n:::',
            (
                '[exercises.a]\nkind = "map"\nlabel = "Tuki"\nparts = [{ id = "kontakti", label = "Kontakti", '
                'rows = 4, most = 9, parts = [{ id = "mita", label = "Mitä" }, { id = "koska", label = "Koska" }] }, '
                '{ id = "muut", label = "Kuka vielä?" }]'
            ),
        ),
    ],
)
def test_a_declaration_on_a_page_is_that_of_course_toml(tmp_path: Path, body: str, toml: str) -> None:
    assert exercise(tmp_path / "md", "", body) == exercise(tmp_path / "toml", toml, "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("::: prompts A {#a}\n:::", ["line 5: prompts are a list, a line for each: - Esimieheltä {#esimies}"]),
        ("::: prompts A {#a}\n- Mitä haluat?\n:::", ["line 6: this has no id; write Mitä haluat? {#mita-haluat}"]),
        (
            "::: prompts A {#a}\n- B {#b}\n\nLoppu\n:::",
            ["line 8: nothing can follow the list of prompts here; move this above it, or below :::"],
        ),
        (
            "::: text A {#a}\nYksi\n\nKaksi\n:::",
            ["line 8: a text has one paragraph in it, its hint; move the rest above the line with :::"],
        ),
        (
            '::: text A {#a hint="b"}\nYksi\n:::',
            ["line 6: the hint stands both in braces and here; delete one of them"],
        ),
        (
            "::: table A {#a}\nYksi\n:::",
            [
                (
                    "line 5: there is no table in this; write the heads of its columns: "
                    "| Nimi {#nimi} | Apu {#apu} | ↵ |---|---|"
                )
            ],
        ),
        (
            "::: table A {#a}\n| B {#b} |\n|---|\n| C |\n:::",
            ["line 8: the rows below the head are for what participants write; delete this row"],
        ),
        (f"::: map A {{#a}}\n{HEAD}:::", ['line 5: a map has a text in its middle; add centre="…"']),
        (
            '::: map A {#a centre="B"}\n| B {#b} |\n|---|\n:::',
            ["line 6: the table of a map has two columns, such as a name and what it is about"],
        ),
        ("::: text A {#a lines=26}\n:::", ["line 5: a: lines must be from 1 to 25, or 0 for an open box"]),
        (
            "::: table A {#a rows=3 most=2}\n| B {#b} |\n|---|\n:::",
            ["line 5: a: rows must be at least 1, and most at least as large as rows"],
        ),
    ],
)
def test_a_wrong_declaration_is_named_once_with_its_cure(tmp_path: Path, body: str, expected: list[str]) -> None:
    with pytest.raises(CourseError) as caught:
        exercise(tmp_path, "", body)
    assert [problem.removeprefix(f"{tmp_path}/pages/sivu.md: ") for problem in caught.value.problems] == expected


@pytest.mark.parametrize(
    ("toml", "body", "expected"),
    [
        (TEXT, "::: text A {#a}\n:::", "line 5: the id “a” is used already in {folder}/course.toml, line 5"),
        ("", "::: text A {#nimi}\n:::", "line 5: the id “nimi” is used already in {folder}/course.toml, line 4"),
        (
            "",
            "::: text A {#a}\n:::\n\n::: text B {#a}\n:::",
            "line 8: the id “a” is used already in {folder}/pages/sivu.md, line 5",
        ),
    ],
)
def test_an_id_that_is_used_already_is_named_with_both_places(
    tmp_path: Path, toml: str, body: str, expected: str
) -> None:
    with pytest.raises(CourseError) as caught:
        exercise(tmp_path, toml, body)
    cure = f"{expected.format(folder=tmp_path)}; change one of them"
    assert caught.value.problems == (f"{tmp_path}/pages/sivu.md: {cure}",)


def test_lines_are_for_one_text_only(tmp_path: Path) -> None:
    toml = PROMPTS + 'lines = 3\nparts = [{ id = "b", label = "B" }]'
    with pytest.raises(CourseError, match="line 8: exercises.a: unknown key “lines”"):
        exercise(tmp_path, toml, "Teksti")
