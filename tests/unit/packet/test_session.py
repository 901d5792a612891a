"""A session keeps what handouts share, sees changed files, and keeps nobody's texts."""

import os
import signal
import time
from pathlib import Path
from shutil import copytree

import pytest

from tests.helpers.course import EXAMPLES, HEAD, page_of
from tests.helpers.memory import kept_texts
from tests.helpers.pdf import texts
from worksheets import api
from worksheets.compose import sandbox
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import WorkerError
from worksheets.packet.handout import handout
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.people.participant import BLANK, Participant
from worksheets.processes.workers import Workers
from worksheets.resources import STYLES
from worksheets.text import fonts

BODY = "{% block body %}<p>Ensin</p>{% endblock %}"


@pytest.fixture
def own(tmp_path: Path) -> Course:
    """Return a course of one page with style sheets of its own."""
    course = page_of(tmp_path / "kurssi", HEAD + BODY)
    copytree(STYLES, course.folder / "styles", ignore=lambda _folder, names: [name for name in names if "fi" in name])
    return course


def edition_of(course: Course) -> Edition:
    return Edition(course, course.pages, read_layout("handout", course.folder))


def printed(prepared: PreparedEdition) -> str:
    return "".join(texts(handout(prepared, BLANK, merge=False)))


def compiled_templates() -> int:
    """Return how many templates this process has compiled."""
    count: int = sandbox._compiled.cache_info().currsize  # type: ignore[attr-defined]  # noqa: SLF001
    return count


def test_an_edition_is_prepared_once(own: Course, tmp_path: Path) -> None:
    session = Session(tmp_path)
    first = session.prepared(edition_of(own))
    assert session.prepared(edition_of(own)) is first
    assert first.pipeline is first.pipeline
    assert Session(tmp_path).prepared(edition_of(own)) is not first


def test_what_pages_print_is_kept_for_several_layouts(own: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    session, asked = Session(), list[str]()

    def fill_templates(_course: Course, _function: object, _again: Course, layout: str) -> tuple[str, ...]:
        asked.append(layout)
        return (f"page in {layout}",)

    monkeypatch.setattr(session, "fill_templates", fill_templates)
    for layout in ("handout", "slides", "handout", "slides"):
        assert [*map(str, session.drawn_pages(own, layout))] == [f"page in {layout}"]
    assert asked == ["handout", "slides"]


def test_the_process_for_a_courses_own_pages_is_started_early(
    own: Course, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, process = list[Course](), Session._process  # noqa: SLF001

    def noting(session: Session, of_course: Course) -> Workers:
        started.append(of_course)
        return process(session, of_course)

    monkeypatch.setattr(Session, "_process", noting)
    with Session() as session:
        session.start_early(course)
        assert started == []
        session.start_early(own)
        assert started == [own]
        workers = session._workers  # noqa: SLF001
        assert session.call(own, os.getpid) != os.getpid()
        assert session._workers is workers is not None  # noqa: SLF001


def test_the_code_of_the_widgets_is_there_before_a_page_is_filled(own: Course) -> None:
    with Session() as session:
        assert session.call(own, compiled_templates) == 1


def test_that_a_process_cannot_be_started_is_said_when_it_is_needed(
    own: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_session: Session, _course: Course) -> None:
        raise WorkerError("none is left")

    monkeypatch.setattr(Session, "_process", none_left)
    with Session() as session:
        session.start_early(own)
        with pytest.raises(WorkerError, match="none is left"):
            session.call(own, os.getpid)


def test_another_process_takes_the_place_of_one_that_died_while_nobody_called(own: Course) -> None:
    with Session() as session:
        first, workers = session.call(own, os.getpid), session._process(own)  # noqa: SLF001
        os.kill(first, signal.SIGKILL)
        while not workers.is_broken:
            time.sleep(0.02)
        assert session.call(own, os.getpid) != first


def test_a_changed_template_is_read_again(own: Course, tmp_path: Path) -> None:
    session = Session(tmp_path)
    first = session.prepared(edition_of(own))
    assert "Ensin" in printed(first)
    page = own.folder / "pages" / "sivu.html.j2"
    page.write_text(page.read_text("utf-8").replace("Ensin", "Sitten"), "utf-8")
    assert "Sitten" in printed(session.prepared(edition_of(own)))
    assert "Ensin" in printed(first), "a run that has begun ends as it began"


def test_a_changed_style_sheet_is_read_again(own: Course, tmp_path: Path) -> None:
    session = Session(tmp_path)
    before = handout(session.prepared(edition_of(own)), BLANK, merge=False)
    sheet = own.folder / "styles" / "base.css"
    sheet.write_text(sheet.read_text("utf-8") + "\np { text-align: right }\n", "utf-8")
    assert handout(session.prepared(edition_of(own)), BLANK, merge=False) != before


def test_few_editions_are_kept(own: Course, tmp_path: Path) -> None:
    session = Session(tmp_path)
    first = session.prepared(edition_of(own))
    page = own.folder / "pages" / "sivu.html.j2"
    for number in range(8):
        page.write_text(f"{HEAD}{BODY}{number}", "utf-8")
        session.prepared(edition_of(own))
    page.write_text(HEAD + BODY, "utf-8")
    assert session.prepared(edition_of(own)) is not first


def test_a_closed_session_gives_up_all(own: Course, tmp_path: Path) -> None:
    with Session(tmp_path) as session:
        first = session.prepared(edition_of(own))
        font = fonts.text_font()
    assert session.prepared(edition_of(own)) is not first
    session.close()
    assert fonts.text_font() == font


def test_fonts_are_kept_while_another_session_is_open(tmp_path: Path) -> None:
    with Session(tmp_path):
        face = fonts.font_face(fonts.text_font().regular)
        Session(tmp_path).close()
        assert fonts.font_face(fonts.text_font().regular) is face


@pytest.mark.slow
def test_nobodys_text_stays_in_memory(course: Course, tmp_path: Path) -> None:
    needle = "Kvanttisalaisuus"
    printing = api.Printing(course, pages="kansi,tukiverkosto,verkostokartta")
    session = Session(tmp_path / "masters")
    for number in range(2):
        answers = {"nimi": f"{needle} {number}", "tukiverkosto.esimies": f"{needle}-työ 1 - 2 {needle}{number} " * 5}
        document = api.fill(Participant(answers), printing, session)
        assert needle in "".join(texts(document.make())).replace("\n", "")
        document.prepare_next()
        document.prepare_next()
    assert list((tmp_path / "masters").rglob("*.master")), "the second was merged"
    group = tmp_path / "ryhma.yaml"
    group.write_text((EXAMPLES / "ryhma.yaml").read_text("utf-8").replace("Esimerkki", needle), "utf-8")
    list(api.make_packet(group, printing, api.PacketOptions(tmp_path / "out"), session))
    api.summary(group, course, names=True).make()
    del answers, document
    assert kept_texts(needle) == []
