"""Merges participants into a master: only the participant's own objects are set, compressed and written.

A file begins with the objects that are the same for everybody; the participant's objects and a cross-reference stream
follow (ISO 32000-1, 7.5). Between two participants only shaped words and font subsets are kept, so that nothing of one
can come into the file of another.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from worksheets.compose.continuation import text_gap
from worksheets.compose.mark_slots import GLYPHS
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import HEAD
from worksheets.course.layout import GROWN
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.fields import FieldBox, form_description
from worksheets.pdf.mark_fields import chosen_in, slot_values
from worksheets.text.fit import Fit, css_pixels
from worksheets.text.shaping import UNITS, ShapedFont, ShapedLine, break_lines

from .continuation_layout import (
    ContinuedPage,
    PageBlocks,
    Paragraph,
    TitledText,
    lay_out_continuation,
    takes_same_pages,
)
from .font_subsets import letter_group
from .handout_file import HandoutFile, WholeFile
from .legend import legend_entries, legend_text, texts_by_font
from .model import Continuation, Master, MasterForm, MasterSlot, SlotKey, TextStyle
from .questions import answer, undrawn_text
from .row_heights import height_changes, stay_on_pages
from .variable_objects import FieldValue, ObjectWriter, SlotText, VariableObjects, moved

_SLACK = 1e-3
"""CSS pixels by which lines may be higher than their room."""


class OverflowText(Struct, frozen=True):
    """The overflow of a slot in its place."""

    key: SlotKey
    text: str


class _SlotGroup(Struct, frozen=True):
    """Slots that are stacked in one box, and the height that their texts may take together."""

    slots: tuple[int, ...]
    room: float


class Merger:
    """Merges any number of participants into one master."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self._file = HandoutFile(master)
        self._fonts: dict[str, dict[int, ShapedFont]] = {name: {} for name in master.fonts}
        """The fonts by their names and sizes."""

    @cached_property
    def _letters(self) -> frozenset[str]:
        """The letters that texts may have."""
        return frozenset("\n" + self.master.letters)

    @cached_property
    def _letters_of_marks(self) -> frozenset[str]:
        """The letters that the signs of marks may have."""
        return self._letters.union(*GLYPHS.values())

    @cached_property
    def _empty_texts(self) -> list[dict[str, SlotText]]:
        """What an empty slot is drawn as, by the names of its sizes; nothing for a slot that must have a line."""
        return [
            {step: SlotText(style, ()) for step, style in slot.styles.items()} if slot.room else {}
            for slot in self.master.slots
        ]

    @cached_property
    def _groups(self) -> set[_SlotGroup]:
        """The groups of the slots that may have more lines than one, or none, in boxes that do not grow."""
        growing = {cell for height in self.master.heights for cell in height.cells}
        slots = [slot for index, slot in enumerate(self.master.slots) if index not in growing]
        return {_SlotGroup(slot.group, slot.room) for slot in slots if slot.room}

    def serves(self, data: PageData) -> bool:
        """Return True if a participant gives the templates the master's answers and needs as many continuation pages.

        Raises NeedsTypesetterError when only the typesetter can tell which pages that are.
        """
        if any(answer(data, expected.question) != expected.value for expected in self.master.asked):
            return False
        overflowing = {slot.key for slot in self.master.slots if self._overflows(slot, data.fit(slot.path, slot.place))}
        if not overflowing.issubset(key for continuation in self.master.continuations for key in continuation.keys):
            return False
        if not stay_on_pages(self.master, self._height_changes(data)):
            return False
        return all(takes_same_pages(c, self._continued(c, data)) for c in self.master.continuations)

    def _overflows(self, slot: MasterSlot, fit: Fit) -> bool:
        """Return True if a slot's text continues elsewhere: not that of a head which a page has in full."""
        is_elsewhere = fit.step != GROWN and bool(fit.overflow)
        return is_elsewhere and not (slot.place == HEAD and slot.path in self._on_pages)

    @cached_property
    def _on_pages(self) -> frozenset[str]:
        """The slots that are drawn on pages, and not only at the top of them."""
        return frozenset(slot.path for slot in self.master.slots if slot.place != HEAD)

    def _continued(self, continuation: Continuation, data: PageData) -> Sequence[PageBlocks]:
        """Return the participant's overflow, page by page."""
        return self.lay_out_continuation(continuation, _overflow(continuation, data), data)

    def lay_out_continuation(
        self, continuation: Continuation, overflow: Sequence[OverflowText], data: PageData
    ) -> Sequence[PageBlocks]:
        """Return the legend and the overflow of slots, page by page, each text under its title; no text takes no page.

        The labels and the layout are those of ``data``. Raises NeedsTypesetterError for a text or a label that only the
        typesetter can set.
        """
        texts = [self._titled_text(continuation, text, data) for text in overflow]
        if (legend := continuation.legend) and legend_entries(legend, data):
            texts.insert(0, legend_text(continuation, legend, data, self._lines))
        down = moved(continuation.moves, self._height_changes(data)) if continuation.moves else 0.0
        return lay_out_continuation(continuation, texts, down) if texts else ()

    def _height_changes(self, data: PageData) -> Sequence[float]:
        """Return by how much the heights that depend on the participant are more than the master's."""
        if not self.master.heights:
            return ()
        texts = {cell: self._text_of(cell, data) for height in self.master.heights for cell in height.cells}
        return height_changes(self.master.heights, data, texts)

    def _titled_text(self, continuation: Continuation, text: OverflowText, data: PageData) -> TitledText:
        title = self._lines(data.label(text.key.path), continuation.title, continuation.title_width)
        if len(title) != 1:
            raise NeedsTypesetterError(Reason.LONG_LABEL)
        lines = self._lines(text.text, continuation.text, continuation.text_width)
        gap = css_pixels(text_gap(len(lines), data.layout))
        source = continuation.source
        if source is None:
            return TitledText(title[0], None, [Paragraph(lines)], gap)
        source_text = source.texts[continuation.keys.index(text.key)]
        return TitledText(title[0], self._lines(source_text, source.style, source.width)[0], [Paragraph(lines)], gap)

    def handout(self, data: PageData) -> bytes:
        """Return a participant's handout as a PDF that looks like the typeset one. Raises as ``merge`` does."""
        return self.file(self.merge(data)).pdf

    def file(self, objects: VariableObjects) -> WholeFile:
        """Return the PDF that a participant's objects make with the master's."""
        return self._file.whole(objects)

    def merge(self, data: PageData) -> VariableObjects:
        """Return a participant's objects. Raises NeedsTypesetterError when the handout has to be typeset."""
        if not self.serves(data):
            raise NeedsTypesetterError(Reason.OTHER_ANSWERS)
        texts = self._slot_texts(data)
        self._refuse_high(texts)
        undrawn = {number: undrawn_text(data, path) for number, path in self.master.undrawn.items()}
        values = self._field_values(data)
        pages, changes = self._continuation_pages(data), self._height_changes(data)
        writer = ObjectWriter(self.master, texts, undrawn, pages, changes)
        if form := self.master.form:
            writer.write_form(form, values, _chosen(form, data), _described(form, data))
        return writer.objects(self._letter_groups(data, texts, values))

    def _slot_texts(self, data: PageData) -> list[SlotText]:
        """Return the texts of the slots, in their order."""
        return [self._text_of(index, data) for index in range(len(self.master.slots))]

    def _text_of(self, index: int, data: PageData) -> SlotText:
        """Return the text of a slot, given by its index."""
        slot, empty = self.master.slots[index], self._empty_texts[index]
        fit = data.fit(slot.path, slot.place)
        return empty[fit.step] if fit.step in empty and not (fit.text or fit.overflow) else self._slot_text(slot, fit)

    def _continuation_pages(self, data: PageData) -> dict[int, ContinuedPage]:
        """Return the continuation pages by their indexes."""
        return {
            number: ContinuedPage(continuation, page_blocks)
            for continuation in self.master.continuations
            for number, page_blocks in zip(
                continuation.pages, _with_texts(self._continued(continuation, data)), strict=True
            )
        }

    def _letter_groups(
        self, data: PageData, texts: Sequence[SlotText], values: dict[str, FieldValue]
    ) -> dict[str, frozenset[str]]:
        """Return the letter groups of the participant's texts, by font."""
        set_texts = self._texts_by_font(data, texts, values)
        return {name: frozenset(map(letter_group, set("".join(in_font)))) for name, in_font in set_texts.items()}

    def _texts_by_font(
        self, data: PageData, texts: Sequence[SlotText], values: dict[str, FieldValue]
    ) -> dict[str, list[str]]:
        """Return all texts of the participant by the names of the fonts that they are set in."""
        set_texts: dict[str, list[str]] = {name: [] for name in self.master.fonts}
        for slot, text in zip(self.master.slots, texts, strict=True):
            set_texts[text.style.font].append(data.fit(slot.path, slot.place).text)
            if text.note:
                set_texts[text.note.font].append(text.note.text)
        for continuation in self.master.continuations:
            for font, continued in _continued_texts(continuation, data):
                set_texts[font].append(continued)
        for value in values.values():
            set_texts[value.appearance.style.font].append(value.drawn)
        return set_texts

    def _field_values(self, data: PageData) -> dict[str, FieldValue]:
        """Return the values of the form's fields that are filled, by path."""
        values = {}
        for field in self.master.form.fields if self.master.form else ():
            if text := data.text(field.path):
                if data.field_height_in(field.path, field.place, field.width):
                    raise NeedsTypesetterError(Reason.MOVES_OTHERS)
                sizes = tuple(appearance.size_mm for appearance in field.appearances)
                size = (field.width, field.height)
                box = FieldBox(field.path, field.place, *size, sizes, field.bold, language=self.master.language)
                drawn = box.appearance(text)
                step = sizes.index(drawn.size)
                appearance = field.appearances[step]
                lines = self._lines(drawn.text, appearance.style, appearance.width, hyphenated=drawn.hyphenated)
                values[field.path] = FieldValue(text, drawn.text, lines, appearance, field.default_appearances[step])
        return values

    def holds(self, slot: MasterSlot, fit: Fit) -> bool:
        """Return True if a slot has room for a text, and the text can be set."""
        try:
            text = self._slot_text(slot, fit)
        except NeedsTypesetterError:
            return False
        return not slot.room or len(text.lines) * text.style.pitch * len(slot.group) <= slot.room + _SLACK

    def _slot_text(self, slot: MasterSlot, fit: Fit) -> SlotText:
        if fit.step == GROWN:  # The blank would be wider, and the words after it would move.
            raise NeedsTypesetterError(Reason.MOVES_OTHERS)
        style = slot.styles.get(fit.step)
        overflows = self._overflows(slot, fit)
        if style is None or (overflows and slot.note is None):
            raise NeedsTypesetterError(Reason.NO_CONTINUATION if overflows else Reason.UNKNOWN_SIZE)
        letters = self._letters_of_marks if slot.place in GLYPHS else self._letters
        lines = self._lines(fit.text, style, slot.width, hyphenated=slot.hyphens[fit.hyphenated], letters=letters)
        if (slot.inline and len(lines) > 1) or (not slot.room and len(lines) != 1) or (overflows and not lines):
            raise NeedsTypesetterError(Reason.MOVES_OTHERS)
        return SlotText(style, lines, slot.note if overflows else None, css_pixels(fit.across))

    def _lines(
        self,
        text: str,
        style: TextStyle,
        width: float,
        *,
        hyphenated: bool = False,
        letters: frozenset[str] = frozenset(),
    ) -> Sequence[ShapedLine]:
        """Return the lines of a text; an empty one has none. It may have the master's letters, or the given ones."""
        if not (letters or self._letters).issuperset(text):
            raise NeedsTypesetterError(Reason.LETTERS)
        return break_lines(text, self._font(style), int(width * UNITS), hyphenated=hyphenated)

    def _refuse_high(self, texts: Sequence[SlotText]) -> None:
        """Raise NeedsTypesetterError if the texts of a group are higher than their box."""
        for group in self._groups:
            if sum([texts[slot].height for slot in group.slots]) > group.room + _SLACK:
                raise NeedsTypesetterError(Reason.MOVES_OTHERS)

    def _font(self, style: TextStyle) -> ShapedFont:
        sizes = self._fonts[style.font]
        if style.size not in sizes:
            font = self.master.fonts[style.font]
            sizes[style.size] = ShapedFont(font.data, style.size, self.master.language, font.glyphs)
        return sizes[style.size]


