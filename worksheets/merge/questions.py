"""What templates ask of a participant, and the answers by which a master is known to serve."""

import re

from worksheets.compose.page_data import PageData

PLACEHOLDER = re.compile(r"þ(\d{3})(\d)þ")
"""A placeholder on paper: its number, and its line."""
SPOKEN = ""
"""The place of what is not drawn but said: titles, descriptions."""
SAID, HAS, ENTRIES = "said", "has", "entries"
Question = tuple[str, str]
"""What is asked, and of which slot or list."""
SlotKey = tuple[str, str]
"""A slot, or a list's words, and the place where it stands."""


def answer(filling: PageData, question: Question) -> int:
    """Return what a filling answers to a template's question."""
    what, path = question
    if what == HAS:
        return int(filling.has(path))
    return len(filling.entries(path)) if what == ENTRIES else int(bool(filling.map(path).said))


def spoken(filling: PageData, path: str) -> str:
    """Return a slot's text, or a list in words, as a template says it."""
    what, _colon, within = path.rpartition(":")
    return filling.map(within).said if what == SAID else filling.text(path)
