"""How long a run still takes, from how quickly the last handouts were finished."""

from collections import deque
from collections.abc import Sequence

from worksheets.messages import _, ngettext

_LAST = 41
"""Handouts of which the pace is taken: with fewer it jumps, with more it follows a change slowly."""
_FEWEST = 4
"""Handouts before anything is said."""
_FEW_SECONDS, _MINUTE, _HOUR = 10, 60, 3600


class Pace:
    """The times at which the last handouts were finished, in seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=_LAST)

    def note(self, time: float) -> None:
        """Note that a handout has been finished at a time."""
        self._times.append(time)

    def seconds_left(self, handouts: int) -> float | None:
        """Return how many seconds so many handouts take; None while too few are done to know."""
        return seconds_for(handouts, tuple(self._times))


def seconds_for(handouts: int, times: Sequence[float]) -> float | None:
    """Return how many seconds so many handouts take, if others were finished at these times; None for too few."""
    if len(times) < _FEWEST:
        return None
    return handouts * (times[-1] - times[0]) / (len(times) - 1)


def in_words(seconds: float | None) -> str:
    """Return how long something still takes, rounded as somebody would say it; empty if it is not known."""
    if seconds is None:
        return ""
    if seconds < _FEW_SECONDS:
        return _("a few seconds left")
    if seconds < _MINUTE - _FEW_SECONDS / 2:
        tens = round(seconds / _FEW_SECONDS) * _FEW_SECONDS
        return ngettext("about {count} second left", "about {count} seconds left", tens).format(count=tens)
    if seconds < _HOUR - _MINUTE / 2:
        minutes = max(1, round(seconds / _MINUTE))
        return ngettext("about {count} minute left", "about {count} minutes left", minutes).format(count=minutes)
    hours = max(1, round(seconds / _HOUR))
    return ngettext("about {count} hour left", "about {count} hours left", hours).format(count=hours)
