"""The command ``pages`` shows what a trainer can choose, and what can be filled in."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.helpers.marks_course import marks_course
from worksheets import api
from worksheets.cli.commands import main
from worksheets.cli.course_pages import _spans
from worksheets.course.course import Course


def run(*words: str, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(main, ["pages", *words], catch_exceptions=False)


@pytest.fixture(scope="module")
def table() -> list[str]:
    return run("--slots").stdout.splitlines()


def test_the_table_is_readable_at_80_columns(table: list[str]) -> None:
    assert max(map(len, table)) <= 80


def test_every_slot_is_listed(table: list[str], course: Course) -> None:
    first_words = [line.split()[0] for line in table if line.strip()]
    assert [slot.path for slot in api.slots(course) if first_words.count(slot.path) == 0] == []


@pytest.mark.parametrize(
    "line",
    [
        "Fields of the person and the group:",
        "  --map --set --name --only --sort --group-by",
        "  nimi          Nimi              120  1-10",
        "  sahkoposti    Sähköposti        200  –",
        "  nimi: not for --set",
        "  salasana: not for --set, --name, --only, --sort, --group-by",
        "Answers:",
        "  tukiverkosto.klubit-lehdet-kirjat  Klubeista, lehdistä,           2000  7",
        "                                     kirjoista jne.",
        "Rows of tables, each with its number:",
        "  omat-verkostot: 5 rows on a blank page, at most 60",
        "  omat-verkostot.1.luonut … 60          Verkosto 1: Miten olen      2000  8",
        '  --map "Heading of a column=ryhma"',
        '  --set "ryhma=Text for everyone"',
        '  --name "{n:02} {ryhma}"',
    ],
)
def test_the_table_has(table: list[str], line: str) -> None:
    assert line in table


def test_a_wide_terminal_needs_no_second_lines() -> None:
    assert (
        "  omat-verkostot.1.nimi … 60            Verkosto 1: Ammatillisen verkoston nimi     2000  8"
        in run("--slots", columns=120).stdout.splitlines()
    )


def test_json_has_the_pages_and_on_request_the_slots(course: Course) -> None:
    pages = json.loads(run("--json").stdout)
    assert list(pages) == ["pages"]
    assert pages["pages"][0] == {"number": 1, "name": "kansi", "kind": "cover", "title": "Työelämän verkostot"}
    both = json.loads(run("--json", "--slots").stdout)
    assert both["pages"] == pages["pages"]
    assert len(both["slots"]) == len(api.slots(course))
    assert both["slots"][1] == {
        "path": "ryhma",
        "label": "Ryhmä",
        "kind": "field",
        "limit": 200,
        "rows": 1,
        "most": 1,
        "pages": ["kansi"],
        "options": ["--map", "--set", "--name", "--only", "--sort", "--group-by"],
        "choices": [],
        "most_chosen": 0,
    }


@pytest.mark.parametrize(
    ("numbers", "text"), [((), ""), ((1,), "1"), ((1, 2, 3), "1-3"), ((1, 3, 4, 7), "1,3-4,7"), ((2, 9), "2,9")]
)
def test_page_numbers_are_written_as_pages_takes_them(numbers: tuple[int, ...], text: str) -> None:
    assert _spans(numbers) == text


def test_what_can_be_chosen_is_listed(tmp_path: Path) -> None:
    marks_course(tmp_path / "merkit")
    lines = run("--slots", "--course", str(tmp_path / "merkit"), columns=120).stdout.splitlines()
    assert "  apu           Mikä auttaa?               –  1" in lines
    assert "  apu: one of these: työtoverit; oma esimies; muu" in lines
    assert "  mukaan: at most 2 of these, with semicolons between them: eväät; kynä" in lines
    assert "  nyt: a number from 0 to 100" in lines
