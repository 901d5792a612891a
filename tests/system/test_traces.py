"""What the page is given leaves no trace outside its private folder: neither by this process nor by those it starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WALK = """\
import os
import sys
from pathlib import Path

from tests.helpers.web import File, served
from worksheets import api

NAME = "Aino Kvanttivirta"
opened: list[str] = []


def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str | bytes):
        path, mode, flags = arguments
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if isinstance(flags, int) else 0
        if writes or (mode and set(mode) & set("wax+")):
            opened.append(os.fsdecode(path))


def walk(page):
    browser = page.browser()
    listed = f"Nimi;Esimieheltä\\n{NAME};Kvanttivastaus\\n;x\\n".encode()
    assert NAME in browser.post("/list/file", files=[File("file", f"{NAME}.csv", listed)]).text
    assert browser.post("/list/cell", {"cell.0.3.1": f"{NAME} toinen"}).status == 200
    assert browser.get("/list/download").status == 200
    assert browser.get("/preview/page?number=1&kind=group&width=200").status == 200
    draft = {"screen": "person", "field": "answer.nimi", "text": NAME}
    assert browser.post("/preview/draft", draft).status == 200
    browser.post("/make", {"kind": "packet"})
    making = page.visit(browser).making
    making.wait(60)
    assert making.phase.name == "DONE", making.problems
    assert browser.get("/done/zip").body.startswith(b"PK")
    handouts = [File("files", path.name, path.read_bytes()) for path in making.separate_files()]
    assert NAME.split()[1] in browser.post("/forms/files", {"password": ""}, files=handouts).text
    return page.visit(browser).folder


private = api.use_private_folder()
sys.addaudithook(note)
with served(report=lambda line: sys.exit(line)) as page:
    assert walk(page).is_relative_to(private.path)
    assert [*private.path.rglob("*Kvanttivirta*.pdf")], "here it is"
assert not [*private.path.glob("visit-*")], "the end wipes it"
outside = [path for path in opened if not Path(path).is_relative_to(private.path)]
print("\\n".join(sorted(set(outside))))
"""
NEEDLES = (b"Kvanttivirta", "Kvanttivirta".encode("utf-16-be"), b"Kvanttivastaus")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder in which everything lies that the program may write into, each in one of its own."""
    for name in ("temporary", "cache", "home", "current"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_nothing_of_a_participant_is_written_outside_the_private_folder(home: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "WORKSHEETS_LANG": "en",
        "HOME": str(home / "home"),
        "TMPDIR": str(home / "temporary"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    command = [sys.executable, "-P", "-c", WALK]
    ran = subprocess.run(command, env=environment, cwd=home / "current", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    written = [path for path in ran.stdout.split() if not path.startswith((str(home / "cache"), "/dev/null"))]
    assert written == [], "but for masters, which have nothing of anybody in them"
    left = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in left for needle in NEEDLES if needle in path.read_bytes()] == []
    assert [path for path in left if not path.is_relative_to(home / "cache")] == []
