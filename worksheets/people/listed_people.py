"""The people of a list, packed: those who get a handout and those who do not."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from worksheets.spreadsheets.packed import TOGETHER, Chunked, Packed, Picked

from .omissions import LeftOutReason, Omission
from .participant import Participant
from .places import Place


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of a list, with their problems."""

    participant: Participant
    location: Place
    """Where the list has them, for messages: the file, and the sheet and the row or else the line."""
    problems: tuple[str, ...]
    hidden: bool = False
    """The spreadsheet does not show their rows, and hidden rows are not taken."""
    oddities: tuple[str, ...] = ()
    """What is unusual in their texts, but no error."""
    rows: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """All rows that are theirs: the index of the sheet, and the row's number."""

    def __reduce__(self) -> tuple[type["Person"], tuple[object, ...]]:
        """Pack quickly: the people of a list are packed and unpacked by the thousand."""
        each = (self.participant, self.location, self.problems, self.hidden, self.oddities, self.rows)
        return Person, each

    @property
    def number(self) -> int:
        """Their number in the list, from 1."""
        return self.participant.number

    @property
    def left_out(self) -> LeftOutReason | None:
        """Why they get no handout; None if they get one."""
        if self.hidden:
            return LeftOutReason.HIDDEN
        return LeftOutReason.PROBLEMS if self.problems else None

    @property
    def omission(self) -> Omission | None:
        """What is said of them if they get no handout; None if they get one."""
        return Omission(self.location, self.left_out, self.participant.name) if self.left_out else None


class People(Packed[Person]):
    """Everybody in a list. Who is left out is known without unpacking anybody."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.left_out = array("l")
        """The indexes of those who get no handout."""
        super().__init__(people)

    def __reduce__(self) -> tuple[object, ...]:
        """Let them go to other processes as they are."""
        return People, (), (self.left_out, *self.packed_state)

    def __setstate__(self, state: tuple[object, ...]) -> None:
        """Take what another process has packed."""
        self.left_out, *packed_state = state  # type: ignore[assignment]
        super().__setstate__(tuple(packed_state))

    def append(self, person: Person) -> None:
        """Add a person."""
        if person.left_out:
            self.left_out.append(len(self))
        super().append(person)

    def without_handout(self) -> Sequence[Person]:
        """Return those who get no handout, in order."""
        return Picked(self, self.left_out)

    def shown(self) -> Sequence[Person]:
        """Return those who are not hidden, in order."""
        hidden = {index for index in self.left_out if self[index].hidden}
        return Picked(self, (index for index in range(len(self)) if index not in hidden)) if hidden else self

    def printed(self) -> Sequence[Participant]:
        """Return the participants who get a handout, in order."""
        everybody, left_out = Participants(self), set(self.left_out)
        if not left_out:
            return everybody
        return Picked(everybody, (index for index in range(len(self)) if index not in left_out))


class Participants(Chunked[Participant]):
    """The participants that the people of a list are."""

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__()
        self._people = people

    def __len__(self) -> int:
        """Return the number of people."""
        return len(self._people)

    def chunk(self, index: int) -> Sequence[Participant]:
        """Return some of them."""
        return [person.participant for person in self._people[index * TOGETHER : (index + 1) * TOGETHER]]
