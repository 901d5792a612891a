"""Tries changes of strangers' files: ``python -m tests.fuzzing --count 200 --seed 1 --keep finds forms xlsx``."""

import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import click

from .judge import Verdict, run, state
from .kinds import KINDS, Kind, Trial, kind_of


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(KINDS))
@click.option("--count", default=100, show_default=True, help="Changed files of each kind.")
@click.option("--seed", default=1, show_default=True, help="The seed of the first; the others follow.")
@click.option(
    "--keep", type=click.Path(path_type=Path), default="finds", show_default=True, help="Where finds are kept."
)
def main(names: tuple[str, ...], count: int, seed: int, keep: Path) -> None:
    """Change files at random and run the commands on them; all kinds unless some are named."""
    found = sum(_try_kind(name, range(seed, seed + count), keep) for name in names or KINDS)
    raise SystemExit(1 if found else 0)


def _try_kind(name: str, seeds: range, keep: Path) -> int:
    """Try all changes of one kind, print a line of figures, and return the number of finds."""
    finds, codes, seconds, memory = 0, Counter[int](), 0.0, 0
    with tempfile.TemporaryDirectory() as place:
        home, workshop = Path(place) / "home", Path(place) / "workshop"
        home.mkdir()
        workshop.mkdir()
        kind = kind_of(name, home, workshop)
        for seed in seeds:
            verdict = _tried(kind, name, seed, Path(place), keep)
            finds += bool(verdict.faults)
            codes[verdict.exit_code] += 1
            seconds, memory = max(seconds, verdict.seconds), max(memory, verdict.memory)
    exits = ", ".join(f"{count} × exit {code}" for code, count in sorted(codes.items()))
    click.echo(f"{name}: {len(seeds)} tried, {finds} faults; {exits}; at most {seconds:.1f} s, {memory >> 20} MiB")
    return finds


def _tried(kind: Kind, name: str, seed: int, place: Path, keep: Path) -> Verdict:
    """Try one change, and keep the folder if something is wrong."""
    folder = place / "folder"
    folder.mkdir()
    trial = kind.trial(folder, Random(seed))  # noqa: S311 - no secret
    before = state(place, kind.home)
    verdict = run(trial.arguments, folder, kind.home)
    after = state(place, kind.home)
    touched = [path for path in before if after.get(path) != before[path] and not path.startswith(str(folder / "ulos"))]
    faults = (*verdict.faults, *kind.faults(folder, verdict), *(f"{path} was changed" for path in touched))
    if faults:
        _keep(folder, keep / f"{name.replace(' ', '-')}-{seed}", trial, faults)
    shutil.rmtree(folder)
    return replace(verdict, faults=faults)


def _keep(folder: Path, target: Path, trial: Trial, faults: tuple[str, ...]) -> None:
    """Copy the folder of a find, and print what is wrong and how it is run again."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target, symlinks=True)
    click.echo(f"{target}: {'; '.join(faults)} ({trial.what}): worksheets {' '.join(trial.arguments)}", err=True)


main()
