"""The sheet for both sides: what is drawn on it is as long as it says, and meets when it is held to the light."""

import re

from tests.helpers.course import the_course
from worksheets.compose.products.calibration import CalibrationSide, DrawnCalibration, calibration
from worksheets.compose.products.kinds import Calibration
from worksheets.course.layout import read_layout
from worksheets.course.words import default_words

_LINE = re.compile(r"M(\S+) (\S+)l(\S+) (\S+)")


def drawn() -> DrawnCalibration:
    course = the_course()
    return calibration(Calibration(), [], course, read_layout("handout", course.folder), default_words())


def lines(side: CalibrationSide) -> list[tuple[float, ...]]:
    return [tuple(map(float, match)) for match in _LINE.findall(side.lines)]


def test_the_rulers_have_a_hundred_millimetres() -> None:
    rulers = [line for line in lines(drawn().front) if 100.0 in line[2:]]
    assert sorted(line[2:] for line in rulers) == [(0.0, 100.0), (100.0, 0.0)]


def test_the_crosses_of_both_sides_meet_whichever_edge_the_paper_is_turned_over() -> None:
    centres = {(x + 5, y) for x, y, right, down in lines(drawn().back) if (right, down) == (10, 0)}
    assert centres == {(210 - x, y) for x, y in centres} == {(x, 297 - y) for x, y in centres}
    fronts = {(x + 5, y) for x, y, right, down in lines(drawn().front) if (right, down) == (10, 0)}
    assert fronts == centres


def test_the_arrows_of_both_sides_meet() -> None:
    assert drawn().front.arrow == 210 - drawn().back.arrow


def test_the_marks_at_each_edge_go_in_by_millimetres() -> None:
    for side in (drawn().front, drawn().back):
        across = [(y, right) for _x, y, right, down in lines(side) if (right, down) == (3, 0)]
        assert sorted(y for y, _right in across) == [*range(16), *range(297 - 15, 298)]
        upright = [x for x, _y, right, down in lines(side) if (right, down) == (0, 3)]
        assert sorted(upright) == [*range(16), *range(210 - 15, 211)]


def test_no_number_lies_where_printers_do_not_print() -> None:
    for side in (drawn().front, drawn().back):
        assert all(15 < number.x < 195 and 15 < number.y < 282 for number in side.numbers)


def test_a_fold_in_the_middle_reads_zero() -> None:
    front = lines(drawn().front)
    assert (95.0, 148.5, 20.0, 0.0) in front
    assert (105.0, 138.5, 0.0, 20.0) in front
