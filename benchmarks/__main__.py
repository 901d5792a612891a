"""Measure everything, and write the page of figures: each aim with how far it is reached, and all tables."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click

from benchmarks import machine
from benchmarks.page import MODULES, QUICK, page, result_of
from benchmarks.results import Amount
from tools import build_masters

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


@click.command(help=__doc__)
@click.option("--quick", "amount", flag_value=Amount.QUICK, help="Small groups, in a few minutes.")
@click.option("--usual", "amount", flag_value=Amount.USUAL, default=True, help="About a quarter of an hour.")
@click.option("--long", "amount", flag_value=Amount.LONG, help="100,000 people, too.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=PAGE, help="The page to write.")
def main(amount: Amount, output: Path) -> None:
    """Run each benchmark in a process of its own, so that none inherits another's memory."""
    build_masters.make_all()
    notes, slowness = [machine.busyness()], machine.slowness()
    if amount is Amount.QUICK:
        notes.append(QUICK)
    results = {}
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as processes:
        for name in MODULES:
            try:
                results[name] = processes.submit(result_of, name, amount).result()
            except Exception as error:  # noqa: BLE001 - whatever one dies of, the figures of the others are kept
                notes.append(f"**`{name}` failed**: {error}")
    output.write_text(page(results, slowness, notes), "utf-8")
    click.echo(output)
    if len(results) < len(MODULES):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
