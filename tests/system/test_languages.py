"""The command in Finnish and in Swedish: its help, what it says at its end, and what it says of mistakes."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from tests.helpers.catalogues import forms
from tests.helpers.course import ROOT
from tools import translations
from worksheets import messages
from worksheets.cli.commands import main

WORD = re.compile(r"[^\W\d_]{3,}")
GROUP = str(ROOT / "examples" / "ryhma.yaml")
NAMES = re.compile(
    r"worksheets completion [^\n]*|--?[\w-]+|\S*[/\\]\S*|\S+\.(?:xlsx?|ods|csv|yaml|toml|pdf|png|css|j2)\b|\.\w+|"
    r"“[^”]*”|”[^”]*”|'[^']*'|\"[^\"]*\"|`[^`]*`|\w+=\S+|\[[^\]]*\]|\{[^}]*\}"
)
"""What is the same in every language: options, paths, names of files, what is quoted, and alternatives to type."""


@pytest.fixture(params=translations.LANGUAGES)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Speak a language as ``cli.program`` does it."""
    code = str(request.param)
    monkeypatch.setenv(messages.VARIABLE, code)
    monkeypatch.setenv("LANGUAGE", code)
    before = gettext.textdomain()
    gettext.bindtextdomain(messages.DOMAIN, str(messages.FOLDER))
    gettext.textdomain(messages.DOMAIN)
    yield code
    gettext.textdomain(before)


def english_words(language: str) -> set[str]:
    """Return the words of the English messages that no translation has: the names of commands, formats and the like."""
    english, others = set(), set()
    for message in translations.read(language):
        for text in forms(message.id):
            english |= {word.lower() for word in WORD.findall(NAMES.sub(" ", text))}
        for text in forms(message.string):
            others |= {word.lower() for word in WORD.findall(text)}
    return english - others - {name for path in commands(main) for name in path} - KINDS


def english_in(text: str, language: str) -> list[str]:
    """Return the English words of what is printed, with the lines that they stand in."""
    words = english_words(language)
    return [
        f"{word}: {line}"
        for line in text.splitlines()
        for word in WORD.findall(NAMES.sub(" ", line))
        if word.lower() in words
    ]


KINDS = {"cover", "slide", "exercise", "quote", "screen", "bash", "zsh", "fish", "powershell"}
"""The kinds of pages, of slides and of shells, which are names, as those of commands are."""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if not command.hidden:
            yield (*path, name)
            if isinstance(command, click.Group):
                yield from commands(command, (*path, name))


