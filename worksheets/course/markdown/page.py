"""A page in Markdown read: its blocks, the exercises that it declares, and everything that is wrong with it."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct

from worksheets.course.markdown_page import MarkdownPage
from worksheets.course.toml_file import unreadable
from worksheets.errors import CourseError, nearest, on_line
from worksheets.files import read_regular
from worksheets.messages import _, marked
from worksheets.resources import lies_in

from .body import Body, Declaration
from .faults import Faults
from .front_matter import FrontMatter, read_front_matter

MOST_BYTES = 100_000
"""The largest page: some fifty sheets of text."""
_LONGEST_LINE = 20_000
_MOST_LINES = 5000
_MOST_MARKS = {"[": 1000, "*": 4000, "_": 4000, "|": 4000}
"""How often a page may have characters of which the parser takes long: 95,000 brackets would take it 7 s."""
_MEANINGS = {
    "cover": marked("cover"),
    "exercise": marked("exercise"),
    "quote": marked("quote"),
    "slide": marked("slide"),
}
"""The shipped frames in the user's language, who may know no English."""
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


class ReadPage(Struct, frozen=True):
    """What a file holds; the page is to be used only if there are no problems."""

    page: MarkdownPage
    declarations: Sequence[Declaration]
    problems: Sequence[str]


def read_page(source: Path, folder: Path, kinds: Collection[str], fields: Collection[str]) -> ReadPage:
    """Return a page in Markdown of a course's folder.

    ``kinds`` are the frames that there are for pages, ``fields`` the ids of the fields that can be printed.
    """
    faults = Faults(source)
    name = source.name.removesuffix(source.suffix)
    try:
        text = _text(source, folder)
        if control := _CONTROL.search(text):
            problem = _("this line has a character that cannot be printed (U+{code:04X}); delete it")
            faults.add(text.count("\n", 0, control.start()) + 1, problem.format(code=ord(control[0])))
        front = read_front_matter(text, faults)
        _check_kind(front, kinds, faults)
        blocks, declarations = Body(folder, front, fields, faults).read()
    except CourseError as error:
        problems = [*faults.problems, *(each for each in error.problems if each not in faults.problems)]
        return ReadPage(MarkdownPage(name, "", "", ()), (), problems)
    page = MarkdownPage(name, front.values.get("kind", ""), front.values.get("title", ""), tuple(blocks))
    return ReadPage(page, declarations, faults.problems)


def _text(source: Path, folder: Path) -> str:
    """Return the text of a file, with the ends of its lines as Python has them."""
    if not lies_in(source, folder):
        message = _("{path}: is a link out of the course’s folder; copy the file or folder itself there")
        raise CourseError(message.format(path=source))
    try:
        text = read_regular(source, MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{source}: {unreadable(error)}") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_size(text, source)
    return text


def _check_size(text: str, source: Path) -> None:
    """Raise CourseError for a text that would take long to read."""
    if text.count("\n") > _MOST_LINES:
        message = _("{source}: has more than {most} lines; divide it into several pages")
        raise CourseError(message.format(source=source, most=_MOST_LINES))
    for mark, most in _MOST_MARKS.items():
        if text.count(mark) > most:
            message = _("{source}: has “{mark}” more than {most} times; divide it into several pages")
            raise CourseError(message.format(source=source, mark=mark, most=most))
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            message = _("this line is longer than {most} characters; divide it into paragraphs")
            raise CourseError(on_line(source, number, message.format(most=_LONGEST_LINE)))


def _check_kind(front: FrontMatter, kinds: Collection[str], faults: Faults) -> None:
    kind = front.values.get("kind", "")
    if kind and kind not in kinds:
        names = [name if _meaning(name) == name else f"{name} ({_meaning(name)})" for name in sorted(kinds)]
        likely = next((name for name, word in _MEANINGS.items() if kind.casefold() == _(word)), "")
        suggestion = " " + _("Did you mean “{name}”?").format(name=likely) if likely else nearest(kind, kinds)
        problem = _("kind must be one of {kinds}.").format(kinds=", ".join(names))
        faults.add(front.key_lines.get("kind", 1), problem + suggestion)


def _meaning(kind: str) -> str:
    """Return what a frame is, in the user's language; a course's own has only its name."""
    return _(_MEANINGS[kind]) if kind in _MEANINGS else kind
