"""What each placeholder is in the second rendering, by what is around it in the first."""

from dataclasses import replace

import pikepdf
import pytest

from tests.helpers.course import the_course
from worksheets.course.layout import NORMAL, SMALL, read_layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.box_tree import PlacedLine, PlacedText
from worksheets.master.compare import PlaceholderPlan, _is_too_narrow, _with_mcids_of
from worksheets.master.placeholders import PlaceholderUse
from worksheets.master.renderings import Rendering
from worksheets.text.fit import css_pixels

NO_SMALL, HAS_SMALL = "ball", "prompt"
"""A place without a small step, and one with one."""


def line(number: int, group: int = 0, room: float = 100, beside: int | None = None) -> PlacedLine:
    """Return the line of a placeholder; with ``beside``, another text shares it."""
    texts = tuple(PlacedText(text, 10) for text in (number, beside) if text is not None)
    inline = beside is not None
    return PlacedLine(0, number, 0, 0, 100, 0, 20, room, group, texts, inline=inline, supported=True)


def plan_of(place: str, *lines: PlacedLine) -> PlaceholderPlan:
    keys = [(f"slot.{placed.number}", place) for placed in lines]
    rendering = Rendering(PlaceholderUse(keys, (), ()), lines, (), (), pikepdf.new(), (), {})
    return PlaceholderPlan(rendering, read_layout("handout", the_course().folder))


def test_a_placeholder_by_itself_is_small_where_its_place_has_a_small_step() -> None:
    assert plan_of(HAS_SMALL, line(0)).state(0) == (SMALL, 1)
    assert plan_of(NO_SMALL, line(0)).state(0) == (NORMAL, 2)


def test_the_first_of_a_group_has_two_lines() -> None:
    plan = plan_of(HAS_SMALL, line(0, group=1), line(1, group=1), line(2, group=2))
    assert [plan.state(number) for number in range(3)] == [(NORMAL, 2), (NORMAL, 1), (SMALL, 1)]
    assert plan.group_of(line(1, group=1)) == [0, 1]
    assert plan.group_of(line(2, group=2)) == [2]


def test_a_placeholder_without_room_for_two_lines_has_one() -> None:
    assert plan_of(NO_SMALL, line(0, room=39)).state(0) == (NORMAL, 1)
    assert plan_of(NO_SMALL, line(0, room=40)).state(0) == (NORMAL, 2)


def test_a_placeholder_beside_another_text_stays_as_it_is() -> None:
    assert plan_of(HAS_SMALL, line(0, beside=-1)).state(0) == (NORMAL, 1)


def test_a_line_may_be_wider_than_its_place_but_not_narrower() -> None:
    layout = read_layout("handout", the_course().folder)
    width = css_pixels(layout.number("prompt-width"))
    for wider, is_too_narrow in ((0, False), (2.5, False), (-0.005, False), (-0.02, True), (-50, True)):
        assert _is_too_narrow(replace(line(0), width=width + wider), "prompt", layout) is is_too_narrow
    assert not _is_too_narrow(replace(line(0), width=1), "head", layout), "any text fits there"


def test_content_gets_the_marked_content_numbers_of_the_first_rendering() -> None:
    assert _with_mcids_of(b"/MCID 3 /MCID 12", b"/MCID 7 x /MCID 8") == b"/MCID 3 x /MCID 12"
    with pytest.raises(NeedsTypesetterError) as error:
        _with_mcids_of(b"/MCID 3", b"")
    assert error.value.refusal.reason is Reason.SIZE_CHANGES_TAGS
