"""What is measured on laid-out pages: first texts, pictures, and the room of slots."""

# ruff: noqa: SLF001 - WeasyPrint's boxes, as the module reads them
import inspect
import re
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
import weasyprint
from PIL import Image

from worksheets.pdf import page_measures
from worksheets.pdf.page_measures import ATTRIBUTES, CHECKED_WITH, Sheet, measured_sheets

RULE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"
STYLE = f"""
@page {{ size: 200mm 100mm; margin: 10mm; @top-left {{ content: element(head) }} }}
body, p, h2 {{ margin: 0; font-size: 12px; line-height: 20px }}
table {{ border-collapse: collapse; width: 120mm; table-layout: fixed }}
td {{ padding: 2mm 0; height: 5mm }}
.rules {{ background: url("{RULE}") repeat-y 0 0 / 100mm 7mm; height: 21mm }}
.slot {{ display: block }}
"""
INLINE = '<bdi class="in-{} normal" data-slot="{}"></bdi>'
SLOT = '<bdi class="slot in-{} normal" data-slot="{}"></bdi>'


def drawn(width: int, height: int) -> str:
    """Return a picture of so many pixels as a URL."""
    data = BytesIO()
    Image.new("1", (width, height)).save(data, "PNG")
    return f"data:image/png;base64,{b64encode(data.getvalue()).decode()}"


def laid_out(body: str) -> list[Any]:
    pages: list[Any] = weasyprint.HTML(string=f"<html lang=fi><style>{STYLE}</style><body>{body}").render().pages
    return pages


def measured(body: str) -> list[Sheet]:
    return list(measured_sheets(laid_out(f'<section id="sivu">{body}</section>'), ["sivu"]))


def test_a_page_on_two_sheets_begins_the_second_with_what_did_not_fit() -> None:
    table = f"<table><thead><tr><td>Otsake</td></tr></thead><tbody>{'<tr><td>Rivi</td></tr>' * 12}</tbody></table>"
    first, second = measured(f"<p>Alku <b>tässä</b></p>{table}")
    assert (first.page, first.first) == ("sivu", "Alku tässä")
    assert (second.page, second.first) == ("sivu", "Rivi"), "not the head, which is repeated"


def test_a_head_at_the_top_is_no_text_of_the_page() -> None:
    head = f'<p style="position: running(head)">{SLOT.format("head", "nimi")}Aino</p>'
    (sheet,) = measured(f"{head}<p>Teksti</p>")
    assert (sheet.first, sheet.rooms) == ("Teksti", ())


@pytest.mark.parametrize(
    ("body", "dpi"),
    [
        (f'<img src="{drawn(300, 300)}" style="width: 25.4mm; height: 25.4mm">', 300),
        (f'<img src="{drawn(300, 600)}" style="width: 25.4mm; height: 25.4mm">', 300),
        (f'<p style="height: 9mm; background: url({drawn(100, 50)}) 0 0 / 50.8mm 25.4mm">', 50),
    ],
)
def test_a_picture_has_its_pixels_on_so_many_inches(body: str, dpi: float) -> None:
    (sheet,) = measured(body)
    assert [round(picture.dpi) for picture in sheet.pictures] == [dpi]
    assert sheet.pictures[0].source.startswith("data:image/png")


def test_a_drawing_has_no_pixels() -> None:
    (sheet,) = measured('<svg width="10" height="10"><title>A</title></svg>')
    assert sheet.pictures == ()


@pytest.mark.parametrize(
    ("body", "width", "pitch"),
    [
        (f'<p class="rules" style="width: 80mm">{SLOT.format("text", "a.1.b")}</p>', 80, 7),
        (f"<table><tr><td>{SLOT.format('text', 'a.1.b')}</td><td></td><td></td></tr></table>", 40, 9),
        (f'<p style="width: 30mm">Nimi: <b>{INLINE.format("text", "a.1.b")}</b></p>', 30, 0),
    ],
)
def test_a_slot_has_the_room_of_the_block_around_it(body: str, width: float, pitch: float) -> None:
    (sheet,) = measured(body)
    (room,) = sheet.rooms
    assert (room.slot, room.place, round(room.width), round(room.pitch)) == ("a.1.b", "text", width, pitch)
    assert sheet.first_slot == "a.1.b"


def test_a_gap_in_a_sentence_is_known() -> None:
    gap = f'<span style="display: inline-block; width: 14mm">{INLINE.format("blank", "a")}</span>'
    (sheet,) = measured(f'<p>Varaan {gap} kertaa</p><p style="width: 14mm">{SLOT.format("text", "b")}</p>')
    assert [(room.slot, room.is_in_line, round(room.width)) for room in sheet.rooms] == [
        ("a", True, 14),
        ("b", False, 14),
    ]


def test_a_slot_in_a_drawing_is_not_measured() -> None:
    (sheet,) = measured(f'<div style="position: absolute; width: 9mm"><p>{SLOT.format("ball", "a")}</p></div>')
    assert sheet.rooms == ()


@pytest.mark.parametrize("part", ATTRIBUTES)
def test_weasyprint_has_what_is_used_of_it(part: tuple[str, str]) -> None:
    owner, name = part
    body = f'<p class="rules">A<img src="{drawn(9, 9)}"></p><div style="position: absolute">B</div>'
    (page,) = laid_out(f"{body}<table><thead><tr><td>C</td></tr></thead></table>")
    every = [page, *_every(page._page_box)]
    assert any(type(box).__name__ == owner and hasattr(box, name) for box in every), f"no {owner}.{name} any more"
    assert re.search(rf"\b{name}\b", inspect.getsource(getattr(page_measures, ATTRIBUTES[part])))


def _every(box: Any) -> list[Any]:  # noqa: ANN401 - WeasyPrint's
    inner = [box._box] if hasattr(box, "_box") else list(getattr(box, "children", ()))
    return [box, *(each for child in inner for each in _every(child))]


def test_the_version_is_the_one_that_was_checked() -> None:
    assert weasyprint.__version__.partition(".")[0] == CHECKED_WITH.partition(".")[0]
