"""What shows of a course's faults only when its templates are filled and its pages laid out.

It runs in a worker process, as all that fills a stranger's templates does: ``jobs`` has its functions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import quote, unquote

from worksheets.compose.drawn_slots import probed_paths, without_rows
from worksheets.compose.edition import Edition
from worksheets.compose.page_checks import page_faults, template_faults
from worksheets.course.course import Course
from worksheets.course.fault import CourseFault, FaultKind, faults_of
from worksheets.course.layout import looks, read_layout
from worksheets.course.picture_size import LEAST_DPI
from worksheets.course.slots import Slot
from worksheets.course.source_lines import SourceLines, with_place
from worksheets.course.table_columns import LEAST_ROW, LETTER_BY_HAND, NARROWEST
from worksheets.errors import WorksheetsError, listed, shortened
from worksheets.messages import _, decimal, ngettext
from worksheets.pdf.page_measures import PrintedPicture, Sheet, WritingRoom, measured_sheets
from worksheets.pdf.typeset import Typesetter, draw
from worksheets.people.participant import BLANK, Participant
from worksheets.pipeline import Pipeline

_LONG_TEXT = 240
"""Characters of the sample texts: more than most places hold, so that something goes on elsewhere."""
_LEAST_GAP = 10.0
"""The least width of a gap in a sentence, in mm: whoever writes the page says how long it is."""
_ROUNDED = 0.1
_QUOTED = 60
_FENCE = ":::"


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is wrong with a course's pages in one layout, and the files that they show."""

    faults: tuple[CourseFault, ...]
    files: frozenset[Path] = frozenset()


def unrendered_faults(folder: Path, layouts: Sequence[str]) -> tuple[CourseFault, ...]:
    """Return what is wrong with a course's templates and style sheets, whether its pages can be filled or not."""
    faults = list(template_faults(folder))
    for name, look in looks(layouts, folder):
        try:
            layout = read_layout(name, folder, brand=look)
            if any(path.is_relative_to(folder) for path in layout.style_sheets):
                Typesetter(layout, folder).check_style_sheets()
        except WorksheetsError as error:
            faults += faults_of(error, folder)
    return tuple(dict.fromkeys(with_place(fault, folder, ()) for fault in faults))


def rendering(course: Course, layout_name: str) -> Rendering:
    """Return what is wrong with the pages in a layout, blank and filled with long texts."""
    try:
        layout = read_layout(layout_name, course.folder, language=course.language, brand=course.brand)
        pipeline = Pipeline(course, layout)
        pipeline.typesetter.check_style_sheets()
    except WorksheetsError as error:
        states = [Rendering(tuple(faults_of(error, course.folder)))]
    else:
        states = [_rendering(pipeline, participant) for participant in (BLANK, _full(course))]
    pages = [course.page_file(page) for page in course.pages]
    located = [with_place(fault, course.folder, pages) for state in states for fault in state.faults]
    return Rendering(tuple(dict.fromkeys(located)), frozenset().union(*(state.files for state in states)))


def _rendering(pipeline: Pipeline, participant: Participant) -> Rendering:
    """Return what is wrong with a participant's pages; those that can be filled are laid out, whatever the others."""
    edition, faults = _sound_edition(pipeline, participant)
    if not edition.pages:
        return Rendering(tuple(faults))
    try:
        html = pipeline.templates.compose(edition.pages, lambda: edition.page_data(participant))
        document = pipeline.typesetter.lay_out(html)
        if participant is BLANK or _has_drawings(document.url_fetcher.files.paths, edition):
            draw(document)  # Only now is it seen whether there are all letters, and what is in drawings.
    except WorksheetsError as error:
        return Rendering((*faults, *faults_of(error, pipeline.course.folder)))
    if not participant.values:
        faults += _measured(edition, list(measured_sheets(document.pages, edition.pages)))
    return Rendering(tuple(faults), frozenset(document.url_fetcher.files.paths))


