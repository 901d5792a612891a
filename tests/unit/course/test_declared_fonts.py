"""The fonts that a course's style sheets declare are found however they are written."""

import os
from pathlib import Path

import pytest

from worksheets.course.declared_fonts import DeclaredFonts, FontFace
from worksheets.course.font_declarations import declared_fonts


def declared(css: str, folder: Path = Path()) -> DeclaredFonts | None:
    return declared_fonts([(folder / "a.css", css)])


@pytest.mark.parametrize(
    ("css", "families"),
    [
        ("html { font-family: Oma }", [("Oma",)]),
        ('html { font-family: "Oma fontti", serif }', [("Oma fontti", "serif")]),
        ("body { font: 12pt Oma }", [("Oma",)]),
        ("body { font: italic bold 12pt/1.2 Oma, 'Toinen' }", [("Oma", "Toinen")]),
        ("body { font: small/120% Oma }", [("Oma",)]),
        ("@media print { p { font-family: Oma } }", [("Oma",)]),
        ('p { font-family: "Source Sans 3" } .slot { font-family: Oma }', [("Source Sans 3",), ("Oma",)]),
        ("p { font-family: Oma } li { font-family: Oma }", [("Oma",)]),
    ],
)
def test_families_are_read_from_every_rule(css: str, families: list[tuple[str, ...]]) -> None:
    fonts = declared(css)
    assert fonts is not None
    assert list(fonts.families) == families


@pytest.mark.parametrize(
    "css",
    [
        "",
        "p { color: red }",
        'html { font-family: "Source Sans 3", Mukta }',
        ".fillable { font-family: Oma }",
        "p { font-family: inherit; font: inherit }",
    ],
)
def test_the_text_font_needs_no_other_measure(css: str) -> None:
    assert declared(css) is None


def test_a_font_file_is_found_beside_its_style_sheet(tmp_path: Path) -> None:
    (tmp_path / "o ma.ttf").touch()
    css = '@font-face { font-family: "Oma"; font-weight: 300 bold; src: local(x), url("ei.woff2"), url(o%20ma.ttf) }'
    fonts = declared(f"{css} p {{ font-family: Oma }}", tmp_path)
    assert fonts is not None
    assert fonts.faces == (FontFace("Oma", 300, 700, tmp_path / "o ma.ttf"),)


def test_a_font_in_no_file_has_none() -> None:
    fonts = declared("@font-face { font-family: Oma; src: url(data:font/ttf;base64,AAAA) } p { font-family: Oma }")
    assert fonts is not None
    assert fonts.faces == (FontFace("Oma", 400, 400, None),)


def test_a_file_under_the_name_of_the_text_font_is_another_font() -> None:
    fonts = declared(
        '@font-face { font-family: "Source Sans 3"; src: url(oma.ttf) } p { font-family: "Source Sans 3" }'
    )
    assert fonts is not None


@pytest.mark.parametrize(
    "url", ["../ulkona.ttf", "linkki.ttf", "{}/ulkona.ttf", "file://{}/ulkona.ttf", "//kone/oma.ttf"]
)
def test_a_font_outside_its_folder_is_no_font(tmp_path: Path, url: str) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    for path in (tmp_path / "ulkona.ttf", folder / "oma.ttf"):
        path.touch()
    (folder / "linkki.ttf").symlink_to("../ulkona.ttf")
    source = f"url({url.format(tmp_path)})"
    fonts = declared(f"p {{ font-family: Oma }} @font-face {{ font-family: Oma; src: {source}, url(oma.ttf) }}", folder)
    assert fonts is not None
    assert fonts.faces == (FontFace("Oma", 400, 400, folder / "oma.ttf"),)


@pytest.mark.parametrize("url", ["http://[", "x%00.ttf", "x" * 5000, "putki.ttf", "."])
def test_a_url_that_leads_nowhere_is_no_font(tmp_path: Path, url: str) -> None:
    os.mkfifo(tmp_path / "putki.ttf")
    face = f"@font-face {{ font-family: Oma; font-weight: {'9' * 900}; src: url({url}) }}"
    fonts = declared(f"p {{ font-family: Oma }} {face}", tmp_path)
    assert fonts is not None
    assert fonts.faces == (FontFace("Oma", 400, 400, None),)
