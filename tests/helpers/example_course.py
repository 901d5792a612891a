"""The example course with pages in Markdown, its people, and what is made for them."""

import random
from dataclasses import replace
from functools import cache

from tests.helpers.course import EXAMPLES, once_in_a_run
from tests.helpers.making import typeset_handout
from tests.helpers.viewers import Filling
from worksheets.compose.edition import Edition
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.mark_paths import OTHER
from worksheets.course.marks import LINE_MOST, Chosen, Marks
from worksheets.course.reader import read_course
from worksheets.pdf.fields import field_name
from worksheets.people.participant import BLANK, Participant
from worksheets.people.roster import read_roster

FOLDER = EXAMPLES / "tavoitteet"
PEOPLE = FOLDER / "ryhma.yaml"


@cache
def example_course() -> Course:
    return read_course(str(FOLDER))


@cache
def person_in(state: str) -> Participant:
    """Return who has filled in all, more than the pages hold, or nothing."""
    filled, _rarely, overfull = read_roster(PEOPLE, example_course()).participants
    return {"blank": BLANK, "filled": filled, "overfull": overfull}[state]


def printed_in(state: str) -> Participant:
    """Return them with their texts as they are printed."""
    return printed(person_in(state), example_course(), AS_USUAL)


def example_edition(layout: str = "handout", *, fillable: bool = False) -> Edition:
    course = example_course()
    return Edition(course, course.pages, read_layout(layout, course.folder), fillable=fillable)


def example_handout(state: str = "blank", layout: str = "handout", *, fillable: bool = False) -> bytes:
    """Return a handout of the course; each is typeset once in a run."""
    edition = example_edition(layout, fillable=fillable)
    name = f"example course {state} {layout} {fillable}"
    return once_in_a_run(name, lambda: typeset_handout(edition, printed_in(state)))


def filling_of(person: Participant) -> Filling:
    """Return what somebody does with the blank form to give a participant's answers."""
    texts: dict[str, str] = {}
    chosen: dict[str, int] = {}
    ticked: dict[str, bool] = {}
    for path, text in person.values.items():
        name, marks = field_name(path), example_course().slots[path].marks
        if marks is None or marks.is_line:
            texts[name] = text
            continue
        answer = marks.chosen(text)
        if answer.other:
            texts[f"{name}={OTHER}"] = answer.other
        if marks.most > 1 or marks.is_tick:
            ticked |= {f"{name}={number}": True for number in answer.numbers}
        else:
            chosen[name] = answer.numbers[0]
    return Filling(texts, chosen, ticked)


def with_other_marks(person: Participant, number: int) -> Participant:
    """Return somebody who has written the same and has made up their marks at random, the same for a number."""
    chance = random.Random(number)  # noqa: S311 - marks for a test
    slots = example_course().slots
    texts = {path: text for path, text in person.values.items() if not slots[path].marks}
    marked = {path: _marks(slot.marks, chance) for path, slot in slots.items() if slot.marks}
    return replace(person, values=texts | {path: text for path, text in marked.items() if text})


def _marks(marks: Marks, chance: random.Random) -> str:
    if marks.is_line:
        return str(chance.randint(0, LINE_MOST))
    count = len(marks.options)
    numbers = sorted(chance.sample(range(1, count + 1), chance.randint(0, min(marks.most, count))))
    other = "omin sanoin" if marks.other and count in numbers and chance.random() < 0.7 else ""
    return marks.text(Chosen(tuple(numbers), other))
