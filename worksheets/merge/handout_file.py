"""Writes a merged handout: the objects that are the same for everybody, the participant's, and the cross-reference.

The file is a PDF 1.7 with one cross-reference stream (ISO 32000-1, 7.5.8).
"""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from worksheets.pdf import cross_reference
from worksheets.pdf.cross_reference import packed_row, plain_row, predicted
from worksheets.pdf.syntax import PdfObject
from worksheets.pdf.writer import object_stream, stream_object

from .font_subsets import FontSubset, font_subset
from .model import Master, MasterFont
from .variable_objects import FLATE, StreamObject, VariableObjects

_KEPT = 500
"""The font subsets that are kept."""
_TABLE_LEVEL = 4
"""For a predicted cross-reference: a tenth smaller than with level 3, and 10 µs slower."""


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A finished file."""

    pdf: bytes
    digest: str
    """The SHA-256 digest of the file, in hexadecimal; it costs nothing while the file is put together."""


@dataclass(frozen=True, slots=True)
class FileBeginning:
    """What every handout of a master begins with."""

    pdf: bytes
    """The header, and the objects that are the same for everybody."""
    rows: bytes
    """The rows of the cross-reference for these objects."""
    predicted_rows: bytes
    """The same rows as the cross-reference stream has them."""


@dataclass(frozen=True, slots=True)
class _SubsetKey:
    """The name of a font, and the groups of the letters in a subset of it."""

    font: str
    letter_groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class _SubsetFont:
    """A font with its subset in one handout."""

    font: MasterFont
    subset: FontSubset


class HandoutFile:
    """Writes the handouts of one master; from one to the next it keeps nothing but font subsets."""

    def __init__(self, master: Master) -> None:
        self._master = master
        self._subsets: dict[_SubsetKey, FontSubset] = {}

    @cached_property
    def _beginning(self) -> FileBeginning:
        return file_beginning(self._master)

    @cached_property
    def _digest(self) -> "hashlib._Hash":
        """The digest of the beginning, from which that of each file goes on: the beginning is two thirds of a file."""
        return hashlib.sha256(self._beginning.pdf)

    def whole(self, variable: VariableObjects) -> WholeFile:
        """Return a participant's handout as a PDF."""
        fonts = [self._subset_font(name, letters) for name, letters in variable.letter_groups.items()]
        objects, container = [*variable.objects, *map(_with_widths, fonts)], variable.next_number
        rows = {number: packed_row(container, index) for index, (number, _body) in enumerate(objects)}
        pdf = bytearray(self._beginning.pdf)
        for stream in (*self._streams(variable, fonts), StreamObject(container, *object_stream(objects))):
            rows[stream.number] = plain_row(len(pdf))
            pdf += stream_object(stream.number, stream.entries, stream.data)
        rows[container + 1] = plain_row(len(pdf))
        digest = self._digest.copy()
        digest.update(memoryview(pdf)[len(self._beginning.pdf) :])
        identifier = digest.hexdigest()[:32].encode()
        end = self._end(container + 1, len(pdf), b"".join([rows[number] for number in sorted(rows)]), identifier)
        digest.update(end)
        return WholeFile(b"".join([pdf, end]), digest.hexdigest())

    def _streams(self, variable: VariableObjects, fonts: Sequence[_SubsetFont]) -> Iterator[StreamObject]:
        """Yield the participant's streams."""
        yield from variable.streams
        yield from variable.contents
        for used in fonts:
            yield StreamObject(used.font.file, used.subset.file_entries, used.subset.file)
            yield StreamObject(used.font.to_unicode, FLATE, used.subset.to_unicode)
        # Not compressed, so that programs that know no PDF can read it (14.3.2).
        yield StreamObject(self._master.metadata.number, b"/Type/Metadata/Subtype/XML", variable.metadata)

    def _end(self, number: int, offset: int, rows: bytes, identifier: bytes) -> bytes:
        """Return what follows all other objects: the cross-reference stream, under a number after theirs, and the end.

        ``offset`` is where that begins in the file, in bytes; ``rows`` are those of the objects that are not the same
        for everybody; ``identifier`` is the file's, in hexadecimal.
        """
        master, beginning = self._master, self._beginning
        entries = cross_reference.entries(number + 1, master.root, master.info, identifier)
        table = beginning.predicted_rows + predicted(rows, beginning.rows[-cross_reference.ROW :])
        data = zlib.compress(table, _TABLE_LEVEL)
        stream = stream_object(number, entries + cross_reference.PREDICTION, data)
        return stream + cross_reference.end(offset)

    def _subset_font(self, name: str, letter_groups: frozenset[str]) -> _SubsetFont:
        """Return a font with a subset; most participants share a few."""
        font, key = self._master.fonts[name], _SubsetKey(name, letter_groups)
        if key not in self._subsets:
            if len(self._subsets) >= _KEPT:
                self._subsets.clear()
            self._subsets[key] = font_subset(font, letter_groups)
        return _SubsetFont(font, self._subsets[key])


def _with_widths(used: _SubsetFont) -> PdfObject:
    """Return the CIDFont of a font with the widths of its subset."""
    return used.font.descendant, b"<<%s/W[%s]>>" % (used.font.entries, used.subset.widths)


def file_beginning(master: Master) -> FileBeginning:
    """Return what every handout of a master begins with."""
    pdf, rows = bytearray(cross_reference.HEADER), [cross_reference.FREE]
    for stream in master.streams:
        rows.append(plain_row(len(pdf)))
        pdf += stream_object(stream.number, stream.entries, stream.data)
    container = len(master.streams) + len(master.objects) + 1
    rows += [packed_row(container, index) for index in range(len(master.objects))]
    rows.append(plain_row(len(pdf)))
    objects = [(obj.number, obj.body) for obj in master.objects]
    pdf += stream_object(container, *object_stream(objects, partial(zlib.compress, level=9)))
    table = b"".join(rows)
    return FileBeginning(bytes(pdf), table, predicted(table))
