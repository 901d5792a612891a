"""Letters that another program has spoilt are recognised, with what they should be; right letters are left alone."""

# ruff: noqa: RUF001 - letters and signs that are told apart

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.spreadsheets.spoilt_letters import doubtful, mended, spoilt

NAMES = ["Väinö", "Hämeenlinna", "Mäkelä Yrjö", "Sinikka Pöysti", "Väinö Åberg", "Yrjö Äijälä"]


@pytest.mark.parametrize("text", ["Virtanä Äyräs", "Öhman", "Åsa", "a – b", "”hei”", "100 €", "Žemaitė", "Łukasz", "à"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_spoilt_letters_are_named_with_what_they_should_be(text: str, encoding: str) -> None:
    wrong = "".join(
        bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in f"{text} x".encode()
    )
    message = spoilt(wrong)
    assert message.startswith("“")
    assert message.endswith(
        f"” has garbled letters and should be “{text} x”; fix it, or save the original list again as “CSV UTF-8”"
    )


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("VirtanÃ¤", "Virtanä"),
        ("Ã–hman", "Öhman"),
        ("Ã…sa", "Åsa"),
        ("PÃ–LLÃ–", "PÖLLÖ"),
        ("1 â€“ 2", "1 – 2"),
        ("VÃƒÂ¤inÃƒÂ¶", "Väinö"),
        ("Ð\u0090Ð½Ð½Ð°", "Анна"),
        ("ð\u0178\u02dc\u20ac", "😀"),
        ("V√§in√∂", "Väinö"),
        ("V├ñin├Â", "Väinö"),
        ("V├ñin├╢", "Väinö"),
        ("VÃ€inÃ¶", "Väinö"),  # UTF-8 read as ISO 8859-15
        ("MÃŒller", "Müller"),
        ("VĂ¤inĂ¶", "Väinö"),  # as Windows reads it in Poland, in Estonia and in Russia
        ("VĆ¤inĆ¶", "Väinö"),
        ("VГ¤inГ¶", "Väinö"),
        ("Ă…ke", "Åke"),
        ("VaÌˆinoÌˆ", "Va\u0308ino\u0308"),
        ("MarÃ\u00ada", "María"),
        ("9\x9615", "9–15"),  # Windows-1252 read as Latin-1
        ("\x93Hyvä\x94", "“Hyvä”"),
        ("ÃƒÂ¿ Ã¿", "ÿ ÿ"),  # the last of the second bytes
        ("VÃ¤inÃ¶ à€€", "Väinö à€€"),  # a sequence that is no UTF-8
        ("V√§in√好", "Väin√好"),  # a letter that Mac OS Roman does not have
        ("\x8fke", "Åke"),
        ("™hman", "Öhman"),
        ("≈ke", "Åke"),
        ("Vдinц", "Väinö"),
        ("Esa MŠki, Ñ", "Esa Mäki, Ñ"),  # one word of several
    ],
)
def test_spoilt_letters_are_mended(wrong: str, meant: str) -> None:
    assert mended(wrong) == meant


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("saved_as", "read_as"), list(permutations(["cp1252", "mac_roman", "cp850", "cp437", "iso8859-15"], 2))
)
def test_one_byte_letters_read_in_another_encoding_are_mended_or_are_possible_words(
    name: str, saved_as: str, read_as: str
) -> None:
    wrong = name.encode(saved_as).decode(read_as, "replace")
    assert mended(wrong) in {name, wrong} or "\ufffd" in wrong


@pytest.mark.parametrize("name", ["Väinö", "Hämeenlinna", "Mäkelä Yrjö", "Väinö Mäki"])
@pytest.mark.parametrize(
    ("saved_as", "read_as"),
    [("cp850", "mac_roman"), ("cp1252", "mac_roman"), ("cp850", "cp437"), ("mac_roman", "cp1252")],
)
def test_the_commonest_ways_are_found(name: str, saved_as: str, read_as: str) -> None:
    assert mended(name.encode(saved_as).decode(read_as)) == name


