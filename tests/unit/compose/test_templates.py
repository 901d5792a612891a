"""Page templates hold content and no design, and one that cannot be filled is reported with its line."""

import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from tests.helpers.course import HEAD, LAYOUTS, page_of, set_page
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import PageDescription, Templates
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import PageError
from worksheets.people.participant import Participant
from worksheets.resources import TEMPLATES


def test_pages_hold_no_design(course: Course) -> None:
    for path in (course.folder / "pages").iterdir():
        template = path.read_text("utf-8")
        assert template.startswith('{% extends "kinds/')
        assert not re.search(
            r"\b(class|style|id|width|height|align|color|on\w+)\s*=|<(style|script|font|center|br|div|span)", template
        )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_is_described_by_its_template(course: Course, layout: str) -> None:
    descriptions = [
        Templates(course.folder).describe(page, course, read_layout(layout, course.folder)) for page in course.pages
    ]
    assert [description.kind for description in descriptions] == ["cover", *["slide"] * 5, *["exercise"] * 3, "quote"]
    assert descriptions[0].title == "Työelämän verkostot"
    assert descriptions[7].title == "Omat verkostoni"


def test_every_slot_is_drawn_once_with_its_path(course: Course) -> None:
    html = set_page(course)
    drawn = re.findall(r'data-slot="([^"]+)"', html)
    blank = [path for path in course.slots if path not in {"ryhma", "organisaatio", "sahkoposti", "salasana"}]
    blank = [path for path in blank if not re.search(r"verkostot\.([6-9]|\d\d)\.|kontaktit\.(9|\d\d)\.", path)]
    assert sorted(drawn) == sorted([*blank, "nimi"]), "the name stands in the head too"


def test_data_are_never_markup_or_template(course: Course) -> None:
    html = set_page(course, Participant({"nimi": '<b>"A"</b> & {{ 7*7 }} {% raw %}'}))
    assert "&lt;b&gt;&#34;A&#34;&lt;/b&gt; &amp; {{ 7*7 }} {% raw %}" in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("\n{% block body %}{{ nothing }}{% endblock %}", 2, "there is no “nothing” here"),
        ("\n\n{% block body %}{{ 1 / 0 }}{% endblock %}", 3, "division by zero"),
        ("\n{% block body %}{% if %}{% endblock %}", 2, "Expected an expression"),
        ('{% block body %}{{ widget.table("verkostot") }}{% endblock %}', 0, "no exercise or field “verkostot”"),
        ('{% block body %}\n{% include "../../secret" %}{% endblock %}', 2, "secret"),
        ("{% block body %}\n{{ course.__class__.__mro__ }}{% endblock %}", 2, "unsafe"),
        ("{% block body %}\n{{ ''.__class__ }}{% endblock %}", 2, "unsafe"),
    ],
)
def test_a_page_that_cannot_be_filled_names_its_line(tmp_path: Path, body: str, line: int, message: str) -> None:
    course = page_of(tmp_path / "kurssi", HEAD + body)
    with pytest.raises(PageError) as caught:
        set_page(course)
    assert message in str(caught.value)
    assert not line or f"sivu.html.j2:{line}: " in str(caught.value)


def test_a_page_without_its_blocks_says_so(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="title|body"):
        set_page(page_of(tmp_path / "kurssi", '{% extends "kinds/slide.html.j2" %}'))


def test_a_courses_own_kind_comes_before_the_shipped_one(tmp_path: Path) -> None:
    course = page_of(tmp_path / "kurssi", HEAD + "{% block body %}<p>Teksti</p>{% endblock %}")
    (course.folder / "kinds").mkdir()
    (course.folder / "kinds" / "slide.html.j2").write_text(
        '{% extends "kinds/page.html.j2" %}{% block kind %}oma{% endblock %}', "utf-8"
    )
    assert Templates(course.folder).describe("sivu", course, read_layout("handout", course.folder)) == PageDescription(
        "oma", "Otsikko"
    )


def test_a_page_without_kind_and_title_has_none(tmp_path: Path) -> None:
    course = page_of(tmp_path / "kurssi", "<p>Teksti</p>")
    layout = read_layout("handout", course.folder)
    assert Templates(course.folder).describe("sivu", course, layout) == PageDescription("", "")


@pytest.mark.parametrize("title", ["{{ nothing }}", "{{ self.title() }}"])
def test_a_title_that_cannot_be_filled_by_itself_names_its_page(tmp_path: Path, title: str) -> None:
    body = f"{{% block body %}}{{% endblock %}}{{% block title %}}{title}{{% endblock %}}"
    course = page_of(tmp_path / "kurssi", '{% extends "kinds/slide.html.j2" %}\n' + body)
    with pytest.raises(PageError, match=r"sivu\.html\.j2"):
        Templates(course.folder).describe("sivu", course, read_layout("handout", course.folder))


def slides_of(course: Course, values: dict[str, str], *, fillable: bool = False) -> str:
    layout, participant = read_layout("slides", course.folder), Participant(values)
    return Templates(course.folder).compose(
        course.pages, lambda: PageData(course, participant, layout, fillable=fillable)
    )


def test_slides_of_nobody_are_marked_and_have_no_fields(course: Course) -> None:
    blank = slides_of(course, {})
    field = re.compile(r'class="field(?: \w+)?"')
    assert not field.search(blank)
    assert len(re.findall(r'class="(?:prompts|text|of-answers)(?: on-grid)? blank"', blank)) == 3
    assert 'class="entries"' not in blank
    given = slides_of(course, {"kouluttaja": "Kalle Kouluttaja"})
    assert len(field.findall(given)) == 1
    for others in (slides_of(course, {"nimi": "Aino Esimerkki"}), slides_of(course, {}, fillable=True)):
        assert not re.search(r'class="(?:prompts|text|of-answers)(?: on-grid)? blank"', others)


def test_the_list_of_a_map_follows_the_page_or_the_map_in_an_older_page_frame(tmp_path: Path, course: Course) -> None:
    values = {"nimi": "Aino Esimerkki", "verkostokartta.kontaktit.1.nimi": "Marja Mallikas"}
    html = slides_of(course, values)
    assert html.index('class="entries"') > html.index('class="text')
    own = replace(course, folder=tmp_path)
    copytree(course.folder, tmp_path, dirs_exist_ok=True)
    frame = (TEMPLATES / "kinds" / "page.html.j2").read_text("utf-8")
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "page.html.j2").write_text(re.sub(r"{{-? widget.lists\w*\(\) }}", "", frame), "utf-8")
    html = slides_of(own, values)
    assert html.index('class="entries"') < html.index('class="text')
    assert html.count(">Marja Mallikas<") == 1
