"""What a packet is to contain, and how it is to be made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from worksheets.compose.edition import Edition
from worksheets.people.participant import Participant

from .naming import Jobs
from .products import OrderedProduct


@dataclass(frozen=True, slots=True)
class Order:
    """What a packet is to contain, and how it is to be made."""

    edition: Edition
    jobs: Jobs
    folder: Path
    print_file: Path | None = None
    volume: int = 0
    """The most sheets of a print file, after which there is another; 0 for one file of all."""
    products: Sequence[OrderedProduct] = ()
    """What else is made for the people of the jobs."""
    separate: bool = True
    """Write each handout into a file of its own."""
    two_sided: bool = True
    password: str = field(default="", repr=False)
    """Opens the print file, products, and the handouts of those who have no password of their own; empty for none."""
    overwrite: bool = False
    masters: bool = True
    """Merge handouts into masters where that can be done."""
    patience: float = 120
    """Seconds without any result after which the running handouts are given up."""
    identity: str = ""
    """What tells the order from others: the list, and the options that change the pages. In its folder, files of other
    orders are not replaced."""

    @property
    def people(self) -> Sequence[Participant]:
        """The participants, with the passwords that they have."""
        return self.jobs.people

    def sheets_of(self, pages: int) -> int:
        """Return how many sheets of paper a handout with so many pages takes in a print file."""
        return (pages + 1) // 2 if self.two_sided else pages
