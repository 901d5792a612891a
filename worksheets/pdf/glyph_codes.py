"""Every glyph that is drawn is read out as the text that it stands for.

In WeasyPrint's PDF, a glyph stands for the same text wherever it is drawn: the first that it was drawn for. So a text
comes out wrong in which one glyph stands for two letters (U+2011, the hyphen at which no line ends, is drawn as the
hyphen), or glyphs and letters do not follow one another one by one: of “शर्मा”, three glyphs stand for five letters.
Here a glyph gets another character code for each other text that it stands for (ISO 32000-1, 9.7.4.2 and 9.10.3). Where
more glyphs than letters are drawn, some stand for nothing, which not every reader understands, and the text is given
beside them (``ActualText``, 14.9.4).

This uses parts of WeasyPrint 70.0 that are not documented: ``draw.text.draw_first_line``, the lines of a Pango layout,
and ``Document.fonts``. What ``draw_first_line`` writes is changed only where its glyphs are those that are expected.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any
from unicodedata import bidirectional, category

import pydyf
from weasyprint.draw import text as weasyprint_text
from weasyprint.text.ffi import ffi, pango

Document = Any
"""``weasyprint.Document``, which has no types."""
_PLAIN = frozenset("".join(map(chr, range(0x20, 0x7F))) + "–’”…€åäöÅÄÖéÉüÜšŠžŽ")
"""Letters of which each has a glyph of its own, in every font."""
_USUAL = {"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-", "\u03bc": "\u00b5", "\u2206": "\u0394"}
"""Letters that are drawn as another one is, and that one, which the glyph itself stands for."""
_NO_BREAK_SPACE = "\u00a0"
"""Typography puts it where a space was typed; it is read out as a space, so that a search finds what was typed."""
_OPERAND = re.compile(rb"<([0-9a-f]*)>|([-\d.e]+)")
"""What stands in the array of the operator TJ: hexadecimal strings, and numbers between them."""
_BLOCK = 100
"""The entries that a ``beginbfchar`` block of a CMap may have."""


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Letters that are drawn together: the glyphs, in the order in which they are drawn, and the text."""

    font: Any
    """``weasyprint.pdf.fonts.Font``."""
    glyphs: tuple[int, ...]
    text: str
    is_displaced: bool
    """A glyph of several stands beside its place, where a reader may see a space before it."""

    @property
    def letters(self) -> list[str]:
        """What each glyph stands for, in the order in which they are drawn.

        That is a letter each, and for the last one what is left; some may stand for nothing. Texts that are written
        from right to left are drawn from left to right, with the last glyph first. Readers turn such a text round
        letter by letter, so a glyph of it stands for one letter with its marks, and there may be more of those than
        glyphs: of “لا”, one glyph stands for two letters.
        """
        count = len(self.glyphs)
        letters, rest = [*self.text[: count - 1]], self.text[count - 1 :]
        letters += _with_marks(rest) if self.is_from_right else [rest]
        letters += [""] * (count - len(letters))
        return letters[::-1] if self.is_from_right else letters

    @property
    def is_from_right(self) -> bool:
        """Return True if the text is written from right to left."""
        return any(bidirectional(letter) in ("R", "AL") for letter in self.text)


def _with_marks(text: str) -> list[str]:
    """Return the letters of a text, each with the marks that follow it."""
    starts = [index for index, letter in enumerate(text) if not index or category(letter) != "Mn"]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


@dataclass(frozen=True, slots=True)
class _CodedGlyph:
    """A glyph with its character code, and what is written around it."""

    glyph: int
    code: int
    before: tuple[bytes, ...] = ()
    """Operators."""
    after: tuple[bytes, ...] = ()


@dataclass(slots=True)
class _FontCodes:
    """The character codes of one font beyond its glyphs' numbers."""

    font: Any
    codes: dict[tuple[int, str], int] = field(default_factory=dict)
    """By the glyph and the text that it stands for."""

    def note_usual(self, glyph: int) -> None:
        """Let a glyph stand for the letter that is usually drawn with it, where WeasyPrint has noted another."""
        noted = self.font.to_unicode.get(glyph, "")
        if noted in _USUAL:
            self.font.to_unicode[glyph] = _USUAL[noted]

    def code(self, glyph: int, text: str) -> int | None:
        """Return the character code of a glyph where it stands for a text; None if there is no code left."""
        if self.font.to_unicode.setdefault(glyph, text) == text:
            return glyph
        if (glyph, text) not in self.codes:
            code = 0xFFFF - len(self.codes)
            if code < self.font.glyph_count + len(self.font.missing):
                return None
            self.codes[glyph, text] = code
        return self.codes[glyph, text]


