"""A box is as high as its exercise says, or as a text's rules would be, and holds so many lines."""

import pytest

from tests.helpers.course import the_course
from worksheets.compose.boxes import BOX, GRID, box_height, box_place
from worksheets.course.layout import Layout, read_layout
from worksheets.course.slots import PROMPTS, TEXT, Part


def layout(name: str = "handout") -> Layout:
    return read_layout(name, the_course().folder)


def text(lines: int | None = None, **settings: object) -> Part:
    return Part("a", "A", lines=lines, type=TEXT, settings=tuple(settings.items()))


@pytest.mark.parametrize(
    ("part", "height"),
    [
        (text(), 0),
        (text(3), 0),
        (text(0), 31.5),
        (text(0, height=60), 60),
        (text(height=12), 12),
        (text(grid=True), 30),
        (text(grid=True, height=42), 42),
        (text(grid=False), 0),
        (Part("a", "A", lines=0, type=PROMPTS), 0),
    ],
)
def test_a_box_is_as_high_as_it_says(part: Part, height: float) -> None:
    assert box_height(part, layout()) == height


def test_a_layout_without_the_place_draws_no_boxes() -> None:
    assert box_height(text(0, height=60), layout("slides")) == 0


@pytest.mark.parametrize(
    ("place", "height", "lines"),
    [(BOX, 12, [1, 1]), (BOX, 31.5, [4, 6]), (BOX, 60, [8, 12]), (GRID, 30, [5]), (GRID, 60.7, [12])],
)
def test_a_box_holds_as_many_lines_of_each_size_as_have_room(place: str, height: float, lines: list[int]) -> None:
    assert [step.lines for step in box_place(layout().place(place), place, height, layout()).steps] == lines
