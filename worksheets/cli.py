"""The ``worksheets`` command: reads its arguments, calls the rest, and is the only one that prints."""

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__
from .errors import ParticipantError, WorksheetsError, _, nearest

if TYPE_CHECKING:
    from .batch import Edition
    from .course import Course
    from .participant import Participant

_COURSE = "tyoelaman-verkostot"
_OUTPUT = Path("output")
_INTERRUPTED = 130


class Commands(click.Group):
    """Says what the user can mend in plain lines, and exits with 1; with 130 when interrupted."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WorksheetsError as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo(_("Interrupted; what was written is whole."), err=True)
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
    @click.option("--as-typed", is_flag=True, help=_("Leave quotation marks, dashes and spaces as they were typed."))
    @click.option("--allow-missing-glyphs", is_flag=True, help=_("Print a box for a character that no font has."))
    @functools.wraps(command)
    def run(where: str, pages: str, layout: str, given: tuple[str, ...], **others: Any) -> None:  # noqa: ANN401
        from .batch import Edition
        from .layout import read_layout
        from .wording import Wording

        course = _read_course(where)
        wording = Wording(others.pop("as_typed"), others.pop("allow_missing_glyphs"))
        edition = Edition(course, course.choose(pages), read_layout(layout, course.folder), wording)
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
def blank(edition: "Edition", given: dict[str, str], output: str | None, *, overwrite: bool) -> None:
    """Print a blank handout."""
    from .participant import BLANK

    _one(edition, BLANK.given(given), edition.course.name, output, overwrite=overwrite)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_printing
@click.option("-o", "--output", metavar="FILE|FOLDER|-", help=_("Where to; - is standard output."))
@_overwrite
def fill(edition: "Edition", given: dict[str, str], file: Path, output: str | None, *, overwrite: bool) -> None:
    """Print one participant's handout, filled in from FILE (YAML or JSON)."""
    from .files import file_stem
    from .participant import read_participant

    participant = read_participant(file, edition.course).given(given)
    _one(edition, participant, f"{edition.course.name}-{file_stem(participant.name)}", output, overwrite=overwrite)


@main.command()
@click.argument("roster", type=click.Path(path_type=Path))
@_printing
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help=_("Where to; output/<the roster's name> unless said."),
)
@_overwrite
def packet(edition: "Edition", given: dict[str, str], roster: Path, output: Path | None, *, overwrite: bool) -> None:
    """Print a whole group's handouts, one PDF for each participant in ROSTER (CSV or YAML)."""
    from .batch import packet as make_packet
    from .roster import read_roster

    group = read_roster(roster, edition.course)
    participants = [participant.given(given) for participant in group.participants]
    failed = False
    for made in make_packet(edition, participants, output or _OUTPUT / group.name, overwrite=overwrite):
        if made.error is None:
            click.echo(made.path)
            continue
        failed = True
        for problem in made.error.problems:
            click.echo(problem, err=True)
    if failed:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_course
def check(file: Path, where: str) -> None:
    """Read a roster or a participant's file and say what is in it; write nothing."""
    from .roster import read_roster

    course = _read_course(where)
    people = read_roster(file, course).participants
    click.echo(_("{file}: {count} participants, no faults").format(file=file, count=len(people)))
    for number, person in enumerate(people, start=1):
        click.echo(
            _("{number:3}  {name}: {count} slots filled").format(
                number=number, name=person.name, count=len(person.values)
            )
        )


@main.command()
@click.argument("kind", type=click.Choice(["participant", "roster"]))
@click.argument("path", type=click.Path(path_type=Path))
@_course
@_overwrite
def new(kind: str, path: Path, where: str, *, overwrite: bool) -> None:
    """Write a file to start from: one participant's (.yaml) or a group's (.csv, .yaml)."""
    from .files import write_whole
    from .starters import starter

    write_whole(path, starter(kind, path, _read_course(where)), overwrite=overwrite)
    click.echo(path)


@main.command("schema")
@_course
def print_schema(where: str) -> None:
    """Print the JSON Schema of a participant's file."""
    from .schema import schema

    click.echo(json.dumps(schema(_read_course(where)), ensure_ascii=False, indent=2))


def _read_course(where: str) -> "Course":
    from .course import read_course

    return read_course(where)


def _one(edition: "Edition", person: "Participant", stem: str, output: str | None, *, overwrite: bool) -> None:
    """Write one handout, and print its path; or write it to standard output."""
    from .batch import handout
    from .files import refuse_existing, write_whole

    if output == "-":
        click.echo(handout(edition, person), nl=False)
        return
    path = Path(output) if output else _OUTPUT / f"{stem}.pdf"
    if path.is_dir() or (output and output.endswith(("/", "\\"))):
        path /= f"{stem}.pdf"
    refuse_existing([path], overwrite=overwrite)
    write_whole(path, handout(edition, person), overwrite=overwrite)
    click.echo(path)


def _values(course: "Course", given: tuple[str, ...]) -> dict[str, str]:
    """Return what ``--set`` gives for the whole group: fields, but not the name, which is each one's own."""
    from .participant import checked

    fields = {part.id: part for part in course.root.parts if not part.parts and part.id != "nimi"}
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
