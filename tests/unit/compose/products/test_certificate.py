"""A certificate says what is known, in the course's language, and nothing else; what differs is left to each person."""

from dataclasses import replace
from functools import cache

import pytest

from tests.helpers.course import the_course
from worksheets.compose.products.certificate import (
    DATE_GAP,
    NUMBER_GAP,
    DrawnCertificate,
    certificate,
    certificate_dates,
    signer,
)
from worksheets.compose.products.kinds import Certificate
from worksheets.course.layout import Layout, read_layout
from worksheets.course.words import PRODUCTS, Words, read_words
from worksheets.errors import OptionsError
from worksheets.people.participant import Participant

HELD_FI = "on osallistunut kurssille, joka pidettiin 12.1.–2.2.2026."
HELD_SV = "har deltagit i kursen, som hölls 12.1–2.2.2026."
HELD_EN = "has taken part in the course, which was held 12 January – 2 February 2026."
AINO = {"nimi": "Aino Esimerkki"}
VILLE = {"nimi": "Ville Mallikas"}


@cache
def words_in(language: str) -> Words:
    folder = the_course().folder
    return Words(language, {**read_words(language, folder).texts, **read_words(language, folder, PRODUCTS).texts})


@cache
def layout() -> Layout:
    return read_layout("handout", the_course().folder, product="certificate")


def drawn(product: Certificate = Certificate(), *people: dict[str, str], language: str = "fi") -> DrawnCertificate:
    course = replace(the_course(), language=language, words=words_in(language))
    shown = [Participant(values) for values in people or (AINO,)]
    return certificate(product, shown, course, layout(), course.words)


def statement(product: Certificate, *people: dict[str, str], language: str = "fi") -> str:
    return " ".join(drawn(product, *people, language=language).statement).replace("\u00a0", " ")


def problems(product: Certificate) -> tuple[str, ...]:
    with pytest.raises(OptionsError) as error:
        drawn(product)
    return error.value.problems


@pytest.mark.parametrize(
    ("hours", "contact", "said"),
    [
        ("", "", "on osallistunut kurssille."),
        ("22", "", "on osallistunut kurssille. Kurssin laajuus oli 22 tuntia."),
        ("1", "", "on osallistunut kurssille. Kurssin laajuus oli 1 tunti."),
        ("22", "1", "on osallistunut kurssille. Kurssin laajuus oli 22 tuntia, joista lähiopetusta 1 tunti."),
        ("1", "0.5", "on osallistunut kurssille. Kurssin laajuus oli 1 tunti, josta lähiopetusta 0,5 tuntia."),
        (
            "22,50",
            "22,5",
            "on osallistunut kurssille. Kurssin laajuus oli 22,5 tuntia, joista lähiopetusta 22,5 tuntia.",
        ),
    ],
)
def test_hours_are_said_as_the_language_counts_them(hours: str, contact: str, said: str) -> None:
    assert statement(Certificate(hours=hours, contact_hours=contact)) == said


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("fi", "Todistus", (HELD_FI, "Kurssin laajuus oli 22 tuntia, joista lähiopetusta 4,5 tuntia.")),
        ("sv", "Intyg", (HELD_SV, "Kursen omfattade 22 timmar, varav 4,5 timmar närundervisning.")),
        ("en", "Certificate", (HELD_EN, "The course took 22 hours, including 4.5 hours of classroom teaching.")),
    ],
)
def test_a_certificate_is_in_the_language_of_the_course(language: str, title: str, said: tuple[str, str]) -> None:
    product = Certificate(hours="22", contact_hours="4,5", dates="12.1.–2.2.2026")
    assert statement(product, language=language) == " ".join(said)
    assert drawn(product, language=language).title == title


@pytest.mark.parametrize(
    "text",
    [
        "12.1.–2.2.2026",
        "12.1.2026 - 2.2.2026",
        "2026-01-12–2026-02-02",
        "12.1.2026, 19.1., 26.1.2026 9.00–15.00, 2.2.",
    ],
)
def test_the_first_and_the_last_day_are_printed_however_they_are_typed(text: str) -> None:
    assert statement(Certificate(dates=text)) == "on osallistunut kurssille, joka pidettiin 12.1.–2.2.2026."
    assert drawn(Certificate(dates=text), {**AINO, "paikka": "Tampere"}).place_and_date == "Tampere 2.2.2026"


