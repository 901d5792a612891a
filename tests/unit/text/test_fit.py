"""The count of lines that decides how a text is set, held against the typesetter's own."""

from collections.abc import Sequence
from html import escape
from math import inf
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import HTML

from tests.helpers.making import font_map
from tests.helpers.strategies import PROSE, TEXTS, WORDS, few_examples, some_examples
from worksheets.course.layout import Place, Step
from worksheets.people.texts import clean
from worksheets.text.fit import Fit, css_pixels, first_line, fit, fits_on_line, line_width, lines, set_lines, shortened
from worksheets.text.fonts import BOLD, REGULAR

SIZE = 12.0  # Points.
PLACE = Place(60.0, (Step("normal", 4.0, 2), Step("small", 3.0, 3)))


def break_lines(texts: list[str], width: float, weight: int) -> list[int]:
    """Return the number of lines that WeasyPrint makes of each text, in a width given in ems."""
    escaped = "".join(f"<p>{escape(text)}</p>" for text in texts)
    style = (
        "@page { size: 1000mm 20000mm }"
        "p { margin: 0; hyphens: auto; hyphenate-character: '-'; overflow-wrap: anywhere }"
        f"p {{ font: {weight} {SIZE}pt/1.2 'Source Sans 3'; width: {width * SIZE}pt; white-space: pre-line }}"
    )
    document = HTML(string=f"<html lang=fi><style>{style}</style>{escaped}").render(font_config=font_map())
    heights = [
        box.height
        for page in document.pages
        for box in page._page_box.descendants()  # noqa: SLF001
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    ]
    return [round(height / (SIZE * 1.2 * 96 / 72)) for height in heights]


@pytest.mark.slow
@few_examples(15, long=1500)
@given(st.lists(TEXTS.filter(lambda text: len(text) < 600), min_size=1, max_size=4), st.floats(6, 40))
def test_the_typesetter_never_needs_more_lines(texts: list[str], width: float) -> None:
    texts = [clean(text) for text in texts]
    for weight in (REGULAR, BOLD):
        counted = [len(lines(text, width, weight).starts) for text in texts]
        assert all(real <= count for real, count in zip(break_lines(texts, width, weight), counted, strict=True))


@given(TEXTS, st.floats(3, 40))
def test_lines_begin_in_order_and_cover_the_text(text: str, width: float) -> None:
    starts = lines(text, width).starts
    assert starts[0] == 0
    assert list(starts) == sorted(set(starts))
    assert all(text[start - 1] in " \n" or text[start - 1 : start + 1].strip() for start in starts[1:])


@given(TEXTS)
def test_fitting_loses_nothing(text: str) -> None:
    fitted = fit(text, PLACE)
    printed = fitted.text + fitted.overflow.removeprefix("… ")
    assert printed.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")


@given(TEXTS)
def test_the_first_line_and_the_rest_lose_nothing(text: str) -> None:
    fitted = first_line(text, 40.0, PLACE, "grown")
    printed = fitted.text + fitted.overflow.removeprefix("… ")
    assert printed.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")
    assert fits_on_line(fitted.text, 40.0, PLACE)


@given(st.lists(WORDS, min_size=1, max_size=9).map(" ".join))
def test_a_line_holds_a_text_of_its_width(text: str) -> None:
    assert fits_on_line(text, line_width(text, PLACE) + 0.01, PLACE)


@given(st.lists(WORDS, min_size=30, max_size=60).map(" ".join))
def test_a_text_is_cut_between_words(text: str) -> None:
    fitted = fit(text, PLACE)
    if fitted.overflow and " " in fitted.text:
        assert f"{fitted.text} {fitted.overflow.removeprefix('… ')}" == text


@pytest.mark.parametrize(
    ("end", "begins"), [(".", "Loppu"), ("!”", "Loppu"), ("?)", "Loppu"), (",", "… Loppu"), ("", "… Loppu")]
)
def test_an_overflow_begins_with_an_ellipsis_unless_a_sentence_begins_there(end: str, begins: str) -> None:
    """Each of these words has a line of its own, and the last line of the place stays free."""
    long_word = "m" * 20
    fitted = fit(f"{long_word} {long_word}{end} Loppu{long_word[5:]} {long_word} {long_word}", PLACE)
    assert fitted.text == f"{long_word} {long_word}{end}"
    assert fitted.overflow.startswith(begins)


