"""Cards on their sheets: who stands where, what is left out for want of room, and what is refused."""

import pickle
from functools import cache
from pathlib import Path

import pytest

from tests.helpers.course import the_course
from worksheets.compose.products.cards import DrawnCards, cards, check_kind
from worksheets.compose.products.cut_marks import cut_marks
from worksheets.compose.products.kinds import Cards
from worksheets.course.layout import Layout, read_layout
from worksheets.course.words import PRODUCTS, read_words
from worksheets.errors import OptionsError, WorksheetsError
from worksheets.people.participant import Participant

COURSE = the_course()
SMALL_LABEL = """
columns = 3
rows = 7
width = 18
height = 9
left = 10
top = 10
across = 60
down = 40
padding = 1
"""


@cache
def layout(name: str) -> Layout:
    return read_layout("handout", COURSE.folder, product=name)


def people(count: int, name: str = "Aino Esimerkki", **values: str) -> list[Participant]:
    return [Participant({"nimi": f"{name} {number}", **values}) for number in range(1, count + 1)]


def drawn(product: Cards, group: list[Participant]) -> DrawnCards:
    return cards(product, group, COURSE, layout(product.name), read_words("fi", COURSE.folder, PRODUCTS))


def problems(product: Cards, group: list[Participant]) -> list[str]:
    with pytest.raises(WorksheetsError) as error:
        drawn(product, group)
    return list(map(str, error.value.problems))


def counts(result: DrawnCards) -> list[tuple[int, int]]:
    """Return how many cards each sheet has, and how many of them have a name."""
    return [(len(sheet), sum(bool(card.texts) for card in sheet)) for sheet in result.sheets]


@pytest.mark.parametrize(
    ("kind", "count", "expected"),
    [
        ("badge", 1, [(8, 1)]),
        ("badge", 8, [(8, 8)]),
        ("badge", 23, [(8, 8), (8, 8), (8, 7)]),
        ("badge", 0, [(8, 0)]),
        ("tent", 0, [(1, 0)]),
        ("tent", 3, [(1, 1)] * 3),
        ("label:L7160", 22, [(21, 21), (1, 1)]),
        ("label:L7160", 0, [(21, 0)]),
    ],
)
def test_everybody_has_a_card_and_badges_fill_the_sheet(kind: str, count: int, expected: list[tuple[int, int]]) -> None:
    assert counts(drawn(Cards(kind), people(count))) == expected


def test_a_begun_sheet_is_gone_on_with() -> None:
    result = drawn(Cards("label:L7160", start=20), people(3))
    assert counts(result) == [(2, 2), (1, 1)]
    (first, _second), (third,) = result.sheets
    assert (first.left, first.top) == pytest.approx((7.21 + 66.04, 15.15 + 6 * 38.1))
    assert (third.left, third.top) == (7.21, 15.15)


def test_everything_is_shifted() -> None:
    ((before, *_),), ((after, *_),) = (
        drawn(Cards("badge", shift=shift), people(1)).sheets for shift in ((0.0, 0.0), (1.5, -2.0))
    )
    assert (after.left - before.left, after.top - before.top) == (1.5, -2.0)
    assert after.texts == before.texts


def test_all_that_is_wrong_comes_at_once() -> None:
    assert problems(Cards("label:L7160", line="tyo", start=22, shift=(0, 10.5)), people(1)) == [
        "--start 22: the places of a sheet are 1 to 21, counted along the rows",
        "--shift 0,10.5: write numbers from -10 to 10, in mm; look how much the sheet of “worksheets calibrate” says",
        (
            "--line: no field “tyo”; use, for example, n, etunimi, sukunimi, nimi, ryhma, kurssi, kouluttaja, aika, "
            "paikka, organisaatio, sahkoposti"
        ),
    ]
    assert problems(Cards("tent", start=2), people(1)) == ["--start 2: there is 1 place on a sheet; leave --start out"]


@pytest.mark.parametrize("kind", ["bagde", "label", "label:", "badge:L7160", ""])
def test_cards_that_there_are_not_are_refused(kind: str) -> None:
    with pytest.raises(OptionsError, match=rf"--as {kind}: there are no such cards; choose from badge, tent, label:L"):
        check_kind(Cards(kind))


def test_a_name_that_has_no_room_is_an_error_for_each_person(tmp_path: Path) -> None:
    path = tmp_path / "oma.toml"
    path.write_text(SMALL_LABEL, "utf-8")
    group = [*people(1, "Ai"), *people(2, "Wilhelmiina-Maksimiliaana Esimerkki-Mallikas " * 2)]
    expected = (
        f"the name has no room on label:{path}, even in its smallest size; choose a larger label, or write a smaller "
        "padding into the file"
    )
    assert [problem.partition(": ")[2] for problem in problems(Cards(f"label:{path}"), group)] == [expected] * 2


def test_the_least_important_text_is_left_out_with_a_warning() -> None:
    (person,) = people(1, "Maximilian Esimerkki", organisaatio="Kirjasto " * 150)
    result = drawn(Cards("badge"), [person])
    parts = [text.part for text in result.sheets[0][0].texts]
    assert parts == ["course", "first", "last"]
    assert len(result.warnings) == 1
    assert result.warnings[0].startswith("Maximilian Esimerkki 1: left out of badge for want of room: “Kirjasto Kirj")


def test_a_long_line_shrinks_so_that_the_first_name_stays_large() -> None:
    (person,) = people(1, organisaatio="Pohjanpalon sosiaali- ja terveysalan ammattilaisten yhdistys " * 3)
    first = drawn(Cards("badge"), [person]).sheets[0][0].texts[1]
    assert first.part == "first"
    assert first.size >= 24


def test_usual_texts_have_the_sizes_of_the_look() -> None:
    (person,) = people(1, "Aino", organisaatio="Kirjasto")
    texts = drawn(Cards("badge"), [person]).sheets[0][0].texts
    assert [(text.part, text.size) for text in texts] == [("course", 10.5), ("first", 62), ("last", 18), ("line", 11.5)]


def test_many_cards_are_typeset_in_parts() -> None:
    result = drawn(Cards("tent"), people(350))
    parts = list(result.parts())
    assert [len(part.sheets) for part in parts] == [160, 160, 30]
    assert sum((part.sheets for part in parts), ()) == result.sheets


def test_cards_go_to_another_process() -> None:
    result = drawn(Cards("badge"), people(1))
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - our own


def test_cut_marks_stand_outside_the_cards_and_where_four_meet() -> None:
    sheet = drawn(Cards("badge"), []).sheet
    marks = cut_marks(sheet, (0.0, 0.0))
    assert marks.count("M") == 2 * 3 + 2 * 5 + 2 * 3
    assert "M20 22.5v4" in marks
    assert "M103.5 88.5h3M105 87v3" in marks
    assert cut_marks(sheet, (1.0, 2.0)).startswith("M21 24.5v4")
