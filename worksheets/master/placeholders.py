"""Page data with a placeholder in every slot, in place of a participant's texts.

A template asks questions (is this slot filled, how many entries has this list), and prints texts. The questions are
answered from a participant's data, and the answers are kept: participants with the same answers have the same pages,
except for their texts. For a text the template gets a placeholder, which is found again on the typeset pages, such as
``þ0070þ``: line 0 of placeholder number 7.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from worksheets.compose.blanks import blank_width
from worksheets.compose.contact_map import ContactMap
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import HEAD, OVERFLOW
from worksheets.compose.table_rows import PageRows
from worksheets.compose.table_shape import PLANNED_CELL
from worksheets.compose.templates import Templates
from worksheets.course.layout import EMPTY, NORMAL, Layout
from worksheets.errors import NeedsTypesetterError, PageError, Reason
from worksheets.merge.model import Question, SlotKey
from worksheets.merge.questions import (
    DESCRIPTION,
    ENTRIES,
    HAS,
    LEGEND,
    ON_PAGE,
    PLACEHOLDER,
    RULES,
    SIZES,
    STATE,
    TIGHT,
    UNDRAWN,
    answer,
)
from worksheets.pdf.content_stream import TextRun
from worksheets.people.participant import BLANK
from worksheets.text.fit import Fit

PageDataFactory = Callable[[], PageData]
"""Returns a participant's data for a page; templates change it, so every page needs data of its own."""
PlaceholderChoice = Callable[[int, SlotKey], Fit]
"""Returns the placeholder for a number, and for the slot and the place that the number stands for."""


@dataclass(frozen=True, slots=True)
class PlaceholderState:
    """How a placeholder is set in a rendering."""

    step: str
    """The step of its place."""
    lines: int
    """The number of its lines."""
    hyphenated: bool = False
    """It is set as a text whose words may be hyphenated, to see whether they are."""


def placeholder(number: int, step: str, lines: int, *, hyphenated: bool = False) -> Fit:
    """Return the placeholder of a number (0 to 9999) in a step of its place, on a number of lines."""
    text = "\n".join(f"þ{number:03}{line % 10}þ" for line in range(lines))
    return Fit(step, text, hyphenated=hyphenated)


def number_of(run: TextRun) -> int:
    """Return the number of the placeholder that a text run is; -1 if it is none."""
    match = PLACEHOLDER.fullmatch(run.text)
    return int(match[1]) if match else -1


def in_states(state_of: Callable[[int], PlaceholderState]) -> PlaceholderChoice:
    """Return a choice of placeholders in the states that a function returns for their numbers.

    Placeholders in the head of a page, and those that are not drawn on it, have one line in the normal step.
    """

    def choose(number: int, key: SlotKey) -> Fit:
        state = PlaceholderState(NORMAL, 1) if key.place in (UNDRAWN, HEAD) else state_of(number)
        return placeholder(number, state.step, state.lines, hyphenated=state.hyphenated)

    return choose


ONE_LINE = in_states(lambda _number: PlaceholderState(NORMAL, 1))
"""Every placeholder has one line in the normal step, as most texts do."""


def overflowing(layout: Layout) -> PlaceholderChoice:
    """Return a choice of placeholders in which every text overflows whose place has a limit."""

    def choose(number: int, key: SlotKey) -> Fit:
        step = layout.last_step(key.place)
        return replace(placeholder(number, step, 1), overflow="–") if step else placeholder(number, NORMAL, 1)

    return choose


class PrintOnlyText:
    """A placeholder that a template may print, and do nothing else with.

    Whatever else a template did, such as comparing it, would depend on the placeholder and not on a participant's text.
    """

    def __init__(self, text: str, on_print: Callable[[], None]) -> None:
        self._text = text
        self._on_print = on_print

    def __html__(self) -> str:
        """Return the text for the page, and report that it is printed."""
        self._on_print()
        return self._text

    def __str__(self) -> str:
        """Raise TypeError: the result would depend on the placeholder."""
        raise TypeError("a template does more with a text than print it")

    def __eq__(self, other: object) -> bool:
        """Raise TypeError, as ``__str__`` does."""
        return bool(str(self))

    __hash__ = None  # type: ignore[assignment]


class _OwnNumber:
    """The number in a ball where a map has a legend: it differs, so a template may draw it in its place only."""

    def __html__(self) -> str:
        """Raise TypeError, as for whatever a template does with it."""
        raise TypeError("a template asks for the number of an entry")

    __str__ = __html__

    def __bool__(self) -> bool:
        """Raise TypeError, as ``__html__`` does."""
        return bool(self.__html__())


