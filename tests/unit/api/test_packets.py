"""A packet is read, chosen, planned and made, and every step can be looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import openpyxl
import pytest

from tests.helpers.course import Here, example_group
from tests.helpers.lists import sheet, studied
from tests.helpers.pdf import texts
from worksheets import api
from worksheets.api import packets
from worksheets.api.orders import workers
from worksheets.course.course import Course
from worksheets.errors import OptionsError, OutputError, RosterError, WorksheetsError
from worksheets.people.roster import Roster

pytestmark = pytest.mark.usefixtures("_here")


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make everything in this process."""

    @contextmanager
    def here(_course: Course, _machine: api.Machine) -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(packets, "workers", here)


@pytest.fixture
def printing(course: Course) -> api.Printing:
    return api.Printing(course, pages="sitaatti")


@pytest.fixture
def group(tmp_path: Path) -> Path:
    """Return a list of three, of whom the second has no name."""
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Ryhmä\nAino;A\n;B\nVille;B\n", "utf-8")
    return path


def test_a_packet_tells_what_happens_in_order(group: Path, printing: api.Printing, tmp_path: Path) -> None:
    options = api.PacketOptions(tmp_path / "out", skip_invalid=True)
    started, left_out, *files = api.make_packet(group, printing, options)
    print_file = tmp_path / "out" / "tulosta-kaikki.pdf"
    assert started == api.Started(tmp_path / "out", 2, print_file)
    assert isinstance(left_out, api.LeftOut)
    assert (left_out.name, left_out.reason) == ("", api.LeftOutReason.PROBLEMS)
    assert left_out.location == f"{group}, row 3"
    assert "the name is missing" in left_out.problems[0]
    results = {file.path.name: file.state for file in files if isinstance(file, api.PacketFile)}
    assert results == dict.fromkeys(("Aino.pdf", "Ville.pdf", "tulosta-kaikki.pdf"), api.State.MADE)
    again = [event.state for event in api.make_packet(group, printing, options) if isinstance(event, api.PacketFile)]
    assert again == [api.State.KEPT] * 3


