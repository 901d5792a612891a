"""The font in which texts can be shaped here as the typesetter does, and so merged: the text font, or a brand's.

Another font must be TrueType, in a file for each weight or a variable one, and have no kerning at spaces, since words
are shaped one by one.
"""

from dataclasses import dataclass

import uharfbuzz

from worksheets.caches import Lifetime, memoized
from worksheets.course.declared_fonts import DeclaredFonts

from .font_subsets import latin_letters
from .fonts import BOLD, REGULAR, Font, font_face, text_font

_TABLES = {"glyf", "loca"}
"""What a TrueType font has, and one with other outlines has not."""
_SIZE = 1000


@dataclass(frozen=True, slots=True)
class MergedFont:
    """A font, and the letters that texts may have so that they are set in it alone."""

    font: Font
    letters: str


def merged_font(fonts: DeclaredFonts | None) -> MergedFont:
    """Return the font in which texts are merged in a layout with these fonts.

    It is the text font also where that is not the layout's: then no master can be made, and the typesetter sets all.
    """
    usual = MergedFont(text_font(), latin_letters())
    return (_merged_font(fonts) if fonts else usual) or usual


def font_to_type_in(fonts: DeclaredFonts | None) -> Font:
    """Return the font for what is typed into the fields of a form: the layout's if it can be embedded for that."""
    return (_only_font(fonts) if fonts else None) or text_font()


@memoized(Lifetime.SESSION, maxsize=64)
def _merged_font(fonts: DeclaredFonts) -> MergedFont | None:
    """Return the only font of a layout; None if there are several, or if it cannot be merged."""
    font = _only_font(fonts)
    if font is None:
        return None
    faces = [font_face(path) for path in (font.regular, font.bold)]
    codes = set(faces[0].unicodes) & set(faces[1].unicodes)
    letters = "".join(letter for letter in latin_letters() if ord(letter) in codes)
    is_usable = " " in letters and not any(_kerns_spaces(face, letters) for face in faces)
    return MergedFont(font, letters) if is_usable else None


@memoized(Lifetime.SESSION, maxsize=64)
def _only_font(fonts: DeclaredFonts) -> Font | None:
    """Return the only font that style sheets declare; None if there are several, or if it is not TrueType."""
    files = {weight: face.file for face in fonts.faces for weight in (REGULAR, BOLD) if face.lightest == weight}
    regular, bold = files.get(REGULAR), files.get(BOLD)
    names = {first for first, *_others in fonts.families} | {face.family for face in fonts.faces}
    if len(names) != 1 or len(fonts.faces) != len(files) or regular is None or bold is None:
        return None
    try:
        is_true_type = all(_TABLES.issubset(font_face(path).table_tags) for path in (regular, bold))
    except (OSError, ValueError, uharfbuzz.HarfBuzzError):  # A damaged file: the typesetter says what is wrong.
        return None
    return Font(regular, bold) if is_true_type else None


def _kerns_spaces(face: uharfbuzz.Face, letters: str) -> bool:
    """Return True if a space is wider or narrower beside some letter, or drawn by another glyph."""
    font = uharfbuzz.Font(face)
    font.scale = (_SIZE, _SIZE)
    space = _glyphs(font, " ")
    return any(
        _glyphs(font, f"{letter} ") != _glyphs(font, letter) + space
        or _glyphs(font, f" {letter}") != space + _glyphs(font, letter)
        for letter in letters
    )


def _glyphs(font: uharfbuzz.Font, text: str) -> list[tuple[int, int]]:
    """Return the glyphs of a text with their advances."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.direction, buffer.script = "ltr", "Latn"
    uharfbuzz.shape(font, buffer)
    advances = [position.x_advance for position in buffer.glyph_positions]
    return list(zip([info.codepoint for info in buffer.glyph_infos], advances, strict=True))
