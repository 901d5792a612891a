"""The ``worksheets`` command: reads its arguments, calls the rest, and is the only one that prints."""

import gc
import json
import signal
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worksheets import __version__
from worksheets.errors import RosterError, WorksheetsError, _

from . import options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from worksheets.compose.edition import Edition
    from worksheets.course.course import Course
    from worksheets.packet.packet import Order
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Choices, Roster

_OUTPUT = Path("output")
_INTERRUPTED = 130
_RARELY = 100_000
"""Objects that come into being between two looks for garbage: otherwise half of the time of reading a list is that."""


class Commands(click.Group):
    """Says what the user can mend in plain lines, and exits with 1; with 130 when interrupted."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WorksheetsError as error:
            _complain(error.problems)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo(_("Interrupted; what was written is whole. The same command goes on from there."), err=True)
            ctx.exit(_INTERRUPTED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="worksheets")
def main() -> None:
    """Print a workshop's pages as handouts: blank, filled in, or a whole group's packet."""
    gc.set_threshold(_RARELY)


@main.command()
@options.course
def pages(where: str) -> None:
    """List the course's pages: number, name, kind, title."""
    from worksheets.compose.templates import describe
    from worksheets.course.layout import read_layout

    course = options.the_course(where)
    layout = read_layout("handout", course.folder)
    rows = [(str(n), name, *describe(name, course, layout)) for n, name in enumerate(course.pages, start=1)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


@main.command()
@options.printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@options.overwrite
def blank(edition: "Edition", given: dict[str, str], **said: Any) -> None:  # noqa: ANN401
    """Print a blank handout."""
    from worksheets.people.participant import BLANK

    _one(edition, BLANK.given(given), edition.course.name, said)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@options.overwrite
def fill(edition: "Edition", given: dict[str, str], file: Path, **said: Any) -> None:  # noqa: ANN401
    """Print one participant's handout, filled in from FILE (YAML or JSON)."""
    from worksheets.files import file_stem
    from worksheets.people.participant import read_participant

    participant = read_participant(file, edition.course).given(given)
    said["password"] = participant.text(edition.course.secret) or said["password"]
    _one(edition, participant, f"{edition.course.name}-{file_stem(participant.name)}", said)


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@options.printing
@options.listing
@options.choosing
@click.option("--name", "pattern", default="{nimi}", show_default=True, help=_("The files' names: {n:02}, any slot."))
@click.option("--plain-names", is_flag=True, help=_("Number the files; no name of a person is in a file's name."))
@click.option("--separate/--no-separate", default=True, help=_("A file for each participant, or the print file alone."))
@click.option("--print-file/--no-print-file", default=True, help=_("One file of all handouts, for the printer."))
@click.option("--one-sided", is_flag=True, help=_("Print on one side: no empty pages after odd ones."))
@options.working
@click.option("--quiet", is_flag=True, help=_("Say only what is wrong."))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help=_("Where to; output/<the roster's name> unless said."),
)
@options.overwrite
def packet(edition: "Edition", given: dict[str, str], roster: Path, choices: "Choices", **said: Any) -> None:  # noqa: ANN401
    """Print a whole group's handouts: a PDF for each participant in ROSTER, and one of them all for the printer.

    ROSTER is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON list, a folder of
    participants' files, or - for standard input. What is there already and would come out the same is kept.
    """
    from worksheets.packet.workers import Workers, cluster

    if not said["separate"] and not said["print_file"]:
        raise click.UsageError(_("--no-separate and --no-print-file together leave nothing to print."))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # The workers come first, since they get ready while the list is read.
    with cluster(said["scheduler"]) if said["scheduler"] else Workers(said["jobs"], said["timeout"]) as executor:
        group = _judged(roster, edition.course, choices, skip_invalid=said["skip_invalid"])
        people = [person.given(given) for person in _chosen(group.participants, edition.course, said)]
        _make(_order(edition, people, said["output"] or _OUTPUT / group.name, said), executor, quiet=said["quiet"])


def _order(edition: "Edition", people: "Sequence[Participant]", folder: Path, said: dict[str, Any]) -> "Order":
    """Return what the packet is to be."""
    from worksheets.packet.naming import PLAIN, plan, print_path
    from worksheets.packet.packet import Order

    jobs = plan(people, edition.course, folder, PLAIN if said["plain_names"] else said["pattern"], said["group_by"])
    return Order(
        edition,
        jobs,
        folder,
        print_path(jobs, folder) if said["print_file"] else None,
        separate=said["separate"],
        two_sided=not said["one_sided"],
        password=said["password"],
        overwrite=said["overwrite"],
        masters=not said["no_plates"],
        patience=2 * said["timeout"],
    )


def _make(order: "Order", executor: "Executor", *, quiet: bool) -> None:
    """Make a packet, and say what has become of it; exit with 1 when a handout could not be made."""
    from worksheets.packet.packet import State
    from worksheets.packet.packet import packet as made_packet

    from .progress import Tally

    tally = Tally(two_sided=order.two_sided, quiet=quiet)
    try:
        with closing(made_packet(order, executor)) as files:
            for made in tally.watched(files, len(order.jobs)):
                if made.state is State.MADE and (order.separate or made.participant is None):
                    click.echo(made.path)
    finally:
        _complain(tally.problems())  # What is known by then, when the run is broken off.
    tally.show()
    if tally.failed:
        raise click.exceptions.Exit(1)


