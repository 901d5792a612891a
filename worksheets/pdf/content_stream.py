"""What a finished PDF draws on its pages: its content streams and the text runs in them (ISO 32000-1, 7.8, 9.4)."""

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Object, Pdf, Stream

_RUN = re.compile(
    rb"/(?:Span\s*<<\s*/MCID (?P<mcid>\d+)\s*>>|Artifact <</Type /Pagination>>)\s*BDC\n"
    rb"(?P<state>(?:(?!BT|EMC)[^\n]*\n)*)BT\n1 0 0 -1 (?P<x>\S+) (?P<y>\S+) Tm\n"
    rb"/(?P<font>\S+) (?P<size>\S+) Tf\n(?P<glyphs>\[[^\n]*\]) TJ\nET\nEMC\n"
)
"""A text run as WeasyPrint writes it."""
_RESOURCE_NAME = re.compile(rb"/([^\s/<>\[\]()]+)(?= (?:Do|scn|SCN|gs|sh)\b)")
_RENAMED_RESOURCES = ("/XObject", "/Pattern", "/Shading", "/ExtGState")
NUMBER = re.compile(rb"(\d+(?:\.\d+)?)")
NEAR = 1e-3
"""CSS pixels; positions that differ by less are the same."""
_FONT_OR_GLYPHS = re.compile(rb"/(\S+) \S+ Tf\b|(\[[^\n\]]*\]) TJ\b")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text: where it is in the content stream, and how it is drawn. Lengths are in CSS pixels."""

    start: int
    end: int
    """The run is ``data[start:end]`` of its content stream, from BDC to EMC."""
    mcid: int | None
    """The number of its marked content; None in a page's head or foot, which are artifacts."""
    state: bytes
    """The operators before its text object, such as those that set the colour."""
    x: float
    y: float
    """Where it begins on its baseline."""
    x_span: tuple[int, int]
    """Start and end of the number ``x`` in the content stream."""
    font: str
    font_size: bytes
    """As the content stream has it."""
    glyphs: bytes
    """The operand of TJ: an array of hexadecimal strings and adjustments (9.4.3)."""
    text: str

    @property
    def glyph_ids(self) -> list[int]:
        """The numbers of its glyphs in the font."""
        return _glyph_ids(self.glyphs)

    def is_like(self, other: "TextRun") -> bool:
        """Return True if another run draws the same glyphs at the same position in the same font and size."""
        is_near = abs(self.x - other.x) < NEAR and abs(self.y - other.y) < NEAR
        return is_near and (self.font, self.font_size, self.glyphs) == (other.font, other.font_size, other.glyphs)


@dataclass(frozen=True, slots=True)
class ContentStream:
    """One of a page's content streams, and the text runs in it."""

    page: Object
    stream: Object
    data: bytes
    """Decoded, with resources renamed and without adjustments of 0 between glyphs."""
    runs: tuple[TextRun, ...]


Digests = dict[tuple[int, int], str]
"""Digests of objects, by their numbers and generations; objects that draw the same have equal digests."""


def read_content(book: Pdf, digests: Digests | None = None) -> list[list[ContentStream]]:
    """Return the content streams of each page; add the digests of their resources to ``digests``.

    Resources are renamed after their digests, in the streams and in the PDF, so that the pages of two PDFs compare.
    """
    texts: dict[str, dict[int, str]] = {}
    digests = {} if digests is None else digests
    renamed: dict[tuple[int, int], dict[bytes, bytes]] = {}
    pages = []
    for page in book.pages:
        resources = page.obj.Resources
        if resources.objgen not in renamed or not resources.is_indirect:
            renamed[resources.objgen] = _rename_resources(resources, digests)
            texts |= {str(name)[1:]: glyph_texts(font) for name, font in resources.get("/Font", {}).items()}
        streams = page.obj.Contents if isinstance(page.obj.Contents, Array) else [page.obj.Contents]
        names = renamed[resources.objgen]
        pages.append([_content_stream(page.obj, stream, names, texts) for stream in streams])
    return pages


