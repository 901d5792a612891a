"""The command line: arguments in, lines out; the only part that prints."""

import signal


def main() -> None:
    """Run the command ``worksheets``, and exit.

    While it is loaded, Ctrl-C ends the program at once: nothing has been written yet, and Python would print where it
    was in loading.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from .program import run

    raise SystemExit(run())
