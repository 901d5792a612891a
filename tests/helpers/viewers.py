"""Programs with which people fill forms: each types texts, chooses options, and saves the file in its own way."""

import ctypes
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import cast

import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pikepdf.form import CheckboxField, Form, RadioButtonGroup, TextField
from pypdfium2 import raw

PDFJS = os.environ.get("WORKSHEETS_PDFJS", "")
"""A folder into which ``npm install pdfjs-dist`` has put PDF.js; without one, nothing is filled with it."""
_SCRIPT = Path(__file__).with_name("fill_with_pdfjs.mjs")


@dataclass(frozen=True)
class Filling:
    """What somebody does with a form, by the names of its fields."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """What is typed."""
    chosen: Mapping[str, int] = field(default_factory=dict)
    """The numbers of the radio buttons that are chosen."""
    ticked: Mapping[str, bool] = field(default_factory=dict)
    """Whether a check box is ticked, or its tick is taken away."""


Fill = Callable[[bytes, Filling], bytes]


def with_pypdf(pdf: bytes, filling: Filling) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    states = {
        name: f"/{name.rpartition('=')[2]}" if is_ticked else "/Off" for name, is_ticked in filling.ticked.items()
    }
    values = {**filling.texts, **{name: f"/{number}" for name, number in filling.chosen.items()}, **states}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_qpdf(pdf: bytes, filling: Filling) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        form = Form(book)
        for name, text in filling.texts.items():
            cast("TextField", form[name]).value = text
        for name, number in filling.chosen.items():
            cast("RadioButtonGroup", form[name]).value = pikepdf.Name(f"/{number}")
        for name, is_ticked in filling.ticked.items():
            cast("CheckboxField", form[name]).checked = is_ticked
        book.save(out)
    return out.getvalue()


def with_mupdf(pdf: bytes, filling: Filling) -> bytes:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        for page in document:
            for widget in page.widgets():
                name = widget.field_name
                if name in filling.texts:
                    widget.field_value = filling.texts[name]
                elif name in filling.ticked:
                    widget.field_value = filling.ticked[name]
                elif name in filling.chosen and widget.on_state() == str(filling.chosen[name]):
                    widget.field_value = True
                else:
                    continue
                widget.update()
        saved: bytes = document.tobytes(garbage=3, deflate=True)
    return saved


def with_pdfium(pdf: bytes, filling: Filling) -> bytes:
    """Fill a form with the mouse and the keyboard, as in a browser."""
    out = BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        form, pages = document.formenv.raw, list(document)  # What is not held is closed.
        for index, (x, y), text in _clicks(pdf, filling):
            for event in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
                event(form, pages[index].raw, 0, x, y)
            if text is not None:
                letters = f"{text}\0".encode("utf-16-le")
                raw.FORM_SelectAllText(form, pages[index].raw)
                typed = (ctypes.c_ushort * (len(letters) // 2)).from_buffer_copy(letters)
                raw.FORM_ReplaceSelection(form, pages[index].raw, typed)
            raw.FORM_ForceToKillFocus(form)
        document.save(out)
    return out.getvalue()


def _clicks(pdf: bytes, filling: Filling) -> Iterator[tuple[int, tuple[float, float], str | None]]:
    """Yield where to click: the index of the page, the place on it, and what is typed there."""
    with pikepdf.open(BytesIO(pdf)) as book:
        for index, page in enumerate(book.pages):
            for note in page.get("/Annots", pikepdf.Array()):
                if note.Subtype != pikepdf.Name.Widget:
                    continue
                name = str(note.T if "/T" in note else note.Parent.T)
                left, bottom, right, top = map(float, note.Rect)
                middle = (left + right) / 2, (bottom + top) / 2
                is_ticked = note.get("/AS") != pikepdf.Name.Off
                states = note.AP.N.keys() if "/AP" in note else ()
                if name in filling.texts:
                    yield index, middle, filling.texts[name]
                elif filling.ticked.get(name, is_ticked) != is_ticked or f"/{filling.chosen.get(name)}" in states:
                    yield index, middle, None


def with_pdfjs(pdf: bytes, filling: Filling) -> bytes:
    """Fill a form with PDF.js, which Firefox shows forms with."""
    ticked = {name: "x" if is_ticked else "" for name, is_ticked in filling.ticked.items()}
    values = {**filling.texts, **{name: str(number) for name, number in filling.chosen.items()}, **ticked}
    command = ["node", str(_SCRIPT), PDFJS, json.dumps(values)]
    return subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout


WITH: dict[str, Fill] = {"pypdf": with_pypdf, "qpdf": with_qpdf, "mupdf": with_mupdf, "pdfium": with_pdfium}
WITH |= {"pdfjs": with_pdfjs} if PDFJS else {}
