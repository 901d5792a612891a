"""How much a command prints: the options ``-q`` and ``-v``, which every command has."""

from enum import Enum, auto

import click

from worksheets.errors import OptionsError
from worksheets.messages import _

_KEY = "worksheets.cli.verbosity"


class Verbosity(Enum):
    """How much a command prints on standard error."""

    QUIET = auto()
    """Warnings and errors."""
    NORMAL = auto()
    VERBOSE = auto()
    """Also figures that are of no use to a trainer, but to whoever wonders why something takes so long."""


def verbosity() -> Verbosity:
    """Return how much the running command prints; NORMAL where no command runs."""
    context = click.get_current_context(silent=True)
    chosen = context.meta.get(_KEY) if context else None
    return chosen if isinstance(chosen, Verbosity) else Verbosity.NORMAL


def is_quiet() -> bool:
    """Return True if the running command prints warnings and errors only."""
    return verbosity() is Verbosity.QUIET


def is_verbose() -> bool:
    """Return True if the running command prints figures, too."""
    return verbosity() is Verbosity.VERBOSE


def choose_quiet(context: click.Context, _option: click.Parameter, chosen: bool) -> None:  # noqa: FBT001 - Click's
    """Keep that ``-q`` was given; Click calls this."""
    if chosen:
        _choose(context, Verbosity.QUIET)


def choose_verbose(context: click.Context, _option: click.Parameter, chosen: bool) -> None:  # noqa: FBT001 - Click's
    """Keep that ``-v`` was given; Click calls this."""
    if chosen:
        _choose(context, Verbosity.VERBOSE)


def _choose(context: click.Context, chosen: Verbosity) -> None:
    """Keep a choice for the whole command line: ``worksheets -q blank`` is ``worksheets blank -q``."""
    if context.meta.setdefault(_KEY, chosen) is not chosen:
        raise OptionsError(_("-q and -v contradict each other; leave one of them out"))
