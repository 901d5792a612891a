"""The screen for a whole group: the list, and beside it how the pages will be printed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.web.list_summary import left_out_of, meaning_groups, orders_of, summary_of
from worksheets.web.list_table import TableMaker
from worksheets.web.panel import panel_of
from worksheets.web.papers import WITH_PACKET
from worksheets.web.people import People, View
from worksheets.web.rendering import page
from worksheets.web.service import changing, service_of

from .people_list import judge_of


def group(request: Request) -> Response:
    """Show the list, or where to bring one."""
    with changing(request) as visit:
        course = service_of(request).course(visit)
        if visit.people is not None and visit.people.course != visit.course:  # Another course has been chosen.
            visit.people = visit.people.judged_again(judge_of(request, course), visit.course)
        if visit.people is not None and (view := _view(request, visit.people)):
            visit.people = visit.people.with_view(view)
        people = visit.people
    if people is None or "new" in request.query_params:
        return page(request, "list_empty.html.j2", course=course, people=people, intake=visit.intake)
    return page(
        request,
        "group.html.j2",
        course=course,
        people=people,
        intake=visit.intake,
        table=TableMaker(people, course, visit.choices.sort).table(),
        summary=summary_of(people),
        left_out=left_out_of(people),
        meanings=meaning_groups(course),
        orders=orders_of(people, course),
        panel=panel_of(request, "group"),
        papers_to_tick=WITH_PACKET,
    )


def _view(request: Request, people: People) -> View | None:
    """Return the sheet that a link asks for; None if it asks for none that there is."""
    sheet = request.query_params.get("sheet", "")
    is_there = sheet in map(str, range(len(people.judged.sheets))) and int(sheet) != people.view.sheet
    return View(int(sheet)) if is_there else None


ROUTES = [Route("/group", group)]
