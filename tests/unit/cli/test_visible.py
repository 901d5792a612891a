"""Nothing in a stranger's text is obeyed by a terminal."""

import json

import pytest

from worksheets.cli.visible import visible, visible_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Väinö – ”hei” 😀 王", "Väinö – ”hei” 😀 王"),
        ("\x1b[2J\x1b]0;PWNED\x07", r"\u001b[2J\u001b]0;PWNED\u0007"),
        ("\x9b31m", r"\u009b31m"),
        ("a\bb\rc\0d\x7f", r"a\u0008b\u000dc\u0000d\u007f"),
        ("lasku\u202efdp.exe", r"lasku\u202efdp.exe"),
        ("a\u2028b\u2029c\u2066d\u200f", r"a\u2028b\u2029c\u2066d\u200f"),
        ("a\udcffb", r"a\udcffb"),
        ("a\tb", "a\tb"),
        ("नमस्ते\u200dक", "नमस्ते\u200dक"),
    ],
)
def test_what_is_obeyed_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown


def test_lines_stay_lines_but_a_message_cannot_begin_another() -> None:
    assert visible("a\nb") == "a\nb"
    assert visible_line("x\nRead 9 forms") == "x\n    Read 9 forms"


def test_json_stays_json() -> None:
    tree = {"\x9b2J": "a\x1b\x7fb\nc\u2028d"}
    text = visible(json.dumps(tree, ensure_ascii=False, indent=2))
    assert json.loads(text) == tree
    assert text.isprintable() or "\n" in text
