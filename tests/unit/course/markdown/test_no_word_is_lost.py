"""Random Markdown never ends in a traceback, and never loses a word: each is on the page, or a message says why not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from tests.helpers.markdown_course import page_text
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import Templates
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.markdown.page import ReadPage, read_page
from worksheets.course.reader import read_course
from worksheets.course.types.registry import types_by_any_name
from worksheets.errors import CourseError
from worksheets.people.participant import BLANK

_WORD = re.compile(r"[^\W_]+")
_NO_WORDS = (
    re.compile(r"^[ \t]*:::+[ \t]*\S*", re.MULTILINE),  # The type of an exercise.
    re.compile(r"[{\s][^\W\d_]\w*=|\.date\b"),  # A key in braces.
    re.compile(r"^[ \t>*+-]*(?:\d+[.)](?:\s+|$))*", re.MULTILINE),  # The numbers of a list.
    re.compile(r"\]\([^)\s]*\)"),  # The address of a link, or of a picture.
)
"""What stands in Markdown and is no word of the text."""
_PIECES = [
    *[
        "yksi",
        "kaksi",
        "Äänekoski",
        "2024",
        "{{nimi}}",
        "<b>lihava</b>",
        "&amp;",
        "&auml;",
        "&#65;",
        "*tähti*",
        "**vahva**",
        "_ala_",
        "`koodi`",
    ],
    *[
        "[viite]",
        "[x]",
        "(",
        ")",
        "____",
        "--",
        "|",
        "\\*",
        "\\|",
        "[^1]",
        "{#id}",
        "{.luokka}",
        "$x$",
        "~~yli~~",
        "<!--piilo-->",
        "1)",
        "2.",
        "muu:",
    ],
    *["[linkki](https://example.com)", "![kuva](kuva.svg)", "https://example.com", "<https://example.com>"],
    *('[a](https://example.com "nimiö")', "{% if %}", "a@example.com", "[____]{#aukko}", "[__]{#aika .date}"),
]
_STARTS = [
    *("", "", "- ", "* ", "1. ", "2) ", "> ", "## ", "### ", "    ", "\t", "| ", "::: ", "|---|", "---", "===", "```"),
    *("~~~", "[viite]: ", "- ( ) ", "- [ ] ", ": ", "<div>", "<!-- ", "    - ", "  > ", "+++", "# "),
]
_FENCES = [
    *(f"{name} Mitä? {{#a{number}}}" for number, name in enumerate(types_by_any_name())),
    *("palstat", "fields", "teksti Mitä? {#b rivit=3}", 'map Kartta {#e centre="MINÄ"}', "tekst Mitä? {#f}"),
]
_INSIDE = [
    *("", "---", "- Osa {#x}", "- nimi", "- ( ) esimies", "- [ ] muu: ____", "| Osa {#y} | Toinen {#z} |", "|---|---|"),
    *("| Väite | ei | kyllä |", "|---|---|---|", "| Osaan. {#v} | | |", "| maanantai | |"),
]

_LINES = st.tuples(
    st.sampled_from(_STARTS), st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map(" ".join)
).map("".join)
_EXERCISES = st.tuples(
    st.sampled_from(_FENCES), st.lists(st.one_of(_LINES, st.sampled_from(_INSIDE)), max_size=5).map("\n".join)
).map("\n::: {0[0]}\n{0[1]}\n:::\n".format)
_PAGES = st.lists(st.one_of(_LINES, _LINES, st.sampled_from(["", "***", ":::"]), _EXERCISES), min_size=1, max_size=9)
_TYPED = st.text(
    st.one_of(st.sampled_from("ab*_`[]()!<>&#|-+=~:{}\\\"' \n\t1.;/ä"), st.characters(exclude_categories=["Cs"])),
    max_size=60,
)
MARKDOWN = st.one_of(_PAGES.map("\n".join), _TYPED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kurssi")
    (folder / "pages").mkdir()
    (folder / "kuva.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    (folder / "course.toml").write_text('title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }', "utf-8")
    return folder


def written(folder: Path, body: str) -> Path:
    page = folder / "pages" / "sivu.md"
    page.write_text(page_text(body), "utf-8", newline="\n")
    return page


def words_of(text: str) -> list[str]:
    for pattern in _NO_WORDS:
        text = pattern.sub(" ", text)
    return _WORD.findall(unescape(unescape(text)))


def strings_in(value: object) -> Iterator[str]:
    """Yield every text and number in a table of ``course.toml``."""
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, Mapping | Sequence):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from strings_in(part)


def kept_words(page: ReadPage) -> set[str]:
    """Return the words in what is printed of a page, and in what its exercises ask."""
    tables = [[dict(declaration.table), declaration.id] for declaration in page.declarations]
    texts = strings_in([*map(to_builtins, page.page.blocks), *tables])
    return set(_WORD.findall(" ".join(unquote(unescape(unescape(text))) for text in texts)))


@given(MARKDOWN)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_each_word_is_kept_or_a_message_says_why_not(folder: Path, body: str) -> None:
    page = read_page(written(folder, body), folder, ["exercise"], ["nimi"])
    if not page.problems:
        assert [word for word in words_of(body) if word not in kept_words(page)] == []


@given(_PAGES.map("\n".join))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_a_page_writes_is_printed(folder: Path, body: str) -> None:
    written(folder, body)
    try:
        course = read_course(str(folder))
    except CourseError:  # A message, as the first test has it.
        return
    assert words_missing(course) == []


def words_missing(course: Course) -> list[str]:
    """Return the words that a page has and its HTML has not."""
    layout = read_layout("handout", course.folder)
    html = Templates(course.folder).compose(["sivu"], lambda: PageData(course, BLANK, layout))
    printed = set(_WORD.findall(unescape(unescape(html))))
    blocks = course.markdown_pages[0].blocks
    texts = [block.html for block in blocks] + [blank.html for block in blocks for blank in block.blanks]
    return [word for text in map(unescape, texts) for word in _WORD.findall(unescape(text)) if word not in printed]


def test_the_words_of_a_lost_line_would_be_missed(folder: Path) -> None:
    page = read_page(written(folder, "Ensin tämä.\n"), folder, ["exercise"], ["nimi"])
    assert [word for word in words_of("Ensin tämä.\n\nSitten muu.\n") if word not in kept_words(page)] == [
        "Sitten",
        "muu",
    ]
