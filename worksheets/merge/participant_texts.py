"""What one participant gives to one master: asked of the page data once, for the check and for the merge."""

from collections.abc import Sequence
from functools import cached_property

from worksheets.compose.page_data import PageData
from worksheets.text.fit import Fit

from .continuation_layout import ContinuedPage, PageBlocks, takes_same_pages
from .model import MasterSlot, SlotKey
from .questions import gives
from .row_heights import height_changes, stay_on_pages
from .text_setter import OverflowText, TextSetter
from .variable_objects import SlotText


class ParticipantTexts:
    """The texts of one participant as a master draws them.

    Each property raises NeedsTypesetterError if only the typesetter can set what is asked for.
    """

    def __init__(self, setter: TextSetter, data: PageData) -> None:
        self.data = data
        self._setter = setter
        self._master = setter.master

    @cached_property
    def fits(self) -> list[Fit]:
        """How the texts of the master's slots are set, in the order of the slots."""
        return list(map(self._fit, self._master.slots))

    def _fit(self, slot: MasterSlot) -> Fit:
        return self.data.fit(slot.path, slot.place)

    @cached_property
    def in_slots(self) -> list[SlotText]:
        """The texts of the slots in lines, in the order of the slots."""
        return [self._setter.slot_text(index, fit) for index, fit in enumerate(self.fits)]

    @cached_property
    def height_changes(self) -> Sequence[float]:
        """By how much the heights that depend on the participant are more than the master's."""
        heights = self._master.heights
        if not heights:
            return ()
        # No other slots are asked for: those of a map can be only when the map has been.
        cells = {cell: self._master.slots[cell] for height in heights for cell in height.cells}
        texts = {cell: self._setter.slot_text(cell, self._fit(slot)) for cell, slot in cells.items()}
        return height_changes(heights, self.data, texts)

    @cached_property
    def overflow(self) -> list[list[OverflowText]]:
        """The overflow of the slots of each continuation, without the slots that have none."""
        return [
            [
                OverflowText(key, text)
                for key in continuation.keys
                if (text := self.data.fit(key.path, key.place).overflow)
            ]
            for continuation in self._master.continuations
        ]

    @cached_property
    def _continued(self) -> list[Sequence[PageBlocks]]:
        """The overflow of each continuation, page by page."""
        pairs = zip(self._master.continuations, self.overflow, strict=True)
        return [
            self._setter.lay_out_continuation(continuation, texts, self.data, self.height_changes)
            for continuation, texts in pairs
        ]

    @property
    def continuation_pages(self) -> dict[int, ContinuedPage]:
        """The continuation pages by their indexes in the master."""
        return {
            number: ContinuedPage(continuation, page_blocks)
            for continuation, pages in zip(self._master.continuations, self._continued, strict=True)
            for number, page_blocks in zip(continuation.pages, _with_texts(pages), strict=True)
        }

    def are_served(self) -> bool:
        """Return True if the templates get the master's answers, and the texts need as many continuation pages."""
        master, data = self._master, self.data
        return (
            gives(data, master.asked)
            and self._overflowing.issubset(key for continuation in master.continuations for key in continuation.keys)
            and stay_on_pages(master, self.height_changes)
            and all(map(takes_same_pages, master.continuations, self._continued))
        )

    @property
    def _overflowing(self) -> set[SlotKey]:
        """The slots whose texts continue elsewhere."""
        slots = zip(self._master.slots, self.fits, strict=True)
        return {slot.key for slot, fit in slots if self._setter.overflows(slot, fit)}


def _with_texts(pages: Sequence[PageBlocks]) -> Sequence[PageBlocks]:
    """Return the pages without the first if rows leave no room for texts on it."""
    return pages[1:] if pages and not pages[0].blocks else pages
