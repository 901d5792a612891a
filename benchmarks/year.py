"""Measures whether the store of masters stays good: a year of working days with different groups, in one folder.

Each day a group comes back that was there a week ago, one has a course that was written for it, and one prints other
pages or with other options than before. Every group is what a command is: it has a process of its own, which finds in
the folder what earlier ones have left. At the end of each day the folder gets a day older.
"""

import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from statistics import median

from benchmarks import machine
from benchmarks.results import Amount, Result, Row, Table, figure, markdown
from worksheets.compose.edition import Edition
from worksheets.compose.wording import Wording, printed
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.errors import NeedsTypesetterError
from worksheets.packet.session import Session, run
from worksheets.people.participant import Participant

DAYS = 250
WEEK = 5
"""Working days after which a group comes back."""
COMPARED = 25
"""The first days and the last that are compared."""
SETTLING = 3 * WEEK
"""Days that are not compared: by then all masters of the groups that come back have been made."""
PEOPLE = 6
SECONDS = 24 * 3600
_COURSE = """title = "{title}"
pages = ["alku", "tavoite", "loppu"]
[fields]
nimi = {{ label = "Nimi" }}
paikka = {{ label = "Paikka" }}
aihe = {{ label = "Aihe" }}
alku-lisa = {{ label = "Lisätieto" }}
tavoite-lisa = {{ label = "Lisätieto" }}
loppu-lisa = {{ label = "Lisätieto" }}
"""
_PAGE = """{{% extends "kinds/slide.html.j2" %}}{{% block title %}}{title}{{% endblock %}}
{{% block body %}}<p>{text}</p>{{{{ widget.fields([["{slot}"]], extra=[["{extra}"]]) }}}}{{% endblock %}}
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a group took."""

    seconds: float
    """Of processor time."""
    memory: int
    """The most KiB that its process held."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a day's groups took, in seconds of processor time, and what they left."""

    known: float
    """The group that was there before."""
    new: float
    """The group with a course of its own."""
    other: float
    """The group with other pages or options."""
    memory: int
    """The most KiB that one of their processes held."""
    folders: int
    """Folders in the store."""
    size: int
    """Bytes in the store."""


def main(days: int) -> None:
    """Print how the last days compare with the first."""
    print(f"{machine.description()}\n\n{markdown(result(days).tables)}")


def measure(amount: Amount) -> Result:
    """Run a year if there is time, since it takes many minutes."""
    return result(DAYS) if amount is Amount.LONG else Result([])


def result(days: int) -> Result:
    """Run the days, and return how the last compare with the first."""
    # Forked from a process that has loaded the typesetter, which takes half a second and tells nothing of the store.
    import_module("worksheets.pipeline")
    with tempfile.TemporaryDirectory() as folder, get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        measured = list(_days(Path(folder), days, pool))
    first, last = measured[SETTLING:][:COMPARED], measured[-COMPARED:]
    rows: list[Row] = [("a day's", f"first {COMPARED} days", f"last {COMPARED} of {days}", "ratio")]
    for title, name, unit in (
        ("known group, ms", "known", 1e-3),
        ("new course, ms", "new", 1e-3),
        ("other pages, ms", "other", 1e-3),
        ("memory, MiB", "memory", 2**10),
        ("folders in the store", "folders", 1),
        ("store, MiB", "size", 2**20),
    ):
        before, after = (median(getattr(day, name) for day in part) / unit for part in (first, last))
        rows.append((title, *map(figure, (before, after, after / before))))
    return Result([Table(rows, "The store of masters, after three weeks and in the end")])


def _days(folder: Path, days: int, pool: Pool) -> Iterator[Day]:
    store = folder / "masters"
    weekly = [_edition(folder / f"weekly {number}", f"Viikkokurssi {number}") for number in range(WEEK)]
    for day in range(days):
        known = weekly[day % WEEK]
        new = _edition(folder / "new", f"Kurssi {day}")
        costs = [pool.apply(_group, (edition, store, day)) for edition in (known, new, _other(known, day))]
        known_cost, new_cost, other_cost = (cost.seconds for cost in costs)
        size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
        yield Day(
            known_cost, new_cost, other_cost, max(cost.memory for cost in costs), len(list(store.iterdir())), size
        )
        _make_older(store)
        print(f"day {day + 1}", end="\r", file=sys.stderr)


def _edition(folder: Path, title: str) -> Edition:
    """Return a course of three pages, written anew into a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(_COURSE.format(title=title), "utf-8")
    for page, slot in (("alku", "nimi"), ("tavoite", "paikka"), ("loppu", "aihe")):
        text = _PAGE.format(title=page.title(), text=title, slot=slot, extra=f"{page}-lisa")
        (folder / "pages" / f"{page}.html.j2").write_text(text, "utf-8")
    course = read_course(str(folder))
    return Edition(course, course.pages, read_layout("handout", course.folder))


def _other(edition: Edition, day: int) -> Edition:
    """Return an edition with some of its pages, in an order, with an option, or in another layout."""
    pages, layouts = edition.course.pages, ("handout", "slides")
    chosen = tuple(pages[index] for index in range(len(pages)) if (day // WEEK + 1) >> index & 1) or pages
    layout = read_layout(layouts[day // 2 % 2], edition.course.folder)
    return Edition(edition.course, chosen[:: 1 - 2 * (day % 2)], layout, Wording(as_typed=bool(day // 3 % 2)))


def _group(edition: Edition, store: Path, day: int) -> Cost:
    """Make a group's handouts as a command does."""
    start = time.process_time()
    with Session(store) as session, run():
        prepared = session.prepared(edition)
        for person in _people(day):
            person_as_printed = printed(person, edition.course, edition.wording)
            try:
                prepared.masters.handout(person_as_printed, make=True)
            except NeedsTypesetterError:
                prepared.pipeline.handout(edition, person_as_printed)
    return Cost(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _people(day: int) -> Sequence[Participant]:
    """Return a group; one in three has filled a line more, so that their page is another."""
    people = []
    for number in range(PEOPLE):
        values = {"nimi": f"Aino Esimerkki {day}-{number}", "paikka": "Mallila", "aihe": f"Aihe {day}"}
        if number % 3 == 2:  # noqa: PLR2004 - as said
            values["alku-lisa"] = f"Ryhmä {day}"
        people.append(Participant(values))
    return people


def _make_older(store: Path) -> None:
    """Set the times of all files and folders a day back."""
    for path in [*store.rglob("*"), *store.iterdir()]:
        status = path.stat()
        os.utime(path, (status.st_atime - SECONDS, status.st_mtime - SECONDS))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else DAYS)
