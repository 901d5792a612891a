"""The fonts that pages are set in: files that ``fontpkg-*`` packages bring, and no others."""

import os
import tempfile
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg

FAMILIES = ("source-sans-3",)


def text_font() -> Path:
    """Return the file of the upright text font, variable in its weight."""
    return Path(fontpkg.path(FAMILIES[0]))


@cache
def isolate() -> tempfile.TemporaryDirectory[str]:
    """Let this process know our fonts only, so that every machine gives the same pages.

    Fontconfig reads its configuration anew for each font map: the returned folder, which holds it, must live as long as
    the process does.
    """
    home = tempfile.TemporaryDirectory(prefix="worksheets-fonts-")
    folders = "".join(f"<dir>{escape(str(fontpkg.path(family).parent))}</dir>" for family in FAMILIES)
    config = Path(home.name) / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?>\n<fontconfig>{folders}</fontconfig>\n', "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    # A weight cut from a variable font is stamped with a date: this one, so that the same input gives the same bytes.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    return home
