"""The size of a picture from its first bytes: enough to say how large it may be printed; nothing is unpacked."""

import re
import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from worksheets.files import read_head, read_regular

LEAST_DPI = 150
"""The fewest dots per inch with which a picture does not look coarse on paper."""
_MOST_BYTES = 1_000_000
"""The bytes at a file's beginning in which its size stands; photographs have previews and profiles before it."""
_LARGEST_DRAWING = 5_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments of a JPEG that say its size (ISO 10918-1, table B.1: SOF0 to SOF15)."""
_LENGTH = re.compile(r"\s*(\d{1,7}(?:\.\d{1,7})?|\.\d{1,7})\s*(px|pt|pc|mm|cm|in|)\s*")
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(frozen=True, slots=True)
class PictureSize:
    """How large a picture is: in pixels, or, of a drawing, in units that only tell its ratio."""

    width: float
    height: float
    is_drawing: bool = False


def picture_size(path: Path) -> PictureSize | None:
    """Return the size of a PNG, a JPEG or an SVG; None if it cannot be told. Raises OSError as ``read_head`` does."""
    data = read_head(path, _MOST_BYTES)
    if data.startswith(_PNG):
        size = _of_png(data)
    elif data.startswith(_JPEG):
        size = _of_jpeg(data)
    else:
        size = _of_drawing(data)
    return size if size and size.width > 0 and size.height > 0 else None


def _of_png(data: bytes) -> PictureSize | None:
    """Return the size in the first chunk (PNG specification, 11.2.1: IHDR)."""
    return PictureSize(*struct.unpack(">II", data[16:24])) if data[12:16] == b"IHDR" and len(data) > 24 else None  # noqa: PLR2004


def _of_jpeg(data: bytes) -> PictureSize | None:
    """Return the size in the first segment that has one; each begins with its marker and its length."""
    place = len(_JPEG)
    while place + 9 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 - a marker's first byte
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in _SIZE_MARKERS:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return PictureSize(width, height)
        place += 2 + length
    return None


def has_text(path: Path) -> bool:
    """Return True if a drawing has text in it, whose font there may not be here. Raises OSError as ``read_regular``."""
    names = set()

    def start(tag: str, _values: Mapping[str, str]) -> None:
        names.add(tag.rpartition(":")[2])

    def entity(*_declaration: object) -> None:
        raise _RootRead

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    with suppress(_RootRead, ValueError, LookupError, expat.ExpatError):  # What is damaged is refused when it is drawn.
        parser.Parse(read_regular(path, _LARGEST_DRAWING), True)  # noqa: FBT003 - the whole text
    return "text" in names


class _RootRead(Exception):  # noqa: N818 - no error: it ends the reading
    """The first element of a drawing is read."""


def _of_drawing(data: bytes) -> PictureSize | None:
    """Return the size that the first element of an SVG declares; the rest is looked at when it is printed."""
    attributes: dict[str, str] = {}

    def start(tag: str, values: Mapping[str, str]) -> None:
        attributes.update(values if tag.rpartition(":")[2] == "svg" else {})
        raise _RootRead

    def entity(*_declaration: object) -> None:
        raise _RootRead

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    with suppress(_RootRead, ValueError, LookupError, expat.ExpatError):
        parser.Parse(data)
    return _declared_size(attributes)


def _declared_size(attributes: Mapping[str, str]) -> PictureSize | None:
    """Return the size by ``width`` and ``height``, or else by ``viewBox``."""
    sides = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    width, height = (float(side[1]) * _UNITS[side[2]] if side else 0.0 for side in sides)
    if not (width and height):
        box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
        if len(box) != 4 or not all(re.fullmatch(r"-?\d{1,7}(\.\d{0,9})?", number) for number in box):  # noqa: PLR2004
            return None
        width, height = float(box[2]), float(box[3])
    return PictureSize(width, height, is_drawing=True)
