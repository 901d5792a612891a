"""What the options of the command line mean, as the values that ``api`` takes."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import click
from click.core import ParameterSource
from msgspec import Struct

from worksheets import api
from worksheets.errors import OptionsError, RosterError
from worksheets.messages import _, typed

from .names import PNG, TXT

if TYPE_CHECKING:
    from worksheets.course.course import Course

_LAST_PAIR = re.compile(r"(.*?)=([^=]*(?:=[0-9]+)?)", re.DOTALL)


def printing(
    *,
    course_name: str,
    given: tuple[str, ...],
    password: str,
    typeset_all: bool,
    no_plates: bool,
    **options: Any,  # noqa: ANN401 - those that are typed as they are meant
) -> "api.Printing":
    """Return what is to be printed. Raises WorksheetsError for a course that cannot be read."""
    course = api.read_course(course_name)
    values = values_of_set(given, course)
    typeset_all = typeset_all or no_plates
    return api.Printing(
        course=course, given=values, password=asked_password(password), typeset_all=typeset_all, **options
    )


def branded(
    *, course_name: str, theme: str, brand: Path | None, given: tuple[str, ...], password: str
) -> "api.Printing":
    """Return how a product is printed. Raises WorksheetsError for a course that cannot be read."""
    course = api.read_course(course_name)
    values = values_of_set(given, course)
    return api.Printing(course=course, theme=theme, brand=brand, given=values, password=asked_password(password))


class ProductDelivery(Struct, frozen=True):
    """Whom a product is made for, and where it is written."""

    skip_invalid: bool
    output: str | None
    """A file or a folder."""
    overwrite: bool
    dry_run: bool = False
    open_result: bool = False


class SummaryOptions(Struct, frozen=True):
    """What a group's overview shows, and where it is written."""

    names: bool
    title: str
    skip_invalid: bool
    output: str | None
    """A file or a folder."""
    overwrite: bool
    dry_run: bool = False
    open_result: bool = False


class WritingOptions(Struct, frozen=True):
    """Where a handout is written, and in which format."""

    output: str | None
    """A file, a folder, or ``-`` for standard output."""
    format_name: str | None
    dpi: int | None
    overwrite: bool
    dry_run: bool = False
    open_result: bool = False

    def __post_init__(self) -> None:
        """Raise OptionsError if what goes to standard output is to be opened."""
        if self.open_result and self.output == "-":
            raise OptionsError(_("--open: with -o - there is no file to open; leave out one of them"))

    @property
    def pictures(self) -> "api.PictureOptions | None":
        """How the pages become pictures; None if a PDF is written.

        Raises OptionsError for a resolution where there are none.
        """
        if self._format == PNG:
            return api.PictureOptions(self.dpi) if self.dpi else api.PictureOptions()
        if self.dpi:
            raise OptionsError(_("--dpi: only for pictures; add --format png, or leave out --dpi"))
        return None

    @property
    def is_text(self) -> bool:
        """The pages' text is written."""
        return self._format == TXT

    @property
    def _format(self) -> str:
        return self.format_name or Path(self.output or "").suffix.lower().lstrip(".")


def values_of_set(words: Sequence[str], course: "Course") -> dict[str, str]:
    """Return the values of ``--set``. Raises RosterError for all words without an equals sign."""

    def problem(word: str) -> str:
        if word in course.settable:
            return _('--set {field}: has no value; write --set "{field}=…"').format(field=word)
        message = _('--set {word}: names no field; write for example --set "{field}={word}"; the fields are {fields}')
        return message.format(word=word, field=next(iter(course.settable)), fields=", ".join(course.settable))

    return pairs(words, problem)


def without_slot(word: str) -> str:
    """Return what is wrong with a word of ``--map`` without an equals sign."""
    message = _(
        '--map {heading}: names no slot; write --map "{heading}=-" to leave the column out, or a slot in place of -; '
        "“{command}” lists the slots"
    )
    return message.format(heading=word, command=typed("pages", "--slots"))


def pairs(words: Sequence[str], problem: Callable[[str], str], *, last: bool = False) -> dict[str, str]:
    """Return the pairs of an option that is repeated: what is before the first equals sign, or the last, and after it.

    The last one may belong to the number of an exercise's option: “Oma esimies=apu=2”. Raises RosterError for all words
    without an equals sign; ``problem`` says what is wrong with one.
    """
    wrong = [problem(word) for word in words if "=" not in word]
    if wrong:
        raise RosterError(*wrong)
    if not last:
        return {key: value for key, _equals, value in (word.partition("=") for word in words)}
    matches = (_LAST_PAIR.fullmatch(word) for word in words)
    return {match[1]: match[2] for match in matches if match}


def refuse_empty(context: click.Context, option: click.Parameter, password: str) -> str:
    """Return the password that was typed; Click calls this.

    Raises OptionsError for an empty one: a script whose variable is not set would get files that are not locked.
    """
    if not password and option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE:
        raise OptionsError(_("--password: the password is empty; write --password - to be asked for it"))
    return password


def asked_password(password: str, *, confirm: bool = True) -> str:
    """Return a password; for ``-``, ask the user for it without showing what is typed.

    A new password has to be typed twice, to ``confirm`` it.
    """
    if password == "-":  # noqa: S105 - no password
        with catch_warnings():
            simplefilter("ignore")  # Without a terminal, Python adds two lines to those of getpass.
            return str(click.prompt(_("Password"), hide_input=True, confirmation_prompt=confirm, err=True))
    return password
