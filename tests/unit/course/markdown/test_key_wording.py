"""What types say is wrong, in the words of a page in Markdown."""

import pytest

from worksheets.course.markdown.key_wording import as_in_braces
from worksheets.course.types.registry import exercise_types
from worksheets.messages import in_language

SCALE = exercise_types()["scale"].keys


@pytest.mark.parametrize(
    ("problem", "in_finnish", "expected"),
    [
        ("write from = 1, to = 5", True, "write pienin=1 suurin=5"),
        ("write from = 1, to = 5", False, "write from=1 to=5"),
        ("write line = true, or from = 1, to = 5", True, "write jana, or pienin=1 suurin=5"),
        ('write kind = "statements" for several', True, "write ::: väittämät for several"),
        ("from here to there", True, "from here to there"),
    ],
)
def test_keys_are_as_the_page_has_them(problem: str, in_finnish: bool, expected: str) -> None:  # noqa: FBT001
    assert as_in_braces(problem, SCALE, in_finnish=in_finnish) == expected


def test_a_finnish_message_names_keys_in_finnish() -> None:
    with in_language("fi"):
        problem = "poista from ja to tai poista line"
        assert as_in_braces(problem, SCALE, in_finnish=True) == "poista pienin ja suurin tai poista jana"
        assert as_in_braces(problem, SCALE, in_finnish=False) == problem
