"""A style sheet with every length multiplied is otherwise the same."""

import pytest

from worksheets.course.style_text import resized

CSS = """/* 4mm */
@page cover { size: 100mm 5cm; @bottom-left { font: 10PT/1.2 "Sans 3" } }
p:nth-child(2) { margin: -2mm .5em 50% calc(2 * 4px); color: #4c5f66; background: url("a-3mm.svg") 0 0 / 8mm auto }
"""


def test_lengths_are_multiplied_and_nothing_else() -> None:
    half = resized(CSS, 0.5)
    assert (
        half
        == """/* 4mm */
@page cover { size: 50.00000000mm 2.50000000cm; @bottom-left { font: 5.00000000PT/1.2 "Sans 3" } }
p:nth-child(2) { margin: -1.00000000mm .5em 50% calc(2 * 2.00000000px); color: #4c5f66; \
background: url("a-3mm.svg") 0 0 / 4.00000000mm auto }
""".replace("\\\n", "")
    )


def test_the_text_stays_as_it_is_at_its_own_size() -> None:
    assert resized(CSS, 1) is CSS


@pytest.mark.parametrize("length", ["1e3mm", "+7mm", "0.1mm"])
def test_every_way_to_write_a_number_is_multiplied(length: str) -> None:
    assert float(resized(f"a{{b:{length}}}", 2)[4:-3]) == pytest.approx(2 * float(length[:-2]))
