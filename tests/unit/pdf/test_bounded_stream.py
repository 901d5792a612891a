"""A stream's data are read whole, or not at all if they are too many."""

import base64
import zlib
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from tests.helpers.course import ROOT
from worksheets.pdf.bounded_stream import TooLargeError, stream_data

DATA = b"Vastaus " * 500
PACKED = zlib.compress(DATA)


Made = Callable[..., Stream]


@pytest.fixture
def stream() -> Iterator[Made]:
    """Return a function that makes a stream of data and the names of filters."""
    with pikepdf.new() as book:

        def make(data: bytes, *filters: str) -> Stream:
            packed = Stream(book, data)
            if filters:
                packed.Filter = Array([Name(f"/{name}") for name in filters])
            return packed

        yield make


@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (DATA, ()),
        (PACKED, ("FlateDecode",)),
        (zlib.compress(PACKED), ("FlateDecode", "FlateDecode")),
        (PACKED + b"\n", ("FlateDecode",)),
        (base64.a85encode(PACKED) + b"~>", ("ASCII85Decode", "FlateDecode")),
        (DATA.hex().encode() + b">", ("ASCIIHexDecode",)),
    ],
    ids=["plain", "deflated", "deflated twice", "line end after it", "base 85", "hexadecimal"],
)
def test_the_data_are_decoded(stream: Made, data: bytes, filters: tuple[str, ...]) -> None:
    assert stream_data(stream(data, *filters), len(DATA)) == DATA
    with pytest.raises(TooLargeError):
        stream_data(stream(data, *filters), len(DATA) - 1)


def test_no_data(stream: Made) -> None:
    assert stream_data(stream(b"", "FlateDecode"), 9) == b""
    assert stream_data(stream(zlib.compress(b""), "FlateDecode"), 9) == b""


def test_other_filters_are_left_to_the_library(stream: Made) -> None:
    run = b"\x05Aino E" + b"\xf6a" + b"\x80"
    assert stream_data(stream(run, "RunLengthDecode"), 99) == b"Aino E" + b"a" * 11
    with pytest.raises(TooLargeError):
        stream_data(stream(run, "RunLengthDecode"), 9)
    with pytest.raises(TooLargeError):
        stream_data(stream(run, "RunLengthDecode", "RunLengthDecode"), 99)
    with pytest.raises(TooLargeError):
        stream_data(stream(run * 9999, "RunLengthDecode"), 1_000_000)


def test_a_predictor_is_left_to_the_library(stream: Made) -> None:
    packed = stream(zlib.compress(b"\x02ab\x02\x00\x01"), "FlateDecode")
    packed.DecodeParms = Dictionary(Predictor=15, Columns=2)
    assert stream_data(packed, 9) == b"abac"


def test_a_stream_that_is_cut_short_is_an_error(stream: Made) -> None:
    with pytest.raises((ValueError, zlib.error)):
        stream_data(stream(PACKED[:-9], "FlateDecode"), 99_999)


def test_six_gigabytes_in_nine_kilobytes_are_refused_while_they_are_inflated() -> None:
    with pikepdf.open(ROOT / "tests" / "data" / "hostile" / "bombvalue6GB_l2.pdf") as book:
        values = [note.get("/V") for page in book.pages for note in page.obj.get("/Annots", [])]
        (value,) = (value for value in values if isinstance(value, Stream))
        with pytest.raises(TooLargeError):
            stream_data(value, 1 << 20)


@pytest.mark.parametrize("name", ["FlateDecode", "ASCIIHexDecode", "RunLengthDecode", "LZWDecode", "NoSuchDecode"])
def test_a_long_chain_of_filters_is_refused(stream: Made, name: str) -> None:
    with pytest.raises(TooLargeError):
        stream_data(stream(DATA, *[name] * 9), 10_000)


@pytest.mark.parametrize(
    "parameters",
    [
        Dictionary(Predictor=12, Columns=1 << 30),
        Dictionary(Predictor=12, Columns=65_536, Colors=65_536),
        Dictionary(Predictor=2, Columns=-1),
        Array([Dictionary(Predictor=15, Colors=1 << 31)]),
        Dictionary(Columns=Name.X),
    ],
)
def test_rows_longer_than_any_are_refused(stream: Made, parameters: object) -> None:
    packed = stream(PACKED, "FlateDecode")
    packed.DecodeParms = parameters
    with pytest.raises(TooLargeError):
        stream_data(packed, 10_000)


def test_rows_of_a_usual_length_are_read(stream: Made) -> None:
    packed = stream(PACKED, "FlateDecode")
    packed.DecodeParms = Dictionary(Columns=5, Colors=1, BitsPerComponent=8)
    assert stream_data(packed, 10_000) == DATA
