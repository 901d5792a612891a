"""The count of lines that decides how a text is set, held against the typesetter's own."""

from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import HTML

import worksheets.pdf.typeset as typesetter  # before WeasyPrint: it chooses the fonts
from tests.unit.compose.test_page_data import NO_SHRINKING, TEXTS, WORDS
from worksheets.course.layout import Place, Step
from worksheets.people.participant import clean
from worksheets.text.fit import Fit, fit, lines
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
    document = HTML(string=f"<html lang=fi><style>{style}</style>{escaped}").render(
        font_config=typesetter._font_map()  # noqa: SLF001
    )
    heights = [
        box.height
        for page in document.pages
        for box in page._page_box.descendants()  # noqa: SLF001
        if box.element_tag == "p" and type(box).__name__ == "BlockBox"
    ]
    return [round(height / (SIZE * 1.2 * 96 / 72)) for height in heights]


@settings(max_examples=60, deadline=None, phases=NO_SHRINKING)
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
    assert (fitted.text + fitted.rest).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")


@given(st.lists(WORDS, min_size=30, max_size=60).map(" ".join))
def test_a_text_is_cut_between_words(text: str) -> None:
    fitted = fit(text, PLACE)
    if fitted.rest and " " in fitted.text:
        assert f"{fitted.text} {fitted.rest}" == text


def test_a_short_text_is_set_at_full_size() -> None:
    assert fit("Marja", PLACE) == Fit("normal", "Marja")


def test_a_longer_one_is_set_small() -> None:
    assert fit("Palautetta työstä ja tietoa koulutuksista sekä apua aina, kun pyydän sitä", PLACE).step == "small"
