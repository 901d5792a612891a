"""A handout filled with stand-ins: what a template asks is answered from a participant, what it prints is not.

A template's questions (is this slot filled, how many entries are there) decide what stands on its pages; the texts then
only stand in places. So the same answers give the same pages but for the texts.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from worksheets.compose.page_data import REST, Filling, Map
from worksheets.course.layout import NORMAL
from worksheets.errors import _
from worksheets.merge.questions import ENTRIES, HAS, SAID, SPOKEN, Key, Question, answer
from worksheets.text.fit import Fit


class SpokenText:
    """The stand-in of a text that a template may print, and nothing else: whatever it did would be lost on others."""

    def __init__(self, text: str, note: Callable[[], None]) -> None:
        self._text = text
        self._note = note

    def __html__(self) -> str:
        """Return the text as it is printed, and note that it is."""
        self._note()
        return self._text

    def __str__(self) -> str:
        """Refuse: what is done with a string here would be done with the stand-in only."""
        raise TypeError(_("a template does more with a text than print it"))

    def __eq__(self, other: object) -> bool:
        """Refuse, as above."""
        return bool(str(self))

    __hash__ = None  # type: ignore[assignment]


@dataclass
class Samples:
    """Fillings for the pages of one handout: what they were asked, and the stand-ins that they gave."""

    real: Callable[[], Filling]
    stand_in: Callable[[int, Key], Fit]
    keys: list[Key] = field(default_factory=list)
    """What the stand-ins stand for, by their numbers; the same list for all that are to have the same numbers."""
    asked: list[dict[Question, int]] = field(default_factory=list)
    """The questions and answers of each page, and of the document around them."""
    given: list[set[int]] = field(default_factory=list)
    """The stand-ins of each."""
    printed: Counter[str] = field(default_factory=Counter)
    """How often each text that is said was printed."""
    onward: Mapping[Key, int] = field(default_factory=dict)
    """The slots, in their places, of which something goes on elsewhere: stand-ins in so many lines."""
    plain: bool = False
    """Give texts that are said as what they are: no template is to be filled."""

    def __call__(self) -> Filling:
        """Return the next page's filling."""
        self.asked.append({})
        self.given.append(set())
        return _Sample(self.real(), self)

    def ask(self, filling: Filling, what: str, path: str) -> int:
        """Return the real answer to a question, and keep it."""
        return self.asked[-1].setdefault((what, path), answer(filling, (what, path)))

    def give(self, key: Key) -> Fit:
        """Return a stand-in."""
        if key not in self.keys:
            self.keys.append(key)
        number = self.keys.index(key)
        self.given[-1].add(number)
        return self.stand_in(number, key)

    def rest(self, key: Key) -> str:
        """Return the stand-in of what goes on elsewhere of a slot; empty when nothing does."""
        if key not in self.onward:
            return ""
        rest = key[0], REST
        self.give(rest)
        return stand_in(self.keys.index(rest), NORMAL, self.onward[key]).text

    def say(self, path: str) -> str:
        """Return the stand-in of a text that is said."""
        text = self.give((path, SPOKEN)).text
        told = SpokenText(text, lambda: self.printed.update([text]))
        return text if self.plain else told  # type: ignore[return-value]


class _Closed:
    """In place of the participant: a template that looks there cannot be filled with stand-ins."""


class _Rests(Mapping[str, str]):
    """What goes on from a sample: a template may go through it, and ask no more than whether there is any.

    Which slots it is of differs between those for whom a plate serves.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __bool__(self) -> bool:
        return bool(self._texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        raise TypeError(_("a template asks how much goes on overleaf"))

    def __contains__(self, path: object) -> bool:
        raise TypeError(_("a template asks what goes on overleaf"))

    def __getitem__(self, path: str) -> str:
        raise TypeError(_("a template asks what goes on overleaf"))


class _Sample(Filling):
    def __init__(self, real: Filling, samples: Samples) -> None:
        super().__init__(real.course, _Closed(), real.layout, fillable=real.fillable)  # type: ignore[arg-type]
        self._real = real
        self._samples = samples
        self._empty: set[str] = set()
        self._onward: dict[str, str] = {}
        self.rests = _Rests(self._onward)

    def has(self, path: str) -> bool:
        return bool(self._samples.ask(self._real, HAS, path))

    def language(self, path: str) -> str:  # noqa: ARG002 - letters of other scripts are never set from a plate
        return ""

    def text(self, path: str) -> str:
        return self._samples.say(path) if self.has(path) else ""

    def entries(self, path: str) -> list[str]:
        self._samples.ask(self._real, ENTRIES, path)
        return self._real.entries(path)

    def fit(self, path: str, place: str) -> Fit:
        if place == REST:
            return Fit(NORMAL, self._onward[path])
        fitted = Fit(NORMAL, "") if path in self._empty else self._samples.give((path, place))
        if rest := fitted.rest or self._samples.rest((path, place)):
            self._onward[path] = rest
        return fitted

    def map(self, path: str) -> Map:
        drawn = self._real.map(path)
        self.entries(path)
        said = ""
        if self._samples.ask(self._real, SAID, path):
            said = self._samples.say(f"{SAID}:{path}")
        else:
            self._empty |= {slot for bubble in drawn.bubbles for slot in (bubble.name, bubble.support)}
        return replace(drawn, said=said, bubbles=tuple(replace(bubble, number=None) for bubble in drawn.bubbles))


def stand_in(number: int, step: str, lines: int) -> Fit:
    """Return the stand-in of a number, in so many lines."""
    return Fit(step, "\n".join(f"þ{number:03}{line % 10}þ" for line in range(lines)))
