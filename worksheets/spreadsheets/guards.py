"""The apostrophe that says: what follows is a text, whatever it looks like. Spreadsheets know it from typing.

``people.guarded_texts`` decides which texts need one.
"""

GUARD = "'"


def is_guarded(text: str) -> bool:
    """Return True for a cell that may begin with the apostrophe, so that it is nothing but somebody's text."""
    return text.startswith(GUARD)
