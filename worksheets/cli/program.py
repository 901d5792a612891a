"""The command as a program of the system: its streams, its signals, and whatever goes wrong outside its commands."""

import gettext
import os
import sys

import click

from worksheets.messages import DOMAIN, FOLDER, language, typed

from . import letters, names, signals, streams
from .visible import visible_line


def run() -> int:
    """Run the command with the program's arguments, and return the exit code."""
    streams.open_closed()
    letters.use_utf8()
    _use_language()
    outputs = streams.guard()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # Where there is NumPy, openpyxl loads it, and needs no threads.
    try:
        with signals.raised():
            code = _command()
    except signals.Stopped as stopped:
        click.echo(stopped, err=True)
        code = stopped.exit_code
    return outputs.exit_code(code)


def _use_language() -> None:
    """Let Click and Python's own modules find their words in our catalogues, in the language of our messages."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)


def _use_private_folder() -> None:
    """Put temporary files into a folder of their own; help does not wait for it."""
    from worksheets.processes import scratch

    scratch.use()


def _command() -> int:
    """Run the command, and return its exit code; print what it could not foresee as one line."""
    try:
        from .group import main

        if names.COMPLETION in os.environ:
            from . import shells

            shells.register()
        main(prog_name=typed(), complete_var=names.COMPLETION, obj=_use_private_folder)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception as error:  # Whatever a library raises: nobody can do anything with where it was.
        if sys.flags.dev_mode:
            raise
        from .failures import described

        click.echo(visible_line(described(error)), err=True)
        return 1
    return 0
