"""Words are what spaces separate."""

from worksheets.people.words import words_of


def test_words_are_separated_by_any_spaces() -> None:
    assert words_of("  yhteensä summa\n summa ") == {"yhteensä", "summa"}
    assert words_of("") == frozenset()
