"""What happens while a packet is made, as values: a face shows them in its own way."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.pdf.duplex import Duplex
from worksheets.people.omissions import LeftOutReason, Omission

if TYPE_CHECKING:
    from worksheets.compose.products.kinds import PacketProduct
    from worksheets.errors import Refusal
    from worksheets.people.participant import Participant


@dataclass(frozen=True, slots=True)
class Started:
    """The list has been read and judged, and the handouts are planned; it is the first event of a packet."""

    folder: Path
    handouts: int
    """The number of handouts that are to be made, kept ones included."""
    print_file: Path | None
    problems: tuple[str, ...] = ()
    """Errors in the list that belong to nobody, where people with errors are left out."""
    warnings: tuple[str, ...] = ()
    """What is unusual in the list, but no error."""
    unprinted: tuple[str, ...] = ()
    """The headings of the list's columns that mean nothing on the pages."""
    unchosen: tuple[str, ...] = ()
    """What the chosen pages leave out of the people's answers."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody in the list, or a row or a sheet of it, gets no handout."""

    name: str
    """What stands where names are; empty for a sheet."""
    location: str
    """Where the list has them: the file, and the sheet and the row or else the line."""
    reason: LeftOutReason
    problems: tuple[str, ...] = ()
    number: int = 0
    """The person's number in the list; 0 for what is no person."""

    @property
    def omission(self) -> Omission:
        """What is said of them."""
        return Omission(self.location, self.reason, self.name)


class State(Enum):
    """What became of a file."""

    MADE = auto()
    KEPT = auto()
    """It was there already, as this run would have made it."""
    PLANNED = auto()
    """A dry run has made nothing; without one, the file would have been made."""
    FAILED = auto()
    LEFT_OVER = auto()
    """An earlier run wrote it: for a participant who is not in this one, or as a product that is not asked for now."""


class FailureReason(Enum):
    """Why a handout or a product could not be made."""

    DATA = auto()
    """Something that the user can mend: a page, a style, a character that no font has."""
    TIMEOUT = auto()
    PROCESS_DIED = auto()
    MEMORY = auto()
    NO_TYPESETTER = auto()
    """It has to be typeset, and WeasyPrint or Pango is not on this machine."""
    UNEXPECTED = auto()
    """A failure of the program."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a handout or a product could not be made, in a form for programs and in words."""

    reason: FailureReason
    problems: tuple[str, ...]
    advice: tuple[str, ...] = ()
    """Lines that say what helps everybody with this failure."""


@dataclass(frozen=True, slots=True)
class PacketFile:
    """What became of one file: a product, or else a participant's handout, or else the print file."""

    state: State
    path: Path
    participant: "Participant | None" = None
    pages: int = 0
    failure: Failure | None = None
    """Why it is FAILED."""
    refusal: "Refusal | None" = None
    """Why a handout was typeset although masters were wanted."""
    duplex: Duplex | None = None
    """How the print file asks to be printed, where one has been made or kept."""
    sheets: int = 0
    """The sheets of paper that a print file takes, where one has been made or kept."""
    product: "PacketProduct | None" = None
    """What it is if it is made from the list besides the handouts, such as a sign-in sheet; of certificates, each
    person's file and their print file have it."""
    warnings: tuple[str, ...] = ()
    """What is unusual in a product, but no error."""

    @property
    def is_handout(self) -> bool:
        """Return True for a participant's handout, rather than the print file, a product, or what is left over."""
        return self.participant is not None and self.product is None

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it is FAILED, in words."""
        return self.failure.problems if self.failure else ()


PacketEvent = Started | LeftOut | PacketFile
