"""The commands for lists, forms and new courses: ``new``, ``check``, ``collect``, ``schema``."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from worksheets import api
from worksheets.api.new_courses import COURSE_LANGUAGES
from worksheets.errors import OptionsError
from worksheets.files import file_stem
from worksheets.messages import _, in_language, marked, ngettext, typed
from worksheets.resources import DEFAULT_LANGUAGE

from . import completing, options
from .group import main
from .lines import print_closing, print_nothing_written, print_problems
from .option_values import asked_password, refuse_empty
from .streams import print_path
from .translated import argument, option
from .verbosity import is_quiet
from .visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from worksheets.course.course import Course
    from worksheets.people.open_list import OpenList
    from worksheets.people.roster import Roster

_ANSWERS = "vastaukset.xlsx"
"""The name of the list that ``collect`` writes into a folder."""


_COURSE = "course"
"""What ``new`` writes into a folder; the others are files."""


@main.command(
    details=marked(
        "worksheets new participant FILE writes one participant's file (.yaml), and beside it the schema by which an "
        "editor checks it; worksheets new roster FILE writes a list for a group (.xlsx, .csv or .yaml). "
        "worksheets new course FOLDER writes a small whole course, with each exercise type on its pages and a list of "
        "example people."
    ),
)
@argument("kind", type=click.Choice(["participant", "roster", _COURSE]))
@argument("path", metavar=marked("FILE|FOLDER"), type=click.Path(path_type=Path))
@options.course
@option(
    "--language",
    type=click.Choice(COURSE_LANGUAGES),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    help=marked("The language of a new course."),
)
@options.overwrite
@options.dry_run
@click.pass_context
def new(  # noqa: PLR0913 - each decorator gives one
    ctx: click.Context, kind: str, path: Path, course: "Course", *, language: str, overwrite: bool, dry_run: bool
) -> None:
    """Write a file to start from, one participant's or a group's, or a course."""
    if kind == _COURSE:
        if _is_given(ctx, "course_name"):
            raise OptionsError(_("--course: a new course is not made from another; leave out --course"))
        _new_course(api.new_course(path, language), overwrite=overwrite, dry_run=dry_run)
    elif _is_given(ctx, "language"):
        raise OptionsError(_("--language: only a new course has it; a file has the language of its course"))
    else:
        document, *others = api.starting_documents(kind, path, course)
        for file in (document, *(other for other in others if not other.path.exists())):
            write = file.dry_run if dry_run else file.write
            print_path(write(overwrite=overwrite))
    if dry_run:
        print_nothing_written()


def _is_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is not ParameterSource.DEFAULT


def _new_course(course: "api.NewCourse", *, overwrite: bool, dry_run: bool) -> None:
    """Write a course to start from, and print what can be done with it."""
    write = course.dry_run if dry_run else course.write
    for path in write(overwrite=overwrite):
        print_path(path)
    if dry_run:
        return
    folder, people = str(course.folder), str(course.people)
    print_closing(_("To see it while you write: {command}").format(command=typed("watch", folder)))
    print_closing(_("To print it: {command}").format(command=typed("blank", "--course", folder)))
    command = typed("packet", people, "--course", folder)
    print_closing(_("To print it for the example people: {command}").format(command=command))


@main.command(
    details=marked(
        "Shows who is in FILE, how its headings were understood, what is wrong and what is unusual. FILE is a list as "
        "“worksheets packet” takes it, or a participant's file. Of a course, the folder with course.toml, it shows "
        "everything that is wrong with its pages; it lays them out in every layout, blank and full. Nothing is written "
        "but the list that -o asks for."
    ),
)
@argument("file", metavar=marked("FILE|COURSE"), type=click.Path(path_type=Path, allow_dash=True))
@options.course
@options.listing
@option("--json", "as_json", is_flag=True, help=marked("Print the report as JSON, for programs; always in English."))
@option(
    "-o",
    "--output",
    metavar=marked("FILE|FOLDER"),
    help=marked("Also write the list, .xlsx or .csv, with headings that mean what --map says."),
    shell_complete=completing.files,
)
@options.overwrite
@options.dry_run
def check(  # noqa: PLR0913 - each decorator gives one
    file: Path,
    course: "Course",
    lists: "api.ListOptions",
    *,
    as_json: bool,
    output: str | None,
    overwrite: bool,
    dry_run: bool,
) -> None:
    """Read a list, a participant's file or a course, and say what is in it and what is wrong."""
    if output is not None and (as_json or api.is_course(file)):
        raise OptionsError(_("-o: only a list is written, and not beside a report as JSON; leave out -o"))
    if api.is_course(file):
        _check_course(file, as_json=as_json)
        return
    with in_language("en") if as_json else nullcontext():  # Programs read JSON, whatever the language around them.
        opened = api.open_list(file, course, lists)
        document = None if output is None else api.open_list_document(opened, course, _mended_path(output, opened))
        if document:
            document.check(overwrite=overwrite)
        roster = _reported(opened, course, file, as_json=as_json)
    if document:
        write = document.dry_run if dry_run else document.write
        print_path(write(overwrite=overwrite))
        if dry_run:
            print_nothing_written()
    if roster.errors:
        raise click.exceptions.Exit(1)


def _mended_path(output: str, opened: "OpenList") -> Path:
    """Return the path of the list that an output means; in a folder, it has the list's own name."""
    path = Path(output)
    return path / f"{file_stem(opened.name)}.xlsx" if _is_folder(output) else path


