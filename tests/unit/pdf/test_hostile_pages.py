"""Whatever a stranger's pages ask of the typesetter, it draws, or says in clear lines why not."""

import os
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from _pytest.mark.structures import ParameterSet

from tests.helpers.course import page_of
from tests.helpers.guard import watched
from tests.helpers.hostile_fonts import fonts
from tests.helpers.hostile_pages import ACTIONS, HTML, STYLES, drawings, pictures, requests
from tests.helpers.hostile_templates import MARKER, OUTSIDE
from worksheets.course.layout import read_layout
from worksheets.errors import StyleError
from worksheets.pdf.finish import finish_pdf
from worksheets.pdf.typeset import Typesetter
from worksheets.resources import STYLES as SHIPPED

ENDINGS = ("svg", "css", "txt", "ttf", "png")
DRAWINGS, PICTURES, FONTS = drawings(), pictures(), fonts()
ACTING = re.compile(rb"/(JavaScript|JS|Launch|SubmitForm|EmbeddedFile|GoToR|ImportData|FileAttachment)\b|file:/")


def every_second(inputs: Mapping[str, str]) -> Iterator[ParameterSet]:
    """Yield the inputs as parameters; every second one is only for the long lane."""
    for number, (name, text) in enumerate(inputs.items()):
        yield pytest.param(text, id=name, marks=[pytest.mark.long] if number % 2 else [])


class Stranger:
    """A course's folder and a typesetter for it; style sheets and fonts are read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = page_of(folder / "kurssi", "x").folder
        self.outside = folder / "outside"
        for name, data in (PICTURES | FONTS).items():
            (self.folder / name).write_bytes(data)
        (self.folder / "kuva.svg").write_text(DRAWINGS["nothing"], "utf-8")
        (self.folder / "lista.csv").write_text(MARKER, "utf-8")
        (self.folder / "kansio.svg").mkdir()
        os.mkfifo(self.folder / "putki.png")
        (self.folder / "ulos").symlink_to("../outside")
        for ending in ENDINGS:
            (self.folder / f"linkki.{ending}").symlink_to(f"../outside/salaisuus.{ending}")
        self.typesetter = Typesetter(read_layout("handout", self.folder), self.folder)

    def show_outside(self) -> None:
        self.outside.mkdir()
        for ending in ENDINGS:
            (self.outside / f"salaisuus.{ending}").write_text(MARKER, "utf-8")

    def outcome(self, body: str) -> tuple[str, ...]:
        """Return why a page is refused; nothing if it is drawn. Fail if it does anything else."""
        body = body.replace(OUTSIDE, str(self.outside))
        html = f'<html lang="fi"><head><title>x</title></head><body><section>{body}</section></body></html>'
        with watched() as reports:
            try:
                pdf = self.typesetter.typeset(html)
            except StyleError as error:
                problems = error.problems
            else:
                problems = ()
                assert_only_drawn(pdf)
        assert reports == []
        assert_clear(problems)
        return problems


def assert_only_drawn(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(finish_pdf(pdf))) as document:
        for obj in filter(None, document.objects):
            data = obj.unparse(resolved=True)
            if isinstance(obj, pikepdf.Stream):
                data += obj.read_bytes() if obj.get("/Filter") != "/DCTDecode" else obj.read_raw_bytes()
            assert MARKER.encode() not in data
            assert ACTING.search(data) is None


def assert_clear(problems: tuple[str, ...]) -> None:
    for problem in problems:
        assert len(problem) < 1000
        assert "\n" not in problem
        assert MARKER not in problem
        assert not re.search(r"Error\b|Exception|<[A-Z]|object at|\bNone\b|Traceback", problem), problem


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    folder = tmp_path_factory.mktemp("vieras")
    stranger = Stranger(folder)
    before = sorted(stranger.folder.rglob("*"))
    stranger.outcome("<p>x</p>")
    yield stranger
    assert sorted(stranger.folder.rglob("*")) == before, "nothing is written"


def test_nothing_else_is_asked_for_nor_is_it_told_whether_it_is_there(stranger: Stranger) -> None:
    bodies = requests()
    without = {name: stranger.outcome(body) for name, body in bodies.items()}
    assert [name for name, problems in without.items() if not problems] == []
    stranger.show_outside()
    outside = {name: body for name, body in bodies.items() if re.search(r"outside|ulos|linkki", body)}
    assert len(outside) > 30
    assert {name: stranger.outcome(body) for name, body in outside.items()} == {name: without[name] for name in outside}


@pytest.mark.parametrize("body", ACTIONS.values(), ids=ACTIONS)
def test_a_pdf_does_nothing(stranger: Stranger, body: str) -> None:
    assert stranger.outcome(body)


@pytest.mark.parametrize("body", list(every_second(HTML)))
def test_strange_elements_are_drawn_or_refused(stranger: Stranger, body: str) -> None:
    stranger.outcome(body)


@pytest.mark.parametrize("css", list(every_second(STYLES)))
def test_strange_styles_are_drawn_or_refused(stranger: Stranger, css: str) -> None:
    stranger.outcome(f"<style>{css}</style><p>Yksi</p><p>Kaksi kolmea</p>")


@pytest.mark.parametrize("drawing", list(every_second(DRAWINGS)))
def test_strange_drawings_are_drawn_or_refused(stranger: Stranger, drawing: str) -> None:
    drawing = drawing.replace(OUTSIDE, str(stranger.outside))
    (stranger.folder / "kuva.svg").write_text(drawing, "utf-8")
    stranger.outcome('<img alt="x" src="kuva.svg">')


@pytest.mark.parametrize("name", PICTURES)
def test_only_whole_pictures_of_four_formats_are_drawn(stranger: Stranger, name: str) -> None:
    problems = stranger.outcome(f'<img alt="x" src="{name}">')
    assert bool(problems) is not name.lower().startswith("hyva")
    assert all(f"{stranger.folder / name}: " in problem for problem in problems)


@pytest.mark.parametrize("name", list(every_second({name: name for name in FONTS})))
def test_strange_fonts_are_used_or_refused(stranger: Stranger, name: str) -> None:
    face = f"@font-face {{ font-family: '{name}'; src: url({name}) }}"
    problems = stranger.outcome(f"<style>{face} p {{ font-family: '{name}' }}</style><p>azaz</p>")
    assert not (problems and name.startswith("hyva"))


def theme(course: Path, css: str) -> Path:
    path = course / "styles" / "themes" / "verkosto.css"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(css, "utf-8")
    return path


def set_with(folder: Path, css: str) -> Path:
    """Typeset a page with some more style rules in the theme; return the theme's path."""
    course = page_of(folder / "kurssi", "x").folder
    shipped = (SHIPPED / "themes" / "verkosto.css").read_text("utf-8")
    path = theme(course, css + shipped if css.startswith("@import") else shipped + css)
    html = '<html lang="fi"><head><title>x</title></head><body><p>x</p></body></html>'
    try:
        Typesetter(read_layout("handout", course), course).typeset(html)
    except StyleError as error:
        assert_clear(error.problems)
        assert all(problem.startswith(str(path)) for problem in error.problems)  # noqa: PT017 - it is raised again
        raise
    return path


