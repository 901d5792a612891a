"""A text is kept as it was meant, whatever program it was pasted from; what cannot be printed is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.course.marks import Marks
from worksheets.course.slots import Slot
from worksheets.people.texts import checked, clean, printable

ANSWER = Slot("tehtava", "Tehtävä", 40)
FIELD = Slot("paikka", "Paikka", 40, one_line=True)
NAME = Slot("nimi", "Nimi", 40, role="name", one_line=True)
PASSWORD = Slot("salasana", "Salasana", 40, secret=True, one_line=True)


def problem(text: str, slot: Slot) -> str:
    with pytest.raises(ValueError, match=".") as caught:
        checked(text, slot)
    return str(caught.value)


@given(st.text())
def test_cleaning_keeps_every_visible_character(text: str) -> None:
    try:
        cleaned = clean(text)
    except ValueError as error:
        assert "U+" in str(error)  # noqa: PT017
    else:
        assert clean(cleaned) == cleaned
        assert len("".join(cleaned.split())) <= len("".join(text.split())) * 4
        if text.isascii() and not set(text) & set("\x1e\x1f\t"):
            assert cleaned.split() == text.split()


@given(st.text("a\u00ad\u200b\u0308 \t\n\x1e\x1f\uf0b7·oq\ufffc\r\v"))
def test_what_is_cleaned_is_clean(text: str) -> None:
    assert clean(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\t b \r\n c\r", "a b\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("Va\u0308ino\u0308", "Väinö"),
        ("Va\u200b\u0308ino\u0308", "Väinö"),
        ("9\u00a0mm", "9\u00a0mm"),
        ("a\u200bb\u200e\u2060\ufeff", "ab"),
        ("na\u200cme\u200d", "na\u200cme\u200d"),
    ],
)
def test_spaces_line_ends_and_invisible_characters(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("eka\vtoka", "eka\ntoka"),  # Shift+Enter in Word and PowerPoint
        ("eka\u2028toka\u2029kolmas", "eka\ntoka\nkolmas"),
        ("eka\ftoka\u0085kolmas", "eka\ntoka\nkolmas"),
        ("työ\u00adelämä", "työelämä"),  # a soft hyphen
        ("työ\u00ad\nelämä ja työ\x1f \r\n elämä", "työelämä ja työelämä"),
        ("e\x1fmail", "email"),
        ("IT\x1etuki", "IT\u2011tuki"),  # Word's hyphen at which no line ends
        ("IT\u2011tuki", "IT\u2011tuki"),
        ("\uf0b7\teka\n\uf0a7\ttoka", "• eka\n• toka"),  # bullets of Symbol and Wingdings
        ("\uf0d8 eka \uf0e0 toka \uf0fc", "• eka → toka ✓"),
        ("·\teka\n§\ttoka\n  o\tkolmas", "• eka\n• toka\n• kolmas"),  # the same bullets as plain text has them
        ("Øystein o nimi\tq", "Øystein o nimi q"),
    ],
)
def test_what_word_and_powerpoint_paste_becomes_what_was_meant(pasted: str, kept: str) -> None:
    assert clean(pasted) == kept


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\a", "the character U+0007 cannot be printed; delete it"),
        ("a\ue000", "the character U+E000 cannot be printed; delete it"),
        ("a\ud800", "the character U+D800 cannot be printed; delete it"),
        ("kuva \ufffc", "there is a picture in the text, and only text is printed; delete it (U+FFFC)"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_cure(text: str, message: str) -> None:
    assert problem(text, ANSWER) == message
    assert printable(text) == text[:-1].strip()


# In a slot


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\v", "\u2028", "\n\n", " \n "])
def test_a_field_has_one_line_and_an_answer_may_have_several(ends: str) -> None:
    assert checked(f"Tampere{ends}Keskusta", FIELD) == "Tampere Keskusta"
    assert "\n" in checked(f"Tampere{ends}Keskusta", ANSWER)


@pytest.mark.parametrize("slot", [ANSWER, FIELD, NAME])
def test_spoilt_letters_are_refused_everywhere(slot: Slot) -> None:
    assert problem("VÃ¤inÃ¶", slot).startswith("“VÃ¤inÃ¶” has garbled letters and should be “Väinö”")
    assert problem("Ã\u0084iti", slot).endswith(
        "should be “Äiti”; fix it, or save the original list again as “CSV UTF-8”"
    )
    assert problem("MarÃ\u00ada", slot).startswith("“MarÃ\u00ada” has garbled letters and should be “María”")
    assert "has lost letters" in problem("V�inö", slot)
    assert "should be “Väinö”" in problem("VÑinî", slot)


def test_a_question_mark_in_a_name_is_refused_and_elsewhere_only_odd() -> None:
    assert "question mark" in problem("V?in? Esimerkki", NAME)
    assert "question mark" in problem("Aino Leht?", NAME)
    assert checked("H?meenlinna", FIELD) == "H?meenlinna"


def test_a_password_is_not_judged_and_not_quoted() -> None:
    assert checked("VÃ¤?n", PASSWORD) == "VÃ¤?n"


def test_a_text_is_as_long_as_its_slot_takes_after_it_is_cleaned() -> None:
    assert checked(f" {'a' * 40}\u200b ", ANSWER) == "a" * 40
    assert problem("a" * 42, ANSWER) == "42 characters, but only 40 fit; shorten the text by 2"


def test_a_text_of_marks_becomes_canonical() -> None:
    slot = Slot("apu", "Apu", 40, marks=Marks(("työtoverit", "esimies", "muu"), other=True))
    assert checked(" Tyo\u0308toverit ", slot) == "työtoverit"
    assert checked("MUU:\nnaapuri", slot) == "muu: naapuri"
    assert problem("esimes", slot).startswith(
        "“esimes” is none of the options; they are: työtoverit; esimies; muu, or any"
    )
    assert "but only 40 fit" in problem("a" * 37, slot)
