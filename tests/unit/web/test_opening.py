"""The language in which the page opens, and its link."""

import pytest

from tests.helpers.web import served
from worksheets.messages import VARIABLE
from worksheets.web.screens.opening import first_language


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        ("", "fi"),
        ("fi-FI,fi;q=0.9,en;q=0.8", "fi"),
        ("sv-FI", "sv"),
        ("de-DE,de;q=0.9,en;q=0.8", "en"),
        ("en;q=0.3,sv;q=0.7", "sv"),
        ("EN", "en"),
        ("de,fr;q=0.5", "fi"),
        ("en;q=0,*;q=0.5", "fi"),
        ("en;q=nan,sv;q=²", "fi"),
        (";;,=;q", "fi"),
    ],
)
def test_the_browsers_language(preferred: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    assert first_language(preferred) == language


@pytest.mark.parametrize(("chosen", "language"), [("sv", "sv"), ("en_GB.UTF-8", "en"), ("de", "fi")])
def test_the_variable_comes_first(chosen: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, chosen)
    assert first_language("fi") == language


def test_the_page_opens_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    with served() as running:
        browser = running.browser()
        assert running.visit(browser).language == "fi"
        assert '<html lang="fi"' in browser.get("/").text
