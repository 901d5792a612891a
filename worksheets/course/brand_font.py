"""The files of a brand's font: of an installed package ``fontpkg-…``, or files beside the brand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from worksheets.files import read_head, read_regular

from .brand import BrandFontFile

PACKAGE = "fontpkg-"
"""How the names of packages with a font begin."""
STYLES = {"regular": (400, False), "bold": (700, False), "italic": (400, True), "bold-italic": (700, True)}
"""The weight of each file that a brand can name, and whether it is italic."""
_STARTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
_MOST_TABLES = 200
_LARGEST_METADATA = 1_000_000
_ITALIC = "italic"


def package_font(name: str) -> tuple[str, tuple[BrandFontFile, ...]] | None:
    """Return the family and the files of an installed package; None if there is no such package, or no font in it.

    The package is not loaded: its folder says what is in it.
    """
    try:
        spec = find_spec(name.replace("-", "_"))
        folder = Path(spec.origin).parent if spec and spec.origin else None
        metadata = json.loads(read_regular(folder / "metadata.json", _LARGEST_METADATA)) if folder else {}
        files = tuple(_of_package(folder, metadata["files"])) if folder else ()
        return (str(metadata["family"]), files) if files else None
    except (OSError, ValueError, LookupError, TypeError, ImportError):
        return None


def _of_package(folder: Path, files: Sequence[Mapping[str, object]]) -> Iterator[BrandFontFile]:
    """Yield the files for each weight and style: the variable one, or that of the nearest weight."""
    for weight, is_italic in STYLES.values():
        fitting = [each for each in files if (each["style"] == _ITALIC) == is_italic]
        if not fitting:
            continue
        best = min(fitting, key=lambda each: (not each["variable"], abs(int(str(each["weight"] or weight)) - weight)))
        yield BrandFontFile(folder / str(best["path"]), weight, is_italic, bool(best["variable"]))


def file_fonts(files: Mapping[str, Path]) -> tuple[BrandFontFile, ...]:
    """Return the files of a font by the names of STYLES; a variable one is also the bold that is not named."""
    fonts = {name: BrandFontFile(path, *STYLES[name], is_variable=is_variable(path)) for name, path in files.items()}
    for name, bold in (("regular", "bold"), ("italic", "bold-italic")):
        if name in fonts and fonts[name].is_variable and bold not in fonts:
            fonts[bold] = BrandFontFile(fonts[name].file, *STYLES[bold], is_variable=True)
    return tuple(fonts.values())


def is_font(path: Path) -> bool:
    """Return True for a file that begins as a font does. Raises OSError as ``read_head`` does."""
    return read_head(path, 4).startswith(_STARTS)


def is_variable(path: Path) -> bool:
    """Return True for a TrueType or OpenType font with axes (the table ``fvar``); a font of the web has none here."""
    head = read_head(path, 12 + 16 * _MOST_TABLES)
    count = min(int.from_bytes(head[4:6], "big"), _MOST_TABLES)
    return head.startswith(_STARTS[:3]) and b"fvar" in {head[12 + 16 * n : 16 + 16 * n] for n in range(count)}
