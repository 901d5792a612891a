"""A zip of the handouts that is sent while they are made: each file as soon as it is there, everybody’s last."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from starlette.concurrency import run_in_threadpool

from .making import Making

_PAUSE = 0.2
"""Seconds between two looks at what is there."""


async def zipped(making: Making) -> AsyncGenerator[bytes, None]:
    """Yield the zip of a run's files, which have the names that they have on the disk; PDFs are compressed already.

    It ends when the run is over, with what there is then.
    """
    outbox, folder = _Outbox(), making.task.folder
    with ZipFile(outbox, "w", ZIP_STORED) as archive:
        async for path in _files(making):
            await run_in_threadpool(archive.write, path, path.relative_to(folder).as_posix())
            yield outbox.take()
    yield outbox.take()


async def _files(making: Making) -> AsyncIterator[Path]:
    """Yield a run's files as they appear."""
    sent = 0
    while True:
        is_over = making.phase.is_over  # Asked first, so that no file is missed that appears in between.
        files = making.separate_files()
        for path in files[sent:]:
            yield path
        sent = len(files)
        if is_over:
            break
        await asyncio.sleep(_PAUSE)
    for path in (*making.results, *making.paper_paths()):
        yield path


class _Outbox:
    """A file that is sent piece by piece. Within the piece that has not been sent, one can go back.

    So each file's length and checksum stand before its bytes, as every program that opens zips understands it.
    """

    def __init__(self) -> None:
        self._sent = 0
        self._piece = BytesIO()

    def write(self, data: bytes) -> int:
        return self._piece.write(data)

    def tell(self) -> int:
        return self._sent + self._piece.tell()

    def seek(self, place: int, _whence: int = 0) -> int:
        return self._sent + self._piece.seek(place - self._sent)

    def flush(self) -> None:
        """Do nothing: it is in memory."""

    def close(self) -> None:
        """Do nothing: it is in memory."""

    def take(self) -> bytes:
        """Return the piece, and begin the next."""
        data = self._piece.getvalue()
        self._sent += len(data)
        self._piece = BytesIO()
        return data