class GlyphCodes(dict[int, Any]):
    """The fonts of a document that is drawn (``Document.fonts``), with their character codes."""

    def __init__(self) -> None:
        super().__init__()
        self.has_clusters = False
        """A letter was drawn as several glyphs, so that even a plain letter's glyph may stand for another text."""
        self._by_name: dict[str, _FontCodes] = {}

    def of(self, font: Any) -> _FontCodes:  # noqa: ANN401
        """Return the character codes of a font."""
        return self._by_name.setdefault(font.hash, _FontCodes(font))

    def finish(self, _document: Document, pdf: pydyf.PDF) -> None:
        """Write the codes into the fonts of a PDF; ``Document.write_pdf`` takes this as its ``finisher``."""
        names = {codes.font.name: codes for codes in self._by_name.values() if codes.codes}
        for obj in list(pdf.objects) if names else ():
            if isinstance(obj, pydyf.Dictionary) and obj.get("Subtype") == "/Type0" and obj["BaseFont"] in names:
                _write_codes(pdf, obj, names[obj["BaseFont"]])


def _write_codes(pdf: pydyf.PDF, font: pydyf.Dictionary, codes: _FontCodes) -> None:
    """Add codes to a Type 0 font: their texts, the glyphs that they select, and the glyphs' widths."""
    glyphs = {code: glyph for (glyph, _text), code in codes.codes.items()}
    rows = [b"<%04x> <%s>" % (code, _utf_16(text)) for (_, text), code in codes.codes.items()]
    blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
    cmap = _referred(pdf, font["ToUnicode"]).stream
    cmap[cmap.index(b"endcmap") : cmap.index(b"endcmap")] = [
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks
    ]
    descendant = _referred(pdf, font["DescendantFonts"][0])
    for code in sorted(glyphs):
        descendant["W"] += [code, pydyf.Array([codes.font.widths[glyphs[code]]])]
    selected = dict(zip(codes.font.to_unicode, codes.font.to_unicode, strict=True)) | glyphs
    numbers = b"".join(selected.get(code, 0).to_bytes(2, "big") for code in range(max(selected) + 1))
    glyph_map = pydyf.Stream([numbers], compress=True)
    pdf.add_object(glyph_map)
    descendant["CIDToGIDMap"] = glyph_map.reference


