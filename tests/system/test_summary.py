"""A group's overview, measured on its pages; and the options of the command, which mean what they mean for a packet."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from tests.helpers.course import once_in_a_run, the_course
from tests.helpers.pdf import MM, boxes, letters, overlaps, texts
from worksheets.cli.commands import main
from worksheets.compose.summary import summary
from worksheets.people.participant import Participant
from worksheets.pipeline import overview

LEFT, BARS, RIGHT = 24.0, 96.0, 192.0
LONG_NAME = "Aino-Maria Esimerkki-Mallikas Kahdeksankymmenen Merkin Pituisesta Suvusta Etelästä"
ANSWER = "Haluaisin tuntea ihmisiä, jotka ovat siirtyneet hoitotyöstä hallintoon. " * 28


def person(number: int) -> Participant:
    """Return somebody with as many entries as their number allows; all have something in common."""
    values = {
        "nimi": f"{LONG_NAME} {number}",
        "verkostokartta.uudet-kontaktit": f"{number % 4} {ANSWER if number == 7 else ANSWER[:number]}",
    }
    values |= {f"omat-verkostot.{n}.nimi": "Kuoro" for n in range(1, number % 9 + 1)}
    values |= {
        f"verkostokartta.kontaktit.{n}.apu": ("suositus", "王小明の推薦")[n % 2] for n in range(1, number % 5 + 1)
    }
    values |= {f"tukiverkosto.{slot}": "Kyllä" for slot in ("esimies", "laheiset", "ystavat")[: number % 4]}
    return Participant({path: text for path, text in values.items() if text})


GROUP = tuple(person(number) for number in range(23))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Return the overview of 23 people with names of 80 letters and answers of up to 2,000."""
    return once_in_a_run("overview", lambda: overview(GROUP, the_course(), "Ryhmä A, kevät 2026", names=True))


def drawn(pdf: bytes) -> Iterator[list[tuple[float, float, float, float]]]:
    """Yield, page by page, the boxes of what is drawn and no text: left, top, right, bottom in mm from the top left."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bounds = [shape.get_bounds() for shape in page.get_objects(filter=[FPDF_PAGEOBJ_PATH])]
            height = page.get_height()
            yield [(x0 / MM, (height - y1) / MM, x1 / MM, (height - y0) / MM) for x0, y0, x1, y1 in bounds]


def bars(pdf: bytes, thickness: float) -> list[float]:
    """Return the lengths of the bars that are so thick, in mm, in the order in which one reads."""
    shapes = {  # An outlined bar is drawn twice: what fills it, and its frame.
        (number, round(top, 1)): right - left
        for number, page in enumerate(drawn(pdf))
        for left, top, right, bottom in page
        if abs(left - BARS) < 0.05 and abs(bottom - top - thickness) < 0.05
    }
    return [length for _place, length in sorted(shapes.items())]


def test_all_bars_have_one_scale(pdf: bytes) -> None:
    group = summary(GROUP, the_course(), names=True)
    kinds = group.kinds("ja").chart
    assert kinds is not None
    assert group.entries is not None
    alone = [bar.lengths[0] for it in (*group.charts, kinds) for bar in it.bars if bar.lengths[0]]
    lengths = bars(pdf, 3.2)
    assert len(lengths) == len(alone) > 4
    unit = lengths[0] / alone[0]
    assert lengths == pytest.approx([unit * count for count in alone], abs=0.05)
    several = [count for bar in group.entries.bars for count in bar.lengths if count]
    assert bars(pdf, 1.8) == pytest.approx([unit * count for count in several], abs=0.05)


def test_the_scale_stands_above_the_bars_of_each_page(pdf: bytes) -> None:
    for page, shapes in zip(texts(pdf), drawn(pdf), strict=True):
        has_bars = any(abs(left - BARS) < 0.05 and right - left > 2 for left, _top, right, _bottom in shapes)
        lines = {round(left, 1) for left, top, right, bottom in shapes if right - left < 0.5 and bottom - top > 30}
        assert (len(lines) >= 3) is has_bars
        assert ("0\n" in page.replace(" ", "\n")) or not has_bars
        gaps = [right - left for left, right in pairwise(sorted(lines))]
        assert not gaps or max(gaps) - min(gaps) < 0.5


def test_the_pages_keep_their_margins_and_are_used(pdf: bytes) -> None:
    pages = list(boxes(pdf))
    assert len(pages) >= 3
    for page in pages:
        assert min(left for left, _bottom, _right, _top in page) > LEFT - 0.5
        assert max(right for _left, _bottom, right, _top in page) < RIGHT + 0.3
        assert min(bottom for _left, bottom, _right, _top in page) > 10
    assert overlaps(pdf) == []


def test_the_head_stands_where_that_of_all_pages_stands(pdf: bytes) -> None:
    """The baselines of eyebrow, title and introduction are 29, 38.4 and 50 mm from the top."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        for words, baseline in (("YHTEENVETO", 29.0), ("Ryhmä A", 38.4), ("23 osallistujaa", 50.0)):
            index, _count = text.search(words).get_next()
            _left, bottom, _right, _top = text.get_charbox(index)  # A capital or a digit stands on the baseline.
            assert (page.get_height() - bottom) / MM == pytest.approx(baseline, abs=0.2)


