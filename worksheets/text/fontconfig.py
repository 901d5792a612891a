"""Fontconfig's configuration, by which the typesetter finds our fonts and no others."""

import os
from html import escape
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from .font_subsets import in_weight
from .fonts import BASE, BOLD, REGULAR, extra_folders, font_file


def isolate() -> TemporaryDirectory[str]:
    """Make fontconfig find only these fonts in this process, so that every machine gives the same pages.

    What fontconfig notes about them is kept beside them: in the user's cache folder, each run would leave some files
    about a folder that is no more. It takes as long (0.36 s of processor time for a first page, and 0.38 s before).
    Return the folder with fontconfig's configuration, which is read again for each font map: keep it as long as the
    process runs.
    """
    # Windows deletes no file that is in use, and fonts are until the very end.
    home = TemporaryDirectory(prefix="worksheets-fonts-", ignore_cleanup_errors=True)
    folders = [_static_fonts(family, Path(home.name)) for family in BASE] + list(extra_folders())
    dirs = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    dirs += f"<cachedir>{escape(str(Path(home.name) / 'cache'))}</cachedir>"
    config = Path(home.name) / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?>\n<fontconfig>{dirs}</fontconfig>\n', "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    # A font instantiated from a variable one is stamped with a date: a fixed one, so that the same input gives the same
    # bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    return home


def _static_fonts(family: str, home: Path) -> Path:
    """Return the folder with a family's fonts; a variable font is made into two static ones first, in ``home``.

    The typesetter would instantiate a variable font for each document, which takes ten times as long as this and a
    quarter of its time. The italic of the text font stays a variable font, since few pages use it: to make it into
    static ones would take 70 ms in every process.
    """
    path = font_file(family, REGULAR)
    variable = path.read_bytes()
    static = {weight: in_weight(variable, weight) for weight in (REGULAR, BOLD)}
    if static[REGULAR] == variable:
        return path.parent
    folder = home / family
    folder.mkdir()
    for weight, data in static.items():
        (folder / f"{weight}.ttf").write_bytes(data)
    for italic in path.parent.glob("*-Italic[[]wght].ttf"):
        copyfile(italic, folder / "italic.ttf")
    return folder
