"""Processes that outlive a command, for tests that run many."""

from worksheets.processes.workers import Workers


class Lasting(Workers):
    """Processes that serve one command after another, and so load the typesetter and the styles once."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Go on: a command has ended."""

    def end(self) -> None:
        """End the processes."""
        super().shutdown(cancel_futures=True)