def _overflow(continuation: Continuation, data: PageData) -> list[OverflowText]:
    """Return the overflow of a continuation's slots, without the slots that have none."""
    overflow = [OverflowText(key, data.fit(key.path, key.place).overflow) for key in continuation.keys]
    return [text for text in overflow if text.text]


def _continued_texts(continuation: Continuation, data: PageData) -> Iterator[tuple[str, str]]:
    """Yield all that is set on the pages of a continuation, each text after the name of its font."""
    title, text, legend = continuation.title.font, continuation.text.font, continuation.legend
    for overflow in _overflow(continuation, data):
        yield title, data.label(overflow.key.path)
        yield text, overflow.text
    if continuation.source:
        texts = (*continuation.source.texts, *([legend.source] if legend else []))
        yield from ((continuation.source.style.font, text) for text in texts)
    if legend:
        yield title, legend.title
        yield from texts_by_font(legend, data)


def _with_texts(pages: Sequence[PageBlocks]) -> Sequence[PageBlocks]:
    """Return the pages without the first if rows leave no room for texts on it."""
    return pages[1:] if pages and not pages[0].blocks else pages


def _chosen(form: MasterForm, data: PageData) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the options that a participant has chosen, by the slots that the form has buttons for."""
    slots = data.course.slots
    paths = dict.fromkeys(button.path for button in form.buttons)
    return {path: chosen_in(slots[path], data.text(path)).numbers for path in paths}


def _described(form: MasterForm, data: PageData) -> bytes:
    """Return what a form's attachment says: the form, the participant and the values, as JSON."""
    paths = [*(field.path for field in form.fields), *(button.path for button in form.buttons)]
    values = slot_values(data.course, data.participant, paths)
    description = form_description(data.course, data.participant, values)
    import json  # Here, since most handouts are no forms.

    return json.dumps(description, ensure_ascii=False).encode()
