"""The data of one page: what its template can ask about the participant, the course and the places for text."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from worksheets.course.course import Course
from worksheets.course.layout import NORMAL, Layout, Place
from worksheets.course.mark_paths import OTHER
from worksheets.course.slots import SIGNATURE
from worksheets.people.participant import Participant
from worksheets.text.fit import FORM_LEADING, Fit, css_pixels, fit, set_lines, shortened
from worksheets.text.fonts import BOLD, REGULAR

from .blanks import BLANK_PLACE, BlankText, blank_width, set_blank
from .boxes import BOXES, box_place
from .contact_map import (
    Ball,
    BallFits,
    ContactMap,
    MapEntry,
    described,
    entry_parts,
    field_sizes,
    map_sizes,
    set_in_balls,
    set_whole,
)
from .course_places import CoursePlaces
from .mark_slots import MARK_PLACES
from .page_marks import PageMarks
from .page_tables import CELLS, PageTables
from .page_texts import HEAD, OVERFLOW
from .rules import PROMPT, RULED, PromptColumns, prompt_columns, prompt_rows, rules_for
from .table_rows import place_in_planned_row, place_in_row
from .table_shape import CELL, PLANNED_CELL

if TYPE_CHECKING:
    from .products.certificate import DrawnCertificate

BALLS = ("ball-name", "ball-support")
"""The places in the balls of a map."""
NUMBERS = ("ball-number", "entry-number")
"""The places for the number of a map's entry: in its ball, and in the list of all entries."""
LEGEND_NUMBER = "legend-number"
"""The place in a ball for the number of an entry that is too long for it, which the legend at the end lists."""
CERTIFICATE_NAME = "certificate-name"
"""The place of the name on a certificate."""
_BOLD_NAMES = (*CELLS, CERTIFICATE_NAME)
"""The places in which a name is bold."""
_HEAD_LINES = 3
"""The lines that a name has at most at the top of a page, in a layout that declares no ``--head-most-lines``."""
_ROUNDED = 0.1
"""By how many mm a form field is taken to be narrower than it is, and is made higher than its lines."""


