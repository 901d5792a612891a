"""A text file is decoded whatever its encoding is; where that cannot be told, the file is refused."""

from collections.abc import Callable
from itertools import combinations

import pytest

from tests.helpers.course import ROOT
from worksheets.errors import RosterError
from worksheets.spreadsheets.encodings import encoding_of

ONE_BYTE = ["cp1252", "iso8859-15", "mac_roman", "cp850", "cp437", "cp865"]
FINNISH_NAMES = (  # noqa: SIM905 - the names fill two lines
    "Väinö Jyväskylä Hämäläinen Mäkelä Heikkilä Pöysti Yrjö Räsänen Äijälä Ähtäri Öljy Sinikka-Päivi KYÖSTI MYLLYMÄKI "
    "Åke Åsa Öhman Öberg Holmström Björklund Sjögren Bäckman Lindblå Hägglund Öster ÅSTRÖM"
).split()
FOREIGN_NAMES = (  # noqa: SIM905
    "José Zoë Müller Agnès Françoise Núñez Ñandú Søren Ümit Çelik Žukov Šeremetjev Strauß Gonçalo Benoît Hélène Tõnis "
    "Maître Kjær Chloë Thaïs Inês João Raúl Andréa"
).split()


def no_headings(_text: str) -> int:
    return 0


def text_of(data: bytes, score: Callable[[str], int] = no_headings) -> str:
    return data.decode(encoding_of(data, "ryhma.csv", score))


def problem(data: bytes) -> str:
    """Return the problem of a file, without its name with which it must begin."""
    with pytest.raises(RosterError) as caught:
        text_of(data)
    (text,) = caught.value.problems
    assert text.startswith("ryhma.csv: ")
    return text.removeprefix("ryhma.csv: ")


def list_of(*names: str) -> str:
    return "".join(f"{line}\r\n" for line in ("Nimi", *names))


def outcome(names: tuple[str, ...], encoding: str) -> str:
    """Return how a list is read: right, wrong or refused; empty if the encoding does not have its letters."""
    text = list_of(*names)
    try:
        return "right" if text_of(text.encode(encoding)) == text else "wrong"
    except UnicodeEncodeError:
        return ""
    except RosterError:
        return "refused"


# Which encoding it is


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", *ONE_BYTE])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    text = "Nimi;Ryhmä\r\nVäinö Äyräs;A\r\nÅsa Öhman;B\r\n"
    assert text_of(text.encode(encoding)) == text


def test_a_byte_order_mark_names_the_encoding() -> None:
    assert text_of(b"\xfe\xff" + "Нина".encode("utf-16-be")).lstrip("\ufeff") == "Нина"
    assert text_of(b"\xff\xfe" + "Нина".encode("utf-16-le")).lstrip("\ufeff") == "Нина"
    assert text_of(b"\xef\xbb\xbfNimi") == "Nimi"


def test_excel_s_ms_dos_list_is_read() -> None:
    data = (ROOT / "tests" / "data" / "ms-dos-code-page" / "ryhma.csv").read_bytes()
    assert text_of(data).split() == ["Nimi;Paikka", "Väinö", "Esimerkki;Hämeenlinna", "Åke", "Mallikas;Jyväskylä"]


@pytest.mark.parametrize("encoding", [encoding for encoding in ONE_BYTE if encoding != "mac_roman"])
@pytest.mark.parametrize("name", FINNISH_NAMES)
def test_a_single_finnish_name_is_read(encoding: str, name: str) -> None:
    assert outcome((name,), encoding) == "right"


@pytest.mark.parametrize("encoding", ONE_BYTE)
def test_no_name_is_read_wrong(encoding: str) -> None:
    names = [*FINNISH_NAMES, *FOREIGN_NAMES]
    outcomes = {name: outcome((name,), encoding) for name in names}
    assert [name for name, result in outcomes.items() if result == "wrong"] == []
    assert sum(result == "right" for result in outcomes.values()) >= 25


@pytest.mark.parametrize("encoding", ONE_BYTE)
def test_no_pair_of_names_is_read_wrong_and_finnish_pairs_are_read(encoding: str) -> None:
    pairs = combinations([*FINNISH_NAMES, *FOREIGN_NAMES[::4]], 2)
    outcomes = {pair: outcome(pair, encoding) for pair in pairs}
    assert [pair for pair, result in outcomes.items() if result == "wrong"] == []
    finnish = [outcomes[pair] for pair in combinations(FINNISH_NAMES, 2)]
    assert finnish.count("right") >= len(finnish) * (0.95 if encoding == "mac_roman" else 1)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["klo 9–15", "A – B", "”Hyvä”, sanoi Aino", "Ville’n", "jne…", "5 € – 10 €"])
def test_marks_of_windows_and_mac(encoding: str, text: str) -> None:
    lines = list_of(text, "Päivi Järvelä", "Yrjö Öhman")
    assert text_of(lines.encode(encoding)) == lines


