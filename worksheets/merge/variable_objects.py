"""What of a handout is one participant's own, as bytes of a PDF: the pages' contents, structure elements, metadata."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from worksheets.errors import UnsettableError, _
from worksheets.pdf.writer import deflated
from worksheets.text.shaping import UNITS, Line

from .continuation_layout import Laid
from .model import Appearance, Form, Item, Look, More, Overleaf, Plate, Said, Spot
from .questions import STAND_IN

_MARKED = b"/Span\n<</MCID %d>>\nBDC\n"
_IN_HEAD = b"/Artifact <</Type /Pagination>> BDC\n"
_TEXT = b"BT\n1 0 0 -1 %f %f Tm\n/%s %s Tf\n%s TJ\nET\n"
_SPAN = b"<</Type/StructElem/S/Span/K[%d]/Pg %d 0 R/P %d 0 R>>"
_ELEMENT = b"<</Type/StructElem/S%s/K[%s]/Pg %d 0 R/P %d 0 R>>"


@dataclass(frozen=True, slots=True)
class SetText:
    """A spot's text in lines."""

    look: Look
    lines: Sequence[Line]
    more: More | None = None
    """What says after them that the text goes on elsewhere."""

    @property
    def height(self) -> float:
        """How high they are, in CSS pixels."""
        return len(self.lines) * self.look.pitch + (self.more.below if self.more else 0.0)


Filled = dict[str, tuple[str, Appearance, Sequence[Line]]]
"""What stands in a form's fields, by their paths: the text, how it is drawn, its lines."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What of a handout is a participant's own; its numbers are the plate's, and those after them."""

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


