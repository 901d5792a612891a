"""The options that commands share, as decorators: a command gets what they mean, not what was written."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from worksheets.errors import ParticipantError, RosterError, _, nearest

if TYPE_CHECKING:
    from worksheets.course.course import Course

_COURSE = "tyoelaman-verkostot"
_LONGEST_PASSWORD = 127
"""Bytes: what AES-256 encryption of PDF takes."""

course = click.option(
    "--course", "where", default=_COURSE, show_default=True, metavar="FOLDER|NAME", help=_("The course to print.")
)
overwrite = click.option("--overwrite", is_flag=True, help=_("Replace files that are there already."))


def printing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what is printed; it gets them as an edition and the values of ``--set``."""

    @course
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
    @click.option("--no-masters", is_flag=True, help=_("Let the typesetter set every handout: slower, and the same."))
    @click.option("--fillable", is_flag=True, help=_("Form fields to fill in on a screen."))
    @click.option("--as-typed", is_flag=True, help=_("Leave quotation marks, dashes and spaces as they were typed."))
    @click.option("--allow-missing-glyphs", is_flag=True, help=_("Print a box for a character that no font has."))
    @functools.wraps(command)
    def run(where: str, pages: str, layout: str, given: tuple[str, ...], **others: Any) -> None:  # noqa: ANN401
        from worksheets.compose.edition import Edition
        from worksheets.compose.wording import Wording
        from worksheets.course.layout import read_layout

        course = the_course(where)
        wording = Wording(others.pop("as_typed"), others.pop("allow_missing_glyphs"))
        pages_and_layout = course.choose(pages), read_layout(layout, course.folder)
        edition = Edition(course, *pages_and_layout, wording, others.pop("fillable"))
        others["password"] = the_password(others["password"])
        command(edition=edition, given=_values(course, given), **others)

    return run


def listing(command: Callable[..., None]) -> Callable[..., None]:
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
        from worksheets.people.roster import Choices

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


def choosing(command: Callable[..., None]) -> Callable[..., None]:
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


def working(command: Callable[..., None]) -> Callable[..., None]:
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


def the_course(where: str) -> "Course":
    """Return the course that was asked for."""
    from worksheets.course.course import read_course

    return read_course(where)


def the_password(said: str) -> str:
    """Return the password that was given, asked for when it is ``-``."""
    if said == "-":
        said = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True, err=True)
    if len(said.encode()) > _LONGEST_PASSWORD:
        raise ParticipantError(_("--password: too long; {count} bytes at most").format(count=_LONGEST_PASSWORD))
    return said


def _values(course: "Course", given: tuple[str, ...]) -> dict[str, str]:
    """Return what ``--set`` gives for the whole group: fields, but not the name, which is each one's own."""
    from worksheets.people.participant import checked

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
