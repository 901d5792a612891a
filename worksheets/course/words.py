"""The papers' own words: what is printed besides a course's text, in the course's language.

The program brings ``templates/words/fi.toml``, ``sv.toml`` and ``en.toml``. A course's own ``words/fi.toml`` replaces
some of the texts; for a language that the program does not have, it has all of them.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.errors import CourseError, nearest, on_line, shortened
from worksheets.messages import _
from worksheets.resources import DEFAULT_LANGUAGE, TEMPLATES, lies_in

from .key_lines import key_lines, line_of
from .toml_file import read_toml

OTHER = "other"
"""The form of a text for all numbers that have no form of their own."""
_FORMS = ("zero", "one", "two", "few", "many", OTHER)
"""The kinds of numbers that languages tell apart (Unicode's plural rules)."""
_COUNT = "count"
"""The placeholder of the number that a form belongs to."""
DATES = frozenset(["date", "time", "time_with_seconds", "moment"])
"""The patterns of dates, which a language may leave to Babel."""
PRODUCTS = "products"
"""The folder of the words of products, such as sign-in sheets and badges; a course needs them only for those."""
_MAY_BE_EMPTY = frozenset(["unit"])
_SHEET_NAME = "sheet_of_people"
_SHIPPED = TEMPLATES / "words"
_COMPLETE = "en"
"""The file that says which texts there are, and that is shown to whoever translates them."""
_ONE_AND_OTHER = frozenset(["fi", "sv", "en"])
"""Languages in which one thing has the form ``one``, and any other number of things the form ``other``."""
_MOST_BYTES = 100_000
_MOST_LETTERS = 500
_LONGEST_SHEET_NAME = 31
"""The most characters of the name of a workbook's sheet."""
_NO_SHEET_NAME = re.compile(r"[][:*?/\\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_CONTROL = "[\0-\x1f\x7f-\x9f\ufffe\uffff]"

Forms = Mapping[str, str]
Text = str | Forms
"""A text, or its forms for the kinds of numbers."""


class Words(Struct, frozen=True):
    """The papers' own words in one language. ``read_words`` makes them."""

    language: str
    """As in ``course.toml``, such as ``fi`` or ``sv-FI``."""
    texts: Mapping[str, Text]

    def __hash__(self) -> int:
        """Return a hash by the language, since the texts are a dictionary."""
        return hash(self.language)

    def text(self, key: str, **values: object) -> str:
        """Return a text with values in its placeholders, and in the form for the number ``count``.

        Raises KeyError for a text that is not there, and for a value that is missing.
        """
        return _PLACEHOLDER.sub(lambda placeholder: str(values[placeholder[1]]), self.pattern(key, values.get(_COUNT)))

    def pattern(self, key: str, count: object = None) -> str:
        """Return a text with its placeholders, in the form for a number if it has several."""
        text = self.texts[key]
        if isinstance(text, str):
            return text
        return text.get(self._form(int(str(count))), text[OTHER])

    def mapped(self, change: Callable[[str], str]) -> "Words":
        """Return the words with each text changed."""
        texts = {
            key: change(text) if isinstance(text, str) else {form: change(in_form) for form, in_form in text.items()}
            for key, text in self.texts.items()
        }
        return Words(self.language, texts)

    def has_values(self, key: str) -> bool:
        """Return True for a text with placeholders, or with a form for each kind of number."""
        text = self.texts[key]
        return not isinstance(text, str) or bool(_PLACEHOLDER.search(text))

    def _form(self, count: int) -> str:
        language = _base(self.language)
        if language in _ONE_AND_OTHER:
            return "one" if count == 1 else OTHER
        from babel import Locale, UnknownLocaleError  # For other languages only: loading it takes as long as a page.

        try:
            return str(Locale.parse(language).plural_form(count))
        except (UnknownLocaleError, ValueError):
            return OTHER


def read_words(language: str, folder: Path, part: str = "") -> Words:
    """Return the words of a course in a language; those in the course's ``folder`` come before the shipped ones.

    With the ``part`` PRODUCTS, they are those of products, in the folder of that name beside the others. Raises
    CourseError with everything that is wrong in the course's file, and with all texts that it lacks.
    """
    shipped = shipped_words(_base(language), part) or {}
    path = _own_file(language, folder, part)
    if shipped and path is None:
        return Words(language, shipped)
    own, problems = _read_own(path, _complete(part)) if path else ({}, [])
    texts = {**shipped, **own}
    if missing := [key for key in _complete(part) if key not in texts and key not in DATES]:
        wanted = path or folder / "words" / part / f"{language}.toml"
        problems.append(_missing(wanted, missing, _SHIPPED / part / f"{_COMPLETE}.toml", exists=path is not None))
    if problems:
        raise CourseError(*problems)
    return Words(language, texts)


@memoized(Lifetime.SESSION)
def shipped_words(language: str, part: str = "") -> Mapping[str, Text] | None:
    """Return the program's words in a language, such as ``fi``; None if it has none."""
    path = _SHIPPED / part / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else None


@memoized(Lifetime.SESSION)
def in_shipped_languages(key: str) -> frozenset[str]:
    """Return a text without placeholders in all languages that the program has."""
    files = (shipped_words(path.stem) for path in _SHIPPED.glob("*.toml"))
    return frozenset(str(words[key]) for words in files if words)


def default_words() -> Words:
    """Return the words of a course that names no language and has no file of its own."""
    return Words(DEFAULT_LANGUAGE, shipped_words(DEFAULT_LANGUAGE) or {})


def _complete(part: str = "") -> Mapping[str, Text]:
    return shipped_words(_COMPLETE, part) or {}


def _base(language: str) -> str:
    """Return the code of a language without its region: sv for sv-FI."""
    return language.split("-", maxsplit=1)[0].lower()


def _own_file(language: str, folder: Path, part: str) -> Path | None:
    """Return the course's file of words in a language, or in the language without its region; None if it has none.

    Raises CourseError for a link to a file outside the folder, before it is looked for.
    """
    paths = [folder / "words" / part / f"{name}.toml" for name in dict.fromkeys([language, _base(language)])]
    if outside := [path for path in paths if not lies_in(path, folder)]:
        message = _("{path}: is a link out of the course’s folder; copy the file or folder itself there")
        raise CourseError(*(message.format(path=path) for path in outside))
    return next((path for path in paths if path.exists()), None)


def _read_own(path: Path, complete: Mapping[str, Text]) -> tuple[dict[str, Any], list[str]]:
    """Return the texts of a course's file, and what is wrong with them. Raises CourseError for one that is no TOML."""
    toml, table = read_toml(path, _MOST_BYTES)
    lines = key_lines(toml)
    wrong = ((key, problem) for key, text in table.items() for problem in _wrong(key, text, complete))
    return table, [_located(path, lines, key, problem) for key, problem in wrong]


def _located(path: Path, lines: Mapping[str, int], key: str, problem: str) -> str:
    """Return a problem with the file and the line of its key."""
    if line := line_of(key, lines):
        return on_line(path, line, problem)
    return f"{path}: {problem}"


def _missing(path: Path, keys: Sequence[str], example: Path, *, exists: bool) -> str:
    """Return what to do about texts that are missing."""
    if exists:
        message = _("{path}: missing: {keys}; copy them from {example} and translate them")
    else:
        message = _("{path}: does not exist; copy {example} there and translate these: {keys}")
    return message.format(path=path, keys=", ".join(keys), example=example)


def _wrong(key: str, text: Any, complete: Mapping[str, Text]) -> Iterator[str]:  # noqa: ANN401 - as TOML has it
    """Yield what is wrong with a text of a course's file; ``complete`` has all that there are."""
    if key not in complete:
        yield _("unknown key “{key}”.").format(key=shortened(key)) + nearest(key, complete)
        return
    expected = complete[key]
    if isinstance(text, str):
        yield from _wrong_text(key, text, _placeholders(expected))
    elif not isinstance(text, dict) or (_COUNT not in _placeholders(expected) and isinstance(expected, str)):
        yield _("{key} must be a text in quotes").format(key=key)
    else:
        yield from _wrong_forms(key, text, _placeholders(expected))


def _wrong_forms(key: str, forms: Mapping[str, Any], expected: frozenset[str]) -> Iterator[str]:
    if OTHER not in forms:
        yield _("{key} has no form “{other}”").format(key=key, other=OTHER)
    for form, text in forms.items():
        if form not in _FORMS:
            yield _("{key}: unknown form “{form}”; choose from {forms}").format(
                key=key, form=shortened(form), forms=", ".join(_FORMS)
            )
        elif not isinstance(text, str):
            yield _("{key} must be a text in quotes").format(key=f"{key}.{form}")
        else:
            without = frozenset() if form == OTHER or f"{{{_COUNT}}}" in text else frozenset([_COUNT])
            yield from _wrong_text(f"{key}.{form}", text, expected - without)


def _wrong_text(key: str, text: str, expected: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with one text, which must have the placeholders that the program fills."""
    if len(text) > _MOST_LETTERS:
        yield _("{key} is longer than {most} characters").format(key=key, most=_MOST_LETTERS)
    if control := re.search(_CONTROL, text):
        problem = _("{key} has a character that cannot be printed (U+{code:04X}); delete it")
        yield problem.format(key=key, code=ord(control[0]))
    if not text.strip() and key not in _MAY_BE_EMPTY:
        yield _("{key} is empty").format(key=key)
    if frozenset(_PLACEHOLDER.findall(text)) != expected or re.search("[{}]", _PLACEHOLDER.sub("", text)):
        yield _placeholder_problem(key, expected)
    yield from (problem for check in _CHECKS.get(key, ()) if (problem := check(text)))


def _placeholder_problem(key: str, expected: frozenset[str]) -> str:
    if not expected:
        return _("{key} takes no placeholders; delete the braces").format(key=key)
    names = ", ".join(f"{{{name}}}" for name in sorted(expected))
    return _("{key} needs exactly these placeholders: {names}").format(key=key, names=names)


def _placeholders(text: Text) -> frozenset[str]:
    """Return the placeholders of a text, or of its form for most numbers."""
    return frozenset(_PLACEHOLDER.findall(text if isinstance(text, str) else text[OTHER]))


def _sheet_name_problem(name: str) -> str:
    if len(name) <= _LONGEST_SHEET_NAME and not _NO_SHEET_NAME.search(name):
        return ""
    message = _("{key} is the name of a sheet: at most {most} characters, without [ ] : * ? / \\")
    return message.format(key=_SHEET_NAME, most=_LONGEST_SHEET_NAME)


def _pattern_problem(pattern: str) -> str:
    from babel.dates import parse_pattern

    try:
        parse_pattern(pattern)
    except ValueError as error:
        return _("“{pattern}” is no pattern of a date: {reason}").format(pattern=shortened(pattern), reason=error)
    return ""


_CHECKS: Mapping[str, Sequence[Callable[[str], str]]] = {
    _SHEET_NAME: (_sheet_name_problem,),
    **dict.fromkeys([*(DATES - {"moment"}), "date_heading", "day_and_month"], (_pattern_problem,)),
}
