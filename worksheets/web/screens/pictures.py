"""Pictures of pages."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets import api
from worksheets.web.previews import blank_picture
from worksheets.web.service import service_of


def page_picture(request: Request) -> Response:
    """Return the picture of a page: ``number``, ``width`` in pixels, and a ``course`` other than the visit's."""
    service, asked = service_of(request), request.query_params
    where = service.courses.get(asked.get("course", request.state.visit.course))
    try:
        number, width = int(asked["number"]), int(asked["width"])
    except (KeyError, ValueError):
        number = width = 0
    if where is None or number < 1 or width < 1:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    picture = blank_picture(api.read_course(where), number, width, service.session)
    return Response(picture, media_type="image/png", headers={"cache-control": "private, max-age=60"})


ROUTES = [Route("/preview/page", page_picture)]
