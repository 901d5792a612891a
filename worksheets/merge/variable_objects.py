"""The objects of a handout that belong to one participant: page contents, structure elements, form fields, metadata."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from html import escape

from msgspec import Struct

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.syntax import PdfObject
from worksheets.pdf.writer import deflated
from worksheets.text.shaping import UNITS, ShapedLine

from .continuation_layout import BlockKind, ContinuedPage, TextBlock
from .model import (
    ContentItem,
    Continuation,
    ContinuationLegend,
    ContinuationNote,
    ContinuationPage,
    ContinuationTags,
    FieldAppearance,
    Master,
    MasterForm,
    MasterSlot,
    Move,
    TextObject,
    TextStyle,
)
from .questions import PLACEHOLDER

FLATE = b"/Filter/FlateDecode"
"""The entry of a stream that ``deflated`` has compressed."""
_BEGIN_MARKED = b"/Span\n<</MCID %d>>\nBDC\n"
_BEGIN_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC\n"
_END_MARKED = b"EMC\n"
_TEXT = b"BT\n1 0 0 -1 %f %f Tm\n/%s %s Tf\n%s TJ\nET\n"
"""A line of text: the x and y of its start, its font and size, its glyphs. The page's y axis points down."""
_SPAN = b"<</Type/StructElem/S/Span/K[%d]/Pg %d 0 R/P %d 0 R>>"
_ELEMENT = b"<</Type/StructElem/S%s/K[%s]/Pg %d 0 R/P %d 0 R>>"


class SlotText(Struct, frozen=True):
    """The text of a slot, in lines."""

    style: TextStyle
    lines: Sequence[ShapedLine]
    note: ContinuationNote | None = None
    """The note after the lines, if the text continues elsewhere."""
    across: float = 0.0
    """By how many CSS pixels the lines are right of where they would be."""
    empty_objects: Sequence[PdfObject] = ()
    """The objects of a slot without text, if they are known: the same for everybody."""

    @property
    def height(self) -> float:
        """The height of the lines and the note, in CSS pixels."""
        return len(self.lines) * self.style.pitch + (self.note.below if self.note else 0.0)


class FieldValue(Struct, frozen=True):
    """The value of a form field, and how it is drawn."""

    text: str
    drawn: str
    """The text, or its beginning if it is too long for the field."""
    lines: Sequence[ShapedLine]
    """The lines of what is drawn."""
    appearance: FieldAppearance
    default_appearance: bytes
    """The string ``/DA``, which viewers draw what is typed with."""


class StreamObject(Struct, frozen=True):
    """A stream."""

    number: int
    entries: bytes
    """The entries of its dictionary, except ``/Length``."""
    data: bytes


class VariableObjects(Struct, frozen=True):
    """The objects of one participant: those that the master leaves open, and those numbered after the master's."""

    letter_groups: dict[str, frozenset[str]]
    """The letter groups of the participant's texts, by the names of the fonts."""
    contents: Sequence[StreamObject]
    """The content streams."""
    streams: Sequence[StreamObject]
    """The other streams, except the metadata."""
    objects: Sequence[PdfObject]
    """The objects that are no streams."""
    metadata: bytes
    """The XMP metadata, not compressed."""
    next_number: int
    """The first object number that is free."""