@pytest.mark.parametrize(
    "text",
    [
        "JoÃo",
        "São Paulo",
        "SÃO PAULO",
        "IRMÃ",
        "IRMÃ”",
        "”ÄLÄ HÄTÄILE, YSTÄVÄ”",
        "A–Ö ja Å–Ö",
        "HYVÄÄ YÖTÄ…",
        "”hyvä…”",
        "”hyvä”¹",
        "HYVÄ\u00a0YSTÄVÄ",
        "YSTÄVÄ’N",
        "»Ä»",
        "Âge d’or",
        "√2 on 1,41",
        "Zoë “Zö” Müller – José’s",
        "Łukasz Žemaitė Ďuriš Őry",
        "Анна Ωmega 山田 สมชาย علي",
        "20 °C ± 1 · ½ €",
        "Nils† ja Väinö†",
        "x÷y",
        "дед",
        "„Guten Tag“, ütles „tere”",
        "Excel™issä",
        "ŠKODA, Éric’s, DeÅrmond",
        "Ćevapčići, Ăn, Гена",
        "Ravel: Boléro – 5‰",
    ],
)
def test_right_letters_are_left_alone(text: str) -> None:
    assert spoilt(text) == ""
    assert mended(text) == text


@given(st.text("aeoäöåÄÖÅéñ ”’–…-.,:!?1€", max_size=30))
def test_finnish_text_is_never_taken_for_spoilt(text: str) -> None:
    assert mended(text) == text


@given(st.text("abcdäöåÄÖÅ ", min_size=1).filter(lambda text: not text.isascii()))
def test_spoilt_finnish_text_is_always_found(text: str) -> None:
    assert mended(f"n{text}n".encode().decode("latin-1")) == f"n{text}n"


@given(st.text(max_size=30))
def test_any_text_is_judged(text: str) -> None:
    meant = mended(text)
    assert bool(spoilt(text)) == ("\ufffd" in text or meant != text)


def test_lost_letters_are_named() -> None:
    assert spoilt("V�inö") == (
        "“V�inö” has lost letters (shown as �); type them again, or save the original list again as “CSV UTF-8”"
    )


def test_a_long_text_is_quoted_in_part() -> None:
    assert spoilt("�" + "x" * 59).startswith(f"“�{'x' * 59}” has")
    assert spoilt("�\n " + "x" * 59).startswith(f"“� {'x' * 57}…” has")


@pytest.mark.parametrize("letters", ["ñ", "„", "√", "Ã", "äñ"])
def test_a_long_word_is_judged_in_time(letters: str) -> None:
    assert mended(letters * 50_000) == letters * 50_000


# What is only doubtful


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("V?in? Esimerkki", "V?in?"),
        ("Aino H?meenlinna", "H?meenlinna"),
        ("J??skel?inen", "J??skel?inen"),
        ("H?MEENLINNA", "H?MEENLINNA"),
        ("?hman", "?hman"),
        ("Aino (?hman)", "(?hman)"),
        ("V¿in¿", "V¿in¿"),
    ],
)
def test_a_question_mark_in_a_word_is_probably_a_letter(text: str, word: str) -> None:
    assert doubtful(text) == (f"“{word}” has a question mark in place of a letter; type the word again")


@pytest.mark.parametrize(
    "text",
    [
        "Mitä?Kyllä",
        "Mitä? Kyllä",
        "Mitä?!",
        "Kuka (?) on",
        "Kuka ?",
        "Leht?",
        "¿Qué tal?",
        "2?3",
        "??",
        "https://esimerkki.fi/haku?q=sana",
        "esimerkki.fi/?p=1",
        "www.esimerkki.fi?sivu",
        "aino@esimerkki.fi?subject=hei",
        "x=y?a:b",
    ],
)
def test_other_question_marks_are_left_alone(text: str) -> None:
    assert doubtful(text) == ""


@pytest.mark.parametrize("name", ["Leht?", "Heikkil?, Aino", "?sa", "Mitä?Kyllä"])
def test_in_a_name_every_question_mark_at_a_letter_is_one(name: str) -> None:
    assert "question mark" in doubtful(name, is_name=True)


@pytest.mark.parametrize("name", ["Aino ?", "Aino (?)"])
def test_a_question_mark_by_itself_is_none(name: str) -> None:
    assert doubtful(name, is_name=True) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("V&auml;in&ouml;", "Väinö"),
        ("A &amp; B", "A & B"),
        ("V&#228;in&#xF6;", "Väinö"),
        ("V\\u00e4in\\u00f6", "Väinö"),
        ("V%C3%A4in%C3%B6", "Väinö"),
        ("V=C3=A4in=C3=B6", "Väinö"),
    ],
)
def test_letters_written_as_codes_are_doubtful(text: str, meant: str) -> None:
    assert doubtful(text) == f"“{text}” has codes in place of letters and should be “{meant}”; fix it"


@pytest.mark.parametrize(
    "text", ["50 % alennus", "R&D; sitten", "https://esimerkki.fi/%C3%A4", "C:\\uusi", "a & b;", ""]
)
def test_what_only_looks_like_a_code_is_left_alone(text: str) -> None:
    assert doubtful(text) == ""
