"""A plate filled for one participant: a whole PDF, of which only what differs is set, compressed and written anew.

The file begins with all that is the same for everybody; what is of this participant follows, and a cross-reference
stream (ISO 32000-1, 7.5). Nothing of one participant can come into another's file: nothing is kept between two.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape

from .cuts import FontCut, font_cut, kind
from .errors import _
from .fields import Blank, told_of
from .filling import Filling
from .fit import Fit
from .layout import NORMAL
from .pdfwriter import deflated, object_stream, stream_object
from .plate import Appearance, Form, Item, Look, Plate, Said, Spot
from .sample import STAND_IN, answer, spoken
from .setting import UNITS, Face, Line, UnsettableError, set_lines

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_WIDTHS = (1, 3, 2)
_ROW = sum(_WIDTHS)
_CUTS = 500
_SLACK = 1e-3
"""CSS pixels."""
_PREDICTED = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>" % _ROW
_PLAIN, _PACKED = 1, 2
_MARKED = b"/Span\n<</MCID %d>>\nBDC\n"
_IN_HEAD = b"/Artifact <</Type /Pagination>> BDC\n"
_TEXT = b"BT\n1 0 0 -1 %f %f Tm\n/%s %s Tf\n%s TJ\nET\n"
_SPAN = b"<</Type/StructElem/S/Span/K[%d]/Pg %d 0 R/P %d 0 R>>"


@dataclass(frozen=True, slots=True)
class _Set:
    """A spot's text in lines."""

    look: Look
    lines: Sequence[Line]


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


