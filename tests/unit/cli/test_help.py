"""Help is in the user's language, in groups, and nothing of it is cut."""

import gettext
import re
from collections.abc import Iterator

import click
import pytest
from babel.messages.extract import extract_from_dir
from click.testing import CliRunner

from worksheets.cli.commands import main
from worksheets.cli.translated import Argument, Command, Option
from worksheets.messages import LANGUAGES, in_language
from worksheets.resources import PACKAGE

COMMANDS = [(), *((name,) for name in sorted(main.commands))]
EACH_COMMAND = pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "worksheets")
KEYWORDS = {"_": None, "marked": None}


class Bracketing(gettext.NullTranslations):
    """A language in which every message has brackets around it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.fixture(scope="module")
def marked_texts() -> set[str]:
    """Return the texts of the command line that the catalogues get."""
    found = extract_from_dir(PACKAGE / "cli", [("**.py", "python")], keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}


def commands() -> Iterator[click.Command]:
    yield main
    yield from main.commands.values()


def parameters() -> Iterator[tuple[str, click.Parameter]]:
    """Yield the parameters that help shows, each with a name for the messages of tests."""
    for command in commands():
        for parameter in command.params:
            if not getattr(parameter, "hidden", False):
                yield f"{command.name} {parameter.opts[0]}", parameter


def texts_of(parameter: click.Parameter) -> Iterator[str]:
    """Yield what help shows of a parameter."""
    yield getattr(parameter, "help", None) or ""
    yield parameter.metavar or ""
    yield getattr(parameter, "default_words", "")


def has_words(text: str) -> bool:
    return re.search("[a-zA-Z]", text) is not None


def help_of(*words: str) -> str:
    result = CliRunner().invoke(main, [*words, "--help"], env={"COLUMNS": "80"})
    assert result.exit_code == 0
    return result.stdout


def test_every_command_says_in_a_marked_text_what_it_does(marked_texts: set[str]) -> None:
    for command in commands():
        assert isinstance(command, Command), command.name
        assert command.help in marked_texts, command.name
        assert not command.details or command.details in marked_texts, command.name


def test_every_text_of_a_parameter_is_marked(marked_texts: set[str]) -> None:
    unmarked = {
        name: text
        for name, parameter in parameters()
        for text in texts_of(parameter)
        if has_words(text) and text not in marked_texts
    }
    assert unmarked == {}


def test_every_parameter_translates_its_texts() -> None:
    untranslated = [name for name, parameter in parameters() if not isinstance(parameter, Option | Argument)]
    assert untranslated == []
    unexplained = [name for name, parameter in parameters() if isinstance(parameter, Option) and not parameter.help]
    assert unexplained == []


def test_no_value_is_called_by_its_type() -> None:
    """Click would call it TEXT or INTEGER RANGE, in English."""
    unnamed = [
        name
        for name, parameter in parameters()
        if not parameter.metavar
        and not isinstance(parameter.type, click.Choice)
        and not getattr(parameter, "is_flag", False)
    ]
    assert unnamed == []


@EACH_COMMAND
def test_help_is_translated_when_it_is_shown(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.messages._catalogues", {"sv": Bracketing()})
    with in_language("sv"):
        shown = " ".join(help_of(*words).split())
    command = main.commands[words[0]] if words else main
    texts = [command.help or ""]
    for parameter in command.params:
        if not getattr(parameter, "hidden", False):
            texts += filter(has_words, texts_of(parameter))
    assert [text for text in texts if f"⟦{' '.join(text.split())}⟧" not in shown] == []
    assert "⟦[OPTIONS]⟧" in shown


@EACH_COMMAND
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_help_is_cut(words: tuple[str, ...], language: str) -> None:
    with in_language(language):
        usage, *lines = help_of(*words).splitlines()
    assert [line for line in lines if "..." in line] == []
    assert [line for line in (usage, *lines) if len(line) > 80] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_has_one_line(language: str) -> None:
    with in_language(language):
        lines = [line.strip() for line in help_of().splitlines()]
        for name, command in main.commands.items():
            assert f"{name.ljust(max(map(len, main.commands)))}  {command.get_short_help_str()}" in lines


def test_commands_are_in_groups() -> None:
    shown = help_of()
    headings = [shown.index(f"\n{heading}:\n") for heading in ("Options", "Make", "Lists and forms", "Courses")]
    assert headings == sorted(headings)
    names = ("blank", "fill", "packet", "summary", "new", "check", "collect", "schema", "watch", "pages")
    places = [shown.index(f"\n  {name} ") for name in names]
    assert places == sorted(places)


def test_a_command_of_no_group_comes_last() -> None:
    group = type(main)("worksheets", commands={name: Command(name) for name in ("blank", "doctor")})
    shown = CliRunner().invoke(group, ["--help"]).stdout
    assert shown.index("Make:") < shown.index("  blank") < shown.index("Other:") < shown.index("  doctor")


def test_defaults_are_said() -> None:
    shown = " ".join(help_of("packet").split())
    for words in ("handout", "all pages", "the list's order", "one for each core", "output/ and the list's name"):
        assert f"[default: {words}]" in shown
