"""A text in its blank: as it is, in a wider blank, or with its rest at the end of the handout; never cut."""

import pytest

from worksheets.compose.blanks import BlankText, set_blank
from worksheets.course.layout import GROWN, NORMAL, Layout, read_layout
from worksheets.course.slots import Part
from worksheets.resources import COURSES, DEFAULT_COURSE
from worksheets.text.fit import Fit

NOTE = "jatkuu lopussa"
LONG = "Ville Juhani Mallikas-Esimerkki ja hänen siskonsa Oulusta"


@pytest.fixture(scope="module", name="layout")
def _layout() -> Layout:
    return read_layout("handout", COURSES / DEFAULT_COURSE)


def blank(text: str, layout: Layout, depth: int = 0, width: int = 40) -> BlankText:
    return set_blank(text, Part("a", "A", settings=(("width", width),)), layout, depth, NOTE)


@pytest.mark.parametrize("text", ["", "Ville Mallikas", "王小明"])
def test_a_text_that_fits_leaves_the_blank_as_it_is(layout: Layout, text: str) -> None:
    assert blank(text, layout) == BlankText(40, Fit(NORMAL, text))


def test_a_longer_text_makes_the_blank_wider(layout: Layout) -> None:
    wider = blank(LONG, layout)
    assert wider.fit == Fit(GROWN, LONG)
    assert 40 < wider.width < 164
    assert blank(LONG, layout, width=130) == BlankText(130, Fit(NORMAL, LONG))


@pytest.mark.parametrize("depth", [0, 1, 20])
def test_what_has_no_room_on_a_whole_line_goes_on_elsewhere(layout: Layout, depth: int) -> None:
    text = f"{LONG} " * 5
    longest = blank(text.strip(), layout, depth)
    assert longest.width == max(164 - 8 * depth, 40)
    assert longest.fit.step == GROWN
    assert f"{longest.fit.text} {longest.fit.overflow.removeprefix('… ')}" == text.strip()


def test_a_word_that_is_wider_than_a_line_is_not_lost(layout: Layout) -> None:
    longest = blank("a" * 300, layout).fit
    assert longest.text + longest.overflow.removeprefix("… ") == "a" * 300


def test_the_lines_of_a_text_with_line_breaks_are_not_lost(layout: Layout) -> None:
    first = blank("Yksi\nkaksi", layout).fit
    assert (first.text, first.overflow) == ("Yksi", "kaksi")
