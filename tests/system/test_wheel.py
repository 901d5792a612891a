"""The wheel alone, installed elsewhere and run from an empty folder without a network, prints the same handout."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.course import ROOT, Handout
from tests.helpers.pdf import texts

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

NO_NETWORK = """
import socket
connect = socket.socket.connect
def refuse(self, *address):
    if self.family != getattr(socket, "AF_UNIX", None):  # By which processes of one machine talk.
        raise OSError("no network here")
    return connect(self, *address)
socket.socket.connect = refuse
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it into a folder of its own, and return that."""
    built, target = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)], cwd=ROOT, check=True)
    (wheel,) = built.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True)
    (target / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    return target


def run(installed: Path, folder: Path, *words: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    result = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return result.stdout


def test_it_prints_the_same_handout(installed: Path, tmp_path: Path, set_handout: Handout) -> None:
    where = run(installed, tmp_path, "-c", "import worksheets; print(worksheets.__file__)").strip()
    assert Path(where).is_relative_to(installed)
    assert run(installed, tmp_path, "-m", "worksheets", "blank") == "output/tyoelaman-verkostot.pdf\n"
    pdf = (tmp_path / "output" / "tyoelaman-verkostot.pdf").read_bytes()
    assert texts(pdf) == texts(set_handout())


@pytest.mark.parametrize("way", [["-m", "worksheets"], pytest.param(["bin/worksheets"], marks=pytest.mark.long)])
def test_nothing_is_run_from_the_current_folder(installed: Path, tmp_path: Path, way: list[str]) -> None:
    """Files with the names of libraries, of the standard library and of this package itself are left alone."""
    trap = "from pathlib import Path\nPath(__file__).with_suffix('.run').touch()\nraise ImportError(__file__)\n"
    for name in ("tinycss2", "weasyprint", "pikepdf", "babel", "signal", "selectors", "random"):
        (tmp_path / f"{name}.py").write_text(trap, "utf-8")
    if way[0] != "-m":  # There, Python itself takes the current folder's.
        for name in ("worksheets", "multiprocessing", "pebble"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "__init__.py").write_text(trap, "utf-8")
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\nVäinö\n", "utf-8")
    way = way if way[0] == "-m" else [str(installed / way[0])]
    run(installed, tmp_path, *way, "packet", "ryhma.csv", "--typeset-all", "--pages", "kansi")
    assert sorted(path.name for path in (tmp_path / "output" / "ryhma-kansi").glob("*.pdf")) == [
        "Aino.pdf",
        "Väinö.pdf",
        "tulosta-kaikki.pdf",
    ]
    assert not list(tmp_path.rglob("*.run"))


def code_blocks(page: str) -> list[str]:
    """Return the Python programs on a page of the documentation."""
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)


RUNNER = """
import os
import runpy
import sys

if __name__ == "__main__":
    for folder in sys.argv[1:]:
        os.chdir(folder)
        print(folder, file=sys.stderr)
        runpy.run_path("program.py", run_name="__main__")
"""
"""Runs programs one after another, each in its folder, so that libraries are loaded once for all."""


def test_programs_in_the_documentation_run(installed: Path, tmp_path: Path) -> None:
    """README's program is one of these."""
    programs = {tmp_path / str(number): program for number, program in enumerate(code_blocks("docs/python.md"))}
    assert len(programs) > 5
    for folder, program in programs.items():
        folder.mkdir()
        (folder / "program.py").write_text(program, "utf-8")
        (folder / "ryhma.csv").write_text("Nimi\nAino\nVäinö\n", "utf-8")
    (tmp_path / "runner.py").write_text(RUNNER, "utf-8")
    run(installed, tmp_path, "runner.py", *map(str, programs))
    for folder, program in programs.items():
        if "dry_run=True" in program:
            assert not (folder / "output").exists()
        elif "packet(" in program:
            names = {path.stem for path in (folder / "output").glob("ryhma*/*.pdf")}
            assert {re.sub("^[0-9]+-", "", name) for name in names} == {"Aino", "Väinö", "tulosta-kaikki"}
        if "lomake.pdf" in program:
            assert (folder / "lomake.pdf").read_bytes().startswith(b"%PDF")


def test_the_readmes_program_has_five_lines() -> None:
    (program,) = code_blocks("README.md")
    assert len(program.strip().splitlines()) == 5
    assert program in code_blocks("docs/python.md")


def test_it_holds_templates_and_styles_and_nothing_else_of_the_project(installed: Path) -> None:
    package = installed / "worksheets"
    assert (package / "templates" / "courses" / "tyoelaman-verkostot" / "course.toml").is_file()
    assert (package / "styles" / "hyphenation" / "hyph_fi.dic").is_file()
    assert {path.suffix for path in (package / "masters").iterdir()} == {".masters", ".template"}
    assert len(list((package / "masters").glob("*.masters"))) == 4, "both layouts, each as paper and as a form"
    assert {path.suffix for path in (package / "styles").rglob("*.*")} == {".css", ".svg", ".dic", ".toml"}
    assert sorted(path.name for path in installed.iterdir() if not path.name.endswith("-info")) in (
        ["bin", "sitecustomize.py", "worksheets"],
        ["__pycache__", "bin", "sitecustomize.py", "worksheets"],
    )
