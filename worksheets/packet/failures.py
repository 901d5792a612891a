"""Why a call in a worker process has failed."""

from concurrent.futures import BrokenExecutor

from pebble import ProcessExpired

from worksheets.errors import WorksheetsError
from worksheets.messages import _
from worksheets.processes.limits import MEMORY, ended_by_time
from worksheets.processes.workers import not_started

from .events import Failure, FailureReason


def failure(error: Exception) -> Failure:
    """Return why a call that makes a handout has failed."""
    if isinstance(error, WorksheetsError):
        return Failure(FailureReason.DATA, error.problems)
    if isinstance(error, BrokenExecutor):
        return Failure(FailureReason.PROCESS_DIED, not_started().problems)
    reason = _reason(error)
    return Failure(reason, (_message(reason, error),))


def _reason(error: Exception) -> FailureReason:
    if isinstance(error, TimeoutError):
        return FailureReason.TIMEOUT
    if isinstance(error, ProcessExpired):
        return FailureReason.TIMEOUT if ended_by_time(error.exitcode) else FailureReason.PROCESS_DIED
    return FailureReason.MEMORY if isinstance(error, MemoryError) else FailureReason.UNEXPECTED


def _message(reason: FailureReason, error: Exception) -> str:
    if reason is FailureReason.TIMEOUT:
        return _("took longer than --timeout allows and was stopped")
    if reason is FailureReason.MEMORY:
        return _("needs more than {count} MiB of memory").format(count=MEMORY >> 20)
    if isinstance(error, ProcessExpired):
        return _("its process ended unexpectedly (exit code {code})").format(code=error.exitcode)
    return _("failed: {error}").format(error=repr(error))
