"""The data of one page: what its template can ask about the participant, the course and the places for text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import inf
from types import MappingProxyType

from worksheets.course.course import Course
from worksheets.course.layout import NORMAL, Layout, Place
from worksheets.course.mark_paths import DERIVED, OTHER, answer_path
from worksheets.course.marks import Marks
from worksheets.course.slots import SIGNATURE, Part
from worksheets.people.participant import Participant
from worksheets.text.fit import FORM_LEADING, Fit, css_pixels, fit, pieces, set_lines, shortened
from worksheets.text.fonts import BOLD, REGULAR

from .blanks import BLANK_PLACE, BlankText, blank_width, set_blank
from .boxes import BOXES, box_height, box_place
from .contact_map import (
    Ball,
    BallFits,
    ContactMap,
    MapEntry,
    described,
    entry_parts,
    field_sizes,
    map_sizes,
    rings,
    set_in_balls,
    set_whole,
)
from .mark_slots import (
    CROSS,
    GLYPHS,
    LINE_NUMBER,
    MARK_PLACES,
    DerivedSlot,
    place_across,
)
from .option_rows import is_long, number_across, option_heights, other_width, statement_column, statement_heights
from .rules import PROMPT, PromptColumns, prompt_columns, prompt_rows, prompt_width, rule_steps, rules_for
from .table_rows import Columns, PageRows, most_lines, page_rows, place_in_planned_row, place_in_row
from .table_shape import CELL, CONTINUED_CELL, PLANNED_CELL, TableShape, cell_places, table_shape, written_places
from .wording import language_of

OVERFLOW = "rest"
"""The place on a continuation page, which takes the text that does not fit in its own place."""
_CELLS = (CELL, PLANNED_CELL, CONTINUED_CELL)
"""The places of a table's cells; the first column is bold."""
BALLS = ("ball-name", "ball-support")
"""The places in the balls of a map."""
NUMBERS = ("ball-number", "entry-number")
"""The places for the number of a map's entry: in its ball, and in the list of all entries."""
HEAD = "head"
"""The place at the top of every page for the participant's name."""
_HEAD_LINES = 3
"""The lines that a name has at most at the top of a page, in a layout that declares no ``--head-most-lines``."""
_ROUNDED = 0.1
"""By how many mm a form field is taken to be narrower than it is, and is made higher than its lines."""


