"""What a user reads about a call that has failed."""

import signal

import pytest
from pebble import ProcessExpired

from worksheets.errors import StyleError
from worksheets.packet.events import FailureReason
from worksheets.packet.failures import failure


@pytest.mark.parametrize(
    ("error", "reason", "problems"),
    [
        (StyleError("first", "second"), FailureReason.DATA, ("first", "second")),
        (TimeoutError(), FailureReason.TIMEOUT, ("took longer than --timeout allows and was stopped",)),
        (
            ProcessExpired("ended", code=-signal.SIGPROF),
            FailureReason.TIMEOUT,
            ("took longer than --timeout allows and was stopped",),
        ),
        (
            ProcessExpired("killed", code=-9),
            FailureReason.PROCESS_DIED,
            ("its process ended unexpectedly (exit code -9)",),
        ),
        (MemoryError(), FailureReason.MEMORY, ("needs more than 400 MiB of memory",)),
        (KeyError("x"), FailureReason.UNEXPECTED, ("failed: KeyError('x')",)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_failure_is_said_in_words(error: Exception, reason: FailureReason, problems: tuple[str, ...]) -> None:
    assert (failure(error).reason, failure(error).problems) == (reason, problems)