class Press:
    """Fills one plate, as often as wanted."""

    def __init__(self, plate: Plate) -> None:
        self.plate = plate
        self._faces: dict[tuple[str, int], Face] = {}
        self._cuts: dict[tuple[str, frozenset[str]], FontCut] = {}
        self._letters = frozenset("\n" + plate.letters)
        self._bare = [_Set(spot.looks[NORMAL], ()) if spot.room else None for spot in plate.spots]
        """What stands in the spots when there is no text for them; None where a text is needed."""
        self._held = {(spot.group, spot.room) for spot in plate.spots if spot.room}

    def serves(self, filling: Filling) -> bool:
        """Tell whether a template would ask the same of a participant's data, and get the same answers."""
        return all(answer(filling, (what, path)) == given for what, path, given in self.plate.asked)

    def handout(self, filling: Filling) -> bytes:
        """Return the handout, as the typesetter would have made it.

        Raises UnsettableError, with the reason in a word or two, when it must be made by the typesetter.
        """
        return self.file(self.pressed(filling))

    def pressed(self, filling: Filling) -> Pressed:
        """Return what of the handout is a participant's own. Raises UnsettableError as ``handout`` does."""
        if not self.serves(filling):
            raise UnsettableError(_("a plate for others"))
        fitted = [filling.fit(spot.path, spot.place) for spot in self.plate.spots]
        texts = [
            bare if bare and not (fit.text or fit.rest) else self._set(spot, fit)
            for spot, fit, bare in zip(self.plate.spots, fitted, self._bare, strict=True)
        ]
        if filling.legend:
            raise UnsettableError(_("a contact too long for its ball"))
        said = {number: spoken(filling, path) for number, path in self.plate.spoken.items()}
        self._refuse_high(texts)
        filled = self._filled(filling)
        letters: dict[str, set[str]] = {name: set() for name in self.plate.types}
        for fit, text in zip(fitted, texts, strict=True):
            letters[text.look.font].update(fit.text)
        for written, appearance, _lines in filled.values():
            letters[appearance.look.font].update(written)
        kinds = {name: frozenset(map(kind, used)) for name, used in letters.items()}
        sheet = _Sheet(self, texts, said)
        if self.plate.form:
            told = told_of(
                filling.course, filling.text("nimi"), {path: text for path, (text, _a, _l) in filled.items()}
            )
            sheet.fill(self.plate.form, filled, json.dumps(told, ensure_ascii=False).encode())
        return sheet.pressed(kinds)

    def _filled(self, filling: Filling) -> Filled:
        """Return what stands in the form's fields, by their paths."""
        filled: Filled = {}
        for field in self.plate.form.fields if self.plate.form else ():
            if text := filling.text(field.path):
                sizes = [one.millimetres for one in field.appearances]
                blank = Blank(field.path, field.place, field.width, field.height, sizes[0], field.bold)
                one = field.appearances[sizes.index(blank.look(text).size)]
                filled[field.path] = text, one, self._lines(text, one.look, one.width)
        return filled

    def holds(self, spot: Spot, fitted: Fit) -> bool:
        """Tell whether a text can stand in a spot."""
        try:
            text = self._set(spot, fitted)
        except UnsettableError:
            return False
        return not spot.room or len(text.lines) * text.look.pitch * len(spot.group) <= spot.room + _SLACK

    def _cut(self, font: str, kinds: frozenset[str]) -> FontCut:
        """Return a font with the letters of some kinds; groups of participants share few cuts."""
        if (font, kinds) not in self._cuts:
            if len(self._cuts) >= _CUTS:
                self._cuts.clear()
            self._cuts[font, kinds] = font_cut(self.plate.types[font], kinds)
        return self._cuts[font, kinds]

    def _set(self, spot: Spot, fitted: Fit) -> _Set:
        look = spot.looks.get(fitted.step)
        if fitted.rest or look is None:
            raise UnsettableError(_("an answer that goes on elsewhere") if fitted.rest else _("an unknown size"))
        lines = self._lines(fitted.text, look, spot.width)
        if (spot.inline and len(lines) > 1) or (not spot.room and len(lines) != 1):
            raise UnsettableError(_("an answer that moves others"))
        return _Set(look, lines)

    def _lines(self, text: str, look: Look, width: float) -> Sequence[Line]:
        if not self._letters.issuperset(text):
            raise UnsettableError(_("letters that are not Latin"))
        return set_lines(text, self._face(look), int(width * UNITS))

    def _refuse_high(self, texts: Sequence[_Set]) -> None:
        """Raise UnsettableError for texts that are together higher than what holds them."""
        for group, room in self._held:
            if sum([len(texts[spot].lines) * texts[spot].look.pitch for spot in group]) > room + _SLACK:
                raise UnsettableError(_("an answer that moves others"))

    def _face(self, look: Look) -> Face:
        key = look.font, look.size
        if key not in self._faces:
            made = self.plate.types[look.font]
            self._faces[key] = Face(made.data, look.size, self.plate.language, made.glyphs)
        return self._faces[key]

    def file(self, pressed: Pressed) -> bytes:
        """Return a participant's file."""
        out, rows, objects = bytearray(self.head[0]), {}, list(pressed.objects)
        streams = [*pressed.streams, *((number, b"/Filter/FlateDecode", data) for number, data in pressed.contents)]
        for name, kinds in pressed.kinds.items():
            made, cut = self.plate.types[name], self._cut(name, kinds)
            streams += [(made.file, cut.file_entries, cut.file), (made.unicode, b"/Filter/FlateDecode", cut.unicode)]
            objects.append((made.descendant, b"<<%s/W[%s]>>" % (made.begins, cut.widths)))
        streams.append((self.plate.metadata.number, b"/Type/Metadata/Subtype/XML", pressed.metadata))
        container, last = pressed.next, pressed.next + 1
        streams.append((container, *object_stream(objects)))
        for number, entries, data in streams:
            rows[number] = _row(_PLAIN, len(out))
            out += stream_object(number, entries, data)
        rows |= {number: _row(_PACKED, container, index) for index, (number, _body) in enumerate(objects)}
        rows[last], start = _row(_PLAIN, len(out)), len(out)
        table = self.table(b"".join([rows[number] for number in sorted(rows)]))
        digest = hashlib.sha256(out).hexdigest()[:32].encode()
        told = b"/Type/XRef/Size %d/W[%d %d %d]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]%s" % (
            last + 1, *_WIDTHS, self.plate.root, self.plate.info, digest, digest, _PREDICTED,
        )  # fmt: skip
        out += stream_object(last, told, deflated(table))
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)

    @cached_property
    def head(self) -> tuple[bytes, bytes]:
        """What every file begins with, and its rows of the cross-reference."""
        out, rows = bytearray(_HEADER), [b"\0" * _ROW]
        small = partial(zlib.compress, level=9)
        streams = [(stream.number, stream.entries, stream.data) for stream in self.plate.streams]
        container = len(streams) + len(self.plate.objects) + 1
        packed = [_row(_PACKED, container, index) for index in range(len(self.plate.objects))]
        for number, entries, data in (*streams, (container, *object_stream(self.plate.objects, small))):
            rows += packed if number == container else []
            rows.append(_row(_PLAIN, len(out)))
            out += stream_object(number, entries, data)
        return bytes(out), b"".join(rows)

    @cached_property
    def _head_table(self) -> bytes:
        return _differences(self.head[1], b"\0" * _ROW)

    def table(self, rows: bytes) -> bytes:
        """Return the rows of a whole cross-reference as they are written, from those that follow the head’s."""
        return self._head_table + _differences(rows, self.head[1][-_ROW:])


