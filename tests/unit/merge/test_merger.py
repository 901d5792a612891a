"""A merger knows which texts it can set: their letters, sizes, lines and labels."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from tests.helpers.tiny_master import SLOT, STYLE, tiny_master
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.merger import Merger
from worksheets.merge.model import Continuation, ContinuationNote, Master, MasterSlot
from worksheets.text.fit import Fit

NOTE = ContinuationNote(b"/Em", b"", "F0", b"8", 0.0, 12.0, b"[]", "a")
ROOMY = structs.replace(SLOT, room=40.0)
CONTINUATION = Continuation(
    keys=(("nimi", "head"),), tags=(b"/H2", b"/P", b"/Line"), title=STYLE, text=STYLE, left=0.0,
    title_width=60.0, text_width=60.0, gap=5.0, start=0.0, top=0.0, limit=200.0, foot=0.0, pages=(0,),
)  # fmt: skip


def merger_of(slot: MasterSlot = SLOT, **changes: object) -> Merger:
    master: Master = structs.replace(tiny_master(), slots=(slot,), **changes)
    return Merger(master)


@pytest.mark.parametrize(
    ("slot", "fit", "fits"),
    [
        (SLOT, Fit("normal", "abc"), True),
        (SLOT, Fit("normal", ""), False),  # Without a line, others would move.
        (SLOT, Fit("normal", "abc " * 30), False),
        (SLOT, Fit("normal", "abc ж"), False),
        (SLOT, Fit("small", "abc"), False),
        (SLOT, Fit("normal", "abc", overflow="abc"), False),
        (structs.replace(SLOT, note=NOTE), Fit("normal", "abc", overflow="abc"), True),
        (ROOMY, Fit("normal", ""), True),
        (ROOMY, Fit("normal", "abc\nabc"), True),
        (ROOMY, Fit("normal", "abc\nabc\nabc"), False),
        (structs.replace(ROOMY, group=(0, 1)), Fit("normal", "abc\nabc"), False),
        (structs.replace(ROOMY, inline=True), Fit("normal", "abc\nabc"), False),
    ],
)
def test_a_slot_holds_what_moves_nothing_else(slot: MasterSlot, fit: Fit, *, fits: bool) -> None:
    assert merger_of(slot).holds(slot, fit) is fits


def block_lengths(overflow: Sequence[str], label: str) -> list[list[int]]:
    """Return the numbers of lines of the blocks on each continuation page."""
    keys = [("nimi", "head"), ("aika", "head")]
    texts = list(zip(keys, overflow, strict=False))
    pages = merger_of().lay_out_continuation(CONTINUATION, texts, lambda _path: label)
    return [[len(block.lines) for block in page.blocks] for page in pages]


def test_overflow_is_laid_out_under_labels() -> None:
    assert block_lengths([], "abc") == []
    assert block_lengths(["abc"], "abc") == [[1, 1]]
    assert block_lengths(["a\nb", "c"], "abc") == [[1, 2, 1, 1]]
    assert block_lengths(["a\nb\nc\na\nb\nc\na\nb\nc\na\nb"], "abc") == [[1, 9], [2]]


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("abc", "abc abc abc abc", Reason.LONG_LABEL),
        ("abc", "", Reason.LONG_LABEL),
        ("жук", "abc", Reason.LETTERS),
        ("abc", "жук", Reason.LETTERS),
        ("zzzzzzzzzzzzzzzz", "abc", Reason.LONG_WORD),
    ],
)
def test_overflow_that_only_the_typesetter_can_set_is_refused(text: str, label: str, reason: Reason) -> None:
    with pytest.raises(NeedsTypesetterError, match=reason.value):
        block_lengths([text], label)
