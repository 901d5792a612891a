"""Sign-in sheets and groups as they are printed: everybody once, rows to sign on, nothing cut or overlapping."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from tests.helpers.brand import brand_in
from tests.helpers.course import once_in_a_run, the_course
from tests.helpers.golden import compare
from tests.helpers.pdf import MM, boxes, elements, letters, overlaps, pictures, sizes, texts
from tests.helpers.products import ODD_NAMES, named, odd_people, people
from tests.helpers.verapdf import failures
from worksheets.cli.commands import main
from worksheets.compose.products.kinds import Attendance, GroupLists
from worksheets.course.brand import NO_BRAND, Brand
from worksheets.pdf.page_text import page_text
from worksheets.people.participant import Participant
from worksheets.pipeline import product

pytestmark = pytest.mark.slow

DATES = "12.1.2026 9.00–15.00, 19.1.2026 9.00–15.00, 26.1.2026 9.00–15.00, 2.2.2026 9.00–12.00"
GIVEN = {"kouluttaja": "Kalle Kouluttaja", "paikka": "Tampere", "ryhma": "A"}
LEFT, NAMES_END, RIGHT = 24.0, 76.0, 192.0


def made(options: Attendance | GroupLists, group: list[Participant], brand: Brand = NO_BRAND) -> bytes:
    """Return a product of a group, made once in a run if no brand is given."""

    def make() -> bytes:
        return product(options, group, the_course(), brand)

    return once_in_a_run(f"{options} {group}", make) if brand is NO_BRAND else make()


def sheet(count: int, dates: str = DATES) -> bytes:
    """Return the sign-in sheet of so many people."""
    return made(Attendance(dates), people(count, **GIVEN))


def odd_sheet() -> bytes:
    """Return the sign-in sheet of people with very short and very long names, and names in all scripts."""
    return made(Attendance(DATES), odd_people(**GIVEN))


def odd_groups() -> bytes:
    """Return their groups, with signs."""
    return made(GroupLists(groups=3, signs=True), odd_people(**GIVEN))


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is drawn, in mm from the sheet's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_across(self) -> bool:
        return self.right - self.left > 5 and self.bottom - self.top < 1


def drawn(pdf: bytes) -> Iterator[list[Line]]:
    """Yield what is drawn and is no text, page by page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            height = page.get_height()
            bounds = [shape.get_bounds() for shape in page.get_objects(filter=[FPDF_PAGEOBJ_PATH])]
            yield [Line(x0 / MM, (height - y1) / MM, x1 / MM, (height - y0) / MM) for x0, y0, x1, y1 in bounds]


def rules(lines: list[Line]) -> list[float]:
    """Return the heights of the lines across below the head of a table, from its line on."""
    heights = sorted({round((line.top + line.bottom) / 2, 1) for line in lines if line.is_across})
    return [height for index, height in enumerate(heights) if not index or height - heights[index - 1] > 1]


def times(name: str, text: str) -> int:
    """Return how often a name that ends in a number stands in a text."""
    return len(re.findall(rf"(?<!\d){name}(?!\d)", " ".join(text.split())))


def test_the_head_of_the_table_and_its_rows_stand_where_the_look_has_them() -> None:
    (page,) = drawn(sheet(12))
    heights = rules(page)
    assert heights[0] == pytest.approx(71.0, abs=0.3)
    assert heights[-1] == pytest.approx(269.0, abs=0.3)
    assert len(heights) == 16
    assert all(below - above == pytest.approx(13.2, abs=0.11) for above, below in pairwise(heights))
    verticals = {round(line.left) for line in page if line.bottom - line.top > 5}
    assert verticals == {76, 105, 134, 163}


def test_the_text_of_the_head_stands_where_that_of_all_pages_stands() -> None:
    with pypdfium2.PdfDocument(sheet(12)) as document:
        page = document[0]
        text = page.get_textpage()
        for words, baseline in (("OSALLISTUJALISTA", 29.0), ("Läsnäolot", 38.4), ("Kouluttaja Kalle", 50.0)):
            index, _count = text.search(words).get_next()
            _left, bottom, _right, _top = text.get_charbox(index)
            assert (page.get_height() - bottom) / MM == pytest.approx(baseline, abs=0.3)


