"""The forms that have come back: who has answered, who is missing, what could not be read, and what to do with it."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets import api
from worksheets.web.bodies import MOST_FILES
from worksheets.web.downloads import CSV, PDF, XLSX, given_file
from worksheets.web.form_uploads import Uploads
from worksheets.web.people import People
from worksheets.web.posting import number_of, posted, text_of, to_screen
from worksheets.web.rendering import page
from worksheets.web.returned import GivenAnswer, ReturnedForms
from worksheets.web.service import changing, service_of

if TYPE_CHECKING:
    from pathlib import Path

    from worksheets.web.visits import Visit

_SCREEN = "/forms"
_LIST = "vastaukset"
"""The name of the list of answers, as ``worksheets collect`` has it."""
_LIST_NAME = f"{_LIST}.xlsx"
_FORMATS = {"xlsx": XLSX, "csv": CSV}


def forms(request: Request) -> Response:
    """Show what has come back; with ``see``, the number of an answer, also its pages."""
    returned = _returned(request)
    if not returned.files:
        return page(request, "forms_empty.html.j2", returned=returned, most=MOST_FILES)
    people = _expected(request.state.visit)
    missing = returned.missing(people.roster) if people else ()
    seen = returned.answer(number_of(request.query_params.get("see", "")))
    pages, problems = _seen_pages(request, seen)
    return page(
        request,
        "forms.html.j2",
        returned=returned,
        people=people,
        missing=missing,
        seen=seen,
        pages=pages,
        problems=problems,
        most=MOST_FILES,
    )


def _returned(request: Request) -> ReturnedForms:
    """Return the forms of a visit, read by its course."""
    visit: Visit = request.state.visit
    returned = visit.returned or ReturnedForms(visit.folder / "forms")
    if returned.files and (returned.result is None or returned.course != visit.course):
        read = returned.read(service_of(request).course(visit), visit.course)
        with changing(request):
            if visit.returned is returned:
                visit.returned = read
        return read
    return returned


def _expected(visit: "Visit") -> "People | None":
    """Return the list of those whose answers are waited for; None if there is none."""
    is_of_answers = visit.people is not None and visit.people.name == _LIST_NAME
    return visit.expected if is_of_answers else visit.people


def _seen_pages(request: Request, seen: GivenAnswer | None) -> tuple[int, tuple[str, ...]]:
    """Return the number of an answer's pages, and what is wrong with them."""
    if seen is None:
        return 0, ()
    visit, service = request.state.visit, service_of(request)
    try:
        return visit.answer_pages.count(seen.answer.participant, service.course(visit), service.session), ()
    except api.WorksheetsError as error:
        return 0, error.problems


def answer_page(request: Request) -> Response:
    """Return the picture of a page: the ``number`` of an ``answer``'s pages."""
    asked, visit, service = request.query_params, request.state.visit, service_of(request)
    given, number = _returned(request).answer(number_of(asked.get("answer", ""))), number_of(asked.get("number", ""))
    if given is None or not number:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    try:
        picture = visit.answer_pages.picture(
            given.answer.participant, number - 1, service.course(visit), service.session
        )
    except (IndexError, api.WorksheetsError):
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(picture, media_type="image/png")


def take_files(request: Request, form: FormData) -> Response:
    """Add files to those that are there, and read them; a password opens those that are locked."""
    visit: Visit = request.state.visit
    with changing(request):
        uploads = Uploads(visit.folder / "forms", visit.forms_taken * MOST_FILES + 1)
        visit.forms_taken += len(form.getlist("files"))
    uploads.add(form)
    with changing(request):
        returned = visit.returned or ReturnedForms(uploads.folder)
        visit.returned = returned.with_files(uploads.files, text_of(form, "password"), uploads.problems)
    return to_screen(_SCREEN)


def _change(change: Callable[[ReturnedForms, FormData], ReturnedForms]) -> Callable[[Request, FormData], Response]:
    """Return what changes the forms of a visit."""

    def changed(request: Request, form: FormData) -> Response:
        _returned(request)
        with changing(request) as visit:
            if visit.returned is not None:
                visit.returned = change(visit.returned, form)
        return to_screen(_SCREEN)

    return changed


def _other_answer(returned: ReturnedForms, form: FormData) -> ReturnedForms:
    return returned.using(number_of(text_of(form, "answer")))


def _without_file(returned: ReturnedForms, form: FormData) -> ReturnedForms:
    return returned.without_file(number_of(text_of(form, "file")))


def _closed(returned: ReturnedForms, _form: FormData) -> ReturnedForms:
    return returned.closed()


def _undone(returned: ReturnedForms, _form: FormData) -> ReturnedForms:
    return returned.before or returned


def download_list(request: Request) -> Response:
    """Return the answers as a list: a workbook, or the ``format`` csv."""
    suffix = request.query_params.get("format", "xlsx")
    returned = _returned(request)
    if suffix not in _FORMATS or not returned.participants:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    document = _list_document(request, returned, suffix)
    return given_file(document.make(), document.path.name, _FORMATS[suffix])


def _list_document(request: Request, returned: ReturnedForms, suffix: str = "xlsx") -> api.Document:
    course = service_of(request).course(request.state.visit)
    return api.list_document(returned.participants, course, returned.folder / f"{_LIST}.{suffix}")


def download_overview(request: Request) -> Response:
    """Return the overview of the group as a PDF; with ``names`` it names those who have answered."""
    returned, service = _returned(request), service_of(request)
    if not returned.participants:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    course, path = service.course(request.state.visit), _written_list(request, returned)
    group = api.choose_group(path, course, skip_invalid=True)
    names = request.query_params.get("names") == "yes"
    document = api.summary(group, course, names=names, session=service.session)
    return given_file(document.make(), document.path.name, PDF, is_shown=True)


def _written_list(request: Request, returned: ReturnedForms) -> "Path":
    return _list_document(request, returned).write(overwrite=True)


def print_answers(request: Request, _form: FormData) -> Response:
    """Make the answers the list of the visit, and go where a group's handouts are made."""
    returned, service = _returned(request), service_of(request)
    if not returned.participants:
        return to_screen(_SCREEN)
    course = service.course(request.state.visit)
    open_list = replace(api.open_list(_written_list(request, returned), course), source=_LIST_NAME)

    people = People(open_list, api.judge(open_list, course, service.session), course=request.state.visit.course)
    with changing(request) as visit:
        visit.expected = _expected(visit)
        visit.people = people.after(visit.people)
        visit.choices = replace(visit.choices, fillable=False)
    return to_screen("/group")


ROUTES = [
    Route(_SCREEN, forms),
    Route("/forms/page", answer_page),
    Route("/forms/files", posted(take_files, files=MOST_FILES), methods=["POST"]),
    Route("/forms/older", posted(_change(_other_answer)), methods=["POST"]),
    Route("/forms/remove", posted(_change(_without_file)), methods=["POST"]),
    Route("/forms/close", posted(_change(_closed)), methods=["POST"]),
    Route("/forms/undo", posted(_change(_undone)), methods=["POST"]),
    Route("/forms/print", posted(print_answers), methods=["POST"]),
    Route("/forms/list", download_list),
    Route("/forms/overview", download_overview),
]
