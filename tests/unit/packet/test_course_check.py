"""A course's pages as they come out: what is filled in, and what is measured."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.checked_course import share_fonts
from tests.helpers.course import HEAD, page_of
from tests.helpers.markdown_course import page_text
from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.reader import read_course
from worksheets.course.slots import Slot
from worksheets.packet.course_check import _answer, rendering

TOML = 'title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }'


@pytest.fixture(autouse=True, scope="module")
def _shared() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        share_fonts(patch)
        yield


def course_of(folder: Path, body: str) -> Course:
    (folder / "pages").mkdir()
    (folder / "course.toml").write_text(TOML, "utf-8")
    (folder / "pages" / "sivu.md").write_text(page_text(body), "utf-8")
    return read_course(str(folder))


def messages(course: Course, layout: str = "handout") -> list[str]:
    return [f"{fault.kind.value} {fault.line}: {fault.message}" for fault in rendering(course, layout).faults]


def test_a_sound_page_has_no_faults(tmp_path: Path) -> None:
    body = "::: table Viikko {#viikko rows=3}\n| Mitä {#mita} | Kerrat {#kerrat limit=3} |\n|---|---|\n:::\n"
    course = course_of(tmp_path, body)
    assert messages(course) == messages(course, "slides") == []


def test_a_page_that_cannot_be_filled_hides_no_other(tmp_path: Path) -> None:
    course = page_of(tmp_path / "kurssi", f"{HEAD}{{% block body %}}{{{{ nimmi }}}}{{% endblock %}}")
    (course.folder / "course.toml").write_text(TOML.replace('"]', '", "toinen"]'), "utf-8")
    (course.folder / "pages" / "toinen.md").write_text(
        page_text("::: text Ensin {#a lines=16}\n:::\n\n::: text Sitten {#b lines=16}\n:::\n"), "utf-8"
    )
    template, spill = messages(read_course(str(course.folder)))
    assert template == "template 1: there is no “nimmi” here"
    assert spill.startswith("spill 8: the page takes 2 sheets in the layout handout")


def test_an_exercise_may_begin_a_slide_of_its_own(tmp_path: Path) -> None:
    exercises = "".join(f"::: text Kysymys {name} {{#{name}}}\n:::\n\n" for name in "abcdefghijkl")
    assert messages(course_of(tmp_path, exercises), "slides") == []


def test_what_is_wrong_only_when_filled_is_found(tmp_path: Path) -> None:
    body = '{% if filling.has("nimi") %}{{ nimmi }}{% endif %}<p>Teksti</p>'
    course = page_of(tmp_path / "kurssi", f"{HEAD}{{% block body %}}{body}{{% endblock %}}")
    assert messages(course) == ["template 1: there is no “nimmi” here"]


def test_the_files_that_pages_show_are_known(tmp_path: Path) -> None:
    (tmp_path / "kuva.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    assert (tmp_path / "kuva.svg").resolve() in rendering(course_of(tmp_path, "![Kuva](kuva.svg)\n"), "handout").files


@pytest.mark.parametrize(
    ("slot", "answer"),
    [
        (Slot("a", "Mitä haluat?", 14), "Mitä haluat? M"),
        (Slot("a", "", 5), "a a a"),
        (Slot("a", "Mikä?", 99, marks=Marks(("yksi", "kaksi"))), "yksi"),
        (Slot("a", "Mikä?", 99, marks=Marks()), "0"),
    ],
)
def test_an_answer_is_as_long_as_the_slot_takes_and_of_its_kind(slot: Slot, answer: str) -> None:
    assert _answer(slot) == answer


def test_a_long_answer_is_longer_than_most_places() -> None:
    assert len(_answer(Slot("a", "Mitä?", 2000))) > 200
