"""The texts of the cover never lie on its title, however long they are and whatever was pasted into them."""

import pytest

from tests.helpers.course import LAYOUTS, ROOT, Handout
from tests.helpers.pdf import letters, overlaps, texts
from worksheets.course.course import Course
from worksheets.people.participant import Participant, read_participant

pytestmark = pytest.mark.slow

FIELDS = ("kurssi", "kouluttaja", "aika", "paikka", "ryhma", "organisaatio")
LONG = "Sosiaali- ja terveysalan ammattilaisten uudelleensuuntautumisen valmennus Mallikunnan kansalaisopistossa "


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_course_s_name_with_a_line_break_after_each_word_is_set_on_few_lines(
    course: Course, set_handout: Handout, layout: str
) -> None:
    person = read_participant(ROOT / "tests" / "data" / "hostile" / "p.json", course)
    assert person.text("kurssi").startswith(
        "Sosiaali- ja terveysalan ammattilaisten uudelleensuuntautumisen valmennus,"
    )
    pdf = set_handout(person, layout, "1")
    assert overlaps(pdf) == []
    assert "Sosiaali- ja terveysalan" in " ".join(texts(pdf)[0].split())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("text", [(LONG * 2)[:200].strip(), "W" * 200, "Wi Vy " * 33, "yksi,\n" * 33])
def test_long_texts_in_every_field_go_on_on_another_page(set_handout: Handout, layout: str, text: str) -> None:
    pdf = set_handout(
        Participant({"nimi": "Aino Esimerkki", **dict.fromkeys(FIELDS, " ".join(text.split()))}), layout, "1"
    )
    assert overlaps(pdf) == []
    everything = letters("".join(texts(pdf)))
    assert everything.count(letters(text)[-20:]) >= len(FIELDS), "nothing is lost"