_DOUBLING = f"--a: {'x' * 999}; --b: {'var(--a)' * 99}; --c: {'var(--b)' * 99};"


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        ("p { colour: red }", "Ignored `colour: red ` at"),
        ("@import url(../../../x.css);", "is outside the course’s folder"),
        ("@import url(verkosto.css);", "is loaded more than 20 times"),
        ("@supports (color: red) { }", "Unknown rule @supports at"),
        ("p { content: " + "(" * 60, "brackets are nested more than 50 deep"),
        ("p { width: " + "9" * 5000 + "mm }", "a number of more than 1000 digits"),
        ("x" * 100_001, "larger than 100 kB"),
        (f":root {{ {_DOUBLING} }} p {{ content: var(--c) }}", "expand to more than 200 kB"),
        ("".join(f"p {{ font-family: a{n} }}" for n in range(200)), "declares more than 100 fonts"),
        ("@font-face { font-family: A; src: url(http://[) }", "on another computer"),
        ("@font-face { font-family: A; src: url(" + "x" * 400 + ".ttf) }", "name is too long"),
        ("@font-face { font-family: A; src: url(x%00.ttf) }", "outside"),
        ("@font-face { font-family: A; src: url(../../../../etc/passwd) }", "outside"),
        ("@font-face { font-family: A; src: url(//kone/jako/x.ttf) }", "outside"),
        (":root { --a: ; --b:; }", "Ignored `--a: ` at"),
        (":root { --a:1; nonsense; @x; p { color: red } --b", "before {} block for a qualified rule"),
        ("p { color: var(--nothing) }", "--nothing is not declared"),
    ],
    ids=range(17),
)
def test_a_style_sheet_is_refused_with_its_name(tmp_path: Path, css: str, reason: str) -> None:
    with pytest.raises(StyleError, match=re.escape(reason)):
        set_with(tmp_path, css)


@pytest.mark.parametrize("css", ["p { color: red", "", "/* { ( [ */", ":root { --b: red } p { color: var(--b) }"])
def test_a_strange_style_sheet_is_used(tmp_path: Path, css: str) -> None:
    assert set_with(tmp_path, css).is_file()


def test_a_long_shorthand_is_read_at_once(tmp_path: Path) -> None:
    with pytest.raises(StyleError, match="Ignored `font: 1111"):
        set_with(tmp_path, "p { font: " + "1" * 900 + " }" + "p { font: " + "1." * 20_000 + " }")


@pytest.mark.parametrize("measure", ["1e999mm", "1e308", "-99999999pt", "10001"])
def test_a_measure_that_no_page_has_is_refused(tmp_path: Path, measure: str) -> None:
    folder = page_of(tmp_path / "kurssi", "x").folder
    layout = folder / "styles" / "layouts" / "oma.css"
    layout.parent.mkdir(parents=True)
    layout.write_text(f":root {{ --map-side: {measure}; --ball-size: 30mm; --lines: none }}", "utf-8")
    with pytest.raises(StyleError) as caught:
        read_layout("oma", folder)
    assert caught.value.problems == (f"{layout}: --map-side is too large; the largest is 10000",)


def test_a_style_sheet_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = page_of(tmp_path / "kurssi", "x").folder
    path = theme(folder, "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(StyleError, match="verkosto.css: is not UTF-8 text; save it as UTF-8"):
        read_layout("handout", folder)


def test_a_style_sheet_that_is_no_file_does_not_count(tmp_path: Path) -> None:
    folder = page_of(tmp_path / "kurssi", "x").folder
    path = theme(folder, "")
    path.unlink()
    os.mkfifo(path)
    assert SHIPPED / "themes" / "verkosto.css" in read_layout("handout", folder).style_sheets


def test_a_page_with_a_wrong_style_is_named(stranger: Stranger) -> None:
    page = stranger.folder / "pages" / "sivu.html.j2"
    page.write_text('\n\n<p style="colour: {{ 1 }}">x</p><p style="margin:  -; colour:\n red">', "utf-8")
    (problem,) = stranger.outcome('<p style="colour:\n red">x</p>')
    assert problem.startswith(f"{page}:3: Ignored `colour: red`")
    (problem,) = stranger.outcome('<p style="hue: red">x</p>')
    assert problem.startswith(f"{stranger.folder}: Ignored `hue: red`")
