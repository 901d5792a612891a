"""Formatted texts, which forms and notes may have instead of a plain one (XHTML; ISO 32000-1, 12.7.3.4)."""

import re
from html.parser import HTMLParser

_BLOCK = re.compile(r"p|div|li|br|h\d")
"""The elements that begin a new line."""


def unformatted(xhtml: str) -> str:
    """Return the plain text of a formatted one."""
    reader = _Reader()
    reader.feed(xhtml)
    reader.close()
    return "".join(reader.parts).strip()


class _Reader(HTMLParser):
    """Collects the text between the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if _BLOCK.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
