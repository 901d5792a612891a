"""Writes a merged handout: the objects that are the same for everybody, the participant's, and the cross-reference.

The file is a PDF 1.7 with one cross-reference stream (ISO 32000-1, 7.5.8).
"""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property, partial

from worksheets.pdf import cross_reference
from worksheets.pdf.cross_reference import packed_row, plain_row, predicted
from worksheets.pdf.writer import object_stream, stream_object

from .font_subsets import FontSubset, font_subset
from .model import Master, MasterFont
from .variable_objects import VariableObjects

_KEPT = 500
"""The font subsets that are kept."""
_FLATE = b"/Filter/FlateDecode"
_TABLE_LEVEL = 4
"""For a predicted cross-reference: a tenth smaller than with level 3, and 10 µs slower."""


class HandoutFile:
    """Writes the handouts of one master; from one to the next it keeps nothing but font subsets."""

    def __init__(self, master: Master) -> None:
        self._master = master
        self._subsets: dict[tuple[str, frozenset[str]], FontSubset] = {}

    def pdf(self, variable: VariableObjects) -> bytes:
        """Return a participant's handout as a PDF."""
        groups = variable.letter_groups.items()
        fonts = [(self._master.fonts[name], self._subset(name, letters)) for name, letters in groups]
        widths = [(font.descendant, b"<<%s/W[%s]>>" % (font.entries, subset.widths)) for font, subset in fonts]
        objects, container = [*variable.objects, *widths], variable.next_number
        rows = {number: packed_row(container, index) for index, (number, _body) in enumerate(objects)}
        pdf = bytearray(self._beginning[0])
        for number, entries, data in (*self._streams(variable, fonts), (container, *object_stream(objects))):
            rows[number] = plain_row(len(pdf))
            pdf += stream_object(number, entries, data)
        rows[container + 1] = plain_row(len(pdf))
        end = self._end(container + 1, pdf, b"".join([rows[number] for number in sorted(rows)]))
        return b"".join([pdf, end])

    def _streams(
        self, variable: VariableObjects, fonts: Sequence[tuple[MasterFont, FontSubset]]
    ) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield the participant's streams: their numbers, their entries except ``/Length``, and their data."""
        yield from variable.streams
        yield from ((number, _FLATE, data) for number, data in variable.contents)
        for font, subset in fonts:
            yield font.file, subset.file_entries, subset.file
            yield font.to_unicode, _FLATE, subset.to_unicode
        # Not compressed, so that programs that know no PDF can read it (14.3.2).
        yield self._master.metadata.number, b"/Type/Metadata/Subtype/XML", variable.metadata

    def _end(self, number: int, pdf: bytearray, rows: bytes) -> bytes:
        """Return what follows all other objects: the cross-reference stream, under a number after theirs, and the end.

        ``rows`` are those of the objects that are not the same for everybody.
        """
        master, first_rows = self._master, self._beginning[1]
        identifier = hashlib.sha256(pdf).hexdigest()[:32].encode()
        entries = cross_reference.entries(number + 1, master.root, master.info, identifier)
        table = self._first_rows_predicted + predicted(rows, first_rows[-cross_reference.ROW :])
        data = zlib.compress(table, _TABLE_LEVEL)
        stream = stream_object(number, entries + cross_reference.PREDICTION, data)
        return stream + cross_reference.end(len(pdf))

    @cached_property
    def _beginning(self) -> tuple[bytes, bytes]:
        """The bytes with which every file begins: the header and the fixed objects; and the rows of these."""
        master = self._master
        pdf, rows = bytearray(cross_reference.HEADER), [cross_reference.FREE]
        streams = [(stream.number, stream.entries, stream.data) for stream in master.streams]
        container = len(streams) + len(master.objects) + 1
        packed = object_stream(master.objects, partial(zlib.compress, level=9))
        for number, entries, data in (*streams, (container, *packed)):
            if number == container:
                rows += [packed_row(container, index) for index in range(len(master.objects))]
            rows.append(plain_row(len(pdf)))
            pdf += stream_object(number, entries, data)
        return bytes(pdf), b"".join(rows)

    @cached_property
    def _first_rows_predicted(self) -> bytes:
        return predicted(self._beginning[1])

    def _subset(self, font: str, letter_groups: frozenset[str]) -> FontSubset:
        """Return a font's subset; most participants share a few."""
        key = font, letter_groups
        if key not in self._subsets:
            if len(self._subsets) >= _KEPT:
                self._subsets.clear()
            self._subsets[key] = font_subset(self._master.fonts[font], letter_groups)
        return self._subsets[key]
