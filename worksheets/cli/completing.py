"""What Tab offers for the values of options: courses, layouts, pages and slots, as far as they are typed already.

Nothing is read but ``course.toml``, so that Tab is as quick as ``--help``. If it cannot be read, nothing is offered.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.resources import DEFAULT_COURSE

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

    from worksheets.course.course import Course
    from worksheets.course.slots import Part

    Item = CompletionItem[str]
Completer = Callable[["click.Context", "click.Parameter", str], "list[Item]"]
"""What Click calls for the value of an option, with what is typed of it."""
_NUMBER = "n"
OF_A_LIST = (_NUMBER, "etunimi", "sukunimi")
"""The fields that are no slots, as in ``people.fields``, which takes longer to load than all that is needed here."""
_MOST_DIGITS = 6
"""The most digits of a row's number."""


def _of_course(complete: "Callable[[Course, str], Iterable[Item]]") -> Completer:
    """Return a completer that gets the course of the command line; it offers nothing if that cannot be read."""

    @functools.wraps(complete)
    def completer(ctx: "click.Context", param: "click.Parameter", incomplete: str) -> "list[Item]":  # noqa: ARG001
        try:
            course = api.read_course(ctx.params.get("course_name") or DEFAULT_COURSE)
            return list(complete(course, incomplete))
        except (api.WorksheetsError, OSError):
            return []

    return completer


def _item(value: str, label: str = "") -> "Item":
    """Return a value with the course's own label for it, which is in the course's language."""
    from click.shell_completion import CompletionItem  # When Tab is pressed, and at no other start.

    return CompletionItem(value, help=label or None, is_translated=True)


def _path(incomplete: str, kind: str) -> "Item":
    """Return what makes the shell offer files (``file``) or folders (``dir``)."""
    from click.shell_completion import CompletionItem

    return CompletionItem(incomplete, type=kind)


def courses(ctx: "click.Context", param: "click.Parameter", incomplete: str) -> "list[Item]":  # noqa: ARG001
    """Offer the shipped courses and all folders."""
    shipped = [_item(name) for name in api.shipped_courses() if name.startswith(incomplete)]
    return [*shipped, _path(incomplete, "dir")]


def files(ctx: "click.Context", param: "click.Parameter", incomplete: str) -> "list[Item]":  # noqa: ARG001
    """Offer files and folders."""
    return [_path(incomplete, "file")]


@_of_course
def layouts(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer the layouts of the course."""
    return (_item(name) for name in api.layouts(course) if name.startswith(incomplete))


@_of_course
def themes(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer the themes of the course."""
    return (_item(name) for name in api.themes(course) if name.startswith(incomplete))


@_of_course
def pages(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer the pages that are not in the list yet, each after what is typed before it."""
    *before, last = incomplete.split(",")
    start = "".join(f"{word}," for word in before)
    return (_item(start + name) for name in course.pages if name.startswith(last) and name not in before)


def products(ctx: "click.Context", param: "click.Parameter", incomplete: str) -> "list[Item]":  # noqa: ARG001
    """Offer what can be made with a packet and is not in the list yet, each after what is typed before it."""
    *before, last = incomplete.split(",")
    start = "".join(f"{word}," for word in before)
    from worksheets.api.product_names import PRODUCT_NAMES

    names = dict.fromkeys((*PRODUCT_NAMES, *(_card_names() if last else ())))
    return [_item(start + name) for name in names if name.startswith(last) and name not in before]


def cards(ctx: "click.Context", param: "click.Parameter", incomplete: str) -> "list[Item]":  # noqa: ARG001
    """Offer the kinds of cards, with the label sheets that are shipped."""
    return [_item(name) for name in _card_names() if name.startswith(incomplete)]


def _card_names() -> list[str]:
    return ["badge", "tent", *(f"label:{number}" for number in api.label_sheets())]


@_of_course
def settings(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer the fields that ``--set`` takes."""
    fields = course.settable.values()
    return (_item(f"{field.id}=", field.label) for field in fields if field.id.startswith(incomplete))


@_of_course
def mapped_slots(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer slots, a step of their paths at a time, after the heading and its equals sign."""
    heading, equals, path = incomplete.rpartition("=")
    steps = _steps(course, path, secret=True) if equals else ()
    return (_item(f"{heading}={step}", label) for step, label in steps)


@_of_course
def fields(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer what people can be sorted and grouped by."""
    return (_item(field, label) for field, label in _fields(course, incomplete))


@_of_course
def conditions(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer what people can be chosen by, with an equals sign; the text after it is the user's."""
    for field, label in _fields(course, incomplete):
        yield _item(field if field.endswith(".") else f"{field}=", label)


@_of_course
def name_pieces(course: "Course", incomplete: str) -> "Iterator[Item]":
    """Offer what stands in braces in the pattern of the files' names."""
    start, brace, field = incomplete.rpartition("{")
    if incomplete and (not brace or "}" in field):
        return
    if "n:02".startswith(field):
        yield _item(f"{start}{{n:02}}")
    for name, label in _fields(course, field):
        if name != _NUMBER:
            yield _item(f"{start}{{{name}" if name.endswith(".") else f"{start}{{{name}}}", label)


def _fields(course: "Course", incomplete: str) -> Iterator[tuple[str, str]]:
    yield from _steps(course, incomplete, secret=False)
    yield from ((name, "") for name in OF_A_LIST if name.startswith(incomplete))


def _steps(course: "Course", incomplete: str, *, secret: bool) -> Iterator[tuple[str, str]]:
    """Yield the paths that the typed beginning of one leads to, one step further, with labels.

    A path with slots below it ends in a dot. All at once, they would be hundreds.
    """
    *before, last = incomplete.split(".")
    start = "".join(f"{step}." for step in before)
    for step, label, dot in _next_steps(course.root, before, secret=secret):
        if step.startswith(last):
            yield start + step + dot, label


def _next_steps(part: "Part", before: list[str], *, secret: bool) -> Iterator[tuple[str, str, str]]:
    """Yield each step after some others with its label, and a dot if more steps come after it.

    Of a list, these are the numbers of the rows that a blank page has; the user can type a higher one.
    """
    if part.rows and not before:
        yield from ((str(number), part.label, ".") for number in range(1, part.rows + 1))
        return
    if part.rows:
        number, *before = before
        if not number.isdecimal() or len(number) > _MOST_DIGITS or not 1 <= int(number) <= part.most:
            return
    if before:
        children = [child for child in part.parts if child.id == before[0] and not child.is_slot]
        for child in children:
            yield from _next_steps(child, before[1:], secret=secret)
        return
    for child in part.parts:
        if secret or not child.secret:
            yield child.id, child.label, "" if child.is_slot else "."
