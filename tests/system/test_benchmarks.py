"""The benchmarks: they read what today's templates make, all engines get the same texts, figures are judged rightly."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from inspect import signature
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from benchmarks import __main__ as whole
from benchmarks import cold_start, compare, machine, meter, scale
from benchmarks.aims import AIMS, Aim, Bound, aims_table
from benchmarks.deck import deck, said
from benchmarks.engines import KEPT, OTHERS, TYPST, UNCACHED, WORKSHEETS
from benchmarks.filling import filled_templates
from benchmarks.group import Group, decks, members, prepared
from benchmarks.lists import COLUMNS, row, write_csv
from benchmarks.page import MODULES, QUICK, page
from benchmarks.people import people
from benchmarks.report import Measured, Task, tables
from benchmarks.results import Result, Table, markdown
from tests.helpers.course import crowd, example_group, set_page
from tests.helpers.pdf import letters
from worksheets.course.course import Course
from worksheets.people.participant import BLANK


class Pages(HTMLParser):
    """The texts of each page of a composed handout, but for the descriptions of drawings, which are not printed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pages: list[list[str]] = []
        self.tag = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self.tag = tag
        if tag == "section":
            self.pages.append([])

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's
        self.tag = ""

    def handle_data(self, data: str) -> None:
        if self.pages and self.tag != "title" and letters(data):
            self.pages[-1].append(letters(data))


@pytest.mark.parametrize("filled", ["blank", "filled", "overfull"])
def test_a_deck_has_every_text_of_a_handout(course: Course, filled: str) -> None:
    people = {"blank": BLANK, "filled": example_group()[0], "overfull": crowd(course)}
    html = set_page(course, people[filled])
    pages = Pages(html).pages
    assert ("continuation" in html) == (filled == "overfull")
    for texts, blocks in zip(pages, deck(html)["pages"], strict=True):
        told = letters("".join(said(blocks)))
        assert [text for text in texts if text not in told] == []
        assert Counter("".join(texts)) == Counter(told)


# What the engines get.


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Group:
    folder = tmp_path_factory.mktemp("group")
    return prepared(25, folder / "files", folder / "cache")


def test_a_list_has_a_column_for_what_people_say_and_all_of_it_is_read(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", 30)
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    assert len(header) == len(COLUMNS) == 31
    assert rows == [row(person) for person in people(30, overfull=False)]
    assert {column for column, *cells in zip(header, *rows, strict=True) if not any(cells)} == set()
    read = [[person.values.get(column, "") for column in COLUMNS] for person in members(tmp_path / "list.csv")]
    assert read == rows


def test_filled_templates_say_what_each_handout_says(group: Group) -> None:
    templates = list(filled_templates(group.decks, ".json", group.roster, lambda text: json.dumps(text)[1:-1]))
    assert [number for number, _template in templates] == list(range(1, 26))
    for (_number, template), handout in zip(templates, decks(group), strict=True):
        assert letters("".join(said(json.loads(template)["pages"]))) == letters("".join(said(handout["pages"])))


def test_filled_pages_say_what_each_handout_says(group: Group) -> None:
    for number, html in filled_templates(group.pages, ".html", group.roster, lambda text: text.replace("&", "&amp;")):
        composed = (group.pages / f"{number:04}.html").read_text("utf-8")
        assert Pages(html).pages == Pages(composed).pages


def test_nothing_is_composed_beforehand_when_nobody_wants_it(tmp_path: Path) -> None:
    group = prepared(2, tmp_path / "files", tmp_path / "cache", data_ready=False)
    assert decks(group) == []
    assert len(list(group.pages.iterdir())) == len(list(group.decks.glob("template-*.json"))) == 3


def test_large_groups_are_left_to_quick_engines_unless_one_is_asked_for() -> None:
    engines = [WORKSHEETS, *OTHERS]
    tasks = list(compare.planned_tasks(compare.Plan((1, 25, 2000), (2,)), engines))
    assert {task.engine for task in tasks if task.size == 2000} == {WORKSHEETS.name, KEPT.name, TYPST.name}
    assert {task.engine for task in tasks if task.size == 25} == {engine.name for engine in engines}
    asked = compare.planned_tasks(compare.Plan((2000,), (2,), ["chromium"]), engines)
    assert {task.engine for task in asked} == {WORKSHEETS.name, KEPT.name, TYPST.name, "chromium"}


def test_engines_are_left_out_that_are_not_installed_or_continue_no_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed = {"websockets"}
    monkeypatch.setattr("benchmarks.engines.find_spec", installed.__contains__)
    monkeypatch.setattr("benchmarks.engines.which", bool)
    plan = compare.Plan((25,), (2,), ["typst", "chromium", "chromium, data ready"])
    assert [engine.name for engine in compare.able_engines(plan)] == ["chromium", "chromium, data ready"]
    assert capsys.readouterr().err == "Without typst: not installed: typst.\n"
    overfull = replace(plan, overfull=True)
    assert [engine.name for engine in compare.able_engines(overfull)] == ["chromium, data ready"]


# What is measured.


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_memory_is_that_of_the_command_and_that_of_all_its_processes(tmp_path: Path) -> None:
    held = "import time; block = b'1' * 2**26; time.sleep(0.5)"
    most = meter.memory(
        python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}])"), tmp_path, 0
    )
    assert 0 < most.main < 2**26 < most.together


