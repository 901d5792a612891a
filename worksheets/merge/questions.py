"""What templates ask about a participant: the answers by which a master serves, and the texts that are not drawn."""

import re
from collections.abc import Callable

from worksheets.compose.page_data import PageData

from .model import Question

PLACEHOLDER = re.compile(r"þ(\d{3})(\d)þ")
"""A placeholder: its number, and the last digit of its line's index."""
UNDRAWN = ""
"""The place of a text that is printed but not drawn on a page: in titles, alternate descriptions, metadata."""
DESCRIPTION, ENTRIES, HAS = "map description", "entries", "has"
"""What is asked: whether a map has a description, how many entries a list has, whether a slot is filled."""
ON_PAGE, TIGHT, ROW_LINES = "entries on page", "tight rows", "row lines"
"""And how many entries of a table have room on its page, whether its rows are lower to have room, and how many lines
an entry has that continues elsewhere."""


_ANSWERS: dict[str, Callable[[PageData, str], int]] = {
    HAS: lambda data, path: int(data.has(path)),
    ENTRIES: lambda data, path: len(data.entries(path)),
    DESCRIPTION: lambda data, path: int(bool(data.map(path).description)),
    ON_PAGE: lambda data, path: data.page_rows(path).count,
    TIGHT: lambda data, path: int(data.page_rows(path).is_tight),
    ROW_LINES: lambda data, path: data.row_lines(path),
}


def answer(data: PageData, question: Question) -> int:
    """Return the answer to a template's question: a number of entries or lines, or 1 for yes and 0 for no."""
    return _ANSWERS[question.asked](data, question.path)


def undrawn_text(data: PageData, path: str) -> str:
    """Return the text of a slot, or the description of a map, whose path begins with ``map description:``."""
    asked, _colon, map_path = path.rpartition(":")
    return data.map(map_path).description if asked == DESCRIPTION else data.text(path)
