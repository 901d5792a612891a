"""A template reaches texts, numbers, lists and what pages use, and nothing that reaches out."""

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

from tests.helpers.course import example_group, the_course
from tests.unit.compose.test_templates import HEAD, page_of, set_page
from worksheets.compose import templates as compose
from worksheets.compose.page_data import ContactMap, MapEntry, PageData
from worksheets.compose.rings import Ball
from worksheets.compose.summary import summary
from worksheets.compose.views import CourseView, LayoutView, PageDataView
from worksheets.course.course import Course, read_course
from worksheets.course.layout import read_layout
from worksheets.course.slots import Part
from worksheets.errors import PageError, StyleError
from worksheets.pdf.fields import Appearance
from worksheets.people.participant import Participant
from worksheets.text.fit import Fit

DATA = (str, Markup, int, float, bool, type(None))
OURS = (CourseView, PageDataView, LayoutView, Part, Participant, Fit, ContactMap, MapEntry, Ball, Appearance)
JINJAS = (
    *(jinja2.runtime.TemplateReference, jinja2.environment.TemplateModule, BlockReference, LoopContext, Macro),
    *(Cycler, Joiner, Namespace, type, FunctionType, BuiltinFunctionType, MethodType),
)
"""What Jinja itself puts into every template, which its sandbox looks after."""
ARGUMENTS: dict[str, Sequence[tuple[object, ...]]] = {
    "part": [("tukiverkosto",), ("omat-verkostot",), ("nimi",)],
    "number": [("map-side",)],
    "has": [("nimi",)],
    "is_field": [("prompt",)],
    "text": [("nimi",)],
    "language": [("nimi",)],
    "label": [("nimi",)],
    "labels": [(("aika", "paikka"),)],
    "filled": [([("nimi",)],)],
    "entries": [("omat-verkostot",)],
    "fit": [("nimi", "field"), ("tukiverkosto.esimies", "prompt")],
    "map": [("verkostokartta.kontaktit",)],
    "rows": [("omat-verkostot",)],
    "given": [({"nimi": "Aino"},)],
}
"""What the methods of ours are called with."""


def attributes(thing: object, environment: jinja2.Environment) -> Iterator[tuple[str, object]]:
    for name in dir(thing):
        try:
            found = environment.getattr(thing, name)
        except Exception:  # noqa: BLE001, S112 - whatever a property raises, a template gets nothing
            continue
        if not isinstance(found, jinja2.Undefined):
            yield name, found


