"""What is wrong with one page in Markdown, each fault with its line."""

from operator import itemgetter
from pathlib import Path

from worksheets.errors import CourseError, on_line

_MOST = 500
"""Faults after which a page is read no further: fewer are shown, and each suggestion takes time."""


class Faults:
    """Collects what is wrong with a file."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self._found: list[tuple[int, str]] = []

    @property
    def problems(self) -> list[str]:
        """What is wrong, from the top of the file down."""
        return [problem for _line, problem in sorted(self._found, key=itemgetter(0))]

    def add(self, line: int, problem: str) -> None:
        """Add what is wrong on a line, counted from 1. Raises CourseError when there is very much."""
        self._found.append((line, on_line(self.source, line, problem)))
        if len(self._found) >= _MOST:
            raise CourseError(*self.problems)
