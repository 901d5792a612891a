"""``./run`` makes a new environment in a folder that was copied, renamed or left half done; says what to install.

A script in Python's place makes the environments here, with a program that has its folder's path in it, as pip does.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.helpers.course import ROOT
from worksheets.messages import STARTED_AS

PYTHON = """#!/usr/bin/env bash
set -euo pipefail
case "$*" in
  "-c "*ctypes*)
    printf '%s\\n' ${MISSING:-}
    ;;
  "-m venv .venv")
    mkdir -p .venv/bin
    cp "$SCRIPT" "$PWD/.venv/bin/python"
    echo "venv $PWD" >>"$LOG"
    ;;
  "-m pip install "*" -e .")
    for program in worksheets ruff mypy lint-imports pytest; do
      printf '#!/usr/bin/env bash\\necho "%s of %s $*"\\n' $program "$PWD" >.venv/bin/$program
      chmod +x .venv/bin/$program
    done
    echo "pip $0 $PWD" >>"$LOG"
    ;;
esac
"""


class Checkout:
    """A folder with ``run`` and the files that it reads."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.log = home / "log"
        self.python = home / "python"
        self.python.write_text(PYTHON, "utf-8")
        self.python.chmod(0o755)
        self.programs = home / "with a browser"
        self.programs.mkdir(exist_ok=True)
        add(self.programs, "chromium")

    def run(self, *words: str) -> str:
        self.log.write_text("", "utf-8")
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        names = {"PYTHON": str(self.python), "SCRIPT": str(self.python), "LOG": str(self.log), "PATH": path}
        result = subprocess.run(
            ["./run", *words], cwd=self.folder, env={**os.environ, **names}, check=True, capture_output=True, text=True
        )
        return result.stdout

    @property
    def done(self) -> list[str]:
        """What the script in Python's place was asked for in the last run."""
        return self.log.read_text("utf-8").splitlines()

    @property
    def set_up(self) -> list[str]:
        """What a complete set-up asks for."""
        return [f"venv {self.folder}", f"pip .venv/bin/python {self.folder}"]

    def refusal(
        self, programs: Path, missing: str, python: str = "", language: str = "", command: str = "pages"
    ) -> str:
        """Return what is said where these libraries are missing, and where there are these programs only."""
        names = {"PYTHON": python or str(self.python), "MISSING": missing, "PATH": str(programs), "LANG": language}
        result = subprocess.run(
            ["/bin/bash", "./run", command], cwd=self.folder, env=names, check=False, capture_output=True, text=True
        )
        assert result.returncode == 1
        assert result.stdout == ""
        return result.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a folder"
    (folder / "requirements").mkdir(parents=True)
    catalogue = "worksheets/locale/fi/LC_MESSAGES/worksheets.po"
    (folder / catalogue).parent.mkdir(parents=True)
    for name in ("run", "pyproject.toml", "requirements/packet.txt", "requirements/test.txt", catalogue):
        shutil.copy(ROOT / name, folder / name)
    for name in ("compose", "course", "master", "merge", "pdf", "text"):
        (folder / "worksheets" / name).mkdir()
    for name in ("templates", "styles", "tools"):
        (folder / name).mkdir()
    (folder / "tools" / "build_masters.py").touch()
    return Checkout(folder, tmp_path)


def test_a_second_run_sets_nothing_up(checkout: Checkout) -> None:
    assert checkout.run("pages") == f"worksheets of {checkout.folder} pages\n"
    assert checkout.done == checkout.set_up
    assert checkout.run("pages") == f"worksheets of {checkout.folder} pages\n"
    assert checkout.done == []


def test_it_gives_its_name_to_the_program(checkout: Checkout) -> None:
    checkout.run("pages")
    program = checkout.folder / ".venv" / "bin" / "worksheets"
    program.write_text(f"#!/usr/bin/env bash\necho ${STARTED_AS}\n", "utf-8")
    assert checkout.run("pages") == "./run\n"


