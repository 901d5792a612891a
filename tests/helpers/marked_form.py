"""A course whose exercises are answered with marks, and its form, made by hand as the typesetter would make it."""

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.helpers.tiny_page import FILES
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.pdf.fields import PT, Appearance
from worksheets.pdf.forms import fillable
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline

_COURSE = """
title = "Tavoitteet"
pages = ["sivu"]
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
_STYLES = """
.in-disc.fillable, .in-digit.fillable, .in-tick.fillable { width: 20px; height: 20px }
.in-other.fillable, .in-line-number.fillable { height: 20px }
:root {
  --tick-size: 12pt; --disc-size: 12pt; --digit-size: 12pt; --line-number-size: 12pt; --line-width: 100mm;
  --other-width: 20px; --other-size: 12pt; --other-lines: 1; --other-reach: 60mm; --other-gap: 1mm;
  --option-width: 80mm; --option-size: 12pt; --option-leading: 5mm; --option-first: 5mm; --option-below: 1mm;
}
"""
_FOLDER = TemporaryDirectory(prefix="worksheets-tests-")


@cache
def marked_course() -> Course:
    """Return the course, whose only page has all fields, typeset in some hundredths of a second."""
    folder = Path(_FOLDER.name)
    slots = "".join(f'<p>{{{{ widget.slot("{path}", "{place}") }}}}</p>' for place, path in map(str.split, FIELDS))
    page = f'<section class="page">{slots}</section>'
    styles = {"styles/widgets.css": FILES["styles/widgets.css"] + _STYLES}
    for name, text in {**FILES, **styles, "course.toml": _COURSE, "pages/sivu.html.j2": page}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return read_course(str(folder))


def marked_edition() -> Edition:
    """Return the page as a form."""
    return Edition(marked_course(), ("sivu",), read_layout("handout", marked_course().folder), fillable=True)


@cache
def marked_pipeline() -> Pipeline:
    """Return what typesets the page."""
    return Pipeline(marked_course(), marked_edition().layout)


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
    top, width = 410 - 19 * index, 15 if name.partition(" ")[0] in ("disc", "digit", "tick") else 200
    box = Array([20, top, 20 + width, top - 15])  # The typesetter gives the upper edge first.
    return Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=name, DA="0 0 0 rg /F0 12 Tf", Rect=box)


def form_with_marks(values: Mapping[str, str] = ANSWERS) -> bytes:
    """Return the form of somebody who has given some answers."""
    course = marked_course()
    layout = read_layout("handout", course.folder)
    return fillable(typeset_marks(), Participant(dict(values)), course, layout, _pages)


def _pages(appearances: Sequence[Appearance]) -> bytes:
    """Return an empty page for each appearance of a text."""
    out = BytesIO()
    with pikepdf.new() as book:
        for appearance in appearances:
            book.add_blank_page(page_size=(appearance.width / PT, appearance.page / PT))
        book.save(out)
    return out.getvalue()
