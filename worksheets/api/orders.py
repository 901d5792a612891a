"""What a packet is ordered with: its folder, whose files it holds, and where they are made."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import OptionsError
from worksheets.messages import _
from worksheets.packet.events import PacketEvent
from worksheets.packet.session import Session

from .documents import OUTPUT
from .options import Machine, PacketOptions
from .printing import Printing
from .unprinted import refuse_doubled_fields
from .variants import variant_name

_SAME_ORDER = ("given", "password", "mapping", "ignore_unknown", "strict")
"""Options that change an order and make no other one of it: a packet with another time or password replaces it."""

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from worksheets.compose.edition import Edition
    from worksheets.course.course import Course
    from worksheets.packet.naming import Jobs
    from worksheets.packet.order import Order
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster


def list_identity(source: "Path | str | Roster", roster: "Roster") -> str:
    """Return what tells a list from others: its path or, of one that has none, a digest of what is in it."""
    if isinstance(source, str | Path) and str(source) != "-":
        return str(Path(source).resolve())
    digest = hashlib.sha256(b"[")
    for index, person in enumerate(roster.everybody):  # As one text of them all, which would take long to make.
        digest.update(f"{', ' * bool(index)}{sorted(person.values.items())!r}".encode())
    digest.update(b"]")
    return digest.hexdigest()


def packet_name(group: str, printing: Printing, options: PacketOptions) -> str:
    """Return the name of a packet's folder: the group's, with the options that change who or what is printed."""
    return variant_name(group, printing, options.lists, options.selection, without=_SAME_ORDER)


def folder_of(name: str, options: PacketOptions, source: str) -> tuple[Path, str]:
    """Return the folder of a packet of some name, and what tells the packet from others in the same folder.

    ``source`` tells its list from others of the same name.
    """
    identity = options.order or _recordable(f"{source} {name}")
    return options.output or _own_folder(name, identity), identity


def planned_jobs(people: Sequence["Participant"], course: "Course", folder: Path, options: PacketOptions) -> "Jobs":
    """Return each participant with the path of their file. Raises RosterError for a wrong name or group."""
    from worksheets.packet.naming import PLAIN, plan

    pattern = PLAIN if options.plain_names else options.name
    return plan(people, course, folder, pattern, options.group_by)


def order_of(  # noqa: PLR0913, PLR0917 - what is made of whom, where and how
    edition: "Edition",
    jobs: "Jobs",
    folder: Path,
    identity: str,
    printing: Printing,
    options: PacketOptions,
) -> "Order":
    """Return what a packet of an edition consists of, with the print file."""
    from worksheets.packet.naming import print_path
    from worksheets.packet.order import Order
    from worksheets.packet.workers import patience_for

    return Order(
        edition=edition,
        jobs=jobs,
        folder=folder,
        identity=identity,
        print_file=print_path(jobs) if options.print_file else None,
        volume=options.volume,
        separate=options.separate,
        two_sided=not options.one_sided,
        password=printing.password,
        overwrite=options.overwrite,
        masters=not printing.typeset_all,
        patience=patience_for(printing.course, options.machine.timeout),
    )


def _recordable(text: str) -> str:
    """Return a text without lone surrogates, which no record can hold; a file name that is no UTF-8 has some."""
    return text.encode(errors="backslashreplace").decode()


def refuse_nothing(options: PacketOptions) -> None:
    """Raise OptionsError if neither files nor a print file are wanted, or volumes of no print file."""
    if not options.separate and not options.print_file:
        raise OptionsError(_("--no-separate and --no-print-file together leave nothing to print."))
    if options.volume < 0 or (options.volume and not options.print_file):
        raise OptionsError(_("--volume is the most sheets of a print file; leave it out with --no-print-file."))


def _own_folder(name: str, identity: str) -> Path:
    """Return the folder of that name in the output folder, or one with a number if another order has that."""
    from worksheets.packet.record import folder_of_order

    return folder_of_order(OUTPUT / name, identity)


def make_planned(order: "Order", executor: "Executor", session: Session | None = None) -> Iterator[PacketEvent]:
    """Make what is ordered, on an executor that ``workers`` gives, and yield what became of each file.

    Raises PageError at once for forms that would lose an answer, since a field stands on two of their pages.
    """
    from worksheets.packet import packet

    session = session or Session()
    refuse_doubled_fields(order.edition, session)
    return packet.make_packet(order, executor, session)


def try_planned(order: "Order", session: Session | None = None) -> Iterator[PacketEvent]:
    """Yield what would become of each file of an order, as ``State.PLANNED``, and make and write nothing.

    Raises OutputError for files that are there already and are not to be replaced, and PageError as ``make_planned``.
    """
    from worksheets.packet import packet

    session = session or Session()
    refuse_doubled_fields(order.edition, session)
    return packet.plan_files(order, session)


def workers(course: "Course", machine: Machine = Machine()) -> AbstractContextManager["Executor"]:
    """Return where a course's handouts are made: processes of this machine, or a Dask cluster.

    Raises WorkerError when the cluster cannot be reached.
    """
    from worksheets.packet.workers import cluster, typesetters

    return cluster(machine.scheduler) if machine.scheduler else typesetters(course, machine.jobs, machine.timeout)
