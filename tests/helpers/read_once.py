"""The shipped files read once in a process, however many layouts, typesetters and fingerprints a test makes.

To read the style sheets takes a layout 30 ms and a typesetter 80 ms, and many tests make some of their own. To read
all that an edition's digest depends on takes 27 ms, and each handout of a test asks for two.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from worksheets.compose import fingerprint
from worksheets.course import font_declarations, layout, style_text
from worksheets.course.declared_fonts import DeclaredFonts, FontFace
from worksheets.errors import StyleError
from worksheets.pdf import typeset
from worksheets.pdf.typeset import Typesetter
from worksheets.resources import DEFAULT_COURSE, PACKAGE, STYLES, TEMPLATES
from worksheets.text.dictionaries import use_dictionary
from worksheets.text.fonts import text_font_folder

_KEPT = 200
"""Style sheets; those of a test that makes thousands push each other out."""


def read_style_sheets_once() -> None:
    """Let every layout and typesetter after this take the shipped style sheets from one place, by their texts.

    None of them declares a font, so that it does not matter which typesetter has read them. Where a course has a style
    sheet of its own, all are looked through for fonts, which takes 50 ms.
    """
    parsed: Callable[..., Any] = typeset._parsed  # noqa: SLF001
    properties = layout.root_properties  # type: ignore[attr-defined]
    parsed_once = lru_cache(_KEPT)(lambda path, text: parsed(path, text, None, {}))

    def parse(path: Path, text: str, font_map: object, of_brand: Mapping[str, Path]) -> Any:  # noqa: ANN401 - WeasyPrint's
        is_shipped = path.is_relative_to(STYLES) and "@font-face" not in text and not of_brand
        return parsed_once(path, text) if is_shipped else parsed(path, text, font_map, of_brand)

    typeset._parsed = parse  # noqa: SLF001
    typeset.Typesetter._read_sheets = _kept_sheets(typeset.Typesetter._read_sheets)  # type: ignore[assignment, method-assign] # noqa: SLF001
    layout.root_properties = lru_cache(_KEPT)(lambda css: tuple(properties(css)))  # type: ignore[assignment, attr-defined]
    style_text._check = lru_cache(_KEPT)(style_text._check)  # noqa: SLF001 - what it refuses is not kept
    font_declarations.declared_fonts = _by_texts(font_declarations.declared_fonts)


def _kept_sheets(read_sheets: Callable[[Typesetter], Any]) -> Callable[[Typesetter], Any]:
    """Return the method with the shipped style sheets, and their font map, kept by what a layout sets in them."""
    kept: dict[object, Any] = {}

    def sheets_of(typesetter: Typesetter) -> Any:  # noqa: ANN401 - the typesetter's own
        layout = typesetter.layout
        is_shipped = all(path.is_relative_to(STYLES) for path in layout.style_sheets)
        is_strange = not typesetter.folder.is_relative_to(TEMPLATES)  # Its pages may bring fonts into the map.
        if is_strange or not is_shipped or layout.fonts or layout.brand.source:
            return read_sheets(typesetter)
        use_dictionary(layout.language)
        key = (layout.style_sheets, layout.scale, tuple(layout.properties.items()))
        if key not in kept:
            kept[key] = read_sheets(typesetter)
        return kept[key]

    return sheets_of


def _by_texts(
    declared_fonts: Callable[..., DeclaredFonts | None],
) -> Callable[..., DeclaredFonts | None]:
    """Return the function with what it finds kept by the texts, where none of them declares a file."""
    of_texts = lru_cache(_KEPT)(lambda texts: declared_fonts([(STYLES, css) for css in texts]))

    def declared(style_sheets: Sequence[tuple[Path, str]], faces: Sequence[FontFace] = ()) -> DeclaredFonts | None:
        texts = tuple(css for _path, css in style_sheets)
        if not faces and not any("font-face" in css.lower() for css in texts):
            with suppress(StyleError):  # It would name another place.
                return of_texts(texts)
        return declared_fonts(style_sheets, faces)

    return declared


def read_shipped_files_once() -> None:
    """Let every fingerprint after this take the files of the shipped folders, which no test changes, from memory."""
    folder_digest: Callable[..., bytes] = fingerprint.folder_digest  # type: ignore[attr-defined]
    shipped = {TEMPLATES, STYLES, PACKAGE, TEMPLATES / "courses" / DEFAULT_COURSE, text_font_folder()}

    @cache
    def digest_of(folder: Path, without: tuple[str, ...]) -> bytes:
        return folder_digest(folder, None, without)

    def digest(folder: Path, kept: Path | None = None, without: tuple[str, ...] = ()) -> bytes:
        return digest_of(folder, without) if folder in shipped else folder_digest(folder, kept, without)

    fingerprint.folder_digest = digest  # type: ignore[attr-defined]
