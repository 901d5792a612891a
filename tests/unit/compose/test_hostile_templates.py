"""A stranger's templates make text and nothing else: all else is refused in one line that names the page."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.course import HEAD, page_of
from tests.helpers.hostile_templates import HARMLESS, LEADING_OUT, MARKER, OUTSIDE, REACHING, WITHOUT_END
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import Templates
from worksheets.course.layout import read_layout
from worksheets.errors import PageError, WorksheetsError
from worksheets.people.participant import Participant

AINO, VILLE = (Participant({"nimi": name}, key=f"{name}-tunnus") for name in ("Aino Esimerkki", "Ville Mallikas"))


class Stranger:
    """A course whose page is written anew for each template."""

    def __init__(self, folder: Path) -> None:
        self.outside = folder / "outside"
        self.course = page_of(folder / "kurssi", "x")
        self.layout = read_layout("handout", self.course.folder)
        self.templates = Templates(self.course.folder)
        self._pages = 0

    def write(self, body: str, *, head: bool = True) -> str:
        """Write a page, and return its name; none is read twice, since templates are kept."""
        self._pages += 1
        name = f"sivu{self._pages}"
        template = f"{HEAD}{{% block body %}}\n{body}\n{{% endblock %}}" if head else body
        template = template.replace("pages/sivu.", f"pages/{name}.").replace(OUTSIDE, str(self.outside))
        (self.course.folder / "pages" / f"{name}.html.j2").write_text(template, "utf-8")
        return name

    def html(self, page: str, participant: Participant = AINO) -> str:
        return self.templates.compose([page], lambda: PageData(self.course, participant, self.layout))

    def refusal(self, body: str, *, head: bool = True) -> str:
        """Return why a page is refused."""
        page = self.write(body, head=head)
        with pytest.raises(WorksheetsError) as caught:
            self.html(page)
        (problem,) = caught.value.problems
        return problem.replace(page, "sivu")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    folder = tmp_path_factory.mktemp("vieras")
    yield Stranger(folder)
    assert {path.name for path in folder.iterdir()} <= {"kurssi", "outside", "salaisuus.j2"}, "nothing is written"


def assert_clear(problem: str) -> None:
    """Fail if a message is not one line that names the page and that a user can read."""
    assert "pages/sivu.html.j2" in problem
    assert "\n" not in problem
    assert len(problem) < 700
    for word in ("worksheets.", "object at 0x", "<class", "Traceback", "View", MARKER, "search path"):
        assert word not in problem.replace("worksheets-tests", ""), word


@pytest.mark.parametrize("expression", REACHING)
def test_what_reaches_out_is_refused(stranger: Stranger, expression: str) -> None:
    problem = stranger.refusal("{{ " + expression + " }}")
    assert_clear(problem)
    assert "sivu.html.j2:2: " in problem


@pytest.mark.parametrize("body", WITHOUT_END.values(), ids=WITHOUT_END)
def test_what_would_not_end_is_refused(stranger: Stranger, body: str) -> None:
    assert_clear(stranger.refusal(body))


def test_no_template_outside_is_read_nor_is_it_told_whether_it_is_there(stranger: Stranger) -> None:
    folder = stranger.course.folder
    (folder / "kansio.j2").mkdir()
    (folder / "lista.csv").write_text(MARKER, "utf-8")
    os.mkfifo(folder / "putki.j2")
    links = {
        "ulos": "../outside",
        "linkki.j2": "../outside/salaisuus.j2",
        "ketju.j2": "linkki.j2",
        "kehä.j2": "kehä.j2",
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    without = [stranger.refusal(body, head=False) for body in LEADING_OUT]
    stranger.outside.mkdir()
    for path in (stranger.outside / "salaisuus.j2", folder.parent / "salaisuus.j2"):
        path.write_text(MARKER, "utf-8")
    assert [stranger.refusal(body, head=False) for body in LEADING_OUT] == without
    for problem in without:
        assert_clear(problem)
    assert sum("is a link out of the course’s folder" in problem for problem in without) == 5 * 4


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_what_only_makes_text_is_drawn(stranger: Stranger, body: str) -> None:
    assert "Otsikko" in stranger.html(stranger.write(body))


KEEPING = {
    "a namespace": "{% set kept = namespace(text='') %}"
    "{% macro keep(text) %}{{ kept.text }}{% set kept.text = text %}{% endmacro %}",
    "a cycler": "{% set kept = cycler('', 'toinen') %}{% macro keep(text) %}{{ kept.next() }}{% endmacro %}",
    "a joiner": "{% set kept = joiner('toinen') %}{% macro keep(text) %}{{ kept() }}{% endmacro %}",
    "a list": "{% set kept = [''] %}{% macro keep(text) %}{{ kept|join }}{% set kept = kept + [text] %}{% endmacro %}",
}


@pytest.mark.parametrize("library", KEEPING.values(), ids=KEEPING)
@pytest.mark.parametrize(
    "tag", ["{% import 'X' as x %}", "{% import 'X' as x with context %}", "{% from 'X' import keep %}"]
)
def test_nothing_is_kept_for_the_next_participant(stranger: Stranger, library: str, tag: str) -> None:
    name = f"{stranger.write(library, head=False)}.html.j2"
    call = "keep" if "from" in tag else "x.keep"
    page = stranger.write(tag.replace("X", f"pages/{name}") + "{{ " + call + "(filling.text('nimi')) }}")
    assert "Aino Esimerkki" in stranger.html(page)
    html = stranger.html(page, VILLE)
    assert "Aino" not in html
    assert "toinen" not in html


def test_a_template_of_another_encoding_or_size_is_refused(stranger: Stranger) -> None:
    page = stranger.write("x")
    path = stranger.course.folder / "pages" / f"{page}.html.j2"
    for data, reason in ((b"\xff\xfe", "is not UTF-8 text"), (b"x" * 1_000_001, "larger than 1000 kB")):
        path.write_bytes(data)
        with pytest.raises(PageError, match=reason):
            stranger.html(page)
