"""The ten pages on paper: the words in order, papers, ink, margins, fonts, page numbers."""

import pytest
from PIL import ImageStat

from tests.helpers.course import HANDOUT_FIRST, LAYOUTS, ROOT, Handout, crowd, example_group, in_each_layout
from tests.helpers.pdf import bookmarks, fonts, letters, pictures, sizes, texts
from worksheets.course.course import Course
from worksheets.people.participant import BLANK, Participant

pytestmark = pytest.mark.slow

DECK = [
    [letters(line) for line in page.strip().splitlines()]
    for page in (ROOT / "tests" / "data" / "words" / "deck.txt").read_text("utf-8").split("=====")
]
A4, ACROSS = (210, 297), (297, 210)
WIDE = (339, 190)
"""338.7 × 190.5 mm, 16:9."""
PIXELS_A_MM = 100 / 25.4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_blank_handout_has_every_word_of_the_deck_in_reading_order(set_handout: Handout, layout: str) -> None:
    pages = [letters(page) for page in texts(set_handout(layout=layout))]
    assert len(pages) == len(DECK) == 10
    for page, lines in zip(pages, DECK, strict=True):
        end = 0
        for line in lines:
            assert line in page[end:], (line, page[end:])
            end = page.index(line, end) + len(line)


def test_papers(set_handout: Handout) -> None:
    assert sizes(set_handout()) == [A4] * 7 + [ACROSS] + [A4] * 2
    assert sizes(set_handout(layout="slides")) == [WIDE] * 10


def test_bookmarks_name_the_pages(set_handout: Handout) -> None:
    titles = bookmarks(set_handout())
    assert titles[0] == "Työelämän verkostot"
    assert titles[6:] == [
        "Millainen on ammatillinen kontakti- ja tukiverkostosi?",
        "Omat verkostoni",
        "Oma työelämän kontakti- ja tukiverkostoni",
        "Liiketoiminta on aina ihmisten välistä toimintaa",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_takes_little_ink_and_is_not_empty(set_handout: Handout, layout: str) -> None:
    darkness = [1 - ImageStat.Stat(page).mean[0] / 255 for page in pictures(set_handout(layout=layout), 60)]
    assert max(darkness) <= (0.055 if layout == "slides" else 0.05)
    assert min(darkness) > 0.005


@pytest.mark.parametrize(("layout", "filled"), in_each_layout(["blank", "crowded", "long name"], slides=1))
def test_the_edges_stay_white(course: Course, set_handout: Handout, layout: str, filled: str) -> None:
    long_name = Participant({**example_group()[4].values, "nimi": "Maximiliana " * 9 + "Esimerkki"})
    pdf = set_handout({"blank": BLANK, "crowded": crowd(course), "long name": long_name}[filled], layout)
    for number, page in enumerate(pictures(pdf, 100), start=1):
        dark = page.point(lambda level: 255 * (level < 250)).getbbox()
        assert dark
        left, top, right, bottom = (side / PIXELS_A_MM for side in dark)
        assert min(left, top, page.width / PIXELS_A_MM - right, page.height / PIXELS_A_MM - bottom) >= 7
        if layout == "handout":
            is_upright, is_front = page.height > page.width, number % 2
            right, bottom = page.width / PIXELS_A_MM - right, page.height / PIXELS_A_MM - bottom
            upright_edge, across_edge = (left, top) if is_front else (right, bottom)
            assert (upright_edge if is_upright else across_edge) >= 20, "the holes; a page across is bound at its top"


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_only_our_own_fonts_are_used(course: Course, set_handout: Handout, layout: str) -> None:
    for pdf in (set_handout(layout=layout), set_handout(crowd(course), layout)):
        names = fonts(pdf)
        assert names
        assert all(name.startswith("Source-Sans-3") for name in names)


def test_a_handout_counts_its_own_pages(set_handout: Handout) -> None:
    first, second = texts(set_handout(pages="tukiverkosto,sitaatti"))
    assert "1 / 2" in first
    assert "2 / 2" in second
    assert "/ 10" not in texts(set_handout())[0], "the cover has no number"


def test_the_eight_principles_keep_their_numbers(set_handout: Handout) -> None:
    text = letters("".join(texts(set_handout(pages="4-6"))))
    words = ("Yksil", "Yhteist", "Keskin", "Sijoit", "Kommuni", "Yhteist", "Yhdent", "Toisen")
    positions = [text.index(f"{number}{word}") for number, word in enumerate(words, start=1)]
    assert positions == sorted(positions)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_are_short_enough_to_read(set_handout: Handout, layout: str) -> None:
    lines = [line for page in texts(set_handout(layout=layout)) for line in page.splitlines()]
    assert max(map(len, lines)) <= 75
