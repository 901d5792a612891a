"""What templates ask about a participant: the answers by which a master serves, and the texts that are not drawn."""

import re

from worksheets.compose.page_data import PageData

PLACEHOLDER = re.compile(r"þ(\d{3})(\d)þ")
"""A placeholder: its number, and the last digit of its line's index."""
UNDRAWN = ""
"""The place of a text that is printed but not drawn on a page: in titles, alternate descriptions, metadata."""
DESCRIPTION, ENTRIES, HAS = "map description", "entries", "has"
"""What is asked: whether a map has a description, how many entries a list has, whether a slot is filled."""
Question = tuple[str, str]
"""What is asked, and the path of the slot or the list."""
SlotKey = tuple[str, str]
"""The path of a slot, or of a map after ``map description:``, and its place."""


def answer(data: PageData, question: Question) -> int:
    """Return the answer to a template's question: a number of entries, or 1 for yes and 0 for no."""
    asked, path = question
    if asked == HAS:
        return int(data.has(path))
    return len(data.entries(path)) if asked == ENTRIES else int(bool(data.map(path).description))


def undrawn_text(data: PageData, path: str) -> str:
    """Return the text of a slot, or the description of a map, whose path begins with ``map description:``."""
    asked, _colon, map_path = path.rpartition(":")
    return data.map(map_path).description if asked == DESCRIPTION else data.text(path)
