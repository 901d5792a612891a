"""The command line: arguments in, lines out; the only part that prints."""

import signal


def main() -> None:
    """Run the command ``worksheets``.

    While it is loaded, Ctrl-C ends the program at once: nothing has been written yet, and Python would print where it
    was in loading.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from .commands import main as run

    signal.signal(signal.SIGINT, before)
    run(prog_name="worksheets")
