"""``-q`` and ``-v`` before or after the command's name, and how much is printed with them."""

import pytest
from click.testing import CliRunner

from tests.helpers.command_line import command_line
from worksheets.api import people_left_out
from worksheets.cli.commands import main
from worksheets.cli.lines import print_closing, print_nothing_written, print_problems
from worksheets.cli.verbosity import Verbosity, verbosity


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Verbosity.NORMAL),
        (["-q"], Verbosity.QUIET),
        (["--quiet"], Verbosity.QUIET),
        (["-v"], Verbosity.VERBOSE),
        (["--verbose", "-v"], Verbosity.VERBOSE),
    ],
)
def test_a_command_knows_how_much_it_prints(words: list[str], expected: Verbosity) -> None:
    with command_line(*words):
        assert verbosity() is expected
    assert verbosity() is Verbosity.NORMAL


@pytest.mark.parametrize("words", [["-v", "schema"], ["schema", "-v"], ["-v", "schema", "--verbose"]])
def test_the_option_may_stand_before_the_command_or_after_it(words: list[str]) -> None:
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, result.stderr.endswith(" seconds.\n")) == (0, True)


@pytest.mark.parametrize("words", [["-q", "schema", "-v"], ["schema", "-v", "-q"]])
def test_both_contradict_each_other(words: list[str]) -> None:
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "-q and -v contradict each other; leave one of them out" in result.stderr


def test_every_command_takes_both() -> None:
    for name, command in main.commands.items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"-q", "--quiet", "-v", "--verbose"} <= options, name


def test_a_quiet_command_prints_no_closing_line_but_problems(capsys: pytest.CaptureFixture[str]) -> None:
    with command_line("-q"):
        print_closing("6 handouts made.")
        print_nothing_written()
        print_problems(["ryhma.csv: wrong"])
    assert capsys.readouterr().err == "ryhma.csv: wrong\n"


def test_a_closing_line_has_no_empty_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    print_closing("Printed.", "", people_left_out(2))
    print_closing("", people_left_out(0))
    assert capsys.readouterr().err == "Printed. 2 people were left out, see above.\n"


def test_of_very_many_problems_the_first_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems(f"row {number}: wrong" for number in range(100))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "row 0: wrong"
    assert lines[-1] == "… and 60 more"
