"""Headless Chromium, sent over a group's pages: one browser, a tab for each job, through the DevTools protocol."""

import base64
import json
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from html import escape
from pathlib import Path
from queue import SimpleQueue
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from benchmarks.filling import filled_templates

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PAPER = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}
_PATIENCE = 30
"""Seconds to wait for the browser to start, or to end."""


def main() -> None:
    """Print every row of a list, or every page of a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--list", type=Path, help="a CSV file; otherwise the pages of the folder are printed")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--warm", action="store_true", help="print the seconds that all but the first took")
    options = parser.parse_args()
    if options.list:
        pages = list(_filled_pages(options.folder, options.list, options.output))
    else:
        pages = sorted(options.folder.glob("[0-9]*.html"))
    work = [(path, options.output / f"{path.stem}.pdf") for path in pages]
    with _browser() as address, _tabs(address, options.jobs) as tabs:
        _print_all(work[:1], tabs)
        start = time.perf_counter()
        _print_all(work[1:], tabs)
        if options.warm:
            sys.stdout.write(f"{time.perf_counter() - start}\n")


def program() -> str:
    """Return the path of an installed browser; empty when there is none."""
    return next(filter(None, map(which, NAMES)), "")


def _filled_pages(folder: Path, roster: Path, output: Path) -> Iterator[Path]:
    """Write a page for each row of a list, and yield its path."""
    for number, html in filled_templates(folder, ".html", roster, escape):
        path = output / f"{number:04}.html"
        path.write_text(html, "utf-8")
        yield path


class Tab:
    """One end of a conversation with the browser, or with a tab of it: asked one thing at a time."""

    def __init__(self, socket: "ClientConnection") -> None:
        self.socket = socket
        self.asked = 0
        self.events: list[str] = []

    def ask(self, method: str, **told: object) -> Any:  # noqa: ANN401 - as the protocol has it
        """Return the answer to a command."""
        self.asked += 1
        self.socket.send(json.dumps({"id": self.asked, "method": method, "params": told}))
        while (answer := self._message()).get("id") != self.asked:
            pass
        if "error" in answer:
            raise RuntimeError(method, answer["error"])
        return answer["result"]

    def print(self, page: Path, pdf: Path) -> None:
        """Print a page as a tagged PDF."""
        self.events.clear()
        self.ask("Page.navigate", url=page.as_uri())
        while "Page.loadEventFired" not in self.events:
            self._message()
        pdf.write_bytes(base64.b64decode(self.ask("Page.printToPDF", **_PAPER)["data"]))

    def _message(self) -> dict[str, Any]:
        """Return the next message; an event, which may come before the answer to what caused it, is kept."""
        message: dict[str, Any] = json.loads(self.socket.recv(_PATIENCE))
        self.events.append(message.get("method", ""))
        return message


def _print_all(work: Sequence[tuple[Path, Path]], tabs: Sequence[Tab]) -> None:
    """Print pages, each in whichever tab is free."""
    free: SimpleQueue[Tab] = SimpleQueue()
    for tab in tabs:
        free.put(tab)

    def printed(page: Path, pdf: Path) -> None:
        tab = free.get()
        tab.print(page, pdf)
        free.put(tab)

    with ThreadPoolExecutor(len(tabs)) as threads:
        list(threads.map(printed, *zip(*work, strict=True)) if work else [])


@contextmanager
def _browser() -> Iterator[str]:
    """Start a browser with an empty profile, yield its address, and end it."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program(), *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                yield _address(Path(profile) / "DevToolsActivePort", process)
            finally:
                process.terminate()
                process.wait(_PATIENCE)


def _address(told: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the address that the browser writes into its profile once it listens."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if told.is_file() and len(lines := told.read_text("utf-8").splitlines()) > 1:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.005)
    raise RuntimeError("the browser did not start")


@contextmanager
def _tabs(address: str, count: int) -> Iterator[list[Tab]]:
    """Open so many tabs."""
    with ExitStack() as sockets:
        browser = Tab(sockets.enter_context(_socket(address)))
        tabs = []
        for _tab in range(count):
            name = browser.ask("Target.createTarget", url="about:blank")["targetId"]
            tabs.append(Tab(sockets.enter_context(_socket(urljoin(address, f"/devtools/page/{name}")))))
            tabs[-1].ask("Page.enable")
        yield tabs


def _socket(address: str) -> "ClientConnection":
    from websockets.sync.client import connect

    return connect(address, max_size=None, compression=None, proxy=None)


if __name__ == "__main__":
    main()
