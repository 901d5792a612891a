"""The latest of some time stamps."""

import pytest

from worksheets.people.moments import latest


@pytest.mark.parametrize(
    ("stamps", "index"),
    [
        (["2026-01-14T09:00:00Z", "2026-01-15T08:00:00Z", "2026-01-14T10:00:00Z"], 1),
        (["2026/01/14 9:00:00 ip. EET", "2026/01/14 10:00:00 ap. EET"], 0),
        (["14.1.2026 klo 9.00", "14.1.2026 klo 8.59"], 0),
        (["14.1.2026 9.00", "2.2.2026 8.00"], 1),
        (["1/14/26 9:00", "2/1/26 8:00"], 1),
        (["1/14/26 9:00:00", "1/14/26 12:30:00 AM"], 0),
        (["1/2/2026 1:00 PM", "1/2/2026 12:30 PM"], 0),
        (["14/1/26 9:00", "1/2/26 8:00"], 1),
        (["2.3.2026", "1.3.2026"], 0),
        (["1/14/26 9:00", "1/14/26 9:00"], 1),
        (["eilen", "2026-01-14"], 1),
        (["2026-01-14", "eilen"], 1),
        (["2026-01-14 aamulla", "2026-01-13"], 1),
        (["", ""], 1),
        ([""], 0),
    ],
)
def test_the_latest_time_stamp_is_found_or_the_last_counts(stamps: list[str], index: int) -> None:
    assert latest(stamps) == index
