"""The command line: arguments in, lines out; the only part that prints."""

import gc
import signal

_GC_THRESHOLD = 100_000
"""Allocations between two garbage collections. With Python's default, they take half of the time of reading a list,
and a tenth of the time in which modules are loaded.
"""


def main() -> None:
    """Run the command ``worksheets``, and exit.

    While it is loaded, Ctrl-C ends the program at once: nothing has been written yet, and Python would print where it
    was in loading.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(_GC_THRESHOLD)
    from .program import run

    code = run()
    gc.freeze()  # Python would look through all objects while it ends, which took a tenth of a short command.
    raise SystemExit(code)
