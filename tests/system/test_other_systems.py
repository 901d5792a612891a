"""The program on systems that the tests do not run on, as far as that can be seen from here."""

import subprocess
import sys

import pytest

from tests.helpers.course import ROOT
from tests.helpers.systems import on
from worksheets import messages

VARIABLES = ("WORKSHEETS_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def test_windows_says_what_language_its_user_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with on("win32"):
        assert messages.system_language() == "fi"


LOADED = """\
import importlib, pkgutil, sys
import worksheets
from tests.helpers.systems import on

def load_all():
    names = [module.name for module in pkgutil.walk_packages(worksheets.__path__, "worksheets.")]
    for name in names:
        if name != "worksheets.__main__":
            importlib.import_module(name)
    return len(names)

load_all()  # What others have written is loaded as it is here.
for platform in ("win32", "darwin"):
    for name in [name for name in sys.modules if name.startswith("worksheets.")]:
        del sys.modules[name]
    with on(platform):
        print(platform, load_all())
"""


def test_every_module_can_be_loaded_there() -> None:
    result = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "ignore", "-c", LOADED],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["win32", "darwin"]
    assert all(int(line.split()[1]) > 200 for line in result.stdout.splitlines())


@pytest.mark.long
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_the_types_are_right_there(platform: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}", "worksheets"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout
