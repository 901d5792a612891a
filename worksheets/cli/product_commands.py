"""The commands for what a course day needs besides handouts: ``list``, ``cards``, ``certificate``, ``calibrate``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from worksheets import api
from worksheets.messages import marked, ngettext

from . import completing, options
from .group import main
from .handout_commands import end_packet, list_warnings, show_packet
from .lines import print_closing, print_nothing_written, print_problems
from .numbers import Number, Shift
from .streams import print_path
from .translated import argument, option
from .viewer import open_file

if TYPE_CHECKING:
    from worksheets.course.course import Course

    from .option_values import ProductDelivery
    from .typed_products import TypedList

_LIST = argument(
    "roster", metavar=marked("[LIST]"), type=click.Path(path_type=Path, allow_dash=True), required=False, default=None
)


@main.command(
    "list",
    details=marked("LIST is what “worksheets packet” takes; without it, the sheet has lines to fill in by hand."),
)
@_LIST
@options.listed_as
@options.branded
@options.listing
@options.selecting
@options.delivering
def list_people(  # noqa: PLR0913, PLR0917 - each decorator gives one
    roster: Path | None,
    listed_as: "TypedList",
    printing: "api.Printing",
    lists: "api.ListOptions",
    selection: "api.Selection",
    delivering: "ProductDelivery",
) -> None:
    """Make a sign-in sheet, or the lists of smaller groups."""
    _deliver(listed_as.product(), roster, printing, lists, selection, delivering)


@main.command(
    details=marked("LIST is what “worksheets packet” takes; without it, the cards have lines to fill in by hand."),
)
@_LIST
@option(
    "--as",
    "kind",
    default="badge",
    show_default=True,
    metavar=marked("badge|tent|label:L7160"),
    help=marked("Name badges, tent cards, or labels: a maker's sheet such as label:L7163, or a file label:MINE.toml."),
    shell_complete=completing.cards,
)
@option(
    "--line",
    default="",
    metavar=marked("FIELD"),
    default_words=marked("the organization"),
    help=marked("The field that stands below the name, such as a column of the list."),
    shell_complete=completing.fields,
)
@option(
    "--start",
    type=Number(1),
    default=1,
    show_default=True,
    metavar=marked("NUMBER"),
    help=marked("The first place that is free on a begun sheet, counted along the rows."),
)
@option(
    "--shift",
    type=Shift(),
    default=(0.0, 0.0),
    metavar=marked("X,Y"),
    default_words="0,0",
    help=marked("Move everything by so many mm to the right and down; “worksheets calibrate” tells how many."),
)
@options.branded
@options.listing
@options.selecting
@options.delivering
def cards(  # noqa: PLR0913, PLR0917 - each decorator gives one
    roster: Path | None,
    kind: str,
    line: str,
    start: int,
    shift: tuple[float, float],
    printing: "api.Printing",
    lists: "api.ListOptions",
    selection: "api.Selection",
    delivering: "ProductDelivery",
) -> None:
    """Make a card for each person of a list."""
    _deliver(api.Cards(kind, line, start, shift), roster, printing, lists, selection, delivering)


@main.command(
    details=marked(
        "It shows how the printer turns paper, its margins, its scale, and the --shift with which labels land where "
        "they should. Print it on both sides, at 100 %, and do what it says."
    ),
)
@options.course
@options.delivering_without_list
def calibrate(course: "Course", delivering: "ProductDelivery") -> None:
    """Make a sheet with which a printer's flip, margins and offset are measured."""
    printing = api.Printing(course=course)
    _deliver(api.Calibration(), None, printing, api.ListOptions(), api.Selection(), delivering)


@main.command(
    details=marked(
        "LIST is what “worksheets packet” takes; without it, the certificate has lines to fill in by hand. --only "
        "lasna=x makes certificates for those whom a column of the list marks as present. What is not known is left "
        "out."
    ),
)
@_LIST
@options.certifying
@options.branded
@options.worded
@options.packing_certificates
@options.open_result
def certificate(
    roster: Path | None,
    certificate: "api.Certificate",
    printing: "api.Printing",
    packing: "api.PacketOptions",
    *,
    open_result: bool,
) -> None:
    """Make a certificate for each person of a list, or one to fill in by hand."""
    if roster is None:
        _write_blank(api.blank_certificate(printing, certificate), packing, open_result=open_result)
        return
    from .progress import PacketProgress

    progress = PacketProgress(two_sided=False, certificates=True, dry_run=packing.dry_run)
    events = api.make_certificates(roster, printing, certificate, packing)
    show_packet(events, progress, roster, printing, packing)
    end_packet(progress, packing, open_result=open_result)


def _write_blank(document: "api.Document", packing: "api.PacketOptions", *, open_result: bool) -> None:
    """Write a certificate to fill in by hand, and print its path."""
    output = packing.output
    # What is no PDF is a folder, as for the certificates of a list.
    target = f"{output}/" if output and output.suffix.lower() != ".pdf" else output
    write = document.dry_run if packing.dry_run else document.write
    path = write(target, overwrite=packing.overwrite)
    print_path(path)
    if packing.dry_run:
        print_nothing_written()
    elif open_result:
        open_file(path)


def _deliver(  # noqa: PLR0913, PLR0917 - what is made of whom, and where it is written
    product: "api.Product",
    roster: Path | None,
    printing: "api.Printing",
    lists: "api.ListOptions",
    selection: "api.Selection",
    delivering: "ProductDelivery",
) -> None:
    """Write a product and print its path, and of how many people it is; exit with 1 if somebody is left out."""
    group = None
    if roster is not None:
        group = api.choose_group(roster, printing.course, lists, selection, skip_invalid=delivering.skip_invalid)
    left_out = [person for person in group.left_out if person.reason.is_of_a_person] if group else []
    with api.Session() as session:
        document = api.product(product, printing, group, session)
        if group and roster:
            print_problems(list_warnings(group.roster.warnings, roster, printing.course, lists))
            print_problems((*group.roster.problems, *(problem for person in left_out for problem in person.problems)))
            print_problems(str(person.omission) for person in left_out)
        print_problems(document.warnings)
        write = document.dry_run if delivering.dry_run else document.write
        path = write(delivering.output, overwrite=delivering.overwrite)
        print_path(path)
    if delivering.dry_run:
        print_nothing_written()
    elif group:
        count = len(group.people)
        done = ngettext("{count} participant.", "{count} participants.", count).format(count=count)
        print_closing(done, api.people_left_out(len(left_out)))
    if delivering.open_result and not delivering.dry_run:
        open_file(path)
    if left_out:
        raise click.exceptions.Exit(1)
