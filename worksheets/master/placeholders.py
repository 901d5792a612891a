"""A handout filled with placeholders: what a template asks is answered from a participant, what it prints is not.

A template's questions (is this slot filled, how many entries are there) decide what stands on its pages; the texts then
only stand in places. So the same answers give the same pages but for the texts.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from worksheets.compose.page_data import REST, ContactMap, PageData
from worksheets.course.layout import NORMAL
from worksheets.errors import _
from worksheets.merge.questions import ENTRIES, HAS, SAID, SPOKEN, Question, SlotKey, answer
from worksheets.text.fit import Fit


class PrintOnlyText:
    """The placeholder of a text that a template may print, and nothing else: whatever it did would be lost on others."""

    def __init__(self, text: str, note: Callable[[], None]) -> None:
        self._text = text
        self._note = note

    def __html__(self) -> str:
        """Return the text as it is printed, and note that it is."""
        self._note()
        return self._text

    def __str__(self) -> str:
        """Refuse: what is done with a string here would be done with the placeholder only."""
        raise TypeError(_("a template does more with a text than print it"))

    def __eq__(self, other: object) -> bool:
        """Refuse, as above."""
        return bool(str(self))

    __hash__ = None  # type: ignore[assignment]


@dataclass
class PlaceholderData:
    """PageDataFactory for the pages of one handout: what they were asked, and the placeholders that they gave."""

    real: Callable[[], PageData]
    placeholder: Callable[[int, SlotKey], Fit]
    keys: list[SlotKey] = field(default_factory=list)
    """What the placeholders stand for, by their numbers; the same list for all that are to have the same numbers."""
    asked: list[dict[Question, int]] = field(default_factory=list)
    """The questions and answers of each page, and of the document around them."""
    given: list[set[int]] = field(default_factory=list)
    """The placeholders of each."""
    printed: Counter[str] = field(default_factory=Counter)
    """How often each text that is said was printed."""
    onward: Mapping[SlotKey, int] = field(default_factory=dict)
    """The slots, in their places, of which something goes on elsewhere: placeholders in so many lines."""
    plain: bool = False
    """Give texts that are said as what they are: no template is to be filled."""

    def __call__(self) -> PageData:
        """Return the next page's filling."""
        self.asked.append({})
        self.given.append(set())
        return _PlaceholderPage(self.real(), self)

    def ask(self, filling: PageData, what: str, path: str) -> int:
        """Return the real answer to a question, and keep it."""
        return self.asked[-1].setdefault((what, path), answer(filling, (what, path)))

    def give(self, key: SlotKey) -> Fit:
        """Return a placeholder."""
        if key not in self.keys:
            self.keys.append(key)
        number = self.keys.index(key)
        self.given[-1].add(number)
        return self.placeholder(number, key)

    def rest(self, key: SlotKey) -> str:
        """Return the placeholder of what goes on elsewhere of a slot; empty when nothing does."""
        if key not in self.onward:
            return ""
        rest = key[0], REST
        self.give(rest)
        return placeholder(self.keys.index(rest), NORMAL, self.onward[key]).text

    def say(self, path: str) -> str:
        """Return the placeholder of a text that is said."""
        text = self.give((path, SPOKEN)).text
        told = PrintOnlyText(text, lambda: self.printed.update([text]))
        return text if self.plain else told  # type: ignore[return-value]


class _Closed:
    """In place of the participant: a template that styles there cannot be filled with placeholders."""


class _Rests(Mapping[str, str]):
    """What goes on from a sample: a template may go through it, and ask no more than whether there is any.

    Which slots it is of differs between those for whom a master serves.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __bool__(self) -> bool:
        return bool(self._texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        raise TypeError(_("a template asks how much goes on continuation"))

    def __contains__(self, path: object) -> bool:
        raise TypeError(_("a template asks what goes on continuation"))

    def __getitem__(self, path: str) -> str:
        raise TypeError(_("a template asks what goes on continuation"))


class _PlaceholderPage(PageData):
    def __init__(self, real: PageData, placeholders: PlaceholderData) -> None:
        super().__init__(real.course, _Closed(), real.layout, fillable=real.fillable)  # type: ignore[arg-type]
        self._real = real
        self._samples = placeholders
        self._empty: set[str] = set()
        self._onward: dict[str, str] = {}
        self.rests = _Rests(self._onward)

    def has(self, path: str) -> bool:
        return bool(self._samples.ask(self._real, HAS, path))

    def language(self, path: str) -> str:  # noqa: ARG002 - letters of other scripts are never set from a master
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

    def map(self, path: str) -> ContactMap:
        drawn = self._real.map(path)
        self.entries(path)
        said = ""
        if self._samples.ask(self._real, SAID, path):
            said = self._samples.say(f"{SAID}:{path}")
        else:
            self._empty |= {slot for bubble in drawn.bubbles for slot in (bubble.name, bubble.support)}
        return replace(drawn, said=said, bubbles=tuple(replace(bubble, number=None) for bubble in drawn.bubbles))


def placeholder(number: int, step: str, lines: int) -> Fit:
    """Return the placeholder of a number, in so many lines."""
    return Fit(step, "\n".join(f"þ{number:03}{line % 10}þ" for line in range(lines)))
