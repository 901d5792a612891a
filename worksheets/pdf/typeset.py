"""Typeset an HTML document into the pages of a tagged PDF.

Only the fonts that come with this program are used, and no file is read but those in the styles and fonts folders and
in the course's folder.
"""

import ctypes.util
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from threading import RLock

from PIL import ImageFile

from worksheets.course.layout import Layout
from worksheets.errors import Problems, StyleError
from worksheets.messages import _
from worksheets.resources import STYLES
from worksheets.text import dictionaries, fontconfig
from worksheets.text.system_libraries import find

from .element_limits import element_problems
from .late_modules import loaded_when_called
from .own_files import OwnFiles
from .pango import no_typesetter, require_typesetter
from .quiet_glib import silence
from .style_messages import WarningCollector, failure, placed

require_typesetter()
_FONTS = fontconfig.isolate()
"""The folder with the fonts. Fontconfig has one configuration for a process, and reads it for each font map."""

_FOR_FEW_FONTS = ("fontTools.subset", "fontTools.varLib.instancer")
"""What WeasyPrint needs for variable fonts, and where HarfBuzz makes no subset: to load it takes a fifth of a start."""


@contextmanager
def _sonames_only() -> Iterator[None]:
    """On Linux, find shared libraries only by their sonames; on macOS, also where Homebrew and MacPorts put them.

    Before the sonames, WeasyPrint tries the names on other systems, and for each of them ctypes asks ldconfig, a
    compiler and a linker: a sixth of the time of a blank handout from a cold start.
    """

    def find_nothing(name: str) -> str | None:  # noqa: ARG001
        return None

    find_library = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = find_nothing
    elif sys.platform == "darwin":
        ctypes.util.find_library = lambda name: find_library(name) or find(name)
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


with _sonames_only(), loaded_when_called(*_FOR_FEW_FONTS):
    try:
        with redirect_stdout(StringIO()):  # Where a library is missing, it prints what a developer may do.
            import weasyprint  # After the fonts are isolated: it looks for fonts when it is imported.
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as error:
        raise no_typesetter(error) from error

    from .baseline_grid import settle
    from .crowded_pages import has_crowded_page
    from .glyph_codes import GlyphCodes

silence()
ANSWERS = "answers"
"""What the id of an exercise's answers has after the name of its page."""
Document = weasyprint.Document
"""Pages that are laid out and not yet drawn."""
_ONE_AT_A_TIME = RLock()
"""What WeasyPrint warns of is logged for the whole process, so only one thread typesets at a time."""
_SCHEMES = ("http://", "https://", "mailto:", "tel:")
"""What a link in a page may lead to; a reader of PDFs might open others, such as files and scripts."""
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, and would print half of a damaged picture.


def pango_version() -> str:
    """Return the version of Pango, such as ``1.50.12``; WeasyPrint gives it as one number, 15012."""
    number = weasyprint.text.ffi.pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


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
            files = OwnFiles(self.folder, self.layout.brand.files, self.layout.value)
            with _placed(self.folder), _warnings_as_errors(files):
                url = f"{self.folder.as_uri()}/"
                document = weasyprint.HTML(string=html, base_url=url, url_fetcher=_Fetcher(files))
                if problems := list(dict.fromkeys(element_problems(document.etree_element))):
                    raise StyleError(*problems)
                options = {"font_config": sheets.font_map, **_options(tagged=tagged)}
                for more_sheets in ((), (sheets.crowded,)):
                    laid_out = document.render(stylesheets=[*sheets.style_sheets, *more_sheets], **options)
                    settle(laid_out.pages, self.layout.numbers)
                    if not has_crowded_page(laid_out.pages):
                        break
            _check_actions(laid_out)
            return laid_out

    def check_style_sheets(self) -> None:
        """Raise StyleError with everything that is wrong with the layout's style sheets and the fonts in them."""
        with _ONE_AT_A_TIME:
            self._sheets = self._sheets or self._read_sheets()

    def _read_sheets(self) -> "_Sheets":
        """Return the layout's style sheets, and the font map with the fonts that they declare."""
        dictionaries.use_dictionary(self.layout.language)
        css = [(path, self.layout.css(path)) for path in (*self.layout.style_sheets, STYLES / "crowded.css")]
        font_map = FontConfiguration()
        style_sheets, problems = [], Problems()
        brand = self.layout.brand
        if brand.source and self.layout.brand_style.css:
            css.insert(-1, (brand.source, self.layout.brand_style.css))
        for path, text in css:
            with problems:
                style_sheets.append(_parsed(path, text, font_map, brand.files if path == brand.source else {}))
        problems.raise_any()
        *style_sheets, crowded = style_sheets
        return _Sheets(style_sheets, crowded, font_map)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """A layout's style sheets, parsed, and the fonts for them."""

    style_sheets: Sequence[weasyprint.CSS]
    crowded: weasyprint.CSS
    """What comes after them for a document with a crowded page."""
    font_map: FontConfiguration


