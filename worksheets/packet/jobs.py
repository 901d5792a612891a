"""The calls that run in worker processes: handouts typeset one at a time, or merged many at a time."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from worksheets.caches import Lifetime, memoized
from worksheets.errors import NeedsTypesetterError, Refusal
from worksheets.master.store import MasterStore
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .prepared import PreparedEdition
from .session import Session

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

    with _ONE_AT_A_TIME:
        prepared = _prepared(edition)
        pdf = prepared.pipeline.handout(prepared.edition, participant)
    return Handout(pdf, page_count(pdf))


def merge_job(
    edition: bytes, participants: Sequence[Participant], delivery: Delivery, *, make: bool
) -> list[Handout | HandoutParts | Refusal]:
    """Merge handouts; for those that cannot be merged, return why. Masters that are missing are made if ``make``."""
    with _ONE_AT_A_TIME:
        masters = _prepared(edition).masters
        return [merge_handout(masters, participant, delivery, make=make) for participant in participants]


def merge_handout(
    masters: MasterStore, participant: Participant, delivery: Delivery, *, make: bool
) -> Handout | HandoutParts | Refusal:
    """Merge one handout into the master that serves, or return why none does."""
    try:
        merged = masters.merge(participant, make=make)
    except NeedsTypesetterError as error:
        return error.refusal
    merger, objects = merged.merger, merged.objects
    if delivery.parts and (name := masters.cached_name(merger)):
        return HandoutParts(name, objects, merger.master.pages, merger.file(objects) if delivery.whole else b"")
    return Handout(merger.file(objects), merger.master.pages)


@memoized(Lifetime.RUN, maxsize=1)
def _prepared(edition: bytes) -> PreparedEdition:
    """Return an edition with what makes its handouts, prepared once in a process for all calls of a run.

    It is forgotten when the run ends: a process of a cluster goes on, and the course's files may have changed by then.
    """
    return Session().prepared(pickle.loads(edition))  # noqa: S301 - from the process that asked for the work
