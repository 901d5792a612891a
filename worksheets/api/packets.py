"""A group's packet: read, choose, plan, make."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from worksheets.errors import PageError, Problems
from worksheets.packet.events import PacketEvent, Started
from worksheets.packet.session import Session, run

from .groups import choose_group
from .handouts import edition_of, given_values, with_values
from .options import PacketOptions
from .orders import (
    folder_of,
    list_identity,
    make_planned,
    order_of,
    packet_name,
    planned_jobs,
    refuse_nothing,
    try_planned,
    workers,
)
from .packet_certificates import certificate_files, certificate_orders, left_over_certificates
from .printing import Printing
from .products import drawable, product_name
from .unprinted import left_out_answers, lost_answers

if TYPE_CHECKING:
    from pathlib import Path

    from worksheets.compose.products.kinds import Certificate, Product
    from worksheets.packet.naming import Jobs
    from worksheets.packet.order import Order
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

    ``source`` is a list that has been read, or what ``check`` reads. After the handouts and the print file come the
    products that are asked for, certificates last. Whatever happens to one file, the others are finished; close the
    generator to stop the run, which leaves whole files. A dry run yields the same events, and makes nothing. Raises
    WorksheetsError, before anything is made, with all that is wrong in the list and the options; later OutputError when
    a file cannot be written.
    """
    session = session or Session(timeout=options.machine.timeout)
    # The workers start first, so that they load their libraries while the list is read.
    with run(), nullcontext() if options.dry_run else workers(printing.course, options.machine) as executor:
        group = choose_group(
            source, printing.course, options.lists, options.selection, skip_invalid=options.skip_invalid
        )
        roster, people = group.roster, group.people
        named = roster.name, list_identity(source, roster)
        order, certificates = _planned(people, printing, options, *named, session)
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
        yield from certificate_files(certificates, executor, session)
        yield from left_over_certificates(printing, options, *named, order)


def _planned(  # noqa: PLR0913, PLR0917 - what plan_packet takes, and the session
    people: Sequence["Participant"],
    printing: Printing,
    options: PacketOptions,
    group: str,
    source: str,
    session: Session,
) -> "tuple[Order, dict[Certificate, Order]]":
    """Return what a packet is to consist of, and its certificates. Raises WorksheetsError with all that is wrong."""
    problems, order = Problems(), None
    with problems:
        order = plan_packet(people, printing, options, group, source)
    with problems:
        certificates = certificate_orders(people, printing, options, group, source, order, session)
    problems.raise_any()
    assert order  # noqa: S101 - otherwise there was a problem
    return order, certificates


def plan_packet(
    people: Sequence["Participant"], printing: Printing, options: PacketOptions, group: str, source: str = ""
) -> "Order":
    """Return what a packet is to consist of: each participant's handout with its path, the print file, and products.

    ``group`` is the group's name, which the folder gets unless one is given, with the options that change who is
    printed or what is on the pages. ``source`` tells the list from others of the same name: such lists do not share a
    folder. Certificates are an order of their own (``plan_certificates``). Raises WorksheetsError with all that is
    wrong in the options.
    """
    folder, identity = folder_of(packet_name(group, printing, options), options, source)
    problems = Problems()
    with problems:
        refuse_nothing(options)
    with problems:
        edition = edition_of(printing)
    with problems:
        given = given_values(printing)
        people = with_values(people, given)
    with problems:
        jobs = planned_jobs(people, printing.course, folder, options)
    with problems:
        products = drawable(options, printing, people)
    problems.raise_any()
    order = order_of(edition, jobs, folder, identity, printing, options)
    return replace(order, products=_placed(products, jobs))


def _placed(products: "Mapping[Product, tuple[str, ...]]", jobs: "Jobs") -> "list[OrderedProduct]":
    """Return products, which have their warnings, with the paths of their files in a packet's folder."""
    from worksheets.packet.naming import product_paths
    from worksheets.packet.products import OrderedProduct

    paths = product_paths(jobs, [product_name(product) for product in products])
    return [OrderedProduct(product, path, products[product]) for product, path in zip(products, paths, strict=True)]
