"""Labels and exercises lie on the grid, and what stands below moves with them, on tiny pages of WeasyPrint's."""

# ruff: noqa: SLF001 - WeasyPrint's boxes, as the module reads them
import inspect
import re
from typing import Any

import pytest
import weasyprint

from worksheets.pdf import baseline_grid
from worksheets.pdf.baseline_grid import ATTRIBUTES, CHECKED_WITH, PageGrid, settle

PX = 96 / 25.4
NUMBERS = {"pitch": 9.0, "notes-gap": 8.0}
STYLE = """
@page { size: 210mm 100mm; margin: 10mm }
body, p, h2 { margin: 0; font-size: 12px; line-height: 20px; font-weight: 400 }
.column { display: inline-block; vertical-align: top; width: 50mm }
.white { background: white }
.last { margin-top: -50px }
"""
TABLE = '<table class="on-grid"><thead><tr><th>Päivä</th></tr></thead><tbody><tr><td id="cell">ma</td></tr></table>'
LABEL = '<div class="on-grid"><h2>Kysymys</h2><p id="after" class="white">Teksti</p></div>'


def settled(body: str, numbers: dict[str, float] = NUMBERS, style: str = "") -> list[Any]:
    """Return the pages of a document after what belongs on the grid has moved there."""
    html = f'<html lang="fi"><style>{STYLE}{style}</style><body>{body}'
    pages: list[Any] = weasyprint.HTML(string=html).render().pages
    settle(pages, numbers)
    return pages


def boxes(page: Any, text: str) -> list[Any]:  # noqa: ANN401 - WeasyPrint's
    """Return the boxes on a page whose element has an id or a text."""
    return [box for box in page._page_box.descendants() if box.element is not None and _is(box.element, text)]


def _is(element: Any, text: str) -> bool:  # noqa: ANN401 - of ElementTree
    return bool(element.get("id") == text or (element.text or "").strip() == text)


def baseline(page: Any, text: str) -> float:  # noqa: ANN401
    """Return the baseline of a text from the top of the page's content, in pitches."""
    line = next(box for box in boxes(page, text) if type(box).__name__ == "LineBox")
    return float((line.position_y + line.baseline) / PX - 10) / 9


@pytest.mark.parametrize("height", [0, 5, 20.5, 33])
def test_a_label_s_baseline_is_on_the_next_line_of_the_grid(height: float) -> None:
    (page,) = settled(f'<p style="height: {height}mm"></p>{LABEL}<p>Loppu</p>')
    on_line = baseline(page, "Kysymys")
    assert on_line == pytest.approx(round(on_line), abs=0.01)
    (before,) = settled(f'<p style="height: {height}mm"></p>{LABEL}<p>Loppu</p>', {})
    moved = on_line - baseline(before, "Kysymys")
    assert 0 <= moved < 1
    for text in ("Teksti", "Loppu"):
        assert baseline(page, text) - baseline(before, text) == pytest.approx(moved), "moves along"


def test_what_stands_on_a_rule_is_above_the_line_of_the_grid() -> None:
    (page,) = settled('<p style="height: 5mm"></p><p class="on-grid ruled">Nimi</p>', NUMBERS | {"rule-below": 1.8})
    assert baseline(page, "Nimi") + 0.2 == pytest.approx(2)


def test_the_last_line_of_a_long_label_is_on_the_grid() -> None:
    (page,) = settled('<div class="on-grid"><h2 id="a">Pitkä<br>kysymys</h2><p>Teksti</p></div>')
    lines = [box for box in boxes(page, "a") if type(box).__name__ == "LineBox"]
    assert len(lines) == 2
    assert (lines[-1].position_y + lines[-1].baseline) / PX == pytest.approx(19)


def test_without_a_pitch_nothing_moves() -> None:
    (page,) = settled(f"<p>Alku</p>{LABEL}", {"notes-gap": 8.0})
    assert baseline(page, "Kysymys") * 9 * PX == pytest.approx(baseline(page, "Alku") * 9 * PX + 20)


def test_backgrounds_and_anchors_move_along_and_what_is_around_grows() -> None:
    body = f'<p style="height: 8mm">Alku</p><div id="around" class="white">{LABEL}</div>'
    (page,), (before,) = settled(body), settled(body, {})
    moved = (baseline(page, "Teksti") - baseline(before, "Teksti")) * 9 * PX
    assert moved > 1
    assert page.anchors["after"][1] - before.anchors["after"][1] == pytest.approx(moved)
    for anchor in ("after", "around"):
        box = next(box for box in boxes(page, anchor) if type(box).__name__ == "BlockBox")
        left, top, width, height = box.background.layers[-1].painting_area
        assert (top, height) == pytest.approx((box.border_box_y(), box.border_height()))
        assert box.background.layers[-1].clipped_boxes[0][:4] == pytest.approx((left, top, width, height))


def test_what_stands_side_by_side_does_not_move_each_other() -> None:
    prompt = '<div class="on-grid"><h2>{}</h2><p style="height: {}mm"></p></div>'
    columns = [prompt.format("Yksi", 20) + prompt.format("Kaksi", 5), prompt.format("Kolme", 5)]
    body = "".join(f'<div class="column">{column}</div>' for column in columns)
    (page,) = settled(f'<div class="on-grid">{body}</div><p>Loppu</p>')
    assert [round(baseline(page, text), 3) for text in ("Yksi", "Kolme", "Kaksi")] == [1, 1, 4]
    end = next(box for box in boxes(page, "Loppu") if type(box).__name__ == "BlockBox")
    assert end.position_y / PX >= 10 + 4 * 9 + 5, "below the longer column"


