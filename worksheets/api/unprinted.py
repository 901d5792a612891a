"""Answers that no page prints: a fault of the course, or what the chosen pages leave out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from worksheets.caches import Lifetime, memoized
from worksheets.errors import PageError, _
from worksheets.resources import TEMPLATES

if TYPE_CHECKING:
    from worksheets.compose.drawn_slots import DrawnPage
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

_MOST_COURSES = 8
"""The courses, in a layout each, of which a session keeps what their pages print."""


def lost_answers(people: "Sequence[Participant]", course: "Course", layout: str) -> list[str]:
    """Return a line, with the cure, for each exercise that people have answered and that no page prints in full.

    Raises PageError or StyleError for a page or a style sheet that cannot be used.
    """
    if _is_shipped(course) or not any(_answered(person, course) for person in people):
        return []
    from worksheets.compose.drawn_slots import missing_exercise, unprinted  # Loads the template engine.

    pages, lines = _drawn(course, layout), []
    for exercise, paths in unprinted(pages, course).items():
        if concerned := [person for person in people if _answered(person, course).intersection(paths)]:
            fault = missing_exercise(course.part(exercise), paths, pages, course)
            lines.append(f"{fault}. {_concerned(concerned)}")
    return lines


def faults(course: "Course", layout: str) -> list[str]:
    """Return a line, with the cure, for each exercise that no page prints in full."""
    if _is_shipped(course):
        return []
    from worksheets.compose.drawn_slots import missing_exercise, unprinted

    pages = _drawn(course, layout)
    missing = unprinted(pages, course).items()
    return [missing_exercise(course.part(exercise), paths, pages, course) for exercise, paths in missing]


def left_out_answers(people: "Sequence[Participant]", course: "Course", pages: Sequence[str], layout: str) -> list[str]:
    """Return a line about the answers that are on some page of the course, but on none of the chosen pages."""
    if set(pages) == set(course.pages) or not any(_answered(person, course) for person in people):
        return []
    from worksheets.compose.drawn_slots import unprinted

    drawn = _drawn(course, layout)
    nowhere = unprinted(drawn, course)
    listed, concerned = [], set()
    for exercise, paths in unprinted([page for page in drawn if page.name in pages], course).items():
        wanted = set(paths) - set(nowhere.get(exercise, ()))
        names = [index for index, person in enumerate(people) if _answered(person, course) & wanted]
        concerned.update(names)
        listed += [f"“{exercise}” ({len(names)})"] if names else []
    message = _("--pages leaves out answers of {count} of {all} people: {exercises}; without --pages all are printed")
    return [message.format(count=len(concerned), all=len(people), exercises=", ".join(listed))] if listed else []


def refuse_doubled_fields(course: "Course", pages: Sequence[str], layout: str) -> None:
    """Raise PageError for each field or exercise that stands more than once on the pages of a form."""
    if not _is_shipped(course):
        from worksheets.compose.drawn_slots import doubled

        drawn = [page for page in _drawn(course, layout) if page.name in pages]
        if lines := doubled(drawn, course):
            raise PageError(*lines)


def _is_shipped(course: "Course") -> bool:
    """Return True for a course of this program, whose pages print everything, as a test checks: that saves 0.1 s."""
    return course.folder.is_relative_to(TEMPLATES)


def _answered(person: "Participant", course: "Course") -> frozenset[str]:
    """Return the slots of exercises that a person has filled, without the numbers of rows."""
    from worksheets.compose.drawn_slots import without_rows

    exercises = {part.id for part in course.root.parts if part.type}
    return frozenset(without_rows(path) for path in person.values if path.partition(".")[0] in exercises)


def _concerned(people: "Sequence[Participant]") -> str:
    """Return whose answers would be lost."""
    if len(people) == 1:
        return _("The answer of {name} would be lost").format(name=people[0].name)
    message = _("The answers of {count} people would be lost, of {name} first")
    return message.format(count=len(people), name=people[0].name)


def _drawn(course: "Course", layout: str) -> "tuple[DrawnPage, ...]":
    """Return what the pages print: computed anew when a template, a style sheet or ``course.toml`` has changed."""
    from worksheets.compose.edition import Edition
    from worksheets.compose.fingerprint import fingerprint
    from worksheets.course.layout import read_layout

    edition = Edition(course, course.pages, read_layout(layout, course.folder))
    return _drawn_of(fingerprint(edition), course, layout)


@memoized(Lifetime.SESSION, maxsize=_MOST_COURSES)
def _drawn_of(_digest: str, course: "Course", layout: str) -> "tuple[DrawnPage, ...]":
    from worksheets.compose.drawn_slots import drawn_pages
    from worksheets.course.layout import read_layout

    return drawn_pages(course, read_layout(layout, course.folder))
