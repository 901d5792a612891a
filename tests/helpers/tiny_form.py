"""A form made by hand: a page with three fields and a description, as ``pdf.forms`` would make them."""

import json
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from tests.helpers.course import the_course
from worksheets.pdf.fields import ATTACHED, field_name, form_version, values_digest

PATHS = ("nimi", "aika", "tukiverkosto.esimies")
"""The slots of the shipped course that have a field."""
_NOTHING: Mapping[str, str] = MappingProxyType({})


def tiny_form(
    typed: Mapping[str, str] = _NOTHING,
    handed_out: Mapping[str, str] = _NOTHING,
    person: str = "",
    content: bytes = b"",
) -> bytes:
    """Return a form of the shipped course as a viewer saves it.

    ``typed`` are the texts, by slots, that have been typed into it; ``handed_out`` those that were in it before.
    ``person`` tells whom it was made for from others of the name; forms of earlier versions do not say it. ``content``
    is that of its page.
    """
    out = BytesIO()
    with pikepdf.new() as book:
        page = book.add_blank_page(page_size=(90, 90)).obj
        values = {**handed_out, **typed}
        page.Annots = Array([book.make_indirect(_field(book, path, values.get(path, ""))) for path in PATHS])
        book.Root.AcroForm = Dictionary(Fields=page.Annots)
        page.Contents = book.make_stream(content)
        attach(book, json.dumps(_description(handed_out) | ({"person": person} if person else {})).encode())
        book.save(out)
    return out.getvalue()


def _description(handed_out: Mapping[str, str]) -> dict[str, str]:
    course, name = the_course(), handed_out.get("nimi", "")
    form, values = form_version(course), values_digest(handed_out)
    return {"course": course.name, "form": form, "participant": name, "values": values}


def _field(book: pikepdf.Pdf, path: str, text: str) -> Dictionary:
    drawing = book.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    widget = {"/Type": Name.Annot, "/Subtype": Name.Widget, "/Rect": Array([0, 0, 9, 9]), "/AP": Dictionary(N=drawing)}
    return Dictionary({**widget, "/FT": Name.Tx, "/T": String(field_name(path)), "/V": String(text)})


def attach(book: pikepdf.Pdf, description: bytes) -> None:
    """Attach a description to a form in place of the one that it has."""
    if ATTACHED in book.attachments:
        del book.attachments[ATTACHED]
    book.attachments[ATTACHED] = AttachedFileSpec(book, description, filename=ATTACHED)
