"""How long a run still takes is said as somebody would say it, and only once it is known."""

import pytest

from worksheets.web.pace import Pace, in_words, seconds_for


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0, "a few seconds left"),
        (9.9, "a few seconds left"),
        (10, "about 10 seconds left"),
        (24, "about 20 seconds left"),
        (54, "about 50 seconds left"),
        (55, "about 1 minute left"),
        (89, "about 1 minute left"),
        (91, "about 2 minutes left"),
        (3569, "about 59 minutes left"),
        (3570, "about 1 hour left"),
        (9000, "about 2 hours left"),
    ],
)
def test_time_is_rounded(seconds: float | None, words: str) -> None:
    assert in_words(seconds) == words


def test_nothing_is_said_before_it_is_known() -> None:
    assert seconds_for(20, [0.0, 1.0, 2.0]) is None
    assert seconds_for(20, [0.0, 1.0, 2.0, 3.0]) == 20


def test_only_the_last_ones_count() -> None:
    pace = Pace()
    for time in (0, 100, 200, 300, *range(301, 361)):
        pace.note(time)
    assert pace.seconds_left(7) == 7
