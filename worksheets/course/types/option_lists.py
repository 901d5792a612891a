"""What the types have in common that are answered by choosing among options: how these are written, and what can be.

On a page in Markdown they are a list with a mark before each, ``- ( ) työtoverit``; in ``course.toml`` they are texts
in ``options``. The last one may have room for words of one's own: ``muu: ____``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from worksheets.course.marks import Marks, folded
from worksheets.course.slots import Part
from worksheets.errors import quoted, shortened
from worksheets.messages import _, marked, ngettext

from .exercise_type import Declared, Key

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from worksheets.course.markdown.fence import Fence

OPTIONS = Key("options", "vaihtoehdot", tuple, marked("the options; in Markdown a list, or the head of a table"))
CIRCLE, BOX = "( )", "[ ]"
"""What stands before each option on a page: a circle where one can be chosen, a box where several can be."""
MOST_OPTIONS = 30
"""The most options: so many take a page and a half."""
EXAMPLE_OPTIONS = 'options = ["kyllä", "ei", "muu: ____"]'
_ITEM = re.compile(r"(?P<mark>\([ xX]?\)|\[[ xX]?\])\s*(?P<option>.*)")
_NEXT_MARK = re.compile(r"\s[-*+]?\s*(?:\([ xX]?\)|\[[ xX]?\])\s*(?P<option>.*)")
"""An option that the parser takes for more of the one above it, as there is no space after its hyphen."""
_ROOM_TO_WRITE = "__"
"""The end of an option with room for words of one's own, and of any more underscores."""
_ATTRIBUTES = re.compile(r"\{[^{}]*\}$")
_WORDS_OF_ONES_OWN = 200
"""The most letters of those, with which the limit of a slot reckons."""


def declare_options(fence: "Fence", mark: str) -> Declared:
    """Return what a fence declares whose options are a list, each with a mark before it."""
    above, lists = fence.divided("bullet_list")
    fence.refuse(lists[1:], _("nothing can follow the list of options here; move this above it, or below :::"))
    if lists and fence.value(OPTIONS.name):
        fence.refuse(lists, _("the options stand both in braces and here; delete one of them"))
    if not lists and not fence.value(OPTIONS.name):
        message = _("there are no options in this; write a list, a line for each: {example}")
        fence.faults.add(fence.line, message.format(example=f"- {mark} kyllä ↵ - {mark} ei"))
    options = [_option(fence, item, mark) for bullets in lists[:1] for item in bullets.children]
    given = fence.given_values()
    return Declared(given | {OPTIONS.name: options or list(given.get(OPTIONS.name, ()))}, above)


def _option(fence: "Fence", item: "SyntaxTreeNode", mark: str) -> str:
    """Return the option that an item of a list is; what is wrong with it goes to the faults of the page."""
    text = fence.text(item)
    match = _ITEM.fullmatch(text)
    option = match["option"] if match else text
    if match is None or match["mark"].replace(" ", "") != mark.replace(" ", ""):
        problem = _("an option begins with {mark} here; write {example}")
        fence.refuse([item], problem.format(mark=mark, example=shortened(f"- {mark} {option}", 60)))
    elif next_mark := _NEXT_MARK.search(option):
        problem = _("another option begins in this one; write {example} on a line of its own, with a space after -")
        fence.refuse([item], problem.format(example=shortened(f"- {mark} {next_mark['option']}", 60)))
    elif braces := _ATTRIBUTES.search(option):
        problem = _("an option has no id and no keys; delete {braces}")
        fence.refuse([item], problem.format(braces=shortened(braces[0], 40)))
    return option


def written_options(exercise: Part) -> tuple[str, ...]:
    """Return the options of an exercise as they are written, such as ``muu: ____``."""
    options: tuple[str, ...] = exercise.setting(OPTIONS.name, ())
    return options


def marks_of(options: Sequence[str], most: int = 1) -> Marks:
    """Return the marks that some options take, given as they are written."""
    return Marks(tuple(map(_label, options)), most, other=bool(options) and _has_room_to_write(options[-1]))


def _has_room_to_write(option: str) -> bool:
    return option.endswith(_ROOM_TO_WRITE)


def _label(option: str) -> str:
    """Return an option as it is written without the room at its end: ``muu`` for ``muu: ____``."""
    if not _has_room_to_write(option):
        return option.strip()
    return option.rstrip("_").rstrip().removesuffix(":").strip()


def with_marks(exercise: Part, most: int = 1) -> Part:
    """Return an exercise that is one slot with the marks that its options take, and a limit that lets all be chosen."""
    marks = marks_of(written_options(exercise), most)
    longest = len("; ".join(marks.options)) + _WORDS_OF_ONES_OWN * marks.other
    return replace(exercise, marks=marks, limit=max(exercise.limit, longest))


def option_problems(exercise: Part, least: int = 2, most: int = MOST_OPTIONS) -> Iterator[str]:
    """Yield what is wrong with an exercise that is one slot, and with its options."""
    if exercise.rows:
        yield _('an exercise with options has no rows; delete rows and most, or write kind = "table"')
    if exercise.parts:
        yield _('an exercise with options has no parts; delete parts, or write kind = "statements"')
    yield from list_of_options_problems(written_options(exercise), least, most)


def list_of_options_problems(options: Sequence[str], least: int = 2, most: int = MOST_OPTIONS) -> Iterator[str]:
    """Yield what is wrong with options as they are written."""
    if len(options) < least:
        problem = ngettext(
            "there must be at least {least} option; write {example}",
            "there must be at least {least} options; write {example}",
            least,
        )
        yield problem.format(least=least, example=EXAMPLE_OPTIONS)
    if len(options) > most:
        problem = _("{count} options are too many, there can be {most}; divide them among several exercises")
        yield problem.format(count=len(options), most=most)
    yield from _label_problems(options)


def _label_problems(options: Sequence[str]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for number, option in enumerate(options, start=1):
        alike = folded(_label(option))
        if not alike:
            yield _("option {number} has no text; write what can be chosen, such as muu: ____").format(number=number)
        elif alike in seen:
            problem = _("the options {first} and {second} are alike; change one of them")
            yield problem.format(first=quoted(seen[alike]), second=quoted(option))
        elif ";" in option:
            problem = _("the option {option} has a semicolon, which stands between options in lists; write a comma")
            yield problem.format(option=quoted(option))
        elif _has_room_to_write(option) and number < len(options):
            yield _("only the last option can have room to write; move {option} last").format(option=quoted(option))
        seen.setdefault(alike, option)


def most_problems(exercise: Part) -> Iterator[str]:
    """Yield what is wrong with the most options that can be chosen."""
    count = len(written_options(exercise))
    most: Any = exercise.setting("most", count)
    if not 1 <= most <= max(count, 1):
        yield _("most must be from 1 to {count}, the number of options; write most = {count} or less").format(
            count=count
        )
