"""Page templates filled: a course's pages and one participant's data in, one HTML document out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2.runtime import Context
from markupsafe import Markup

from worksheets.course.course import SUFFIX, Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.errors import PageError, WorksheetsError
from worksheets.messages import _
from worksheets.people.participant import BLANK

from .continuation import Continuation
from .list_lengths import with_list_lengths
from .page_data import PageData
from .running_titles import page_title, running_title, with_running_title
from .sandbox import Sandbox, joined, located
from .views import BrandView, ContinuationView, CourseView, MarkdownPageView, PageDataView, WordsView

_DOCUMENT = "kinds/document.html.j2"
"""The template of the document around the pages."""
_MARKDOWN = "kinds/markdown.html.j2"
"""The template of every page that is written in Markdown, whose text itself is never a template."""


class Templates:
    """The page templates of a course; those in the course's own folder come before the shipped ones.

    A template is read and compiled when it is first used. Changes to its file after that are not seen: make new ones.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is the course's."""
        self._folder = folder
        self._environment = Sandbox(folder)

    def compose(
        self, pages: Sequence[str], new_page: Callable[[], PageData], numbers: Mapping[str, int] | None = None
    ) -> str:
        """Return a handout, with the chosen pages in their order, as one HTML document.

        ``new_page`` is called for the data of each page, and once more for the document around them. ``numbers`` are
        those of the pages, by their names; without them they are counted from 1. Raises PageError, with the file and
        the line, for a template that cannot be filled.
        """
        numbers = numbers or {page: number for number, page in enumerate(pages, start=1)}
        filled, sections = [], []
        for page in pages:
            page_data = new_page()
            page_data.page_number = numbers[page]
            sections.append(self._section(page, page_data))
            filled.append(page_data)
        document = new_page()
        continuation = Continuation(filled, document)
        html = self._render(_DOCUMENT, document, sections=sections, continued=ContinuationView(continuation))
        if continuation.is_needed(document.overflow) and not continuation.is_printed:
            message = _("{file}: add {call} at its end; without it, text that does not fit on the pages is lost")
            raise PageError(message.format(file=self._folder / _DOCUMENT, call="{{ widget.continuation() }}"))
        return html

    def _section(self, page: str, page_data: PageData) -> Markup:
        section = with_list_lengths(Markup(self._run(self._page_context(page, page_data))))  # noqa: S704 - autoescaped
        page_data.title = page_title(section)
        course, fonts = page_data.course, page_data.layout.fonts
        return with_running_title(section, course.title, course.words.text("continued"), fonts)

    def compose_sections(
        self, pages: Sequence[str], new_page: Callable[[], PageData]
    ) -> dict[str, Markup | WorksheetsError]:
        """Return each page by its name, as ``around`` takes it, or why it cannot be filled."""
        sections: dict[str, Markup | WorksheetsError] = {}
        for number, page in enumerate(pages, start=1):
            page_data = new_page()
            page_data.page_number = number
            try:
                sections[page] = self._section(page, page_data)
            except WorksheetsError as error:
                sections[page] = error
        return sections

    def around(self, sections: Sequence[str], document: PageData) -> str:
        """Return an HTML document of sections that leave nothing over; ``document`` is the data for what is around."""
        continued = ContinuationView(Continuation([], document))
        marked = [Markup(section) for section in sections]  # noqa: S704 - autoescaped already
        return self._render(_DOCUMENT, document, sections=marked, continued=continued)

    def compose_appearances(self, course: Course, appearances: Sequence[object], layout: Layout) -> str:
        """Return an HTML document in which each appearance of a form field has a page of its own."""
        return self._render("appearances.html.j2", PageData(course, BLANK, layout), appearances=appearances)

    def compose_summary(self, course: Course, summary: object, heading: str, layout: Layout) -> str:
        """Return a group's overview as one HTML document."""
        page_data = PageData(course, BLANK, layout)
        running = running_title(heading, layout.fonts)
        return self._render("summary.html.j2", page_data, summary=summary, heading=heading, running=running)

    def compose_product(self, name: str, course: Course, product: object, words: Words, layout: Layout) -> str:
        """Return a product, such as a sign-in sheet, as one HTML document; ``product`` is what its template draws.

        ``words`` are those of products in the course's language; the template has them as ``words``.
        """
        page_data = PageData(course, BLANK, layout)
        html = self._render(f"products/{name}{SUFFIX}", page_data, product=product, words=WordsView(words))
        return with_running_title(html, course.title, words.text("continued"), layout.fonts)

    def compose_faults(self, course: Course, values: Mapping[str, object], layout: Layout) -> str:
        """Return an HTML document that says what is wrong with a page; ``values`` are the template's."""
        return self._render("faults.html.j2", PageData(course, BLANK, layout), **values)

    def describe(self, page: str, course: Course, layout: Layout) -> "PageDescription":
        """Return a page's kind and its title; they are empty if its template has no such blocks."""
        context = self._page_context(page, PageData(course, BLANK, layout))
        self._run(context)
        blocks = (context.blocks.get(block, []) for block in ("kind", "title"))
        kind, title = ("".join(self._filled(context, render).strip() for render in block[:1]) for block in blocks)
        return PageDescription(kind, Markup(title).unescape())  # noqa: S704 - autoescaped already

    def _render(self, name: str, page_data: PageData, **values: object) -> Markup:
        return Markup(self._run(self._context(name, page_data, **values)))  # noqa: S704 - autoescaped already

    def _page_context(self, page: str, page_data: PageData) -> Context:
        """Return the context of a page: of its own template, or of the one that draws pages in Markdown.

        That of a certificate is beside the templates of the other products.
        """
        if page_data.product:
            return self._context(f"products/{page}{SUFFIX}", page_data, page=page)
        if markdown_page := page_data.course.markdown_page(page):
            return self._context(_MARKDOWN, page_data, page=page, markdown=MarkdownPageView(markdown_page))
        return self._context(f"pages/{page}{SUFFIX}", page_data, page=page)

    def _context(self, name: str, page_data: PageData, **values: object) -> Context:
        """Return the context of a template: what all of them know, ``widget``, and values for it alone."""
        with located(name, self._folder):
            variables = {**_views(page_data), **values}
            widget = self._environment.get_template("widgets.html.j2").make_module(variables)
            return self._environment.get_template(name).new_context({**variables, "widget": widget})

    def _run(self, context: Context) -> str:
        """Return the text of a filled template.

        Afterwards the ``blocks`` of the context hold the blocks of all templates that it extends, too.
        """
        assert context.name is not None  # noqa: S101 - every template here has a file
        with located(context.name, self._folder):
            template = self._environment.get_template(context.name)
        return self._filled(context, template.root_render_func)

    def _filled(self, context: Context, render: Callable[[Context], Iterator[str]]) -> str:
        """Return the text that a template or one of its blocks makes."""
        name = str(context.name)
        with located(name, self._folder):
            try:
                return joined(render(context), name)
            except Exception:  # noqa: BLE001 - a template may raise anything; Jinja puts its lines into the traceback
                self._environment.handle_exception()


def _views(page_data: PageData) -> dict[str, object]:
    """Return what every template knows, by name."""
    course, layout = page_data.course, page_data.layout
    return {
        "course": CourseView(course, layout.fonts),
        "filling": PageDataView(page_data),
        "words": WordsView(course.words),
        "brand": BrandView(layout.brand_style),
        "product": page_data.product,
    }


@dataclass(frozen=True, slots=True)
class PageDescription:
    """What a page says of itself."""

    kind: str
    """The frame: ``cover``, ``slide``, ``exercise``, ``quote``, or one of the course's own."""
    title: str
