"""PDF/UA-1 as the veraPDF engine judges it, and what it does not: headings, lists, the map in words, artifacts."""

from pathlib import Path

import pikepdf
import pytest

from tests.helpers.course import LAYOUTS, Handout, Person, crowd, example_group, in_each_layout
from tests.helpers.pdf import contents, elements
from tests.helpers.verapdf import failures
from worksheets.course.course import Course
from worksheets.people.participant import BLANK

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("verapdf")]


@pytest.mark.parametrize(
    ("layout", "state"),
    [
        *in_each_layout(["overfull", "blank", "name only", "filled"], slides=0, handouts=2),
        ("handout", "crowded"),
        pytest.param("slides", "crowded", marks=pytest.mark.long),
    ],
)
def test_verapdf_finds_nothing(course: Course, set_handout: Handout, tmp_path: Path, layout: str, state: str) -> None:
    group = example_group()
    people = dict(
        zip(
            ["blank", "name only", "filled", "overfull", "crowded"],
            [BLANK, group[1], group[0], group[4], crowd(course)],
            strict=True,
        )
    )
    path = tmp_path / "handout.pdf"
    path.write_bytes(set_handout(people[state], layout))
    assert failures(path) == []


def test_the_engine_finds_a_broken_file(set_handout: Handout, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(set_handout())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        del document.Root.Lang
        document.save()
    assert any(failure.startswith("7.2-") for failure in failures(path))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_lists_and_table_headers_are_tagged(set_handout: Handout, layout: str) -> None:
    tags = [str(element.S) for element in elements(set_handout(layout=layout))]
    assert tags.count("/H1") == 10
    assert tags.count("/L") == 2
    assert tags.count("/LI") == 9
    assert tags.count("/Figure") == {"handout": 4, "slides": 1}[layout], "the map, and the principles of a page"
    scopes = [element.A.Scope for element in elements(set_handout(layout=layout)) if element.S == "/TH"]
    assert scopes == ["/Column"] * 4


def test_the_map_is_described(set_handout: Handout, person: Person) -> None:
    contacts = {"kontaktit": [{"nimi": "Marja", "apu": "avoimet paikat"}, {"nimi": "Ville"}]}
    filled = set_handout(person(verkostokartta=contacts), pages="verkostokartta")
    assert figures(filled) == ["Verkostokartta: keskellä MINÄ, ympärillä Marja (avoimet paikat); Ville"]
    assert figures(set_handout(pages="verkostokartta")) == ["Verkostokartta: keskellä MINÄ, ympärillä 8 tyhjää palloa"]


def test_the_numbers_of_the_principles_are_described(set_handout: Handout) -> None:
    numbers = figures(set_handout(pages="kumppanuus-1,kumppanuus-2,kumppanuus-3"))
    assert numbers == [f"Periaatteet {those} / 8" for those in ("1–3", "4–6", "7–8")]


def figures(pdf: bytes) -> list[str]:
    return [str(element.Alt) for element in elements(pdf) if element.S == "/Figure"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_heads_and_feet_are_artifacts(set_handout: Handout, tmp_path: Path, layout: str) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(set_handout(example_group()[0], layout))
    with pikepdf.open(path) as document:
        hung = {element.objgen for element in elements(path.read_bytes())}
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        for n in range(1, len(numbers), 2):
            owners = list(numbers[n]) if isinstance(numbers[n], pikepdf.Array) else []
            assert all(owner is None or owner.objgen in hung for owner in owners)
        assert sum(contents(page).count(b"/Type /Pagination") for page in document.pages[1:]) >= 9 * 2


def test_title_and_language(set_handout: Handout, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(set_handout(example_group()[1]))
    with pikepdf.open(path) as document:
        assert document.Root.Lang == "fi"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Työelämän verkostot – Väinö Äyräs-Mallikas"
            assert metadata["pdfuaid:part"] == "1"


def test_the_tests_of_this_file_share_a_worker(request: pytest.FixtureRequest) -> None:
    grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@verapdf") == grouped
