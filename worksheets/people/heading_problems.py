"""What is wrong with the headings of a list: misspelt, twice, without a slot, no column of names."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from worksheets.course.course import Course
from worksheets.errors import listed, near, nearest, shortened
from worksheets.messages import _, ngettext, typed
from worksheets.spreadsheets.spoilt_letters import doubtful, spoilt

from .headings import Column, Headings, Other, folded
from .list_options import ListOptions
from .option_columns import Option, option_at
from .places import ListProblem, Place
from .table import Table


def heading_problems(table: Table, headings: Headings, options: ListOptions) -> tuple[ListProblem, ...]:
    """Return a message for each wrong heading of a table, with its cure, and for a missing column of names.

    A heading that means nothing is wrong if it looks misspelt and no other column has its slot, or with ``strict``.
    """
    if not table.heading_row:
        return () if table.named else (_no_headings(table),)
    problems = [*table.problems, *_column_problems(table, headings, options)]
    if not table.named and not (table.list_path and table.find(Other.NUMBER)):
        problems.append(_no_names(table, headings))
    return tuple(problems)


def unused_mapping(source: str, tables: Iterable[Table], headings: Headings) -> Iterator[ListProblem]:
    """Yield a warning for each heading that the user has given a meaning, and that no column has."""
    known = {folded(column.heading): column.shown_heading for table in tables for column in table.columns.values()}
    for heading in headings.mapping:
        start = folded(heading.strip().removesuffix("...").removesuffix("…"))
        is_start = heading.strip().endswith(("...", "…"))
        if not (any(text.startswith(start) for text in known) if is_start else start in known):
            message = _("{source}: --map “{heading}”: no column has this heading.")
            warning = message.format(source=source, heading=shortened(heading)) + nearest(heading, known.values())
            yield ListProblem(warning, Place(source))


def _no_headings(table: Table) -> ListProblem:
    label = table.course.slots[table.course.name_slot].label
    message = _("{source}: no heading is recognised; write the heading “{label}” above the names")
    in_a_table = _("no heading is recognised; choose the column that has the names")
    return table.source.problem(message, in_a_table=in_a_table, label=label)


def _no_names(table: Table, headings: Headings) -> ListProblem:
    """Return the message for a missing column of names; its cure names the column that may be meant."""
    label = table.course.slots[table.course.name_slot].label
    unknown = [column.shown_heading for column in table.columns.values() if not column.recognised]
    misspelt = [heading for heading in unknown if headings.misspelt(heading) == table.course.name_slot]
    message = _("{location}: no column “{name}”; write this heading above the names")
    in_a_table = _("no column “{name}”; choose the column that has the names")
    if heading := next(iter(misspelt or unknown), ""):
        message = _('{location}: no column “{name}”; if “{heading}” has the names, add --map "{heading}={slot}"')
    location = table.location(table.heading_row)
    return location.problem(message, in_a_table=in_a_table, name=label, heading=heading, slot=table.course.name_slot)


def _column_problems(table: Table, headings: Headings, options: ListOptions) -> Iterator[ListProblem]:
    """Yield a message for each column that cannot be read as it is."""
    slots, first = table.course.slots, _first_columns(table)
    for number, column in table.columns.items():
        location = table.location(table.heading_row, number)
        is_list_column = not column.recognised or "*" in column.slot
        is_option = option_at(column.slot, table.course) is not None
        if letters := spoilt(column.heading) or ("" if column.recognised else doubtful(column.heading)):
            yield location.reason(letters)
        elif is_list_column and (path := headings.exceeds_list(column.heading)) and _is_filled(table, number):
            yield _too_many_columns(location, table.course.part(path).most)
        elif not column.recognised:
            yield from _unknown_heading(table, number, headings, options)
        elif column.slot and column.slot not in slots and "*" not in column.slot and not is_option:
            yield _no_slot(location, column.slot, table.course)
        elif first.get(column.slot, number) != number and _differ(table, first[column.slot], number):
            yield _twice(location, column, table.columns[first[column.slot]])


def _first_columns(table: Table) -> dict[str, int]:
    """Return the number of the first column of each slot."""
    first: dict[str, int] = {}
    for number, column in table.columns.items():
        if column.slot:
            first.setdefault(column.slot, number)
    return first


def _too_many_columns(location: Place, most: int) -> ListProblem:
    message = ngettext(
        "{location}: only {count} entry fits; delete this column",
        "{location}: only {count} entries fit; delete this column",
        most,
    )
    return location.problem(message, count=most)


def _no_slot(location: Place, slot: str, course: Course) -> ListProblem:
    """Return the message for a slot that the user has given to a heading, and that the course does not have."""
    if suggestion := nearest(slot, course.slots):
        problem = _("{location}: no slot “{slot}”.").format(location=location, slot=shortened(slot)) + suggestion
        return ListProblem(problem, location)
    message = _("{location}: no slot “{slot}”; “{command}” lists the slots")
    return location.problem(message, slot=shortened(slot), command=typed("pages", "--slots"))


def _twice(location: Place, column: Column, first: Column) -> ListProblem:
    """Return what is wrong with a column whose slot an earlier one has, and the cure."""
    if folded(column.heading) == folded(first.heading):
        message = _("{location}: two columns have this heading; delete one of them, or change its heading")
        in_a_table = _("two columns have this heading; choose what this one means, or leave it out")
        return location.problem(message, in_a_table=in_a_table)
    message = _(
        '{location}: means the same as the column “{first}”; add --map "{heading}=-" to leave this one out, or '
        '--map "{first}=-" to leave out the other'
    )
    in_a_table = _("means the same as the column “{first}”; leave one of them out")
    return location.problem(message, in_a_table=in_a_table, heading=column.shown_heading, first=first.shown_heading)


def _is_filled(table: Table, number: int) -> bool:
    return any(row.text(number) for row in table.rows)


def _differ(table: Table, first: int, second: int) -> bool:
    """Return True if a column has a text that an earlier column of the same slot has not."""
    return any((text := row.text(second)) and text != row.text(first) for row in table.rows)


def _unknown_heading(table: Table, number: int, headings: Headings, options: ListOptions) -> Iterator[ListProblem]:
    """Yield a message for a heading that is not recognised, if it is an error."""
    heading = table.columns[number].shown_heading
    location = table.location(table.heading_row, number)
    slot = headings.misspelt(table.columns[number].heading)
    if (meant := headings.of_several(table.columns[number].heading)) and _is_filled(table, number):
        message = _("{location}: several exercises have this; change the heading to one of these: {headings}")
        yield location.problem(message, headings=listed(meant))
    elif option := _bare_option(table, number, headings):
        message = _("{location}: this is an option of “{exercise}”; write the heading as {heading}")
        yield location.problem(message, exercise=option.slot.label, heading=option.label)
    elif options.strict:
        yield _unknown(location, heading, slot or _nearest_slot(heading, table.course), table.course)
    elif slot in (*table.slots, table.course.name_slot) or options.ignore_unknown:
        return  # A missing column of names has a message of its own.
    elif slot and _is_filled(table, number):
        yield _unknown(location, heading, slot, table.course)


def _bare_option(table: Table, number: int, headings: Headings) -> Option | None:
    """Return the option that a filled column has for its heading, if another column has one of the same exercise."""
    path = headings.bare_option(table.columns[number].heading)
    exercises = [headings.bare_option(each.heading).partition("=")[0] for each in table.columns.values()]
    is_sure = path and exercises.count(path.partition("=")[0]) > 1 and _is_filled(table, number)
    return option_at(path, table.course) if is_sure else None


def _unknown(location: Place, heading: str, slot: str, course: Course) -> ListProblem:
    """Return the message for a heading that means nothing; ``slot`` is the one that may be meant, or empty."""
    if slot:
        message = _(
            '{location}: unknown heading; if it means “{label}”, add --map "{heading}={slot}"; to leave it out, add '
            '--map "{heading}=-"'
        )
        in_a_table = _("not recognised; if it means “{label}”, choose that; otherwise leave the column out")
        label = _label(slot, course)
        return location.problem(message, in_a_table=in_a_table, label=label, heading=heading, slot=slot)
    message = _(
        '{location}: unknown heading; to leave it out, add --map "{heading}=-"; to print it, write its slot instead of '
        "the dash (“{command}” lists the slots)"
    )
    in_a_table = _("not recognised; choose what it means, or leave the column out")
    return location.problem(message, in_a_table=in_a_table, heading=heading, command=typed("pages", "--slots"))


def _label(slot: str, course: Course) -> str:
    if option := option_at(slot, course):
        return option.label
    return course.slots[slot].label if slot in course.slots else course.part(slot.replace(".*", "")).label


def _nearest_slot(heading: str, course: Course) -> str:
    """Return the path of the slot whose label or path is nearest to a heading; empty if none is near."""
    paths: dict[str, str] = {}
    for path, slot in course.slots.items():
        paths.setdefault(slot.label, path)
    paths.update(zip(course.slots, course.slots, strict=True))
    names = near(heading.casefold(), {name: name.casefold() for name in paths}, 1)
    return paths[names[0]] if names else ""


def without_duplicates(table: Table) -> Table:
    """Return a table that leaves out each column whose slot an earlier column has; ``heading_problems`` names it."""
    first = _first_columns(table)
    if all(first.get(column.slot, number) == number for number, column in table.columns.items()):
        return table
    columns = {
        number: Column(column.heading, other=Other.IGNORED) if first.get(column.slot, number) != number else column
        for number, column in table.columns.items()
    }
    return replace(table, columns=columns)
