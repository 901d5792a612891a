"""The fonts that pages are set in: font files from Python packages only, never those of the machine.

Source Sans 3 has Latin with all diacritics, Vietnamese, Cyrillic and Greek. The other base families have Arabic, Thai,
Tamil and Devanagari; the extra ``worksheets[fonts]`` adds Chinese, Japanese, Korean, emoji and many more scripts.
"""

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import uharfbuzz
from msgspec import Struct

from worksheets.caches import Lifetime, memoized

REGULAR, BOLD = 400, 700
"""Weights, as CSS ``font-weight`` has them."""
BASE = ("source-sans-3", "ibm-plex-sans-arabic", "noto-sans-thai", "noto-sans-tamil", "mukta")
"""Families of ``fontpkg``, in the order in which they are searched for a character."""
_EXTRA = ("justmytype_intl_cjk", "manimgx_fonts")
"""Packages with the font files of many families."""


class Font(Struct, frozen=True, dict=True):
    """An upright font: a file for each weight, or the same variable font file for both."""

    regular: Path
    bold: Path

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points for which the font has glyphs."""
        return frozenset(font_face(self.regular).unicodes)

    def has(self, letter: str) -> bool:
        """Return True if the font has a glyph for a character."""
        return ord(letter) in self.characters


@memoized(Lifetime.SESSION)
def text_font() -> Font:
    """Return the font that is searched first for every character, and has nearly all of them."""
    from fontpkg_source_sans_3 import ROOT  # The registry of all families takes as long to load as many handouts.

    path = next((ROOT / "files").glob("SourceSans3[[]wght].ttf"), None)
    return Font(path, path) if path else _font(BASE[0])


def text_font_folder() -> Path:
    """Return the folder with the files of the text font, upright and italic, and no others."""
    return text_font().regular.parent


def _font(family: str) -> Font:
    return Font(font_file(family, REGULAR), font_file(family, BOLD))


@memoized(Lifetime.SESSION)
def installed() -> tuple[Font, ...]:
    """Return the installed fonts, in the order in which they are searched for a character; the text font is first."""
    base = (text_font(), *map(_font, BASE[1:]))
    extra = [path for folder in extra_folders() for path in sorted(folder.rglob("*.ttf")) if "Italic" not in path.name]
    return (*base, *(Font(path, path) for path in extra))


EVERYDAY = frozenset("\n\u00a0–’”…€åäöÅÄÖéÉüÜšŠžŽ" + "".join(map(chr, range(0x20, 0x7F))))
"""Characters that the text font has, as a test checks: to list all that it has takes as long as a handout."""


def uncovered(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no installed font has a glyph for, each once."""
    if EVERYDAY.issuperset(text):
        return ()
    return tuple(letter for letter in dict.fromkeys(text) if _font_of(letter) is None)


@memoized(Lifetime.RUN, maxsize=65536)
def advance(text: str, weight: int = REGULAR) -> float:
    """Return the width of a text on one line, in ems, with each character in the first font that has it.

    A space is set in the font of the character before it, or after it if it is the first.
    """
    return sum(_shaped(run, font, weight) for run, font in _runs(text))


def _runs(text: str) -> Iterator[tuple[str, Font]]:
    """Yield the pieces of a text that are set in one font each, with their fonts."""
    fonts = [None if letter == " " else _font_of(letter) or text_font() for letter in text]
    neighbour = next(filter(None, fonts), text_font())
    for index, font in enumerate(fonts):
        fonts[index] = neighbour = font or neighbour
    for font, run in groupby(zip(text, fonts, strict=True), key=itemgetter(1)):
        yield "".join(letter for letter, _font in run), font or neighbour


@memoized(Lifetime.RUN, maxsize=4096)
def ink(text: str, weight: int = REGULAR) -> tuple[float, float]:
    """Return how far a text on one line reaches above its baseline and below it, in ems, as it is drawn."""
    above, below = 0.0, 0.0
    for run, font in _runs(text):
        reach = ink_in(_shaper(font.bold if weight >= BOLD else font.regular, weight), run)
        above, below = max(above, reach[0]), max(below, reach[1])
    return above, below


def ink_in(shaper: uharfbuzz.Font, text: str) -> tuple[float, float]:
    """Return how far a text in one font reaches above its baseline and below it, in ems; 0 for one without ink."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    above, below = 0, 0
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        extents = shaper.get_glyph_extents(glyph.codepoint)
        if extents and extents.height:
            top = position.y_offset + extents.y_bearing
            above, below = max(above, top), max(below, -(top + extents.height))
    return above / shaper.face.upem, below / shaper.face.upem


def baseline(weight: int = REGULAR) -> float:
    """Return how far the baseline of the text font lies below the middle of a line, in ems."""
    return baseline_in(_shaper(text_font().bold if weight >= BOLD else text_font().regular, weight))


def baseline_in(shaper: uharfbuzz.Font) -> float:
    """Return how far a font's baseline lies below the middle of a line, in ems, as CSS 2.1 (10.8) has it."""
    extents = shaper.get_font_extents("ltr")
    return float((extents.ascender + extents.descender) / 2 / shaper.face.upem)


def _shaped(text: str, font: Font, weight: int) -> float:
    """Return the width of a text in one font, in ems."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    shaper = _shaper(font.bold if weight >= BOLD else font.regular, weight)
    uharfbuzz.shape(shaper, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions) / shaper.face.upem)


@memoized(Lifetime.RUN, maxsize=65536)
def _font_of(letter: str) -> Font | None:
    """Return the first font that has a character, the text font for an invisible one; None if no font has it."""
    if letter in EVERYDAY:
        return text_font()
    invisible = letter == "\n" or unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"
    if invisible or text_font().has(letter):
        return text_font()
    return next((font for font in installed() if font.has(letter)), None)


@memoized(Lifetime.SESSION)
def _shaper(path: Path, weight: int) -> uharfbuzz.Font:
    shaper = uharfbuzz.Font(font_face(path))
    shaper.set_variations({"wght": weight})
    return shaper


@memoized(Lifetime.SESSION)
def font_face(path: Path) -> uharfbuzz.Face:
    """Return the HarfBuzz face of a font file, which is read once."""
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))


def font_file(family: str, weight: int) -> Path:
    """Return the upright font file of a family of ``fontpkg`` in a weight; a variable one is that of each weight."""
    import fontpkg

    return Path(fontpkg.path(family, weight=weight))


@memoized(Lifetime.SESSION)
def extra_folders() -> tuple[Path, ...]:
    """Return the folders of the extra packages that are installed."""
    specs = (find_spec(package) for package in _EXTRA)
    return tuple(Path(spec.origin).parent for spec in specs if spec and spec.origin)
