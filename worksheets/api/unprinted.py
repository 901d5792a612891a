"""Answers that no page prints: a fault of the course, or what the chosen pages leave out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from worksheets.errors import PageError, quoted
from worksheets.messages import ngettext
from worksheets.packet.session import Session
from worksheets.resources import is_shipped

if TYPE_CHECKING:
    from worksheets.compose.edition import Edition
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant


def lost_answers(people: "Sequence[Participant]", course: "Course", layout: str, session: Session) -> list[str]:
    """Return a line, with the cure, for each exercise that people have answered and that no page prints in full.

    The pages of shipped courses print everything, as a test checks. Raises PageError or StyleError for a page or a
    style sheet that cannot be used.
    """
    if is_shipped(course.folder) or not any(_answered(person, course) for person in people):
        return []
    from worksheets.compose.drawn_slots import missing_exercise, unprinted  # Here: a merge needs none of it.

    pages, lines = session.drawn_pages(course, layout), []
    for exercise, paths in unprinted(pages, course).items():
        if concerned := [person for person in people if _answered(person, course).intersection(paths)]:
            fault = missing_exercise(course.part(exercise), paths, pages, course)
            lines.append(f"{fault}. {_concerned(concerned)}")
    return lines


def faults(course: "Course", layout: str, session: Session) -> list[str]:
    """Return a line, with the cure, for each exercise that no page prints in full."""
    if is_shipped(course.folder):
        return []
    from worksheets.compose.drawn_slots import missing_exercise, unprinted

    pages = session.drawn_pages(course, layout)
    missing = unprinted(pages, course).items()
    return [missing_exercise(course.part(exercise), paths, pages, course) for exercise, paths in missing]


def left_out_answers(
    people: "Sequence[Participant]", course: "Course", pages: Sequence[str], layout: str, session: Session
) -> list[str]:
    """Return a line about the answers that are on some page of the course, but on none of the chosen pages."""
    if set(pages) == set(course.pages) or not any(_answered(person, course) for person in people):
        return []
    from worksheets.compose.drawn_slots import unprinted

    drawn = session.drawn_pages(course, layout)
    nowhere = unprinted(drawn, course)
    listed, concerned = [], set()
    for exercise, paths in unprinted([page for page in drawn if page.name in pages], course).items():
        wanted = set(paths) - set(nowhere.get(exercise, ()))
        names = [index for index, person in enumerate(people) if _answered(person, course) & wanted]
        concerned.update(names)
        listed += [f"{quoted(exercise)} ({len(names)})"] if names else []
    message = ngettext(
        "--pages leaves out the answers of {count} participant of {all}: {exercises}; leave out --pages to print all",
        "--pages leaves out the answers of {count} participants of {all}: {exercises}; leave out --pages to print all",
        len(concerned),
    )
    return [message.format(count=len(concerned), all=len(people), exercises=", ".join(listed))] if listed else []


def refuse_doubled_fields(edition: "Edition", session: Session) -> None:
    """Raise PageError for each field or exercise that stands more than once on the pages of a form."""
    if edition.fillable and not is_shipped(edition.course.folder):
        from worksheets.compose.drawn_slots import doubled

        pages = session.drawn_pages(edition.course, edition.layout.name)
        if lines := doubled([page for page in pages if page.name in edition.pages], edition.course):
            raise PageError(*lines)


def _answered(person: "Participant", course: "Course") -> frozenset[str]:
    """Return the slots of exercises that a person has filled, without the numbers of rows."""
    from worksheets.compose.drawn_slots import without_rows

    exercises = {part.id for part in course.root.parts if part.type}
    return frozenset(without_rows(path) for path in person.values if path.partition(".")[0] in exercises)


def _concerned(people: "Sequence[Participant]") -> str:
    """Return whose answers would be lost."""
    message = ngettext(
        "The answers of {name} would be lost",
        "The answers of {count} participants would be lost, {name} among them",
        len(people),
    )
    return message.format(count=len(people), name=people[0].name)
