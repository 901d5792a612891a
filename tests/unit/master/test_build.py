"""The self-test of a master takes pages as alike whose numbers hardly differ."""

import pytest

from worksheets.master.build import _is_near


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        (b"1 0 0 1 10.5 20 cm q", True),
        (b"1 0 0 1 10.5004 20 cm q", True),
        (b"1 0 0 1 10.51 20 cm q", False),
        (b"1 0 0 1 10.5 20 cm Q", False),
        (b"1 0 0 1 10.5 20 cm q 1", False),
    ],
)
def test_content_is_compared_but_for_the_last_digits(other: bytes, is_near: bool) -> None:  # noqa: FBT001
    assert _is_near(b"1 0 0 1 10.5 20 cm q", other) is is_near
