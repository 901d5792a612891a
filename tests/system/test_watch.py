"""A course is started and watched as a trainer does it, with real files and the command itself, until Ctrl+C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pypdf
import pytest

from tests.helpers.checked_course import SessionHere, share_fonts
from tests.helpers.course import HEAD, ROOT
from tests.helpers.pdf import texts
from tests.helpers.watching import Steps
from worksheets import api
from worksheets.api.new_courses import COURSE_LANGUAGES

pytestmark = pytest.mark.slow

LONG = 60
"""Seconds in which a change is seen that takes a quarter of one."""
PREVIEW = Path("output/kurssini-esikatselu.pdf")


@contextmanager
def watching(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-P", "-m", "worksheets", "watch", "kurssini"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def until(is_so: Callable[[list[str]], bool]) -> None:
    """Wait until the texts of the preview's sheets are so."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with suppress(OSError, pypdf.errors.PdfReadError):
            if is_so(texts(PREVIEW.read_bytes())):
                return
        time.sleep(0.05)
    pytest.fail("the preview does not follow")


def test_a_new_course_is_watched_until_it_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    api.new_course(Path("kurssini")).write()
    page = Path("kurssini/pages/tavoite.md")
    text = page.read_text("utf-8")
    with watching(tmp_path) as process:
        until(lambda sheets: "Tavoitteeni" in sheets[1])
        Path("kurssini/uusi").write_text(text.replace("Tavoitteeni", "Päämääräni"), "utf-8")
        Path("kurssini/uusi").replace(page)
        until(lambda sheets: "Päämääräni" in sheets[1])
        page.write_text(text.replace("{#tavoite", "{#"), "utf-8")
        until(lambda sheets: "Päämääräni" in sheets[1] and "This page is shown as it last was right" in sheets[1])
        page.unlink()
        page.write_text(text, "utf-8")
        until(lambda sheets: "Tavoitteeni" in sheets[1] and "as it last was" not in sheets[1])
        Path("kurssini").rename("muualla")
        until(lambda sheets: "is gone" in sheets[0])
        Path("muualla").rename("kurssini")
        until(lambda sheets: "is gone" not in sheets[0])
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LONG)
    assert (process.returncode, out) == (130, f"{PREVIEW}\n")
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("Stopped.")


@pytest.mark.parametrize(
    "language",
    [pytest.param(language, marks=() if language == "fi" else pytest.mark.long) for language in COURSE_LANGUAGES],
)
def test_nothing_is_wrong_with_a_new_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    share_fonts(monkeypatch)
    course = api.new_course(tmp_path / "kurssini", language)
    course.write()
    with SessionHere() as session:
        assert api.check_course(course.folder, session).errors == ()
        blank = api.blank(api.Printing(api.read_course(course.folder)), session)
        assert blank.warnings == ()
        sheets = texts(blank.make())
    assert len(sheets) == len(api.read_course(course.folder).pages), "each page takes one sheet"


def test_what_never_ends_is_stopped_and_the_pages_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kurssi/pages").mkdir(parents=True)
    toml = 'title = "K"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi", role = "name" }\n'
    Path("kurssi/course.toml").write_text(toml, "utf-8")
    path, page = Path("kurssi/pages/sivu.html.j2"), HEAD + "{% block body %}<p>Teksti</p>{% endblock %}"
    path.write_text(page, "utf-8")
    loops = "{% for a in range(9999) %}{% for b in range(9999) %}{% set c = a * b %}{% endfor %}{% endfor %}"
    steps = Steps(
        [
            lambda: path.write_text(page.replace("Teksti", loops * 99), "utf-8"),
            lambda: path.write_text(page.replace("Teksti", "Uutta"), "utf-8"),
        ]
    )
    with api.Session(timeout=2) as session:
        previews = api.watch("kurssi", changes=steps, session=session)
        _first, (stopped, kept), (mended, new) = [(preview, texts(preview.path.read_bytes())) for preview in previews]
    assert ["took longer than --timeout allows" in problem for problem in stopped.problems] == [True]
    assert "Teksti" in kept[0]
    assert mended.problems == ()
    assert "Uutta" in new[0]
