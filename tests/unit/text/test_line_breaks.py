"""A line may end where Unicode and the typesetter let it; where they differ, the break is disputed."""

import re
from collections.abc import Iterable
from itertools import islice, pairwise, product
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_units
from weasyprint.text.line_break import get_log_attrs

from tests.helpers.sample_texts import CODED, EVERYDAY, HOSTILE, PROSE, UNSEEN, random_text
from tests.helpers.strategies import some_examples
from worksheets.people.texts import clean
from worksheets.text.line_breaks import grouped, has_tied_space, is_disputed, other_units, units, word_units


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Aino",
        "Aino |Esimerkki",
        "Aino |",
        "Työ- |ja |elinkeino-|toimisto",
        "1.1.2026 |klo |9.00",
        "ja/|tai",
        "a–|b",
        "työ(ttömyys)turva",
        "a |( b ) |c",
        "Hei! |Mitä?",
        "040-123",
        "100\u00a0%",
    ],
)
def test_a_unit_ends_where_a_line_may_end(text: str) -> None:
    assert units(text.replace("|", "")) == text.split("|")


@pytest.mark.parametrize("word", ["", "Aino", "Sirkka-|Liisa", "a-|b-|c-", "10-20", "itä-", "3,5", "o.k.!", "ja/|tai"])
def test_a_word_is_split_after_hyphens_and_slashes(word: str) -> None:
    assert word_units(word.replace("|", "")) == tuple(word.split("|"))


@pytest.mark.parametrize(
    "text", ["( a", "a [ b", "{ a", "¡ a", "¿ a", "a )", "a ]", "a } b", "a !", "a , b", "a /", "—"]
)
def test_a_space_beside_a_mark_is_tied(text: str) -> None:
    assert has_tied_space(text) == (" " in text)


@pytest.mark.parametrize("text", ["a (b) c", "Hei! Mitä? Aino, Ben.", "/ a", "a - b", ""])
def test_other_spaces_are_not_tied(text: str) -> None:
    assert not has_tied_space(text)


def test_words_are_the_units_between_spaces() -> None:
    assert grouped(["Työ-", "ja ", "koti ", ""]) == [["Työ-", "ja"], ["koti"], [""]]
    assert grouped([]) == [[]]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("a |”b” |(c)", "a |”b” (c)"),
        ("a |” |b", "a ” |b"),
        ("a |-b |c", "a |-|b |c"),
        ("n.50 |%", "n.|50 |%"),
        ("Aino |Esimerkki", "Aino |Esimerkki"),
    ],
)
def test_the_other_units_differ_where_breaks_are_disputed(text: str, other: str) -> None:
    plain = text.replace("|", "")
    assert units(plain) == text.split("|")
    assert other_units(plain) == other.split("|")
    assert is_disputed(plain) == (text != other)


@pytest.mark.parametrize("text", ["x “ ", "-x", "", "x"])
def test_the_other_units_are_the_whole_text(text: str) -> None:
    assert "".join(other_units(text)) == text


@pytest.mark.parametrize("text", ["snake_case", "”sinä” (minä)", "“a” [b]", "'x' {y}", "« (z)", "x« y", "x “ "])
def test_disputed_breaks_are_known(text: str) -> None:
    assert is_disputed(text)


@pytest.mark.parametrize("text", ["", "Aino", "”sinä” minä", "(minä) ”sinä”", "työ(ttömyys)turva", "don’t (a)"])
def test_other_breaks_are_not_disputed(text: str) -> None:
    assert not is_disputed(text)


def typesetters_units(text: str) -> list[str]:
    """Split a text after each place where the typesetter lets a line end."""
    attributes = get_log_attrs(text, "fi")
    cuts = [at for at in range(1, len(text)) if attributes[at].is_line_break]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


def parted_otherwise(texts: Iterable[str]) -> list[str]:
    """Return the texts whose lines the typesetter lets end elsewhere, though nothing says that they are disputed."""
    texts = filter(None, map(clean, texts))
    return [text for text in texts if not is_disputed(text) and units(text) != typesetters_units(text)]


@pytest.mark.slow
@pytest.mark.parametrize(("length", "step"), [(2, 1), (3, 5), pytest.param(3, 1, marks=pytest.mark.long)])
def test_any_few_letters_are_parted_as_the_typesetter_parts_them_or_disputed(length: int, step: int) -> None:
    letters = "a1.,:;!?-'()/%€+”–\u00a0 \"&@*…’"
    assert step == 1 or len(letters) % step, "each of them is tried at each place"
    assert parted_otherwise(map("".join, islice(product(letters, repeat=length), 0, None, step))) == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("aä1.,:;!?-'()/%€+”–\u00a0 \"&@*…’ab  ", max_size=20), min_size=20, max_size=20))
def test_any_text_is_parted_as_the_typesetter_parts_it_or_disputed(texts: list[str]) -> None:
    assert parted_otherwise(texts) == []


def random_texts(words: list[str], count: int, seed: int) -> list[str]:
    chance = Random(seed)  # noqa: S311 - no secret
    return [random_text(words, chance) for _number in range(count)]


def test_real_texts_are_parted_as_the_typesetter_parts_them_and_not_disputed() -> None:
    texts = [*EVERYDAY, *random_texts([*PROSE, *UNSEEN], 200, 7)]
    assert [text for text in texts if units(text) != typesetters_units(text)] == []


def test_words_with_odd_starts_are_parted_as_the_typesetter_parts_them_or_disputed() -> None:
    words = ("-kerho", "puh.040 123", "n.50 %", "klo:9", "Huone B:214", "(-kerho)", ".5", ", 5 ”", "sana ! ”", "x.1")
    assert parted_otherwise([f"sana {word} sana" for word in words]) == []


OLDER = re.compile(r"(?:^|[^\w])-[^\W\d_]|(?:^|[^\d.,:;])[.,:;]+\d")
"""Where the typesetter keeps older rules: after a hyphen that begins a word, before digits that follow a comma."""


@pytest.mark.slow
@some_examples(500)
@given(st.text("abäZ019.,:;!?-'()/", max_size=14).filter(lambda word: not OLDER.search(word)))
def test_words_known_at_sight_end_lines_where_unicode_lets_them(word: str) -> None:
    assert is_disputed(word) or list(word_units(word)) == (list(line_break_units(word)) or [""])


@pytest.mark.slow
@some_examples(150)
@given(st.lists(st.text("abäZ019.,:;!?-'()/”–", min_size=1, max_size=7), min_size=1, max_size=8).map(" ".join))
def test_texts_end_lines_where_unicode_lets_them(text: str) -> None:
    assume(not OLDER.search(text))
    assert is_disputed(text) or units(text) == list(line_break_units(text))


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 20))])
def test_real_texts_end_lines_where_unicode_lets_them(seed: int) -> None:
    texts = random_texts([*PROSE, *UNSEEN, *HOSTILE.split(), *CODED], 50, seed)
    compared = [text for text in texts if not (OLDER.search(text) or is_disputed(text))]
    assert len(compared) >= 15
    assert [text for text in compared if units(text) != list(line_break_units(text))] == []
