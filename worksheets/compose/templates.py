"""Page templates filled: a course's pages and one participant's data in, one HTML document out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


class Templates:
    """The page templates of a course; those in the course's own folder come before the shipped ones.

    A template is read and compiled when it is first used. Changes to its file after that are not seen: make new ones.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is the course's."""
        self._environment = _environment(folder)

    def compose(self, pages: Sequence[str], new_page: Callable[[], PageData]) -> str:
        """Return a handout, with the chosen pages in their order, as one HTML document.

        ``new_page`` is called for the data of each page, and once more for the document around them. Raises PageError,
        with the file and the line, for a template that cannot be filled.
        """
        sections = [self._render(_file(page), new_page(), page=page) for page in pages]
        return self._render("kinds/document.html.j2", new_page(), sections=sections)

    def compose_appearances(self, course: Course, appearances: Sequence[object], layout: Layout) -> str:
        """Return an HTML document in which each appearance of a form field has a page of its own."""
        return self._render("appearances.html.j2", PageData(course, BLANK, layout), appearances=appearances)

    def compose_summary(self, course: Course, summary: object, heading: str, layout: Layout) -> str:
        """Return a group's overview as one HTML document."""
        page_data = PageData(course, BLANK, layout)
        ink = layout.colours["ink"]
        return self._render("summary.html.j2", page_data, summary=summary, heading=heading, ink=ink)

    def describe(self, page: str, course: Course, layout: Layout) -> "PageDescription":
        """Return a page's kind and its title."""
        context = self._context(_file(page), PageData(course, BLANK, layout), page=page)
        self._run(context)
        kind, title = ("".join(context.blocks[block][0](context)).strip() for block in ("kind", "title"))
        return PageDescription(kind, Markup(title).unescape())  # noqa: S704 - autoescaped already

    def _render(self, name: str, page_data: PageData, **values: object) -> Markup:
        return Markup(self._run(self._context(name, page_data, **values)))  # noqa: S704 - autoescaped already

    def _context(self, name: str, page_data: PageData, **values: object) -> Context:
        """Return the context of a template: ``course``, ``filling``, ``widget`` and the values that only it gets."""
        with _located(name):
            variables = {"course": CourseView(page_data.course), "filling": PageDataView(page_data), **values}
            widget = self._environment.get_template("widgets.html.j2").make_module(variables)
            return self._environment.get_template(name).new_context({**variables, "widget": widget})

    def _run(self, context: Context) -> str:
        """Return the text of a filled template.

        Afterwards the ``blocks`` of the context hold the blocks of all templates that it extends, too.
        """
        assert context.name is not None  # noqa: S101 - every template here has a file
        with _located(context.name):
            try:
                return "".join(self._environment.get_template(context.name).root_render_func(context))
            except Exception:  # noqa: BLE001 - a template may raise anything; Jinja puts its lines into the traceback
                self._environment.handle_exception()


@dataclass(frozen=True, slots=True)
class PageDescription:
    """What a page says of itself."""

    kind: str
    """The frame: ``cover``, ``slide``, ``exercise``, ``quote``, or one of the course's own."""
    title: str


def _file(page: str) -> str:
    return f"pages/{page}{SUFFIX}"


@contextmanager
def _located(name: str) -> Iterator[None]:
    """Turn whatever a template raises into a PageError that names the file and the line."""
    try:
        yield
    except (WorksheetsError, MemoryError):
        raise
    except jinja2.TemplateSyntaxError as error:
        raise PageError(f"{error.filename or name}:{error.lineno}: {error.message}") from error
    except Exception as error:  # A template may raise anything.
        frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
        location = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else name
        raise PageError(f"{location}: {error}") from error


class _Loader(jinja2.FileSystemLoader):
    """Reads the templates in a folder, but follows no link that leads out of it."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        if not lies_in(Path(path), Path(self.searchpath[0])):
            message = _("{path}: this link leads out of the course’s folder; put the template itself there")
            raise PageError(message.format(path=path))
        return source, path, is_fresh


def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """Return a sandbox for the templates of a course; its own folder is searched before the shipped templates."""
    return ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([_Loader(folder), _Loader(TEMPLATES)]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
