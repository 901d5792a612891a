"""The ``worksheets`` command: reads its arguments, calls the rest, and is the only one that prints."""

import functools
import json
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .errors import ParticipantError, RosterError, WorksheetsError, _, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor

    from .batch import Edition
    from .course import Course
    from .packet import Order
    from .participant import Participant
    from .roster import Choices, Roster

_COURSE = "tyoelaman-verkostot"
_OUTPUT = Path("output")
_INTERRUPTED = 130
_LONGEST_PASSWORD = 127
"""Bytes: what AES-256 encryption of PDF takes."""


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


_course = click.option(
    "--course", "where", default=_COURSE, show_default=True, metavar="FOLDER|NAME", help=_("The course to print.")
)
_overwrite = click.option("--overwrite", is_flag=True, help=_("Replace files that are there already."))


def _printing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what is printed; it gets them as an edition and the values of ``--set``."""

    @_course
    @click.option("--pages", default="", metavar="1,7-9|NAME,…", help=_("The pages to print; all unless said."))
    @click.option(
        "--layout", default="handout", show_default=True, help=_("handout (A4 upright) or slides (A4 across).")
    )
    @click.option(
        "--set",
        "given",
        multiple=True,
        metavar="FIELD=VALUE",
        help=_("A value for everyone, such as kouluttaja or aika; may be repeated."),
    )
    @click.option("--password", default="", metavar="TEXT|-", help=_("Lock the PDF (AES-256); - asks for it unseen."))
    @click.option("--fillable", is_flag=True, help=_("Form fields to fill in on a screen."))
    @click.option("--as-typed", is_flag=True, help=_("Leave quotation marks, dashes and spaces as they were typed."))
    @click.option("--allow-missing-glyphs", is_flag=True, help=_("Print a box for a character that no font has."))
    @functools.wraps(command)
    def run(where: str, pages: str, layout: str, given: tuple[str, ...], **others: Any) -> None:  # noqa: ANN401
        from .batch import Edition
        from .layout import read_layout
        from .wording import Wording

        course = _read_course(where)
        wording = Wording(others.pop("as_typed"), others.pop("allow_missing_glyphs"))
        pages_and_layout = course.choose(pages), read_layout(layout, course.folder)
        edition = Edition(course, *pages_and_layout, wording, others.pop("fillable"))
        others["password"] = _password(others["password"])
        command(edition=edition, given=_values(course, given), **others)

    return run


@main.command()
@_course
def pages(where: str) -> None:
    """List the course's pages: number, name, kind, title."""
    from .compose import describe
    from .layout import read_layout

    course = _read_course(where)
    layout = read_layout("handout", course.folder)
    rows = [(str(n), name, *describe(name, course, layout)) for n, name in enumerate(course.pages, start=1)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


@main.command()
@_printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@_overwrite
def blank(edition: "Edition", given: dict[str, str], **said: Any) -> None:  # noqa: ANN401
    """Print a blank handout."""
    from .participant import BLANK

    _one(edition, BLANK.given(given), edition.course.name, said)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@_overwrite
def fill(edition: "Edition", given: dict[str, str], file: Path, **said: Any) -> None:  # noqa: ANN401
    """Print one participant's handout, filled in from FILE (YAML or JSON)."""
    from .files import file_stem
    from .participant import read_participant

    participant = read_participant(file, edition.course).given(given)
    said["password"] = participant.text(edition.course.secret) or said["password"]
    _one(edition, participant, f"{edition.course.name}-{file_stem(participant.name)}", said)


def _listing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what a list's headings mean; it gets them as ``choices``."""

    @click.option(
        "--map",
        "mapped",
        multiple=True,
        metavar="HEADING=SLOT",
        help=_("What a heading means (- for nothing); may be repeated, or kept in ROSTER.map.toml."),
    )
    @click.option("--ignore-unknown", is_flag=True, help=_("Leave out columns whose headings are not recognised."))
    @functools.wraps(command)
    def run(mapped: tuple[str, ...], *, ignore_unknown: bool, **others: Any) -> None:  # noqa: ANN401
        from .roster import Choices

        pairs = [word.rpartition("=") for word in mapped]
        wrong = [
            f"--map {word}: not HEADING=SLOT"
            for word, (_h, equals, _s) in zip(mapped, pairs, strict=True)
            if not equals
        ]
        if wrong:
            raise RosterError(*wrong)
        command(choices=Choices({heading: slot for heading, _equals, slot in pairs}, ignore_unknown), **others)

    return run


def _choosing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose and order participants."""
    options = (
        click.option("--skip-invalid", is_flag=True, help=_("Print the others when something is wrong with some.")),
        click.option(
            "--only", multiple=True, metavar="FIELD=VALUE", help=_("Only those whose field says so; != for not.")
        ),
        click.option("--only-name", multiple=True, metavar="NAME", help=_("Only those of that name.")),
        click.option("--rows", default="", metavar="3-7,9", help=_("Only those of these places in the list.")),
        click.option("--sort", default="", metavar="FIELD", help=_("Order by a field, as Finnish does.")),
        click.option("--group-by", default="", metavar="FIELD", help=_("A subfolder for each value of a field.")),
    )
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


def _working(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where handouts are set."""
    options = (
        click.option("--jobs", type=click.IntRange(0), default=0, help=_("Processes; as many as cores unless said.")),
        click.option(
            "--timeout",
            type=click.FloatRange(0, min_open=True),
            default=60,
            show_default=True,
            metavar="SECONDS",
            help=_("Give a handout up after so long."),
        ),
        click.option(
            "--scheduler", default="", metavar="ADDRESS", help=_("Set the handouts on this Dask cluster instead.")
        ),
    )
    return functools.reduce(lambda made, option: option(made), reversed(options), command)


@main.command()
@click.argument("roster", type=click.Path(path_type=Path, allow_dash=True))
@_printing
@_listing
@_choosing
@click.option("--name", "pattern", default="{nimi}", show_default=True, help=_("The files' names: {n:02}, any slot."))
@click.option("--plain-names", is_flag=True, help=_("Number the files; no name of a person is in a file's name."))
@click.option("--separate/--no-separate", default=True, help=_("A file for each participant, or the print file alone."))
@click.option("--print-file/--no-print-file", default=True, help=_("One file of all handouts, for the printer."))
@click.option("--one-sided", is_flag=True, help=_("Print on one side: no empty pages after odd ones."))
@_working
@click.option("--quiet", is_flag=True, help=_("Say only what is wrong."))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help=_("Where to; output/<the roster's name> unless said."),
)
@_overwrite
def packet(edition: "Edition", given: dict[str, str], roster: Path, choices: "Choices", **said: Any) -> None:  # noqa: ANN401
    """Print a whole group's handouts: a PDF for each participant in ROSTER, and one of them all for the printer.

    ROSTER is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON list, a folder of
    participants' files, or - for standard input. What is there already and would come out the same is kept.
    """
    from .workers import Workers, cluster

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
    from .batch import plan, print_path
    from .naming import PLAIN
    from .packet import Order

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
        patience=2 * said["timeout"],
    )


