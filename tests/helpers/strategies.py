"""What hypothesis draws: Finnish words and texts, made up and typed."""

from hypothesis import Phase, settings
from hypothesis import strategies as st

from tests.helpers.course import ROOT
from worksheets.people.texts import clean

PROSE = (ROOT / "tests" / "data" / "words" / "deck.txt").read_text("utf-8").replace("=====", "").split()
"""The words of the shipped course's pages, in their order."""
USUAL_EXAMPLES = 40
"""The examples of a test in a usual run, where it does not say how many."""
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""For tests that typeset each example: to shrink a failing one takes hundreds."""
PARTS = ("yö", "aie", "verkosto", "kehitys", "päivä", "ÄÄ", "hyöty", "työ", "e", "åska", "jänis", "lla", "ssäkö")
WORDS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=7).map("".join)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=40).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=6).map("\n".join),
    st.text("aäoö bcdeål -–,.!?&<>{}%\"'/()", min_size=1, max_size=300),
    WORDS.map(lambda word: word * 6),
).filter(lambda text: bool(clean(text)))
"""Texts of up to forty words, in one line or several, with some markup and some words of 400 letters."""


def some_examples(count: int, *, long: int = 0) -> settings:
    """Return settings for so many examples in a usual run; in a longer one for ``long``, or in proportion."""
    times = settings().max_examples // USUAL_EXAMPLES
    return settings(max_examples=long if long and times > 1 else count * times, deadline=None)


def few_examples(count: int, *, long: int = 0) -> settings:
    """Return settings for a test that typesets each example, which are as many as ``some_examples`` says."""
    return settings(some_examples(count, long=long), phases=NO_SHRINKING)
