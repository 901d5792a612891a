"""A table's cell that is higher than a page: the title, the header and every letter are where they belong."""

import pytest

from tests.helpers.course import ROOT, in_each_layout, the_course
from tests.helpers.making import handout
from tests.helpers.pdf import letters, texts
from worksheets.compose.edition import Edition
from worksheets.course.layout import read_layout
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster

pytestmark = pytest.mark.slow

HEADER = ("Ammatillisen verkoston", "Miten olen luonut", "Miten pidän yllä", "Mitä olen saanut")
LONG = " ".join(f"sana{number}" for number in range(210))[:1500]
CASES = {
    "no spaces": {1: {"yllapito": "x" * 1500}},
    "line breaks": {3: {"luonut": "\n".join(f"rivi{number}" for number in range(50))}},
    "three at once": {2: {"luonut": LONG, "yllapito": LONG[::-1], "saanut": "lyhyt"}},
    "the last of sixty": {60: {"nimi": "Viimeinen", "luonut": LONG}},
    "one long cell": {2: {"luonut": LONG}},
    "as long as is allowed": {1: {"saanut": (LONG + LONG)[:2000]}},
    "each after another": {row: {"nimi": f"Verkosto{row}", "luonut": LONG} for row in (1, 2, 3)},
}
"""Of which the last few are put together from the others; they are left to the long lane."""


def pages_of(participant: Participant, layout: str) -> list[str]:
    course = the_course()
    edition = Edition(course, ("omat-verkostot",), read_layout(layout, course.folder))
    return texts(handout(edition, participant))


@pytest.mark.parametrize(("layout", "case"), in_each_layout(CASES, slides=1, handouts=4))
def test_a_cell_higher_than_a_page_goes_on_under_the_header(layout: str, case: str) -> None:
    rows = CASES[case]
    values = {f"omat-verkostot.{row}.{part}": text for row, parts in rows.items() for part, text in parts.items()}
    pages = pages_of(Participant({"nimi": "Aino", **values}), layout)
    assert len(pages) > 1
    assert "Omat verkostoni" in pages[0]
    for page in pages:
        for heading in HEADER:
            assert letters(heading) in letters(page)
    if min(rows) < 4:
        first = min(rows.items())[1]
        assert any(letters(text)[:12] in letters(pages[0]) for text in first.values()), "the row begins under the title"
    for text in values.values():
        assert_in_order(text, "".join(pages))


def assert_in_order(text: str, printed: str) -> None:
    """Fail unless every word of a text is printed, each after the one before."""
    position = 0
    for word in text.split() if len(text.split()) > 1 else [text[:30]]:
        place = letters(printed).find(letters(word), position)
        assert place >= 0, word
        position = place


def test_the_case_of_a_row_with_a_cell_of_1500_letters() -> None:
    path = ROOT / "tests" / "data" / "tall-row" / "pitka-rivi.yaml"
    (participant,) = read_roster(path, the_course()).participants
    pages = pages_of(participant, "handout")
    assert len(pages) == 3
    assert all("Ammatillisen" in page for page in pages)
    assert "w00" in pages[0]
