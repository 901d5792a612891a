"""Set an HTML document into tagged PDF pages.

Only our own fonts are used, and nothing outside the shelf, the fonts and the course's folder is read.
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
def _by_soname() -> Iterator[None]:
    """On Linux, let libraries be found by their sonames alone.

    Before those, WeasyPrint tries names of other systems, and for each of them ctypes asks ldconfig, a compiler and a
    linker: a sixth of the time of a field_box handout from a cold start.
    """

    def unasked(name: str) -> str | None:  # noqa: ARG001
        return None

    asked = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = unasked
    try:
        yield
    finally:
        ctypes.util.find_library = asked


with _by_soname():
    import weasyprint  # after the fonts, which it looks for
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half a picture pass.


def typeset(html: str, layout: Layout, folder: Path, *, tagged: bool = True) -> bytes:
    """Return the document as a PDF that claims PDF/UA-1; its pictures are looked for in the course's folder.

    What the style sheets give ``appearance: auto`` becomes a form field. Without tags, it is pages and nothing else.
    Raises StyleError for everything that WeasyPrint would only log: a missing picture, an unknown property,
    a character that no font has, a file outside the folders.
    """
    return draw(lay_out(html, layout, folder, tagged=tagged), tagged=tagged)


def lay_out(html: str, layout: Layout, folder: Path, *, tagged: bool = True) -> weasyprint.Document:
    """Return the document with its pages laid out. Raises StyleError as ``typeset`` does."""
    with _complaints_are_errors():
        sheets = _sheets(layout)
        told = weasyprint.HTML(string=html, base_url=f"{folder.as_uri()}/", url_fetcher=_Fetcher(folder))
        return told.render(stylesheets=sheets, font_config=_font_map(), **_options(tagged=tagged))


def draw(document: weasyprint.Document, *more: weasyprint.Document, tagged: bool = True) -> bytes:
    """Return the pages of a laid out document, and of more after them, as one PDF. Raises StyleError as ``typeset``."""
    with _complaints_are_errors():
        if more:
            document = document.copy([page for one in (document, *more) for page in one.pages])
        pdf: bytes = document.write_pdf(**_options(tagged=tagged))
    return pdf


def _options(*, tagged: bool) -> dict[str, object]:
    return {"pdf_variant": "pdf/ua-1" if tagged else None, "pdf_forms": True}


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens ``data:`` URLs, and files inside a course's folder or the shelf of styles; nothing else."""

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
    """Raise OSError for a damaged picture, which WeasyPrint would only notice when it draws it, or never."""
    kind = mimetypes.guess_type(path.name)[0] or ""
    if kind.startswith("image/") and kind != "image/svg+xml":
        with Image.open(path) as picture:
            picture.load()


@cache
def _font_map() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheets(layout: Layout) -> list[weasyprint.CSS]:
    """Parse the style sheets, once a process."""
    return [
        weasyprint.CSS(
            string=layout.css(path), base_url=path.as_uri(), font_config=_font_map(), url_fetcher=_Fetcher(path.parent)
        )
        for path in layout.sheets
    ]


class _Complaints(logging.Handler):
    """Keeps what WeasyPrint says of a document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _complaints_are_errors() -> Iterator[None]:
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    except MemoryError:
        raise
    except OSError as error:  # A damaged picture.
        complaints.heard.append(str(error))
    except Exception as error:
        # WeasyPrint has its own faults, and a style sheet can meet one: it must not stop a whole group's packet.
        raise StyleError(_("the typesetter failed: {error}").format(error=repr(error))) from error
    finally:
        logger.removeHandler(complaints)
    if complaints.heard:
        raise StyleError(*dict.fromkeys(complaints.heard))
