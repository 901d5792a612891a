"""Texts are broken between words only, and into as many lines as the typesetter makes of them."""

import unicodedata
from pathlib import Path

import pytest

from tests.helpers.course import HEAD, page_of, set_page
from tests.helpers.making import typeset
from tests.helpers.pdf import letters, texts
from worksheets.compose.broken_text import broken
from worksheets.course.layout import read_layout

MM = 25.4 / 72
SIZE = 10.5 * MM

TEXTS = (
    "Haluaisin tuntea ihmisiä, jotka ovat siirtyneet hoitotyöstä hallintoon tai opettajiksi, sekä yrittäjiä.",
    "Työvoimaneuvojalta sosiaali- ja terveysalan erityisasiantuntijatehtäviin liittyvää tietoa (3)",
    "kontakti- ja tukiverkosto 14.–15.1.2026 klo 9.00–15.30, puh. 040 123 4567 tai https://esimerkki.fi/a/b/c?d=e",
    "Люди, которые перешли из ухода за больными в управление или в преподавание, и предприниматели тоже.",
    "x" * 130,
    "eka\ntoka rivi\n\nneljäs",
)


def test_words_are_whole() -> None:
    lines = broken(TEXTS[0], 50, SIZE)
    assert len(lines) == 4
    assert " ".join(line.strip() for line in lines) == TEXTS[0]


def test_a_line_feed_ends_a_line() -> None:
    assert broken("eka\n\nkolmas", 50, SIZE) == ("eka\n", "\n", "kolmas")
    assert broken("", 50, SIZE) == ("",)


def test_a_word_wider_than_a_line_is_parted() -> None:
    lines = broken("a " + "m" * 100, 50, SIZE)
    assert len(lines) > 5
    assert "".join(lines) == "a " + "m" * 100


def test_no_line_begins_with_a_mark() -> None:
    lines = broken("ก่อตั้ง" * 40, 50, SIZE)
    assert len(lines) > 4
    assert "".join(lines) == "ก่อตั้ง" * 40
    assert not [line for line in lines if unicodedata.category(line[0])[0] == "M"]


@pytest.mark.parametrize("text", TEXTS)
def test_the_typesetter_makes_as_many_lines(tmp_path: Path, text: str) -> None:
    style = "font-size: 10.5pt; width: 77mm; max-width: none; hyphens: manual; white-space: pre-line"
    body = f'{{% block body %}}<p style="{style}">{text}</p>{{% endblock %}}'
    course = page_of(tmp_path / "koe", HEAD + body)
    page = texts(typeset(set_page(course), read_layout("handout", course.folder), course.folder))[0]
    set_lines = [line for line in page.splitlines() if line.strip()]
    first = next(n for n, line in enumerate(set_lines) if line.startswith(text[:3]))
    count = sum(bool(line.strip()) for line in broken(text, 77, SIZE))
    shown = letters("".join(set_lines[first : first + count]))
    assert shown == letters(text) or (" " not in text and shown.startswith(text)), "of a wide word, more are counted"
