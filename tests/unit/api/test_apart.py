"""Which lists are read and judged in a process of their own, and how much time each of them is given."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Self, cast

import pytest

from worksheets.api.apart import judge_apart, open_apart, study_list
from worksheets.course.course import Course
from worksheets.people.list_options import ListOptions
from worksheets.processes import workers

if TYPE_CHECKING:
    from worksheets.people.open_list import OpenList

OPTIONS = ListOptions()
LIST = b"nimi;kurssi\nAino Esimerkki;Valmennus\n"
WORKBOOK = b"PK\x03\x04"
"""How a workbook begins."""


class Process:
    """Does nothing, and notes what it was asked for and how much time that may take."""

    asked: list[tuple[str, float]]

    def __init__(self, _jobs: int, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """End."""

    def submit(self, function: Callable[..., object], *_arguments: object) -> Future[object]:
        self.asked.append((function.__name__, round(self.seconds, 3)))
        done = Future[object]()
        done.set_result("read")
        return done


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    Process.asked = []
    monkeypatch.setattr(workers, "Workers", Process)
    return Process.asked


def file(folder: Path, name: str, size: int, start: bytes = LIST) -> Path:
    """Write a list with so many bytes; what comes after its start does not count here."""
    path = folder / name
    path.write_bytes(start + bytes(size - len(start)))
    return path


def test_a_small_text_is_read_here(course: Course, tmp_path: Path, asked: list[tuple[str, float]]) -> None:
    path = file(tmp_path, "ryhma.csv", len(LIST))
    roster = study_list(path, course, OPTIONS)
    assert [person.name for person in roster.participants] == ["Aino Esimerkki"]
    assert open_apart(path, course, OPTIONS).sheets
    assert asked == []


def test_a_large_text_is_read_apart_and_has_25_seconds_for_each_megabyte(
    course: Course, tmp_path: Path, asked: list[tuple[str, float]]
) -> None:
    path = file(tmp_path, "ryhma.csv", 4_000_000)
    results: list[object] = [study_list(path, course, OPTIONS), open_apart(path, course, OPTIONS)]
    assert results == ["read", "read"]
    assert asked == [("study_roster", 104.5), ("opened", 104.5)]


def test_a_workbook_is_read_apart_and_has_30_seconds_for_each_megabyte(
    course: Course, tmp_path: Path, asked: list[tuple[str, float]]
) -> None:
    for size in (100_000, 4_000_000):
        study_list(file(tmp_path, "ryhma.xlsx", size, WORKBOOK), course, OPTIONS)
    assert asked == [("study_roster", 7.5), ("study_roster", 124.5)]


@pytest.mark.parametrize(
    ("rows", "trees", "seconds"), [(3000, None, []), (6000, None, [("judged", 94.5)]), (6000, (), [])]
)
def test_a_table_of_many_cells_is_judged_apart(
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    asked: list[tuple[str, float]],
    rows: int,
    trees: object,
    seconds: list[tuple[str, float]],
) -> None:
    def judged(*_arguments: object) -> str:
        return "here"

    monkeypatch.setattr("worksheets.people.judging.judged", judged)
    sheet = SimpleNamespace(rows=[SimpleNamespace(cells=[""] * 100)] * rows)
    open_list = cast("OpenList", SimpleNamespace(sheets=[sheet], trees=trees, source="ryhma.csv"))
    result: object = judge_apart(open_list, course)
    assert result == ("read" if seconds else "here")
    assert asked == seconds
