"""What a packet holds besides handouts is made with them, kept while it would come out the same, and fails alone."""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pikepdf
import pytest

from tests.helpers.course import Here
from tests.helpers.folders import contents
from tests.helpers.making import packet
from worksheets.compose.edition import Edition
from worksheets.compose.products.kinds import Attendance, Cards, Product
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import OutputError, RosterError, StyleError
from worksheets.packet import products
from worksheets.packet.events import PacketFile, State
from worksheets.packet.naming import plan, product_paths
from worksheets.packet.order import Order
from worksheets.packet.packet import plan_files
from worksheets.packet.products import OrderedProduct, ProductCalls, ProductTask, without_passwords
from worksheets.packet.session import Session
from worksheets.packet.workers import typesetters
from worksheets.people.participant import Participant

T = TypeVar("T")
SHEET, BADGES = Attendance(), Cards()
GOOD = (State.MADE, State.MADE)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Product, list[str]]]:
    """Return what is made besides handouts, and for whom; each is a page that says so, quickly."""
    made: list[tuple[Product, list[str]]] = []

    def product_job(product: Product, people: Sequence[Participant], *_others: object) -> bytes:
        made.append((product, [person.name for person in people]))
        pdf, out = pikepdf.new(), BytesIO()
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = repr(made[-1])
        pdf.save(out, deterministic_id=True)
        return out.getvalue()

    monkeypatch.setattr(products, "product_job", product_job)
    return made


@pytest.fixture
def order(course: Course, tmp_path: Path) -> Order:
    """A sign-in sheet and badges of two people, whose handouts nobody needs now."""
    folder = tmp_path / "ryhma"
    people = [Participant({"nimi": name}) for name in ("Aino Esimerkki", "Ville Mallikas")]
    edition = Edition(course, course.choose("kansi"), read_layout("handout", course.folder))
    jobs = plan(people, course, folder)
    sheet, badges = product_paths(jobs, ["osallistujalista", "nimilaput"])
    ordered = (OrderedProduct(SHEET, sheet), OrderedProduct(BADGES, badges, ("Aino has a long name",)))
    return Order(edition, jobs, folder, products=ordered, masters=False)


def run_packet(order: Order, executor: Here | None = None) -> dict[str, State]:
    """Make a packet, and return what became of its files besides the handouts, by their names."""
    return states(list(packet(order, executor or Here())))


def states(files: Sequence[PacketFile]) -> dict[str, State]:
    return {file.path.stem: file.state for file in files if not file.is_handout}


def with_text(order: Order, values: dict[str, str]) -> Order:
    first, *others = order.people
    return replace(order, jobs=order.jobs.of([first.given(values), *others]))


def test_they_are_made_after_the_handouts_for_everybody(order: Order, calls: list[object]) -> None:
    files = list(packet(order, Here()))
    assert [file.is_handout for file in files] == [True, True, False, False]
    assert [(file.product, file.pages, file.warnings) for file in files[2:]] == [
        (SHEET, 1, ()),
        (BADGES, 1, ("Aino has a long name",)),
    ]
    assert calls == [(product, ["Aino Esimerkki", "Ville Mallikas"]) for product in (SHEET, BADGES)]
    assert set(contents(order.folder)) >= {"osallistujalista.pdf", "nimilaput.pdf", "Aino-Esimerkki.pdf", "packet.json"}


def test_a_second_run_keeps_them(order: Order, calls: list[object]) -> None:
    run_packet(order)
    before, made = contents(order.folder), len(calls)
    assert run_packet(order) == {"osallistujalista": State.KEPT, "nimilaput": State.KEPT}
    assert (contents(order.folder), len(calls)) == (before, made)