@pytest.mark.parametrize(
    ("count", "dates", "pages"),
    [(1, "", 1), (23, DATES, 2), pytest.param(300, "3", 13, marks=pytest.mark.long)],
)
def test_everybody_stands_there_once(count: int, dates: str, pages: int) -> None:
    pdf = sheet(count, dates)
    printed = texts(pdf)
    assert len(printed) == pages
    assert [times(person.name, "\n".join(printed)) for person in people(count)] == [1] * count
    assert all("Nimi" in page for page in printed)
    assert [f"{number} / {pages}" in page for number, page in enumerate(printed, start=1)] == [True] * pages
    assert [page.count("Läsnäolot (jatkuu)") for page in printed] == [0, *[1] * (pages - 1)]


def test_with_more_dates_everybody_stands_in_each_table_and_the_paper_lies_across() -> None:
    pdf = sheet(23, "9")
    printed = "\n".join(texts(pdf))
    assert set(sizes(pdf)) == {(297, 210)}
    assert [times(person.name, printed) for person in people(23)] == [2] * 23
    assert [printed.count(f"{number}. pvm") > 0 for number in range(1, 11)] == [*[True] * 9, False]


def test_rows_are_high_enough_to_sign_on() -> None:
    for pdf in (sheet(23), sheet(23, "9"), odd_sheet()):
        for page in drawn(pdf):
            heights = rules([line for line in page if line.left < 30])
            assert len(heights) > 5
            assert all(below - above > 8.9 for above, below in pairwise(heights))


def test_odd_names_keep_their_column_and_are_whole() -> None:
    pdf = odd_sheet()
    printed = letters("".join(texts(pdf)))
    assert overlaps(pdf) == []
    for name in ODD_NAMES:
        if name.isascii() or "Esimerkki" in name or "Pitkä" in name:  # Other scripts are drawn in orders of their own.
            assert letters(name) in printed
    names = [box for page in boxes(pdf) for box in page if box[0] > LEFT + 6 and box[0] < NAMES_END]
    assert len(names) > len(ODD_NAMES)
    assert max(right for left, _bottom, right, _top in names if left < 50 and right < 140) < NAMES_END
    for page, lines in zip(boxes(pdf), drawn(pdf), strict=True):
        heights = [297 - height for height in rules([line for line in lines if line.left < 30])]
        for left, bottom, _right, top in page:
            if LEFT + 6 < left < NAMES_END - 10 and top < heights[0]:
                assert not any(bottom + 0.3 < height < top - 0.3 for height in heights), "a rule goes through a name"


def test_a_screen_reader_is_told_rows_and_columns() -> None:
    pdf = sheet(12)
    lines = page_text(pdf, 0).splitlines()
    assert lines[:2] == ["OSALLISTUJALISTA", "Läsnäolot"]
    head = next(line for line in lines if line.startswith("Nimi"))
    assert [word.strip() for word in head.split("|")][:2] == ["Nimi", "ma 12.1. 9.00–15.00"]
    kinds = Counter(str(element.S) for element in elements(pdf))
    assert kinds["/Table"] == kinds["/THead"] == 1
    assert kinds["/TD"] == 15 * (1 + 4) + 3  # Those of three rows have no name.
    assert kinds["/TH"] == 5 + 12


def test_two_people_of_one_name_are_told_apart() -> None:
    group = [named("Aino Esimerkki", 1, organisaatio="Kirjasto"), named("Aino Esimerkki", 2, organisaatio="Kotihoito")]
    printed = texts(made(Attendance(), group))[0]
    assert printed.count("Aino Esimerkki") == 2
    assert "Kirjasto" in printed
    assert "Kotihoito" in printed


def test_groups_have_everybody_once_in_their_lists_and_on_their_signs() -> None:
    pdf = made(GroupLists(groups=4, signs=True), people(23, **GIVEN))
    assert len(sizes(pdf)) == 5
    lists, *signs = (page_text(pdf, index) for index in range(5))
    names = [person.name for person in people(23)]
    assert [times(name, lists) for name in names] == [1] * 23
    on_signs = "\n".join(signs)
    assert [times(name, on_signs) for name in names] == [1] * 23
    for number, sign in enumerate(signs, start=1):
        assert f"Ryhmä {number}" in " ".join(sign.split())


