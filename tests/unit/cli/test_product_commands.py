"""Each paper of a course day comes from ``api.product``, and the commands and a packet write the same bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.helpers.checked_course import SessionHere
from tests.helpers.course import Here
from tests.helpers.making import packet
from worksheets import api
from worksheets.cli.commands import main
from worksheets.course.course import Course
from worksheets.resources import STYLES

PAPERS: dict[str, tuple[api.Product, list[str], str]] = {
    "attendance": (api.Attendance(dates="4"), ["list", "--dates", "4"], "osallistujalista"),
    "groups": (api.GroupLists(groups=2), ["list", "--as", "groups", "--groups", "2"], "ryhmat"),
    "badge": (api.Cards(), ["cards"], "nimilaput"),
    "tent": (api.Cards("tent"), ["cards", "--as", "tent"], "poytakyltit"),
    "label": (api.Cards("label:L7163"), ["cards", "--as", "label:L7163"], "tarrat-L7163"),
}
"""Of each paper, the product, its command without the list, and what its file is called."""


@pytest.fixture
def group(tmp_path: Path) -> Path:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Työpaikka\nAino Esimerkki;Kotihoito\nVille Mallikas;Kirjasto\n", "utf-8")
    return path


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionHere]:
    """Make everything in this process."""
    monkeypatch.setattr(api, "Session", SessionHere)
    with SessionHere() as here:
        yield here


@pytest.mark.parametrize(
    "name",
    ["badge", *(pytest.param(name, marks=pytest.mark.long) for name in ("attendance", "groups", "tent", "label"))],
)
def test_a_command_and_a_packet_write_what_the_library_makes(
    course: Course, group: Path, session: SessionHere, name: str
) -> None:
    product, words, ending = PAPERS[name]
    printing, people = api.Printing(course, pages="kansi"), api.choose_group(group, course)
    document = api.product(product, printing, people, session)
    assert document.path == Path("output") / f"ryhma-{ending}.pdf"
    pdf = document.make()
    written = group.with_name("list.pdf")
    result = CliRunner().invoke(main, [words[0], str(group), *words[1:], "-o", str(written)])
    assert (result.exit_code, result.stdout) == (0, f"{written}\n"), result.output
    assert written.read_bytes() == pdf

    folder = group.parent / "ulos"
    options = api.PacketOptions(folder, print_file=False, products=(product,))
    order = api.plan_packet(people.people, printing, options, people.roster.name)
    assert [file.path for file in packet(order, Here()) if file.product] == [folder / f"{ending}.pdf"]
    assert (folder / f"{ending}.pdf").read_bytes() == pdf


def test_a_product_without_a_list_is_one_to_fill_in(course: Course, session: SessionHere) -> None:
    document = api.product(api.Attendance(), api.Printing(course), session=session)
    assert document.path == Path("output/osallistujalista.pdf")
    assert document.make().startswith(b"%PDF")


def test_labels_of_a_file_are_named_after_it(course: Course, tmp_path: Path, session: SessionHere) -> None:
    file = tmp_path / "omat tarrat.toml"
    file.write_text((STYLES / "labels" / "L7160.toml").read_text("utf-8"), "utf-8")
    document = api.product(api.Cards(f"label:{file}"), api.Printing(course), session=session)
    assert document.path == Path("output/tarrat-omat-tarrat.pdf")
