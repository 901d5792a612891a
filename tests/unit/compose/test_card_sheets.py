"""Sheets of labels: their makers' figures, and the user's own, with everything that can be wrong in them."""

from pathlib import Path

import pytest

from worksheets.compose.products.card_sheets import CardSheet, label_sheet
from worksheets.errors import CourseError, OptionsError
from worksheets.resources import STYLES

OWN = """
paper = [200, 280]
columns = 2
rows = 3
width = 90
height = 50.5
left = 5
top = 7
across = 95
down = 60
padding = 4
"""
SHIPPED = sorted(path.stem for path in (STYLES / "labels").glob("*.toml"))


def own(folder: Path, text: str = OWN) -> Path:
    path = folder / "oma.toml"
    path.write_text(text, "utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a file, without its name."""
    path = own(folder, text)
    with pytest.raises(CourseError) as error:
        label_sheet("oma.toml", path)
    return [str(problem).removeprefix(f"{path}: ") for problem in error.value.problems]


def test_the_figures_of_the_look() -> None:
    assert label_sheet("L7160", None) == CardSheet(210, 297, 3, 7, 63.5, 38.1, 7.21, 15.15, 66.04, 38.1, 6)


@pytest.mark.parametrize("name", SHIPPED)
def test_each_sheet_lies_in_the_middle_of_its_paper(name: str) -> None:
    """Makers leave the same edges on the left and on the right; so a wrong figure shows."""
    sheet = label_sheet(name, None)
    right, bottom = sheet.corner(sheet.places - 1)
    assert sheet.left == pytest.approx(sheet.paper_width - right - sheet.width, abs=0.11)
    assert sheet.top == pytest.approx(sheet.paper_height - bottom - sheet.height, abs=0.11)


def test_places_are_counted_along_the_rows() -> None:
    sheet = label_sheet("l7160", None)
    assert sheet.corner(0) == (7.21, 15.15)
    assert sheet.corner(4) == pytest.approx((7.21 + 66.04, 15.15 + 38.1))


def test_an_unknown_number_is_refused_with_the_nearest() -> None:
    with pytest.raises(OptionsError, match=r"label:L7613: no such sheet of labels; there are L7159, .*docs/labels.md"):
        label_sheet("L7613", None)
    with pytest.raises(OptionsError, match="Did you mean “L7163”"):
        label_sheet("L7163A", None)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    assert label_sheet("", own(tmp_path)) == CardSheet(200, 280, 2, 3, 90, 50.5, 5, 7, 95, 60, 4)


def test_a_paper_has_a_name(tmp_path: Path) -> None:
    sheet = label_sheet("", own(tmp_path, OWN.replace("[200, 280]", '"a4"')))
    assert (sheet.paper_width, sheet.paper_height) == (210, 297)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = OWN.replace("columns = 2", "colums = 2").replace("rows = 3", 'rows = "3"').replace("left = 5\n", "")
    assert problems(tmp_path, text.replace("down = 60", "down = true")) == [
        "line 3: unknown key “colums”. Did you mean “columns”?",
        "columns is missing; write columns = 3, with your own figure; docs/labels.md says what it is",
        "line 4: rows must be a whole number from 1 to 100, such as rows = 7",
        "left is missing; write left = 7.2, with your own figure; docs/labels.md says what it is",
        "line 9: down must be a number of mm from 1 to 500, without quotes, such as down = 38.1",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("across = 95", "across = 80", "line 9: across = 80 is less than width = 90, so labels would overlap"),
        ("down = 60", "down = 50", "line 10: down = 50 is less than height = 50.5, so labels would overlap"),
        (
            "left = 5",
            "left = 16",
            "line 7: the last labels end 1 mm beyond the paper; look at left, columns, across, w",
        ),
        ("top = 7", "top = 110.5", "line 8: the last labels end 1 mm beyond the paper; look at top, rows, down, heigh"),
        ("padding = 4", "padding = 41", "line 11: padding = 41 leaves no room for a name; write a smaller one"),
        ("[200, 280]", '"A6"', 'line 2: paper must be one of "A4", "A5", "letter", or its width and height in mm, su'),
        ("[200, 280]", "[200]", 'line 2: paper must be one of "A4", "A5", "letter", or its width and height in mm, s'),
        ("width = 90", "width = nan", "line 5: width must be a number of mm from 1 to 500, without quotes"),
        ("width = 90", "width = 90,5", "line 5"),
    ],
)
def test_a_problem_names_its_line_and_its_cure(tmp_path: Path, before: str, after: str, expected: str) -> None:
    (problem,) = problems(tmp_path, OWN.replace(before, after))
    assert problem.startswith(expected)


def test_a_missing_file_is_told_with_the_help(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"puuttuu\.toml: cannot be read: .*docs/labels\.md"):
        label_sheet("", tmp_path / "puuttuu.toml")
