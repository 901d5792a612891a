"""A group's overview: how many entries each participant has, what was answered, which kinds of support were named.

Only counts and answers are gathered here; every word around them is in ``summary.html.j2``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.slots import MAP, PROMPTS, Part, lists
from worksheets.people.participant import Participant
from worksheets.text.collation import sort_key
from worksheets.text.fit import css_pixels, set_lines

from .contact_map import entry_parts

MOST_KINDS = 12
"""The number of kinds of support that have a bar of their own; the others are counted together."""
MOST_LINES = 40
"""The most lines of labels in a part of a chart, so that it fits on a page."""
LONGEST = 30
"""The most characters that a kind of support may have and still be given a bar."""
MOST_ROWS = 30
"""The largest group in which each participant has a bar; of a larger one, the chart shows how many have how much."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: a length for each of the chart's series."""

    label: str | None
    """None for the row that counts the other kinds of support together."""
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart as it is drawn."""

    label: str
    lengths: tuple[int, ...]
    top: int
    """The lines of labels above it."""
    lines: int
    """The lines of its label."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together on a page."""

    rows: tuple[Row, ...]

    @property
    def lines(self) -> int:
        """The lines of all its labels."""
        return self.rows[-1].top + self.rows[-1].lines


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows of bars."""

    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()
    """The names of the series, where a row has a bar for each of several lists."""
    label: str = ""
    """The label of the exercise that the chart is about, where it is about one."""

    @property
    def longest(self) -> int:
        """The length of the longest bar; 1 when all are empty."""
        return max((length for bar in self.bars for length in bar.lengths), default=0) or 1

    def blocks(self, width: float, size: float, others: str, unit: str = "") -> tuple[Block, ...]:
        """Return the rows in blocks that fit on a page, each with as many lines as its label needs.

        The labels have a width and a font size in mm, and ``unit`` after them; ``others`` is the label of the row
        without one.
        """
        blocks: list[list[Row]] = []
        for bar in self.bars:
            label = others if bar.label is None else bar.label + unit
            lines = len(set_lines(label, css_pixels(width), css_pixels(size)).starts)
            top = blocks[-1][-1].top + blocks[-1][-1].lines if blocks else MOST_LINES
            if top + lines > MOST_LINES:
                blocks.append([])
                top = 0
            blocks[-1].append(Row(label, bar.lengths, top, lines))
        return tuple(Block(tuple(rows)) for rows in blocks)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered to a question, each text with its count; sorted, so that the order identifies nobody."""

    label: str
    texts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of support that the maps' entries name."""

    chart: Chart | None
    """The kinds by how often they are named, the most frequent first; None when there are none."""
    longer: tuple[tuple[str, int], ...]
    """The kinds that are too long for a bar, with their counts; sorted."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A group's overview."""

    count: int
    """The number of participants."""
    totals: tuple[tuple[str, int], ...]
    """The name of each list, and how many entries of it the participants have in all."""
    entries: Chart | None
    """How many entries of each list each participant has; None for a course without lists."""
    by_count: bool
    """The rows of ``entries`` are numbers of entries, and their bars count the participants who have as many."""
    charts: tuple[Chart, ...]
    """For each exercise of prompts, how many participants have answered each prompt."""
    support: tuple[str, ...]
    """Every support that the maps' entries name, as it was written; sorted."""
    answers: tuple[Answers, ...]
    names: tuple[str, ...]
    """The participants' names in the order of the rows of ``entries``; empty unless they are wanted."""

    def kinds(self, conjunction: str) -> Kinds:
        """Return the kinds of support; several in one answer are parted by punctuation or the language's “and”."""
        counts = Counter(kind for text in self.support for kind in _parted(text, conjunction))
        longer = Counter({kind: count for kind, count in counts.items() if len(kind) > LONGEST})
        ranked = sorted((counts - longer).items(), key=lambda item: (-item[1], sort_key(item[0])))
        bars = [Bar(kind, (count,)) for kind, count in ranked[:MOST_KINDS]]
        if others := sum(count for _kind, count in ranked[MOST_KINDS:]):
            bars.append(Bar(None, (others,)))
        return Kinds(Chart(tuple(bars)) if bars else None, _sorted(longer))


