"""Each exercise type declared on a page is the exercise that ``course.toml`` would declare."""

from pathlib import Path

import pytest

from tests.helpers.markdown_course import page_text
from worksheets.course.marks import Marks
from worksheets.course.reader import read_course
from worksheets.course.slots import Part, slots
from worksheets.course.types.registry import exercise_types
from worksheets.errors import CourseError
from worksheets.resources import TEMPLATES

COURSE = 'title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }\n'
TEXT = '[exercises.a]\nkind = "text"\nlabel = "Mitä?"\n'
PROMPTS = '[exercises.a]\nkind = "prompts"\nlabel = "Keneltä?"\n'
TABLE = '[exercises.a]\nkind = "table"\nlabel = "Viikko"\n'
GIVEN = "| Päivä | Mitä {#mita} | Tehty {#tehty check} |\n|---|---|---|\n| ma | | |\n| *ti* | | |\n"
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
        ("::: text Mitä? {#a lines=0 height=60}\n:::", TEXT + "lines = 0\nheight = 60"),
        ("::: teksti Mitä? {#a ruudukko korkeus=60}\n:::", TEXT + "grid = true\nheight = 60"),
        (
            "::: prompts Keneltä? {#a columns=1}\n- Esimieheltä {#esimies}\n:::",
            PROMPTS + 'columns = 1\nparts = [{ id = "esimies", label = "Esimieheltä" }]',
        ),
        (
            f'::: table Viikko {{#a widths="1 2 1" height=20}}\n{GIVEN}:::',
            TABLE
            + 'widths = "1 2 1"\nheight = 20\ngiven = ["ma", "ti"]\ngiven-label = "Päivä"\n'
            + 'parts = [{ id = "mita", label = "Mitä" }, { id = "tehty", label = "Tehty", check = true }]',
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
            '::: map A {#a centre="M"}\n| B {#b} | C {#c} |\n|---|---|\n| D | |\n:::',
            ["line 8: the rows below the head are for what participants write; delete this row"],
        ),
        (
            "::: table A {#a}\n| B {#b} |\n|---|\n| C |\n:::",
            [
                "line 6: the first column is given below, so nobody writes in it; delete {#b} from its head",
                "line 6: all columns are given, and none is left to write in; add one: | Mitä teen {#mita} |",
            ],
        ),
        (
            "::: table A {#a}\n| B | C {#c} |\n|---|---|\n| ma | x |\n| | |\n| ma | |\n:::",
            [("line 8: only the first cell of a row is given; the others are for what participants write: delete “x”")],
        ),
        (
            "::: table A {#a}\n| B | C {#c} |\n|---|---|\n| ma | |\n| | |\n| ma | |\n:::",
            [
                "line 5: a: row 2 has no label in its first column; write one, as in | maanantai | |",
                "line 5: a: two rows have the label “ma”; change one of them",
            ],
        ),
        (
            '::: table A {#a given="ma; ti"}\n| B | C {#c} |\n|---|---|\n| ma | |\n:::',
            ["line 8: the first column stands both in braces and here; delete one of them"],
        ),
        (
            f'::: table A {{#a widths="2 1 1"}}\n{HEAD}:::',
            ['line 5: a: widths are 2 numbers, one for each column, with spaces between them: widths="2 1"'],
        ),
        (
            f'::: table A {{#a widths="2 leveä"}}\n{HEAD}:::',
            ['line 5: a: widths are 2 numbers, one for each column, with spaces between them: widths="2 1"'],
        ),
        (
            f'::: table A {{#a widths="9 1"}}\n{HEAD}:::',
            [
                (
                    "line 5: a: the column “Koska” has 20 mm to write in, but a hand needs 40; make it wider, or write "
                    "limit=5 if so few letters are enough"
                )
            ],
        ),
        (
            '::: table A {#a widths="40 1"}\n| B {#b} | C {#c check} |\n|---|---|\n:::',
            ["line 5: a: the column “C” is 6 mm wide, but needs 8; make it wider, or delete a column"],
        ),
        (f"::: table A {{#a height=7}}\n{HEAD}:::", ["line 5: a: height must be from 8 to 189, in mm"]),
        (
            f"::: table A {{#a height=60}}\n{HEAD}:::",
            ["line 5: a: 5 rows of 60 mm have no room on a page; write height=37, or less"],
        ),
        (
            f"::: table A {{#a height=9 rows=30}}\n{HEAD}:::",
            ["line 5: a: 30 rows have no room on a page, 23 have; divide them among several tables"],
        ),
        ("::: text A {#a lines=3 grid}\n:::", ["line 5: a: lines and grid do not go together; delete one of them"]),
        (
            "::: text A {#a lines=3 height=40}\n:::",
            [
                (
                    "line 5: a: lines and height do not go together; write lines=0 for a box of that height, or "
                    "delete height"
                )
            ],
        ),
        ("::: text A {#a height=900}\n:::", ["line 5: a: height must be from 12 to 225, in mm"]),
        ("::: text A {#a grid=pisteet}\n:::", ["line 5: grid stands alone, without a value"]),
        (
            "::: prompts A {#a columns=9}\n- B {#b}\n:::",
            ["line 5: a: columns must be from 1 to 3; more would be too narrow to write in"],
        ),
        (
            "::: prompts A {#a boxes=9x9}\n- B {#b}\n:::",
            ['line 5: a: boxes are columns x rows, from "1x2" to "3x3"; write boxes="2x2"'],
        ),
        (
            "::: prompts A {#a boxes=2x2}\n- B {#b}\n- C {#c}\n:::",
            ['line 5: a: boxes="2x2" is for 4 prompts, but there are 2; add or delete some'],
        ),
        (
            "::: prompts A {#a boxes=1x2 columns=1}\n- B {#b}\n- C {#c}\n:::",
            ["line 5: a: columns and boxes do not go together; delete columns"],
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


def test_given_rows_are_all_the_rows_and_boxes_take_a_tick(tmp_path: Path) -> None:
    body = "::: table V {#a}\n| | Mitä {#mita} | Tehty {#tehty check} |\n|---|---|---|\n| ma | | |\n| ti | | |\n:::"
    table = exercise(tmp_path, "", body)
    assert (table.rows, table.most, table.given) == (2, 2, ("ma", "ti"))
    assert [slot.label for slot in slots(table)] == ["V ma: Mitä", "V ma: Tehty", "V ti: Mitä", "V ti: Tehty"]
    assert [part.marks for part in table.parts] == [None, Marks(("x",))]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ('given = ["ma", "ti"]\nrows = 5', "the given first column says how many rows there are; delete rows and most"),
        ("rows = 5", ""),
        ('given = ["' + "m" * 101 + '"]', "is longer than 100 letters; shorten it"),
        ('given = "ma"', "given must be a list in square brackets"),
    ],
)
def test_a_given_column_in_course_toml(tmp_path: Path, keys: str, problem: str) -> None:
    toml = TABLE + keys + '\nparts = [{ id = "b", label = "B" }]'
    if not problem:
        assert exercise(tmp_path, toml, "").given == ()
        return
    with pytest.raises(CourseError, match=problem):
        exercise(tmp_path, toml, "")


