"""The screen while handouts are made: how many are ready, how long it still takes; it can be stopped."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from worksheets import api
from worksheets.messages import _, ngettext
from worksheets.web import pace
from worksheets.web.attended import attended
from worksheets.web.downloads import ZIP, disposition, size_in_words
from worksheets.web.making import Making, Phase, Progress
from worksheets.web.paper_files import order
from worksheets.web.papers import FieldsError, faults_of
from worksheets.web.posting import posted, text_of, to_screen
from worksheets.web.rendering import page
from worksheets.web.service import Service, changing, service_of
from worksheets.web.tasks import Kind, Task
from worksheets.web.unfinished import failed, places_of
from worksheets.web.visits import Visit
from worksheets.web.zip_stream import zipped

if TYPE_CHECKING:
    from worksheets.web.people import People

_MOST_SHOWN = 60
"""The most people of whom each has a line; of more, those who failed and the last ones done."""
_LAST_DONE = 10
_FIELDS = 10_000
"""Fields of a form: all that a screen has chosen or typed can come with what is to be made."""
_PAUSE = 0.2
"""Seconds between two looks at how far it is."""
_SILENCE = 15.0
"""Seconds after which a word without meaning keeps the connection open."""


@dataclass(frozen=True, slots=True)
class Line:
    """What has become of one participant so far."""

    number: int
    name: str
    """With the place in the list if others have the same name."""
    is_done: bool
    has_failed: bool


def make(request: Request, form: FormData) -> Response:
    """Begin to make something; while something is being made, that is shown."""
    with changing(request) as visit:
        if visit.making is None or visit.making.phase.is_over:
            try:
                task = _task(form, visit, service_of(request))
            except FieldsError:  # In what was typed for a paper, which its screen says.
                return to_screen("/papers")
            if task is None:
                return to_screen("/")
            if task.kind.is_of_a_group and task.people is None:
                return to_screen(task.kind.screen)
            visit.making = Making(task, service_of(request).session)
            visit.making.begin()
    return to_screen("/making")


def _task(form: FormData, visit: Visit, service: Service) -> Task | None:
    """Return what a form asks for; None if there is no such thing.

    Raises FieldsError if a paper cannot be made together with the handouts.
    """
    try:
        kind = Kind(text_of(form, "kind"))
    except ValueError:
        return None
    choices = visit.choices
    if kind is Kind.PACKET and choices.fillable and not text_of(form, "paper"):
        kind = Kind.FORMS
    printing = choices.printing(service.course(visit))
    if kind in (Kind.PACKET, Kind.FORMS):
        printing = replace(printing, fillable=kind is Kind.FORMS)
    return Task(
        kind,
        printing,
        visit.folder / "made" / kind.value,
        visit.person if kind is Kind.PERSON else _people(kind, visit, printing),
        one_sided=choices.one_sided or kind is Kind.CERTIFICATES,
        volume=choices.volume,
        sort=choices.sort,
        only_print_file=kind is Kind.PACKET and bool(text_of(form, "only_print_file")),
        products=_products(visit, service) if kind is Kind.PACKET and visit.people else (),
        certificate=visit.papers.certificate() if kind is Kind.CERTIFICATES else None,
        with_names=bool(text_of(form, "with_names")),
    )


def _products(visit: Visit, service: Service) -> tuple[api.Product, ...]:
    """Return what is made with the handouts. Raises FieldsError for what was typed wrongly for it."""
    outline, files = service.outline(visit), visit.paper_files
    orders = [order(visit, outline, paper, is_blank=False) for paper in visit.papers.with_packet]
    for each in orders:
        if faults := faults_of(each.paper, files.checked(each, service.session).problems).fields:
            raise FieldsError(faults)
    return tuple(each.product for each in orders if not isinstance(each.product, api.Certificate))


def _people(kind: Kind, visit: Visit, printing: api.Printing) -> "People | None":
    """Return the list of those who get what is made: certificates only those who have been there."""
    if kind is Kind.CERTIFICATES and visit.people:
        return attended(visit.people, printing.course, visit.papers.text("certificate.whom"))
    return visit.people if kind.is_of_a_group else None


def cancel(request: Request, _form: FormData) -> Response:
    """Stop what is being made."""
    with changing(request) as visit:
        if visit.making:
            visit.making.stop()
    return to_screen("/making")


def resume(request: Request, _form: FormData) -> Response:
    """Go on where it was stopped: what is finished is kept."""
    with changing(request) as visit:
        if visit.making and visit.making.phase.is_over:
            visit.making = Making(visit.making.task, service_of(request).session)
            visit.making.begin()
    return to_screen("/making")


def making_screen(request: Request) -> Response:
    """Show how far it is; once it is done, show what is done."""
    making: Making | None = request.state.visit.making
    if making is None:
        return to_screen("/")
    progress = making.progress()
    if progress.phase is Phase.DONE:
        return to_screen("/done")
    if progress.phase is Phase.NO_SPACE:
        only_printed = replace(making.task, only_print_file=True).size
        sizes = [size_in_words(size) for size in (making.task.size, making.space, only_printed)]
        fits = making.task.kind is Kind.PACKET and not making.task.only_print_file and only_printed < making.space
        return page(request, "making_space.html.j2", making=making, sizes=sizes, only_print_file_fits=fits)
    lines, shows_all = _lines(making), bool(request.query_params.get("all"))
    shown = lines if shows_all else _shown(lines, making)
    return page(
        request,
        "making.html.j2",
        making=making,
        progress=progress,
        left=pace.in_words(progress.seconds_left),
        spoken=_spoken(progress),
        failures=failed(making, places_of(making)),
        lines=shown,
        more=len(lines) - len(shown),
        last=_pictured(lines, progress),
    )


def _lines(making: Making) -> list[Line]:
    """Return a line for each participant whose handout is to be made, in the list's order."""
    if not making.task.is_packet:
        return []
    people, places = making.task.chosen, places_of(making)
    namesakes = Counter(person.participant.name for person in people)
    done = {file.participant.number for file in making.handouts if file.participant}
    not_done = {file.participant.number for file in making.summary.failed if file.participant}
    return [
        Line(
            person.number,
            f"{name}, {places[person.number]}" if namesakes[name] > 1 else name,
            person.number in done,
            person.number in not_done,
        )
        for person in people
        if (name := person.participant.name)
    ]


