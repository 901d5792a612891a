"""A participant's file: what is the same for everybody, then what is their own, then where all of it is.

The form is that of PDF 1.7 (ISO 32000-1, 7.5), with one cross-reference stream.
"""

import hashlib
import zlib
from functools import cached_property, partial

from worksheets.pdf.writer import deflated, object_stream, stream_object

from .font_subsets import FontSubset, font_subset
from .model import Master
from .variable_objects import VariableObjects

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_WIDTHS = (1, 3, 2)
_ROW = sum(_WIDTHS)
_CUTS = 500
_PREDICTED = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>" % _ROW
_PLAIN, _PACKED = 1, 2


class HandoutFile:
    """Writes the files of one master's handouts. Of one nothing is kept that could come into another."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self._cuts: dict[tuple[str, frozenset[str]], FontSubset] = {}

    def file(self, merged: VariableObjects) -> bytes:
        """Return a participant's file."""
        out, rows, objects = bytearray(self._head[0]), {}, list(merged.objects)
        streams = [*merged.streams, *((number, b"/Filter/FlateDecode", data) for number, data in merged.contents)]
        for name, kinds in merged.kinds.items():
            made, cut = self.master.types[name], self._cut(name, kinds)
            streams += [(made.file, cut.file_entries, cut.file), (made.unicode, b"/Filter/FlateDecode", cut.unicode)]
            objects.append((made.descendant, b"<<%s/W[%s]>>" % (made.begins, cut.widths)))
        streams.append((self.master.metadata.number, b"/MasterFont/Metadata/Subtype/XML", merged.metadata))
        container, last = merged.next, merged.next + 1
        streams.append((container, *object_stream(objects)))
        for number, entries, data in streams:
            rows[number] = _row(_PLAIN, len(out))
            out += stream_object(number, entries, data)
        rows |= {number: _row(_PACKED, container, index) for index, (number, _body) in enumerate(objects)}
        rows[last], start = _row(_PLAIN, len(out)), len(out)
        table = self._table(b"".join([rows[number] for number in sorted(rows)]))
        digest = hashlib.sha256(out).hexdigest()[:32].encode()
        told = b"/MasterFont/XRef/Size %d/W[%d %d %d]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]%s" % (
            last + 1, *_WIDTHS, self.master.root, self.master.info, digest, digest, _PREDICTED,
        )  # fmt: skip
        out += stream_object(last, told, deflated(table))
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)

    @cached_property
    def _head(self) -> tuple[bytes, bytes]:
        """What every file begins with, and its rows of the cross-reference."""
        out, rows = bytearray(_HEADER), [b"\0" * _ROW]
        small = partial(zlib.compress, level=9)
        streams = [(stream.number, stream.entries, stream.data) for stream in self.master.streams]
        container = len(streams) + len(self.master.objects) + 1
        packed = [_row(_PACKED, container, index) for index in range(len(self.master.objects))]
        for number, entries, data in (*streams, (container, *object_stream(self.master.objects, small))):
            rows += packed if number == container else []
            rows.append(_row(_PLAIN, len(out)))
            out += stream_object(number, entries, data)
        return bytes(out), b"".join(rows)

    @cached_property
    def _head_table(self) -> bytes:
        return _differences(self._head[1], b"\0" * _ROW)

    def _table(self, rows: bytes) -> bytes:
        """Return the rows of a whole cross-reference as they are written, from those that follow the head’s."""
        return self._head_table + _differences(rows, self._head[1][-_ROW:])

    def _cut(self, font: str, kinds: frozenset[str]) -> FontSubset:
        """Return a font with the letters of some kinds; groups of participants share few cuts."""
        if (font, kinds) not in self._cuts:
            if len(self._cuts) >= _CUTS:
                self._cuts.clear()
            self._cuts[font, kinds] = font_subset(self.master.types[font], kinds)
        return self._cuts[font, kinds]


def _differences(rows: bytes, before: bytes) -> bytes:
    """Return rows as PNG's “up” has them (7.4.4.4), each as what it differs from the one before it: it takes less."""
    told = bytes([(here - there) & 0xFF for here, there in zip(rows, before + rows, strict=False)])
    return b"".join([b"\2" + told[at : at + _ROW] for at in range(0, len(told), _ROW)])


def _row(kind: int, where: int, index: int = 0) -> bytes:
    return (kind << 40 | where << 16 | index).to_bytes(_ROW, "big")
