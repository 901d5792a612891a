"""What a benchmark gives: tables for readers, and the figures by which aims are judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

Row = Sequence[str]


class Amount(Enum):
    """How much is measured."""

    QUICK = "quick"
    """Small groups, once or twice each: for seeing that all of it works."""
    USUAL = "usual"
    LONG = "long"
    """What is usual, and what takes many minutes."""


@dataclass(frozen=True, slots=True)
class Table:
    """Its first row is the header."""

    rows: Sequence[Row]
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What one benchmark has measured."""

    tables: Sequence[Table]
    figures: Mapping[str, float] = field(default_factory=dict)
    """Figures by the keys of ``aims.AIMS``, in the aims' units."""


def markdown(tables: Sequence[Table]) -> str:
    """Return tables as Markdown, each under its title; one without rows is left out."""
    return "\n".join(line for table in tables if len(table.rows) > 1 for line in _lines(table))


def figure(number: float) -> str:
    """Return a number with two significant digits, or as a whole one."""
    return f"{number:.2g}" if number < 10 else f"{number:,.0f}"  # noqa: PLR2004 - as said


def _lines(table: Table) -> Iterator[str]:
    header, *rows = table.rows
    if table.title:
        yield f"### {table.title}\n"
    for row in (header, ["---"] * len(header), *rows):
        yield f"| {' | '.join(row)} |"
    yield f"\n{table.note}\n" if table.note else ""
