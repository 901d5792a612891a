"""What is done to the list: another one is brought, texts are mended, rows come and go, people are ticked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets import api
from worksheets.messages import _
from worksheets.web.downloads import XLSX, given_file
from worksheets.web.intake import Intake, RefusedError, list_of_file, list_of_names, only_file
from worksheets.web.list_table import NOT_PRINTED, TableMaker, spot_of
from worksheets.web.people import Change, Judge, People, Spot, View
from worksheets.web.posting import posted, text_of, to_screen
from worksheets.web.rendering import page
from worksheets.web.service import changing, service_of
from worksheets.web.wrong_files import Refusal

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.open_list import OpenList
    from worksheets.web.visits import Visit

SCREEN = "/group"
_MOST_FILES = 20
_MOST_FIELDS = 20_000
"""Fields of a form of the table: a row may have a thousand cells."""
_MOST_COLUMNS = 2_000
"""The last column of which the page changes a text."""
_MOST_DIGITS = 8
Edit = Callable[[Request, FormData, "Visit", People], People]
"""Returns the people after a change."""


def judge_of(request: Request, course: "Course") -> Callable[["OpenList"], "api.JudgedList"]:
    """Return what judges a list by a course."""
    return lambda open_list: api.judge(open_list, course, service_of(request).session)


# Another list.


def bring_file(request: Request, form: FormData) -> Response:
    """Take the list in a file in place of the one that there is."""
    uploads = [value for value in form.getlist("file") if isinstance(value, UploadFile)]
    folder = request.state.visit.folder
    return _bring(request, form, lambda course: list_of_file(only_file(uploads), folder, course))


def bring_names(request: Request, form: FormData) -> Response:
    """Make a list of names that were typed."""
    return _bring(request, form, lambda course: list_of_names(text_of(form, "names"), course))


def begin_empty(request: Request, form: FormData) -> Response:
    """Begin with an empty list, to type people in."""
    return _bring(request, form, lambda course: _with_rows(api.new_list(course)))


def _with_rows(new: "OpenList") -> "OpenList":
    """Return an empty list with one row to type in."""
    return new.with_row(0)


def _bring(request: Request, form: FormData, read: Callable[["Course"], "OpenList"]) -> Response:
    """Take a list that was brought; if it is refused, the one that there was stays.

    It is read while others may change the visit: that can take seconds.
    """
    with changing(request) as visit:
        name, course = visit.course, service_of(request).course(visit)
        if "names" in form:
            visit.intake = replace(visit.intake, names=text_of(form, "names"))
    try:
        people = _read(read, course, name, judge_of(request, course))
    except RefusedError as error:
        with changing(request) as visit:
            visit.intake = replace(visit.intake, refusal=error.refusal)
        return to_screen(f"{SCREEN}?new" if "names" in form else SCREEN)
    with changing(request) as visit:
        visit.people, visit.intake = people.after(visit.people), Intake()
    return to_screen(SCREEN)


def _read(read: Callable[["Course"], "OpenList"], course: "Course", name: str, judge: Judge) -> People:
    """Return the people of a list, judged by a course of that name. Raises RefusedError for one that cannot be used."""
    open_list = read(course)
    try:
        return People(open_list, judge(open_list), course=name)
    except api.WorksheetsError as error:
        what = _("{file} cannot be used").format(file=open_list.source)
        raise RefusedError(Refusal(what, "\n".join(error.problems[:3]))) from error


def hide_refusal(request: Request, form: FormData) -> Response:
    """Hide what is said of something that was refused."""
    with changing(request) as visit:
        visit.intake = replace(visit.intake, refusal=None)
    return to_screen(f"{SCREEN}?new" if text_of(form, "new") else SCREEN)


def close_list(request: Request, form: FormData) -> Response:
    """Put the list away, with its steps."""
    del form
    with changing(request) as visit:
        visit.people, visit.intake = None, Intake()
    return to_screen(SCREEN)


# Changes of the list.


def edited(edit: Edit, *, fields: int = _MOST_FIELDS) -> Callable[[Request], object]:
    """Return what changes the people of a visit by a form; one that cannot be made is said."""

    def handler(request: Request, form: FormData) -> Response:
        with changing(request) as visit:
            if visit.people is None:
                return to_screen(SCREEN)
            before = visit.people
            try:
                visit.people = edit(request, form, visit, visit.people)
            except api.WorksheetsError as error:
                visit.intake = replace(
                    visit.intake, refusal=Refusal(_("This was not changed"), "\n".join(error.problems))
                )
            return to_screen(SCREEN + _anchor(before, visit.people))

    return posted(handler, fields=fields)


def _anchor(before: People, after: People) -> str:
    """Return where on the screen the last step has changed something, for browsers without the script."""
    if len(after.steps) <= len(before.steps) or not (spot := after.steps[-1].spot).row:
        return "#list" if after is not before else ""
    return f"#r{spot.sheet}-{spot.row}"


def change_texts(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Change the cells whose fields have another text than the list, all in one step."""
    open_list, spots = people.open_list, []
    for place, text in _changed_cells(form, people):
        open_list = open_list.with_text(*place, text)
        spots.append(spot_of(people, *place))
    if not spots:
        return people
    course = service_of(request).course(visit)
    return people.with_list(open_list, judge_of(request, course), Change.TEXT, *spots)


