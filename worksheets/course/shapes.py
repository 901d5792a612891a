"""What the shapes of all exercise types have in common: lists whose entries are slots, and parts that are slots.

The templates that draw an exercise (``templates/types``) rely on its shape: of an exercise of another shape they would
leave something out, or fail. What a type asks of its exercises is in its module in ``course.types``.
"""

from collections.abc import Iterable, Iterator

from worksheets.messages import _

from .slots import Part

EXAMPLE_PARTS = 'parts = [{ id = "first", label = "First" }, { id = "second", label = "Second" }]'


def list_problems(part: Part) -> Iterator[str]:
    """Yield what is wrong with the parts of a list: it needs some, and each must be a single slot."""
    if not part.parts:
        yield _("a part with rows needs parts; add {parts}").format(parts=EXAMPLE_PARTS)
    yield from single_slot_problems(part.parts)


def single_slot_problems(parts: Iterable[Part]) -> Iterator[str]:
    """Yield a problem for each part that is not a single slot."""
    for part in parts:
        if not part.is_slot:
            problem = _(
                "the part “{id}” must be a single text; delete its rows, most and parts, or make it an exercise"
            )
            yield problem.format(id=part.id)