@pytest.mark.usefixtures("calls")
def test_what_they_are_made_from_makes_them_again(order: Order) -> None:
    run_packet(order)
    assert run_packet(with_text(order, {"organisaatio": "Kirjasto"})) == dict.fromkeys(
        ("osallistujalista", "nimilaput"), State.MADE
    )
    column = replace(order.people[0], columns={"Lasna": "x"})
    seen = replace(order, jobs=order.jobs.of([column, order.people[1]]))
    assert run_packet(seen)["osallistujalista"] is State.MADE, "people can be dealt by a column that is not printed"
    sheet, badges = order.products
    dated = replace(order, products=(replace(sheet, product=Attendance(dates="4")), badges))
    assert run_packet(dated)["osallistujalista"] is State.MADE
    assert run_packet(replace(dated, overwrite=True)) == dict.fromkeys(("osallistujalista", "nimilaput"), State.MADE)


@pytest.mark.usefixtures("calls")
def test_the_file_of_a_label_sheet_counts(order: Order, tmp_path: Path) -> None:
    file = tmp_path / "oma.toml"
    labels = OrderedProduct(Cards(f"label:{file}"), order.folder / "tarrat-oma.pdf")
    order = replace(order, products=(labels,))
    assert run_packet(order) == {"tarrat-oma": State.MADE}, "that there is none is said by what reads it"
    file.write_text("columns = 3", "utf-8")
    assert run_packet(order) == {"tarrat-oma": State.MADE}
    assert run_packet(order) == {"tarrat-oma": State.KEPT}


@pytest.mark.usefixtures("calls")
def test_one_that_is_not_asked_for_any_more_is_left_over(order: Order) -> None:
    run_packet(order)
    fewer = replace(order, products=order.products[:1])
    assert run_packet(fewer) == {"osallistujalista": State.KEPT, "nimilaput": State.LEFT_OVER}
    assert states(list(plan_files(fewer, Session()))) == {"osallistujalista": State.KEPT, "nimilaput": State.LEFT_OVER}


@pytest.mark.usefixtures("calls")
def test_a_strangers_file_is_not_replaced(order: Order) -> None:
    order.folder.mkdir()
    sheet = order.folder / "osallistujalista.pdf"
    sheet.write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"osallistujalista\.pdf: already exists, and is not as an earlier run wrote"):
        run_packet(order)
    assert sheet.read_bytes() == b"mine"
    assert run_packet(replace(order, overwrite=True))["osallistujalista"] is State.MADE


@pytest.mark.usefixtures("calls")
def test_one_of_another_order_is_not_replaced_unless_it_is_the_same(order: Order) -> None:
    run_packet(replace(order, identity="another list"))
    same = replace(order, identity="this list")
    assert run_packet(same)["osallistujalista"] is State.KEPT
    with pytest.raises(OutputError) as error:
        run_packet(with_text(same, {"organisaatio": "Kirjasto"}))
    assert any("osallistujalista.pdf: already exists, from another list" in line for line in error.value.problems)


@pytest.mark.usefixtures("calls")
def test_a_dry_run_makes_none(order: Order) -> None:
    assert states(list(plan_files(order, Session()))) == dict.fromkeys(("osallistujalista", "nimilaput"), State.PLANNED)
    assert not order.folder.exists()


class Failing(Here):
    """Lets the calls for a product fail: as the call ends, or as it is to begin."""

    def __init__(self, product: Product, error: Exception, *, begins: bool = True) -> None:
        self.product, self.error, self.begins = product, error, begins

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        if self.product not in args:
            return super().submit(fn, *args, **kwargs)
        if not self.begins:
            raise self.error
        future: Future[T] = Future()
        future.set_exception(self.error)
        return future


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize(
    ("executor", "problem"),
    [
        (
            Failing(SHEET, StyleError("first", "second")),
            ("osallistujalista.pdf: first", "osallistujalista.pdf: second"),
        ),
        (Failing(SHEET, BrokenExecutor(), begins=False), ("osallistujalista.pdf: no process can be started",)),
        (Failing(SHEET, RuntimeError("pool"), begins=False), ("osallistujalista.pdf: failed: RuntimeError('pool')",)),
    ],
)
def test_one_that_fails_keeps_none_of_the_others(order: Order, executor: Failing, problem: tuple[str, ...]) -> None:
    files = list(packet(order, executor))
    assert states(files) == {"osallistujalista": State.FAILED, "nimilaput": State.MADE}
    (failed,) = (file for file in files if file.state is State.FAILED)
    assert all(said.startswith(wanted) for said, wanted in zip(failed.problems, problem, strict=True))
    assert failed.product == SHEET
    assert run_packet(order) == {"osallistujalista": State.MADE, "nimilaput": State.KEPT}, "the next run makes it"


