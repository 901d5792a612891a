"""A list as the page in the browser has it, and runs on the page that make next to nothing."""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.course import the_course
from worksheets import api
from worksheets.people.listed_people import Person
from worksheets.people.participant import Participant
from worksheets.people.places import Place
from worksheets.people.roster import Roster
from worksheets.web.tasks import Kind, Task

_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class GivenPeople:
    """A list, everybody of which is chosen."""

    roster: Roster

    @property
    def chosen(self) -> Sequence[int]:
        return tuple(person.number for person in self.roster.people if not person.left_out)

    @property
    def places(self) -> Mapping[int, tuple[int, int]]:
        return {person.number: (0, person.number + 1) for person in self.roster.people}

    def selection(self) -> api.Selection:
        return api.Selection()


def people_named(*names: str) -> GivenPeople:
    """Return a list of people with the names, in rows from 2 on."""
    people = (
        Person(Participant({"nimi": name}, number=number), Place(f"ryhma.csv, row {number + 1}", row=number + 1), ())
        for number, name in enumerate(names, start=1)
    )
    return GivenPeople(Roster("ryhma", tuple(people), ()))


@dataclass(frozen=True, slots=True)
class PlayedTask(Task):
    """A packet whose events are given, and whose files have a few bytes."""

    events: Sequence[api.PacketEvent | Exception] = ()
    before_each: Callable[[], object] = field(default=lambda: None)
    """Called before each event, so that a test can hold it up."""

    def packet(self, session: api.Session) -> Generator[api.PacketEvent, None, None]:  # noqa: ARG002 - nothing is made
        for event in self.events:
            self.before_each()
            if isinstance(event, Exception):
                raise event
            if isinstance(event, api.PacketFile) and event.state is api.State.MADE:
                event.path.parent.mkdir(parents=True, exist_ok=True)
                event.path.write_bytes(b"%PDF " + event.path.stem.encode())
            yield event


def played(
    folder: Path,
    *names: str,
    events: Sequence[api.PacketEvent | Exception] | None = None,
    before_each: Callable[[], object] = lambda: None,
    kind: Kind = Kind.PACKET,
    volume: int = 0,
) -> PlayedTask:
    """Return a packet for people with the names: each of them is made in turn, then the print file or its volumes."""
    people = people_named(*names)
    return PlayedTask(
        kind,
        api.Printing(the_course()),
        folder,
        people,
        volume=volume,
        events=events_of(folder, people, volume) if events is None else events,
        before_each=before_each,
    )


def events_of(folder: Path, people: GivenPeople, volume: int = 0) -> list[api.PacketEvent]:
    """Return what happens when everybody's handout of ten pages, five sheets, is made, and printed."""
    print_file = folder / "tulosta-kaikki.pdf"
    handouts = [handout_of(folder, person) for person in people.roster.people]
    events: list[api.PacketEvent] = [api.Started(folder, len(handouts), print_file)]
    each = max(1, volume // 5) if volume else len(handouts)
    for number, start in enumerate(range(0, len(handouts), each), start=1):
        printed = handouts[start : start + each]
        path = print_file.with_stem(f"{print_file.stem}-{number}") if volume else print_file
        events += [*printed, printed_of(path, sheets=5 * len(printed))]
    return events


def printed_of(path: Path, sheets: int) -> api.PacketFile:
    """Return that a print file of so many sheets is there."""
    return api.PacketFile(api.State.MADE, path, pages=2 * sheets, duplex=api.Duplex.LONG_EDGE, sheets=sheets)


def handout_of(
    folder: Path, person: Person, state: api.State = api.State.MADE, failure: api.Failure | None = None
) -> api.PacketFile:
    """Return what becomes of somebody's handout."""
    pages = 10 if failure is None else 0
    return api.PacketFile(
        state, folder / f"{person.participant.name}.pdf", person.participant, pages=pages, failure=failure
    )


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never comes"
        time.sleep(0.01)
