"""The course and the language of the page, which can be changed where they are shown."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.messages import LANGUAGES
from worksheets.web.posting import came_from, posted, text_of, to_screen
from worksheets.web.service import changing, service_of


def choose_course(request: Request, form: FormData) -> Response:
    """Go on with another course."""
    name = text_of(form, "course")
    with changing(request) as visit:
        if name in service_of(request).courses and name != visit.course:
            visit.course, visit.choices = name, visit.choices.for_course()
    return to_screen("/")


def choose_language(request: Request, form: FormData) -> Response:
    """Speak another language, on the screen where somebody has asked for it."""
    language = text_of(form, "language")
    with changing(request) as visit:
        if language in LANGUAGES:
            visit.language = language
    return to_screen(came_from(request))


ROUTES = [
    Route("/course", posted(choose_course), methods=["POST"]),
    Route("/language", posted(choose_language), methods=["POST"]),
]
