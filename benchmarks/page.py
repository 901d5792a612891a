"""The page of figures, and the benchmarks of which it is made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module

import click

from benchmarks import machine
from benchmarks.aims import aims_table
from benchmarks.results import Amount, Result, Table, markdown

MODULES = {
    "compare": "From a list to files",
    "reading": "Reading a list",
    "first_run": "The first run",
    "cold_start": "The start of the program",
    "typeset_share": "Who is typeset",
    "scale": "Scale",
    "pack": "The print file",
    "preview": "A look while somebody types",
    "second_course": "Another course",
    "year": "A year with one store of masters",
}
"""The benchmarks that are run, each with its heading on the page."""
QUICK = "**A quick run**: it shows that everything works; groups are smaller than the aims say, and each is timed once."


def result_of(name: str, amount: Amount) -> Result:
    """Return what one benchmark gives."""
    click.echo(f"{name} …", err=True)
    result: Result = import_module(f"benchmarks.{name}").measure(amount)
    return result


def page(results: Mapping[str, Result], slowness: float, notes: Iterable[str]) -> str:
    """Return the page of figures, with what is to be known of the whole run at its top."""
    return "\n".join(_parts(results, slowness, notes)).strip() + "\n"


def _parts(results: Mapping[str, Result], slowness: float, notes: Iterable[str]) -> Iterator[str]:
    yield "# Benchmarks\n"
    yield "Made by `python -m benchmarks`; what is measured, and how, is in [benchmarks](../benchmarks/README.md).\n"
    yield f"{machine.description()}.\n"
    yield from (f"{note}\n" for note in notes if note)
    aims = aims_table({key: number for result in results.values() for key, number in result.figures.items()}, slowness)
    yield _section("Aims", [aims])
    for name, result in results.items():
        if result.tables:
            yield _section(MODULES[name], result.tables)


def _section(title: str, tables: Sequence[Table]) -> str:
    return f"## {title}\n\n{markdown(tables)}"