def test_without_room_below_a_box_moves_up_if_there_is_room_above() -> None:
    style = ".on-grid { margin-top: %gmm } .on-grid p { height: %gmm } .before { height: 20mm }"
    body = f'<p class="before"></p>{LABEL}'
    (page,) = settled(body, style=style % (12, 41))
    assert baseline(page, "Kysymys") == pytest.approx(4)
    (page,), (before,) = settled(body, style=style % (1, 52)), settled(body, {}, style=style % (1, 52))
    assert baseline(page, "Kysymys") == baseline(before, "Kysymys"), "there is no room anywhere"


NOTES = '<p id="text" style="height: {}mm">Alku</p><p class="notes on-grid last">Otsikko</p>'


def test_the_heading_for_notes_is_at_a_distance_from_the_text() -> None:
    (page,) = settled(f'<div class="white">{NOTES.format(20)}</div>')
    assert baseline(page, "Otsikko") == pytest.approx(4), "36 mm: the first line that is 8 mm below 20 mm"
    around = next(box for box in boxes(page, "text"))
    parent = next(box for box in page._page_box.descendants() if around in getattr(box, "children", ()))
    assert parent.border_box_y() + parent.border_height() >= (10 + 36) * PX, "covers the rule under the heading"


@pytest.mark.parametrize(("height", "is_there"), [(45, True), (47, False), (79, False)])
def test_the_heading_for_notes_needs_two_rules(height: float, *, is_there: bool) -> None:
    pages = settled(f'<div class="white" id="around">{NOTES.format(height)}</div>')
    assert len(pages) == 1, "it never causes a page break"
    assert bool(boxes(pages[0], "Otsikko")) is is_there
    around = next(box for box in boxes(pages[0], "around") if type(box).__name__ == "BlockBox")
    if not is_there:
        assert around.border_box_y() + around.border_height() == pytest.approx(90 * PX), "covers the rules"


def test_the_grid_of_a_page() -> None:
    grid = PageGrid(top=10, bottom=100, pitch=9, notes_gap=8)
    assert [grid.next_line(y) for y in (10, 10.04, 10.1, 18.9, 19)] == [10, 10, 19, 19, 19]
    assert [grid.lines_below(y) for y in (10, 91, 92, 200)] == [10, 1, 0, 0]
    assert [grid.notes_line(end) for end in (20, 74, 75)] == [28, 82, None]


@pytest.mark.parametrize("height", [0, 5, 20.5])
@pytest.mark.parametrize("borders", ["collapse", "separate"])
def test_the_line_under_a_table_s_heads_is_on_the_grid_and_its_rows_move_along(height: float, borders: str) -> None:
    style = f"table {{ border-collapse: {borders}; border-spacing: 0 }} th {{ border-bottom: 1pt solid }}"
    body = f'<p style="height: {height}mm"></p>{TABLE}'
    (page,), (before,) = settled(body, style=style), settled(body, {}, style)
    (head,) = [box for box in page._page_box.descendants() if getattr(box, "is_header", False)]
    line = ((head.position_y + head.height) / PX - 10) / 9
    assert line == pytest.approx(round(line), abs=0.01)
    moved = (boxes(page, "cell")[0].position_y - boxes(before, "cell")[0].position_y) / PX
    assert 0 <= moved < 9
    assert baseline(page, "ma") - baseline(before, "ma") == pytest.approx(moved / 9)


def test_a_table_without_heads_stays_where_it_is() -> None:
    table = '<table class="on-grid"><tr><td>ma</td></tr></table>'
    (page,), (before,) = settled(f"<p>Alku</p>{table}"), settled(f"<p>Alku</p>{table}", {})
    assert baseline(page, "ma") == baseline(before, "ma")


def test_a_form_s_fields_move_along() -> None:
    field = '<div class="on-grid"><h2>Kysymys</h2><textarea style="appearance: auto; height: 30px"></textarea></div>'
    (page,), (before,) = settled(f"<p>Alku</p>{field}"), settled(f"<p>Alku</p>{field}", {})
    moved = page.forms[None][0][1][1] - before.forms[None][0][1][1]
    assert moved == pytest.approx((baseline(page, "Kysymys") - baseline(before, "Kysymys")) * 9 * PX)


@pytest.mark.parametrize("part", ATTRIBUTES)
def test_weasyprint_has_what_is_used_of_it(part: tuple[str, str]) -> None:
    owner, name = part
    (page,) = settled(f'{LABEL}<p class="white">Loppu</p>{TABLE}')
    every = [page, *page._page_box.descendants()]
    assert any(type(box).__name__ == owner and hasattr(box, name) for box in every), f"no {owner}.{name} any more"
    assert re.search(rf"\b{name}\b", inspect.getsource(_function(ATTRIBUTES[part])))


def _function(name: str) -> Any:  # noqa: ANN401
    return getattr(baseline_grid, name, None) or getattr(baseline_grid._Settler, name)


def test_the_version_is_the_one_that_was_checked() -> None:
    assert weasyprint.__version__.partition(".")[0] == CHECKED_WITH.partition(".")[0]
