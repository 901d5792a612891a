"""The map with a legend is told by what its page asks, and how the legend is drawn by how its entries are."""

import pytest

from tests.helpers.merging import page_data
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.legend_probe import MapLegend, map_legend
from worksheets.merge.model import Question
from worksheets.merge.questions import ENTRIES, LEGEND
from worksheets.people.participant import BLANK

CONTACTS = "verkostokartta.kontaktit"
ENTRIES_ASKED, LEGEND_ASKED = Question(ENTRIES, CONTACTS), Question(LEGEND, CONTACTS)


def test_the_map_with_a_legend_is_told_by_the_answers_of_its_page() -> None:
    assert map_legend([{ENTRIES_ASKED: 8}, {LEGEND_ASKED: 1}, {}]) == MapLegend(CONTACTS, 1)
    assert map_legend([{ENTRIES_ASKED: 8}, {LEGEND_ASKED: 0}]) is None


def test_two_legends_have_no_master() -> None:
    with pytest.raises(NeedsTypesetterError) as raised:
        map_legend([{LEGEND_ASKED: 1}, {Question(LEGEND, "toinen.kontaktit"): 1}])
    assert raised.value.refusal.reason is Reason.CONTACT_OVERFLOW


def test_two_entries_show_how_all_are_drawn() -> None:
    texts = MapLegend(CONTACTS, 8).texts(page_data("handout", BLANK))
    assert texts == [(f"{CONTACTS}.{row}.nimi", f"{CONTACTS}.{row}.apu") for row in (1, 2)]
