"""One handout made, and a group's handouts planned: whose is which file."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from worksheets.compose.edition import Edition
from worksheets.errors import NeedsTypesetterError
from worksheets.master.store import MasterStore
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .handout import master_store

_ALONE = Lock()


Made = tuple[bytes, int]
"""A handout and how many pages it has."""


def work(edition: bytes, participant: Participant) -> Made:
    """Return a handout that the typesetter has set, in whatever process this is called.

    The edition is pickled, the participant as ``printed`` gives them. A cluster's worker may call this from several
    threads at once; the typesetter, which keeps one font map for all, serves them one after another.
    """
    from worksheets.pdf.finish import page_count

    from .pipeline import typeset_handout

    with _ALONE:
        pdf = typeset_handout(_unpickled(edition)[0], participant)
    return pdf, page_count(pdf)


@dataclass(frozen=True, slots=True)
class HandoutParts:
    """A handout in parts: what of it is the participant's own, and the name of its master."""

    master: str
    merged: VariableObjects
    pages: int
    pdf: bytes
    """And the whole, if that is wanted too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of handouts that are merged."""

    parts: bool = False
    """They may come in parts."""
    whole: bool = True
    """If they do, the whole is wanted too."""


def merge_work(
    edition: bytes, participants: Sequence[Participant], wanted: Wanted, *, make: bool
) -> list[Made | HandoutParts | str]:
    """Return handouts that are merged from masters; for those that cannot be, the reason."""
    with _ALONE:
        masters = _unpickled(edition)[1]
        return [merge_one(masters, participant, wanted, make=make) for participant in participants]


def merge_one(
    masters: MasterStore, participant: Participant, wanted: Wanted, *, make: bool
) -> Made | HandoutParts | str:
    """Return a handout that is merged from one of the masters, or the reason why it cannot be."""
    try:
        merger, merged = masters.merged(participant, make=make)
    except NeedsTypesetterError as error:
        return str(error)
    if wanted.parts and (name := masters.kept(merger)):
        return HandoutParts(name, merged, merger.master.pages, merger.file(merged) if wanted.whole else b"")
    return merger.file(merged), merger.master.pages


@lru_cache(maxsize=1)
def _unpickled(edition: bytes) -> tuple[Edition, MasterStore]:
    """Return the same edition for the same bytes, so that what is kept of it (style sheets, masters) is found."""
    found: Edition = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    return found, master_store(found)
