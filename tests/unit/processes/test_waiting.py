"""Calls in other processes are waited for in turns where Ctrl-C would otherwise wait with them."""

from concurrent.futures import Future
from threading import Timer

import pytest

from tests.helpers.systems import loaded_on


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_result_is_waited_for(platform: str) -> None:
    future: Future[int] = Future()
    Timer(0.25, future.set_result, (7,)).start()
    with loaded_on(platform, "worksheets.processes.waiting") as waiting:
        assert waiting.result_of(future) == 7


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_an_error_is_raised(platform: str) -> None:
    future: Future[int] = Future()
    future.set_exception(ValueError("Aino"))
    with loaded_on(platform, "worksheets.processes.waiting") as waiting, pytest.raises(ValueError, match="Aino"):
        waiting.result_of(future)


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_only_what_is_done_is_returned_and_nothing_when_time_is_up(platform: str) -> None:
    futures: list[Future[int]] = [Future(), Future()]
    with loaded_on(platform, "worksheets.processes.waiting") as waiting:
        assert waiting.first_done(futures, 0.01) == set()
        futures[1].set_result(7)
        assert waiting.first_done(futures, 60) == {futures[1]}


def test_windows_gets_a_turn_while_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float | None] = []
    with loaded_on("win32", "worksheets.processes.waiting") as waiting:
        wait = waiting.wait

        def noted(futures: list[Future[int]], seconds: float | None, until: str) -> object:
            turns.append(seconds)
            return wait(futures, 0, until)

        monkeypatch.setattr(waiting, "wait", noted)
        waiting.first_done([Future()], 0.001)
    assert turns
    assert all(seconds and seconds < 1 for seconds in turns)
