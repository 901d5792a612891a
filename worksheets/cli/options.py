"""The options of the commands, as decorators; a command gets what they mean, as the values that ``api`` takes."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import click

from worksheets import api
from worksheets.api.options import HIGHEST_DPI, LOWEST_DPI
from worksheets.errors import OptionsError, RosterError
from worksheets.messages import _
from worksheets.resources import DEFAULT_COURSE

from . import completing

if TYPE_CHECKING:
    from worksheets.course.course import Course

Command = Callable[..., None]
"""A function that Click calls, or a decorator around one: it takes the options by name."""

_course = click.option(
    *("--course", "course_name"),
    default=DEFAULT_COURSE,
    show_default=True,
    metavar="FOLDER|NAME",
    help=_("The course to print."),
    shell_complete=completing.courses,
)
_pages = click.option(
    "--pages",
    default="",
    metavar="1,7-9|NAME,…",
    help=_("The pages to print; all unless said."),
    shell_complete=completing.pages,
)
_layout = click.option(
    "--layout",
    default="handout",
    show_default=True,
    help=_("handout (A4 upright) or slides (16:9)."),
    shell_complete=completing.layouts,
)
_paper = click.option(
    "--paper",
    type=click.Choice(["screen", "a4"], case_sensitive=False),
    default="screen",
    show_default=True,
    help=_("For slides: a4 sets them on A4 across, to be printed."),
)
_output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=_("The PDF to write.")
)
_timeout = click.option(
    "--timeout",
    type=click.FloatRange(0),
    default=0,
    metavar="SECONDS",
    help=_("Give a handout up after so much processor time; unless said, as much as its pages may need."),
)
_given = click.option(
    "--set",
    "given",
    multiple=True,
    metavar="FIELD=VALUE",
    help=_("A value for everyone, such as kouluttaja or aika; may be repeated."),
    shell_complete=completing.settings,
)
_skip_invalid = click.option(
    "--skip-invalid", is_flag=True, help=_("Print the others when something is wrong with some.")
)
overwrite = click.option("--overwrite", is_flag=True, help=_("Replace files that are there already."))


_PDF, _PNG = "pdf", "png"


@dataclass(frozen=True, slots=True)
class _Typed:
    """The options of ``printing`` as Click parses them."""

    course_name: str
    pages: str
    layout: str
    paper: str
    given: tuple[str, ...]
    password: str = field(repr=False)
    typeset_all: bool
    no_plates: bool
    fillable: bool
    as_typed: bool
    allow_missing_glyphs: bool

    def printing(self) -> api.Printing:
        """Return what is to be printed. Raises WorksheetsError for a course that cannot be read."""
        course = api.read_course(self.course_name)
        given = _values(self.given, course)
        return api.Printing(
            course=course,
            pages=self.pages,
            layout=self.layout,
            paper=self.paper,
            given=given,
            password=asked_password(self.password),
            fillable=self.fillable,
            as_typed=self.as_typed,
            allow_missing_glyphs=self.allow_missing_glyphs,
            typeset_all=self.typeset_all or self.no_plates,
        )


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What a group's overview shows, and where it is written."""

    names: bool
    title: str
    skip_invalid: bool
    output: Path | None
    overwrite: bool


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """Where a handout is written, and in which format."""

    output: str | None
    """A file, a folder, or ``-`` for standard output."""
    format_name: str | None
    dpi: int | None
    overwrite: bool

    @property
    def pictures(self) -> api.PictureOptions | None:
        """How the pages become pictures; None if a PDF is written.

        Raises OptionsError for a resolution where there are none.
        """
        suffix = Path(self.output or "").suffix.lower().lstrip(".")
        if (self.format_name or suffix) == _PNG:
            return api.PictureOptions(self.dpi) if self.dpi else api.PictureOptions()
        if self.dpi:
            raise OptionsError(_("--dpi: is for pictures; add --format png, or leave it out"))
        return None


