"""A signature, or one for each signer of a list: rules for place and date, the signature, and the name in clear.

Only place and date and the name are data; a signature is written by hand.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from worksheets.course.shapes import single_slot_problems
from worksheets.course.slots import SIGNATURE, Part
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence
    from worksheets.course.words import Words

MOST_SIGNERS = 6
"""The most signers: three rows of two fill a page."""
_LINES = (("paikka-aika", "place_and_date"), ("nimi", "name_in_clear"))
"""What is typed for each signer: the end of its id, and the papers' word for it."""
_EXAMPLE = """
::: signature Allekirjoitukset {#allekirjoitus}
- Minä {#mina}
- Parini {#parini}
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    above, lists = fence.divided("bullet_list")
    fence.refuse(lists[1:], _("nothing can follow the list of signers here; move this above it, or below :::"))
    items = [item for bullets in lists[:1] for item in bullets.children]
    parts = [fence.part(item) for item in items]
    return Declared(fence.given_values() | ({"parts": parts} if parts else {}), above)


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _("a signature has no rows; delete rows and most, and write a part for each signer")
        return
    yield from single_slot_problems(exercise.parts)
    if len(exercise.parts) > MOST_SIGNERS:
        problem = _("a page has room for {most} signers, not {count}; delete some, or make a second exercise of them")
        yield problem.format(most=MOST_SIGNERS, count=len(exercise.parts))


def _worded(exercise: Part, words: "Words") -> Part:
    """Return the exercise with a part for each line that is typed; ``signers`` has the beginnings of their ids."""
    signers = [(f"{signer.id}-", signer.label) for signer in exercise.parts] or [("", exercise.label)]
    parts = []
    for signer, (begin, name) in zip(exercise.parts or (exercise,), signers, strict=True):
        for end, word in _LINES:
            label = f"{name}: {words.text(word)}" if exercise.parts else words.text(word)
            parts.append(Part(f"{begin}{end}", label, hint=signer.hint, limit=signer.limit))
    return replace(exercise, hint="", parts=tuple(parts), settings=(("signers", tuple(signers)),))


TYPE = ExerciseType(
    SIGNATURE,
    "allekirjoitus",
    (),
    _declare,
    _problems,
    worded=_worded,
    meaning=marked("place and date, signature, and name in clear, for each who signs"),
    example=_EXAMPLE,
)
