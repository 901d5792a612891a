"""Prose with which masters are proved: Finnish of all lengths, with all that makes lines break."""

from collections.abc import Callable
from itertools import cycle, islice

from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.continuation_layout import takes_same_pages
from worksheets.merge.merger import Merger
from worksheets.merge.model import Continuation, MasterSlot
from worksheets.merge.questions import SlotKey
from worksheets.text.fit import Fit

_PROSE = [
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
NOBODY = "Æ. Ødegård"
"""What is said in titles, as nothing else on the pages is."""
_LENGTHS = (16, 9, 5, 2, 1)
_LONGEST = 2000
"""Words that may be needed to fill the continuation_pages."""


def prose_overleaf(continuation: Continuation, merger: Merger, label: Callable[[str], str]) -> dict[SlotKey, Fit]:
    """Return texts that go on, of one or two slots, on as many continuation_pages as there are. Raises NeedsTypesetterError."""
    steps = {(slot.path, slot.place): list(slot.styles)[-1] for slot in merger.master.slots}
    for words in range(1, _LONGEST, 7):
        rests = [" ".join(islice(cycle(_PROSE), words)), " ".join(_PROSE)]
        keyed = dict(zip(continuation.keys, rests, strict=False))
        if takes_same_pages(continuation, merger.laid(continuation, list(keyed.items()), label)):
            return {key: Fit(steps[key], _PROSE[1], rest) for key, rest in keyed.items()}
    raise NeedsTypesetterError(_("a page that goes on in another way"))


def prose(number: int, slot: MasterSlot, merger: Merger) -> tuple[SlotKey, Fit]:
    """Return a text for a slot: as long as can be there, or shorter, or none."""
    words = _PROSE[number % len(_PROSE) :] + _PROSE[: number % len(_PROSE)]
    steps = list(slot.styles)
    for count in _LENGTHS[number % len(_LENGTHS) :]:
        fitted = Fit(steps[number % len(steps)], " ".join(words[:count]))
        if slot.row < 0 and merger.holds(slot, fitted):
            return (slot.path, slot.place), fitted
    return (slot.path, slot.place), Fit(NORMAL, words[0] if slot.row >= 0 or not slot.room else "")
