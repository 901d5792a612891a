"""A certificate's texts share one page: the drawing goes first, then topics get smaller, and then there is an error."""

from dataclasses import replace
from typing import Any

import pytest

from tests.helpers.course import the_course
from worksheets.compose.products.certificate_room import CLOSE, SMALL, USUAL, CertificateTexts, Room, room_for
from worksheets.course.brand import NO_COVER, Brand
from worksheets.course.layout import Layout, read_layout
from worksheets.errors import OptionsError

TEXTS = CertificateTexts(
    title="Todistus",
    subtitles=["osallistumisesta kurssille Tavoitteet näkyviin"],
    paragraphs=["on osallistunut kurssille, joka pidettiin 12.1.–2.2.2026. Kurssin laajuus oli 22 tuntia."],
    topics=[],
    written=["Tampere 2.2.2026"],
    labels=[("Paikka ja aika", "place"), ("Kalle Kouluttaja, kouluttaja", "signer")],
)


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout("handout", the_course().folder, product="certificate")


def topics(count: int) -> CertificateTexts:
    return replace(TEXTS, topics=[f"aihe {number}" for number in range(count)])


@pytest.mark.parametrize(
    ("count", "style"), [(0, USUAL), (7, USUAL), (8, CLOSE), (18, CLOSE), (19, SMALL), (25, SMALL)]
)
def test_more_topics_make_the_page_tighter(layout: Layout, count: int, style: str) -> None:
    assert room_for(topics(count), layout) == Room(style, 1)


def test_topics_that_have_no_room_are_an_error_that_counts_the_lines(layout: Layout) -> None:
    with pytest.raises(OptionsError, match="has [0-9]+ lines too many for one page; shorten --topic, --title or"):
        room_for(topics(60), layout)
    with pytest.raises(OptionsError, match="has 1 line too many"):
        room_for(topics(26), layout)


def test_without_a_drawing_there_is_more_room(layout: Layout) -> None:
    bare = replace(layout, brand=Brand(source=the_course().folder, cover=NO_COVER))
    assert room_for(topics(12), bare) == Room(USUAL, 1)
    assert room_for(topics(12), layout) == Room(CLOSE, 1)


@pytest.mark.parametrize(
    "longer",
    [
        {"title": "Todistus ammatillisen kehittymisen koulutuksesta"},
        {"subtitles": ["lyhyt", "pitkä kurssin nimi " * 12]},
        {"paragraphs": [*TEXTS.paragraphs, "Ajankohta: " + "kevät 2026 " * 15]},
        {"written": ["", "Esimerkkilän kunnantalon suuri kokoushuone numero kaksi " * 3]},
        {"labels": [*TEXTS.labels, ("Kalle Kouluttaja ja Maija Mallikas " * 7, "signer")]},
    ],
)
def test_every_text_takes_room(layout: Layout, longer: dict[str, Any]) -> None:
    full = topics(7)
    assert room_for(full, layout).style == USUAL
    assert room_for(replace(full, **longer), layout).style == CLOSE


def test_the_rules_are_as_high_as_the_longer_label_needs(layout: Layout) -> None:
    labels = [*TEXTS.labels, ("Kalle Kouluttaja ja Maija Mallikas, Esimerkkilän aikuisopisto, kouluttajat", "signer")]
    assert room_for(replace(TEXTS, labels=labels), layout).label_lines == 2
