"""Nothing of a participant is in the next one's merged handout, nor in a master."""

from functools import cache

import msgspec
import pytest

from tests.helpers.course import HANDOUT_FIRST
from tests.helpers.leaks import MARKERS, forms_in, glyphs_of, letters_in_fonts, spellings
from tests.helpers.making import master_builder
from tests.helpers.merging import as_printed, edition_of, merger_for, page_data, talkative
from worksheets.merge.merger import Merger
from worksheets.people.participant import Participant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("merging")]


@cache
def slots_of(layout: str) -> list[str]:
    """Return the slots of a handout whose fields are all filled."""
    fields = dict.fromkeys(("nimi", "aika", "paikka", "ryhma", "organisaatio"), "Aino")
    return sorted({slot.path for slot in merger_for(layout, Participant(fields)).master.slots})


def marked(layout: str) -> Participant:
    """Return a participant with marker words in every slot of a blank page."""
    return as_printed(Participant({path: " ".join(MARKERS[n % 4 :][:2]) for n, path in enumerate(slots_of(layout))}))


def unmarked(layout: str) -> Participant:
    """Return a participant whom the same master serves, with other words in the same slots."""
    return as_printed(Participant(dict.fromkeys(slots_of(layout), "Toinen sana")))


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_nothing_of_one_participant_is_in_the_next_ones_file(layout: str) -> None:
    other = unmarked(layout)
    merger = merger_for(layout, marked(layout))
    theirs = merger.handout(page_data(layout, marked(layout)))
    assert merger.serves(page_data(layout, other)), "the same merger"
    mine = merger.handout(page_data(layout, other))
    for word in MARKERS:
        glyphs = set(glyphs_of(word, theirs))
        forms = spellings(word) | glyphs
        assert glyphs
        assert glyphs <= forms_in(theirs, forms), "the search finds"
        assert not forms_in(mine, forms)
    assert Merger(merger.master).handout(page_data(layout, other)) == mine, "as if there had been nobody before"


@pytest.mark.parametrize("layout", ["handout: tukiverkosto", pytest.param("slides", marks=pytest.mark.long)])
def test_nothing_of_one_participants_overflow_is_in_the_next_ones_file(layout: str) -> None:
    other = talkative((60, 0, 90))
    marked_other = other.given({path: f"{text} {' '.join(MARKERS)}" for path, text in other.values.items()})
    merger = merger_for(layout, marked_other)
    theirs = merger.handout(page_data(layout, marked_other))
    mine = merger.handout(page_data(layout, other))
    assert Merger(merger.master).handout(page_data(layout, other)) == mine, "as if there had been nobody before"
    for word in MARKERS[:2]:
        forms = spellings(word) | set(glyphs_of(word, theirs))
        assert forms_in(theirs, forms), "the search finds"
        assert not forms_in(mine, forms)


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_rare_letters_of_one_participant_are_not_in_the_next_ones_fonts(layout: str) -> None:
    merger = merger_for(layout, marked(layout))
    merger.handout(page_data(layout, marked(layout)))
    assert not {"Ŵ", "ŷ", "Ǻ", "ǽ", "x", "z"} & letters_in_fonts(merger.handout(page_data(layout, unmarked(layout))))
    assert {"Ŵ", "ŷ", "Ǻ", "ǽ"} <= letters_in_fonts(merger.handout(page_data(layout, marked(layout))))


def test_a_master_holds_nobodys_texts() -> None:
    participants = marked("handout"), unmarked("handout")
    masters = [
        master_builder(edition_of("handout")).build(lambda: page_data("handout", participant))  # noqa: B023
        for participant in participants
    ]
    assert masters[0] == masters[1]
    kept = msgspec.msgpack.encode(masters[0])
    assert not [form for word in (*MARKERS, "Toinen") for form in spellings(word) if form in kept]