def summary(people: Sequence[Participant], course: Course, *, names: bool = False) -> Summary:
    """Return the overview of what a group has filled in.

    With ``names``, the participants keep their order in the list, and their names are given. Without, those who have
    most entries come first, so that nobody is known by their place in the list.
    """
    parts = list(lists(course.root))
    labels = tuple(_plural(part) for _path, part in parts)
    counts = [tuple(_entry_count(person, path) for path, _part in parts) for person in people]
    rows = counts if names else sorted(counts, key=lambda row: (sum(row), row), reverse=True)
    by_count = len(rows) > MOST_ROWS
    bars = _by_count(rows) if by_count else tuple(Bar(str(n), row) for n, row in enumerate(rows, start=1))
    return Summary(
        count=len(people),
        totals=tuple((label, sum(row[n] for row in counts)) for n, label in enumerate(labels)),
        entries=Chart(bars, labels) if parts else None,
        by_count=by_count,
        charts=tuple(_answered(part, people) for part in course.root.parts if part.type == PROMPTS),
        support=tuple(sorted(_support(course, people))),
        answers=tuple(_answers(course, people)),
        names=tuple(person.name for person in people) if names else (),
    )


def _plural(part: Part) -> str:
    """Return the name of a list as a whole: the first of its other headings, or its label if it has none."""
    return (*part.also, part.label)[0]


def _entry_count(person: Participant, path: str) -> int:
    """Return how many entries of a list have at least one filled slot."""
    start = f"{path}."
    return len({slot[len(start) :].split(".")[0] for slot in person.values if slot.startswith(start)})


def _by_count(counts: Sequence[Sequence[int]]) -> tuple[Bar, ...]:
    """Return a bar for 0, 1, 2 … entries: how many participants have as many of each list."""
    most = max(max(row) for row in counts)
    tallies = [Counter(row[n] for row in counts) for n in range(len(counts[0]))]
    return tuple(Bar(str(length), tuple(tally[length] for tally in tallies)) for length in range(most + 1))


def _answered(part: Part, people: Sequence[Participant]) -> Chart:
    """Return how many participants have answered each prompt of an exercise."""
    bars = (
        Bar(child.label, (sum(bool(person.text(f"{part.id}.{child.id}")) for person in people),))
        for child in part.parts
    )
    return Chart(tuple(bars), label=part.label)


def _support(course: Course, people: Sequence[Participant]) -> Iterator[str]:
    """Yield the filled supports of the entries of all maps."""
    for exercise in course.root.parts:
        for path, part in lists(exercise) if exercise.type == MAP else ():
            _name, support = entry_parts(part)
            slots = [f"{path}.{row}.{support}" for row in range(1, part.most + 1)]
            yield from (text for person in people for slot in slots if (text := person.text(slot)))


def _parted(text: str, conjunction: str) -> Iterator[str]:
    """Yield the kinds of support in an answer, in lower case and without spaces or full stops around them."""
    for words in re.split(rf"[,;\n]|\b{re.escape(conjunction)}\b", text):
        if kind := " ".join(words.split()).strip(".").casefold():
            yield kind


def _answers(course: Course, people: Sequence[Participant]) -> Iterator[Answers]:
    """Yield the answers to each question that stands alone: not a field, a prompt or a part of a list."""
    for exercise in course.root.parts:
        for part, path in _questions(exercise, exercise.id) if exercise.type not in ("", PROMPTS) else ():
            texts = Counter(text for person in people if (text := person.text(path)))
            if texts:
                yield Answers(part.label, _sorted(texts))


def _questions(part: Part, path: str) -> Iterator[tuple[Part, str]]:
    """Yield the parts of an exercise that are slots outside its lists, with their paths."""
    if part.rows:
        return
    if not part.parts:
        yield part, path
    for child in part.parts:
        yield from _questions(child, f"{path}.{child.id}")


def _sorted(texts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return the texts and their counts in alphabetical order."""
    return tuple(sorted(texts.items(), key=lambda item: sort_key(item[0])))
