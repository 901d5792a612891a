"""A packet's folder may have links, pipes and folders in the place of files: none is followed, lost or waited for."""

import hashlib
import json
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from tests.helpers.course import Here
from tests.helpers.folders import contents
from tests.helpers.making import packet
from worksheets.api.options import PacketOptions
from worksheets.api.packets import plan_packet
from worksheets.api.printing import Printing
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import OutputError
from worksheets.packet.events import State
from worksheets.packet.naming import plan
from worksheets.packet.order import Order
from worksheets.packet.output_folder import RECORD
from worksheets.people.participant import Participant

T = TypeVar("T")


@pytest.fixture
def order(course: Course, tmp_path: Path) -> Order:
    """Two people, each in the subfolder of a group, without a print file."""
    folder = tmp_path / "ryhma"
    people = [Participant({"nimi": f"{name} Esimerkki", "ryhma": name}) for name in ("Aino", "Ben")]
    edition = Edition(course, course.choose("sitaatti"), read_layout("handout", course.folder))
    jobs = plan(people, course, folder, "{nimi}", group_by="ryhma")
    folder.mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "Aino-Esimerkki.pdf").write_bytes(b"outside")
    return Order(edition, jobs, folder, masters=False)


class Refusing(Executor):
    """Fails the test when anything is to be made."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        raise AssertionError((fn, args, kwargs))


def problems_of(order: Order, executor: Executor | None = None) -> tuple[str, ...]:
    """Return why a packet cannot be created; the test fails if it can."""
    with pytest.raises(OutputError) as caught:
        list(packet(order, executor or Refusing()))
    return caught.value.problems


def outside(order: Order) -> Path:
    return order.folder.parent / "outside"


OF_LINK = "is a link to another folder, where nothing is written; delete it, or choose another with -o"


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("target", ["../outside", "/proc", "nowhere", "Aino", "."])
def test_a_subfolder_that_is_a_link_is_named_and_not_followed(order: Order, target: str, *, overwrite: bool) -> None:
    (order.folder / "Aino").symlink_to(target)
    assert problems_of(replace(order, overwrite=overwrite)) == (f"{order.folder / 'Aino'}: {OF_LINK}",)
    assert contents(outside(order)) == {"Aino-Esimerkki.pdf": b"outside"}


def test_all_links_are_named_at_once(order: Order) -> None:
    for name in ("Ben", "Aino"):
        (order.folder / name).symlink_to("../outside")
    assert len(problems_of(order)) == 2


def test_a_packets_own_folder_may_be_a_link(order: Order) -> None:
    order.folder.rmdir()
    order.folder.symlink_to("outside")
    (outside(order) / "Aino").symlink_to(".")
    assert problems_of(order) == (f"{order.folder / 'Aino'}: {OF_LINK}",)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_file_in_the_place_of_a_subfolder_is_one_line(order: Order, *, overwrite: bool) -> None:
    (order.folder / "Aino").write_text("mine", "utf-8")
    message = "is a file, but a group needs a folder of that name; rename it, or choose another with -o"
    assert problems_of(replace(order, overwrite=overwrite)) == (f"{order.folder / 'Aino'}: {message}",)
    assert (order.folder / "Aino").read_text("utf-8") == "mine"


PDF = Path("Aino") / "Aino-Esimerkki.pdf"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_no_file_is_never_replaced(order: Order, make: Callable[[Path], None], *, overwrite: bool) -> None:
    (order.folder / "Aino").mkdir()
    make(order.folder / PDF)
    message = "already exists and is not a file but a folder, a pipe or a device; delete or rename it"
    assert problems_of(replace(order, overwrite=overwrite)) == (f"{order.folder / PDF}: {message}",)
    assert (order.folder / PDF).exists()


@pytest.mark.parametrize("target", ["../../outside/Aino-Esimerkki.pdf", "nowhere", "Aino-Esimerkki.pdf", "/dev/zero"])
def test_a_link_is_replaced_only_with_overwrite(order: Order, target: str) -> None:
    (order.folder / "Aino").mkdir()
    (order.folder / PDF).symlink_to(target)
    message = "already exists, and is not as an earlier run wrote it; add --overwrite to replace it"
    assert problems_of(order) == (f"{order.folder / PDF}: {message}",)
    assert (order.folder / PDF).is_symlink()
    assert contents(outside(order)) == {"Aino-Esimerkki.pdf": b"outside"}


class Replacing(Here):
    """Puts something else in the place of a subfolder while the handouts are being made."""

    def __init__(self, folder: Path, replace: Callable[[Path], object]) -> None:
        self.folder = folder
        self.replace = replace

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        if not self.folder.exists():
            self.replace(self.folder)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("replace", [lambda path: path.symlink_to("../outside"), Path.touch, os.mkfifo])
def test_a_subfolder_that_becomes_something_else_during_a_run_is_not_written_into(
    order: Order, replace: Callable[[Path], object]
) -> None:
    before = contents(outside(order))
    (problem,) = problems_of(order, Replacing(order.folder / "Aino", replace))
    assert problem.startswith(f"{order.folder / 'Aino'}: is a ")
    assert contents(outside(order)) == before


def test_what_a_record_names_outside_is_not_listed_as_left_over(order: Order) -> None:
    digest = hashlib.sha256(b"outside").hexdigest()
    entry = {"input": "x", "output": digest, "pages": 1}
    (order.folder / "Vanha").symlink_to("../outside")
    (order.folder / "vanha.pdf").write_bytes(b"outside")
    files = {"Vanha/Aino-Esimerkki.pdf": entry, "vanha.pdf": entry}
    (order.folder / RECORD).write_text(json.dumps({"form": 1, "files": files}), "utf-8")
    events = list(packet(order, Here()))
    left_over = [event.path for event in events if event.state is State.LEFT_OVER]
    assert left_over == [order.folder / "vanha.pdf"]
    assert sorted(json.loads((order.folder / RECORD).read_text("utf-8"))["files"]) == [
        "Aino/Aino-Esimerkki.pdf",
        "Ben/Ben-Esimerkki.pdf",
        "vanha.pdf",
    ]


def test_the_identity_of_a_list_whose_name_is_no_utf_8_can_be_recorded(course: Course, tmp_path: Path) -> None:
    people = [Participant({"nimi": "Aino Esimerkki"})]
    options = PacketOptions(output=tmp_path / "ryhma", print_file=False)
    source = os.fsdecode(b"/home/esimerkki/k\xe4vl\xe4.csv")
    order = plan_packet(people, Printing(course, pages="sitaatti", typeset_all=True), options, "kevl", source)
    assert [event.state for event in packet(order, Here())] == [State.MADE]
    assert [event.state for event in packet(order, Refusing())] == [State.KEPT]
