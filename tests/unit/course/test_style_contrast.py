"""Colours of a course's own style sheets that cannot be read on paper."""

from pathlib import Path

import pytest

from worksheets.course.layout import read_layout
from worksheets.course.style_contrast import contrast_faults


def faults(folder: Path, css: str) -> list[str]:
    theme = folder / "styles" / "themes" / "verkosto.css"
    theme.parent.mkdir(parents=True)
    theme.write_text(f"/* Oma teema. */\n{css}", "utf-8")
    return [f"{fault.line}: {fault.message}" for fault in contrast_faults(read_layout("handout", folder), folder)]


@pytest.mark.parametrize(
    "css",
    [
        "h1 { color: #767676 }",
        "h1 { color: white; background: #0b3c49 }",
        ".centre { color: white }",
        "h1 { color: inherit; border-color: #eee }",
        "h1 { color: rgba(0, 0, 0, .3) }",
        "h1 { color: var(--ink) }",
        ":root { --accent-shape: #ffe0c0 }",
    ],
)
def test_colours_that_can_be_read_are_no_faults(tmp_path: Path, css: str) -> None:
    assert faults(tmp_path, css) == []


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("h1 { color: #808080 }", "color: #808080 on #ffffff has a contrast of 3.9:1, but needs 4.5:1; write #767676"),
        (
            "h1 { color: var(--rule) }",
            "color: #7f949b on #ffffff has a contrast of 3.2:1, but needs 4.5:1; write #657a82",
        ),
        (
            "@media print { h1 { color: white; background-color: silver } }",
            "color: #ffffff on #c0c0c0 has a contrast of 1.8:1, but needs 4.5:1; write #4f4f4f",
        ),
        (":root { --rule: #bbb }", "--rule: #bbbbbb on #ffffff has a contrast of 1.9:1, but needs 3:1; write #949494"),
    ],
)
def test_colours_that_are_too_weak_are_named_with_the_nearest_that_are_not(
    tmp_path: Path, css: str, expected: str
) -> None:
    assert faults(tmp_path, css) == [f"2: {expected}"]


def test_shipped_style_sheets_are_not_judged(tmp_path: Path) -> None:
    assert list(contrast_faults(read_layout("handout", tmp_path), tmp_path)) == []
