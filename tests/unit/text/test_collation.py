"""Texts are in the order of the Finnish alphabet."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.text.collation import last_name_key, sort_key


@pytest.mark.parametrize(
    "order",
    [
        "a b d e n o s t u v x y z å ä ö",
        "Aalto Zorro Åke Äijö Öinen",
        "va Wb vc vd",
        "v V w W va",
        "y ü Ü üa yb z",
        "d ð đ e",
        "th þ Þ ti",
        "ä æ äb ö ø øa öb",
        "öa õb œc őd",
        "e E é É é1 ea",
        "n ñ o s š ss ßa t z ž å",
        "ł1 la łb lc",
        "aino Aino ainoa Ainoa",
        "Aino-1 Aino1",
        "2 10 a",
        "a2 a02b a2c a10 a100 aa",
        "007 7a 8",
        "\u0662 3 \u0661\u0660",
        "z å ä ǟ äb ö \u03b1 я א 一",
        "ä a\u0308\u0304 äb",
        "क कक का",
    ],
)
def test_the_finnish_alphabet(order: str) -> None:
    assert [pair for pair in pairwise(order.split()) if not sort_key(pair[0]) < sort_key(pair[1])] == []


def test_words_come_before_letters() -> None:
    names = ["Aino Öinen", "Aino-Liisa Aho", "Ainoa Aho", "Van Malli", "Wan Nalli", "van öinen", "Vanha Aho"]
    assert [pair for pair in pairwise(names) if not sort_key(pair[0]) < sort_key(pair[1])] == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Åsa", "A\u030asa"),
        ("Aino  Öinen ", "Aino Öinen"),
        ("Aino\u00a0Öinen", "Aino Öinen"),
        ("Ai\u00adno", "Aino"),
        ("ﬁ", "fi"),
        ("²", "2"),
        ("™", "tm"),
    ],
)
def test_spellings_of_the_same_text_are_beside_each_other(text: str, other: str) -> None:
    assert sort_key(text)[:2] == sort_key(other)[:2]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_an_order(text: str, other: str) -> None:
    key, other_key = sort_key(text), sort_key(other)
    assert (key < other_key) + (other_key < key) + (key == other_key) == 1


def test_long_numbers_have_an_order_too() -> None:
    assert sort_key("9" * 6000) < sort_key("1" + "0" * 6000)


@pytest.mark.parametrize(
    ("last_name", "counted"),
    [
        ("von Wright", "Wright"),
        ("af Ursin", "Ursin"),
        ("van der Esimerkki", "Esimerkki"),
        ("al-Taee", "Taee"),
        ("al\u2011Taee", "Taee"),
        ("al Taee", "Taee"),
        ("de la Cruz", "la Cruz"),
        ("du Bois", "du Bois"),
        ("Van Rompuy", "Van Rompuy"),
        ("Al-Taee", "Al-Taee"),
        ("al-", "al-"),
        ("von", "von"),
        ("", ""),
    ],
)
def test_small_prefixes_of_a_last_name_do_not_count(last_name: str, counted: str) -> None:
    parts = sort_key(counted)[0]
    assert last_name_key(last_name)[0][: len(parts)] == parts


def test_between_equal_last_names_the_prefix_counts() -> None:
    names = ["Taee", "al-Taee", "Wright", "af Wright", "von Wright"]
    assert [pair for pair in pairwise(names) if not last_name_key(pair[0]) < last_name_key(pair[1])] == []


def test_a_last_name_may_have_any_spaces() -> None:
    assert last_name_key(" von  Wright ") == last_name_key("von Wright")