def _judged(path: Path, course: "Course", choices: "Choices", *, skip_invalid: bool) -> "Roster":
    """Read a list and say what is odd; go on only if nothing is wrong, or with the rest if that is asked for."""
    from worksheets.people.roster import study_roster

    group = study_roster(path, course, choices)
    if group.errors and not skip_invalid:
        raise RosterError(*group.errors)
    _complain(group.errors)
    if group.warnings:
        _complain(
            [_("{path}: oddities {count}; “worksheets check” shows them").format(path=path, count=len(group.warnings))]
        )
    if not group.participants:
        raise RosterError(_("{path}: there are no participants to print").format(path=path))
    return group


def _chosen(people: "Sequence[Participant]", course: "Course", said: dict[str, Any]) -> "Sequence[Participant]":
    """Return those that the options choose, in their order."""
    from worksheets.people import selection as choosing

    people = choosing.by_rows(people, said["rows"]) if said["rows"] else people
    people = choosing.only(people, course, said["only"])
    people = choosing.by_name(people, said["only_name"]) if said["only_name"] else people
    if not people:
        raise RosterError(_("Nobody is left to print: --only, --only-name and --rows choose too few."))
    return choosing.by_finnish_order(people, course, said["sort"]) if said["sort"] else people


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.listing
@click.option("--json", "as_json", is_flag=True, help=_("For programs."))
def check(file: Path, where: str, choices: "Choices", *, as_json: bool) -> None:
    """Read a roster or a participant's file and say what is in it and what is wrong; write nothing."""
    from worksheets.people.roster import study_roster

    from .report import as_text, as_tree

    group = study_roster(file, options.the_course(where), choices)
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
def collect(pdfs: tuple[Path, ...], where: str, output: Path, password: str, *, overwrite: bool) -> None:
    """Read filled forms that have come back into a list that packet prints."""
    from worksheets.files import refuse_existing, write_whole
    from worksheets.pdf.form_reader import collect as collected
    from worksheets.people.writers import as_file

    course = options.the_course(where)
    refuse_existing([output], overwrite=overwrite)
    found = collected(pdfs, course, options.the_password(password))
    _complain((*found.errors, *found.notes))
    if found.participants:
        write_whole(output, as_file(found.participants, output, course), overwrite=overwrite)
        click.echo(output)
    click.echo(
        _("answers {count}, faults {errors}").format(count=len(found.participants), errors=len(found.errors)), err=True
    )
    if found.errors or not found.participants:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.listing
@click.option("--names", is_flag=True, help=_("Show who is who."))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=_("The PDF to write.")
)
@options.overwrite
def summary(roster: Path, where: str, choices: "Choices", **said: Any) -> None:  # noqa: ANN401
    """Print an overview of what a group has filled in; nobody is named in it unless that is asked for."""
    from worksheets.files import refuse_existing, write_whole
    from worksheets.packet.pipeline import overview

    course = options.the_course(where)
    group = _judged(roster, course, choices, skip_invalid=False)
    path = said["output"] or _OUTPUT / f"{group.name}-yhteenveto.pdf"
    refuse_existing([path], overwrite=said["overwrite"])
    pdf = overview(group.participants, course, f"{course.title}: {group.name}", names=said["names"])
    write_whole(path, pdf, overwrite=said["overwrite"])
    click.echo(path)


@main.command()
@click.argument("kind", type=click.Choice(["participant", "roster"]))
@click.argument("path", type=click.Path(path_type=Path))
@options.course
@options.overwrite
def new(kind: str, path: Path, where: str, *, overwrite: bool) -> None:
    """Write a file to start from: one participant's (.yaml) or a group's (.xlsx, .csv, .yaml)."""
    from worksheets.files import write_whole
    from worksheets.people.starters import schema_name, starter

    course = options.the_course(where)
    write_whole(path, starter(kind, path, course), overwrite=overwrite)
    click.echo(path)
    beside = path.with_name(schema_name(course))
    if kind == "participant" and not beside.exists():
        write_whole(beside, _schema_text(course, roster=False).encode(), overwrite=False)
        click.echo(beside)


@main.command("schema")
@options.course
@click.option("--roster", is_flag=True, help=_("Of a list of participants."))
def print_schema(where: str, *, roster: bool) -> None:
    """Print the JSON Schema of a participant's file."""
    click.echo(_schema_text(options.the_course(where), roster=roster), nl=False)


def _schema_text(course: "Course", *, roster: bool) -> str:
    from worksheets.course.schema import schema

    return json.dumps(schema(course, roster=roster), ensure_ascii=False, indent=2) + "\n"


def _complain(problems: "Iterable[str]") -> None:
    for problem in problems:
        click.echo(problem, err=True)


def _one(edition: "Edition", person: "Participant", stem: str, said: dict[str, Any]) -> None:
    """Write one handout, and print its path; or write it to standard output."""
    from worksheets.files import refuse_existing, write_whole
    from worksheets.packet.handout import handout, master_store, prepare

    output, password = said["output"], said["password"]
    masters = None if said["no_plates"] else master_store(edition)
    if output == "-":
        click.echo(handout(edition, person, password, masters), nl=False)
        return
    path = Path(output) if output else _OUTPUT / f"{stem}.pdf"
    if path.is_dir() or (output and output.endswith(("/", "\\"))):
        path /= f"{stem}.pdf"
    refuse_existing([path], overwrite=said["overwrite"])
    write_whole(path, handout(edition, person, password, masters), overwrite=said["overwrite"])
    click.echo(path)
    prepare(masters, person)
