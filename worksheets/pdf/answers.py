"""Whose the answers in returned forms are: those of one person become one, and nobody's are lost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from worksheets.errors import FirstProblems
from worksheets.messages import _
from worksheets.people.participant import Participant

_SOURCES = 20
"""The most files that a message names; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person has typed into a form."""

    source: str
    """The path of the file."""
    saved: datetime
    """When the file was saved, with its time zone."""
    whole: bool
    """False if the file was damaged, so that values may be missing."""
    made_for: str
    """The name of the participant that the form was made for; empty if it was made for nobody or is not known."""
    person: str
    """What tells that participant from others of the same name."""
    named: bool
    """False if there is no name in the form, so that it is called after its file."""
    participant: Participant
    filled: int = 0
    """How many of the form's places for answers hold something; the fields of the person and the group are none."""
    places: int = 0
    """How many places for answers the form has."""

    @property
    def name(self) -> str:
        """The name in a form in which names that only differ in capitals and spaces are equal."""
        return folded(self.participant.name)

    def holds(self, other: "Answer") -> bool:
        """Return True if all that another answer says is said here too."""
        return other.participant.values.items() <= self.participant.values.items()


@dataclass(frozen=True, slots=True)
class UnusedAnswer:
    """An answer that does not go into the list, since another one from the same person does."""

    answer: Answer
    by: Answer
    """The newer or less damaged one, or the one that says more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The answers that go into the list, in the order of their files, and notes about the others."""

    answers: tuple[Answer, ...]
    notes: tuple[str, ...]
    unused: tuple[UnusedAnswer, ...] = ()

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Those who have answered."""
        return tuple(answer.participant for answer in self.answers)


def folded(name: str) -> str:
    """Return a name without extra spaces, in small letters."""
    return " ".join(name.split()).casefold()


def settled(answers: Sequence[Answer]) -> Settled:
    """Return one answer of each person.

    Of several from forms that were made for the same person, who has left the name as it was, an undamaged one counts
    before a damaged one, and then the one that was saved last. Other answers under one name are all kept, since they
    may be different people's, but for those that say nothing more than another one.
    """
    notes = _Notes()
    newest = list(_newest(answers, notes))
    kept = list(_without_repeated(newest, notes))
    notes.messages += _namesakes(kept)
    return Settled(tuple(kept), tuple(notes.messages), tuple(notes.unused))


@dataclass(slots=True)
class _Notes:
    """What is said of answers that are not used."""

    messages: list[str] = field(default_factory=list)
    unused: list[UnusedAnswer] = field(default_factory=list)


def _newest(answers: Iterable[Answer], notes: _Notes) -> Iterator[Answer]:
    """Return the newest answer of each person whom forms were made for, and all others."""
    by_person: dict[tuple[object, ...], Answer] = {}
    for index, answer in enumerate(answers):
        key = (folded(answer.made_for), answer.person, answer.name) if answer.made_for else (index,)
        by_person[key] = _newer(by_person[key], answer, notes) if key in by_person else answer
    yield from by_person.values()


def _newer(first: Answer, second: Answer, notes: _Notes) -> Answer:
    older, newer = sorted((first, second), key=lambda answer: (answer.whole, answer.saved))
    message = _("{older}: not used, because {newer} has a newer or less damaged form from “{name}”")
    notes.messages.append(message.format(older=older.source, name=newer.participant.name, newer=newer.source))
    notes.unused.append(UnusedAnswer(older, newer))
    return newer


def _without_repeated(answers: Sequence[Answer], notes: _Notes) -> Iterator[Answer]:
    """Yield the answers but those, from forms that were made for nobody, that say nothing more than another one."""
    by_name = {name: _Namesakes(group) for name, group in _by_name(answers).items()}
    kept = [answer for answer in answers if not by_name[answer.name].repeat(answer)]
    kept_by_name, kept_ids = {name: _Namesakes(group) for name, group in _by_name(kept).items()}, set(map(id, kept))
    for answer in answers:
        if id(answer) in kept_ids:
            yield answer
        else:
            other = next(other for other in kept_by_name[answer.name].alike(answer) if other.holds(answer))
            message = _("{source}: not used, because {other} has all these answers from “{name}” too")
            notes.messages.append(
                message.format(source=answer.source, name=answer.participant.name, other=other.source)
            )
            notes.unused.append(UnusedAnswer(answer, other))


class _Namesakes:
    """Answers under one name, by what they say.

    Of ten thousand under one name, each is compared with those alone that share its rarest text.
    """

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._by_text: dict[tuple[str, str], list[Answer]] = {}
        for answer in answers:
            for item in answer.participant.values.items():
                self._by_text.setdefault(item, []).append(answer)

    def alike(self, answer: Answer) -> Sequence[Answer]:
        """Return all answers that may say what an answer says, and others."""
        return min((self._by_text.get(item, []) for item in answer.participant.values.items()), key=len, default=[])

    def repeat(self, answer: Answer) -> bool:
        """Return True if an answer says nothing more than another one."""
        return any(_repeats(answer, other) for other in self.alike(answer))


def _repeats(answer: Answer, other: Answer) -> bool:
    """Return True if an answer says nothing more than another one under its name; of two alike, the older repeats."""
    if answer is other or answer.made_for or not (answer.named and other.named) or not other.holds(answer):
        return False
    return not answer.holds(other) or bool(other.made_for) or answer.saved < other.saved


def _by_name(answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    by_name: dict[str, list[Answer]] = {}
    for answer in answers:
        by_name.setdefault(answer.name, []).append(answer)
    return by_name


def _namesakes(answers: Iterable[Answer]) -> Iterator[str]:
    """Yield a message for each name that is in the list more than once."""
    for group in _by_name(answers).values():
        if len(group) > 1:
            message = _(
                "“{name}” is in the list {count} times, with different answers from {sources}; if this is one person, "
                "delete the extra rows"
            )
            sources = ", ".join(FirstProblems(_SOURCES).of_all(answer.source for answer in group))
            yield message.format(name=group[0].participant.name, count=len(group), sources=sources)
