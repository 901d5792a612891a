"""One handout made, and a group's handouts planned: whose is which file."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from worksheets.compose.edition import Edition
from worksheets.errors import UnsettableError
from worksheets.master.store import Plates
from worksheets.merge.variable_objects import Pressed
from worksheets.people.participant import Participant

from .handout import plates_of

_ALONE = Lock()


Made = tuple[bytes, int]
"""A handout and how many pages it has."""


def work(edition: bytes, participant: Participant) -> Made:
    """Return a handout that the typesetter has set, in whatever process this is called.

    The edition is pickled, the participant as ``printed`` gives them. A cluster's worker may call this from several
    threads at once; the typesetter, which keeps one font map for all, serves them one after another.
    """
    from worksheets.pdf.finish import page_count

    from .pipeline import set_handout

    with _ALONE:
        pdf = set_handout(_unpickled(edition)[0], participant)
    return pdf, page_count(pdf)


@dataclass(frozen=True, slots=True)
class Parts:
    """A handout in parts: what of it is the participant's own, and the name of its plate."""

    plate: str
    pressed: Pressed
    pages: int
    pdf: bytes
    """And the whole, if that is wanted too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of handouts that are pressed."""

    parts: bool = False
    """They may come in parts."""
    whole: bool = True
    """If they do, the whole is wanted too."""


def press_work(
    edition: bytes, participants: Sequence[Participant], wanted: Wanted, *, make: bool
) -> list[Made | Parts | str]:
    """Return handouts that are pressed from plates; for those that cannot be, the reason."""
    with _ALONE:
        plates = _unpickled(edition)[1]
        return [press_one(plates, participant, wanted, make=make) for participant in participants]


def press_one(plates: Plates, participant: Participant, wanted: Wanted, *, make: bool) -> Made | Parts | str:
    """Return a handout that is pressed from one of the plates, or the reason why it cannot be."""
    try:
        press, pressed = plates.pressed(participant, make=make)
    except UnsettableError as error:
        return str(error)
    if wanted.parts and (name := plates.kept(press)):
        return Parts(name, pressed, press.plate.pages, press.file(pressed) if wanted.whole else b"")
    return press.file(pressed), press.plate.pages


@lru_cache(maxsize=1)
def _unpickled(edition: bytes) -> tuple[Edition, Plates]:
    """Return the same edition for the same bytes, so that what is kept of it (style sheets, plates) is found."""
    found: Edition = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    return found, plates_of(found)
