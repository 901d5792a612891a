"""The end of a visit: by its button, with a minute to undo it, or when nobody has used the page for long."""

import asyncio
from collections.abc import AsyncIterator

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from worksheets.messages import LANGUAGES, in_language, language
from worksheets.web import life
from worksheets.web.guards import ENDED
from worksheets.web.posting import came_from, posted, to_screen
from worksheets.web.rendering import html
from worksheets.web.service import Service, changing, service_of
from worksheets.web.visits import Visit

_PAUSE = 0.5
"""Seconds after which is looked whether there is something to say."""
_SILENCE = 15.0
"""Seconds after which an empty line is sent, which fails if the browser has gone without a word."""


def end(request: Request, form: FormData) -> Response:  # noqa: ARG001 - as handlers are called
    """Delete everything in a minute."""
    with changing(request) as visit:
        life.end(visit, service_of(request).visits.clock())
    return to_screen(came_from(request))


def undo(request: Request, form: FormData) -> Response:  # noqa: ARG001
    """Go on as if nobody had ended it."""
    with changing(request) as visit:
        visit.ends_at = None
    return to_screen(came_from(request))


def end_now(request: Request, form: FormData) -> Response:  # noqa: ARG001
    """Delete everything."""
    visit: Visit = request.state.visit
    service_of(request).visits.wipe(visit)
    return to_screen(_ended(visit))


def stay(request: Request, form: FormData) -> Response:  # noqa: ARG001
    """Go on: that somebody asks for this is enough."""
    return to_screen(came_from(request))


def hide_problem(request: Request, form: FormData) -> Response:  # noqa: ARG001
    """Show no longer what went wrong: the answer to any form does that."""
    return to_screen(came_from(request))


def ended(request: Request) -> Response:
    """Say that everything is deleted, in the language that the page spoke."""
    code = request.query_params.get("language", "")
    with in_language(code if code in LANGUAGES else language()):
        return HTMLResponse(html("ended.html.j2", language=language()))


async def presence(request: Request) -> Response:
    """Stay open as long as the page, and tell it what it must say of the visit's end."""
    events = _events(service_of(request), request.state.visit)
    return StreamingResponse(events, media_type="text/event-stream")


async def _events(service: Service, visit: Visit) -> AsyncIterator[str]:
    """Yield what the page says of its end whenever that changes, and at last where to go."""
    clock = service.visits.clock
    shown: object = ""
    silence = 0.0
    with service.visits.page_open(visit):
        while service.visits.of(visit.key) is visit:
            with in_language(visit.language):
                notice = life.notice(visit, clock())
                current = notice and (notice.is_wanted, life.wiped_at(visit), visit.language)
                text = _event("notice", html("notice.html.j2", notice=notice)) if current != shown else ""
            shown, silence = current, 0.0 if text else silence + _PAUSE
            if text or silence >= _SILENCE:
                silence = 0.0
                yield text or ":\n\n"
            await asyncio.sleep(_PAUSE)
        yield _event("wiped", _ended(visit))


def _ended(visit: Visit) -> str:
    return f"{ENDED}?language={visit.language}"


def _event(name: str, text: str) -> str:
    """Return a server-sent event (HTML, “Server-sent events”)."""
    return f"event: {name}\n" + "".join(f"data: {line}\n" for line in text.splitlines() or [""]) + "\n"


ROUTES = [
    Route("/end", posted(end), methods=["POST"]),
    Route("/end/undo", posted(undo), methods=["POST"]),
    Route("/end/now", posted(end_now), methods=["POST"]),
    Route("/stay", posted(stay), methods=["POST"]),
    Route("/problem/hide", posted(hide_problem), methods=["POST"]),
    Route(ENDED, ended),
    Route("/presence", presence),
]
