"""Texts made to fit into boxes, in several scripts."""

from itertools import pairwise

import pytest

from worksheets.compose.products.fitted_text import MM_PER_PT, FittedText, Fitter, TextStyle
from worksheets.text.fonts import BOLD, advance

NAME = TextStyle(largest=62, least_on_line=24, smallest=9, leading=1.05, weight=BOLD)
LINE = TextStyle(largest=12, least_on_line=10, smallest=8, leading=1.2, hyphenated=True)
WIDTH, HEIGHT = 71.0, 27.0
FITTER = Fitter(None, "fi")

WORD = "Esimerkki"
SCRIPTS = ("محمد العبد الله", "กุ้งปู่ที่นี้ สุขใจ", "李小龙", "田中さくら", "김민준", "हिन्दी शर्मा", "தமிழ்ச்செல்வன்")


def fitted(text: str, style: TextStyle = NAME, width: float = WIDTH, height: float = HEIGHT) -> FittedText:
    result = FITTER.fit(text, style, width, height)
    assert result
    return result


def widths(result: FittedText, weight: int) -> list[float]:
    """Return the widths of the lines, in mm."""
    return [advance(line.rstrip(), weight) * result.size * MM_PER_PT for line in result.lines]


@pytest.mark.parametrize("text", ["Å", "Aino", "Maximilian", "x" * 80, "W" * 120, *SCRIPTS, "Aino " * 24])
def test_no_letter_is_lost_and_every_line_fits(text: str) -> None:
    result = fitted(text)
    assert "".join(result.lines) == text
    assert max(widths(result, BOLD)) <= WIDTH
    assert result.height <= HEIGHT + 1e-6
    assert NAME.smallest <= result.size <= NAME.largest


def test_a_short_name_has_the_largest_size() -> None:
    assert fitted("Aino").size == 62


def test_a_name_shrinks_before_it_wraps() -> None:
    result = fitted("Maximilian")
    assert result.lines == ("Maximilian",)
    assert 24 <= result.size < 62
    assert WIDTH - max(widths(result, BOLD)) < 2


def test_a_name_wraps_at_its_spaces_when_one_line_would_be_too_small() -> None:
    result = fitted("Anna Margareta Susanna")
    assert result.lines == ("Anna Margareta ", "Susanna")
    assert result.size > NAME.least_on_line


def test_a_name_wraps_after_hyphens_only_to_save_a_line() -> None:
    label = TextStyle(largest=16, least_on_line=16, smallest=7, leading=1.1, weight=BOLD)
    assert fitted("Maximilian Schröder-Lindqvist", label, 51.5).lines == ("Maximilian ", "Schröder-Lindqvist")
    assert fitted("Christina-Alexandra-Wilhelmina").lines == ("Christina-", "Alexandra-", "Wilhelmina")


def test_a_word_breaks_only_where_no_size_holds_it() -> None:
    whole = fitted(WORD * 3)
    assert whole.lines == (WORD * 3,)
    assert whole.size < NAME.least_on_line
    broken = fitted(WORD * 9)
    assert len(broken.lines) > 1
    assert broken.size <= NAME.least_on_line


def test_a_broken_word_keeps_its_clusters() -> None:
    cluster = "ஷௌ"
    result = fitted(cluster * 20)
    assert len(result.lines) > 1
    assert all(set(line.split(cluster)) == {""} for line in result.lines)


def test_a_name_is_never_hyphenated_but_another_text_is() -> None:
    word = "Työvoimaneuvontapalvelukeskuksessa"
    narrow = fitted(word, LINE, width=30)
    assert narrow.lines[0].endswith("-")
    assert "".join(line.removesuffix("-") for line in narrow.lines) == word
    name = TextStyle(largest=12, least_on_line=10, smallest=8, leading=1.2)
    assert "-" not in "".join(fitted(word, name, width=30).lines)


def test_what_does_not_fit_is_none() -> None:
    assert FITTER.fit("W" * 120, NAME, 20, 10) is None
    assert FITTER.fit("Aino", NAME, WIDTH, 1) is None


def test_lines_of_tall_scripts_stand_farther_apart() -> None:
    latin, thai = fitted("Aino Esimerkki Mallikas"), fitted("กุ้งปู่ที่นี้ กุ้งปู่ที่นี้ กุ้งปู่ที่นี้")
    assert len(latin.lines) > 1
    assert latin.pitch == pytest.approx(1.05 * latin.size * MM_PER_PT)
    assert thai.pitch > 1.25 * thai.size * MM_PER_PT
    assert thai.above > latin.above / latin.size * thai.size


def test_names_of_the_same_height_stand_alike() -> None:
    aino, oona = fitted("Aino"), fitted("oona")
    assert (aino.above, aino.below, aino.top(30)) == (oona.above, oona.below, oona.top(30))


def test_more_room_never_gives_a_smaller_text() -> None:
    name = "Anna-Maria Susanna Esimerkki"
    sizes = [fitted(name, height=height).size for height in (10, 15, 20, 25, 30)]
    assert all(less <= more for less, more in pairwise(sizes))
    assert sizes[0] < sizes[-1]
