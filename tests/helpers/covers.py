"""Courses with covers of all kinds, and people who write anything into the fields on them."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.helpers.laid_out import LaidOut, laid_out, letters_of
from tests.helpers.strategies import PROSE
from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.course.slots import EMAIL, Slot
from worksheets.people.participant import Participant
from worksheets.people.texts import checked
from worksheets.pipeline import Pipeline

EDGE, SIDE = 6.5, 17.5
"""No text is nearer to the upper or lower edge of the paper than so many mm, or to a side."""
SCRIPTS = (
    "Наталья работа ", "Αθήνα εργασία ", "محمد العربية ", "עברית שלום ", "กรุงเทพ ", "தமிழ் ", "हिन्दी नमस्ते ",
    "中文工作网络 ", "日本語の仕事 ", "한국어 네트워크 ", "a\u0301\u0323\u0308\u0301o\u0308\u0330 ",
)  # fmt: skip


def course_of(folder: Path, fields: int, *, title: str = "Koe", per_line: int = 1, before: str = "") -> Course:
    """Return a course of a cover and a page, with so many fields of up to 2,000 letters on the cover.

    So many of them stand on a line; ``before`` is what stands over them.
    """
    ids = ["nimi", *(f"kentta{number}" for number in range(1, fields))]
    lines = [ids[start : start + per_line] for start in range(0, fields, per_line)]
    declared = "".join(f'{field} = {{ label = "Kenttä {field}", limit = 2000 }}\n' for field in ids)
    (folder / "pages").mkdir(parents=True)
    head = f'title = "{title}"\nsubtitle = "Alaotsikko"\nlanguage = "fi"\npages = ["kansi", "sivu"]\n[fields]\n'
    (folder / "course.toml").write_text(head + declared, "utf-8")
    cover = f'{{% extends "kinds/cover.html.j2" %}}{{% block body %}}{before}{{{{ widget.fields({lines}) }}}}'
    page = '{% extends "kinds/slide.html.j2" %}{% block title %}Sivu{% endblock %}{% block body %}<p>Tekstiä.</p>'
    for name, template in (("kansi", cover), ("sivu", page)):
        (folder / "pages" / f"{name}.html.j2").write_text(f"{template}{{% endblock %}}", "utf-8")
    return read_course(str(folder))


def random_text(chance: Random, most: int) -> str:
    """Return up to so many letters: words, words as long as a line and longer, any scripts, up to 60 line breaks."""
    length = min(chance.choice((20, 80, 200, 2000)), most)
    pieces = {
        "words": lambda: chance.choice(PROSE) + " ",
        "long": lambda: chance.choice("WMwilöä1") * chance.randint(1, 80) + " ",
        "scripts": lambda: chance.choice(SCRIPTS),
        "letters": lambda: chance.choice("abcdefghijWMilöä"),
    }
    kinds = chance.sample(list(pieces), chance.randint(1, 3))
    text = ""
    while len(text) < chance.randint(0, length):
        text += pieces[chance.choice(kinds)]()
    letters = list(text[:length])
    for _break in range(chance.choice((0, 0, 5, 60))):
        letters.insert(chance.randint(0, len(letters)), "\n")
    return "".join(letters)[:most]


def random_person(chance: Random, course: Course) -> Participant:
    """Return somebody with random texts in all fields, as they are printed."""
    slots = [slot for path, slot in course.slots.items() if path in course.shown and "." not in path]
    texts = {slot.path: _field(random_text(chance, slot.limit), slot) for slot in slots}
    texts["nimi"] = texts["nimi"] or "Aino Esimerkki"
    person = Participant({path: text for path, text in texts.items() if text})
    return printed(person, course, replace(AS_USUAL, missing_glyphs=True))


def _field(text: str, slot: Slot) -> str:
    """Return a text as a list's reader keeps it; empty if it refuses it."""
    try:
        return checked(text, slot)
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Covers:
    """The covers of a course in a layout."""

    pipeline: Pipeline

    @classmethod
    def of(cls, course: Course, layout: str) -> "Covers":
        return cls(Pipeline(course, read_layout(layout, course.folder)))

    def edition(self, *, fillable: bool = False) -> Edition:
        course = self.pipeline.course
        return Edition(course, course.pages[:1], self.pipeline.layout, fillable=fillable)

    def laid_out(self, person: Participant, *, fillable: bool = False) -> LaidOut:
        return laid_out(self.pipeline, self.edition(fillable=fillable), person)

    def problems(self, person: Participant, *, fillable: bool = False) -> list[str]:
        """Return what is wrong with somebody's cover, in words."""
        pages = self.laid_out(person, fillable=fillable)
        problems = [f"over each other: {pair}" for pair in pages.overlapping()]
        problems += [f"near the edge: {line}" for line in pages.outside(EDGE, SIDE)]
        if not fillable:
            printed_slots = [slot for slot in self.pipeline.course.shown.values() if slot.role != EMAIL]
            whole = {slot.path: letters_of(person.text(slot.path)) for slot in printed_slots}
            problems += [f"not whole: {path}" for path, text in whole.items() if text not in pages.letters(path)]
        return problems
