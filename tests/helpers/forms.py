"""Fillable forms, and what a viewer makes of them."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO

import pypdf

from tests.helpers.course import once_in_a_run, the_course
from tests.helpers.making import handout
from worksheets.compose.edition import Edition
from worksheets.course.layout import read_layout
from worksheets.pdf.fields import field_name
from worksheets.people.participant import BLANK, Participant


def form_of(participant: Participant = BLANK, layout: str = "handout", pages: str = "") -> bytes:
    """Return a participant's form; each is typeset once in a run."""
    return _form(tuple(sorted(participant.values.items())), layout, pages)


@cache
def _form(values: tuple[tuple[str, str], ...], layout: str, pages: str) -> bytes:
    course = the_course()
    edition = Edition(course, course.choose(pages), read_layout(layout, course.folder), fillable=True)
    return once_in_a_run(f"form {layout} {pages} {values}", lambda: handout(edition, Participant(dict(values))))


def typed(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Return a form as a viewer saves it when values have been typed into the slots' fields."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    texts = {field_name(path): text for path, text in values.items()}
    for page in writer.pages:
        names = {str(note.get_object().get("/T")) for note in page.get("/Annots", [])}
        if wanted := {name: text for name, text in texts.items() if name in names}:
            writer.update_page_form_field_values(page, wanted, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