@dataclass
class PlaceholderData:
    """Makes the page data of one handout, and notes what the templates ask for and which placeholders they get."""

    participant_data: PageDataFactory
    """The data that questions are answered from."""
    choose: PlaceholderChoice
    keys: list[SlotKey] = field(default_factory=list)
    """What the placeholders stand for, by number. Handouts with the same list have the same numbers."""
    answers_by_page: list[dict[Question, int]] = field(default_factory=list)
    """The questions of each page, and last those of the document around the pages, with their answers."""
    numbers_by_page: list[set[int]] = field(default_factory=list)
    """The numbers of the placeholders on each page, and last of those in the document around the pages."""
    times_printed: Counter[str] = field(default_factory=Counter)
    """How often each print-only text was printed."""
    overflow_lines: Mapping[SlotKey, int] = field(default_factory=dict)
    """The slots, in their places, that get a placeholder for their overflow, and the number of its lines."""
    pages_with_continuation: set[int] = field(default_factory=set)
    """The numbers of the pages that print their own overflow, as templates of older courses do."""
    extra_heights: Mapping[str, float] = field(default_factory=dict)
    """By how many mm rows that continue at the end, and the spaces below their tables, are higher, by their paths."""
    page_numbers: Mapping[str, int] | None = None
    """The numbers of the handout's pages, by name; without them, those that are filled are counted from 1."""
    legend: Collection[str] = ()
    """The paths of a map's entries that the legend lists."""
    as_strings: bool = False
    """The data are for a merge, where no template is filled: print-only texts are strings, the participant is blank."""

    @property
    def use(self) -> "PlaceholderUse":
        """What has been noted; it holds nothing of the participant but the answers."""
        return PlaceholderUse(
            self.keys, tuple(self.answers_by_page), tuple(self.numbers_by_page), frozenset(self.pages_with_continuation)
        )

    def __call__(self) -> PageData:
        """Return the data of the next page."""
        self.answers_by_page.append({})
        self.numbers_by_page.append(set())
        return _PlaceholderPage(self.participant_data(), self)

    def ask(self, data: PageData, question: Question) -> int:
        """Return the answer to a question from a participant's data, and keep it."""
        return self.answers_by_page[-1].setdefault(question, answer(data, question))

    def placeholder_for(self, key: SlotKey) -> Fit:
        """Return the placeholder for a slot in a place."""
        number = self._number_for(key)
        return self.choose(number, key)

    def overflow_for(self, key: SlotKey) -> str:
        """Return the placeholder for the overflow of a slot in a place; empty if it has none."""
        if key not in self.overflow_lines:
            return ""
        number = self._number_for(SlotKey(key.path, OVERFLOW))
        return placeholder(number, NORMAL, self.overflow_lines[key]).text

    def print_only(self, path: str) -> str:
        """Return the placeholder for a text that a template gets as it is, and not set in a place."""
        text = self.placeholder_for(SlotKey(path, UNDRAWN)).text
        if self.as_strings:
            return text
        return PrintOnlyText(text, lambda: self.times_printed.update([text]))  # type: ignore[return-value]

    def _number_for(self, key: SlotKey) -> int:
        """Return the number for a slot in a place, and note that the current page has it."""
        if key not in self.keys:
            self.keys.append(key)
        number = self.keys.index(key)
        self.numbers_by_page[-1].add(number)
        return number


@dataclass(frozen=True, slots=True, eq=False)
class PlaceholderUse:
    """What the templates of a handout asked for, and which placeholders they got. See ``PlaceholderData``."""

    keys: Sequence[SlotKey]
    answers_by_page: Sequence[Mapping[Question, int]]
    numbers_by_page: Sequence[Collection[int]]
    pages_with_continuation: Collection[int] = frozenset()


def compose_with_placeholders(pages: Sequence[str], placeholders: PlaceholderData, templates: Templates) -> str:
    """Return a course's pages, given by name, as an HTML document with placeholders.

    Raises NeedsTypesetterError if a template cannot be filled with them: it does more with a text than print it.
    """
    try:
        return templates.compose(pages, placeholders, placeholders.page_numbers)
    except PageError as error:
        raise NeedsTypesetterError(Reason.TEXT_USED_IN_HTML) from error


class _NoParticipant:
    """Takes the place of the participant; a template that reads texts from there cannot be filled with placeholders."""


