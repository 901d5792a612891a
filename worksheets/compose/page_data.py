"""A page being filled: what its template can ask about the participant's data and the places for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import NORMAL, Layout
from worksheets.people.participant import Participant
from worksheets.text.fit import Fit, fit

from .contact_map import BOTH, balls
from .rings import Ball
from .wording import language_of

REST = "rest"
"""The place that takes whatever did not fit in its own."""
HEAD = "head"
"""The place in every page's head that says whose page it is."""


@dataclass(frozen=True, slots=True)
class MapEntry:
    """An entry of a list in its ball: the slots of its two parts, and its number when it stands in the legend too."""

    ball: Ball
    name: str
    support: str
    number: int | None


@dataclass(frozen=True, slots=True)
class ContactMap:
    """The drawing of a list's entries; lengths in mm."""

    label: str
    colours: Mapping[str, str]
    side: float
    centre: Ball
    bubbles: tuple[MapEntry, ...]
    said: str
    """All entries in words; empty when there is none."""


class PageData:
    """One page of a handout for one participant; what does not fit in its place gathers in ``rests`` and ``legend``."""

    def __init__(self, course: Course, participant: Participant, layout: Layout, *, fillable: bool = False) -> None:
        self.course = course
        self.participant = participant
        self.layout = layout
        self.fillable = fillable
        self.rests: Mapping[str, str] = {}
        self.legend: list[MapEntry] = []
        self._drawn: dict[str, Fit] = {}
        self._fits: dict[tuple[str, str], Fit] = {}
        self._maps: dict[str, ContactMap] = {}
        self._entries: dict[str, list[str]] = {}

    def has(self, path: str) -> bool:
        """Tell whether a slot is filled."""
        return bool(self.participant.text(path))

    def is_field(self, place: str) -> bool:
        """Tell whether a slot is drawn as a form field there; its text, however long, then stands in the field."""
        return self.fillable and place not in (HEAD, REST)

    def text(self, path: str) -> str:
        """Return a slot's whole text."""
        return self.participant.text(path)

    def language(self, path: str) -> str:
        """Return the language of a slot's text where its script tells it, so that its own font's forms are used."""
        return language_of(self.text(path))

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
        if path not in self._entries:
            count = max(self.course.part(path).rows, self.participant.rows(path))
            self._entries[path] = [f"{path}.{row}" for row in range(1, count + 1)]
        return self._entries[path]

    def fit(self, path: str, place: str) -> Fit:
        """Set a slot's text in a place of the layout; what it does not hold goes to ``rests``."""
        if place == REST:
            return Fit(NORMAL, self.rests.get(path, self.text(path)))
        if path in self._drawn:
            return self._drawn[path]
        if (path, place) not in self._fits:
            self._fits[path, place] = fitted = fit(self.text(path), self.layout.place(place))
            if fitted.rest:
                self.rests = {**self.rests, path: fitted.rest}
        return self._fits[path, place]

    def map(self, path: str) -> ContactMap:
        """Draw a list's entries, of two parts each, as balls; those that their balls do not hold go to ``legend``."""
        if path not in self._maps:
            self._maps[path] = self._map(path)
        return self._maps[path]

    def _map(self, path: str) -> ContactMap:
        entries = self.entries(path)
        name, support = (part.id for part in self.course.part(path).parts)
        texts = [(self.text(f"{entry}.{name}"), self.text(f"{entry}.{support}")) for entry in entries]
        drawn = balls(texts, self.layout)
        bubbles = tuple(
            MapEntry(ball, f"{entry}.{name}", f"{entry}.{support}", row if shown < BOTH and not self.fillable else None)
            for row, (entry, ball, shown) in enumerate(zip(entries, drawn.around, drawn.shown, strict=True), start=1)
        )
        self.legend += [bubble for bubble in bubbles if bubble.number]
        for bubble, shown in zip(bubbles, drawn.shown, strict=True):
            for part, slot in enumerate((bubble.name, bubble.support)):
                self._drawn[slot] = Fit(NORMAL, self.text(slot) if part < shown else "")
        label = self.course.part(path.split(".", maxsplit=1)[0]).label
        return ContactMap(label, self.layout.colours, drawn.side, drawn.centre, bubbles, _in_words(texts))


def _in_words(texts: Sequence[tuple[str, str]]) -> str:
    """Return names, each with its support, in one line."""
    pairs = ((name, f"({support})" if name and support else support) for name, support in texts)
    return "; ".join(" ".join(filter(None, pair)) for pair in pairs if any(pair))
