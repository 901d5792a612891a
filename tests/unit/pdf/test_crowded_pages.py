"""Pages on which what is fixed to the foot would lie over the text above it are found."""

from types import SimpleNamespace

import pytest

from worksheets.pdf.crowded_pages import has_crowded_page

Box = tuple[float, float, float, float]


def page(**boxes: Box) -> SimpleNamespace:
    return SimpleNamespace(anchors={name.replace("_", "-").replace("-of-", " "): box for name, box in boxes.items()})


def box(top: float, bottom: float) -> Box:
    return 0.0, top, 100.0, bottom


@pytest.mark.parametrize(
    ("boxes", "is_crowded"),
    [
        ({"above_foot_of_kansi": box(0, 500), "at_foot_of_kansi": box(600, 900)}, False),
        ({"above_foot_of_kansi": box(0, 600), "at_foot_of_kansi": box(600, 900)}, False),
        ({"above_foot_of_kansi": box(0, 600.4), "at_foot_of_kansi": box(600, 900)}, False),
        ({"above_foot_of_kansi": box(0, 601), "at_foot_of_kansi": box(600, 900)}, True),
        ({"above_foot_of_kansi": box(0, 500), "at_foot_of_kansi": box(-900, 900)}, True),
        ({"above_foot_of_kansi": box(0, 500), "at_foot_of_a": box(600, 900), "at_foot_of_b": box(400, 900)}, True),
        ({"at_foot_of_sivu": box(100, 900)}, False),
        ({"above_foot_of_kansi": box(0, 900)}, False),
        ({"muu": box(0, 900)}, False),
        ({}, False),
    ],
)
def test_a_page_is_crowded_if_its_foot_reaches_into_its_text(boxes: dict[str, Box], *, is_crowded: bool) -> None:
    assert has_crowded_page([page(**boxes)]) is is_crowded
    assert has_crowded_page([page(), page(**boxes), page()]) is is_crowded


def test_the_ids_are_taken_off_all_pages_and_others_stay() -> None:
    crowded = {"above_foot_of_kansi": box(0, 601), "at_foot_of_kansi": box(600, 900)}
    pages = [page(**crowded, kansi=box(0, 900)), page(**crowded), page(above_foot_of_toinen=box(0, 1))]
    assert has_crowded_page(pages)
    assert [list(each.anchors) for each in pages] == [["kansi"], [], []]
