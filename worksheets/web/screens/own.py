"""A course of one's own, shown while it is written."""

import asyncio
import time
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from worksheets.web.own_course import CourseFile, CourseState, OwnCourse, lines_of
from worksheets.web.posting import number_of, posted, text_of, to_screen
from worksheets.web.rendering import page
from worksheets.web.service import changing, service_of

if TYPE_CHECKING:
    from worksheets.web.visits import Visit

_SMALL, _LARGE = 36, 110
"""Dots per inch of thumbnails and of the page."""
_FIRST_LOOK = 1.0
"""Seconds that a screen waits for the first pages."""
_PAUSE = 0.2
"""Seconds between two looks at whether something is different."""
_SILENCE = 15.0
"""Seconds after which a word without meaning keeps the connection open."""
_SCREENS = {"blank": "/blank", "group": "/group"}


def own(request: Request) -> Response:
    """Show the course of one's own: ``file`` and ``page`` are numbers of what is looked at."""
    course = _own_course(request)
    if course is None:
        return page(request, "own_none.html.j2")
    state = course.wait(0, _FIRST_LOOK) if course.state.version == 0 else course.state
    file = _file(request, state)
    number = _number(request, "page") or (file.page if file else 0) or 1
    faults = state.faults_in(file.path) if file else ()
    return page(
        request,
        "own.html.j2",
        course=course,
        title=state.title or course.folder.resolve().name,
        state=state,
        file=file,
        faults=faults,
        lines=lines_of(file, faults) if file else (),
        number=number,
        name=state.preview.names[number - 1] if state.preview and number <= len(state.preview.names) else "",
        folder=Path(course.folder).resolve(),
    )


def _own_course(request: Request) -> OwnCourse | None:
    """Return the visit's course if it is one's own, or else the first that is; None if there is none."""
    visit: Visit = request.state.visit
    service = service_of(request)
    name = visit.course if visit.course in service.own_courses else next(iter(service.own_courses), None)
    return service.followed.of(service.own_courses[name], visit.language) if name else None


def _file(request: Request, state: CourseState) -> CourseFile | None:
    """Return the file that is asked for; otherwise that of the page, of the first fault, or the first page's."""
    asked, page_number = _number(request, "file"), _number(request, "page")
    if 1 <= asked <= len(state.files):
        return state.files[asked - 1]
    at_fault = {fault.file for fault in state.faults}
    wanted = [file for file in state.files if page_number and file.page == page_number]
    wanted += [file for file in state.files if file.path in at_fault]
    wanted += [file for file in state.files if file.page == 1]
    return next(iter((*wanted, *state.files)), None)


def _number(request: Request, name: str) -> int:
    return number_of(request.query_params.get(name, ""))


def own_page(request: Request) -> Response:
    """Return the picture of a page as it last was right; ``small`` for a thumbnail."""
    course = _own_course(request)
    small = "small" in request.query_params
    picture = course.picture(_number(request, "number"), _SMALL if small else _LARGE) if course else None
    if picture is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(picture, media_type="image/png")


def own_events(request: Request) -> Response:
    """Tell whenever something in the course is different."""
    course = _own_course(request)
    known = request.headers.get("last-event-id", request.query_params.get("version", "0"))
    return StreamingResponse(_events(course, known), media_type="text/event-stream")


async def _events(course: OwnCourse | None, known: str) -> AsyncIterator[str]:
    """Yield events (HTML, “Server-sent events”)."""
    yield "retry: 1000\n\n"
    silence = 0.0
    while course and not course.is_ended:
        version, course.seen = str(course.state.version), time.monotonic()
        if version != known:
            known, silence = version, 0.0
            yield f"id: {version}\ndata: {version}\n\n"
        await asyncio.sleep(_PAUSE)
        silence += _PAUSE
        if silence >= _SILENCE:
            silence = 0.0
            yield ": \n\n"


def print_own(request: Request, form: FormData) -> Response:
    """Go where the course is printed, blank or for a group."""
    course, screen = _own_course(request), _SCREENS.get(text_of(form, "screen"), "/blank")
    if course is None or not course.state.can_print:
        return to_screen("/own")
    name = course.folder.resolve().name
    with changing(request) as visit:
        if visit.course != name:
            visit.course, visit.choices = name, visit.choices.for_course()
    return to_screen(screen)


ROUTES = [
    Route("/own", own),
    Route("/own/page", own_page),
    Route("/own/events", own_events),
    Route("/own/print", posted(print_own), methods=["POST"]),
]
