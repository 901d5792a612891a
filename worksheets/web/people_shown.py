"""Those whose handouts a screen shows: the list's, the one participant's, or nobody's."""

from typing import TYPE_CHECKING, Protocol

from .one_person import OnePerson, one_person, version

if TYPE_CHECKING:
    from worksheets import api
    from worksheets.people.participant import Participant

    from .outlines import Outline
    from .visits import Visit


class ListedPeople(Protocol):
    """A list of people, as far as the preview shows it."""

    @property
    def chosen(self) -> tuple[int, ...]:
        """The numbers of those who get a handout."""

    def participant(self, number: int) -> "Participant | None":
        """Return what the person with a number has filled in."""


def listed_people(visit: "Visit", kind: str) -> ListedPeople | None:
    """Return the group's list on its screen; None on others, and while there is no list."""
    return visit.people if kind == "group" else None


def person_of(visit: "Visit", outline: "Outline", session: "api.Session") -> OnePerson:
    """Return the one participant, judged by the course as it is now."""
    if visit.person is None or visit.person.course != version(outline):
        visit.person = one_person(visit.person.texts if visit.person else {}, outline, session)
    return visit.person


def looked_at(visit: "Visit", kind: str, number: int = 0) -> "Participant | None":
    """Return who is looked at, or the participant of a number; None for a blank handout."""
    if kind == "person":
        return visit.person.anybody if visit.person else None
    people = listed_people(visit, kind)
    if people is None:
        return None
    if number:  # Somebody in whose row something is wrong can be looked at, too.
        return people.participant(number)
    number = visit.looking.person
    if not people.chosen:
        return None
    return people.participant(number if number in people.chosen else people.chosen[0])
