"""Long titles are short at the top of each page, and whole on their own page."""

import pytest
from markupsafe import Markup

from worksheets.compose.running_titles import running_title, with_running_title
from worksheets.course.declared_fonts import DeclaredFonts, FontFace
from worksheets.text.fonts import advance

LONG = "Sosiaali- ja terveysalan ammattilaisten uudelleensuuntautumisen valmennus ja työnhaku keväällä"
COURSE = "Työelämän verkostot"


@pytest.mark.parametrize("title", ["", "Koe", "Työelämän verkostot", "W" * 16])
def test_a_short_course_title_is_whole(title: str) -> None:
    assert running_title(title) == title


@pytest.mark.parametrize(
    "title", [LONG, "W" * 200, "a" * 2000, "työ\n" * 40, "仕事" * 60, "Наталья " * 20, "yhdys-" * 30]
)
def test_a_long_course_title_is_shortened(title: str) -> None:
    short = running_title(title)
    assert short.endswith("…")
    assert " ".join(title.split()).startswith(short[:-1])
    assert 10 < advance(short) <= 14


def test_a_page_s_long_title_has_a_short_form_and_stays_whole() -> None:
    html = f"<p>a</p><h1>{LONG} &amp; <em>muuta</em></h1><p>b</p>"
    section = with_running_title(Markup(html), COURSE, "(jatkuu)")  # noqa: S704 - a test's own
    short = section.split('"')[1]
    assert short.endswith("…")
    assert LONG.startswith(short[:-1])
    assert (
        section == f'<p>a</p><h1 data-short="{short}" data-goes-on=" (jatkuu)">{LONG} &amp; <em>muuta</em></h1><p>b</p>'
    )


def test_a_short_form_is_escaped() -> None:
    html = f"<h1>&quot;&gt;&lt;b&gt; {LONG}</h1>"
    section = with_running_title(Markup(html), COURSE, "(jatkuu)")  # noqa: S704 - a test's own
    assert '<h1 data-short="&#34;&gt;&lt;b&gt; Sosiaali' in section


@pytest.mark.parametrize(
    "section", ["", "<p>a</p>", "<h1>Lyhyt</h1>", "<h1>Verkostoituminen</h1>", "<h1>Omat verkostoni nyt</h1>"]
)
def test_a_page_without_a_long_title_has_no_short_form(section: str) -> None:
    expected = section.replace("<h1>", '<h1 data-goes-on=" (jatkuu)">')
    assert with_running_title(Markup(section), COURSE, "(jatkuu)") == expected  # noqa: S704 - a test's own


def test_the_titles_of_the_course_and_the_page_have_room_together() -> None:
    html = Markup(f"<h1>{LONG}</h1>")  # noqa: S704 - a test's own
    for course_title in ("", COURSE, LONG, "W" * 99):
        short = with_running_title(html, course_title, "(jatkuu)").split('"')[1]
        assert 16 < advance(short) + advance(running_title(course_title)) <= 21.8


def test_titles_are_measured_in_the_fonts_of_the_layout() -> None:
    wide = FontFace("Leveä", 400, 400, None)
    fonts = DeclaredFonts((("Leveä",),), (wide,))
    assert len(running_title(LONG, fonts)) < len(running_title(LONG))
    html = Markup(f"<h1>{COURSE}</h1>")  # noqa: S704 - a test's own
    assert "data-short" not in with_running_title(html, COURSE, "(jatkuu)")
    assert "data-short" in with_running_title(html, COURSE, "(jatkuu)", fonts)
