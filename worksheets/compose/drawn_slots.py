"""Which slots a course's pages print: each page is filled with a mark in every slot, and the marks are looked for.

The pages of a course are programs, so only this tells whether an exercise stands on a page, and whether the widget that
draws it is the one for its kind.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.mark_paths import DERIVED, answer_path
from worksheets.course.slots import MAP, PROMPTS, TABLE, TEXT, Part, Slot, slots
from worksheets.errors import FileProblem, quoted
from worksheets.messages import _
from worksheets.people.participant import Participant

from .page_data import PageData

_SLOT = re.compile(r'data-slot="([^"]*)"')
_FILLED_SLOT = re.compile(
    r'<bdi class="slot (?!in-rest |in-head |in-ball-number |in-entry-number |in-other |in-digit |in-line-number )'
    r'[^>]*data-slot="([^"]*)"[^>]*>[^<]'
)
_DRAWING = re.compile(r'data-drawing="([^"]*)"')
_MARK = "¤{}¤"
"""A text that no page has, and that no change of case changes."""
_OWN_WIDGETS = (PROMPTS, TABLE)
"""The types whose widget has the name of the type."""
_ROW = re.compile(r"\.\d+(?=\.|$)")


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """What one page prints of the exercises; slots are given without the numbers of rows (``omat-verkostot.nimi``)."""

    name: str
    printed: frozenset[str]
    """The slots whose text is printed, and the exercises without slots that are drawn."""
    unknown: frozenset[str]
    """The paths that widgets draw and that are no slots of the course, so that nothing is ever printed there."""
    fields: tuple[str, ...]
    """The slots that are form fields in a form, with the numbers of rows, as often as they are drawn."""


def without_rows(path: str) -> str:
    """Return the path of a slot without the numbers of rows."""
    return _ROW.sub("", path)


def drawn_pages(course: Course, layout: Layout) -> tuple[DrawnPage, ...]:
    """Return what each page of a course prints of its exercises. Raises PageError for a page that cannot be filled."""
    from .templates import Templates  # Here, as only the process that fills templates loads Jinja: 50 ms.

    paths = [path for part in course.root.parts for path in _probed(part)]
    marks = {path: _probe(number, course.slots[path]) for number, path in enumerate(paths)}
    participant = Participant(marks, course.name_slot)
    templates = Templates(course.folder)
    return tuple(
        _drawn_page(page, templates.compose([page], lambda: PageData(course, participant, layout)), marks, course)
        for page in course.pages
    )


def _probe(number: int, slot: Slot) -> str:
    """Return what is written into a slot: a text that no page has or, of marks, the first that there is."""
    if slot.marks is None:
        return _MARK.format(number)
    return slot.marks.options[0] if slot.marks.options else "0"


def _probed(part: Part) -> Iterator[str]:
    """Yield the slots of a part; of a list, those of one entry more than a blank page has, if there can be."""
    for slot in slots(part):
        rows = [int(number[1:]) for number in _ROW.findall(slot.path)]
        if not slot.secret and (not rows or max(rows) <= _most_rows(part) + 1):
            yield slot.path


def _most_rows(part: Part) -> int:
    return max([part.rows, *map(_most_rows, part.parts)])


def _drawn_page(page: str, html: str, marks: Mapping[str, str], course: Course) -> DrawnPage:
    drawn = set(map(answer_path, _SLOT.findall(html)))
    with_marks = {path for path in marks if course.slots[path].marks}
    missing = {path for path, mark in marks.items() if mark not in html and path not in with_marks}
    missing |= with_marks - {answer_path(path) for path in _SLOT.findall(html) if DERIVED in path}
    printed = frozenset(map(without_rows, marks)) - set(map(without_rows, missing))
    printed = printed.union(_DRAWING.findall(html))
    unknown = drawn - course.slots.keys()
    filled = tuple(map(answer_path, _FILLED_SLOT.findall(html)))
    return DrawnPage(page, printed, frozenset(map(without_rows, unknown)), filled)


def probed_paths(course: Course) -> list[str]:
    """Return the slots of a course that are worth filling to see its pages: of a list, one entry more than is blank."""
    return [path for part in course.root.parts for path in _probed(part)]


def unprinted(pages: Sequence[DrawnPage], course: Course) -> dict[str, list[str]]:
    """Return the exercises of which slots are printed on none of some pages: those slots, by the exercise's id.

    An exercise without slots that is drawn on none of them has its own id in place of slots.
    """
    printed = frozenset[str]().union(*(page.printed for page in pages))
    missing: dict[str, list[str]] = {}
    for exercise in course.root.parts:
        paths = dict.fromkeys(map(without_rows, _probed(exercise))) if exercise.type else {}
        if missing_paths := [path for path in paths if path not in printed]:
            missing[exercise.id] = missing_paths
    return missing | {drawing.id: [drawing.id] for drawing in course.drawings if drawing.id not in printed}


def doubled(pages: Sequence[DrawnPage], course: Course) -> list[str]:
    """Return a line, with the cure, for each field or exercise of which a slot stands more than once on some pages."""
    places: dict[str, list[str]] = {}
    for page in pages:
        for path in page.fields:
            places.setdefault(path, []).append(page.name)
    lines = []
    for path, names in places.items():
        if len(names) > 1:
            message = _(
                "{folder}: “{path}” is printed {count} times ({pages}), but a form keeps only one answer; leave it on "
                "one page, choose pages with --pages, or print without --fillable"
            )
            listed = ", ".join(dict.fromkeys(course.page_file(name).name for name in names))
            folder = course.folder / "pages"
            exercise = path.partition(".")[0]
            text = message.format(folder=folder, path=exercise, count=len(names), pages=listed)
            file, line = _place_on_page(course, names[-1], exercise)
            lines.append(FileProblem(text, str(file), line, text.removeprefix(f"{folder}: ")))
    return list(dict.fromkeys(lines))


def missing_exercise(exercise: Part, slot_paths: Sequence[str], pages: Sequence[DrawnPage], course: Course) -> str:
    """Return what is wrong with an exercise of which slots are printed on no page of the course, and the cure."""
    calls = " ".join(f"{{{{ {call} }}}}" for call in _widgets(exercise, slot_paths))
    for page in pages:
        if any(path == exercise.id or path.startswith(f"{exercise.id}.") for path in page.unknown):
            message = _("{page}: the exercise “{id}” is drawn by a widget of another kind; write {calls}")
            return message.format(page=_page_file(course, page.name, exercise.id), id=exercise.id, calls=calls)
    whole = {without_rows(slot.path) for slot in slots(exercise)} == set(slot_paths)  # A drawing's path is its id.
    file = course.folder / "course.toml"
    if whole and len(course.markdown_pages) == len(course.pages):
        message = _("{file}: no page prints the exercise “{id}”; delete it here, and write {fence} … ::: on a page")
        return message.format(
            file=file, id=exercise.id, fence=f"::: {exercise.type} {exercise.label} {{#{exercise.id}}}"
        )
    if whole:
        message = _("{file}: no page prints the exercise “{id}”; write {calls} on one of the pages")
        return message.format(file=file, id=exercise.id, calls=calls)
    paths = ", ".join(map(quoted, slot_paths))
    return _("{file}: no page prints {slots}; write {calls} on one of the pages").format(
        file=file, slots=paths, calls=calls
    )


def _widgets(exercise: Part, slot_paths: Sequence[str]) -> list[str]:
    """Return the calls of the widgets that draw the slots of an exercise."""
    if exercise.type == MAP:
        return list(dict.fromkeys(_map_widget(exercise, path) for path in slot_paths))
    if exercise.type in _OWN_WIDGETS or (exercise.type == TEXT and exercise.is_slot):
        return [f'widget.{exercise.type}("{exercise.id}")']
    if exercise.type != TEXT:
        return [f'widget.exercise("{exercise.id}")']
    return [f'widget.text("{path}")' for path in slot_paths]


def _map_widget(exercise: Part, path: str) -> str:
    entries = exercise.part(path.split(".")[1])
    if entries.rows:
        return f'widget.map("{exercise.id}.{entries.id}", centre="MINÄ", example="Esimerkki")'
    return f'widget.text("{path}")'


def _page_file(course: Course, page: str, exercise: str) -> str:
    """Return the file of a page, with the line that first names an exercise."""
    path, line = _place_on_page(course, page, exercise)
    return f"{path}:{line}" if line else str(path)


def _place_on_page(course: Course, page: str, exercise: str) -> tuple[Path, int]:
    path = course.page_file(page)
    mark = f"#{exercise}" if course.markdown_page(page) else f'"{exercise}'
    lines = path.read_text("utf-8").splitlines()
    return path, next((number for number, text in enumerate(lines, start=1) if mark in text), 0)
