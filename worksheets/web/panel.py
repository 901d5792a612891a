"""The panel: how pages will be printed, what is the same for everybody, which pages, and how they are set on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from worksheets import api
from worksheets.messages import _, marked

from .choices import Choices
from .outlines import Outline
from .people_shown import listed_people, looked_at
from .previews import Look, Looking, look_at
from .service import Service, service_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from .visits import Visit

SCREENS = ("blank", "person", "group")
"""The screens that have the panel; also what is looked at there."""
PATIENCE = 0.15
"""The seconds that a screen waits for the pages to be made; then it is shown, and says that they are being made."""
_MOST_PEOPLE = 200
"""People to choose from: those nearest in the list."""
_NAMES = {
    "handout": marked("Handout"),
    "slides": marked("Slides"),
    "large": marked("Large print"),
    "": marked("In colour"),
    "mustavalko": marked("Black and white"),
}
"""What the shipped layouts and themes are called; those of a course's own have their own names."""
_USUAL_THEME = "verkosto"
"""The theme of a course that brings no colours of its own."""


class Option(NamedTuple):
    """Something to choose."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A page that is looked at."""

    number: int
    """The page of the handout, counted from 1."""
    count: int = 0
    """The handout's pages; 0 while it is being made."""
    page: str = ""
    """The name of the course's page on it; empty while that is not known."""
    text: str | None = None
    """The page's text, if it is shown."""
    problems: tuple[str, ...] = ()
    """Why it cannot be shown."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows."""

    screen: str
    outline: Outline
    choices: Choices
    looking: Looking
    people: tuple[Option, ...]
    """Those who can be looked at, by their numbers."""
    person: str
    """The name of who is looked at; empty for a blank handout."""
    preview: Preview
    look: Look
    thumbs: Look
    """The blank pages, all of them, in the chosen style."""
    is_about: bool = False
    """How many sheets there will be is not known for sure: somebody's answers may go on on a page of their own."""

    @property
    def chosen(self) -> tuple[int, ...]:
        """The numbers of the chosen pages."""
        return self.choices.chosen_pages(self.outline.course)

    @property
    def is_everything(self) -> bool:
        """All pages are chosen."""
        return len(self.chosen) == len(self.outline.pages)

    @property
    def offers_exercises(self) -> bool:
        """The course has exercises and other pages, and not just its exercises are chosen."""
        return 0 < len(self.outline.exercises) < len(self.outline.pages) and self.chosen != self.outline.exercises

    @property
    def person_value(self) -> str:
        """Who of the people is looked at."""
        known = [person.value for person in self.people]
        return str(self.looking.person) if str(self.looking.person) in known else next(iter(known), "")

    @property
    def is_first_person(self) -> bool:
        """Nobody stands before who is looked at."""
        return not self.people or self.person_value == self.people[0].value

    @property
    def is_last_person(self) -> bool:
        """Nobody stands after who is looked at."""
        return not self.people or self.person_value == self.people[-1].value

    def is_narrow(self, path: str) -> bool:
        """Return True for a date's field, and the field after it, which stand side by side."""
        fields = self.outline.group_fields
        are_dates = [self.outline.course.slots[slot.path].date for slot in fields]
        place = [slot.path for slot in fields].index(path)
        follows_date = place > 0 and are_dates[place - 1]
        return len(fields) > place + 1 if are_dates[place] else follows_date

    @property
    def layouts(self) -> list[Option]:
        """The layouts to choose from."""
        return [_option(name) for name in self.outline.layouts]

    @property
    def themes(self) -> list[Option]:
        """The themes to choose from; the first is the course's own."""
        return [_option(name) for name in ("", *self.outline.themes) if name != _USUAL_THEME]

    @property
    def sheets_each(self) -> int:
        """The sheets of paper of a handout on which no text needs more room than it has; 0 while it is being made."""
        pages = self.preview.count if self.preview.count and not self.people else len(self.chosen)
        return pages if self.choices.one_sided else (pages + 1) // 2

    def sheets(self, people: int) -> int:
        """Return the sheets of paper for so many handouts."""
        return people * self.sheets_each

    def address(self, width: int) -> str:
        """Return where the picture of the page is that is looked at."""
        person = f"&person={self.looking.person}" if self.looking.person else ""
        return _address(self.screen, self.preview.number, width, self.look) + person

    def thumb(self, number: int) -> str:
        """Return where the small picture of a page of the course is."""
        return _address("thumb", number, 150, self.thumbs)


def _address(kind: str, number: int, width: int, look: Look) -> str:
    return f"/preview/page?kind={kind}&number={number}&width={width}&v={look.key}"


def _option(name: str) -> Option:
    return Option(name, _(_NAMES[name]) if name in _NAMES else name)


def panel_of(request: "Request", screen: str, *, with_text: bool = False) -> Panel:
    """Return the panel of a screen. Raises WorksheetsError for a course that cannot be printed.

    It shows the page's text if somebody has asked for it, or ``with_text``.
    """
    service, visit = service_of(request), request.state.visit
    outline = service.outline(visit)
    participant = looked_at(visit, screen)
    look = look_at(visit.choices, outline, participant, visit.key)
    return Panel(
        screen,
        outline,
        visit.choices,
        replace(visit.looking, text=visit.looking.text or with_text),
        tuple(_people(visit) if screen == "group" else ()),
        participant.name if participant else "",
        _preview(service, visit, outline, look, with_text=visit.looking.text or with_text),
        look,
        thumbs_of(visit, outline),
        is_about=screen == "group" and _has_answers(visit, outline),
    )


def _has_answers(visit: "Visit", outline: Outline) -> bool:
    """Return True if one of the chosen people has answers, and not just a name and what is said of the group."""
    people, fields = listed_people(visit, "group"), {outline.course.name_slot, *outline.course.settable}
    chosen = (people.participant(number) for number in people.chosen) if people else ()
    return any(not fields.issuperset(participant.values) for participant in chosen if participant)


def thumbs_of(visit: "Visit", outline: Outline) -> Look:
    """Return the blank pages, all of them, in the chosen style."""
    return look_at(replace(visit.choices, pages=None, given={}), outline, None, visit.key)


def _preview(service: Service, visit: "Visit", outline: Outline, look: Look, *, with_text: bool) -> Preview:
    """Return the page that is looked at, as far as it is made."""
    number = visit.looking.number
    if not visit.choices.chosen_pages(outline.course):
        return Preview(1)
    visit.previews.prepare(look, service.session, service.preparing)
    try:
        names = visit.previews.names(look, service.session, PATIENCE)
        if names is None:
            return Preview(number)
        number = max(1, min(number, len(names)))
        text = visit.previews.text(look, service.session, number) if with_text else None
    except api.WorksheetsError as error:
        return Preview(number, problems=error.problems)
    return Preview(number, len(names), names[number - 1], text)


def _people(visit: "Visit") -> Sequence[Option]:
    """Return those who can be looked at: of a large group, the nearest."""
    people = listed_people(visit, "group")
    if people is None:
        return ()
    chosen = list(people.chosen)
    place = chosen.index(visit.looking.person) if visit.looking.person in chosen else 0
    start = max(0, min(place - _MOST_PEOPLE // 2, len(chosen) - _MOST_PEOPLE))
    nearest = ((number, people.participant(number)) for number in chosen[start : start + _MOST_PEOPLE])
    return [Option(str(number), participant.name) for number, participant in nearest if participant]
