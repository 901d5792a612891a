"""The options of the commands, as decorators; a command gets what they mean, as the values that ``api`` takes."""

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worksheets import api
from worksheets.api.options import HIGHEST_DPI, LOWEST_DPI
from worksheets.messages import marked
from worksheets.resources import DEFAULT_COURSE

from . import completing, product_options
from .numbers import Number
from .option_values import (
    PDF,
    PNG,
    TXT,
    ProductDelivery,
    SummaryOptions,
    TypedBrand,
    TypedPrinting,
    WritingOptions,
    pairs,
    refuse_empty,
    values_of_set,
    without_slot,
)
from .translated import option

if TYPE_CHECKING:
    from worksheets.course.course import Course

Command = Callable[..., None]
"""A function that Click calls, or a decorator around one: it takes the options by name."""

_course = option(
    *("--course", "course_name"),
    default=DEFAULT_COURSE,
    show_default=True,
    metavar=marked("FOLDER|NAME"),
    help=marked("The course to print."),
    shell_complete=completing.courses,
)
_paper = option(
    "--paper",
    type=click.Choice(["screen", "a4"], case_sensitive=False),
    default="screen",
    show_default=True,
    help=marked("The size of slides: for a screen, or a4 to print them on landscape A4."),
)
_output = option(
    "-o",
    "--output",
    shell_complete=completing.files,
    metavar=marked("FILE|FOLDER"),
    default_words=marked("output/ and the list's name"),
    help=marked("The PDF to write, or a folder for it."),
)
_timeout = option(
    "--timeout",
    type=Number(0, whole=False),
    default=0,
    metavar=marked("SECONDS"),
    default_words=marked("enough for its pages"),
    help=marked("Processor time that one handout may take."),
)
_given = option(
    "--set",
    "given",
    multiple=True,
    metavar=marked("FIELD=VALUE"),
    help=marked('A value for everybody, such as kouluttaja="Kalle Kouluttaja"; can be repeated.'),
    shell_complete=completing.settings,
)
_skip_invalid = option(
    "--skip-invalid", is_flag=True, help=marked("Leave out participants with errors, and print the others.")
)
_password = option(
    "--password",
    default="",
    callback=refuse_empty,
    metavar=marked("TEXT|-"),
    help=marked("Lock the PDF with a password (AES-256); - asks for it without showing it."),
)
_as_typed = option(
    "--as-typed", is_flag=True, help=marked("Keep quotation marks, dashes and spaces as they were typed.")
)
_missing_glyphs = option(
    "--allow-missing-glyphs",
    is_flag=True,
    help=marked("Print a box for a character that no font has; otherwise it is an error."),
)
paper = _paper
layout = option(
    "--layout",
    default="handout",
    show_default=True,
    metavar=marked("NAME"),
    help=marked("How pages are laid out: handout (A4 portrait), slides (16:9), or a layout of the course."),
    shell_complete=completing.layouts,
)
theme = option(
    "--theme",
    default="",
    metavar=marked("NAME"),
    default_words=marked("the course's own"),
    help=marked("Colours and strokes: verkosto, mustavalko (black on white), or a theme of the course."),
    shell_complete=completing.themes,
)
brand = option(
    "--brand",
    type=click.Path(path_type=Path),
    metavar=marked("FILE"),
    default_words=marked("the course's own"),
    help=marked("Your logo, colours and font, such as oma/brand.toml, on any course."),
    shell_complete=completing.files,
)
dry_run = option(
    "--dry-run", is_flag=True, help=marked("Check everything and print what would be written, but write nothing.")
)
open_result = option(
    *("--open", "open_result"),
    is_flag=True,
    help=marked("Open the result when it is ready, in the program that usually opens such files."),
)
overwrite = option("--overwrite", is_flag=True, help=marked("Replace files that already exist."))


def _gathered(
    name: str, options_class: Callable[..., object], *options: Callable[[Command], Command]
) -> Callable[..., Command]:
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
        for give in reversed(options):
            decorated = give(decorated)
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


_printed = _gathered(
    "typed",
    TypedPrinting,
    _course,
    option(
        "--pages",
        default="",
        metavar=marked("1,7-9|NAME,…"),
        default_words=marked("all pages"),
        help=marked("The pages to print, by number or name."),
        shell_complete=completing.pages,
    ),
    layout,
    _paper,
    theme,
    brand,
    _given,
    _password,
    option(
        "--typeset-all",
        is_flag=True,
        help=marked("Typeset every handout, without masters: slower, the same pages."),
    ),
    option("--no-plates", is_flag=True, hidden=True),  # The old name of --typeset-all, for existing scripts.
    option("--fillable", is_flag=True, help=marked("Make a PDF form to fill in on a screen.")),
    _as_typed,
    _missing_glyphs,
)


