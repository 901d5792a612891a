"""What Tab offers for each value; the shells themselves are run by ``test_shells``."""

from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from tests.helpers.course import HEAD, page_of
from worksheets.cli import completing
from worksheets.cli.commands import main
from worksheets.people.fields import NUMBER
from worksheets.people.names import FIRST_NAME, LAST_NAME


def offered(*words: str) -> list[str]:
    """Return what is offered in place of the last word of a command line."""
    *before, last = words
    items = ShellComplete(main, {}, "worksheets", "_WORKSHEETS_COMPLETE").get_completions(before, last)
    return [item.value if item.type == "plain" else item.type for item in items]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["blank", "--course", "ty"], ["tyoelaman-verkostot", "dir"]),
        (["blank", "--course", "x"], ["dir"]),
        (["blank", "--layout", ""], ["handout", "slides"]),
        (["blank", "--layout", "sl"], ["slides"]),
        (["blank", "--theme", ""], ["mustavalko", "verkosto"]),
        (["blank", "--pages", "kum"], ["kumppanuus-1", "kumppanuus-2", "kumppanuus-3"]),
        (["blank", "--pages", "kansi,tuki"], ["kansi,tukiverkosto"]),
        (["blank", "--pages", "kansi,kan"], []),
        (["blank", "--set", "k"], ["kurssi=", "kouluttaja="]),
        (["blank", "--set", "nimi"], []),
        (["blank", "--set", "aika=1"], []),
        (["blank", "--output", "x"], ["file"]),
        (["collect", "--output", "x"], ["file"]),
        (["collect", "x"], ["file"]),
        (["check", "x", "--map", "Sposti"], []),
        (["check", "x", "--map", "Sposti=sa"], ["Sposti=sahkoposti", "Sposti=salasana"]),
        (["check", "x", "--map", "a=b=ryh"], ["a=b=ryhma"]),
        (["packet", "x", "--sort", "sa"], ["sahkoposti"]),
        (["packet", "x", "--sort", "n"], ["nimi", "n"]),
        (["packet", "x", "--sort", "om"], ["omat-verkostot."]),
        (["packet", "x", "--sort", "omat-verkostot."], [f"omat-verkostot.{row}." for row in range(1, 6)]),
        (["packet", "x", "--sort", "omat-verkostot.60.n"], ["omat-verkostot.60.nimi"]),
        (["packet", "x", "--sort", "omat-verkostot.61."], []),
        (["packet", "x", "--sort", "omat-verkostot.9999999999."], []),
        (["packet", "x", "--sort", "omat-verkostot.1.nimi."], []),
        (["packet", "x", "--sort", "nimi."], []),
        (["packet", "x", "--group-by", "verkostokartta.kontaktit.2.a"], ["verkostokartta.kontaktit.2.apu"]),
        (["packet", "x", "--only", "ryh"], ["ryhma="]),
        (["packet", "x", "--only", "verkostokartta.k"], ["verkostokartta.kontaktit."]),
        (["packet", "x", "--only", "ryhma=A"], []),
        (["packet", "x", "--name", "{n:02} {ry"], ["{n:02} {ryhma}"]),
        (["packet", "x", "--name", "{n"], ["{n:02}", "{nimi}"]),
        (["packet", "x", "--name", "{tuki"], ["{tukiverkosto."]),
        (["packet", "x", "--name", "{nimi}"], []),
        (["packet", "x", "--name", "ryhma"], []),
        (["packet", "x", "--with", "b"], ["badge"]),
        (["packet", "x", "--with", "attendance,ba"], ["attendance,badge"]),
        (["packet", "x", "--with", "badge,ba"], []),
        (["packet", "x", "--with", "badge,label:L716"], [f"badge,label:L716{number}" for number in "012345"]),
        (["cards", "x", "--as", "label:L716"], [f"label:L716{number}" for number in "012345"]),
        (["cards", "x", "--as", "t"], ["tent"]),
        (["new", "p"], ["participant"]),
        (["new", "course", "x", "--language", "s"], ["sv"]),
        (["watch", "tyoelaman-verkostot", "--layout", "s"], ["slides"]),
        (["completion", "p"], ["powershell"]),
    ],
)
def test_values_are_offered(words: list[str], values: list[str]) -> None:
    assert offered(*words) == values


def test_the_course_of_the_command_line_counts(tmp_path: Path) -> None:
    course = page_of(tmp_path / "kurssi", HEAD)
    assert offered("blank", "--course", str(course.folder), "--pages", "") == list(course.pages)


@pytest.mark.parametrize("option", ["--pages", "--layout", "--set", "--map", "--sort", "--only", "--name"])
def test_without_a_course_nothing_is_offered(option: str, tmp_path: Path) -> None:
    assert offered("packet", "x", "--course", str(tmp_path), option, "=" if option == "--map" else "") == []


def test_the_fields_of_lists_are_offered() -> None:
    assert completing.OF_A_LIST == (NUMBER, FIRST_NAME, LAST_NAME)


def test_every_option_with_a_value_of_ours_is_completed() -> None:
    """Only texts that nobody can know are left to the user."""
    options = {
        (name, option.opts[-1])
        for name, command in main.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.is_flag and option.type is click.STRING
    }
    left = {option for name, option in options if not offered(name, option, "") and not offered(name, option, "x=")}
    assert len(options) > 40
    left -= {"--contact-hours", "--hours", "--topic"}  # Of a certificate.
    assert left == {"--dates", "--password", "--tab", "--only-name", "--rows", "--scheduler", "--title"}
