"""The calls that run in worker processes: handouts typeset one at a time, or merged many at a time."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from worksheets.compose.edition import Edition
from worksheets.errors import NeedsTypesetterError, Refusal
from worksheets.master.store import MasterStore
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .handout import master_store

_ONE_AT_A_TIME = Lock()
"""A Dask worker calls from several threads, and the typesetter keeps one font map for all of them."""


@dataclass(frozen=True, slots=True)
class Handout:
    """A finished handout."""

    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class HandoutParts:
    """A merged handout in parts: the participant's own objects, and the name of the master in the cache."""

    master: str
    objects: VariableObjects
    pages: int
    pdf: bytes
    """The whole PDF too, where it is wanted; otherwise empty."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """In what form merged handouts are wanted."""

    parts: bool = False
    """In parts, which a print file takes faster than whole PDFs."""
    whole: bool = True
    """As a whole PDF, beside the parts if those are wanted."""


def typeset_job(edition: bytes, participant: Participant) -> Handout:
    """Typeset one handout.

    ``edition`` is a pickled Edition; the participant's texts are as ``printed`` gives them.
    """
    from worksheets.pdf.finish import page_count

    from .pipeline import typeset_handout

    with _ONE_AT_A_TIME:
        pdf = typeset_handout(_unpickle(edition)[0], participant)
    return Handout(pdf, page_count(pdf))


def merge_job(
    edition: bytes, participants: Sequence[Participant], delivery: Delivery, *, make: bool
) -> list[Handout | HandoutParts | Refusal]:
    """Merge handouts; for those that cannot be merged, return why. Masters that are missing are made if ``make``."""
    with _ONE_AT_A_TIME:
        masters = _unpickle(edition)[1]
        return [merge_handout(masters, participant, delivery, make=make) for participant in participants]


def merge_handout(
    masters: MasterStore, participant: Participant, delivery: Delivery, *, make: bool
) -> Handout | HandoutParts | Refusal:
    """Merge one handout into the master that serves, or return why none does."""
    try:
        merger, objects = masters.merge(participant, make=make)
    except NeedsTypesetterError as error:
        return error.refusal
    if delivery.parts and (name := masters.cached_name(merger)):
        return HandoutParts(name, objects, merger.master.pages, merger.file(objects) if delivery.whole else b"")
    return Handout(merger.file(objects), merger.master.pages)


@lru_cache(maxsize=1)
def _unpickle(edition: bytes) -> tuple[Edition, MasterStore]:
    """Return the edition and its masters; the same objects for the same bytes, so that what they cache is found."""
    unpickled: Edition = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    return unpickled, master_store(unpickled)
