"""Fontconfig knows our fonts only, and writes nothing outside their folder."""

import os
from pathlib import Path

import pytest

from worksheets.text.fontconfig import isolate


def test_fontconfig_leaves_nothing_in_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of the fonts is another one in each run, so that each would leave some files there."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    with isolate() as home:
        config = Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8")
        assert f"<cachedir>{home}/cache</cachedir>" in config
        assert config.count("<cachedir") == 1
