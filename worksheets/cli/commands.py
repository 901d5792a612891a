"""The ``worksheets`` command: reads its arguments, calls the other folders, and is the only part that prints."""

import gc
import json
import signal
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worksheets import __version__
from worksheets.errors import RosterError, WorksheetsError, _

from . import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from worksheets.course.course import Course
    from worksheets.packet.packet import Order
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Choices, Roster

    from .options import PacketOptions, PrintOptions, SelectionOptions, SummaryOptions

_OUTPUT = Path("output")
_INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it: 128 and the number of SIGINT."""
_GC_THRESHOLD = 100_000
"""Allocations between two garbage collections; with Python's default they take half of the time of reading a list."""


class Commands(click.Group):
    """Prints what the user can mend as plain lines and exits with 1; exits with 130 when interrupted."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WorksheetsError as error:
            _print_problems(error.problems)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo(_("Interrupted; what was written is whole. The same command goes on from there."), err=True)
            ctx.exit(_INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="worksheets")
def main() -> None:
    """Print a workshop's pages as handouts: blank, filled in, or a whole group's packet."""
    gc.set_threshold(_GC_THRESHOLD)


@main.command()
@options.course
def pages(course: "Course") -> None:
    """List the course's pages: number, name, kind, title."""
    from worksheets.compose.templates import describe
    from worksheets.course.layout import read_layout

    layout = read_layout("handout", course.folder)
    rows = [(str(n), name, *describe(name, course, layout)) for n, name in enumerate(course.pages, start=1)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


@main.command()
@options.printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@options.overwrite
def blank(printing: "PrintOptions", output: str | None, *, overwrite: bool) -> None:
    """Print a blank handout."""
    from worksheets.people.participant import BLANK

    stem = printing.edition.course.name
    _write_handout(printing, BLANK.given(printing.given), stem, output, overwrite=overwrite)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@options.overwrite
def fill(printing: "PrintOptions", file: Path, output: str | None, *, overwrite: bool) -> None:
    """Print one participant's handout, filled in from FILE (YAML or JSON)."""
    from worksheets.files import file_stem
    from worksheets.people.participant import read_participant

    course = printing.edition.course
    participant = read_participant(file, course).given(printing.given)
    stem = f"{course.name}-{file_stem(participant.name)}"
    printing = replace(printing, password=participant.text(course.secret_slot) or printing.password)
    _write_handout(printing, participant, stem, output, overwrite=overwrite)


def _write_handout(
    printing: "PrintOptions", participant: "Participant", stem: str, output: str | None, *, overwrite: bool
) -> None:
    """Write one handout to a file and print the file's path; for the output ``-``, write it to standard output.

    ``output`` is a file or a folder, and ``stem`` is the name of the file, without suffix, where it is not a file.
    """
    from worksheets.files import refuse_existing, write_whole
    from worksheets.packet.handout import handout, master_store, prepare

    masters = None if printing.typeset_all else master_store(printing.edition)
    if output == "-":
        click.echo(handout(printing.edition, participant, printing.password, masters), nl=False)
        return
    path = Path(output) if output else _OUTPUT / f"{stem}.pdf"
    if path.is_dir() or (output and output.endswith(("/", "\\"))):
        path /= f"{stem}.pdf"
    refuse_existing([path], overwrite=overwrite)
    write_whole(path, handout(printing.edition, participant, printing.password, masters), overwrite=overwrite)
    click.echo(path)
    prepare(masters, participant)


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@options.printing
@options.listing
@options.selecting
@options.packing
def packet(
    roster: Path,
    printing: "PrintOptions",
    choices: "Choices",
    selection: "SelectionOptions",
    packing: "PacketOptions",
) -> None:
    """Print a whole group's handouts: a PDF for each participant in ROSTER, and one of them all for the printer.

    ROSTER is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON list, a folder of
    participants' files, or - for standard input. What is there already and would come out the same is kept.
    """
    from worksheets.packet.workers import Workers, cluster

    if not packing.separate and not packing.print_file:
        raise click.UsageError(_("--no-separate and --no-print-file together leave nothing to print."))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # The workers start first, so that they load their libraries while the list is read.
    with cluster(packing.scheduler) if packing.scheduler else Workers(packing.jobs, packing.timeout) as executor:
        group = _read_group(roster, printing.edition.course, choices, skip_invalid=selection.skip_invalid)
        people = _selected(group.participants, printing.edition.course, selection)
        people = [person.given(printing.given) for person in people]
        folder = packing.output or _OUTPUT / group.name
        _make_packet(_order(printing, people, folder, selection.group_by, packing), executor, quiet=packing.quiet)


def _order(
    printing: "PrintOptions", people: "Sequence[Participant]", folder: Path, group_by: str, packing: "PacketOptions"
) -> "Order":
    """Return what the packet is to be."""
    from worksheets.packet.naming import PLAIN, plan, print_path
    from worksheets.packet.packet import Order

    pattern = PLAIN if packing.plain_names else packing.pattern
    jobs = plan(people, printing.edition.course, folder, pattern, group_by)
    return Order(
        printing.edition,
        jobs,
        folder,
        print_path(jobs, folder) if packing.print_file else None,
        separate=packing.separate,
        two_sided=not packing.one_sided,
        password=printing.password,
        overwrite=packing.overwrite,
        masters=not printing.typeset_all,
        patience=2 * packing.timeout,
    )


def _make_packet(order: "Order", executor: "Executor", *, quiet: bool) -> None:
    """Make a packet, print the paths of its new files, and exit with 1 if a handout has failed."""
    from worksheets.packet.packet import State
    from worksheets.packet.packet import packet as packet_files

    from .progress import PacketProgress

    progress = PacketProgress(two_sided=order.two_sided, quiet=quiet)
    try:
        with closing(packet_files(order, executor)) as files:
            for file in progress.follow(files, len(order.jobs)):
                if file.state is State.MADE and (order.separate or file.participant is None):
                    click.echo(file.path)
    finally:
        _print_problems(progress.problems())  # After an interruption, too: the problems that are known by then.
    progress.print_summary()
    if progress.failed:
        raise click.exceptions.Exit(1)


def _read_group(path: Path, course: "Course", choices: "Choices", *, skip_invalid: bool) -> "Roster":
    """Return a list that has been read, and print what is wrong or odd in it.

    Raises RosterError if anything is wrong, unless such participants are skipped, and if nobody is left to print.
    """
    from worksheets.people.roster import study_roster

    group = study_roster(path, course, choices)
    if group.errors and not skip_invalid:
        raise RosterError(*group.errors)
    _print_problems(group.errors)
    if group.warnings:
        _print_problems(
            [_("{path}: oddities {count}; “worksheets check” shows them").format(path=path, count=len(group.warnings))]
        )
    if not group.participants:
        raise RosterError(_("{path}: there are no participants to print").format(path=path))
    return group


def _selected(
    people: "Sequence[Participant]", course: "Course", selection: "SelectionOptions"
) -> "Sequence[Participant]":
    """Return the selected participants, sorted. Raises RosterError if nobody is selected."""
    from worksheets.people.selection import by_finnish_order, by_name, by_rows, only

    people = by_rows(people, selection.rows) if selection.rows else people
    people = only(people, course, selection.only)
    people = by_name(people, selection.only_name) if selection.only_name else people
    if not people:
        raise RosterError(_("Nobody is left to print: --only, --only-name and --rows choose too few."))
    return by_finnish_order(people, course, selection.sort) if selection.sort else people


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.listing
@click.option("--json", "as_json", is_flag=True, help=_("For programs."))
def check(file: Path, course: "Course", choices: "Choices", *, as_json: bool) -> None:
    """Read a roster or a participant's file and say what is in it and what is wrong; write nothing."""
    from worksheets.people.roster import study_roster

    from .report import as_text, as_tree

    group = study_roster(file, course, choices)
    click.echo(json.dumps(as_tree(group), ensure_ascii=False, indent=2) if as_json else as_text(group, str(file)))
    if group.errors:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("pdfs", nargs=-1, required=True, metavar="PDF|FOLDER…", type=click.Path(path_type=Path))
@options.course
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("vastaukset.xlsx"),
    show_default=True,
    metavar="FILE",
    help=_("The list to write: .xlsx, .csv or .yaml."),
)
@click.option(
    "--password", default="", metavar="TEXT|-", help=_("Opens the PDFs that are locked; - asks for it unseen.")
)
@options.overwrite
def collect(pdfs: tuple[Path, ...], course: "Course", output: Path, password: str, *, overwrite: bool) -> None:
    """Read filled forms that have come back into a list that packet prints."""
    from worksheets.files import refuse_existing, write_whole
    from worksheets.pdf.form_reader import collect as read_forms
    from worksheets.people.writers import as_file

    refuse_existing([output], overwrite=overwrite)
    forms = read_forms(pdfs, course, options.asked_password(password))
    _print_problems((*forms.errors, *forms.notes))
    if forms.participants:
        write_whole(output, as_file(forms.participants, output, course), overwrite=overwrite)
        click.echo(output)
    click.echo(
        _("answers {count}, faults {errors}").format(count=len(forms.participants), errors=len(forms.errors)), err=True
    )
    if forms.errors or not forms.participants:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.listing
