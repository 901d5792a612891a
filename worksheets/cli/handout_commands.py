"""The commands that make PDFs: ``blank``, ``fill``, ``packet``, ``summary``."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worksheets import api
from worksheets.errors import listed
from worksheets.messages import marked, ngettext, typed
from worksheets.resources import is_shipped

from . import options
from .group import main
from .lines import print_closing, print_nothing_written, print_problems
from .streams import print_path
from .translated import argument
from .verbosity import is_quiet
from .viewer import open_file

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from worksheets.course.course import Course

    from .option_values import SummaryOptions, WritingOptions
    from .progress import PacketProgress


@main.command()
@options.printing
@options.session
@options.writing
def blank(printing: "api.Printing", session: "api.Session", writing: "WritingOptions") -> None:
    """Make a blank handout."""
    if pictures := writing.pictures:
        _deliver_pictures(api.PageView(printing, session).pictures(pictures), writing)
    elif writing.is_text:
        _deliver(api.PageView(printing, session).texts(), writing)
    else:
        _deliver(api.blank(printing, session), writing)


@main.command(
    details=marked("FILE has the participant's answers, as YAML or JSON; “worksheets new participant” writes one."),
)
@argument("file", metavar=marked("FILE"), type=click.Path(path_type=Path))
@options.printing
@options.session
@options.writing
def fill(printing: "api.Printing", session: "api.Session", file: Path, writing: "WritingOptions") -> None:
    """Make one participant's handout, filled in from a file."""
    if pictures := writing.pictures:
        _deliver_pictures(api.PageView(printing, session).pictures(pictures, file), writing)
    elif writing.is_text:
        _deliver(api.PageView(printing, session).texts(file), writing)
    else:
        _deliver(api.fill(file, printing, session), writing)


def _deliver(document: "api.Document", writing: "WritingOptions") -> None:
    """Write a file and print its path; for the output ``-``, write it to standard output."""
    print_problems(document.warnings)
    if writing.output == "-":
        _print_bytes(document.make(), writing)
        return
    if writing.dry_run:
        print_path(document.dry_run(writing.output, overwrite=writing.overwrite))
        print_nothing_written()
        return
    path = document.write(writing.output, overwrite=writing.overwrite)
    print_path(path)
    if writing.open_result:
        open_file(path)
    document.prepare_next()


def _deliver_pictures(pictures: "api.Pictures", writing: "WritingOptions") -> None:
    """Write the pictures of a handout's pages and print their paths; for ``-``, write the only one's bytes instead."""
    print_problems(pictures.warnings)
    if writing.output == "-":
        _print_bytes(pictures.make_one(), writing)
        return
    write = pictures.dry_run if writing.dry_run else pictures.write
    paths = write(writing.output, overwrite=writing.overwrite)
    for path in paths:
        print_path(path)
    if writing.dry_run:
        print_nothing_written()
        return
    if writing.open_result:
        open_file(paths[0])  # A viewer of pictures turns the pages itself.
    pictures.document.prepare_next()


def _print_bytes(data: bytes, writing: "WritingOptions") -> None:
    """Write a file to standard output, unless that is only tried."""
    if writing.dry_run:
        print_nothing_written()
    else:
        click.echo(data, nl=False)


@main.command(
    details=marked(
        "LIST is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON list, a folder of "
        "participants' files, or - for standard input. Handouts of an earlier run that would come out the same are "
        "kept."
    ),
)
@argument("roster", metavar=marked("LIST"), type=click.Path(path_type=Path, allow_dash=True))
@options.printing
@options.packing
@options.open_result
def packet(roster: Path, printing: "api.Printing", packing: "api.PacketOptions", *, open_result: bool) -> None:
    """Make a whole group's handouts: a PDF for each participant, and one of them all for the printer."""
    from .progress import PacketProgress

    forms = printing.fillable and packing.separate
    progress = PacketProgress(two_sided=not packing.one_sided, forms=forms, dry_run=packing.dry_run)
    show_packet(api.make_packet(roster, printing, packing), progress, roster, printing, packing)
    end_packet(progress, packing, open_result=open_result)