def _content_stream(
    page: Object, stream: Object, names: dict[bytes, bytes], texts: dict[str, dict[int, str]]
) -> ContentStream:
    data = _RESOURCE_NAME.sub(lambda match: b"/" + names.get(match[1], match[1]), stream.read_bytes())
    data = data.replace(b">0<", b"").replace(b">0]", b">]")
    return ContentStream(page, stream, data, tuple(_text_run(match, texts) for match in _RUN.finditer(data)))


def _text_run(match: re.Match[bytes], texts: dict[str, dict[int, str]]) -> TextRun:
    font, glyphs = match["font"].decode(), match["glyphs"]
    texts_of_font = texts.get(font, {})
    return TextRun(
        start=match.start(),
        end=match.end(),
        mcid=int(match["mcid"]) if match["mcid"] else None,
        state=match["state"],
        x=float(match["x"]),
        y=float(match["y"]),
        x_span=match.span("x"),
        font=font,
        font_size=match["size"],
        glyphs=glyphs,
        text="".join(texts_of_font.get(glyph, "") for glyph in _glyph_ids(glyphs)),
    )


def _glyph_ids(glyphs: bytes) -> list[int]:
    codes = b"".join(_HEX.findall(glyphs))
    return [int(codes[start : start + 4], 16) for start in range(0, len(codes), 4)]


def glyph_texts(font: Object) -> dict[int, str]:
    """Return the text of each glyph of a font by its number, from the font's ToUnicode CMap (9.10.3)."""
    rows = re.findall(rb"<(\w{4})> <(\w*)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in rows}


def drawn_codes(content: bytes) -> dict[str, set[int]]:
    """Return the character codes that a content stream draws, by the names of the fonts."""
    codes: dict[str, set[int]] = {}
    font = ""
    for name, glyphs in _FONT_OR_GLYPHS.findall(content):
        font = name.decode() or font
        codes.setdefault(font, set()).update(_glyph_ids(glyphs))
    return codes


def coded_glyphs(font: Object) -> dict[int, int]:
    """Return the glyphs that a font's character codes select, where their numbers are others (9.7.4.2)."""
    glyph_map = font.DescendantFonts[0].CIDToGIDMap
    if not isinstance(glyph_map, Stream):
        return {}
    numbers = memoryview(glyph_map.read_bytes()).cast("H")
    swapped = (int.from_bytes(number.to_bytes(2, sys.byteorder), "big") for number in numbers)
    return {code: number for code, number in enumerate(swapped) if number not in (0, code)}


def _rename_resources(resources: Object, digests: Digests) -> dict[bytes, bytes]:
    """Rename a page's resources after their digests, so that equal ones become one; return new names by old."""
    names: dict[bytes, bytes] = {}
    for category in _RENAMED_RESOURCES:
        renamed = Dictionary()
        for name, resource in resources.get(category, {}).items():
            new = f"{category[1]}{_digest(resource, digests)[:8]}"
            names[str(name)[1:].encode()] = new.encode()
            renamed[f"/{new}"] = resource
        if renamed:
            resources[category] = renamed
    return names


def _digest(obj: Object, digests: Digests) -> str:
    """Return a digest of an object and everything that it refers to but fonts, whose subsets differ from file to file.

    Deletes the fonts, and categories without resources, from XObjects that draw no text.
    """
    if obj.is_indirect and obj.objgen in digests:
        return digests[obj.objgen]
    if isinstance(obj, Stream) and "/Resources" in obj and b" Tf" not in obj.read_bytes():
        kept = {name: category for name, category in obj.Resources.items() if category and name != "/Font"}
        obj.Resources = Dictionary(kept)
    digest = hashlib.sha256("\n".join(_values(obj, digests)).encode())
    if isinstance(obj, Stream):
        digest.update(obj.read_bytes())
    if obj.is_indirect:
        digests[obj.objgen] = digest.hexdigest()
    return digest.hexdigest()


def _values(obj: Object, digests: Digests) -> Iterator[str]:
    if isinstance(obj, Dictionary | Stream):
        for name, value in sorted(obj.items()):
            if name not in ("/Font", "/Length", "/Filter", "/DecodeParms"):
                yield f"{name} {_digest(value, digests) if isinstance(value, Object) else value!r}"
    elif isinstance(obj, Array):
        yield from (_digest(value, digests) if isinstance(value, Object) else repr(value) for value in obj)
    else:
        yield repr(obj)
