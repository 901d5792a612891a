"""What templates ask about a participant: the answers by which a master serves, and the texts that are not drawn."""

import re

from worksheets.compose.page_data import PageData

from .model import Question

PLACEHOLDER = re.compile(r"þ(\d{3})(\d)þ")
"""A placeholder: its number, and the last digit of its line's index."""
UNDRAWN = ""
"""The place of a text that is printed but not drawn on a page: in titles, alternate descriptions, metadata."""
DESCRIPTION, ENTRIES, HAS = "map description", "entries", "has"
"""What is asked: whether a map has a description, how many entries a list has, whether a slot is filled."""


def answer(data: PageData, question: Question) -> int:
    """Return the answer to a template's question: a number of entries, or 1 for yes and 0 for no."""
    path = question.path
    if question.asked == HAS:
        return int(data.has(path))
    return len(data.entries(path)) if question.asked == ENTRIES else int(bool(data.map(path).description))


def undrawn_text(data: PageData, path: str) -> str:
    """Return the text of a slot, or the description of a map, whose path begins with ``map description:``."""
    asked, _colon, map_path = path.rpartition(":")
    return data.map(map_path).description if asked == DESCRIPTION else data.text(path)
