"""The panel's form: what is printed and how, and which page of whom is looked at."""

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from worksheets import api
from worksheets.web.answer_fields import answers_of
from worksheets.web.chosen import changed_choices
from worksheets.web.one_person import OnePerson, cleared, one_person
from worksheets.web.panel import SCREENS
from worksheets.web.people_shown import listed_people, person_of
from worksheets.web.posting import number_of, posted, text_of, to_screen
from worksheets.web.service import changing, service_of

if TYPE_CHECKING:
    from worksheets.web.outlines import Outline
    from worksheets.web.previews import Looking
    from worksheets.web.visits import Visit

_FIELDS = 5000
"""Fields of the form: a tick for each page, and a field for each answer of one participant."""
_AFTERWARDS = {
    **{screen: f"/{screen}" for screen in SCREENS},
    **{f"{screen}/page": f"/{screen}/page" for screen in SCREENS},
}


def choose(request: Request, form: FormData) -> Response:
    """Change what the form says, and go back to its screen, or on to what is made of it."""
    screen = text_of(form, "screen")
    if screen not in _AFTERWARDS:
        screen = SCREENS[0]
    with changing(request) as visit:
        outline = service_of(request).outline(visit)
        visit.choices = changed_choices(visit.choices, form, outline)
        visit.papers = visit.papers.with_papers(form)
        visit.looking = _looking(visit, form, screen.partition("/")[0])
        is_ready = bool(visit.choices.chosen_pages(outline.course))
        if screen == "person":
            visit.person = _person(visit, form, outline, service_of(request).session)
            is_ready = is_ready and bool(visit.person.chosen)
    if text_of(form, "then") == "make" and is_ready:
        # The browser sends the form once more, which says what is to be made.
        return RedirectResponse("/make", HTTPStatus.TEMPORARY_REDIRECT)
    return to_screen(_AFTERWARDS[screen])


def _person(visit: "Visit", form: FormData, outline: "Outline", session: api.Session) -> OnePerson:
    """Return the one participant as the form changes them."""
    person = person_of(visit, outline, session)
    button = text_of(form, "all")
    if button == "clear":
        return cleared(person, outline, session)
    if button == "undo" and person.before is not None:
        return one_person(person.before, outline, session)
    texts = {path: text for path, text in answers_of(form, person, outline).items() if text}
    return person if texts == person.texts else one_person(texts, outline, session)


def _looking(visit: "Visit", form: FormData, kind: str) -> "Looking":
    """Return where somebody looks after a button to turn pages or people, or after a choice of a person."""
    looking = visit.looking
    turn, choice = text_of(form, "turn"), number_of(text_of(form, "person"))
    if "text" in form:
        return replace(looking, text=text_of(form, "text") == "show")
    if turn in ("page-", "page+"):
        return replace(looking, number=max(1, looking.number + (1 if turn == "page+" else -1)))
    people = listed_people(visit, kind)
    chosen = list(people.chosen) if people else []
    if turn in ("person-", "person+") and chosen:
        place = chosen.index(looking.person) if looking.person in chosen else 0
        place = max(0, min(place + (1 if turn == "person+" else -1), len(chosen) - 1))
        return replace(looking, person=chosen[place])
    return replace(looking, person=choice) if choice in chosen else looking


ROUTES = [Route("/choices", posted(choose, fields=_FIELDS), methods=["POST"])]
