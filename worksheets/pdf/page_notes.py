"""Answers that somebody has put on the pages of a form and not into its fields: as notes, stamps, drawings, files.

Viewers that know no forms offer nothing else, and the text tools of others look much the same (ISO 32000-1, 12.5.6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from pikepdf import Dictionary, Name, Object, Pdf, Stream, String

from .drawn_text import Blank, Drawing, drawn_in, drawn_later
from .form_fields import Box, annotations, box_of, held_texts
from .rich_text import unformatted
from .text_strings import decoded

_NO_NOTES = ("/Widget", "/Link", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark")
_MARKUPS = ("/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret")


class NoteKind(Enum):
    """What has been put on a page."""

    TEXT = auto()
    DRAWING = auto()
    """Something without a text that can be read: handwriting, a stamp, a picture."""
    MARKUP = auto()
    """A text of the page has been highlighted or underlined, and nothing has been written about it."""
    FILE = auto()
    """An attached file; its text is the file's name."""


@dataclass(frozen=True, slots=True)
class PageNote:
    """Something that has been put on a page."""

    kind: NoteKind
    text: str
    page: int
    """The number of the page, from 1; 0 for a file that is attached to no page."""
    box: Box | None = None
    """Where it is, if that is known."""


def page_notes(book: Pdf, own_file: str) -> Iterator[PageNote]:
    """Yield what has been put on the pages of a form; ``own_file`` is the attachment that every form has."""
    blank: Blank = {}
    for number, page in enumerate(book.pages, start=1):
        for annotation in annotations(page.obj):
            if annotation.get("/Subtype") == Name.Widget:
                yield from _notes(_drawn_in_empty(book, annotation, blank), number, box_of(annotation))
            elif str(annotation.get("/Subtype")) not in _NO_NOTES:
                yield _note(book, annotation, number)
        yield from _notes(drawn_later(book, page.obj, blank), number, None)
    for name in book.attachments:
        if name != own_file:
            yield PageNote(NoteKind.FILE, name, 0)


def _note(book: Pdf, annotation: Object, page: int) -> PageNote:
    """Return what an annotation that is no field says: plain, formatted, or only drawn, as stamps may."""
    kind, box = str(annotation.get("/Subtype")), box_of(annotation)
    text = _text(annotation.get("/Contents")) or unformatted(_text(annotation.get("/RC")))
    text = text or _appearance(book, annotation).text
    if kind == "/FileAttachment":
        return PageNote(NoteKind.FILE, text or _file_name(annotation), page, box)
    if text:
        return PageNote(NoteKind.TEXT, text, page, box)
    return PageNote(NoteKind.MARKUP if kind in _MARKUPS else NoteKind.DRAWING, "", page, box)


def _text(value: object) -> str:
    return decoded(bytes(value)).strip() if isinstance(value, String) else ""


def _file_name(annotation: Object) -> str:
    specification = annotation.get("/FS")
    if isinstance(specification, String):
        return _text(specification)
    return _text(specification.get("/UF")) or _text(specification.get("/F")) if specification is not None else ""


def _drawn_in_empty(book: Pdf, widget: Object, blank: Blank) -> Drawing:
    """Return what a field that holds nothing shows all the same."""
    try:
        return Drawing() if held_texts(widget) else _appearance(book, widget, blank)
    except TypeError:  # It holds something that is no text.
        return Drawing()


def _appearance(book: Pdf, annotation: Object, blank: Blank | None = None) -> Drawing:
    appearance = annotation.get("/AP", Dictionary()).get("/N")
    return drawn_in(book, appearance, blank) if isinstance(appearance, Stream) else Drawing()


def _notes(drawing: Drawing, page: int, box: Box | None) -> Iterator[PageNote]:
    if drawing.text:
        yield PageNote(NoteKind.TEXT, drawing.text, page, box)
    elif drawing.has_picture:
        yield PageNote(NoteKind.DRAWING, "", page, box)