def printing(command: Command) -> Command:
    """Give a command the options for what is printed; it gets them as ``printing``."""

    @_printed
    @functools.wraps(command)
    def run(typed: TypedPrinting, **others: object) -> None:
        command(printing=typed.printing(), **others)

    return run


_branded = _gathered("typed", TypedBrand, _course, theme, brand, _given, _password)


def branded(command: Command) -> Command:
    """Give a command the options for how a product looks, and what everybody gets; it gets them as ``printing``."""

    @_branded
    @functools.wraps(command)
    def run(typed: TypedBrand, **others: object) -> None:
        command(printing=typed.printing(), **others)

    return run


def worded(command: Command) -> Command:
    """Give a command the options for how typed texts are printed; they become a part of its ``printing``."""

    @_as_typed
    @_missing_glyphs
    @functools.wraps(command)
    def run(printing: api.Printing, *, as_typed: bool, allow_missing_glyphs: bool, **others: object) -> None:
        worded = replace(printing, as_typed=as_typed, allow_missing_glyphs=allow_missing_glyphs)
        command(printing=worded, **others)

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

    @option(
        "--map",
        "mapped",
        multiple=True,
        metavar=marked("HEADING=SLOT"),
        help=marked(
            'What a heading means, such as "Mistä ryhmästä tulet=ryhma", or - to leave the column out; can be '
            "repeated, or kept beside ryhma.xlsx in ryhma.map.toml."
        ),
        shell_complete=completing.mapped_slots,
    )
    @option(
        "--tab",
        multiple=True,
        metavar=marked("SHEET"),
        default_words=marked("every sheet with participants"),
        help=marked("The sheet of a workbook to read; can be repeated."),
    )
    @option("--hidden", is_flag=True, help=marked("Include hidden sheets, hidden rows, and rows filtered out."))
    @option("--strict", is_flag=True, help=marked("Treat every heading that is not recognised as an error."))
    @option("--ignore-unknown", is_flag=True, hidden=True)  # Once needed for every column that is not printed.
    @functools.wraps(command)
    def run(mapped: tuple[str, ...], **values: Any) -> None:  # noqa: ANN401 - options of many types
        mapping = pairs(mapped, without_slot, last=True)  # A heading may hold equals signs.
        chosen = {name: values.pop(name) for name in ("ignore_unknown", "tab", "hidden", "strict")}
        command(lists=api.ListOptions(mapping, **chosen), **values)

    return run


selecting = _gathered(
    "selection",
    api.Selection,
    option(
        "--only",
        multiple=True,
        metavar=marked("FIELD=VALUE"),
        help=marked("Only participants with this value in a field, such as ryhma=A, or without it: ryhma!=A."),
        shell_complete=completing.conditions,
    ),
    option(
        "--only-name",
        multiple=True,
        metavar=marked("NAME"),
        help=marked("Only participants of this name; can be repeated."),
    ),
    option(
        "--rows",
        default="",
        metavar="3-7,9",
        help=marked("Only participants with these numbers, as check shows them."),
    ),
    option(
        "--sort",
        default="",
        metavar=marked("FIELD"),
        default_words=marked("the list's order"),
        help=marked("Sort by a field, in Finnish alphabetical order."),
        shell_complete=completing.fields,
    ),
)
"""Gives a command the options for who of a list is printed; it gets them as ``selection``."""

_files = _gathered(
    "packing",
    api.PacketOptions,
    _skip_invalid,
    option(
        "--group-by",
        default="",
        metavar=marked("FIELD"),
        help=marked("Put the files into subfolders, one for each value of a field."),
        shell_complete=completing.fields,
    ),
    option(
        "--name",
        metavar=marked("PATTERN"),
        default_words=marked("the participant's name"),
        help=marked('How files are named, such as "{n:02} {nimi}"; {n} is the number in the list.'),
        shell_complete=completing.name_pieces,
    ),
    option("--plain-names", is_flag=True, help=marked("Number the files, so that no file name shows who it is for.")),
    option(
        "--separate/--no-separate",
        default=True,
        show_default=True,
        help=marked("Write a file for each participant, or only the print file."),
    ),
    option(
        "--print-file/--no-print-file",
        default=True,
        show_default=True,
        help=marked("Write one file of all handouts, for the printer."),
    ),
    option(
        "--one-sided",
        is_flag=True,
        help=marked("Print on one side: add no empty page after an odd number of pages."),
    ),
    option(
        "--volume",
        type=Number(1),
        default=0,
        metavar=marked("SHEETS"),
        default_words=marked("one file of all"),
        help=marked("Cut the print file between people into volumes of at most so many sheets."),
    ),
    option(
        "-o",
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        metavar=marked("FOLDER"),
        default_words=marked("output/ and the list's name"),
        help=marked("The folder to write into."),
    ),
    overwrite,
    dry_run,
)

