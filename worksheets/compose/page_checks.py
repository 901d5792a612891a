"""What a course's own templates are checked for: whether they can be read, and what a page in them must have.

Pages in Markdown are checked when they are read (``course.markdown``). A template is a program, so what it makes is
looked at: its headings, its pictures, and whether anything stands below its title.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

from worksheets.course.fault import CourseFault, FaultKind, faults_of
from worksheets.course.source_lines import SourceLines
from worksheets.errors import WorksheetsError, shortened
from worksheets.messages import _

from .sandbox import Sandbox, located

_MOST_TEMPLATES = 2000
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTENT = ("img", "svg", "table", "input", "textarea", "bdi")
"""The elements that are something to see, even without a text."""
_VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
_LABELS = ("eyebrow", "subtitle")
"""The classes of what a frame writes around a page's own text."""


def template_faults(folder: Path) -> Iterator[CourseFault]:
    """Yield what is wrong in the syntax of a course's templates, used or not, and in the names of their files."""
    environment = Sandbox(folder)
    for path in sorted(islice(folder.rglob("*.j2"), _MOST_TEMPLATES)):
        name = path.relative_to(folder).as_posix()
        try:
            with located(name, folder):
                environment.get_template(name)
        except WorksheetsError as error:
            yield from faults_of(error, folder)


def page_faults(html: str, file: Path, folder: Path) -> Iterator[CourseFault]:
    """Yield what a page that is a template must not have; ``html`` is a blank document of it alone."""
    reader, source = _PageReader(), SourceLines(file, folder)
    reader.feed(html)
    reader.close()
    if reader.is_empty and not reader.is_cover:
        message = _("the page is empty; write something into its block “body”")
        yield CourseFault(file, 1, message, FaultKind.EMPTY_PAGE)
    for tag, text, right in reader.skipping:
        message = _("this heading skips a level; write <{right}> instead of <{tag}>")
        line = source.of_text(text) or source.of_name(f"<{tag}")
        yield CourseFault(file, line, message.format(tag=tag, right=right), FaultKind.HEADING)
    for name in reader.undescribed:
        message = _("the picture has no description; write what it shows: {example}")
        example = f'<img src="{shortened(name)}" alt="…">'
        line = source.of_name(name) or source.of_name("<img")
        yield CourseFault(file, line, message.format(example=example), FaultKind.DESCRIPTION)


class _PageReader(HTMLParser):
    """Reads the section of one page in a document."""

    def __init__(self) -> None:
        super().__init__()
        self.undescribed: list[str] = []
        """The pictures without a description."""
        self.skipping: list[tuple[str, str, str]] = []
        """The headings that skip a level: tag, text, and the right tag."""
        self.is_empty = True
        self.is_cover = False
        """A cover may have nothing but its title."""
        self._level = 0
        self._open: list[str] = []
        """The tags that are open within the section, those of labels as ``label``."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element that begins."""
        attributes = dict(attrs)
        classes = (attributes.get("class") or "").split()
        if tag == "section" or self._open:
            self.is_cover = self.is_cover or (tag == "section" and "cover" in classes)
            self._start(tag, attributes, is_label=any(name in _LABELS for name in classes))

    def _start(self, tag: str, attributes: dict[str, str | None], *, is_label: bool) -> None:
        if tag not in _VOID:
            self._open.append("label" if is_label else tag)
        if tag in _HEADINGS:
            self._heading(tag)
        if tag == "img" and not (attributes.get("alt") or "").strip() and not attributes.get("aria-hidden"):
            self.undescribed.append(attributes.get("src") or "")
        self.is_empty = self.is_empty and tag not in _CONTENT

    def _heading(self, tag: str) -> None:
        level = int(tag[1])
        if level > self._level + 1:
            self.skipping.append((tag, "", f"h{self._level + 1}"))
        self._level = level

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ends, with those in it that were not ended."""
        names = (tag, "label") if tag in ("p", "div", "span") else (tag,)
        last = next((index for index in range(len(self._open) - 1, -1, -1) if self._open[index] in names), None)
        if last is not None:
            del self._open[last:]

    def handle_data(self, data: str) -> None:
        """Look at a text."""
        inside = self._open[-1:] and self._open[-1]
        if not data.strip() or not inside:
            return
        if inside in _HEADINGS and self.skipping and self.skipping[-1][:2] == (inside, ""):
            self.skipping[-1] = (inside, data.strip(), self.skipping[-1][2])
        self.is_empty = self.is_empty and not {"h1", "label"}.isdisjoint(self._open)