def _gathered(name: str, options_class: type[object], *options: Callable[[Command], Command]) -> Callable[..., Command]:
    """Return a decorator that gives a command the options as one value, under a name.

    ``options_class`` is called with the options by the names of their parameters.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(**values: object) -> None:
            gathered = {key: values.pop(key) for key in keys}
            command(**{name: options_class(**gathered)}, **values)

        before = _parameters(command)
        decorated: Command = run
        for option in reversed(options):
            decorated = option(decorated)
        keys = _parameters(decorated)[len(before) :]
        return decorated

    return decorate


def _parameters(command: Command) -> list[str]:
    """Return the names of the parameters that Click's decorators have given a command so far."""
    return [parameter.name or "" for parameter in getattr(command, "__click_params__", [])]


def course(command: Command) -> Command:
    """Give a command the option for the course; it gets the course, read, as ``course``."""

    @_course
    @functools.wraps(command)
    def run(course_name: str, **others: object) -> None:
        command(course=api.read_course(course_name), **others)

    return run


def printing(command: Command) -> Command:
    """Give a command the options for what is printed; it gets them as ``printing``."""

    @_gathered(
        "typed",
        _Typed,
        _course,
        _pages,
        _layout,
        _paper,
        _given,
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
    def run(typed: _Typed, **others: object) -> None:
        command(printing=typed.printing(), **others)

    return run


def session(command: Command) -> Command:
    """Give a command the option for the time of a handout; it gets a ``session``, which is closed when it ends."""

    @_timeout
    @functools.wraps(command)
    def run(timeout: float, **others: object) -> None:
        with api.Session(timeout=timeout) as opened:
            command(session=opened, **others)

    return run


def listing(command: Command) -> Command:
    """Give a command the options for what is read of a list, and what its headings mean; it gets them as ``lists``."""

    @click.option(
        "--map",
        "mapped",
        multiple=True,
        metavar="HEADING=SLOT",
        help=_("What a heading means (- for nothing); may be repeated, or kept in ROSTER.map.toml."),
        shell_complete=completing.mapped_slots,
    )
    @click.option("--tab", multiple=True, metavar="SHEET", help=_("The workbook's sheet to read; may be repeated."))
    @click.option("--hidden", is_flag=True, help=_("Take hidden sheets and rows too, and rows filtered out."))
    @click.option("--strict", is_flag=True, help=_("Every heading that is not recognised is an error."))
    @click.option("--ignore-unknown", is_flag=True, hidden=True)  # Once needed for every column that is not printed.
    @functools.wraps(command)
    def run(mapped: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - options of many types
        mapping = _pairs(mapped, _("--map {word}: not HEADING=SLOT"), last=True)  # A heading may hold equals signs.
        chosen = {name: values.pop(name) for name in ("ignore_unknown", "tab", "hidden", "strict")}
        command(lists=api.ListOptions(mapping, **chosen), **values)

    return run


selecting = _gathered(
    "selection",
    api.Selection,
    click.option(
        "--only",
        multiple=True,
        metavar="FIELD=VALUE",
        help=_("Only those whose field says so; != for not."),
        shell_complete=completing.conditions,
    ),
    click.option("--only-name", multiple=True, metavar="NAME", help=_("Only those of that name.")),
    click.option("--rows", default="", metavar="3-7,9", help=_("Only those with these numbers, as check shows them.")),
    click.option(
        "--sort",
        default="",
        metavar="FIELD",
        help=_("Order by a field, as Finnish does."),
        shell_complete=completing.fields,
    ),
)
"""Gives a command the options for who of a list is printed; it gets them as ``selection``."""

_files = _gathered(
    "packing",
    api.PacketOptions,
    _skip_invalid,
    click.option(
        "--group-by",
        default="",
        metavar="FIELD",
        help=_("A subfolder for each value of a field."),
        shell_complete=completing.fields,
    ),
    click.option(
        "--name",
        show_default=_("the name"),
        help=_("The files' names: {n:02}, any slot."),
        shell_complete=completing.name_pieces,
    ),
    click.option("--plain-names", is_flag=True, help=_("Number the files; no name of a person is in a file's name.")),
    click.option(
        "--separate/--no-separate", default=True, help=_("A file for each participant, or the print file alone.")
    ),
    click.option("--print-file/--no-print-file", default=True, help=_("One file of all handouts, for the printer.")),
    click.option("--one-sided", is_flag=True, help=_("Print on one side: no empty pages after odd ones.")),
    click.option(
        "-o",
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        help=_("Where to; output/<the roster's name> unless said."),
    ),
    overwrite,
)

_working = _gathered(
    "machine",
    api.Machine,
    click.option("--jobs", type=click.IntRange(0), default=0, help=_("Processes; as many as cores unless said.")),
    _timeout,
    click.option(
        "--scheduler", default="", metavar="ADDRESS", help=_("Set the handouts on this Dask cluster instead.")
    ),
)


def packing(command: Command) -> Command:
    """Give a command the options for a packet: how the list is read, who is printed, the files and the processes."""

    @listing
    @selecting
    @_files
    @_working
    @functools.wraps(command)
    def run(
        packing: api.PacketOptions,
        lists: api.ListOptions,
        selection: api.Selection,
        machine: api.Machine,
        **others: object,
    ) -> None:
        command(packing=replace(packing, lists=lists, selection=selection, machine=machine), **others)

    return run


writing = _gathered(
    "writing",
    WritingOptions,
    click.option(
        "-o",
        "--output",
        metavar="FILE|FOLDER|-",
        help=_("Where to; - is standard output."),
        shell_complete=completing.files,
    ),
    click.option(
        "--format",
        "format_name",
        type=click.Choice([_PDF, _PNG]),
        help=_("pdf, or png for a picture of each page; the file's ending tells it unless said."),
    ),
    click.option(
        "--dpi",
        type=click.IntRange(LOWEST_DPI, HIGHEST_DPI),
        metavar="NUMBER",
        help=_("How fine pictures are: 150 unless said."),
    ),
    overwrite,
)
"""Gives a command the options for where a handout is written; it gets them as ``writing``."""

summarising = _gathered(
    "summarising",
    SummaryOptions,
    click.option("--names", is_flag=True, help=_("Show who is who.")),
    click.option("--title", default="", metavar="TEXT", help=_("The group's title; the list's name unless said.")),
    _skip_invalid,
    _output,
    overwrite,
)
"""Gives a command the options for a group's overview; it gets them as ``summarising``."""


def given(command: Command) -> Command:
    """Give a command the values for everyone; it gets them as ``given``, by fields of its ``course``."""

    @_given
    @functools.wraps(command)
    def run(given: tuple[str, ...], course: "Course", **others: object) -> None:
        command(given=_values(given, course), course=course, **others)

    return run


def _values(words: Sequence[str], course: "Course") -> dict[str, str]:
    """Return the values of ``--set``. Raises RosterError for all words without an equals sign."""
    fields = _("; the fields are {fields}").format(fields=", ".join(course.settable))
    return _pairs(words, _("--set {word}: not FIELD=VALUE") + fields)


def _pairs(words: Sequence[str], message: str, *, last: bool = False) -> dict[str, str]:
    """Return the pairs of an option that is repeated: what is before the first equals sign, or the last, and after it.

    Raises RosterError for all words without an equals sign.
    """
    wrong = [message.format(word=word) for word in words if "=" not in word]
    if wrong:
        raise RosterError(*wrong)
    part = str.rpartition if last else str.partition
    return {key: value for key, _equals, value in (part(word, "=") for word in words)}


def asked_password(password: str) -> str:
    """Return a password; for ``-``, ask the user for it without showing what is typed."""
    if password == "-":  # noqa: S105 - no password
        with catch_warnings():
            simplefilter("ignore")  # Without a terminal, Python adds two lines to those of getpass.
            return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True))
    return password
