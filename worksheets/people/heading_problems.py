"""What is wrong with the headings of a list: misspelt, twice, without a slot, no column of names."""

from collections.abc import Iterator
from dataclasses import replace

from worksheets.course.course import Course
from worksheets.errors import nearest, shortened
from worksheets.messages import _
from worksheets.spreadsheets.spoilt_letters import doubtful, spoilt

from .headings import Column, Headings, Other, folded
from .list_options import ListOptions
from .table import Table


def heading_problems(table: Table, headings: Headings, options: ListOptions) -> tuple[str, ...]:
    """Return a message for each wrong heading of a table, with its cure, and for a missing column of names.

    A heading that means nothing is wrong if it looks misspelt and no other column has its slot, or with ``strict``.
    """
    if not table.heading_row:
        return () if table.named else (_no_headings(table),)
    problems = [*table.problems, *_column_problems(table, headings, options)]
    if not table.named and not (table.list_path and table.find(Other.NUMBER)):
        problems.append(_no_names(table, headings))
    return tuple(problems)


def _no_headings(table: Table) -> str:
    label = table.course.slots[table.course.name_slot].label
    message = _("{source}: no heading is recognised; one column must be “{label}”")
    return message.format(source=table.source, label=label)


def _no_names(table: Table, headings: Headings) -> str:
    """Return the message for a missing column of names; its cure names the column that may be meant."""
    label = table.course.slots[table.course.name_slot].label
    message = _("{location}: there is no column “{name}”").format(
        location=table.location(table.heading_row), name=label
    )
    unknown = [column.shown_heading for column in table.columns.values() if not column.recognised]
    misspelt = [heading for heading in unknown if headings.misspelt(heading) == table.course.name_slot]
    cure = _('; --map "{heading}={slot}" says which column has the names')
    return message + "".join(
        cure.format(heading=heading, slot=table.course.name_slot) for heading in (misspelt or unknown)[:1]
    )


def _column_problems(table: Table, headings: Headings, options: ListOptions) -> Iterator[str]:
    """Yield a message for each column that cannot be read as it is."""
    slots, first = table.course.slots, _first_columns(table)
    for number, column in table.columns.items():
        location = table.location(table.heading_row, number)
        is_list_column = not column.recognised or "*" in column.slot
        if letters := spoilt(column.heading) or ("" if column.recognised else doubtful(column.heading)):
            yield f"{location}: {letters}"
        elif is_list_column and (path := headings.exceeds_list(column.heading)) and _is_filled(table, number):
            message = _("{location}: more than {most} entries do not fit")
            yield message.format(location=location, most=table.course.part(path).most)
        elif not column.recognised:
            yield from _unknown_heading(table, number, headings, options)
        elif column.slot and column.slot not in slots and "*" not in column.slot:
            yield (
                location
                + _(": there is no slot “{slot}”.").format(slot=shortened(column.slot))
                + nearest(column.slot, slots)
            )
        elif first.get(column.slot, number) != number and _differ(table, first[column.slot], number):
            yield location + _twice(column, table.columns[first[column.slot]])


def _first_columns(table: Table) -> dict[str, int]:
    """Return the number of the first column of each slot."""
    first: dict[str, int] = {}
    for number, column in table.columns.items():
        if column.slot:
            first.setdefault(column.slot, number)
    return first


def _twice(column: Column, first: Column) -> str:
    """Return what is wrong with a column whose slot an earlier one has, and the cure."""
    if folded(column.heading) == folded(first.heading):
        return _(": this column stands twice; delete one of them, or give it another heading")
    message = _(': this column stands twice; --map "{heading}=-" leaves this one out, --map "{first}=-" the other')
    return message.format(heading=column.shown_heading, first=first.shown_heading)


def _is_filled(table: Table, number: int) -> bool:
    return any(row.text(number) for row in table.rows)


def _differ(table: Table, first: int, second: int) -> bool:
    """Return True if a column has a text that an earlier column of the same slot has not."""
    return any((text := row.text(second)) and text != row.text(first) for row in table.rows)


def _unknown_heading(table: Table, number: int, headings: Headings, options: ListOptions) -> Iterator[str]:
    """Yield a message for a heading that is not recognised, if it is an error."""
    heading = table.columns[number].shown_heading
    location = table.location(table.heading_row, number)
    slot = headings.misspelt(table.columns[number].heading)
    if options.strict:
        message = _(
            '{location}: unknown heading; --map "{heading}=slot" says what it means, --map "{heading}=-" leaves it out.'
        )
        yield message.format(location=location, heading=heading) + _nearest_slot(heading, table.course)
    elif slot in (*table.slots, table.course.name_slot) or options.ignore_unknown:
        return  # A missing column of names has a message of its own.
    elif slot and _is_filled(table, number):
        message = _(
            '{location}: unknown heading, which looks like “{label}”; --map "{heading}={slot}" takes it as that, '
            '--map "{heading}=-" leaves it out'
        )
        label = _label(slot, table.course)
        yield message.format(location=location, label=label, heading=heading, slot=slot)


def _label(slot: str, course: Course) -> str:
    return course.slots[slot].label if slot in course.slots else course.part(slot.replace(".*", "")).label


def _nearest_slot(heading: str, course: Course) -> str:
    return nearest(heading, [*(slot.label for slot in course.slots.values()), *course.slots])


def without_duplicates(table: Table) -> Table:
    """Return a table that leaves out each column whose slot an earlier column has; ``heading_problems`` names it."""
    first = _first_columns(table)
    columns = {
        number: Column(column.heading, other=Other.IGNORED) if first.get(column.slot, number) != number else column
        for number, column in table.columns.items()
    }
    return replace(table, columns=columns)
