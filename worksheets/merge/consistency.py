"""Whether a master is consistent in itself: what its parts say of each other is true.

A master from a file has the right types, as msgspec sees to, but an index, a number or a list in it may be wrong, and
a negative index would silently draw another's text. The checks take 0.2 ms for a master of twelve pages; to read it
takes 0.5 ms, and the first handout from it 20 ms. Wrong bytes or lengths that contradict nothing are not noticed; the
digest of a master's file is there for them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from math import isfinite

from worksheets.course.layout import NORMAL
from worksheets.text.shaping import UNITS

from .master_graph import MasterGraph
from .model import (
    ContentItem,
    Continuation,
    ContinuationLegend,
    Master,
    MasterFont,
    MasterForm,
    MasterSlot,
    TextObject,
    TextStyle,
)
from .questions import PLACEHOLDER

_FARTHEST = 100_000.0
"""The largest coordinate or length, in CSS pixels: the largest page of PDF 1.7 has 19,200."""
_MOST_MCIDS = 1_000_000
_MEMBER = re.compile(rb"\d+ 0 R|null")
"""An element of an array in the parent tree."""


def is_consistent(master: Master) -> bool:
    """Return True unless something in a master contradicts something else."""
    checks = (
        *(_has_right_numbers, _has_right_fonts, _has_right_slots, _has_right_lines, _has_right_contents),
        *(_has_right_heights, _has_right_texts, _has_pages),
    )
    return all(check(master) for check in checks)


def _has_right_numbers(master: Master) -> bool:
    """Return True if each object has one number, in the order that ``Master`` tells."""
    fixed = [*(stream.number for stream in master.streams), *(obj.number for obj in master.objects)]
    container = len(fixed) + 1
    completed = list(_open_numbers(master))
    return (
        fixed == list(range(1, container))
        and container + len(completed) + 1 == master.next_number
        and sorted(completed) == list(range(container + 1, master.next_number))
        and len(master.streams) < master.root < container
        and (
            len(master.streams) < master.info < container or master.info in [obj.number for obj in master.text_objects]
        )
    )


def _open_numbers(master: Master) -> Iterator[int]:
    """Yield the numbers of the objects that a participant's texts complete."""
    for slot in master.slots:
        yield from filter(None, (slot.element, slot.parent))
    for font in master.fonts.values():
        yield from (font.file, font.descendant, font.to_unicode)
    yield from (content.number for content in master.contents)
    yield from (obj.number for obj in (*master.text_objects, master.metadata))
    yield from (marked.number for marked in master.marked_content)
    yield from (page.element for page in master.continuation_pages)
    if master.form:
        for fields in (master.form.fields, master.form.buttons, master.form.radio_groups):
            yield from (field.number for field in fields)
        yield master.form.attachment


def _has_right_fonts(master: Master) -> bool:
    """Return True if every style has a font, and every font the glyphs that it needs."""
    styles = list(_styles(master))
    return (
        master.fonts.keys() >= {style.font for style in styles}
        and all(map(_is_right_size, {(style.point, style.size) for style in styles}))
        and all(_has_right_glyphs(font) for font in master.fonts.values())
    )


def _is_right_size(size: tuple[bytes, int]) -> bool:
    """Return True if the size that a text is drawn in, as an operand, is the one that it is shaped in."""
    try:
        return size[1] > 0 and abs(float(size[0]) * UNITS - size[1]) < 1
    except ValueError:
        return False


def _has_right_glyphs(font: MasterFont) -> bool:
    return font.glyphs.keys() >= {*font.always, *font.codes} and min(font.glyphs, default=0) >= 0


def _styles(master: Master) -> Iterator[TextStyle]:
    """Yield all styles of texts."""
    for slot in master.slots:
        yield from slot.styles.values()
    for continuation in master.continuations:
        yield from (continuation.title, continuation.text)
        if continuation.source:
            yield continuation.source.style
        if legend := continuation.legend:
            yield from (legend.number, legend.name, legend.support)
    for field in master.form.fields if master.form else ():
        yield from (appearance.style for appearance in field.appearances)


