"""What the program knows of an exercise type: its names, its keys, how it is declared and what is wrong with it.

A module of this folder with a ``TYPE`` is an exercise type, and ``templates/types/KIND.html.j2`` draws it. Both a page
in Markdown and ``course.toml`` declare it, with the same keys.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from worksheets.course.slots import Part

if TYPE_CHECKING:  # Courses without Markdown do not load its reader.
    from markdown_it.tree import SyntaxTreeNode

    from worksheets.course.markdown.fence import Fence
    from worksheets.course.words import Words


class Key(Struct, frozen=True):
    """A key of an exercise, in the braces of a page in Markdown and in ``course.toml``."""

    name: str
    """As it is in ``course.toml``."""
    finnish: str
    type: type = str
    """``str``, ``int``, ``bool`` for a word alone, or ``tuple`` for texts with semicolons between them.

    In ``course.toml`` also ``list`` and ``dict``, for tables.
    """
    meaning: str = ""
    """What it is for, as a message that ``_`` translates."""


class Declared(Struct, frozen=True):
    """What a type makes of a fence."""

    table: Mapping[str, Any]
    """The exercise's own keys, as in its table in ``course.toml``; id, label and kind are added to them."""
    above: Sequence["SyntaxTreeNode"] = ()
    """What is printed above the widget."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What only the widget needs to know, and a template gives its macro as arguments."""


def _no_problems(_exercise: Part) -> Iterator[str]:
    yield from ()


def _as_it_is(exercise: Part) -> Part:
    return exercise


def _without_words(exercise: Part, _words: "Words") -> Part:
    return exercise


class ExerciseType(Struct, frozen=True):
    """An exercise type."""

    kind: str
    """Its ``kind`` in ``course.toml``, and the name of its template."""
    finnish: str
    """Its name in Finnish, for pages in Markdown."""
    keys: tuple[Key, ...]
    """Its keys besides those of any exercise. What ``Part`` has no attribute for is in ``Part.settings``."""
    declare: Callable[["Fence"], Declared]
    """Returns what a fence in Markdown declares."""
    problems: Callable[[Part], Iterator[str]] = _no_problems
    """Yields what is wrong with the shape of an exercise of the type, each problem with its cure."""
    completed: Callable[[Part], Part] = _as_it_is
    """Returns an exercise without problems with what its type knows of it, such as the marks that its slots take."""
    part_keys: tuple[Key, ...] = ()
    """Keys that its parts can have besides those of any part."""
    meaning: str = ""
    """What the type is, as a message that ``_`` translates."""
    example: str = ""
    """How it is written on a page in Markdown, for the reference."""
    has_slots: bool = True
    """False for a type that nothing can be typed into: it is no part of lists, files and forms."""
    worded: Callable[[Part, "Words"], Part] = _without_words
    """Returns a completed exercise with the labels that its parts have from the papers' own words."""
