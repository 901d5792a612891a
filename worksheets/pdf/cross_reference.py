"""What frames a PDF's objects: the header, and the cross-reference stream (ISO 32000-1, 7.5.8) with the file's end.

A row of the cross-reference has three fields, of 1, 5 and 2 bytes. For an object by itself they are 1, its offset in
the file, and 0. For an object in an object stream they are 2, that stream's number, and the object's index in it.
"""

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""The first bytes of a file; the comment says that the file is binary (7.5.2)."""
ROW = 8
"""The bytes of a row."""
FREE = bytes(ROW)
"""The row of a number that no object has, such as 0."""
PREDICTION = b"/DecodeParms<</Predictor 12/Columns %d>>" % ROW
"""The entry of a cross-reference stream whose rows are those that ``predicted`` returns."""


def plain_row(offset: int) -> bytes:
    """Return the row of an object that is at an offset of the file, in bytes."""
    return (1 << 56 | offset << 16).to_bytes(ROW, "big")


def packed_row(container: int, index: int) -> bytes:
    """Return the row of the object at an index in the object stream that has the number ``container``."""
    return (2 << 56 | container << 16 | index).to_bytes(ROW, "big")


def predicted(rows: bytes, above: bytes = FREE) -> bytes:
    """Return rows as the PNG predictor “up” has them (7.4.4.4): 2, and each byte less the one above it, modulo 256.

    ``above`` is the row before the first. A handout's rows, compressed, are 0.3 KiB so and 1.1 KiB without prediction.
    """
    size = len(rows)
    # All bytes at once, in one large number each: no difference borrows from the next byte, since the highest bit of
    # each minuend is set and that of each subtrahend cleared, and the true highest bits are put back after.
    high = int.from_bytes(b"\x80" * size, "big")
    minuend, subtrahend = (int.from_bytes(part, "big") for part in (rows, (above + rows)[:size]))
    difference = ((minuend | high) - (subtrahend & ~high)) ^ ((minuend ^ ~subtrahend) & high)
    columns = difference.to_bytes(size, "big")
    out = bytearray(b"\2" * (size + size // ROW))
    for column in range(ROW):
        out[column + 1 :: ROW + 1] = columns[column::ROW]
    return bytes(out)


def entries(size: int, root: int, info: int, identifier: bytes, more: bytes = b"") -> bytes:
    """Return the entries of the cross-reference stream's dictionary, except ``/Length``.

    ``size`` is one more than the highest object number; ``root`` and ``info`` are the numbers of the catalog and of the
    document information dictionary; ``identifier`` is that of the file, in hexadecimal; ``more`` are other entries.
    """
    references = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (root, info, identifier, identifier)
    return b"/Type/XRef/Size %d/W[1 5 2]%s%s/Filter/FlateDecode" % (size, references, more)


def end(start: int) -> bytes:
    """Return the last bytes of a file (7.5.5), whose cross-reference stream is at the offset ``start``."""
    return b"startxref\n%d\n%%%%EOF\n" % start
