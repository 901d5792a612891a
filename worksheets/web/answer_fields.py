"""The fields in which one participant's name and answers are typed: by pages, as the exercises have them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING

from worksheets import api

from .posting import text_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from worksheets.course.marks import Marks

    from .one_person import OnePerson
    from .outlines import Outline

ANSWER = "answer."
"""Begins the names of the form's fields for answers."""
OTHER = ".other"
"""Ends the name of the field for words of one's own, beside the last option."""
_PRESENT = "present."
"""Begins the names of what says that the form has a field: boxes that have no tick say nothing themselves."""
_PLACES = "0–100"
_SHORT = 16
"""The most letters of options that stand beside each other."""


class Shape(Enum):
    """How a slot is filled in."""

    LINE = "line"
    TEXT = "text"
    """Several lines."""
    ONE = "one"
    """One of some options."""
    SEVERAL = "several"
    TICK = "tick"
    PLACE = "place"
    """A whole number, for a place on a line."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a slot that is answered with marks."""

    label: str
    is_chosen: bool
    words: str | None = None
    """Words of one's own beside it; None if it has no room for them."""
    end: str = ""
    """What an end of a scale means."""


@dataclass(frozen=True, slots=True)
class Field:
    """A slot's field."""

    path: str
    label: str
    shape: Shape
    text: str
    limit: int
    hint: str = ""
    options: tuple[Option, ...] = ()
    problem: str = ""

    @property
    def id(self) -> str:
        """The element's id."""
        return ANSWER + self.path

    @property
    def is_short(self) -> bool:
        """The options fit on a line."""
        return all(len(option.label) <= _SHORT and option.words is None for option in self.options)

    @property
    def present(self) -> str:
        """The name of the field that says that the form has this one."""
        return _PRESENT + self.path


@dataclass(frozen=True, slots=True)
class Row:
    """Fields that belong together: an exercise, or an entry of a list; a field alone has a row without a label."""

    label: str
    fields: tuple[Field, ...]
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """What is filled in on a page."""

    page: api.Page
    rows: tuple[Row, ...]

    @property
    def fields(self) -> list[Field]:
        """All fields."""
        return [field for row in self.rows for field in row.fields]

    @property
    def filled(self) -> int:
        """How many fields have a text."""
        return sum(bool(field.text) for field in self.fields)

    @property
    def is_open(self) -> bool:
        """Something has been typed here, or is wrong."""
        return bool(self.filled) or any(field.problem for field in self.fields)


def name_field(person: "OnePerson", outline: "Outline") -> Field:
    """Return the field of the participant's name."""
    return next(_fields(person, outline, [outline.course.name_slot]))


def field_groups(person: "OnePerson", outline: "Outline") -> list[FieldGroup]:
    """Return what is asked on each page that asks something."""
    answers = [slot for slot in outline.slots if slot.kind is not api.SlotKind.FIELD]
    groups = []
    for page in outline.pages:
        slots = [slot for slot in answers if page.name in slot.pages[:1]]
        if slots:
            groups.append(FieldGroup(page, tuple(_rows(person, outline, slots))))
    return groups


def answers_of(form: "FormData", person: "OnePerson", outline: "Outline") -> dict[str, str]:
    """Return what has been typed, as a form changes it; a text of a slot that the course has not is left out."""
    texts = dict(person.texts)
    for path, slot in outline.course.shown.items():
        if _PRESENT + path in form or ANSWER + path in form:
            texts[path] = _marked(form, path, slot.marks) if slot.marks else _typed(form, path, one_line=slot.one_line)
    return texts


def _typed(form: "FormData", path: str, *, one_line: bool) -> str:
    text = text_of(form, ANSWER + path).replace("\r\n", "\n")
    return " ".join(text.split()) if one_line else text.strip("\n")


def _marked(form: "FormData", path: str, marks: "Marks") -> str:
    """Return the text that says what is chosen."""
    if marks.is_line:
        return text_of(form, ANSWER + path).strip()
    chosen = [label for label in marks.options if label in form.getlist(ANSWER + path)]
    words = " ".join(text_of(form, ANSWER + path + OTHER).split())
    last = marks.options[-1]
    if marks.other and words and (last in chosen or marks.most > 1 or not chosen):
        chosen = [*(label for label in chosen if label != last), f"{last}: {words}"]
    return "; ".join(chosen)


def _rows(person: "OnePerson", outline: "Outline", slots: Sequence[api.CourseSlot]) -> Iterator[Row]:
    """Yield the rows of a page's slots: a list's entries, an exercise's parts, or a field alone."""
    for key, group in groupby(slots, lambda slot: slot.entries or slot.path.partition(".")[0]):
        columns = list(group)
        if columns[0].entries:
            yield from _entries(person, outline, columns)
            continue
        fields = tuple(_fields(person, outline, [slot.path for slot in columns]))
        yield Row(outline.course.part(key).label if len(fields) > 1 else "", fields)


def _entries(person: "OnePerson", outline: "Outline", columns: Sequence[api.CourseSlot]) -> Iterator[Row]:
    """Yield the entries of a list: as many as the page has room for, and always one more than are filled."""
    start = columns[0].entries
    part = outline.course.part(start)
    numbers = [
        int(path.removeprefix(f"{start}.").split(".")[0]) for path in person.texts if path.startswith(f"{start}.")
    ]
    shown = min(columns[0].most, max(columns[0].rows, max(numbers, default=0) + 1))
    for number in range(1, shown + 1):
        paths = [f"{start}.{number}.{column.id}" for column in part.parts]
        labels = [column.label for column in part.parts]
        label = outline.course.slots[paths[0]].label.removesuffix(f": {labels[0]}")
        yield Row(label, tuple(_fields(person, outline, paths, labels)), is_entry=True)


def _fields(
    person: "OnePerson", outline: "Outline", paths: Sequence[str], labels: Sequence[str] = ()
) -> Iterator[Field]:
    for index, path in enumerate(paths):
        slot, text = outline.course.slots[path], person.texts.get(path, "")
        marks = slot.marks
        yield Field(
            path,
            labels[index] if labels else slot.label,
            _shape(marks, one_line=slot.one_line or bool(labels)),
            text,
            slot.limit,
            _hint(marks),
            _options(marks, text) if marks and not marks.is_line else (),
            person.problems.get(path, ""),
        )


def _shape(marks: "Marks | None", *, one_line: bool) -> Shape:
    if marks is None:
        return Shape.LINE if one_line else Shape.TEXT
    if marks.is_line:
        return Shape.PLACE
    if marks.is_tick:
        return Shape.TICK
    return Shape.SEVERAL if marks.most > 1 else Shape.ONE


def _hint(marks: "Marks | None") -> str:
    """Return what the ends of a line mean."""
    if marks is None or not marks.is_line:
        return ""
    first, last = marks.ends
    return f"{_PLACES}: 0 = {first}, 100 = {last}" if first and last else _PLACES


def _options(marks: "Marks", text: str) -> tuple[Option, ...]:
    """Return the options, with those chosen that a text says."""
    try:
        chosen = marks.chosen(text)
    except ValueError:  # It was typed for another version of the course.
        chosen = marks.chosen("")
    last = len(marks.options)
    ends = {1: marks.ends[0], last: marks.ends[1]}
    return tuple(
        Option(
            label,
            number in chosen.numbers,
            (chosen.other if number in chosen.numbers else "") if marks.other and number == last else None,
            ends.get(number, ""),
        )
        for number, label in enumerate(marks.options, start=1)
    )
