"""The command ``worksheets``: its commands have arguments in and lines out; what is done is in ``worksheets.api``."""

from .group import main

__all__ = ["main"]
