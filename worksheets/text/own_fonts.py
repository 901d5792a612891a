"""Widths of texts in the fonts that a course declares, where these are not the text font.

Several fonts may be declared, for headings and for answers; the widest counts, since which of them a text gets is known
only when it is typeset.
"""

from io import BytesIO
from itertools import groupby
from pathlib import Path

import uharfbuzz
from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.course.declared_fonts import DeclaredFonts, FontFace
from worksheets.files import read_regular

from .fonts import BOLD, Font, advance, baseline, baseline_in, font_face, ink, ink_in, installed

_UNKNOWN, _LEAST = 1.5, 0.6
"""How much wider than the text font a font is taken to be that cannot be read, and the least width of its letters, in
ems: Verdana Bold is 1.4 times as wide, and the letters of Courier are 0.6 ems wide."""
_MOST_BYTES = 60_000_000
"""The largest font: one with all Chinese characters has 20 MB."""
_MOST_PACKED_BYTES = 10_000_000
"""The largest font of the web, which is packed."""
_EMBOLDENED = 1.06
"""How much wider letters are taken to be where the typesetter makes a bold font of a regular one."""


class _OwnFont(Struct, frozen=True):
    """A font in one weight."""

    shaper: uharfbuzz.Font
    letters: frozenset[int]
    """The code points that it has glyphs for."""
    stretch: float = 1.0

    def width(self, text: str, weight: int) -> float:
        """Return the width of a text on one line, in ems; letters that the font lacks are set in others."""
        widths = (
            self._shaped("".join(run)) if is_own else advance("".join(run), weight)
            for is_own, run in groupby(text, key=lambda letter: ord(letter) in self.letters)
        )
        return sum(widths)

    def _shaped(self, text: str) -> float:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self.shaper, buffer)
        units = sum(position.x_advance for position in buffer.glyph_positions)
        return float(units / self.shaper.face.upem) * self.stretch


@memoized(Lifetime.RUN, maxsize=65536)
def own_advance(text: str, weight: int, fonts: DeclaredFonts) -> float:
    """Return the width of a text on one line, in ems, in the widest of the fonts that it may be set in."""
    return max(
        (font.width(text, weight) if font else _safe_width(text, weight) for font in _fonts(fonts, weight)), default=0.0
    )


def width_in_ems(text: str, weight: int, fonts: DeclaredFonts | None) -> float:
    """Return the width of a text on one line, in ems; ``fonts`` are None where all texts are set in the text font."""
    return own_advance(text, weight, fonts) if fonts else advance(text, weight)


@memoized(Lifetime.RUN, maxsize=4096)
def ink_in_ems(text: str, weight: int, fonts: DeclaredFonts | None) -> tuple[float, float]:
    """Return how far a text on one line reaches above and below its baseline, in ems, in the highest of its fonts."""
    reaches = [ink(text, weight)]
    for font in _fonts(fonts, weight) if fonts else ():
        if font:
            own = "".join(letter for letter in text if ord(letter) in font.letters)
            reaches.append(ink_in(font.shaper, own))
    return max(above for above, _below in reaches), max(below for _above, below in reaches)


def baseline_in_ems(weight: int, fonts: DeclaredFonts | None) -> float:
    """Return how far the baseline of the first font lies below the middle of a line, in ems."""
    first = _fonts(fonts, weight)[0] if fonts else None
    return baseline_in(first.shaper) if first else baseline(weight)


def _safe_width(text: str, weight: int) -> float:
    return max(advance(text, weight) * _UNKNOWN, len(text) * _LEAST)


@memoized(Lifetime.SESSION, maxsize=64)
def _fonts(fonts: DeclaredFonts, weight: int) -> tuple[_OwnFont | None, ...]:
    """Return the fonts that texts of a weight may be set in, None for one that cannot be read."""
    return tuple(dict.fromkeys(_font(families, fonts.faces, weight) for families in fonts.families))


def _font(families: tuple[str, ...], faces: tuple[FontFace, ...], weight: int) -> _OwnFont | None:
    """Return the first font of some families that there is; None if it cannot be read, or if there is none."""
    for family in families:
        if own := [face for face in faces if face.family.casefold() == family.casefold()]:
            return _of_face(min(own, key=lambda face: _distance(face, weight)), weight)
        if font := _installed_families().get(family.casefold()):
            return _loaded(font.bold if weight >= BOLD else font.regular, weight)
    return None


def _distance(face: FontFace, weight: int) -> int:
    return max(face.lightest - weight, weight - face.heaviest, 0)


def _of_face(face: FontFace, weight: int) -> _OwnFont | None:
    stretch = _EMBOLDENED if weight >= BOLD and face.heaviest < 600 else 1.0  # noqa: PLR2004 - as Pango has it
    return _loaded(face.file, weight, stretch) if face.file else None


@memoized(Lifetime.SESSION, maxsize=64)
def _loaded(path: Path, weight: int, stretch: float = 1.0) -> _OwnFont | None:
    """Return the font of a file in a weight; None if it is no font, or in a format that cannot be read."""
    try:
        is_packed = path.suffix.lower() in (".woff", ".woff2")
        data = read_regular(path, _MOST_PACKED_BYTES if is_packed else _MOST_BYTES)
        face = uharfbuzz.Face(_unpacked(data) if is_packed else data)
    except Exception:  # noqa: BLE001 - a damaged font raises anything; the typesetter will say what is wrong
        return None
    letters = frozenset(face.unicodes)
    if not letters:
        return None
    shaper = uharfbuzz.Font(face)
    shaper.set_variations({"wght": weight})
    return _OwnFont(shaper, letters, stretch)


def _unpacked(data: bytes) -> bytes:
    """Return a font of the web as the TrueType or OpenType font in it."""
    from fontTools.ttLib import TTFont

    unpacked = BytesIO()
    with TTFont(BytesIO(data)) as font:
        font.flavor = None
        font.save(unpacked)
    return unpacked.getvalue()


@memoized(Lifetime.SESSION)
def _installed_families() -> dict[str, Font]:
    """Return the installed fonts by their families, in small letters."""
    families: dict[str, Font] = {}
    for font in installed():
        face = font_face(font.regular)
        for name in (face.get_name(16), face.get_name(1)):
            if name:
                families.setdefault(name.casefold(), font)
    return families
