"""Writes a PDF object by object, with a cross-reference stream at the end; only the objects' offsets stay in memory.

The file is PDF 1.7 (ISO 32000-1, 7.5), in which all objects but streams are packed into object streams. Encryption is
AES-256 as in PDF 2.0 (ISO 32000-2, 7.6; revision 6): it encrypts streams, and so the objects that are packed in them.
"""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

from . import cross_reference
from .cross_reference import ROW, packed_row, plain_row

_KEPT = ROW << 12
"""The bytes of rows that are compressed together."""
_STREAM = b"%d 0 obj\n<< %s /Length %d >>\nstream\n"
_END_STREAM = b"\nendstream\nendobj\n"
_AES_BLOCK = 16
"""Bytes."""
_LEVEL = 3
"""zlib's compression level."""


class PdfWriter:
    """Writes a PDF into a file; with a password, it is encrypted.

    Every object has a number from ``reserve``. Objects can be written in any order; ``finish`` completes the file.
    """

    def __init__(self, out: BinaryIO, password: str = "") -> None:
        self._out = out
        self._offset = 0
        """The number of bytes that are written."""
        self._rows = _Rows()
        self._digest = hashlib.sha256()
        self._encryption = _Encryption(password) if password else None
        self._write(cross_reference.HEADER)

    def reserve(self, count: int = 1) -> int:
        """Return the first of ``count`` new object numbers, which follow one another."""
        return self._rows.reserve(count)

    def pack(self, objects: Iterable[tuple[int, bytes]]) -> None:
        """Write objects that are not streams into one object stream, each given as its number and its bytes."""
        container = self.reserve()
        packed = list(objects)
        for index, (number, _body) in enumerate(packed):
            self._rows.place(number, packed_row(container, index))
        self.stream(container, *object_stream(packed))

    def stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Write a stream: the entries of its dictionary except ``/Length``, and its data after its filters."""
        data = self._encryption.encrypt(data) if self._encryption else data
        self._rows.place(number, plain_row(self._offset))
        self._write(stream_object(number, entries, data))

    def finish(self, root: int, info: int) -> None:
        """Write the cross-reference, which has the offsets of all objects, and the end of the file.

        ``root`` and ``info`` are the numbers of the catalog and of the document information dictionary.
        """
        encrypt = b""
        if self._encryption:
            number = self.reserve()
            self._rows.place(number, plain_row(self._offset))
            self._write(b"%d 0 obj\n%s\nendobj\n" % (number, self._encryption.dictionary))
            encrypt = b"/Encrypt %d 0 R" % number
        number, start = self.reserve(), self._offset
        self._rows.place(number, plain_row(start))
        identifier = self._digest.hexdigest()[:32].encode()
        entries = cross_reference.entries(self._rows.count, root, info, identifier, encrypt)
        parts = self._rows.deflated()  # Not joined: they can be some megabytes.
        self._write(_STREAM % (number, entries, sum(map(len, parts))))
        for part in parts:
            self._write(part)
        self._write(_END_STREAM)
        self._write(cross_reference.end(start))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._offset += len(data)


class _Rows:
    """The rows of the cross-reference, by the objects' numbers; those of low numbers are kept compressed."""

    def __init__(self) -> None:
        self.count = 1
        """How many numbers are taken, with 0, which no object has."""
        self._kept: list[bytes] = []
        """Blocks of rows, compressed by columns: to a twentieth of their size, where by rows it would be a third."""
        self._rows = bytearray(ROW)
        """The rows after those blocks."""
        self._late: dict[int, bytes] = {}
        """Rows that belong in the blocks: an object can be written long after its number was reserved."""

    def reserve(self, count: int) -> int:
        """Return the first of ``count`` new numbers."""
        self.count += count
        self._rows += bytes(ROW * count)
        while len(self._rows) > 2 * _KEPT:
            self._kept.append(deflated(b"".join([self._rows[column:_KEPT:ROW] for column in range(ROW)])))
            del self._rows[:_KEPT]
        return self.count - count

    def place(self, number: int, row: bytes) -> None:
        """Set the row of an object."""
        start = number * ROW - len(self._kept) * _KEPT
        if start < 0:
            self._late[number] = row
        else:
            self._rows[start : start + ROW] = row

    def deflated(self) -> list[bytes]:
        """Return all rows as one compressed stream, in parts."""
        compressor = zlib.compressobj(1)  # Level 1 makes such rows smaller than any other level.
        parts = []
        late = sorted(self._late.items(), reverse=True)
        for block in range(len(self._kept) + 1):
            begin = block * _KEPT
            rows = _rows_of(zlib.decompress(self._kept[block])) if block < len(self._kept) else self._rows
            while late and late[-1][0] * ROW < begin + len(rows):
                number, row = late.pop()
                rows[number * ROW - begin : (number + 1) * ROW - begin] = row
            parts.append(compressor.compress(rows))
        return [*parts, compressor.flush()]


def _rows_of(columns: bytes) -> bytearray:
    """Return a block of rows from its columns."""
    rows, count = bytearray(len(columns)), len(columns) // ROW
    for column in range(ROW):
        rows[column::ROW] = columns[column * count : (column + 1) * count]
    return rows


def stream_object(number: int, entries: bytes, data: bytes) -> bytes:
    """Return a stream object (7.3.8); ``entries`` and ``data`` are those of ``PdfWriter.stream``."""
    return b"".join([_STREAM % (number, entries, len(data)), data, _END_STREAM])


def deflated(data: bytes) -> bytes:
    """Return data compressed for FlateDecode: in two thirds of the time of zlib's default level, but a tenth larger.

    Faster libraries do not always return the same bytes for the same data.
    """
    return zlib.compress(data, _LEVEL)


def object_stream(
    objects: Sequence[tuple[int, bytes]], compress: Callable[[bytes], bytes] = deflated
) -> tuple[bytes, bytes]:
    """Return the dictionary entries and the data of an object stream (7.5.7) that holds objects.

    Each object is given as its number and its bytes; none is a stream. ``compress`` is for FlateDecode.
    """
    numbers_and_offsets, offset = [], 0
    for number, body in objects:
        numbers_and_offsets.append(b"%d %d" % (number, offset))
        offset += len(body) + 1
    head = b" ".join(numbers_and_offsets) + b"\n"
    data = compress(head + b"\n".join([body for _number, body in objects]))
    return b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(objects), len(head)), data


class _Encryption:
    """An encryption key and its encryption dictionary, both from an empty PDF that pikepdf has encrypted."""

    def __init__(self, password: str) -> None:
        import pikepdf  # Only when a password is given, so that a merge does not load it.

        out = BytesIO()
        with pikepdf.new() as empty:
            empty.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
        with pikepdf.open(out, password=password) as locked:
            self.dictionary = locked.trailer.Encrypt.unparse(resolved=True)
            self.key = locked.encryption.encryption_key

    def encrypt(self, data: bytes) -> bytes:
        """Return data padded (PKCS #7) and encrypted with AES in CBC mode, after their initialization vector."""
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import AES
        from cryptography.hazmat.primitives.ciphers.modes import CBC

        padding = _AES_BLOCK - len(data) % _AES_BLOCK
        vector = os.urandom(_AES_BLOCK)
        encryptor = Cipher(AES(self.key), CBC(vector)).encryptor()
        return vector + encryptor.update(data + bytes([padding]) * padding) + encryptor.finalize()
