"""A course that changes step by step while it is watched, and a session that typesets in this process."""

from collections.abc import Callable, Sequence
from typing import Any

from worksheets.packet.session import Session

Step = Callable[[], object]


class Here(Session):
    """Calls what other sessions call in a process of their own."""

    def call(self, course: Any, function: Any, /, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401, ARG002
        return function(*arguments, **options)


class Steps:
    """Changes that come one after another; what comes soon is there before a short wait has ended."""

    def __init__(self, steps: Sequence[Step], soon: Sequence[Step] = ()) -> None:
        self._steps = list(steps)
        self._soon = list(soon)

    def wait(self, seconds: float | None = None) -> bool:
        """Make the next change, if there is one."""
        coming = self._steps if seconds is None else self._soon
        if coming:
            coming.pop(0)()
            return True
        return False
