"""Courses checked in this process, with what is the same for all of them made once: a check takes 0.1 s, not 5 s."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pytest

from worksheets.api import Session
from worksheets.course.course import Course
from worksheets.pdf import typeset

P = ParamSpec("P")
T = TypeVar("T")


class SessionHere(Session):
    """Calls everything in this process: the courses are our own."""

    def call_for(
        self,
        handouts: int,  # noqa: ARG002
        course: Course,  # noqa: ARG002
        function: Callable[P, T],
        /,
        *arguments: P.args,
        **options: P.kwargs,
    ) -> T:
        return function(*arguments, **options)


def share_fonts(patch: pytest.MonkeyPatch) -> None:
    """Let there be one font map: no course here has a sound font."""
    font_map = typeset.FontConfiguration()  # type: ignore[attr-defined]
    patch.setattr(typeset, "FontConfiguration", lambda: font_map)