def _sound_edition(pipeline: Pipeline, participant: Participant) -> tuple[Edition, list[CourseFault]]:
    """Return the pages that can be filled, and what is wrong with the others."""
    course = pipeline.course
    whole = Edition(course, course.pages, pipeline.layout)
    sound, faults = [], []
    for page in course.pages:
        try:
            html = pipeline.templates.compose([page], lambda: whole.page_data(participant))
        except WorksheetsError as error:
            faults += faults_of(error, course.folder)
            continue
        own = [] if course.markdown_page(page) else list(page_faults(html, course.page_file(page), course.folder))
        faults += own if participant is BLANK else []
        if all(fault.kind is not FaultKind.DESCRIPTION for fault in own):  # The typesetter says it, too.
            sound.append(page)
    return Edition(course, tuple(sound), pipeline.layout), faults


def _has_drawings(files: Iterable[Path], edition: Edition) -> bool:
    """Return True if the course may have drawings of its own: in files, or in the pages that are templates."""
    course = edition.course
    own = any(path.suffix.lower() == ".svg" and path.is_relative_to(course.folder) for path in files)
    return own or len(course.markdown_pages) < len(course.pages)


def _full(course: Course) -> Participant:
    """Return somebody who has filled each slot with a long text, and one row more than a blank page has."""
    shown = {without_rows(path): slot for path, slot in course.shown.items()}
    values = {path: _answer(shown[without_rows(path)]) for path in probed_paths(course)}
    return Participant({path: text for path, text in values.items() if text}, course.name_slot)


