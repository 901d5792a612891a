"""What a browser has sent and is not answered yet: a screen that is opened after it shows what it changes.

Whoever types and at once leaves the screen, or loads it anew, sends the text and asks for a screen on two connections;
their threads may take turns in either order, and the screen would come without the text.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from starlette.requests import Request

if TYPE_CHECKING:
    from .visits import Visit

_PATIENCE = 2.0
"""Seconds that a screen waits for what was sent before it: a text takes 0.02, a list that is brought any time."""
_DRAFT = "/preview/draft"
"""Where a text is sent while it is typed: its page is drawn, and nothing is changed."""


class Unanswered:
    """The requests by which a visit is changed, and that are not answered yet; for one event loop."""

    def __init__(self) -> None:
        self._tasks: defaultdict[str, set[asyncio.Task[object]]] = defaultdict(set)
        """By the visit's key."""

    @contextmanager
    def noted(self, visit: "Visit | None", request: Request) -> Iterator[None]:
        """Note a request until the end of this context, if it may change the visit."""
        task = asyncio.current_task()
        if task is None or visit is None or request.method == "GET" or request.url.path == _DRAFT:
            yield
            return
        tasks = self._tasks[visit.key]
        tasks.add(task)
        try:
            yield
        finally:
            tasks.discard(task)
            if not tasks:
                self._tasks.pop(visit.key, None)

    async def passed(self, visit: "Visit | None", request: Request) -> None:
        """Wait, if a request opens a screen, until what the same browser sent before has been done."""
        tasks = self._tasks.get(visit.key) if visit else None
        if tasks and request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate":
            await asyncio.wait(list(tasks), timeout=_PATIENCE)
