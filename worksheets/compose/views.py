"""What a template gets: texts, numbers, lists, and the methods that pages use.

A course may come from a stranger, and its templates are programs. The views hide the course's folder and its style
sheets, whose paths could be used to read, write, rename or delete any file of the user's; what a list says of a
participant and is never printed; and whatever could be changed for the next participant. Jinja's sandbox hides the
attributes that begin with an underscore.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup, escape

from worksheets.course.brand_style import BrandStyle
from worksheets.course.course import Course
from worksheets.course.declared_fonts import DeclaredFonts
from worksheets.course.layout import Layout
from worksheets.course.markdown_page import BlankPlace, Block, MarkdownPage
from worksheets.course.slots import Part
from worksheets.course.words import Words
from worksheets.messages import _
from worksheets.people.participant import Participant
from worksheets.text.fit import Fit

from .contact_map import ContactMap, MapEntry
from .continuation import Continuation, ContinuedContacts, ContinuedTable, ContinuedText
from .page_data import PageData
from .rules import PromptColumns
from .running_titles import running_title
from .table_shape import TableShape


class View:
    """What a template knows by a name; it has texts in it, and is none itself."""

    called = ""
    """The name."""

    def __repr__(self) -> str:
        """Return the name, and no address in memory, which would be another in each run."""
        return self.called

    def __str__(self) -> str:
        """Raise TypeError: nobody wants the object itself on paper."""
        raise TypeError(_("“{name}” is not a text; print something in it").format(name=self.called))


class CourseView(View):
    """The course as a template sees it."""

    called = "course"

    def __init__(self, course: Course, fonts: DeclaredFonts | None = None) -> None:
        """``fonts`` are those that the layout sets texts in, None for the text font."""
        self._course = course
        self.name = course.name
        self.title = course.title
        self.running_title = running_title(course.title, fonts)
        self.subtitle = course.subtitle
        self.language = course.language
        self.pages = course.pages
        self.name_slot = course.name_slot

    def part(self, path: str) -> Part:
        """Return the exercise, or the part of one, at a path. Raises PageError if there is none."""
        return self._course.part(path)


class BrandView(View):
    """The brand as a template sees it: its pictures, with their descriptions and their sizes in mm."""

    called = "brand"

    def __init__(self, style: BrandStyle) -> None:
        self.logo = style.logo
        self.cover_picture = style.cover_picture


class MarkdownPageView(View):
    """A page in Markdown as the template that draws it sees it: its kind, its title, and its blocks in order."""

    called = "markdown"

    def __init__(self, page: MarkdownPage) -> None:
        self._page = page
        self.kind = page.kind
        self.title = page.title
        self.blocks = tuple(map(MarkdownBlockView, page.blocks))


class MarkdownBlockView(View):
    """A piece of such a page: finished HTML, and what a widget draws below it."""

    called = "block"

    def __init__(self, block: Block) -> None:
        self.html = Markup(block.html)  # noqa: S704 - the reader of Markdown has escaped it
        self.widget = block.widget
        self.exercise = block.exercise
        self.lines = block.lines
        self.options = MappingProxyType(dict(block.options))
        self.blanks = tuple(map(BlankPlaceView, block.blanks))


class BlankPlaceView(View):
    """A blank in a sentence of such a page, and the finished HTML that follows it."""

    called = "blank"

    def __init__(self, blank: BlankPlace) -> None:
        self.exercise = blank.exercise
        self.depth = blank.depth
        self.stop = blank.stop
        self.html = Markup(blank.html)  # noqa: S704 - the reader of Markdown has escaped it


class LayoutView(View):
    """The layout as a template sees it: its name, and the custom properties of its style sheets."""

    called = "filling.layout"

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.name = layout.name
        self.properties = MappingProxyType(layout.properties)
        self.numbers = MappingProxyType(layout.numbers)
        self.colours = MappingProxyType(layout.colours)

    def number(self, name: str) -> float:
        """Return a custom property: a length in mm, or a bare number. Raises StyleError if there is none."""
        return self._layout.number(name)


class ParticipantView(View):
    """The participant as a template sees them: the texts, and nothing by which a list tells people apart."""

    called = "filling.participant"

    def __init__(self, participant: Participant) -> None:
        self._participant = participant

    @property
    def name(self) -> str:
        """The participant's name; empty on a blank handout."""
        return self._participant.name

    @property
    def values(self) -> Mapping[str, str]:
        """The text of each filled slot by its path."""
        return MappingProxyType(self._participant.values)

    def text(self, path: str) -> str:
        """Return a slot's text; empty if it is not filled."""
        return self._participant.text(path)

    def rows(self, path: str) -> int:
        """Return the number, from 1, of a list's last filled entry; 0 if none is filled."""
        return self._participant.rows(path)


