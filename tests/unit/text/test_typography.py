"""Finnish typography: what the sources ask for, and what must stay as it was typed."""

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
