"""The papers of a course day, made of the list that is open or to fill in by hand: one look, and they are printed."""

from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from worksheets import api
from worksheets.messages import _, decimal
from worksheets.web.attended import LAST_NAME, everybody_in, parts_of, text_in
from worksheets.web.downloads import PDF, given_file
from worksheets.web.list_summary import Choice, orders_of
from worksheets.web.paper_files import Order, order
from worksheets.web.papers import Faults, FieldsError, Paper, faults_of, without_option
from worksheets.web.posting import posted, text_of, to_screen
from worksheets.web.rendering import page
from worksheets.web.service import changing, service_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worksheets.people.participant import Participant
    from worksheets.web.outlines import Outline
    from worksheets.web.visits import Visit

_SCREEN, _BLANK_SCREEN = "/papers", "/papers/blank"


@dataclass(frozen=True, slots=True)
class PaperCard:
    """What the screen shows of a paper."""

    paper: Paper
    faults: Faults
    picture: str = ""
    """The address of the picture of its first page; empty if there is none."""
    is_drawn: bool = False
    """It has been made for its picture."""
    warnings: tuple[str, ...] = ()
    """What is unusual in it."""


def papers(request: Request) -> Response:
    """Show the papers that can be made of the list; without one, where to bring it."""
    people = request.state.visit.people
    if people is None or not people.chosen:
        return page(request, "papers_empty.html.j2", people=people)
    return _screen(request, is_blank=False)


def blank_papers(request: Request) -> Response:
    """Show the papers to fill in by hand."""
    return _screen(request, is_blank=True)


def _screen(request: Request, *, is_blank: bool) -> Response:
    service, visit = service_of(request), request.state.visit
    outline = service.outline(visit)
    wanted = [paper for paper in Paper if paper.can_be_blank or not is_blank]
    return page(
        request,
        "papers.html.j2",
        course=outline.course,
        cards=[_card(request, outline, paper, is_blank=is_blank) for paper in wanted],
        people=None if is_blank else visit.people,
        choices=visit.papers.for_people(len(visit.people.chosen) if visit.people else 0),
        is_blank=is_blank,
        fields=_fields(visit, outline),
        parts=parts_of(visit.people, outline.course) if visit.people and not is_blank else {},
        sheets=[(number, _sheet_words(number)) for number in api.label_sheets()],
    )


def _card(request: Request, outline: "Outline", paper: Paper, *, is_blank: bool) -> PaperCard:
    visit: Visit = request.state.visit
    try:
        wanted = order(visit, outline, paper, is_blank=is_blank)
    except FieldsError as error:
        return PaperCard(paper, Faults(error.faults))
    files = visit.paper_files
    checked = files.checked(wanted, service_of(request).session)
    made = files.known(wanted) or files.known(wanted.sample)
    if problems := checked.problems or (made.problems if made else ()):
        return PaperCard(paper, faults_of(paper, problems))
    picture = _address("picture", paper, wanted, is_blank=is_blank)
    return PaperCard(
        paper, Faults(), picture, is_drawn=made is not None, warnings=tuple(map(without_option, checked.warnings))
    )


def _address(what: str, paper: Paper, wanted: Order, *, is_blank: bool) -> str:
    return f"/papers/{what}?paper={paper.value}&blank={int(is_blank)}&v={wanted.key}"


def _fields(visit: "Visit", outline: "Outline") -> list[tuple[str, str]]:
    """Return the names and labels of the list's fields whose text can stand on cards, or keep people apart."""
    names = (outline.course.name_slot, LAST_NAME)
    fields = orders_of(visit.people, outline.course) if visit.people else ()
    people = everybody_in(visit.people) if visit.people else ()
    return [
        (field.value, field.label) for field in fields if field.value not in names and _may_be_printed(field, people)
    ]


def _may_be_printed(field: Choice, people: "Sequence[Participant]") -> bool:
    """Return True for a field without e-mail addresses, which are never printed."""
    return not any("@" in text_in(person, field.value) for person in people)


def _sheet_words(number: str) -> str:
    """Return what a menu says of a sheet of labels."""
    sheet = api.label_sheets()[number]
    # Translators: a sheet of labels in a menu: “L7160: 63.5 × 38.1 mm, 21”.
    message = _("{number}: {width} × {height} mm, {count}")
    width, height = (decimal(side) for side in (sheet.width, sheet.height))
    return message.format(number=number, width=width, height=height, count=sheet.places)


def change(request: Request, form: FormData) -> Response:
    """Take what has been chosen for a paper, and show it, or lead on to the paper itself."""
    paper, is_blank = _paper(text_of(form, "paper")), bool(text_of(form, "blank"))
    with changing(request) as visit:
        visit.papers = visit.papers.changed(paper, form)
        if text_of(form, "then") == "deal":
            visit.papers = visit.papers.dealt_again()
    screen = f"{_BLANK_SCREEN if is_blank else _SCREEN}#{paper.value}"
    then = text_of(form, "then")
    if then not in ("print", "make"):
        return to_screen(screen)
    with suppress(FieldsError):  # Which is said on the screen.
        wanted, session = _order(request, paper, is_blank=is_blank), service_of(request).session
        if then == "make":
            if paper is Paper.CERTIFICATE and not visit.paper_files.checked(wanted, session).problems:
                # The browser sends the form once more, which says what is to be made.
                return RedirectResponse("/make", HTTPStatus.TEMPORARY_REDIRECT)
            return to_screen(screen)
        # Made now, so that whatever keeps it from being made is said there, too.
        if not visit.paper_files.file(wanted, session).problems:
            screen = _address("print", paper, wanted, is_blank=is_blank)
    return to_screen(screen)


def _order(request: Request, paper: Paper, *, is_blank: bool) -> Order:
    visit = request.state.visit
    if not is_blank and (visit.people is None or not visit.people.chosen):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return order(visit, service_of(request).outline(visit), paper, is_blank=is_blank)


def _paper(name: str) -> Paper:
    """Return the paper that a request names. Raises HTTPException if there is no such paper."""
    try:
        return Paper(name)
    except ValueError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND) from error


def _asked(request: Request) -> Order:
    """Return the order that an address is about. Raises HTTPException if there is none, as after a change."""
    asked = request.query_params
    try:
        return _order(request, _paper(asked.get("paper", "")), is_blank=asked.get("blank") == "1")
    except FieldsError as error:
        raise HTTPException(HTTPStatus.NOT_FOUND) from error


def picture(request: Request) -> Response:
    """Return the picture of a paper's first page."""
    drawn = request.state.visit.paper_files.picture(_asked(request), service_of(request).session)
    return Response(drawn, media_type="image/png") if drawn else Response(status_code=HTTPStatus.NOT_FOUND)


def printed(request: Request) -> Response:
    """Return a paper, for the browser to show."""
    file = request.state.visit.paper_files.file(_asked(request), service_of(request).session)
    if file.problems:
        raise api.WorksheetsError(*file.problems)
    return given_file(file.pdf, file.name, PDF, is_shown=True)


ROUTES = [
    Route(_SCREEN, papers),
    Route(_SCREEN, posted(change), methods=["POST"]),
    Route(_BLANK_SCREEN, blank_papers),
    Route("/papers/picture", picture),
    Route("/papers/print", printed),
]
