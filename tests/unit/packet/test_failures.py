"""What a user reads about a call that has failed."""

import signal

import pytest
from pebble import ProcessExpired

from worksheets.errors import NoTypesetterError, Reason, Refusal, StyleError
from worksheets.packet.events import FailureReason
from worksheets.packet.failures import failure


@pytest.mark.parametrize(
    ("error", "reason", "problems"),
    [
        (StyleError("first", "second"), FailureReason.DATA, ("first", "second")),
        (
            TimeoutError(),
            FailureReason.TIMEOUT,
            ("took longer than --timeout allows, and was stopped; add a larger --timeout, or check its texts",),
        ),
        (
            ProcessExpired("ended", code=-signal.SIGPROF),
            FailureReason.TIMEOUT,
            ("took longer than --timeout allows, and was stopped; add a larger --timeout, or check its texts",),
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


@pytest.mark.parametrize(
    ("refusal", "problem"),
    [
        (Refusal(Reason.LETTERS), "has to be typeset: non-Latin letters"),
        (Refusal(Reason.NO_ROOM), "has to be typeset: a continuation page without room for text"),
        (Refusal(Reason.NO_MASTER), "has to be typeset: no master is kept for these pages"),
        (None, "has to be typeset"),
    ],
)
def test_without_the_typesetter_it_is_said_why_it_was_needed_and_once_how_to_get_it(
    refusal: Refusal | None, problem: str
) -> None:
    cause = failure(NoTypesetterError("Pango is missing.", "Install it."), refusal)
    assert cause.reason is FailureReason.NO_TYPESETTER
    assert cause.problems == (problem,)
    assert cause.advice == ("Pango is missing.", "Install it.")
