"""The slots that a returned form's fields belong to, whatever programs have done to the fields' names."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from worksheets.course.course import Course
from worksheets.course.mark_paths import MarkPath, mark_path

from .fields import slot_path
from .form_fields import FilledField
from .marked_answers import option_of, with_marks

_COPY_SUFFIX = re.compile(r"(?:[#_ ]\d+|\s*\(\d+\))$")
"""What programs that merge forms append to a field's name when another field has it already."""
_Form = dict[tuple[str, str], FilledField]
"""The fields of a form by their slots' paths and their marks."""


@dataclass(frozen=True, slots=True)
class FieldSlot:
    """The slot of a field."""

    path: str
    """Empty if the field is none of the course's."""
    form: tuple[str, ...] = ()
    """The rest of the field's name, which tells the forms in a merged file apart."""
    mark: str = ""
    """What of a slot with marks the field is for: the number of an option, or ``other``; empty for the slot itself."""


@dataclass(slots=True)
class FormSlots:
    """The fields of a file by their slots."""

    forms: list[Mapping[str, FilledField]] = field(default_factory=list)
    """The fields of each form that has been merged into the file, by the paths of their slots."""
    strange: list[FilledField] = field(default_factory=list)
    """Fields that are none of the course's."""
    without_form: list[FilledField] = field(default_factory=list)
    """Fields that are on no page, and whose slot has another field on a page."""


def field_slot(course: Course, names: tuple[str, ...]) -> FieldSlot:
    """Return the slot of a field; ``names`` are the names of the fields that it is under, and its own."""
    for index in reversed(range(len(names))):
        suffix = _COPY_SUFFIX.search(names[index])
        original = (names[index][: suffix.start()], suffix[0]) if suffix else ("", "")
        for name, copy in ((names[index], ""), original):
            path = mark_path(slot_path(name))
            if path.slot in course.slots and (course.slots[path.slot].marks or not path.mark):
                return FieldSlot(path.slot, (*names[:index], copy), path.mark)
    return FieldSlot("")


def _slot_of(course: Course, filled: FilledField) -> FieldSlot:
    """Return the slot of a field; of a button, with the number of its option."""
    slot = field_slot(course, filled.names)
    marks = course.slots[slot.path].marks if slot.path else None
    if filled.button is None or marks is None:
        return slot
    return replace(slot, mark=str(option_of(filled.button, marks, MarkPath(slot.path, slot.mark))))


def form_slots(course: Course, fields: Iterable[FilledField]) -> FormSlots:
    """Return the fields of a file by their slots, and the forms that they make."""
    slots = FormSlots()
    forms: dict[object, _Form] = {}
    seen: Counter[FieldSlot] = Counter()
    for filled in sorted(fields, key=lambda filled: not filled.page):
        slot = _slot_of(course, filled)
        if not slot.path:
            slots.strange.append(filled)
        elif filled.page:
            seen[slot] += 1  # Several forms in a file may have fields of the same name.
            forms.setdefault((slot.form, seen[slot]), {})[slot.path, slot.mark] = filled
        elif not _add_lost(forms, slot, filled):
            slots.without_form.append(filled)
    slots.forms = [_by_slot(course, form) for form in forms.values()]
    return slots


def _by_slot(course: Course, form: _Form) -> dict[str, FilledField]:
    """Return one field for each slot of a form: all that a slot with marks has, put together."""
    by_slot: dict[str, dict[str, FilledField]] = {}
    for (path, mark), filled in form.items():
        by_slot.setdefault(path, {})[mark] = filled
    together = {}
    for path, fields in by_slot.items():
        marks = course.slots[path].marks
        together[path] = with_marks(marks, fields) if marks else fields[""]
    return together


def _add_lost(forms: dict[object, _Form], slot: FieldSlot, filled: FilledField) -> bool:
    """Add a field that is on no page to the form that it belongs to; return False if that has one with another text."""
    form = next(iter(forms.values())) if len(forms) == 1 else forms.setdefault((slot.form, 1), {})
    placed = form.get((slot.path, slot.mark))
    if placed is None or not placed.text:
        form[slot.path, slot.mark] = filled
        return True
    return not filled.text or filled.text == placed.text
