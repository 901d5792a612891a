"""What participants can be chosen, sorted and named by."""

import pytest

from worksheets.course.course import Course
from worksheets.errors import RosterError
from worksheets.people.fields import Field, Fields
from worksheets.people.participant import Participant

AINO = Participant(
    {"nimi": "Aino Virtanen", "ryhma": "A"}, number=2, columns={"Ruokavalio:  allergiat": "vege", "Nro": "7"}
)
GEORG = Participant({"nimi": "G. H. W."}, number=5, columns={"sukunimi": "von Wright", "etunimi": "Georg", "Nro": ""})


@pytest.fixture
def fields(course: Course) -> Fields:
    return Fields(course, [AINO, GEORG])


@pytest.mark.parametrize(
    ("name", "field", "texts"),
    [
        ("ryhma", Field("ryhma"), ["A", ""]),
        (" RYHMÄ ", Field("ryhma"), ["A", ""]),
        ("Esimieheltä", Field("tukiverkosto.esimies"), ["", ""]),
        ("ruokavalio allergiat", Field(column="Ruokavalio:  allergiat"), ["vege", ""]),
        ("nro", Field(column="Nro"), ["7", ""]),
        ("n", Field(column="n"), ["2", "5"]),
        ("Sukunimi", Field(column="sukunimi"), ["Virtanen", "von Wright"]),
        ("etunimi", Field(column="etunimi"), ["Aino", "Georg"]),
    ],
)
def test_a_field_is_a_slot_or_a_column(fields: Fields, name: str, field: Field, texts: list[str]) -> None:
    assert fields.field(name, "--only") == field
    assert [field.text(person) for person in (AINO, GEORG)] == texts


def test_a_heading_is_typed_without_its_accents_if_no_other_is_like_it_then(course: Course) -> None:
    present = Participant(
        {"nimi": "Aino Esimerkki"}, columns={"Läsnä": "x", "Näytön pvm": "1.1.", "Nayton pvm": "2.1."}
    )
    fields = Fields(course, [present])
    assert fields.field("lasna", "--only") == Field(column="Läsnä")
    assert fields.field("nayton pvm", "--only") == Field(column="Nayton pvm")
    two = Fields(course, [Participant({"nimi": "Aino"}, columns={"Läsnä": "x", "Lâsnä": ""})])
    assert two.heading("lasna") == ""


ALL = "; use, for example, n, etunimi, sukunimi, "


@pytest.mark.parametrize(
    ("name", "near"), [("Ruokavalio", ". Did you mean “Ruokavalio:  allergiat”?"), ("salasana", ALL), ("", ALL)]
)
def test_a_field_that_is_not_there_is_an_error(fields: Fields, name: str, near: str) -> None:
    with pytest.raises(RosterError) as caught:
        fields.field(name, "--sort")
    (problem,) = caught.value.problems
    assert problem.startswith(f"--sort: no field “{name}”{near}")
    assert "salasana" not in problem.removeprefix("--sort: no field “salasana”")


def test_a_column_of_a_slots_name_is_the_slot(course: Course) -> None:
    person = Participant({"nimi": "Aino", "ryhma": "A"}, columns={"Ryhmä": "B"})
    assert Fields(course, [person]).field("Ryhmä", "--only").text(person) == "A"
