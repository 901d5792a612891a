"""What each marked content of a page says, and where it stands (ISO 32000-1, 14.6)."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from worksheets.text.hyphenation import HYPHEN

_SEEN_HYPHEN = "\x02"
"""How PDFium tells a hyphen at the end of a line."""
_HYPHENS = (HYPHEN, "\u2010", _SEEN_HYPHEN)
"""How a line ends inside a word."""
_AFTER_HYPHEN = re.compile(r"\s*(?!(?:ja|tai|sekä|eli|och|eller|samt|and|or)\b)[^\W\d_]")
"""What follows a hyphen inside a word; before the others it is one that was written, as in “kevät- ja”."""
_MARK = "\0"
_BREAK = re.compile(f".{_MARK}")
"""A hyphen of the typesetter's before the next line."""
_LOOSE_STOP = re.compile(r" ([.,;])(?= |$)")
"""A stop after a text that was filled into a line, and that does not reach to the end of its room."""
_SPACE = 0.15
"""The gap between two texts on a line that is a space, in heights of the line."""
_OVERLAP = 0.5
"""How much of their heights two texts on the same line share at least."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A run of text on a page; lengths are points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def is_on_line_of(self, other: "MarkedText") -> bool:
        """Return True if another text stands on the same line, before this one."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        lower = min(self.top - self.bottom, other.top - other.bottom)
        return shared >= _OVERLAP * lower and self.left >= other.left


MarkedTexts = dict[int, list[MarkedText]]
"""The texts of a page by the numbers (MCID) of their marked contents."""


def marked_texts(pdf: bytes, index: int) -> MarkedTexts:
    """Return the texts of a page, by its index."""
    texts: MarkedTexts = {}
    with pypdfium2.PdfDocument(pdf) as book:
        page = book[index]
        text_page = page.get_textpage()
        for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            number = raw.FPDFPageObj_GetMarkedContentID(drawn.raw)
            texts.setdefault(number, []).append(MarkedText(_text(drawn, text_page), *drawn.get_bounds()))
        text_page.close()
        page.close()
    return texts


def drawn_text(pdf: bytes, index: int) -> str:
    """Return the lines of a page, by its index, in the order in which they are drawn."""
    with pypdfium2.PdfDocument(pdf) as book:
        page = book[index]
        text_page = page.get_textpage()
        lines = text_page.get_text_bounded().replace(_SEEN_HYPHEN, HYPHEN).splitlines()
        text_page.close()
        page.close()
    return "\n".join(line for line in map(str.strip, lines) if line)


def _text(drawn: pypdfium2.PdfObject, text_page: pypdfium2.PdfTextPage) -> str:
    size = raw.FPDFTextObj_GetText(drawn.raw, text_page.raw, None, 0)
    buffer = ctypes.create_string_buffer(size * 2)
    raw.FPDFTextObj_GetText(drawn.raw, text_page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: 2 * size].decode("utf-16-le", errors="replace").rstrip("\0")


def joined(texts: Sequence[MarkedText]) -> str:
    """Return texts that follow each other as one line: words that are broken at the end of a line are whole again."""
    line = _BREAK.sub("", "".join(_with_spaces(texts))).replace(_SEEN_HYPHEN, HYPHEN)
    return _LOOSE_STOP.sub(r"\1", " ".join(line.split()))


def _with_spaces(texts: Sequence[MarkedText]) -> Iterator[str]:
    before: MarkedText | None = None
    for text in texts:
        if before and text.is_on_line_of(before):
            yield " " * (text.left - before.right > _SPACE * (text.top - text.bottom))
            yield text.text
        elif before and before.text.endswith(_HYPHENS):
            yield (_MARK if _AFTER_HYPHEN.match(text.text) else " ") + text.text
        else:
            yield " " + text.text
        before = text
