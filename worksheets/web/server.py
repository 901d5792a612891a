"""The server: on this machine alone, until its pages are closed."""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uvicorn

from worksheets import api
from worksheets.errors import OptionsError, system_reason
from worksheets.messages import _

from .application import application
from .service import Service

_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the page is served, and for which courses."""

    port: int = 0
    """The port; 0 for any that is free."""
    courses: Sequence[str] = ()
    """Folders of courses of one's own."""


def serve(options: ServerOptions, show_link: Callable[[str], None]) -> None:
    """Serve the page until it is ended; ``show_link`` gets the link that opens it.

    Raises OptionsError for a port that cannot be used, and CourseError for a folder without a course.
    """
    listener = _listener(options.port)
    port = listener.getsockname()[1]
    with api.Session() as session:
        service = Service(session, options.courses)
        show_link(f"http://{_ADDRESS}:{port}/open/{service.link.token}")
        config = uvicorn.Config(
            application(service, port), log_config=None, access_log=False, server_header=False, lifespan="off"
        )
        try:
            uvicorn.Server(config).run([listener])
        finally:
            service.visits.wipe_all()


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((_ADDRESS, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = system_reason(error) if isinstance(error, OSError) else _("there is no such port")
        message = _("--port {port}: {reason}; choose another, or leave --port out")
        raise OptionsError(message.format(port=port, reason=reason)) from error
    return listener