def show_packet(
    packet: "Generator[api.PacketEvent, None, None]",
    progress: "PacketProgress",
    roster: Path,
    printing: "api.Printing",
    packing: "api.PacketOptions",
) -> None:
    """Make a packet; print the paths of its files, and what is wrong and unusual."""
    try:
        with closing(packet) as events:
            for event in progress.follow(events):
                if isinstance(event, api.PacketFile):
                    progress.print_problems(event.warnings)
                    if _is_new(event, packing):
                        progress.print_path(event.path)
                elif isinstance(event, api.Started):
                    # First those that have a line each: of very many others, not all are printed.
                    progress.print_problems(list_warnings(event.warnings, roster, printing.course, packing.lists))
                    progress.print_problems(_unprinted(event.unprinted, roster))
                    progress.print_problems((*event.problems, *event.unchosen))
                elif isinstance(event, api.LeftOut):
                    progress.print_problems(event.problems)
    finally:
        print_problems(progress.problems())  # After an interruption, too: the problems that are known by then.


def end_packet(progress: "PacketProgress", packing: "api.PacketOptions", *, open_result: bool) -> None:
    """Print how a packet ended, and open the result if that is wanted; exit with 1 if anything is missing."""
    print_problems(progress.omissions())
    progress.print_summary()
    if open_result and not packing.dry_run and (path := progress.summary.result):
        open_file(path)
    if not progress.summary.is_complete:
        raise click.exceptions.Exit(1)


def _is_new(file: "api.PacketFile", packing: "api.PacketOptions") -> bool:
    """Return True if a file has been written, or would be but for a dry run."""
    is_new = file.state in (api.State.MADE, api.State.PLANNED)
    return is_new and (packing.separate or file.participant is None)


def list_warnings(
    warnings: "Collection[str]", roster: Path, course: "Course", lists: "api.ListOptions"
) -> "Iterator[str]":
    """Yield how many warnings there are about a list, if there are any."""
    if warnings:
        message = ngettext(
            "{path}: {count} warning; to see it: {command}",
            "{path}: {count} warnings; to see them: {command}",
            len(warnings),
        )
        command = typed("check", *_check_arguments(roster, course, lists))
        yield message.format(path=roster, count=len(warnings), command=command)


def _check_arguments(roster: Path, course: "Course", lists: "api.ListOptions") -> "Iterator[str]":
    """Yield the arguments with which ``check`` reads a list as this command did."""
    yield str(roster)
    if not is_shipped(course.folder):
        yield from ("--course", str(course.folder))
    for heading, slot in lists.mapping.items():
        yield from ("--map", f"{heading}={slot}")
    for sheet in lists.tab:
        yield from ("--tab", sheet)
    yield from (option for option, chosen in (("--hidden", lists.hidden), ("--strict", lists.strict)) if chosen)


def _unprinted(headings: "Collection[str]", roster: Path) -> "Iterator[str]":
    """Yield which columns of a list mean nothing on the pages, if there are any."""
    if headings and not is_quiet():
        message = ngettext(
            "{path}: this column is not printed: {headings}",
            "{path}: these columns are not printed: {headings}",
            len(headings),
        )
        yield message.format(path=roster, headings=listed(headings))


@main.command(
    details=marked("LIST is what “worksheets packet” takes. --names adds the names."),
)
@argument("roster", metavar=marked("LIST"), type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.given
@options.listing
@options.selecting
@options.summarising
def summary(  # noqa: PLR0913, PLR0917 - each decorator gives one
    roster: Path,
    course: "Course",
    given: dict[str, str],
    lists: "api.ListOptions",
    selection: "api.Selection",
    summarising: "SummaryOptions",
) -> None:
    """Make an overview of what a group has filled in; nobody is named in it unless that is asked for."""
    group = api.choose_group(roster, course, lists, selection, skip_invalid=summarising.skip_invalid)
    left_out = [person for person in group.left_out if person.reason.is_of_a_person]
    with api.Session() as session:
        document = api.summary(
            group, course, names=summarising.names, title=summarising.title, given=given, session=session
        )
        print_problems(list_warnings(group.roster.warnings, roster, course, lists))
        print_problems((*group.roster.problems, *(problem for person in left_out for problem in person.problems)))
        print_problems(str(person.omission) for person in left_out)
        write = document.dry_run if summarising.dry_run else document.write
        path = write(summarising.output, overwrite=summarising.overwrite)
        print_path(path)
    _close_summary(len(group.people), len(left_out), dry_run=summarising.dry_run)
    if summarising.open_result and not summarising.dry_run:
        open_file(path)
    if left_out:
        raise click.exceptions.Exit(1)


def _close_summary(people: int, left_out: int, *, dry_run: bool) -> None:
    """Print of how many people an overview is, and how many are left out."""
    if dry_run:
        print_nothing_written()
        return
    overview = ngettext("An overview of {count} participant.", "An overview of {count} participants.", people)
    print_closing(overview.format(count=people), api.people_left_out(left_out))
