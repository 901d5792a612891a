"""What is to be reached, and whether it has been."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from benchmarks.results import Row, Table, figure


class Bound(Enum):
    """On which side of its limit a figure is to lie."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure that is to be reached."""

    key: str
    """By which a benchmark's result gives the figure."""
    what: str
    bound: Bound
    limit: float
    unit: str
    is_of_machine: bool = False
    """The limit was set in seconds of another machine, so that the figure is converted before it is judged."""

    def is_reached(self, number: float) -> bool:
        """Return True if a figure, already converted, is within the limit."""
        return number <= self.limit if self.bound is Bound.AT_MOST else number >= self.limit


_MOST, _LEAST = Bound.AT_MOST, Bound.AT_LEAST
AIMS = (
    Aim("csv", "2,000 people with 31 columns, read and checked from CSV", _MOST, 0.2, "s", is_of_machine=True),
    Aim("xlsx", "the same from XLSX", _MOST, 1, "s", is_of_machine=True),
    Aim("columns", "reading: time a cell with 500 columns, over that with 10", _MOST, 1.2, "×"),
    Aim("packet", "2,000 handouts from a list: rate, over Typst's", _LEAST, 10, "×"),
    Aim("second-run", "a second run, which keeps all files: rate, over the first's", _LEAST, 2, "×"),
    Aim("first-run", "200 handouts with an empty cache: rate, over Typst's", _LEAST, 1, "×"),
    Aim("blank", "a first `blank`: processor time, over that of `import weasyprint` (it was 0.86)", _MOST, 0.43, "×"),
    Aim(
        "own-blank", "the same with the example course, for which no masters are shipped (it was 4.4)", _MOST, 2.2, "×"
    ),
    Aim("fill", "`fill` of one person: processor time, over Typst's from a cold start", _MOST, 2, "×"),
    Aim("fill-seconds", "the same in seconds", _MOST, 0.1, "s", is_of_machine=True),
    Aim("help", "`--help`: time, over that of `import click`", _MOST, 1.3, "×"),
    Aim("typeset", "of 1,000 people, handouts that are typeset", _MOST, 0.5, "%"),
    Aim("main-memory", "2,000 people: memory of the main process", _MOST, 150, "MiB"),
    Aim("memory", "2,000 people: memory of all processes together", _MOST, 400, "MiB"),
    Aim("main-memory-100000", "100,000 people: memory of the main process", _MOST, 150, "MiB"),
    Aim("memory-100000", "100,000 people: memory of all processes together", _MOST, 400, "MiB"),
)
"""A first ``blank`` is to take half of its time before, which is kept as a ratio to work that does not change here."""


def aims_table(figures: Mapping[str, float], slowness: float) -> Table:
    """Return each aim with its figure and whether it is reached; ``slowness`` converts seconds (``machine``)."""
    header = ("aim", "limit", "figure", "on the machine of the aims", "reached")
    note = f"Fixed work in Python takes {slowness:.1f} times as long as on the machine for which the seconds were set."
    return Table([header, *_rows(figures, slowness)], note=note)


def _rows(figures: Mapping[str, float], slowness: float) -> Iterator[Row]:
    for aim in AIMS:
        limit = f"{aim.bound.value} {_with_unit(aim.limit, aim.unit)}"
        if aim.key not in figures:
            yield (aim.what, limit, "", "", "not measured")
            continue
        number = figures[aim.key] / (slowness if aim.is_of_machine else 1)
        converted = _with_unit(number, aim.unit) if aim.is_of_machine else ""
        reached = "yes" if aim.is_reached(number) else "**no**"
        yield (aim.what, limit, _with_unit(figures[aim.key], aim.unit), converted, reached)


def _with_unit(number: float, unit: str) -> str:
    return f"{figure(number)} {unit}"
