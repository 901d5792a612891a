"""Texts are set in lines exactly as the typesetter sets them, or not at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint import CSS, HTML

from tests.helpers.making import font_map
from tests.helpers.sample_texts import CODED, EVERYDAY, HOSTILE, PROSE, UNSEEN, random_text
from tests.helpers.strategies import TEXTS, few_examples
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.people.texts import clean
from worksheets.text.dictionaries import use_dictionary
from worksheets.text.font_subsets import letters_of, shaping_font
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.hyphenation import HYPHEN, hyphenation_points
from worksheets.text.line_breaks import word_units
from worksheets.text.shaping import UNITS, ShapedFont, ShapedLine, break_lines, line_starts

WIDTHS = (30.4, 57.0, 58.0, 78.0, 117.0, 168.0)
"""In mm: those of the places, and a ball's."""
SIZES = (9.5, 10.0, 11.0, 12.0, 12.5, 13.0)
"""In points."""
SHEET = """
@page { size: 300mm 4000mm; margin: 10mm }
body { margin: 0; font-family: "Source Sans 3"; hyphens: auto; hyphenate-character: "-"; overflow-wrap: anywhere }
div { white-space: pre-line; hyphenate-limit-chars: 8 4 4; line-height: 1.3; break-inside: avoid }
"""
RANGES = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and how it is to be set: a width in mm, a size in points, a weight, with hyphens or with whole words."""

    text: str
    width: float
    size: float
    weight: int
    hyphenated: bool = True

    @property
    def html(self) -> str:
        style = f"width: {self.width}mm; font-size: {self.size}pt; font-weight: {self.weight}"
        style += "" if self.hyphenated else "; hyphens: manual"
        return f'<div style="{style}">{escape(self.text)}</div>'


@dataclass(frozen=True, slots=True)
class Typeset:
    """How the typesetter sets a case: lengths in pixels."""

    width: float
    size: float
    lines: tuple[str, ...]
    widths: tuple[float, ...]


def typeset(cases: Sequence[Case], language: str = "fi") -> list[Typeset]:
    """Return how the typesetter sets some cases, all in one document."""
    use_dictionary(language)
    html = f"<html lang={language}><body>{''.join(case.html for case in cases)}"
    fonts = font_map()
    document = HTML(string=html).render(stylesheets=[CSS(string=SHEET, font_config=fonts)], font_config=fonts)
    boxes = [box for page in document.pages for box in page._page_box.descendants()]  # noqa: SLF001
    blocks = [box for box in boxes if type(box).__name__ == "BlockBox" and box.element_tag == "div"]
    assert len(blocks) == len(cases)
    results = []
    for block in blocks:
        lines = [[text for text in line.children if hasattr(text, "text")] for line in block.children]
        texts = tuple("".join(text.text for text in line) for line in lines)
        widths = tuple(sum(text.width for text in line) for line in lines)
        results.append(Typeset(block.width, block.style["font_size"], texts, widths))
    return results


@cache
def face(size: int, weight: int = REGULAR, language: str = "fi") -> ShapedFont:
    """Return the text font, with all letters that a master would have."""
    data = shaping_font(weight, letters_of(weight, RANGES), ())
    return ShapedFont(data, size, language, range(1, 3000))


def set_case(case: Case, right: Typeset) -> tuple[ShapedLine, ...]:
    font, width = face(int(right.size * UNITS), case.weight), int(right.width * UNITS)
    return break_lines(case.text, font, width, hyphenated=case.hyphenated)


def unsettable(cases: Sequence[Case]) -> Counter[str]:
    """Require that cases are set as the typesetter sets them; count those that cannot be set by why not.

    A text with a word that is wider than its line is not counted: without hyphens, only the typesetter breaks it.
    """
    reasons: Counter[str] = Counter()
    for case, right in zip(cases, typeset(cases), strict=True):
        try:
            lines = set_case(case, right)
        except NeedsTypesetterError as error:
            reasons[str(error)] += not (error.refusal.reason is Reason.LONG_WORD and has_wide_word(case, right))
            continue
        letters = face(int(right.size * UNITS), case.weight)
        assert lines == tuple(map(letters.line, right.lines)), (case, right.lines)
        assert [line.width for line in lines] == [width * UNITS for width in right.widths], case
    return reasons


def has_wide_word(case: Case, right: Typeset) -> bool:
    """Return whether a word of a text, or a part of it that does not break, is wider than its line."""
    font = face(int(right.size * UNITS), case.weight)
    units = (unit for word in case.text.split() for unit in word_units(word))
    parts = (part for unit in units for part in (hyphenated_parts(unit) if case.hyphenated else [unit]))
    return any(font.width(part) > right.width * UNITS for part in parts)


def hyphenated_parts(unit: str) -> list[str]:
    cuts = [0, *hyphenation_points(unit), len(unit)]
    return [unit[a:b] + HYPHEN * (b < len(unit)) for a, b in pairwise(cuts)]


def drawn_from(words: Sequence[str], count: int, seed: int) -> list[Case]:
    """Return cases in which words follow one another by chance, now and then on a new line."""
    chance = Random(seed)  # noqa: S311 - no secret
    return [
        Case(
            random_text(words, chance, "\n" if n % 5 == 0 else " "),
            chance.choice(WIDTHS),
            chance.choice(SIZES),
            chance.choice((REGULAR, BOLD)),
            hyphenated=n % 3 > 0,
        )
        for n in range(count)
    ]


LONG_SEEDS = [pytest.param(seed, 250, marks=pytest.mark.long) for seed in range(10, 20)]


@pytest.mark.slow
@pytest.mark.parametrize("count", [120, pytest.param(400, marks=pytest.mark.long)])
def test_everyday_prose_is_set_as_the_typesetter_sets_it(count: int) -> None:
    assert unsettable(drawn_from(PROSE, count, 1)).total() == 0


@pytest.mark.slow
@pytest.mark.parametrize("count", [90, pytest.param(300, marks=pytest.mark.long)])
def test_long_words_are_set_as_the_typesetter_sets_them(count: int) -> None:
    assert unsettable(drawn_from(UNSEEN, count, 2)).total() <= count / 10


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count"), [(3, 80), pytest.param(3, 250, marks=pytest.mark.long), *LONG_SEEDS])
def test_hostile_texts_are_set_as_the_typesetter_sets_them_or_not_at_all(seed: int, count: int) -> None:
    words = [*PROSE[:200], *HOSTILE.split() * 2, *CODED]
    cases = drawn_from([word for word in words if "_" not in word], count, seed)
    assert unsettable(cases).total() <= 0.15 * count, "all of them odd"


@pytest.mark.slow
@pytest.mark.parametrize("count", [150, pytest.param(300, marks=pytest.mark.long)])
def test_very_hostile_texts_are_set_as_the_typesetter_sets_them_or_not_at_all(count: int) -> None:
    assert unsettable(drawn_from([*HOSTILE.split(), *CODED], count, 4)).total() <= count / 5


@pytest.mark.slow
@pytest.mark.hypothesis
def test_any_text_is_set_as_the_typesetter_sets_it_or_not_at_all() -> None:
    tried, refused = [0], Counter[str]()

    @few_examples(8, long=750)
    @given(st.lists(TEXTS, min_size=10, max_size=30), st.sampled_from(WIDTHS), st.sampled_from(SIZES))
    def try_texts(texts: list[str], width: float, size: float) -> None:
        cases = [
            Case(clean(text), width, size, weight, n % 2 == 0)
            for n, text in enumerate(texts)
            for weight in (REGULAR, BOLD)
        ]
        tried[0] += len(cases)
        refused.update(unsettable(cases))

    try_texts()
    assert refused.total() < 0.05 * tried[0], refused


@pytest.mark.slow
@pytest.mark.hypothesis
def test_any_width_is_filled_as_the_typesetter_fills_it() -> None:
    tried, refused = [0], Counter[str]()

    @few_examples(5, long=500)
    @given(st.lists(st.floats(20, 120), min_size=20, max_size=40), st.integers(0, 10**6))
    def try_widths(widths: list[float], seed: int) -> None:
        text = drawn_from([*PROSE, *UNSEEN], 1, seed)[0].text
        tried[0] += len(widths)
        refused.update(unsettable([Case(text, round(width, 3), 11, REGULAR, seed % 2 == 0) for width in widths]))

    try_widths()
    assert refused.total() < 0.05 * tried[0], refused


@pytest.mark.slow
@pytest.mark.parametrize("first", [40, *(pytest.param(first, marks=pytest.mark.long) for first in range(41, 46))])
@pytest.mark.parametrize("text", EVERYDAY)
def test_an_everyday_text_is_set_as_the_typesetter_sets_it_in_every_width(text: str, first: int) -> None:
    """In steps of 1.5 mm, which is less than most letters take; the long lane has the widths between."""
    cases = [Case(text, n / 4, 9.5, weight, n // 3 % 3 > 0) for n in range(first, 280, 6) for weight in (REGULAR, BOLD)]
    assert unsettable(cases).total() <= len(cases) / 10


STRAY = (
    "sana ” toinen sana",
    "sana “ toinen “ sana",
    "5 ” levyinen ! ” sana",
    "’ sana ’ toinen",
    "( sana ) [ toinen ] /",
)


@pytest.mark.parametrize(
    "text", [*STRAY[1:3], *(pytest.param(text, marks=pytest.mark.long) for text in (STRAY[0], *STRAY[3:]))]
)
def test_a_stray_mark_or_hyphen_is_set_as_the_typesetter_sets_it_or_not_at_all(text: str) -> None:
    cases = [Case(text, n / 4, 9.5, REGULAR, n % 2 == 0) for n in range(20, 160)]
    assert unsettable(cases).total() <= 0.6 * len(cases)


MEDIUM = 16 * UNITS


def lines(text: str, width: float = 1000) -> tuple[ShapedLine, ...]:
    return break_lines(text, face(MEDIUM), int(width * UNITS))


def test_no_text_has_no_lines() -> None:
    assert lines("") == ()


def test_a_short_text_is_one_line() -> None:
    assert lines("Aino Esimerkki") == (face(MEDIUM).line("Aino Esimerkki"),)


def test_a_line_feed_ends_a_line() -> None:
    assert lines("yksi\nkaksi") == (face(MEDIUM).line("yksi"), face(MEDIUM).line("kaksi"))


def test_a_line_as_wide_as_its_place_stands_on_it() -> None:
    full = face(MEDIUM).width("yksi tai")
    assert len(break_lines("yksi tai", face(MEDIUM), full)) == 1
    assert break_lines("yksi tai", face(MEDIUM), full - 1) == lines("yksi\ntai")


def test_a_word_is_kept_whole_without_hyphens() -> None:
    narrow = face(MEDIUM).width("hyvä työnhaku-")
    assert break_lines("hyvä työnhakuvalmennus", face(MEDIUM), narrow) == lines("hyvä työnhaku-\nvalmennus")
    whole = lines("hyvä\ntyönhakuvalmennus")
    assert break_lines("hyvä työnhakuvalmennus", face(MEDIUM), whole[1].width, hyphenated=False) == whole
    with pytest.raises(NeedsTypesetterError, match=Reason.LONG_WORD.value):
        break_lines("hyvä työnhakuvalmennus", face(MEDIUM), narrow, hyphenated=False)


def test_a_long_word_is_hyphenated() -> None:
    narrow = face(MEDIUM).width("työnhakuval-")
    assert break_lines("työnhakuvalmennus", face(MEDIUM), narrow)[0] in map(
        face(MEDIUM).line, ["työnhaku-", "työnhakuval-"]
    )


@pytest.mark.parametrize(
    ("text", "width", "reason"),
    [
        ("yksi\n\nkaksi", 1000, Reason.EMPTY_LINE),
        ("ååååååååå", 20, Reason.LONG_WORD),
        ("Наталья", 1000, Reason.LETTERS),
        ("田中さくら", 1000, Reason.LETTERS),
        ("Aino 😀", 1000, Reason.LETTERS),
        ("محمد", 1000, Reason.LETTERS),
        ("snake_case ja muuta sen jälkeen", 60, Reason.DISPUTED_BREAK),
        ("sinä ”ja” (minä) ja muut siellä", 60, Reason.DISPUTED_BREAK),
    ],
)
def test_what_cannot_be_set_says_why(text: str, width: float, reason: Reason) -> None:
    with pytest.raises(NeedsTypesetterError) as caught:
        lines(text, width)
    assert caught.value.refusal.reason is reason


@pytest.mark.parametrize("width", [57.5, 90, 133.25, 300, 1000])
def test_lines_start_where_the_lines_before_them_end(width: float) -> None:
    text = "Työ- ja elinkeinotoimisto,\nlinja-autonkuljettaja ( Sirkka-Liisa ) ja työnhakuvalmennus"
    starts = line_starts(text, face(MEDIUM), int(width * UNITS))
    parts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    hyphenated = [
        part.rstrip() + "-" * (part[-1:].isalpha() and number < len(parts))
        for number, part in enumerate(parts, start=1)
    ]
    assert tuple(map(face(MEDIUM).line, hyphenated)) == lines(text, width)


def test_only_as_many_lines_are_looked_for_as_are_wanted() -> None:
    text = "yksi kaksi kolme ååååååååååååååå"
    narrow = face(MEDIUM).width("kolme")
    with pytest.raises(NeedsTypesetterError):
        line_starts(text, face(MEDIUM), narrow)
    assert line_starts(text, face(MEDIUM), narrow, 3) == (0, 5, 11)


def test_a_glyph_that_may_not_be_used_is_not() -> None:
    data = shaping_font(REGULAR, letters_of(REGULAR, RANGES), ())
    space = ShapedFont(data, MEDIUM, "fi", [1])
    assert space.line(" ").glyphs == b"[<0001>]"
    with pytest.raises(NeedsTypesetterError, match=f"^{Reason.LETTERS.value}"):
        break_lines("Aino", space, 1000 * UNITS)


def test_what_is_disputed_does_not_matter_on_one_line() -> None:
    assert len(lines("snake_case")) == len(lines("”sinä” (minä)")) == 1


FOREIGN = {
    "sv": "Arbetsmarknadsutbildningen kl. 9–16 gav ”oväntade” kontakter: yrkesorganisationer, arbetsplatser-, o.s.v. "
    "EU:s socialförsäkringssystem (jämställdhetsplanering) – en Östersjöhandlingsplan.",
    "en": "The organisation’s “international” communication, don’t mention responsibilities… Self-employment "
    "opportunities (recommendations) – \u2018professional’ relationships; O’Neill’s well-established acquaintances.",
    "et": "Tööturukoolituse „ootamatud” kontaktid: ametiühinguorganisatsioonid, töökohtade-, jne. Euroopa Liidu "
    "sotsiaalkindlustussüsteem (võrdõiguslikkus) – Läänemere tegevuskava.",
    "se": "Bargomárkan ja sosiálaortnetvuođat: ovttasbargoorganisašuvnnat, gulahallan.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_set_as_the_typesetter_sets_them(language: str) -> None:
    text = FOREIGN[language]
    cases = [Case(text, width, 11.0, REGULAR) for width in range(30, 90, 7)]
    was_set = 0
    for case, right in zip(cases, typeset(cases, language), strict=True):
        font = face(int(right.size * UNITS), REGULAR, language)
        try:
            lines = break_lines(text, font, int(right.width * UNITS))
        except NeedsTypesetterError:
            continue
        assert lines == tuple(map(font.line, right.lines)), (case, right.lines)
        was_set += 1
    assert was_set > len(cases) / 2
