"""Who has no handout, why, and what helps, as the page says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.messages import _, marked

from .making import Making

if TYPE_CHECKING:
    from worksheets.people.listed_people import Person
    from worksheets.people.roster import Roster

_REASONS: Mapping[str, str] = {
    # Translators: this and the next two follow “Aino Esimerkki, row 6: ”.
    "TIMEOUT": marked("the handout was not ready in time. Shorten the longest answers, or try again."),
    "MEMORY": marked("the handout needs too much memory. Shorten the longest answers."),
    "PROCESS_DIED": marked("making the handout ended unexpectedly. Try again."),
}
"""What is said of some failures, by the names of their reasons: the library's words name the command line's options."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Somebody of the list without a handout."""

    number: int
    name: str
    """Empty if that is what is missing."""
    place: str
    """Where the list has them, such as “row 9”."""
    reason: str


def unfinished(making: Making) -> list[Unfinished]:
    """Return those who are left out since there are errors in their data, and those whose handouts have failed."""
    places = places_of(making)
    return [*_left_out(making, places), *failed(making, places)]


def failed(making: Making, places: Mapping[int, str]) -> list[Unfinished]:
    """Return those whose handouts have failed; ``places`` are where the list has people, by their numbers."""
    return [
        Unfinished(person.number, person.name, places.get(person.number, ""), reason_of(file))
        for file in making.summary.failed
        if (person := file.participant)
    ]


def _left_out(making: Making, places: Mapping[int, str]) -> Iterator[Unfinished]:
    for event in making.summary.people_left_out:
        place = places.get(event.number, event.location)
        problems = [problem.removeprefix(event.location).lstrip(",: ") for problem in event.problems]
        reason = " ".join(_sentence(problem) for problem in problems) or event.reason.explanation
        yield Unfinished(event.number, event.name, place, reason)


def _sentence(problem: str) -> str:
    return problem if problem.endswith((".", "!", "?")) else f"{problem}."


def reason_of(file: api.PacketFile) -> str:
    """Return why a handout has failed, and what helps."""
    cause, name = file.failure, file.participant.name if file.participant else ""
    if cause is None:
        return ""
    if cause.reason.name in _REASONS:
        return _(_REASONS[cause.reason.name])
    problems = (problem.removeprefix(f"{name}: ") for problem in (*cause.problems, *cause.advice))
    return " ".join(map(_sentence, problems))


def places_of(making: Making) -> dict[int, str]:
    """Return where a list has its people, by their numbers, in the shortest way: “row 9” if it is a single sheet."""
    return _places(making.task.people.roster) if making.task.people else {}


def _places(roster: "Roster") -> dict[int, str]:
    sheets = {person.location.rpartition(", ")[0] for person in roster.people}
    return {person.number: _place(person, is_only=len(sheets) == 1) for person in roster.people}


def _place(person: "Person", *, is_only: bool) -> str:
    """Return a person's row or line, with the sheet if there are several; the file's name is known."""
    file, _comma, place = person.location.partition(", ")
    return place.rpartition(", ")[2] if is_only and place else place or file
