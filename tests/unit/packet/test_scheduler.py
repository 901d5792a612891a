"""A group's handouts are merged together; whatever cannot be merged, or was lost on the way, is set one by one."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pikepdf
import pytest
import yaml

from tests.helpers.course import EXAMPLES, ROOT, Here
from tests.helpers.pdf import texts
from tests.helpers.verapdf import failures
from worksheets.cli.progress import Tally
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.packet.handout import master_store
from worksheets.packet.jobs import merge_work, work
from worksheets.packet.naming import plan, print_path
from worksheets.packet.packet import Order, State, packet
from worksheets.packet.scheduler import FinishedHandout, Scheduler
from worksheets.packet.workers import cores
from worksheets.people.participant import Participant

T = TypeVar("T")
ODD = "Наталья"
"""What is not merged."""
"""More than a prompt's rules hold."""
MEANWHILE = "while a master was made"


@pytest.fixture(scope="module")
def edition(course: Course) -> Edition:
    return Edition(course, course.choose("kansi,tukiverkosto"), read_layout("handout", course.folder))


def group(count: int, *, odd: int = -1) -> list[Participant]:
    people = [Participant({"nimi": f"Esimerkki {n}", "tukiverkosto.esimies": f"vinkki {n}"}) for n in range(count)]
    return [person.given({"tukiverkosto.ystavat": ODD}) if n == odd else person for n, person in enumerate(people)]


class Counting(Here):
    """Counts the calls, and lets those that merger fail if wanted."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.calls: Counter[str] = Counter()

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        self.calls[fn.__name__] += 1
        if self.broken and fn.__name__ == merge_work.__name__:
            failed: Future[T] = Future()
            failed.set_exception(MemoryError())
            return failed
        return super().submit(fn, *args, **kwargs)


def made(edition: Edition, people: list[Participant], executor: Counting, *, masters: bool = True) -> tuple[Any, ...]:
    making = Scheduler(edition, people, executor, 60.0)
    results = dict(making.results(masters=masters))
    assert sorted(results) == list(range(len(people)))
    return results, making.reasons


def test_a_large_group_is_pressed_together(edition: Edition) -> None:
    executor = Counting()
    people = group(60, odd=7)
    results, reasons = made(edition, people, executor)
    waiting = [place for place, reason in reasons.items() if reason == MEANWHILE]
    assert len(waiting) < cores(), "the others are not left idle while one makes a master"
    others = {place: reason for place, reason in reasons.items() if place not in waiting}
    assert others == ({} if 7 in waiting else {7: "letters that are not Latin"})
    assert executor.calls[work.__name__] == len(reasons)
    assert executor.calls[merge_work.__name__] < 60 / 2
    for place in (0, 7, 59):
        pdf, pages = results[place].pdf, results[place].pages
        assert f"Esimerkki {place}" in "".join(texts(pdf))
        assert pages == len(pikepdf.open(BytesIO(pdf)).pages) == 2


def test_without_plates_everything_is_set(edition: Edition) -> None:
    executor = Counting()
    _results, reasons = made(edition, group(3), executor, masters=False)
    assert reasons == {}
    assert executor.calls == {work.__name__: 3}


def test_what_a_lost_call_was_to_press_is_set_one_by_one(edition: Edition) -> None:
    executor = Counting(broken=True)
    results, reasons = made(edition, group(45), executor)
    assert set(reasons.values()) - {MEANWHILE} == {"the merger failed: MemoryError"}
    assert executor.calls[work.__name__] == 45
    assert all(isinstance(result, FinishedHandout) for result in results.values())


def test_a_small_group_is_pressed_at_once_when_there_is_a_plate(edition: Edition) -> None:
    people = group(3)
    master_store(edition).handout(people[0], make=True)
    executor = Counting()
    results, reasons = made(edition, people, executor)
    assert (executor.calls, reasons) == ({}, {})
    assert len({result.pdf for result in results.values()}) == 3


def test_a_packet_says_what_was_typeset_and_why(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = group(14, odd=3)
    jobs = plan(people, edition.course, tmp_path, "{nimi}")
    order = Order(edition, jobs, tmp_path, print_path(jobs, tmp_path))
    tally = Tally(two_sided=True, quiet=False)
    files = list(tally.watched(packet(order, Counting()), len(jobs)))
    assert [file.state for file in files] == [State.MADE] * 15
    tally.show()
    assert "1 (letters that are not Latin)" in " ".join(capsys.readouterr().err.split())
    assert failures(tmp_path / "tulosta-kaikki.pdf") == []
    said = texts((tmp_path / "tulosta-kaikki.pdf").read_bytes())
    assert [page for page in said if "Vinkkejä verkostoitumisen" in page][13].count("Esimerkki 13") == 1


def fill(folder: Path, *words: str, code: str = "from worksheets.cli import main; main()") -> str:
    command = [sys.executable, "-c", code, "fill", str(EXAMPLES / "osallistuja.yaml"), "-o", f"{folder}/", *words]
    scene = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=scene, cwd=folder)
    return done.stdout


def test_from_a_cached_plate_a_handout_needs_no_typesetter(tmp_path: Path) -> None:
    for _time in range(2):  # The second time, a master is made.
        fill(tmp_path, "--overwrite")
    set_by_the_typesetter = next(tmp_path.glob("*.pdf")).read_bytes()
    spying = (
        "import sys\nfrom worksheets.cli import main\n"
        "try: main()\nfinally: print(*sorted({'weasyprint', 'jinja2', 'pikepdf', 'fontTools'} & set(sys.modules)))"
    )
    assert fill(tmp_path, "--overwrite", code=spying).splitlines()[1:] == [""]
    merged = next(tmp_path.glob("*.pdf")).read_bytes()
    assert merged != set_by_the_typesetter
    assert texts(merged) == texts(set_by_the_typesetter)
    fill(tmp_path, "--overwrite", "--no-masters")
    assert next(tmp_path.glob("*.pdf")).read_bytes() == set_by_the_typesetter


def test_a_pressed_handout_is_locked_as_well(tmp_path: Path) -> None:
    for _time in range(3):
        fill(tmp_path, "--overwrite", "--password", "Avain")
    path = next(tmp_path.glob("*.pdf"))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="Avain") as book:
        name = yaml.safe_load((EXAMPLES / "osallistuja.yaml").read_text("utf-8"))["nimi"]
        assert name in str(book.docinfo.Title)
        assert "/StructTreeRoot" in book.Root
