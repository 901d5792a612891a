"""The command line: arguments in, lines out; the only part that prints."""

from .commands import main

__all__ = ["main"]
