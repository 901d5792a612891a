"""Measure this project against other engines at the same work, and print Markdown tables of how they compare."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks import machine, meter, texts
from benchmarks.engines import KEPT, OTHERS, TYPST, TYPST_READY, UNCACHED, WORKSHEETS, Engine
from benchmarks.group import Group, decks, prepared
from benchmarks.report import Measured, Task, tables
from benchmarks.results import Amount, Result, markdown
from worksheets.text import fontconfig

CHECKED = 25
"""Participants whose handouts are compared before anything is timed: one of each sort that ``people`` makes."""
FIRST_RUN = 200
"""The people of a first run for which there is an aim: the larger a group, the less its masters matter."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared, and how often."""

    sizes: Sequence[int]
    """Handouts in a group; 1 is a cold start."""
    jobs: Sequence[int]
    engines: Sequence[str] = ()
    """The names of the others; without any, all that are installed, each up to its largest group."""
    repeats: int = 3
    warm: int = 0
    """Handouts in a warm process, the first one not timed."""
    overfull: bool = False


def measure(amount: Amount) -> Result:
    """Compare in two processes: all engines, or with little time those that the aims name."""
    quick = Plan((1, 200), (2,), [engine.name for engine in (KEPT, UNCACHED, TYPST, TYPST_READY)], repeats=1)
    return _result(quick if amount is Amount.QUICK else Plan((1, 25, 200, 2000), (2,)))


@click.command(help=__doc__)
@click.option("--sizes", default="1,25,200", show_default=True, help="Handouts in a group; 1 is a cold start.")
@click.option("--jobs", default="1,2", show_default=True, help="Processes.")
@click.option(
    "--engine", "engines", multiple=True, type=click.Choice([engine.name for engine in OTHERS]), help="Another."
)
@click.option("--repeats", default=3, show_default=True, help="Timed runs, of which the median is taken.")
@click.option("--overfull/--no-overfull", default=False, help="One in 25 with more than the pages hold.")
@click.option("--warm", default=26, show_default=True, help="Handouts in a warm process, the first one not timed.")
def main(  # noqa: PLR0913 - a command's options
    sizes: str, jobs: str, engines: Sequence[str], repeats: int, warm: int, *, overfull: bool
) -> None:
    """Print the tables of what the options ask for."""
    result = _result(Plan(_numbers(sizes), _numbers(jobs), engines, repeats, warm, overfull))
    click.echo(f"{machine.description()}\n\n{markdown(result.tables)}")


def _numbers(text: str) -> list[int]:
    return sorted({int(word) for word in text.split(",")})


def _result(plan: Plan) -> Result:
    """Check that the engines say the same, and measure them by turns."""
    fontconfig.isolate()  # So that browsers know our fonts too, and no others.
    engines = [WORKSHEETS, *able_engines(plan)]
    tasks = list(planned_tasks(plan, engines))
    with TemporaryDirectory() as name:
        comparison = _Comparison(Path(name), plan, engines)
        comparison.check()
        measured = comparison.measured(tasks)
    return Result(tables(measured, WORKSHEETS.name), figures(measured))


def able_engines(plan: Plan) -> Iterator[Engine]:
    """Yield the engines of a plan that are installed and make such a group; say which do not."""
    for engine in OTHERS:
        if plan.engines and engine.name not in plan.engines:
            continue
        if engine.missing:
            click.echo(f"Without {engine.name}: not installed: {', '.join(engine.missing)}.", err=True)
        elif plan.overfull and not engine.continues:
            click.echo(f"Without {engine.name}: no text goes on, on another page.", err=True)
        else:
            yield engine


def planned_tasks(plan: Plan, engines: Sequence[Engine]) -> Iterator[Task]:
    """Yield what is to be measured, the engines next to one another."""
    settings = [("cold", 1, 1)] if 1 in plan.sizes else []
    settings += [("batch", size, count) for size in plan.sizes if size > 1 for count in plan.jobs]
    settings += [("warm", plan.warm, 1)] if plan.warm > 1 else []
    for kind, size, jobs in settings:
        for engine in engines:
            small_enough = engine.name in plan.engines or not engine.largest or size <= engine.largest
            if kind in engine.commands and (small_enough or kind != "batch"):
                yield Task(kind, size, jobs, engine.name)