def _check_course(folder: Path, *, as_json: bool) -> None:
    """Print what is wrong with a course: as JSON for programs, with ``-q`` a line a fault."""
    from .course_report import as_text, as_tree, problem_lines

    with in_language("en") if as_json else nullcontext(), api.Session() as session:
        report = api.check_course(folder, session)
    if as_json:
        click.echo(visible(json.dumps(as_tree(report), ensure_ascii=False, indent=2)))
    elif is_quiet():
        print_problems(problem_lines((*report.errors, *report.warnings)))
    else:
        click.echo(visible(as_text(report)))
    if report.errors:
        raise click.exceptions.Exit(1)


def _reported(opened: "OpenList", course: "Course", file: Path, *, as_json: bool) -> "Roster":
    """Print the report on a list, as JSON, or with ``-q`` only what is wrong or unusual, and return the list."""
    from .report import as_text, as_tree

    with api.Session() as session:
        judged = api.judge(opened, course, session)
    roster = judged.roster
    if as_json:
        click.echo(visible(json.dumps(as_tree(judged), ensure_ascii=False, indent=2)))
    elif is_quiet():
        print_problems((*roster.errors, *roster.warnings))
    else:
        click.echo(visible(as_text(roster, str(file))))
    return roster


@main.command(
    details=marked(
        "Give it the PDF files that have come back, or folders of them. “worksheets packet” and “worksheets summary” "
        "take the list."
    ),
)
@argument("pdfs", nargs=-1, required=True, metavar=marked("PDF|FOLDER…"), type=click.Path(path_type=Path))
@options.course
@option(
    "-o",
    "--output",
    default=f"output/{_ANSWERS}",
    show_default=True,
    metavar=marked("FILE|FOLDER"),
    help=marked("The list to write: .xlsx, .csv or .yaml."),
    shell_complete=completing.files,
)
@option(
    "--password",
    default="",
    callback=refuse_empty,
    metavar=marked("TEXT|-"),
    help=marked("Opens PDFs that are locked; - asks for it without showing it."),
)
@option(
    "--list",
    "expected",
    metavar=marked("FILE"),
    type=click.Path(path_type=Path),
    help=marked("Says whose answers are missing of this list of participants."),
)
@options.overwrite
@options.dry_run
def collect(  # noqa: PLR0913 - each decorator gives one
    pdfs: tuple[Path, ...],
    course: "Course",
    output: str,
    password: str,
    expected: Path | None,
    *,
    overwrite: bool,
    dry_run: bool,
) -> None:
    """Read filled forms that have come back into a list that packet prints."""
    path = _list_path(output)
    api.list_document((), course, path).check(overwrite=overwrite)  # Before the forms are read.
    roster = api.check(expected, course) if expected else None
    forms = api.collect(pdfs, course, asked_password(password, confirm=False))
    print_problems((*forms.errors, *forms.notes))
    if roster:
        _print_missing(api.missing_answers(roster, forms))
    if forms.participants:
        document = api.list_document(forms.participants, course, path)
        write = document.dry_run if dry_run else document.write
        print_path(write(overwrite=overwrite))
    nothing = "" if forms.participants else _("There are no answers in them, so no list was written.")
    print_closing("; ".join(_counts(forms.read, forms.flawed, forms.unreadable)) + ".", nothing)
    if dry_run:
        print_nothing_written()
    if forms.errors or not forms.participants:
        raise click.exceptions.Exit(1)


def _print_missing(missing: "Sequence[api.MissingAnswer]") -> None:
    """Print who of a list has not answered, a line each."""
    for person in missing:
        if person.file:
            message = _("{name}: no answer; perhaps {file}, which could not be read")
            print_closing(message.format(name=person.name, file=person.file.name))
        else:
            print_closing(_("{name}: no answer").format(name=person.name))
    if not missing:
        print_closing(_("Everybody on the list has answered."))


def _list_path(output: str) -> Path:
    """Return the path of the list that an output means: a file, or a folder, as everywhere."""
    return Path(output) / _ANSWERS if _is_folder(output) else Path(output)


def _is_folder(output: str) -> bool:
    return Path(output).is_dir() or output.endswith(("/", "\\"))


def _counts(read: int, flawed: int, unreadable: int) -> "Iterator[str]":
    """Yield how many forms were read, how many of them not without errors, and how many could not be read."""
    yield ngettext("Read {count} form", "Read {count} forms", read).format(count=read)
    if flawed:
        # Translators: It follows “Read 4 forms; ”.
        message = ngettext("{count} has errors, see above", "{count} have errors, see above", flawed)
        yield message.format(count=flawed)
    if unreadable:
        # Translators: It follows “Read 4 forms; ”.
        message = ngettext("{count} could not be read", "{count} could not be read", unreadable)
        yield message.format(count=unreadable)


@main.command(
    "schema",
    details=marked(
        "An editor completes and checks files by it: participants' files, lists in YAML (--roster), or the course.toml "
        "of a course of your own (--course-toml)."
    ),
)
@options.course
@option("--roster", is_flag=True, help=marked("Print the schema of a list of participants instead."))
@option("--course-toml", is_flag=True, help=marked("Print the schema of a course's course.toml instead."))
def print_schema(course: "Course", *, roster: bool, course_toml: bool) -> None:
    """Print the JSON Schema of a participant's file, of a list, or of course.toml."""
    click.echo(api.course_schema_text() if course_toml else api.schema_text(course, roster=roster), nl=False)
