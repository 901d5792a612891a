"""Answers outside the fields are quoted_line whole, with the page and the field that they stand at."""

import pytest

from worksheets.course.course import Course
from worksheets.pdf.form_fields import Box, FilledField
from worksheets.pdf.note_messages import note_errors, note_oddities, quoted_line
from worksheets.pdf.page_notes import NoteKind, PageNote

FIELDS = [
    FilledField(("nimi",), "", page=1, box=(60, 100, 280, 130)),
    FilledField(("tukiverkosto_esimies",), "", page=7, box=(60, 500, 280, 550)),
    FilledField(("tukiverkosto_viranomaiset",), "", page=7, box=(60, 400, 280, 450)),
    FilledField(("jotain",), "", page=7, box=(60, 300, 280, 350)),
    FilledField(("aika",), "", page=7),
]


def text_note(text: str, page: int = 7, box: Box | None = None) -> PageNote:
    return PageNote(NoteKind.TEXT, text, page, box)


def messages(course: Course, *notes: PageNote) -> list[str]:
    return list(note_errors(notes, FIELDS, course))


def test_no_notes_no_messages(course: Course) -> None:
    assert messages(course) == []
    assert list(note_oddities([])) == []


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((70, 510, 200, 540), "page 7, near “Esimieheltä”"),
        ((70, 555, 200, 575), "page 7, near “Esimieheltä”"),
        ((70, 455, 200, 475), "page 7, near “Viranomaisilta”"),
        ((290, 510, 400, 540), "page 7, near “Esimieheltä”"),
        ((70, 600, 200, 620), "page 7"),
        ((70, 310, 200, 340), "page 7"),
        (None, "page 7"),
    ],
)
def test_the_place_of_a_text(course: Course, box: Box | None, place: str) -> None:
    assert messages(course, text_note("Saan palautetta", box=box)) == [
        f"has text added on the page, not in its fields: “Saan palautetta” ({place}); type it into the list"
    ]


def test_all_kinds_at_once(course: Course) -> None:
    notes = [
        text_note("Aino", 1, (70, 110, 100, 120)),
        text_note("Saan\r\npalautetta"),
        PageNote(NoteKind.DRAWING, "", 9),
        PageNote(NoteKind.DRAWING, "", 9),
        PageNote(NoteKind.DRAWING, "", 2),
        PageNote(NoteKind.FILE, "lisää.docx", 0),
        PageNote(NoteKind.MARKUP, "", 3),
    ]
    assert messages(course, *notes) == [
        (
            "has text added on the page, not in its fields: “Aino” (page 1, near “Nimi”), “Saan palautetta” "
            "(page 7); type it into the list"
        ),
        "has something drawn or stamped on pages 9, 2; look at it, and type what it says into the list",
        "has attached files, which are not read: “lisää.docx”; open the form in a PDF viewer to save them",
    ]
    assert list(note_oddities(notes)) == ["has highlighted or underlined text on page 3"]


def test_quotations_are_on_one_line_and_whole() -> None:
    assert quoted_line(" a\n\tb\u2028c ") == "“a b c”"
    assert quoted_line("a" * 2000) == f"“{'a' * 2000}”"
    assert quoted_line("a" * 2001) == f"“{'a' * 1999}…”"


def test_of_very_many_notes_the_first_are_quoted_and_the_others_counted(course: Course) -> None:
    (message,) = messages(course, *(text_note(f"x{number}", page=number) for number in range(1, 61)))
    assert "“x50” (page 50)" in message
    assert "“x51”" not in message
    assert "… and 10 more" in message