def _make(order: "Order", executor: "Executor", *, quiet: bool) -> None:
    """Make a packet, and say what has become of it; exit with 1 when a handout could not be made."""
    from .console import Report
    from .packet import State
    from .packet import packet as made_packet

    report = Report(two_sided=order.two_sided, quiet=quiet)
    with closing(made_packet(order, executor)) as files:
        for made in report.watched(files, len(order.jobs)):
            if made.state is State.MADE and (order.separate or made.participant is None):
                click.echo(made.path)
    _complain(report.problems())
    report.summary()
    if report.failed:
        raise click.exceptions.Exit(1)


def _judged(path: Path, course: "Course", choices: "Choices", *, skip_invalid: bool) -> "Roster":
    """Read a list and say what is odd; go on only if nothing is wrong, or with the rest if that is asked for."""
    from .roster import study_roster

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
    from . import choosing

    people = choosing.by_rows(people, said["rows"]) if said["rows"] else people
    people = choosing.only(people, course, said["only"])
    people = choosing.by_name(people, said["only_name"]) if said["only_name"] else people
    if not people:
        raise RosterError(_("Nobody is left to print: --only, --only-name and --rows choose too few."))
    return choosing.by_finnish_order(people, course, said["sort"]) if said["sort"] else people


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@_course
@_listing
@click.option("--json", "as_json", is_flag=True, help=_("For programs."))
def check(file: Path, where: str, choices: "Choices", *, as_json: bool) -> None:
    """Read a roster or a participant's file and say what is in it and what is wrong; write nothing."""
    from .report import as_text, as_tree
    from .roster import study_roster

    group = study_roster(file, _read_course(where), choices)
    click.echo(json.dumps(as_tree(group), ensure_ascii=False, indent=2) if as_json else as_text(group, str(file)))
    if group.errors:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("pdfs", nargs=-1, required=True, metavar="PDF|FOLDER…", type=click.Path(path_type=Path))
