"""A command line with ``-q`` or ``-v``, for what is printed outside a whole command."""

from collections.abc import Iterator
from contextlib import contextmanager

from worksheets.cli.translated import Command


@contextmanager
def command_line(*words: str) -> Iterator[None]:
    """Be in a command that was called with the words: ``-q``, ``-v`` or none."""
    with Command("packet").make_context("packet", [*words]):
        yield