def test_a_sign_shows_the_same_on_both_faces_and_its_folds() -> None:
    pdf = odd_groups()
    assert overlaps(pdf) == []
    for page, picture in [*zip(boxes(pdf), pictures(pdf, 127), strict=True)][1:]:
        faces = [box for box in page if box[1] > 99]
        upper, lower = ([box for box in faces if (box[1] > 198) is is_upper] for is_upper in (True, False))
        assert sorted(round(right - left) for left, _b, right, _t in upper) == sorted(
            round(right - left) for left, _b, right, _t in lower
        )
        assert all(left > 10 and right < 200 for left, _bottom, right, _top in faces)
        assert all(top < 198 for _left, _bottom, _right, top in lower)
        ink = picture.point(lambda level: 255 * (level < 240))
        marks = [
            ink.crop((5 * left, 5 * top, 5 * (left + 14), 5 * (top + 2))).getbbox()
            for left in (6, 190)
            for top in (98, 197)
        ]
        assert [mark and (mark[0], mark[2], mark[1] // 2) for mark in marks] == [(10, 60, 2)] * 4  # 8–18, 192–202 mm.


@pytest.mark.long
def test_large_groups_go_on_and_nobody_is_lost() -> None:
    pdf = made(GroupLists(groups=2), people(300))
    printed = "\n".join(texts(pdf))
    assert [times(person.name, printed) for person in people(300)] == [1] * 300
    assert overlaps(pdf) == []
    assert "Ryhmä 2 (jatkuu)" in printed
    assert all(min(bottom for _left, bottom, _right, _top in page) > 8 for page in boxes(pdf))


@pytest.mark.xdist_group("verapdf")
def test_verapdf_finds_nothing(tmp_path: Path) -> None:
    for name, pdf in (("sheet", odd_sheet()), ("across", sheet(23, "9")), ("groups", odd_groups())):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf)
        assert failures(path) == []


def test_a_brand_and_the_black_theme_change_no_places(tmp_path: Path) -> None:
    brand = brand_in(tmp_path / "oma").in_theme("mustavalko")
    pdf = made(Attendance(DATES), people(12, **GIVEN), brand)
    assert rules(next(drawn(pdf)))[-15:] == rules(next(drawn(sheet(12))))[-15:]
    assert overlaps(pdf) == []


def test_the_same_input_gives_the_same_bytes() -> None:
    again = product(Attendance(DATES), people(12, **GIVEN), the_course(), NO_BRAND)
    assert again == sheet(12)


@pytest.mark.parametrize("name", ["attendance", "groups"])
def test_pages_look_as_they_did(name: str, pytestconfig: pytest.Config) -> None:
    pdf = odd_sheet() if name == "attendance" else odd_groups()
    with pypdfium2.PdfDocument(pdf) as document:
        shown = [document[index].render(scale=60 / 72, grayscale=True).to_pil() for index in range(1)]
    compare(shown, f"product-{name}", update=pytestconfig.getoption("--update-golden"))


def test_the_command_prints_no_email_and_says_what_it_has_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ryhma.csv").write_text(
        "sukunimi;etunimi;sahkoposti;salasana\nYlinen;Aino;aino@esimerkki.fi;salaisuus\nAhonen;Ville;v@esimerkki.fi;toinen\n",
        "utf-8",
    )
    words = ["list", "ryhma.csv", "--by-last-name", "--dates", "12.1.2026", "--title", "Ilta"]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(Path("output") / "ryhma-osallistujalista.pdf")
    assert "2 participants." in result.stderr
    printed = texts(Path(result.stdout.strip()).read_bytes())[0]
    assert printed.index("Ahonen Ville") < printed.index("Ylinen Aino")
    assert "Ilta" in printed
    assert "ma 12.1." in printed
    assert not re.search("esimerkki.fi|salaisuus|toinen", printed)
