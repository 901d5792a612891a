"""What a new process loads for one handout that is merged, for a blank one, and for help: each module costs its time.

Typst, started anew, sets a handout in the time in which Python loads a hundred modules. A module that is loaded for
nothing is imported where it is used instead: in a function, with the reason as a comment.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.course import ROOT

LIBRARIES = {
    "click": "the command line",
    "fontpkg_source_sans_3": "where the text font is",
    "msgspec": "masters, and frozen structs",
    "platformdirs": "where masters are kept",
    "typing_extensions": "msgspec loads it where it is installed",
    "uharfbuzz": "texts are shaped",
    "yaml": "a participant's file",
}
"""The libraries that a merge of one participant may load, and what for."""
PARTS = {
    *(
        "asyncio",
        "concurrent",
        "ctypes",
        "email",
        "http",
        "importlib.metadata",
        "importlib.resources",
        "json",
        "logging",
    ),
    *("multiprocessing", "pickle", "socket", "ssl", "subprocess", "unittest", "xml", "zipfile", "zoneinfo"),
}
"""Modules of Python's own library that take long to load, and that no merge needs."""
OF_US = {
    *("web", "packet.packet", "packet.workers", "packet.scheduler", "packet.failures", "packet.events", "packet.jobs"),
    *("pipeline", "master.build", "compose.templates", "compose.views", "pdf.finish", "pdf.typeset", "people.roster"),
    *("course.markdown", "processes.workers", "spreadsheets.spoilt_letters", "text.dictionaries"),
}
"""Modules of ours for what no merge of one participant does."""


def loaded(*arguments: str, cache: Path) -> set[str]:
    """Run the program in a new process, and return the modules that it has loaded."""
    program = (
        "import gc, sys\nfrom worksheets.cli import main\nsys.argv[0] = 'worksheets'\n"
        "try: main()\nfinally: print(*sys.modules, f'frozen={gc.get_freeze_count() > 0}', sep='\\n', file=sys.stderr)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {"LOCALAPPDATA": str(cache), "WORKSHEETS_LANG": "en"}
    command = [sys.executable, "-c", program, *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    # Some are loaded at every start: by setuptools where that is installed, and by Debian for its reports of crashes.
    always = subprocess.run([sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, check=True)
    return set(run.stderr.splitlines()) - set(always.stdout.decode().split()) | {"sys"}


def tops(modules: set[str]) -> set[str]:
    """Return the libraries that modules belong to: neither Python's own nor ours."""
    names = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"worksheets", "__main__"}
    return {
        name for name in names if name.isidentifier() and not name.startswith(("_cython", "cython", "__editable__"))
    }


def within(modules: set[str], names: set[str]) -> set[str]:
    """Return those of the modules that are among the names, or in one of these packages."""
    return {module for module in modules if any(f"{module}.".startswith(f"{name}.") for name in names)}


@pytest.fixture(scope="module")
def of_a_fill(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the modules that a merge of one participant loads."""
    folder = tmp_path_factory.mktemp("fill")
    example = (ROOT / "examples" / "osallistuja.yaml").read_text("utf-8")
    person = folder / "person.yaml"
    person.write_text(re.sub("^aika: .*", "aika: 2026-01-14 09:00", example, flags=re.MULTILINE), "utf-8")
    assert "2026-01-14 09:00" in person.read_text("utf-8"), "a date that is printed in the language's form"
    return loaded("fill", str(person), "--output", str(folder / "a.pdf"), cache=folder / "cache")


def test_a_merge_loads_no_other_libraries(of_a_fill: set[str]) -> None:
    """Who needs another one here adds it above with the reason; the others are imported where they are used."""
    assert tops(of_a_fill) - LIBRARIES.keys() == set()
    assert {"click", "msgspec", "uharfbuzz", "yaml"} <= tops(of_a_fill), "the libraries are seen"


def test_at_its_end_python_looks_for_no_garbage(of_a_fill: set[str]) -> None:
    assert "frozen=True" in of_a_fill


def test_a_merge_loads_nothing_slow_of_pythons_own(of_a_fill: set[str]) -> None:
    assert within(of_a_fill, PARTS) == set(), "import them in the functions that use them"
    assert "pathlib" in of_a_fill


def test_a_merge_loads_nothing_of_ours_that_it_does_not_use(of_a_fill: set[str]) -> None:
    names = {f"worksheets.{name}" for name in OF_US}
    assert within(of_a_fill, names) == set(), "import them in the functions that use them"
    assert "worksheets.merge.merger" in of_a_fill, "it was merged"


def test_names_of_our_modules_are_right() -> None:
    for name in OF_US:
        path = ROOT / "worksheets" / name.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file(), name


@pytest.mark.parametrize("words", [(), ("fill",), ("packet",)], ids=" ".join)
def test_help_loads_click_alone(tmp_path: Path, words: tuple[str, ...]) -> None:
    modules = loaded(*words, "--help", cache=tmp_path)
    assert tops(modules) == {"click"}
    assert within(modules, PARTS | {"dataclasses", "tempfile"}) == set()
    ours = {name.split(".")[1] for name in modules if name.count(".") == 2 and name.startswith("worksheets.")}
    assert ours <= {"api", "cli"}, "help needs nothing of what the program does"


def test_the_help_of_all_commands_loads_none_of_them(tmp_path: Path) -> None:
    modules = loaded("--help", cache=tmp_path)
    assert within(modules, {"worksheets.cli.options", "worksheets.cli.handout_commands", "worksheets.api"}) == set()