def run(*arguments: str, text: str | None = None) -> tuple[int, str]:
    """Return the exit code of the command and all that it prints."""
    result = CliRunner().invoke(main, arguments, text, prog_name="worksheets", env={"COLUMNS": "80"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


ONE_LANGUAGE = pytest.mark.parametrize("language", ["fi", pytest.param("sv", marks=pytest.mark.long)], indirect=True)
"""A text that is not translated shows in any language; whether a catalogue lacks one, ``test_translations`` sees."""


@ONE_LANGUAGE
def test_no_help_is_in_english(language: str) -> None:
    texts = [run("--help")[1], *(run(*path, "--help")[1] for path in commands(main))]
    assert [line for text in texts for line in english_in(text, language)] == []
    assert "..." not in "".join(texts).replace("]...", "")


@pytest.mark.usefixtures("language")
def test_each_command_has_one_line() -> None:
    text = run("--help")[1]
    lines = text.splitlines()
    for (name,) in (path for path in commands(main) if len(path) == 1):
        (index,) = [index for index, line in enumerate(lines) if line.startswith(f"  {name} ")]
        assert not "".join(lines[index + 1 : index + 2]).startswith("    "), name


MISTAKES: dict[str, list[str]] = {
    "no command": [],
    "a command that is none": ["blnk"],
    "an option that is none": ["blank", "--layot", "slides"],
    "no argument": ["packet"],
    "a value that is none": ["blank", "--format", "gif"],
    "a number that is none": ["packet", GROUP, "--jobs", "monta"],
    "a page that is none": ["blank", "--pages", "kansi,tukiverkko"],
    "a page number that is none": ["blank", "--pages", "1,77"],
    "a layout that is none": ["blank", "--layout", "kalvot"],
    "a course that is none": ["blank", "--course", "verkostot"],
    "a field that is none": ["blank", "--set", "kouluttja=Kalle"],
    "a pair that is none": ["blank", "--set", "Kalle"],
    "a participant's file that is none": ["fill", "aino.yaml"],
    "a participant's file with mistakes": ["fill", "virheet.yaml"],
    "a file that is no YAML": ["fill", "rikki.yaml"],
    "a list as a participant": ["fill", GROUP],
    "a list that is none": ["check", "ryhma.xlsx"],
    "a list with mistakes": ["check", "virheet.xlsx"],
    "a list with mistakes, to be printed": ["packet", "virheet.xlsx", "-o", "ulos", "--no-print-file"],
    "a list without names": ["check", "nimetta.csv"],
    "a heading for nothing": ["check", "virheet.xlsx", "--map", "Nimi=nimmi"],
    "a person that is none": ["packet", GROUP, "--only-name", "Aino Esimerki"],
    "rows that are none": ["packet", GROUP, "--rows", "1-99"],
    "a condition that is none": ["packet", GROUP, "--only", "ryhma"],
    "a name that is no pattern": ["packet", GROUP, "--name", "{n:x} {nimmi}"],
    "nothing to print": ["packet", GROUP, "--no-separate", "--no-print-file"],
    "a file that exists": ["new", "participant", "virheet.yaml"],
    "an ending that is none": ["new", "roster", "ryhma.doc"],
    "a PDF with another ending": ["blank", "-o", "moniste.docx"],
    "forms that are none": ["collect", "rikki.pdf"],
    "a folder without forms": ["collect", "tyhja"],
    "a password for pictures": ["blank", "--format", "png", "--password", "x"],
    "a resolution for a PDF": ["blank", "--dpi", "300"],
}


USAGE = {
    "no command",
    "a command that is none",
    "an option that is none",
    "no argument",
    "a value that is none",
    "a number that is none",
    "a password for pictures",
    "a resolution for a PDF",
    "nothing to print",
}
"""The mistakes of which the exit code is 2, and not 1; in every language."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with files that have mistakes in them."""
    monkeypatch.chdir(tmp_path)
    Path("virheet.yaml").write_text(
        "nimi: Aino Esimerkki\nryhmä: A\ntukiverkosto:\n  esimes: x\nkurssi: [a, b]\n", "utf-8"
    )
    Path("rikki.yaml").write_text('nimi: "Aino\n  - x: [', "utf-8")
    Path("nimetta.csv").write_text("Ruokavalio;Puhelin\nvege;040 123\n", "utf-8")
    Path("rikki.pdf").write_bytes(b"not a form")
    Path("tyhja").mkdir()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Nimi", "Ryhmä", "Ryhma", "Tukiverkosto: Esimiehlta", "Vapaa sana"],
        ["Aino Esimerkki", "A", "B", "x" * 3000, ""],
        ["", "B", "", "y", "#N/A"],
        ["Ville Mallikas", "R" * 201, "", "MÃ¤ki", ""],
        ["Yhteensä 2", "", "", "", ""],
    ):
        sheet.append(row)
    book.save("virheet.xlsx")
    return tmp_path


@ONE_LANGUAGE
@pytest.mark.usefixtures("folder")
def test_no_mistake_is_told_in_english(language: str) -> None:
    outputs = {mistake: run(*arguments) for mistake, arguments in MISTAKES.items()}
    assert [mistake for mistake, (code, _text) in outputs.items() if code != (2 if mistake in USAGE else 1)] == []
    assert [
        f"{mistake}: {line}" for mistake, (_code, text) in outputs.items() for line in english_in(text, language)
    ] == []


@ONE_LANGUAGE
@pytest.mark.usefixtures("folder", "language")
def test_the_data_for_programs_are_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [("check", "virheet.xlsx", "--json"), ("schema",)]
    outputs = [run(*call)[1] for call in calls]
    monkeypatch.setenv(messages.VARIABLE, "en")
    assert [run(*call)[1] for call in calls] == outputs


@ONE_LANGUAGE
@pytest.mark.usefixtures("folder")
def test_what_goes_well_is_told_in_the_language(language: str) -> None:
    """The last line of each command says what to do, in words."""
    outputs = [
        run("check", GROUP),
        run("pages"),
        run("new", "roster", "uusi.csv"),
        run("packet", GROUP, "-o", "paketti", "--rows", "1-3", "--verbose"),
        run("summary", GROUP, "-o", "yhteenveto.pdf"),
    ]
    assert [code for code, _text in outputs] == [0] * len(outputs)
    assert [line for _code, text in outputs for line in english_in(text, language)] == []
