"""A brand on the built-in course and on one in Markdown: nothing moves, nothing meets, and everybody can read it."""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from tests.helpers.alike import assert_alike
from tests.helpers.brand import brand_in
from tests.helpers.course import HANDOUT_FIRST, example_group
from tests.helpers.making import master_store, typeset_handout
from tests.helpers.markdown_course import markdown_course, somebody
from tests.helpers.pdf import elements, fonts, pictures, sizes, texts
from tests.helpers.verapdf import failures
from worksheets.compose.edition import Edition
from worksheets.course.brand import NO_BRAND, Brand
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.people.participant import BLANK, Participant

pytestmark = pytest.mark.slow

DPI = 60
PAGES = "1,2,8,9"
"""The cover, a slide, the page that lies across, the map."""
COVER_LOGO_END = 37.0
"""Where the logo on the cover of slides ends, in mm from the top."""
LONG = pytest.mark.long
_COLOUR = re.compile(rb"((?:[\d.]+ ){3})(?:rg|RG|scn|SCN)\b")
Box = tuple[float, float, float, float]


def edition_of(
    course: Course,
    brand: Brand,
    layout: str = "handout",
    pages: str = PAGES,
    paper: str = "screen",
    *,
    form: bool = False,
) -> Edition:
    look = read_layout(layout, course.folder, paper, course.language, brand)
    return Edition(course, course.choose(pages), look, fillable=form)


def differences(plain: bytes, branded: bytes, top: float) -> Iterator[tuple[Box | None, Box | None, Box | None]]:
    """Yield where pages differ: above ``top`` mm, between that and the foot, and in the foot, in mm."""
    for before, after in zip(pictures(plain, DPI), pictures(branded, DPI), strict=True):
        assert before.size == after.size
        changed = ImageChops.difference(before, after).point(lambda dot: 255 * (dot > 40))
        ends = [0, round(top * DPI / 25.4), before.height - round(22 * DPI / 25.4), before.height]
        if before.width > before.height and before.height < 600:
            ends[2] = before.height - round(17 * DPI / 25.4)
        yield tuple(  # type: ignore[misc]
            _in_mm(changed.crop((0, first, before.width, last)), first) for first, last in pairwise(ends)
        )


def _in_mm(part: Image.Image, top: int) -> Box | None:
    box = part.getbbox()
    mm = 25.4 / DPI
    return (box[0] * mm, (box[1] + top) * mm, box[2] * mm, (box[3] + top) * mm) if box else None


@pytest.mark.parametrize(
    ("person", "width"),
    [
        (example_group()[0], 40),
        pytest.param(BLANK, 40, marks=LONG),
        pytest.param(BLANK, 200, marks=LONG),
    ],
    ids=["filled", "blank", "wide logo"],
)
def test_a_logo_and_a_foot_move_nothing_on_a_handout(
    course: Course, tmp_path: Path, person: Participant, width: int
) -> None:
    plain = typeset_handout(edition_of(course, NO_BRAND), person)
    branded = typeset_handout(edition_of(course, brand_in(tmp_path / "oma", width=width)), person)
    assert sizes(branded) == sizes(plain)
    for number, (head, page, foot) in enumerate(differences(plain, branded, 26)):
        assert page is None, f"page {number + 1}: {page}"
        assert head
        assert head[1] >= 7, "printers leave 7 mm white"
        if number:
            assert foot
            assert foot[2] - foot[0] < 150
        else:
            assert foot is None, "a cover has no foot"


@LONG
@pytest.mark.parametrize("paper", ["screen", "a4"])
def test_a_logo_moves_nothing_on_slides(course: Course, tmp_path: Path, paper: str) -> None:
    bare = Brand(tmp_path / "oma" / "brand.toml", brand_in(tmp_path / "oma").logo)
    plain = typeset_handout(edition_of(course, NO_BRAND, "slides", paper=paper), BLANK)
    branded = typeset_handout(edition_of(course, bare, "slides", paper=paper), BLANK)
    scale, rest = (297 / 338.7, (210 - 190.5 * 297 / 338.7) / 2) if paper == "a4" else (1, 0)
    for number, (head, *others) in enumerate(differences(plain, branded, COVER_LOGO_END * scale + rest)):
        assert head, f"slide {number + 1}"
        assert others == [None, None]
        assert head[2] <= (338.7 - 24) * scale + 1


def test_the_foot_of_slides_meets_no_name(course: Course, tmp_path: Path) -> None:
    person = Participant({"nimi": "Maria-Kristiina Mallikas-Esimerkkilä"})
    pdf = typeset_handout(edition_of(course, brand_in(tmp_path / "oma"), "slides", "2"), person)
    assert "www.esimerkki.fi" in texts(pdf)[0]
    foot = next(pictures(pdf, DPI)).crop((0, round(170 * DPI / 25.4), 800, round(180 * DPI / 25.4)))
    columns = [ImageStat.Stat(foot.crop((x, 0, x + 1, foot.height))).extrema[0][0] < 200 for x in range(foot.width)]
    pieces = "".join(" x"[ink] for ink in columns).split(" " * 12)
    assert len([piece for piece in pieces if piece.strip()]) == 3, "the foot, the name and the number"


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_the_logo_is_a_figure_on_the_cover_and_no_part_of_the_text_of_other_pages(
    course: Course, tmp_path: Path, layout: str
) -> None:
    pdf = typeset_handout(edition_of(course, brand_in(tmp_path / "oma"), layout, "1,2"), BLANK)
    figures = [str(element.Alt) for element in elements(pdf) if element.get("/S") == pikepdf.Name.Figure]
    assert figures == ["Esimerkki Oy"]


