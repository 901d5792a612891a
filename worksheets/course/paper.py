"""Slides on A4: a layout made for a screen, with every length multiplied so that a slide is as wide as A4 across.

Such a layout declares its sheet, ``--sheet-width`` and ``--sheet-height``, and its margins, ``--margin-top`` and
``--margin-bottom``, and its ``@page`` uses them. Any other layout is set on the paper that it names itself.
"""

from collections.abc import Mapping

from worksheets.errors import StyleError, nearest
from worksheets.messages import _

SCREEN, A4 = "screen", "a4"
"""The papers: the layout's own sheet, and A4 across for slides."""
PAPERS = (SCREEN, A4)
_WIDTH, _HEIGHT = 297.0, 210.0
"""A4 across, in mm."""


def check_paper(paper: str) -> None:
    """Raise StyleError for a paper that there is not."""
    if paper not in PAPERS:
        problem = _("There is no paper “{paper}”; choose from: {papers}.")
        raise StyleError(problem.format(paper=paper, papers=", ".join(PAPERS)) + nearest(paper, PAPERS))


def scale_on(paper: str, numbers: Mapping[str, float]) -> float:
    """Return what a layout's lengths are multiplied with on a paper: 1 unless it is slides that go on A4.

    ``numbers`` are the layout's custom properties.
    """
    width, height = numbers.get("sheet-width", 0.0), numbers.get("sheet-height", 0.0)
    return min(_WIDTH / width, _HEIGHT / height) if paper == A4 and width > 0 and height > 0 else 1.0


def sheet_on_a4(numbers: Mapping[str, float]) -> dict[str, str]:
    """Return the values that put slides in the middle of A4 across; ``numbers`` are the multiplied ones."""
    rest = (_HEIGHT - numbers["sheet-height"]) / 2
    values = {"sheet-width": _WIDTH, "sheet-height": _HEIGHT}
    values |= {name: numbers.get(name, 0.0) + rest for name in ("margin-top", "margin-bottom")}
    return {name: f"{value:.4f}mm" for name, value in values.items()}
