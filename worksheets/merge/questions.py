"""What templates ask about a participant: the answers by which a master serves, and the texts that are not drawn."""

import re
from collections.abc import Callable, Mapping, Sequence

from worksheets.compose.page_data import PageData

from .model import Answer, Question

PLACEHOLDER = re.compile(r"þ(\d{3,4})(\d)þ")
"""A placeholder: its number in three digits, from 1000 on in four, and the last digit of its line's index."""
UNDRAWN = ""
"""The place of a text that is printed but not drawn on a page: in titles, alternate descriptions, metadata."""
DESCRIPTION, ENTRIES, HAS, RULES, SIZES = "map description", "entries", "has", "rules", "map sizes"
"""What is asked: whether a map has a description, how many entries a list has, whether a slot is filled, how many rules
the places of an exercise have (its path is after the place and a colon), in which sizes the texts of a map are set."""
ON_PAGE, TIGHT = "entries on page", "tight rows"
"""And how many entries of a table have room on its page, and whether its rows are lower to have room."""
LEGEND = "map legend"
"""And whether entries of a map are too long for their balls, so that a legend lists them at the end."""
STATE = "mark state"
"""What stands, with a colon, before the path of a slot whose marks are said in words."""


def answer(data: PageData, question: Question) -> int:
    """Return the answer to a template's question: a number, or 1 for yes and 0 for no."""
    return _ANSWERS[question.asked](data, question.path)


def gives(data: PageData, asked: Sequence[Answer]) -> bool:
    """Return True if a participant gives the templates the answers that a master needs."""
    return all(answer(data, expected.question) == expected.value for expected in asked)


def _rules(data: PageData, place_and_path: str) -> int:
    place, _colon, path = place_and_path.partition(":")
    return data.rules(path, place)


_ANSWERS: Mapping[str, Callable[[PageData, str], int]] = {
    DESCRIPTION: lambda data, path: int(bool(data.map(path).description)),
    ENTRIES: lambda data, path: len(data.entries(path)),
    HAS: lambda data, path: int(data.has(path)),
    RULES: _rules,
    SIZES: lambda data, path: data.map(path).sizes.number,
    LEGEND: lambda data, path: int(data.map(path).numbered),
    ON_PAGE: lambda data, path: data.page_rows(path).count,
    TIGHT: lambda data, path: int(data.page_rows(path).is_tight),
}


def undrawn_text(data: PageData, path: str) -> str:
    """Return the text of a slot, the description of a map (``map description:``) or of marks (``mark state:``)."""
    asked, _colon, asked_path = path.rpartition(":")
    if asked == STATE:
        return data.state(asked_path)
    return data.map(asked_path).description if asked == DESCRIPTION else data.text(path)
