"""A zip is sent while its files are made, and every program opens it."""

import asyncio
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Semaphore
from zipfile import ZIP_STORED, ZipFile

import pytest

from tests.helpers.page_people import events_of, people_named, played
from worksheets import api
from worksheets.web.making import Making
from worksheets.web.zip_stream import zipped

NAMES = ("Aino Esimerkki", "Ää Öö", "Åsa Öberg-Esimerkki")
_DATA_DESCRIPTOR = 0x08
"""The flag of an entry whose length stands after its bytes (APPNOTE, 4.4.4)."""


async def sent(making: Making) -> bytes:
    return b"".join([piece async for piece in zipped(making)])


def run(folder: Path, *names: str) -> Making:
    making = Making(played(folder, *names), api.Session())
    making.begin()
    making.wait(20)
    return making


def test_a_zip_has_the_files_as_they_are_on_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    with ZipFile(BytesIO(asyncio.run(sent(run(folder, *NAMES))))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*(f"{name}.pdf" for name in NAMES), "tulosta-kaikki.pdf"]
        assert all(archive.read(name) == (folder / name).read_bytes() for name in archive.namelist())
        for entry in archive.infolist():
            assert entry.compress_type == ZIP_STORED
            assert not entry.flag_bits & _DATA_DESCRIPTOR, "lengths stand before the bytes"


@pytest.mark.skipif(not shutil.which("unzip"), reason="unzip is not installed")
def test_another_program_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "ryhma.zip"
    path.write_bytes(asyncio.run(sent(run(tmp_path / "made", *NAMES))))
    assert subprocess.run(["unzip", "-tq", path], check=False, capture_output=True).returncode == 0  # noqa: S607


def test_folders_of_groups_stay(tmp_path: Path) -> None:
    people = people_named("Aino Esimerkki")
    started, file, printed = events_of(tmp_path, people)
    assert isinstance(file, api.PacketFile)
    inner = replace(file, path=tmp_path / "A" / "Aino Esimerkki.pdf")
    making = Making(played(tmp_path, "Aino Esimerkki", events=[started, inner, printed]), api.Session())
    making.begin()
    making.wait(20)
    with ZipFile(BytesIO(asyncio.run(sent(making)))) as archive:
        assert archive.namelist() == ["A/Aino Esimerkki.pdf", "tulosta-kaikki.pdf"]


def test_a_file_is_sent_as_soon_as_it_is_there(tmp_path: Path) -> None:
    step = Semaphore(2)
    making = Making(played(tmp_path, *NAMES, before_each=step.acquire), api.Session())
    making.begin()

    async def watch() -> tuple[bytes, bytes]:
        pieces = zipped(making)
        first = await anext(pieces)
        assert not making.phase.is_over
        step.release(9)
        return first, first + b"".join([piece async for piece in pieces])

    first, whole = asyncio.run(watch())
    assert b"%PDF Aino Esimerkki" in first
    assert len(ZipFile(BytesIO(whole)).namelist()) == 4


def test_who_goes_away_ends_nothing_but_the_sending(tmp_path: Path) -> None:
    step = Semaphore(2)
    making = Making(played(tmp_path, *NAMES, before_each=step.acquire), api.Session())
    making.begin()

    async def leave() -> None:
        pieces = zipped(making)
        await anext(pieces)
        await pieces.aclose()

    asyncio.run(leave())
    step.release(9)
    making.wait(20)
    assert making.progress().done == 3


def test_what_is_ready_can_be_had_of_a_run_that_was_stopped(tmp_path: Path) -> None:
    step = Semaphore(2)
    making = Making(played(tmp_path, *NAMES, before_each=step.acquire), api.Session())
    making.begin()
    making.stop()
    step.release(9)
    making.wait(20)
    with ZipFile(BytesIO(asyncio.run(sent(making)))) as archive:
        assert "tulosta-kaikki.pdf" not in archive.namelist()
        assert len(archive.namelist()) < 3