def _shown(lines: Sequence[Line], making: Making) -> list[Line]:
    """Return the lines that are shown: all, or of very many those who failed, and the last ones done."""
    if len(lines) <= _MOST_SHOWN:
        return list(lines)
    last = [file.participant.number for file in making.handouts[-_LAST_DONE:] if file.participant]
    by_number = {line.number: line for line in lines}
    return [line for line in lines if line.has_failed] + [by_number[number] for number in last if number in by_number]


def _pictured(lines: Sequence[Line], progress: Progress) -> Line | None:
    """Return the line of the participant of whose handout there is a picture."""
    person = progress.pictured.participant if progress.pictured else None
    return next((line for line in lines if person and line.number == person.number), None)


def _spoken(progress: Progress) -> str:
    """Return what is said aloud: it changes at each full tenth."""
    if progress.phase is Phase.STOPPED:
        return _("Stopped.")
    if progress.is_closing:
        return _("The print file is being finished.")
    message = ngettext("{count} of {total} ready", "{count} of {total} ready", progress.tenth)
    return message.format(count=progress.tenth, total=progress.total)


def events(request: Request) -> Response:
    """Tell how far it is, whenever that changes, until it is over."""
    making: Making | None = request.state.visit.making
    known = request.headers.get("last-event-id", "")
    return StreamingResponse(_events(making, known), media_type="text/event-stream")


async def _events(making: Making | None, known: str) -> AsyncIterator[str]:
    """Yield events (HTML, “Server-sent events”). Each says all, so that none is missed that comes too late."""
    yield "retry: 1000\n\n"
    silence = 0.0
    while making:
        progress = making.progress()
        if str(progress.version) != known or progress.phase.is_over:
            known, silence = str(progress.version), 0.0
            yield f"id: {known}\nevent: progress\ndata: {json.dumps(_as_tree(progress))}\n\n"
        if progress.phase.is_over:
            break
        await asyncio.sleep(_PAUSE)
        silence += _PAUSE
        if silence > _SILENCE:
            silence = 0.0
            yield ": still here\n\n"
    yield "event: over\ndata: {}\n\n"


def _as_tree(progress: Progress) -> dict[str, object]:
    """Return what the script shows."""
    return {
        "done": progress.done,
        "failed": progress.failed,
        "total": progress.total,
        "left": pace.in_words(progress.seconds_left),
        "spoken": _spoken(progress),
        "phase": progress.phase.name.lower(),
    }


def zip_file(request: Request) -> Response:
    """Send what is finished, and what is still being made as soon as it is finished."""
    making: Making | None = request.state.visit.making
    if making is None or not making.task.is_packet:
        return to_screen("/making")
    headers = {"content-disposition": disposition(f"{making.task.name}.zip")}
    return StreamingResponse(zipped(making), media_type=ZIP, headers=headers)


ROUTES = [
    Route("/make", posted(make, fields=_FIELDS), methods=["POST"]),
    Route("/making", making_screen),
    Route("/making/events", events),
    Route("/making/cancel", posted(cancel), methods=["POST"]),
    Route("/making/resume", posted(resume), methods=["POST"]),
    Route("/making/zip", zip_file),
    Route("/done/zip", zip_file),
]
