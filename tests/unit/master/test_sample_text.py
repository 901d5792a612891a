"""Sample texts are as long as a slot holds, and their overflow takes as many continuation pages as there are."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from tests.helpers.course import the_course
from tests.helpers.tiny_master import SLOT, STYLE, tiny_master
from worksheets.compose.page_data import PageData
from worksheets.course.layout import NORMAL, read_layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.sample_text import sample_fit, sample_overflow
from worksheets.merge.continuation_layout import BlockKind, PageBlocks, TextBlock
from worksheets.merge.model import Continuation, ContinuationTags, MasterSlot, SlotKey
from worksheets.merge.text_setter import OverflowText, TextSetter
from worksheets.people.participant import BLANK
from worksheets.text.fit import Fit

KEYS = tuple(SlotKey(path, "prompt") for path in "abc")
CONTINUATION = Continuation(
    keys=KEYS, tags=ContinuationTags(b"/H2", b"", b"/P", b"/Span"), title=STYLE, text=STYLE, left=0.0,
    title_width=0.0, text_width=0.0, gap=0.0, lead=0.0, head=0.0, start=0.0,
    top=0.0, limit=0.0, foot=0.0, pages=(0, 1),
)  # fmt: skip


DATA = PageData(the_course(), BLANK, read_layout("handout", the_course().folder))


class CountingSetter(TextSetter):
    """Holds texts of some letters in a slot, and of some words on a continuation page."""

    def __init__(self, letters: int = 0, words: int = 1) -> None:
        slots = tuple(structs.replace(SLOT, path=key.path, place=key.place) for key in KEYS)
        self.master = structs.replace(tiny_master(), slots=slots)
        self.letters, self.words = letters, words

    def holds(self, slot: MasterSlot, fit: Fit) -> bool:  # noqa: ARG002 - all slots hold the same
        return len(fit.text) <= self.letters

    def lay_out_continuation(
        self,
        continuation: Continuation,  # noqa: ARG002 - all are alike
        overflow: Sequence[OverflowText],
        data: PageData,
        changes: Sequence[float],
    ) -> Sequence[PageBlocks]:
        assert data is DATA
        assert not changes
        assert [text.key.path for text in overflow] in (["a", "b"], ["a"])
        words = sum(len(text.text.split()) for text in overflow)
        return [PageBlocks([TextBlock(kind=BlockKind.TEXT, lines=[], tops=[])], 0.0)] * (words // self.words)


@pytest.mark.parametrize("letters", [20, 60, 200])
@pytest.mark.parametrize("number", range(24))
def test_a_sample_text_is_one_that_the_slot_holds(letters: int, number: int) -> None:
    slot = structs.replace(SLOT, room=60.0)
    assert len(sample_fit(number, slot, CountingSetter(letters)).text) <= letters


def test_sample_texts_are_of_different_lengths_and_words() -> None:
    texts = [sample_fit(number, SLOT, CountingSetter(1000)).text for number in range(24)]
    assert len(set(texts)) == 24
    assert {len(text.split()) for text in texts} == {16, 9, 5, 2, 1}


def test_a_slot_that_holds_no_text_is_empty_if_it_may_be() -> None:
    setter = CountingSetter()
    assert sample_fit(0, structs.replace(SLOT, room=60.0), setter) == Fit(NORMAL, "")
    assert len(sample_fit(0, structs.replace(SLOT, room=0.0), setter).text.split()) == 1


def test_a_slot_that_shares_its_line_has_one_word() -> None:
    shared = structs.replace(SLOT, shared_line=0, room=60.0)
    assert len(sample_fit(0, shared, CountingSetter(1000)).text.split()) == 1


def test_overflow_takes_all_continuation_pages() -> None:
    fits = sample_overflow(CONTINUATION, CountingSetter(words=100), DATA)
    assert list(fits) == list(KEYS[:2])
    assert all(fit.text and fit.overflow for fit in fits.values())
    assert 200 <= sum(len(fit.overflow.split()) for fit in fits.values()) < 300


def test_where_two_texts_have_no_room_one_overflows() -> None:
    on_one_page = structs.replace(CONTINUATION, pages=(0,))
    fits = sample_overflow(on_one_page, CountingSetter(words=12), DATA)
    assert list(fits) == list(KEYS[:1])
    assert 12 <= sum(len(fit.overflow.split()) for fit in fits.values()) < 24


def test_overflow_that_never_takes_so_many_pages_is_refused() -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        sample_overflow(CONTINUATION, CountingSetter(words=10000), DATA)
    assert error.value.refusal.reason is Reason.NO_SAMPLE_TEXT
