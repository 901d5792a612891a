"""What is wrong with one page in Markdown, each fault with its line."""

from pathlib import Path

from worksheets.errors import CourseError
from worksheets.messages import _

_MOST = 500
"""Faults after which a page is read no further: fewer are shown, and each suggestion takes time."""


class Faults:
    """Collects what is wrong with a file, in the order in which it is found."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.problems: list[str] = []

    def add(self, line: int, problem: str) -> None:
        """Add what is wrong on a line, counted from 1. Raises CourseError when there is very much."""
        where = _("line {line}").format(line=line)
        self.problems.append(f"{self.source}: {where}: {problem}")
        if len(self.problems) >= _MOST:
            raise CourseError(*self.problems)
