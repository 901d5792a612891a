"""Ctrl-C, and the signals that ask a program to end: at any moment one line, and nothing half done.

While the program is loaded, a signal ends it at once. While a command runs, a signal raises ``Stopped``, so that what
is open is closed, and what is half written is deleted. From then on, and when the command has ended, signals are
ignored: the rest takes a moment, and half of the rest would leave files behind.
"""

import _thread
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer, main_thread
from types import FrameType

from worksheets.messages import _

_PAUSE = 0.01
"""Seconds after which a signal that came at a wrong moment is sent again."""
_PATIENCE = 10.0
"""Seconds after a signal in which everything is closed; a tenth of one is enough if nothing hangs."""
_STDERR = 2
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""The signals that end the program. Only Windows has the last, Ctrl-Break; it has no SIGHUP."""
_print_ignored = sys.unraisablehook


class Stopped(BaseException):
    """A signal has asked the program to end.

    It is no KeyboardInterrupt, since Click makes “Aborted!” and the exit code 1 of that.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """The exit code that shells have for a program ended by this signal: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + self.number

    def __str__(self) -> str:
        """Return the line for the user."""
        return _("Stopped. Finished files are safe; run the same command again to continue.")


@contextmanager
def raised() -> Iterator[None]:
    """Raise ``Stopped`` for the first signal that comes in this context, and ignore all that come later.

    Ctrl-C is heeded even where a shell has started the program in the background, so that it ends with its script.
    Other signals that the program's starter ignores stay ignored: with ``nohup``, SIGHUP is.
    """
    sys.unraisablehook = _send_again
    for number in _handled():
        signal.signal(number, _stop)
    try:
        yield
    finally:
        _ignore()


def _handled() -> Iterator[signal.Signals]:
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number and (number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN):
            yield number


def _ignore() -> None:
    for number in _handled():
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    """Raise Stopped, but not at a moment when something would be left half done that cannot be closed."""
    if _is_wrong_moment(frame):
        _later(number)
        return
    _ignore()
    _end_anyway(number)
    raise Stopped(number)


def _is_wrong_moment(frame: FrameType | None) -> bool:
    """Return True while a module is loaded, while a process is started, and while a context is entered or left.

    Libraries in C abort, or call it an ImportError. A process that does not get what it waits for prints a traceback.
    A lock that has just been taken, or is about to be given back, would stay taken for ever, and what closes the
    processes would wait for it.
    """
    if frame and frame.f_code.co_name in ("__enter__", "__exit__"):
        return True
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        if frame.f_globals.get("__name__", "").startswith("multiprocessing.popen_spawn"):
            return True
        frame = frame.f_back
    return False


def _later(number: int) -> None:
    _in_background(Timer(_PAUSE, _send, (number,)))


def _send(number: int) -> None:
    """Send a signal to the main thread, as the system does: it is woken where it waits for another process."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main_thread().ident or 0, number)
    else:  # Windows, where this wakes it.
        _thread.interrupt_main(signal.Signals(number))


def _end_anyway(number: int) -> None:
    """End the program after some seconds, should something hang in being closed."""
    _in_background(Timer(_PATIENCE, _exit_at_once, (Stopped(number),)))


def _exit_at_once(stopped: Stopped) -> None:
    """End the program with its line for the user, past all streams: what hangs may hold one."""
    with suppress(OSError):
        os.write(_STDERR, f"{stopped}\n".encode())
    os._exit(stopped.exit_code)


def _in_background(timer: Timer) -> None:
    timer.daemon = True  # The end of the program does not wait for it.
    try:
        timer.start()
    except RuntimeError:  # The system allows no more threads; the signal can be sent again by who has sent it.
        return


def _send_again(unraisable: "sys.UnraisableHookArgs") -> None:
    """Send a signal again whose Stopped came while an object was deleted: there, Python would print it and go on."""
    if isinstance(unraisable.exc_value, Stopped):
        number = unraisable.exc_value.number
        signal.signal(number, _stop)
        _later(number)
    else:
        _print_ignored(unraisable)
