"""A group's overview on a page: how many entries each has, what was answered, which kinds of support were named."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.slots import Part, lists
from worksheets.people.participant import Participant
from worksheets.text.collation import sort_key

MOST_KINDS = 12
"""Kinds of support that are shown; the others are counted together."""
LONGEST = 30
"""Letters of a kind of support that has a bar of its own."""
MOST_ROWS = 30
"""People who have a bar each; of a larger group it is shown how many have how much."""
_APART = re.compile(r"[,;\n]|\bja\b")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: what it is of, and its lengths, one for each of the chart's series."""

    label: str
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows of bars under a heading; the names of the series when there are several."""

    heading: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        """The length of the longest bar; 1 when none has any."""
        return max((length for bar in self.bars for length in bar.lengths), default=0) or 1

    @property
    def said(self) -> str:
        """All of it in words."""
        rows = (f"{bar.label}: {', '.join(map(str, bar.lengths))}" for bar in self.bars)
        return f"{self.heading} ({', '.join(self.series)}). {'; '.join(rows)}."


@dataclass(frozen=True, slots=True)
class Answers:
    """What was written under a label, and how many times, in the alphabet's order: nobody is known by their place."""

    label: str
    texts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A group's overview."""

    count: int
    totals: tuple[tuple[str, int], ...]
    """How many entries of each list everyone has together."""
    entries: Chart | None
    charts: tuple[Chart, ...]
    """For each exercise of prompts, how many have answered which."""
    kinds: Chart | None
    answers: tuple[Answers, ...]
    names: tuple[str, ...]
    """Whose the numbers are; empty unless they are to be known."""


def summary(people: Sequence[Participant], course: Course, *, names: bool = False) -> Summary:
    """Return what a group has filled in; who is who only on wish.

    With names, people keep their numbers in the list and there is a key to them; without, those with most come first.
    """
    found = list(lists(course.root))
    labels = tuple(_name(part) for _path, part in found)
    counts = [tuple(_entries(person, path) for path, _part in found) for person in people]
    totals = tuple((label, sum(row[n] for row in counts)) for n, label in enumerate(labels))
    rows = counts if names else sorted(counts, key=lambda row: (sum(row), row), reverse=True)
    bars = _spread(rows) if len(rows) > MOST_ROWS else tuple(Bar(str(n), row) for n, row in enumerate(rows, start=1))
    kinds, longer = _kinds(course, people)
    return Summary(
        count=len(people),
        totals=totals,
        entries=Chart("Kuinka monta kullakin on", labels, bars) if found else None,
        charts=tuple(_answered(part, people) for part in course.root.parts if part.kind == "prompts"),
        kinds=kinds,
        answers=(*_texts(course, people), *longer),
        names=tuple(person.name for person in people) if names else (),
    )


def _name(part: Part) -> str:
    return (*part.also, part.label)[0]


def _entries(person: Participant, path: str) -> int:
    """Return how many entries of a list have anything in them."""
    start = f"{path}."
    return len({slot[len(start) :].split(".")[0] for slot in person.values if slot.startswith(start)})


def _spread(counts: Sequence[Sequence[int]]) -> tuple[Bar, ...]:
    """Return how many people have 0, 1, 2 … entries of each list."""
    most = max(max(row) for row in counts)
    tallies = [Counter(row[n] for row in counts) for n in range(len(counts[0]))]
    return tuple(Bar(f"{length} kpl", tuple(tally[length] for tally in tallies)) for length in range(most + 1))


def _answered(part: Part, people: Sequence[Participant]) -> Chart:
    bars = (
        Bar(child.label, (sum(bool(person.text(f"{part.id}.{child.id}")) for person in people),))
        for child in part.parts
    )
    return Chart(f"{part.label}: kuinka moni on vastannut", ("vastanneita",), tuple(bars))


def _kinds(course: Course, people: Sequence[Participant]) -> tuple[Chart | None, list[Answers]]:
    """Return which kinds of support the maps name, the commonest first, and as text those too long for a chart."""
    said: Counter[str] = Counter()
    for exercise in course.root.parts:
        for path, part in lists(exercise) if exercise.kind == "map" else ():
            paths = [f"{path}.{row}.{part.parts[-1].id}" for row in range(1, part.most + 1)]
            said.update(kind for person in people for slot in paths for kind in _split(person.text(slot)))
    longer = Counter({kind: count for kind, count in said.items() if len(kind) > LONGEST})
    ranked = sorted((said - longer).items(), key=lambda item: (-item[1], sort_key(item[0])))
    bars = [Bar(kind, (count,)) for kind, count in ranked[:MOST_KINDS]]
    if others := sum(count for _kind, count in ranked[MOST_KINDS:]):
        bars.append(Bar("muuta", (others,)))
    chart = Chart("Minkälaista apua kontakteilta saa", ("mainintoja",), tuple(bars)) if bars else None
    return chart, [_sorted("Muuta apua, jota kontakteilta saa", longer)] if longer else []


def _sorted(label: str, texts: Counter[str]) -> Answers:
    return Answers(label, tuple(sorted(texts.items(), key=lambda item: sort_key(item[0]))))


def _split(text: str) -> Iterator[str]:
    for piece in _APART.split(text):
        if kind := " ".join(piece.split()).strip(".").casefold():
            yield kind


def _texts(course: Course, people: Sequence[Participant]) -> Iterator[Answers]:
    """Yield the answers to each question that is asked by itself: not a prompt, nor in a list."""
    for exercise in course.root.parts:
        for part, path in _questions(exercise, exercise.id) if exercise.kind not in ("", "prompts") else ():
            texts = Counter(text for person in people if (text := person.text(path)))
            if texts:
                yield _sorted(part.label, texts)


def _questions(part: Part, path: str) -> Iterator[tuple[Part, str]]:
    if part.rows:
        return
    if not part.parts:
        yield part, path
    for child in part.parts:
        yield from _questions(child, f"{path}.{child.id}")
