"""The installed fonts have the scripts that they are installed for."""

import pytest

from worksheets.caches import Lifetime, forget
from worksheets.text import fonts
from worksheets.text.scripts import harfbuzz_version, scripts


def test_every_script_is_covered_where_all_fonts_are_installed() -> None:
    assert [script.name for script in scripts() if not script.is_covered] == []


def test_the_base_fonts_cover_some(monkeypatch: pytest.MonkeyPatch) -> None:
    base = fonts.installed()[:5]
    monkeypatch.setattr(fonts, "installed", lambda: base)
    forget(Lifetime.RUN)
    covered = {script.name for script in scripts() if script.is_covered}
    forget(Lifetime.RUN)
    assert covered == {"Latin", "Greek", "Cyrillic", "Arabic", "Devanagari", "Thai", "Tamil"}


def test_harfbuzz_has_a_version() -> None:
    assert [part.isdecimal() for part in harfbuzz_version().split(".")] == [True] * 3