@options.summarising
def summary(roster: Path, course: "Course", choices: "Choices", summarising: "SummaryOptions") -> None:
    """Print an overview of what a group has filled in; nobody is named in it unless that is asked for."""
    from worksheets.files import refuse_existing, write_whole
    from worksheets.packet.pipeline import overview

    group = _read_group(roster, course, choices, skip_invalid=False)
    path = summarising.output or _OUTPUT / f"{group.name}-yhteenveto.pdf"
    refuse_existing([path], overwrite=summarising.overwrite)
    pdf = overview(group.participants, course, f"{course.title}: {group.name}", names=summarising.names)
    write_whole(path, pdf, overwrite=summarising.overwrite)
    click.echo(path)


@main.command()
@click.argument("kind", type=click.Choice(["participant", "roster"]))
@click.argument("path", type=click.Path(path_type=Path))
@options.course
@options.overwrite
def new(kind: str, path: Path, course: "Course", *, overwrite: bool) -> None:
    """Write a file to start from: one participant's (.yaml) or a group's (.xlsx, .csv, .yaml)."""
    from worksheets.files import write_whole
    from worksheets.people.writers import schema_name, starter

    write_whole(path, starter(kind, path, course), overwrite=overwrite)
    click.echo(path)
    schema_path = path.with_name(schema_name(course))
    if kind == "participant" and not schema_path.exists():
        write_whole(schema_path, _schema_text(course, roster=False).encode(), overwrite=False)
        click.echo(schema_path)


@main.command("schema")
@options.course
@click.option("--roster", is_flag=True, help=_("Of a list of participants."))
def print_schema(course: "Course", *, roster: bool) -> None:
    """Print the JSON Schema of a participant's file."""
    click.echo(_schema_text(course, roster=roster), nl=False)


def _schema_text(course: "Course", *, roster: bool) -> str:
    from worksheets.course.schema import schema

    return json.dumps(schema(course, roster=roster), ensure_ascii=False, indent=2) + "\n"


def _print_problems(problems: "Iterable[str]") -> None:
    for problem in problems:
        click.echo(problem, err=True)