def _referred(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[int(reference.split()[0])]


_draw_first_line = weasyprint_text.draw_first_line


def _draw_with_codes(stream: Any, textbox: Any, *arguments: object) -> object:  # noqa: ANN401
    """Draw a line as WeasyPrint does, and then give its glyphs the codes of the texts that they stand for."""
    start = len(stream.stream)
    emojis = _draw_first_line(stream, textbox, *arguments)
    fonts = stream._fonts  # noqa: SLF001
    plain = isinstance(fonts, GlyphCodes) and not fonts.has_clusters and _PLAIN.issuperset(textbox.pango_layout.text)
    if isinstance(fonts, GlyphCodes) and not plain and len(stream.stream) > start:
        clusters = _clusters(stream, textbox.pango_layout)
        if any(max(cluster.glyphs) >= pango.PANGO_GLYPH_UNKNOWN_FLAG for cluster in clusters):
            return emojis  # A letter that no font has, which WeasyPrint has logged.
        fonts.has_clusters |= any(len(cluster.glyphs) > 1 for cluster in clusters)
        glyphs = [glyph for cluster in clusters for glyph in _coded_glyphs(cluster, fonts.of(cluster.font))]
        stream.stream[start:] = _coded(stream.stream[start:], glyphs)
    return emojis


weasyprint_text.draw_first_line = _draw_with_codes


def _clusters(stream: Any, layout: Any) -> list[_Cluster]:  # noqa: ANN401
    """Return the clusters of a layout's first line in the order in which they are drawn."""
    text = layout.text.encode()
    clusters = []
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        font = stream.add_font(item.analysis.font)[0]
        starts = [item.offset + start for start in glyphs.log_clusters[0 : glyphs.num_glyphs]]
        ends = dict(pairwise([*sorted(set(starts)), item.offset + item.length]))
        infos = glyphs.glyphs[0 : glyphs.num_glyphs]
        for start, drawn in groupby(zip(starts, infos, strict=True), key=itemgetter(0)):
            visible = [info for _start, info in drawn if info.glyph != pango.PANGO_GLYPH_EMPTY]
            displaced = len(visible) > 1 and any(info.geometry.x_offset or info.geometry.y_offset for info in visible)
            letters = text[start : ends[start]].decode().replace(_NO_BREAK_SPACE, " ")
            if visible:
                clusters.append(_Cluster(font, tuple(info.glyph for info in visible), letters, displaced))
        run = run.next
    return clusters


def _coded_glyphs(cluster: _Cluster, codes: _FontCodes) -> Iterator[_CodedGlyph]:
    """Yield the glyphs of a cluster with their codes; WeasyPrint has noted one text for each glyph by now."""
    for glyph in cluster.glyphs:
        codes.note_usual(glyph)
    letters = cluster.letters
    more = max(len(letters) - len(cluster.glyphs), 0)
    glyphs = [*cluster.glyphs[:1] * more, *cluster.glyphs]
    numbers = [codes.code(glyph, text) for glyph, text in zip(glyphs, letters, strict=True)]
    before: list[bytes] = []
    for number in numbers[:more]:
        before += _hidden(number, codes.font.widths[glyphs[0]]) if number is not None else ()
    is_replaced = None in numbers or "" in letters or (cluster.is_displaced and not cluster.is_from_right)
    if is_replaced:
        before.insert(0, b"/Span <</ActualText <feff%s>>> BDC" % _utf_16(cluster.text))
    last = len(cluster.glyphs) - 1
    for index, (glyph, number) in enumerate(zip(cluster.glyphs, numbers[more:], strict=True)):
        after = (b"EMC",) if is_replaced and index == last else ()
        yield _CodedGlyph(glyph, glyph if number is None else number, () if index else tuple(before), after)


def _hidden(code: int, width: int) -> tuple[bytes, ...]:
    """Return operators that draw a glyph so that it is read and not seen, in a hundredth of its width (9.3)."""
    return b"3 Tr", b"1 Tz", b"[<%04x>%d] TJ" % (code, width), b"100 Tz", b"0 Tr"


def _coded(operators: Sequence[Any], glyphs: Sequence[_CodedGlyph]) -> list[Any]:
    """Return what draws a line with its glyphs under their codes, or as it was if it draws other glyphs than these."""
    is_as_it_was = all(glyph.code == glyph.glyph and not glyph.before and not glyph.after for glyph in glyphs)
    if is_as_it_was or _drawn(operators) != [glyph.glyph for glyph in glyphs]:
        return list(operators)
    waiting = iter(glyphs)
    done: list[Any] = []
    for operator in operators:
        done += _shown(operator, waiting) if _is_shown(operator) else [operator]
    return done


def _is_shown(operator: object) -> bool:
    return isinstance(operator, bytes) and operator.endswith(b"] TJ")


def _drawn(operators: Sequence[Any]) -> list[int]:
    """Return the numbers of the glyphs that operators draw."""
    shown = b"".join(operator for operator in operators if _is_shown(operator))
    return [number for digits, _other in _OPERAND.findall(shown) for number in _numbers(digits)]


def _numbers(digits: bytes) -> list[int]:
    return [int(digits[start : start + 4], 16) for start in range(0, len(digits), 4)]


def _shown(operator: bytes, glyphs: Iterator[_CodedGlyph]) -> list[bytes]:
    """Return an operator TJ with its glyphs under their codes, parted where a text is given beside its glyphs."""
    done, array = [], b""
    for digits, other in _OPERAND.findall(operator.removesuffix(b" TJ")):
        array += b" " + other if array and not array.endswith(b">") else other
        for _number in _numbers(digits):
            glyph = next(glyphs)
            if glyph.before:
                done += [_array(array), *glyph.before]
                array = b""
            array += b"<%04x>" % glyph.code
            if glyph.after:
                done += [_array(array), *glyph.after]
                array = b""
    return [part for part in [*done, _array(array)] if part]


def _array(array: bytes) -> bytes:
    return b"[%s] TJ" % array.replace(b"><", b"") if array else b""


def _utf_16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
