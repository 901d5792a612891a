"""A course: its pages in order, and what a participant's data can fill in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from worksheets.errors import PageError, Problems, nearest
from worksheets.messages import _, ngettext

from .brand import NO_BRAND, Brand
from .markdown_page import SUFFIX as MARKDOWN_SUFFIX
from .markdown_page import MarkdownPage
from .slots import EMAIL, NAME, Part, Slot, slots
from .words import Words, default_words

SUFFIX = ".html.j2"
"""The ending of a page's template."""


@dataclass(frozen=True)
class Course:
    """What a trainer teaches, kept in one folder. ``read_course`` makes it."""

    name: str
    """The folder's own name."""
    folder: Path
    title: str
    subtitle: str
    language: str
    """As in HTML's ``lang``, such as ``fi``."""
    pages: tuple[str, ...]
    """The names of the pages' files without their suffixes, in the order in which they are printed."""
    root: Part = field(repr=False)
    """The tree of what can be filled in; its parts are the fields and the exercises."""
    words: Words = field(default_factory=default_words, repr=False)
    """What is printed besides the course's own text."""
    drawings: tuple[Part, ...] = field(default=(), repr=False)
    """The exercises without slots, for which pages have room to draw by hand."""
    markdown_pages: tuple[MarkdownPage, ...] = field(default=(), repr=False)
    """The pages that are written in Markdown; the others are templates."""
    brand: Brand = field(default=NO_BRAND, repr=False)
    """The logo, the colours and the font that the course itself brings."""

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every slot by its path, in the order of ``course.toml`` and then of the pages."""
        return {slot.path: slot for part in self.root.parts for slot in slots(part)}

    @cached_property
    def shown(self) -> Mapping[str, Slot]:
        """The slots that can be listed, printed and used in names: all but the secret ones."""
        return {path: slot for path, slot in self.slots.items() if not slot.secret}

    @cached_property
    def name_slot(self) -> str:
        """The path of the slot that holds the participant's name; ``read_course`` makes sure that there is one."""
        return self.field_with_role(NAME)

    @cached_property
    def email_slot(self) -> str:
        """The path of the slot that holds the participant's e-mail address; empty if the course has none."""
        return self.field_with_role(EMAIL)

    @cached_property
    def secret_slot(self) -> str:
        """The path of the slot that holds a participant's password; empty if the course has none."""
        return next((path for path, slot in self.slots.items() if slot.secret), "")

    @cached_property
    def settable(self) -> Mapping[str, Part]:
        """The fields that everybody can be given a value for: all but the name and the password."""
        fields = [part for part in self.root.parts if part.is_slot and not part.secret and part.role != NAME]
        return {part.id: part for part in fields}

    def field_with_role(self, role: str) -> str:
        """Return the path of the field with one of ``ROLES``; empty if the course has none."""
        return next((part.id for part in self.root.parts if part.role == role), "")

    def markdown_page(self, name: str) -> MarkdownPage | None:
        """Return a page that is written in Markdown; None if it is a template."""
        return next((page for page in self.markdown_pages if page.name == name), None)

    def page_file(self, name: str) -> Path:
        """Return the file of a page."""
        return self.folder / "pages" / f"{name}{MARKDOWN_SUFFIX if self.markdown_page(name) else SUFFIX}"

    def part(self, path: str) -> Part:
        """Return the part at a path without entry numbers, such as ``verkostokartta.kontaktit``.

        Raises PageError, with the nearest id, if there is none.
        """
        part = next((drawing for drawing in self.drawings if drawing.id == path), None)
        if part:
            return part
        part = self.root
        for step in path.split("."):
            try:
                part = part.part(step)
            except KeyError:
                raise PageError(
                    _("{file}: there is no exercise or field “{path}”.").format(
                        file=self.folder / "course.toml", path=path
                    )
                    + nearest(step, (part.id for part in part.parts))
                ) from None
        return part

    def choose(self, wanted: str) -> tuple[str, ...]:
        """Return the pages that a list such as ``1,7-9,kansi`` names, in its order, each once; for "" all pages.

        Raises PageError with everything in the list that is not a page.
        """
        if not wanted.strip():
            return self.pages
        chosen: list[str] = []
        problems = Problems()
        for word in filter(None, (word.strip() for word in wanted.split(","))):
            with problems:
                chosen += self._pages_of(word)
        problems.raise_any()
        return tuple(dict.fromkeys(chosen))

    def _pages_of(self, word: str) -> tuple[str, ...]:
        """Return the page of that name, or the pages of a number (``3``) or a range (``7-9``), counted from 1."""
        if word in self.pages:
            return (word,)
        count = len(self.pages)
        span = re.fullmatch(r"(\d+)(?:\s*[-–]\s*(\d+))?", word)
        if span is None:
            raise PageError(_("There is no page “{word}”.").format(word=word) + nearest(word, self.pages))
        first, last = int(span[1]), int(span[2] or span[1])
        if not 1 <= first <= last <= count:
            if 1 <= last < first <= count:
                message = _("“{word}” runs backwards; write {last}-{first}.")
                raise PageError(message.format(word=word, first=first, last=last))
            message = ngettext(
                "There is no page “{word}”; this course has only {count} page.",
                "There is no page “{word}”; this course has {count} pages.",
                count,
            )
            raise PageError(message.format(word=word, count=count))
        return self.pages[first - 1 : last]
