"""Typeset an HTML document into the pages of a tagged PDF.

Only the fonts that come with this program are used, and no file is read but those in the styles and fonts folders and
in the course's folder.
"""

import ctypes.util
import logging
import mimetypes
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from urllib.parse import urlsplit
from urllib.request import url2pathname

from PIL import Image, ImageFile

from worksheets.course.layout import Layout
from worksheets.errors import StyleError, _
from worksheets.resources import STYLES, lies_in
from worksheets.text import fonts, hyphenation

_FONTS = fonts.isolate()
"""The folder with the fonts. Fontconfig has one configuration for a process, and reads it for each font map."""


@contextmanager
def _sonames_only() -> Iterator[None]:
    """On Linux, find shared libraries only by their sonames.

    Before the sonames, WeasyPrint tries the names on other systems, and for each of them ctypes asks ldconfig, a
    compiler and a linker: a sixth of the time of a blank handout from a cold start.
    """

    def find_nothing(name: str) -> str | None:  # noqa: ARG001
        return None

    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = find_nothing
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


with _sonames_only():
    import weasyprint  # After the fonts are isolated: it looks for fonts when it is imported.
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from .glyph_codes import GlyphCodes

_ONE_AT_A_TIME = RLock()
"""What WeasyPrint warns of is logged for the whole process, so only one thread typesets at a time."""
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, and would print half of a damaged picture.


class Typesetter:
    """Typesets HTML documents with the style sheets of one layout and the files of one course's folder.

    Fonts and style sheets are read once. Changes to their files after that are not seen: make a new one.
    """

    def __init__(self, layout: Layout, folder: Path) -> None:
        """``folder`` is the course's; URLs in documents are relative to it."""
        self.layout = layout
        self.folder = folder
        self._sheets: _Sheets | None = None

    def typeset(self, html: str, *, tagged: bool = True) -> bytes:
        """Return an HTML document as a PDF that claims PDF/UA-1.

        An element with ``appearance: auto`` in the style sheets becomes a form field. Without tags, the PDF has pages
        only and claims nothing. Raises StyleError for everything that WeasyPrint would only log: a missing picture, an
        unknown property, a character that is in no font, a file outside the folders.
        """
        return draw(self.lay_out(html, tagged=tagged), tagged=tagged)

    def lay_out(self, html: str, *, tagged: bool = True) -> weasyprint.Document:
        """Return an HTML document laid out in pages. Raises StyleError as ``typeset`` does."""
        with _ONE_AT_A_TIME:
            sheets = self._sheets = self._sheets or self._read_sheets()
            with _warnings_as_errors():
                url = f"{self.folder.as_uri()}/"
                document = weasyprint.HTML(string=html, base_url=url, url_fetcher=_Fetcher(self.folder))
                options = _options(tagged=tagged)
                return document.render(stylesheets=sheets.style_sheets, font_config=sheets.font_map, **options)

    def _read_sheets(self) -> "_Sheets":
        """Return the layout's style sheets, and the font map with the fonts that they declare."""
        hyphenation.use_dictionary()
        css = [(path, self.layout.css(path)) for path in self.layout.style_sheets]
        with _warnings_as_errors():
            font_map = FontConfiguration()
            style_sheets = [
                weasyprint.CSS(
                    string=text, base_url=path.as_uri(), font_config=font_map, url_fetcher=_Fetcher(path.parent)
                )
                for path, text in css
            ]
        return _Sheets(style_sheets, font_map)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """A layout's style sheets, parsed, and the fonts for them."""

    style_sheets: Sequence[weasyprint.CSS]
    font_map: FontConfiguration


def draw(document: weasyprint.Document, *others: weasyprint.Document, tagged: bool = True) -> bytes:
    """Return one PDF of the pages of a laid out document and then those of others.

    Raises StyleError as ``Typesetter.typeset`` does.
    """
    with _ONE_AT_A_TIME, _warnings_as_errors():
        if others:
            document = document.copy([page for laid_out in (document, *others) for page in laid_out.pages])
        document.fonts = codes = GlyphCodes()
        pdf: bytes = document.write_pdf(finisher=codes.finish, **_options(tagged=tagged))
    return pdf


def _options(*, tagged: bool) -> dict[str, object]:
    return {"pdf_variant": "pdf/ua-1" if tagged else None, "pdf_forms": True}


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens ``data:`` URLs, and files in one folder or in the styles folder; nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols={"data", "file"})
        self.folders = (folder, STYLES)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme.lower() == "file":
            path = Path(url2pathname(parts.path))
            if parts.netloc or not any(lies_in(path, folder) for folder in self.folders):
                raise ValueError(_("{url} is outside the course’s folder").format(url=url))
            _check_picture(path)
        return super().fetch(url, headers)


def _check_picture(path: Path) -> None:
    """Raise OSError for a damaged picture, which WeasyPrint notices only when it draws the picture, or never."""
    media_type = mimetypes.guess_type(path.name)[0] or ""
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        with Image.open(path) as picture:
            picture.load()


class _WarningCollector(logging.Handler):
    """Collects the warnings that WeasyPrint logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_as_errors() -> Iterator[None]:
    """Raise StyleError at the end with everything that WeasyPrint has logged, or at once when it fails."""
    collector = _WarningCollector()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield
    except MemoryError:
        raise
    except OSError as error:  # A damaged picture.
        collector.messages.append(str(error))
    except Exception as error:
        # A style sheet can meet a bug in WeasyPrint, which must not stop the packet of a whole group.
        raise StyleError(_("the typesetter failed: {error}").format(error=repr(error))) from error
    finally:
        logger.removeHandler(collector)
    if collector.messages:
        raise StyleError(*dict.fromkeys(collector.messages))