def _has_right_slots(master: Master) -> bool:
    """Return True if slots name only slots, pages and fonts that there are."""
    slots, count = master.slots, len(master.slots)
    pages = {marked.page for marked in master.marked_content}
    notes = [(slot.parent, slot.note.font) for slot in slots if slot.note]
    return (
        all(index in slot.group and NORMAL in slot.styles for index, slot in enumerate(slots))
        and all(_is_right_group(group, slots) for group in {slot.group for slot in slots})
        and all(0 <= shift.slot < count for slot in slots for shift in slot.shifts)
        and all(slot.room >= 0 for slot in slots)  # Without a limit, it is infinite; a NaN is not greater.
        and pages.issuperset([slot.page for slot in slots if slot.element])
        and pages.issuperset([page.page for page in master.continuation_pages])
        and all(parent > 0 and font in master.fonts for parent, font in notes)
        and _are_near(_lengths(slots))
    )


def _is_right_group(group: Sequence[int], slots: Sequence[MasterSlot]) -> bool:
    """Return True if the slots in a group all have that group."""
    return all(0 <= index < len(slots) and slots[index].group == group for index in group)


def _lengths(slots: Sequence[MasterSlot]) -> list[float]:
    """Return the coordinates and lengths of slots."""
    lengths = [length for slot in slots for length in (slot.left, slot.width, slot.align)]
    lengths += [length for slot in slots for style in slot.styles.values() for length in (style.y, style.pitch)]
    lengths += [shift.distance for slot in slots for shift in slot.shifts]
    return lengths + [length for slot in slots if slot.note for length in (slot.note.x, slot.note.below)]


def _has_right_lines(master: Master) -> bool:
    """Return True if shared lines and slots belong together."""
    slots, lines = range(len(master.slots)), master.shared_lines
    in_lines = [(index, slot.shared_line) for index, slot in enumerate(master.slots) if slot.shared_line != -1]
    return (
        all(0 <= line < len(lines) and index in _slots_in(master, line) for index, line in in_lines)
        and all(text.slot in slots or text.slot == -1 for line in lines for text in line.texts)
        and _are_near([length for line in lines for length in (line.left, line.width, line.align)])
        and _are_near([text.width for line in lines for text in line.texts])
    )


def _slots_in(master: Master, line: int) -> list[int]:
    """Return the slots in a shared line; -1 for its fixed texts."""
    return [text.slot for text in master.shared_lines[line].texts]


def _are_near(lengths: Sequence[float]) -> bool:
    """Return True if lengths are numbers (a NaN is not) that something on a page can have."""
    return not lengths or (isfinite(sum(lengths)) and min(lengths) > -_FARTHEST and max(lengths) < _FARTHEST)


def _has_right_contents(master: Master) -> bool:
    """Return True if everything that can vary is drawn in one place of the contents, and nothing else is."""
    items = [item for content in master.contents for item in content.items]
    slots = sorted(item.slot for item in items if item.slot != -1)
    continued = [item for item in items if item.slot == item.shared_line == -1 and item.continuation_page != -1]
    texts = sorted(item.continuation_page for item in continued if item.below_end is None)
    pages = set(range(len(master.continuation_pages)))
    return (
        slots == list(range(len(master.slots)))
        and texts == sorted(pages)
        and {item.continuation_page for item in continued} <= pages
        and _are_near([item.below_end for item in continued if item.below_end is not None])
        and all(_is_in_line(item, master) for item in items if item.shared_line != -1)
        and sorted(page for continuation in master.continuations for page in continuation.pages) == sorted(pages)
        and all(map(_is_right_continuation, master.continuations))
        and (master.form is None or _is_right_form(master.form, master))
    )


def _is_in_line(item: ContentItem, master: Master) -> bool:
    """Return True if there is a fixed text where an item of the content says."""
    return 0 <= item.shared_line < len(master.shared_lines) and item.line_text in [
        index for index, slot in enumerate(_slots_in(master, item.shared_line)) if slot == -1
    ]


