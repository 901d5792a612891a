"""The data of streams from strangers, read only up to a size: a few kilobytes can inflate to gigabytes."""

import base64
import re
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

_PLAIN = 16_384
"""The most bytes of a stream with another filter: LZW makes of a byte at most some thousand."""
_MAX_FILTERS = 8
"""The most filters of a stream; programs use two at most, and each is a copy of the data."""
_MAX_ROW = 65_536
"""The most samples in a row of data with a predictor; the library holds two rows, however few data there are."""
_STEP = 65_536
"""Bytes that are inflated at a time."""


class TooLargeError(Exception):
    """A stream has more data than is read."""


def stream_data(stream: Stream, most: int) -> bytes:
    """Return the decoded data of a stream (ISO 32000-1, 7.4).

    Raises TooLargeError if there are more than ``most`` bytes, and ValueError or a PdfError if the data are damaged.
    """
    filters = stream.get("/Filter", Array())
    if isinstance(filters, Array) and len(filters) > _MAX_FILTERS:
        raise TooLargeError
    names = [str(name) for name in (filters if isinstance(filters, Array) else [filters])]
    if not all(name in _DECODERS for name in names) or "/DecodeParms" in stream:
        return _decoded_by_pikepdf(stream, names, most)
    data = stream.read_raw_bytes()
    for name in names:
        data = _DECODERS[name](data, most)
    if len(data) > most:
        raise TooLargeError
    return data


def _decoded_by_pikepdf(stream: Stream, names: list[str], most: int) -> bytes:
    """Return the data of a stream with a filter that is not decoded here; only if they cannot be many."""
    if len(names) > 1 or len(stream.read_raw_bytes()) > _PLAIN or _has_long_rows(stream):
        raise TooLargeError
    data = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    if len(data) > most:
        raise TooLargeError
    return data


def _has_long_rows(stream: Stream) -> bool:
    """Return True if a stream's predictor needs more memory for a row than any form (7.4.4.4), or is damaged."""
    kept = stream.get("/DecodeParms", Array())
    samples = 1
    for parameters in kept if isinstance(kept, Array) else [kept]:
        for key in ("/Columns", "/Colors", "/BitsPerComponent"):
            number = parameters.get(key, 1) if isinstance(parameters, Dictionary) else 1
            samples *= number if isinstance(number, int) and 0 < number <= _MAX_ROW else _MAX_ROW + 1
    return samples > _MAX_ROW


def _inflated(data: bytes, most: int) -> bytes:
    inflater, size = zlib.decompressobj(), 0
    parts: list[bytes] = []
    while not inflater.eof and (data or parts):
        parts.append(inflater.decompress(data, _STEP))
        data = inflater.unconsumed_tail
        size += len(parts[-1])
        if size > most:
            raise TooLargeError
        if not (parts[-1] or inflater.eof):
            raise ValueError("cut short")
    return b"".join(parts)


def _from_base85(data: bytes, most: int) -> bytes:
    text = re.sub(rb"\s", b"", data).removesuffix(b"~>")
    if len(text) > 2 * most:
        raise TooLargeError
    return base64.a85decode(text)


def _from_hexadecimal(data: bytes, most: int) -> bytes:
    text = re.sub(rb"\s", b"", data).removesuffix(b">")
    if len(text) > 2 * most + 1:
        raise TooLargeError
    return bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))


_DECODERS = {
    str(Name.FlateDecode): _inflated,
    str(Name.ASCII85Decode): _from_base85,
    str(Name.ASCIIHexDecode): _from_hexadecimal,
}