_working = _gathered(
    "machine",
    api.Machine,
    option(
        "--jobs",
        type=Number(0),
        default=0,
        metavar=marked("NUMBER"),
        default_words=marked("one for each core"),
        help=marked("How many processes make handouts."),
    ),
    _timeout,
    option(
        "--scheduler",
        default="",
        metavar=marked("ADDRESS"),
        help=marked("Make the handouts on a Dask cluster, such as tcp://192.0.2.7:8786."),
    ),
)


_with = _gathered(
    "typed_products",
    product_options.TypedProducts,
    option(
        *("--with", "with_names"),
        multiple=True,
        metavar=marked("attendance,badge,…"),
        help=marked(
            "Also make, for the same people: attendance (a sign-in sheet), groups, badge, tent, label:L7160 (labels), "
            "certificate."
        ),
        shell_complete=completing.products,
    ),
    product_options.dates,
    product_options.groups,
    product_options.group_size,
    product_options.hours,
)


def packing(command: Command) -> Command:
    """Give a command the options for a packet: how the list is read, who is printed, the files and the processes."""

    @listing
    @selecting
    @_files
    @_with
    @_working
    @functools.wraps(command)
    def run(
        packing: api.PacketOptions,
        lists: api.ListOptions,
        selection: api.Selection,
        machine: api.Machine,
        typed_products: product_options.TypedProducts,
        **others: object,
    ) -> None:
        products = typed_products.products()
        gathered = replace(packing, lists=lists, selection=selection, machine=machine, products=products)
        command(packing=gathered, **others)

    return run


def packing_certificates(command: Command) -> Command:
    """Give a command the options of ``packing`` but for those of other products; it gets them as ``packing``."""

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


certifying = _gathered("certificate", api.Certificate, *product_options.of_certificates)
"""Gives a command the options for what a certificate says; it gets them as ``certificate``."""

writing = _gathered(
    "writing",
    WritingOptions,
    option(
        "-o",
        "--output",
        shell_complete=completing.files,
        metavar=marked("FILE|FOLDER|-"),
        default_words=marked("the folder output"),
        help=marked("The file or folder to write; - writes to standard output."),
    ),
    option(
        "--format",
        "format_name",
        type=click.Choice([PDF, PNG, TXT]),
        default_words=marked("the file's ending, or else pdf"),
        help=marked("pdf, png for a picture of each page, or txt for their text."),
    ),
    option(
        "--dpi",
        type=Number(LOWEST_DPI, HIGHEST_DPI),
        metavar=marked("NUMBER"),
        default_words="150",
        help=marked("How fine pictures are, in dots per inch."),
    ),
    overwrite,
    dry_run,
    open_result,
)
"""Gives a command the options for where a handout is written; it gets them as ``writing``."""

delivering = _gathered(
    "delivering",
    ProductDelivery,
    _skip_invalid,
    _output,
    overwrite,
    dry_run,
    open_result,
)
"""Gives a command the options for where a product is written; it gets them as ``delivering``."""
delivering_without_list = _gathered(
    "delivering", functools.partial(ProductDelivery, skip_invalid=False), _output, overwrite, dry_run, open_result
)
"""Gives a command that takes no list the options for where its product is written, as ``delivering``."""

listed_as = _gathered(
    "listed_as",
    product_options.TypedList,
    product_options.as_list,
    product_options.dates,
    product_options.by_last_name,
    product_options.groups,
    product_options.group_size,
    product_options.apart,
    product_options.seed,
    product_options.signs,
    product_options.title,
)
"""Gives a command the options for a sign-in sheet or groups; it gets them as ``listed_as``."""

summarising = _gathered(
    "summarising",
    SummaryOptions,
    option("--names", is_flag=True, help=marked("List the participants' names, too.")),
    option(
        "--title",
        default="",
        metavar=marked("TEXT"),
        default_words=marked("the list's name"),
        help=marked("The title of the overview."),
    ),
    _skip_invalid,
    _output,
    overwrite,
    dry_run,
    open_result,
)
"""Gives a command the options for a group's overview; it gets them as ``summarising``."""


def given(command: Command) -> Command:
    """Give a command the values for everyone; it gets them as ``given``, by fields of its ``course``."""

    @_given
    @functools.wraps(command)
    def run(given: tuple[str, ...], course: "Course", **others: object) -> None:
        command(given=values_of_set(given, course), course=course, **others)

    return run
