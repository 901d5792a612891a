"""A course in Markdown is merged as it is typeset, blank and filled, and its form is read back."""

from functools import cache
from pathlib import Path

import pytest

from tests.helpers.alike import assert_alike
from tests.helpers.course import HANDOUT_FIRST, in_each_layout
from tests.helpers.forms import typed
from tests.helpers.making import master_store, typeset_handout
from tests.helpers.markdown_course import markdown_course, somebody
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.slots import slots
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.store import MasterStore
from worksheets.pdf.form_reader import read_form
from worksheets.people.participant import BLANK

pytestmark = pytest.mark.slow


LONG = "Kirjoitan tästä paljon, sillä tavoitteita on monta ja jokainen niistä on tärkeä. " * 20


PEOPLE = {
    "filled": (somebody(), somebody(nimi="Väinö Ö", tavoite="Lyhyt")),
    "blank": (BLANK,),
    "too long": (somebody(tavoite=LONG, lupaus=LONG, **{"sopimus.mina-nimi": LONG[:300]}),),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return markdown_course(tmp_path_factory.mktemp("markdown") / "kurssi")


@cache
def masters_of(edition: Edition) -> MasterStore:
    """Return the masters of an edition; what they share is measured once."""
    return master_store(edition)


@pytest.mark.parametrize(("layout", "people"), in_each_layout(["filled", "too long", "blank"], slides=0, handouts=2))
def test_a_course_in_markdown_is_merged_as_it_is_typeset(course: Course, layout: str, people: str) -> None:
    edition = Edition(course, course.pages, read_layout(layout, course.folder))
    masters = masters_of(edition)
    for participant in PEOPLE[people] if layout == "handout" else PEOPLE[people][:1]:
        assert_alike(masters.handout(participant, make=True), typeset_handout(edition, participant))


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_a_text_that_is_longer_than_its_blank_is_typeset(course: Course, layout: str) -> None:
    edition = Edition(course, course.pages, read_layout(layout, course.folder))
    masters = masters_of(edition)
    masters.handout(somebody(), make=True)
    for text in ("Ville Juhani Mallikas-Esimerkki", LONG):
        with pytest.raises(NeedsTypesetterError) as caught:
            masters.handout(somebody(**{"oma-nimi": text}), make=True)
        assert caught.value.refusal.reason is Reason.MOVES_OTHERS


def test_a_filled_form_in_markdown_is_read_back(course: Course, tmp_path: Path) -> None:
    edition = Edition(course, course.pages, read_layout("handout", course.folder), fillable=True)
    blank_slots = [slot.path for part in course.root.parts for slot in slots(part, all_entries=False)]
    values = {path: f"Vastaus {number}" for number, path in enumerate(blank_slots)}
    form = tmp_path / "lomake.pdf"
    form.write_bytes(typed(typeset_handout(edition, BLANK), values))
    (answer,) = read_form(form, course).answers
    assert answer.participant.values == values
