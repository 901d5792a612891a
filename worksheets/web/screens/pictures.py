"""Pictures of pages, as they will be printed: of what is chosen, and of what is being typed."""

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from worksheets import api
from worksheets.messages import _
from worksheets.web.answer_fields import ANSWER
from worksheets.web.choices import Choices
from worksheets.web.chosen import FIELD, one_line
from worksheets.web.one_person import one_person
from worksheets.web.panel import thumbs_of
from worksheets.web.people_shown import looked_at, person_of
from worksheets.web.posting import number_of, posted, text_of
from worksheets.web.previews import Look, look_at
from worksheets.web.service import changing, service_of

if TYPE_CHECKING:
    from worksheets.web.outlines import Outline
    from worksheets.web.visits import Visit

_KEPT = {"cache-control": "private, max-age=3600, immutable"}
"""For an address that is another one when the picture is; blank pages only, since browsers keep it on the disk."""
_MAYBE_LATER = {"cache-control": "private, max-age=60"}
_NEVER_KEPT = {"cache-control": "no-store"}
_DRAFT_WIDTH = 640
"""The width of the picture of what is being typed, in pixels."""


def page_picture(request: Request) -> Response:
    """Return the picture of a page.

    ``kind`` is a screen's, ``thumb`` for a page of the course, or missing for a page of a ``course``, blank; ``number``
    is the page's, ``person`` that of a participant of the list, ``width`` in pixels. With ``v``, the browser keeps it
    if it is blank.
    """
    asked = request.query_params
    number, width, person = (number_of(asked.get(name, "0")) for name in ("number", "width", "person"))
    if number < 1 or width < 1:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    try:
        if "kind" not in asked:
            return _sample(request, number, width)
        return _picture(request, asked["kind"], number, person, width)
    except (IndexError, ValueError):  # There is no such page.
        return Response(status_code=HTTPStatus.NOT_FOUND)
    except api.WorksheetsError as error:
        return _problems(error)


def _problems(error: api.WorksheetsError) -> Response:
    text = "\n".join(error.problems)
    return PlainTextResponse(text, HTTPStatus.UNPROCESSABLE_ENTITY, _NEVER_KEPT)


def _sample(request: Request, number: int, width: int) -> Response:
    """Return the picture of a page of a blank handout of a course, as it is if nothing is chosen."""
    service, visit = service_of(request), request.state.visit
    where = service.courses.get(request.query_params.get("course", visit.course))
    if where is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    outline = service.outlines.of(api.read_course(where))
    look = look_at(Choices(), outline, None, visit.key)
    picture = visit.previews.picture(look, service.session, number, width)
    return Response(picture, media_type="image/png", headers=_MAYBE_LATER)


def _picture(request: Request, kind: str, number: int, person: int, width: int) -> Response:
    service, visit = service_of(request), request.state.visit
    with changing(request):
        outline = service.outline(visit)
        is_thumb = kind == "thumb"
        look = thumbs_of(visit, outline) if is_thumb else _look(visit, outline, kind, person)
    names = visit.previews.names(look, service.session) or ()
    if is_thumb:
        number = names.index(outline.pages[number - 1].name) + 1
    number = min(number, len(names))  # Who asked did not know how many there would be.
    picture = visit.previews.picture(look, service.session, number, width)
    may_be_kept = look.is_blank and request.query_params.get("v") == look.key
    return Response(picture, media_type="image/png", headers=_KEPT if may_be_kept else _NEVER_KEPT)


def _look(visit: "Visit", outline: "Outline", kind: str, person: int = 0) -> Look:
    return look_at(visit.choices, outline, looked_at(visit, kind, person), visit.key)


def draft(request: Request, form: FormData) -> Response:
    """Return the picture of the page on which something is being typed, as it would be printed.

    The form has the ``screen``, the ``field`` (a slot, or ``given.`` or ``answer.`` and a slot), its ``text`` if it
    changes, and the ``person``.
    """
    service = service_of(request)
    with changing(request) as visit:
        outline = service.outline(visit)
        path = text_of(form, "field").removeprefix(FIELD).removeprefix(ANSWER)
        slot = outline.slot(path)
        if slot is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        look = _drafted(visit, outline, form, service.session)
    try:
        answer = _drawn(request, visit.previews.draft(look, service.session), look, slot)
    except api.WorksheetsError as error:
        return _problems(error)
    visit.previews.prepare(look, service.session, service.preparing)  # Afterwards: it would slow this picture down.
    return answer


def _drafted(visit: "Visit", outline: "Outline", form: FormData, session: api.Session) -> Look:
    """Return the handout with the text that is being typed; without a text, as it is."""
    field, text, kind = (text_of(form, name) for name in ("field", "text", "screen"))
    participant = looked_at(visit, kind, number_of(text_of(form, "person")))
    choices = visit.choices
    if field.startswith(FIELD):
        path = field.removeprefix(FIELD)
        line = one_line(text, outline.course.slots[path].limit)
        choices = replace(choices, given={**choices.given, path: line})
    elif kind == "person" and "text" in form:
        texts = {**person_of(visit, outline, session).texts, field.removeprefix(ANSWER): text}
        participant = one_person(texts, outline, session).anybody
    elif participant and "text" in form:
        participant = participant.given({field: text[: outline.course.slots[field].limit]})
    return look_at(choices, outline, participant, visit.key)


def _drawn(request: Request, view: api.PageView, look: Look, slot: api.CourseSlot) -> Response:
    """Return a picture of the page with a slot, and note that it is the one that is looked at."""
    visit = request.state.visit
    names = view.names(look.participant)
    with changing(request):
        number = min(visit.looking.number, len(names))
        if names[number - 1] not in slot.pages:
            number = next((place for place, name in enumerate(names, start=1) if name in slot.pages), number)
        visit.looking = replace(visit.looking, number=number)
    picture = view.picture(look.participant, number - 1, _DRAFT_WIDTH * 72 // 595)
    words = _("Page {number} / {count}").format(number=number, count=len(names))
    return Response(picture, media_type="image/png", headers={**_NEVER_KEPT, "x-page": quote(words)})


ROUTES = [
    Route("/preview/page", page_picture),
    Route("/preview/draft", posted(draft), methods=["POST"]),
]