Case = tuple[str, float, float, int]
"""A text, the width of its lines and the size of its letters in mm, and their weight."""


def typeset_lines(cases: Sequence[Case], hyphenated: Sequence[bool] | None = None) -> list[int]:
    """Return the number of lines that WeasyPrint makes of each text, with hyphens or with whole words."""
    styles = (
        "@page { size: 1000mm 20000mm } p { margin: 0; white-space: pre-line }"
        "p { hyphens: auto; hyphenate-limit-chars: 8 4 4; hyphenate-character: '-'; overflow-wrap: anywhere }"
    )
    hyphens = ["" if may else "; hyphens: manual" for may in hyphenated or [True] * len(cases)]
    texts = "".join(
        f"<p style=\"font: {weight} {size}mm/1.2 'Source Sans 3'; width: {width}mm{hyphen}\">{escape(text)}</p>"
        for (text, width, size, weight), hyphen in zip(cases, hyphens, strict=True)
    )
    document = HTML(string=f"<html lang=fi><style>{styles}</style>{texts}").render(font_config=font_map())
    boxes = [box for page in document.pages for box in page._page_box.descendants()]  # noqa: SLF001
    return [len(box.children) for box in boxes if box.element_tag == "p" and type(box).__name__ == "BlockBox"]


def prose(chance: Random, most: int) -> str:
    return " ".join(chance.choices(PROSE, k=chance.randint(1, most)))


def test_everyday_prose_is_counted_just_as_it_is_typeset() -> None:
    chance = Random(5)  # noqa: S311 - no secret
    cases = [
        (prose(chance, 40), round(chance.uniform(40, 170), 2), chance.choice((3.0, 3.5, 4.0, 4.5)), weight)
        for weight in (REGULAR, BOLD) * 100
    ]
    for hyphenated in (True, False):
        counted = [
            len(set_lines(text, css_pixels(width), css_pixels(size), weight, hyphenated=hyphenated).starts)
            for text, width, size, weight in cases
        ]
        assert counted == typeset_lines(cases, [hyphenated] * len(cases))


def test_what_fits_is_typeset_in_its_place_and_what_does_not_is_not() -> None:
    chance = Random(6)  # noqa: S311 - no secret
    texts = [prose(chance, 20) for _text in range(200)]
    fits = [fit(text, PLACE) for text in texts]
    assert {fitted.step for fitted in fits} == {"normal", "small"}
    assert 20 < sum(bool(fitted.overflow) for fitted in fits) < 180
    steps = {step.name: step for step in PLACE.steps}
    set_there = typeset_lines(
        [(fitted.text, PLACE.width, steps[fitted.step].size, REGULAR) for fitted in fits],
        [fitted.hyphenated for fitted in fits],
    )
    at_full_size = typeset_lines([(text, PLACE.width, steps["normal"].size, REGULAR) for text in texts])
    whole = typeset_lines(
        [(text, PLACE.width, steps[fitted.step].size, REGULAR) for text, fitted in zip(texts, fits, strict=True)]
    )
    for fitted, count, normal, needed in zip(fits, set_there, at_full_size, whole, strict=True):
        assert count <= steps[fitted.step].lines - bool(fitted.overflow)
        assert (fitted.step == "normal") == (normal <= steps["normal"].lines)
        assert bool(fitted.overflow) == (needed > steps[fitted.step].lines)


@some_examples(60)
@given(TEXTS.map(clean), st.floats(20, 200), st.sampled_from((REGULAR, BOLD)))
def test_no_more_lines_are_counted_exactly_than_estimated(text: str, width: float, weight: int) -> None:
    exact = set_lines(text, width * 4, 16, weight)
    assert len(exact.starts) <= len(lines(text, width / 4, weight).starts)
    assert exact.starts[0] == 0
    assert list(exact.starts) == sorted(set(exact.starts))