class ObjectWriter:
    """Writes the objects of one participant; ``objects`` completes them."""

    def __init__(
        self,
        master: Master,
        texts: Sequence[SlotText],
        undrawn: dict[int, str],
        continuation_pages: dict[int, ContinuedPage],
        height_changes: Sequence[float] = (),
    ) -> None:
        """Take the texts of the slots, in their order, and those that are not drawn, by their placeholders' numbers.

        ``continuation_pages`` are given by their indexes in the master; ``height_changes`` tell by how much each of its
        heights is more.
        """
        self._master = master
        self._texts = texts
        self._undrawn = undrawn
        self._continuation_pages = continuation_pages
        self._height_changes = height_changes
        self._objects: list[PdfObject] = []
        self._streams: list[StreamObject] = []
        self._next_number = master.next_number
        self._next_mcid = {content.page: content.count for content in master.marked_content}
        self._owners: dict[int, list[int]] = {content.page: [] for content in master.marked_content}
        """The Span elements of each page's marked-content sequences, by the page's object."""

    def write_form(
        self, form: MasterForm, values: dict[str, FieldValue], chosen: dict[str, tuple[int, ...]], description: bytes
    ) -> None:
        """Write the fields with their values, by path, and the attachment that describes the form.

        ``chosen`` are the numbers of the options that are chosen with buttons, by the slots' paths.
        """
        self._write_buttons(form, chosen)
        for field in form.fields:
            value = values.get(field.path)
            appearance = self._appearance(form, value) if value else field.empty_appearance
            typed_with = value.default_appearance if value else field.default_appearances[0]
            text = text_string(value.text if value else "")
            entries = b"%s/V %s/DA %s/AP<</N %d 0 R>>" % (field.entries, text, typed_with, appearance)
            self._objects.append((field.number, b"<<%s>>" % entries))
        checksum = hashlib.md5(description, usedforsecurity=False).hexdigest().encode()  # As 7.11.4 has it.
        params = b"/Params<</CheckSum<%s>/Size %d>>" % (checksum, len(description))
        entries = b"%s%s/Filter/FlateDecode" % (form.attachment_entries, params)
        self._streams.append(StreamObject(form.attachment, entries, deflated(description)))

    def _write_buttons(self, form: MasterForm, chosen: dict[str, tuple[int, ...]]) -> None:
        """Write the buttons in the states that they have when some options are chosen."""
        for button in form.buttons:
            state = b"/%d" % button.option if button.option in chosen[button.path] else b"/Off"
            value = b"/V%s" % state if button.has_value else b""
            self._objects.append((button.number, b"<<%s%s/AS%s>>" % (button.entries, value, state)))
        for group in form.radio_groups:
            state = b"/%d" % chosen[group.path][0] if chosen[group.path] else b"/Off"
            self._objects.append((group.number, b"<<%s/V%s>>" % (group.entries, state)))

    def _appearance(self, form: MasterForm, value: FieldValue) -> int:
        """Write the appearance stream of a field's value; return its number."""
        number, appearance = self._new_number(), value.appearance
        style, y = appearance.style, appearance.style.y
        content = [appearance.before, style.state]
        for line in value.lines:
            x = appearance.left + appearance.align * (appearance.width - line.width / UNITS)
            content.append(_drawn(style, x, y, line.glyphs))
            y += style.pitch
        content.append(appearance.after)
        resources = b"/BBox%s/Resources %d 0 R" % (appearance.box, form.resources)
        entries = b"/Type/XObject/Subtype/Form%s/Filter/FlateDecode" % resources
        self._streams.append(StreamObject(number, entries, deflated(b"".join(content))))
        return number

    def objects(self, letter_groups: dict[str, frozenset[str]]) -> VariableObjects:
        """Return all objects of the participant, whose texts have letters of some groups, by font.

        Raises NeedsTypesetterError when texts do not fit on the line that they share.
        """
        master = self._master
        contents = [
            StreamObject(content.number, FLATE, deflated(self._content(content.items))) for content in master.contents
        ]
        metadata = _completed(master.metadata, lambda text: escape(self._filled(text), quote=False).encode())
        for marked in master.marked_content:
            owners = b"[%s %s]" % (marked.owners, _references(self._owners[marked.page]))
            self._objects.append((marked.number, owners))
        self._objects += [
            (obj.number, _completed(obj, lambda text: text_string(self._filled(text)))) for obj in master.text_objects
        ]
        return VariableObjects(letter_groups, contents, self._streams, self._objects, metadata, self._next_number)

    def _filled(self, text: str) -> str:
        """Return a text that is not drawn, with the participant's texts in place of its placeholders."""
        return PLACEHOLDER.sub(lambda match: self._undrawn[int(match[1])], text)

    def _content(self, items: Sequence[ContentItem]) -> bytes:
        content: list[bytes] = []
        for item in items:
            content.append(item.fixed)
            content += self._variable(item)
        return b"".join(content)

    def _variable(self, item: ContentItem) -> Iterable[bytes]:
        """Return the variable content after the fixed content of an item."""
        if item.slot >= 0:
            return self._slot(item.slot, self._texts[item.slot])
        if item.shared_line >= 0:
            return [b"%f" % self._text_starts[item.shared_line][item.line_text]]
        if item.moves:
            return [_number(item.number + moved(item.moves, self._height_changes))]
        if item.continuation_page < 0:
            return []
        if item.below_end is None:
            return self._continued_blocks(item.continuation_page)
        end = self._continuation_pages[item.continuation_page].page.end
        return [_number(end + item.below_end)]

    def _slot(self, index: int, text: SlotText) -> Iterable[bytes]:
        """Return what is drawn of a slot, and write its objects."""
        if text.empty_objects:
            self._objects += text.empty_objects
            return text.style.before, text.style.state
        return [text.style.before, text.style.state, *self._slot_lines(index)]

    def _slot_lines(self, index: int) -> Iterator[bytes]:
        """Yield a slot's lines as they are drawn, each a structure element in the slot's, and the note after them."""
        slot, text = self._master.slots[index], self._texts[index]
        y = text.style.y + sum([shift.distance * (len(self._texts[shift.slot].lines) - 1) for shift in slot.shifts])
        y -= text.style.pitch * (len(text.lines) - 1) if slot.grows_up else 0.0
        y += moved(slot.moves, self._height_changes)
        spans: list[int] = []
        for line in text.lines:
            begin = self._begin_marked(slot.page, slot.element, spans) if slot.element else _BEGIN_ARTIFACT
            yield begin + _drawn(text.style, self._start(index, slot, line), y, line.glyphs) + _END_MARKED
            y += text.style.pitch
        if slot.element:
            self._objects.append(_slot_element(slot, spans))
        if slot.note:
            yield from self._note(slot, text.note, y - text.style.pitch)

    def _note(self, slot: MasterSlot, note: ContinuationNote | None, baseline: float) -> Iterator[bytes]:
        """Yield the note below the baseline of a slot's last line, if there is one, and write the slot's parent."""
        kids = [slot.element]
        if note:
            kids.append(self._new_number())
            spans: list[int] = []
            # In a graphics state of its own: what follows may rely on the colour of the slot's text.
            yield b"q\n" + self._begin_marked(slot.page, kids[-1], spans) + note.state
            yield _drawn(note, note.x, baseline + note.below, note.glyphs) + _END_MARKED + b"Q\n"
            self._add_element(kids[-1], note.tag, spans, slot.page, slot.parent)
        self._objects.append(_slot_parent(slot, kids))

    def _start(self, index: int, slot: MasterSlot, line: ShapedLine) -> float:
        """Return the x coordinate at which a slot's line starts."""
        if slot.shared_line < 0:
            return slot.left + slot.align * (slot.width - line.width / UNITS) + self._texts[index].across
        slots = [text.slot for text in self._master.shared_lines[slot.shared_line].texts]
        return self._text_starts[slot.shared_line][slots.index(index)]

    @cached_property
    def _text_starts(self) -> list[list[float]]:
        """The x coordinates at which the texts of each shared line start. Raises NeedsTypesetterError."""
        return [list(self._starts_in(number)) for number in range(len(self._master.shared_lines))]

    def _starts_in(self, number: int) -> Iterator[float]:
        """Yield the x coordinates at which the texts of a shared line start."""
        shared, slots = self._master.shared_lines[number], self._texts
        widths = [
            sum(line.width for line in slots[text.slot].lines) / UNITS if text.slot >= 0 else text.width
            for text in shared.texts
        ]
        sizes = {slots[text.slot].style.size for text in shared.texts if text.slot >= 0}
        if sum(widths) > shared.width or len(sizes) > 1:
            raise NeedsTypesetterError(Reason.SHARED_LINE)
        x = shared.left + shared.align * (shared.width - sum(widths))
        for width in widths:
            yield x
            x += width

    def _continued_blocks(self, index: int) -> Iterator[bytes]:
        """Yield the titles and texts on a continuation page as they are drawn, and write the element around them."""
        page, continued = self._master.continuation_pages[index], self._continuation_pages[index]
        elements = []
        for block in continued.page.blocks:
            yield from _before_block(continued.continuation, block)
            elements.append(self._new_number())
            if (legend := continued.continuation.legend) and block.kind is BlockKind.ENTRY:
                yield from self._entry(page, continued.continuation.tags, legend, block, elements[-1])
            else:
                yield from self._block(page, continued.continuation, block, elements[-1])
        kids = b" ".join([page.before, _references(elements), page.after])
        self._objects.append((page.element, b"<<%s/K[%s]>>" % (page.entries, kids)))

    def _block(
        self, page: ContinuationPage, continuation: Continuation, block: TextBlock, element: int
    ) -> Iterator[bytes]:
        """Yield the lines of a block, and write its structure element, in which a text has an element a line."""
        tags = continuation.tags
        style, tag = {
            BlockKind.TITLE: (continuation.title, tags.title),
            BlockKind.SOURCE: (continuation.source.style if continuation.source else continuation.text, tags.source),
            BlockKind.TEXT: (continuation.text, tags.text),
        }[block.kind]
        kids: list[int] = []
        yield style.state
        for line, top in zip(block.lines, block.tops, strict=True):
            if block.kind is not BlockKind.TEXT:
                yield self._begin_marked(page.page, element, kids)
            else:
                yield self._begin_line(page.page, element, tags.line, kids)
            yield _drawn(style, _block_left(continuation, block, line), top + style.y, line.glyphs) + _END_MARKED
        self._add_element(element, tag, kids, page.page, page.element)

    def _entry(
        self, page: ContinuationPage, tags: ContinuationTags, legend: ContinuationLegend, block: TextBlock, element: int
    ) -> Iterator[bytes]:
        """Yield the number and the lines of a legend's entry, and write its structure element."""
        kids: list[int] = []
        if block.number:
            left, top, style = legend.number_left, block.tops[0], legend.number
            yield style.before + style.state + self._begin_line(page.page, element, legend.tag, kids)
            yield _drawn(style, left, top + style.y, block.number.glyphs) + _END_MARKED + legend.name.before
        for index, (line, top) in enumerate(zip(block.lines, block.tops, strict=True)):
            style = legend.name if index < block.name_lines else legend.support
            yield style.state + self._begin_line(page.page, element, tags.line, kids)
            yield _drawn(style, legend.left, top + style.y, line.glyphs) + _END_MARKED
        self._add_element(element, tags.text, kids, page.page, page.element)

    def _begin_line(self, page: int, parent: int, tag: bytes, kids: list[int]) -> bytes:
        """Begin marked content in an element of its own in a parent; add the element's number to ``kids``."""
        spans: list[int] = []
        kids.append(self._new_number())
        begin = self._begin_marked(page, kids[-1], spans)
        self._add_element(kids[-1], tag, spans, page, parent)
        return begin

    def _begin_marked(self, page: int, parent: int, spans: list[int]) -> bytes:
        """Begin marked content, with a Span element for it in a parent; add the element's number to ``spans``."""
        mcid, span = self._next_mcid[page], self._new_number()
        self._next_mcid[page] += 1
        spans.append(span)
        self._owners[page].append(span)
        self._objects.append((span, _SPAN % (mcid, page, parent)))
        return _BEGIN_MARKED % mcid

    def _add_element(self, number: int, tag: bytes, kids: Sequence[int], page: int, parent: int) -> None:
        self._objects.append((number, _ELEMENT % (tag, _references(kids), page, parent)))

    def _new_number(self) -> int:
        self._next_number += 1
        return self._next_number - 1


