"""What of a handout is one participant's own, as bytes of a PDF: the pages' contents, structure elements, metadata."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from worksheets.errors import NeedsTypesetterError, _
from worksheets.pdf.writer import deflated
from worksheets.text.shaping import UNITS, ShapedLine

from .continuation_layout import LaidOutPage
from .model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    FieldAppearance,
    Master,
    MasterForm,
    MasterSlot,
    TextObject,
    TextStyle,
)
from .questions import PLACEHOLDER

_MARKED = b"/Span\n<</MCID %d>>\nBDC\n"
_IN_HEAD = b"/Artifact <</MasterFont /Pagination>> BDC\n"
_TEXT = b"BT\n1 0 0 -1 %f %f Tm\n/%s %s Tf\n%s TJ\nET\n"
_SPAN = b"<</MasterFont/StructElem/S/Span/K[%d]/Pg %d 0 R/P %d 0 R>>"
_ELEMENT = b"<</MasterFont/StructElem/S%s/K[%s]/Pg %d 0 R/P %d 0 R>>"


@dataclass(frozen=True, slots=True)
class SlotText:
    """A slot's text in lines."""

    style: TextStyle
    lines: Sequence[ShapedLine]
    more: ContinuationNote | None = None
    """What says after them that the text goes on elsewhere."""

    @property
    def height(self) -> float:
        """How high they are, in CSS pixels."""
        return len(self.lines) * self.style.pitch + (self.more.below if self.more else 0.0)


FieldValues = dict[str, tuple[str, FieldAppearance, Sequence[ShapedLine]]]
"""What stands in a form's fields, by their paths: the text, how it is drawn, its lines."""


@dataclass(frozen=True, slots=True)
class VariableObjects:
    """What of a handout is a participant's own; its numbers are the master's, and those after them."""

    kinds: dict[str, frozenset[str]]
    """The kinds of letters that stand in it, by their fonts."""
    contents: Sequence[tuple[int, bytes]]
    """The pages' streams, compressed."""
    streams: Sequence[tuple[int, bytes, bytes]]
    """Other streams: their entries and their data, compressed."""
    objects: Sequence[tuple[int, bytes]]
    metadata: bytes
    next: int
    """The first number that is not taken."""


