"""Waiting until somebody saves something in a course's folder."""

import queue
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Protocol, Self

_TURN = 0.2
"""Seconds to wait at a time: on Windows, Python heeds Ctrl-C only when it does not wait."""
_DEBOUNCE = 400
"""Milliseconds after which changes are told even if more follow."""
_STEP = 30
"""Milliseconds without a change after which those before are told: editors save a file in several steps."""
_LOOK = 500
"""Milliseconds after which it is looked whether the folder is still the same."""
_PAUSE = 0.3
"""Seconds after which a folder that is missing is looked for again."""


class Changes(Protocol):
    """Something that can be waited for."""

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until something changes, at most so many seconds or for ever; return False if nothing has.

        Without ``seconds``, False says that nothing will change any more.
        """


class FolderChanges:
    """The changes in a course's folder. It may be deleted, and made again, meanwhile.

    A thread watches the folder, so that a signal wakes whoever waits. What changed is not told, only that something
    did: programs save files in many ways.
    """

    def __init__(self, folder: Path, ended: Event | None = None) -> None:
        """Whoever sets ``ended`` ends the waiting, as ``close`` does."""
        self._folder = folder.absolute()
        self._polls = False
        """The system tells no changes, so they are looked for."""
        self._changed: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._stop = ended or Event()
        self._thread = Thread(target=self._watch, name="folder-changes", daemon=True)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a change, as ``Changes`` says; after ``close``, nothing changes any more."""
        left = seconds
        while not self._stop.is_set():
            turn = _TURN if left is None else min(left, _TURN)
            with suppress(queue.Empty):
                self._changed.get(timeout=turn)
                self._forget_others()
                return True
            if left is not None and (left := left - turn) <= 0:
                return False
        return False

    def _forget_others(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._changed.get_nowait()

    def close(self) -> None:
        """Watch no longer. Any thread may call it."""
        self._stop.set()

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Watch no longer."""
        self.close()
        self._thread.join(_LOOK / 1000)

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch_once()
            except (OSError, RuntimeError):  # The folder is missing, or the system watches no more folders.
                self._polls = self._polls or self._folder.is_dir()
                self._stop.wait(_PAUSE)

    def _watch_once(self) -> None:
        """Watch the folder until it is another one. Raises OSError if it is missing."""
        from watchfiles import watch

        watched = self._folder.stat()
        changes = watch(
            self._folder,
            watch_filter=lambda _change, path: self._is_visible(path),
            debounce=_DEBOUNCE,
            step=_STEP,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            force_polling=self._polls or None,
        )
        is_first = True  # Something may have changed before it was watched.
        for changed in changes:
            if changed or is_first:
                self._changed.put(None)
            is_first = False
            now = self._folder.stat()
            if (now.st_dev, now.st_ino) != (watched.st_dev, watched.st_ino):
                return

    def _is_visible(self, path: str) -> bool:
        """Return False for a file that is hidden, as editors and version control have some."""
        with suppress(ValueError):
            return not any(name.startswith(".") for name in Path(path).relative_to(self._folder).parts)
        return True
