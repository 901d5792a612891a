"""A course to start from: whole, in three languages, with each exercise type; it overwrites nothing."""

from pathlib import Path

import pytest

from worksheets.api import ListOptions, check, new_course, read_course
from worksheets.api.new_courses import COURSE_LANGUAGES
from worksheets.course.types.registry import exercise_types
from worksheets.errors import OptionsError, OutputError
from worksheets.resources import NEW_COURSES


def test_there_is_one_in_each_language() -> None:
    assert {path.name for path in NEW_COURSES.iterdir()} == set(COURSE_LANGUAGES)


@pytest.mark.parametrize("language", COURSE_LANGUAGES)
def test_a_new_course_shows_each_exercise_type(tmp_path: Path, language: str) -> None:
    paths = new_course(tmp_path / "kurssini", language).write()
    course = read_course(tmp_path / "kurssini")
    assert set(paths) == {path for path in (tmp_path / "kurssini").rglob("*") if path.is_file()}
    assert (course.title, course.language) == ("Kurssini", language)
    drawn = {block.widget for page in course.markdown_pages for block in page.blocks}
    assert drawn | {part.type for part in course.root.parts} >= set(exercise_types())


@pytest.mark.parametrize("language", COURSE_LANGUAGES)
def test_the_example_list_fills_each_exercise(tmp_path: Path, language: str) -> None:
    course = new_course(tmp_path / "kurssini", language)
    course.write()
    read = read_course(course.folder)
    roster = check(course.people, read, ListOptions(strict=True))
    assert (roster.errors, roster.warnings) == ((), ())
    assert len(roster.participants) == 3
    answered = {path.partition(".")[0] for path in roster.participants[0].values}
    assert answered >= {part.id for part in read.root.parts if part.type}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("omat-tavoitteet", "Omat tavoitteet"),
        ("äitien_kevät  2026", "Äitien kevät 2026"),
        ('"kurssi"\\', '"kurssi"\\'),
        ("rivi\nkaksi\x7f", "Rivikaksi"),
        ("---", "?"),
    ],
)
def test_the_folder_gives_the_title(tmp_path: Path, name: str, title: str) -> None:
    new_course(tmp_path / name).write()
    course = read_course(tmp_path / name)
    assert course.title == title
    assert course.markdown_pages[0].title == title


def test_nothing_is_overwritten_unless_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    own = tmp_path / "pages" / "kansi.md"
    own.write_text("omaa", "utf-8")
    (tmp_path / "muistiinpanot.txt").write_text("omaa", "utf-8")
    course = new_course(tmp_path)
    for attempt in (course.write, course.dry_run):
        with pytest.raises(OutputError, match=r"pages/kansi\.md: already exists; add --overwrite") as caught:
            attempt()
        assert len(caught.value.problems) == 1
        assert own.read_text("utf-8") == "omaa"
    assert not (tmp_path / "course.toml").exists()
    course.write(overwrite=True)
    assert read_course(tmp_path).pages[0] == "kansi"
    assert (tmp_path / "muistiinpanot.txt").read_text("utf-8") == "omaa"


def test_pages_of_another_course_are_not_mixed_in(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "oma.html.j2").write_text("", "utf-8")
    with pytest.raises(OutputError, match=r"oma\.html\.j2: is a page of another course; choose a new folder"):
        new_course(tmp_path).write(overwrite=True)
    assert not (tmp_path / "course.toml").exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    course = new_course(tmp_path / "kurssini")
    assert course.dry_run() == tuple(file.path for file in course.files)
    assert list(tmp_path.iterdir()) == []


def test_a_course_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "kurssini").write_text("", "utf-8")
    with pytest.raises(OutputError, match="kurssini"):
        new_course(tmp_path / "kurssini").write()
    assert list(tmp_path.iterdir()) == [tmp_path / "kurssini"]


def test_a_language_without_a_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionsError, match="--language et: choose from fi, sv, en"):
        new_course(tmp_path, "et")


@pytest.mark.parametrize("language", COURSE_LANGUAGES)
def test_the_look_in_comments_can_be_used(tmp_path: Path, language: str) -> None:
    new_course(tmp_path, language).write()
    toml = tmp_path / "course.toml"
    before, brand = toml.read_text("utf-8").split("# [brand]\n")
    toml.write_text(f"{before}[brand]\n" + brand.replace("# ", ""), "utf-8")
    logo = tmp_path / brand.partition('logo = "')[2].partition('"')[0]
    logo.parent.mkdir()
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="9"><rect width="40" height="9"/></svg>')
    look = read_course(tmp_path).brand
    assert look.foot
    assert look.logo
    assert dict(look.colours)["ink"] == "#0b3c49"