@_course
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
@_overwrite
def collect(pdfs: tuple[Path, ...], where: str, output: Path, password: str, *, overwrite: bool) -> None:
    """Read filled forms that have come back into a list that packet prints."""
    from .answers import as_file
    from .files import refuse_existing, write_whole
    from .returned import collect as collected

    course = _read_course(where)
    refuse_existing([output], overwrite=overwrite)
    found = collected(pdfs, course, _password(password))
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
@_course
@_listing
@click.option("--names", is_flag=True, help=_("Show who is who."))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=_("The PDF to write.")
)
@_overwrite
def summary(roster: Path, where: str, choices: "Choices", **said: Any) -> None:  # noqa: ANN401
    """Print an overview of what a group has filled in; nobody is named in it unless that is asked for."""
    from .batch import overview
    from .files import refuse_existing, write_whole

    course = _read_course(where)
    group = _judged(roster, course, choices, skip_invalid=False)
    path = said["output"] or _OUTPUT / f"{group.name}-yhteenveto.pdf"
    refuse_existing([path], overwrite=said["overwrite"])
    pdf = overview(group.participants, course, f"{course.title}: {group.name}", names=said["names"])
    write_whole(path, pdf, overwrite=said["overwrite"])
    click.echo(path)


@main.command()
@click.argument("kind", type=click.Choice(["participant", "roster"]))
@click.argument("path", type=click.Path(path_type=Path))
@_course
@_overwrite
def new(kind: str, path: Path, where: str, *, overwrite: bool) -> None:
    """Write a file to start from: one participant's (.yaml) or a group's (.xlsx, .csv, .yaml)."""
    from .files import write_whole
    from .starters import schema_name, starter

    course = _read_course(where)
    write_whole(path, starter(kind, path, course), overwrite=overwrite)
    click.echo(path)
    beside = path.with_name(schema_name(course))
    if kind == "participant" and not beside.exists():
        write_whole(beside, _schema_text(course, roster=False).encode(), overwrite=False)
        click.echo(beside)


@main.command("schema")
@_course
@click.option("--roster", is_flag=True, help=_("Of a list of participants."))
def print_schema(where: str, *, roster: bool) -> None:
    """Print the JSON Schema of a participant's file."""
    click.echo(_schema_text(_read_course(where), roster=roster), nl=False)


def _schema_text(course: "Course", *, roster: bool) -> str:
    from .schema import schema

    return json.dumps(schema(course, roster=roster), ensure_ascii=False, indent=2) + "\n"


def _complain(problems: "Iterable[str]") -> None:
    for problem in problems:
        click.echo(problem, err=True)


def _read_course(where: str) -> "Course":
    from .course import read_course

    return read_course(where)


def _password(said: str) -> str:
    """Return the password that was given, asked for when it is ``-``."""
    if said == "-":
        said = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True)
    if len(said.encode()) > _LONGEST_PASSWORD:
        raise ParticipantError(_("--password: too long; {count} bytes at most").format(count=_LONGEST_PASSWORD))
    return said


def _one(edition: "Edition", person: "Participant", stem: str, said: dict[str, Any]) -> None:
    """Write one handout, and print its path; or write it to standard output."""
    from .batch import handout
    from .files import refuse_existing, write_whole

    output, password = said["output"], said["password"]
    if output == "-":
        click.echo(handout(edition, person, password), nl=False)
        return
    path = Path(output) if output else _OUTPUT / f"{stem}.pdf"
    if path.is_dir() or (output and output.endswith(("/", "\\"))):
        path /= f"{stem}.pdf"
    refuse_existing([path], overwrite=said["overwrite"])
    write_whole(path, handout(edition, person, password), overwrite=said["overwrite"])
    click.echo(path)


def _values(course: "Course", given: tuple[str, ...]) -> dict[str, str]:
    """Return what ``--set`` gives for the whole group: fields, but not the name, which is each one's own."""
    from .participant import checked

    fields = {part.id: part for part in course.root.parts if not (part.parts or part.secret) and part.id != "nimi"}
    values, problems = {}, []
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or name not in fields:
            told = _("--set {word}: not FIELD=VALUE; the fields are {fields}.").format(
                word=word, fields=", ".join(fields)
            )
            problems.append(told + nearest(name, fields))
            continue
        try:
            values[name] = checked(value, fields[name].limit)
        except ValueError as problem:
            problems.append(f"--set {word}: {problem}")
    if problems:
        raise ParticipantError(*problems)
    return values
