"""A course's own templates and styles are merged as they are typeset, or not at all; the tables say which."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.helpers.alike import assert_alike
from tests.helpers.course import HEAD, page_of
from tests.helpers.making import master_cache, master_store, pipeline_of, typeset_handout
from worksheets.compose.edition import Edition
from worksheets.course.layout import THEME_STYLE_SHEET, read_layout
from worksheets.errors import NeedsTypesetterError
from worksheets.master.store import MasterStore
from worksheets.people.participant import Participant
from worksheets.resources import STYLES

pytestmark = pytest.mark.slow


def own_course(folder: Path, body: str, style: str = "") -> Edition:
    """Return the edition of a course of one page, with one more style rule."""
    course = page_of(folder, f"{HEAD}{{% block body %}}{body}{{% endblock %}}")
    theme = folder / "styles" / THEME_STYLE_SHEET  # The shortest one; only the layout's own comes after it.
    theme.parent.mkdir(parents=True)
    theme.write_text((STYLES / THEME_STYLE_SHEET).read_text("utf-8") + style, "utf-8")
    return Edition(course, course.pages, read_layout("handout", course.folder))


def named(name: str) -> Participant:
    return Participant({"nimi": name} if name else {})


def merged(masters: MasterStore, participant: Participant) -> bytes | None:
    """Return a merged handout; None when there is no master, or when it does not hold this name."""
    for _time in range(3):  # For rare pages, a master is made the third time it is wanted.
        try:
            return masters.handout(participant, make=True)
        except NeedsTypesetterError:
            pass
    return None


def merged_rightly(edition: Edition, names: Iterable[str]) -> list[bool]:
    """Return for each name whether its handout was merged; the test fails if one differs from the typeset one."""
    masters = MasterStore(edition, lambda: pipeline_of(edition), lambda: master_cache(edition, None))
    compared, was_merged = set[tuple[str, bytes]](), []
    for name in names:
        pdf = merged(masters, named(name))
        was_merged.append(pdf is not None)
        if pdf is not None and (name, pdf) not in compared:
            assert_alike(pdf, typeset_handout(edition, named(name)))
            compared.add((name, pdf))
    return was_merged


NAMES = ("Aino", "Väinö Åberg", "", "Ben", "Aino")
SLOT = '<p>{{ widget.slot("nimi", "field") }}</p>'
COMMON = "<p>Kaikille sama</p>"
TWO = '{% if filling.has("nimi") %}<p>Hei!</p>{% else %}<p>Kuka olet?</p>{% endif %}'
MAYBE = f'{{% if filling.has("nimi") %}}{SLOT}{{% endif %}}'
SAID = '<svg role="img" viewBox="0 0 9 9"><title>Kuva: {{ filling.text("nimi") }}</title></svg>'


@pytest.mark.parametrize(
    "body",
    [
        COMMON,
        MAYBE + TWO + SAID,
        *(pytest.param(body, marks=pytest.mark.long) for body in (TWO, MAYBE + COMMON, COMMON + SAID)),
    ],
)
def test_a_courses_own_page_is_merged_as_it_is_typeset(tmp_path: Path, body: str) -> None:
    assert all(merged_rightly(own_course(tmp_path / "kurssi", body), NAMES))


def test_an_answer_that_moves_others_is_typeset(tmp_path: Path) -> None:
    names = (*NAMES, " ".join(NAMES * 20))
    was_merged = merged_rightly(own_course(tmp_path / "kurssi", SLOT + COMMON), names)
    assert was_merged == [True, True, False, True, True, False]


NEVER, ALWAYS, NAMED = [False] * len(NAMES), [True] * len(NAMES), [bool(name) for name in NAMES]
"""For which of the names the handout is merged."""
DOES_MORE = dict.fromkeys(
    [
        '<p>{{ filling.text("nimi") | upper }}</p>',
        '{% if filling.text("nimi") == "Aino" %}<p>Sinä!</p>{% endif %}',
        '{% if "Aino" == filling.text("nimi") %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") in ["Aino"] %}<p>Sinä!</p>{% endif %}',
        '{% if "i" in filling.text("nimi") %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") | length > 3 %}<p>Sinä!</p>{% endif %}',
        '<p>{{ filling.text("nimi")[:2] }}</p>',
        '<p>{{ filling.text("nimi") | first }}</p>',
        '<p>{{ "Hei %s" | format(filling.text("nimi")) }}</p>',
        '<p>{{ filling.text("nimi") ~ "!" }}</p>',
        '<p>{{ filling.text("nimi") }}</p>',
        '<p><bdi class="slot">{{ filling.text("nimi") }}</bdi></p>',
        '<p title="{{ filling.text("nimi") }}">Nimi</p>',
        "{% for path in filling.participant.values %}<p>{{ path }}</p>{% endfor %}",
        '{% if filling.participant.name == "Aino" %}<p>Sinä!</p>{% endif %}',
        '<p>{{ filling.participant.text("nimi") }}</p>',
        '{% if filling.text("nimi").startswith("A") %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") | lower == "aino" %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") | trim == "Aino" %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") | string == "Aino" %}<p>Sinä!</p>{% endif %}',
        '{% if (filling.text("nimi") ~ "") == "Aino" %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") | e == "Aino" %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi") is lower %}<p>Sinä!</p>{% endif %}',
        '{% if filling.text("nimi").isalpha() %}<p>Sinä!</p>{% endif %}',
        '<p>{{ filling.text("nimi") | wordcount }}</p>',
        '<p>{{ filling.text("nimi").split() | length }}</p>',
        '<p>{{ filling.text("nimi").find("o") }}</p>',
        '<svg role="img" viewBox="0 0 9 9"><title>{{ filling.text("nimi") | upper }}</title></svg>',
        '<svg role="img" viewBox="0 0 9 9"><title>{{ filling.text("nimi") | truncate(3, true, "") }}</title></svg>',
        '<p><a href="https://esimerkki.fi/?nimi={{ filling.text("nimi") }}">Linkki</a></p>',
        '<p lang="{{ filling.text("nimi") }}">Kieli</p>',
        '{% if filling.fit("nimi", "field").text == "Aino" %}<p>Sinä!</p>{% endif %}',
        '{% if filling.fit("nimi", "field").text %}<p>Sinä!</p>{% endif %}',
        '<p>{{ filling.fit("nimi", "field").text | length }}</p>',
        '{% if filling.fit("nimi", "field").step == "small" %}<p>Pieni</p>{% endif %}',
    ],
    NEVER,
) | {  # None of the names is a number, and none has a language of its own or overflows.
    '<p>{{ filling.text("nimi") | int }}</p>': ALWAYS,
    '{% if filling.language("nimi") %}<p>Kieli</p>{% endif %}': ALWAYS,
    "{% if filling.rests %}<p>Jatkuu</p>{% endif %}" + SLOT: NAMED,
}


VARIANTS = (
    '{% if "Aino" == filling',
    "| trim ==",
    "| string ==",
    '~ "") ==',
    "| e ==",
    ".isalpha()",
    "| wordcount",
    '.find("o")',
    "text | length }",
    "| first }",
    "| truncate(",
    "| int",
    '<bdi class="slot">',
    '"field").text %}',
)
"""What bodies have that ask what another asks; they are left to the long lane."""


@pytest.mark.parametrize(
    "body",
    [pytest.param(body, marks=[pytest.mark.long] * any(part in body for part in VARIANTS)) for body in DOES_MORE],
)
def test_a_template_that_does_more_with_a_text_than_print_it_is_merged_rightly_or_not_at_all(
    tmp_path: Path, body: str
) -> None:
    assert merged_rightly(own_course(tmp_path / "kurssi", body + COMMON), NAMES) == DOES_MORE[body]


@pytest.mark.parametrize(
    "body", [*list(DOES_MORE)[:2], "{% for path in filling.participant.values %}<p>{{ path }}</p>{% endfor %}"]
)
def test_a_template_that_looks_into_a_text_has_no_master(tmp_path: Path, body: str) -> None:
    edition = own_course(tmp_path / "kurssi", body + COMMON)
    with pytest.raises(NeedsTypesetterError, match="^no master: "):
        master_store(edition).handout(Participant({"nimi": "Aino"}), make=True)


@pytest.mark.parametrize("style", ["letter-spacing: .1em", "text-transform: uppercase"])
def test_a_slot_with_other_spacing_or_case_has_no_master(tmp_path: Path, style: str) -> None:
    edition = own_course(tmp_path / "kurssi", SLOT, f".in-field {{ {style} }}")
    with pytest.raises(NeedsTypesetterError, match="^no master: "):
        master_store(edition).handout(Participant({"nimi": "Aino"}), make=True)


STYLED = dict.fromkeys(
    [
        ".in-field { word-spacing: 3mm }",
        ".in-field { display: block; text-indent: 3mm }",
        ".in-field { display: block; text-align: justify }",
        ".in-field { display: block; text-align: center; width: 20mm }",
        ".in-field { direction: rtl }",
        ".in-field { display: block; direction: rtl }",
        ".in-field { text-decoration: underline }",
        ".in-field { font-variant: small-caps }",
        ".in-field { font-feature-settings: 'smcp', 'onum' }",
        ".in-field { font-kerning: none }",
        ".in-field { font-family: Mukta }",
        ".in-field { opacity: .5 }",
        ".in-field { background: yellow }",
        ".in-field { float: right }",
        ".in-field { position: absolute; right: 0 }",
        ".in-field { display: inline-block; width: 30mm }",
        ".in-field { white-space: pre }",
        ".in-field { white-space: nowrap; display: block; width: 5mm; overflow: hidden; text-overflow: ellipsis }",
        ".in-field { hyphens: none; display: block; width: 10mm }",
        ".in-field { display: block; width: 10mm }",
        ".in-field { display: block; width: 10mm; height: 50mm }",
        ".in-field { display: block; width: 25mm; height: 50mm; text-align-last: right }",
        ".in-field { display: block; height: 50mm; column-count: 2 }",
        ".in-field::before { content: 'Nimi: ' }",
        ".in-field::after { content: attr(data-slot) }",
        ".in-field { string-set: nimi content() } @page { @bottom-center { content: string(nimi) } }",
        ".in-field { bookmark-level: 1; bookmark-label: content() }",
        ".in-field { font-size: 60pt }",
        "p { display: table; border: 1pt solid }",
        "p { width: max-content; background: yellow }",
        ".in-field { font-style: italic }",  # Its font is a variable one, which is shaped in another way.
    ],
    NEVER,
) | dict.fromkeys(
    [
        ".in-field { text-indent: 3mm }",
        ".in-field { display: block; text-align: right }",
        ".in-field { font-weight: 700 }",
        ".in-field { transform: rotate(5deg); display: block }",
        ".in-field::first-letter { font-size: 200% }",
        ".in-field { color: rgba(200, 0, 0, .5) }",
        "p:has(.in-field:empty) { background: yellow }",
        ".in-field:empty { background: yellow; display: block; height: 5mm }",
    ],
    NAMED,
)


LIKE_OTHERS = {
    ".in-field { display: block; direction: rtl }",
    ".in-field { font-feature-settings: 'smcp', 'onum' }",
    ".in-field { float: right }",
    ".in-field { hyphens: none; display: block; width: 10mm }",
    ".in-field { display: block; width: 10mm; height: 50mm }",
    ".in-field::after { content: attr(data-slot) }",
    "p { display: table; border: 1pt solid }",
    ".in-field:empty { background: yellow; display: block; height: 5mm }",
    ".in-field { word-spacing: 3mm }",
    ".in-field { font-kerning: none }",
    ".in-field { display: block; width: 25mm; height: 50mm; text-align-last: right }",
    ".in-field { white-space: pre }",
    ".in-field { display: inline-block; width: 30mm }",
    ".in-field { font-size: 60pt }",
    ".in-field { text-indent: 3mm }",
    ".in-field { color: rgba(200, 0, 0, .5) }",
    ".in-field { display: block; text-indent: 3mm }",
    ".in-field { display: block; text-align: justify }",
    ".in-field { opacity: .5 }",
    ".in-field { transform: rotate(5deg); display: block }",
    ".in-field { font-weight: 700 }",
    ".in-field { display: block; height: 50mm; column-count: 2 }",
}
"""Styles that do what another does; they are left to the long lane."""


@pytest.mark.parametrize(
    "style", [pytest.param(each, marks=[pytest.mark.long] * (each in LIKE_OTHERS)) for each in STYLED]
)
def test_a_slot_of_any_style_is_merged_rightly_or_not_at_all(tmp_path: Path, style: str) -> None:
    assert merged_rightly(own_course(tmp_path / "kurssi", SLOT + COMMON, style), NAMES) == STYLED[style]
