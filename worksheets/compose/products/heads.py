"""What stands at the top of a product with a list: its title, and what is the same for everybody in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.compose.titles import printed_title
from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.slots import COURSE, GROUP, PLACE, TRAINER
from worksheets.course.words import Words
from worksheets.errors import OptionsError
from worksheets.people.participant import Participant
from worksheets.text.fit import css_pixels, set_lines, shortened
from worksheets.text.fonts import BOLD, REGULAR

_SHORT = 3
"""The most characters of a group's name that need the word “group” before them: A, 12."""


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a product's first page."""

    title: str
    introduction: tuple[str, ...]
    """Sentences, which stand in one paragraph."""
    running: str
    """What stands at the right of the top of each page; empty for nothing."""
    height: float
    """In mm, with the space below it."""


def common_text(people: Sequence[Participant], course: Course, role: str) -> str:
    """Return the text that everybody has in the field of a role; empty if they differ, or there is no such field."""
    path = course.field_with_role(role)
    texts = {person.text(path) for person in people} if path else set()
    return texts.pop() if len(texts) == 1 else ""


def head(  # noqa: PLR0913, PLR0917 - what it says, and the room it has
    title: str, hints: Sequence[str], people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> Head:
    """Return the top of a product; ``hints`` are the sentences that end its introduction."""
    text = _running(people, course, words)
    width, size = css_pixels(layout.number("head-width")), css_pixels(layout.number("head-size"))
    running = shortened(text, width, size, 1, REGULAR, layout.fonts)
    whole = [words.text("sentence", text=text.removesuffix("."))] if running != text else []
    introduction = (*whole, *_led(people, course, words), *hints)
    height = _height(title, " ".join(introduction), layout)
    return Head(title, introduction, running, height)


def checked_title(title: str, usual: str, words: Words) -> str:
    """Return a title that the user has given as it is printed, or else the usual one.

    Raises OptionsError for one that cannot be printed, or is too long.
    """
    try:
        return printed_title(title, words.language) or usual
    except ValueError as problem:
        raise OptionsError(str(problem)) from problem


def _running(people: Sequence[Participant], course: Course, words: Words) -> str:
    """Return the group, or else the course as the list has it, if everybody has the same."""
    if group := common_text(people, course, GROUP):
        return words.text("group_named", group=group) if len(group) <= _SHORT else group
    name = common_text(people, course, COURSE)
    return name if name != course.title else ""


def _led(people: Sequence[Participant], course: Course, words: Words) -> list[str]:
    """Return the sentence that says who trains and where, as far as it is the same for everybody."""
    trainer, place = (common_text(people, course, role).removesuffix(".") for role in (TRAINER, PLACE))
    if trainer and place:
        return [words.text("trainer_and_place", trainer=trainer, place=place)]
    if trainer:
        return [words.text("trainer_alone", trainer=trainer)]
    return [words.text("sentence", text=place)] if place else []


def _height(title: str, introduction: str, layout: Layout) -> float:
    """Return the height of a head, in mm: the style sheet's for one line of each, and more for each further line."""
    further = [
        (title, "title-width", "title-size", BOLD, "title-leading"),
        (introduction, "introduction-width", "introduction-size", REGULAR, "introduction-leading"),
    ]
    more = sum(
        (lines_of(text, layout.number(width), layout.number(size), layout, weight) - 1) * layout.number(leading)
        for text, width, size, weight, leading in further
    )
    return layout.number("product-head") + more


def lines_of(text: str, width: float, size: float, layout: Layout, weight: int = REGULAR) -> int:
    """Return how many lines a text takes in a width and a size of type, both in mm; words are kept whole."""
    fonts, language = layout.fonts, layout.language
    broken = set_lines(
        text, css_pixels(width), css_pixels(size), weight, fonts=fonts, hyphenated=False, language=language
    )
    return len(broken.starts) if text else 0
