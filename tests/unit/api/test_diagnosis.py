"""What support would ask about an installation, and what is missing from it."""

import os
from importlib import metadata
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

import pytest

from worksheets import __version__, api
from worksheets.api import diagnosis
from worksheets.errors import NoTypesetterError
from worksheets.packet.session import Session

VERSION_OF_PANGO = "1.50.12"
Trouble = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def _loaded(monkeypatch: Trouble) -> None:
    """Let the typesetter be loaded at once; the test of the command loads the real one."""
    monkeypatch.setattr(Session, "call", lambda *_arguments: VERSION_OF_PANGO)


def library(result: api.Diagnosis, name: str) -> str:
    return {library.name: library.version for library in result.libraries}[name]


def test_versions_folders_and_language_are_told(monkeypatch: Trouble, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "worksheets-abc"))
    monkeypatch.setenv("WORKSHEETS_LANG", "sv")
    result = api.doctor()
    assert (result.version, result.can_print, result.problems) == (__version__, True, ())
    assert (library(result, "Pango"), library(result, "pikepdf")) == (VERSION_OF_PANGO, version_of("pikepdf"))
    assert library(result, "HarfBuzz").count(".") == 2
    assert result.temporary_folder == tmp_path, "this run's own folder goes with it"
    assert (result.language, result.language_setting) == ("sv", "WORKSHEETS_LANG=sv")


def test_masters_are_counted(monkeypatch: Trouble, tmp_path: Path) -> None:
    (tmp_path / "worksheets" / "masters" / "edition").mkdir(parents=True)
    (tmp_path / "worksheets" / "masters" / "edition" / "koe.master").write_bytes(b"123")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (shipped := tmp_path / "shipped").mkdir()
    (shipped / "koe.masters").write_bytes(b"")
    monkeypatch.setattr(diagnosis, "MASTERS", shipped)
    masters = api.doctor().masters
    assert masters == api.KeptMasters(1, 3, tmp_path / "worksheets" / "masters", 1)


def test_without_pango_nothing_can_be_typeset(monkeypatch: Trouble) -> None:
    def call(*_arguments: object) -> str:
        raise NoTypesetterError("cannot be loaded", "type:", "    a command")

    monkeypatch.setattr(Session, "call", call)
    result = api.doctor()
    assert not result.can_print
    assert library(result, "Pango") == ""
    assert result.problems == ("cannot be loaded\ntype:\n    a command",)


def test_without_pango_shipped_masters_serve_most(monkeypatch: Trouble, tmp_path: Path) -> None:
    hint = "Until then, the built-in course can be printed for everyone whose answers fit a shipped master."
    (shipped := tmp_path / "shipped").mkdir()
    (shipped / "koe.masters").write_bytes(b"")
    monkeypatch.setattr(diagnosis, "MASTERS", shipped)
    assert hint not in api.doctor().hints

    def call(*_arguments: object) -> str:
        raise NoTypesetterError("cannot be loaded")

    monkeypatch.setattr(Session, "call", call)
    assert hint in api.doctor().hints


def without(package: str, monkeypatch: Trouble) -> None:
    """Let a package be missing from what is installed."""

    def version(name: str) -> str:
        if name == package:
            raise PackageNotFoundError
        return version_of(name)

    monkeypatch.setattr(metadata, "version", version)


def test_a_missing_package_is_named(monkeypatch: Trouble) -> None:
    without("pikepdf", monkeypatch)
    result = api.doctor()
    assert result.problems == ("pikepdf is missing; install it: pip install pikepdf",)
    assert library(result, "pikepdf") == ""


def test_missing_fonts_are_no_error(monkeypatch: Trouble) -> None:
    without("manimgx-fonts", monkeypatch)
    assert api.doctor().can_print
    monkeypatch.setattr("worksheets.text.scripts.uncovered", lambda letter: (letter,) if letter == "한" else ())
    result = api.doctor()
    assert [script.name for script in result.scripts if not script.is_covered] == ["Korean"]
    assert result.hints == (
        "To print names in more scripts, install more fonts: pip install justmytype-intl-cjk manimgx-fonts",
    )
    assert result.can_print


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: Trouble, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(os, "access", lambda _folder, _mode: False)
    result = api.doctor()
    assert result.problems == (f"{tmp_path}: not writable; name another folder for temporary files in TMPDIR",)
    assert result.hints == ("The cache folder is not writable, so nothing is kept and every run takes longer.",)


def test_an_installation_without_metadata_is_judged_by_the_packages_known(monkeypatch: Trouble) -> None:
    def requires(_name: str) -> list[str]:
        raise PackageNotFoundError

    monkeypatch.setattr(metadata, "requires", requires)
    assert api.doctor().problems == ()
    without("click", monkeypatch)
    assert api.doctor().problems == ("click is missing; install it: pip install click",)


def test_optional_packages_are_not_needed(monkeypatch: Trouble) -> None:
    monkeypatch.setattr(
        metadata, "requires", lambda _name: ["click<9,>=8.5", "ei-ole>=1; extra == 'fonts'", "ei-ole-2[x]~=1"]
    )
    assert api.doctor().problems == ("ei-ole-2 is missing; install it: pip install ei-ole-2",)
