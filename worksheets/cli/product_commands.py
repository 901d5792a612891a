"""The commands for what a course day needs besides handouts: ``list``, ``cards``, ``certificate``, ``calibrate``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from worksheets import api
from worksheets.messages import marked, ngettext

from . import options
from .group import main
from .handout_commands import list_warnings
from .lines import print_closing, print_nothing_written, print_problems
from .streams import print_path
from .translated import argument, option
from .viewer import open_file

if TYPE_CHECKING:
    from .option_values import ProductDelivery
    from .product_options import TypedList

_LIST = argument(
    "roster", metavar=marked("[LIST]"), type=click.Path(path_type=Path, allow_dash=True), required=False, default=None
)


@main.command(
    "list",
    help=marked("Make a sign-in sheet, or deal a group into smaller ones."),
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
    printing: api.Printing,
    lists: api.ListOptions,
    selection: api.Selection,
    delivering: "ProductDelivery",
) -> None:
    """Make a sign-in sheet, or the lists of smaller groups."""
    _deliver(listed_as.product(), roster, printing, lists, selection, delivering)


@main.command(
    help=marked("Make name badges, tent cards or labels."),
    details=marked("LIST is what “worksheets packet” takes; without it, the cards have lines to fill in by hand."),
)
@_LIST
@option(
    "--as",
    "kind",
    default="badge",
    show_default=True,
    metavar="badge|tent|label:L7160",
    help=marked("Name badges, tent cards, or labels: a maker's sheet such as label:L7163, or a file label:MINE.toml."),
)
@options.branded
@options.listing
@options.selecting
@options.delivering
def cards(  # noqa: PLR0913, PLR0917 - each decorator gives one
    roster: Path | None,
    kind: str,
    printing: api.Printing,
    lists: api.ListOptions,
    selection: api.Selection,
    delivering: "ProductDelivery",
) -> None:
    """Make a card for each person of a list."""
    _deliver(api.Cards(kind=kind), roster, printing, lists, selection, delivering)


def _deliver(  # noqa: PLR0913, PLR0917 - what is made of whom, and where it is written
    product: api.Product,
    roster: Path | None,
    printing: api.Printing,
    lists: api.ListOptions,
    selection: api.Selection,
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
