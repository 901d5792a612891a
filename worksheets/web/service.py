"""What all visits share: the courses on offer, the library's session, and the link that lets the next browser in."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from worksheets import api

from .links import OneTimeLink
from .outlines import Outline, Outlines
from .own_course import FollowedCourses
from .visits import Visit, Visits

if TYPE_CHECKING:
    from starlette.requests import Request

    from worksheets.course.course import Course


class Service:
    """The page's server, whatever the network looks like."""

    def __init__(
        self,
        session: api.Session,
        own_courses: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        report: Callable[[str], object] = lambda line: None,  # noqa: ARG005 - what is called so
    ) -> None:
        """``own_courses`` are folders of courses, which are offered before those that come with the program.

        ``clock`` gives seconds, and never goes back; ``report`` gets a line about each failure of the program.
        """
        self.report = report
        self.session = session
        self.own_courses = {Path(where).resolve().name: where for where in own_courses}
        self.courses = {**self.own_courses, **{name: name for name in api.shipped_courses()}}
        """What ``api.read_course`` takes, by the names under which courses are offered."""
        self.followed = FollowedCourses()
        """The own courses at which somebody looks."""
        self.outlines = Outlines(session)
        self.visits = Visits(clock)
        self.link = OneTimeLink()
        self.preparing = api.Session()
        """Makes in the background, in a process of its own, what lets the session draw pages quickly."""

    def new_visit(self) -> Visit:
        """Begin a visit with the first course."""
        return self.visits.new(next(iter(self.courses)))

    def close(self) -> None:
        """Delete what visits have left, and end what is made in the background."""
        self.followed.end()
        self.visits.wipe_all()
        self.preparing.close()

    def course(self, visit: Visit) -> "Course":
        """Return a visit's course as its files are now. Raises CourseError with everything that is wrong with it."""
        return api.read_course(self.courses[visit.course])

    def outline(self, visit: Visit) -> Outline:
        """Return a visit's course with its pages. Raises WorksheetsError for one that cannot be printed."""
        return self.outlines.of(self.course(visit))


def service_of(request: "Request") -> Service:
    """Return the service that a request is for."""
    service: Service = request.app.state.service
    return service


@contextmanager
def changing(request: "Request") -> Iterator[Visit]:
    """Give the visit of a request, which nobody else changes in this context.

    Raises HTTPException if it was wiped while the request waited: nothing is begun for it any more.
    """
    visit: Visit = request.state.visit
    with visit.lock:
        if visit.is_wiped:
            raise HTTPException(HTTPStatus.UNAUTHORIZED)
        yield visit
