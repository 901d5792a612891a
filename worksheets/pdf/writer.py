"""A PDF written as a stream: objects by their numbers, a cross-reference stream at the end, nothing kept but offsets.

The form is that of PDF 1.7 (ISO 32000-1, 7.5): objects that are no streams are packed into object streams. Encryption
is AES-256 as PDF 2.0 has it (ISO 32000-2, 7.6; revision 6): it encrypts the streams, and packed objects with them.
"""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import BinaryIO

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ROW = 8
"""Bytes of a row of the cross-reference: its kind, 5 of an offset or an object stream's number, 2 of an index."""
_PLAIN, _PACKED = 1, 2
_KEPT = _ROW << 12
"""Bytes of rows that are compressed together."""
_STREAM = b"%d 0 obj\n<< %s /Length %d >>\nstream\n"
_END_STREAM = b"\nendstream\nendobj\n"
_BLOCK = 16
_LEVEL = 3


class PdfWriter:
    """Writes objects under numbers that have been reserved for them."""

    def __init__(self, out: BinaryIO, password: str = "") -> None:
        self._out = out
        self._at = 0
        self._rows = _Rows()
        self._digest = hashlib.sha256()
        self._lock = _Lock(password) if password else None
        self._write(_HEADER)

    def reserve(self, count: int = 1) -> int:
        """Return the first of so many new object numbers."""
        return self._rows.reserve(count)

    def pack(self, objects: Iterable[tuple[int, bytes]]) -> None:
        """Write objects that are no streams, together."""
        container = self.reserve()
        packed = list(objects)
        row = bytes([_PACKED]) + container.to_bytes(5, "big")
        for index, (number, _body) in enumerate(packed):
            self._rows.place(number, row + index.to_bytes(2, "big"))
        self.stream(container, *object_stream(packed))

    def stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Write a stream: its dictionary's entries but for the length, and its data as the filters left them."""
        data = self._lock.encrypt(data) if self._lock else data
        self._place(number, self._at)
        self._write(stream_object(number, entries, data))

    def finish(self, root: int, info: int) -> None:
        """Write the cross-reference, by which all the rest is found."""
        trailer = b"/Root %d 0 R /Info %d 0 R" % (root, info)
        if self._lock:
            number = self.reserve()
            self._place(number, self._at)
            self._write(b"%d 0 obj\n%s\nendobj\n" % (number, self._lock.dictionary))
            trailer += b" /Encrypt %d 0 R" % number
        number, start = self.reserve(), self._at
        self._place(number, start)
        name = self._digest.hexdigest()[:32].encode()
        entries = b"/Type /XRef /Size %d /W [1 5 2] /ID [<%s> <%s>] %s /Filter /FlateDecode" % (
            self._rows.count,
            name,
            name,
            trailer,
        )
        parts = self._rows.deflated()  # Some megabytes, which are not copied once more.
        self._write(_STREAM % (number, entries, sum(map(len, parts))))
        for part in parts:
            self._write(part)
        self._write(_END_STREAM)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _place(self, number: int, where: int) -> None:
        self._rows.place(number, bytes([_PLAIN]) + where.to_bytes(5, "big") + bytes(2))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._at += len(data)


class _Rows:
    """The rows of the cross-reference by the objects' numbers: those of objects long written are kept compressed."""

    def __init__(self) -> None:
        self.count = 1
        """How many numbers are taken; that of 0 is no object's."""
        self._kept: list[bytes] = []
        """By columns, which takes an eighth of the room."""
        self._rows = bytearray(_ROW)
        """The rows after those."""
        self._late: dict[int, bytes] = {}
        """Rows that belong among those, of objects that were written much later than others."""

    def reserve(self, count: int) -> int:
        """Return the first of so many new numbers."""
        self.count += count
        self._rows += bytes(_ROW * count)
        while len(self._rows) > 2 * _KEPT:
            self._kept.append(deflated(b"".join([self._rows[column:_KEPT:_ROW] for column in range(_ROW)])))
            del self._rows[:_KEPT]
        return self.count - count

    def place(self, number: int, row: bytes) -> None:
        """Say where an object is."""
        at = number * _ROW - len(self._kept) * _KEPT
        if at < 0:
            self._late[number] = row
        else:
            self._rows[at : at + _ROW] = row

    def deflated(self) -> list[bytes]:
        """Return all rows, compressed, in parts."""
        compressor = zlib.compressobj(1)  # Of such rows it leaves less than any other level.
        parts = []
        late = sorted(self._late.items(), reverse=True)
        for block in range(len(self._kept) + 1):
            begin = block * _KEPT
            rows = _rows_of(zlib.decompress(self._kept[block])) if block < len(self._kept) else self._rows
            while late and late[-1][0] * _ROW < begin + len(rows):
                number, row = late.pop()
                rows[number * _ROW - begin : (number + 1) * _ROW - begin] = row
            parts.append(compressor.compress(rows))
        return [*parts, compressor.flush()]


def _rows_of(columns: bytes) -> bytearray:
    rows, count = bytearray(len(columns)), len(columns) // _ROW
    for column in range(_ROW):
        rows[column::_ROW] = columns[column * count : (column + 1) * count]
    return rows


def stream_object(number: int, entries: bytes, data: bytes) -> bytes:
    """Return a stream as it stands in a file."""
    return b"".join([_STREAM % (number, entries, len(data)), data, _END_STREAM])


def deflated(data: bytes) -> bytes:
    """Return data for FlateDecode, quickly: in two thirds of the time that zlib takes of itself, a tenth larger.

    Faster libraries do not always make the same bytes of the same data.
    """
    return zlib.compress(data, _LEVEL)


def object_stream(
    objects: Sequence[tuple[int, bytes]], compress: Callable[[bytes], bytes] = deflated
) -> tuple[bytes, bytes]:
    """Return the entries and the data of a stream that holds objects which are no streams themselves."""
    places, at = [], 0
    for number, body in objects:
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    data = compress(head + b"\n".join([body for _number, body in objects]))
    return b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(objects), len(head)), data


class _Lock:
    """A file key and the dictionary that a password opens it with, taken from an empty file that pikepdf has locked."""

    def __init__(self, password: str) -> None:
        import pikepdf  # When it is needed.

        out = BytesIO()
        with pikepdf.new() as empty:
            empty.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6))
        with pikepdf.open(out, password=password) as locked:
            self.dictionary = locked.trailer.Encrypt.unparse(resolved=True)
            self.key = locked.encryption.encryption_key

    def encrypt(self, data: bytes) -> bytes:
        """Return data encrypted with AES in CBC mode, its initialization vector before it, padded as PKCS #7 says."""
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import AES
        from cryptography.hazmat.primitives.ciphers.modes import CBC

        pad = _BLOCK - len(data) % _BLOCK
        vector = os.urandom(_BLOCK)
        sealing = Cipher(AES(self.key), CBC(vector)).encryptor()
        return vector + sealing.update(data + bytes([pad]) * pad) + sealing.finalize()