@LONG
def test_a_picture_in_place_of_the_drawing_is_a_figure_too(course: Course, tmp_path: Path) -> None:
    (tmp_path / "oma").mkdir()
    Image.new("RGB", (1200, 800), "grey").save(tmp_path / "oma" / "kansi.png")
    more = 'cover = { picture = "kansi.png", description = "Kaksi ihmistä" }\n'
    pdf = typeset_handout(edition_of(course, brand_in(tmp_path / "oma", more), pages="1"), BLANK)
    figures = [str(element.Alt) for element in elements(pdf) if element.get("/S") == pikepdf.Name.Figure]
    assert figures == ["Esimerkki Oy", "Kaksi ihmistä"]


def test_the_colours_of_the_brand_are_those_of_lines_and_drawings_too(course: Course, tmp_path: Path) -> None:
    colours = '[colours]\nink = "#000000"\ntext = "#000000"\nquiet = "#000000"\nrule = "#000000"\naccent = "#000000"\n'
    pdf = typeset_handout(edition_of(course, brand_in(tmp_path / "oma", colours), pages="1,2,7"), BLANK)
    with pikepdf.open(BytesIO(pdf)) as document:
        drawn = [obj for obj in document.objects if isinstance(obj, pikepdf.Stream) and "/Length1" not in obj]
        colours_drawn = {colour for stream in drawn for colour in _COLOUR.findall(stream.read_bytes())}
    logo = b"0.478 0.122 0.361"
    rounded = {b" ".join(b"%.3g" % float(part) for part in colour.split()) for colour in colours_drawn}
    assert rounded == {b"0 0 0", b"1 1 1", logo}


@LONG
def test_mustavalko_takes_little_ink(course: Course) -> None:
    pdf = typeset_handout(edition_of(course, Brand(theme="mustavalko"), pages=""), BLANK)
    inks = [1 - ImageStat.Stat(page).mean[0] / 255 for page in pictures(pdf, DPI)]
    assert max(inks) < 0.06
    assert sum(inks) / len(inks) < 0.035


def test_all_is_set_in_the_font_of_the_brand(course: Course, tmp_path: Path) -> None:
    brand = brand_in(tmp_path / "oma", 'font = "fontpkg-mukta"\n')
    pdf = typeset_handout(edition_of(course, brand, pages="1,9", form=True), example_group()[0])
    assert {name.removesuffix("-Bold") for name in fonts(pdf)} == {"Brand-Mukta"}


@LONG
def test_a_variable_font_has_its_bold(course: Course, tmp_path: Path) -> None:
    brand = brand_in(tmp_path / "oma", 'font = "fontpkg-noto-sans-thai"\n')
    pdf = typeset_handout(edition_of(course, brand, pages="2"), BLANK)
    assert fonts(pdf) == {"Brand-Noto-Sans-Thai", "Brand-Noto-Sans-Thai-Bold"}


@pytest.mark.parametrize(
    ("layout", "more", "form"),
    [
        ("handout", "", False),
        pytest.param("slides", "", False, marks=LONG),
        pytest.param("handout", 'font = "fontpkg-noto-sans-thai"\n', False, marks=LONG),
        pytest.param("handout", 'font = "fontpkg-noto-sans-thai"\n', True, marks=LONG),
    ],
)
def test_a_branded_handout_is_merged_as_it_is_typeset(
    course: Course, tmp_path: Path, layout: str, more: str, *, form: bool
) -> None:
    edition = edition_of(course, brand_in(tmp_path / "oma", more), layout, "1,2,7,8,9" if more else "1,2", form=form)
    participant = example_group()[0]
    merged, typeset = master_store(edition).handout(participant, make=True), typeset_handout(edition, participant)
    if form:
        assert [page.tobytes() for page in pictures(merged, DPI)] == [page.tobytes() for page in pictures(typeset, DPI)]
    else:
        assert_alike(merged, typeset)


@LONG
def test_a_course_in_markdown_has_a_brand_of_its_own(tmp_path: Path) -> None:
    course = markdown_course(tmp_path / "kurssi")
    edition = edition_of(course, brand_in(tmp_path / "oma"), pages="")
    assert "www.esimerkki.fi" in texts(typeset_handout(edition, somebody()))[1]


@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize(
    ("layout", "form", "more"),
    [
        pytest.param("handout", False, "", marks=LONG),
        pytest.param("slides", False, 'cover = "none"\n', marks=LONG),
        ("handout", True, 'font = "fontpkg-mukta"\ntheme = "mustavalko"\n'),
    ],
)
def test_verapdf_finds_nothing(course: Course, tmp_path: Path, layout: str, more: str, *, form: bool) -> None:
    brand = brand_in(tmp_path / "oma", more)
    path = tmp_path / "moniste.pdf"
    path.write_bytes(typeset_handout(edition_of(course, brand, layout, form=form), example_group()[0]))
    assert failures(path) == []


@LONG
@pytest.mark.parametrize("font", ["", 'font = "fontpkg-noto-sans-thai"\n'])
def test_a_branded_course_in_markdown_is_merged_as_it_is_typeset(tmp_path: Path, font: str) -> None:
    course = markdown_course(tmp_path / "kurssi")
    edition = edition_of(course, brand_in(tmp_path / "oma", font), pages="")
    assert_alike(master_store(edition).handout(somebody(), make=True), typeset_handout(edition, somebody()))
