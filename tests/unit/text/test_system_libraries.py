"""Libraries are found where each system has them, and a missing one is no error."""

import ctypes
from pathlib import Path

import pytest

from tests.helpers.systems import loaded_on
from worksheets.text import system_libraries

LOADED = ctypes.CDLL(None)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths that are tried; only that of MacPorts has a library."""

    def load(path: str) -> ctypes.CDLL:
        paths.append(path)
        if not path.startswith("/opt/local/"):
            raise OSError(path)
        return LOADED

    paths: list[str] = []
    monkeypatch.setattr(ctypes, "CDLL", load)
    return paths


def test_on_macos_the_folders_of_package_managers_are_tried_too(tried: list[str]) -> None:
    with loaded_on("darwin", "worksheets.text.system_libraries") as there:
        assert there.load(["libpango-1.0.so.0", "libpango-1.0.0.dylib"]) is LOADED
    assert tried[-1] == "/opt/local/lib/libpango-1.0.so.0"
    assert tried[:2] == ["libpango-1.0.so.0", "/opt/homebrew/lib/libpango-1.0.so.0"]


def test_elsewhere_the_system_knows_where_they_are(tried: list[str]) -> None:
    assert system_libraries.load(["libpango-1.0.so.0", "libpango-1.0.0.dylib"]) is None
    assert tried == ["libpango-1.0.so.0", "libpango-1.0.0.dylib"]


def test_on_windows_folders_that_are_missing_are_passed_over(tried: list[str]) -> None:
    with loaded_on("win32", "worksheets.text.system_libraries") as there:
        assert there.load(["libpango-1.0-0.dll"]) is None
    assert tried == ["libpango-1.0-0.dll"]


def test_weasyprint_finds_on_macos_what_its_own_search_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "libpango-1.0.dylib").write_bytes(b"")
    with loaded_on("darwin", "worksheets.text.system_libraries") as there:
        monkeypatch.setattr(there, "_FOLDERS_OF_MACOS", ("/nowhere", str(tmp_path)))
        assert there.find("pango-1.0") == str(tmp_path / "libpango-1.0.dylib")
        assert there.find("pangoft2-1.0") is None
    assert system_libraries.find("pango-1.0") is None
