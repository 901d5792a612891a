"""Charts of what a group has answered with marks: how many have chosen each option, each step, each part of a line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from worksheets.course.marks import LINE_MOST, Chosen, Marks
from worksheets.course.slots import Part
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .charts import Bar, Chart

_PARTS_OF_LINE = 10
"""The parts of a line of which each has a bar."""


def charts_of_marks(exercise: Part, people: Sequence[Participant], words: Words) -> Iterator[Chart]:
    """Yield the charts of an exercise that is answered with marks; none of any other exercise.

    Statements that have the same options are one chart.
    """
    if exercise.marks:
        yield _chart(exercise, exercise.marks, _answers(exercise.marks, exercise.id, people), words)
    elif exercise.parts and all(part.marks for part in exercise.parts):
        yield _statements(exercise, people)


def own_words(exercise: Part, people: Sequence[Participant]) -> tuple[str, list[str]] | None:
    """Return the label of the option with room for words of one's own, and these words; None if there are none."""
    marks = exercise.marks
    if marks is None or not marks.other:
        return None
    texts = [words for person in people if (words := _chosen(marks, exercise.id, person).other)]
    return (f"{exercise.label} – {marks.options[-1]}", texts) if texts else None


def _answers(marks: Marks, path: str, people: Sequence[Participant]) -> list[tuple[int, ...]]:
    """Return the numbers of the options, or the places on the line, that each has chosen who has answered."""
    every = (_chosen(marks, path, person).numbers for person in people)
    return [numbers for numbers in every if numbers]


def _chosen(marks: Marks, path: str, person: Participant) -> Chosen:
    """Return what somebody has chosen: nothing if their text says no marks, which no reader of lists lets through."""
    try:
        return marks.chosen(person.text(path))
    except ValueError:
        return Chosen()


def _chart(exercise: Part, marks: Marks, answers: Sequence[tuple[int, ...]], words: Words) -> Chart:
    """Return the chart of one slot; a scale and a line have their greatest number on top."""
    counts = Counter(number for numbers in answers for number in numbers)
    if marks.is_line:
        bars = _parts_of_line(marks, counts)
        values = [place for (place,) in answers]
    else:
        labels = _step_labels(marks) if marks.is_scale else marks.options
        bars = [Bar(label, (counts[number],)) for number, label in enumerate(labels, start=1)]
        values = [int(marks.options[number - 1]) for (number,) in answers] if marks.is_scale else []
    is_ordered = marks.is_line or marks.is_scale
    return Chart(
        tuple(reversed(bars) if is_ordered else bars),
        label=exercise.label,
        total=len(answers),
        most=marks.most,
        median=_printed(median(values), words) if values else "",
    )


def _step_labels(marks: Marks) -> list[str]:
    """Return the steps of a scale, the first and the last one with what it means."""
    first, *middle, last = marks.options
    return [f"{first} {marks.ends[0]}".strip(), *middle, f"{last} {marks.ends[1]}".strip()]


def _parts_of_line(marks: Marks, counts: Counter[int]) -> list[Bar]:
    """Return a bar for each tenth of a line; the last one has both its ends in it."""
    width = LINE_MOST // _PARTS_OF_LINE
    starts = range(0, LINE_MOST, width)
    ends = [*(start + width - 1 for start in starts[:-1]), LINE_MOST]
    labels = [f"{start}–{end}" for start, end in zip(starts, ends, strict=True)]
    labels = [f"{labels[0]} {marks.ends[0]}".strip(), *labels[1:-1], f"{labels[-1]} {marks.ends[1]}".strip()]
    return [
        Bar(label, (sum(counts[place] for place in range(start, end + 1)),))
        for label, start, end in zip(labels, starts, ends, strict=True)
    ]


def _statements(exercise: Part, people: Sequence[Participant]) -> Chart:
    """Return the chart in which a row is a statement, and its bars, one behind another, count each option."""
    bars, answered = [], set()
    for part in exercise.parts:
        marks = part.marks or Marks()
        numbers = [_chosen(marks, f"{exercise.id}.{part.id}", person).numbers for person in people]
        answered |= {index for index, chosen in enumerate(numbers) if chosen}
        counts = Counter(number for chosen in numbers for number in chosen)
        bars.append(Bar(part.label, tuple(counts[number] for number in range(1, len(marks.options) + 1))))
    options = next(part.marks.options for part in exercise.parts if part.marks)
    return Chart(tuple(bars), options, label=exercise.label, total=len(answered), adds_up=True)


def _printed(number: float, words: Words) -> str:
    """Return a number as a language writes it: 3,5 in Finnish."""
    if number == int(number):
        return str(int(number))
    from babel import Locale, UnknownLocaleError  # Only for a median between two answers.
    from babel.numbers import format_decimal

    try:
        return format_decimal(number, locale=Locale.parse(words.language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return str(number)
