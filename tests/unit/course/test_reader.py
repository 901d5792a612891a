"""A course read from its folder, and everything that is wrong with it said at once."""

import os
import re
from pathlib import Path

import pytest

from worksheets.course.reader import read_course, study_course
from worksheets.course.slots import ROLES
from worksheets.course.types.registry import exercise_types
from worksheets.errors import CourseError
from worksheets.resources import COURSES, DEFAULT_COURSE, TEMPLATES

HEAD = 'title = "Koe"\npages = ["alku"]\n'
FIELDS = '[fields]\nnimi = { label = "Nimi" }\n'

PARTS = 'parts = [{ id = "first", label = "First" }, { id = "second", label = "Second" }]'
TYPES = ", ".join(exercise_types())
MAP_PARTS = 'parts = [{ id = "name", label = "Name" }, { id = "support", label = "Support" }]'
MAP_LIST = f'{{ id = "contacts", label = "Contact", rows = 8, most = 40, {MAP_PARTS} }}'
NO_NAME = (
    'line 3: fields: no field holds the participant’s name; give one role = "name", as in '
    'nimi = { label = "Nimi", role = "name" }'
)
NOT_A_SLOT = "the part “osa” must be a single text; delete its rows, most and parts, or make it an exercise"


def write_course(folder: Path, toml: str, pages: tuple[str, ...] = ("alku",)) -> str:
    """Make a course's folder, and return its path."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(toml, "utf-8")
    for page in pages:
        (folder / "pages" / f"{page}.html.j2").write_text("", "utf-8")
    return str(folder)


def problems(folder: Path, toml: str, pages: tuple[str, ...] = ("alku",)) -> list[str]:
    """Return what is wrong with a course, without the name of its file."""
    where = write_course(folder / "kurssi", toml, pages)
    with pytest.raises(CourseError) as caught:
        read_course(where)
    source = f"{where}/course.toml: "
    assert all(problem.startswith(source) for problem in caught.value.problems)
    return [problem.removeprefix(source) for problem in caught.value.problems]


def test_a_course_is_read_from_any_folder() -> None:
    assert read_course(str(COURSES / DEFAULT_COURSE)).slots == read_course(DEFAULT_COURSE).slots


def test_a_missing_course_names_the_shipped_ones(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="built-in course: tyoelaman-verkostot"):
        read_course(str(tmp_path / "nothing"))


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    toml = """
title = 3
pages = ["alku", "loppu", "alku"]
lang = "fi"
[fields]
nimi = { label = "Nimi" }
Aika = { lable = "Aika" }
aika = 3
ika = { label = "Ikä", limit = 0 }
[exercises.kartta]
kind = "mapp"
label = "Kartta"
rows = 5
most = 3
[exercises.nimi]
label = "Nimi"
most = true
"""
    assert problems(tmp_path, toml, ("alku", "alkku")) == [
        "line 4: unknown key “lang”. Did you mean “language”?",
        "line 3: pages: pages/loppu.html.j2 does not exist.",
        "line 3: pages: pages/alkku.html.j2 is not in the list; add “alkku” to pages, or delete the file",
        "line 3: pages: “alku” is listed twice; delete one of them",
        "line 7: fields.Aika: unknown key “lable”. Did you mean “label”?",
        'line 7: fields.Aika: label is missing; write label = "…"',
        f"line 7: fields.Aika: the id “Aika” {ID_RULE}; write aika",
        "line 8: fields.aika: must be a table",
        'line 8: fields.aika: label is missing; write label = "…"',
        "line 9: fields.ika: limit must be at least 1",
        f"line 10: exercises.kartta: kind must be one of {TYPES}. Did you mean “map”?",
        "line 10: exercises.kartta: rows must be at least 1, and most at least as large as rows",
        f"line 10: exercises.kartta: a part with rows needs parts; add {PARTS}",
        'line 15: exercises.nimi: kind is missing; write kind = "…"',
        f"line 15: exercises.nimi: kind must be one of {TYPES}.",
        "line 17: exercises.nimi: most must be a whole number",
        "line 10: exercises: the id “nimi” is used twice; change one of them",
        "line 2: title must be a text in quotes",
    ]


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "title = = 1")
    assert problem == 'line 1, column 9: no value that TOML knows; put texts in straight quotes, such as "text"'


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("title = “Kurssi”", "line 1, column 9: no value that TOML knows"),
        ("a = 1\na = 2", "at its end: this key or table is there twice"),
        ("[a]\n[a]", "line 2, column 3: this table is there twice"),
        ("title", "at its end: there is no = after the key"),
        ("a = [1", "at its end: the list above is not closed; write ]"),
        ("[a", "at its end: a bracket is not closed"),
        ('a = [\n"b"\n"c",\n]', "line 3, column 1: a comma or ] is missing on the line above"),
        ('a = [\n"b",\n[c]\n', "line 3, column 2: the list above is not closed; write ]"),
        (
            "[brand.värit]",
            "line 1, column 9: names here have only letters a–z, digits and hyphens",
        ),
        ("väri = 1", "line 1, column 2: names here have only letters a–z, digits and hyphens"),
        ('a = "C:\\Users\\logo.svg"', "line 1, column 10: a backslash is special here; write paths with /"),
        ("a = {b = 1, b = 2}", "line 1, column 18: this key is there twice"),
        ('a = "x', "at its end: a quote is not closed"),
        ("a = 'x", "at its end: a quote is not closed"),
        ('a = "x\n"', "line 1, column 7: a line end or a character that cannot be there"),
        ('a = "\\q"', "line 1, column 8: in double quotes, a backslash is special"),
        ("ä = 1", "line 1, column 1: no key"),
        ("a = 1 b", "line 1, column 7: more after a value"),
    ],
)
def test_a_mistake_in_toml_is_said_in_our_own_words(tmp_path: Path, toml: str, message: str) -> None:
    (problem,) = problems(tmp_path, toml)
    assert problem.startswith(message)


@pytest.mark.parametrize(
    "toml",
    [
        "a = " + "[" * 50_000 + "]" * 50_000,
        "a = " + "{ a = " * 50_000,
    ],
    ids=["lists", "tables"],
)
def test_a_file_too_deep_to_be_read_is_named(tmp_path: Path, toml: str) -> None:
    (problem,) = problems(tmp_path, toml)
    assert problem == "tables or lists are nested too deeply"


@pytest.mark.parametrize("path", [".".join(["a"] * 400_000), '"a" . ' * 5000 + "a", "[['a'.b" + ".c-d" * 30 + "]]"])
def test_a_key_of_many_steps_is_named(tmp_path: Path, path: str) -> None:
    assert problems(tmp_path, f'title = "a.{"b." * 9}"\n{path} = 1') == ["line 2: a key has more than 20 dotted parts"]


def test_parts_too_deep_to_be_used_are_named(tmp_path: Path) -> None:
    toml = f"{HEAD}{FIELDS}[exercises]\nkoe = {'{ parts = [' * 20}{'] }' * 20}\n"
    assert any("parts are nested more than 5 deep" in problem for problem in problems(tmp_path, toml))


def a_list(*ids: str, rows: int = 2, most: int = 4, name: str = "lista") -> str:
    """Return a part with rows, whose entries have parts with those ids."""
    inner = ", ".join(f'{{ id = "{id_}", label = "{id_}" }}' for id_ in ids)
    return f'{{ id = "{name}", label = "Lista", rows = {rows}, most = {most}, parts = [{inner}] }}'


GROUP = '{ id = "osa", label = "Osa", parts = [{ id = "a", label = "A" }] }'
PLAIN = '{ id = "osa", label = "Osa" }'


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('kind = "prompts"', [f"prompts need parts, one for each prompt; add {PARTS}"]),
        (f'kind = "prompts"\nparts = [{GROUP}]', [NOT_A_SLOT]),
        (f'kind = "prompts"\nparts = [{a_list("a", name="osa")}]', [NOT_A_SLOT]),
        (
            f'kind = "prompts"\nrows = 3\nparts = [{PLAIN}]',
            ['prompts have no rows; delete rows and most, or write kind = "table"'],
        ),
        (
            'kind = "table"',
            [
                "a table needs rows, the number of rows on a blank page; add rows = 5",
                f"a table needs parts, one for each column; add {PARTS}",
            ],
        ),
        (
            f'kind = "table"\nparts = [{PLAIN}]',
            ["a table needs rows, the number of rows on a blank page; add rows = 5"],
        ),
        (
            f'kind = "table"\nparts = [{GROUP}]',
            ["a table needs rows, the number of rows on a blank page; add rows = 5", NOT_A_SLOT],
        ),
        ('kind = "table"\nrows = 3', [f"a part with rows needs parts; add {PARTS}"]),
        (f'kind = "table"\nrows = 3\nparts = [{GROUP}]', [NOT_A_SLOT]),
        (f'kind = "table"\nrows = 3\nparts = [{a_list("a", name="osa")}]', [NOT_A_SLOT]),
        ('kind = "map"', [f"a map needs a part with rows; add to its parts: {MAP_LIST}"]),
        (f'kind = "map"\nparts = [{PLAIN}]', [f"a map needs a part with rows; add to its parts: {MAP_LIST}"]),
        (
            'kind = "map"\nrows = 3\nparts = [{ id = "a", label = "A" }, { id = "b", label = "B" }]',
            [
                f"a map has its rows in one of its parts; delete rows and most here, and write parts = [{MAP_LIST}]",
            ],
        ),
        (
            f'kind = "map"\nparts = [{a_list("a", "b")}, {a_list("c", "d", name="toinen")}]',
            ["a map can have only one part with rows, not 2 (lista, toinen); make the others separate exercises"],
        ),
        (
            f'kind = "map"\nparts = [{a_list("a")}]',
            [f"the part “lista” of a map must have two parts, not 1; write {MAP_PARTS}"],
        ),
        (
            f'kind = "map"\nparts = [{a_list("a", "b", "c")}]',
            [f"the part “lista” of a map must have two parts, not 3; write {MAP_PARTS}"],
        ),
        (f'kind = "map"\nparts = [{a_list("a", "b")}, {GROUP}]', [NOT_A_SLOT]),
        (
            f'kind = "map"\nparts = [{a_list("a", "b", most=201)}]',
            ["the part “lista” of a map can have at most 200 entries; write most = 200 or less"],
        ),
        (
            f'kind = "text"\nrows = 3\nparts = [{PLAIN}]',
            ['a text has no rows; delete rows and most, or write kind = "table"'],
        ),
        (f'kind = "text"\nparts = [{GROUP}]', [NOT_A_SLOT]),
        (f'kind = "text"\nparts = [{a_list("a", name="osa")}]', [NOT_A_SLOT]),
        (
            'kind = "text"\nparts = [{ id = "osa", label = "Osa", role = "name" }]',
            ["only a field directly under [fields] can have a role; delete it here"],
        ),
    ],
)
def test_an_exercise_of_another_shape_is_refused(tmp_path: Path, toml: str, expected: list[str]) -> None:
    messages = problems(tmp_path, f'{HEAD}{FIELDS}\n[exercises.koe]\nlabel = "Koe"\n{toml}\n')
    assert [re.sub(r"^line 6: exercises\.koe(\.parts\[1\])?: ", "", message) for message in messages] == expected


def test_parts_of_lists_within_parts_are_checked_too(tmp_path: Path) -> None:
    inner = f'{{ id = "lista", label = "Lista", rows = 2, parts = [{{ id = "a", label = "A" }}, {GROUP}] }}'
    assert problems(tmp_path, f'{HEAD}{FIELDS}[exercises.koe]\nkind = "map"\nlabel = "Koe"\nparts = [{inner}]\n') == [
        f"line 5: exercises.koe.parts[1]: {NOT_A_SLOT}"
    ]


def test_fields_that_are_lists_are_checked_too(tmp_path: Path) -> None:
    lists = f'tutut = {{ label = "Tutut", rows = 2, parts = [{GROUP}] }}\ntyot = {{ label = "Työt", rows = 1 }}\n'
    assert problems(tmp_path, HEAD + FIELDS + lists) == [
        f"line 5: fields.tutut: {NOT_A_SLOT}",
        f"line 6: fields.tyot: a part with rows needs parts; add {PARTS}",
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            'etunimi = { label = "Etunimi" }',
            NO_NAME,
        ),
        (
            'a = { label = "A", role = "name" }\nb = { label = "B", role = "name" }',
            'line 3: fields: several fields have role = "name" (a, b); keep it on one',
        ),
        (
            'nimi = { label = "Nimi" }\na = { label = "A", role = "email" }\nb = { label = "B", role = "email" }',
            'line 3: fields: several fields have role = "email" (a, b); keep it on one',
        ),
        (
            'nimi = { label = "Nimi" }\na = { label = "A", role = "mail" }',
            f"line 5: fields.a: role must be one of {', '.join(ROLES)}. Did you mean “email”?",
        ),
        (
            'nimi = { label = "Nimi", secret = true }',
            'line 4: fields.nimi: a field with role = "name" cannot be secret; delete role or secret',
        ),
        (
            'nimi = { label = "Nimi", parts = [{ id = "a", label = "A" }] }',
            'line 4: fields.nimi: a field with role = "name" must be a single text; delete rows, most and parts',
        ),
        (
            'nimi = { label = "Nimi", role = 3 }',
            "line 4: fields.nimi: role must be a text in quotes",
        ),
    ],
)
def test_a_wrong_role_is_refused(tmp_path: Path, fields: str, expected: str) -> None:
    assert problems(tmp_path, f"{HEAD}[fields]\n{fields}\n") == [expected]


def test_a_course_without_fields_has_nobodys_name(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HEAD)
    assert problem.startswith("fields: no field holds the participant’s name; ")


def test_a_course_without_roles_has_the_name_in_nimi(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path, HEAD + FIELDS))
    assert (course.name_slot, course.email_slot, course.secret_slot) == ("nimi", "", "")


def test_a_role_goes_before_nimi(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path, HEAD + FIELDS + 'kuka = { label = "Kuka", role = "name" }\n'))
    assert course.name_slot == "kuka"


@pytest.mark.parametrize("kind", exercise_types())
def test_each_type_has_a_template(kind: str) -> None:
    assert (TEMPLATES / "types" / f"{kind}.html.j2").is_file()


ID_RULE = "can have only the letters a–z, digits and hyphens, and must begin with a letter"
LABEL = 'nimi = {{ label = "{}" }}'


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        (
            f'{HEAD}{FIELDS}[exercises.a]\nkind = "table"\nlabel = "A"\nrows = 1000000000\nparts = [{PLAIN}]',
            "1000 entries",
        ),
        (
            f'{HEAD}{FIELDS}[exercises.a]\nkind = "table"\nlabel = "A"\nrows = 1\nmost = 99999\nparts = [{PLAIN}]',
            "1000 entries",
        ),
        (
            HEAD
            + FIELDS
            + "".join(
                f'[exercises.a{n}]\nkind = "table"\nlabel = "A"\nrows = 1\nmost = 1000\nparts = [{PLAIN}]\n'
                for n in range(21)
            ),
            "more than 20000 slots",
        ),
        (f"{HEAD}{FIELDS}ika = {{ label = 'Ikä', limit = 1000000000 }}", "limit must be at most 100000"),
        (f"{HEAD}{FIELDS}ika = {{ label = 'Ikä', limit = {'9' * 5000} }}", "Exceeds the limit"),
        (f"{HEAD}{FIELDS}ika = {{ label = 'Ikä', limit = nan }}", "limit must be a whole number"),
        (f"{HEAD}{FIELDS}ika = {{ label = 2020-01-01 }}", "label must be a text in quotes"),
        (f"{HEAD}[fields]\n" + LABEL.format("x" * 1001), "label is longer than 1000 characters"),
        (f"{HEAD}[fields]\n" + LABEL.format("\\u0001"), "label has a character that cannot be printed (U+0001)"),
        (f"{HEAD}[fields]\n" + LABEL.format("\\uFFFF"), "label has a character that cannot be printed (U+FFFF)"),
        (f"{HEAD}{FIELDS}ika = {{ label = 'Ikä', also = [[1], {{ a = 1 }}] }}", "also must be a list of texts"),
        (f"{HEAD}{FIELDS}ika = {{ label = 'Ikä', also = ['\\u0000'] }}".replace("'", '"'), "also has a character"),
        (f"{HEAD}{FIELDS}".replace('pages = ["alku"]', "pages = [[1]]"), "pages must be a list of texts"),
        (f"{HEAD}{FIELDS}".replace('pages = ["alku"]', f"pages = {['x' * 5000]}"), "pages is longer than"),
        (
            f"{HEAD}{FIELDS}".replace('pages = ["alku"]', f"pages = {list(map(str, range(1001)))}"),
            "a course can have at most 1000 pages",
        ),
        (f'language = "../../etc"\n{HEAD}{FIELDS}', "“../../etc” is not a language code"),
        (f'language = "fi\\" onload=\\""\n{HEAD}{FIELDS}', "is not a language code"),
        (f"{HEAD}{FIELDS}" + "x" * 1_000_000, "larger than 1000 kB"),
        (f"{HEAD}{FIELDS}[exercises." + "x" * 500_000 + "]", "kind is missing"),
    ],
    ids=range(19),
)
def test_what_no_course_needs_is_refused_at_once(tmp_path: Path, toml: str, reason: str) -> None:
    found = problems(tmp_path, toml)
    assert any(reason in problem for problem in found)
    assert max(map(len, found)) < 500


def test_of_very_many_problems_not_all_are_looked_for(tmp_path: Path) -> None:
    assert len(problems(tmp_path, HEAD + "".join(f"avain{n} = 1\n" for n in range(50_000)))) == 500


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    where = write_course(tmp_path, HEAD + FIELDS)
    path = Path(where) / "course.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_course(where).name_slot == "nimi"


def test_a_course_file_that_is_no_file_is_refused(tmp_path: Path) -> None:
    where = write_course(tmp_path, HEAD)
    path = Path(where) / "course.toml"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(CourseError, match="a pipe or a device, not a file"):
        read_course(where)
    path.unlink()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CourseError, match="is not UTF-8 text"):
        read_course(where)


@pytest.mark.parametrize("name", ["course.toml", "pages"])
def test_a_course_is_in_its_folder(tmp_path: Path, name: str) -> None:
    where = write_course(tmp_path / "kurssi", HEAD + FIELDS)
    path, outside = Path(where) / name, tmp_path / "muualla"
    path.rename(outside)
    path.symlink_to(outside)
    for _there in (True, False):
        with pytest.raises(CourseError) as caught:
            read_course(where)
        assert caught.value.problems == (
            f"{path}: is a link out of the course’s folder; copy the file or folder itself there",
        )
        if outside.exists():
            outside.rename(tmp_path / "poissa")


def test_a_broken_page_gives_its_place_to_the_last_good_one(tmp_path: Path) -> None:
    where = write_course(tmp_path, HEAD.replace('"alku"', '"alku", "loppu"') + FIELDS, pages=("loppu",))
    page = Path(where) / "pages" / "alku.md"
    right = '+++\nkind = "exercise"\ntitle = "Alku"\n+++\n::: text Mitä? {#mita}\n:::\n'
    page.write_text(right, "utf-8")
    good = study_course(where, {})
    assert (good.course, good.problems, good.page_problems) == (read_course(where), (), {})
    page.write_text(right.replace(" {#mita}", ""), "utf-8")
    broken = study_course(where, good.good_pages)
    assert broken.course == good.course
    assert list(broken.page_problems) == ["alku"]
    assert "the exercise needs a label and an id" in broken.page_problems["alku"][0]
    assert broken.good_pages == good.good_pages


def test_a_page_that_was_never_good_is_empty_and_the_others_are_read(tmp_path: Path) -> None:
    where = write_course(tmp_path, HEAD.replace('"alku"', '"alku", "loppu"') + FIELDS, pages=("loppu",))
    (Path(where) / "pages" / "alku.md").write_text("ei mitään", "utf-8")
    studied = study_course(where, {})
    assert studied.course is not None
    assert (studied.course.pages, studied.problems, studied.good_pages) == (("alku", "loppu"), (), {})
    assert [page.blocks for page in studied.course.markdown_pages] == [()]


def test_what_is_wrong_with_more_than_a_page_leaves_no_course(tmp_path: Path) -> None:
    where = write_course(tmp_path, HEAD + "[fields]\n")
    studied = study_course(where, {})
    assert studied.course is None
    assert "role" in studied.problems[0]
