"""Merges participants into a master: only the participant's own objects are set, compressed and written.

A file begins with the objects that are the same for everybody; the participant's objects and a cross-reference stream
follow (ISO 32000-1, 7.5). Between two participants only shaped words and font subsets are kept, so that nothing of one
can come into the file of another.
"""

import json
from collections.abc import Callable, Iterator, Sequence

from worksheets.compose.page_data import PageData
from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.fields import FieldBox, form_description
from worksheets.text.fit import Fit
from worksheets.text.shaping import UNITS, ShapedFont, ShapedLine, break_lines

from .continuation_layout import PageBlocks, lay_out_continuation, takes_same_pages
from .font_subsets import letter_group
from .handout_file import HandoutFile
from .model import Continuation, Master, MasterSlot, TextStyle
from .questions import SlotKey, answer, undrawn_text
from .variable_objects import FieldValue, ObjectWriter, SlotText, VariableObjects

_SLACK = 1e-3
"""CSS pixels by which lines may be higher than their room."""


class Merger:
    """Merges any number of participants into one master."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self._file = HandoutFile(master)
        self._fonts: dict[tuple[str, int], ShapedFont] = {}
        """The fonts by their names and sizes."""
        self._letters = frozenset("\n" + master.letters)
        self._empty_texts = [SlotText(slot.styles[NORMAL], ()) if slot.room else None for slot in master.slots]
        """What an empty slot is drawn as; None for a slot that must have a line."""
        self._groups = {(slot.group, slot.room) for slot in master.slots if slot.room}

    def serves(self, data: PageData) -> bool:
        """Return True if a participant gives the templates the master's answers and needs as many continuation pages.

        Raises NeedsTypesetterError when only the typesetter can tell which pages that are.
        """
        if any(answer(data, (question, path)) != expected for question, path, expected in self.master.asked):
            return False
        keys = [(slot.path, slot.place) for slot in self.master.slots]
        overflowing = {key for key in keys if data.fit(*key).overflow}
        if not overflowing.issubset(key for continuation in self.master.continuations for key in continuation.keys):
            return False
        return all(takes_same_pages(c, self._continued(c, data)) for c in self.master.continuations)

    def _continued(self, continuation: Continuation, data: PageData) -> Sequence[PageBlocks]:
        """Return the participant's overflow, page by page."""
        return self.lay_out_continuation(continuation, _overflow(continuation, data), data.label)

    def lay_out_continuation(
        self, continuation: Continuation, overflow: Sequence[tuple[SlotKey, str]], label: Callable[[str], str]
    ) -> Sequence[PageBlocks]:
        """Return the overflow of slots, page by page, each text under the slot's label; no text takes no page.

        Raises NeedsTypesetterError for a text or a label that only the typesetter can set.
        """
        texts = []
        for (path, _place), text in overflow:
            title = self._lines(label(path), continuation.title, continuation.title_width)
            if len(title) != 1:
                raise NeedsTypesetterError(Reason.LONG_LABEL)
            texts.append((title[0], self._lines(text, continuation.text, continuation.text_width)))
        return lay_out_continuation(continuation, texts) if texts else ()

    def handout(self, data: PageData) -> bytes:
        """Return a participant's handout as a PDF that looks like the typeset one. Raises as ``merge`` does."""
        return self.file(self.merge(data))

    def file(self, objects: VariableObjects) -> bytes:
        """Return the PDF that a participant's objects make with the master's."""
        return self._file.pdf(objects)

    def merge(self, data: PageData) -> VariableObjects:
        """Return a participant's objects. Raises NeedsTypesetterError when the handout has to be typeset."""
        if not self.serves(data):
            raise NeedsTypesetterError(Reason.OTHER_ANSWERS)
        texts = self._slot_texts(data)
        if data.legend:
            raise NeedsTypesetterError(Reason.CONTACT_OVERFLOW)
        self._refuse_high(texts)
        undrawn = {number: undrawn_text(data, path) for number, path in self.master.undrawn.items()}
        values = self._field_values(data)
        writer = ObjectWriter(self.master, texts, undrawn, self._continuation_pages(data))
        if self.master.form:
            writer.write_form(self.master.form, values, _described(data, values))
        return writer.objects(self._letter_groups(data, texts, values))

    def _slot_texts(self, data: PageData) -> list[SlotText]:
        """Return the texts of the slots, in their order."""
        fits = [data.fit(slot.path, slot.place) for slot in self.master.slots]
        return [
            empty if empty and not (fit.text or fit.overflow) else self._slot_text(slot, fit)
            for slot, fit, empty in zip(self.master.slots, fits, self._empty_texts, strict=True)
        ]

    def _continuation_pages(self, data: PageData) -> dict[int, tuple[Continuation, PageBlocks]]:
        """Return the blocks on each continuation page, by its index, with the continuation that it belongs to."""
        return {
            number: (continuation, page_blocks)
            for continuation in self.master.continuations
            # With notes_only, the last page laid out has no blocks and is not among the continuation's.
            for number, page_blocks in zip(continuation.pages, self._continued(continuation, data), strict=False)
        }

    def _letter_groups(
        self, data: PageData, texts: Sequence[SlotText], values: dict[str, FieldValue]
    ) -> dict[str, frozenset[str]]:
        """Return the letter groups of the participant's texts, by font."""
        letters: dict[str, set[str]] = {name: set() for name in self.master.fonts}
        for font, text in self._texts_with_fonts(data, texts, values):
            letters[font].update(text)
        return {name: frozenset(map(letter_group, used)) for name, used in letters.items()}

    def _texts_with_fonts(
        self, data: PageData, texts: Sequence[SlotText], values: dict[str, FieldValue]
    ) -> Iterator[tuple[str, str]]:
        """Yield the name of a font and a text that is set in it, for all texts of the participant."""
        for slot, text in zip(self.master.slots, texts, strict=True):
            yield text.style.font, data.fit(slot.path, slot.place).text
            if text.note:
                yield text.note.font, text.note.text
        for continuation in self.master.continuations:
            for (path, _place), overflow in _overflow(continuation, data):
                yield continuation.title.font, data.label(path)
                yield continuation.text.font, overflow
        for value in values.values():
            yield value.appearance.style.font, value.text

    def _field_values(self, data: PageData) -> dict[str, FieldValue]:
        """Return the values of the form's fields that are filled, by path."""
        values = {}
        for field in self.master.form.fields if self.master.form else ():
            if text := data.text(field.path):
                sizes = [appearance.size_mm for appearance in field.appearances]
                box = FieldBox(field.path, field.place, field.width, field.height, sizes[0], field.bold)
                appearance = field.appearances[sizes.index(box.appearance(text).size)]
                values[field.path] = FieldValue(text, appearance, self._lines(text, appearance.style, appearance.width))
        return values

    def holds(self, slot: MasterSlot, fit: Fit) -> bool:
        """Return True if a slot has room for a text, and the text can be set."""
        try:
            text = self._slot_text(slot, fit)
        except NeedsTypesetterError:
            return False
        return not slot.room or len(text.lines) * text.style.pitch * len(slot.group) <= slot.room + _SLACK

    def _slot_text(self, slot: MasterSlot, fit: Fit) -> SlotText:
        style = slot.styles.get(fit.step)
        if style is None or (fit.overflow and slot.note is None):
            raise NeedsTypesetterError(Reason.NO_CONTINUATION if fit.overflow else Reason.UNKNOWN_SIZE)
        lines = self._lines(fit.text, style, slot.width)
        if (slot.inline and len(lines) > 1) or (not slot.room and len(lines) != 1) or (fit.overflow and not lines):
            raise NeedsTypesetterError(Reason.MOVES_OTHERS)
        return SlotText(style, lines, slot.note if fit.overflow else None)

    def _lines(self, text: str, style: TextStyle, width: float) -> Sequence[ShapedLine]:
        """Return the lines of a text; an empty one has none."""
        if not self._letters.issuperset(text):
            raise NeedsTypesetterError(Reason.LETTERS)
        return break_lines(text, self._font(style), int(width * UNITS))

    def _refuse_high(self, texts: Sequence[SlotText]) -> None:
        """Raise NeedsTypesetterError if the texts of a group are higher than their box."""
        for group, room in self._groups:
            if sum([texts[slot].height for slot in group]) > room + _SLACK:
                raise NeedsTypesetterError(Reason.MOVES_OTHERS)

    def _font(self, style: TextStyle) -> ShapedFont:
        key = style.font, style.size
        if key not in self._fonts:
            font = self.master.fonts[style.font]
            self._fonts[key] = ShapedFont(font.data, style.size, self.master.language, font.glyphs)
        return self._fonts[key]


def _overflow(continuation: Continuation, data: PageData) -> list[tuple[SlotKey, str]]:
    """Return the overflow of a continuation's slots: the slots that have any, and its text."""
    overflow = [(key, data.fit(*key).overflow) for key in continuation.keys]
    return [(key, text) for key, text in overflow if text]


def _described(data: PageData, values: dict[str, FieldValue]) -> bytes:
    """Return what the form's attachment says: the form, the participant and the values, as JSON."""
    texts = {path: value.text for path, value in values.items()}
    description = form_description(data.course, data.text(data.course.name_slot), texts)
    return json.dumps(description, ensure_ascii=False).encode()
