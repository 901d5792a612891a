"""What has been drawn onto a page after the form was made.

All that the typesetter draws is marked content: it has a tag, or is an artifact (ISO 32000-1, 14.6, 14.8.2.2). Programs
that draw onto a page of somebody else's, as tools for signing and for typing on any PDF do, mark nothing.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Pdf,
    Stream,
    String,
    parse_content_stream,
)

from .bounded_stream import TooLargeError, stream_data

_MAX_CONTENT = 1 << 20
"""The most bytes of content that are looked through on a page, those of drawings in drawings counted each time.

A page of a form has some ten thousand; a drawing that is drawn 200 times in itself, four deep, would have 10⁹.
"""
_LEAST = 1_024
"""Bytes that count for a drawing with less content, since to look through it takes time as well."""
_MAX_MAP = 1 << 18
"""The most bytes of what a font's codes mean; 65,536 of them have some hundred thousand, compressed ones."""
_MAX_DEPTH = 4
"""How deep drawings in drawings are looked through."""
_BEGIN, _END = ("BMC", "BDC"), "EMC"
_SHOW = ("Tj", "TJ", "'", '"')
_MOVE = ("Td", "TD", "Tm", "T*", "ET", "'", '"')
"""Operators after which a text goes on elsewhere."""
_PAINT = ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE")
_WORD_SPACE = -200
"""An adjustment between glyphs, in thousandths of the font size, that is as wide as a space."""
_MOST_CODES = 65_536
"""The most codes of a font."""
_RANGE = re.compile(rb"<(\w+)>\s*<(\w+)>\s*<(\w{1,256})>")
_PAIR = re.compile(rb"<(\w+)>\s*<(\w{1,256})>")
"""The range of codes and the code of a CMap, each with its text, of at most 64 letters: a ligature has three."""


@dataclass(slots=True)
class Drawing:
    """What is drawn: its text, and whether there is anything that is no text or cannot be read."""

    parts: list[str] = field(default_factory=list)
    has_picture: bool = False
    has_marks: bool = False
    """Some of the page's own content is marked."""
    size: int = 0
    """The bytes of content and the letters that have been looked through."""

    def count(self, size: int) -> None:
        """Count bytes or letters before they are looked through. Raises TooLargeError when there are too many."""
        self.size += size
        if self.size > _MAX_CONTENT:
            raise TooLargeError

    @property
    def text(self) -> str:
        """The text, with a space wherever it goes on elsewhere."""
        return " ".join("".join(self.parts).split())


Blank = dict[tuple[bytes, bool], bool]
"""Digests of contents that draw nothing, with ``marked_too``, and whether they have marks.

In a file into which 200 forms have been merged, 199 pages of 200 have the same content as one before.
"""


def drawn_later(book: Pdf, page: Object, blank: Blank | None = None) -> Drawing:
    """Return what has been drawn onto a page of a form; nothing if a program has taken away all marks.

    ``blank`` is what is known of other pages, and gets what is found out. Raises any error if the page's content is
    damaged.
    """
    drawing = Drawing()
    _Reader(book, drawing, blank).read(page, page.get("/Resources", Dictionary()), marked_too=False)
    return drawing if drawing.has_marks else Drawing()


def drawn_in(book: Pdf, appearance: Stream, blank: Blank | None = None) -> Drawing:
    """Return all that an appearance stream draws; ``blank`` is as above. Raises any error if it is damaged."""
    drawing = Drawing()
    _Reader(book, drawing, blank).read(appearance, appearance.get("/Resources", Dictionary()), marked_too=True)
    return drawing


class _Reader:
    """Reads content streams into a drawing."""

    def __init__(self, book: Pdf, drawing: Drawing, blank: Blank | None = None, depth: int = 0) -> None:
        self.book = book
        self.drawing = drawing
        self.depth = depth
        self._blank = {} if blank is None else blank

    def read(self, content: Object, resources: Object, *, marked_too: bool) -> None:
        """Read a page's or a form XObject's content; ``marked_too`` if marked content counts as well."""
        try:
            self._read(content, resources, marked_too=marked_too)
        except TooLargeError:  # It is not told what is drawn.
            self.drawing.has_picture = True
            self.drawing.has_marks |= not self.depth

    def _read(self, content: Object, resources: Object, *, marked_too: bool) -> None:
        data = _whole(content)
        key = blake2b(data).digest(), marked_too
        if key in self._blank:
            self.drawing.has_marks |= self._blank[key] and not self.depth
            return
        before = len(self.drawing.parts)
        operators = self._read_content(data, resources, marked_too=marked_too)
        if "Do" not in operators and before == len(self.drawing.parts) and not self.drawing.has_picture:
            self._blank[key] = not operators.isdisjoint(_BEGIN)

    def _read_content(self, data: bytes, resources: Object, *, marked_too: bool) -> set[str]:
        """Read a content and return its operators."""
        fonts = _Fonts(resources.get("/Font", Dictionary()), self.drawing)
        objects = resources.get("/XObject", Dictionary())
        depth = 0
        operators = set()
        for instruction in self._instructions(data):
            operator, operands = str(instruction.operator), instruction.operands
            operators.add(operator)
            if operator in _BEGIN:
                depth += 1
                self.drawing.has_marks |= not self.depth
            elif operator == _END:
                depth -= 1
            elif operator == "Tf":
                fonts.current = str(operands[0])
            elif depth <= 0 or marked_too:
                self._draw(operator, list(operands), fonts, objects)
        return operators

    def _instructions(self, data: bytes) -> list[ContentStreamInstruction | ContentStreamInlineImage]:
        """Return the instructions of a content. Raises any error if it is damaged."""
        self.drawing.count(max(len(data), _LEAST))
        with warnings.catch_warnings(action="error"):
            return list(parse_content_stream(Stream(self.book, data)))

    def _draw(self, operator: str, operands: list[object], fonts: "_Fonts", objects: Object) -> None:
        if operator in _MOVE:
            self.drawing.parts.append(" ")
        if operator in _SHOW:
            text = fonts.font.text(operands[-1])
            self.drawing.count(len(text))
            self.drawing.parts.append(text)
            self.drawing.has_picture |= not text
        elif operator == "Do":
            self._draw_object(objects.get(str(operands[0])))
        elif operator in _PAINT:
            self.drawing.has_picture = True

    def _draw_object(self, drawn: object) -> None:
        if isinstance(drawn, Stream) and drawn.get("/Subtype") == Name.Form and self.depth < _MAX_DEPTH:
            inner = _Reader(self.book, self.drawing, self._blank, self.depth + 1)
            inner.read(drawn, drawn.get("/Resources", Dictionary()), marked_too=True)
        else:
            self.drawing.has_picture = True