def empty_objects(slot: MasterSlot) -> list[PdfObject]:
    """Return the objects of a slot without text."""
    element = [_slot_element(slot, ())] if slot.element else []
    return [*element, _slot_parent(slot, [slot.element])] if slot.note else element


def _slot_element(slot: MasterSlot, spans: Sequence[int]) -> PdfObject:
    """Return the structure element of a slot with the elements of its lines."""
    return slot.element, b"<<%s/K[%s]>>" % (slot.entries, _references(spans))


def _slot_parent(slot: MasterSlot, kids: Sequence[int]) -> PdfObject:
    """Return the structure element around a slot and its note."""
    return slot.parent, b"<<%s/K[%s]>>" % (slot.parent_entries, _references(kids))


def _before_block(continuation: Continuation, block: TextBlock) -> Iterator[bytes]:
    """Yield what is drawn before a block of a continuation page."""
    if block.kind is BlockKind.TITLE:
        for part in continuation.title_parts:
            yield part.fixed if part.below is None else part.fixed + b"%f" % (block.tops[0] + part.below)
    elif block.kind is BlockKind.SOURCE and continuation.source:
        yield continuation.source.before
    elif block.kind is BlockKind.TEXT:
        yield continuation.before_text


def _block_left(continuation: Continuation, block: TextBlock, line: ShapedLine) -> float:
    """Return the x coordinate at which a line of a block starts."""
    source = continuation.source
    if block.kind is not BlockKind.SOURCE or source is None:
        return continuation.left
    return source.left + source.align * (source.width - line.width / UNITS)


def _drawn(style: TextStyle | ContinuationNote, x: float, y: float, glyphs: bytes) -> bytes:
    """Return the operators that draw a line of text from a point on its baseline."""
    return _TEXT % (x, y, style.font.encode(), style.point, glyphs)


def moved(moves: Sequence[Move], changes: Sequence[float]) -> float:
    """Return how far down something is moved by heights that have changed by so much."""
    return sum([move.share * changes[move.height] for move in moves])


def _number(value: float) -> bytes:
    """Return a number as the typesetter writes it."""
    return (b"%f" % value).rstrip(b"0").rstrip(b".")


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _completed(obj: TextObject, written: Callable[[str], bytes]) -> bytes:
    """Return the bytes of an object with its texts, each as ``written`` returns it."""
    texts = [*map(written, obj.texts), b""]
    return b"".join([part for pair in zip(obj.fixed, texts, strict=True) for part in pair])


def text_string(text: str) -> bytes:
    """Return a text as a PDF text string (ISO 32000-1, 7.9.2.2): ASCII as it is, any other text in UTF-16."""
    if text.isascii():
        return b"(%s)" % text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().encode()
