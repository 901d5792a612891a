"""The pages of those who have answered, as pictures."""

from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

_DPI = 96
"""Enough for a page in the column beside the answers, on a screen with two dots to a pixel."""


class AnswerPages:
    """Draws the pages of one person after another; those that were looked at last are kept."""

    def __init__(self) -> None:
        self._view: api.PageView | None = None

    def count(self, participant: "Participant", course: "Course", session: api.Session) -> int:
        """Return the number of somebody's pages. Raises WorksheetsError for answers that cannot be printed."""
        return self._of(course, session).count(_open(participant, course))

    def picture(self, participant: "Participant", index: int, course: "Course", session: api.Session) -> bytes:
        """Return a page, by its index, as a PNG. Raises IndexError for one that is not there, and as ``count`` does."""
        return self._of(course, session).picture(_open(participant, course), index, _DPI)

    def _of(self, course: "Course", session: api.Session) -> api.PageView:
        """Return what draws pages of a course as it is now."""
        view = self._view
        if view is None or view.printing.course != course:
            self._view = view = api.PageView(api.Printing(course), session)
        return view


def _open(participant: "Participant", course: "Course") -> "Participant":
    """Return somebody without the password that their own files are locked with."""
    return participant.given({course.secret_slot: ""}) if course.secret_slot else participant
