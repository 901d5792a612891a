"""The fonts: whose they are, what they cover, and widths that are the typesetter's own."""

import re

import pytest
from weasyprint import HTML

from tests.helpers.making import font_map
from tests.helpers.names import NAMES
from worksheets.course.declared_fonts import TEXT_FAMILY
from worksheets.resources import STYLES
from worksheets.text.fonts import BOLD, REGULAR, advance, baseline, ink, installed, uncovered

SIZE = 100.0  # Points.


def set_width(text: str, weight: int) -> float:
    """Return the width in ems that WeasyPrint sets a text in."""
    families = re.search(r"html { font-family: ([^;]*);", (STYLES / "base.css").read_text("utf-8"))
    assert families
    names = families[1].replace("var(--text-font)", f'"{TEXT_FAMILY}"').replace('"', "'")
    style = f"@page {{ size: 9m 9m }} p {{ font: {weight} {SIZE}pt {names} }}"
    page = (
        HTML(string=f"<style>{style.replace('9m', '9000mm')}</style><p><span>{text}</span>")
        .render(font_config=font_map())
        .pages[0]
    )
    boxes = [box for box in page._page_box.descendants() if type(box).__name__ == "TextBox"]  # noqa: SLF001
    return float(sum(box.width for box in boxes)) / (SIZE * 96 / 72)


@pytest.mark.parametrize("script", [name for name in NAMES if name not in {"japanese", "emoji"}])
@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_widths_are_the_typesetters_own(script: str, weight: int) -> None:
    assert advance(NAMES[script], weight) == pytest.approx(set_width(NAMES[script], weight), rel=0.01)


def test_the_text_font_comes_first() -> None:
    assert installed()[0].regular.name.startswith("SourceSans3")
    assert len(installed()) > 20, "the extra fonts are installed for the tests"


def test_what_no_font_has_is_found() -> None:
    assert uncovered("Ää – \u200d\ufe0f\n") == ()
    assert uncovered("a\U00012000b\U00012000\U00012001") == ("\U00012000", "\U00012001")


def test_ink_reaches_above_and_below_the_baseline() -> None:
    above, below = ink("Aino", BOLD)
    assert (above, below) == pytest.approx((0.72, 0.01), abs=0.02)
    assert ink("Å", BOLD)[0] > 0.85
    assert ink("gjy", BOLD)[1] > 0.19
    assert ink("กุ้งปู่ที่นี้", BOLD)[0] > 1.0
    assert ink(" ") == (0.0, 0.0)


def test_a_baseline_lies_below_the_middle_of_its_line() -> None:
    assert baseline(BOLD) == pytest.approx((1.024 - 0.4) / 2)