@pytest.mark.parametrize(
    "text", ["20 °C", "5 m²", "½ päivää", "3 × 4 ää", "• Äiti\r\n• Isä", "”Hyvä”", "hinta 100 €", "§ 4"]
)
def test_signs_of_windows_alone(text: str) -> None:
    assert text_of(list_of(text).encode("cp1252")) == list_of(text)


@pytest.mark.parametrize("heading", ["Š", "ä"])
def test_recognised_headings_decide_before_the_letters(heading: str) -> None:
    assert text_of(b"Ryhm\x8a", lambda text: heading in text) == f"Ryhm{heading}"


# What cannot be told


@pytest.mark.parametrize(
    ("name", "encoding", "words"),
    [
        ("öljy", "mac_roman", "“Üljy”, “öljy”, “šljy”"),
        ("Öhman", "mac_roman", "“Öhman”, “…hman”"),
        ("Žukov", "cp1257", "“Þukov”, “Žukov”, “Ţukov”"),
        ("Dvořák", "cp1250", "“Dvoøák”, “Dvořák”"),
        ("Põld", "cp850", "“Päld”, “Põld”"),
        ("Guðrún", "cp1252", "“Guðrún”, “Guđrún”, “Guğrún”"),
    ],
)
def test_what_can_be_several_words_is_refused_with_all_of_them(name: str, encoding: str, words: str) -> None:
    assert problem(f"Nimi;Ryhma\nAino;A\n{name};B".encode(encoding)) == (
        f"line 3: one word can be read in several ways: {words}; save the list again as “CSV UTF-8” or .xlsx"
    )


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Иванов Пётр", "cp1251"),
        ("Иванов Пётр", "koi8-r"),
        ("Wałęsa", "cp1250"),
        ("Γιώργος", "cp1253"),
        ("Ayşe", "cp1254"),
    ],
)
def test_letters_of_another_country_are_refused(name: str, encoding: str) -> None:
    assert problem(list_of(name).encode(encoding)).startswith("line 2: ")


def test_a_word_that_only_an_encoding_of_another_country_gives_is_refused() -> None:
    assert problem("Nimi\nWałęsa".encode("cp1250")) == (
        "line 2: “Wałęsa” is in an encoding that cannot be read, that of another country; save the list again as “CSV "
        "UTF-8” or .xlsx"
    )


def test_letters_that_no_encoding_makes_words_are_refused() -> None:
    assert problem(b"Nimi\n\xee\xc9\xce\xc1") == (  # Нина in KOI8-R
        "line 2: letters that cannot be recognised; save the list again as “CSV UTF-8” or .xlsx"
    )


def test_a_file_in_two_encodings_is_refused() -> None:
    assert problem("Nimi\nVäinö Äyräs Hämäläinen\n".encode() + "Åke Öhman;Ähtäri\n".encode("cp1252")) == (
        "line 3: “�ke” is not in UTF-8 like the rest of the file; save the list again as “CSV UTF-8”, and check "
        "its letters"
    )
    assert text_of("”ÄLÄ” Äyräs Öhman".encode("cp1252")) == "”ÄLÄ” Äyräs Öhman", "Ä” is UTF-8 by chance"


# What is no list


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "this is not a list; save the list as .xlsx, .ods or “CSV UTF-8”"),
        (b"{\\rtf1 Nimi}", "this is not a list"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "this is not a list"),
        (b"Aino Esimerkki\0", "this is not a list"),
        (b"N\0i\0m\0i\0\0a", "this is not a list"),  # NUL bytes in both positions: no UTF-16
        (b"Nimi\n\x01\x02\x03\x04", "this is not a list"),
        (
            b"<html><table><tr><td>Nimi",
            "this is really a web page or XML; open it in a spreadsheet program and save it as .xl",
        ),
        (b"\xef\xbb\xbf \r\n\t<!DOCTYPE html>", "this is really a web page or XML"),
        (b"<?xml version='1.0'?><Workbook>", "this is really a web page or XML"),
        (b"\xff\xfeN\0i\0m", "the file is damaged, its UTF-16 text is not complete; save the list again"),
        (b"\xef\xbb\xbfNimi\xe4", "the file is damaged, its UTF-8"),
        ("Nimi;Ryhmä\n".encode("utf-16-le") + b"\0\xd8", "the file is damaged, its UTF-16 text is not complete"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_cure(data: bytes, message: str) -> None:
    assert problem(data).startswith(message)


def test_a_few_control_characters_are_left_to_the_reader() -> None:
    assert text_of(b"Nimi\n\x01\x02\x03") == "Nimi\n\x01\x02\x03"
    assert text_of(b"Aino\t\f\v\r\n" * 20 + b"\x01" * 9).endswith("\x01"), "one in 21 characters"
    assert "not a list" in problem(b"Aino\t\f\v\r\n" * 20 + b"\x01" * 10)
