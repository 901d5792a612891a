"""What shows of a course's faults only when its templates are filled and its pages laid out.

It runs in a worker process, as all that fills a stranger's templates does: ``jobs`` has its functions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from worksheets.compose.drawn_slots import probed, without_rows
from worksheets.compose.edition import Edition
from worksheets.compose.page_checks import page_faults, template_faults
from worksheets.compose.templates import Templates
from worksheets.course.course import Course
from worksheets.course.fault import CourseFault, FaultKind, faults_of
from worksheets.course.layout import Layout, read_layout
from worksheets.course.source_lines import SourceLines
from worksheets.errors import WorksheetsError, shortened
from worksheets.messages import _, ngettext
from worksheets.pdf.page_measures import PrintedPicture, Sheet, WritingRoom, measured_sheets
from worksheets.pdf.typeset import Typesetter, draw
from worksheets.people.participant import BLANK, Participant

_LONG_TEXT = 240
"""Characters of the sample texts: more than most places hold, so that something goes on elsewhere."""
_LEAST_DPI = 150
_LEAST_PITCH, _LEAST_WIDTH = 8.0, 40.0
"""The least distance between rules, and the least width of a place to write in, in mm."""
_MM_PER_LETTER = 4.0
"""The width of a letter that is written by hand."""
_ROUNDED = 0.1
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is wrong with a course's pages in one layout, and the files that they show."""

    faults: tuple[CourseFault, ...]
    files: frozenset[Path] = frozenset()


def unrendered_faults(folder: Path, layouts: Sequence[str]) -> tuple[CourseFault, ...]:
    """Return what is wrong with a course's templates and style sheets, whether its pages can be filled or not."""
    faults = list(template_faults(folder))
    for name in layouts:
        try:
            Typesetter(read_layout(name, folder), folder).check_style_sheets()
        except WorksheetsError as error:
            faults += faults_of(error, folder)
    return tuple(dict.fromkeys(faults))


def rendering(course: Course, layout_name: str, *, filled: bool) -> Rendering:
    """Return what is wrong with the pages in a layout: blank, or filled with long texts."""
    try:
        layout = read_layout(layout_name, course.folder, language=course.language)
        typesetter = Typesetter(layout, course.folder)
        typesetter.check_style_sheets()
    except WorksheetsError as error:
        return Rendering(tuple(faults_of(error, course.folder)))
    participant = _full(course) if filled else BLANK
    edition, faults = _sound_edition(course, layout, participant)
    if not filled:
        faults += page_faults(course, layout)
    return _laid_out(edition, participant, typesetter, faults)


def _sound_edition(course: Course, layout: Layout, participant: Participant) -> tuple[Edition, list[CourseFault]]:
    """Return the pages that can be filled, and what is wrong with the others."""
    templates, whole = Templates(course.folder), Edition(course, course.pages, layout)
    sound, faults = [], []
    for page in course.pages:
        try:
            templates.compose([page], lambda: whole.page_data(participant))
        except WorksheetsError as error:
            faults += faults_of(error, course.folder)
        else:
            sound.append(page)
    return Edition(course, tuple(sound), layout), faults


def _laid_out(
    edition: Edition, participant: Participant, typesetter: Typesetter, faults: list[CourseFault]
) -> Rendering:
    """Return what is wrong with pages that can be filled, beside other faults."""
    course = edition.course
    try:
        html = Templates(course.folder).compose(edition.pages, lambda: edition.page_data(participant))
        document = typesetter.lay_out(html)
        draw(document)  # Pictures within drawings are read only now.
    except WorksheetsError as error:
        return Rendering((*faults, *faults_of(error, course.folder)))
    measured = (
        [] if participant.values else list(_measured(edition, list(measured_sheets(document.pages, edition.pages))))
    )
    return Rendering((*faults, *measured), frozenset(document.url_fetcher.files.paths))


