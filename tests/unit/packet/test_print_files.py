"""Print files in volumes: cut between people, named by who is in them, kept and made anew as one is."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.helpers.course import Here
from tests.helpers.folders import contents
from tests.helpers.making import packet
from tests.helpers.pdf import texts
from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import OutputError
from worksheets.packet.events import PacketFile, State
from worksheets.packet.naming import plan, print_path
from worksheets.packet.order import Order
from worksheets.packet.packet import plan_files
from worksheets.packet.session import Session
from worksheets.people.participant import Participant

NAMES = ("Aino", "Bo", "Cilla", "Dan", "Eeva")
FIRST, SECOND, THIRD = (
    f"tulosta-kaikki-{number}-{names}.pdf" for number, names in ((1, "Aino–Bo"), (2, "Cilla–Dan"), (3, "Eeva"))
)


@pytest.fixture
def order(course: Course, tmp_path: Path) -> Order:
    """Three pages each, two sheets: two people are in a volume of four or five sheets."""
    people = [Participant({"nimi": name}) for name in NAMES]
    edition = Edition(course, course.choose("1-3"), read_layout("handout", course.folder))
    jobs = plan(people, course, tmp_path / "ryhma")
    return Order(edition, jobs, jobs.folder, print_path(jobs), volume=5)


def run(order: Order) -> list[PacketFile]:
    return list(packet(order, Here()))


def print_files(files: Sequence[PacketFile]) -> list[tuple[str, int, State]]:
    return [(file.path.name, file.pages, file.state) for file in files if not file.participant]


def test_volumes_are_cut_between_people_and_say_who_is_in_them(order: Order) -> None:
    assert print_files(run(order)) == [(FIRST, 6, State.MADE), (SECOND, 6, State.MADE), (THIRD, 3, State.MADE)]
    pages = {name: texts(contents(order.folder)[name]) for name in (FIRST, SECOND, THIRD)}
    assert [len(texts) for texts in pages.values()] == [7, 7, 3], "with the empty page before a new sheet"
    for name, people in ((FIRST, NAMES[:2]), (SECOND, NAMES[2:4]), (THIRD, NAMES[4:])):
        printed = " ".join(pages[name])
        assert [person for person in NAMES if person in printed.split()] == list(people)


def test_on_one_side_a_page_is_a_sheet(order: Order) -> None:
    one_sided = replace(order, two_sided=False, volume=8)
    assert [name for name, _pages, _state in print_files(run(one_sided))] == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(("two_sided", "sheets"), [(True, [4, 4, 2]), (False, [3] * 5)])
def test_a_volume_tells_its_sheets_whether_it_is_made_or_kept(
    order: Order, *, two_sided: bool, sheets: list[int]
) -> None:
    order = replace(order, two_sided=two_sided)
    for _run in range(2):
        assert [file.sheets for file in run(order) if not file.participant] == sheets


def test_somebody_with_more_sheets_than_a_volume_has_one_alone(order: Order) -> None:
    names = [name for name, _pages, _state in print_files(run(replace(order, volume=1)))]
    assert names == [f"tulosta-kaikki-{number}-{name}.pdf" for number, name in enumerate(NAMES, start=1)]


def test_names_of_many_volumes_sort_as_they_are_printed(order: Order) -> None:
    people = [Participant({"nimi": f"Esimerkki {letter}"}) for letter in "KJIHGFEDCBA"]
    one_page = replace(order.edition, pages=order.edition.pages[:1])
    many = replace(order, edition=one_page, jobs=plan(people, order.edition.course, order.folder), volume=1)
    names = [name for name, _pages, _state in print_files(run(many))]
    assert names[0] == "tulosta-kaikki-01-Esimerkki-K.pdf"
    assert names == sorted(names)


def test_a_second_run_keeps_the_volumes(order: Order) -> None:
    run(order)
    before = contents(order.folder)
    assert print_files(run(order)) == [(FIRST, 6, State.KEPT), (SECOND, 6, State.KEPT), (THIRD, 3, State.KEPT)]
    assert contents(order.folder) == before
    assert [state for _name, _pages, state in print_files(list(plan_files(order, Session())))] == [State.KEPT] * 3


def test_other_volumes_take_the_place_of_those_of_another_size(order: Order) -> None:
    run(order)
    files = print_files(run(replace(order, volume=6)))
    assert files == [
        ("tulosta-kaikki-1-Aino–Cilla.pdf", 9, State.MADE),
        ("tulosta-kaikki-2-Dan–Eeva.pdf", 6, State.MADE),
        (FIRST, 0, State.LEFT_OVER),
        (SECOND, 0, State.LEFT_OVER),
        (THIRD, 0, State.LEFT_OVER),
    ]
    whole = print_files(run(replace(order, volume=0)))
    assert whole[0] == ("tulosta-kaikki.pdf", 15, State.MADE)
    assert [state for _name, _pages, state in whole[1:]] == [State.LEFT_OVER] * 5


def test_when_one_person_has_changed_all_volumes_are_made_anew(order: Order) -> None:
    run(order)
    people = [*order.people[:4], order.people[4].given({"kurssi": "Toinen"})]
    changed = run(replace(order, jobs=order.jobs.of(people)))
    assert [state for _name, _pages, state in print_files(changed)] == [State.MADE] * 3
    assert sum(file.state is State.KEPT for file in changed) == 4, "the handouts of the others stay"


def test_a_dry_run_tells_that_there_would_be_volumes(order: Order) -> None:
    assert print_files(list(plan_files(order, Session()))) == [("tulosta-kaikki-*.pdf", 0, State.PLANNED)]


def test_no_file_of_anybody_is_replaced_by_a_volume(order: Order) -> None:
    order.folder.mkdir()
    (order.folder / FIRST).write_bytes(b"mine")
    with pytest.raises(OutputError, match="already exists, and is not as an earlier run wrote it"):
        run(order)
    assert (order.folder / FIRST).read_bytes() == b"mine"
    assert print_files(run(replace(order, overwrite=True)))[0] == (FIRST, 6, State.MADE)


def test_the_record_says_how_many_pages_each_handout_of_a_volume_has(order: Order) -> None:
    run(order)
    record = json.loads((order.folder / "packet.json").read_text("utf-8"))["files"]
    assert [record[name]["handouts"] for name in (FIRST, SECOND, THIRD)] == [[3, 3], [3, 3], [3]]
