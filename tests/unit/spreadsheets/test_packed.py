"""Long sequences are packed: they are what tuples of their items are, in a tenth of the memory."""

import pickle
import tracemalloc
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.spreadsheets import packed
from worksheets.spreadsheets.packed import TOGETHER, Chunked, Packed, Picked
from worksheets.spreadsheets.sheets import SheetRow


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack what is longer than a few chunks, and keep two chunks."""
    monkeypatch.setattr(packed, "_UNPACKED", 4 * TOGETHER)
    monkeypatch.setattr(packed, "_KEPT", 2)


def rows(count: int) -> list[SheetRow]:
    return [SheetRow(number, (f"Väinö {number}", "", "\ud800 王"), merged=frozenset({2})) for number in range(count)]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("count", [0, 1, TOGETHER, 4 * TOGETHER - 1, 4 * TOGETHER, 9 * TOGETHER + 5])
def test_a_packed_sequence_is_what_its_items_are(count: int) -> None:
    items = rows(count)
    sequence = Packed(items)
    assert len(sequence) == count
    assert list(sequence) == items
    assert sequence == items
    assert tuple(items) == sequence
    assert sequence != [*items, *items[:1], SheetRow(1, ())]
    assert [sequence[index] for index in range(-count, count)] == items * 2
    assert repr(sequence) == repr(tuple(items))
    for index in (count, -count - 1):
        with pytest.raises(IndexError):
            sequence[index]


@pytest.mark.usefixtures("small")
def test_slices_are_those_of_a_tuple() -> None:
    items = tuple(rows(7 * TOGETHER + 3))
    sequence = Packed(items)

    @given(*(st.none() | st.integers(-300, 300) for _place in range(2)), st.sampled_from([None, 1, 2, -1, -33]))
    def compare(start: int | None, stop: int | None, step: int | None) -> None:
        assert sequence[start:stop:step] == items[start:stop:step]

    compare()


@pytest.mark.usefixtures("small")
def test_what_grows_is_never_read_as_it_was() -> None:
    sequence: Packed[int] = Packed()
    for number in range(11 * TOGETHER):
        sequence.append(number)
        assert sequence[-1] == number
        assert sequence[number // 2] == number // 2
    assert list(sequence) == list(range(11 * TOGETHER))


@pytest.mark.usefixtures("small")
def test_other_processes_get_it_packed() -> None:
    items = rows(30 * TOGETHER)
    sequence = Packed(items)
    assert list(sequence) == items
    assert len(pickle.dumps(sequence)) < len(pickle.dumps(items)) / 3
    assert deepcopy(sequence) == items
    assert deepcopy(Picked(sequence, [3, 500])) == [items[3], items[500]]


@pytest.mark.usefixtures("small")
def test_the_memory_of_a_long_sequence_is_little() -> None:
    texts = [f"Tukea ja kannustusta kevään hakujen aikaan, numero {number}" for number in range(20)]
    tracemalloc.start()
    try:
        sequence = Packed(SheetRow(number, tuple(f"{text}, {number}" for text in texts)) for number in range(5_000))
        assert sum(len(row.cells) for row in sequence) == 20 * 5_000
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2_000_000, "as texts, they take 14 MB"


@pytest.mark.usefixtures("small")
def test_some_items_are_picked_in_an_order_of_their_own() -> None:
    items = rows(9 * TOGETHER)
    sequence = Packed(items)
    indexes = [250, 0, 7, 250, 100]
    picked = Picked(sequence, indexes)
    assert picked == [items[index] for index in indexes]
    again = Picked(picked, [4, 0])
    assert again == [items[100], items[250]]
    assert again.items is sequence, "what is picked twice is looked up once"
    assert not Picked(sequence, [])


def test_no_sequence_is_a_text() -> None:
    assert Packed("abc") != "abc"
    assert Packed("abc") == ["a", "b", "c"]


def test_chunks_must_be_given() -> None:
    class Two(Chunked[int]):
        def __len__(self) -> int:
            return 2

    with pytest.raises(NotImplementedError):
        list(Two())
