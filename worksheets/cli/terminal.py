"""What the command line does about its streams and about Ctrl-C."""

import _thread
import signal
import sys
from io import TextIOWrapper
from threading import Timer
from types import FrameType

_PAUSE = 0.01
"""Seconds after which an interruption that came at a wrong moment is sent again."""
_print_ignored = sys.unraisablehook


def tolerate_all_letters() -> None:
    """Print a substitute for a letter that an output cannot hold, such as an emoji in a file in Windows-1252.

    An error in the middle of a packet would leave it unfinished.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def interrupt_on(*signals: signal.Signals) -> None:
    """Make these signals end the command with a KeyboardInterrupt, about which Python prints nothing."""
    sys.unraisablehook = _send_again
    for number in signals:
        signal.signal(number, _interrupt)


def _interrupt(_number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, but not while a module is loaded: libraries in C abort, or call it an ImportError."""
    if _is_loading(frame):
        _later()
    else:
        raise KeyboardInterrupt


def _is_loading(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _later() -> None:
    timer = Timer(_PAUSE, _thread.interrupt_main)
    timer.daemon = True  # The end of the program does not wait for it.
    timer.start()


def _send_again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Send an interruption again that came while an object was deleted: there, Python prints it and goes on."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _later()
    else:
        _print_ignored(unraisable)
