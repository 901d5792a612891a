"""What a course's own templates are checked for."""

from pathlib import Path

import pytest

from worksheets.compose.page_checks import page_faults, template_faults

HEAD = '<!doctype html><html><head><title>Koe</title></head><body><p class="bearer"><bdi>Aino</bdi></p>'
FRAME = '{}<section class="page {}"><div class="sheet"><p class="eyebrow">Tehtävä</p><h1>Otsikko</h1>{}</div></section>'


def faults(folder: Path, body: str, kind: str = "slide") -> list[tuple[int, str]]:
    (folder / "sivu.html.j2").write_text(f"\n{body}\n", "utf-8")
    html = FRAME.format(HEAD, kind, body)
    return [(fault.line, fault.kind.value) for fault in page_faults(html, folder / "sivu.html.j2", folder)]


@pytest.mark.parametrize(
    "body",
    [
        "<p>Teksti.</p>",
        "<h2>A</h2><h3>B</h3><h2>C</h2>",
        '<img src="a.svg" alt="Kuva">',
        "<svg><title>A</title></svg>",
        "<p>Ensin<br>sitten<p>Lopuksi</p>",
        '<table><tr><td><bdi class="slot"></bdi></td></tr></table>',
    ],
)
def test_a_sound_page_has_no_faults(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [(1, "empty-page")]),
        ('<p class="eyebrow notes">Muistiinpanoja</p> ', [(1, "empty-page")]),
        ("<p>A</p>\n<h3>Ensin</h3>\n<h3>Sitten</h3>", [(3, "heading")]),
        ("<h2>A</h2><h4><b>Sitten</b></h4>", [(2, "heading")]),
        ('<p>A</p>\n<img src="a.svg">', [(3, "description")]),
        ('<p>A</p><img src="a.svg" alt=" ">', [(2, "description")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, body: str, expected: list[tuple[int, str]]) -> None:
    assert faults(tmp_path, body) == expected


def test_a_cover_may_have_nothing_but_its_title(tmp_path: Path) -> None:
    assert faults(tmp_path, '<p class="subtitle">Alaotsikko</p>', "cover") == []


def test_templates_that_no_page_uses_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "oma.html.j2").write_text("{% if x %}", "utf-8")
    (tmp_path / "hyvä.html.j2").write_text("{{ x }}", "utf-8")
    (tmp_path / "muu.j2").write_bytes(b"\xff")
    assert [(fault.file.name, fault.line) for fault in template_faults(tmp_path)] == [("oma.html.j2", 1), ("muu.j2", 0)]
