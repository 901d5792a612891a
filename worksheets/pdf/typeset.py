"""Typeset an HTML document into the pages of a tagged PDF.

Only the fonts that come with this program are used, and no file is read but those in the styles and fonts folders and
in the course's folder.
"""

import ctypes.util
import logging
import mimetypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from PIL import Image, ImageFile

from worksheets.course.layout import Layout
from worksheets.errors import StyleError, _
from worksheets.resources import STYLES, lies_in
from worksheets.text import fonts, hyphenation

fonts.isolate()
hyphenation.register()


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

ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, and would print half of a damaged picture.


def typeset(html: str, layout: Layout, folder: Path, *, tagged: bool = True) -> bytes:
    """Return an HTML document as a PDF that claims PDF/UA-1; URLs in it are relative to the course's folder.

    An element with ``appearance: auto`` in the style sheets becomes a form field. Without tags, the PDF has pages only
    and claims nothing. Raises StyleError for everything that WeasyPrint would only log: a missing picture, an unknown
    property, a character that is in no font, a file outside the folders.
    """
    return draw(lay_out(html, layout, folder, tagged=tagged), tagged=tagged)


def lay_out(html: str, layout: Layout, folder: Path, *, tagged: bool = True) -> weasyprint.Document:
    """Return an HTML document laid out in pages. Raises StyleError as ``typeset`` does."""
    with _warnings_as_errors():
        style_sheets = _style_sheets(layout)
        document = weasyprint.HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=_Fetcher(folder))
        return document.render(stylesheets=style_sheets, font_config=_font_map(), **_options(tagged=tagged))


def draw(document: weasyprint.Document, *others: weasyprint.Document, tagged: bool = True) -> bytes:
    """Return one PDF of the pages of a laid out document and then those of others. Raises StyleError as ``typeset``."""
    with _warnings_as_errors():
        if others:
            document = document.copy([page for laid_out in (document, *others) for page in laid_out.pages])
        pdf: bytes = document.write_pdf(**_options(tagged=tagged))
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


@cache
def _font_map() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style_sheets(layout: Layout) -> list[weasyprint.CSS]:
    """Return a layout's style sheets, parsed once in a process."""
    return [
        weasyprint.CSS(
            string=layout.css(path), base_url=path.as_uri(), font_config=_font_map(), url_fetcher=_Fetcher(path.parent)
        )
        for path in layout.style_sheets
    ]


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
