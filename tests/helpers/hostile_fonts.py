"""Hostile font files: damaged ones, loops within them, and packed ones that grow."""

import random
import struct
import zlib
from functools import cache
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

_HEAD = 12
_ENTRY = 16


@cache
def tiny_font(name: str = "Oma", *, composite: str = "") -> bytes:
    """Return a TrueType font with a square for every small letter; ``composite`` is a glyph that z is made of."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    names = [".notdef", *letters]
    pen = TTGlyphPen(None)
    for point in ((0, 0), (0, 500), (500, 500), (500, 0)):
        (pen.lineTo if point != (0, 0) else pen.moveTo)(point)
    pen.closePath()
    glyphs = dict.fromkeys(names, pen.glyph())
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): letter for letter in letters})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name, "psName": name})
    builder.setupOS2()
    builder.setupPost()
    if composite:
        component = GlyphComponent()
        component.glyphName, component.x, component.y, component.flags = composite, 0, 0, 0x2
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [component]
        builder.font["glyf"].glyphs["z"] = glyph
        glyph.xMin = glyph.yMin = glyph.xMax = glyph.yMax = 0
        builder.font.recalcBBoxes = False
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _packed(flavor: str) -> bytes:
    font = TTFont(BytesIO(tiny_font()))
    font.flavor = flavor
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _without(table: bytes) -> bytes:
    """Return a font in whose directory a table's name is spoilt."""
    return tiny_font().replace(table, b"XXXX", 1)


def _woff_bomb(size: int) -> bytes:
    """Return a WOFF font of one table that grows to many megabytes."""
    table = zlib.compress(b"\0" * size, 9)
    head = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x10000, 64 + len(table), 1, 0, 28 + size, 1, 0, 0, 0, 0, 0, 0)
    return head + struct.pack(">4sIIII", b"glyf", 64, len(table), size, 0) + table


def _flipped(seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - the same bytes in every run
    data = bytearray(tiny_font())
    for _change in range(12):
        data[chance.randrange(_HEAD, len(data))] = chance.randrange(256)
    return bytes(data)


def fonts() -> dict[str, bytes]:
    """Return font files that may be used or refused, by their names."""
    font, woff, woff2 = tiny_font(), _packed("woff"), _packed("woff2")
    loca = font.index(b"loca")
    return {
        "hyva.ttf": font,
        "hyva.woff": woff,
        "hyva.woff2": woff2,
        "meidan.ttf": tiny_font("Source Sans 3"),
        "tyhja.ttf": b"",
        "alku.ttf": font[:100],
        "puolet.ttf": font[: len(font) // 2],
        "nollia.ttf": b"\0\1\0\0" + b"\0" * 5000,
        "paljon-tauluja.ttf": b"\0\1\0\0\xff\xff" + b"\0" * 5000,
        "silmukka.ttf": tiny_font(composite="z"),
        "kirjain.ttf": tiny_font(composite="a"),
        "ei-kirjaimia.ttf": _without(b"cmap"),
        "ei-muotoja.ttf": _without(b"glyf"),
        "ei-otsikkoa.ttf": _without(b"head"),
        "ei-nimea.ttf": _without(b"name"),
        "kaukana.ttf": font[: loca + 8] + b"\xff\xff\xff\xf0" + font[loca + 12 :],
        "kuva.ttf": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "sivu.ttf": b"<html>x</html>",
        "kokoelma.ttc": b"ttcf\0\1\0\0\xff\xff\xff\xff" + b"\0" * 100,
        "katkaistu.woff": woff[:-200],
        "katkaistu.woff2": woff2[:-20],
        "nollia.woff": b"wOFF" + b"\0" * 100,
        "nollia.woff2": b"wOF2" + b"\xff" * 100,
        "pommi.woff": _woff_bomb(20_000_000),
        **{f"muutettu{seed}.ttf": _flipped(seed) for seed in range(8)},
    }
