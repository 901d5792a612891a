"""A course of one's own is followed: what is wrong and what has happened comes to the page, and printing waits."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event

import pytest

from tests.helpers.web import Browser, Served, served
from worksheets import api
from worksheets.course.fault import FaultKind
from worksheets.web import own_course
from worksheets.web.own_course import CourseFile, OwnCourse, course_files, lines_of

Show = Callable[..., None]
"""Shows a preview: its faults, and the pages that are shown as they last were right."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "oma"
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Oma"\npages = ["alku", "loppu"]\n', "utf-8")
    for name in ("alku", "loppu"):
        (folder / f"pages/{name}.md").write_text("\n".join(f"rivi {number}" for number in range(1, 41)), "utf-8")
    return folder


@pytest.fixture
def show(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """Give what plays the library's part: nothing is typeset, and nothing is checked."""
    previews: SimpleQueue[api.Preview] = SimpleQueue()

    def watch(*_arguments: object, ended: Event, **_options: object) -> Iterator[api.Preview]:
        while not ended.is_set():
            with suppress(Empty):
                yield previews.get(timeout=0.02)

    def show(*faults: api.CourseFault, changed: tuple[str, ...] = (), **stale: datetime) -> None:
        names = ("alku", "loppu")
        pdfs = {name: name.encode() for name in names}
        problems = tuple(fault.message for fault in faults)
        previews.put(api.Preview(folder / "x.pdf", changed, 2, problems, names, faults, stale, pdfs))

    monkeypatch.setattr(api, "watch", watch)
    monkeypatch.setattr(own_course, "_QUIET", 1000)
    return show


@pytest.fixture
def page(folder: Path) -> Iterator[Served]:
    with served([str(folder)]) as server:
        yield server


@pytest.fixture
def browser(page: Served) -> Browser:
    browser = page.browser()
    page.visit(browser).language = "en"
    return browser


def fault(folder: Path, line: int = 14, name: str = "pages/loppu.md") -> api.CourseFault:
    return api.CourseFault(folder / name, line, "the id is there already; write {#este}", FaultKind.MARKDOWN)


def followed(page: Served, folder: Path, version: int) -> own_course.CourseState:
    """Return the state after so many changes."""
    course = page.service.followed.of(str(folder), "en")
    state = course.state
    for _change in range(version - state.version):
        state = course.wait(state.version, 20)
    assert state.version >= version
    return state


def test_a_fault_stands_at_its_line_and_printing_waits(
    folder: Path, show: Show, page: Served, browser: Browser
) -> None:
    show(fault(folder), loppu=datetime(2026, 1, 14, 10, 39, tzinfo=UTC))
    followed(page, folder, 1)
    text = browser.get("/own").text
    assert "1 thing to mend" in text
    assert "loppu.md, line 14" in text
    assert '<li id="line-14" class="at-fault">' in text
    assert "The id is there already; write {#este}" in text
    assert "as it last was right, at 10:39" in text
    assert "Mend line 14, and save the file." in text
    assert 'aria-disabled="true"' in text
    assert browser.post("/own/print", {"screen": "blank"}).path == "/own"


def test_what_was_saved_is_said(folder: Path, show: Show, page: Served, browser: Browser) -> None:
    show(changed=("alku", "loppu"))
    followed(page, folder, 1)
    assert "Nothing has been saved since you have been looking." in browser.get("/own").text
    (folder / "pages/loppu.md").write_text("uusi", "utf-8")
    show(fault(folder, line=1))
    (folder / "pages/loppu.md").write_text("uudempi", "utf-8")
    followed(page, folder, 2)
    show(changed=("loppu",))
    followed(page, folder, 3)
    text = browser.get("/own").text
    assert "saved: 1 thing to mend" in text
    assert "saved: page 2 drawn anew" in text
    assert "Nothing is wrong with the course." in text


def test_a_whole_course_can_be_printed(folder: Path, show: Show, page: Served, browser: Browser) -> None:
    show()
    followed(page, folder, 1)
    text = browser.get("/own").text
    assert "Now it can be printed" in text
    page.visit(browser).course = "tyoelaman-verkostot"
    answer = browser.post("/own/print", {"screen": "group"}, follow=False)
    assert answer.headers["location"] == "/group"
    assert page.visit(browser).course == "oma"


def test_events_come_with_each_change(folder: Path, show: Show, page: Served, browser: Browser) -> None:
    show()
    followed(page, folder, 1)
    with browser.opened("/own/events?version=1") as response:
        assert response.readline() == b"retry: 1000\n"
        show(fault(folder))
        lines = iter(response.readline, b"")
        assert b"data: 2\n" in lines


def test_a_course_that_is_gone_is_told(folder: Path, page: Served, browser: Browser) -> None:
    (folder / "course.toml").unlink()
    followed(page, folder, 1)
    assert "The course is not followed any more" in browser.get("/own").text


def test_only_pages_that_are_there_are_drawn(folder: Path, show: Show, page: Served, browser: Browser) -> None:
    show()
    followed(page, folder, 1)
    for asked in ("number=9", "number=0", "number=x", "number=" + "9" * 400, ""):
        assert browser.get(f"/own/page?{asked}").status == 404
        assert browser.get(f"/own?{asked.replace('number', 'file')}&page=77").status == 200


def test_without_a_course_of_ones_own_the_screen_says_how() -> None:
    with served() as server:
        assert "--course" in server.browser().get("/own").text


def test_each_language_has_its_messages_and_a_course_is_followed_once_in_each(
    folder: Path, show: Show, page: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    show()
    first = page.service.followed.of(str(folder), "fi")
    assert page.service.followed.of(str(folder), "fi") is first
    second = page.service.followed.of(str(folder), "sv")
    assert second.language == "sv"
    assert not first.is_ended, "somebody else may be reading it"
    monkeypatch.setattr(own_course, "_UNSEEN", -1)
    page.service.followed.of(str(folder), "en")
    assert first.is_ended
    assert second.is_ended


def test_a_check_waits_until_nothing_is_saved(folder: Path, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    advice = api.CourseFault(folder / "kuvat/polku.png", 0, "is on no page", FaultKind.UNUSED_PICTURE)
    known = fault(folder)
    report = api.CourseReport(folder, 2, (known, advice), is_typeset=True)
    monkeypatch.setattr(api, "check_course", lambda *_arguments: report)
    monkeypatch.setattr(own_course, "_QUIET", 0.05)
    course = OwnCourse(str(folder), "en")
    course.begin()
    show(known)
    state = course.wait(course.wait(0, 20).version, 20)
    course.end()
    assert state.faults == (known,)
    assert state.advice == (advice,), "what is known already is not said again"


def test_only_files_of_the_course_are_listed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "salainen.md").write_text("x", "utf-8")
    (folder / "pages/loppu.md").unlink()
    (folder / "pages/loppu.md").symlink_to(tmp_path / "salainen.md")
    (folder / "pages/muistio.md").write_text("x", "utf-8")
    (folder / "styles").mkdir()
    (folder / "styles/oma.css").write_text("x", "utf-8")
    faults = [fault(folder, 1, "styles/oma.css"), fault(folder, 0, "pages"), fault(folder, 1, "../salainen.md")]
    files = course_files(folder, ("alku", "loppu", "poissa", "../../salainen"), faults)
    assert [(file.name, file.page) for file in files] == [("course.toml", 0), ("alku.md", 1), ("oma.css", 0)]


def test_lines_around_the_first_fault(folder: Path) -> None:
    file = CourseFile(folder / "pages/loppu.md", "loppu.md")
    lines = lines_of(file, [fault(folder, 30), fault(folder, 14)])
    assert [line.number for line in lines] == list(range(7, 31))
    assert [line.number for line in lines if line.faults] == [14, 30]
    assert [line.number for line in lines_of(file, [])] == list(range(1, 25))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"x" * 1_000_001])
def test_a_file_that_is_no_text_has_no_lines(folder: Path, data: bytes) -> None:
    path = folder / "pages/loppu.md"
    path.write_bytes(data)
    assert lines_of(CourseFile(path, path.name), []) == ()