class ObjectWriter:
    """One participant's file under way: the objects that are not the same for everybody."""

    def __init__(
        self,
        master: Master,
        texts: Sequence[SlotText],
        said: dict[int, str],
        continuation_pages: dict[int, tuple[Continuation, LaidOutPage]],
    ) -> None:
        self.master = master
        self.texts = texts
        self.said = said
        self.continuation_pages = continuation_pages
        self.objects: list[tuple[int, bytes]] = []
        self.streams: list[tuple[int, bytes, bytes]] = []
        self.next = self.master.count
        self.next_mark = {marks.page: marks.count for marks in self.master.marks}
        self.owners: dict[int, list[int]] = {marks.page: [] for marks in self.master.marks}
        self.starts: dict[tuple[int, int], float] = {}
        for number in range(len(self.master.rows)):
            self.starts |= {(number, piece): start for piece, start in enumerate(self._row_starts(number))}

    def fill(self, form: MasterForm, filled: FieldValues, told: bytes) -> None:
        """Write what stands in a form's fields, and what the form says of itself."""
        for field in form.fields:
            text, appearance, lines = filled.get(field.path, ("", None, ()))
            drawn = self._drawn(form, appearance, lines) if appearance else field.empty
            standing = b"/V %s/AP<</N %d 0 R>>" % (text_string(text), drawn)
            self.objects.append((field.number, b"<<%s%s>>" % (field.begins, standing)))
        digest = hashlib.md5(told, usedforsecurity=False).hexdigest().encode()
        entries = b"%s/Params<</CheckSum<%s>/Size %d>>/Filter/FlateDecode" % (form.begins, digest, len(told))
        self.streams.append((form.attached, entries, deflated(told)))

    def _drawn(self, form: MasterForm, one: FieldAppearance, lines: Sequence[ShapedLine]) -> int:
        """Draw a text as it stands in a field; return the drawing's number."""
        number, y = self._new(), one.style.y
        parts = [one.before, one.style.state]
        for line in lines:
            x = one.left + one.align * (one.width - line.width / UNITS)
            parts.append(_TEXT % (x, y, one.style.font.encode(), one.style.point, line.glyphs))
            y += one.style.pitch
        entries = b"/MasterFont/XObject/Subtype/MasterForm/BBox%s/Resources %d 0 R/Filter/FlateDecode" % (
            one.box,
            form.resources,
        )
        self.streams.append((number, entries, deflated(b"".join([*parts, one.after]))))
        return number

    def merged(self, kinds: dict[str, frozenset[str]]) -> VariableObjects:
        """Return all that is this participant's."""
        contents = [(content.number, deflated(self._content(content.items))) for content in self.master.contents]
        metadata = _completed(self.master.metadata, lambda text: escape(self._spoken(text), quote=False).encode())
        for marks in self.master.marks:
            owners = _references(self.owners[marks.page])
            self.objects.append((marks.number, b"[%s %s]" % (marks.owners, owners)))
        self.objects += [
            (said.number, _completed(said, lambda text: text_string(self._spoken(text)))) for said in self.master.said
        ]
        return VariableObjects(kinds, contents, self.streams, self.objects, metadata, self.next)

    def _spoken(self, text: str) -> str:
        return PLACEHOLDER.sub(lambda mark: self.said[int(mark[1])], text)

    def _row_starts(self, number: int) -> Iterator[float]:
        """Yield where each piece of a row begins."""
        row = self.master.rows[number]
        widths = [sum(line.width for line in self.texts[slot].lines) / UNITS if slot >= 0 else wide
                  for slot, wide in row.pieces]  # fmt: skip
        if sum(widths) > row.width or len({self.texts[slot].style.size for slot, _w in row.pieces if slot >= 0}) > 1:
            raise NeedsTypesetterError(_("texts that share a line"))
        at = row.left + row.align * (row.width - sum(widths))
        for wide in widths:
            yield at
            at += wide

    def _content(self, items: Sequence[ContentItem]) -> bytes:
        parts = []
        for item in items:
            parts.append(item.fixed)
            if item.slot >= 0:
                style = self.texts[item.slot].style
                parts += [style.before, style.state, *self._lines(item.slot)]
            elif item.row >= 0:
                parts.append(b"%f" % self.starts[item.row, item.piece])
            elif item.continuation_page >= 0 and item.moved is None:
                parts += self._leaf(item.continuation_page)
            elif item.moved is not None:
                parts.append(
                    (b"%f" % (self.continuation_pages[item.continuation_page][1].end + item.moved))
                    .rstrip(b"0")
                    .rstrip(b".")
                )
        return b"".join(parts)

    def _lines(self, number: int) -> Iterator[bytes]:
        """Yield a slot's lines as they are drawn; each becomes a structure element."""
        slot, style, lines = self.master.slots[number], self.texts[number].style, self.texts[number].lines
        y = style.y + sum(by * (len(self.texts[other].lines) - 1) for other, by in slot.shifts)
        spans: list[int] = []
        for line in lines:
            x = self._left(number, slot, line)
            mark = self._mark(slot.page, slot.element, spans) if slot.element else _IN_HEAD
            yield mark + _TEXT % (x, y, style.font.encode(), style.point, line.glyphs) + b"EMC\n"
            y += style.pitch
        if slot.element:
            self.objects.append((slot.element, b"<<%s/K[%s]>>" % (slot.begins, _references(spans))))
        beside = [slot.element]
        if more := self.texts[number].more:
            beside.append(self._new())
            yield self._mark(slot.page, beside[-1], spans := []) + more.state
            yield _TEXT % (more.x, y - style.pitch + more.below, more.font.encode(), more.point, more.glyphs) + b"EMC\n"
            self._element(beside[-1], more.kind, spans, slot.page, slot.holder)
        if slot.more:
            self.objects.append((slot.holder, b"<<%s/K[%s]>>" % (slot.holder_begins, _references(beside))))

    def _leaf(self, number: int) -> Iterator[bytes]:
        """Yield the lines of what goes on, on one continuation_page; each becomes a structure element, in that of its block."""
        continuation_page, (continuation, on) = self.master.continuation_pages[number], self.continuation_pages[number]
        of_title, of_text, of_line = continuation.kinds
        blocks = []
        for block in on.blocks:
            blocks.append(self._new())
            style = continuation.title if block.is_title else continuation.text
            kids: list[int] = []
            yield style.state
            for line, top in zip(block.lines, block.tops, strict=True):
                holder, spans = blocks[-1], kids
                if not block.is_title:
                    holder, spans = self._new(), []
                    kids.append(holder)
                yield self._mark(continuation_page.page, holder, spans)
                yield (
                    _TEXT % (continuation.left, top + style.y, style.font.encode(), style.point, line.glyphs) + b"EMC\n"
                )
                if not block.is_title:
                    self._element(holder, of_line, spans, continuation_page.page, blocks[-1])
            self._element(
                blocks[-1],
                of_title if block.is_title else of_text,
                kids,
                continuation_page.page,
                continuation_page.element,
            )
        kids_of_leaf = b" ".join([continuation_page.before, _references(blocks), continuation_page.after])
        self.objects.append((continuation_page.element, b"<<%s/K[%s]>>" % (continuation_page.begins, kids_of_leaf)))

    def _element(self, number: int, kind: bytes, kids: Sequence[int], page: int, holder: int) -> None:
        """Make a structure element."""
        self.objects.append((number, _ELEMENT % (kind, _references(kids), page, holder)))

    def _new(self) -> int:
        """Return the number of a new object."""
        self.next += 1
        return self.next - 1

    def _left(self, number: int, slot: MasterSlot, line: ShapedLine) -> float:
        if slot.row < 0:
            return slot.left + slot.align * (slot.width - line.width / UNITS)
        pieces = [other for other, _wide in self.master.rows[slot.row].pieces]
        return self.starts[slot.row, pieces.index(number)]

    def _mark(self, page: int, element: int, spans: list[int]) -> bytes:
        """Begin marked content, and make its structure element in another one."""
        mark, span = self.next_mark[page], self._new()
        self.next_mark[page] += 1
        spans.append(span)
        self.owners[page].append(span)
        self.objects.append((span, _SPAN % (mark, page, element)))
        return _MARKED % mark


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _completed(said: TextObject, told: Callable[[str], bytes]) -> bytes:
    texts = [told(text) for text in said.texts]
    return b"".join(part for pair in zip(said.parts, [*texts, b""], strict=True) for part in pair)


def text_string(text: str) -> bytes:
    """Return a text as PDF writes it (7.9.2.2): as it is when it is ASCII, else in UTF-16."""
    if text.isascii():
        return b"(%s)" % text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().encode()
