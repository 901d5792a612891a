"""What has been chosen with the buttons of a slot, as the slot's text, whatever program has saved the form.

Programs differ: one changes the field's value and forgets how its buttons are shown, another does the reverse, and some
name the states anew. What contradicts itself is said, and none of it is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from worksheets.course.mark_paths import MarkPath, mark_path, option_number
from worksheets.course.marks import Chosen, Marks

from .form_fields import FilledButton, FilledField

_NO = ("0", "no", "false", "off")
"""What some programs write as the value of a check box that is not chosen."""


def option_of(button: FilledButton, marks: Marks, path: MarkPath) -> int:
    """Return the number of the option that a button stands for: by its words, its name, its state, its place.

    ``path`` is that of its field. The label comes first, since another version of the course may have the options in
    another order.
    """
    names = [mark_path(word).number for word in button.words if mark_path(word).slot == path.slot]
    labels = [marks.options.index(word) + 1 for word in button.words if word in marks.options]
    states = [option_number(state) for state in button.states]
    in_order = (button.order - 1) % max(len(marks.options), 1) + 1
    numbers = [*labels, *names, path.number, *states, in_order]
    return next(number for number in numbers if 1 <= number <= max(len(marks.options), 1))


def with_marks(marks: Marks, fields: Mapping[str, FilledField]) -> FilledField:
    """Return the fields of a slot with marks as one, whose text says what is chosen; they are given by their marks.

    What the file says besides, and the list has no room for, is in ``others``.
    """
    by_mark = {MarkPath("", mark): field for mark, field in fields.items()}
    buttons = _Buttons(marks, {mark.number: field for mark, field in by_mark.items() if field.button})
    words = [field for mark, field in by_mark.items() if mark.is_other]
    plain = [field for mark, field in by_mark.items() if not (field.button or mark.is_other)]
    written = [" ".join(text.split()) for field in words for text in (field.text, *field.others)]
    texts = _texts(marks, buttons.readings, list(filter(None, written)))
    texts += [text for field in plain for text in (field.text, *field.others)]
    if not any(texts):
        texts = buttons.unknown_values  # They are looked at as a text that was typed.
    text, *others = list(dict.fromkeys(filter(None, texts))) or [""]
    is_text = all(field.is_text for field in fields.values())
    first = next(iter(fields.values()))
    return replace(first, text=text, others=tuple(others), is_text=is_text, button=None)


class _Buttons:
    """The buttons of a slot by the numbers of their options."""

    def __init__(self, marks: Marks, fields: Mapping[int, FilledField]) -> None:
        self.marks = marks
        boxes = {number for number, field in fields.items() if any(mark_path(name).mark for name in field.names)}
        held = {number: field.button for number, field in sorted(fields.items()) if field.button}
        self.boxes = {number: button for number, button in held.items() if number in boxes}
        """Check boxes, each a field of its own."""
        self.radios = {number: button for number, button in held.items() if number not in boxes}

    @property
    def readings(self) -> list[tuple[int, ...]]:
        """What is chosen, as the numbers of options: first what counts, and then what contradicts it."""
        checked = tuple(number for number, button in self.boxes.items() if _is_checked(button))
        by_value = [number for number, button in self.radios.items() if button.is_chosen] or self._named
        shown = [number for number, button in self.radios.items() if button.is_shown_chosen]
        radios: list[tuple[int, ...]] = [(number,) for number in dict.fromkeys([*by_value, *shown])]
        return [checked, *radios] if checked else radios

    @property
    def _values(self) -> list[str]:
        """The values of radio buttons, which are those of one field."""
        return list(dict.fromkeys(value for button in self.radios.values() for value in button.values))

    @property
    def _named(self) -> list[int]:
        """The options that the value of radio buttons names otherwise than by a state, such as by the label."""
        numbers: list[int] = []
        for value in self._values:
            try:
                chosen = self.marks.chosen(value)
            except ValueError:
                continue
            numbers += () if chosen.other else chosen.numbers
        return numbers

    @property
    def unknown_values(self) -> list[str]:
        """The values of radio buttons that name no option."""
        return [] if self._named else self._values


def _is_checked(button: FilledButton) -> bool:
    """Return True for a check box that is chosen: its value says so, or it looks so."""
    return button.is_shown_chosen or any(value.casefold() not in _NO for value in button.values)


def _texts(marks: Marks, readings: Sequence[tuple[int, ...]], words: Sequence[str]) -> list[str]:
    """Return the texts of what is chosen, with the words that stand beside the last option.

    Words choose that option by themselves, unless another one is chosen of which there can be only one.
    """
    if not words or not marks.options:
        return [marks.text(Chosen(numbers)) for numbers in readings] + list(words)
    last, first = len(marks.options), readings[0] if readings else ()
    if last not in first and (marks.most > 1 or not first):
        readings = [(*first, last), *readings[1:]]
    elif not any(last in numbers for numbers in readings):
        readings = [*readings, (last,)]
    texts = [marks.text(Chosen(numbers, words[0] if last in numbers else "")) for numbers in readings]
    return [*texts, *(marks.text(Chosen((last,), other)) for other in words[1:])]
