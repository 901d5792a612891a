"""The measurements as Markdown tables: ratios to this project first, what they are made of after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

MIB = 2**20


class Task(NamedTuple):
    """One thing that is measured, several times."""

    kind: str
    """``cold``, ``batch`` or ``warm``."""
    size: int
    jobs: int
    engine: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, by its task."""

    seconds: Mapping[Task, Sequence[float]]
    memory: Mapping[Task, int] = field(default_factory=dict)
    """Bytes."""

    def speed(self, task: Task) -> float:
        """Return the handouts a second; of a warm process without the first one, which is not timed."""
        return (task.size - (task.kind == "warm")) / median(self.seconds[task])

    def of(self, kind: str) -> list[Task]:
        """Return the tasks of a kind."""
        return [task for task in self.seconds if task.kind == kind]

    @property
    def runs(self) -> int:
        """How often each task was timed."""
        return min(map(len, self.seconds.values()))

    @property
    def spread(self) -> float:
        """The most that the slowest run of a task was from the fastest, as a share of their median."""
        return max((max(runs) - min(runs)) / median(runs) for runs in self.seconds.values())


def report(measured: Measured, reference: str) -> str:
    """Return all tables, the engine of that name being 1 in every ratio."""
    parts = [
        *_section("A group, from start to end", _batches(measured, reference)),
        *_section("One process that is warm, handout after handout", _warm(measured, reference)),
        *_section("One handout, from a cold start", _cold(measured, reference)),
        *_section("How the cost grows with the group", _growth(measured)),
        f"Runs: {measured.runs}; times are their medians, of which the runs lie {measured.spread:.0%} apart at most.",
    ]
    return "\n".join(parts)


def _section(title: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a heading and a table, of which the first row is the header; nothing when there is no other."""
    header, *others = rows
    if others:
        yield f"## {title}\n"
        for row in (header, ["---"] * len(header), *others):
            yield f"| {' | '.join(row)} |"
        yield ""


def _batches(measured: Measured, reference: str) -> Iterator[Sequence[str]]:
    ratio = f"{reference} = 1"
    yield ("handouts", "processes", "engine", f"speed, {ratio}", f"memory, {ratio}", "handouts/s", "MiB")
    for task in measured.of("batch"):
        base = task._replace(engine=reference)
        speed, memory = measured.speed(task), measured.memory[task]
        ratios = speed / measured.speed(base), memory / measured.memory[base]
        figures = map(_figure, (*ratios, speed, memory / MIB))
        yield (str(task.size), str(task.jobs), task.engine, *figures)


def _warm(measured: Measured, reference: str) -> Iterator[Sequence[str]]:
    yield ("engine", f"speed, {reference} = 1", "handouts/s")
    for task in measured.of("warm"):
        speed = measured.speed(task)
        yield (task.engine, *map(_figure, (speed / measured.speed(task._replace(engine=reference)), speed)))


def _cold(measured: Measured, reference: str) -> Iterator[Sequence[str]]:
    yield ("engine", f"time, {reference} = 1", f"memory, {reference} = 1")
    for task in measured.of("cold"):
        base = task._replace(engine=reference)
        ratios = measured.speed(base) / measured.speed(task), measured.memory[task] / measured.memory[base]
        yield (task.engine, *map(_figure, ratios))


def _growth(measured: Measured) -> Iterator[Sequence[str]]:
    """Yield what a handout costs in the largest group over what it costs in the smallest of more than one."""
    tasks = measured.of("batch")
    sizes = sorted({task.size for task in tasks})
    small, large = (sizes[0], sizes[-1]) if sizes else (0, 0)
    yield ("processes", "engine", f"time a handout, {large} over {small}", f"memory, {large} over {small}")
    for task in tasks:
        if task.size == large > small:
            base = task._replace(size=small)
            ratios = measured.speed(base) / measured.speed(task), measured.memory[task] / measured.memory[base]
            yield (str(task.jobs), task.engine, *map(_figure, ratios))


def _figure(number: float) -> str:
    """Return a number with two significant digits, or as a whole one."""
    return f"{number:.2g}" if number < 10 else f"{number:.0f}"  # noqa: PLR2004 - as said
