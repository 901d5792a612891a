"""A template reaches texts, numbers, lists and the methods that pages use, and nothing that leads to files."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MappingProxyType, MethodType

import jinja2
import pytest
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup

from tests.helpers.course import HEAD, example_group, page_of, set_page, the_course
from worksheets.compose import templates as compose
from worksheets.compose.answer_columns import Answer, AnswerBlock
from worksheets.compose.charts import Bar, Chart, ChartPage, HeadedChart, OverviewPages, Row, Scale, Share
from worksheets.compose.contact_map import Ball, ContactMap, MapEntry, MapSizes
from worksheets.compose.continuation import (
    Continuation,
    ContinuedContacts,
    ContinuedRow,
    ContinuedTable,
    ContinuedText,
)
from worksheets.compose.page_data import PageData
from worksheets.compose.sandbox import Sandbox
from worksheets.compose.summary import Answers, Kinds, Summary, summary
from worksheets.compose.views import (
    BrandView,
    ContinuationView,
    CourseView,
    LayoutView,
    PageDataView,
    ParticipantView,
    WordsView,
)
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.course.slots import Part
from worksheets.errors import PageError, StyleError
from worksheets.pdf.fields import Appearance
from worksheets.text.fit import Fit

DATA = (str, Markup, int, float, bool, type(None))
OURS = (
    *(CourseView, PageDataView, ParticipantView, LayoutView, WordsView, BrandView, Part, Fit, ContactMap, MapSizes),
    *(MapEntry, Ball, Appearance),
    *(ContinuationView, ContinuedText, ContinuedTable, ContinuedRow, ContinuedContacts),
    *(
        Summary,
        Kinds,
        Answers,
        Chart,
        Bar,
        HeadedChart,
        Row,
        OverviewPages,
        ChartPage,
        Scale,
        Share,
        AnswerBlock,
        Answer,
    ),
)
JINJAS = (
    *(jinja2.runtime.TemplateReference, jinja2.environment.TemplateModule, BlockReference, LoopContext, Macro),
    *(Cycler, Joiner, Namespace, type, FunctionType, BuiltinFunctionType, MethodType),
)
"""The types that Jinja itself puts into every template; its sandbox guards them."""
ARGUMENTS: dict[str, Sequence[tuple[object, ...]]] = {
    "part": [("tukiverkosto",), ("omat-verkostot",), ("nimi",)],
    "setting": [("lines",)],
    "number": [("map-side",)],
    "has": [("nimi",)],
    "is_field": [("prompt",)],
    "text": [("nimi",)],
    "language": [("nimi",)],
    "label": [("nimi",)],
    "state": [("nimi",)],
    "is_long": [("tukiverkosto",)],
    "option_heights": [("tukiverkosto",)],
    "other_width": [("tukiverkosto",)],
    "statement_heights": [("tukiverkosto",)],
    "statement_column": [("tukiverkosto",)],
    "labels": [(("aika", "paikka"),)],
    "filled": [([("nimi",)],)],
    "entries": [("omat-verkostot",)],
    "page_entries": [("omat-verkostot",)],
    "row_height": [("omat-verkostot",)],
    "is_needed": [([],)],
    "texts": [([],)],
    "tables": [()],
    "contacts": [()],
    "row_pieces": [("omat-verkostot.1", "cell")],
    "blank_width": [("nimi",), ("nimi", 2)],
    "rules": [("tukiverkosto", "prompt"), ("verkostokartta.uudet-kontaktit", "text")],
    "prompt_rows": [("tukiverkosto",)],
    "on_line": [(("aika", "paikka"), "field")],
    "field_height": [("nimi", "field")],
    "headed": [("Apu", "mainintoja", "muuta")],
    "shares": [(Scale(10, 5),)],
    "top": [(0,)],
    "cut": [(1,)],
    "divided": [(50.0,)],
    "length": [(1,)],
    "pages": [((Chart((Bar("Apu", (1,)),)).headed("Apu", ""),), "Ryhmä", (), (("Toive", (("työ", 2),)),))],
    "fit": [("nimi", "field"), ("tukiverkosto.esimies", "prompt")],
    "map": [("verkostokartta.kontaktit",)],
    "kinds": [("ja",)],
    "rows": [("omat-verkostot",)],
}
"""The arguments that our own methods are called with."""


def attributes(obj: object, environment: jinja2.Environment) -> Iterator[tuple[str, object]]:
    """Yield the attributes of an object that a template can read."""
    for name in dir(obj):
        try:
            value = environment.getattr(obj, name)
        except Exception:  # noqa: BLE001, S112 - whatever a property raises, a template gets nothing
            continue
        if not isinstance(value, jinja2.Undefined):
            yield name, value


class Walk:
    """Goes through all objects that a template can reach; our own methods are called."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self.environment = environment
        self.called: set[tuple[type, str]] = set()

    def reached(self, start: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """Yield each object once, with the expression by which a template reaches it."""
        waiting, seen = list(start.items()), set()
        while waiting:
            expression, obj = waiting.pop()
            if id(obj) not in seen and not isinstance(obj, DATA):
                seen.add(id(obj))
                yield expression, obj
                waiting += self.inside(expression, obj)

    def inside(self, expression: str, obj: object) -> Iterator[tuple[str, object]]:
        if isinstance(obj, Mapping):
            yield from ((f"{expression}[{key!r}]", value) for key, value in obj.items())
            yield from ((f"{expression}.keys", key) for key in obj)
        elif isinstance(obj, list | tuple | set | frozenset):
            yield from ((f"{expression}[{index}]", value) for index, value in enumerate(obj))
        elif not isinstance(obj, JINJAS):
            for name, value in attributes(obj, self.environment):
                yield f"{expression}.{name}", value
                if isinstance(obj, OURS) and callable(value) and (type(obj), name) not in self.called:
                    self.called.add((type(obj), name))  # Once a type, since a method may return its own type.
                    yield from results(f"{expression}.{name}", value)


KEPT: list[object] = []
"""What methods have returned: kept, so that no two objects have the same id."""


def results(expression: str, method: Callable[..., object]) -> Iterator[tuple[str, object]]:
    """Yield what a method returns for its arguments."""
    for arguments in ARGUMENTS[expression.rpartition(".")[2]]:
        with suppress(KeyError):  # The part has no such part.
            KEPT.append(method(*arguments))
            yield f"{expression}{arguments}", KEPT[-1]


def is_allowed(obj: object) -> bool:
    if isinstance(obj, DATA) or type(obj) in (list, tuple, dict, set, frozenset, MappingProxyType):
        return True
    return type(obj) in OURS or isinstance(obj, (*JINJAS, type(iter([]))))


@pytest.mark.parametrize("number", range(5))
def test_a_template_reaches_nothing_but_views(course: Course, number: int) -> None:
    person = example_group()[number]
    layout = read_layout("handout", course.folder)
    templates = compose.Templates(course.folder)
    contexts: list[dict[str, object]] = []
    filled: list[PageData] = []
    for page in course.pages:
        page_data = PageData(course, person, layout)
        context = templates._context(f"pages/{page}.html.j2", page_data, page=page)  # noqa: SLF001
        templates._run(context)  # noqa: SLF001
        contexts.append(dict(context.get_all()))
        filled.append(page_data)
    document = PageData(course, person, layout)
    continued = ContinuationView(Continuation(filled, document))
    context = templates._context("kinds/document.html.j2", document, sections=[], continued=continued)  # noqa: SLF001
    contexts.append(dict(context.get_all()))
    others = {
        "summary": summary(example_group(), course, names=True),
        "appearances": [Appearance("Aino", "cell", 9, 9, 4, bold=True)],
    }
    environment = Sandbox(course.folder)
    forbidden = {
        f"{expression}: {type(obj)}"
        for start in (*contexts, others)
        for expression, obj in Walk(environment).reached(start)
        if not is_allowed(obj)
    }
    assert forbidden == set()


def test_the_walk_finds_a_path(course: Course) -> None:
    environment = Sandbox(course.folder)
    holder = MappingProxyType({"course": course})
    assert any(isinstance(obj, Path) for _expression, obj in Walk(environment).reached(holder))


@pytest.mark.parametrize(
    "expression",
    [
        "course.folder",
        "course.folder.parent",
        "course._course.folder",
        "course['_course']",
        "course|attr('_course')",
        "[course]|map(attribute='_course')|first",
        "[course]|map(attribute='_course.folder')|first",
        "[course]|map('attr', '_course')|first",
        "'{0._course.folder}'.format(course)",
        "'{0.folder}'.format(course)",
        "filling.layout.style_sheets",
        "filling.layout.css('x')",
        "filling._page_data.course.folder",
        "filling.course",
        "filling.has.__self__",
        "filling.has.__func__.__globals__",
        "filling.fit.__globals__",
        "widget.slot._func",
        "widget.slot._environment",
        "self._TemplateReference__context",
        "cycler.__init__.__globals__",
        "lipsum.__globals__['os']",
        "namespace.__init__.__globals__",
        "''.__class__",
    ],
)
def test_a_template_that_looks_for_files_is_refused(tmp_path: Path, expression: str) -> None:
    course = page_of(tmp_path / "kurssi", HEAD + "{% block body %}{{ " + expression + " }}{% endblock %}")
    with pytest.raises(PageError, match="undefined|unsafe|has no (attribute|element)"):
        set_page(course)


@pytest.mark.parametrize("tag", ["include", "import", "extends"])
@pytest.mark.parametrize("name", ["salaisuus", "pages/salaisuus"])
def test_a_link_out_of_the_courses_folder_is_no_template(tmp_path: Path, tag: str, name: str) -> None:
    (tmp_path / "salaisuus").write_text("Salaisuus!", "utf-8")
    more = " as x" if tag == "import" else ""
    course = page_of(tmp_path / "kurssi", "{% " + f'{tag} "{name}"{more}' + " %}" + ("" if tag == "extends" else HEAD))
    (course.folder / name).symlink_to(tmp_path / "salaisuus")
    with pytest.raises(PageError, match="is a link out of the course’s folder"):
        set_page(course)


@pytest.mark.parametrize("name", ["layouts/oma.css", "base.css"])
def test_a_link_out_of_the_courses_folder_is_no_style_sheet(tmp_path: Path, name: str) -> None:
    (tmp_path / "muu.css").write_text(":root { --map-side: 7mm }", "utf-8")
    style_sheet = tmp_path / "kurssi" / "styles" / name
    style_sheet.parent.mkdir(parents=True)
    style_sheet.symlink_to(tmp_path / "muu.css")
    for _there in (True, False):
        with pytest.raises(StyleError, match="is a link out of the course’s folder"):
            read_layout("oma" if "oma" in name else "handout", tmp_path / "kurssi")
        (tmp_path / "muu.css").unlink(missing_ok=True)


@pytest.mark.parametrize("name", ["styles", "styles/layouts"])
def test_layouts_in_a_linked_folder_are_not_listed(tmp_path: Path, name: str) -> None:
    (tmp_path / "muualla" / "layouts").mkdir(parents=True)
    for folder in (tmp_path / "muualla", tmp_path / "muualla" / "layouts"):
        (folder / "salaisuus.css").touch()
    link = tmp_path / "kurssi" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "muualla")
    with pytest.raises(StyleError, match="There is no layout “x”; choose from: handout, slides.$"):
        read_layout("x", tmp_path / "kurssi")


def test_links_within_the_courses_folder_are_followed(tmp_path: Path) -> None:
    shutil.copytree(the_course().folder, tmp_path / "kurssi")
    page = tmp_path / "kurssi" / "pages" / "sitaatti.html.j2"
    page.rename(tmp_path / "kurssi" / "oma.j2")
    page.symlink_to("../oma.j2")
    assert "Ihmiset tekevät kauppoja" in set_page(read_course(str(tmp_path / "kurssi")))
