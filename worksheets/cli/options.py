"""The options that several commands share, as decorators; a command gets what they mean, as typed values."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worksheets.errors import ParticipantError, RosterError, _, nearest
from worksheets.resources import DEFAULT_COURSE

if TYPE_CHECKING:
    from worksheets.compose.edition import Edition
    from worksheets.course.course import Course

Command = Callable[..., None]
"""A function that Click calls, or a decorator around one: it takes the options by name."""

_LONGEST_PASSWORD = 127
"""The most bytes of a password in UTF-8 for the AES-256 encryption of PDF (ISO 32000-2, 7.6.4.3)."""

_course = click.option(
    *("--course", "course_name"),
    default=DEFAULT_COURSE,
    show_default=True,
    metavar="FOLDER|NAME",
    help=_("The course to print."),
)
_output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=_("The PDF to write.")
)
overwrite = click.option("--overwrite", is_flag=True, help=_("Replace files that are there already."))


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What is printed."""

    edition: "Edition"
    given: Mapping[str, str]
    """The values that ``--set`` gives to everybody, by their fields."""
    password: str = field(repr=False)
    typeset_all: bool
    """Use no masters."""


@dataclass(frozen=True, slots=True)
class _PrintOptionsAsTyped:
    """The options of ``printing`` as Click parses them."""

    course_name: str
    pages: str
    layout: str
    given: tuple[str, ...]
    password: str = field(repr=False)
    typeset_all: bool
    no_plates: bool
    fillable: bool
    as_typed: bool
    allow_missing_glyphs: bool


@dataclass(frozen=True, slots=True)
class SelectionOptions:
    """Which participants of a list are printed, in which order, and in which subfolders."""

    skip_invalid: bool
    only: tuple[str, ...]
    only_name: tuple[str, ...]
    rows: str
    sort: str
    group_by: str


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """Which files a packet consists of, and how they are made."""

    pattern: str | None
    """The pattern of the files' names; None to name each after its participant."""
    plain_names: bool
    separate: bool
    print_file: bool
    one_sided: bool
    jobs: int
    """The number of processes; 0 for as many as there are cores."""
    timeout: float
    """The seconds that one handout may take."""
    scheduler: str
    """The address of a Dask cluster; empty for processes of this machine."""
    quiet: bool
    output: Path | None
    overwrite: bool


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What a group's overview shows, and where it is written."""

    names: bool
    output: Path | None
    overwrite: bool


def _gathered(name: str, options_class: type[object], *options: Callable[[Command], Command]) -> Callable[..., Command]:
    """Return a decorator that gives a command the options as one value, under a name.

    ``options_class`` is a dataclass whose fields are named as the options' parameters.
    """
    keys = [option.name for option in fields(options_class)]  # type: ignore[arg-type]

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(**values: object) -> None:
            gathered = {key: values.pop(key) for key in keys}
            command(**{name: options_class(**gathered)}, **values)

        decorated: Command = run
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


def course(command: Command) -> Command:
    """Give a command the option for the course; it gets the course, read, as ``course``."""

    @_course
    @functools.wraps(command)
    def run(course_name: str, **others: object) -> None:
        command(course=_read_course(course_name), **others)

    return run


def printing(command: Command) -> Command:
    """Give a command the options for what is printed; it gets them as ``printing``."""

    @_gathered(
        "typed",
        _PrintOptionsAsTyped,
        _course,
        click.option("--pages", default="", metavar="1,7-9|NAME,…", help=_("The pages to print; all unless said.")),
        click.option(
            "--layout", default="handout", show_default=True, help=_("handout (A4 upright) or slides (A4 across).")
        ),
        click.option(
            "--set",
            "given",
            multiple=True,
            metavar="FIELD=VALUE",
            help=_("A value for everyone, such as kouluttaja or aika; may be repeated."),
        ),
        click.option(
            "--password", default="", metavar="TEXT|-", help=_("Lock the PDF (AES-256); - asks for it unseen.")
        ),
        click.option(
            "--typeset-all", is_flag=True, help=_("Let the typesetter set every handout: slower, and the same.")
        ),
        click.option("--no-plates", is_flag=True, hidden=True),  # The old name of --typeset-all, for existing scripts.
        click.option("--fillable", is_flag=True, help=_("Form fields to fill in on a screen.")),
        click.option(
            "--as-typed", is_flag=True, help=_("Leave quotation marks, dashes and spaces as they were typed.")
        ),
        click.option("--allow-missing-glyphs", is_flag=True, help=_("Print a box for a character that no font has.")),
    )
    @functools.wraps(command)
    def run(typed: _PrintOptionsAsTyped, **others: object) -> None:
        command(printing=_print_options(typed), **others)

    return run


