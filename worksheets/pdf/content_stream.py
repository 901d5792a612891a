"""A finished PDF looked into: what is drawn on its pages, run of text by run of text."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Object, Pdf, Stream

from worksheets.merge.questions import PLACEHOLDER

_RUN = re.compile(
    rb"/(?:Span\s*<<\s*/MCID (?P<mark>\d+)\s*>>|Artifact <</Type /Pagination>>)\s*BDC\n"
    rb"(?P<state>(?:(?!BT|EMC)[^\n]*\n)*)BT\n1 0 0 -1 (?P<x>\S+) (?P<y>\S+) Tm\n"
    rb"/(?P<font>\S+) (?P<point>\S+) Tf\n(?P<glyphs>\[[^\n]*\]) TJ\nET\nEMC\n"
)
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)(?= (?:Do|scn|SCN|gs|sh)\b)")
_KINDS = ("/XObject", "/Pattern", "/Shading", "/ExtGState")
NUMBER = re.compile(rb"(\d+(?:\.\d+)?)")
NEAR = 1e-3
"""CSS pixels that are no difference."""
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text: where in the content it begins and ends, and how it is drawn; lengths in CSS pixels."""

    start: int
    end: int
    mark: int | None
    """The number of its marked content; None in a page's head."""
    state: bytes
    x: float
    y: float
    at_x: tuple[int, int]
    """Where in the content its horizontal place is written."""
    font: str
    point: bytes
    glyphs: bytes
    text: str

    @property
    def numbers(self) -> list[int]:
        """The numbers of its glyphs."""
        return _numbers(self.glyphs)

    def is_like(self, other: "TextRun") -> bool:
        """Tell whether another run is drawn at the same place in the same way."""
        near = abs(self.x - other.x) < NEAR and abs(self.y - other.y) < NEAR
        return near and (self.font, self.point, self.glyphs) == (other.font, other.point, other.glyphs)

    @property
    def number(self) -> int | None:
        """The placeholder's number, if it is one."""
        found = PLACEHOLDER.fullmatch(self.text)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class ContentStream:
    """A stream of a page's content and the runs of text in it."""

    page: Object
    stream: Object
    data: bytes
    runs: tuple[TextRun, ...]


Digests = dict[tuple[int, int], str]
"""What objects are, by their numbers and generations: the same for two that draw the same."""


def read_content(book: Pdf, digests: Digests | None = None) -> list[list[ContentStream]]:
    """Return each page's streams; on wish, note what they draw with.

    That is renamed by what it is, so that the pages of two files compare.
    """
    letters: dict[str, dict[int, str]] = {}
    digests = {} if digests is None else digests
    renamed: dict[tuple[int, int], dict[bytes, bytes]] = {}
    pages = []
    for page in book.pages:
        resources = page.obj.Resources
        if resources.objgen not in renamed or not resources.is_indirect:
            renamed[resources.objgen] = _rename(resources, digests)
            letters |= {str(name)[1:]: letters_in(font) for name, font in resources.get("/Font", {}).items()}
        streams = page.obj.Contents if isinstance(page.obj.Contents, Array) else [page.obj.Contents]
        names = renamed[resources.objgen]
        pages.append([_drawn(page.obj, stream, names, letters) for stream in streams])
    return pages


def _drawn(
    page: Object, stream: Object, names: dict[bytes, bytes], letters: dict[str, dict[int, str]]
) -> ContentStream:
    data = _NAMED.sub(lambda found: b"/" + names.get(found[1], found[1]), stream.read_bytes())
    data = data.replace(b">0<", b"").replace(b">0]", b">]")  # Nothing between two glyphs.
    return ContentStream(page, stream, data, tuple(_run(found, letters) for found in _RUN.finditer(data)))


def _run(found: re.Match[bytes], letters: dict[str, dict[int, str]]) -> TextRun:
    font, glyphs = found["font"].decode(), found["glyphs"]
    known = letters.get(font, {})
    text = "".join(known.get(number, "") for number in _numbers(glyphs))
    mark = int(found["mark"]) if found["mark"] else None
    places = (found.start(), found.end(), mark, found["state"], float(found["x"]), float(found["y"]))
    return TextRun(*places, found.span("x"), font, found["point"], glyphs, text)


def _numbers(glyphs: bytes) -> list[int]:
    codes = b"".join(_HEX.findall(glyphs))
    return [int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)]


def marked_content_owners(book: Pdf, page: Object) -> Any:  # noqa: ANN401 - an Array, which takes no None for an index
    """Return a page's row of the parent tree: the structure elements of its marked content, by their numbers."""
    numbers = book.Root.StructTreeRoot.ParentTree.Nums
    key = int(page.StructParents)
    return next(numbers[at + 1] for at in range(0, len(numbers), 2) if int(numbers[at]) == key)


def letters_in(font: Object) -> dict[int, str]:
    """Return what a font's glyphs stand for."""
    rows = re.findall(rb"<(\w{4})> <(\w+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows}


def _rename(resources: Object, digests: Digests) -> dict[bytes, bytes]:
    """Rename a page's resources by what they are; those that are the same become one. Return the new names by the old.

    Raises KeyError when two kinds share a name.
    """
    names: dict[bytes, bytes] = {}
    for kind in _KINDS:
        fresh = Dictionary()
        for name, thing in resources.get(kind, {}).items():
            new = f"{kind[1]}{_digest(thing, digests)[:8]}"
            names[str(name)[1:].encode()] = new.encode()
            fresh[f"/{new}"] = thing
        if fresh:
            resources[kind] = fresh
    return names


def _digest(thing: Object, digests: Digests) -> str:
    """Return a digest of an object and all that it refers to, but for fonts: of those each file has its own cut."""
    if thing.is_indirect and thing.objgen in digests:
        return digests[thing.objgen]
    if isinstance(thing, Stream) and "/Resources" in thing and b" Tf" not in thing.read_bytes():
        thing.Resources = Dictionary({kind: told for kind, told in thing.Resources.items() if told and kind != "/Font"})
    told = hashlib.sha256("\n".join(_told(thing, digests)).encode())
    if isinstance(thing, Stream):
        told.update(thing.read_bytes())
    if thing.is_indirect:
        digests[thing.objgen] = told.hexdigest()
    return told.hexdigest()


def _told(thing: Object, digests: Digests) -> Iterator[str]:
    if isinstance(thing, Dictionary | Stream):
        for name, value in sorted(thing.items()):
            if name not in ("/Font", "/Length", "/Filter", "/DecodeParms"):
                yield f"{name} {_digest(value, digests) if isinstance(value, Object) else value!r}"
    elif isinstance(thing, Array):
        yield from (_digest(value, digests) if isinstance(value, Object) else repr(value) for value in thing)
    else:
        yield repr(thing)
