"""The first screen: which course, and what is done with it."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets import api
from worksheets.web.rendering import page
from worksheets.web.service import Service, service_of


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course to choose."""

    name: str
    """Under which it is offered."""
    title: str
    pages: int
    exercises: int
    is_own: bool
    problems: int = 0
    """How many errors keep it from being printed; nothing else is known of it then."""


def start(request: Request) -> Response:
    """Show the courses, and the four things to do."""
    service = service_of(request)
    cards = [_card(name, service) for name in service.courses]
    return page(request, "start.html.j2", cards=cards, sheets=_sample_pages(service, request.state.visit.course))


def _card(name: str, service: Service) -> CourseCard:
    is_own = name in service.own_courses
    try:
        course = api.read_course(service.courses[name])
        pages = service.outlines.pages(course)
    except api.WorksheetsError as error:
        return CourseCard(name, name, 0, 0, is_own, len(error.problems))
    return CourseCard(name, course.title, len(pages), sum(page.kind == "exercise" for page in pages), is_own)


def _sample_pages(service: Service, name: str) -> tuple[int, ...]:
    """Return the numbers of two pages that show what a course is: of exercises, if it has any."""
    try:
        pages = service.outlines.pages(api.read_course(service.courses[name]))
    except api.WorksheetsError:
        return ()
    exercises = [page.number for page in pages if page.kind == "exercise"] or [page.number for page in pages]
    return (exercises[0], exercises[-1]) if exercises else ()


ROUTES = [Route("/", start)]