def figures(measured: Measured) -> dict[str, float]:
    """Return the figures for the aims: of the largest group for which there are some, and of one in its first run."""
    found: dict[str, float] = {}
    for task in measured.of("batch"):
        ours, typst = (
            measured.best_speed(task, names) for names in ([WORKSHEETS.name], [TYPST.name, TYPST_READY.name])
        )
        if task.engine == KEPT.name:
            found["second-run"] = measured.speed(task) / ours
        if task.engine == WORKSHEETS.name and typst:
            found["packet"] = ours / typst
        if task.engine == UNCACHED.name and task.size == FIRST_RUN and typst:
            found["first-run"] = measured.speed(task) / typst
    return found


class _Comparison:
    """Engines, and the groups for which they make handouts."""

    def __init__(self, folder: Path, plan: Plan, engines: Sequence[Engine]) -> None:
        self.folder = folder
        self.plan = plan
        self.engines = {engine.name: engine for engine in engines}
        self.groups: dict[int, Group] = {}
        self.kept_folder = cache(lambda _task: meter.fresh_folder())

    def check(self) -> None:
        """Make a group with each engine and hold its texts against this project's; stop when they differ."""
        group, folder = self._group(CHECKED, data_ready=True), self.folder / "checked"
        for engine in self.engines.values():
            click.echo(f"Checking {engine.name} …", err=True)
            output = folder / engine.name
            output.mkdir(parents=True)
            meter.run(engine.commands["batch"](group, output, 1))
            found = texts.differences(decks(group), folder / WORKSHEETS.name, output, same_pages=engine.same_pages)
            if found:
                raise click.ClickException("\n".join([f"{engine.name} does not say the same:", *found]))

    def measured(self, tasks: Sequence[Task]) -> Measured:
        """Measure the memory first, which also warms the disk's cache, and then the times, by turns."""
        for task in tasks:
            ready = any(self.engines[other.engine].data_ready for other in tasks if other.size == task.size)
            self._group(task.size, data_ready=ready)
        memory = {task: self._memory(task) for task in tasks if task.kind != "warm"}
        times: dict[Task, list[meter.Times]] = {task: [] for task in tasks}
        for turn in range(self.plan.repeats):
            click.echo(f"Run {turn + 1} of {self.plan.repeats} …", err=True)
            for task in tasks[:: -1 if turn % 2 else 1]:
                times[task].append(self._times(task))
        clock, processor = (
            {task: [each[index] for each in runs] for task, runs in times.items()} for index in range(2)
        )
        return Measured(clock, processor, memory)

    def _group(self, size: int, *, data_ready: bool) -> Group:
        """Return a group of a size, prepared when it is first asked for."""
        if size not in self.groups:
            click.echo(f"Preparing {size} …", err=True)
            folder, overfull = self.folder / f"group-{size}", self.plan.overfull
            cache_folder = self.folder / "cache"
            self.groups[size] = prepared(size, folder, cache_folder, overfull=overfull, data_ready=data_ready)
        return self.groups[size]

    def _memory(self, task: Task) -> int:
        click.echo(f"Memory of {task.engine}, {task.size} in {task.jobs} …", err=True)
        for _run in range(self.engines[task.engine].runs_before):
            self._times(task)
        argv, folder = self._command(task)
        return meter.memory(argv, folder, task.size).together

    def _times(self, task: Task) -> meter.Times:
        argv, folder = self._command(task)
        if task.kind == "warm":
            seconds = meter.own_seconds(argv)
            return meter.Times(seconds, seconds)
        return meter.times(argv, folder, task.size)

    def _command(self, task: Task) -> tuple[list[str], Path]:
        """Return a task's command, and the folder that it writes into."""
        engine = self.engines[task.engine]
        folder = self.kept_folder(task) if engine.keeps_files else meter.fresh_folder()
        return engine.commands[task.kind](self.groups[task.size], folder, task.jobs), folder


if __name__ == "__main__":
    main()
