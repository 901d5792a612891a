"""Measure this project against other engines at the same work, and print Markdown tables of how they compare."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks import meter, texts
from benchmarks.engines import OTHERS, WORKSHEETS, Engine
from benchmarks.group import Group, decks, prepared
from benchmarks.report import Measured, Task, report
from worksheets.text import fonts

CHECKED = 25
"""Participants whose handouts are compared before anything is timed: one of each sort that ``people`` makes."""


@click.command(help=__doc__)
@click.option("--sizes", default="1,25,200", show_default=True, help="Handouts in a group; 1 is a cold start.")
@click.option("--jobs", default="1,2", show_default=True, help="Processes.")
@click.option("--engines", default=",".join(engine.name for engine in OTHERS), show_default=True, help="The others.")
@click.option("--repeats", default=3, show_default=True, help="Timed runs, of which the median is taken.")
@click.option("--overfull/--no-overfull", default=True, help="One in 25 with more than the pages hold.")
@click.option("--warm", default=26, show_default=True, help="Handouts in a warm process, the first one not timed.")
def main(  # noqa: PLR0913 - a command's options
    sizes: str, jobs: str, engines: str, repeats: int, warm: int, *, overfull: bool
) -> None:
    """Check that the engines say the same, measure them by turns, and print the tables."""
    fonts.isolate()  # So that browsers know our fonts too, and no others.
    chosen = [WORKSHEETS, *_chosen(engines.split(","))]
    wanted = _tasks(_numbers(sizes), _numbers(jobs), warm, chosen)
    with TemporaryDirectory() as folder:
        wanted_sizes = {CHECKED, *(task.size for task in wanted)}
        groups = {size: prepared(size, Path(folder) / str(size), overfull=overfull) for size in wanted_sizes}
        _check(groups[CHECKED], chosen)
        click.echo(report(_measured(wanted, groups, repeats), WORKSHEETS.name))


def _numbers(text: str) -> list[int]:
    return sorted({int(word) for word in text.split(",")})


def _chosen(names: list[str]) -> list[Engine]:
    """Return the engines of those names that are installed; say which are not."""
    unknown = set(names) - {engine.name for engine in OTHERS} - {""}
    if unknown:
        raise click.BadParameter(f"no engine {', '.join(sorted(unknown))}", param_hint="--engines")
    found = [engine for engine in OTHERS if engine.name in names]
    for engine in found:
        if engine.missing:
            click.echo(f"Without {engine.name}: not installed: {', '.join(engine.missing)}.", err=True)
    return [engine for engine in found if not engine.missing]


def _tasks(sizes: list[int], jobs: list[int], warm: int, engines: list[Engine]) -> list[Task]:
    """Return what is to be measured, the engines next to one another."""
    settings = [("cold", 1, 1)] if 1 in sizes else []
    settings += [("batch", size, count) for size in sizes if size > 1 for count in jobs]
    settings += [("warm", warm, 1)] if warm > 1 else []
    return [Task(*told, engine.name) for told in settings for engine in engines if told[0] in engine.commands]


def _check(group: Group, engines: list[Engine]) -> None:
    """Make a group with each engine and hold its texts against this project's; stop when they differ."""
    with TemporaryDirectory() as folder:
        made = {engine.name: Path(folder) / engine.name for engine in engines}
        for engine in engines:
            click.echo(f"Checking {engine.name} …", err=True)
            made[engine.name].mkdir()
            meter.run(engine.commands["batch"](group, made[engine.name], 1))
            found = texts.differences(
                decks(group), made[WORKSHEETS.name], made[engine.name], same_pages=engine.same_pages
            )
            if found:
                raise click.ClickException("\n".join([f"{engine.name} does not say the same:", *found]))


def _measured(tasks: list[Task], groups: dict[int, Group], repeats: int) -> Measured:
    """Measure the memory first, which also warms the disk's cache, and then the times, by turns."""
    memory = {task: _memory(task, groups[task.size]) for task in tasks if task.kind != "warm"}
    seconds: dict[Task, list[float]] = {task: [] for task in tasks}
    for turn in range(repeats):
        click.echo(f"Run {turn + 1} of {repeats} …", err=True)
        for task in tasks[:: -1 if turn % 2 else 1]:
            seconds[task].append(_seconds(task, groups[task.size]))
    return Measured(seconds, memory)


def _memory(task: Task, group: Group) -> int:
    click.echo(f"Memory of {task.engine}, {task.size} in {task.jobs} …", err=True)
    meter.seconds(lambda output: _command(task, group, output), task.size)  # MasterStore are made at the second time.
    return meter.memory(lambda output: _command(task, group, output), task.size)


def _seconds(task: Task, group: Group) -> float:
    if task.kind == "warm":
        return meter.own_seconds(lambda output: _command(task, group, output))
    return meter.seconds(lambda output: _command(task, group, output), task.size)


def _command(task: Task, group: Group, output: Path) -> list[str]:
    engine = next(engine for engine in (WORKSHEETS, *OTHERS) if engine.name == task.engine)
    return engine.commands[task.kind](group, output, task.jobs)


if __name__ == "__main__":
    main()