def _changed_cells(form: FormData, people: People) -> Iterator[tuple[tuple[int, int, int], str]]:
    """Yield the cells for which a form has another text: ``cell.0.9.2`` is the second one of row 9."""
    for name, value in form.multi_items():
        if not isinstance(value, str):
            continue
        if name == "clear" and (place := _cell_place(value, people)):
            yield place, ""
        elif name.startswith("cell.") and (place := _cell_place(name[len("cell.") :], people)):
            text = value.replace("\r\n", "\n")
            if text != people.text(*place):
                yield place, text


def _cell_place(text: str, people: People) -> tuple[int, int, int] | None:
    """Return the sheet, the row and the column that a form names, if the list has the row."""
    match _numbers(text):
        case (sheet, row, column) if people.row(sheet, row) and 1 <= column <= _MOST_COLUMNS:
            return sheet, row, column
    return None


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a text such as ``0.9.2``; none for any other text."""
    words = text.split(".")
    is_right = all(word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS for word in words)
    return tuple(map(int, words)) if is_right else ()


def _row_place(text: str, people: People) -> tuple[int, int] | None:
    """Return the sheet and the row that a form names, if the list has the row."""
    match _numbers(text):
        case (sheet, row) if people.row(sheet, row):
            return sheet, row
    return None


def add_row(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Add an empty row to the sheet that is shown."""
    del form
    course = service_of(request).course(visit)
    sheet = min(people.view.sheet, len(people.judged.sheets) - 1)
    row = people.open_list.next_row(sheet)
    return people.with_list(
        people.open_list.with_row(sheet), judge_of(request, course), Change.ROW_ADDED, Spot(sheet, row)
    )


