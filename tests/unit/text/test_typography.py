"""Typography of each language: what the sources ask for, and what must stay as it was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.text.typography import typography

SET = [  # As typed; as set, with _ for a space that does not break.
    ('hän sanoi "kyllä" heti', "hän sanoi ”kyllä” heti"),
    ('"Kyllä", sanoi hän. "Ei."', "”Kyllä”, sanoi hän. ”Ei.”"),
    ("('nolla') ja 'yksi kaksi'", "(’nolla’) ja ’yksi kaksi’"),
    ("työ - ja muu elämä", "työ – ja muu elämä"),
    ("työ -- ja muu elämä", "työ – ja muu elämä"),
    ("Helsinki--Tampere", "Helsinki–Tampere"),
    ("avoinna klo 9-16", "avoinna klo_9–16"),
    ("klo 9.00-15.30 arkisin", "klo_9.00–15.30 arkisin"),
    ("12.1.-30.3.2026", "12.1.–30.3.2026"),
    ("1.-3.5.", "1.–3.5."),
    ("vuosina 1998-2004 ja s. 3-5", "vuosina 1998–2004 ja s._3–5"),
    ("10-15 min", "10–15_min"),
    ("Klo 9.00, s. 12, nro 3", "Klo_9.00, s._12, nro_3"),
    ("14. tammikuuta ja 1. Joulukuuta", "14._tammikuuta ja 1._Joulukuuta"),
    ("5 kg, 20 % ja 3,5 h", "5_kg, 20_% ja 3,5_h"),
    ("palkka 2 500 € eli 12 000 000 senttiä", "palkka 2_500_€ eli 12_000_000 senttiä"),
]
KEPT = [
    'ruutu 17" ja putki 3/4"',
    "Liam O'Malli, vaa'an, McDonald'sin",
    'lainaus "jää kesken',
    """tyhjä "" ja ""'"" ja ''"'' """,
    "kontakti- ja tukiverkosto, linja-autoasema, Jyväskylä-",
    "puh. 040-1234567, 09-123 4567, 045 12-34",
    "huone 3-12, luokka 10-12, koodi 12-34",
    "A-12-34, 12-34-56, 010203-123X, 1234567-8, 9-16-25",
    "00100-00200, 16-9, 5-5",
    "https://esimerkki.example/a--b?c=1-9 ja etu.suku--9-16@esimerkki.example",
    "www.esimerkki.example/9-16 ja --pages 1,7-9,12",
    '`klo 9-16 -- "x"`',
    "--- ja ----",
    "2026-01-14, 1.2.3-4",
    "sain 3 vinkkiä, 2 henkilöä",
    "040 123 456, 12 345 6789",
    "- ensimmäinen\n- toinen",
]  # fmt: skip

SWEDISH = [
    ('hon sa "ja" genast', "hon sa ”ja” genast"),
    ("('noll') och 'ett'", "(’noll’) och ’ett’"),
    ("arbete - och annat liv", "arbete – och annat liv"),
    ("kl. 9-16", "kl._9–16"),
    ("kl. 9.00-15.30 på vardagar", "kl._9.00–15.30 på vardagar"),
    ("14.-15.1.2026", "14.–15.1.2026"),
    ("den 14 januari, nr 3, s. 12", "den 14_januari, nr_3, s._12"),
    ("5 kg, 20 %, 3 st och 12 000 kr", "5_kg, 20_%, 3_st och 12_000_kr"),
    ("tfn 040 123-456, rum 3-12, 5 marsvin", "tfn 040 123-456, rum 3-12, 5 marsvin"),
]
ENGLISH = [
    ('she said "yes" at once', "she said “yes” at once"),
    ("('none') and 'one two'", "(\u2018none’) and \u2018one two’"),
    ("'don't' and O'Neill's", "\u2018don’t’ and O’Neill’s"),
    ("'tis the '90s", "’tis the ’90s"),
    ("the dogs' and the cats' food", "the dogs' and the cats' food"),
    ("work - and other life -- too", "work – and other life – too"),
    ("open 9:00-16:30, pp. 3-5", "open 9:00–16:30, pp._3–5"),
    ("14 January, 5 kg, 9 am and 12 000 people", "14_January, 5_kg, 9_am and 12_000 people"),
    ('phone 040 123-456, room 3-12, 5 marches, a 17" screen', 'phone 040 123-456, room 3-12, 5 marches, a 17" screen'),
    ("10 amperes, see no 5, --pages 1-3", "10 amperes, see no 5, --pages 1–3"),
]


@pytest.mark.parametrize(
    ("language", "typed", "expected"), [*(("sv-FI", *case) for case in SWEDISH), *(("en", *case) for case in ENGLISH)]
)
def test_other_languages_have_rules_of_their_own(language: str, typed: str, expected: str) -> None:
    assert typography(typed, language) == expected.replace("_", "\u00a0")
    assert typography(typography(typed, language), language) == typography(typed, language)


@pytest.mark.parametrize("typed", [typed for typed, _expected in (*SET, *SWEDISH, *ENGLISH)])
def test_a_language_without_rules_stays_as_typed(typed: str) -> None:
    assert typography(typed, "et") == typed


@pytest.mark.parametrize(("typed", "expected"), SET)
def test_text_is_set_as_finnish_is(typed: str, expected: str) -> None:
    assert typography(typed, "fi") == expected.replace("_", "\u00a0")
    assert typography(typography(typed, "fi"), "fi") == typography(typed, "fi")


@pytest.mark.parametrize("typed", KEPT)
def test_text_that_only_looks_alike_stays_as_typed(typed: str) -> None:
    assert typography(typed, "fi") == typed


TOKENS = [*"\"'- \n9€ä.,@(", "--", "16", "1.", "klo", "s.", "kg", "työ"]
TYPED = st.lists(st.sampled_from(TOKENS), max_size=30).map("".join) | st.text()


@given(TYPED)
def test_no_letter_or_digit_ever_changes(text: str) -> None:
    def kept(text: str) -> str:
        return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LN")

    assert kept(typography(text, "fi")) == kept(text)
    assert typography(text, "fi").count("\n") == text.count("\n")


@given(TYPED)
def test_done_twice_is_done_once(text: str) -> None:
    assert typography(typography(text, "fi"), "fi") == typography(text, "fi")
