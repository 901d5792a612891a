"""Sets a participant's texts as one master draws them: in lines, in the master's fonts and sizes.

Between two participants only shaped words are kept, so that nothing of one can come into the handout of another.
"""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from worksheets.compose.continuation import text_gap
from worksheets.compose.mark_slots import GLYPHS
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import HEAD
from worksheets.course.layout import GROWN
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.text.fit import Fit, css_pixels
from worksheets.text.shaping import UNITS, ShapedFont, ShapedLine, break_lines

from .continuation_layout import PageBlocks, Paragraph, TitledText, lay_out_continuation
from .legend import legend_entries, legend_text
from .model import Continuation, Master, MasterSlot, SlotKey, TextStyle
from .variable_objects import SlotText, empty_objects, moved

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


class TextSetter:
    """Sets the texts of any number of participants for one master."""

    def __init__(self, master: Master) -> None:
        self.master = master
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
            {step: SlotText(style, (), empty_objects=empty_objects(slot)) for step, style in slot.styles.items()}
            if slot.room
            else {}
            for slot in self.master.slots
        ]

    @cached_property
    def _groups(self) -> set[_SlotGroup]:
        """The groups of the slots that may have more lines than one, or none, in boxes that do not grow."""
        growing = {cell for height in self.master.heights for cell in height.cells}
        slots = [slot for index, slot in enumerate(self.master.slots) if index not in growing]
        return {_SlotGroup(slot.group, slot.room) for slot in slots if slot.room}

    @cached_property
    def _on_pages(self) -> frozenset[str]:
        """The slots that are drawn on pages, and not only at the top of them."""
        return frozenset(slot.path for slot in self.master.slots if slot.place != HEAD)

    def overflows(self, slot: MasterSlot, fit: Fit) -> bool:
        """Return True if a slot's text continues elsewhere: not that of a head which a page has in full."""
        return bool(fit.overflow) and fit.step != GROWN and not (slot.place == HEAD and slot.path in self._on_pages)

    def slot_text(self, index: int, fit: Fit) -> SlotText:
        """Return the text of a slot, given by its index. Raises NeedsTypesetterError if it cannot be merged."""
        empty = self._empty_texts[index]
        if fit.step in empty and not (fit.text or fit.overflow):
            return empty[fit.step]
        return self._set_text(self.master.slots[index], fit)

    def holds(self, slot: MasterSlot, fit: Fit) -> bool:
        """Return True if a slot has room for a text, and the text can be set."""
        try:
            text = self._set_text(slot, fit)
        except NeedsTypesetterError:
            return False
        return not slot.room or len(text.lines) * text.style.pitch * len(slot.group) <= slot.room + _SLACK

    def refuse_high(self, texts: Sequence[SlotText]) -> None:
        """Raise NeedsTypesetterError if the texts of a group are higher than their box."""
        for group in self._groups:
            if sum([texts[slot].height for slot in group.slots]) > group.room + _SLACK:
                raise NeedsTypesetterError(Reason.MOVES_OTHERS)

    def lay_out_continuation(
        self, continuation: Continuation, overflow: Sequence[OverflowText], data: PageData, changes: Sequence[float]
    ) -> Sequence[PageBlocks]:
        """Return the legend and the overflow of slots, page by page, each text under its title; no text takes no page.

        The labels and the layout are those of ``data``; ``changes`` tell by how much each of the master's heights is
        more. Raises NeedsTypesetterError for a text or a label that only the typesetter can set.
        """
        texts = [self._titled_text(continuation, text, data) for text in overflow]
        if (legend := continuation.legend) and legend_entries(legend, data):
            texts.insert(0, legend_text(continuation, legend, data, self.lines))
        return lay_out_continuation(continuation, texts, moved(continuation.moves, changes)) if texts else ()

    def _titled_text(self, continuation: Continuation, text: OverflowText, data: PageData) -> TitledText:
        title = self.lines(data.label(text.key.path), continuation.title, continuation.title_width)
        if len(title) != 1:
            raise NeedsTypesetterError(Reason.LONG_LABEL)
        lines = self.lines(text.text, continuation.text, continuation.text_width)
        gap = css_pixels(text_gap(len(lines), data.layout))
        source = continuation.source
        if source is None:
            return TitledText(title[0], None, [Paragraph(lines)], gap)
        source_text = source.texts[continuation.keys.index(text.key)]
        return TitledText(title[0], self.lines(source_text, source.style, source.width)[0], [Paragraph(lines)], gap)

    def _set_text(self, slot: MasterSlot, fit: Fit) -> SlotText:
        if fit.step == GROWN:  # The blank would be wider, and the words after it would move.
            raise NeedsTypesetterError(Reason.MOVES_OTHERS)
        style = slot.styles.get(fit.step)
        overflows = self.overflows(slot, fit)
        if style is None or (overflows and slot.note is None):
            raise NeedsTypesetterError(Reason.NO_CONTINUATION if overflows else Reason.UNKNOWN_SIZE)
        letters = self._letters_of_marks if slot.place in GLYPHS else self._letters
        lines = self.lines(fit.text, style, slot.width, hyphenated=slot.hyphens[fit.hyphenated], letters=letters)
        if (slot.inline and len(lines) > 1) or (not slot.room and len(lines) != 1) or (overflows and not lines):
            raise NeedsTypesetterError(Reason.MOVES_OTHERS)
        return SlotText(style, lines, slot.note if overflows else None, css_pixels(fit.across))

    def lines(
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

    def _font(self, style: TextStyle) -> ShapedFont:
        sizes = self._fonts[style.font]
        if style.size not in sizes:
            font = self.master.fonts[style.font]
            sizes[style.size] = ShapedFont(font.data, style.size, self.master.language, font.glyphs)
        return sizes[style.size]
