"""The certificates that are made with a packet: a packet of their own, in a subfolder of its folder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from worksheets.compose.products.kinds import Certificate
from worksheets.packet.events import PacketFile, State

from .certificates import CERTIFICATES, plan_certificates
from .orders import folder_of, make_planned, packet_name, try_planned

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from worksheets.packet.order import Order
    from worksheets.packet.session import Session
    from worksheets.people.participant import Participant

    from .options import PacketOptions
    from .printing import Printing


def certificate_orders(  # noqa: PLR0913, PLR0917 - what a packet is planned with, and the packet
    people: "Sequence[Participant]",
    printing: "Printing",
    options: "PacketOptions",
    group: str,
    source: str,
    packet: "Order | None",
    session: "Session",
) -> "dict[Certificate, Order]":
    """Return the order of each kind of certificate that a packet is to have.

    Raises WorksheetsError with all that is wrong in one of them, before anything of the packet is made; ``packet`` is
    None if it cannot be planned itself.
    """
    from worksheets.packet.naming import inner_folders
    from worksheets.packet.packet import refuse_order

    wanted = [product for product in dict.fromkeys(options.products) if isinstance(product, Certificate)]
    names = [CERTIFICATES] * len(wanted)
    folders = inner_folders(packet.jobs, names) if packet else [options.output for _name in names]
    orders = {}
    for certificate, folder in zip(wanted, folders, strict=True):
        inner = replace(options, output=folder, products=())
        orders[certificate] = plan_certificates(people, printing, certificate, inner, group, source)
        if packet:
            refuse_order(orders[certificate], session)
    return orders


def certificate_files(
    orders: "Mapping[Certificate, Order]", executor: "Executor | None", session: "Session"
) -> Iterator[PacketFile]:
    """Make certificates, or without an executor only tell of them, and yield what became of each file."""
    for certificate, order in orders.items():
        events = make_planned(order, executor, session) if executor else try_planned(order, session)
        yield from (replace(event, product=certificate) for event in events if isinstance(event, PacketFile))


def left_over_certificates(
    printing: "Printing", options: "PacketOptions", group: str, source: str, packet: "Order"
) -> Iterator[PacketFile]:
    """Yield the subfolder of certificates that an earlier run has made for a packet that is to have none now."""
    from worksheets.packet.naming import inner_folders
    from worksheets.packet.record import holds_order

    (folder,) = inner_folders(packet.jobs, [CERTIFICATES])
    name = f"{packet_name(group, printing, options)}-{CERTIFICATES}"
    _folder, identity = folder_of(name, replace(options, output=folder), source)
    if not any(isinstance(product, Certificate) for product in options.products) and holds_order(folder, identity):
        yield PacketFile(State.LEFT_OVER, folder)
