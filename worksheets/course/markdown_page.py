"""A page that is written in Markdown, as it is kept once it is read: finished HTML, and exercises where they stand.

``course.markdown`` makes it. This module is apart from that folder, so that whoever draws a page loads no Markdown.
"""

from msgspec import Struct

SUFFIX = ".md"
"""The ending of a page's file."""


class BlankPlace(Struct, frozen=True):
    """A blank in a sentence, and what follows it."""

    exercise: str
    """The exercise's id."""
    depth: int
    """The number of lists and quotes that it is in, by which its line is shorter."""
    stop: str
    """What stays with it on its line, such as a full stop."""
    html: str
    """The finished HTML that follows, up to the next blank."""


class Block(Struct, frozen=True):
    """A piece of a page: HTML, or something that a widget draws."""

    html: str = ""
    """Finished and escaped; it stands above the widget, if there is one."""
    widget: str = ""
    """What draws the rest: an exercise type, ``fields``, or empty."""
    exercise: str = ""
    """The exercise's id; empty for what is no exercise."""
    options: tuple[tuple[str, str], ...] = ()
    """What only the widget needs to know, by name, such as the text in the middle of a map."""
    lines: tuple[tuple[str, ...], ...] = ()
    """The fields of the person and the group that ``fields`` draws, line by line."""
    blanks: tuple[BlankPlace, ...] = ()
    """The blanks in the sentences of the HTML, which ends before the first of them."""


class MarkdownPage(Struct, frozen=True):
    """A page of a course."""

    name: str
    kind: str
    """The frame: ``cover``, ``slide``, ``exercise``, ``quote``, or one of the course's own."""
    title: str
    blocks: tuple[Block, ...]
