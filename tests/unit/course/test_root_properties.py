"""Custom properties are read from plain style sheets as tinycss2 reads them, and any other sheet is left to it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.strategies import some_examples
from worksheets.course.root_properties import (
    _number,
    _parsed_properties,
    _plain_properties,
    has_colour,
    measure,
    root_properties,
)
from worksheets.resources import STYLES

SHEETS = [
    path for path in sorted(STYLES.rglob("*.css")) if path.parent.name != "web" and ":root" in path.read_text("utf-8")
]
PIECES = st.sampled_from(
    [
        *(":root {", ":root{", "}", "{", "a {", "--a:", "--b-2:", ";", ": root", "@media print {", "@import 'x';"),
        *(" ", "\n", "/* x; } */", "/*", "*/", '"x y"', "'x'", '"', "\\", "url(a;b)", 'url("a")', "<!--", "-->"),
        *("5mm", ".5", "5", "-1", "+2.50pt", "1e3", "2e", "none", "calc(2 * ", "var(--a)", "(", ")", "[", "]", ","),
        *("#0b3c49", "#", "%", "50%", "/", "*", "-", "+", ".", "u+26", "!important", "ä", "Red", "em", "--", ":"),
    ]
)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(STYLES).as_posix())
def test_the_style_sheets_of_pages_are_plain_and_read_as_tinycss2_reads_them(path: Path) -> None:
    css = path.read_text("utf-8")
    assert _plain_properties(css) == list(_parsed_properties(css))


@given(st.lists(PIECES, max_size=30).map("".join))
@some_examples(150, long=10_000)
def test_what_is_read_with_patterns_is_what_tinycss2_reads(css: str) -> None:
    plain = _plain_properties(css)
    assert plain is None or plain == list(_parsed_properties(css))


@given(st.lists(PIECES, max_size=12).map("".join))
@some_examples(150, long=10_000)
def test_values_are_what_tinycss2_reads(value: str) -> None:
    css = f":root {{ --x: {value} }}"
    plain = _plain_properties(css)
    assert plain is None or plain == list(_parsed_properties(css))


@given(st.lists(PIECES, max_size=4).map("".join))
@some_examples(150, long=10_000)
def test_measures_are_what_tinycss2_reads(value: str) -> None:
    import tinycss2

    for skipped in (True, False):
        expected = _number(tinycss2.parse_component_value_list(value, skip_comments=skipped))
        assert repr(measure(value, skip_comments=skipped)) == repr(expected)
    assert has_colour(value) == any(token.type == "hash" for token in tinycss2.parse_component_value_list(value))


@pytest.mark.parametrize(
    ("css", "properties"),
    [
        (":root { --a: 1mm; /* two */ --b: 2 }", [("a", "1mm"), ("b", "2")]),
        ("@media print { :root { --a: 1mm } } .x { --b: 2 } :root { --c: 'x' }", [("c", '"x"')]),
        (r":root { --a: \31 mm }", [("a", "\\31 mm")]),
        ("p { color: red }", []),
    ],
)
def test_the_properties_of_root_are_read_and_no_others(css: str, properties: list[tuple[str, str]]) -> None:
    assert [name for name, _value in root_properties(css)] == [name for name, _value in properties]
