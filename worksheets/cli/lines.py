"""Lines on standard error: what is wrong, what is unusual, and how a command ended."""

from collections.abc import Iterable

import click

from worksheets.errors import FirstProblems
from worksheets.messages import _

from .verbosity import is_quiet
from .visible import visible_line


def print_line(line: str) -> None:
    """Print a line, in which a terminal obeys no character."""
    click.echo(visible_line(line), err=True)


def print_problems(problems: Iterable[str]) -> None:
    """Print lines about what is wrong or unusual; of very many, the first."""
    for problem in FirstProblems().of_all(problems):
        print_line(problem)


def print_closing(*sentences: str) -> None:
    """Print how a command ended, as one line; nothing with ``-q``, and no empty line."""
    if any(sentences) and not is_quiet():
        print_line(" ".join(filter(None, sentences)))


def print_nothing_written() -> None:
    """Print that a dry run has written nothing."""
    print_closing(_("Nothing was written: this was a dry run."))
