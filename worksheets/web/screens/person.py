"""One participant's handout: their name and answers, typed beside the pages on which they are set."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.web.answer_fields import field_groups, name_field
from worksheets.web.panel import panel_of
from worksheets.web.people_shown import person_of
from worksheets.web.rendering import page
from worksheets.web.service import changing, service_of


def person(request: Request) -> Response:
    """Show what can be typed, and the pages."""
    service = service_of(request)
    with changing(request) as visit:
        outline = service.outline(visit)
        typed = person_of(visit, outline, service.session)
    name, groups = name_field(typed, outline), field_groups(typed, outline)
    faults = [field for field in (name, *(field for group in groups for field in group.fields)) if field.problem]
    return page(
        request,
        "person.html.j2",
        panel=panel_of(request, "person"),
        person=typed,
        name=name,
        groups=groups,
        faults=faults,
    )


ROUTES = [Route("/person", person)]
