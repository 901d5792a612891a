"""What a text says of marks: labels in any spelling, numbers, choices of form services, and what it cannot say."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.course.marks import Chosen, Marks, marked_in

HELP = Marks(("työtoverit", "oma esimies", "muu"), other=True)
CHOICES = Marks(("luen, kuuntelen ja kysyn", "Teen_itse", "muu"), most=3, other=True)
PLAIN = Marks(("työtoverit", "esimies"))
YEARS = Marks(("alle 1 vuosi", "1–5 vuotta", "yli 5 vuotta"))
SCALE = Marks(("1", "2", "3", "4", "5"), ends=("en lainkaan", "täysin"))
BELOW = Marks(("-2", "-1", "0", "1"))
LINE = Marks()
BOX = Marks(("x",))


def problem(marks: Marks, text: str) -> str:
    with pytest.raises(ValueError, match=".") as caught:
        marks.canonical(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("marks", "typed", "canonical"),
    [
        (HELP, "  TYÖTOVERIT ", "työtoverit"),
        (HELP, unicodedata.normalize("NFD", "työtoverit"), "työtoverit"),
        (HELP, "oma_esimies.", "oma esimies"),
        (HELP, "Oma\u00a0esimies", "oma esimies"),
        (HELP, "2", "oma esimies"),
        (HELP, "2,0", "oma esimies"),
        (HELP, "2)", "oma esimies"),
        (HELP, "muu", "muu"),
        (HELP, "Muu:", "muu"),
        (HELP, "MUU: naapuri; serkku: Ville", "muu: naapuri; serkku: Ville"),
        (HELP, "muu: esimies,\nentinen", "muu: esimies, entinen"),
        (HELP, "naapuri", "muu: naapuri"),
        (HELP, "muu: ; :", "muu"),
        (HELP, "", ""),
        (HELP, "–", ""),
        (CHOICES, "teen itse; Luen, kuuntelen ja kysyn;", "luen, kuuntelen ja kysyn; Teen_itse"),
        (CHOICES, "luen, kuuntelen ja kysyn, teen itse", "luen, kuuntelen ja kysyn; Teen_itse"),
        (CHOICES, "teen itse\nmuu: piirrän, maalaan", "Teen_itse; muu: piirrän, maalaan"),
        (CHOICES, "teen itse, piirrän, maalaan", "Teen_itse; muu: piirrän, maalaan"),
        (CHOICES, "1; 2", "luen, kuuntelen ja kysyn; Teen_itse"),
        (CHOICES, "2,1,2", "luen, kuuntelen ja kysyn; Teen_itse"),
        (YEARS, "1-5 Vuotta", "1–5 vuotta"),
        (SCALE, "4,0", "4"),
        (SCALE, "4.0", "4"),
        (SCALE, "04", "4"),
        (SCALE, "Täysin", "5"),
        (Marks(('"ei"', "it's")), "”Ei”", '"ei"'),
        (Marks(('"ei"', "it's")), "It\u2019s", "it's"),
        (BELOW, "\u22122", "-2"),
        (BELOW, "-1,0", "-1"),
        (BELOW, "0", "0"),
        (LINE, "45,0", "45"),
        (LINE, "045 mm", "45"),
        (LINE, "0", "0"),
    ],
)
def test_what_is_typed_becomes_canonical(marks: Marks, typed: str, canonical: str) -> None:
    assert marks.canonical(typed) == canonical
    assert marks.canonical(canonical) == canonical


@pytest.mark.parametrize("text", ["x", "X", "✓", "kyllä", "1", "true", "on", "1,0"])
def test_a_box_is_ticked(text: str) -> None:
    assert BOX.canonical(text) == "x"


@pytest.mark.parametrize("text", ["-", "–", "ei", "0", "False", "", " "])
def test_a_box_is_not_ticked(text: str) -> None:
    assert BOX.canonical(text) == ""


@pytest.mark.parametrize(
    ("marks", "text", "message"),
    [
        (PLAIN, "esimes", "“esimes” is none of the options; they are: työtoverit; esimies. Did you mean “esimies”?"),
        (
            HELP,
            "oma esimes",
            "“oma esimes” is none of the options; they are: työtoverit; oma esimies; muu, or any words after “muu:”. D",
        ),
        (HELP, "7", "“7” is none of the options; they are: työtoverit; oma esimies; muu, or any words after “muu:”."),
        (HELP, "1; 2", "2 options are chosen, but only 1 can be; leave out the others"),
        (YEARS, "2", "“2” is none of the options; they are: alle 1 vuosi; 1–5 vuotta; yli 5 vuotta."),
        (YEARS, "2026-05-01", "“2026-05-01” is a date, which spreadsheets make of texts such as 1–5; give the column"),
        (YEARS, "1.touko", "“1.touko” is a date"),
        (SCALE, "6", "“6” is not on the scale; write a whole number from 1 to 5"),
        (SCALE, "4,5", "“4,5” is not on the scale; write a whole number from 1 to 5"),
        (LINE, "101", "“101” is no place on the line; write a whole number from 0 to 100, the length in millimetres"),
        (LINE, "4,5", "“4,5” is no place"),
        (LINE, "1000000", "“1000000” is no place"),
        (BOX, "esimies", "“esimies” is no mark; write x, or leave it empty"),
        (Marks(("a", "b", "c"), most=2), "a; b; c", "3 options are chosen, but at most 2 can be; leave out the others"),
    ],
)
def test_what_says_no_marks_is_told_with_the_cure(marks: Marks, text: str, message: str) -> None:
    assert problem(marks, text).startswith(message)


@pytest.mark.parametrize(
    ("number", "cell", "text"),
    [
        (1, "x", "luen, kuuntelen ja kysyn"),
        (2, "ei", ""),
        (2, "", ""),
        (2, "1,0", "Teen_itse"),
        (2, "Teen itse", "Teen_itse"),
        (3, "1", "muu"),
        (3, "piirrän; maalaan", "muu: piirrän; maalaan"),
        (3, "Muu: piirrän", "muu: piirrän"),
    ],
)
def test_a_cell_about_one_option(number: int, cell: str, text: str) -> None:
    assert CHOICES.text_of_option(number, cell) == text


def test_a_cell_about_one_option_has_a_mark_or_the_label() -> None:
    assert Marks(("kyllä", "ei")).text_of_option(2, "ei") == "ei"
    with pytest.raises(ValueError, match="“ehkä” does not say whether “esimies” is chosen; write x, or leave the cell"):
        PLAIN.text_of_option(2, "ehkä")


def test_several_texts_together() -> None:
    assert CHOICES.of_texts(["muu: piirrän", "", "Teen itse"]) == "Teen_itse; muu: piirrän"
    with pytest.raises(ValueError, match="2 options are chosen, but only 1 can be"):
        PLAIN.of_texts(["1", "2"])


def test_numbers_of_marks() -> None:
    assert HELP.chosen("muu: naapuri") == Chosen((3,), "naapuri")
    assert CHOICES.chosen("3; 1") == Chosen((1, 3))
    assert LINE.chosen("45") == Chosen((45,))
    assert marked_in("ehkä") is None


def test_kinds() -> None:
    assert SCALE.is_scale
    assert BELOW.is_scale
    assert not YEARS.is_scale
    assert LINE.is_line
    assert BOX.is_tick


LABELS = st.from_regex(r"[abä](?:[abÄ1 ,–]{0,6}[ab1])?", fullmatch=True)
WORDS = st.from_regex(r"(?:[ab1][ab1;:, ]{0,9})?", fullmatch=True)


@given(st.lists(LABELS, min_size=1, max_size=5), st.booleans(), st.sets(st.integers(0, 4)), WORDS)
def test_every_canonical_text_is_read_back(labels: list[str], other: object, indexes: set[int], words: str) -> None:
    alike = {label.casefold().replace("–", "-").replace(" ", ""): label for label in labels}
    marks = Marks(tuple(alike.values()), most=len(alike), other=bool(other))
    numbers = tuple(sorted(index + 1 for index in indexes if index < len(alike)))
    own_words = " ".join(words.split()).strip(" ;") if other and len(alike) in numbers else ""
    chosen = Chosen(numbers, own_words)
    assert marks.chosen(marks.text(chosen)) == chosen


@given(st.text(), st.sampled_from([HELP, CHOICES, PLAIN, YEARS, SCALE, LINE, BOX]))
def test_any_text_is_read_or_refused(text: str, marks: Marks) -> None:
    try:
        canonical = marks.canonical(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017
    else:
        assert marks.canonical(canonical) == canonical


def test_labels_may_have_many_commas_and_texts_many_choices() -> None:
    marks = Marks(("x", ",".join("a" * 400)), most=2)
    assert marks.chosen("x," * 1_000).numbers == (1,)
    assert marks.chosen("x;" + ",".join("A" * 400) + ",x").numbers == (1, 2)
