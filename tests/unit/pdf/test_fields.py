"""Fields as plain values: names, sizes, and what a form's description says."""

import subprocess
import sys

import pytest

from tests.helpers.values import replace
from worksheets import __version__
from worksheets.course.course import Course
from worksheets.pdf.fields import (
    PT,
    Appearance,
    FieldBox,
    default_appearance,
    field_name,
    form_description,
    form_version,
    person_digest,
    slot_path,
    values_digest,
)
from worksheets.people.participant import BLANK, Participant
from worksheets.text.fit import PX_PER_MM, set_lines

SIZES = (12 * PT, 9.5 * PT)
BOX = FieldBox("a.1.b", "vastaus", 50.0, 18.0, SIZES, bold=False)
"""Three lines of 12 points are 15.24 mm high, four of 9.5 points are 16.09 mm."""
SENTENCE = "Kysyn avoimista paikoista ja kuulen, mitä työnantajat nyt arvostavat."


def test_a_short_text_has_the_fields_own_size() -> None:
    assert BOX.appearance("Aino") == Appearance("Aino", "vastaus", 50.0, 18.0, 12 * PT, bold=False)


@pytest.mark.parametrize(("lines", "points"), [(1, 12), (3, 12), (4, 9.5)])
def test_the_size_is_the_largest_in_which_all_lines_fit(lines: int, points: float) -> None:
    text = "\n".join("a" * lines)
    appearance = BOX.appearance(text)
    assert (appearance.size, appearance.text) == (points * PT, text)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join("abcdefgh"),
        f"{SENTENCE} " * 12,
        "sana" * 200,
        "ja " * 400,
        "Ääkköset\n\n" * 9,
        "王伟明" * 100,
        "محمد العلي " * 60,
    ],
)
@pytest.mark.parametrize("height", [2.0, 8.0, 18.0])
def test_a_text_that_is_too_long_is_drawn_to_its_beginning_and_never_smaller_than_on_paper(
    text: str, height: float
) -> None:
    field = replace(BOX, height=height)
    drawn = field.appearance(text)
    assert drawn.size == 9.5 * PT
    assert drawn.text.endswith("…")
    assert text.startswith(drawn.text[:-1])
    assert len(drawn.text) > 1
    lines = set_lines(drawn.text, field.width * PX_PER_MM, drawn.size * PX_PER_MM).starts
    assert len(lines) <= max(int(height / (9.5 * PT * 1.2)), 1), "no line is cut across"


def test_a_text_wider_than_the_field_takes_more_lines() -> None:
    assert BOX.appearance("sanoja " * 3).size == BOX.sizes[0]
    assert BOX.appearance("sanoja " * 16).size == BOX.sizes[1]


def test_a_bold_text_needs_more_room() -> None:
    text = "sanoja ja " * 40
    lengths = {bold: len(replace(BOX, bold=bold).appearance(text).text) for bold in (False, True)}
    assert lengths[True] < lengths[False]


def test_the_page_of_an_appearance_has_room_below_the_field() -> None:
    assert BOX.appearance("").page == 68.0


def test_what_is_typed_is_drawn_in_the_size_given() -> None:
    assert default_appearance("/Text", 9.5 * PT, "0 0 0 rg") == "/Text 9.5 Tf 0 0 0 rg"


@pytest.mark.parametrize("path", ["nimi", "omat-verkostot.1.nimi", "verkostokartta.uudet-kontaktit"])
def test_a_field_name_leads_back_to_its_slot(path: str) -> None:
    assert "." not in field_name(path)
    assert slot_path(field_name(path)) == path


def test_the_digest_depends_on_the_values_and_not_on_their_order() -> None:
    assert values_digest({"a": "1", "b": "2"}) == values_digest({"b": "2", "a": "1"})
    assert values_digest({"a": "1"}) != values_digest({"a": "2"})
    assert values_digest({"a": "1"}) != values_digest({"b": "1"})


def test_the_description_of_a_form(course: Course) -> None:
    values = {"nimi": "Aino"}
    person = Participant(values)
    assert form_description(course, person, values) == {
        "course": course.name,
        "form": form_version(course),
        "version": __version__,
        "participant": "Aino",
        "person": person_digest(person),
        "values": values_digest(values),
    }


ANNA = Participant({"nimi": "Anna Esimerkki", "ryhma": "A"})


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNA, values={"nimi": "Anna Esimerkki", "ryhma": "B"}),
        replace(ANNA, values={"nimi": "Anna Esimerkki"}),
        replace(ANNA, key="anna@example.org"),
        replace(ANNA, key="7"),
        replace(ANNA, values={"nimi": "Anne Esimerkki", "ryhma": "A"}),
    ],
)
def test_people_are_told_apart(other: Participant) -> None:
    assert person_digest(ANNA) != person_digest(other)


def test_a_key_is_enough_to_know_somebody() -> None:
    """The trainer may have changed the group, or filled in more, between two forms."""
    known = replace(ANNA, key="anna@example.org")
    assert person_digest(known) == person_digest(replace(known, values={"nimi": "Anna Esimerkki"}))
    assert person_digest(known) == person_digest(replace(known, number=7))


def test_a_digest_says_too_little_to_find_the_key() -> None:
    assert person_digest(BLANK) == ""
    digest = person_digest(replace(ANNA, key="010190-999X"))
    assert len(digest) == 6
    assert digest != person_digest(replace(ANNA, values={"nimi": "Aino Esimerkki"}, key="010190-999X"))


def test_the_version_of_a_form_depends_on_the_slots(course: Course) -> None:
    fewer = replace(course, root=replace(course.root, parts=course.root.parts[1:]))
    assert form_version(course) == form_version(replace(course, title="Toinen"))
    assert form_version(course) != form_version(fewer)


def test_the_module_does_not_load_pikepdf() -> None:
    program = "import sys; import worksheets.pdf.fields; sys.exit('pikepdf' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
