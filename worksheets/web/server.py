"""The server: on this machine alone, until its pages are closed."""

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

import uvicorn

from worksheets import api
from worksheets.errors import OptionsError, system_reason
from worksheets.messages import _

from .application import application
from .life import Life
from .service import Service

_ADDRESS = "127.0.0.1"
_LOOK = 1.0
"""Seconds after which is looked who is there."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""The signals that end the server, where the system has them."""


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the page is served, and for which courses."""

    port: int = 0
    """The port; 0 for any that is free."""
    courses: Sequence[str] = ()
    """Folders of courses of one's own."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the terminal shows, as functions that any thread may call."""

    show_link: Callable[[str], object]
    """Gets the link that opens the page in the next browser: at the start, and whenever one has been used."""
    report: Callable[[str], object]
    """Gets a line about a failure of the program."""


def serve(options: ServerOptions, terminal: Terminal) -> None:
    """Serve the page until nobody is there any more, or a signal ends the program; then delete what it was given.

    That is kept where temporary files are (see ``api.use_private_folder``). Raises OptionsError for a port that cannot
    be used, and CourseError for a folder without a course.
    """
    with api.Session() as session:
        service = Service(session, options.courses, report=terminal.report)
        server = RunningServer(service, options.port)

        def show_link() -> None:
            terminal.show_link(f"http://{_ADDRESS}:{server.port}/open/{service.link.token}")

        service.link.changed = show_link
        show_link()
        server.run()


class RunningServer:
    """The server of a page; requests that come before it runs wait."""

    def __init__(self, service: Service, port: int = 0) -> None:
        """Take a port, or any that is free for 0. Raises OptionsError for one that cannot be used."""
        self._service = service
        self._life = Life(service.visits)
        self._listener = _listener(port)
        self.port: int = self._listener.getsockname()[1]
        self._server = _Server(_config(service, self.port))
        self._is_over = threading.Event()

    def run(self) -> None:
        """Answer requests until ``end`` is called, nobody is there any more, or a signal ends the program.

        Then delete what visits have left.
        """
        threading.Thread(target=self._live_on, name="life", daemon=True).start()
        try:
            with _without_logs():
                self._server.run([self._listener])
        finally:
            self._is_over.set()
            self._listener.close()
            self._service.close()

    def end(self) -> None:
        """Let ``run`` return; any thread may call this."""
        self._server.should_exit = True

    def _live_on(self) -> None:
        """Wipe what is over each second, and end when nobody is there.

        This has a thread of its own: a visit that is to be wiped may be busy for long, as may all threads that answer,
        and meanwhile the server must heed signals.
        """
        try:
            while self._life.go_on():
                if self._is_over.wait(_LOOK):
                    return
        finally:  # Also after a failure: nobody would wipe anything any more.
            self.end()


def _config(service: Service, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        application(service, port),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # Nobody stands between the browser and this server, whatever a request says.
        timeout_graceful_shutdown=0,  # The streams of open pages have no end of their own.
    )


class _Server(uvicorn.Server):
    """Closes its connections at any signal that ends the program; then the program gets the signal."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Heed signals as the command does: one that the program's starter ignores stays ignored, but for Ctrl+C."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = [number for name in _SIGNALS if (number := getattr(signal, name, None)) is not None]
        heeded = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
        before = {number: signal.signal(number, self._heed) for number in heeded}
        self._heeded: list[int] = []
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if self._heeded:
            signal.raise_signal(self._heeded[0])

    def _heed(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signal handlers are called
        self._heeded.append(number)
        self.should_exit = True


@contextmanager
def _without_logs() -> Iterator[None]:
    """Keep what uvicorn and asyncio log from the terminal: what concerns the user is told in our words."""
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "asyncio")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


def _listener(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine alone."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # The port of a server that has just ended can be used again.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_ADDRESS, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        message = _("--port {port}: {reason}; choose another, or leave --port out")
        raise OptionsError(message.format(port=port, reason=_reason(error))) from error
    return listener


def _reason(error: OSError | OverflowError) -> str:
    """Return why a port cannot be used."""
    if isinstance(error, OverflowError):
        return _("there is no such port")
    if isinstance(error, PermissionError):
        return _("this port is not for your programs")
    return system_reason(error)
