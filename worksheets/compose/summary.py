"""A group's overview: how many entries each participant has, what was answered, which kinds of support were named.

Only counts and answers are gathered here; every word around them is in ``summary.html.j2``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.slots import MAP, PROMPTS, SIGNATURE, Part, lists
from worksheets.people.participant import Participant
from worksheets.text.collation import sort_key

from .answer_columns import AnswerList
from .charts import Bar, Chart, HeadedChart, OverviewPages, overview_pages
from .contact_map import entry_parts
from .mark_charts import charts_of_marks, own_words

MOST_KINDS = 12
"""The number of kinds of support that have a bar of their own; the others are counted together."""
LONGEST = 30
"""The most characters that a kind of support may have and still be given a bar."""
MOST_ROWS = 30
"""The largest group in which each participant has a bar; of a larger one, the chart shows how many have how much."""


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
    """For each exercise of prompts or with marks, how many have answered each prompt, or chosen each option."""
    support: tuple[str, ...]
    """Every support that the maps' entries name, as it was written; sorted."""
    answers: tuple[Answers, ...]
    names: tuple[str, ...]
    """The participants' names in the list's order, if they are wanted and ``entries`` does not have them."""
    given: tuple[tuple[str, str], ...] = ()
    """What everybody was given with ``--set``: labels of fields, and their texts."""

    def kinds(self, conjunction: str) -> Kinds:
        """Return the kinds of support; several in one answer are parted by punctuation or the language's “and”."""
        counts = Counter(kind for text in self.support for kind in _parted(text, conjunction))
        longer = Counter({kind: count for kind, count in counts.items() if len(kind) > LONGEST})
        ranked = sorted((counts - longer).items(), key=lambda item: (-item[1], sort_key(item[0])))
        bars = [Bar(kind, (count,)) for kind, count in ranked[:MOST_KINDS]]
        if others := sum(count for _kind, count in ranked[MOST_KINDS:]):
            bars.append(Bar(None, (others,)))
        total = sum(count for _kind, count in ranked)
        return Kinds(Chart(tuple(bars), total=total) if bars else None, _sorted(longer))

    def pages(
        self, charts: Sequence[HeadedChart], title: str, paragraphs: Sequence[str], lists: Sequence[AnswerList]
    ) -> OverviewPages:
        """Return charts and lists of answers on their pages; a title and paragraphs stand before them."""
        return overview_pages(charts, title, paragraphs, lists)


def summary(
    people: Sequence[Participant], course: Course, *, names: bool = False, given: Iterable[str] = ()
) -> Summary:
    """Return the overview of what a group has filled in.

    With ``names``, the participants keep their order in the list, and their names are given. Without, those who have
    most entries come first, so that nobody is known by their place in the list. ``given`` are the fields that everybody
    has the same text in.
    """
    parts = list(lists(course.root))
    labels = tuple(_plural(part) for _path, part in parts)
    counts = [tuple(_entry_count(person, path) for path, _part in parts) for person in people]
    by_count = len(people) > MOST_ROWS
    by_person = bool(parts) and not by_count
    return Summary(
        count=len(people),
        totals=tuple((label, sum(row[n] for row in counts)) for n, label in enumerate(labels)),
        entries=Chart(_by_count(counts) if by_count else _by_person(people, counts, names=names), labels)
        if parts
        else None,
        by_count=by_count,
        charts=tuple(chart for part in course.root.parts for chart in _charts(part, people, course)),
        support=tuple(sorted(_support(course, people))),
        answers=tuple(_answers(course, people)),
        names=tuple(person.name for person in people) if names and not by_person else (),
        given=tuple(_given(people, course, given)),
    )


def _given(people: Sequence[Participant], course: Course, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the labels and the texts of fields in which everybody has the same text."""
    for person in people[:1]:
        for path in fields:
            if text := person.text(path):
                yield course.settable[path].label, text


def _plural(part: Part) -> str:
    """Return the name of a list as a whole: the first of its other headings, or its label if it has none."""
    return (*part.also, part.label)[0]


def _entry_count(person: Participant, path: str) -> int:
    """Return how many entries of a list have at least one filled slot."""
    start = f"{path}."
    return len({slot[len(start) :].split(".")[0] for slot in person.values if slot.startswith(start)})


def _by_person(people: Sequence[Participant], counts: Sequence[tuple[int, ...]], *, names: bool) -> tuple[Bar, ...]:
    """Return a bar for each participant, by number, and by name if names are wanted."""
    if names:
        return tuple(
            Bar(f"{n} {person.name}", row) for n, (person, row) in enumerate(zip(people, counts, strict=True), 1)
        )
    rows = sorted(counts, key=lambda row: (sum(row), row), reverse=True)
    return tuple(Bar(str(n), row) for n, row in enumerate(rows, start=1))


def _by_count(counts: Sequence[Sequence[int]]) -> tuple[Bar, ...]:
    """Return a bar for each number of entries that somebody has: how many participants have as many of each list."""
    tallies = [Counter(row[n] for row in counts) for n in range(len(counts[0]))]
    return tuple(Bar(str(length), tuple(tally[length] for tally in tallies)) for length in sorted(set().union(*counts)))


def _charts(exercise: Part, people: Sequence[Participant], course: Course) -> Iterator[Chart]:
    if exercise.type == PROMPTS:
        yield _answered(exercise, people)
    yield from charts_of_marks(exercise, people, course.words)


def _answered(part: Part, people: Sequence[Participant]) -> Chart:
    """Return how many participants have answered each prompt of an exercise, and any of them."""
    answered = [{child.id for child in part.parts if person.text(f"{part.id}.{child.id}")} for person in people]
    bars = (Bar(child.label, (sum(child.id in ids for ids in answered),)) for child in part.parts)
    return Chart(tuple(bars), label=part.label, total=sum(map(bool, answered)))


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
    """Yield the answers to each question that stands alone: not a field, prompt, signature or part of a list.

    Of an exercise with marks, they are the words beside its last option.
    """
    for exercise in course.root.parts:
        if words := own_words(exercise, people):
            label, written = words
            yield Answers(label, _sorted(Counter(written)))
        for part, path in _questions(exercise, exercise.id) if exercise.type not in ("", PROMPTS, SIGNATURE) else ():
            texts = Counter(text for person in people if (text := person.text(path)))
            if texts:
                yield Answers(part.label, _sorted(texts))


def _questions(part: Part, path: str) -> Iterator[tuple[Part, str]]:
    """Yield the parts of an exercise that are slots outside its lists, with their paths."""
    if part.rows:
        return
    if not part.parts and part.marks is None:
        yield part, path
    for child in part.parts:
        yield from _questions(child, f"{path}.{child.id}")


def _sorted(texts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return the texts and their counts in alphabetical order."""
    return tuple(sorted(texts.items(), key=lambda item: sort_key(item[0])))
