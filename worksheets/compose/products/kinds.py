"""The products: what each is asked to show.

Each has a template and a style sheet of its ``name``. Its PDF asks to be printed on both sides of the paper if it is
``two_sided``, on one side if it is not, and leaves that to the printer's settings if that is None.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Attendance:
    """A sign-in sheet: the names, and a column to sign in for each date."""

    dates: str = ""
    """Dates such as ``12.1.2026, 19.1.2026``, or only their number, such as ``4``; one column if it is empty."""
    by_last_name: bool = False
    """Sort by last names, and print those first."""
    title: str = ""
    in_given_order: bool = False
    """Keep the order of the people, who have been sorted by a field."""

    name = "attendance"
    two_sided = None


@dataclass(frozen=True, slots=True)
class GroupLists:
    """The people dealt into groups: a list of each group, and on request a sign for its table."""

    groups: int = 0
    """How many groups there are; 0 if their size is given."""
    size: int = 0
    """How many people a group has at most."""
    seed: int = 1
    """The number that the dealing starts from: the same number deals the same people alike."""
    apart: str = ""
    """A field; people with the same text in it are dealt to different groups as far as that can be done."""
    signs: bool = False
    """Add a folded sign for each group's table."""
    title: str = ""

    name = "groups"
    two_sided = None


@dataclass(frozen=True, slots=True)
class Cards:
    """A card for each person: name badges, tent cards, or labels."""

    kind: str = "badge"
    """``badge``, ``tent``, or ``label:`` and a maker's number (``label:L7160``) or a file (``label:oma.toml``)."""
    line: str = ""
    """The field whose text stands below the name; the organization if it is empty."""
    start: int = 1
    """The first place of the first sheet that is free, counted along the rows from 1."""
    shift: tuple[float, float] = (0.0, 0.0)
    """By how many mm everything is moved to the right, and down, so that it lands where the printer puts it."""

    two_sided = False

    @property
    def name(self) -> str:
        """The name of the template: ``badge``, ``tent`` or ``label``."""
        return self.kind.partition(":")[0]

    @property
    def sheet_name(self) -> str:
        """The maker's number of a label sheet, or the path of its file; empty for other cards."""
        return self.kind.partition(":")[2]

    @property
    def label_file(self) -> Path | None:
        """The user's own file of a label sheet; None for a sheet that is shipped, and for other cards."""
        sheet = self.sheet_name
        return Path(sheet) if sheet.lower().endswith(".toml") else None


@dataclass(frozen=True, slots=True)
class Calibration:
    """A sheet for both sides that shows what a printer does: how it turns the paper, its margins, its scale."""

    name = "calibration"
    two_sided = True


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for each person. What is not given here, and is in no field of the list, is left out."""

    title: str = ""
    """The title; “Todistus” in the course's language if it is empty."""
    dates: str = ""
    """The first and the last day, or all days, such as ``12.1.–2.2.2026``; those in the list if it is empty."""
    hours: str = ""
    """How many hours the course took, such as ``22`` or ``4,5``."""
    contact_hours: str = ""
    """How many of them were taught face to face."""
    topics: tuple[str, ...] = ()
    """What the course was about, a line each."""

    name = "certificate"


Product = Attendance | GroupLists | Cards | Calibration
PacketProduct = Product | Certificate
"""What can be made with a packet. Certificates are files of each person, and a packet of their own within it."""
