"""What a list's columns can mean, for menus: the slots of a course by their labels, parts of names, nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.slots import Part, lists, slots
from worksheets.messages import _

from .headings import LEFT_OUT, Column, Other
from .judged_list import ColumnUse
from .names import FIRST_NAME, LAST_NAME
from .option_columns import heading_within

_USES = {
    Other.FIRST_NAME: ColumnUse.FIRST_NAME,
    Other.LAST_NAME: ColumnUse.LAST_NAME,
    Other.NUMBER: ColumnUse.NUMBER,
    Other.PERSONAL: ColumnUse.PERSONAL,
    Other.EMAIL: ColumnUse.PERSONAL,
    Other.ANSWER: ColumnUse.OF_FORM,
    Other.TIME: ColumnUse.OF_FORM,
    Other.EXPORT: ColumnUse.OF_FORM,
    Other.IGNORED: ColumnUse.LEFT_OUT,
}
_MEANINGS = {Other.FIRST_NAME: FIRST_NAME, Other.LAST_NAME: LAST_NAME, Other.IGNORED: LEFT_OUT}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Something that a column can be taken for."""

    path: str
    """A slot's path, with ``*`` for the number of an entry; ``etunimi``, ``sukunimi``, or ``-`` for nothing."""
    label: str
    group: str = ""
    """The label of the exercise that it belongs to; empty for what is about the person or the group."""


def meanings(course: Course) -> tuple[Meaning, ...]:
    """Return what a column of a list can be taken for, in the course's order; the name comes first, nothing last."""
    name = course.slots[course.name_slot]
    parts_of_names = ((FIRST_NAME, _("first name")), (LAST_NAME, _("last name")))
    return (
        Meaning(name.path, name.label),
        *(Meaning(path, label) for path, label in parts_of_names if path not in course.slots),
        *(each for part in course.root.parts for each in _meanings(part) if each.path != name.path),
        Meaning(LEFT_OUT, _("not printed")),
    )


def _meanings(part: Part) -> Iterator[Meaning]:
    """Yield the slots of a part; those of lists without a number first, then with one."""
    group = part.label if part.type else ""
    for path, each in lists(part):
        yield from (
            Meaning(f"{path}.*.{child.id}", _within(each, child), group) for child in each.parts if not each.given
        )
    yield from (Meaning(slot.path, slot.label, group) for slot in slots(part, all_entries=False))


def _within(entries: Part, child: Part) -> str:
    return heading_within(entries.label, child.label)


def use_of(column: Column, course: Course) -> ColumnUse:
    """Return what a column is for."""
    if column.other:
        return _USES[column.other]
    if not column.slot:
        return ColumnUse.UNKNOWN
    is_known = column.option or "*" in column.slot or column.slot in course.slots
    return ColumnUse.SLOT if is_known else ColumnUse.NO_SLOT


def meaning_of(column: Column) -> str:
    """Return a column's meaning, as ``Headings.chosen`` takes it; empty for what nobody can choose."""
    return column.slot or (_MEANINGS.get(column.other, "") if column.other else "")


def label_of(column: Column, course: Course) -> str:
    """Return what a column's slot is called; empty if it has none."""
    if column.option:
        return column.option
    if column.slot in course.slots:
        return course.slots[column.slot].label
    path, star, part = column.slot.partition(".*.")
    return _within(course.part(path), course.part(path).part(part)) if star else ""
