"""How long a visit is kept, and how long the server runs: as long as somebody is there, and no longer."""

import time
from dataclasses import dataclass

from worksheets.messages import language

from .visits import Visit, Visits

_IDLE = 3600.0
"""Seconds without a request after which a visit is wiped."""
_NOTICE = 600.0
"""Seconds before that in which the page says so."""
_REGRET = 60.0
"""Seconds in which the end of a visit can be undone."""
_GONE = 60.0
"""Seconds without an open page after which the server ends; a page that is loaded again is gone for a moment, too."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says of a visit's end."""

    is_wanted: bool
    """Somebody has ended the visit; otherwise nobody has used it for long."""
    at: str
    """The time of day when it is wiped."""


class Life:
    """Wipes the visits whose time is over, and knows when nobody is there any more."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._last: float | None = None
        """When somebody was there last; None as long as nobody has been."""

    def go_on(self) -> bool:
        """Wipe what is over; return False when the server is to end.

        A server that nobody has visited yet waits.
        """
        now = self._visits.clock()
        visits = list(self._visits)
        for visit in visits:
            if visit.is_busy:
                self._visits.touch(visit)
            elif now >= wiped_at(visit):
                self._visits.wipe(visit)
                self._last = now  # The screen that says so is still to be shown.
            self._last = max(self._last or 0, visit.seen, visit.closed or 0)
        is_there = any(_is_there(visit, now) for visit in visits)
        return self._last is None or is_there or now - self._last < _GONE


def _is_there(visit: Visit, now: float) -> bool:
    """Return True if a visit may have a page that somebody looks at; without JavaScript, nobody knows."""
    return visit.is_busy or visit.open_pages > 0 or (visit.closed is None and now - visit.seen < _IDLE)


def end(visit: Visit, now: float) -> None:
    """Let a visit be wiped in a minute; ending it once more does not put that off."""
    if visit.ends_at is None:
        visit.ends_at = now + _REGRET


def wiped_at(visit: Visit) -> float:
    """Return when a visit is wiped, by the clock of the visits."""
    idle = visit.seen + _IDLE
    return idle if visit.ends_at is None else min(idle, visit.ends_at)


def notice(visit: Visit, now: float) -> Notice | None:
    """Return what the page says of a visit's end; None as long as it is far away."""
    if visit.ends_at is None and wiped_at(visit) - now > _NOTICE:
        return None
    return Notice(visit.ends_at is not None, _time_of_day(time.time() + wiped_at(visit) - now))


def _time_of_day(seconds: float) -> str:
    """Return hours and minutes of a time (in seconds since 1970), as they are written in the current language."""
    moment = time.localtime(seconds)
    return f"{moment.tm_hour}{':' if language() == 'en' else '.'}{moment.tm_min:02}"
