"""Text strings are read in the standard's encodings, and in those that programs write without a mark."""

import pikepdf  # noqa: F401 - makes the encoding “pdfdoc” known
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.pdf.text_strings import decoded, decoded_name

NAMES = (
    "Väinö",
    "ÅKE ÖHMAN",
    "Jyväskylä",
    "Šeremet",
    "ŽUKOV",
    "Ñandú",
    "Renée",
    "CAFÉ",
    "Øystein",
    "Þór",
    "”Hei” – 5 €",
)
OTHER_SCRIPTS = ("Иван", "Ελένη", "שלום", "محمد", "สมชาย", "शर्मा")


@pytest.mark.parametrize(
    "text", [*NAMES, "rivi\ntoinen", "A", "", "a\n", "\n\n", "MENEEKÖ? ÄLÄ–", "hyvä…", "HYVÄ…", "a\tb"]
)
@pytest.mark.parametrize("encoding", ["pdfdoc", "utf-8", "utf-16-be", "utf-16-le"])
def test_a_text_without_a_mark(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("text", OTHER_SCRIPTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-16-le"])
def test_a_text_in_another_script_without_a_mark(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [*NAMES, *OTHER_SCRIPTS, "王伟明", "😀"])
@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")]
)
def test_a_text_with_a_mark(text: str, mark: bytes, encoding: str) -> None:
    assert decoded(mark + text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["ÄLÄ”", "HYVÄ…", "hyvä…”", "KÄÄ™", "ÖÖ–", "nähdä…’"])
def test_closing_marks_after_a_letter_stay_pdfdocencoding(text: str) -> None:
    """Their bytes are valid UTF-8."""
    data = text.encode("pdfdoc")
    assert decoded(data) == text


def test_a_name_of_a_language_is_no_text() -> None:
    assert decoded("\ufeff\x1bfi\x1bVäinö \x1bsv-FI\x1bÅsa".encode("utf-16-be")) == "Väinö Åsa"


@pytest.mark.parametrize(
    ("data", "text"), [(b"A\x9f", "AŸ"), (b"\xfe\xff\xd8", "\ufffd"), (b"Apua\x01 x", "Apua\x01 x")]
)
def test_bytes_that_mean_nothing(data: bytes, text: str) -> None:
    assert decoded(data) == text


@given(st.binary(max_size=40))
def test_any_bytes_give_a_text(data: bytes) -> None:
    assert isinstance(decoded(data), str)


WORDS = ("hyvä", "HYVÄ", "Ä", "Åsa", "yö", "YÖ", "Žukov", "Renée", "CAFÉ", "5", "€", "°", "a")
MARKS = ("", "…", "”", "”…", "’", " –", "–", "»", ".", "?", "!", "\n")


@given(st.lists(st.tuples(st.sampled_from(["", "”", "("]), st.sampled_from(WORDS), st.sampled_from(MARKS)), max_size=6))
def test_finnish_text_is_read_in_every_encoding(words: list[tuple[str, str, str]]) -> None:
    text = "Vastaus: " + " ".join(map("".join, words))
    for encoding in ("pdfdoc", "utf-8", "utf-16-be", "utf-16-le"):
        assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [(b"/Off", "Off"), (b"/Kyll#C3#A4", "Kyllä"), (b"/Kyll#e4", "Kyllä"), (b"/a#20b#2f", "a b/"), (b"/", "")],
)
def test_names_of_any_bytes(written: bytes, text: str) -> None:
    assert decoded_name(written) == text
