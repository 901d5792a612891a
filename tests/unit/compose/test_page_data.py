"""Filled pages lose nothing, cut nothing and lay nothing over anything else, whatever a participant writes."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.helpers.course import (
    HANDOUT_FIRST,
    LAYOUTS,
    Handout,
    Person,
    crowd,
    example_group,
    handout_of,
    in_each_layout,
    the_course,
)
from tests.helpers.pdf import letters, overlaps, texts
from tests.helpers.strategies import TEXTS, WORDS, few_examples
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import HEAD
from worksheets.compose.views import PageDataView
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.people.participant import BLANK, Participant
from worksheets.people.texts import clean
from worksheets.text.typography import typography

WIDEST = 60
"""Letters that fit on a line of any place: no shorter word is broken without a hyphen."""


def row(path: str) -> int:
    """Return the number of the entry that a slot belongs to; 0 for a slot outside the lists."""
    return next((int(step) for step in path.split(".") if step.isdecimal()), 0)


FILLED_PAGES = "1,7-9"
"""All pages with slots."""
PATHS = [path for path in the_course().slots if path not in ("nimi", "sahkoposti", "salasana") and row(path) <= 12]
TOO_LONG = {
    path: " ".join(f"{letter}sana{first}{last}" for first, last in product("klmnpr", "aeiouyäö"))
    for letter, path in {
        "e": "tukiverkosto.esimies",
        "l": "omat-verkostot.2.luonut",
        "a": "verkostokartta.kontaktit.1.apu",
        "u": "verkostokartta.uudet-kontaktit",
    }.items()
}
"""Texts that go on on another page, in each kind of place; no two words are the same."""


@pytest.mark.slow
@pytest.mark.hypothesis
@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_every_character_is_on_paper(layout: str) -> None:
    @few_examples(2, long=250 if layout == "handout" else 200)
    @given(values=st.dictionaries(st.sampled_from(PATHS), TEXTS, max_size=30), name=WORDS)
    @example(values=TOO_LONG, name="Aino")
    def check(values: dict[str, str], name: str) -> None:
        assert_every_character_is_on_paper(layout, values, name)

    check()


def assert_every_character_is_on_paper(layout: str, values: dict[str, str], name: str) -> None:
    limits = the_course().slots
    values = {path: clean(text)[: limits[path].limit] for path, text in {"nimi": name, **values}.items()}
    pdf = handout_of(Participant(values), layout, FILLED_PAGES)
    values = {path: typography(text, "fi") for path, text in values.items()}
    printed = letters("".join(texts(pdf)))
    for path, text in values.items():
        words = [letters(word) for word in text.split()]
        assert [word for word in words if word not in printed and len(word) < WIDEST] == [], path
    extra = Counter(printed) - Counter(letters("".join(texts(handout_of(layout=layout, pages=FILLED_PAGES)))))
    assert Counter(letters("".join(values.values()))) - extra <= Counter("Sinä8/10"), "the example and numbers"
    assert overlaps(pdf) == []


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "who"), in_each_layout(["overfull", "crowded"], slides=1))
def test_nothing_is_laid_over_anything(course: Course, set_handout: Handout, layout: str, who: str) -> None:
    assert overlaps(set_handout(crowd(course) if who == "crowded" else example_group()[4], layout)) == []


@pytest.mark.slow
@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_sixty_networks_and_forty_contacts_are_all_there(course: Course, set_handout: Handout, layout: str) -> None:
    printed = letters("".join(texts(set_handout(crowd(course), layout))))
    for path in course.slots:
        if path not in ("sahkoposti", "salasana"):
            assert letters(path.replace(".", " ")) in printed, path
    assert "sahkoposti" not in printed
    assert "salasana" not in printed


def test_a_long_table_continues_under_its_header(set_handout: Handout, person: Person) -> None:
    networks = [{"nimi": f"Verkosto {n}"} for n in range(1, 13)]
    pages = texts(set_handout(person(**{"omat-verkostot": networks}), pages="omat-verkostot"))
    assert len(pages) == 2
    assert "Omatverkostoni" in letters(pages[1])
    assert "rivit 9–12, jatkoa sivulta 1" in pages[1]
    assert all("Mitä olen saanut" in page for page in pages)
    assert ["Verkosto 8" in pages[0], "Verkosto 9" in pages[0], "Verkosto 12" in pages[1]] == [True, False, True]


@pytest.mark.parametrize("count", [5, 7])
def test_networks_stay_on_their_page_while_they_have_room(set_handout: Handout, person: Person, count: int) -> None:
    text = "Kaksi riviä tekstiä, joka vie tilaa"
    networks = [{"nimi": f"Verkosto {n}", "luonut": text} for n in range(1, count + 1)]
    assert len(texts(set_handout(person(**{"omat-verkostot": networks}), pages="omat-verkostot"))) == 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_answer_continues_on_another_page_with_a_note(set_handout: Handout, person: Person, layout: str) -> None:
    answer = " ".join(f"sana{n}" for n in range(200))
    pages = texts(set_handout(person(tukiverkosto={"esimies": answer}), layout, pages="tukiverkosto"))
    asked = 1 if layout == "slides" else 0  # On slides, the question has a slide of its own.
    assert "jatkuu lopussa" in pages[asked]
    assert "sana0" in pages[asked]
    assert "Esimieheltä" in pages[asked + 1]
    assert f"jatkoa sivulta {asked + 1}" in pages[asked + 1]
    assert "sana199" in pages[-1]


def test_an_answer_that_is_a_little_long_is_set_small_in_its_place(set_handout: Handout, person: Person) -> None:
    answer = (
        "Palautetta työstä, tietoa koulutuksista ja apua vaikeissa asiakastilanteissa, aina kun pyydän sitä ajoissa."
    )
    pages = texts(set_handout(person(tukiverkosto={"esimies": answer}), pages="tukiverkosto"))
    assert len(pages) == 1


def test_contacts_that_do_not_fit_in_their_balls_are_numbered(set_handout: Handout, person: Person) -> None:
    contacts = [{"nimi": "Marja", "apu": "suositus"}, {"nimi": "Ville", "apu": "hyvin pitkä lista apua " * 8}]
    pages = texts(set_handout(person(verkostokartta={"kontaktit": contacts}), pages="verkostokartta"))
    assert len(pages) == 2
    assert "Numeroidutkontaktit" in letters(pages[0])
    assert "suositus" in pages[0]
    assert letters(pages[1]).count("hyvinpitkälistaapua") == 8
    assert "Marja" not in pages[1]


def test_an_empty_map_shows_the_example_and_a_filled_one_does_not(set_handout: Handout, person: Person) -> None:
    filled = person(verkostokartta={"kontaktit": [{"nimi": "Marja"}]})
    assert "Sinä" in texts(set_handout(BLANK, pages="verkostokartta"))[0]
    assert "Sinä" not in texts(set_handout(filled, pages="verkostokartta"))[0]


@pytest.mark.slow
@pytest.mark.parametrize("pages", [FILLED_PAGES, pytest.param("", marks=pytest.mark.long)])
def test_markup_prints_as_typed(set_handout: Handout, person: Person, pages: str) -> None:
    name = "A & B <b>\"'</b> {{ 7 * 7 }} {% raw %} </style>"
    for page in texts(set_handout(person(nimi=name, kurssi=name), pages=pages)):
        assert letters(name) in letters(page)


def test_slots_on_one_line_share_a_label(course: Course) -> None:
    filling = PageData(course, BLANK, read_layout("handout", course.folder))
    assert filling.labels(["aika", "paikka"], conjunction=" ja ") == "Aika ja paikka"
    assert filling.labels(["aika", "paikka"]) == "Aika, paikka"
    assert filling.labels(["nimi"]) == "Nimi"


def test_templates_may_use_the_old_names(course: Course, person: Person) -> None:
    answer = " ".join(f"sana{n}" for n in range(200))
    contacts = [{"nimi": "Marja", "apu": "suositus"}]
    participant = person(tukiverkosto={"esimies": answer}, verkostokartta={"kontaktit": contacts})
    filling = PageDataView(PageData(course, participant, read_layout("handout", course.folder)))
    fitted = filling.fit("tukiverkosto.esimies", "prompt")
    assert f"{fitted.text} {fitted.overflow.removeprefix('… ')}" == answer
    assert filling.overflow == filling.rests == {"tukiverkosto.esimies": fitted.overflow}
    drawn = filling.map("verkostokartta.kontaktit")
    assert drawn.said == drawn.description == "Marja (suositus)"


ROW = "omat-verkostot.2"
COLUMN = f"{ROW}.luonut"


def rows_of(course: Course, *, fillable: bool = False) -> Callable[[Mapping[str, str]], list[list[str]]]:
    layout = read_layout("handout", course.folder)
    return lambda values: PageData(course, Participant(values), layout, fillable=fillable).row_pieces(ROW, "cell")


def test_a_row_of_a_table_is_divided_only_if_it_is_very_high(course: Course) -> None:
    rows = rows_of(course)
    twelve_lines = "\n".join(["rivi"] * 12)
    assert rows({COLUMN: "lyhyt"}) == rows({COLUMN: twelve_lines}) == []
    assert len(rows({COLUMN: f"{twelve_lines}\nrivi"})) == 3
    assert rows_of(course, fillable=True)({COLUMN: twelve_lines * 2}) == []


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"sana{n}" for n in range(240)),
        "x" * 1500,
        "\n".join(f"rivi {n}" for n in range(40)),
        "Ensin. " + "pitkäyhdyssanaketjukirjoitelma" * 40,
    ],
)
def test_a_divided_row_has_every_letter_of_its_texts_in_order(course: Course, text: str) -> None:
    rows = rows_of(course)({f"{ROW}.nimi": "Toka", COLUMN: text, f"{ROW}.saanut": text[::2]})
    assert len(rows) > 2
    assert [row[0] for row in rows] == ["Toka", *[""] * (len(rows) - 1)]
    for column, whole in ((1, text), (3, text[::2])):
        assert "".join("".join(row[column] for row in rows).split()) == "".join(whole.split())


def test_a_layout_that_does_not_say_how_high_a_row_may_be_divides_none(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    numbers = {name: value for name, value in layout.numbers.items() if not name.startswith("cell-most")}
    data = PageData(course, Participant({COLUMN: "rivi\n" * 90}), replace(layout, numbers=numbers))
    assert data.row_pieces(ROW, "cell") == []


def data_of(course: Course, values: Mapping[str, str], *, fillable: bool = False) -> PageData:
    return PageData(course, Participant(values), read_layout("handout", course.folder), fillable=fillable)


@pytest.mark.parametrize("name", ["Aino", "Aino " * 9, "W" * 29])
def test_a_name_at_the_top_of_a_page_is_whole(course: Course, name: str) -> None:
    data = data_of(course, {"nimi": name})
    assert data.fit("nimi", HEAD).text == name
    assert not data.overflow


@pytest.mark.parametrize("name", ["Aino Esimerkki " * 60, "W" * 500, "仕事" * 200, "yhdyssana-" * 90])
def test_a_name_too_long_for_the_top_of_a_page_ends_in_an_ellipsis_and_is_whole_elsewhere(
    course: Course, name: str
) -> None:
    data = data_of(course, {"nimi": name})
    fitted = data.fit("nimi", HEAD)
    assert fitted.text.endswith("…")
    assert name.startswith(fitted.text[:-1])
    assert data.overflow == {"nimi": name}
    assert data_of(course, {"nimi": fitted.text}).fit("nimi", HEAD).text == fitted.text, "it fits"


def test_a_form_s_field_is_higher_only_if_its_text_has_several_lines(course: Course) -> None:
    def heights(text: str, share: float = 1.0) -> float:
        return data_of(course, {"kurssi": text}, fillable=True).field_height("kurssi", "field", share)

    assert heights("") == heights("Lyhyt") == heights("Kurssin nimi pienellä kirjoitettuna, 45 merkkiä") == 0.0
    two, three = heights("Kurssi " * 12), heights("Kurssi " * 20)
    assert 8 < two < three < 14
    assert heights("Kurssi " * 12, share=0.48) > two
    assert heights("Kurssi " * 900) == heights("W" * 2000) < 50
    assert data_of(course, {"kurssi": "Kurssi " * 20}).field_height("kurssi", "field") == 0.0, "no form"
    tall = {"tukiverkosto.esimies": "tuki " * 90}
    assert data_of(course, tall, fillable=True).field_height("tukiverkosto.esimies", "prompt") == 0.0


def test_an_empty_slot_is_left_out_only_before_a_word_wider_than_the_line(course: Course) -> None:
    def drawn(**values: str) -> list[str]:
        return data_of(course, values).on_line(["aika", "paikka"], "field")

    both = ["aika", "paikka"]
    assert drawn() == drawn(aika="W" * 99) == drawn(paikka="Tampere") == drawn(paikka="lyhyt " + "W" * 99) == both
    assert drawn(aika="tänään", paikka="W" * 99) == both
    assert drawn(paikka="W" * 99) == drawn(paikka="Ж" * 99 + " loppu") == ["paikka"]
    assert data_of(course, {"paikka": "W" * 99}, fillable=True).on_line(both, "field") == both


def listing_of(course: Course, values: Mapping[str, str], *, fillable: bool = False) -> PageData:
    return PageData(course, Participant(values), read_layout("slides", course.folder), fillable=fillable)


CONTACTS = "verkostokartta.kontaktit"


def test_slides_list_a_map_s_entries_and_number_those_that_are_filled(course: Course) -> None:
    values = {f"{CONTACTS}.1.nimi": "Marja", f"{CONTACTS}.3.apu": "pitkä apu " * 30}
    data = listing_of(course, values)
    drawn = data.map(CONTACTS)
    assert drawn.listed
    assert data.legend == []
    assert [data.fit(bubble.name, "ball-number").text for bubble in drawn.bubbles] == ["1", "", "3", *[""] * 5]
    assert data.fit(f"{CONTACTS}.3.nimi", "entry-number").text == "3"
    assert data.fit(f"{CONTACTS}.1.nimi", "entry-name").text == "Marja"
    fitted = data.fit(f"{CONTACTS}.3.apu", "entry-support")
    assert f"{fitted.text} {fitted.overflow.removeprefix('… ')}" == values[f"{CONTACTS}.3.apu"]
    assert fitted.overflow.startswith("… "), "it begins amid a sentence"
    assert data.overflow == {f"{CONTACTS}.3.apu": fitted.overflow}


def test_an_empty_map_a_form_and_a_handout_list_nothing(course: Course) -> None:
    values = {f"{CONTACTS}.1.nimi": "Marja"}
    assert not listing_of(course, {}).map(CONTACTS).listed
    assert not listing_of(course, values, fillable=True).map(CONTACTS).listed
    assert not data_of(course, values).map(CONTACTS).listed
    drawn = listing_of(course, values, fillable=True)
    drawn.map(CONTACTS)
    assert drawn.fit(f"{CONTACTS}.1.nimi", "ball-name").text == "Marja"
