"""Codes of number formats taken apart: sections, conditions, languages, and letters that are dates or only letters."""

import pytest

from worksheets.spreadsheets.format_codes import BUILT_IN, Condition, Kind, Token, sections


def kinds(code: str) -> list[Kind]:
    (section,) = sections(code)
    return [token.kind for token in section.tokens]


@pytest.mark.parametrize(
    ("code", "count"), [("", 1), ("0", 1), ("0;-0", 2), (";;;", 4), ('0";"0', 1), ("0\\;0", 1), ("0_;0*;", 1)]
)
def test_sections_are_divided_by_semicolons_that_are_no_text(code: str, count: int) -> None:
    assert len(sections(code)) == count


@pytest.mark.parametrize(
    ("code", "tokens"),
    [
        ("#,##0.00", [Kind.DIGIT, Kind.COMMA, *[Kind.DIGIT] * 3, Kind.POINT, *[Kind.DIGIT] * 2]),
        ("0%", [Kind.DIGIT, Kind.PERCENT]),
        ("0.0E+00", [Kind.DIGIT, Kind.POINT, Kind.DIGIT, Kind.EXPONENT, Kind.DIGIT, Kind.DIGIT]),
        ("General", [Kind.GENERAL]),
        ("[$€-40B]0", [Kind.CURRENCY, Kind.DIGIT]),
        ('0"€"', [Kind.DIGIT, Kind.CURRENCY]),
        ("[$-40B]0", [Kind.DIGIT]),
        ("[Red][>5]0", [Kind.DIGIT]),
        ("0 m", [Kind.DIGIT, Kind.LITERAL, Kind.LITERAL]),
        ("d.m", [Kind.DAY, Kind.LITERAL, Kind.MONTH]),
        ("h:m", [Kind.HOUR, Kind.LITERAL, Kind.MINUTE]),
        ("m:s", [Kind.MINUTE, Kind.LITERAL, Kind.SECOND]),
        ("m/d h:m", [Kind.MONTH, Kind.LITERAL, Kind.DAY, Kind.LITERAL, Kind.HOUR, Kind.LITERAL, Kind.MINUTE]),
        ("[h]:m", [Kind.ELAPSED, Kind.LITERAL, Kind.MINUTE]),
        ("s.00", [Kind.SECOND, Kind.LITERAL, Kind.FRACTION, Kind.FRACTION]),
        ("h AM/PM", [Kind.HOUR, Kind.LITERAL, Kind.HALF_DAY]),
        ("_-* 0", [Kind.LITERAL, Kind.DIGIT]),
    ],
)
def test_tokens(code: str, tokens: list[Kind]) -> None:
    assert kinds(code) == tokens


def test_letters_may_be_capitals() -> None:
    (section,) = sections("YYYY-MM-DD")
    assert [token for token in section.tokens if token.kind is not Kind.LITERAL] == [
        Token(Kind.YEAR, "yyyy"),
        Token(Kind.MONTH, "mm"),
        Token(Kind.DAY, "dd"),
    ]


@pytest.mark.parametrize(
    ("code", "is_date"), [("d.m.yyyy", True), ("[h]:mm", True), ("0 d", False), ("General", False)]
)
def test_dates_are_known(code: str, is_date: bool) -> None:  # noqa: FBT001
    assert sections(code)[0].is_date == is_date


@pytest.mark.parametrize(
    ("code", "is_foreign"),
    [
        ("d", False),
        ("[$-40B]d", False),
        ("[$-F800]d", False),
        ("[$-409]d", True),
        ("[$-0000040B]d", False),
        ("[$€-407]0", False),
    ],
)
def test_languages_are_known(code: str, is_foreign: bool) -> None:  # noqa: FBT001
    assert sections(code)[0].foreign == is_foreign


@pytest.mark.parametrize(
    ("operator", "holding"),
    [("<", [1]), ("<=", [1, 2]), (">", [3]), (">=", [2, 3]), ("=", [2]), ("<>", [1, 3])],
)
def test_conditions(operator: str, holding: list[int]) -> None:
    condition = sections(f"[{operator}2]0")[0].condition
    assert condition == Condition(operator, 2)
    assert [value for value in (1, 2, 3) if condition and condition.holds(value)] == holding


def test_every_built_in_code_is_read() -> None:
    assert all(sections(code)[0].tokens for code in BUILT_IN.values())
