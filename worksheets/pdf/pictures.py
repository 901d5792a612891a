"""Pictures and drawings looked at before they are printed: what is damaged, or too much, is refused in one sentence."""

import warnings
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

from worksheets.errors import StyleError, shortened
from worksheets.messages import _

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
"""Of the fifty formats that Pillow opens, those that pages need. A photograph of a telephone (MPO) is a JPEG, too."""
_MOST_PIXELS = 50_000_000
"""The most pixels of a picture, which are 200 MB unpacked; a page of A4 at 600 dots an inch has 35 million."""
MOST_DRAWING_BYTES = 5_000_000
"""The largest drawing; the cover's has 6 kB."""
_MOST_ELEMENTS = 200_000
"""The most elements that a drawing may have, counting those in ``<use>`` as often as they are drawn."""
_LONGEST_ENTITY = 200
_DEEPEST = 100
"""The most elements of a drawing that may be within one another; the typesetter fails at some three hundred."""


def check_picture(name: str, data: bytes) -> None:
    """Raise StyleError for bytes that are no picture that can be printed, or a damaged one.

    The typesetter would notice damage only when it draws the picture, or never. ``name`` is the file's.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # It is thrown for 89 million pixels.
            with Image.open(BytesIO(data), formats=_FORMATS) as picture:
                _check_size(name, *picture.size)
                picture.load()
    except UnidentifiedImageError as error:
        message = _("{name}: is damaged or not a picture; use PNG, JPEG, GIF, WebP or SVG")
        raise StyleError(message.format(name=name)) from error
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (StyleError, MemoryError):
        raise
    except Exception as error:  # Pillow may raise anything for a damaged picture.
        raise StyleError(_("{name}: the picture is damaged; save it again").format(name=name)) from error


def _check_size(name: str, width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> StyleError:
    message = _("{name}: has more than {most} million pixels; make it smaller")
    return StyleError(message.format(name=name, most=_MOST_PIXELS // 1_000_000))


def check_drawing(name: str, data: bytes) -> None:
    """Raise StyleError for an SVG that is damaged, or draws without end or far too much."""
    if len(data) > MOST_DRAWING_BYTES:
        message = _("{name}: the drawing is larger than {most} MB; simplify it, or save it as PNG")
        raise StyleError(message.format(name=name, most=MOST_DRAWING_BYTES // 1_000_000))
    drawing = Drawing()
    parser = expat.ParserCreate()
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    parser.EntityDeclHandler = drawing.entity
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the whole text
        drawing.check_uses()
    except DrawingError as error:
        raise StyleError(f"{name}: {error}") from error
    except (ValueError, LookupError) as error:  # An encoding that expat does not have.
        raise StyleError(_("{name}: is in an unknown encoding; save it as UTF-8").format(name=name)) from error
    except expat.ExpatError as error:
        message = _("{name}:{line}: the drawing is damaged here; save it again")
        raise StyleError(message.format(name=name, line=error.lineno)) from error


class DrawingError(Exception):
    """What is wrong with a drawing, without its name."""


class Drawing:
    """The elements of a drawing, counted as it is read. Its methods raise DrawingError for one that is too much."""

    def __init__(self) -> None:
        self._open: list[str] = []
        """The ids of the elements that are read now, empty for one without an id."""
        self._elements: Counter[str] = Counter()
        """How many elements there are directly under each id, not counting those under another id within it."""
        self._parts: dict[str, Counter[str]] = {"": Counter()}
        """What each id draws: the ids within it, and those that it uses, with how often."""

    def check_uses(self) -> None:
        """Refuse a drawing that has too many elements, each counted as often as it is drawn, or that uses itself."""
        if self._count("", {}, set()) > _MOST_ELEMENTS:
            raise DrawingError(_("draws more than {most} elements; save it as PNG").format(most=_MOST_ELEMENTS))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Count an element that begins."""
        name = tag.rpartition(":")[2]
        if not self._open and name != "svg":
            raise DrawingError(_("is not a drawing; its first element must be <svg>"))
        self._elements[self._owner()] += 1
        self._open.append(self._new_id(attributes.get("id", "")))
        if len(self._open) > _DEEPEST:
            raise DrawingError(_("elements are nested more than {most} deep").format(most=_DEEPEST))
        href = attributes.get("href") or attributes.get("xlink:href") or ""
        if name == "use" and href.startswith("#") and href != "#":
            self._parts[self._owner()][href[1:]] += 1

    def end(self, _tag: str = "") -> None:
        """Note that the last element that began has ended."""
        self._open.pop()

    def entity(self, _name: str, _is_parameter: bool, value: str | None, *_elsewhere: object) -> None:  # noqa: FBT001
        """Refuse an entity for a file, for other entities or for much text; drawing programs write short ones."""
        if value is None or "&" in value or len(value) > _LONGEST_ENTITY:
            raise DrawingError(_("has an <!ENTITY …>, which is not allowed; save it as plain SVG"))

    def _new_id(self, element_id: str) -> str:
        """Return an element's id; empty if an earlier one has it, which is then the one that is used."""
        if not element_id or element_id in self._parts:
            return ""
        self._parts[self._owner()][element_id] += 1
        self._parts[element_id] = Counter()
        return element_id

    def _count(self, name: str, known: dict[str, int], under: set[str]) -> int:
        """Return how many elements an id draws; ``known`` are the numbers of others, ``under`` the ids around it."""
        if name in under:
            raise DrawingError(_("uses “#{name}” within itself").format(name=shortened(name)))
        if len(under) > _DEEPEST:
            raise DrawingError(_("elements are nested more than {most} deep").format(most=_DEEPEST))
        if name not in known:
            inner = {*under, name}
            parts: Mapping[str, int] = self._parts.get(name, {})
            known[name] = self._elements[name] + sum(
                times * self._count(part, known, inner) for part, times in parts.items()
            )
        return known[name]

    def _owner(self) -> str:
        return next((name for name in reversed(self._open) if name), "")
