"""Headings, pictures, links and rows of tables: what is wrong with them."""

from pathlib import Path

import pytest

from worksheets.course.markdown.content_checks import ContentChecks
from worksheets.course.markdown.faults import Faults
from worksheets.course.markdown.parser import html_of, parsed

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def checked(folder: Path, body: str) -> tuple[list[str], str]:
    """Return what is wrong, without the file's name, and the HTML."""
    (folder / "kuvat").mkdir()
    (folder / "pages").mkdir()
    (folder / "kuvat" / "oma kuva.svg").write_text(DRAWING, "utf-8")
    faults = Faults(Path("sivu.md"))
    root = parsed(body, 0, faults)
    ContentChecks(folder, body.split("\n"), 0, faults).check(root)
    return [problem.removeprefix("sivu.md: line ") for problem in faults.problems], html_of(root.children)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A\n\n### B\n\n## C", []),
        ("# A\n\n## B", ["1: the page’s title is its only heading with one #; begin this one with ##"]),
        ("### A", ["1: this heading skips a level; begin it with ##"]),
        ("## A\n\n#### B", ["3: this heading skips a level; begin it with ###"]),
        (
            "## A\n\n### B\n\n::: text C {#c}\n:::\n\n#### D",
            ["8: this heading skips a level; begin it with ###"],
        ),
        ("## A\n\n::: text C {#c}\n:::\n\n### D", []),
        ("[a](sivu.html)", ["1: the link “sivu.html” must begin with https://, http://, mailto:, tel:"]),
        ("[a](https://esimerkki.fi) <mailto:aino@esimerkki.fi>", []),
        (
            'Alku\n[a](https://esimerkki.fi "nimiö")',
            ["2: “nimiö” would not be printed; write it into the text, and only the address into brackets"],
        ),
        ("1. a\n1. b\n1. c", []),
        ("14. a\n15. b\n\n9) c\n10) d", []),
        ("14. a\n16. b\n17. c", ["2: 16. would be printed as 15.; write 15., or 16\\. if it is no list"]),
        ("- x\n  1) a\n  3) b", ["3: 3. would be printed as 2.; write 2., or 3\\) if it is no list"]),
        (
            "| A |\n|---|\n| 1 | 2 |",
            ["3: this row has more cells than the head of its table; delete a |, or write \\| for one"],
        ),
        ("| A | B |\n|---|---|\n| 1 \\| 2 | 3 |\n4 | 5", []),
    ],
)
def test_headings_links_and_rows_are_checked(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert checked(tmp_path, body)[0] == expected


@pytest.mark.parametrize("source", ["<kuvat/oma kuva.svg>", "../kuvat/oma%20kuva.svg", "kuvat/oma%20kuva.svg"])
def test_a_picture_is_found_from_its_page_and_from_the_courses_folder(tmp_path: Path, source: str) -> None:
    problems, html = checked(tmp_path, f"![Ympyrä]({source})")
    assert problems == []
    assert '<img src="kuvat/oma%20kuva.svg" alt="Ympyrä"' in html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Alku\n![](kuvat/oma%20kuva.svg)",
            "2: the picture has no description; write what it shows: ![…](kuvat/oma kuva.svg)",
        ),
        (
            "![A](kuvat/omakuva.svg)",
            "1: the course’s folder has no picture “kuvat/omakuva.svg”. Did you mean “kuvat/oma kuva.svg”?",
        ),
        (
            "![A](kuvat/oma kuva.svg)",
            "1: a picture’s path has no spaces; rename the file, and write it so here: ![A](kuvat/oma-kuva.svg)",
        ),
        ("![A](../../muu/kuva.png)", "1: the course’s folder has no picture “../../muu/kuva.png”."),
        (
            "![A](https://esimerkki.fi/kuva.png)",
            "1: pictures are not fetched from the web; save this one in the course’s folder: ![A](kuva.png)",
        ),
        (
            "![A](k.tiff)",
            "1: “k.tiff” is no picture that can be printed; its name must end in .png, .jpg, .jpeg, .gif, .webp, .svg",
        ),
    ],
)
def test_a_picture_that_cannot_be_printed_is_named(tmp_path: Path, body: str, expected: str) -> None:
    assert checked(tmp_path, body)[0] == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("| A | B |\n| c | d |", ["1: this table has no line of hyphens; write |---|---| below its head"]),
        (
            "Alku\n:: text Mitä? {#mita lines=3}",
            ["2: an exercise begins with three colons and its type; write ::: text Mitä? {#mita lines=3}"],
        ),
        ("Klo 9: kahvi | tauko | loppu.", []),
        ("|x| on itseisarvo", []),
    ],
)
def test_what_would_be_printed_as_it_is_typed_is_named(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert checked(tmp_path, body)[0] == expected