def _answer(slot: Slot) -> str:
    """Return a long text for a slot, or the mark that is first among those it takes."""
    if slot.marks:
        return slot.marks.options[0] if slot.marks.options else "0"
    label = slot.label.strip() or slot.path
    return (f"{label} " * (_LONG_TEXT // len(label) + 1))[: min(slot.limit, _LONG_TEXT)].strip()


def _measured(edition: Edition, sheets: Sequence[Sheet]) -> Iterator[CourseFault]:
    """Yield what is wrong with blank sheets."""
    numbers, course = edition.layout.numbers, edition.course
    for page, group in groupby((sheet for sheet in sheets if sheet.page), key=lambda sheet: sheet.page):
        of_page = list(group)
        lines = SourceLines(course.page_file(page), course.folder)
        place = CourseFault(course.page_file(page), 0, "", FaultKind.SPILL)
        if course.markdown_page(page):
            yield from _spills(of_page, edition, place, lines)
        if "sheet-width" not in numbers:  # Slides for a wall are seen from afar.
            yield from _coarse([picture for sheet in of_page for picture in sheet.pictures], place, lines)
        if not numbers.get("unlined"):
            yield from _narrow([room for sheet in of_page for room in sheet.rooms], edition, place, lines)


def _spills(sheets: Sequence[Sheet], edition: Edition, place: CourseFault, lines: SourceLines) -> Iterator[CourseFault]:
    """Yield a fault for a page that takes several sheets; on slides, only if one does not begin with an exercise.

    Each exercise may have a slide of its own, as prompts have by themselves.
    """
    is_slide = bool(edition.layout.numbers.get("unlined"))
    for sheet in sheets[1:]:
        line = _first_line(sheet, lines)
        if is_slide and lines.line(line).startswith(_FENCE):
            continue
        message = _slides(len(sheets)) if is_slide else _papers(len(sheets))
        first = shortened(sheet.first or sheet.first_slot or sheet.first_picture, _QUOTED)
        text = message.format(count=len(sheets), layout=edition.layout.name, text=first)
        yield _fault(place, line, FaultKind.SLIDE_SPILL if is_slide else FaultKind.SPILL, text)
        return


def _first_line(sheet: Sheet, lines: SourceLines) -> int:
    """Return the line of what begins a sheet; 0 if it is not known."""
    picture = sheet.first_picture.rpartition("/")[2]
    return lines.of_text(sheet.first) or lines.of_slot(sheet.first_slot) or lines.of_name(picture)


def _papers(count: int) -> str:
    return ngettext(
        "the page takes {count} sheet in the layout {layout}; shorten it, or make a page of its own from “{text}” on",
        "the page takes {count} sheets in the layout {layout}; shorten it, or make a page of its own from “{text}” on",
        count,
    )


def _slides(count: int) -> str:
    return ngettext(
        "as slides (layout {layout}) the page takes {count}, one of them from “{text}” on; the paper stays as it is",
        "as slides (layout {layout}) the page takes {count}, one of them from “{text}” on; the paper stays as it is",
        count,
    )


def _coarse(pictures: Sequence[PrintedPicture], place: CourseFault, lines: SourceLines) -> Iterator[CourseFault]:
    for picture in pictures:
        if picture.dpi < LEAST_DPI:
            message = _(
                "the picture “{name}” has {dpi} dots per inch at its size on paper, and looks coarse; take one with "
                "{times} times as many pixels, or an SVG"
            )
            times = decimal(LEAST_DPI / picture.dpi)
            name = unquote(picture.source).rpartition("/")[2]
            text = message.format(name=shortened(name), dpi=round(picture.dpi), times=times)
            line = lines.of_name(name) or lines.of_name(quote(name))
            yield _fault(place, line, FaultKind.RESOLUTION, text)


def _narrow(
    rooms: Sequence[WritingRoom], edition: Edition, place: CourseFault, lines: SourceLines
) -> Iterator[CourseFault]:
    """Yield the exercises that have places for texts that are too small for a hand."""
    numbers, slots = edition.layout.numbers, edition.course.slots
    texts = [room for room in rooms if room.slot in slots and not slots[room.slot].marks]
    judged = [room for room in texts if f"{room.place}-width" in numbers]
    for _exercise, group in groupby(judged, key=lambda room: room.slot.partition(".")[0]):
        of_exercise = list(group)
        narrow = [room for room in of_exercise if room.width < _least_width(room, slots) - _ROUNDED]
        if narrow:
            yield _fault(place, lines.of_slot(narrow[0].slot), FaultKind.ROOM, _too_narrow(narrow, slots))
        if low := [room for room in of_exercise if 0 < room.pitch < LEAST_ROW - _ROUNDED]:
            message = _("{slots}: lines {pitch} mm apart are too close for a hand; make it at least {least} mm")
            pitch = decimal(min(room.pitch for room in low))
            text = message.format(slots=_listed(low), pitch=pitch, least=f"{LEAST_ROW:g}")
            yield _fault(place, lines.of_slot(low[0].slot), FaultKind.ROOM, text)


def _too_narrow(narrow: Sequence[WritingRoom], slots: Mapping[str, Slot]) -> str:
    width = min(room.width for room in narrow)
    message = _(
        "{slots}: {width} mm is too narrow to write in; make it at least {least} mm wide, or write limit={letters} if "
        "so few letters are enough"
    )
    least = max(_least_width(room, slots) for room in narrow)
    letters = max(int(width / LETTER_BY_HAND), 1)
    return message.format(slots=_listed(narrow), width=f"{width:.0f}", least=f"{least:.0f}", letters=letters)


def _least_width(room: WritingRoom, slots: Mapping[str, Slot]) -> float:
    return min(_LEAST_GAP if room.is_in_line else NARROWEST, slots[room.slot].limit * LETTER_BY_HAND)


def _listed(rooms: Sequence[WritingRoom]) -> str:
    """Return the places as a message lists them, each once, whatever row it is in."""
    return listed(dict.fromkeys(without_rows(room.slot) for room in rooms))


def _fault(place: CourseFault, line: int, kind: FaultKind, message: str) -> CourseFault:
    return CourseFault(place.file, line, message, kind)
