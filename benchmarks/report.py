"""The measurements as tables: absolute figures, and ratios to this project."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from benchmarks.results import Row, Table, figure

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
    """On the clock."""
    processor: Mapping[Task, Sequence[float]] = field(default_factory=dict)
    """Seconds of processor time, of all of a command's processes."""
    memory: Mapping[Task, int] = field(default_factory=dict)
    """Bytes."""

    def speed(self, task: Task) -> float:
        """Return the handouts a second; of a warm process without the first one, which is not timed."""
        return (task.size - (task.kind == "warm")) / median(self.seconds[task])

    def best_speed(self, task: Task, engines: Sequence[str]) -> float:
        """Return the speed of the quickest of some engines at the same task, 0 if none of them was measured."""
        tasks = (task._replace(engine=engine) for engine in engines)
        return max((self.speed(other) for other in tasks if other in self.seconds), default=0)

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


def tables(measured: Measured, reference: str) -> list[Table]:
    """Return all tables, the engine of that name being 1 in every ratio."""
    runs = f"Runs: {measured.runs}; times are their medians, of which the runs lie {measured.spread:.0%} apart at most."
    return [
        Table(list(_batches(measured, reference)), "A group, from start to end", runs),
        Table(list(_warm(measured, reference)), "One process that is warm, handout after handout"),
        Table(list(_cold(measured, reference)), "One handout, from a cold start"),
        Table(list(_growth(measured)), "How the cost grows with the group"),
    ]


def _batches(measured: Measured, reference: str) -> Iterator[Row]:
    ratio = f"{reference} = 1"
    columns = ("seconds", "processor, s", "handouts/s", f"speed, {ratio}", "MiB", f"memory, {ratio}")
    yield ("handouts", "processes", "engine", *columns)
    for task in measured.of("batch"):
        base = task._replace(engine=reference)
        speed, memory = measured.speed(task), measured.memory[task]
        times = (task.size / speed, median(measured.processor[task]))
        figures = map(
            figure, (*times, speed, speed / measured.speed(base), memory / MIB, memory / measured.memory[base])
        )
        yield (f"{task.size:,}", str(task.jobs), task.engine, *figures)


def _warm(measured: Measured, reference: str) -> Iterator[Row]:
    yield ("engine", "handouts/s", f"speed, {reference} = 1")
    for task in measured.of("warm"):
        speed = measured.speed(task)
        yield (task.engine, *map(figure, (speed, speed / measured.speed(task._replace(engine=reference)))))


def _cold(measured: Measured, reference: str) -> Iterator[Row]:
    yield ("engine", "seconds", f"time, {reference} = 1", "MiB", f"memory, {reference} = 1")
    for task in measured.of("cold"):
        base = task._replace(engine=reference)
        seconds, memory = 1 / measured.speed(task), measured.memory[task]
        ratios = seconds * measured.speed(base), memory / measured.memory[base]
        yield (task.engine, *map(figure, (seconds, ratios[0], memory / MIB, ratios[1])))


def _growth(measured: Measured) -> Iterator[Row]:
    """Yield what a handout costs in an engine's largest group over what it costs in its smallest of more than one."""
    yield ("processes", "engine", "handouts", "time a handout, largest over smallest", "memory, largest over smallest")
    tasks = measured.of("batch")
    for engine, jobs in dict.fromkeys((task.engine, task.jobs) for task in tasks):
        same = sorted(task for task in tasks if (task.engine, task.jobs) == (engine, jobs))
        small, large = same[0], same[-1]
        if large.size > small.size:
            ratios = measured.speed(small) / measured.speed(large), measured.memory[large] / measured.memory[small]
            yield (str(jobs), engine, f"{small.size:,} and {large.size:,}", *map(figure, ratios))
