"""The fields of slots that are answered with marks: their paths and names, and what they hold.

Such a slot has a button for each option. Where one is chosen, the buttons are radio buttons, which are one field under
the slot's own name; where several are, they are check boxes, each a field named after the slot and the option
(``apu=2``). The words beside the last option are a text field, ``apu=other``, and a line is one for its number.

As ``fields``, this module does without pikepdf.
"""

from collections.abc import Iterable

from worksheets.course.course import Course
from worksheets.course.mark_paths import answer_path, mark_path
from worksheets.course.marks import LINE_MOST, Chosen
from worksheets.course.slots import Slot
from worksheets.people.participant import Participant

from .fields import field_name

RADIO_PLACES = ("disc", "digit")
"""The places of a mark where one option of a slot is chosen."""
BUTTON_PLACES = (*RADIO_PLACES, "tick")
"""The places of all marks that a form has buttons for."""


def chosen_in(slot: Slot, text: str) -> Chosen:
    """Return the marks that a slot's text says; none if it says no marks of the slot."""
    try:
        return slot.marks.chosen(text) if slot.marks else Chosen()
    except ValueError:
        return Chosen()


def text_in_field(course: Course, participant: Participant, path: str) -> str:
    """Return what a text field holds: the slot's text, or the words beside the last option."""
    mark = mark_path(path)
    text = participant.text(mark.slot)
    return chosen_in(course.slots[mark.slot], text).other if mark.is_other else text


def text_field_name(path: str) -> str:
    """Return the name of a text field; a line's is the slot's own, since its number is all that the slot holds."""
    mark = mark_path(path)
    return field_name(path if mark.is_other else mark.slot)


def text_limit(course: Course, path: str) -> int:
    """Return the most characters that a text field takes."""
    mark = mark_path(path)
    slot = course.slots[mark.slot]
    if slot.marks and slot.marks.is_line:
        return len(str(LINE_MOST))
    before = f"{slot.marks.options[-1]}: " if slot.marks and mark.is_other else ""
    return max(slot.limit - len(before), 1)


def slot_values(course: Course, participant: Participant, paths: Iterable[str]) -> dict[str, str]:
    """Return the texts of the slots that a form has fields for, without empty ones; the paths are the fields'."""
    slots = dict.fromkeys(map(answer_path, paths))
    return {slot: text for slot in slots if slot in course.slots and (text := participant.text(slot))}
