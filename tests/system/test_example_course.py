"""The example course in Markdown: how its pages look, veraPDF's judgement, the way of its form, its masters."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from tests.helpers.course import Here
from tests.helpers.example_course import (
    FOLDER,
    example_course,
    example_edition,
    example_handout,
    filling_of,
    person_in,
    printed_in,
    with_other_marks,
)
from tests.helpers.golden import compare
from tests.helpers.making import master_builder
from tests.helpers.pdf import pictures, texts
from tests.helpers.values import replace
from tests.helpers.verapdf import failures
from tests.helpers.viewers import WITH
from worksheets import api
from worksheets.api import packets
from worksheets.course.course import Course
from worksheets.course.types.registry import exercise_types
from worksheets.merge.merger import Merger
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

pytestmark = pytest.mark.slow

in_java = pytest.mark.xdist_group("verapdf")
MARKED_PAGES = ("mika-auttaa", "missa-olen")
PEOPLE = 40
PYPDF_FIRST = [pytest.param(program, marks=[pytest.mark.long] * (program != "pypdf")) for program in WITH]
"""The programs that fill a form; what others write is read back in the usual lane in ``unit/pdf/test_forms.py``."""


def test_every_type_of_exercise_is_in_it() -> None:
    written = "".join(path.read_text("utf-8") for path in (FOLDER / "pages").iterdir())
    openings = {line.split()[1] for line in written.splitlines() if line.startswith("::: ")}
    blanks = {"aukko"} if "[___" in written else set()
    assert {each.finnish for each in exercise_types().values()} <= openings | blanks


@pytest.mark.parametrize(
    ("name", "state", "layout"),
    [
        ("example-blank", "blank", "handout"),
        ("example-filled", "filled", "handout"),
        ("example-overfull", "overfull", "handout"),
        ("example-blank-slides", "blank", "slides"),
    ],
)
def test_pages_look_as_kept(request: pytest.FixtureRequest, name: str, state: str, layout: str) -> None:
    compare(example_handout(state, layout), name, update=request.config.getoption("--update-golden"))


@in_java
@pytest.mark.parametrize(
    ("state", "layout", "fillable"),
    [
        ("blank", "handout", False),
        ("filled", "handout", False),
        ("overfull", "handout", False),
        ("blank", "slides", False),
        pytest.param("filled", "slides", False, marks=pytest.mark.long),
        pytest.param("overfull", "slides", False, marks=pytest.mark.long),
        pytest.param("blank", "handout", True, marks=pytest.mark.long),
        ("filled", "handout", True),
        pytest.param("overfull", "handout", True, marks=pytest.mark.long),
    ],
)
def test_verapdf_finds_nothing(tmp_path: Path, state: str, layout: str, fillable: bool) -> None:  # noqa: FBT001
    path = tmp_path / "handout.pdf"
    path.write_bytes(example_handout(state, layout, fillable=fillable))
    assert failures(path) == []


@in_java
def test_verapdf_finds_nothing_in_a_print_file(tmp_path: Path) -> None:
    out = BytesIO()
    file = PrintFile(out, example_course().title, "fi", two_sided=True)
    for state in ("filled", "overfull", "blank"):
        file.add(example_handout(state), person_in(state).name)
    file.finish()
    path = tmp_path / "print.pdf"
    path.write_bytes(out.getvalue())
    assert failures(path) == []


@in_java
@pytest.mark.long
@pytest.mark.parametrize("fillable", [False, True])
@pytest.mark.parametrize("state", ["blank", "filled"])
def test_verapdf_finds_nothing_in_what_is_merged(tmp_path: Path, state: str, fillable: bool) -> None:  # noqa: FBT001
    edition = example_edition(fillable=fillable)
    data = edition.page_data(printed_in(state))
    path = tmp_path / "merged.pdf"
    path.write_bytes(Merger(master_builder(edition).build(lambda: data)).handout(data))
    assert failures(path) == []


def come_back(folder: Path, program: str) -> Participant:
    """Return the answers in a blank form that somebody has filled and saved with a program."""
    path = folder / "lomake.pdf"
    path.write_bytes(WITH[program](example_handout(fillable=True), filling_of(printed_in("filled"))))
    returned = api.collect([path], example_course())
    assert (returned.errors, returned.notes) == ((), ())
    (person,) = returned.participants
    return person


@pytest.mark.parametrize("program", PYPDF_FIRST)
def test_what_is_filled_into_the_form_comes_back(tmp_path: Path, program: str) -> None:
    assert dict(come_back(tmp_path, program).values) == dict(printed_in("filled").values)


def assert_printed_alike(pdf: bytes) -> None:
    """Fail if a handout differs from the one of the person whose answers it should have."""
    kept = example_handout("filled")
    assert texts(pdf) == texts(kept)
    assert [page.tobytes() for page in pictures(pdf, 60)] == [page.tobytes() for page in pictures(kept, 60)]


@contextmanager
def here(_course: Course, _machine: api.Machine) -> Iterator[Here]:
    """Make everything in this process."""
    yield Here()


@pytest.mark.parametrize("program", PYPDF_FIRST)
@pytest.mark.parametrize("suffix", [".xlsx", *(pytest.param(end, marks=pytest.mark.long) for end in (".csv", ".yaml"))])
def test_the_form_goes_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, suffix: str) -> None:
    monkeypatch.setattr(packets, "workers", here)
    person = come_back(tmp_path, program)
    path = api.list_document([person], example_course(), tmp_path / f"vastaukset{suffix}").write()
    printing = api.Printing(example_course(), typeset_all=True)
    events = list(api.make_packet(path, printing, api.PacketOptions(tmp_path / "ryhma", print_file=False)))
    (made,) = (event for event in events if isinstance(event, api.PacketFile))
    assert made.state == api.State.MADE
    assert_printed_alike(made.path.read_bytes())


@pytest.mark.parametrize(
    ("layout", "fillable", "pages"),
    [
        ("handout", False, MARKED_PAGES),
        *(
            pytest.param(layout, fillable, example_course().pages, marks=pytest.mark.long)
            for layout, fillable in (("handout", False), ("slides", False), ("handout", True))
        ),
    ],
)
def test_one_master_serves_all_marks(layout: str, fillable: bool, pages: tuple[str, ...]) -> None:  # noqa: FBT001
    edition = replace(example_edition(layout, fillable=fillable), pages=pages)
    people = [with_other_marks(printed_in("filled"), number) for number in range(PEOPLE)]
    merger = Merger(master_builder(edition).build(lambda: edition.page_data(people[0])))
    assert all(merger.serves(edition.page_data(person)) for person in people)
    assert len({merger.handout(edition.page_data(person)) for person in people}) == PEOPLE
