"""Measures what it costs to read and judge a list, beside what it costs to go through the same file and do nothing.

Lists have few and many columns and rows, as text, as a workbook and as YAML. The plain way is Python's ``csv``,
openpyxl (read only) and libyaml's events. A cell costs the same whatever else there is, if nothing grows faster than
the list. Every measurement has a process of its own, whose largest memory is told.
"""

import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402 - found by the path above
import yaml  # noqa: E402

from benchmarks.people import Tree, as_yaml, people  # noqa: E402
from benchmarks.results import Amount, Result, Row, Table, markdown  # noqa: E402
from worksheets.caches import Lifetime, forget  # noqa: E402
from worksheets.course.reader import read_course  # noqa: E402
from worksheets.people.list_options import ListOptions  # noqa: E402
from worksheets.people.roster import study_roster  # noqa: E402

COURSE = ROOT / "templates" / "courses" / "tyoelaman-verkostot"
SIZES = ((400, 10), (400, 100), (400, 500), (2_000, 31), (20_000, 31))
"""Rows and columns."""
YAML_ROWS = 2_000
"""YAML is for shorter lists: it has at most 8 MB."""
REPEATS = 3
_MEBIBYTE = 1 << 10
"""Kilobytes, in which Linux tells memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a file took, in seconds of processor time and mebibytes."""

    plain: float
    ours: float
    memory: float


def measure(amount: Amount) -> Result:
    """Return what each list costs, and what the aims ask for."""
    rows: list[Row] = [("list", "ms", "plain, ms", "plain = 1", "µs a cell", "MiB")]
    costs: dict[tuple[int, int, str], tuple[Cost, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count, columns in SIZES[: -1 if amount is Amount.QUICK else None]:
            table = _table(count, columns)
            for suffix, write in ((".csv", _write_csv), (".xlsx", _write_xlsx)):
                path = Path(folder) / f"{count} × {columns}{suffix}"
                write(path, table)
                cells = sum(map(bool, (cell for row in table for cell in row)))
                costs[count, columns, suffix] = _measured(path), cells
                rows.append(_row(path.name, *costs[count, columns, suffix]))
        path = Path(folder) / f"{YAML_ROWS}.yaml"
        path.write_text(as_yaml(people(YAML_ROWS, overfull=False)), "utf-8")
        cells = sum(len(_texts(person)) for person in people(YAML_ROWS, overfull=False))
        rows.append(_row(path.name, _measured(path), cells))
    note = "Plain: Python’s csv, openpyxl (read only) or libyaml’s events going through the same file. Processor time."
    return Result([Table(rows, note=note)], _figures(costs))


def _figures(costs: Mapping[tuple[int, int, str], tuple[Cost, int]]) -> dict[str, float]:
    """Return the figures by which the aims are judged."""
    (few, few_cells), (many, many_cells) = costs[400, 10, ".csv"], costs[400, 500, ".csv"]
    return {
        "csv": costs[2_000, 31, ".csv"][0].ours,
        "xlsx": costs[2_000, 31, ".xlsx"][0].ours,
        "columns": (many.ours / many_cells) / (few.ours / few_cells),
    }


def _measured(path: Path) -> Cost:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_cost, (path,))


def _row(name: str, cost: Cost, cells: int) -> Row:
    ratio, share = cost.ours / cost.plain, cost.ours / cells * 1e6
    times = f"{cost.ours * 1e3:.0f}", f"{cost.plain * 1e3:.0f}"
    return (name, *times, f"{ratio:.1f}", f"{share:.1f}", f"{cost.memory:.0f}")


def _cost(path: Path) -> Cost:
    ours = median(_seconds(partial(_read, path)) for _repeat in range(REPEATS))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE
    return Cost(median(_seconds(partial(_PLAIN[path.suffix], path)) for _repeat in range(REPEATS)), ours, memory)


def _seconds(function: Callable[[], object]) -> float:
    start = time.process_time()
    function()
    return time.process_time() - start


def _read(path: Path) -> None:
    """Read and judge a list with nothing known from before."""
    forget(Lifetime.RUN)
    roster = study_roster(path, read_course(str(COURSE)), ListOptions())
    if roster.errors:
        sys.exit("\n".join(roster.errors[:3]))
    len(roster.warnings)  # They are found out when they are asked for.


def _plain_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        headings = next(rows)
        for row in rows:
            dict(zip(headings, row, strict=True))


def _plain_xlsx(path: Path) -> None:
    for _row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        pass


def _plain_yaml(path: Path) -> None:
    for _event in yaml.parse(path.read_text("utf-8"), Loader=yaml.CBaseLoader):
        pass


_PLAIN = {".csv": _plain_csv, ".xlsx": _plain_xlsx, ".yaml": _plain_yaml}


def _table(rows: int, columns: int) -> list[list[str]]:
    """Return a list: the slots that the people have filled, and columns that are not printed up to the wished width."""
    filled = [_texts(person) for person in people(rows, overfull=False)]
    paths = list(dict.fromkeys(path for texts in filled for path in texts))[:columns]
    others = [f"Taustatieto {number:03}" for number in range(columns - len(paths))]
    body = [
        [*(texts.get(path, "") for path in paths), *(f"{row} {number}" for number in range(len(others)))]
        for row, texts in enumerate(filled)
    ]
    return [[*paths, *others], *body]


def _texts(tree: Tree, path: str = "") -> dict[str, str]:
    """Return the texts of a participant by their slots."""
    texts: dict[str, str] = {}
    for key, value in tree.items():
        entries = [(f"{path}{key}", value)]
        if isinstance(value, list):
            entries = [(f"{path}{key}.{number}", entry) for number, entry in enumerate(value, start=1)]
        for inner, entry in entries:
            texts |= _texts(entry, f"{inner}.") if isinstance(entry, dict) else {inner: str(entry)}
    return texts


def _write_csv(path: Path, table: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)


def _write_xlsx(path: Path, table: list[list[str]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    print(markdown(measure(Amount.USUAL).tables))
