"""What the options of the command line mean, as the values that ``api`` takes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import catch_warnings, simplefilter

import click
from click.core import ParameterSource

from worksheets import api
from worksheets.errors import OptionsError, RosterError
from worksheets.messages import _

if TYPE_CHECKING:
    from worksheets.course.course import Course

_LAST_PAIR = re.compile(r"(.*?)=([^=]*(?:=[0-9]+)?)", re.DOTALL)
PDF, PNG, TXT = "pdf", "png", "txt"
"""The formats of a handout."""


@dataclass(frozen=True, slots=True)
class TypedPrinting:
    """The options of ``printing`` as Click parses them."""

    course_name: str
    pages: str
    layout: str
    paper: str
    theme: str
    brand: Path | None
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
        given = values_of_set(self.given, course)
        return api.Printing(
            course=course,
            pages=self.pages,
            layout=self.layout,
            paper=self.paper,
            theme=self.theme,
            brand=self.brand,
            given=given,
            password=asked_password(self.password),
            fillable=self.fillable,
            as_typed=self.as_typed,
            allow_missing_glyphs=self.allow_missing_glyphs,
            typeset_all=self.typeset_all or self.no_plates,
        )


@dataclass(frozen=True, slots=True)
class TypedBrand:
    """The options of ``branded`` as Click parses them."""

    course_name: str
    theme: str
    brand: Path | None
    given: tuple[str, ...]
    password: str = field(repr=False)

    def printing(self) -> api.Printing:
        """Return how a product is printed. Raises WorksheetsError for a course that cannot be read."""
        course = api.read_course(self.course_name)
        given = values_of_set(self.given, course)
        password = asked_password(self.password)
        return api.Printing(course=course, theme=self.theme, brand=self.brand, given=given, password=password)


@dataclass(frozen=True, slots=True)
class ProductDelivery:
    """Whom a product is made for, and where it is written."""

    skip_invalid: bool
    output: str | None
    """A file or a folder."""
    overwrite: bool
    dry_run: bool = False
    open_result: bool = False


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """What a group's overview shows, and where it is written."""

    names: bool
    title: str
    skip_invalid: bool
    output: str | None
    """A file or a folder."""
    overwrite: bool
    dry_run: bool = False
    open_result: bool = False


@dataclass(frozen=True, slots=True)
class WritingOptions:
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
    def pictures(self) -> api.PictureOptions | None:
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
        "“worksheets pages --slots” lists the slots"
    )
    return message.format(heading=word)


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
