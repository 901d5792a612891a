"""Fill the page templates: a course's pages and one participant in, one HTML document out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from traceback import extract_tb

import jinja2
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from worksheets.course.course import SUFFIX, Course
from worksheets.course.layout import Layout
from worksheets.errors import PageError, WorksheetsError, _
from worksheets.people.participant import BLANK
from worksheets.resources import TEMPLATES, lies_in

from .page_data import PageData
from .views import CourseView, PageDataView


def compose(pages: Sequence[str], filling: Callable[[], PageData]) -> str:
    """Return a handout, the chosen pages filled one by one, as one HTML document.

    ``filling`` gives what the pages are filled with: a new one for each, and one for the document around them. Raises
    PageError, with the file and the line, for a template that cannot be filled.
    """
    sections = [_render(_file(page), filling(), page=page) for page in pages]
    return _render("kinds/document.html.j2", filling(), sections=sections)


def compose_appearances(course: Course, looks: Sequence[object], layout: Layout) -> str:
    """Return a document with a page for what stands in each of a form's fields."""
    return _render("looks.html.j2", PageData(course, BLANK, layout), looks=looks)


def compose_summary(course: Course, summary: object, heading: str, layout: Layout) -> str:
    """Return a group's overview as one HTML document."""
    filling = PageData(course, BLANK, layout)
    return _render("summary.html.j2", filling, summary=summary, heading=heading, ink=layout.colours["ink"])


def describe(page: str, course: Course, layout: Layout) -> tuple[str, str]:
    """Return a page's kind and its title."""
    context = _context(_file(page), PageData(course, BLANK, layout), page=page)
    _run(context)
    kind, title = ("".join(context.blocks[block][0](context)).strip() for block in ("kind", "title"))
    return kind, Markup(title).unescape()  # noqa: S704 - autoescaped already


def _file(page: str) -> str:
    return f"pages/{page}{SUFFIX}"


def _render(name: str, filling: PageData, **more: object) -> Markup:
    return Markup(_run(_context(name, filling, **more)))  # noqa: S704 - autoescaped already


def _context(name: str, filling: PageData, **more: object) -> Context:
    with _located(name):
        templates = _environment(filling.course.folder)
        known = {"course": CourseView(filling.course), "filling": PageDataView(filling), **more}
        widget = templates.get_template("widgets.html.j2").make_module(known)
        return templates.get_template(name).new_context({**known, "widget": widget})


def _run(context: Context) -> str:
    """Return what a template makes of its context, whose ``blocks`` then hold those of the whole inheritance."""
    assert context.name is not None  # noqa: S101 - every template here has a file
    templates = context.environment
    with _located(context.name):
        try:
            return "".join(templates.get_template(context.name).root_render_func(context))
        except Exception:  # noqa: BLE001 - a template may raise anything; Jinja puts its lines into the traceback
            templates.handle_exception()


@contextmanager
def _located(name: str) -> Iterator[None]:
    """PageContinuation whatever a template raises into a PageError that says where."""
    try:
        yield
    except (WorksheetsError, MemoryError):
        raise
    except jinja2.TemplateSyntaxError as error:
        raise PageError(f"{error.filename or name}:{error.lineno}: {error.message}") from error
    except Exception as error:  # A template may raise anything.
        frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
        where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name
        raise PageError(f"{where}: {error}") from error


class _Loader(jinja2.FileSystemLoader):
    """Reads templates of a folder, but no links in it that lead out of it."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        if not lies_in(Path(path), Path(self.searchpath[0])):
            said = _("{path}: this link leads out of the course’s folder; put the template itself there")
            raise PageError(said.format(path=path))
        return source, path, is_fresh


@cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """Return a course's templates; its own folder is searched before the shelf."""
    return ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([_Loader(folder), _Loader(TEMPLATES)]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
