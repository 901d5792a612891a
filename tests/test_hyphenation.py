"""Finnish words break where Finnish breaks them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from worksheets.hyphenation import points

from .conftest import LAYOUTS, Handout, crowd, the_course
from .pdf import texts

DECK = (Path(__file__).parent / "deck-hyphenated.txt").read_text("utf-8").split()


def hyphenated(word: str) -> str:
    cuts = [0, *points(word), len(word)]
    return "-".join(word[a:b] for a, b in pairwise(cuts))


@pytest.mark.parametrize("right", DECK)
def test_no_word_of_the_deck_breaks_wrongly(right: str) -> None:
    word = right.replace("-", "")
    allowed = {len(right[: at.start()].replace("-", "")) for at in re.finditer("-", right)}
    assert set(points(word)) <= allowed, hyphenated(word)


def test_every_long_word_of_the_deck_is_in_the_list() -> None:
    deck = (Path(__file__).parent / "deck.txt").read_text("utf-8")
    words = {word.lower() for word in re.findall(r"[A-Za-zÅÄÖåäö]+", deck) if len(word) >= 5}
    assert words <= {right.replace("-", "") for right in DECK}
    assert sum(bool(points(word)) for word in words) > 0.9 * len(words), "and words do break"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_end_in_right_breaks(set_handout: Handout, layout: str) -> None:
    allowed = {
        (right[: at.start()].replace("-", ""), right[at.end() :].replace("-", ""))
        for right in DECK
        for at in re.finditer("-", right)
    }
    said = "\n".join(texts(set_handout(layout=layout))).lower()
    breaks = re.findall(r"([a-zåäö]+)-\n([a-zåäö]+)", said)
    assert {pair for pair in breaks if pair not in allowed} == set()


def test_narrow_places_do_hyphenate(set_handout: Handout) -> None:
    said = "\n".join(texts(set_handout(crowd(the_course()), pages="omat-verkostot")))
    assert re.search(r"(kehit|kehittä|kehittämis|kehittämispäi|sähkö|sähköpos|sähköposti|osallis)-\n", said)