class _Sheet:
    """One participant's file under way: the objects that are not the same for everybody."""

    def __init__(self, press: Press, texts: Sequence[_Set], said: dict[int, str]) -> None:
        self.plate = press.plate
        self.texts = texts
        self.said = said
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
        number, y = self.next, one.look.y
        self.next += 1
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
        metadata = _filled(self.plate.metadata, lambda text: escape(self._spoken(text), quote=False).encode())
        for marks in self.plate.marks:
            owners = b" ".join(b"%d 0 R" % owner for owner in self.owners[marks.page])
            self.objects.append((marks.number, b"[%s %s]" % (marks.owners, owners)))
        self.objects += [
            (said.number, _filled(said, lambda text: text_string(self._spoken(text)))) for said in self.plate.said
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
        return b"".join(parts)

    def _lines(self, number: int) -> Iterator[bytes]:
        """Yield a spot's lines as they are drawn; each becomes a structure element."""
        spot, look, lines = self.plate.spots[number], self.texts[number].look, self.texts[number].lines
        y = look.y + sum(by * (len(self.texts[other].lines) - 1) for other, by in spot.shifts)
        spans: list[int] = []
        for line in lines:
            x = self._left(number, spot, line)
            mark = self._mark(spot, spans) if spot.element else _IN_HEAD
            yield mark + _TEXT % (x, y, look.font.encode(), look.point, line.glyphs) + b"EMC\n"
            y += look.pitch
        if spot.element:
            kids = b" ".join(b"%d 0 R" % span for span in spans)
            self.objects.append((spot.element, b"<<%s/K[%s]>>" % (spot.begins, kids)))

    def _left(self, number: int, spot: Spot, line: Line) -> float:
        if spot.row < 0:
            return spot.left + spot.align * (spot.width - line.width / UNITS)
        pieces = [other for other, _wide in self.plate.rows[spot.row].pieces]
        return self.starts[spot.row, pieces.index(number)]

    def _mark(self, spot: Spot, spans: list[int]) -> bytes:
        """Begin marked content, and make its structure element."""
        mark, span = self.next_mark[spot.page], self.next
        self.next_mark[spot.page] += 1
        self.next += 1
        spans.append(span)
        self.owners[spot.page].append(span)
        self.objects.append((span, _SPAN % (mark, spot.page, spot.element)))
        return _MARKED % mark


def _differences(rows: bytes, before: bytes) -> bytes:
    """Return rows as PNG's “up” has them (7.4.4.4), each as what it differs from the one before it: it takes less."""
    told = bytes([(here - there) & 0xFF for here, there in zip(rows, before + rows, strict=False)])
    return b"".join([b"\2" + told[at : at + _ROW] for at in range(0, len(told), _ROW)])


def _row(kind: int, where: int, index: int = 0) -> bytes:
    return (kind << 40 | where << 16 | index).to_bytes(_ROW, "big")


def _filled(said: Said, told: Callable[[str], bytes]) -> bytes:
    texts = [told(text) for text in said.texts]
    return b"".join(part for pair in zip(said.parts, [*texts, b""], strict=True) for part in pair)


def text_string(text: str) -> bytes:
    """Return a text as PDF writes it (7.9.2.2): as it is when it is ASCII, else in UTF-16."""
    if text.isascii():
        return b"(%s)" % text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().encode()
