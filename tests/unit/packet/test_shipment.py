"""A course goes to other machines with all its files, and nothing else of its folder."""

import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.helpers.course import EXAMPLES, Here
from tests.helpers.making import packet
from tests.helpers.pdf import texts
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.errors import GlyphError, PageError, WorkerError
from worksheets.packet.jobs import Handout, HandoutRequest, NotMade, shipped_job, typeset_job
from worksheets.packet.naming import plan, print_path
from worksheets.packet.order import Order
from worksheets.packet.session import Session
from worksheets.packet.shipment import Shipment, packed
from worksheets.people.participant import Participant
from worksheets.resources import COURSES, DEFAULT_COURSE, STYLES

AINO = Participant({"nimi": "Aino Esimerkki"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a course's own folder, in which there are other things, too."""
    folder = tmp_path / "kurssi"
    shutil.copytree(EXAMPLES / "tavoitteet", folder)
    (folder / "salaista.csv").write_text("Nimi\nAino Esimerkki\n", "utf-8")
    return folder


def edition_in(folder: Path) -> Edition:
    course = read_course(str(folder))
    return Edition(course, course.pages[:2], read_layout("handout", course.folder, language=course.language))


def loaded(data: bytes) -> Shipment:
    shipment: Shipment = pickle.loads(data)  # noqa: S301 - it was packed a moment ago
    return shipment


def test_a_handout_is_made_where_the_course_is_not(folder: Path) -> None:
    edition = edition_in(folder)
    here = Session().prepared(edition)
    shipment, expected = here.packed, here.pipeline.handout(edition, AINO)
    shutil.rmtree(folder)
    handout = shipped_job(typeset_job, shipment, HandoutRequest(AINO))
    assert isinstance(handout, Handout)
    assert texts(handout.pdf) == texts(expected)


def test_only_what_pages_are_made_from_goes_along(folder: Path) -> None:
    shipment = loaded(Session().prepared(edition_in(folder)).packed)
    assert "course/course.toml" in shipment.files
    assert not [name for name in shipment.files if name.endswith((".csv", ".yaml"))]
    assert b"Aino" not in b"".join(shipment.files.values())


def test_shipped_files_are_found_where_the_other_machine_has_them(course: Course, tmp_path: Path) -> None:
    brand_file = tmp_path / "merkki.svg"
    brand_file.write_bytes(b"<svg/>")
    value = {"style": STYLES / "base.css", "course": course.folder, "own": brand_file, "text": str(brand_file)}
    shipment = loaded(packed(value, course.folder))
    assert list(shipment.files.values()) == [b"<svg/>"], "of a shipped course, nothing goes along"
    assert b"/templates/" not in shipment.pickled
    brand_file.unlink()
    unpacked = shipment.unpacked()
    there = cast("dict[str, Any]", unpacked.value)
    assert (there["style"], there["course"]) == (STYLES / "base.css", course.folder)
    assert there["own"].name == "merkki.svg"
    assert there["own"].read_bytes() == b"<svg/>"
    place = there["own"]
    assert there["text"] == str(brand_file), "what is no path stays as it is"
    del unpacked
    assert not place.exists(), "its files go with it"


def test_errors_name_the_course_where_it_was_sent_from(tmp_path: Path) -> None:
    folder = tmp_path / "omat-verkostot"
    shutil.copytree(COURSES / DEFAULT_COURSE, folder)
    edition = edition_in(folder)
    page = edition.course.page_file(edition.pages[0])
    page.write_text(page.read_text("utf-8") + "\n{{ none }\n", "utf-8")
    with pytest.raises(PageError) as caught:
        shipped_job(typeset_job, Session().prepared(edition).packed, HandoutRequest(AINO))
    assert all(str(page) in problem for problem in caught.value.problems)


def test_a_text_that_cannot_be_printed_comes_back_as_it_does_here(folder: Path) -> None:
    shipment = Session().prepared(edition_in(folder)).packed
    result = shipped_job(typeset_job, shipment, HandoutRequest(Participant({"nimi": "\U00012000"})))
    assert isinstance(result, NotMade)
    assert isinstance(result.error, GlyphError)


def test_another_version_is_refused_with_the_cure(course: Course) -> None:
    shipment = loaded(packed({}, course.folder))
    with pytest.raises(WorkerError, match="the worker has worksheets .*, but 0.0 is needed; install the same version"):
        replace(shipment, version="0.0").unpacked()


class Far(Here):
    """Runs calls as a cluster does: with nothing of this machine's disk."""

    shares_disk = False


def test_a_packet_from_afar_is_the_same(course: Course, tmp_path: Path) -> None:
    """Its handouts come back whole and are written here, and its print file has them all."""
    people = [Participant({"nimi": name}) for name in ("Aino", "Bo", "\U00012000", "Cilla")]
    edition = Edition(course, course.choose("kansi,tukiverkosto"), read_layout("handout", course.folder))
    made = {}
    for name, executor in (("far", Far()), ("here", Here())):
        jobs = plan(people, course, tmp_path / name, "{n}")
        order = Order(edition, jobs, jobs.folder, print_path(jobs), masters=False)
        states = [file.state for file in packet(order, executor)]
        assert sorted(state.name for state in states) == ["FAILED", *["MADE"] * 4]
        made[name] = {path.name: path.read_bytes() for path in jobs.folder.glob("*.pdf")}
    assert made["far"] == made["here"]