@pytest.mark.usefixtures("calls")
def test_one_that_never_comes_back_is_given_up(order: Order) -> None:
    class Lost(Here):
        def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
            return Future() if SHEET in args else super().submit(fn, *args, **kwargs)

    assert run_packet(replace(order, patience=0.01), Lost()) == {
        "nimilaput": State.MADE,
        "osallistujalista": State.FAILED,
    }


@pytest.mark.usefixtures("calls")
def test_a_run_that_is_broken_off_is_gone_on_with(order: Order) -> None:
    files = packet(order, Here())
    for file in files:
        if file.product:
            break
    files.close()
    assert [path.name for path in order.folder.glob("*.part")] == []
    assert run_packet(order) == {"osallistujalista": State.KEPT, "nimilaput": State.MADE}


@pytest.mark.usefixtures("calls")
def test_they_are_locked_as_the_print_file_is(order: Order) -> None:
    locked = replace(order, password="sala")
    run_packet(locked)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(order.folder / "nimilaput.pdf")
    with pikepdf.open(order.folder / "nimilaput.pdf", password="sala") as pdf:
        assert len(pdf.pages) == 1
    assert run_packet(locked)["nimilaput"] is State.KEPT
    assert run_packet(replace(order, password="toinen"))["nimilaput"] is State.MADE


def test_people_with_passwords_of_their_own_are_not_named_in_an_open_file(order: Order, course: Course) -> None:
    secret = course.secret_slot
    people = [person.given({secret: "sala"}) for person in order.people]
    with pytest.raises(RosterError) as error:
        run_packet(replace(order, jobs=order.jobs.of(people)))
    assert [line.rpartition("/")[2] for line in error.value.problems] == [
        f"{name}.pdf: names the participants, so it needs a password too; add --password - to type it"
        for name in ("osallistujalista", "nimilaput")
    ]
    assert all(secret not in person.values for person in without_passwords(people, course))


def test_no_participants_file_has_the_name_of_another_file(course: Course, tmp_path: Path) -> None:
    people = [
        Participant({"nimi": name, "ryhma": group})
        for name, group in (("Osallistujalista", ""), ("Aino", "nimilaput.pdf"))
    ]
    jobs = plan(people, course, tmp_path, group_by="ryhma")
    names = ["osallistujalista", "nimilaput", "tulosta-kaikki", "tarrat", "tarrat"]
    assert [path.name for path in product_paths(plan(people[:1], course, tmp_path), names[:1])] == [
        "osallistujalista-2.pdf"
    ]
    assert [path.name for path in product_paths(jobs, names)] == [
        "osallistujalista.pdf",
        "nimilaput-2.pdf",
        "tulosta-kaikki-2.pdf",
        "tarrat.pdf",
        "tarrat-2.pdf",
    ]


def test_many_people_may_take_more_time_than_a_handout(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds: list[float] = []

    def within(limit: float, *_call: object) -> "Future[bytes]":
        seconds.append(limit)
        return Future()

    task = ProductTask(order.products[0], order.products[0].path, "", "", None)
    with typesetters(order.edition.course, 1, 2) as executor:
        monkeypatch.setattr(executor, "within", within)
        ProductCalls([task], [Participant({})] * 300, order.edition, executor)
    assert seconds == [2 * 31]
