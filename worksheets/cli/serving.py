"""The command ``serve``: the page in the browser."""

import webbrowser

import click

from worksheets.errors import OptionsError
from worksheets.messages import _, marked

from . import completing
from .group import main
from .lines import print_closing
from .numbers import Number
from .translated import option

_HIGHEST_PORT = 65_535


@main.command(
    help=marked("Open the page in the browser: everything, without a terminal."),
    details=marked(
        "The page is served to this machine alone; nothing is sent anywhere, and what it is given is deleted when it "
        "ends. It ends a minute after its last page is closed, or with Ctrl+C."
    ),
)
@option(
    "--port",
    type=Number(0, _HIGHEST_PORT),
    default=0,
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

    def show_link(link: str) -> None:
        click.echo(link)  # On standard output, as other commands print where their file is.
        print_closing(_("Open this link in a browser; it works once. Ctrl+C ends the page."))
        if open_result:
            webbrowser.open(link)

    web.serve(web.ServerOptions(port, courses), show_link)
