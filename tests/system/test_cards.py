"""Badges, tent cards, labels and the calibration sheet, measured on their pages."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from tests.helpers.brand import brand_in
from tests.helpers.course import once_in_a_run, the_course
from tests.helpers.golden import compare
from tests.helpers.pdf import MM, contents, elements, letters, overlaps, pictures, texts
from tests.helpers.values import replace
from tests.helpers.verapdf import failures
from worksheets.cli.commands import main
from worksheets.compose.products import cards as cards_module
from worksheets.compose.products.card_sheets import CardSheet, label_sheet
from worksheets.compose.products.cards import DrawnCards
from worksheets.compose.products.drawing import drawing
from worksheets.compose.products.kinds import Calibration, Cards, Product
from worksheets.course.brand import NO_BRAND, Brand
from worksheets.course.course import Course
from worksheets.course.reader import read_course
from worksheets.files import write_whole
from worksheets.pdf.finish import page_count
from worksheets.pdf.page_text import page_text
from worksheets.people.participant import Participant
from worksheets.pipeline import product as typeset
from worksheets.resources import STYLES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("verapdf")]

DPI = 150
LATIN = (
    "Aino Esimerkki",
    "Å",
    "x" * 80,
    "Maximilian Schröder-Mallikas",
    "Anna-Maria Susanna Elisabet Kustaantytär Pohjanpalo-Rantakangas af Forselles Esimerkki-Mallikas Teppo Testaaja",
    "W" * 60 + " " + "M" * 59,
    "Dr. Ville Mallikas (ohjaaja), FM",
    "Kaima Esimerkki",
)
OTHERS = (
    "กุ้งปู่ที่นี้ สุขใจ",
    "தமிழ்ச்செல்வன் முருகன்",
    "محمد العبد الله",
    "हिन्दी शर्मा",
    "Nguyễn Ẫ",
)
LARGE_FONTS = ("李小龙", "田中 さくら", "김 민준", "😀 Esimerkki")
"""Names in scripts whose fonts take a second each."""
LINE = "Työ"


def person(name: str) -> Participant:
    return Participant({"nimi": name, "ryhma": "A"}, columns={LINE: "Kotihoito, Tampere"})


ODD = tuple(map(person, LATIN + OTHERS))
IN_EACH_SCRIPT = (ODD, pytest.param(tuple(map(person, LARGE_FONTS)), marks=pytest.mark.long))


def pdf_of(product: Product, people: tuple[Participant, ...] = ODD, brand: Brand = NO_BRAND) -> bytes:
    """Return a product of the built-in course; each is typeset once in a run."""
    name = f"{product} {[each.name for each in people]} {brand}"
    return once_in_a_run(name, lambda: typeset(product, people, the_course(), brand))


def ink(pdf: bytes) -> Iterator[list[tuple[float, float, float, float]]]:
    """Yield, page by page, the boxes of drawn shapes, in mm from the upper left corner: left, top, right, bottom."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            height = page.get_height()
            shapes = [shape.get_bounds() for shape in page.get_objects(filter=[FPDF_PAGEOBJ_PATH], max_depth=5)]
            yield [(x0 / MM, (height - y1) / MM, x1 / MM, (height - y0) / MM) for x0, y0, x1, y1 in shapes]


def read_aloud(pdf: bytes) -> str:
    """Return the text of all pages that is in the structure tree, without spaces."""
    return letters("".join(page_text(pdf, index) for index in range(page_count(pdf))))


