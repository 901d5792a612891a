"""The papers' own words: the same texts in each shipped language, and a course's own, read with every fault at once."""

import pickle
import re
import tomllib
from pathlib import Path

import pytest

from tests.helpers.languages import WORDS, shipped_course_in
from worksheets.course.course import Course
from worksheets.course.reader import read_course
from worksheets.course.words import DATES, Words, default_words, in_shipped_languages, read_words
from worksheets.errors import CourseError

SHIPPED = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(WORDS.glob("*.toml"))}
ESTONIAN = (WORDS / "en.toml").read_text("utf-8").split("# Dates")[0].replace('notes = "Notes"', 'notes = "Märkmed"')
"""A file of words without patterns of dates."""


def placeholders(text: str | dict[str, str]) -> set[str]:
    return set(re.findall(r"\{\w+\}", text if isinstance(text, str) else text["other"]))


def problems(folder: Path, words: str, language: str = "fi") -> tuple[str, ...]:
    """Return what is wrong with a file of words, without the name of the file."""
    (folder / "words").mkdir(exist_ok=True)
    path = folder / "words" / f"{language}.toml"
    path.write_text(words, "utf-8")
    with pytest.raises(CourseError) as caught:
        read_words(language, folder)
    assert all(problem.startswith(f"{path}: ") for problem in caught.value.problems)
    return tuple(problem.removeprefix(f"{path}: ") for problem in caught.value.problems)


def test_three_languages_are_shipped() -> None:
    assert set(SHIPPED) == {"en", "fi", "sv"}


@pytest.mark.parametrize("language", SHIPPED)
def test_each_language_has_all_texts_with_the_same_placeholders(language: str) -> None:
    texts, finnish = SHIPPED[language], SHIPPED["fi"]
    assert list(texts) == list(finnish)
    assert {key: placeholders(text) for key, text in texts.items()} == {
        key: placeholders(text) for key, text in finnish.items()
    }


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_file_would_be_right_as_a_courses_own(language: str, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / f"{language}.toml").write_bytes((WORDS / f"{language}.toml").read_bytes())
    assert read_words(language, tmp_path).texts == SHIPPED[language]


def test_a_text_has_values_and_the_form_for_their_number() -> None:
    finnish, swedish = default_words(), Words("sv-FI", SHIPPED["sv"])
    counted = [finnish.text("participants", count=count) for count in (0, 1, 2)]
    assert counted == ["0 osallistujaa", "1 osallistuja", "2 osallistujaa"]
    assert [swedish.text("empty_balls", count=count) for count in (1, 8)] == ["1 tom cirkel", "8 tomma cirklar"]
    assert finnish.text("rows_from_page", first=6, last=9, page=8) == "rivit 6–9, jatkoa sivulta 8"


def test_forms_are_those_of_the_language() -> None:
    forms = {"one": "{count} tööleht", "few": "{count} vähän", "other": "{count} töölehte"}
    assert Words("et", {"x": forms}).text("x", count=1) == "1 tööleht"
    assert Words("lt", {"x": forms}).text("x", count=3) == "3 vähän"
    assert Words("xx", {"x": forms}).text("x", count=1) == "1 töölehte", "nobody knows the language"


def test_a_courses_own_texts_come_first(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "sv.toml").write_text('notes = "Mina tankar"', "utf-8")
    words = read_words("sv-FI", tmp_path)
    assert (words.text("notes"), words.text("exercise")) == ("Mina tankar", "Uppgift")
    (tmp_path / "words" / "sv-FI.toml").write_text('notes = "Egna tankar"', "utf-8")
    assert read_words("sv-FI", tmp_path).text("notes") == "Egna tankar"
    assert read_words("fi", tmp_path).texts == SHIPPED["fi"], "they are of another language"


def test_a_language_that_is_not_shipped_needs_a_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        read_words("et", tmp_path)
    keys = ", ".join(key for key in SHIPPED["en"] if key not in DATES)
    path = tmp_path / "words" / "et.toml"
    source = WORDS / "en.toml"
    expected = f"{path}: does not exist; copy {source} there and translate these: {keys}"
    assert caught.value.problems == (expected,)