@pytest.mark.slow
def test_processes_write_where_this_one_is_by_now(
    group: Path, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that forks them was started where this one was at first; that folder may be gone."""
    monkeypatch.setattr(packets, "workers", workers)
    printing = api.Printing(course, pages="sitaatti", typeset_all=True)
    options = api.PacketOptions(Path("out"), skip_invalid=True, print_file=False)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        files = [event for event in api.make_packet(group, printing, options) if isinstance(event, api.PacketFile)]
        assert [file.state for file in files] == [api.State.MADE] * 2
        assert all((tmp_path / name / file.path).exists() for file in files)
        monkeypatch.chdir(tmp_path)
        rmtree(tmp_path / name)


def test_nothing_is_made_while_the_list_has_errors(group: Path, printing: api.Printing, tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="the name is missing"):
        list(api.make_packet(group, printing, api.PacketOptions(tmp_path / "out")))
    assert not (tmp_path / "out").exists()


def test_an_order_that_is_named_goes_on_when_its_list_has_changed(
    group: Path, printing: api.Printing, tmp_path: Path
) -> None:
    options = api.PacketOptions(tmp_path / "out", skip_invalid=True, order="packet")
    states = []
    for _run in range(2):
        roster = api.check(group, printing.course)
        events = api.make_packet(roster, printing, options)
        states.append([event.state for event in events if isinstance(event, api.PacketFile)])
        group.write_text("Nimi;Ryhmä\nAino;A\nLiam;B\nVille;B\n", "utf-8")
    assert states[0] == [api.State.MADE] * 3
    assert sorted(state.name for state in states[1]) == ["KEPT", "KEPT", "MADE", "MADE"]


def test_warnings_come_with_the_start(course: Course, printing: api.Printing, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi\nAino\nAino\n", "utf-8")
    events = api.make_packet(api.read_list(path, course), printing, api.PacketOptions(tmp_path / "out"))
    started = next(events)
    events.close()
    assert isinstance(started, api.Started)
    assert len(started.warnings) == 2
    assert not (tmp_path / "out").exists()


def test_a_selection_and_given_values_count(group: Path, printing: api.Printing, tmp_path: Path) -> None:
    selection = api.Selection(rows="3")
    options = api.PacketOptions(tmp_path / "out", skip_invalid=True, selection=selection, print_file=False)
    names = [
        event.path.name for event in api.make_packet(group, printing, options) if isinstance(event, api.PacketFile)
    ]
    assert names == ["Ville.pdf"]


HIDDEN = [["Nimi", "Ryhmä", "Ruokavalio"], ["Aino", "A", "vege"], ["Ville", "B"], ["Marja", "A"], ["Yhteensä", "3"]]


def hidden_list(course: Course) -> Roster:
    """Return a list whose second person is hidden."""
    rows = sheet(HIDDEN)
    return studied(course, replace(rows, rows=tuple(replace(row, hidden=row.number == 3) for row in rows.rows)))


def events_of(course: Course, folder: Path, selection: api.Selection) -> list[api.PacketEvent]:
    options = api.PacketOptions(folder, "{n} {nimi}", selection=selection, print_file=False)
    return list(api.make_packet(hidden_list(course), api.Printing(course, pages="sitaatti"), options))


def test_a_dry_run_tells_of_the_same_files_and_makes_none(
    printing: api.Printing, group: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "workers", None)  # No process is started.
    options = api.PacketOptions(output=tmp_path / "ulos", skip_invalid=True, dry_run=True)
    started, *events = api.make_packet(group, printing, options)
    assert isinstance(started, api.Started)
    files = [event for event in events if isinstance(event, api.PacketFile)]
    assert [file.state for file in files] == [api.State.PLANNED] * (started.handouts + 1)
    assert files[-1].path == started.print_file
    assert any(isinstance(event, api.LeftOut) for event in events)
    assert not (tmp_path / "ulos").exists()


@pytest.mark.parametrize(
    ("selection", "files", "left_out"),
    [
        (api.Selection(), ["1-Aino.pdf", "3-Marja.pdf"], ["Ville"]),
        (api.Selection(rows="1-3"), ["1-Aino.pdf", "3-Marja.pdf"], ["Ville"]),
        (api.Selection(rows="3"), ["3-Marja.pdf"], []),
        (api.Selection(only=("ryhma=A",)), ["1-Aino.pdf", "3-Marja.pdf"], []),
        (api.Selection(only=("Ruokavalio=vege",)), ["1-Aino.pdf"], []),
    ],
)
def test_people_keep_their_numbers_and_those_left_out_are_told_of(
    course: Course, tmp_path: Path, selection: api.Selection, files: list[str], left_out: list[str]
) -> None:
    started, *events = events_of(course, tmp_path, selection)
    assert isinstance(started, api.Started)
    assert started.unprinted == ("Ruokavalio",)
    omitted = [event for event in events if isinstance(event, api.LeftOut)]
    assert [event.name for event in omitted if event.reason.is_of_a_person] == left_out
    assert [(event.number, event.reason) for event in omitted if event.name == "Ville"] == [
        (2, api.LeftOutReason.HIDDEN) for _name in left_out
    ]
    assert [event.name for event in omitted if event.reason is api.LeftOutReason.TOTAL] == ["Yhteensä"]
    assert sorted(event.path.name for event in events if isinstance(event, api.PacketFile)) == files


@pytest.mark.parametrize("selection", [api.Selection(rows="2"), api.Selection(only_name=("Ville",))])
def test_when_all_who_are_chosen_are_left_out_nothing_is_made(
    course: Course, tmp_path: Path, selection: api.Selection
) -> None:
    with pytest.raises(RosterError, match="Nobody is left to print: everybody chosen is hidden or has errors"):
        events_of(course, tmp_path / "out", selection)
    assert not (tmp_path / "out").exists()


def test_a_list_of_hidden_people_has_nobody_to_print(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in HIDDEN[:3]:
        book.active.append(row)
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[3].hidden = True
    book.save(path)
    with pytest.raises(RosterError, match="there are no participants to print; add --hidden to include hidden rows"):
        api.read_list(path, course)
    people = api.read_list(path, course, api.ListOptions(hidden=True)).participants
    assert [person.name for person in people] == ["Aino", "Ville"]


def test_a_plan_shows_every_path(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Ryhmä\nAino;A\nVille;B\n", "utf-8")
    people = api.read_list(path, course).participants
    printing = api.Printing(course, given={"aika": "1.2.2026"}, typeset_all=True, password="auki")
    machine = api.Machine(timeout=7)
    options = api.PacketOptions(group_by="ryhma", name="{n:02}", one_sided=True, separate=False, machine=machine)
    order = api.plan_packet(people, printing, options, "kevät")
    assert [job.path for job in order.jobs] == [Path("output/kevät/A/01.pdf"), Path("output/kevät/B/02.pdf")]
    assert [job.participant.text("aika") for job in order.jobs] == ["1.2.2026"] * 2
    assert order.print_file == Path("output/kevät/tulosta-kaikki.pdf")
    assert (order.two_sided, order.separate, order.masters, order.password) == (False, False, False, "auki")
    assert (order.overwrite, order.patience) == (False, 140)


def test_slides_on_another_paper_are_another_order(course: Course) -> None:
    people = example_group()[:1]
    orders = [
        api.plan_packet(people, api.Printing(course, layout="slides", paper=paper), api.PacketOptions(), "ryhma")
        for paper in ("screen", "a4")
    ]
    assert [order.folder.name for order in orders] == ["ryhma-slides", "ryhma-slides-a4"]
    assert orders[0].identity != orders[1].identity


def test_files_may_be_numbered_and_the_print_file_left_out(course: Course) -> None:
    people = example_group()
    options = api.PacketOptions(plain_names=True, print_file=False, overwrite=True)
    order = api.plan_packet(people, api.Printing(course), options, "ryhma")
    assert [job.path.name for job in order.jobs] == [f"{number:03}.pdf" for number in range(1, len(people) + 1)]
    assert order.print_file is None
    assert order.overwrite


def test_all_problems_of_the_options_come_at_once(course: Course) -> None:
    options = api.PacketOptions(name="{nimmi}", separate=False, print_file=False)
    with pytest.raises(WorksheetsError) as caught:
        api.plan_packet((), api.Printing(course, pages="0", given={"nimi": "A"}), options, "ryhma")
    nothing, pages, given, pattern = caught.value.problems
    assert "leave nothing to print" in nothing
    assert "“0”" in pages
    assert "--set nimi=A" in given
    assert "“nimmi”" in pattern
    assert isinstance(caught.value, OptionsError)


PAPERS = (api.Attendance(dates="4"), api.Attendance(dates="4"), api.Certificate(hours="22"))


def papers(group: Path, printing: api.Printing, options: api.PacketOptions) -> dict[str, list[tuple[str, api.State]]]:
    """Return what became of what is made besides the handouts: the paths and states, by the products' names."""
    files: dict[str, list[tuple[str, api.State]]] = {}
    for event in api.make_packet(group, printing, options):
        if isinstance(event, api.PacketFile) and not event.is_handout and event.path.name != "tulosta-kaikki.pdf":
            name = event.product.name if event.product else ""
            path = event.path.relative_to(options.output or Path()).as_posix()
            files.setdefault(name, []).append((path, event.state))
    return files


def test_what_else_is_made_is_for_the_same_people(group: Path, printing: api.Printing, tmp_path: Path) -> None:
    chosen = api.Selection(only=("ryhma=A",))
    options = api.PacketOptions(tmp_path / "ulos", skip_invalid=True, selection=chosen, products=PAPERS)

    def in_state(state: api.State) -> dict[str, list[tuple[str, api.State]]]:
        return {
            "attendance": [("osallistujalista.pdf", state)],
            "certificate": [("todistukset/Aino.pdf", state)],
        }

    assert papers(group, printing, replace(options, dry_run=True)) == in_state(api.State.PLANNED)
    assert papers(group, printing, options) == in_state(api.State.MADE)
    sheet = (tmp_path / "ulos" / "osallistujalista.pdf").read_bytes()
    assert ["Aino" in text for text in texts(sheet)] == [True]
    assert papers(group, printing, options) == in_state(api.State.KEPT)
    people = api.choose_group(group, printing.course, selection=chosen, skip_invalid=True)
    document = api.product(PAPERS[0], printing, people)
    assert document.make() == sheet, "the command for one of them makes the same"
    without = papers(group, printing, replace(options, products=()))
    assert without == {"": [("osallistujalista.pdf", api.State.LEFT_OVER), ("todistukset", api.State.LEFT_OVER)]}


def test_certificates_of_another_order_are_not_replaced(group: Path, printing: api.Printing, tmp_path: Path) -> None:
    options = api.PacketOptions(tmp_path / "ulos", skip_invalid=True, products=PAPERS[2:])
    (tmp_path / "ulos" / "todistukset").mkdir(parents=True)
    (tmp_path / "ulos" / "todistukset" / "Aino.pdf").write_bytes(b"mine")
    with pytest.raises(OutputError, match="Aino.pdf: already exists"):
        list(api.make_packet(group, printing, options))
    assert [path.name for path in (tmp_path / "ulos").iterdir()] == ["todistukset"], "nothing else is made either"


def test_what_cannot_be_made_as_it_is_asked_for_stops_all(group: Path, printing: api.Printing, tmp_path: Path) -> None:
    wrong = (api.Attendance(dates="32.1.2026"), api.Cards("label:L7I60"), api.Certificate(hours="kaksi"))
    options = api.PacketOptions(tmp_path / "ulos", skip_invalid=True, products=wrong)
    with pytest.raises(WorksheetsError) as error:
        list(api.make_packet(group, replace(printing, given={"aik": "9.00"}), options))
    told = ["--set aik=9.00", "--dates", "--as label", "--hours"]
    assert len(error.value.problems) == len(told), "each once, although certificates take the same options"
    assert all(problem.startswith(start) for problem, start in zip(error.value.problems, told, strict=True))
    assert not (tmp_path / "ulos").exists()


def test_what_is_planned_can_be_made_elsewhere(course: Course, printing: api.Printing, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi\nAino\n", "utf-8")
    people = api.choose(api.read_list(path, course).participants, course, api.Selection())
    order = api.plan_packet(people, printing, api.PacketOptions(tmp_path / "out"), "ryhma")
    assert [event.state for event in api.make_planned(order, Here())] == [api.State.MADE] * 2  # type: ignore[union-attr]
