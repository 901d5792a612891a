"""People dealt into groups: a list of each group, and a sign for its table that is folded like a tent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.errors import OptionsError, Problems, RosterError, shortened
from worksheets.messages import _, ngettext, typed
from worksheets.people.fields import Fields
from worksheets.people.participant import Participant

from .dealing import dealt, not_apart
from .group_pages import GroupRoom, GroupRow, group_rows
from .group_signs import GroupSign, group_signs
from .heads import Head, checked_title, head, lines_of
from .kinds import GroupLists
from .listed_names import ListedName, in_order, listed_names


@dataclass(frozen=True, slots=True)
class DrawnGroupLists:
    """What the template of groups draws."""

    head: Head
    groups: tuple[tuple[ListedName, ...], ...]
    rows: tuple[GroupRow, ...]
    """The groups as they stand on the pages."""
    signs: tuple[GroupSign, ...]
    warnings: tuple[str, ...]
    """What could not be kept apart."""


def group_lists(
    product: GroupLists, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> DrawnGroupLists:
    """Return people dealt into groups. Raises OptionsError for everything that is wrong in what is asked for."""
    problems, count, title, texts = Problems(), 1, "", list[str]()
    with problems:
        count = _count(product, len(people))
    with problems:
        texts = _apart(product.apart, people, course)
    with problems:
        title = checked_title(product.title, words.text("groups_title"), words)
    problems.raise_any()
    groups = [in_order(group) for group in dealt(people, count, product.seed, dict(enumerate(texts)))]
    names = _names(groups, course, words)
    counts = [words.text(key, count=each) for key, each in (("people_count", len(people)), ("group_count", count))]
    top = head(
        title, [words.text("people_in_groups", people=counts[0], groups=counts[1])], people, course, layout, words
    )
    rows = group_rows([[_height(name, layout) for name in group] for group in names], _room(top, layout))
    signs = tuple(group_signs(names, layout)) if product.signs else ()
    warnings = tuple(_warnings(product.apart, texts, count))
    return DrawnGroupLists(top, tuple(map(tuple, names)), tuple(rows), signs, warnings)


def _count(product: GroupLists, people: int) -> int:
    """Return how many groups there are. Raises OptionsError if that is not said, is said twice, or is too many."""
    if product.groups and product.size:
        raise OptionsError(_("--groups and --group-size: each says how many groups there are; leave out one of them"))
    if not product.groups and not product.size:
        message = _("--as groups: how many groups? Write --groups 4, or --group-size 5 for groups of at most five")
        raise OptionsError(message)
    if not people:
        message = _("--as groups: nobody to deal; name a list, such as “{command}”")
        option = ("--groups", f"{product.groups}") if product.groups else ("--group-size", f"{product.size}")
        raise OptionsError(message.format(command=typed("list", "ryhma.xlsx", "--as", "groups", *option)))
    if product.groups > people:
        message = ngettext(
            "--groups {groups}: more groups than people; there is {count} person, so write --groups {count}",
            "--groups {groups}: more groups than people; there are {count} people, so write at most --groups {count}",
            people,
        )
        raise OptionsError(message.format(groups=product.groups, count=people))
    return product.groups or -(-people // product.size)


def _apart(field: str, people: Sequence[Participant], course: Course) -> list[str]:
    """Return what people are kept apart by. Raises OptionsError for a field that there is not."""
    if not field:
        return [""] * len(people)
    try:
        text_of = Fields(course, people).field(field, "--apart")
    except RosterError as error:
        raise OptionsError(*error.problems) from error
    return [text_of.text(person) for person in people]


def _warnings(field: str, texts: Sequence[str], count: int) -> Iterator[str]:
    for text, people in not_apart(texts, count):
        message = ngettext(
            "--apart {field}: {people} people have “{text}”, and there is only {count} group; they are not kept apart",
            "--apart {field}: {people} people have “{text}”, and there are only {count} groups; some of them are "
            "together",
            count,
        )
        yield message.format(field=shortened(field), people=people, text=shortened(text), count=count)


def _names(groups: Sequence[Sequence[Participant]], course: Course, words: Words) -> list[list[ListedName]]:
    """Return the names of each group; two of the same name are told apart whichever groups they are in."""
    everybody = [person for group in groups for person in group]
    names = iter(listed_names(everybody, course, words))
    return [[next(names) for _person in group] for group in groups]


def _room(top: Head, layout: Layout) -> GroupRoom:
    page = layout.number("groups-height")
    return GroupRoom(page - top.height, page, layout.number("groups-heading"), layout.number("groups-gap"))


def _height(name: ListedName, layout: Layout) -> float:
    """Return the height of a name in the list of its group, in mm."""
    width, size = layout.number("groups-width"), layout.number("groups-size")
    lines = lines_of(name.text, width, size, layout) * layout.number("groups-leading")
    notes = lines_of(name.note, width, layout.number("groups-note"), layout) * layout.number("groups-note-leading")
    return lines + notes + layout.number("groups-between")