def _places(legend: ContinuationLegend) -> tuple[float, ...]:
    tops = (style.y for style in (legend.number, legend.name, legend.support))
    return legend.number_left, legend.left, legend.width, *tops


def _is_right_continuation(continuation: Continuation) -> bool:
    title, text, source, legend = continuation.title, continuation.text, continuation.source, continuation.legend
    parts = [part.below for part in continuation.title_parts if part.below is not None]
    has_source = source is None or (
        len(source.texts) == len(continuation.keys)
        and _are_near((source.left, source.width, source.align, source.style.y))
    )
    return (
        has_source
        and (not legend or _are_near(_places(legend)))
        and continuation.pitch >= 0
        and text.pitch > 0
        and _are_near(parts)
        and _are_near(
            (
                *(continuation.left, continuation.title_width, continuation.text_width, continuation.gap),
                *(continuation.start, continuation.top, continuation.limit, continuation.lead, continuation.head),
                *(continuation.pitch, continuation.notes_gap, continuation.foot),
                *(title.y, title.pitch, text.y, text.pitch),
            )
        )
    )


def _has_right_heights(master: Master) -> bool:
    """Return True if what depends on the heights of rows names only heights and slots that there are."""
    heights, pages, slots = range(len(master.heights)), master.row_pages, range(len(master.slots))
    items = [item for content in master.contents for item in content.items]
    moves = list(chain(*(slot.moves for slot in master.slots), *(item.moves for item in items)))
    moves += chain(*(continuation.moves for continuation in master.continuations))
    named = [*(move.height for move in moves), *(height for page in pages for height in page.heights)]
    named += [page.next_row for page in pages if page.next_row != -1]
    grids = [page.grid for page in pages if page.grid]
    return (
        all(height in heights for height in named)
        and all(cell in slots for height in master.heights for cell in height.cells)
        and all(page.heights for page in pages)
        and all(pitch > 0 for _top, pitch, _gap in grids)
        and _are_near([length for grid in grids for length in grid])
        and _are_near([length for page in pages for length in (page.bottom, page.limit, page.above_next)])
        and _are_near([*(move.share for move in moves), *(item.number for item in items)])
        and _are_near(
            [length for row in master.heights for length in (row.declared, row.height, row.least, row.padding)]
        )
    )


def _is_right_form(form: MasterForm, master: Master) -> bool:
    """Return True if every field has an appearance in every size, every radio button a group, and all their objects."""
    last = len(master.streams) + len(master.objects)
    groups = {group.path for group in form.radio_groups}
    are_buttons_right = all(
        button.option > 0 and (button.has_value or button.path in groups) for button in form.buttons
    )
    return (
        are_buttons_right
        and 0 < form.resources <= last
        and all(
            field.appearances
            and len(field.appearances) == len(field.default_appearances)
            and 0 < field.empty_appearance <= last
            and _are_near((field.width, field.height))
            and all(
                _are_near((a.size_mm, a.left, a.width, a.align, a.style.y, a.style.pitch)) for a in field.appearances
            )
            for field in form.fields
        )
    )


def _has_right_texts(master: Master) -> bool:
    """Return True if there is a text for every placeholder, and the arrays of marked content are complete."""
    return all(_is_right_text(obj, master) for obj in (*master.text_objects, master.metadata)) and all(
        0 <= marked.count < _MOST_MCIDS and len(_MEMBER.findall(marked.owners)) == marked.count
        for marked in master.marked_content
    )


def _is_right_text(obj: TextObject, master: Master) -> bool:
    return len(obj.fixed) == len(obj.texts) + 1 and all(
        int(number) in master.undrawn for text in obj.texts for number, _line in PLACEHOLDER.findall(text)
    )


def _has_pages(master: Master) -> bool:
    """Return True if the tree of pages has as many as the master says, and each is one of its objects."""
    graph = MasterGraph(master)
    try:
        pages = graph.pages
    except (KeyError, IndexError):
        return False
    return len(pages) == master.pages and graph.bodies.keys() >= set(pages)
