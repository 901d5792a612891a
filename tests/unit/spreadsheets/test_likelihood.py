"""A text that was decoded right has more points than the same bytes in another encoding."""

# ruff: noqa: RUF001 - letters and signs that are told apart

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.spreadsheets.likelihood import IMPOSSIBLE, is_impossible, likelihood

OLD = ["cp1252", "iso8859-15", "mac_roman", "cp850"]


@pytest.mark.parametrize("letter", list("åäöÅÄÖ"))
@pytest.mark.parametrize("encoding", OLD)
def test_each_finnish_letter_is_likeliest_in_its_own_encoding(letter: str, encoding: str) -> None:
    text = f"T{letter.lower()}lli" if letter.islower() else f"T{letter}LLI"
    others = [other for other in OLD if other != encoding]
    misread = [text.encode(encoding).decode(other, "replace") for other in others]
    assert all(likelihood(wrong) < likelihood(text) for wrong in misread if wrong != text)


@pytest.mark.parametrize(
    ("likelier", "text"),
    [
        ("tällä", "télle"),  # a Finnish letter
        ("tällä", "tälla"),  # vowel harmony
        ("tällä", "tä"),  # two of them
        ("töi", "töe"),
        ("pylly åsna", "pylly aåsna"),  # a Swedish letter beside a vowel
        ("Öhman", "öhman"),  # a name
        ("Agnès", "agnès è"),
        ("Irène", "Irèni"),  # the place of a letter in a word
        ("François", "Franfçois"),
        ("García", "Gareía"),
        ("Gößl", "Gtßl"),
        ("España", "Españta"),
        ("Žukov", "Hytšnen"),
        ("Müller", "Mœller"),
        ("té", "tÉ"),  # mixed cases
        ("té", "téT"),
        ("TÉ", "TÉt"),
        ("YRJÖ", "YRJö"),
        ("té", "é"),  # a letter by itself
        ("té", "1ét"),  # a digit beside it
        ("té", "té1"),
        ("té", "tπ"),  # a letter of no name
        ("é é", "Èâàíîâ"),  # three in a row
        ("”a”", "a”b"),  # marks between letters
        ("”a”", "a”"),  # without a partner
        ("„a”", "a„"),
        ("a – b", "a–b"),
        ("9–15", "9ñ15"),
        ("O’Hara", "O´Har÷a"),
        ("5 €", "a€a"),
        ("5 €", "5 ¤"),
        ("5 m²", "Pawe²"),
        ("20 °C", "2°a"),
        ("5 µm", "aµm"),
        ("½ a", "½a"),
        ("§ 5", "§a"),
        ("Excel™", "™xcel"),
        ("• a", "a•a"),
        ("a…", "a…b"),
        ("¡Hola", "Hola¡"),
        ("a b", "a\x80b"),  # a control character
    ],
)
def test_a_likelier_text_has_more_points(likelier: str, text: str) -> None:
    assert likelihood(likelier) > likelihood(text)


@pytest.mark.parametrize("text", ["", "Aino Esimerkki, 40 v.", "a\u00a0b\u00ad"])
def test_what_says_nothing_has_no_points(text: str) -> None:
    assert likelihood(text) == 0


def test_a_word_counts_once() -> None:
    assert likelihood("tällä " * 9 + "– " * 9) == likelihood("tällä –")


@pytest.mark.parametrize("text", ["VÑinî", "V„in”", "Võin÷", "V‰in", "MŠki", "josÉ", "Vдinц", "a\x80b", "Hi‡s"])
def test_what_no_right_text_has_is_impossible(text: str) -> None:
    assert is_impossible(text)
    assert likelihood(text) <= IMPOSSIBLE + 10


@pytest.mark.parametrize(
    "text", ["Väinö", "Agnès", "”ÄLÄ”", "rock’n’roll", "Žižek", "Strauß", "São", "100 €/kk", "5‰", "naïve", "İbrahim"]
)
def test_right_texts_are_possible(text: str) -> None:
    assert not is_impossible(text)


@given(st.text(max_size=40))
def test_any_text_has_points(text: str) -> None:
    assert likelihood(text) == likelihood(text + " ")
    assert not (text.isascii() and is_impossible(text))


def test_long_words_are_judged_in_time() -> None:
    assert likelihood("äö" * 50_000) > 0
    assert is_impossible("ñ" * 100_000)
