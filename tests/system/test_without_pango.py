"""Without Pango or WeasyPrint, shipped masters give the handouts of other machines; the rest say what they need."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.helpers.course import EXAMPLES, LAYOUTS, ROOT, example_group, handout_of, the_course
from tests.helpers.pdf import texts
from tests.helpers.without_pango import WAYS, environment_without_pango
from tools import build_masters
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.course.layout import read_layout
from worksheets.files import file_stem
from worksheets.master.shipped import ShippedMasters
from worksheets.resources import MASTERS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

Run = Callable[..., subprocess.CompletedProcess[str]]
TO_GET_IT = "Then run the same command again."


@pytest.fixture(scope="module", autouse=True)
def shipped() -> None:
    """Have the masters made from today's files; where ``./run`` has made them, this takes no time."""
    build_masters.make_all()


def command(folder: Path, way: str = "no Pango") -> Run:
    """Return a function that runs ``worksheets`` in a folder, where nothing can be typeset."""
    environment = environment_without_pango(folder / "environment", way)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-P", "-m", "worksheets", *words]
        return subprocess.run(program, cwd=folder, env=environment, check=False, capture_output=True, text=True)

    return run


@pytest.mark.parametrize("way", [pytest.param(way, marks=[pytest.mark.long] * (way != "no Pango")) for way in WAYS])
def test_the_packet_of_the_example_group_and_another_names_the_one_who_has_to_be_typeset(
    tmp_path: Path, way: str
) -> None:
    group = tmp_path / "ryhma.yaml"
    group.write_text((EXAMPLES / group.name).read_text("utf-8") + "\n- nimi: Наталья Эсимерккиля\n", "utf-8")
    result = command(tmp_path, way)("packet", str(group))
    assert result.returncode == 1
    problems = [line for line in result.stderr.splitlines() if "has to be typeset" in line]
    assert problems == ["Наталья Эсимерккиля: has to be typeset: non-Latin letters"]
    assert result.stderr.count(TO_GET_IT) == 1
    names = {path.stem for path in (tmp_path / "output" / "ryhma").glob("*.pdf")}
    assert names == {*(file_stem(person.name) for person in example_group()), "tulosta-kaikki"}
    for person in example_group() if way == "no Pango" else ():
        pdf = (tmp_path / "output" / "ryhma" / f"{file_stem(person.name)}.pdf").read_bytes()
        assert texts(pdf) == texts(handout_of(person)), "as the typesetter makes it"


def test_what_is_blank_and_what_is_one_persons_is_made_and_the_rest_says_what_it_needs(tmp_path: Path) -> None:
    run = command(tmp_path)
    for words in (
        ["blank"],
        ["blank", "--layout", "slides", "--fillable"],
        ["fill", str(EXAMPLES / "osallistuja.yaml")],
    ):
        result = run(*words)
        assert (result.returncode, result.stderr) == (0, "")
        assert (tmp_path / result.stdout.strip()).read_bytes().startswith(b"%PDF")
    for words in (["blank", "--pages", "kansi"], ["summary", str(EXAMPLES / "ryhma.yaml")]):
        result = run(*words)
        assert result.returncode == 1
        assert result.stdout == ""
        assert "Typesetting needs the library Pango, which cannot be loaded here." in result.stderr
        assert TO_GET_IT in result.stderr


def test_nothing_of_the_example_participants_is_in_the_masters() -> None:
    course = the_course()
    for layout in LAYOUTS:
        for fillable in (False, True):
            edition = Edition(course, course.pages, read_layout(layout, course.folder), fillable=fillable)
            shipped = list(ShippedMasters(MASTERS, content_digest(edition)).unread())
            assert len(shipped) >= 2
            assert b"Aino" not in msgspec.msgpack.encode([kept.master for kept in shipped])


@pytest.mark.long
def test_the_masters_come_out_the_same_again(tmp_path: Path) -> None:
    call = f"make_all(Path({str(tmp_path / 'masters')!r}))"
    imports = "from pathlib import Path\nfrom tools.build_masters import make_all\n"
    (tmp_path / "again.py").write_text(f"{imports}if __name__ == '__main__':\n    {call}\n", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-P", str(tmp_path / "again.py")], env=environment, check=True)
    again = {path.name: path.read_bytes() for path in (tmp_path / "masters").iterdir()}
    assert b"few" not in again["made-from"].splitlines(), "the long lane makes all of them"
    assert again == {path.name: path.read_bytes() for path in MASTERS.iterdir()}