class PageData:
    """One page of a handout for one participant, which templates know as ``filling``.

    What does not fit in its place is collected in ``overflow``, ``legend`` and ``rest_rows`` while the page is filled;
    ``Continuation`` gathers that from all pages.
    """

    def __init__(self, course: Course, participant: Participant, layout: Layout, *, fillable: bool = False) -> None:
        self.course = course
        self.participant = participant
        self.layout = layout
        self.fillable = fillable
        self.page_number = 0
        """The number of the page, from 1; 0 for the document around the pages."""
        self.title = ""
        """The title of the page, once it is filled."""
        self.overflow_texts: dict[str, str] = {}
        """The text that does not fit in its place, by the paths of the slots."""
        self.legend: list[MapEntry] = []
        self.rest_rows: dict[str, Sequence[str]] = {}
        """The paths of the entries of tables that have no room on the page, by the path of the table."""
        self._continued: set[str] = set()
        """The slots whose overflow the page itself prints, as templates of older courses do."""
        self._in_balls: dict[str, Fit] = {}
        self._derived_texts: dict[str, str] = {}
        self._fits: dict[tuple[str, str], Fit] = {}
        self._rules: dict[tuple[str, str], int] = {}
        self._maps: dict[str, ContactMap] = {}
        self._entries: dict[str, list[str]] = {}
        self._rows: dict[str, PageRows] = {}
        self._shapes: dict[str, TableShape] = {}
        self._prompt_places: dict[str, Place] = {}
        self._cells: dict[tuple[str, str], dict[str, Place]] = {}
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

    def has(self, path: str) -> bool:
        """Return True if a slot is filled."""
        return bool(self.text(path))

    def is_field(self, place: str) -> bool:
        """Return True if slots in a place are drawn as form fields, which take a text of any length."""
        return self.fillable and place not in (HEAD, OVERFLOW)

    def text(self, path: str) -> str:
        """Return the whole text of a slot; empty when it is not filled. See ``mark_slots`` for derived slots."""
        if DERIVED not in path:
            return self.participant.text(path)
        if path not in self._derived_texts:
            self._derived_texts[path] = self._derived(path).text(self.participant.text(answer_path(path)))
        return self._derived_texts[path]

    def state(self, path: str) -> str:
        """Return in words whether an option is chosen, or the number that is chosen on a scale or a line."""
        text, words = self.text(path), self.course.words
        if DERIVED in path:
            return words.text("chosen" if text else "not_chosen")
        return words.text("chosen_number", number=text) if text else words.text("nothing_chosen")

    def option_heights(self, path: str) -> list[float]:
        """Return the height in mm of the row of each option; 0 where the style sheets say it."""
        marks = self.course.part(path).marks
        return option_heights(marks, self.layout) if marks else []

    def other_width(self, path: str) -> float:
        """Return the width in mm of the rule beside the last option."""
        marks = self.course.part(answer_path(path)).marks
        return other_width(marks, self.layout) if marks else 0.0

    def statement_heights(self, path: str) -> list[float]:
        """Return the height in mm of the row of each statement; 0 where the style sheets say it."""
        return statement_heights(self.course.part(path), self.layout)

    def statement_column(self, path: str) -> float:
        """Return the width in mm of the column of an option beside statements."""
        marks = next((part.marks for part in self.course.part(path).parts), None)
        return statement_column(marks.options, self.layout) if marks else 0.0

    def is_long(self, path: str) -> bool:
        """Return True if the options or the statements of an exercise take more than a half of a page."""
        return is_long(self.course.part(path), self.layout)

    def _derived(self, path: str) -> DerivedSlot:
        answer, _sign, part = path.partition(DERIVED)
        slot = self.course.slots[answer]
        return DerivedSlot(slot.marks or Marks(), part)

    def language(self, path: str) -> str:
        """Return the language of a slot's text if its script tells it, so that the right font draws its letters."""
        return language_of(self.text(path))

    def label(self, path: str) -> str:
        """Return the label of a slot."""
        return self.course.slots[answer_path(path)].label

    def labels(self, paths: Sequence[str], conjunction: str = ", ") -> str:
        """Return the common label of slots on one line; with the conjunction “ ja ”, for example, “Aika ja paikka”."""
        first, *others = (self.label(path) for path in paths)
        return conjunction.join([first, *(label.lower() for label in others)])

    def filled(self, lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the lines, each given as the paths of its slots, that have at least one filled slot."""
        return [paths for paths in lines if any(map(self.has, paths))]

    def entries(self, path: str) -> list[str]:
        """Return the paths of a list's entries that are drawn: all filled ones, and at least those of a blank page."""
        if path not in self._entries:
            count = max(self.course.part(path).rows, self.participant.rows(path))
            self._entries[path] = [f"{path}.{row}" for row in range(1, count + 1)]
        return self._entries[path]

    def page_entries(self, path: str) -> list[str]:
        """Return the paths of a table's entries that have room on the page; the others go to ``rest_rows``."""
        entries, count = self.entries(path), self.page_rows(path).count
        if count < len(entries):
            self.rest_rows[path] = entries[count:]
        return entries[:count]

    def page_rows(self, path: str) -> PageRows:
        """Return how many entries of a table have room on the page, and how high their rows are."""
        if path not in self._rows:
            entries, shape = self.entries(path), self.table_shape(path)
            if shape.row_height:
                self._rows[path] = PageRows(min(len(entries), shape.rows), shape.row_height, is_tight=False)
                return self._rows[path]
            blank = [""] * len(self.course.part(path).parts)
            # The fields of a form scroll, so that its rows are as high as those of a blank page.
            rows = [blank if self.is_field(CELL) else self.cells(entry) for entry in entries]
            on_page = page_rows(rows, CELL, self.layout, self._columns(path), shrinking=not self.is_field(CELL))
            self._rows[path] = self._with_tall_row(on_page, entries, rows)
        return self._rows[path]

    def _with_tall_row(self, on_page: PageRows, entries: Sequence[str], rows: Sequence[Sequence[str]]) -> PageRows:
        """Return the rows on a page with the next one too, if it is higher than a page and its beginning has room."""
        count = on_page.count
        pieces_of_next = self.row_pieces(entries[count], CELL) if count < len(entries) else []
        if not pieces_of_next:
            return on_page
        table = entries[count].rpartition(".")[0]
        with_beginning = page_rows([*rows[:count], pieces_of_next[0]], CELL, self.layout, self._columns(table))
        return with_beginning if with_beginning.count > count else on_page

    def row_lines(self, entry: str) -> int:
        """Return the most lines of a cell of a table's entry where it continues elsewhere; 2 for one line, too.

        Rows of one line and of two are equally high.
        """
        path, _dot, row = entry.rpartition(".")
        table = self.course.part(path)
        label = [table.given[int(row) - 1]] if table.given else []
        return max(2, most_lines([*label, *self.cells(entry)], cell_places(table, CONTINUED_CELL, self.layout)))

    def table_shape(self, path: str) -> TableShape:
        """Return how a table lies on the sheets of the layout."""
        if path not in self._shapes:
            self._shapes[path] = table_shape(self.course.part(path), self.layout)
        return self._shapes[path]

    def _columns(self, path: str) -> Columns:
        """Return the columns of a table on its page."""
        is_given = bool(self.course.part(path).given)
        return Columns(tuple(self._cell_places(path, CELL).values()), are_given=is_given)

    def room(self, path: str, place: str) -> Place:
        """Return the place of a slot as it is in its exercise, whose columns can have a width of their own."""
        if place == PROMPT:
            return self._prompt_place(path.partition(".")[0])
        if place in _CELLS and (entries := self._list_of(path)):
            return self._cell_places(entries, place)[path.rpartition(".")[2]]
        return self.layout.place(place)

    def _prompt_place(self, exercise_id: str) -> Place:
        """Return the place of an exercise's prompts, in columns of their width."""
        if exercise_id not in self._prompt_places:
            declared, exercise = self.layout.place(PROMPT), self._exercise(exercise_id)
            width = prompt_width(exercise, self.layout) if exercise else declared.width
            self._prompt_places[exercise_id] = replace(declared, width=width)
        return self._prompt_places[exercise_id]

    def _cell_places(self, path: str, place: str) -> dict[str, Place]:
        """Return the places of a table's cells by the ids of their columns."""
        if (path, place) not in self._cells:
            table = self.course.part(path)
            places = written_places(table, cell_places(table, place, self.layout))
            self._cells[path, place] = dict(zip((part.id for part in table.parts), places, strict=True))
        return self._cells[path, place]

    def _exercise(self, path: str) -> Part | None:
        """Return the exercise with an id; None if there is none."""
        return next((part for part in self.course.root.parts if part.id == path), None)

    def cells(self, entry: str) -> list[str]:
        """Return the texts of a table's entry, given by its path."""
        return [self.text(f"{entry}.{part.id}") for part in self.course.part(entry.rpartition(".")[0]).parts]

    def fit(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set in a place of the layout; what does not fit is added to ``overflow``."""
        if place == OVERFLOW:
            self._continued.add(path)
            return Fit(NORMAL, self.overflow_texts.get(path, self.text(path)))
        if place == HEAD:
            return self._fit_head(path)
        if place in NUMBERS:
            return Fit(NORMAL, self._entry_number(path))
        if path in self._in_balls and place in BALLS:
            return self._in_balls[path]
        if (path, place) not in self._fits:
            fitted = self._fit_mark(path, place) if place in MARK_PLACES else self._fit_in(path, place)
            self._fits[path, place] = fitted
            if fitted.overflow:
                self.overflow_texts[path] = fitted.overflow
        return self._fits[path, place]

    def _fit_mark(self, path: str, place: str) -> Fit:
        """Return how a mark is drawn: as a sign, or as the number that is chosen; nothing where none is."""
        text = self.text(path)
        return Fit(NORMAL, GLYPHS.get(place, text) if text else "", across=self._across(path, place) if text else 0.0)

    def _across(self, path: str, place: str) -> float:
        """Return by how many mm a cross on a line, or the number under it, is right of the line's middle."""
        if place == CROSS:
            return place_across(self.text(path), self.layout.number("line-width"))
        return number_across(self.text(path), self._derived(path).marks, self.layout) if place == LINE_NUMBER else 0.0

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
        room, is_name = self.room(path, place), place == SIGNATURE or self._is_name(path)
        if place == OTHER:
            room = replace(room, width=self.other_width(path))
        if place == CELL and (entries := self._list_of(path)):
            room = place_in_row(room, place, self.page_rows(entries), self.layout)
        elif place == PLANNED_CELL:
            height = self.table_shape(self._list_of(path)).row_height
            room = place_in_planned_row(room, CELL, height, self.layout)
        elif place in BOXES:
            room = box_place(room, place, self.box_height(path), self.layout)
        if rules := self.rules(path.rpartition(".")[0] if place == PROMPT else path, place):
            room = room.with_lines(rules)
        return fit(self.text(path), room, BOLD if is_name and place in _CELLS else REGULAR, is_name=is_name)

    def box_height(self, path: str) -> float:
        """Return the height in mm of the box that a text is written in; 0 for a text that stands on rules."""
        exercise = self._exercise(path)
        return box_height(exercise, self.layout) if exercise else 0.0

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

    def _list_of(self, path: str) -> str:
        """Return the path of the list that a slot's entry is in; empty if it is in none."""
        entries, _dot, row = path.rpartition(".")[0].rpartition(".")
        return entries if row.isdecimal() else ""

    def _is_name(self, path: str) -> bool:
        """Return True if a slot holds the participant's name, or the name of a list's entry."""
        if path == self.course.name_slot:
            return True
        entries = self._list_of(path)
        table = self.course.part(entries) if entries else None
        return table is not None and not table.given and table.parts[0].id == path.rpartition(".")[2]

    def rules(self, path: str, place: str) -> int:
        """Return how many rules each place of an exercise has, in which its texts fit; 0 if they are not counted.

        ``path`` is that of the exercise, or of any slot that is drawn in the place ``text``. See ``compose.rules``.
        """
        if (path, place) not in self._rules:
            exercise = self._exercise(path)
            steps = rule_steps(exercise, place, self.layout)
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

    def planned_field_height(self, path: str) -> float:
        """Return the height in mm of the form field in a row that keeps its height: down to the row's line."""
        return self.table_shape(self._list_of(path)).row_height - self.layout.number("planned-cell-top")

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

    def row_pieces(self, row: str, place: str) -> list[list[str]]:
        """Return the texts of a table's row in pieces, each for a row of its own; none for a row that needs no pieces.

        ``row`` is the path of an entry. A row that is higher than a page would be cut off from the table's title and
        header. The layout says how many lines of a place a row may have (``--cell-most-lines``), and how many each of
        its pieces has (``--cell-piece-lines``); without them no row is divided, and no form field is.
        """
        most, lines = (self.layout.numbers.get(f"{place}-{name}", inf) for name in ("most-lines", "piece-lines"))
        texts = self.cells(row)
        cells = list(zip(texts, self._cell_places(row.rpartition(".")[0], place).values(), strict=True))
        if self.is_field(place) or all(len(pieces(text, room, most)) <= 1 for text, room in cells):
            return []
        columns = [pieces(text, room, lines) for text, room in cells]
        return [list(texts) for texts in zip_longest(*columns, fillvalue="")]

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
        number, description = self.layout.number, described(texts)
        drawn = rings(len(slots), number("map-side"), number("ball-size"), number("centre-size"))
        listed = bool(description and self.layout.numbers.get("map-list") and not self.fillable)
        if self.fillable:
            set_texts = set_whole(texts, field_sizes(drawn.balls, self.layout))
        elif listed:
            set_texts = set_whole(texts, map_sizes(self.layout)[0])
        else:
            set_texts = set_in_balls(texts, drawn.balls, self.layout)
        bubbles = self._bubbles(slots, drawn.balls, set_texts.balls)
        label = self.course.part(path.split(".", maxsplit=1)[0]).label
        sizes = set_texts.sizes
        return ContactMap(
            label, self.layout.colours, drawn.side, drawn.centre, bubbles, description, sizes, listed=listed
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
