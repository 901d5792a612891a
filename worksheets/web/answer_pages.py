"""The pages of somebody who has answered, as pictures."""

from threading import Lock
from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

_DPI = 96
"""Enough for a page in the column beside the answers, on a screen with two dots to a pixel."""


class AnswerPages:
    """Keeps the pages of whoever was looked at last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._participant: Participant | None = None
        self._pictures: tuple[bytes, ...] = ()

    def of(self, participant: "Participant", course: "Course", session: api.Session) -> tuple[bytes, ...]:
        """Return pictures (PNG) of the pages. Raises WorksheetsError for answers that cannot be printed."""
        with self._lock:
            if participant is not self._participant:
                open_to_us = participant.given({course.secret_slot: ""}) if course.secret_slot else participant
                pictures = api.pictures(api.Printing(course), api.PictureOptions(_DPI), open_to_us, session)
                self._pictures, self._participant = tuple(pictures.make()), participant
            return self._pictures
