"""Where the texts of a card stand, and how large they are: the name as large as fits, and the others around it.

A text has the place and the size that the style sheet declares as long as there is room. Where there is not, the texts
beside the name shrink within their limits, the name moves and shrinks, and last the least important texts are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from worksheets.compose.wording import language_of
from worksheets.course.layout import Layout

from .fitted_text import FittedText, Fitter, TextStyle

COURSE, FIRST, LAST, NAME, LINE = "course", "first", "last", "name", "line"
"""The parts of a card: badges and tent cards have the first names and the rest of the name, labels the whole name."""
_OMITTED = ((), (LINE,), (LINE, COURSE))
"""What is left out where there is too little room: as little as possible."""
_SHRUNK = (0.0, 0.5, 1.0)
"""How far the texts beside the name shrink, from their usual size to their smallest."""

_WORTHWHILE = 0.8
"""The texts beside a small name do not shrink for less than the rest."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text of a card in its place. Measures are mm, sizes pt."""

    part: str
    lines: tuple[str, ...]
    size: float
    pitch: float
    top: float
    """From the card's upper edge to the top of the first line, which is as high as the pitch."""
    language: str
    """The language of the text if its script tells it; otherwise empty."""


@dataclass(frozen=True, slots=True)
class FilledCard:
    """The texts of a card, and the parts that are left out for want of room."""

    texts: tuple[PlacedText, ...]
    omitted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The texts of a card in their places, and the size of the name among them."""

    texts: tuple[PlacedText, ...]
    name_size: float


class CardLayout:
    """Puts texts on cards; ``_attempt`` says how."""

    name_part = NAME

    def __init__(self, layout: Layout, width: float) -> None:
        """``width`` is that of the texts, in mm."""
        self.layout = layout
        self.width = width
        self.fitter = Fitter.of(layout)

    def filled(self, texts: Mapping[str, str]) -> FilledCard | None:
        """Return a card with texts, which are given by their parts in the order in which they are read.

        None if there is no room for the name, even in its smallest size and by itself.
        """
        texts = {part: text for part, text in texts.items() if text}
        least = self._style(self.name_part).least_on_line
        for omitted in _OMITTED:
            kept = {part: text for part, text in texts.items() if part not in omitted}
            if any(part not in texts for part in omitted[-1:]):
                continue
            attempts = [attempt for shrunk in _SHRUNK if (attempt := self._attempt(kept, shrunk))]
            if attempts:
                wanted = min(least, _WORTHWHILE * max(attempt.name_size for attempt in attempts))
                best = next(attempt for attempt in attempts if attempt.name_size >= wanted)
                return FilledCard(best.texts, tuple(part for part in omitted if part in texts))
        return None

    def _attempt(self, texts: Mapping[str, str], shrunk: float) -> _Attempt | None:
        """Return the texts in their places, those beside the name so far shrunk; None if the name has no room."""
        raise NotImplementedError

    def number(self, name: str) -> float:
        """Return a measure of the cards' style sheet."""
        return self.layout.number(f"card-{name}")

    def _style(self, part: str) -> TextStyle:
        return TextStyle.of(self.layout, f"card-{part}", bold=part == self.name_part, hyphenated=part in (COURSE, LINE))

    def _beside(self, part: str, text: str, shrunk: float, width: float = 0.0) -> FittedText:
        """Return a text beside the name, so far shrunk and however high, in a width, or else in the card's."""
        style = self._style(part)
        largest = style.largest - shrunk * (style.largest - style.smallest)
        on_line = min(style.least_on_line, largest)
        fitted = self.fitter.fit(text, replace(style, largest=largest, least_on_line=on_line), width or self.width, inf)
        assert fitted  # noqa: S101 - there is room for any text where the height has no limit
        return fitted


class NameLayout(CardLayout):
    """The first names large, the rest of the name below them; the baselines are the style sheet's."""

    name_part = FIRST

    def __init__(self, layout: Layout, width: float, beside_course: float = 0.0) -> None:
        """``beside_course`` is how much of the width a logo takes beside the course, in mm."""
        super().__init__(layout, width)
        self.beside_course = beside_course

    def _attempt(self, texts: Mapping[str, str], shrunk: float) -> _Attempt | None:
        top, placed = self.number("texts-top"), dict[str, PlacedText]()
        if COURSE in texts:
            placed[COURSE], foot = self._course(texts[COURSE], shrunk)
            top = foot + self.number("gap")
        bottom = self.number("texts-bottom")
        for part in (LINE, LAST):
            if part in texts:
                fitted = self._beside(part, texts[part], shrunk)
                last_baseline = min(self.number(f"{part}-baseline"), bottom - fitted.below)
                first_baseline = last_baseline - fitted.height_of_lines
                placed[part] = _placed(part, texts[part], fitted, first_baseline)
                bottom = first_baseline - fitted.above - self.number("gap")
        name = self.fitter.fit(texts[FIRST], self._style(FIRST), self.width, bottom - top) if bottom > top else None
        if not name:
            return None
        usual = min(self.number("first-baseline"), bottom - name.below) - name.height_of_lines
        placed[FIRST] = _placed(FIRST, texts[FIRST], name, max(usual, top + name.above))
        return _Attempt(tuple(placed[part] for part in texts), name.size)

    def blank(self, course: str) -> tuple[PlacedText, ...]:
        """Return the course on a card to fill in by hand; nothing if it leaves no room to write."""
        last = self.layout.number("blank-first") - self.number("gap")
        placed = (self._course(course, shrunk) for shrunk in _SHRUNK)
        return tuple(text for text, foot in placed if foot <= last)[:1]

    def _course(self, course: str, shrunk: float) -> tuple[PlacedText, float]:
        """Return the course in its place, and where its ink ends."""
        width = self.width - self.beside_course - (self.number("gap") if self.beside_course else 0.0)
        fitted = self._beside(COURSE, course, shrunk, width)
        baseline = max(self.number("course-baseline"), self.number("texts-top") + fitted.above)
        return _placed(COURSE, course, fitted, baseline), baseline + fitted.height_of_lines + fitted.below


class StackLayout(CardLayout):
    """The whole name and the other texts below one another, in the middle of the card's height."""

    def __init__(self, layout: Layout, width: float, height: float, padding: float) -> None:
        super().__init__(layout, width)
        self.height = height
        self.padding = padding

    def _attempt(self, texts: Mapping[str, str], shrunk: float) -> _Attempt | None:
        others = {part: self._beside(part, text, shrunk) for part, text in texts.items() if part != NAME}
        gaps = sum(self.number(f"{part}-gap") for part in others)
        room = self.height - 2 * self.padding - gaps - sum(fitted.height for fitted in others.values())
        name = self.fitter.fit(texts[NAME], self._style(NAME), self.width, room) if room > 0 else None
        if not name:
            return None
        fitted = {NAME: name, **others}
        top = (self.height - gaps - sum(each.height for each in fitted.values())) / 2
        return _Attempt(tuple(self._stacked(texts, fitted, top)), name.size)

    def _stacked(self, texts: Mapping[str, str], fitted: Mapping[str, FittedText], top: float) -> Iterator[PlacedText]:
        for part, each in fitted.items():
            top += self.number(f"{part}-gap") if part != NAME else 0.0
            yield _placed(part, texts[part], each, top + each.above)
            top += each.height


def _placed(part: str, text: str, fitted: FittedText, first_baseline: float) -> PlacedText:
    top = fitted.top(first_baseline)
    return PlacedText(part, fitted.lines, fitted.size, fitted.pitch, top, language_of(text))
