"""The text of a page as a screen reader says it."""

from io import BytesIO

import pikepdf
import pytest

from tests.helpers.course import handout_of, the_course
from worksheets.pdf.marked_texts import MarkedText, joined
from worksheets.pdf.page_names import page_names
from worksheets.pdf.page_text import page_text
from worksheets.people.participant import Participant

LONG = "Epäjärjestelmällisyydestäänhuolimattakaan työelämäyhteydenpitovelvollisuuksista kevät- ja syyskokouksissa"
AINO = Participant(
    {
        "nimi": "Aino Esimerkki",
        "tukiverkosto.esimies": LONG,
        "omat-verkostot.1.nimi": "Työtoverit",
        "omat-verkostot.3.nimi": "Naapurit",
    }
)


def lines(index: int, participant: Participant = AINO) -> list[str]:
    return page_text(handout_of(participant), index).splitlines()


def test_headings_and_items_are_lines_of_their_own() -> None:
    assert lines(2)[:3] == ["Verkostoituminen", "• Hyvät henkilökohtaiset suhteet", "• Hyvä yhteistyö"]


def test_words_are_whole_that_the_page_breaks() -> None:
    assert LONG in lines(6)


def test_heads_and_feet_are_not_said() -> None:
    assert "2 / 10" not in page_text(handout_of(AINO), 1)
    assert lines(1)[-1] == "MUISTIINPANOJA"


def test_a_row_of_a_table_is_a_line_and_empty_ones_are_none() -> None:
    rows = [line for line in lines(7) if " | " in line or line in ("Työtoverit", "Naapurit")]
    assert rows[0].startswith("Ammatillisen verkoston nimi | ")
    assert rows[1:] == ["Työtoverit", "Naapurit"]


def test_a_drawing_is_said_by_its_description() -> None:
    assert "Periaatteet 1–3 / 8" in lines(3)


def test_without_tags_a_page_is_the_lines_that_it_draws() -> None:
    with pikepdf.open(BytesIO(handout_of(AINO))) as book:
        del book.Root.StructTreeRoot
        out = BytesIO()
        book.save(out)
    said = page_text(out.getvalue(), 2).splitlines()
    assert said[:2] == ["Verkostoituminen", "Hyvät henkilökohtaiset suhteet"]
    assert "3 / 10" in said


@pytest.mark.parametrize(
    ("texts", "line"),
    [
        ([("työ\u2010", 0, 0), ("elämä", 0, -15)], "työelämä"),
        ([("työ-", 0, 0), ("elämä", 0, -15)], "työelämä"),
        ([("kevät\x02", 0, 0), ("ja syys", 0, -15)], "kevät- ja syys"),
        ([("vår-", 0, 0), ("och höst", 0, -15)], "vår- och höst"),
        ([("sivut 1-", 0, 0), ("3", 0, -15)], "sivut 1- 3"),
        ([("lihava", 0, 0), ("n", 60, 0)], "lihavan"),
        ([("yksi", 0, 0), ("kaksi", 70, 0)], "yksi kaksi"),
        ([("täytetty", 0, 0), (". Seuraava", 120, 0)], "täytetty. Seuraava"),
        ([("sitten", 0, 0), (".5", 70, 0)], "sitten .5"),
        ([], ""),
    ],
)
def test_texts_that_follow_each_other_are_a_line(texts: list[tuple[str, float, float]], line: str) -> None:
    placed = [MarkedText(text, left, bottom, left + 60, bottom + 10) for text, left, bottom in texts]
    assert joined(placed) == line


def test_a_pdfs_pages_have_the_names_of_the_courses() -> None:
    course = the_course()
    assert page_names(handout_of(AINO), course.pages) == course.pages
    assert page_names(handout_of(AINO), ("kansi", "sitaatti")) == ("kansi",) * 9 + ("sitaatti",)
