"""How long visits are kept, and when the server ends; the clock is put on by the tests."""

from collections.abc import Iterator

import pytest

from tests.helpers.web import Clock
from worksheets.messages import in_language
from worksheets.web import life
from worksheets.web.life import Life
from worksheets.web.visits import Visit, Visits

MINUTE = 60.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visits(clock: Clock) -> Iterator[Visits]:
    kept = Visits(clock)
    yield kept
    kept.wipe_all()


@pytest.fixture
def visit(visits: Visits) -> Visit:
    return visits.new("kurssi")


def test_a_server_waits_for_its_first_visit(visits: Visits, clock: Clock) -> None:
    waiting = Life(visits)
    clock.now += 10_000 * MINUTE
    assert waiting.go_on()


def test_it_ends_a_minute_after_its_last_page(visits: Visits, visit: Visit, clock: Clock) -> None:
    server = Life(visits)
    with visits.page_open(visit), visits.page_open(visit):
        assert server.go_on()
        clock.now += 50 * MINUTE
        assert server.go_on()
    clock.now += 59
    assert server.go_on()
    with visits.page_open(visit):  # It was only loaded again.
        clock.now += 5
        assert server.go_on()
    clock.now += 59
    assert server.go_on()
    clock.now += 1
    assert not server.go_on()


def test_without_javascript_it_ends_after_an_hour(visits: Visits, visit: Visit, clock: Clock) -> None:
    server = Life(visits)
    clock.now += 59 * MINUTE
    assert server.go_on()
    visits.touch(visit)
    clock.now += 59 * MINUTE
    assert server.go_on()
    clock.now += MINUTE
    assert server.go_on(), "the screen that says so is still to be shown"
    assert not list(visits)
    clock.now += MINUTE
    assert not server.go_on()


def test_a_visit_is_wiped_when_nobody_uses_it(visits: Visits, visit: Visit, clock: Clock) -> None:
    (visit.folder / "lista.csv").write_text("nimi\nAino Esimerkki\n", "utf-8")
    with visits.page_open(visit):
        clock.now += 60 * MINUTE - 1
        Life(visits).go_on()
        assert visits.of(visit.key) is visit
        clock.now += 1
        Life(visits).go_on()
    assert visits.of(visit.key) is None
    assert not visit.folder.exists()


def test_a_visit_is_not_idle_while_something_is_made(
    visits: Visits, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = visits.new("kurssi")
    monkeypatch.setattr(Visit, "is_busy", True)
    server = Life(visits)
    clock.now += 600 * MINUTE
    assert server.go_on()
    monkeypatch.setattr(Visit, "is_busy", False)
    clock.now += 59 * MINUTE
    server.go_on()
    assert visits.of(visit.key) is visit


def test_its_end_is_announced_ten_minutes_before(visits: Visits, visit: Visit, clock: Clock) -> None:
    clock.now += 50 * MINUTE - 1
    assert life.notice(visit, clock.now) is None
    clock.now += 1
    notice = life.notice(visit, clock.now)
    assert notice
    assert not notice.is_wanted
    visits.touch(visit)
    assert life.notice(visit, clock.now) is None


def test_an_end_can_be_undone_for_a_minute(visits: Visits, visit: Visit, clock: Clock) -> None:
    life.end(visit, clock.now)
    clock.now += 30
    life.end(visit, clock.now)  # Pressed once more.
    notice = life.notice(visit, clock.now)
    assert notice
    assert notice.is_wanted
    visits.touch(visit)
    clock.now += 29
    Life(visits).go_on()
    assert visits.of(visit.key) is visit
    visit.ends_at = None
    clock.now += MINUTE
    Life(visits).go_on()
    assert visits.of(visit.key) is visit
    life.end(visit, clock.now)
    clock.now += MINUTE
    Life(visits).go_on()
    assert visits.of(visit.key) is None


@pytest.mark.parametrize(("code", "mark"), [("en", ":"), ("fi", "."), ("sv", ".")])
def test_the_time_is_written_as_the_language_writes_it(visit: Visit, clock: Clock, code: str, mark: str) -> None:
    life.end(visit, clock.now)
    with in_language(code):
        notice = life.notice(visit, clock.now)
    assert notice
    hours, _mark, minutes = notice.at.partition(mark)
    assert hours.isdigit()
    assert len(minutes) == 2
