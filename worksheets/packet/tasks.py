"""What a packet has to make: for each participant, whether the handout is there already as it would be made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

from worksheets.pdf.fields import person_digest
from worksheets.people.participant import Participant

from .order import Order
from .record import Entry, Record, sealed


@dataclass(frozen=True, slots=True)
class Task:
    """One participant's handout. What is not among its attributes is asked of the order, so that tasks are small."""

    order: Order
    number: int
    """Its index in the order of the list."""
    input: str
    """Digest of what it is made from."""
    kept: Entry | None
    """The record's entry if the file is there as this run would make it."""

    @property
    def participant(self) -> Participant:
        """The participant, with a password if they have one."""
        return self.order.jobs.people[self.number]

    @property
    def path(self) -> Path:
        """The path of the handout."""
        return self.order.jobs.path(self.number)

    @property
    def name(self) -> str:
        """The handout's name in the packet's folder, with slashes."""
        return self.order.jobs.name(self.number)

    @property
    def password(self) -> str:
        """What locks the handout; empty for nothing."""
        return password_of(self.participant, self.order)


class Tasks(Sequence[Task]):
    """The tasks of an order."""

    def __init__(self, order: Order, fingerprint: str, record: Record) -> None:
        """``fingerprint`` is that of the order's edition; without overwriting, files of the ``record`` are kept."""
        self._order = order
        self._inputs = [_input(person, order, fingerprint) for person in order.jobs.people]
        entries = (None if order.overwrite else record.entry(order.jobs.name(index)) for index in range(len(self)))
        self._kept = [
            entry if entry and entry.input == digest else None
            for entry, digest in zip(entries, self._inputs, strict=True)
        ]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._inputs)

    @overload
    def __getitem__(self, index: int) -> Task: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Task]: ...
    def __getitem__(self, index: int | slice) -> Task | Sequence[Task]:
        """Return a task by its index."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return Task(self._order, index, self._inputs[index], self._kept[index])


def password_of(person: Participant, order: Order) -> str:
    """Return what locks a participant's handout: a password of their own, or that of the order."""
    return person.text(order.edition.course.secret_slot) or order.password


def _input(person: Participant, order: Order, fingerprint: str) -> str:
    """Return the digest of what a participant's handout is made from."""
    secret = order.edition.course.secret_slot
    values = sorted((slot, text) for slot, text in person.values.items() if slot != secret)
    # Only a form tells whom it is made for; paper need not be printed again when the list gets a new column.
    digest = person_digest(person) if order.edition.fillable else ""
    return sealed([fingerprint, values, digest], password_of(person, order))
