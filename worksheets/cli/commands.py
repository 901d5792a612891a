"""The ``worksheets`` command: arguments in, lines out. What is done is in ``worksheets.api``."""

import gc
import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worksheets import __version__, api
from worksheets.errors import FirstProblems, OptionsError, OutputError, WorksheetsError, listed, system_reason
from worksheets.messages import _

from . import options
from .failures import described
from .streams import print_path
from .visible import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from worksheets.course.course import Course

    from .options import SummaryOptions, WritingOptions

_ANSWERS = "vastaukset.xlsx"
"""The name of the list that ``collect`` writes into a folder."""
_GC_THRESHOLD = 100_000
"""Allocations between two garbage collections; with Python's default they take half of the time of reading a list."""


class Commands(click.Group):
    """Prints what the user can mend as plain lines, and exits with 1."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except OptionsError as error:
            raise click.UsageError(visible(str(error))) from error
        except WorksheetsError as error:
            _print_problems(error.problems)
        except click.Abort:  # The input has ended where a password was asked for.
            _print_problems([_("--password -: no password was typed; nothing was written")])
        except (OSError, EOFError, MemoryError) as error:  # Click would end without a word after some of these.
            _print_problems([described(error)])
        raise click.exceptions.Exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="worksheets")
def main() -> None:
    """Print a workshop's pages as handouts: blank, filled in, or a whole group's packet."""
    gc.set_threshold(_GC_THRESHOLD)
    _require_folder()


def _require_folder() -> None:
    """Raise OutputError if no path can be followed from the current folder, not even to a course of that name."""
    try:
        Path.cwd()
        Path().stat()
    except OSError as error:
        message = _("the current folder cannot be used: {reason}; go to another one with “cd”")
        raise OutputError(message.format(reason=system_reason(error))) from error


@main.command()
@options.course
def pages(course: "Course") -> None:
    """List the course's pages: number, name, kind, title."""
    with api.Session() as session:
        rows = [(str(page.number), page.name, page.kind, page.title) for page in api.pages(course, session)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        line = "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        click.echo(visible_line(line))


@main.command()
@options.printing
@options.session
@options.writing
def blank(printing: api.Printing, session: api.Session, writing: "WritingOptions") -> None:
    """Print a blank handout."""
    if pictures := writing.pictures:
        _deliver_pictures(api.pictures(printing, pictures, session=session), writing)
    else:
        _deliver(api.blank(printing, session), writing)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.printing
@options.session
@options.writing
def fill(printing: api.Printing, session: api.Session, file: Path, writing: "WritingOptions") -> None:
    """Print one participant's handout, filled in from FILE (YAML or JSON)."""
    if pictures := writing.pictures:
        _deliver_pictures(api.pictures(printing, pictures, file, session), writing)
    else:
        _deliver(api.fill(file, printing, session), writing)


def _deliver(document: api.Document, writing: "WritingOptions") -> None:
    """Write a file and print its path; for the output ``-``, write it to standard output."""
    _print_problems(document.warnings)
    if writing.output == "-":
        click.echo(document.make(), nl=False)
        return
    print_path(document.write(writing.output, overwrite=writing.overwrite))
    document.prepare_next()


def _deliver_pictures(pictures: api.Pictures, writing: "WritingOptions") -> None:
    """Write the pictures of a handout's pages and print their paths; for ``-``, write the only one's bytes instead."""
    _print_problems(pictures.warnings)
    if writing.output == "-":
        click.echo(pictures.make_one(), nl=False)
        return
    for path in pictures.write(writing.output, overwrite=writing.overwrite):
        print_path(path)
    pictures.document.prepare_next()


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@options.printing
@options.packing
@click.option("--quiet", is_flag=True, help=_("Say only what is wrong."))
def packet(roster: Path, printing: api.Printing, packing: api.PacketOptions, *, quiet: bool) -> None:
    """Print a whole group's handouts: a PDF for each participant in ROSTER, and one of them all for the printer.

    ROSTER is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON list, a folder of
    participants' files, or - for standard input. What is there already and would come out the same is kept.
    """
    from .progress import PacketProgress

    progress = PacketProgress(two_sided=not packing.one_sided, quiet=quiet)
    try:
        with closing(api.make_packet(roster, printing, packing)) as events:
            for event in progress.follow(events):
                if isinstance(event, api.PacketFile) and _is_new(event, packing):
                    progress.print_path(event.path)
                elif isinstance(event, api.Started):
                    # First those that have a line each: of very many others, not all are printed.
                    progress.print_problems(_warnings(event.warnings, roster))
                    progress.print_problems(_unprinted(() if quiet else event.unprinted, roster))
                    progress.print_problems((*event.problems, *event.unchosen))
                elif isinstance(event, api.LeftOut):
                    progress.print_problems(event.problems)
    finally:
        _print_problems(progress.problems())  # After an interruption, too: the problems that are known by then.
    progress.print_summary()
    _print_problems(progress.omissions())
    if progress.failed:
        raise click.exceptions.Exit(1)


def _is_new(file: api.PacketFile, packing: api.PacketOptions) -> bool:
    """Return True if a file has been written."""
    return file.state is api.State.MADE and (packing.separate or file.participant is None)


def _warnings(warnings: "Collection[str]", roster: Path) -> "Iterator[str]":
    """Yield how many warnings there are about a list, if there are any."""
    if warnings:
        message = _("{path}: oddities {count}; “worksheets check” shows them")
        yield message.format(path=roster, count=len(warnings))


def _unprinted(headings: "Collection[str]", roster: Path) -> "Iterator[str]":
    """Yield which columns of a list mean nothing on the pages, if there are any."""
    if headings:
        message = _("{path}: columns that are not printed: {headings}")
        yield message.format(path=roster, headings=listed(headings))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.listing
@click.option("--json", "as_json", is_flag=True, help=_("For programs."))
def check(file: Path, course: "Course", lists: api.ListOptions, *, as_json: bool) -> None:
    """Read a roster or a participant's file and say what is in it and what is wrong; write nothing."""
    from .report import as_text, as_tree

    with api.Session() as session:
        roster = api.check(file, course, lists, session)
    report = json.dumps(as_tree(roster), ensure_ascii=False, indent=2) if as_json else as_text(roster, str(file))
    click.echo(visible(report))
    if roster.errors:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("pdfs", nargs=-1, required=True, metavar="PDF|FOLDER…", type=click.Path(path_type=Path))
@options.course
@click.option(
    "-o",
    "--output",
    default=f"output/{_ANSWERS}",
    show_default=True,
    metavar="FILE|FOLDER",
    help=_("The list to write: .xlsx, .csv or .yaml."),
)
@click.option(
    "--password", default="", metavar="TEXT|-", help=_("Opens the PDFs that are locked; - asks for it unseen.")
)
@options.overwrite
def collect(pdfs: tuple[Path, ...], course: "Course", output: str, password: str, *, overwrite: bool) -> None:
    """Read filled forms that have come back into a list that packet prints."""
    path = _list_path(output)
    api.list_document((), course, path).check(overwrite=overwrite)  # Before the forms are read.
    forms = api.collect(pdfs, course, options.asked_password(password))
    _print_problems((*forms.errors, *forms.notes))
    if forms.participants:
        print_path(api.list_document(forms.participants, course, path).write(overwrite=overwrite))
    click.echo(
        _("answers {count}, faults {errors}").format(count=len(forms.participants), errors=len(forms.errors)), err=True
    )
    if forms.errors or not forms.participants:
        raise click.exceptions.Exit(1)


def _list_path(output: str) -> Path:
    """Return the path of the list that an output means: a file, or a folder, as everywhere."""
    path = Path(output)
    return path / _ANSWERS if path.is_dir() or output.endswith(("/", "\\")) else path


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.given
@options.listing
@options.selecting
@options.summarising
def summary(  # noqa: PLR0913, PLR0917 - each decorator gives one
    roster: Path,
    course: "Course",
    given: dict[str, str],
    lists: api.ListOptions,
    selection: api.Selection,
    summarising: "SummaryOptions",
) -> None:
    """Print an overview of what a group has filled in; nobody is named in it unless that is asked for."""
    group = api.choose_group(roster, course, lists, selection, skip_invalid=summarising.skip_invalid)
    left_out = [person for person in group.left_out if person.reason.is_of_a_person]
    with api.Session() as session:
        document = api.summary(
            group, course, names=summarising.names, title=summarising.title, given=given, session=session
        )
        _print_problems(_warnings(group.roster.warnings, roster))
        _print_problems((*group.roster.problems, *(problem for person in left_out for problem in person.problems)))
        _print_problems(str(person.omission) for person in left_out)
        print_path(document.write(summarising.output, overwrite=summarising.overwrite))
    if left_out:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("kind", type=click.Choice(["participant", "roster"]))
@click.argument("path", type=click.Path(path_type=Path))
@options.course
@options.overwrite
def new(kind: str, path: Path, course: "Course", *, overwrite: bool) -> None:
    """Write a file to start from: one participant's (.yaml) or a group's (.xlsx, .csv, .yaml)."""
    document, *others = api.starting_documents(kind, path, course)
    print_path(document.write(overwrite=overwrite))
    for other in others:
        if not other.path.exists():
            print_path(other.write())


@main.command("schema")
@options.course
@click.option("--roster", is_flag=True, help=_("Of a list of participants."))
def print_schema(course: "Course", *, roster: bool) -> None:
    """Print the JSON Schema of a participant's file."""
    click.echo(api.schema_text(course, roster=roster), nl=False)


def _print_problems(problems: "Iterable[str]") -> None:
    """Print lines on standard error; of very many, the first."""
    for problem in FirstProblems().of_all(problems):
        click.echo(visible_line(problem), err=True)
