"""Why a call in a worker process has failed."""

from concurrent.futures import BrokenExecutor

from pebble import ProcessExpired

from worksheets.errors import NoTypesetterError, Refusal, WorksheetsError
from worksheets.messages import _
from worksheets.processes.limits import MEMORY, ended_by_time
from worksheets.processes.workers import not_started

from .events import Failure, FailureReason


def failure(error: Exception, refusal: Refusal | None = None) -> Failure:
    """Return why a call that makes a handout has failed; ``refusal`` says why the handout was not merged."""
    if isinstance(error, NoTypesetterError):
        return Failure(FailureReason.NO_TYPESETTER, (why_typeset(refusal),), error.problems)
    if isinstance(error, WorksheetsError):
        return Failure(FailureReason.DATA, error.problems)
    if isinstance(error, BrokenExecutor):
        return Failure(FailureReason.PROCESS_DIED, not_started().problems)
    reason = _reason(error)
    return Failure(reason, (_message(reason, error),))


def why_typeset(refusal: Refusal | None) -> str:
    """Return why a handout has to be typeset where that cannot be done."""
    if refusal is None:
        return _("has to be typeset")
    if refusal.reason.is_of_participant:
        return _("has to be typeset: {reason}").format(reason=refusal)
    return _("has to be typeset: no master is kept for these pages")


def _reason(error: Exception) -> FailureReason:
    if isinstance(error, TimeoutError):
        return FailureReason.TIMEOUT
    if isinstance(error, ProcessExpired):
        return FailureReason.TIMEOUT if ended_by_time(error.exitcode) else FailureReason.PROCESS_DIED
    return FailureReason.MEMORY if isinstance(error, MemoryError) else FailureReason.UNEXPECTED


def _message(reason: FailureReason, error: Exception) -> str:
    if reason is FailureReason.TIMEOUT:
        return _("took longer than --timeout allows, and was stopped; add a larger --timeout, or check its texts")
    if reason is FailureReason.MEMORY:
        return _("needs more than {count} MiB of memory").format(count=MEMORY >> 20)
    if isinstance(error, ProcessExpired):
        return _("its process ended unexpectedly (exit code {code})").format(code=error.exitcode)
    return _("failed: {error}").format(error=repr(error))
