"""A group's packet: read, choose, plan, make."""

import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import OptionsError, PageError, Problems
from worksheets.messages import _
from worksheets.packet.events import PacketEvent, Started
from worksheets.packet.session import Session, run

from .documents import OUTPUT
from .groups import choose_group
from .handouts import edition_of, given_values
from .options import Machine, PacketOptions, Printing
from .products import drawable, product_name
from .unprinted import left_out_answers, lost_answers, refuse_doubled_fields
from .variants import variant_name

_SAME_ORDER = ("given", "password", "mapping", "ignore_unknown", "strict")
"""Options that change an order and make no other one of it: a packet with another time or password replaces it."""

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from worksheets.compose.products.kinds import Product
    from worksheets.course.course import Course
    from worksheets.packet.naming import Job
    from worksheets.packet.packet import Order
    from worksheets.packet.products import OrderedProduct
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
    finished; close the generator to stop the run, which leaves whole files. A dry run yields the same events, and makes
    nothing. Raises WorksheetsError, before anything is made, with all that is wrong in the list and the options; later
    OutputError when a file cannot be written.
    """
    session = session or Session(timeout=options.machine.timeout)
    # The workers start first, so that they load their libraries while the list is read.
    with run(), nullcontext() if options.dry_run else workers(printing.course, options.machine) as executor:
        group = choose_group(
            source, printing.course, options.lists, options.selection, skip_invalid=options.skip_invalid
        )
        roster, people = group.roster, group.people
        order = plan_packet(people, printing, options, roster.name, _list_identity(source, roster))
        warnings, problems = roster.warnings, roster.problems
        course, pages, layout = printing.course, order.edition.pages, printing.layout
        if lost := lost_answers(people, course, layout, session):
            raise PageError(*lost)
        unchosen = tuple(left_out_answers(people, course, pages, layout, session))
        unprinted = tuple(column.shown_heading for column in roster.columns if column.is_unprinted)
        files = make_planned(order, executor, session) if executor else try_planned(order, session)
        yield Started(order.folder, len(order.jobs), order.print_file, problems, warnings, unprinted, unchosen)
        yield from group.left_out
        yield from files


def _list_identity(source: "Path | str | Roster", roster: "Roster") -> str:
    """Return what tells a list from others: its path or, of one that has none, a digest of what is in it."""
    if isinstance(source, str | Path) and str(source) != "-":
        return str(Path(source).resolve())
    values = [sorted(person.participant.values.items()) for person in roster.people]
    return hashlib.sha256(repr(values).encode()).hexdigest()


def plan_packet(
    people: Sequence["Participant"], printing: Printing, options: PacketOptions, group: str, source: str = ""
) -> "Order":
    """Return what a packet is to consist of: each participant's handout with its path, the print file, and products.

    ``group`` is the group's name, which the folder gets unless one is given, with the options that change who is
    printed or what is on the pages. ``source`` tells the list from others of the same name: such lists do not share a
    folder. Raises WorksheetsError with all that is wrong in the options.
    """
    from worksheets.packet.packet import Order
    from worksheets.packet.workers import patience_for

    identity, folder = _place(printing, options, group, source)
    problems = Problems()
    with problems:
        _refuse_nothing(options)
    with problems:
        edition = edition_of(printing)
    with problems:
        given = given_values(printing)
        people = [person.given(given) for person in people]
    with problems:
        jobs = _jobs(people, printing, options, folder)
    with problems:
        products = drawable(options, printing, people)
    problems.raise_any()
    return Order(
        edition=edition,
        jobs=jobs,
        folder=folder,
        identity=identity,
        print_file=_print_file(jobs, options, folder),
        products=_placed(products, jobs, folder),
        separate=options.separate,
        two_sided=not options.one_sided,
        password=printing.password,
        overwrite=options.overwrite,
        masters=not printing.typeset_all,
        patience=patience_for(printing.course, options.machine.timeout),
    )


def _place(printing: Printing, options: PacketOptions, group: str, source: str) -> tuple[str, Path]:
    """Return what tells a packet from others, and its folder."""
    variant = variant_name(group, printing, options.lists, options.selection, without=_SAME_ORDER)
    identity = options.order or _recordable(f"{source} {variant}")
    return identity, options.output or _own_folder(variant, identity)


def _jobs(people: Sequence["Participant"], printing: Printing, options: PacketOptions, folder: Path) -> "list[Job]":
    from worksheets.packet.naming import PLAIN, plan

    return plan(people, printing.course, folder, PLAIN if options.plain_names else options.name, options.group_by)


def _print_file(jobs: "Sequence[Job]", options: PacketOptions, folder: Path) -> Path | None:
    from worksheets.packet.naming import print_path

    return print_path(jobs, folder) if options.print_file else None


def _placed(
    products: "Mapping[Product, tuple[str, ...]]", jobs: "Sequence[Job]", folder: Path
) -> "list[OrderedProduct]":
    """Return products, which have their warnings, with the paths of their files in a packet's folder."""
    from worksheets.packet.naming import product_paths
    from worksheets.packet.products import OrderedProduct

    paths = product_paths(jobs, folder, [product_name(product) for product in products])
    return [OrderedProduct(product, path, products[product]) for product, path in zip(products, paths, strict=True)]


def _recordable(text: str) -> str:
    """Return a text without lone surrogates, which no record can hold; a file name that is no UTF-8 has some."""
    return text.encode(errors="backslashreplace").decode()


def _refuse_nothing(options: PacketOptions) -> None:
    if not options.separate and not options.print_file:
        raise OptionsError(_("--no-separate and --no-print-file together leave nothing to print."))


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
