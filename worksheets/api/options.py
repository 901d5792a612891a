"""The options of what is made from a list, and of pictures: frozen, with the command line's defaults."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.people.list_options import ListOptions

from .variants import NOT_IN_NAMES

if TYPE_CHECKING:
    from worksheets.compose.products.kinds import PacketProduct


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """How pages become pictures."""

    dpi: int = 150
    """Dots per inch, from 36 to 600: at 150, A4 has 1241 × 1754."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which participants of a list are printed, and in which order."""

    only: tuple[str, ...] = ()
    """Conditions such as ``ryhma=B`` or ``ryhma!=B``, all of which are to be true."""
    only_name: tuple[str, ...] = ()
    """Names; somebody whom any of them matches is printed."""
    rows: str = ""
    """Numbers and spans of participants, such as ``3-7,9``, counted from 1."""
    sort: str = field(default="", metadata=NOT_IN_NAMES)
    """A field by whose text they are sorted, in the order of the Finnish alphabet; the list's order if it is empty."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Where handouts are made."""

    jobs: int = 0
    """The number of processes; 0 for as many as there are cores."""
    timeout: float = 0
    """The seconds of processor time that one handout may take; 0 for as many as its pages may need."""
    scheduler: str = ""
    """The address of a Dask cluster; empty for processes of this machine."""


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """Which files a packet consists of, and where they are written."""

    output: Path | None = None
    """The packet's folder; ``output/`` and the list's name if it is None."""
    name: str | None = None
    """The pattern of the files' names, such as ``{n:02} {nimi}``; None to name each after its participant."""
    plain_names: bool = False
    """Number the files, so that no name of a person is in a file's name."""
    group_by: str = ""
    """A field; each of its values gets a subfolder."""
    separate: bool = True
    """Write a file for each participant."""
    print_file: bool = True
    """Write one file with all handouts, for the printer."""
    volume: int = 0
    """The most sheets of a print file, after which the next person begins another; 0 for one file of all."""
    products: "tuple[PacketProduct, ...]" = ()
    """What else is made for the same people, such as a sign-in sheet or certificates; each once."""
    one_sided: bool = False
    """The print file has no empty pages after handouts with an odd number of pages."""
    skip_invalid: bool = False
    """Leave out people with errors in their data; otherwise nothing is made when there are any."""
    overwrite: bool = False
    """Replace files that already exist, and make everything anew."""
    dry_run: bool = False
    """Check everything and say what would be made, as ``State.PLANNED``, but make and write nothing."""
    order: str = ""
    """What tells this packet from others in the same folder; the list and the options if it is empty. Who has a folder
    for one packet only gives it a name: after a change in the list, only what has changed is made anew there."""
    lists: ListOptions = ListOptions()
    """How the list is read."""
    selection: Selection = Selection()
    machine: Machine = Machine()