def test_days_of_one_month_and_over_the_new_year_are_spans() -> None:
    assert [each.as_date().isoformat() for each in certificate_dates("12.–14.1.2026")] == ["2026-01-12", "2026-01-14"]
    assert [each.year for each in certificate_dates("15.12.–12.1.2027")] == [2026, 2027]
    assert certificate_dates("") == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert problems(Certificate(dates="4", hours="monta", contact_hours="0")) == (
        "--dates: “4”: a certificate needs days with their year, such as 12.1.–2.2.2026",
        "--hours: “monta” is not a number of hours; write a number such as 22 or 4,5",
        "--contact-hours: “0” is not a number of hours; write a number such as 22 or 4,5",
    )
    assert problems(Certificate(contact_hours="2")) == ("--contact-hours: add --hours, the hours of the whole course",)
    assert problems(Certificate(hours="2", contact_hours="2,5")) == (
        "--contact-hours 2,5 is more than --hours 2; correct one of them",
    )
    assert "year" in problems(Certificate(dates="12.1."))[0]
    assert "no such day" in problems(Certificate(dates="31.2.2026"))[0]


def test_a_text_that_nobody_contradicts_is_everybodys() -> None:
    fields = {"kurssi": "Valmennus", "kouluttaja": "Kalle Kouluttaja", "paikka": "Tampere", "aika": "2.2.2026 klo 9.00"}
    shown = drawn(Certificate(), {**AINO, **fields}, VILLE)
    assert (shown.course, shown.signer, shown.own) == ("Valmennus", "Kalle Kouluttaja, kouluttaja", {})
    assert shown.statement == ("on osallistunut kurssille, joka pidettiin 2.2.2026.",)
    assert (shown.place_and_date, shown.time) == ("Tampere 2.2.2026", "")


def test_fields_in_which_people_differ_are_their_own() -> None:
    shown = drawn(Certificate(), {**AINO, "paikka": "Turku", "kurssi": "A"}, {**VILLE, "paikka": "Oulu", "kurssi": "A"})
    assert shown.own == {"place": "paikka"}
    assert (shown.place_and_date, shown.course) == ("", "A")


def test_without_a_field_it_is_the_courses_title_and_the_signers_place_is_free() -> None:
    shown = drawn()
    assert shown.course == the_course().title
    assert (shown.signer, shown.place_and_date, shown.topics) == ("Allekirjoitus ja nimenselvennys", "", ())


def test_a_time_that_is_no_date_is_printed_as_it_is_unless_dates_are_given() -> None:
    spring = {**AINO, "aika": "kevät 2026"}
    assert drawn(Certificate(), spring).time == "Ajankohta: kevät 2026"
    assert drawn(Certificate(), spring).statement == ("on osallistunut kurssille.",)
    dated = drawn(Certificate(dates="2.2.2026"), spring, {**VILLE, "aika": "syksy"})
    assert (dated.time, dated.own) == ("", {})


def test_one_to_fill_in_has_gaps_for_what_is_not_known() -> None:
    blank = drawn(Certificate(), {})
    assert blank.statement == (
        f"on osallistunut kurssille, joka pidettiin {DATE_GAP} – {DATE_GAP}.",
        f"Kurssin laajuus oli {NUMBER_GAP}\u00a0tuntia, joista lähiopetusta {NUMBER_GAP}\u00a0tuntia.",
    )
    known = drawn(Certificate(hours="22", dates="2.2.2026"), {"paikka": "Tampere"})
    assert known.statement == (
        "on osallistunut kurssille, joka pidettiin 2.2.2026.",
        "Kurssin laajuus oli 22\u00a0tuntia.",
    )
    assert known.place_and_date == "Tampere 2.2.2026"


@pytest.mark.parametrize(
    ("trainer", "label"),
    [
        ("Kalle Kouluttaja", "Kalle Kouluttaja, kouluttaja"),
        ("Kalle Kouluttaja ja Maija Mallikas", "Kalle Kouluttaja ja Maija Mallikas, kouluttajat"),
        ("Kalle Kouluttaja, Maija Mallikas", "Kalle Kouluttaja, Maija Mallikas, kouluttajat"),
        ("Anja Jaakola", "Anja Jaakola, kouluttaja"),
    ],
)
def test_the_signers_are_one_or_several(trainer: str, label: str) -> None:
    assert signer(trainer, words_in("fi")) == label


def test_each_certificate_can_be_told_from_others() -> None:
    texts = {repr(drawn(Certificate(title=title, topics=topics))) for title in ("", "A") for topics in ((), ("a",))}
    assert len(texts) == 4
    assert hash(drawn()) == hash(drawn())