def pixels(left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
    """Return a box in mm as one of a picture."""
    return tuple(round(side * DPI / 25.4) for side in (left, top, right, bottom))  # type: ignore[return-value]


def outside(pdf: bytes, sheet: CardSheet, margin: float) -> float:
    """Return the share of the pixels with ink that lie outside of all cards less a margin in mm, on all pages."""
    dark = []
    for picture in pictures(pdf, DPI):
        inked = picture.point(lambda grey: 255 * (grey < 200))
        for place in range(sheet.places):
            left, top = sheet.corner(place)
            inked.paste(
                0, pixels(left + margin, top + margin, left + sheet.width - margin, top + sheet.height - margin)
            )
        dark.append(inked.histogram()[255] / (inked.width * inked.height))
    return max(dark)


@pytest.mark.parametrize(("kind", "latin_pages"), [("badge", 1), ("tent", len(LATIN)), ("label:L7160", 0)])
def test_everybody_is_read_once_and_nothing_overlaps(kind: str, latin_pages: int) -> None:
    """Marks above and below letters are runs of text of their own; so only Latin text is looked at for overlaps."""
    pdf = pdf_of(Cards(kind, line=LINE))
    text = read_aloud(pdf)
    for each in LATIN:
        first = each.removeprefix("Dr. ").split()[0]
        assert text.count(letters(first)) == 1, each
    assert text.count(letters("Kotihoito, Tampere")) == len(ODD)
    assert [overlap for overlap in overlaps(pdf) if overlap[0] <= latin_pages] == []


@pytest.mark.parametrize("people", IN_EACH_SCRIPT)
def test_texts_of_tall_scripts_do_not_touch(people: tuple[Participant, ...]) -> None:
    """Between the course, the first name, the last name and the line there is white from side to side."""
    product = Cards("badge", line=LINE)
    course = the_course()
    drawn = drawing(product, people, course, NO_BRAND).drawn
    assert isinstance(drawn, DrawnCards)
    for page, sheet in zip(pictures(pdf_of(product, people), DPI), drawn.sheets, strict=True):
        for card in sheet:
            inked = page.crop(pixels(card.left + 3, card.top + 3, card.left + 82, card.top + 57)).point(
                lambda grey: 255 * (grey < 128)
            )
            rows = [bool(inked.crop((0, y, inked.width, y + 1)).getbbox()) for y in range(inked.height)]
            bands = sum(now and not before for before, now in pairwise([False, *rows]))
            assert bands >= sum(len(text.lines) for text in card.texts)


def test_ink_stays_within_labels_and_badges() -> None:
    sheet = label_sheet("L7160", None)
    assert outside(pdf_of(Cards("label:L7160", line=LINE)), sheet, margin=sheet.padding - 0.6) == 0
    sheet = replace(sheet, columns=2, rows=4, width=85, height=60, left=20, top=28.5, across=85, down=60)
    marks = outside(pdf_of(Cards("badge"), ()), sheet, margin=2)
    assert 0 < marks < 0.0005
    assert outside(pdf_of(Cards("badge", line=LINE)), sheet, margin=2) == pytest.approx(marks, abs=2e-6)


@pytest.mark.parametrize("name", [pytest.param("L7160", marks=pytest.mark.long), "L7163"])
def test_labels_lie_where_their_makers_figures_say(tmp_path: Path, name: str) -> None:
    """Labels are painted for this, and the edges of what is painted are measured on the page."""
    course = course_with_painted_cards(tmp_path / "kurssi", "label")
    sheet = label_sheet(name, None)
    pdf = typeset(Cards(f"label:{name}", shift=(1.5, -2)), [person("Aino")] * sheet.places, course, NO_BRAND)
    (painted,) = ink(pdf)
    corners = [sheet.corner(place) for place in range(sheet.places)]
    wanted = [(x + 1.5, y - 2, x + 1.5 + sheet.width, y - 2 + sheet.height) for x, y in corners]
    assert len(painted) == len(wanted)
    for measured, expected in zip(sorted(painted), sorted(wanted), strict=True):
        assert measured == pytest.approx(expected, abs=0.05)


def course_with_painted_cards(folder: Path, product: str) -> Course:
    """Return a new course whose style sheet of a product paints the cards; it comes before the shipped one."""
    write_whole(
        folder / "course.toml",
        b'title = "Kurssi"\npages = ["s"]\n[fields]\nnimi = { label = "Nimi", role = "name" }\n',
        overwrite=True,
    )
    write_whole(folder / "pages" / "s.md", b'+++\nkind = "exercise"\ntitle = "S"\n+++\nTeksti.\n', overwrite=True)
    css = (STYLES / "products" / f"{product}.css").read_text("utf-8")
    write_whole(
        folder / "styles" / "products" / f"{product}.css",
        f"{css}.card {{ background: black }}".encode(),
        overwrite=True,
    )
    return read_course(str(folder))


def test_a_begun_sheet_leaves_the_first_places_free() -> None:
    (page,) = pictures(pdf_of(Cards("label:L7160", start=5), ODD[:1]), DPI)
    sheet = label_sheet("L7160", None)
    left, top = sheet.corner(4)
    box = page.point(lambda grey: 255 * (grey < 200)).getbbox()
    assert box
    assert box[0] * 25.4 / DPI == pytest.approx(left + 6.3, abs=0.5)
    assert top < box[1] * 25.4 / DPI < top + sheet.height


def test_the_turned_face_of_a_tent_is_seen_and_not_read() -> None:
    pdf = pdf_of(Cards("tent"), ODD[:1])
    assert texts(pdf)[0].count("Aino") == 2
    assert read_aloud(pdf).count("Aino") == 1
    (page,) = pictures(pdf, DPI)
    third = round(99 * DPI / 25.4)
    upper, lower = (page.crop((0, start, page.width, start + third - 9)) for start in (0, third + 9))
    faces = [face.point(lambda grey: 255 * (grey < 128)) for face in (upper.rotate(180), lower)]
    boxes = [face.getbbox() for face in faces]
    assert boxes[0] == pytest.approx(boxes[1], abs=12)
    assert abs(faces[0].histogram()[255] / faces[1].histogram()[255] - 1) < 0.02


def test_the_folds_of_a_tent_are_marked() -> None:
    (page,) = pictures(pdf_of(Cards("tent"), ODD[:1]), DPI)
    for fold in (99, 198):
        row = page.crop(pixels(0, fold - 0.5, 210, fold + 0.5))
        inked = row.point(lambda grey: 255 * (grey < 220)).getbbox()
        assert inked
        assert [side * 25.4 / DPI for side in inked[::2]] == pytest.approx([8, 202], abs=0.2)
        assert row.crop((round(20 * DPI / 25.4), 0, round(190 * DPI / 25.4), row.height)).histogram()[:255] == [0] * 255


def test_a_tent_names_the_course_and_says_how_it_is_folded() -> None:
    text = texts(pdf_of(Cards("tent"), ODD[:1]))[0]
    assert the_course().title in text
    assert "Taita merkkien kohdalta" in text


def test_badges_are_a_list_for_a_screen_reader() -> None:
    tags = [str(element.S).lstrip("/") for element in elements(pdf_of(Cards("badge", line=LINE)))]
    assert tags.count("L") == 2
    assert tags.count("LI") == 16


@pytest.mark.parametrize("theme", ["", "mustavalko"])
def test_cut_marks_have_the_colour_of_rules(theme: str) -> None:
    pdf = pdf_of(Cards("badge"), (), replace(NO_BRAND, theme=theme))
    (page,) = pictures(pdf, 300)
    mark = page.crop((230, 260, 242, 320))  # The first mark: x = 20 mm, y = 22.5 to 26.5 mm.
    darkest = next(level for level, count in enumerate(mark.histogram()) if count)
    assert (darkest < 110) == (theme == "mustavalko")
    assert darkest < 200


@pytest.mark.parametrize(
    "product",
    [
        Cards("badge", line=LINE),
        Cards("tent", line=LINE),
        pytest.param(Cards("label:L7160", line=LINE), marks=pytest.mark.long),
        Calibration(),
    ],
    ids=["badge", "tent", "label", "calibration"],
)
def test_verapdf_finds_nothing(tmp_path: Path, product: Product) -> None:
    path = tmp_path / "product.pdf"
    path.write_bytes(pdf_of(product))
    assert failures(path) == []


def test_many_tents_are_one_tagged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards_module, "_CARDS_OF_A_PART", 1)
    pdf = typeset(Cards("tent"), ODD[:3], the_course(), NO_BRAND)
    path = tmp_path / "tents.pdf"
    path.write_bytes(pdf)
    assert failures(path) == []
    assert len(texts(pdf)) == 3
    assert [str(element.S) for element in elements(pdf)].count("/Part") == 3
    with pikepdf.open(path) as document:
        assert "/Outlines" not in document.Root
        assert "/PageLabels" not in document.Root
        assert document.Root.ViewerPreferences.Duplex == "/Simplex"


