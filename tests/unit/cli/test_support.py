"""The commands for support: what an installation is, and completion in the shell."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from worksheets import __version__, api
from worksheets.cli import shells
from worksheets.cli.commands import main
from worksheets.text.scripts import Script

HEALTHY = api.Diagnosis(
    version=__version__,
    python="3.11.2 (CPython)",
    system="Debian GNU/Linux 12 (bookworm), Linux 6.1, x86_64",
    libraries=(api.Library("Pango", "1.50.12"), api.Library("xlrd", "")),
    scripts=(Script("Latin", is_covered=True), Script("Korean", is_covered=False)),
    masters=api.KeptMasters(3, 2_500_000, Path.home() / ".cache" / "worksheets" / "masters", 4),
    temporary_folder=Path("/tmp"),  # noqa: S108 - nothing is written there
    styles_folder=Path("/opt/styles"),
    language="fi",
    language_setting="LANG=fi_FI.UTF-8",
    encoding="UTF-8",
    problems=(),
    hints=("To print names in more scripts, install more fonts: pip install manimgx-fonts",),
)
ILL = replace(HEALTHY, problems=("Pango cannot be loaded here.\nTo get Pango, type:\n    sudo true",))


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def diagnosis(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "doctor", lambda: request.param)


@pytest.mark.parametrize("diagnosis", [HEALTHY], indirect=True)
@pytest.mark.usefixtures("diagnosis")
def test_what_is_well_is_listed() -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"worksheets       {__version__}",
        "Python           3.11.2 (CPython)",
        "system           Debian GNU/Linux 12 (bookworm), Linux 6.1, x86_64",
        "Pango            1.50.12",
        "xlrd             missing",
        "fonts for        Latin",
        "no fonts for     Korean",
        "masters          3 kept (3 MB); shipped ones in 4 files",
        f"masters in       {Path('~', '.cache', 'worksheets', 'masters')}",
        f"temporary files  {HEALTHY.temporary_folder}",
        f"style sheets     {HEALTHY.styles_folder}",
        "language         fi (LANG=fi_FI.UTF-8)",
        "terminal         UTF-8",
        "",
        "Everything that is needed is here.",
        *HEALTHY.hints,
    ]


@pytest.mark.parametrize("diagnosis", [ILL], indirect=True)
@pytest.mark.usefixtures("diagnosis")
def test_what_is_missing_is_told_with_its_cure() -> None:
    result = run("doctor")
    assert result.exit_code == 1
    assert result.stdout.endswith(
        "\n\nErrors to fix:\nPango cannot be loaded here.\nTo get Pango, type:\n    sudo true\n"
        + HEALTHY.hints[0]
        + "\n"
    )


@pytest.mark.parametrize("diagnosis", [ILL], indirect=True)
@pytest.mark.usefixtures("diagnosis")
def test_programs_get_the_same_as_json() -> None:
    result = run("doctor", "--json")
    assert result.exit_code == 1
    tree = json.loads(result.stdout)
    assert (tree["worksheets"], tree["can_print"], tree["problems"]) == (__version__, False, list(ILL.problems))
    assert tree["libraries"] == {"Pango": "1.50.12", "xlrd": None}
    assert tree["scripts"] == {"Latin": True, "Korean": False}
    assert tree["masters"] == {"count": 3, "bytes": 2_500_000, "shipped": 4}
    assert tree["folders"]["masters"].startswith("~"), "the user's name is not in it"


def test_this_machine_can_print() -> None:
    """The command as it is, with the real typesetter."""
    command = [sys.executable, "-P", "-m", "worksheets", "doctor", "--json"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    assert json.loads(result.stdout)["libraries"]["Pango"][:2] == "1."


@pytest.mark.parametrize("shell", shells.NAMES)
def test_there_is_a_script_for_each_shell(shell: str) -> None:
    script = run("completion", shell).stdout
    assert "_WORKSHEETS_COMPLETE" in script
    assert f"{shell}_complete" in script


def test_help_says_how_to_install_it() -> None:
    lines = run("completion", "--help").stdout.splitlines()
    assert '  bash        eval "$(worksheets completion bash)" # ~/.bashrc' in lines
    for shell in shells.NAMES:
        assert any(line.split()[:1] == [shell] and f"worksheets completion {shell}" in line for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("diagnosis", [ILL], indirect=True)
@pytest.mark.usefixtures("diagnosis")
def test_a_quiet_doctor_says_what_is_missing() -> None:
    assert run("doctor", "-q").stdout.startswith("Errors to fix:\n")