class Walk:
    """Goes through all that a template can come to; methods of ours are called."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self.environment = environment
        self.asked: set[tuple[type, str]] = set()

    def reached(self, start: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        """Yield each thing once, with how a template comes to it."""
        waiting, seen = list(start.items()), set()
        while waiting:
            way, thing = waiting.pop()
            if id(thing) not in seen and not isinstance(thing, DATA):
                seen.add(id(thing))
                yield way, thing
                waiting += self.inside(way, thing)

    def inside(self, way: str, thing: object) -> Iterator[tuple[str, object]]:
        if isinstance(thing, Mapping):
            yield from ((f"{way}[{key!r}]", value) for key, value in thing.items())
            yield from ((f"{way}.keys", key) for key in thing)
        elif isinstance(thing, list | tuple | set | frozenset):
            yield from ((f"{way}[{place}]", value) for place, value in enumerate(thing))
        elif not isinstance(thing, JINJAS):
            for name, value in attributes(thing, self.environment):
                yield f"{way}.{name}", value
                if isinstance(thing, OURS) and callable(value) and (type(thing), name) not in self.asked:
                    self.asked.add((type(thing), name))  # Once: a participant given others is a participant.
                    yield from called(f"{way}.{name}", value)


KEPT: list[object] = []
"""What methods have returned: kept, so that no two things have the same id."""


def called(way: str, method: Callable[..., object]) -> Iterator[tuple[str, object]]:
    for arguments in ARGUMENTS[way.rpartition(".")[2]]:
        with suppress(KeyError):  # A part that has no such part.
            KEPT.append(method(*arguments))
            yield f"{way}{arguments}", KEPT[-1]


def is_allowed(thing: object) -> bool:
    if isinstance(thing, DATA) or type(thing) in (list, tuple, dict, set, frozenset, MappingProxyType):
        return True
    return type(thing) in OURS or isinstance(thing, JINJAS) or type(thing).__module__ == "worksheets.compose.summary"


@pytest.mark.parametrize("place", range(5))
def test_a_template_reaches_nothing_but_views(course: Course, place: int) -> None:
    person = example_group()[place]
    layout = read_layout("handout", course.folder)
    known: list[dict[str, object]] = []
    for page in course.pages:
        context = compose._context(f"pages/{page}.html.j2", PageData(course, person, layout), page=page)  # noqa: SLF001
        known.append(dict(context.get_all()))
    whole = {
        "summary": summary(example_group(), course, names=True),
        "looks": [Appearance("Aino", "cell", 9, 9, 4, bold=True)],
    }
    environment = compose._environment(course.folder)  # noqa: SLF001
    strange = {
        f"{way}: {type(thing)}"
        for start in (*known, whole)
        for way, thing in Walk(environment).reached(start)
        if not is_allowed(thing)
    }
    assert strange == set()


def test_the_walk_finds_a_path(course: Course) -> None:
    environment = compose._environment(course.folder)  # noqa: SLF001
    holder = MappingProxyType({"course": course})
    assert any(isinstance(thing, Path) for _way, thing in Walk(environment).reached(holder))


@pytest.mark.parametrize(
    "said",
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
        "filling.layout.sheets",
        "filling.layout.css('x')",
        "filling._filling.course.folder",
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
def test_a_template_that_looks_for_files_is_refused(tmp_path: Path, said: str) -> None:
    course = page_of(tmp_path / "kurssi", HEAD + "{% block body %}{{ " + said + " }}{% endblock %}")
    with pytest.raises(PageError, match="undefined|unsafe|has no (attribute|element)"):
        set_page(course)


@pytest.mark.parametrize("tag", ["include", "import", "extends"])
@pytest.mark.parametrize("name", ["salaisuus", "pages/salaisuus"])
def test_a_link_out_of_the_courses_folder_is_no_template(tmp_path: Path, tag: str, name: str) -> None:
    (tmp_path / "salaisuus").write_text("Salaisuus!", "utf-8")
    more = " as x" if tag == "import" else ""
    course = page_of(tmp_path / "kurssi", "{% " + f'{tag} "{name}"{more}' + " %}" + ("" if tag == "extends" else HEAD))
    (course.folder / name).symlink_to(tmp_path / "salaisuus")
    with pytest.raises(PageError, match="leads out of the course’s folder"):
        set_page(course)


@pytest.mark.parametrize("name", ["layouts/oma.css", "base.css"])
def test_a_link_out_of_the_courses_folder_is_no_style_sheet(tmp_path: Path, name: str) -> None:
    (tmp_path / "muu.css").write_text(":root { --map-side: 7mm }", "utf-8")
    sheet = tmp_path / "kurssi" / "styles" / name
    sheet.parent.mkdir(parents=True)
    sheet.symlink_to(tmp_path / "muu.css")
    with pytest.raises(StyleError, match="leads out of the course’s folder"):
        read_layout("oma" if "oma" in name else "handout", tmp_path / "kurssi")


def test_links_within_the_courses_folder_are_followed(tmp_path: Path) -> None:
    shutil.copytree(the_course().folder, tmp_path / "kurssi")
    page = tmp_path / "kurssi" / "pages" / "sitaatti.html.j2"
    page.rename(tmp_path / "kurssi" / "oma.j2")
    page.symlink_to("../oma.j2")
    assert "Ihmiset tekevät kauppoja" in set_page(read_course(str(tmp_path / "kurssi")))