def test_a_copy_gets_an_environment_of_its_own(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("pages")
    before = {path: path.read_bytes() for path in checkout.folder.rglob("*") if path.is_file()}
    copy = Checkout(tmp_path / "copy", tmp_path)
    shutil.copytree(checkout.folder, copy.folder, symlinks=True)
    assert copy.run("pages") == f"worksheets of {copy.folder} pages\n"
    assert copy.done == copy.set_up
    assert {path: path.read_bytes() for path in checkout.folder.rglob("*") if path.is_file()} == before
    shutil.rmtree(copy.folder)
    assert checkout.run("pages") == f"worksheets of {checkout.folder} pages\n"
    assert checkout.done == []


def test_a_renamed_folder_gets_an_environment_anew(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("pages")
    renamed = Checkout(checkout.folder.rename(tmp_path / "renamed"), tmp_path)
    assert renamed.run("pages") == f"worksheets of {renamed.folder} pages\n"
    assert renamed.done == renamed.set_up


def test_a_link_to_the_folder_is_the_folder(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("pages")
    (tmp_path / "link").symlink_to(checkout.folder)
    linked = Checkout(tmp_path / "link", tmp_path)
    assert linked.run("pages") == f"worksheets of {checkout.folder} pages\n"
    assert linked.done == []


@pytest.mark.parametrize("lost", ["owner", "bin/python"])
def test_an_environment_that_is_not_whole_is_made_anew(checkout: Checkout, lost: str) -> None:
    checkout.run("pages")
    (checkout.folder / ".venv" / lost).unlink()
    checkout.run("pages")
    assert checkout.done == checkout.set_up


def test_another_version_of_python_gets_an_environment_anew(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("pages")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.rename(tmp_path / "python3.99")
    python.symlink_to(tmp_path / "python3.99")
    checkout.run("pages")
    assert checkout.done == checkout.set_up


def test_new_requirements_are_installed_into_the_same_environment(checkout: Checkout) -> None:
    checkout.run("pages")
    (checkout.folder / "pyproject.toml").write_text("", "utf-8")
    checkout.run("pages")
    assert checkout.done == checkout.set_up[1:]


LIBRARIES = "pango-1.0 pangoft2-1.0 harfbuzz-subset"
INSTALL = {
    ("dnf", "sudo"): "sudo dnf install harfbuzz pango",
    ("pacman", "sudo"): "sudo pacman -S --needed harfbuzz pango",
    ("apk", "doas"): "doas apk add harfbuzz-subset pango",
    ("brew", "sudo"): "brew install harfbuzz pango",
    ("apt-get",): "apt-get install libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0",
}


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a folder with the programs that ``run`` needs, and no more."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("bash", "cat", "cksum", "dirname", "sort"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def add(folder: Path, *names: str) -> None:
    """Put programs into a folder that do nothing."""
    for name in names:
        (folder / name).write_text("#!/bin/bash\n", "utf-8")
        (folder / name).chmod(0o755)


def without_root(checkout: Checkout) -> None:
    """Make ``run`` take its user for one who is not root; Bash lets nobody set EUID."""
    script = checkout.folder / "run"
    text = script.read_text("utf-8").replace("EUID", "USER_NUMBER")
    script.write_text(text.replace("set -euo pipefail", "set -euo pipefail\nUSER_NUMBER=7"), "utf-8")


@pytest.mark.parametrize("names", INSTALL, ids=" ".join)
def test_where_a_library_is_missing_the_whole_command_is_named(
    checkout: Checkout, programs: Path, names: tuple[str, ...]
) -> None:
    without_root(checkout)
    add(programs, *names)
    assert checkout.refusal(programs, LIBRARIES) == (
        f"Missing here: {LIBRARIES}\nInstall what is missing, then run this again:\n  {INSTALL[names]}\n"
    )


@pytest.mark.parametrize(
    ("language", "missing", "cure"),
    [
        ("fi_FI.UTF-8", "Tästä koneesta puuttuu", "Asenna, mitä puuttuu, ja anna sitten sama komento:"),
        ("sv", "Det här saknas", "Installera det som saknas, och kör sedan det här igen:"),
        ("de_DE", "Missing here", "Install what is missing, then run this again:"),
    ],
)
def test_it_speaks_the_users_language(
    checkout: Checkout, programs: Path, language: str, missing: str, cure: str
) -> None:
    add(programs, "dnf")
    lines = checkout.refusal(programs, "venv", language=language).splitlines()
    assert lines[:2] == [f"{missing}: venv", cure]
    assert lines[2].endswith("dnf install python3")


def test_only_what_is_missing_is_named(checkout: Checkout, programs: Path) -> None:
    add(programs, "dnf")
    assert checkout.refusal(programs, "harfbuzz-subset venv").endswith("dnf install harfbuzz python3\n")


def test_where_there_is_no_browser_the_tests_ask_for_one(checkout: Checkout, programs: Path) -> None:
    without_root(checkout)
    add(programs, "dnf", "sudo")
    (programs / "readlink").symlink_to(str(shutil.which("readlink")))
    checkout.run("test")
    assert checkout.refusal(programs, "", command="test").endswith("sudo dnf install chromium\n")


def test_where_no_package_manager_is_known_the_libraries_are_named(checkout: Checkout, programs: Path) -> None:
    lines = checkout.refusal(programs, LIBRARIES).splitlines()
    assert lines[0] == f"Missing here: {LIBRARIES}"
    assert lines[1].startswith("Install Pango (with pangoft2), HarfBuzz (with harfbuzz-subset)")


def test_where_there_is_no_python_that_is_said(checkout: Checkout, programs: Path) -> None:
    assert checkout.refusal(programs, "", python="python3.99") == (
        "There is no python3.99 here. Install Python 3.11 or newer, or name one: PYTHON=/path/to/python3 ./run\n"
    )


ALL = ["ruff", "ruff", "lint-imports", "pytest", "mypy"]
"""The programs, in the order in which their output is shown."""
PARALLEL = "--numprocesses auto --dist loadgroup --no-loadscope-reorder"
LANES = {
    (): PARALLEL,
    ("--fast", "-k", "csv"): f"{PARALLEL} -m not slow and not long -k csv",
    ("--long",): f"{PARALLEL} -m long or hypothesis --hypothesis-profile long",
    ("tests/unit/people", "-k", "csv"): "tests/unit/people -k csv",
}


@pytest.mark.parametrize("words", LANES)
def test_every_check_runs_with_the_tests(checkout: Checkout, words: tuple[str, ...]) -> None:
    lines = checkout.run("test", *words).splitlines()
    assert [line.split()[0] for line in lines] == ALL
    assert lines[-2] == f"pytest of {checkout.folder} {LANES[words]}"


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("ruff", ["ruff", "Virhe"]),
        ("lint-imports", ["ruff", "ruff", "lint-imports", "Virhe"]),
        ("pytest", ["ruff", "ruff", "lint-imports", "pytest", "Virhe", "mypy"]),
        ("mypy", [*ALL, "Virhe"]),
    ],
)
def test_a_check_that_fails_fails_the_run_and_is_shown(checkout: Checkout, program: str, shown: list[str]) -> None:
    checkout.run("test")
    with (checkout.folder / ".venv" / "bin" / program).open("a") as file:
        file.write("\necho Virhe\nexit 3\n")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        checkout.run("test")
    assert caught.value.returncode == 3
    assert [line.split()[0] for line in caught.value.stdout.splitlines()] == shown