def test_a_column_too_narrow_for_a_hand_is_refused_whatever_its_table_says(tmp_path: Path) -> None:
    parts = ", ".join(f'{{ id = "b{number}", label = "B" }}' for number in range(7))
    with pytest.raises(CourseError, match="the column “B” has 36 mm to write in, but a hand needs 40"):
        exercise(tmp_path / "wide", TABLE + f"rows = 5\nparts = [{parts}]", "")
    assert exercise(tmp_path / "few", TABLE + f"rows = 5\nparts = [{parts.replace(' }', ', limit = 9 }')}]", "").rows


def test_lines_are_for_one_text_only(tmp_path: Path) -> None:
    toml = PROMPTS + 'lines = 3\nparts = [{ id = "b", label = "B" }]'
    with pytest.raises(CourseError, match="line 8: exercises.a: unknown key “lines”"):
        exercise(tmp_path, toml, "Teksti")


@pytest.mark.parametrize("kind", exercise_types())
def test_the_example_of_each_type_is_right(tmp_path: Path, kind: str) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "course.toml").write_text(COURSE, "utf-8")
    (tmp_path / "pages" / "sivu.md").write_text(page_text(exercise_types()[kind].example), "utf-8")
    course = read_course(str(tmp_path))
    assert kind in {part.type for part in (*course.root.parts, *course.drawings)}
