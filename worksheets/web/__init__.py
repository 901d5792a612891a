"""The page in the browser: what the library does, for trainers who use no terminal.

It runs on the trainer's own machine and is reached from there alone. It calls ``worksheets.api`` and nothing below.
"""

from .server import ServerOptions, Terminal, serve

__all__ = ["ServerOptions", "Terminal", "serve"]
