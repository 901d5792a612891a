"""The language of messages and help texts: English in the source, Finnish and Swedish from gettext's catalogues.

A message is translated when it is made. What is kept for later, in a table or an enumeration, is ``marked``, and goes
through ``_`` when it is shown. The language of what is printed on paper is the course's, and has nothing to do with
this one. ``tools/translations.py`` extracts, updates and compiles the catalogues.
"""

import gettext
import locale
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

LANGUAGES = ("en", "fi", "sv")
"""The languages of messages, by their codes in ISO 639; the first is the source's."""
VARIABLE = "WORKSHEETS_LANG"
"""The environment variable that chooses the language before the system's settings do."""
FOLDER = Path(__file__).parent / "locale"
"""The folder of the catalogues."""
DOMAIN = "worksheets"
"""The name of the catalogues' files."""
STARTED_AS = "WORKSHEETS_STARTED_AS"
"""The environment variable by which ``./run`` gives its own name, for the commands that messages tell to type."""

_LANGUAGE_AT_START = os.environ.get("LANGUAGE", "")

_current: ContextVar[str] = ContextVar("language")
_catalogues: dict[str, gettext.NullTranslations] = {}


def _(message: str) -> str:
    """Return a message in the current language."""
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a message for a number, in the current language; ``{count}`` in it is still to be filled."""
    return _catalogue().ngettext(singular, plural, count)


def marked(message: str) -> str:
    """Return a message as it is, for the catalogues to find; whoever shows it calls ``_`` with it."""
    return message


def typed(*words: str) -> str:
    """Return a command of this program as it is typed at a prompt, after the name by which the program was started.

    What has more in it than a name is in quotes, so that any shell takes it as one word.
    """
    command = (os.environ.get(STARTED_AS, "worksheets"), *words)
    return " ".join(word if re.fullmatch(r"[\w./\\:=~-]+", word) else f'"{word}"' for word in command)


def language() -> str:
    """Return the current language: that of the context, otherwise the system's; one of LANGUAGES."""
    try:
        return _current.get()
    except LookupError:
        return system_language()


def decimal(number: float) -> str:
    """Return a number with one decimal, after the mark of the current language."""
    text = f"{number:.1f}"
    return text if language() == "en" else text.replace(".", ",")


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Make messages in this context in a language, one of LANGUAGES; also those of processes that are called in it."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)


def system_language() -> str:
    """Return the language that WORKSHEETS_LANG names, or else the system's settings; English if it is another."""
    first = next((value[:2].lower() for _name, value in _settings() if value), "")
    return first if first in LANGUAGES else LANGUAGES[0]


def chosen_language() -> str:
    """Return the language that WORKSHEETS_LANG names; empty if it names none of LANGUAGES."""
    code = os.environ.get(VARIABLE, "")[:2].lower()
    return code if code in LANGUAGES else ""


def system_setting() -> str:
    """Return what chooses the language, such as ``LANG=fi_FI.UTF-8``; empty if nothing does.

    ``LANGUAGE`` is as it was when the program started: the command sets it for Click's and Python's own words.
    """
    settings = ((name, _LANGUAGE_AT_START if name == "LANGUAGE" else value) for name, value in _settings())
    return next((f"{name}={value}" for name, value in settings if value), "")


def _settings() -> Iterator[tuple[str, str]]:
    """Yield what may choose the language, with its value, in the order in which gettext looks at it."""
    yield VARIABLE, os.environ.get(VARIABLE, "")
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if name := os.environ.get(variable, ""):
            # LANGUAGE is a list of preferences; gettext ignores it, too, where the locale is C.
            if name.partition(".")[0] not in {"C", "POSIX"} and (first := os.environ.get("LANGUAGE", "")):
                yield "LANGUAGE", first
            yield variable, name
    if sys.platform == "win32":
        import ctypes

        yield "Windows", locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    elif sys.platform == "darwin":
        yield "macOS", locale.getlocale()[0] or ""


def _catalogue() -> gettext.NullTranslations:
    code = language()
    if code not in _catalogues:
        _catalogues[code] = gettext.translation(DOMAIN, FOLDER, [code], fallback=True)
    return _catalogues[code]
