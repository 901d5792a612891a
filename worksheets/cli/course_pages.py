"""The command ``pages``: a course's pages, or its slots as other options take them."""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from worksheets import api
from worksheets.messages import _, marked, ngettext

from . import options
from .group import main
from .translated import option
from .visible import visible_line

if TYPE_CHECKING:
    from worksheets.course.course import Course

_LEAST_WIDTH = 12
"""The least width of a column of labels, in characters, however narrow the terminal is."""
_SLOTS_OF_A_KIND = {
    api.SlotKind.FIELD: marked("Fields of the person and the group"),
    api.SlotKind.ANSWER: marked("Answers"),
    api.SlotKind.ROW: marked("Rows of tables, each with its number"),
}


@main.command()
@options.course
@option(
    "--slots",
    "with_slots",
    is_flag=True,
    help=marked("List the slots with labels and limits, as --map, --set and --name take them."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print JSON, for programs."))
def pages(course: "Course", *, with_slots: bool, as_json: bool) -> None:
    """List the pages of a course, or its slots."""
    with api.Session() as session:
        listed = api.pages(course, session) if as_json or not with_slots else ()
        slots = api.slots(course, session) if with_slots else ()
    if as_json:
        tree = {"pages": [_page_tree(page) for page in listed]}
        click.echo(
            json.dumps(tree | ({"slots": [*map(_slot_tree, slots)]} if slots else {}), ensure_ascii=False, indent=2)
        )
        return
    for line in _slot_lines(slots, course) if with_slots else _page_lines(listed):
        click.echo(visible_line(line))


def _page_tree(page: "api.Page") -> dict[str, Any]:
    return {"number": page.number, "name": page.name, "kind": page.kind, "title": page.title}


def _slot_tree(slot: "api.CourseSlot") -> dict[str, Any]:
    return {
        "path": slot.path,
        "label": slot.label,
        "kind": slot.kind.value,
        "limit": slot.limit,
        "rows": slot.rows,
        "most": slot.most,
        "pages": list(slot.pages),
        "options": list(slot.options),
        "choices": list(slot.choices),
        "most_chosen": slot.most_chosen,
    }


def _page_lines(listed: "Sequence[api.Page]") -> list[str]:
    return _columns([(str(page.number), page.name, page.kind, page.title) for page in listed])


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows of cells as lines, with the cells of a column one below another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _slot_lines(slots: "Sequence[api.CourseSlot]", course: "Course") -> Iterator[str]:
    """Yield the slots as a table for each kind, with the options that take them, and how these are written."""
    for kind in api.SlotKind:
        members = [slot for slot in slots if slot.kind is kind]
        if not members:
            continue
        common = max((slot.options for slot in members), key=len)
        yield f"{_(_SLOTS_OF_A_KIND[kind])}:"
        yield f"  {' '.join(common)}"
        yield from _tables(members, course)
        yield from _exceptions(members, common)
        yield from (f"  {_choices(slot)}" for slot in members if slot.most_chosen)
        yield ""
    yield from _examples(slots)


def _tables(slots: "Sequence[api.CourseSlot]", course: "Course") -> Iterator[str]:
    """Yield lines with the slots' paths, labels, limits and pages, for each list under a line of its own."""
    width = max(len(_path(slot)) for slot in slots)
    # Translators: the headings of a table's columns; “letters” is the most letters that a slot takes.
    head = (_("slot"), _("label"), _("letters"), _("pages"))
    for entries, members in groupby(slots, lambda slot: slot.entries):
        column = list(members)
        if entries:
            # Translators: {list} is the path of a list of rows, such as omat-verkostot.
            message = ngettext(
                "{list}: {count} row on a blank page, at most {most}",
                "{list}: {count} rows on a blank page, at most {most}",
                column[0].rows,
            )
            yield "  " + message.format(list=entries, count=column[0].rows, most=column[0].most)
        yield from _wrapped([head, *(_row(slot, course) for slot in column)], width)


def _path(slot: "api.CourseSlot") -> str:
    return f"{slot.path} … {slot.most}" if slot.entries else slot.path


def _row(slot: "api.CourseSlot", course: "Course") -> tuple[str, str, str, str]:
    numbers = [course.pages.index(page) + 1 for page in slot.pages]
    limit = "–" if slot.most_chosen else str(slot.limit)
    return _path(slot), slot.label, limit, _spans(numbers) or "–"


def _spans(numbers: Iterable[int]) -> str:
    """Return increasing numbers as ``--pages`` takes them, such as ``1,7-9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _wrapped(rows: Sequence[tuple[str, str, str, str]], path_width: int) -> Iterator[str]:
    """Yield rows as lines that the terminal is wide enough for; long labels go on in the next line."""
    limit_width, pages_width = (max(len(row[index]) for row in rows) for index in (2, 3))
    room = shutil.get_terminal_size().columns - path_width - limit_width - pages_width - 9
    label_width = min(max(room, _LEAST_WIDTH), max(len(row[1]) for row in rows))
    for path, label, limit, pages_text in rows:
        first, *others = wrap(label, label_width) or [""]
        yield f"  {path:{path_width}}  {first:{label_width}}  {limit:>{limit_width}}  {pages_text}"
        yield from (f"  {'':{path_width}}  {other}" for other in others)


def _exceptions(slots: "Sequence[api.CourseSlot]", common: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each slot that some of the options do not take."""
    for slot in slots:
        if missing := [option for option in common if option not in slot.options]:
            # Translators: {slot} is a path such as nimi, {options} are options such as --set.
            message = _("{slot}: not for {options}")
            yield "  " + message.format(slot=slot.path, options=", ".join(missing))


def _choices(slot: "api.CourseSlot") -> str:
    """Return a line that says what can be chosen for a slot."""
    # Translators: {slot} is a path such as apu; {options} are what can be chosen, such as “esimies; muu”.
    message = _("{slot}: one of these: {options}")
    if slot.most_chosen > 1:
        message = _("{slot}: at most {most} of these, with semicolons between them: {options}")
    if not slot.choices:
        message = _("{slot}: a number from 0 to 100")
    return message.format(slot=_path(slot), most=slot.most_chosen, options="; ".join(slot.choices))


def _examples(slots: "Sequence[api.CourseSlot]") -> Iterator[str]:
    """Yield how the options are written, with one of the course's own slots in them."""
    path = next((slot.path for slot in slots if "--set" in slot.options), slots[0].path)
    yield _("For example:")
    yield "  " + _('--map "Heading of a column={slot}"').format(slot=path)
    yield "  " + _('--set "{slot}=Text for everyone"').format(slot=path)
    yield f'  --name "{{n:02}} {{{path}}}"'
