"""Where pages cannot be typeset, three lines say how to get Pango on the system that this is."""

import platform
from types import SimpleNamespace

import pytest

from worksheets.errors import NoTypesetterError
from worksheets.pdf import pango
from worksheets.pdf.pango import how_to_get_pango, no_typesetter, require_typesetter


def linux(monkeypatch: pytest.MonkeyPatch, **release: str) -> None:
    monkeypatch.setattr(pango, "sys", SimpleNamespace(platform="linux"))
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ({"ID": "debian"}, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "sudo apt-get install libpango-1.0-0"),
        ({"ID": "fedora"}, "sudo dnf install pango"),
        ({"ID": "manjaro", "ID_LIKE": "arch"}, "sudo pacman -S pango"),
        ({"ID": "alpine"}, "sudo apk add pango"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "sudo zypper install libpango-1_0-0"),
        ({"ID": "unknown"}, "Pango, HarfBuzz, Fontconfig"),
    ],
)
def test_each_linux_has_its_command(monkeypatch: pytest.MonkeyPatch, release: dict[str, str], command: str) -> None:
    linux(monkeypatch, **release)
    heading, middle, again = how_to_get_pango().splitlines()
    assert heading.startswith("To get Pango, ")
    assert middle.strip().startswith(command)
    assert again == "Then run the same command again."


def test_a_linux_that_does_not_say_its_name_has_one_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> dict[str, str]:
        raise FileNotFoundError

    monkeypatch.setattr(pango, "sys", SimpleNamespace(platform="linux"))
    monkeypatch.setattr(platform, "freedesktop_os_release", missing)
    assert "Fontconfig" in how_to_get_pango()


@pytest.mark.parametrize(("system", "command"), [("darwin", "brew install pango"), ("win32", "pacman -S mingw-w64")])
def test_other_systems_have_theirs(monkeypatch: pytest.MonkeyPatch, system: str, command: str) -> None:
    monkeypatch.setattr(pango, "sys", SimpleNamespace(platform=system))
    _heading, middle, _again = how_to_get_pango().splitlines()
    assert middle.strip().startswith(command)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError("cannot load library"), "Typesetting needs the library Pango, which cannot be loaded here."),
        (ImportError("no module"), "Typesetting needs WeasyPrint, which cannot be loaded here: no module"),
    ],
)
def test_the_error_says_what_is_missing_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, error: ImportError | OSError, problem: str
) -> None:
    monkeypatch.setattr(pango, "how_to_get_pango", lambda: "first\nsecond")
    monkeypatch.setattr(pango, "_causes", [])
    require_typesetter()
    assert no_typesetter(error).problems == (problem, "first", "second")
    with pytest.raises(NoTypesetterError) as caught:
        require_typesetter()
    assert caught.value.problems == (problem, "first", "second"), "and WeasyPrint is not tried again"