def test_the_same_list_gives_the_same_bytes() -> None:
    product = Cards("badge", line=LINE)
    assert typeset(product, ODD, the_course(), NO_BRAND) == pdf_of(product)


def test_a_printer_is_asked_for_the_true_size() -> None:
    for product, duplex in ((Cards("badge", line=LINE), "/Simplex"), (Calibration(), "/DuplexFlipLongEdge")):
        with pikepdf.open(BytesIO(pdf_of(product))) as document:
            assert document.Root.ViewerPreferences.PrintScaling == "/None"
            assert document.Root.ViewerPreferences.Duplex == duplex


def test_a_brand_puts_its_logo_on_each_badge(tmp_path: Path) -> None:
    brand = brand_in(tmp_path / "brand", 'font = "fontpkg-ibm-plex-sans-arabic"\n')
    pdf = typeset(Cards("badge", line=LINE), ODD[:1], the_course(), brand)
    path = tmp_path / "badge.pdf"
    path.write_bytes(pdf)
    assert failures(path) == []
    with pikepdf.open(path) as document:
        assert contents(document.pages[0]).count(b" Do") >= 8
    tags = {str(element.S) for element in elements(pdf)}
    assert "/Figure" not in tags


@pytest.mark.parametrize(
    ("name", "product", "people"),
    [
        ("badge", Cards("badge", line=LINE), ODD[:7]),
        ("tent", Cards("tent"), ODD[:1]),
        ("label", Cards("label:L7160", line=LINE), ODD),
        ("calibration", Calibration(), ODD),
    ],
)
def test_pages_look_as_they_did(
    request: pytest.FixtureRequest, name: str, product: Product, people: tuple[Participant, ...]
) -> None:
    compare(pdf_of(product, people), name, update=request.config.getoption("--update-golden"))


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], env={"WORKSHEETS_LANG": "en"})
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_badges_and_tells_of_how_many(tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Työ\nAino Esimerkki;Kirjasto\nVille Mallikas;Kotihoito\n", "utf-8")
    target = tmp_path / "laput.pdf"
    code, out, err = run("cards", path, "--as", "badge", "--line", "Työ", "-o", target)
    assert (code, out.strip()) == (0, str(target))
    assert "2 participants." in err
    assert "Kirjasto" in texts(target.read_bytes())[0]


@pytest.mark.long
def test_the_command_makes_cards_to_fill_in_by_hand(tmp_path: Path) -> None:
    target = tmp_path / "laput.pdf"
    assert run("cards", "--as", "badge", "-o", target)[0] == 0
    assert texts(target.read_bytes())[0].count("etunimi") == 8


def test_the_command_says_what_is_wrong_before_it_writes(tmp_path: Path) -> None:
    target = tmp_path / "laput.pdf"
    code, out, err = run("cards", "--as", "label:L7199", "--shift=11,0", "-o", target)
    assert (code, out, target.exists()) == (2, "", False)
    assert "label:L7199: no such sheet" in err
    assert "--shift 11,0: write numbers from -10 to 10" in err


@pytest.mark.long
def test_the_command_makes_the_calibration_sheet(tmp_path: Path) -> None:
    target = tmp_path / "kohdistus.pdf"
    assert run("calibrate", "-o", target)[:2] == (0, f"{target}\n")
    assert "--shift=-1.5,2" in texts(target.read_bytes())[0]
