"""The shape that each exercise type needs: which parts it has, and which of them are lists.

The macro that draws an exercise (``templates/widgets.html.j2``) relies on its shape: of an exercise of another shape it
would leave something out, or fail.
"""

from collections.abc import Iterable, Iterator

from worksheets.messages import _

from .slots import MAP, PROMPTS, TABLE, TEXT, Part

MAP_MOST = 200
"""The most entries of a map.

On the handout's map of 160 mm, 200 entries get circles of 7 mm; the circles of 300 entries, 5.5 mm, are too small for a
number of three digits, which is 5.3 mm wide. More than 1,246 entries cannot be drawn at all.
"""
_PARTS = 'parts = [{ id = "first", label = "First" }, { id = "second", label = "Second" }]'
_MAP_PARTS = 'parts = [{ id = "name", label = "Name" }, { id = "support", label = "Support" }]'
_MAP_LIST = f'{{ id = "contacts", label = "Contact", rows = 8, most = 40, {_MAP_PARTS} }}'


def shape_problems(exercise: Part) -> Iterator[str]:
    """Yield what is wrong with the shape of an exercise, each problem with its cure.

    The parts of lists are not looked at: ``list_problems`` is for them, in exercises and in fields.
    """
    if exercise.type == PROMPTS:
        yield from _prompts(exercise)
    elif exercise.type == TABLE:
        yield from _table(exercise)
    elif exercise.type == MAP:
        yield from _map(exercise)
    elif exercise.type == TEXT:
        yield from _text(exercise)
    if exercise.lines and not (exercise.type == TEXT and exercise.is_slot):
        yield _("only an exercise that is one text can have lines; delete lines")


def list_problems(part: Part) -> Iterator[str]:
    """Yield what is wrong with the parts of a list: it needs some, and each must be a single slot."""
    if not part.parts:
        yield _("a part with rows needs parts; add {parts}").format(parts=_PARTS)
    yield from _not_slots(part.parts)


def _prompts(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _('prompts have no rows; delete rows and most, or write kind = "table"')
        return
    if not exercise.parts:
        yield _("prompts need parts, one for each prompt; add {parts}").format(parts=_PARTS)
    yield from _not_slots(exercise.parts)


def _table(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        return
    yield _("a table needs rows, the number of rows on a blank page; add rows = 5")
    if not exercise.parts:
        yield _("a table needs parts, one for each column; add {parts}").format(parts=_PARTS)
    yield from _not_slots(exercise.parts)


def _map(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        problem = _("a map has its rows in one of its parts; delete rows and most here, and write parts = [{part}]")
        yield problem.format(part=_MAP_LIST)
        return
    lists = [part for part in exercise.parts if part.rows]
    if not lists:
        yield _("a map needs a part with rows; add to its parts: {part}").format(part=_MAP_LIST)
    if len(lists) > 1:
        problem = _("a map can have only one part with rows, not {count} ({ids}); make the others separate exercises")
        yield problem.format(count=len(lists), ids=", ".join(part.id for part in lists))
    for part in lists:
        yield from _map_list(part)
    yield from _not_slots(part for part in exercise.parts if not part.rows)


def _map_list(part: Part) -> Iterator[str]:
    if len(part.parts) not in (0, 2):
        problem = _("the part “{id}” of a map must have two parts, not {count}; write {parts}")
        yield problem.format(id=part.id, count=len(part.parts), parts=_MAP_PARTS)
    if part.most > MAP_MOST:
        problem = _("the part “{id}” of a map can have at most {limit} entries; write most = {limit} or less")
        yield problem.format(id=part.id, limit=MAP_MOST)


def _text(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _('a text has no rows; delete rows and most, or write kind = "table"')
        return
    yield from _not_slots(exercise.parts)


def _not_slots(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if not part.is_slot:
            problem = _(
                "the part “{id}” must be a single text; delete its rows, most and parts, or make it an exercise"
            )
            yield problem.format(id=part.id)
