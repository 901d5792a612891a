"""Courses checked in this process, with what is the same for all of them made once: a check takes 0.1 s, not 5 s."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

from worksheets.api import Session
from worksheets.course import layout
from worksheets.course.course import Course
from worksheets.pdf import typeset
from worksheets.resources import STYLES

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


def share_style_sheets(patch: pytest.MonkeyPatch) -> None:
    """Let each shipped style sheet be read once, and let there be one font map: no course here has a sound font."""
    parsed: Callable[..., Any] = typeset._parsed  # noqa: SLF001
    font_map = typeset.FontConfiguration()  # type: ignore[attr-defined]
    shipped: dict[tuple[Path, str], Any] = {}
    properties = cache(lambda css: tuple(plain_properties(css)))
    plain_properties = layout._properties  # noqa: SLF001

    def parse(path: Path, text: str, *others: object) -> Any:  # noqa: ANN401 - WeasyPrint's
        if not path.is_relative_to(STYLES):
            return parsed(path, text, *others)
        if (path, text) not in shipped:
            shipped[path, text] = parsed(path, text, *others)
        return shipped[path, text]

    patch.setattr(typeset, "_parsed", parse)
    patch.setattr(typeset, "FontConfiguration", lambda: font_map)
    patch.setattr(layout, "_properties", properties)
