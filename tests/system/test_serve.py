"""The page as a program: its link, its end by whatever signal, what it leaves behind, and no word to the network."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.helpers.course import ROOT
from tests.helpers.web import Browser, path_of, served

pytestmark = pytest.mark.slow

LONG = 60
"""Seconds after which a test is given up that takes a few."""


@contextmanager
def serving(*options: str) -> Iterator["subprocess.Popen[str]"]:
    """Start the page as a trainer does."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "worksheets", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def opened(process: "subprocess.Popen[str]") -> Browser:
    """Return a browser that has opened the link that a server prints on its standard output."""
    assert process.stdout
    link = process.stdout.readline().strip()
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/open/[\w-]{43}", link)
    assert found, link
    browser = Browser(int(found[1]))
    assert browser.get(path_of(link)).status == 200
    return browser


def private_folder(process: "subprocess.Popen[str]") -> Path:
    """Return the folder of a process's temporary files: it has a lock in it open."""
    files = [name.readlink() for name in Path(f"/proc/{process.pid}/fd").iterdir()]
    folders = [file.parent for file in files if file.name == "lock" and list(file.parent.glob("visit-*"))]
    assert len(folders) == 1
    return folders[0]


@pytest.mark.parametrize(
    "number", [signal.SIGINT, *(pytest.param(each, marks=pytest.mark.long) for each in (signal.SIGTERM, signal.SIGHUP))]
)
def test_a_signal_ends_it_and_leaves_nothing(number: signal.Signals) -> None:
    with serving() as process:
        browser = opened(process)
        folder = private_folder(process)
        assert folder.stat().st_mode & 0o077 == 0
        with browser.opened("/presence"):  # A page that stays open.
            process.send_signal(number)
            out, err = process.communicate(timeout=LONG)
    assert process.returncode == 128 + number
    assert out == ""
    lines = err.splitlines()
    assert lines[0].startswith("Open this link")
    assert re.fullmatch(r"For another browser: http://\S+", lines[1])
    assert lines[2:] == ["Stopped. What the page was given is deleted."]
    assert not folder.exists()


def test_what_a_killed_server_has_left_the_next_one_deletes() -> None:
    with serving() as process:
        opened(process)
        folder = private_folder(process)
        (folder / "lista.csv").write_text("nimi\nAino Esimerkki\n", "utf-8")
        process.kill()
        process.wait(LONG)
    assert folder.exists()
    with serving() as process:
        opened(process)
        assert not folder.exists()


def test_a_port_can_be_used_again_but_not_by_two() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with serving("--port", str(port)) as process:
            _out, err = process.communicate(timeout=LONG)
    assert process.returncode == 2
    assert err == f"Error: --port {port}: in use by another program; choose another, or leave --port out\n"
    with served(port=port) as page:
        page.browser()
    with served(port=port) as page:  # At once, though the system still remembers the first one's connections.
        assert page.browser().port == port


POISON = """
import os, sys

def watch(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        outside = arguments[1][0] != "127.0.0.1"
    else:
        asks = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
        outside = asks and arguments[0] != "127.0.0.1"
    if outside:
        with open(os.environ["POISONED"], "a") as file:
            print(event, arguments, file=file)
        raise OSError("no network")

sys.addaudithook(watch)
"""
PACKET = """
import io, time, zipfile
from tests.helpers.page_people import people_named
from tests.helpers.web import served

with served() as page:
    browser = page.browser()
    page.visit(browser).people = people_named("Aino Esimerkki", "Ville Mallikas")
    assert browser.get("/").status == 200
    assert browser.get("/preview/page?number=1&width=100").status == 200
    browser.post("/make", {"kind": "packet"})
    while page.visit(browser).is_busy:
        time.sleep(0.05)
    answer = browser.get("/done/zip")
    print(sorted(zipfile.ZipFile(io.BytesIO(answer.body)).namelist()))
"""


def test_a_whole_packet_needs_no_network(tmp_path: Path) -> None:
    """Every process of it ends with an error that asks for a name, or for another machine."""
    (tmp_path / "sitecustomize.py").write_text(POISON, "utf-8")
    poisoned = tmp_path / "poisoned.txt"
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}", "POISONED": str(poisoned)}

    def run(program: str) -> str:
        command = [sys.executable, "-P", "-c", program]
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, timeout=LONG, cwd=tmp_path
        ).stdout

    with pytest.raises(subprocess.CalledProcessError):
        run("import socket; socket.getaddrinfo('example.org', 80)")
    assert poisoned.read_text("utf-8").startswith("socket.getaddrinfo")
    poisoned.unlink()
    assert run(PACKET) == "['Aino-Esimerkki.pdf', 'Ville-Mallikas.pdf', 'tulosta-kaikki.pdf']\n"
    assert not poisoned.exists()
