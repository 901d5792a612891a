"""First and last names, and what stands before a name in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.people.names import NameParts, is_numbered, name_parts, numbering, without_bullets, without_numbering


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Aino Virtanen", "Aino", "Virtanen"),
        ("Aino Maria Virtanen", "Aino Maria", "Virtanen"),
        ("Virtanen, Aino", "Aino", "Virtanen"),
        ("von Wright, Georg Henrik", "Georg Henrik", "von Wright"),
        ("Georg Henrik von Wright", "Georg Henrik", "von Wright"),
        ("Ursula von der Leyen", "Ursula", "von der Leyen"),
        ("Kaisa von und zu Esimerkkilä", "Kaisa", "von und zu Esimerkkilä"),
        ("Herman Van Rompuy", "Herman", "Van Rompuy"),
        ("Arto af Hällström", "Arto", "af Hällström"),
        ("Juan de la Cruz", "Juan", "de la Cruz"),
        ("Hussein al-Taee", "Hussein", "al-Taee"),
        ("Ahmed Al Hassan", "Ahmed", "Al Hassan"),
        ("El Said", "El", "Said"),
        ("Ben Virtanen", "Ben", "Virtanen"),
        ("Aino Esimerkki-Mallikas", "Aino", "Esimerkki-Mallikas"),
        ("FM Aino Virtanen", "Aino", "Virtanen"),
        ("Aino Virtanen, FM", "Aino", "Virtanen"),
        ("Aino Virtanen, KTM, HTM", "Aino", "Virtanen"),
        ("Virtanen, Aino, FM", "Aino", "Virtanen"),
        ("Virtanen, FM Aino", "Aino", "Virtanen"),
        ("TkT, dosentti Ville Mallikas", "Ville", "Mallikas"),
        ("Dr. Ville Mallikas", "Ville", "Mallikas"),
        ("prof. Aino Virtanen", "Aino", "Virtanen"),
        ("fil. tri Aino Virtanen", "Aino", "Virtanen"),
        ("rouva Aino Virtanen", "Aino", "Virtanen"),
        ("Aino Virtanen Ph.D.", "Aino", "Virtanen"),
        ("Ville Mallikas Jr.", "Ville", "Mallikas"),
        ("FM AINO VIRTANEN", "AINO", "VIRTANEN"),
        ("MA LI", "MA", "LI"),
        ("Jack Ma", "Jack", "Ma"),
        ("Tri Nguyen", "Tri", "Nguyen"),
        ("Aino (Ansku) Virtanen (os. Mäki)", "Aino", "Virtanen"),
        ("Aino", "Aino", "Aino"),
        ("rouva Virtanen", "Virtanen", "Virtanen"),
        (", Aino", "Aino", "Aino"),
        ("FM", "FM", "FM"),
        ("", "", ""),
    ],
)
def test_the_last_word_or_what_stands_before_a_comma_is_the_last_name(name: str, first: str, last: str) -> None:
    assert name_parts(name) == NameParts(first, last)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Virtanen Aino Maria", "Aino Maria", "Virtanen"),
        ("von Wright Georg", "Georg", "von Wright"),
        ("FM Virtanen Aino", "Aino", "Virtanen"),
        ("Virtanen, Aino", "Aino", "Virtanen"),
        ("Virtanen", "Virtanen", "Virtanen"),
    ],
)
def test_where_last_names_come_first_it_is_the_first_word(name: str, first: str, last: str) -> None:
    assert name_parts(name, last_first=True) == NameParts(first, last)


@given(st.text("aAä .,-vonFM", max_size=30))
def test_the_parts_of_any_text_are_words_of_it(name: str) -> None:
    parts, words = name_parts(name), name.replace(",", " ").split()
    assert set(f"{parts.first} {parts.last}".split()) <= set(words)
    assert bool(parts.last) == bool(words), "everybody who has a name has a last name"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("- Aino", "Aino"),
        ("-Aino", "Aino"),
        ("– Aino", "Aino"),
        ("•Aino", "Aino"),
        ("•\tAino", "Aino"),
        ("* Aino", "Aino"),
        ("☐ Aino", "Aino"),
        ("\uf0b7 Aino", "Aino"),
        ("- - Aino", "Aino"),
        ("Anna-Liisa", "Anna-Liisa"),
        (" Aino ", "Aino"),
        ("(Aino)", "(Aino)"),
        ("-", ""),
        ("???", ""),
        ("", ""),
        ("شێرکۆ", "شێرکۆ"),
    ],
)
def test_bullets_before_a_name_are_no_part_of_it(cell: str, name: str) -> None:
    assert without_bullets(cell) == name


@pytest.mark.parametrize(
    ("cell", "number", "name"),
    [
        ("1. Aino", "1", "Aino"),
        ("1.Aino", "1", "Aino"),
        ("12) Aino", "12", "Aino"),
        ("(3) Aino", "3", "Aino"),
        ("3.) Aino", "3", "Aino"),
        ("3: Aino", "3", "Aino"),
        ("3 – Aino", "3", "Aino"),
        ("3. - Aino", "", "3. - Aino"),
        ("3 Aino", "", "3 Aino"),
        ("1.5", "", "1.5"),
        ("007", "", "007"),
        ("Aino 2", "", "Aino 2"),
    ],
)
def test_a_number_before_a_name_has_a_sign_after_it(cell: str, number: str, name: str) -> None:
    assert (numbering(cell), without_numbering(cell)) == (number, name)


@pytest.mark.parametrize(
    ("names", "numbered"),
    [
        (["1. Aino", "2. Ville"], True),
        (["3. Aino", "1. Ville", "2. Öky"], True),
        (["1. Aino", "2. Ville", "Öky"], True),
        (["1. Aino", "2. Aino", "3. Ville"], True),
        (["1. Aino"], True),
        (["3. Rauhala"], False),
        (["3. Rauhala", "Aino", "Ville"], False),
        (["1. Aino", "1. Ville"], False),
        (["1. osallistuja", "2. osallistuja"], False),
        (["1. Aino", "2. Aino"], True),
        (["1. Aino", "1. Aino", "2. Ville", "2. Ville"], True),
        (["Aino", "Ville"], False),
        ([""], False),
        ([], False),
    ],
)
def test_numbers_number_a_list_when_most_names_have_one_of_their_own(names: list[str], numbered: bool) -> None:  # noqa: FBT001 - a table's value
    assert is_numbered(names) is numbered