def test_texts_that_a_file_lacks_are_told_with_its_other_faults(tmp_path: Path) -> None:
    rest = "\n".join(line for line in ESTONIAN.split("\n") if not line.startswith(("notes", "summary =")))
    assert problems(tmp_path, f'exercises = "Ülesanne"\n{rest}', "et") == (
        "line 1: unknown key “exercises”. Did you mean “exercise”?",
        f"missing: notes, summary; copy them from {WORDS / 'en.toml'} and translate them",
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("notes = 3", "notes must be a text in quotes"),
        ('notes = { other = "Ajatuksia" }', "notes must be a text in quotes"),
        ('notes = " "', "notes is empty"),
        ('notes = "Ajatuksia {page}"', "notes takes no placeholders; delete the braces"),
        ('notes = "Ajatuksia }"', "notes takes no placeholders; delete the braces"),
        ('notes = "a\\nb"', "notes has a character that cannot be printed (U+000A); delete it"),
        (f'notes = "{"a" * 501}"', "notes is longer than 500 characters"),
        ('from_page = "jatkoa"', "from_page needs exactly these placeholders: {page}"),
        ('from_page = "{page} {row}"', "from_page needs exactly these placeholders: {page}"),
        ('participants = { one = "{count} henkilö" }', "participants has no form “other”"),
        (
            'participants = { one = "yksi", other = "monta" }',
            "participants.other needs exactly these placeholders: {count}",
        ),
        ('participants = { one = 1, other = "{count} henkilöä" }', "participants.one must be a text in quotes"),
        (
            'participants = { on = "yksi", other = "{count} henkilöä" }',
            "participants: unknown form “on”; choose from zero, one, two, few, many, other",
        ),
        (
            'sheet_of_people = "Osallistujat/ryhmä"',
            "sheet_of_people is the name of a sheet: at most 31 characters, without [ ] : * ? / \\",
        ),
        ('date = "d.M.yyyyyyQQQQQQQ"', "“d.M.yyyyyyQQQQQQQ” is no pattern of a date: "),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, words: str, problem: str) -> None:
    (message,) = problems(tmp_path, f"# omat sanat\n{words}\n")
    assert message.startswith(f"line 2: {problem}")


@pytest.mark.parametrize("text", ['participants = { one = "yksi henkilö", other = "{count} henkilöä" }', 'unit = ""'])
def test_what_is_right_is_taken(tmp_path: Path, text: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "fi.toml").write_text(text, "utf-8")
    assert read_words("fi", tmp_path).texts == SHIPPED["fi"] | tomllib.loads(text)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"notes = '\xe4'", "is not UTF-8 text; save it again with the encoding UTF-8"),
        (b"notes", "at its end: there is no = after the key"),
        (b"#" * 100_001, "cannot"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "words" / "fi.toml"
    path.parent.mkdir()
    path.write_bytes(data)
    with pytest.raises(CourseError) as caught:
        read_words("fi", tmp_path)
    assert str(caught.value).startswith(f"{path}: {problem}")


def test_no_link_leads_out_of_the_course(tmp_path: Path) -> None:
    (tmp_path / "kurssi" / "words").mkdir(parents=True)
    (tmp_path / "salainen.toml").write_text("x = 1")
    (tmp_path / "kurssi" / "words" / "fi.toml").symlink_to(tmp_path / "salainen.toml")
    with pytest.raises(CourseError, match="is a link out of"):
        read_words("fi", tmp_path / "kurssi")


def test_faults_of_the_words_are_told_with_those_of_the_course(tmp_path: Path) -> None:
    shipped_course_in("fi", tmp_path / "kurssi", 'notes = "Ajatuksia"')
    (tmp_path / "kurssi" / "words" / "fi.toml").write_text("notes = 1")
    toml = tmp_path / "kurssi" / "course.toml"
    toml.write_text(toml.read_text("utf-8").replace("subtitle", "alaotsikko"), "utf-8")
    with pytest.raises(CourseError) as caught:
        read_course(str(toml.parent))
    assert [problem.split(": ", 2)[2] for problem in caught.value.problems] == [
        "unknown key “alaotsikko”. Did you mean “subtitle”?",
        "notes must be a text in quotes",
    ]


def test_a_course_keeps_its_words_on_the_way_to_another_process(course: Course) -> None:
    copy = pickle.loads(pickle.dumps(course))  # noqa: S301
    assert (copy.words, hash(copy)) == (course.words, hash(course))
    assert in_shipped_languages("untouched_name") >= {"Etunimi Sukunimi", "Förnamn Efternamn", "Firstname Lastname"}
