"""Finnish sample texts for the self-test of a new master: of all lengths, with all that makes lines break."""

from collections.abc import Sequence
from itertools import cycle, islice

from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import OVERFLOW
from worksheets.course.layout import EMPTY, NORMAL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.continuation_layout import takes_same_pages
from worksheets.merge.model import Continuation, MasterSlot, SlotKey
from worksheets.merge.participant_texts import ParticipantTexts
from worksheets.merge.text_setter import OverflowText, TextSetter
from worksheets.text.fit import Fit

SAMPLE_NAME = "Æ. Ødegård"
"""The sample text for everything that is not drawn, such as a title; no other text on the pages is like it."""
_WORDS = [
    "Työnhakuvalmennuksessa",
    "laadittu",
    "verkostokartta",
    "auttaa:",
    "soita,",
    "kysy",
    "ja",
    "kiitä!",
    "Ystävät",
    "(ja",
    "naapurit)",
    "tietävät",
    "avoimista",
    "paikoista.",
    "Äitiysloman",
    "jälkeen",
    "Åsa",
    "löysi",
    "TE-palveluista",
    "14.1.2026",
    "ohjaajan,",
    "joka",
    "tunsi",
    "”piilotyöpaikat”.",
]
_WORD_COUNTS = (16, 9, 5, 2, 1)
"""The lengths of texts to try, longest first."""
_MOST_WORDS = 2000
"""Words of an overflow that is to fill all continuation pages."""
_MORE_WORDS = 7
"""Words by which an overflow grows from one try to the next."""


def sample_fit(number: int, slot: MasterSlot, setter: TextSetter) -> Fit:
    """Return a text that a slot holds.

    The slot's number chooses the words, the step, and the length to begin with. Where even one word is too long, or the
    slot shares its line, the text is a single word if the slot needs one, and otherwise empty.
    """
    start = number % len(_WORDS)
    words = _WORDS[start:] + _WORDS[:start]
    steps = list(slot.styles)
    for count in _WORD_COUNTS[number % len(_WORD_COUNTS) :]:
        step, text, hyphenated = steps[number % len(steps)], " ".join(words[:count]), number // 2 % 2 == 1
        fitted = Fit(step, "" if step == EMPTY else text, hyphenated=hyphenated)
        if slot.shared_line < 0 and setter.holds(slot, fitted):
            return fitted
    return Fit(NORMAL, words[0] if slot.shared_line >= 0 or not slot.room else "")


def sample_entries(texts: Sequence[tuple[str, str]]) -> dict[SlotKey, Fit]:
    """Return a name and a longer text for each entry of a legend, whose slots are given by their paths."""
    samples: dict[SlotKey, Fit] = {}
    for number, (name, support) in enumerate(texts, start=1):
        samples[SlotKey(name, OVERFLOW)] = Fit(NORMAL, " ".join(_WORDS[-number:]))
        samples[SlotKey(support, OVERFLOW)] = Fit(NORMAL, " ".join(_WORDS[:-number:number]))
    return samples


def sample_overflow(continuation: Continuation, setter: TextSetter, data: PageData) -> dict[SlotKey, Fit]:
    """Return texts with overflow for the first two slots of a continuation, or for one if there is no room for more.

    Together they take all continuation pages that there are; ``data`` have the labels of the slots. Raises
    NeedsTypesetterError if no length of text does.
    """
    changes = ParticipantTexts(setter, data).height_changes if continuation.moves else ()
    last_steps = {slot.key: list(slot.styles)[-1] for slot in setter.master.slots}
    for seconds in ([" ".join(_WORDS)], []):
        for count in range(1, _MOST_WORDS, _MORE_WORDS):
            texts = [" ".join(islice(cycle(_WORDS), count)), *seconds]
            overflow = [OverflowText(key, text) for key, text in zip(continuation.keys, texts, strict=False)]
            pages = setter.lay_out_continuation(continuation, overflow, data, changes)
            if takes_same_pages(continuation, pages):
                return {sample.key: Fit(last_steps[sample.key], _WORDS[1], sample.text) for sample in overflow}
            if len(pages) > len(continuation.pages) + 1:
                break
    raise NeedsTypesetterError(Reason.NO_SAMPLE_TEXT)
