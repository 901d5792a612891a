"""Every memo is listed with its lifetime, and given up when that ends."""

import gc
from threading import Event, Thread

import pytest

from tests.helpers.memory import kept_texts
from worksheets.caches import Lifetime, forget, memoized, register
from worksheets.course.layout import read_layout
from worksheets.resources import STYLES
from worksheets.text.fit import fit
from worksheets.text.typography import typography


def test_a_result_is_computed_once_until_it_is_forgotten() -> None:
    calls: list[int] = []

    @memoized(Lifetime.RUN)
    def double(number: int) -> int:
        calls.append(number)
        return 2 * number

    assert [double(4), double(4)] == [8, 8]
    assert calls == [4]
    forget(Lifetime.SESSION)
    assert (double(4), calls) == (8, [4])
    forget(Lifetime.RUN)
    assert (double(4), calls) == (8, [4, 4])


def test_a_memo_keeps_no_more_than_its_size() -> None:
    calls: list[int] = []

    @memoized(Lifetime.RUN, maxsize=2)
    def same(number: int) -> int:
        calls.append(number)
        return number

    for number in (1, 2, 3, 1):
        same(number)
    assert calls == [1, 2, 3, 1]


class Emptied:
    times = 0

    def cache_clear(self) -> None:
        Emptied.times += 1


def test_an_object_with_memos_of_its_own_is_listed_only_as_long_as_it_lives() -> None:
    memo = Emptied()
    register(Lifetime.RUN, memo)
    forget(Lifetime.RUN)
    assert Emptied.times == 1
    del memo
    gc.collect()
    forget(Lifetime.RUN)
    assert Emptied.times == 1


def test_memos_may_be_made_while_the_run_of_another_thread_ends() -> None:
    is_over = Event()
    made: list[Emptied] = []

    def make() -> None:
        while not is_over.is_set():
            made.append(Emptied())
            register(Lifetime.RUN, made[-1])
            if len(made) > 1_000:
                made.clear()

    thread = Thread(target=make)
    thread.start()
    try:
        for _time in range(300):
            forget(Lifetime.RUN)
    finally:
        is_over.set()
        thread.join()


@pytest.mark.long
def test_no_text_stays_when_a_run_ends() -> None:
    needle = "Kvanttisalaisuus"
    place = read_layout("handout", STYLES).place("prompt")
    for text in (
        f"{needle} ja {needle}-talo",
        f"”{needle}” \u0416 {needle}(a)",
        typography(f'"{needle}" 1 - 2', "fi"),
    ):
        fit(text * 9, place)
    del text
    assert kept_texts(needle)
    forget(Lifetime.RUN)
    assert kept_texts(needle) == []
