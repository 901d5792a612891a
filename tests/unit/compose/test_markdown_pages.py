"""Pages in Markdown drawn: by widgets and as finished HTML, and never as templates."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.course import LAYOUTS, ROOT, set_page
from tests.helpers.markdown_course import PAGES, markdown_course, page_text, somebody
from tests.helpers.values import replace
from worksheets.compose.drawn_slots import doubled, drawn_pages, unprinted
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.compose.templates import Templates
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course

MODULES = "print(*sorted({'markdown_it', 'mdit_py_plugins'} & set(sys.modules)))"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return markdown_course(tmp_path_factory.mktemp("md") / "kurssi")


def test_a_page_is_described_by_its_head(written: Course) -> None:
    layout = read_layout("handout", written.folder)
    described = [Templates(written.folder).describe(page, written, layout) for page in written.pages]
    assert [(page.kind, page.title) for page in described] == [(PAGES[name][0], name.capitalize()) for name in PAGES]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_exercise_is_printed_once_where_it_stands(written: Course, layout: str) -> None:
    pages = drawn_pages(written, read_layout(layout, written.folder))
    assert unprinted(pages, written) == {}
    assert doubled(pages, written) == []
    assert {page.name: page.unknown for page in pages if page.unknown} == {}


def test_what_is_written_is_no_template(written: Course) -> None:
    html = set_page(written)
    assert "{{ mitattava }} ja &lt;b&gt;selkeä&lt;/b&gt;" in html


def test_a_hint_follows_its_question_and_a_text_has_its_own_lines(written: Course) -> None:
    html = set_page(written, somebody())
    assert "<h2>Mitä haluat saavuttaa? <small>Yksi lause riittää.</small></h2>" in html
    assert '<p class="rules" style="height: 54.0mm">' in html
    assert '<p class="rules" style="height: 18.0mm; min-height: 0">' in html
    assert html.index("Kysy muilta.") < html.index("Rauhallinen")


def test_a_full_stop_stays_with_the_blank_before_it(written: Course) -> None:
    html = set_page(written, somebody())
    start, end = '<span class="kept"><span class="gap" style="width: ', "</span></span>"
    assert (
        f'Nimeni on {start}40.0mm"><bdi class="slot in-blank normal whole" data-slot="oma-nimi">Aino E.</bdi>' in html
    )
    assert (
        f'<strong>aloitan {start}36.0mm"><bdi class="slot in-blank normal whole" data-slot="aloitus"></bdi></span>.'
        in html
    )
    assert f"</bdi>{end} ja <strong>" in html


def test_the_label_of_a_drawing_is_not_printed_under_the_same_title(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "course.toml").write_text('title = "Koe"\npages = ["sivu"]\nfields.nimi.label = "Nimi"\n', "utf-8")
    body = "::: draw Otsikko {#a}\nLyhyesti.\n:::\n\n::: draw Muu {#b grid=lines}\n:::\n"
    (tmp_path / "pages" / "sivu.md").write_text(page_text(body), "utf-8")
    html = set_page(read_course(str(tmp_path)))
    assert "<h2>Otsikko" not in html
    assert '<p class="hint">Lyhyesti.</p>' in html
    assert "<h2>Muu</h2>" in html
    assert "<title>Otsikko: kehys, johon piirretään</title>" in html


def test_a_map_without_an_example_shows_none(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "course.toml").write_text('title = "Koe"\npages = ["sivu"]\nfields.nimi.label = "Nimi"\n', "utf-8")
    table = "| Nimi {#nimi} | Apu {#apu} |\n|---|---|\n"
    body = f'::: map Tuki {{#tuki rows=2 centre="MINÄ"}}\n{table}:::\n'
    (tmp_path / "pages" / "sivu.md").write_text(page_text(body), "utf-8")
    html = set_page(read_course(str(tmp_path)))
    assert 'class="centre">MINÄ<' in html
    assert "<em>" not in html


def test_a_changed_page_gives_another_fingerprint(tmp_path: Path) -> None:
    course = markdown_course(tmp_path / "kurssi")
    edition = Edition(course, course.pages, read_layout("handout", course.folder))
    before = content_digest(edition)
    page = course.page_file("tietoa")
    assert page.name == "tietoa.md"
    page.write_text(page.read_text("utf-8") + "\nLisää\n", "utf-8")
    changed = replace(edition, course=read_course(str(course.folder)))
    assert content_digest(changed) != before


@pytest.mark.parametrize(("name", "loaded"), [("tyoelaman-verkostot", ""), ("md", "markdown_it mdit_py_plugins")])
def test_markdown_is_loaded_for_a_course_that_has_some(written: Course, name: str, loaded: str) -> None:
    where = str(written.folder) if name == "md" else name
    code = f"import sys; from worksheets.course.reader import read_course; read_course({where!r}); {MODULES}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == loaded
