"""The data of one page: what its template can ask about the participant, the course and the places for text."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from math import inf

from worksheets.course.course import Course
from worksheets.course.layout import NORMAL, Layout
from worksheets.people.participant import Participant
from worksheets.text.fit import FORM_LEADING, Fit, css_pixels, fit, pieces, set_lines, shortened

from .contact_map import BOTH, Ball, ContactMap, MapEntry, described, entry_parts, rings, texts_shown
from .wording import language_of

OVERFLOW = "rest"
"""The place on a continuation page, which takes the text that does not fit in its own place."""
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

    What does not fit in its place is collected in ``overflow`` and ``legend`` while the page is filled.
    """

    def __init__(self, course: Course, participant: Participant, layout: Layout, *, fillable: bool = False) -> None:
        self.course = course
        self.participant = participant
        self.layout = layout
        self.fillable = fillable
        self.overflow: Mapping[str, str] = {}
        self.legend: list[MapEntry] = []
        self._in_balls: dict[str, Fit] = {}
        self._fits: dict[tuple[str, str], Fit] = {}
        self._maps: dict[str, ContactMap] = {}
        self._entries: dict[str, list[str]] = {}

    def has(self, path: str) -> bool:
        """Return True if a slot is filled."""
        return bool(self.participant.text(path))

    def is_field(self, place: str) -> bool:
        """Return True if slots in a place are drawn as form fields, which take a text of any length."""
        return self.fillable and place not in (HEAD, OVERFLOW)

    def text(self, path: str) -> str:
        """Return the whole text of a slot; empty when it is not filled."""
        return self.participant.text(path)

    def language(self, path: str) -> str:
        """Return the language of a slot's text if its script tells it, so that the right font draws its letters."""
        return language_of(self.text(path))

    def label(self, path: str) -> str:
        """Return the label of a slot."""
        return self.course.slots[path].label

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

    def fit(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set in a place of the layout; what does not fit is added to ``overflow``."""
        if place == OVERFLOW:
            return Fit(NORMAL, self.overflow.get(path, self.text(path)))
        if place == HEAD:
            return self._fit_head(path)
        if place in NUMBERS:
            return Fit(NORMAL, self._entry_number(path))
        if path in self._in_balls and place in BALLS:
            return self._in_balls[path]
        if (path, place) not in self._fits:
            self._fits[path, place] = fitted = fit(self.text(path), self.layout.place(place))
            if fitted.overflow:
                self.overflow = {**self.overflow, path: fitted.overflow}
        return self._fits[path, place]

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
        drawn = shortened(text, css_pixels(head.width), css_pixels(step.size), most, fonts=head.fonts)
        if drawn == text:
            return Fit(NORMAL, text)
        self.overflow = {**self.overflow, path: text}
        return Fit(NORMAL, drawn, text)

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
        return not set_lines(word, css_pixels(room.width), css_pixels(size), fonts=room.fonts).whole

    def field_height(self, path: str, place: str, share: float = 1.0) -> float:
        """Return the height in mm of a form field whose text needs more than one line; 0 for the usual height.

        The field has a share of the place's width. The layout says how many lines it may have
        (``--field-form-lines``); what is longer is scrolled. Without that, fields of a place have one height.
        """
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
        lines = set_lines(self.text(path), pixels, css_pixels(size), most=int(most), fonts=room.fonts)
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
        texts = [self.text(f"{row}.{part.id}") for part in self.course.part(row.rpartition(".")[0]).parts]
        if self.is_field(place) or all(len(pieces(text, self.layout.place(place), most)) <= 1 for text in texts):
            return []
        columns = [pieces(text, self.layout.place(place), lines) for text in texts]
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
        shown = (BOTH,) * len(slots) if listed else texts_shown(texts, drawn.balls, self.layout)
        bubbles = self._bubbles(slots, drawn.balls, shown)
        label = self.course.part(path.split(".", maxsplit=1)[0]).label
        return ContactMap(label, self.layout.colours, drawn.side, drawn.centre, bubbles, description, listed)

    def _bubbles(
        self, slots: Sequence[tuple[str, str]], balls: Sequence[Ball], shown: Sequence[int]
    ) -> tuple[MapEntry, ...]:
        """Return the entries of a map in their balls; entries that are not shown whole are numbered, for the legend."""
        bubbles = []
        for row, (paths, ball, count) in enumerate(zip(slots, balls, shown, strict=True), start=1):
            bubbles.append(MapEntry(ball, *paths, row if count < BOTH and not self.fillable else None))
            for n, path in enumerate(paths):
                self._in_balls[path] = Fit(NORMAL, self.text(path) if n < count else "")
        self.legend += [bubble for bubble in bubbles if bubble.number]
        return tuple(bubbles)