class WordsView(View):
    """The papers' own words as a template sees them: ``words.notes`` is a text.

    One with placeholders, or with forms for numbers, is called with the values: ``words.from_page(page=3)``.
    """

    called = "words"

    def __init__(self, words: Words) -> None:
        self._words = words

    def __getattr__(self, key: str) -> str | Callable[..., str]:
        """Return a text by its key. Raises AttributeError if there is none."""
        if key.startswith("_") or key not in self._words.texts:
            raise AttributeError(_("no text “{key}”").format(key=key))
        if self._words.has_values(key):
            return lambda **values: self._filled(key, **values)
        return self._words.text(key)

    def _filled(self, key: str, **values: object) -> str:
        """Return a text with values; one that is only printed, not read, is put in as it prints itself."""
        if not any(hasattr(value, "__html__") for value in values.values()):
            return self._words.text(key, **values)
        escaped = {name: escape(value) if name != "count" else value for name, value in values.items()}
        words = self._words.mapped(lambda text: str(escape(text)))
        return Markup(words.text(key, **escaped))  # noqa: S704 - escaped already


class PageDataView(View):
    """The data of one page as a template sees it: the methods of ``PageData`` that pages use."""

    called = "filling"

    def __init__(self, page_data: PageData) -> None:
        self._page_data = page_data
        self.layout = LayoutView(page_data.layout)

    @property
    def participant(self) -> ParticipantView:
        """The participant's texts, by the paths of their slots."""
        return ParticipantView(self._page_data.participant)

    @property
    def overflow(self) -> Mapping[str, str]:
        """The text that does not fit in its place, by the paths of the slots."""
        return self._page_data.overflow

    @property
    def rests(self) -> Mapping[str, str]:
        """The overflow, under the name that older templates use."""
        return self._page_data.overflow

    @property
    def legend(self) -> Sequence[MapEntry]:
        """The entries of maps that do not fit in their balls."""
        return self._page_data.legend

    def has(self, path: str) -> bool:
        """Return True if a slot is filled."""
        return self._page_data.has(path)

    def is_field(self, place: str) -> bool:
        """Return True if slots in a place are drawn as form fields."""
        return self._page_data.is_field(place)

    def text(self, path: str) -> str:
        """Return the whole text of a slot; empty when it is not filled."""
        return self._page_data.text(path)

    def language(self, path: str) -> str:
        """Return the language of a slot's text if its script tells it; otherwise an empty text."""
        return self._page_data.language(path)

    def state(self, path: str) -> str:
        """Return in words whether an option is chosen, or the number that is chosen on a scale or a line."""
        return self._page_data.state(path)

    def option_heights(self, path: str) -> Sequence[float]:
        """Return the height in mm of the row of each option; 0 where the style sheets say it."""
        return self._page_data.option_heights(path)

    def other_width(self, path: str) -> float:
        """Return the width in mm of the rule beside the last option."""
        return self._page_data.other_width(path)

    def statement_heights(self, path: str) -> Sequence[float]:
        """Return the height in mm of the row of each statement; 0 where the style sheets say it."""
        return self._page_data.statement_heights(path)

    def statement_column(self, path: str) -> float:
        """Return the width in mm of the column of an option beside statements."""
        return self._page_data.statement_column(path)

    def is_long(self, path: str) -> bool:
        """Return True if the options or the statements of an exercise take more than a half of a page."""
        return self._page_data.is_long(path)

    def label(self, path: str) -> str:
        """Return the label of a slot."""
        return self._page_data.label(path)

    def labels(self, paths: Sequence[str], conjunction: str = ", ") -> str:
        """Return the common label of slots on one line."""
        return self._page_data.labels(paths, conjunction)

    def filled(self, lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the lines that have at least one filled slot."""
        return self._page_data.filled(lines)

    def entries(self, path: str) -> list[str]:
        """Return the paths of the entries that are drawn of a list."""
        return self._page_data.entries(path)

    def page_entries(self, path: str) -> list[str]:
        """Return the paths of a table's entries that have room on the page; the others continue elsewhere."""
        return self._page_data.page_entries(path)

    def row_height(self, path: str, row: str = "") -> float:
        """Return the least height in mm of a row of a table on the page; 0 where the style sheets say it."""
        return self._page_data.row_height(path, row)

    def fit(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set in a place of the layout."""
        return self._page_data.fit(path, place)

    def blank_width(self, path: str, depth: int = 0) -> float:
        """Return the width in mm of a blank in a sentence, which is in so many lists and quotes."""
        return self._page_data.blank_width(path, depth)

    def rules(self, path: str, place: str) -> int:
        """Return how many rules each place of an exercise has; 0 if they are not counted."""
        return self._page_data.rules(path, place)

    def table_shape(self, path: str) -> TableShape:
        """Return how a table lies on the sheets of the layout."""
        return self._page_data.table_shape(path)

    def box_height(self, path: str) -> float:
        """Return the height in mm of the box that a text is written in; 0 for a text that stands on rules."""
        return self._page_data.box_height(path)

    def prompt_columns(self, path: str) -> PromptColumns:
        """Return how the prompts of an exercise stand side by side."""
        return self._page_data.prompt_columns(path)

    def prompt_rows(self, path: str) -> int:
        """Return how many prompts of an exercise stand one below another in a column of a page."""
        return self._page_data.prompt_rows(path)

    def on_line(self, paths: Sequence[str], place: str) -> list[str]:
        """Return the slots to be drawn on one line."""
        return self._page_data.on_line(paths, place)

    def field_height(self, path: str, place: str, share: float = 1.0) -> float:
        """Return the height in mm of a form field with a long text; 0 for the usual height."""
        return self._page_data.field_height(path, place, share)

    def row_pieces(self, row: str, place: str) -> list[list[str]]:
        """Return the texts of a table's row in pieces, each for a row of its own; none for a row that needs none."""
        return self._page_data.row_pieces(row, place)

    def map(self, path: str) -> ContactMap:
        """Return a list's entries as a map."""
        return self._page_data.map(path)


class ContinuationView(View):
    """What the pages of a handout could not print, as the document's template sees it."""

    called = "continued"

    def __init__(self, continuation: Continuation) -> None:
        self._continuation = continuation

    def is_needed(self, elsewhere: Collection[str] = ()) -> bool:
        """Return True if anything continues, but for the name at the top of the pages if it stands ``elsewhere``."""
        return self._continuation.is_needed(elsewhere)

    def texts(self, elsewhere: Collection[str] = ()) -> Iterator[ContinuedText]:
        """Return the texts that continue, but for the name at the top of the pages if it stands ``elsewhere``.

        Templates print them one after another; how many there are is no part of a master.
        """
        return iter(self._continuation.texts(elsewhere))

    def tables(self) -> Sequence[ContinuedTable]:
        """Return the entries of tables that continue."""
        return self._continuation.tables

    def contacts(self, elsewhere: Collection[str] = ()) -> Sequence[ContinuedContacts]:
        """Return the entries of maps that continue, before the texts that ``texts`` returns."""
        return self._continuation.contacts(elsewhere)