def _whole(content: Object) -> bytes:
    """Return the content of a page or of a form XObject."""
    if isinstance(content, Stream):
        return stream_data(content, _MAX_CONTENT)
    kept = content.get("/Contents", Array())
    streams = [kept] if isinstance(kept, Stream) else [stream for stream in kept if isinstance(stream, Stream)]
    parts, size = [], 0
    for stream in streams:
        parts.append(stream_data(stream, _MAX_CONTENT - size))
        size += len(parts[-1]) + 1
    return b"\n".join(parts)


class _Fonts:
    """The fonts of a content stream; what their codes mean is read when text is drawn with them."""

    def __init__(self, fonts: Object, drawing: Drawing) -> None:
        self.current = ""
        """The name of the font that text is drawn with."""
        self._fonts = fonts
        self._drawing = drawing
        self._known: dict[str, _Font] = {}

    @property
    def font(self) -> "_Font":
        """The font that text is drawn with."""
        if self.current not in self._known:
            font = self._known[self.current] = _Font.of(self._fonts.get(self.current))
            self._drawing.count(len(font.texts or ()))  # A drawing in another reads the same font again.
        return self._known[self.current]


@dataclass(frozen=True, slots=True)
class _Font:
    """What a font's codes mean (9.10): texts by codes, or Windows-1252 if the font does not say."""

    texts: Mapping[bytes, str] | None = None
    code_length: int = 1
    is_known: bool = True
    """False if the font has an encoding of its own and does not say what its codes mean."""

    @classmethod
    def of(cls, font: object) -> "_Font":
        """Return what a font dictionary says of its codes."""
        if not isinstance(font, Dictionary):
            return cls(is_known=False)
        if isinstance(to_unicode := font.get("/ToUnicode"), Stream):
            texts = _code_texts(stream_data(to_unicode, _MAX_MAP))
            return cls(texts, max(map(len, texts), default=1))
        return cls(is_known=font.get("/Subtype") != Name.Type0 and not isinstance(font.get("/Encoding"), Dictionary))

    def text(self, shown: object) -> str:
        """Return the text that the operand of a showing operator has; empty if it is not known."""
        if isinstance(shown, Array):
            return "".join(map(self._item_text, shown))
        return self._item_text(shown)

    def _item_text(self, item: object) -> str:
        if not isinstance(item, String):
            return " " if isinstance(item, int | Decimal) and item < _WORD_SPACE else ""
        data = bytes(item)
        if self.texts is None:
            return data.decode("cp1252", "replace") if self.is_known else ""
        codes = (data[start : start + self.code_length] for start in range(0, len(data), self.code_length))
        return "".join(self.texts.get(code, "") for code in codes)


def _code_texts(cmap: bytes) -> dict[bytes, str]:
    """Return the texts of a ToUnicode CMap by codes (9.10.3)."""
    texts = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in _PAIR.findall(block):
            texts[bytes.fromhex(code.decode())] = _utf_16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _RANGE.findall(block):
            texts.update(_range_texts(bytes.fromhex(first.decode()), bytes.fromhex(last.decode()), _utf_16(text)))
            if len(texts) > _MOST_CODES:
                raise TooLargeError
    return texts


def _range_texts(first: bytes, last: bytes, text: str) -> Iterator[tuple[bytes, str]]:
    """Yield the codes of a range with their texts, whose last letters follow one another."""
    start, count = int.from_bytes(first, "big"), int.from_bytes(last, "big") - int.from_bytes(first, "big") + 1
    for index in range(min(count, _MOST_CODES) if text else 0):
        yield (start + index).to_bytes(len(first), "big"), text[:-1] + chr(ord(text[-1]) + index)


def _utf_16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