class Sheet:
    """One participant's file under way: the objects that are not the same for everybody."""

    def __init__(
        self, plate: Plate, texts: Sequence[SetText], said: dict[int, str], leaves: dict[int, tuple[Overleaf, Laid]]
    ) -> None:
        self.plate = plate
        self.texts = texts
        self.said = said
        self.leaves = leaves
        self.objects: list[tuple[int, bytes]] = []
        self.streams: list[tuple[int, bytes, bytes]] = []
        self.next = self.plate.count
        self.next_mark = {marks.page: marks.count for marks in self.plate.marks}
        self.owners: dict[int, list[int]] = {marks.page: [] for marks in self.plate.marks}
        self.starts: dict[tuple[int, int], float] = {}
        for number in range(len(self.plate.rows)):
            self.starts |= {(number, piece): start for piece, start in enumerate(self._row_starts(number))}

    def fill(self, form: Form, filled: Filled, told: bytes) -> None:
        """Write what stands in a form's fields, and what the form says of itself."""
        for field in form.fields:
            text, appearance, lines = filled.get(field.path, ("", None, ()))
            drawn = self._drawn(form, appearance, lines) if appearance else field.empty
            standing = b"/V %s/AP<</N %d 0 R>>" % (text_string(text), drawn)
            self.objects.append((field.number, b"<<%s%s>>" % (field.begins, standing)))
        digest = hashlib.md5(told, usedforsecurity=False).hexdigest().encode()
        entries = b"%s/Params<</CheckSum<%s>/Size %d>>/Filter/FlateDecode" % (form.begins, digest, len(told))
        self.streams.append((form.attached, entries, deflated(told)))

    def _drawn(self, form: Form, one: Appearance, lines: Sequence[Line]) -> int:
        """Draw a text as it stands in a field; return the drawing's number."""
        number, y = self._new(), one.look.y
        parts = [one.before, one.look.state]
        for line in lines:
            x = one.left + one.align * (one.width - line.width / UNITS)
            parts.append(_TEXT % (x, y, one.look.font.encode(), one.look.point, line.glyphs))
            y += one.look.pitch
        entries = b"/Type/XObject/Subtype/Form/BBox%s/Resources %d 0 R/Filter/FlateDecode" % (one.box, form.resources)
        self.streams.append((number, entries, deflated(b"".join([*parts, one.after]))))
        return number

    def pressed(self, kinds: dict[str, frozenset[str]]) -> Pressed:
        """Return all that is this participant's."""
        contents = [(content.number, deflated(self._content(content.items))) for content in self.plate.contents]
        metadata = _completed(self.plate.metadata, lambda text: escape(self._spoken(text), quote=False).encode())
        for marks in self.plate.marks:
            owners = _references(self.owners[marks.page])
            self.objects.append((marks.number, b"[%s %s]" % (marks.owners, owners)))
        self.objects += [
            (said.number, _completed(said, lambda text: text_string(self._spoken(text)))) for said in self.plate.said
        ]
        return Pressed(kinds, contents, self.streams, self.objects, metadata, self.next)

    def _spoken(self, text: str) -> str:
        return STAND_IN.sub(lambda mark: self.said[int(mark[1])], text)

    def _row_starts(self, number: int) -> Iterator[float]:
        """Yield where each piece of a row begins."""
        row = self.plate.rows[number]
        widths = [sum(line.width for line in self.texts[spot].lines) / UNITS if spot >= 0 else wide
                  for spot, wide in row.pieces]  # fmt: skip
        if sum(widths) > row.width or len({self.texts[spot].look.size for spot, _w in row.pieces if spot >= 0}) > 1:
            raise UnsettableError(_("texts that share a line"))
        at = row.left + row.align * (row.width - sum(widths))
        for wide in widths:
            yield at
            at += wide

    def _content(self, items: Sequence[Item]) -> bytes:
        parts = []
        for item in items:
            parts.append(item.fixed)
            if item.spot >= 0:
                look = self.texts[item.spot].look
                parts += [look.before, look.state, *self._lines(item.spot)]
            elif item.row >= 0:
                parts.append(b"%f" % self.starts[item.row, item.piece])
            elif item.leaf >= 0 and item.moved is None:
                parts += self._leaf(item.leaf)
            elif item.moved is not None:
                parts.append((b"%f" % (self.leaves[item.leaf][1].end + item.moved)).rstrip(b"0").rstrip(b"."))
        return b"".join(parts)

    def _lines(self, number: int) -> Iterator[bytes]:
        """Yield a spot's lines as they are drawn; each becomes a structure element."""
        spot, look, lines = self.plate.spots[number], self.texts[number].look, self.texts[number].lines
        y = look.y + sum(by * (len(self.texts[other].lines) - 1) for other, by in spot.shifts)
        spans: list[int] = []
        for line in lines:
            x = self._left(number, spot, line)
            mark = self._mark(spot.page, spot.element, spans) if spot.element else _IN_HEAD
            yield mark + _TEXT % (x, y, look.font.encode(), look.point, line.glyphs) + b"EMC\n"
            y += look.pitch
        if spot.element:
            self.objects.append((spot.element, b"<<%s/K[%s]>>" % (spot.begins, _references(spans))))
        beside = [spot.element]
        if more := self.texts[number].more:
            beside.append(self._new())
            yield self._mark(spot.page, beside[-1], spans := []) + more.state
            yield _TEXT % (more.x, y - look.pitch + more.below, more.font.encode(), more.point, more.glyphs) + b"EMC\n"
            self._element(beside[-1], more.kind, spans, spot.page, spot.holder)
        if spot.more:
            self.objects.append((spot.holder, b"<<%s/K[%s]>>" % (spot.holder_begins, _references(beside))))

    def _leaf(self, number: int) -> Iterator[bytes]:
        """Yield the lines of what goes on, on one leaf; each becomes a structure element, in that of its block."""
        leaf, (overleaf, on) = self.plate.leaves[number], self.leaves[number]
        of_title, of_text, of_line = overleaf.kinds
        blocks = []
        for block in on.blocks:
            blocks.append(self._new())
            look = overleaf.title if block.is_title else overleaf.text
            kids: list[int] = []
            yield look.state
            for line, top in zip(block.lines, block.tops, strict=True):
                holder, spans = blocks[-1], kids
                if not block.is_title:
                    holder, spans = self._new(), []
                    kids.append(holder)
                yield self._mark(leaf.page, holder, spans)
                yield _TEXT % (overleaf.left, top + look.y, look.font.encode(), look.point, line.glyphs) + b"EMC\n"
                if not block.is_title:
                    self._element(holder, of_line, spans, leaf.page, blocks[-1])
            self._element(blocks[-1], of_title if block.is_title else of_text, kids, leaf.page, leaf.element)
        kids_of_leaf = b" ".join([leaf.before, _references(blocks), leaf.after])
        self.objects.append((leaf.element, b"<<%s/K[%s]>>" % (leaf.begins, kids_of_leaf)))

    def _element(self, number: int, kind: bytes, kids: Sequence[int], page: int, holder: int) -> None:
        """Make a structure element."""
        self.objects.append((number, _ELEMENT % (kind, _references(kids), page, holder)))

    def _new(self) -> int:
        """Return the number of a new object."""
        self.next += 1
        return self.next - 1

    def _left(self, number: int, spot: Spot, line: Line) -> float:
        if spot.row < 0:
            return spot.left + spot.align * (spot.width - line.width / UNITS)
        pieces = [other for other, _wide in self.plate.rows[spot.row].pieces]
        return self.starts[spot.row, pieces.index(number)]

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


def _completed(said: Said, told: Callable[[str], bytes]) -> bytes:
    texts = [told(text) for text in said.texts]
    return b"".join(part for pair in zip(said.parts, [*texts, b""], strict=True) for part in pair)


def text_string(text: str) -> bytes:
    """Return a text as PDF writes it (7.9.2.2): as it is when it is ASCII, else in UTF-16."""
    if text.isascii():
        return b"(%s)" % text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().encode()
