"""A course whose exercises are answered with marks, and its form, made by hand as the typesetter would make it."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Array, Dictionary, Name

from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.people.participant import Participant
from worksheets.pdf.forms import fillable

_COURSE = """
title = "Tavoitteet"
pages = []
[fields]
nimi = { label = "Nimi" }
[exercises.apu]
kind = "choice"
label = "Mikä auttaa?"
options = ["työtoverit", "esimies", "muu: ____"]
[exercises.keinot]
kind = "choices"
label = "Mitä teet?"
options = ["kysyn", "kuuntelen", "kirjoitan", "muuta: ____"]
most = 2
[exercises.tarkeys]
kind = "scale"
label = "Kuinka tärkeää?"
from = 1
to = 5
[exercises.varmuus]
kind = "scale"
label = "Kuinka varma olet?"
line = true
[exercises.vaitteet]
kind = "statements"
label = "Väittämät"
options = ["ei", "vähän", "täysin"]
parts = [{ id = "osaan", label = "Osaan." }, { id = "jaksan", label = "Jaksan." }]
"""
FIELDS = (
    "field nimi",
    *(f"disc apu={number}" for number in (1, 2, 3)),
    "other apu=other",
    *(f"tick keinot={number}" for number in (1, 2, 3, 4)),
    "other keinot=other",
    *(f"digit tarkeys={number}" for number in (1, 2, 3, 4, 5)),
    "line-number varmuus=0",
    *(f"disc vaitteet.osaan={number}" for number in (1, 2, 3)),
    *(f"disc vaitteet.jaksan={number}" for number in (1, 2, 3)),
)
"""The places and paths of the fields, each on a line of its own or beside the one before."""
ANSWERS: Mapping[str, str] = {
    "nimi": "Aino Esimerkki",
    "apu": "esimies",
    "keinot": "kysyn; muuta: kävelen",
    "tarkeys": "4",
    "varmuus": "72",
    "vaitteet.jaksan": "täysin",
}
_FOLDER = TemporaryDirectory(prefix="worksheets-tests-")


@cache
def marked_course() -> Course:
    """Return the course."""
    folder = Path(_FOLDER.name)
    (folder / "pages").mkdir()
    (folder / "course.toml").write_text(_COURSE, "utf-8")
    return read_course(str(folder))


def typeset_marks() -> bytes:
    """Return a page with the fields as the typesetter makes them."""
    out = BytesIO()
    with pikepdf.new() as book:
        page = book.add_blank_page(page_size=(400, 420)).obj
        fonts = Dictionary(F0=Dictionary(BaseFont=Name("/AAAAAA+Teksti")))
        page.Annots = Array([book.make_indirect(_field(index, name)) for index, name in enumerate(FIELDS)])
        page.Resources = book.make_indirect(Dictionary(Font=fonts))
        book.Root.AcroForm = Dictionary(Fields=page.Annots, DR=page.Resources, NeedAppearances=True)
        book.save(out)
    return out.getvalue()


def _field(index: int, name: str) -> Dictionary:
    top, width = 410 - 19 * index, 15 if name.split()[0] in ("disc", "digit", "tick") else 200
    box = Array([20, top, 20 + width, top - 15])  # The typesetter gives the upper edge first.
    return Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=name, DA="0 0 0 rg /F0 12 Tf", Rect=box)


def form_with_marks(values: Mapping[str, str] = ANSWERS) -> bytes:
    """Return the form of somebody who has given some answers."""
    course = marked_course()
    layout = read_layout("handout", course.folder)
    return fillable(typeset_marks(), Participant(dict(values)), course, layout, _pages)


def _pages(appearances: object) -> bytes:
    """Return an empty page for each appearance of a text."""
    out = BytesIO()
    with pikepdf.new() as book:
        for _appearance in appearances:  # type: ignore[attr-defined]
            book.add_blank_page(page_size=(200, 160))
        book.save(out)
    return out.getvalue()