def _full(course: Course) -> Participant:
    """Return somebody who has filled each slot with a long text, and one row more than a blank page has."""
    shown = {without_rows(path): slot for path, slot in course.shown.items()}
    paths = [path for part in course.root.parts for path in probed(part)]
    values = {}
    for path in paths:
        slot = shown[without_rows(path)]
        label = slot.label.strip() or path
        values[path] = (f"{label} " * (_LONG_TEXT // len(label) + 1))[: min(slot.limit, _LONG_TEXT)].strip()
    return Participant({path: text for path, text in values.items() if text}, course.name_slot)


def _measured(edition: Edition, sheets: Sequence[Sheet]) -> Iterator[CourseFault]:
    """Yield what is wrong with blank sheets."""
    numbers, course = edition.layout.numbers, edition.course
    for page, group in groupby((sheet for sheet in sheets if sheet.page), key=lambda sheet: sheet.page):
        of_page = list(group)
        lines = SourceLines(course.page_file(page), course.folder)
        place = CourseFault(course.page_file(page), 0, "", FaultKind.SPILL)
        if len(of_page) > 1 and course.markdown_page(page):
            yield _spill(of_page, edition.layout.name, place, lines)
        if "sheet-width" not in numbers:  # Slides for a wall are seen from afar.
            yield from _coarse([picture for sheet in of_page for picture in sheet.pictures], place, lines)
        if not numbers.get("unlined"):
            yield from _narrow([room for sheet in of_page for room in sheet.rooms], edition, place, lines)


def _spill(sheets: Sequence[Sheet], layout: str, place: CourseFault, lines: SourceLines) -> CourseFault:
    second = sheets[1]
    line = (
        lines.of_text(second.first)
        or lines.of_slot(second.first_slot)
        or lines.of_name(second.first_picture.rpartition("/")[2])
    )
    message = ngettext(
        "the page takes {count} sheet in the layout {layout}; shorten it, or make a page of its own from “{text}” on",
        "the page takes {count} sheets in the layout {layout}; shorten it, or make a page of its own from “{text}” on",
        len(sheets),
    )
    text = shortened(second.first or second.first_slot or second.first_picture, _QUOTED)
    return _fault(place, line, FaultKind.SPILL, message.format(count=len(sheets), layout=layout, text=text))


def _coarse(pictures: Sequence[PrintedPicture], place: CourseFault, lines: SourceLines) -> Iterator[CourseFault]:
    for picture in pictures:
        if picture.dpi < _LEAST_DPI:
            message = _(
                "the picture “{name}” has {dpi} dots per inch at its size on paper, and looks coarse; take one with "
                "{times} times as many pixels, or an SVG"
            )
            times = f"{_LEAST_DPI / picture.dpi:.1f}"
            name = picture.source.rpartition("/")[2]
            text = message.format(name=shortened(name), dpi=round(picture.dpi), times=times)
            yield _fault(place, lines.of_name(name), FaultKind.RESOLUTION, text)


def _narrow(
    rooms: Sequence[WritingRoom], edition: Edition, place: CourseFault, lines: SourceLines
) -> Iterator[CourseFault]:
    """Yield the places for texts that are too small for a hand, each once, whatever row it is in."""
    seen: set[str] = set()
    for room in rooms:
        path, slot = without_rows(room.slot), edition.course.slots.get(room.slot)
        if path in seen or slot is None or f"{room.place}-width" not in edition.layout.numbers:
            continue
        seen.add(path)
        line, least = lines.of_slot(path), min(_LEAST_WIDTH, slot.limit * _MM_PER_LETTER)
        if room.width < least - _ROUNDED:
            message = _(
                "“{slot}” has only {width} mm to write in, and needs {least}; make it wider, or write limit={letters} "
                "if so few letters are enough"
            )
            letters = max(int(room.width / _MM_PER_LETTER), 1)
            text = message.format(slot=path, width=f"{room.width:.0f}", least=f"{least:.0f}", letters=letters)
            yield _fault(place, line, FaultKind.ROOM, text)
        if 0 < room.pitch < _LEAST_PITCH - _ROUNDED:
            message = _("“{slot}” has lines {pitch} mm apart, too close for a hand; make it at least {least} mm")
            text = message.format(slot=path, pitch=f"{room.pitch:.1f}", least=f"{_LEAST_PITCH:g}")
            yield _fault(place, line, FaultKind.ROOM, text)


def _fault(place: CourseFault, line: int, kind: FaultKind, message: str) -> CourseFault:
    return CourseFault(place.file, line, message, kind)