def _print_options(typed: _PrintOptionsAsTyped) -> PrintOptions:
    """Return what the options mean. Raises WorksheetsError for a course, page, layout or value that is wrong."""
    from worksheets.compose.edition import Edition
    from worksheets.compose.wording import Wording
    from worksheets.course.layout import read_layout

    course = _read_course(typed.course_name)
    pages = course.choose(typed.pages)
    layout = read_layout(typed.layout, course.folder)
    wording = Wording(typed.as_typed, typed.allow_missing_glyphs)
    password = asked_password(typed.password)
    return PrintOptions(
        Edition(course, pages, layout, wording, typed.fillable),
        _values(course, typed.given),
        password,
        typed.typeset_all or typed.no_plates,
    )


def listing(command: Command) -> Command:
    """Give a command the options for what the headings of a list mean; it gets them as ``choices``."""

    @click.option(
        "--map",
        "mapped",
        multiple=True,
        metavar="HEADING=SLOT",
        help=_("What a heading means (- for nothing); may be repeated, or kept in ROSTER.map.toml."),
    )
    @click.option("--ignore-unknown", is_flag=True, help=_("Leave out columns whose headings are not recognised."))
    @functools.wraps(command)
    def run(mapped: tuple[str, ...], *, ignore_unknown: bool, **others: object) -> None:
        from worksheets.people.roster import Choices

        pairs = [word.rpartition("=") for word in mapped]
        wrong = [
            f"--map {word}: not HEADING=SLOT"
            for word, (_heading, equals, _slot) in zip(mapped, pairs, strict=True)
            if not equals
        ]
        if wrong:
            raise RosterError(*wrong)
        command(choices=Choices({heading: slot for heading, _equals, slot in pairs}, ignore_unknown), **others)

    return run


selecting = _gathered(
    "selection",
    SelectionOptions,
    click.option("--skip-invalid", is_flag=True, help=_("Print the others when something is wrong with some.")),
    click.option("--only", multiple=True, metavar="FIELD=VALUE", help=_("Only those whose field says so; != for not.")),
    click.option("--only-name", multiple=True, metavar="NAME", help=_("Only those of that name.")),
    click.option("--rows", default="", metavar="3-7,9", help=_("Only those of these places in the list.")),
    click.option("--sort", default="", metavar="FIELD", help=_("Order by a field, as Finnish does.")),
    click.option("--group-by", default="", metavar="FIELD", help=_("A subfolder for each value of a field.")),
)
"""Gives a command the options that select and sort participants; it gets them as ``selection``."""

packing = _gathered(
    "packing",
    PacketOptions,
    click.option("--name", "pattern", show_default=_("the name"), help=_("The files' names: {n:02}, any slot.")),
    click.option("--plain-names", is_flag=True, help=_("Number the files; no name of a person is in a file's name.")),
    click.option(
        "--separate/--no-separate", default=True, help=_("A file for each participant, or the print file alone.")
    ),
    click.option("--print-file/--no-print-file", default=True, help=_("One file of all handouts, for the printer.")),
    click.option("--one-sided", is_flag=True, help=_("Print on one side: no empty pages after odd ones.")),
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
    click.option("--quiet", is_flag=True, help=_("Say only what is wrong.")),
    click.option(
        "-o",
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        help=_("Where to; output/<the roster's name> unless said."),
    ),
    overwrite,
)
"""Gives a command the options for a packet's files and how they are made; it gets them as ``packing``."""

summarising = _gathered(
    "summarising",
    SummaryOptions,
    click.option("--names", is_flag=True, help=_("Show who is who.")),
    _output,
    overwrite,
)
"""Gives a command the options for a group's overview; it gets them as ``summarising``."""


def _read_course(name: str) -> "Course":
    """Return the course in a folder, or the shipped course of a name. Raises CourseError."""
    from worksheets.course.reader import read_course

    return read_course(name)


def asked_password(password: str) -> str:
    """Return a password; for ``-``, ask the user for it without showing what is typed.

    Raises ParticipantError for a password that is too long for a PDF.
    """
    if password == "-":  # noqa: S105 - no password
        password = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True)
    if len(password.encode()) > _LONGEST_PASSWORD:
        raise ParticipantError(_("--password: too long; {count} bytes at most").format(count=_LONGEST_PASSWORD))
    return password


def _values(course: "Course", given: tuple[str, ...]) -> dict[str, str]:
    """Return the values of ``--set`` by their fields, which may be any but the participant's name and the password.

    Raises ParticipantError with everything in them that is wrong.
    """
    from worksheets.people.participant import checked

    settable = {
        part.id: part for part in course.root.parts if part.is_slot and not part.secret and part.id != course.name_slot
    }
    values, problems = {}, []
    for word in given:
        name, equals, value = word.partition("=")
        if not equals or name not in settable:
            message = _("--set {word}: not FIELD=VALUE; the fields are {fields}.").format(
                word=word, fields=", ".join(settable)
            )
            problems.append(message + nearest(name, settable))
            continue
        try:
            values[name] = checked(value, settable[name].limit)
        except ValueError as problem:
            problems.append(f"--set {word}: {problem}")
    if problems:
        raise ParticipantError(*problems)
    return values
