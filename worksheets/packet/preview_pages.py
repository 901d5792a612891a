"""The pages of a blank handout typeset one by one, for a preview: only those that have changed.

A page that is typeset stands in a document with stand-ins for all others, empty sheets, so that it gets its own number.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import quote

from worksheets.caches import Lifetime, memoized
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import Templates
from worksheets.errors import NoTypesetterError, WorksheetsError
from worksheets.pdf.typeset import Document, Typesetter, draw_sheets, sheet_spans
from worksheets.people.participant import BLANK

from .preview_order import PlacedPage, PreviewOrder, PreviewPage

_STAND_IN = '<div id="{name}" style="break-before: page">&#160;</div>'
_MORE = '<div style="break-before: page">&#160;</div>'
"""The first sheet of a page that is not typeset, and each further one."""
_TAG = re.compile(r"<[a-zA-Z]\w*")
_MOST_ROUNDS = 3
"""How often pages are typeset because others before them have become longer or shorter; once is enough for all."""


@dataclass(frozen=True, slots=True)
class _Made:
    """An edition with the digest of the files that something is made from; equal ones serve each other."""

    digest: str
    folder: Path
    layout: str
    paper: str
    edition: Edition = field(compare=False)


def preview_pages(order: PreviewOrder) -> dict[str, PreviewPage]:
    """Return what became of each page of an edition, by its name. Raises WorksheetsError for what concerns all."""
    return _PreviewMaker(order).pages()


@memoized(Lifetime.SESSION, maxsize=2)
def _typesetter(made: _Made) -> Typesetter:
    return Typesetter(made.edition.layout, made.edition.course.folder)


@memoized(Lifetime.SESSION, maxsize=2)
def _templates(made: _Made) -> Templates:
    return Templates(made.edition.course.folder)


class _PreviewMaker:
    """Typesets the pages of an order that have changed."""

    def __init__(self, order: PreviewOrder) -> None:
        edition, layout = order.edition, order.edition.layout
        made_of = partial(_Made, folder=edition.course.folder, layout=layout.name, paper=layout.paper, edition=edition)
        self.order = order
        self.names = edition.pages
        self.typesetter = _typesetter(made_of(order.digests.styles))
        self.templates = _templates(made_of(order.digests.templates))
        self.sections: dict[str, str] = {}
        self.contents: dict[str, str] = {}
        self.done: dict[str, PreviewPage] = {}
        self.problems: dict[str, tuple[str, ...]] = {}

    def pages(self) -> dict[str, PreviewPage]:
        """Fill all pages, typeset those that have changed, and return what became of each."""
        self._fill()
        for _round in range(_MOST_ROUNDS):
            if not (changed := self._changed()):
                break
            self._typeset(changed)
        return {name: self._result(name) for name in self.names}

    def _result(self, name: str) -> PreviewPage:
        if name in self.problems:
            return PreviewPage(problems=self.problems[name])
        return self.done.get(name) or PreviewPage(self.order.kept.get(name))

    def _new_page(self) -> PageData:
        return self.order.edition.page_data(BLANK)

    def _fill(self) -> None:
        """Fill the templates of all pages, and take the digest of what each is made from."""
        fillable = [name for name in self.names if name not in self.order.broken]
        sections = self.templates.compose_sections(fillable, self._new_page)
        common = self.order.digests.styles + self._document({})
        pictures = list(self._shared_pictures([section for section in sections.values() if isinstance(section, str)]))
        for name, section in sections.items():
            if isinstance(section, WorksheetsError):
                self.problems[name] = section.problems
                continue
            self.sections[name] = _with_anchor(section, name)
            own = [digest for file, digest in self.order.digests.pictures.items() if _is_in(file, section)]
            self.contents[name] = _digest(common, *pictures, section, *own)

    def _shared_pictures(self, sections: Sequence[str]) -> Iterator[str]:
        """Yield the digests of the pictures that no page names, and any may depend on."""
        for file, digest in self.order.digests.pictures.items():
            if not any(_is_in(file, section) for section in sections):
                yield digest

    def _sheets(self, name: str) -> int:
        placed = self._placed(name)
        return placed.sheets if placed else 1

    def _placed(self, name: str) -> PlacedPage | None:
        """Return where a page stands by now; None if it has not been typeset yet."""
        return self.done[name].placed if name in self.done else self.order.kept.get(name)

    def _changed(self) -> list[str]:
        """Return the pages that are to be typeset: their content or their numbers have changed."""
        total = sum(map(self._sheets, self.names))
        first, changed = 1, []
        for name in self.names:
            sheets = self._sheets(name)
            placed = PlacedPage(self.contents.get(name, ""), first, total, sheets)
            if name in self.contents and name not in self.problems and self._placed(name) != placed:
                changed.append(name)
            first += sheets
        return changed

    def _typeset(self, names: Sequence[str]) -> None:
        """Typeset pages, and keep what became of each."""
        document = self._laid_out(names)
        names = [name for name in names if name not in self.problems]
        if not names:
            return
        for name, (first, end) in sheet_spans(document, self.names).items():
            if name not in names:
                continue
            placed = PlacedPage(self.contents[name], first + 1, len(document.pages), end - first)
            try:
                self.done[name] = PreviewPage(placed, draw_sheets(document, first, end))
            except WorksheetsError as error:  # Pictures in drawings are read only now.
                self.problems[name] = error.problems

    def _laid_out(self, names: Sequence[str]) -> Document:
        """Return a document with these pages; those that are at fault are left out, and get their problems."""
        try:
            return self._lay_out(names)
        except NoTypesetterError:
            raise
        except WorksheetsError:
            document = self._lay_out(())  # Whatever is wrong in the style sheets is raised here.
        for name in names:
            try:
                self._lay_out([name])
            except WorksheetsError as error:
                self.problems[name] = error.problems
        right = [name for name in names if name not in self.problems]
        return self._lay_out(right) if right else document

    def _lay_out(self, names: Sequence[str]) -> Document:
        return self.typesetter.lay_out(self._document({name: self.sections[name] for name in names}), tagged=False)

    def _document(self, sections: Mapping[str, str]) -> str:
        """Return the HTML document with these pages, and stand-ins for the others; without any, what is around them."""
        pages = [sections.get(name) or self._stand_in(name) for name in self.names] if sections else []
        return self.templates.around(pages, self._new_page())

    def _stand_in(self, name: str) -> str:
        return _STAND_IN.format(name=escape(name)) + _MORE * (self._sheets(name) - 1)


def _with_anchor(section: str, name: str) -> str:
    """Return a page whose first element has the page's name as its id, also if its own template gives it none."""
    anchor = f'id="{escape(name)}"'
    return section if anchor in section else _TAG.sub(lambda tag: f"{tag[0]} {anchor}", section, count=1)


def _is_in(file: str, section: str) -> bool:
    return file in section or quote(file) in section


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode(errors="surrogateescape")).hexdigest()
