"""One run that makes handouts, in a thread of its own; it can be watched, stopped and taken up again."""

import errno
import itertools
import os
import shutil
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from threading import Event, RLock, Thread

from worksheets import api
from worksheets.errors import system_reason
from worksheets.messages import _

from .pace import Pace
from .tasks import Kind, Task

_PATIENCE = 1.0
"""Seconds to wait for a run to stop; a handout takes less, but a master that is being made may take more."""
_PICTURE_STAYS = 2.0
"""Seconds for which a picture is shown at least: a new one for each handout could not be looked at."""
_THERE = (api.State.MADE, api.State.KEPT)
_numbers = itertools.count(1)


class Phase(Enum):
    """How far a run is."""

    NO_SPACE = auto()
    """It has not begun, since there is too little room for what it makes."""
    RUNNING = auto()
    STOPPING = auto()
    """Somebody has asked it to stop; the handouts that are being made are given up."""
    STOPPED = auto()
    DONE = auto()
    FAILED = auto()
    """Nothing more can be made, and ``problems`` say why."""

    @property
    def is_over(self) -> bool:
        """Return True if nothing happens any more."""
        return self not in (Phase.RUNNING, Phase.STOPPING)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is at one moment."""

    version: int
    """A number that grows whenever something happens."""
    phase: Phase
    done: int
    failed: int
    total: int
    """How many handouts are to be made; those included that are there already."""
    seconds_left: float | None = None
    pictured: api.PacketFile | None = None
    """A handout that was finished a moment ago."""

    @property
    def is_closing(self) -> bool:
        """Return True while only the print file is unfinished."""
        return self.phase is Phase.RUNNING and 0 < self.total == self.done + self.failed

    @property
    def tenth(self) -> int:
        """How many handouts were through when the last full tenth of them was: it is what is said aloud."""
        through = self.done + self.failed
        return through if through == self.total else -(-(10 * through // self.total) * self.total // 10)


class Making:
    """A run. It is changed by its own thread alone; other threads look at it, and may ask it to stop."""

    def __init__(self, task: Task, session: api.Session, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives the seconds by which the time left is known."""
        self.task = task
        self.number = next(_numbers)
        """Of the run: it stands in the addresses of its pictures, so that a browser shows none of an earlier run."""
        self.summary = api.PacketSummary(two_sided=not task.one_sided, forms=task.kind is Kind.FORMS)
        self.handouts: list[api.PacketFile] = []
        """The handouts that are there, in the order in which they appeared."""
        self.problems: tuple[str, ...] = ()
        """Why nothing more could be made."""
        self.document: api.Document | None = None
        """What is no packet, as it has been written."""
        self._session = session
        self._clock = clock
        self._phase = Phase.NO_SPACE
        self._version = 0
        self._pace = Pace()
        self._pictured: api.PacketFile | None = None
        self._pictured_at = 0.0
        self._lock = RLock()
        self._stop = Event()
        self._is_discarded = Event()
        self._thread = Thread(target=copy_context().run, args=(self._run,), name="making", daemon=True)

    def begin(self) -> None:
        """Begin, in a thread that speaks the language of this one; not where there is too little room."""
        self.task.folder.mkdir(parents=True, exist_ok=True)
        if self.space < self.task.size:
            return
        self._phase = Phase.RUNNING
        self._thread.start()

    @property
    def space(self) -> int:
        """How many bytes are free where the files are written."""
        return shutil.disk_usage(self.task.folder).free

    @property
    def phase(self) -> Phase:
        """How far it is."""
        return self._phase

    def stop(self) -> None:
        """Ask it to stop. What is finished stays, and another run with the same task makes the rest."""
        with self._lock:
            if self._phase is Phase.RUNNING:
                self._stop.set()
                self._go_on(Phase.STOPPING)

    def discard(self) -> None:
        """Stop it for good: its folder is deleted, and again at its end if it writes into it until then."""
        self._is_discarded.set()
        self.stop()
        self.wait()
        self._delete()

    def _delete(self) -> None:
        shutil.rmtree(self.task.folder, ignore_errors=True)

    def wait(self, seconds: float = _PATIENCE) -> None:
        """Wait until it is over, or so many seconds."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def progress(self) -> Progress:
        """Return how far it is now."""
        with self._lock:
            done, failed = self.summary.made + self.summary.kept, len(self.summary.failed)
            total = self.summary.wanted or (len(self.task.chosen) if self.task.is_packet else 1)
            left = self._pace.seconds_left(total - done - failed)
            return Progress(self._version, self._phase, done, failed, total, left, self._pictured)

    def file_of(self, number: int) -> api.PacketFile | None:
        """Return the finished handout of the participant with a number in the list; None if there is none."""
        with self._lock:
            files = (file for file in self.handouts if file.participant and file.participant.number == number)
            return next(files, None)

    def separate_files(self) -> list[Path]:
        """Return the participants' own files that are there, in the order in which they appeared."""
        with self._lock:
            return [] if self.task.only_print_file else [file.path for file in self.handouts]

    @property
    def papers(self) -> list[api.PacketFile]:
        """What has become of the task's products: made, kept or failed, in their order."""
        with self._lock:
            files = {file.product: file for file in self.summary.files if file.product}
            return [files[product] for product in self.task.products if product in files]

    def paper_paths(self) -> list[Path]:
        """Return the files of those that are there."""
        return [file.path for file in self.papers if file.state is not api.State.FAILED]

    @property
    def results(self) -> list[Path]:
        """The files that are printed and are there already: one, or the volumes in their order."""
        with self._lock:
            files = [self.document] if self.document else self.summary.print_files
            return [file.path for file in files]

    def _run(self) -> None:
        self._make()
        if self._is_discarded.is_set():
            self._delete()

    def _make(self) -> None:
        try:
            if self.task.is_packet:
                self._make_packet()
            else:
                self._make_document()
        except api.WorksheetsError as error:
            self._fail(error.problems)
        except (OSError, MemoryError, EOFError) as error:
            message = _("There is no room or no memory left for this: {error}. Close other programs, and go on.")
            self._fail([message.format(error=_reason(error))])
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits must see that it is over
            message = _(
                "The program has failed ({error}). What is finished is kept; go on, and the rest is tried again."
            )
            self._fail([message.format(error=_origin(error))])
        else:
            self._go_on(Phase.STOPPED if self._stop.is_set() else Phase.DONE)

    def _make_packet(self) -> None:
        with closing(self.task.packet(self._session)) as events:
            for event in events:
                self._add(event)
                if self._stop.is_set():
                    return

    def _add(self, event: api.PacketEvent) -> None:
        with self._lock:
            self.summary.add(event)
            if isinstance(event, api.PacketFile) and event.is_handout and event.state in _THERE:
                self.handouts.append(event)
            if isinstance(event, api.PacketFile) and event.is_handout and event.state is not api.State.KEPT:
                self._follow(event, self._clock())
            self._version += 1

    def _follow(self, file: api.PacketFile, time: float) -> None:
        """Note that a handout has been finished at a time; now and then it is one of which a picture is shown."""
        self._pace.note(time)
        is_time = self._pictured is None or time - self._pictured_at >= _PICTURE_STAYS
        if file.state is api.State.MADE and is_time:
            self._pictured, self._pictured_at = file, time

    def _make_document(self) -> None:
        task = self.task
        if task.kind is Kind.OVERVIEW:
            for left_out in task.left_out():
                self._add(left_out)
        document = task.document(self._session)
        path = document.write(task.folder / document.path.name, overwrite=True)
        self.document = api.Document(path, path.read_bytes, warnings=document.warnings)

    def _fail(self, problems: "tuple[str, ...] | list[str]") -> None:
        folder = f"{self.task.folder}"
        self.problems = tuple(problem.replace(f"{folder}/", "").removeprefix(f"{folder}: ") for problem in problems)
        self._go_on(Phase.FAILED)

    def _go_on(self, phase: Phase) -> None:
        with self._lock:
            self._phase = phase
            self._version += 1


def _reason(error: Exception) -> str:
    """Return why the system refuses something, in words and without a path, which would name a folder of ours."""
    return system_reason(error if isinstance(error, OSError) else OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)))


def _origin(error: Exception) -> str:
    """Return what an error is and where it comes from, for whoever mends the program; its text may name somebody."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
