"""What stands on a card: nothing of a name is lost, and nothing stands there that is never printed."""

import pytest

from tests.helpers.course import the_course
from worksheets.compose.products.card_texts import CardTexts, card_texts
from worksheets.course.words import PRODUCTS, Words, read_words
from worksheets.errors import GlyphError, RosterError
from worksheets.people.participant import Participant

COURSE = the_course()


def words() -> Words:
    return read_words("fi", COURSE.folder, PRODUCTS)


def texts(name: str, line: str = "", columns: dict[str, str] | None = None, **values: str) -> CardTexts:
    person = Participant({"nimi": name, **values}, columns=columns or {})
    (card,) = card_texts([person], COURSE, words(), line)
    return card


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Aino Esimerkki", "Aino", "Esimerkki"),
        ("Esimerkki, Aino", "Aino", "Esimerkki"),
        ("Ville Kalle af Mallikas", "Ville Kalle", "af Mallikas"),
        ("Aino", "Aino", ""),
        ("Dr. Aino Esimerkki (ohjaaja), FM", "Aino", "Dr. Esimerkki (ohjaaja), FM"),
        ("Ann Hannula Ann", "Ann Hannula", "Ann"),
    ],
)
def test_a_name_has_two_parts(name: str, first: str, last: str) -> None:
    card = texts(name)
    assert (card.name, card.first, card.last) == (name, first, last)


def test_the_lists_own_columns_say_which_name_is_the_first() -> None:
    card = texts("Nguyen Van Bao", columns={"etunimi": "Bao", "sukunimi": "Nguyen Van"})
    assert (card.first, card.last) == ("Bao", "Nguyen Van")


def test_somebody_without_a_first_name_has_the_name_they_have() -> None:
    card = texts("Esimerkki", columns={"etunimi": "", "sukunimi": "Esimerkki"})
    assert (card.first, card.last) == ("Esimerkki", "")


def test_the_line_is_the_organization_or_a_field() -> None:
    assert texts("Aino", organisaatio="Esimerkki Oy").line == "Esimerkki Oy"
    assert texts("Aino", line="Työ", columns={"Työ": "Kirjasto"}, organisaatio="Esimerkki Oy").line == "Kirjasto"


def test_the_course_and_the_group() -> None:
    assert texts("Aino").course == COURSE.title
    card = texts("Aino", kurssi="Kurssi, kevät", ryhma="A")
    assert (card.course, card.group) == ("Kurssi, kevät", "ryhmä\u00a0A")
    assert texts("Aino", ryhma="Iltaryhmä").group == "Iltaryhmä"


@pytest.mark.parametrize("field", ["sahkoposti", "Sähköposti"])
def test_an_address_is_never_printed(field: str) -> None:
    with pytest.raises(RosterError, match=rf"--line {field}: e-mail addresses and passwords are never printed"):
        texts("Aino", line=field, sahkoposti="aino@esimerkki.fi")


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(RosterError, match="--line: no field “ty”"):
        texts("Aino", line="ty")


def test_a_column_with_a_letter_that_no_font_has_is_refused_with_the_person() -> None:
    with pytest.raises(GlyphError, match=r"Aino: no font has .*\(U\+10FFFD\)"):
        texts("Aino", line="Työ", columns={"Työ": "\U0010fffd"})
