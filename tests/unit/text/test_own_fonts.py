"""Texts in a course's own font are measured in that font: the typesetter needs no more lines than are counted."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.helpers.course import page_of
from worksheets.course.declared_fonts import DeclaredFonts, FontFace
from worksheets.course.layout import Layout, read_layout
from worksheets.pdf.typeset import Typesetter
from worksheets.resources import STYLES
from worksheets.text.fit import css_pixels, fit, set_lines
from worksheets.text.fonts import BOLD, REGULAR, advance, installed
from worksheets.text.own_fonts import own_advance

THEME = (STYLES / "themes" / "verkosto.css").read_text("utf-8")
WIDE = installed()[1].regular  # IBM Plex Sans Arabic has Latin letters, too.
SENTENCE = "Kokonaisvaltainen yhteistyö alueellisten yritysten, järjestöjen ja oppilaitosten kanssa "
TEXTS = [f"{SENTENCE * 3}"[:length].strip() for length in range(20, 240, 7)]
FACE = '@font-face {{ font-family: Oma; src: url("{}") }}\n'


def layout_with(folder: Path, css: str, file: Path | None = None, name: str = "oma.ttf") -> Layout:
    """Return the layout of a course whose theme has some more style rules, and a font beside it."""
    page_of(folder, "x")
    themes = folder / "styles" / "themes"
    themes.mkdir(parents=True)
    (themes / "verkosto.css").write_text(THEME + css, "utf-8")
    if file:
        shutil.copy(file, themes / name)
    return read_layout("handout", folder)


def lines_set(layout: Layout, texts: list[str], folder: Path) -> list[int]:
    """Return the number of lines that the typesetter needs for each text in the place ``prompt``.

    All stand in one document: with a document each, the tests with this took 11 s of the processor in place of 1.
    """
    place = layout.place("prompt")
    style = f"width: {place.width}mm; font-size: {place.steps[0].size}mm; hyphenate-limit-chars: 14 6 6"
    paragraphs = "".join(f'<p id="{number}" style="{style}">{text}</p>' for number, text in enumerate(texts))
    document = Typesetter(layout, folder).lay_out(f'<html lang="fi"><title>x</title><body>{paragraphs}</body></html>')
    counts: Counter[int] = Counter()
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001
            if box.element_tag == "p":
                counts[int(box.element.get("id"))] += sum(type(line).__name__ == "LineBox" for line in box.children)
    return [counts[number] for number in range(len(texts))]


def counted(layout: Layout, text: str) -> int:
    place = layout.place("prompt")
    width, size = css_pixels(place.width), css_pixels(place.steps[0].size)
    return len(set_lines(text, width, size, fonts=place.fonts).starts)


OWN = [
    (FACE.format("oma.ttf") + ":root { --text-font: Oma }", WIDE, "oma.ttf"),
    (FACE.format("oma.ttf") + 'html { font-family: "Ei ole", "Oma", serif }', WIDE, "oma.ttf"),
    (FACE.format("oma.ttf") + ".slot { font: bold 12pt/1.2 Oma }", WIDE, "oma.ttf"),
    ('html { font-family: "IBM Plex Sans Arabic" }', None, ""),
    (':root { --text-font: "IBM Plex Sans Arabic", "Source Sans 3" }', None, ""),
]


@pytest.mark.parametrize(("css", "file", "name"), OWN)
def test_a_text_is_measured_in_the_courses_font(tmp_path: Path, css: str, file: Path | None, name: str) -> None:
    layout = layout_with(tmp_path, css, file, name)
    assert layout.fonts is not None
    assert own_advance(SENTENCE, REGULAR, layout.fonts) > advance(SENTENCE) * 1.05


@pytest.mark.slow
@pytest.mark.parametrize("case", [0, 1, 3])
def test_the_typesetter_needs_no_more_lines_than_counted(tmp_path: Path, case: int) -> None:
    layout = layout_with(tmp_path, *OWN[case])
    shipped = read_layout("handout", STYLES)
    needed = lines_set(layout, TEXTS, tmp_path)
    assert min(needed) > 0
    assert all(lines <= counted(layout, text) <= lines + 1 for lines, text in zip(needed, TEXTS, strict=True))
    assert any(lines > counted(shipped, text) for lines, text in zip(needed, TEXTS, strict=True)), "as it was measured"


def test_a_text_that_fits_in_the_text_font_only_goes_on_elsewhere(tmp_path: Path) -> None:
    layout = layout_with(tmp_path, *OWN[0])
    own, shipped = layout.place("prompt"), read_layout("handout", STYLES).place("prompt")
    texts = [(SENTENCE * 6)[:length].strip() for length in range(40, 500, 3)]
    assert any(fit(text, own).overflow and not fit(text, shipped).overflow for text in texts)
    assert not any(fit(text, shipped).overflow and not fit(text, own).overflow for text in texts)


@pytest.mark.parametrize("flavor", ["woff", "woff2"])
def test_a_font_of_the_web_is_read_too(tmp_path: Path, flavor: str) -> None:
    font = TTFont(WIDE)
    font.flavor = flavor
    font.save(tmp_path / f"oma.{flavor}")
    own = DeclaredFonts((("Oma",),), (FontFace("Oma", 400, 400, tmp_path / f"oma.{flavor}"),))
    plain = DeclaredFonts((("Oma",),), (FontFace("Oma", 400, 400, WIDE),))
    assert own_advance(SENTENCE, REGULAR, own) == pytest.approx(own_advance(SENTENCE, REGULAR, plain))


@pytest.mark.parametrize("content", [None, b"", b"no font"])
def test_a_font_that_cannot_be_read_is_taken_to_be_wide(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "oma.ttf").write_bytes(content)
    file = None if content is None else tmp_path / "oma.ttf"
    fonts = DeclaredFonts((("Oma",),), (FontFace("Oma", 400, 700, file),))
    assert own_advance("iiii", REGULAR, fonts) == pytest.approx(2.4)
    assert own_advance("MMMM", BOLD, fonts) == pytest.approx(advance("MMMM", BOLD) * 1.5)


def test_letters_that_the_font_lacks_are_measured_in_the_others() -> None:
    fonts = DeclaredFonts((("Mukta",),), ())
    assert own_advance("มา", REGULAR, fonts) == pytest.approx(advance("มา"))


def test_a_bold_text_is_measured_in_the_bold_file_or_as_emboldened() -> None:
    regular, bold = FontFace("Oma", 400, 400, WIDE), FontFace("Oma", 600, 800, installed()[1].bold)
    both = DeclaredFonts((("Oma",),), (regular, bold))
    one = DeclaredFonts((("Oma",),), (regular,))
    assert own_advance("Aino", BOLD, both) > own_advance("Aino", REGULAR, both)
    assert own_advance("Aino", BOLD, one) == pytest.approx(own_advance("Aino", REGULAR, one) * 1.06)


def test_a_font_that_is_no_ordinary_file_is_taken_to_be_wide(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "oma.ttf")
    fonts = DeclaredFonts((("Oma",),), (FontFace("Oma", 400, 700, tmp_path / "oma.ttf"),))
    assert own_advance("iiii", REGULAR, fonts) == pytest.approx(2.4)
