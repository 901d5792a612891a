"""The font of a brand: of an installed package, whose code is not run, or files beside the brand."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from worksheets.course.brand_font import file_fonts, is_font, is_variable, package_font
from worksheets.text.fonts import installed, text_font

MUKTA = next(font for font in installed() if font.regular.name.startswith("Mukta"))
"""A font with a file for each weight."""


def test_a_package_with_a_file_for_each_weight() -> None:
    font = package_font("fontpkg-mukta")
    assert font
    family, files = font
    assert family == "Mukta"
    assert [(each.file.name, each.weight, each.is_italic) for each in files] == [
        ("Mukta-Regular.ttf", 400, False),
        ("Mukta-Bold.ttf", 700, False),
    ]


def test_a_package_with_variable_fonts() -> None:
    font = package_font("fontpkg-source-sans-3")
    assert font
    assert [(each.weight, each.is_italic, each.is_variable) for each in font[1]] == [
        (400, False, True),
        (700, False, True),
        (400, True, True),
        (700, True, True),
    ]
    assert len({each.file for each in font[1]}) == 2


@pytest.mark.parametrize("metadata", [None, "", "{", "[]", '{"family": "X"}', '{"family": "X", "files": [{}]}'])
def test_a_package_without_a_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: str | None) -> None:
    folder = tmp_path / "fontpkg_tyhja"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise SystemExit", "utf-8")
    if metadata is not None:
        (folder / "metadata.json").write_text(metadata, "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert package_font("fontpkg-tyhja") is None


def test_the_nearest_weight_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fontpkg_kaksi"
    (folder / "files").mkdir(parents=True)
    (folder / "__init__.py").touch()
    files = [
        {"path": f"files/{weight}.ttf", "style": "normal", "weight": weight, "variable": False} for weight in (300, 600)
    ]
    (folder / "metadata.json").write_text(json.dumps({"family": "Kaksi", "files": files}), "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    font = package_font("fontpkg-kaksi")
    assert font
    assert [each.file.name for each in font[1]] == ["300.ttf", "600.ttf"]


def test_there_is_no_such_package() -> None:
    assert package_font("fontpkg-eiole") is None


def test_a_variable_file_is_bold_too(tmp_path: Path) -> None:
    variable = shutil.copy(text_font().regular, tmp_path / "oma.ttf")
    assert is_variable(Path(variable))
    assert not is_variable(MUKTA.regular)
    assert [(each.weight, each.is_variable) for each in file_fonts({"regular": Path(variable)})] == [
        (400, True),
        (700, True),
    ]
    assert [each.weight for each in file_fonts({"regular": MUKTA.regular})] == [400]
    assert [each.weight for each in file_fonts({"regular": MUKTA.regular, "bold": MUKTA.bold})] == [400, 700]


def test_what_begins_as_a_font(tmp_path: Path) -> None:
    wrong = tmp_path / "oma.ttf"
    wrong.write_text("hei", "utf-8")
    assert is_font(MUKTA.regular)
    assert not is_font(wrong)
