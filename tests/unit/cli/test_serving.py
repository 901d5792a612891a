"""What ``serve`` prints and opens; the page itself is not served here."""

import builtins
import signal
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner, Result

from worksheets import api, web
from worksheets.cli import serving
from worksheets.cli.commands import main
from worksheets.cli.signals import Stopped

Page = Callable[[web.Terminal], object]
LINKS = ("http://127.0.0.1:5000/open/first", "http://127.0.0.1:5000/open/second")


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs the command with a page that does what it is told."""

    def run(page: Page, *words: str) -> Result:
        def served(options: web.ServerOptions, terminal: web.Terminal) -> None:
            assert options == web.ServerOptions(5000, ("a", "b"))
            page(terminal)

        monkeypatch.setattr(web, "serve", served)
        monkeypatch.setattr(api, "use_private_folder", lambda: None)
        return CliRunner().invoke(main, ["serve", "--port", "5000", "--course", "a", "--course", "b", *words])

    return run


def test_links_are_printed_as_they_are_needed(serve: Callable[..., Result]) -> None:
    result = serve(lambda terminal: [terminal.show_link(link) for link in LINKS])
    assert result.exit_code == 0
    assert result.stdout == f"{LINKS[0]}\n"
    assert result.stderr.splitlines() == [
        "Open this link in a browser; it works once, and then a new one is shown. Ctrl+C ends the page.",
        f"For another browser: {LINKS[1]}",
        "Nobody is on the page any more, so it has ended. What it was given is deleted.",
    ]


def test_a_failure_of_the_program_is_a_line(serve: Callable[..., Result]) -> None:
    result = serve(lambda terminal: terminal.report("internal error: KeyError (x.py:1)\x1b[2J"))
    assert result.stderr.splitlines()[0].startswith("internal error: KeyError (x.py:1)")
    assert "\x1b" not in result.stderr


def test_a_signal_has_its_own_exit_code_and_words(serve: Callable[..., Result]) -> None:
    def stop(_terminal: web.Terminal) -> None:
        raise Stopped(signal.SIGINT)

    result = serve(stop)
    assert result.exit_code == 130
    assert result.stderr == "Stopped. What the page was given is deleted.\n"


def test_the_first_link_is_opened_and_no_other(serve: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    opened, is_open = [], Event()

    def open_link(link: str) -> None:
        opened.append(link)
        is_open.set()

    monkeypatch.setattr(serving, "open_link", open_link)

    def page(terminal: web.Terminal) -> None:
        for link in LINKS:
            terminal.show_link(link)
        assert is_open.wait(10)

    serve(page, "--open")
    assert opened == [LINKS[0]]


def test_what_is_missing_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without_web(name: str, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as Python calls it
        if name == "worksheets" and "web" in arguments[2]:
            raise ModuleNotFoundError("No module named 'uvicorn'", name="uvicorn")
        return load(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_web)
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 2
    assert "uvicorn is not installed; install the page with: pip install 'worksheets[web]'" in result.stderr
