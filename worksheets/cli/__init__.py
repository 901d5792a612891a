"""The command line: arguments in, lines out; the only place that prints."""

from .commands import main

__all__ = ["main"]
