"""A text file is decoded whatever its encoding is, and letters that were decoded wrongly are recognised."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.errors import RosterError
from worksheets.people.encodings import decoded, likelihood, mended, spoilt

OLD = ["cp1252", "iso8859-15", "mac_roman"]


def no_headings(_text: str) -> int:
    return 0


def text_of(data: bytes, score: Callable[[str], int] = no_headings) -> str:
    return decoded(data, "ryhma.csv", score)


def problem(data: bytes) -> str:
    """Return the problem of a file, without its name with which it must begin."""
    with pytest.raises(RosterError) as caught:
        text_of(data)
    (text,) = caught.value.problems
    assert text.startswith("ryhma.csv: ")
    return text.removeprefix("ryhma.csv: ")


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *OLD])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    text = "Nimi;Ryhmä\r\nVäinö Äyräs;A\r\nÅsa Öhman;B\r\n"
    assert text_of(text.encode(encoding)) == text


def test_a_byte_order_mark_names_the_encoding() -> None:
    assert text_of(b"\xfe\xff" + "Нина".encode("utf-16-be")).lstrip("\ufeff") == "Нина"
    assert text_of(b"\xff\xfe" + "Нина".encode("utf-16-le")).lstrip("\ufeff") == "Нина"
    assert text_of(b"\xef\xbb\xbfNimi") == "Nimi"


@pytest.mark.parametrize("encoding", OLD)
@pytest.mark.parametrize(
    "text",
    [
        "Väinö Äyräs",
        "Åsa Öhman",
        "Öhman",
        "Älä",
        "José",
        "Zoë Müller",
        "Agnès Françoise",
        "MYLLYMÄKI, KYÖSTI",
        "hinta 100 €",
        "Björn Åkerström ja Strauß",
        "São Gonçalo",
        "yötä päivää, äiti öljyää ääneti",
    ],
)
def test_old_encodings_are_told_apart(encoding: str, text: str) -> None:
    assert text_of(f"Nimi\n{text}\n".encode(encoding)) == f"Nimi\n{text}\n"


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["klo 9–15", "A – B", "”Hyvä”, sanoi Aino", "Ville’n", "jne…", "5 € – 10 €"])
def test_marks_of_windows_and_mac(encoding: str, text: str) -> None:
    lines = f"Nimi\n{text}\nPäivi Järvelä\n"
    assert text_of(lines.encode(encoding)) == lines


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15"])
@pytest.mark.parametrize("text", ["Žemaite", "Aleš Dušan", "Tomáš Žižka", "šakki ja tšekki"])
def test_letters_of_the_baltic_countries(encoding: str, text: str) -> None:
    assert text_of(f"Nimi\n{text}\n".encode(encoding)) == f"Nimi\n{text}\n"


@pytest.mark.parametrize("heading", ["Š", "ä"])
def test_recognised_headings_decide_before_the_letters(heading: str) -> None:
    assert text_of(b"Ryhm\x8a", lambda text: heading in text) == f"Ryhm{heading}"


def test_windows_wins_a_tie() -> None:
    mark = b"a \xa8 b"
    assert likelihood(mark.decode("cp1252")) == likelihood(mark.decode("iso8859-15"))
    assert text_of(mark) == "a ¨ b"


# What is no list


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "this is no list; save the list as .xlsx, .ods or “CSV UTF-8”"),
        (b"{\\rtf1 Nimi}", "this is no list"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "this is no list"),
        (b"Aino Esimerkki\0", "this is no list"),
        (b"N\0i\0m\0i\0\0a", "this is no list"),  # NUL bytes in both positions: no UTF-16
        (b"Nimi\n\x01\x02\x03\x04", "this is no list"),
        (b"<html><table><tr><td>Nimi", "this is a web page or XML inside; open it in a spreadsheet and save it as .xl"),
        (b"\xef\xbb\xbf \r\n\t<!DOCTYPE html>", "this is a web page or XML inside"),
        (b"<?xml version='1.0'?><Workbook>", "this is a web page or XML inside"),
        (b"\xff\xfeN\0i\0m", "the file is damaged: it is not whole UTF-16 text; save the list again"),
        (b"\xef\xbb\xbfNimi\xe4", "the file is damaged: it is not whole UTF-8"),
        ("Nimi;Ryhmä\n".encode("utf-16-le") + b"\0\xd8", "the file is damaged: it is not whole UTF-16 text"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_cure(data: bytes, message: str) -> None:
    assert problem(data).startswith(message)


def test_a_few_control_characters_are_left_to_the_reader() -> None:
    assert text_of(b"Nimi\n\x01\x02\x03") == "Nimi\n\x01\x02\x03"
    assert text_of(b"Aino\t\f\v\r\n" * 20 + b"\x01" * 9).endswith("\x01"), "one in 21 characters"
    assert "no list" in problem(b"Aino\t\f\v\r\n" * 20 + b"\x01" * 10)


# Letters and their neighbours


@pytest.mark.parametrize("letter", list("åäöÅÄÖ"))
@pytest.mark.parametrize("encoding", OLD)
def test_each_finnish_letter_is_likeliest_in_its_own_encoding(letter: str, encoding: str) -> None:
    word = f"{letter}lli" if letter.islower() else f"{letter}LLI"
    for text in (word, f"t{letter}lli" if letter.islower() else f"T{letter}LLI"):
        others = [other for other in OLD if other != encoding]
        misread = [text.encode(encoding).decode(other, "replace") for other in others]
        assert all(likelihood(wrong) < likelihood(text) for wrong in misread if wrong != text)


@pytest.mark.parametrize(
    ("likelier", "text"),
    [
        ("tä", "té"),  # a Finnish letter
        ("täi", "tai täu"),  # vowel harmony
        ("töi", "töe"),
        ("té", "t†"),
        ("té", "tþ"),  # a rare letter
        ("té", "é"),  # a letter by itself
        ("té", "1ét"),  # a digit beside it
        ("té", "té1"),
        ("té", "tÉ"),  # mixed cases
        ("té", "téT"),
        ("TÉ", "Té TÉt"),
        ("aš", "tš"),  # beside a vowel
        ("a”", "a”b"),  # a mark between letters
        ("5 €", "a€a"),
        ("a † b", "a†"),
        ("a† b", "a†b"),
        ("a†b", "a\x80b"),  # a control character
    ],
)
def test_a_likelier_character_has_more_points(likelier: str, text: str) -> None:
    assert likelihood(likelier) > likelihood(text)


@pytest.mark.parametrize("text", ["", "Aino Esimerkki, 40 v."])
def test_ascii_has_no_points(text: str) -> None:
    assert likelihood(text) == 0


def test_only_the_first_characters_are_examined() -> None:
    assert likelihood("tä" * 5_000 + "\x80" * 5) == 5_000 * likelihood("tä")


# Spoilt letters


@pytest.mark.parametrize("text", ["Virtanä Äyräs", "Öhman", "Åsa", "a – b", "”hei”", "100 €", "Žemaitė", "Łukasz", "à"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_spoilt_letters_are_named_with_what_they_should_be(text: str, encoding: str) -> None:
    wrong = "".join(
        bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in f"{text} x".encode()
    )
    message = spoilt(wrong)
    assert message.startswith("“")
    assert f"” has spoilt letters and should be “{text} x”" in message
    assert "CSV UTF-8" in message


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
        ("ÃƒÂ¿ Ã¿", "ÿ ÿ"),  # the last of the second bytes
        ("VÃ¤inÃ¶ à€€", "Väinö à€€"),  # a sequence that is no UTF-8
        ("V√§in√好", "Väin√好"),  # a letter that Mac OS Roman does not have
    ],
)
def test_spoilt_letters_are_mended(wrong: str, meant: str) -> None:
    assert mended(wrong) == meant


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
    ],
)
def test_right_letters_are_left_alone(text: str) -> None:
    assert text_of(text.encode()) == text
    assert spoilt(text) == ""


@given(st.text("aeoäöåÄÖÅéñ ”’–…-.,:!?1€", max_size=30))
def test_finnish_text_is_never_taken_for_spoilt(text: str) -> None:
    assert mended(text) == text


@given(st.text("abcdäöåÄÖÅ ", min_size=1).filter(lambda text: not text.isascii()))
def test_spoilt_finnish_text_is_always_found(text: str) -> None:
    assert mended(f"n{text}n".encode().decode("latin-1")) == f"n{text}n"


def test_lost_letters_are_named() -> None:
    assert spoilt("V�inö") == (
        "“V�inö” has lost letters (the � in it); save the original list again, as a workbook or as “CSV UTF-8”"
    )


def test_a_long_cell_is_quoted_in_part() -> None:
    assert spoilt("�" + "x" * 59).startswith(f"“�{'x' * 59}” has")
    assert spoilt("�\n " + "x" * 59).startswith(f"“� {'x' * 57}…” has")