def _parsed(path: Path, text: str, font_map: FontConfiguration, of_brand: Mapping[str, Path]) -> weasyprint.CSS:
    """Return a style sheet, parsed; ``of_brand`` are the files of a brand that it may use, by their URLs.

    Raises StyleError, which names the file, for what is wrong in it.
    """
    files = OwnFiles(path.parent, of_brand)
    try:
        with _warnings_as_errors(files):
            return weasyprint.CSS(
                string=text, base_url=path.as_uri(), font_config=font_map, url_fetcher=_Fetcher(files)
            )
    except StyleError as error:
        raise StyleError(*(f"{path}: {problem}" for problem in error.problems)) from error


@contextmanager
def _placed(folder: Path) -> Iterator[None]:
    """Add to what is wrong in the pages' own styles where it stands in a course's folder."""
    try:
        yield
    except StyleError as error:
        raise StyleError(*(placed(problem, folder) for problem in error.problems)) from error


def draw(document: weasyprint.Document, *others: weasyprint.Document, tagged: bool = True) -> bytes:
    """Return one PDF of the pages of a laid out document and then those of others.

    Raises StyleError as ``Typesetter.typeset`` does.
    """
    files = [laid_out.url_fetcher.files for laid_out in (document, *others)]  # Pictures in drawings are read only now.
    with _ONE_AT_A_TIME, _placed(files[0].folder), _warnings_as_errors(*files):
        if others:
            document = document.copy([page for laid_out in (document, *others) for page in laid_out.pages])
        document.fonts = codes = GlyphCodes()
        pdf: bytes = document.write_pdf(finisher=codes.finish, **_options(tagged=tagged))
    return pdf


def page_numbers(document: weasyprint.Document, names: Sequence[str]) -> dict[str, int]:
    """Return the number of the page, from 1, on which each of a course's pages begins; 0 if it is missing.

    A page whose answers stand on a page of their own counts from there: what continues does so from its answers.
    """
    numbered = [(number, anchor) for number, page in enumerate(document.pages, start=1) for anchor in page.anchors]
    anchors = {anchor: number for number, anchor in reversed(numbered)}  # What takes several sheets has it on each.
    return {name: anchors.get(f"{name} {ANSWERS}") or anchors.get(name, 0) for name in names}


def sheet_spans(document: weasyprint.Document, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the sheets of each of a course's pages: the index of the first, and that after the last.

    The pages are all that the document has, in their order; of one that is not found, there is no sheet.
    """
    places = {name: index for index, page in reversed(list(enumerate(document.pages))) for name in page.anchors}
    firsts = [0]
    for name in names[1:]:
        firsts.append(max(places.get(name, firsts[-1]), firsts[-1]))
    ends = [*firsts[1:], len(document.pages)]
    return dict(zip(names, zip(firsts, ends, strict=True), strict=True))


def draw_sheets(document: weasyprint.Document, first: int, end: int) -> bytes:
    """Return an untagged PDF of some sheets of a laid out document. Raises StyleError as ``typeset`` does."""
    return draw(document.copy(document.pages[first:end]), tagged=False)


def _options(*, tagged: bool) -> dict[str, object]:
    return {"pdf_variant": "pdf/ua-1" if tagged else None, "pdf_forms": True}


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens what ``OwnFiles`` reads."""

    _fail_on_errors = False

    def __init__(self, files: OwnFiles) -> None:  # Without WeasyPrint's, which sets up what reaches other machines.
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        file = self.files.read(url)
        return _Response(url, file.data, {"Content-Type": file.media_type})


class _Response(URLFetcherResponse):  # type: ignore[misc]
    """A file that has been read: what has been looked at is drawn, and its path is not opened again."""

    path = None


def _check_actions(document: weasyprint.Document) -> None:
    """Raise StyleError for what a PDF could do beside being read: files in it, and answers that it sends."""
    attachments = document.metadata.attachments
    problems = [_("<link rel=attachment>: pages cannot have attachments; delete it")] if attachments else []
    for page in document.pages:
        problems += [problem for kind, target, *_place in page.links if (problem := _link_problem(kind, target))]
        if any(form is not None and form.element.get("action") is not None for form in page.forms):
            problems.append(_("<form action>: a page cannot send answers; delete the action"))
    if problems:
        raise StyleError(*dict.fromkeys(problems))


def _link_problem(kind: str, target: str) -> str:
    """Return what is wrong with a link, empty if nothing is."""
    if kind == "attachment":
        return _("{url}: pages cannot have attachments; delete rel=attachment").format(url=target[:200])
    if kind == "external" and not target.lower().startswith(_SCHEMES):
        return _("{url}: a link must begin with https://, http://, mailto: or tel:").format(url=target[:200])
    return ""


@contextmanager
def _warnings_as_errors(*files: OwnFiles) -> Iterator[None]:
    """Raise StyleError at the end, or when WeasyPrint fails, with what it has logged and the files it was refused."""
    collector = WarningCollector()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(collector)
    failures = []
    try:
        yield
    except (MemoryError, StyleError):
        raise
    except Exception as error:  # noqa: BLE001 - a style sheet can meet a bug in WeasyPrint, and the others need no mending
        failures.append(failure(error))
    finally:
        logger.removeHandler(collector)
    refused = [problem for own_files in files for problem in own_files.problems]
    messages = [message for message in collector.messages if not (refused and message in collector.without_reason)]
    if problems := [*refused, *messages, *failures]:
        raise StyleError(*dict.fromkeys(problems))