class PageData(PageMarks, PageTables):
    """One page of a handout for one participant, which templates know as ``filling``.

    What does not fit in its place is collected in ``overflow``, ``legend`` and ``rest_rows`` while the page is filled;
    ``Continuation`` gathers that from all pages.
    """

    def __init__(
        self,
        course: Course,
        participant: Participant,
        layout: Layout,
        *,
        fillable: bool = False,
        places: CoursePlaces | None = None,
    ) -> None:
        super().__init__(course, participant, layout, fillable=fillable, places=places)
        self.page_number = 0
        """The number of the page, from 1; 0 for the document around the pages."""
        self.title = ""
        """The title of the page, once it is filled."""
        self.product: DrawnCertificate | None = None
        """What a certificate's template draws; None on a page of the course."""
        self.overflow_texts: dict[str, str] = {}
        """The text that does not fit in its place, by the paths of the slots."""
        self.legend: list[MapEntry] = []
        self._continued: set[str] = set()
        """The slots whose overflow the page itself prints, as templates of older courses do."""
        self._in_balls: dict[str, Fit] = {}
        self._fits: dict[tuple[str, str], Fit] = {}
        self._rules: dict[tuple[str, str], int] = {}
        self._maps: dict[str, ContactMap] = {}
        self._blanks: dict[str, BlankText] = {}

    @property
    def overflow(self) -> Mapping[str, str]:
        """The text that does not fit in its place, by the paths of the slots."""
        return MappingProxyType(self.overflow_texts)

    def open_overflow(self) -> dict[str, str]:
        """Return the overflow that the page has not printed, by the paths of the slots."""
        return {path: text for path, text in self.overflow_texts.items() if path not in self._continued}

    def open_legend(self) -> tuple[MapEntry, ...]:
        """Return the entries of maps that do not fit in their balls and that the page has not printed."""
        return tuple(entry for entry in self.legend if not self._continued & {entry.name, entry.support})

    def room(self, path: str, place: str) -> Place:
        """Return the place of a slot as it is in its exercise, whose columns can have a width of their own."""
        if place == PROMPT:
            return self.places.prompt_place(path.partition(".")[0])
        if place in CELLS and (entries := self.places.list_of(path)):
            return self.places.cell_places(entries, place)[path.rpartition(".")[2]]
        return self.layout.place(place)

    def fit(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set in a place of the layout; what does not fit is added to ``overflow``."""
        if place == OVERFLOW:
            self._continued.add(path)
            return Fit(NORMAL, self.overflow_texts.get(path, self.text(path)))
        if path in self._in_balls and place in BALLS:
            return self._in_balls[path]
        slot = (path, place)
        if slot not in self._fits:  # A merge asks for each slot some times.
            self._fits[slot] = self._new_fit(path, place)
        return self._fits[slot]

    def _new_fit(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set, as ``fit`` does."""
        if place == HEAD:
            return self._fit_head(path)
        if place == LEGEND_NUMBER:
            return Fit(self._in_balls[path].step, self._legend_number(path))
        if place in NUMBERS:
            return Fit(NORMAL, self._entry_number(path))
        fitted = self._fit_mark(path, place) if place in MARK_PLACES else self._fit_in(path, place)
        if fitted.overflow:
            self.overflow_texts[path] = fitted.overflow
        return fitted

    def _legend_number(self, path: str) -> str:
        """Return the number of the legend's entry whose name is a slot; empty if it is not listed there."""
        return next((str(entry.number) for entry in self.legend if entry.name == path), "")

    def _entry_number(self, path: str) -> str:
        """Return the number of a list's entry, given by the path of a slot; empty if nothing of it is filled."""
        entry = path.rpartition(".")[0]
        entries, _dot, number = entry.rpartition(".")
        is_filled = any(self.has(f"{entry}.{part.id}") for part in self.course.part(entries).parts)
        return number if is_filled else ""

    def _fit_head(self, path: str) -> Fit:
        """Return how a slot's text is set at the top of each page, where only its beginning is if it is too long.

        Its whole text is then the overflow.
        """
        text, head, step = self.text(path), self.layout.place(HEAD), self.layout.place(HEAD).steps[0]
        most = int(self.layout.numbers.get(f"{HEAD}-most-lines", _HEAD_LINES))
        drawn = shortened(
            text, css_pixels(head.width), css_pixels(step.size), most, fonts=head.fonts, language=head.language
        )
        if drawn == text:
            return Fit(NORMAL, text)
        self.overflow_texts.setdefault(path, text)
        return Fit(NORMAL, drawn, text)

    def _fit_in(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set in a place that is as high as the texts of its exercise need it."""
        if place == BLANK_PLACE:
            return self._blank(path).fit
        room, text = self.room(path, place), self.text(path)
        if not text:  # As most are: nobody fills in everything.
            return Fit(room.steps[0].name, text)
        is_name = place == SIGNATURE or self.places.is_name(path)
        if place == OTHER:
            room = replace(room, width=self.other_width(path))
        if place == CELL and (entries := self.places.list_of(path)):
            room = place_in_row(room, place, self.page_rows(entries), self.layout)
        elif place == PLANNED_CELL:
            height = self.table_shape(self.places.list_of(path)).row_height
            room = place_in_planned_row(room, CELL, height, self.layout)
        elif place in BOXES:
            room = box_place(room, place, self.box_height(path), self.layout)
        if rules := self.rules(path.rpartition(".")[0] if place == PROMPT else path, place):
            room = room.with_lines(rules)
        return fit(text, room, BOLD if is_name and place in _BOLD_NAMES else REGULAR, is_name=is_name)

    def box_height(self, path: str) -> float:
        """Return the height in mm of the box that a text is written in; 0 for a text that stands on rules."""
        return self.places.box_height(path)

    def blank_width(self, path: str, depth: int = 0) -> float:
        """Return the width in mm of a blank in a sentence, which is in so many lists and quotes.

        A form's field scrolls, so that its blank is as wide as an empty one.
        """
        if self.is_field(BLANK_PLACE):
            return blank_width(self.course.part(path), self.layout)
        return self._blank(path, depth).width

    def _blank(self, path: str, depth: int = 0) -> BlankText:
        if path not in self._blanks:
            note = self.course.words.text("continues_at_end")
            self._blanks[path] = set_blank(self.text(path), self.course.part(path), self.layout, depth, note)
        return self._blanks[path]

    def rules(self, path: str, place: str) -> int:
        """Return how many rules each place of an exercise has, in which its texts fit; 0 if they are not counted.

        ``path`` is that of the exercise, or of any slot that is drawn in the place ``text``. See ``compose.rules``.
        """
        if place not in RULED:
            return 0
        if (path, place) not in self._rules:
            exercise, steps = self.places.exercise(path), self.places.rule_steps(path, place)
            paths = [f"{path}.{part.id}" for part in exercise.parts] if exercise and exercise.parts else [path]
            texts = list(map(self.text, paths)) if len(steps) > 1 else []
            self._rules[path, place] = rules_for(texts, steps, self.room(path, place)) if steps else 0
        return self._rules[path, place]

    def prompt_columns(self, path: str) -> PromptColumns:
        """Return how the prompts of an exercise stand side by side."""
        return prompt_columns(self.course.part(path), self.layout)

    def prompt_rows(self, path: str) -> int:
        """Return how many prompts of an exercise stand one below another in a column of a page."""
        return prompt_rows(self.course.part(path), self.layout)

    def on_line(self, paths: Sequence[str], place: str) -> list[str]:
        """Return the slots to be drawn on one line: all of them, the empty ones too, unless these stand in the way.

        WeasyPrint does not break a word that is wider than the line if an empty element stands before it.
        """
        filled = [path for path in paths if self.text(path)]
        is_in_the_way = filled and filled[0] != paths[0] and self._begins_too_wide(filled[0], place)
        return filled if is_in_the_way and not self.is_field(place) else list(paths)

    def _begins_too_wide(self, path: str, place: str) -> bool:
        """Return True if the first word of a slot's text is wider than a line of a place."""
        room, step = self.layout.place(place), self.fit(path, place).step
        size = next(each.size for each in room.steps if each.name == step)
        word = self.text(path).split()[0]
        width, size = css_pixels(room.width), css_pixels(size)
        return not set_lines(word, width, size, fonts=room.fonts, language=room.language).whole

    def field_height(self, path: str, place: str, share: float = 1.0) -> float:
        """Return the height in mm of a form field whose text needs more than one line; 0 for the usual height.

        The field has a share of the place's width. The layout says how many lines it may have
        (``--field-form-lines``); what is longer is scrolled. Without that, fields of a place have one height.
        """
        if place == PLANNED_CELL:
            return self.planned_field_height(path)
        if self._most_form_lines(place) <= 1 or not self.is_field(place) or not self.has(path):
            return 0.0
        return self.field_height_in(path, place, self.layout.place(place).width * min(share, 1.0))

    def field_height_in(self, path: str, place: str, width: float) -> float:
        """Return the height as ``field_height`` does, for a form field of so many mm."""
        most = self._most_form_lines(place)
        if most <= 1:
            return 0.0
        room, size = self.layout.place(place), self.layout.place(place).steps[-1].size
        pixels = css_pixels(width - _ROUNDED)
        text, limit, height = self.text(path), int(most), css_pixels(size)
        lines = set_lines(text, pixels, height, most=limit, fonts=room.fonts, language=room.language)
        count = min(len(lines.starts), most)
        return count * size * FORM_LEADING + _ROUNDED if count > 1 else 0.0

    def _most_form_lines(self, place: str) -> float:
        return self.layout.numbers.get(f"{place}-form-lines", 1)

    def map(self, path: str) -> ContactMap:
        """Return a list's entries, each a name and a support, as a map; entries too long for it go to ``legend``.

        None do in a layout that lists all of them beside the map (``--map-list``).
        """
        if path not in self._maps:
            self._maps[path] = self._map(path)
        return self._maps[path]

    def _map(self, path: str) -> ContactMap:
        name, support = entry_parts(self.course.part(path))
        slots = [(f"{entry}.{name}", f"{entry}.{support}") for entry in self.entries(path)]
        texts = [(self.text(name), self.text(support)) for name, support in slots]
        description, drawn = described(texts), self.places.rings(len(slots))
        listed = bool(description and self.layout.numbers.get("map-list") and not self.fillable)
        if self.fillable:
            set_texts = set_whole(texts, field_sizes(drawn.balls, self.layout))
        elif listed:
            set_texts = set_whole(texts, map_sizes(self.layout)[0])
        else:
            set_texts = set_in_balls(texts, drawn.balls, self.layout)
        bubbles = self._bubbles(slots, drawn.balls, set_texts.balls)
        label = self.course.part(path.split(".", maxsplit=1)[0]).label
        sizes, numbered = set_texts.sizes, any(bubble.number for bubble in bubbles)
        return ContactMap(
            label,
            self.layout.colours,
            drawn.side,
            drawn.centre,
            bubbles,
            description,
            sizes,
            listed=listed,
            numbered=numbered,
        )

    def _bubbles(
        self, slots: Sequence[tuple[str, str]], balls: Sequence[Ball], fits: Sequence[BallFits]
    ) -> tuple[MapEntry, ...]:
        """Return the entries of a map in their balls; entries that are not shown whole are numbered, for the legend."""
        bubbles = []
        for row, (paths, ball, ball_fits) in enumerate(zip(slots, balls, fits, strict=True), start=1):
            bubbles.append(MapEntry(ball, *paths, None if ball_fits.is_whole else row))
            self._in_balls |= dict(zip(paths, (ball_fits.name, ball_fits.support), strict=True))
        self.legend += [bubble for bubble in bubbles if bubble.number]
        return tuple(bubbles)
