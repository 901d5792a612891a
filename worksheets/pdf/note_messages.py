"""What is said of answers that have been put on the pages of a form and not into its fields: whole, and where."""

from collections.abc import Iterable, Iterator, Sequence
from math import hypot

from worksheets.course.course import Course
from worksheets.errors import FirstProblems, quoted
from worksheets.messages import _, ngettext

from .form_fields import Box, FilledField
from .form_slots import field_slot
from .page_notes import NoteKind, PageNote

_NEAR = 40.0
"""Points between a note and the field that it is likely to be meant for."""
_QUOTED = 2000
"""The most characters of a text that a message quotes."""
_NOTES = 50
"""The most notes, or pages, that a message names; of more, how many there are."""


def quoted_line(text: str) -> str:
    """Return a text between quotation marks, on one line; a very long one is shortened."""
    return quoted(" ".join(text.split()), _QUOTED)


def note_errors(notes: Sequence[PageNote], fields: Sequence[FilledField], course: Course) -> Iterator[str]:
    """Yield a message for each kind of notes that may be an answer; ``fields`` are those of the form."""
    if texts := [note for note in notes if note.kind is NoteKind.TEXT]:
        message = _("has text added on the page, not in its fields: {texts}; type it into the list")
        yield message.format(texts=_first(_located(note, fields, course) for note in texts))
    if drawings := [note for note in notes if note.kind is NoteKind.DRAWING]:
        message = ngettext(
            "has something drawn or stamped on page {pages}; look at it, and type what it says into the list",
            "has something drawn or stamped on pages {pages}; look at it, and type what it says into the list",
            _page_count(drawings),
        )
        yield message.format(pages=_pages(drawings))
    if files := [note for note in notes if note.kind is NoteKind.FILE]:
        message = _("has attached files, which are not read: {names}; open the form in a PDF viewer to save them")
        yield message.format(names=_first(quoted_line(note.text) for note in files))


def note_oddities(notes: Sequence[PageNote]) -> Iterator[str]:
    """Yield a message about notes that say nothing themselves."""
    if markups := [note for note in notes if note.kind is NoteKind.MARKUP]:
        message = ngettext(
            "has highlighted or underlined text on page {pages}",
            "has highlighted or underlined text on pages {pages}",
            _page_count(markups),
        )
        yield message.format(pages=_pages(markups))


def _located(note: PageNote, fields: Sequence[FilledField], course: Course) -> str:
    """Return a note's text with its page and the label of the field beside it."""
    if label := _label_beside(note, fields, course):
        return _("{text} (page {page}, near “{label}”)").format(
            text=quoted_line(note.text), page=note.page, label=label
        )
    return _("{text} (page {page})").format(text=quoted_line(note.text), page=note.page)


def _label_beside(note: PageNote, fields: Sequence[FilledField], course: Course) -> str:
    """Return the label of the field that is nearest to a note; empty if none is near."""
    best, label = _NEAR, ""
    for field in fields:
        slot = field_slot(course, field.names)
        if note.box and field.box and field.page == note.page and slot.path:
            distance = _distance(note.box, field.box)
            if distance < best:
                best, label = distance, course.slots[slot.path].label
    return label


def _distance(note: Box, field: Box) -> float:
    """Return the distance between the middle of a note's left side and a field: texts begin at the left."""
    x, y = note[0], (note[1] + note[3]) / 2
    return hypot(max(field[0] - x, 0, x - field[2]), max(field[1] - y, 0, y - field[3]))


def _page_count(notes: Sequence[PageNote]) -> int:
    return len({note.page for note in notes})


def _pages(notes: Sequence[PageNote]) -> str:
    return _first(str(page) for page in dict.fromkeys(note.page for note in notes))


def _first(texts: Iterable[str]) -> str:
    return ", ".join(FirstProblems(_NOTES).of_all(texts))