class _Overflow(Mapping[str, str]):
    """The overflow on a page. A template may print all of it, and ask whether there is any, but no more.

    Participants for whom the same master serves differ in the slots that overflow.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __bool__(self) -> bool:
        return bool(self._texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        raise TypeError("a template asks how many texts overflow")

    def __contains__(self, path: object) -> bool:
        raise TypeError("a template asks which texts overflow")

    def __getitem__(self, path: str) -> str:
        raise TypeError("a template asks which texts overflow")


class _PlaceholderPage(PageData):
    """The data of one page: questions are answered from a participant's data, texts are placeholders."""

    def __init__(self, data: PageData, placeholders: PlaceholderData) -> None:
        participant = BLANK if placeholders.as_strings else _NoParticipant()
        super().__init__(
            data.course,
            participant,  # type: ignore[arg-type]
            data.layout,
            fillable=data.fillable,
            places=data.places,
        )
        self.product = data.product
        self._data = data
        self._placeholders = placeholders
        self._empty: dict[str, Fit] = {}
        """How the slots of maps in which no entry is filled are set: they have no text at all."""

    def has(self, path: str) -> bool:
        is_listed = path.rpartition(".")[0] in self._placeholders.legend
        return is_listed or bool(self._placeholders.ask(self._data, Question(HAS, path)))

    def language(self, path: str) -> str:  # noqa: ARG002 - texts in other scripts are never merged
        return ""

    def text(self, path: str) -> str:
        return self._placeholders.print_only(path) if self.has(path) else ""

    def state(self, path: str) -> str:
        return self._placeholders.print_only(f"{STATE}:{path}")

    def entries(self, path: str) -> list[str]:
        self._placeholders.ask(self._data, Question(ENTRIES, path))
        return self._data.entries(path)

    @property
    def overflow(self) -> Mapping[str, str]:
        return _Overflow(self.overflow_texts)

    def page_rows(self, path: str) -> PageRows:
        for asked in (ON_PAGE, TIGHT):
            self._placeholders.ask(self._data, Question(asked, path))
        return self._data.page_rows(path)

    def row_lines(self, entry: str) -> int:
        return self._data.row_lines(entry)

    def extra_height(self, path: str) -> float:
        return self._placeholders.extra_heights.get(path, 0.0)

    def fit(self, path: str, place: str) -> Fit:
        if place == OVERFLOW:
            self._continued.add(path)
            if self.page_number:
                self._placeholders.pages_with_continuation.add(self.page_number)
            text = self.overflow_texts.get(path)
            return self._placeholders.placeholder_for(SlotKey(path, place)) if text is None else Fit(NORMAL, text)
        key = SlotKey(path, place)
        fitted = self._empty.get(path) or self._placeholders.placeholder_for(key)
        if overflow := fitted.overflow or self._placeholders.overflow_for(key):
            self.overflow_texts[path] = overflow
        return fitted

    def rules(self, path: str, place: str) -> int:
        return self._placeholders.ask(self._data, Question(RULES, f"{place}:{path}"))

    def blank_width(self, path: str, depth: int = 0) -> float:  # noqa: ARG002 - nor is a sentence whose blank is wider
        return blank_width(self.course.part(path), self.layout)

    def on_line(self, paths: Sequence[str], place: str) -> list[str]:  # noqa: ARG002 - nor words wider than a line
        return list(paths)

    def field_height(self, path: str, place: str, share: float = 1.0) -> float:  # noqa: ARG002 - nor are fields so high
        return self._data.planned_field_height(path) if place == PLANNED_CELL else 0.0

    def row_pieces(self, row: str, place: str) -> list[list[str]]:  # noqa: ARG002 - rows so high are never merged
        return []

    def map(self, path: str) -> ContactMap:
        drawn = self._data.map(path)
        self.entries(path)
        self._placeholders.ask(self._data, Question(SIZES, path))
        description = ""
        if self._placeholders.ask(self._data, Question(DESCRIPTION, path)):
            description = self._placeholders.print_only(f"{DESCRIPTION}:{path}")
        else:
            self._empty |= {bubble.name: Fit(EMPTY, "") for bubble in drawn.bubbles}
            self._empty |= {bubble.support: Fit(NORMAL, "") for bubble in drawn.bubbles}
        numbered = bool(self._placeholders.ask(self._data, Question(LEGEND, path)))
        listed = [
            replace(bubble, number=number)
            for number, bubble in enumerate(drawn.bubbles, start=1)
            if bubble.name.rpartition(".")[0] in self._placeholders.legend
        ]
        self.legend += [bubble for bubble in listed if bubble not in self.legend]
        own_number: int | None = _OwnNumber() if numbered else None  # type: ignore[assignment]
        bubbles = tuple(replace(bubble, number=own_number) for bubble in drawn.bubbles)
        return replace(drawn, description=description, bubbles=bubbles, numbered=numbered)
