"""The command ``serve``: the page in the browser."""

from threading import Thread

import click

from worksheets import api
from worksheets.errors import OptionsError
from worksheets.messages import _, marked

from . import completing, signals
from .group import main
from .lines import print_closing, print_line
from .numbers import Number
from .translated import option
from .viewer import open_link

_HIGHEST_PORT = 65_535


@main.command(
    details=marked(
        "The page is served to this machine alone; nothing is sent anywhere, and what it is given is deleted when it "
        "ends. It ends a minute after its last page is closed, or with Ctrl+C."
    ),
)
@option(
    "--port",
    type=Number(0, _HIGHEST_PORT),
    default=0,
    metavar=marked("NUMBER"),
    default_words=marked("any that is free"),
    help=marked("The port of the page’s address."),
)
@option(
    "--course",
    "courses",
    multiple=True,
    metavar=marked("FOLDER"),
    help=marked("A course of your own, shown while you write it; repeatable."),
    shell_complete=completing.courses,
)
@option("--open", "open_result", is_flag=True, help=marked("Open it in the browser."))
def serve(*, port: int, courses: tuple[str, ...], open_result: bool) -> None:
    """Serve the page until it is ended."""
    try:
        from worksheets import web
    except ModuleNotFoundError as error:
        message = _("{module} is not installed; install the page with: {command}")
        raise OptionsError(message.format(module=error.name, command="pip install 'worksheets[web]'")) from error

    terminal = web.Terminal(_Links(open_first=open_result).show, print_line)
    api.use_private_folder()
    try:
        web.serve(web.ServerOptions(port, courses), terminal)
    except signals.Stopped as stopped:
        print_closing(_("Stopped. What the page was given is deleted."))
        raise SystemExit(stopped.exit_code) from None
    print_closing(_("Nobody is on the page any more, so it has ended. What it was given is deleted."))


class _Links:
    """Shows each link that opens the page: the first one, and a new one whenever one was used."""

    def __init__(self, *, open_first: bool) -> None:
        self._open_first = open_first
        self._is_first = True

    def show(self, link: str) -> None:
        """Print a link; the first on standard output, as other commands print where their file is."""
        if not self._is_first:
            print_closing(_("For another browser: {link}").format(link=link))
            return
        self._is_first = False
        click.echo(link)
        print_closing(
            _("Open this link in a browser; it works once, and then a new one is shown. Ctrl+C ends the page.")
        )
        if self._open_first:  # The page answers meanwhile.
            Thread(target=open_link, args=(link,), daemon=True).start()
