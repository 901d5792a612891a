"""A page being filled: what its template can ask about the participant's data and the places for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from .course import Course
from .fit import BOLD, REGULAR, Fit, fit, lines
from .layout import Layout
from .participant import Participant
from .rings import Ball, rings

_ENTRY = ("nimi", "apu")

REST = "rest"
"""The place that takes whatever did not fit in its own."""


@dataclass(frozen=True, slots=True)
class Legend:
    """A contact that its ball on the map does not hold: a number there, the texts on the page that follows."""

    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing of a list's entries; lengths in mm."""

    label: str
    colours: Mapping[str, str]
    side: float
    centre: Ball
    balls: tuple[Ball, ...]
    numbers: dict[str, int]
    """The number in the ball of each entry that stands in the legend, by the entry's path."""
    said: str
    """All entries in words; empty when there is none."""


class Filling:
    """One page of a handout for one participant; what does not fit in its place gathers in ``rests`` and ``legend``."""

    def __init__(self, course: Course, participant: Participant, layout: Layout) -> None:
        self.course = course
        self.participant = participant
        self.layout = layout
        self.rests: dict[str, str] = {}
        self.legend: list[Legend] = []
        self._drawn: dict[str, Fit] = {}

    def has(self, path: str) -> bool:
        """Tell whether a slot is filled."""
        return bool(self.participant.text(path))

    def text(self, path: str) -> str:
        """Return a slot's whole text."""
        return self.participant.text(path)

    def label(self, path: str) -> str:
        """Return a slot's label."""
        return self.course.slots[path].label

    def labels(self, paths: Sequence[str]) -> str:
        """Return the common label of slots that share a line, such as “Aika ja paikka”."""
        first, *others = (self.label(path) for path in paths)
        return " ja ".join([first, *(label.lower() for label in others)])

    def filled(self, lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the lines of which some slot is filled."""
        return [paths for paths in lines if any(map(self.has, paths))]

    def entries(self, path: str) -> list[str]:
        """Return the paths of a list's entries that are drawn: all that are filled, and a blank page's at least."""
        count = max(self.course.part(path).rows, self.participant.rows(path))
        return [f"{path}.{row}" for row in range(1, count + 1)]

    def fit(self, path: str, place: str) -> Fit:
        """Set a slot's text in a place of the layout; what it does not hold goes to ``rests``."""
        text = self.text(path)
        if place == REST:
            return Fit("normal", self.rests.get(path, text))
        if path in self._drawn:
            return self._drawn[path]
        fitted = fit(text, self.layout.place(place)) if text else Fit("normal", "")
        if fitted.rest:
            self.rests[path] = fitted.rest
        return fitted

    def map(self, path: str) -> Map:
        """Lay a list's entries on rings; those that their balls do not hold go to ``legend``."""
        entries = self.entries(path)
        number = self.layout.number
        laid = rings(len(entries), number("map-side"), number("ball-size"), number("centre-size"))
        numbers = {}
        for row, (entry, ball) in enumerate(zip(entries, laid.balls, strict=True), start=1):
            shown = self._shown(entry, ball)
            if len(shown) < len(_ENTRY):
                numbers[entry] = row
                self.legend.append(Legend(row, entry))
            for slot in _ENTRY:
                self._drawn[f"{entry}.{slot}"] = Fit("normal", self.text(f"{entry}.{slot}") if slot in shown else "")
        label = self.course.part(path.split(".", maxsplit=1)[0]).label
        return Map(label, self.layout.colours, laid.side, laid.centre, laid.balls, numbers, self._said(entries))

    def _shown(self, entry: str, ball: Ball) -> tuple[str, ...]:
        """Return which of an entry's slots its ball holds: both, the name beside a number, or nothing but a number."""
        number = self.layout.number
        room = number("ball-height") * ball.size / number("ball-leading")
        name, support = (self._height(entry, slot, ball) for slot in _ENTRY)
        if name + support <= room:
            return _ENTRY
        return _ENTRY[:1] if name + number("ball-apu-size") <= room else ()

    def _height(self, entry: str, slot: str, ball: Ball) -> float:
        """Return the height of a slot's lines in a ball, without leading, in mm; no bound if a word does not fit."""
        text = self.text(f"{entry}.{slot}")
        if not text:
            return 0.0
        size = self.layout.number(f"ball-{slot}-size")
        width = self.layout.number("ball-width") * ball.size / size
        laid = lines(text, width, BOLD if slot == "nimi" else REGULAR)
        return len(laid.starts) * size if laid.whole else inf

    def _said(self, entries: Sequence[str]) -> str:
        """Return a list's filled entries in words."""
        pairs = ((self.text(f"{entry}.nimi"), self.text(f"{entry}.apu")) for entry in entries)
        return "; ".join(
            f"{name} ({support})" if name and support else name or support for name, support in pairs if name or support
        )
