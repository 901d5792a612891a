"""A group's packet: read, choose, plan, make."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import OptionsError, Problems, _
from worksheets.packet.events import LeftOut, LeftOutReason, PacketEvent, Started
from worksheets.packet.session import Session, run

from .documents import OUTPUT
from .handouts import edition_of, given_values
from .lists import choose, read_list
from .options import Machine, PacketOptions, Printing

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from worksheets.packet.packet import Order
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster


def make_packet(
    source: "Path | str | Roster",
    printing: Printing,
    options: PacketOptions = PacketOptions(),
    session: Session | None = None,
) -> Generator[PacketEvent, None, None]:
    """Make a packet, and yield what happens: first Started, then who is left out, then what became of each file.

    ``source`` is a list that has been read, or what ``check`` reads. Whatever happens to one handout, the others are
    finished; close the generator to stop the run, which leaves whole files. Raises WorksheetsError, before anything is
    made, with all that is wrong in the list and the options; later OutputError when a file cannot be written.
    """
    session = session or Session()
    # The workers start first, so that they load their libraries while the list is read.
    with run(), workers(options.machine) as executor:
        roster = source
        if isinstance(roster, str | Path):
            roster = read_list(roster, printing.course, options.lists, skip_invalid=options.skip_invalid)
        people = choose(roster.participants, printing.course, options.selection)
        order = plan_packet(people, printing, options, roster.name)
        warnings, problems = roster.warnings, roster.problems
        yield Started(order.folder, len(order.jobs), order.print_file, problems, warnings)
        yield from _left_out(roster)
        yield from make_planned(order, executor, session)


def _left_out(roster: "Roster") -> Iterator[LeftOut]:
    for person in roster.people:
        if person.problems:
            yield LeftOut(person.participant.name, person.location, LeftOutReason.PROBLEMS, person.problems)


def plan_packet(people: Sequence["Participant"], printing: Printing, options: PacketOptions, group: str) -> "Order":
    """Return what a packet is to consist of: each participant's handout with its path, and the print file.

    ``group`` is the group's name, which the folder gets unless one is given. Raises WorksheetsError with all that is
    wrong in the options.
    """
    from worksheets.packet.naming import PLAIN, plan, print_path
    from worksheets.packet.packet import Order

    folder = options.output or OUTPUT / group
    problems = Problems()
    if not options.separate and not options.print_file:
        with problems:
            raise OptionsError(_("--no-separate and --no-print-file together leave nothing to print."))
    with problems:
        edition = edition_of(printing)
    with problems:
        given = given_values(printing)
    with problems:
        pattern = PLAIN if options.plain_names else options.name
        jobs = plan([person.given(given) for person in people], printing.course, folder, pattern, options.group_by)
    problems.raise_any()
    return Order(
        edition=edition,
        jobs=jobs,
        folder=folder,
        print_file=print_path(jobs, folder) if options.print_file else None,
        separate=options.separate,
        two_sided=not options.one_sided,
        password=printing.password,
        overwrite=options.overwrite,
        masters=not printing.typeset_all,
        # A call ends by itself after the timeout; this is for an executor that gives no result at all.
        patience=2 * options.machine.timeout,
    )


def make_planned(order: "Order", executor: "Executor", session: Session | None = None) -> Iterator[PacketEvent]:
    """Make what is ordered, on an executor that ``workers`` gives, and yield what became of each file."""
    from worksheets.packet import packet

    return packet.make_packet(order, executor, session or Session())


def workers(machine: Machine = Machine()) -> AbstractContextManager["Executor"]:
    """Return where handouts are made: processes of this machine, or a Dask cluster.

    Raises WorkerError when the cluster cannot be reached.
    """
    from worksheets.packet.workers import Workers, cluster

    return cluster(machine.scheduler) if machine.scheduler else Workers(machine.jobs, machine.timeout)