def test_names_in_other_scripts_are_estimated() -> None:
    assert set_lines("Наталья", 400, 16) == lines("Наталья", 25)


@pytest.mark.parametrize("text", ["", "Marja", "yksi\n\nkaksi"])
def test_a_text_of_few_lines_has_no_overflow(text: str) -> None:
    place = Place(60.0, (Step("normal", 4.0, 3),))
    assert fit(text, place) == Fit("normal", text)


def test_words_are_hyphenated_only_where_that_saves_a_line() -> None:
    chance = Random(8)  # noqa: S311 - no secret
    texts = [prose(chance, 20) for _text in range(300)]
    fits = [fit(text, PLACE) for text in texts]
    steps = {step.name: step for step in PLACE.steps}
    cases = [(text, PLACE.width, steps[fitted.step].size, REGULAR) for text, fitted in zip(texts, fits, strict=True)]
    whole, hyphenated = typeset_lines(cases, [False] * len(cases)), typeset_lines(cases)
    saved = 0
    for fitted, with_whole, with_hyphens in zip(fits, whole, hyphenated, strict=True):
        most = steps[fitted.step].lines
        assert fitted.hyphenated == (with_whole > most >= with_hyphens)
        saved += fitted.hyphenated
    assert saved >= 5


def test_a_name_is_hyphenated_only_if_a_word_is_wider_than_its_line() -> None:
    narrow = Place(40.0, (Step("normal", 4.0, 2), Step("small", 3.0, 3)))
    assert not fit("Työnhakijoiden oma verkosto ja tuki", narrow, is_name=True).hyphenated
    assert fit("Ammattiyhdistysaktiivikoulutus", narrow, is_name=True).hyphenated


def test_a_place_that_grows_with_its_text_hyphenates_to_save_a_line() -> None:
    growing = Place(60.0, (Step("normal", 4.0, inf),))
    text = "Hyvät henkilökohtaiset suhteet työnantajiin"
    assert not fit(text, growing).hyphenated
    saving = "Hyvät henkilökohtaiset yhteydenpitotavat"
    width = css_pixels(60.0)
    assert len(set_lines(saving, width, css_pixels(4.0), hyphenated=False).starts) == 2
    assert fit(saving, growing) == Fit("normal", saving)


@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join))
def test_a_place_with_more_lines_holds_no_less(text: str) -> None:
    lower, higher = PLACE, PLACE.with_lines(4)
    assert [step.lines for step in higher.steps] == [4, 6]
    assert len(fit(text, lower).text) <= len(fit(text, higher).text)
    assert not (fit(text, lower).step == "normal" and fit(text, higher).step == "small")


def test_a_size_in_points_is_the_same_in_pixels_after_it_was_in_millimetres() -> None:
    for points in range(6, 61, 3):
        assert css_pixels(points * 25.4 / 72) == points * 96 / 72


def test_templates_know_the_overflow_as_the_rest() -> None:
    assert Fit("small", "Alku", "loppu").rest == "loppu"


def test_a_short_text_is_set_at_full_size() -> None:
    assert fit("Marja", PLACE) == Fit("normal", "Marja")


def test_a_longer_one_is_set_small() -> None:
    assert fit("Palautetta työstä ja tietoa koulutuksista sekä apua aina, kun pyydän sitä", PLACE).step == "small"


@pytest.mark.parametrize("text", ["", "Aino", "yksi\nkaksi"])
def test_a_text_of_few_lines_is_not_shortened(text: str) -> None:
    assert shortened(text, 200, 12, most=2) == text


@given(TEXTS, st.integers(1, 3))
def test_a_shortened_text_begins_as_the_text_and_has_no_more_lines(text: str, most: int) -> None:
    short = shortened(text, 150, 12, most)
    assert len(set_lines(short, 150, 12, hyphenated=False).starts) <= most
    assert text.startswith(short.removesuffix("…")) or short == text
