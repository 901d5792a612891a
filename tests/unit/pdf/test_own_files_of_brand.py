"""What a brand names is read under its own URLs, and shipped drawings get the theme's values."""

from pathlib import Path

import pytest

from worksheets.errors import StyleError
from worksheets.pdf.own_files import OwnFiles
from worksheets.resources import STYLES
from worksheets.text.font_subsets import in_weight
from worksheets.text.fonts import text_font

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path stroke="var(--rule, red)"/></svg>'


def test_only_the_files_that_the_brand_names(tmp_path: Path) -> None:
    logo = tmp_path / "oma" / "logo.svg"
    logo.parent.mkdir()
    logo.write_bytes(DRAWING)
    files = OwnFiles(tmp_path / "kurssi", {"brand:logo": logo})
    assert files.read("brand:logo").data == DRAWING
    for url in (logo.as_uri(), "brand:font-0", "brand:logo/../x", "brand:"):
        with pytest.raises(StyleError):
            files.read(url)


def test_a_damaged_logo_is_refused_by_its_path(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_bytes(b"<svg")
    with pytest.raises(StyleError, match=r"logo\.svg:1: the drawing is damaged"):
        OwnFiles(tmp_path, {"brand:logo": logo}).read("brand:logo")


def test_a_variable_font_in_the_weight_of_the_fragment() -> None:
    path = text_font().regular
    files = OwnFiles(path.parent, {"brand:font-0": path})
    assert files.read("brand:font-0").data == path.read_bytes()
    bold = files.read("brand:font-0#wght=700").data
    assert bold == in_weight(path.read_bytes(), 700) != in_weight(path.read_bytes(), 400)
    assert in_weight(bold, 400) == bold, "a static font stays as it is"
    assert in_weight(b"damaged", 400) == b"damaged"


@pytest.mark.parametrize("name", ["cover.svg", "certificate.svg", "rule.svg", "page-rules.svg"])
def test_shipped_drawings_have_the_colours_of_the_theme(name: str) -> None:
    drawing = OwnFiles(STYLES, value_of=lambda name, _otherwise: f"<{name}>").read((STYLES / name).as_uri()).data
    assert b"var(" not in drawing
    assert b'stroke="&lt;rule&gt;"' in drawing
    assert b"#" not in drawing


def test_a_drawing_of_the_course_stays_as_it_is(tmp_path: Path) -> None:
    own = tmp_path / "kuva.svg"
    own.write_bytes(DRAWING)
    assert OwnFiles(tmp_path, value_of=lambda *_names: "blue").read(own.as_uri()).data == DRAWING
