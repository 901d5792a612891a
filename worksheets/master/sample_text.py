"""Prose with which plates are proved: Finnish of all lengths, with all that makes lines break."""

from collections.abc import Callable
from itertools import cycle, islice

from worksheets.course.layout import NORMAL
from worksheets.errors import UnsettableError, _
from worksheets.merge.continuation_layout import is_shaped
from worksheets.merge.merger import Press
from worksheets.merge.model import Overleaf, Spot
from worksheets.merge.questions import Key
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
"""Words that may be needed to fill the leaves."""


def prose_overleaf(overleaf: Overleaf, press: Press, label: Callable[[str], str]) -> dict[Key, Fit]:
    """Return texts that go on, of one or two slots, on as many leaves as there are. Raises UnsettableError."""
    steps = {(spot.path, spot.place): list(spot.looks)[-1] for spot in press.plate.spots}
    for words in range(1, _LONGEST, 7):
        rests = [" ".join(islice(cycle(_PROSE), words)), " ".join(_PROSE)]
        keyed = dict(zip(overleaf.keys, rests, strict=False))
        if is_shaped(overleaf, press.laid(overleaf, list(keyed.items()), label)):
            return {key: Fit(steps[key], _PROSE[1], rest) for key, rest in keyed.items()}
    raise UnsettableError(_("a page that goes on in another way"))


def prose(number: int, spot: Spot, press: Press) -> tuple[Key, Fit]:
    """Return a text for a spot: as long as can be there, or shorter, or none."""
    words = _PROSE[number % len(_PROSE) :] + _PROSE[: number % len(_PROSE)]
    steps = list(spot.looks)
    for count in _LENGTHS[number % len(_LENGTHS) :]:
        fitted = Fit(steps[number % len(steps)], " ".join(words[:count]))
        if spot.row < 0 and press.holds(spot, fitted):
            return (spot.path, spot.place), fitted
    return (spot.path, spot.place), Fit(NORMAL, words[0] if spot.row >= 0 or not spot.room else "")