def test_labels_and_answers_are_whole(pdf: bytes) -> None:
    text = " ".join(" ".join(texts(pdf)).split())
    for word in LONG_NAME.split():
        assert text.count(word.split("-")[0]) >= len(GROUP)
    printed = letters(text)
    assert all(letters(person.name) in printed for person in GROUP)


def test_labels_keep_their_column(pdf: bytes) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        rights = [
            rect[2] / MM
            for text in (page.get_textpage() for page in document)
            for rect in (text.get_rect(n) for n in range(text.count_rects()))
            if {"Maria", "Suvusta", "Merkin"} & set(text.get_text_bounded(*rect).replace("-", " ").split())
        ]
    assert len(rights) >= len(GROUP)
    assert max(rights) < 94.3


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs a command on a list in which the second of three people has no name."""
    monkeypatch.chdir(tmp_path)
    Path("ryhma-a_kevat-2026.csv").write_text("Nimi;Ryhmä\nAino Esimerkki;A\n;B\nVille Mallikas;B\n", "utf-8")

    def command(name: str, *words: str) -> Result:
        return CliRunner().invoke(main, [name, "ryhma-a_kevat-2026.csv", *words], catch_exceptions=False)

    return command


def test_who_is_left_out_is_said_and_the_exit_code_tells_it(run: Callable[..., Result]) -> None:
    refused = run("summary")
    assert (refused.exit_code, refused.stdout) == (1, "")
    result = run("summary", "--skip-invalid", "--names")
    assert (result.exit_code, result.stdout) == (1, "output/ryhma-a_kevat-2026-yhteenveto.pdf\n")
    *problems, left_out, closing = result.stderr.splitlines()
    assert problems == refused.stderr.splitlines()
    assert left_out == "ryhma-a_kevat-2026.csv, row 3: left out: has errors"
    assert closing == "An overview of 2 participants. 1 person was left out, see above."
    (page,) = texts(Path(result.stdout.strip()).read_bytes())
    assert "Ryhma a kevat 2026" in page
    assert "2 osallistujaa" in page
    assert "Ville Mallikas" in page


def test_the_options_of_a_packet_choose_who_is_shown(run: Callable[..., Result]) -> None:
    result = run(
        *("summary", "--skip-invalid", "--only", "ryhma=b", "--title", "Ryhmä B", "--set", "paikka=Tampere"),
        *("--names", "-o", "b.pdf"),
    )
    assert (result.exit_code, result.stdout) == (1, "b.pdf\n")
    (page,) = texts(Path("b.pdf").read_bytes())
    assert "Ryhmä B" in page
    assert "Paikka: Tampere" in page
    assert "1 osallistuja;" in page
    assert "Aino" not in page


@pytest.mark.parametrize(
    "words",
    [("--only", "kengat=43"), ("--rows", "7"), ("--set", "aika"), ("--set", "nimi=Aino"), ("--only-name", "Liisa")],
)
def test_errors_are_those_of_a_packet(run: Callable[..., Result], words: tuple[str, str]) -> None:
    results = [run(name, "--skip-invalid", *words) for name in ("summary", "packet")]
    assert results[0].exit_code == results[1].exit_code == 1
    assert results[0].stderr == results[1].stderr != ""
    assert not Path("output").exists()