def delete_row(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Delete a row."""
    place = _row_place(text_of(form, "row"), people)
    if place is None:
        return people
    course = service_of(request).course(visit)
    return people.with_list(
        people.open_list.without_row(*place), judge_of(request, course), Change.ROW_DELETED, Spot(*place)
    )


def choose_meanings(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Take columns for what somebody has chosen: ``meaning.0.5`` is that of the fifth column."""
    course = service_of(request).course(visit)
    known = {NOT_PRINTED, *(meaning.path for meaning in api.meanings(course))}
    open_list, spots = people.open_list, []
    for (sheet, column), value in _chosen_meanings(form):
        spot = spot_of(people, sheet, 0, column)
        if value in known and spot.heading and value != people.column(sheet, column).meaning:
            open_list = open_list.with_meaning(sheet, column, value)
            spots.append(spot)
    return people.with_list(open_list, judge_of(request, course), Change.MEANING, *spots) if spots else people


def _chosen_meanings(form: FormData) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the columns that a form has, with what they are to be taken for."""
    match _numbers(text_of(form, "leave-out")):
        case (sheet, column):
            yield (sheet, column), NOT_PRINTED
            return
    for name, value in form.multi_items():
        match _numbers(name.removeprefix("meaning.")):
            case (sheet, column) if isinstance(value, str):
                yield (sheet, column), value


def tick(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Tick people: all of them, none, or those of the rows that the form has offered."""
    del request, visit
    match text_of(form, "all"):
        case "on":
            return people.with_unticked(())
        case "off":
            return people.with_unticked(people.entries)
    offered = {place for word in text_of(form, "offered").split() if (place := _row_place(word, people))}
    ticked = {_row_place(value, people) for value in form.getlist("tick") if isinstance(value, str)}
    unticked = (people.unticked - offered) | (offered - ticked)
    return people.with_unticked({place for place in unticked if place in people.entries})


def undo(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Take back the last step."""
    del form
    return people.without_last_step(judge_of(request, service_of(request).course(visit)))


def take_hidden(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Take the rows and sheets, too, that the spreadsheet hides."""
    del form
    course = service_of(request).course(visit)
    options = replace(people.open_list.options, hidden=True)
    return people.with_list(people.open_list.with_options(options), judge_of(request, course), Change.HIDDEN)


def look(request: Request, form: FormData, visit: "Visit", people: People) -> People:
    """Show another sheet, only what is to be mended, more rows, or the rows in another order."""
    del request
    view = people.view
    match _numbers(text_of(form, "sheet")):
        case (sheet,) if sheet < len(people.judged.sheets):
            view = View(sheet)
    if only := text_of(form, "only"):
        view = replace(view, only_faults=only == "faults")
    if text_of(form, "more"):
        view = view.with_more_rows()
    if text_of(form, "faults"):
        view = replace(view, every_fault=True)
    if "sort" in form:
        visit.choices = replace(visit.choices, sort=text_of(form, "sort"))
    return people.with_view(view)


# Files.


def download(request: Request) -> Response:
    """Return the mended list: the sheets, columns and texts of the one that was brought."""
    with changing(request) as visit:
        people, course = visit.people, service_of(request).course(visit)
    if people is None:
        return to_screen(SCREEN)
    path = Path(f"{Path(people.name).stem or people.open_list.name}.xlsx")
    return given_file(api.open_list_document(people.open_list, course, path).make(), path.name, XLSX)


def template(request: Request) -> Response:
    """Return an empty list to start from."""
    with changing(request) as visit:
        course = service_of(request).course(visit)
    path = Path(_("participants") + ".xlsx")
    document, *_others = api.starting_documents("roster", path, course)
    return given_file(document.make(), path.name, XLSX)


def row_screen(request: Request) -> Response:
    """Show one row with all of its columns, as fields: without the script, and on a small screen."""
    asked = request.query_params
    with changing(request) as visit:
        people, course = visit.people, service_of(request).course(visit)
    place = _row_place(f"{asked.get('sheet', '')}.{asked.get('row', '')}", people) if people else None
    if people is None or place is None:
        return to_screen(SCREEN)
    maker = TableMaker(people, course, sheet=place[0], most_columns=_MOST_COLUMNS)
    columns, row = maker.columns(), maker.row(place[1])
    fields = tuple(zip(columns, row.cells, strict=True))
    return page(request, "list_row.html.j2", people=people, sheet=place[0], row=row, fields=fields)


ROUTES = [
    Route("/list/file", posted(bring_file, files=_MOST_FILES), methods=["POST"]),
    Route("/list/names", posted(bring_names, files=_MOST_FILES), methods=["POST"]),
    Route("/list/new", posted(begin_empty, files=_MOST_FILES), methods=["POST"]),
    Route("/list/hide", posted(hide_refusal), methods=["POST"]),
    Route("/list/close", posted(close_list), methods=["POST"]),
    Route("/list/cell", edited(change_texts), methods=["POST"]),
    Route("/list/add", edited(add_row), methods=["POST"]),
    Route("/list/delete", edited(delete_row), methods=["POST"]),
    Route("/list/meaning", edited(choose_meanings), methods=["POST"]),
    Route("/list/ticks", edited(tick), methods=["POST"]),
    Route("/list/hidden", edited(take_hidden), methods=["POST"]),
    Route("/list/undo", edited(undo), methods=["POST"]),
    Route("/list/view", edited(look), methods=["POST"]),
    Route("/list/download", download),
    Route("/list/template", template),
    Route("/list/row", row_screen),
]