def test_processor_time_is_that_of_all_processes_of_a_command(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    times = meter.times(
        python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"), tmp_path, 0
    )
    assert times.processor >= 0.2


def test_a_command_that_fails_or_writes_too_little_is_not_measured(tmp_path: Path) -> None:
    for measured in (meter.times, meter.memory):
        with pytest.raises(click.ClickException, match=r"exit code 1\n(.*\n)*ValueError: mended"):
            measured(python("raise ValueError('mended')"), tmp_path, 0)
        with pytest.raises(click.ClickException, match="2 files wanted, 0 written"):
            measured(python(""), tmp_path, 2)


def test_scale_makes_groups_and_deletes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    deleted: list[int] = []
    delete = scale.delete_slowly

    def noted(folder: Path) -> None:
        deleted.append(len(list(folder.iterdir())))
        delete(folder)
        assert not folder.exists()

    monkeypatch.setattr(scale, "_FIRST", 1)
    monkeypatch.setattr(scale, "_MASTER_RUNS", 1)
    monkeypatch.setattr(scale, "delete_slowly", noted)
    result = scale.result((3,))
    assert [files >= size for files, size in zip(deleted, (1, 3), strict=True)] == [True, True]
    assert result.tables[0].rows[1][0] == "3"
    assert result.figures.keys() == {"main-memory", "memory"}
    assert result.figures["main-memory"] > 10


def test_many_files_are_deleted_in_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(scale, "_DELETED", 2)
    monkeypatch.setattr("time.sleep", pauses.append)
    for number in range(5):
        (tmp_path / str(number)).touch()
    scale.delete_slowly(tmp_path)
    assert not tmp_path.exists()
    assert len(pauses) == 3


# What is made of it.

MIB = 2**20


def measured(*runs: tuple[str, int, str, Sequence[float]]) -> Measured:
    """Return measurements of kinds, sizes and engines with the seconds of each run; all hold 10 MiB."""
    seconds = {Task(kind, size, 2, engine): times for kind, size, engine, times in runs}
    return Measured(seconds, seconds, dict.fromkeys(seconds, 10 * MIB))


BATCHES = measured(
    ("batch", 200, "worksheets", (1, 2, 9)),
    ("batch", 200, "masters not cached", (5, 5, 5)),
    ("batch", 200, "typst", (8, 8, 8)),
    ("batch", 200, "typst, data ready", (4, 4, 4)),
    ("batch", 2000, "worksheets", (10, 10, 10)),
    ("batch", 2000, "all kept", (4, 4, 4)),
    ("batch", 2000, "masters not cached", (12, 12, 12)),
    ("batch", 2000, "typst", (60, 60, 60)),
    ("cold", 1, "worksheets", (0.4, 0.4, 0.4)),
    ("cold", 1, "typst, data ready", (0.1, 0.1, 0.1)),
)


def test_tables_have_absolute_figures_beside_ratios() -> None:
    groups, _warm, cold, growth = tables(BATCHES, "worksheets")
    assert groups.rows[1] == ("200", "2", "worksheets", "2", "2", "100", "1", "10", "1")
    assert groups.rows[-1] == ("2,000", "2", "typst", "60", "60", "33", "0.17", "10", "1")
    assert cold.rows[2] == ("typst, data ready", "0.1", "0.25", "10", "1")
    assert growth.rows[1:] == [
        ("2", "worksheets", "200 and 2,000", "0.5", "1"),
        ("2", "masters not cached", "200 and 2,000", "0.24", "1"),
        ("2", "typst", "200 and 2,000", "0.75", "1"),
    ]


def test_figures_hold_the_quicker_typst_against_the_largest_group_or_that_of_a_first_run() -> None:
    figures = compare.figures(BATCHES)
    assert figures == pytest.approx({"second-run": 2.5, "packet": 6, "first-run": 0.8})
    assert figures.keys() <= {aim.key for aim in AIMS}


def test_a_fill_is_held_against_typst_where_that_is_installed() -> None:
    seconds = {"worksheets --help": 0.12, "import click": 0.1, "worksheets fill": 0.4}
    assert cold_start.figures(seconds) == pytest.approx({"help": 1.2, "fill-seconds": 0.4})
    assert cold_start.figures(seconds | {"Typst": 0.1})["fill"] == pytest.approx(4)


def test_an_aim_is_judged_by_its_own_bound_and_its_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    most, least = Bound.AT_MOST, Bound.AT_LEAST
    monkeypatch.setattr(
        "benchmarks.aims.AIMS",
        (
            Aim("seconds", "reading", most, 0.2, "s", is_of_machine=True),
            Aim("slow", "starting", most, 0.2, "s", is_of_machine=True),
            Aim("ratio", "merging", least, 10, "×"),
            Aim("none", "memory", most, 150, "MiB"),
        ),
    )
    table = aims_table({"seconds": 0.5, "slow": 0.8, "ratio": 9}, slowness=3)
    assert table.rows[1:] == [
        ("reading", "at most 0.2 s", "0.5 s", "0.17 s", "yes"),
        ("starting", "at most 0.2 s", "0.8 s", "0.27 s", "**no**"),
        ("merging", "at least 10 ×", "9 ×", "", "**no**"),
        ("memory", "at most 150 MiB", "", "", "not measured"),
    ]


def test_aims_have_keys_of_their_own() -> None:
    assert len({aim.key for aim in AIMS}) == len(AIMS)


def test_the_page_has_the_machine_each_aim_and_each_table() -> None:
    table = Table([("people", "seconds"), ("3", "0.4")], "Growing groups", "A note.")
    text = page({"scale": Result([table], {"memory": 300.0})}, 2.0, ["", "Other programs ran."])
    assert machine.description() in text
    assert "| 2,000 people: memory of all processes together | at most 400 MiB | 300 MiB |  | yes |" in text
    assert f"## {MODULES['scale']}\n\n### Growing groups\n\n| people | seconds |\n| --- | --- |\n| 3 | 0.4 |" in text
    assert text.count("not measured") == len(AIMS) - 1
    assert f"{machine.description()}.\n\nOther programs ran.\n\n## Aims" in text


def test_the_whole_runs_each_benchmark_and_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_REPEATS", 1)
    monkeypatch.setattr(whole, "MODULES", {"year": "A year"})
    result = CliRunner().invoke(whole.main, ["--quick", "-o", str(tmp_path / "page.md")])
    assert result.output.splitlines()[-1] == str(tmp_path / "page.md")
    text = (tmp_path / "page.md").read_text("utf-8")
    assert QUICK in text
    assert text.count("not measured") == len(AIMS)


def test_after_a_benchmark_that_fails_the_others_are_run_and_the_page_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "_REPEATS", 1)
    monkeypatch.setattr(whole, "MODULES", {"nothing": "There is none", "year": "A year"})
    result = CliRunner().invoke(whole.main, ["--quick", "-o", str(tmp_path / "page.md")])
    assert result.exit_code == 1
    assert capfd.readouterr().err.split() == ["nothing", "…", "year", "…"]
    text = (tmp_path / "page.md").read_text("utf-8")
    assert "**`nothing` failed**: No module named 'benchmarks.nothing'" in text
    assert "## Aims" in text


@pytest.mark.parametrize("name", MODULES)
def test_each_benchmark_of_the_page_can_be_measured(name: str) -> None:
    assert list(signature(import_module(f"benchmarks.{name}").measure).parameters) == ["amount"]


def test_a_table_without_rows_is_not_shown() -> None:
    assert markdown([Table([("people", "seconds")], "Nobody")]) == ""


def test_machines_are_told_by_their_processor_cores_system_python_and_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_REPEATS", 1)
    assert len(machine.description().split(", ")) >= 5
    assert machine.slowness() > 0


def test_a_busy_machine_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getloadavg", lambda: (3.14, 0, 0), raising=False)
    assert machine.busyness() == "**Other programs ran**: when this began, 3.1 at a time."
    monkeypatch.setattr("os.getloadavg", lambda: (0.1, 0, 0), raising=False)
    assert machine.busyness() == ""


def test_engines_have_names_of_their_own_and_the_aims_name_some() -> None:
    names = [engine.name for engine in (WORKSHEETS, *OTHERS)]
    assert len(set(names)) == len(names)
    assert {UNCACHED.name, KEPT.name, TYPST.name} <= set(names)
