"""What can be made on the page: a blank handout, one participant's, a group's packet or forms, an overview."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from worksheets import api
from worksheets.errors import RosterError
from worksheets.messages import _

if TYPE_CHECKING:
    from worksheets.people.listed_people import Person
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster

_HANDOUT_SIZE, _PRINTED_SIZE = 100_000, 50_000
"""Bytes that a handout takes at most as a file of its own, and in the print file: ten pages take 62,000 and 36,000."""

_PRODUCT_SIZE = 1_000_000
"""Bytes that a sign-in sheet and the like takes at most: three hundred tent cards take half of it."""


class Kind(Enum):
    """What is made; the values are those that forms send."""

    BLANK = "blank"
    PERSON = "person"
    PACKET = "packet"
    """Everybody's handout for paper, and the print file."""
    FORMS = "forms"
    """Everybody's form, to fill in on a screen."""
    CERTIFICATES = "certificates"
    """Everybody's certificate, and the print file."""
    OVERVIEW = "overview"

    @property
    def is_of_a_group(self) -> bool:
        """Return True for what is made of a list, rather than of nobody or of one participant."""
        return self not in (Kind.BLANK, Kind.PERSON)

    @property
    def screen(self) -> str:
        """The address of the screen where it is chosen."""
        screens = {Kind.BLANK: "/blank", Kind.PERSON: "/person", Kind.CERTIFICATES: "/papers"}
        return screens.get(self, "/group")


class ChosenPeople(Protocol):
    """A list, and who of it is chosen."""

    @property
    def roster(self) -> "Roster":
        """The list as it has been judged."""

    @property
    def chosen(self) -> Sequence[int]:
        """The numbers of those who get a handout, in the list's order."""

    def selection(self) -> api.Selection:
        """Return the options that choose them."""


class ListedPeople(ChosenPeople, Protocol):
    """A list with rows."""

    @property
    def places(self) -> Mapping[int, tuple[int, int]]:
        """The index of the sheet and the number of the row that each person has, by their numbers."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made, and into which folder."""

    kind: Kind
    printing: api.Printing
    folder: Path
    """For this kind of the visit alone: what is there already and would come out the same is kept."""
    people: ChosenPeople | None = None
    """Whom it is for; for one participant a list of one."""
    one_sided: bool = False
    volume: int = 0
    """The most sheets of a print file; 0 for one file of all."""
    sort: str = ""
    """The field by which handouts are sorted; empty for the list's order."""
    only_print_file: bool = False
    """Nobody gets a file of their own, which takes half of the room."""
    products: tuple[api.Product, ...] = ()
    """What else is made for the same people as a packet, such as a sign-in sheet."""
    certificate: api.Certificate | None = None
    """What certificates say."""
    with_names: bool = False
    """An overview names those who have answered."""

    @property
    def is_packet(self) -> bool:
        """Return True if each participant gets a file of their own."""
        return self.kind in (Kind.PACKET, Kind.FORMS, Kind.CERTIFICATES)

    @property
    def is_printed(self) -> bool:
        """Return True unless it is to be filled in on a screen, and so has no print file."""
        return self.kind is not Kind.FORMS

    @property
    def chosen(self) -> "list[Person]":
        """Those who get a handout, in the list's order."""
        numbers = set(self.people.chosen) if self.people else set()
        return [person for person in self.people.roster.people if person.number in numbers] if self.people else []

    @property
    def name(self) -> str:
        """The list's name, or else the course's: for the names of files."""
        return self.people.roster.name if self.people else self.printing.course.name

    @property
    def is_locked(self) -> bool:
        """Return True if its files open with a password only: either all of a packet's do, or none."""
        secret = self.printing.course.secret_slot
        people = self.people.roster.people if self.people and self.kind is not Kind.OVERVIEW else ()
        own = any(person.participant.text(secret) for person in people)
        return own or (bool(self.printing.password) and self.kind is not Kind.OVERVIEW)

    @property
    def password(self) -> str:
        """What opens the one file that is made: the participant's own password, or everybody's; empty for none."""
        own = self._person().text(self.printing.course.secret_slot) if self.kind is Kind.PERSON else ""
        return own or ("" if self.kind is Kind.OVERVIEW else self.printing.password)

    def packet(self, session: api.Session) -> Generator[api.PacketEvent, None, None]:
        """Return the events of a packet, each of which says what has been made."""
        if self.certificate:
            roster, options = self._list().roster, self._packet_options()
            return api.make_certificates(roster, self.printing, self.certificate, options, session)
        return api.make_packet(self._list().roster, self.printing, self._packet_options(), session)

    def document(self, session: api.Session) -> api.Document:
        """Return a file that is no packet, ready to be made. Raises WorksheetsError for what cannot be made."""
        if self.kind is Kind.BLANK:
            return api.blank(self.printing, session)
        if self.kind is Kind.PERSON:
            return api.fill(self._person(), self.printing, session)
        printing = self.printing
        people = self._list()
        group = api.choose_group(people.roster, printing.course, selection=self._selection(people), skip_invalid=True)
        return api.summary(group, printing.course, names=self.with_names, session=session, given=printing.given)

    def left_out(self) -> Sequence[api.LeftOut]:
        """Return who is not in an overview."""
        people = self._list()
        selection = self._selection(people)
        return api.choose_group(people.roster, self.printing.course, selection=selection, skip_invalid=True).left_out

    def _packet_options(self) -> api.PacketOptions:
        return api.PacketOptions(
            self.folder,
            separate=not self.only_print_file,
            print_file=self.is_printed,
            volume=self.volume if self.is_printed else 0,
            products=self.products,
            one_sided=self.one_sided,
            skip_invalid=True,
            order=self.kind.value,
            selection=self._selection(self._list()),
        )

    def _selection(self, people: ChosenPeople) -> api.Selection:
        return replace(people.selection(), sort=self.sort)

    def _list(self) -> ChosenPeople:
        if self.people is None:
            raise RosterError(_("There is no list of participants; go back, and choose one."))
        return self.people

    def _person(self) -> "Participant":
        """Return the one participant. Raises RosterError with what is wrong in their answers."""
        person = next(iter(self._list().roster.people), None)
        if person is None:
            raise RosterError(_("The participant has no name; go back, and write it."))
        if person.problems:
            raise RosterError(*person.problems)
        return person.participant

    @property
    def size(self) -> int:
        """How many bytes its files take at most, about."""
        count = len(self.chosen) if self.is_packet else 1
        each = (0 if self.only_print_file else _HANDOUT_SIZE) + (_PRINTED_SIZE if self.is_printed else 0)
        return count * each + len(self.products) * _PRODUCT_SIZE
