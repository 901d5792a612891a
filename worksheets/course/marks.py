"""What a slot can hold that is answered with marks: one of some options, several of them, or a place on a line.

The slot's text is what the marks say: the option's label (``esimies``), several labels with semicolons between them
(``esimies; muu: naapuri``), a number from 0 to 100 on a line, or ``x`` in a box. So lists, forms and files show it as
people read it. What people type, and what spreadsheets and form services make of it, is read as such a text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import islice

from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.errors import joined, near, nearest, quoted
from worksheets.messages import _, ngettext

LINE_MOST = 100
"""The number at the right end of a line; 0 is at the left."""
TICK = "x"
"""The only option of a box to tick."""
_SEPARATOR = ";"
_COLON = ":"
_BREAK = re.compile(r"[;,\n]")
"""What may stand between two choices: Google Forms has a comma, which may stand in a label, too."""
_HARD_BREAK = re.compile(r"[;\n]")
_NUMBER = re.compile(r"(-?[0-9]{1,9})(?:[.,]0+)?[.)]?")
"""A number as people and spreadsheets write it: 4, 4,0, 4., 4), 04, -1"""
_PLACE = re.compile(r"0*([0-9]{1,3})(?:[.,]0+)?(?: ?mm)?")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ].*)?"
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4})?"
    r"|\d{1,2}/\d{1,2}/\d{2,4}"
    r"|\d{1,2}[.-] ?[^\W\d]{3,9}"
)
"""What a spreadsheet makes of 1–5: 2026-05-01, 1.5.2026, 1.5., 5/1/2026, 1.touko, 1-May"""
_SHORTEST_MISSPELT = 4
"""The least letters of a text that is taken for a misspelt option and not for words of one's own."""
_MOST_ERRORS = 2
"""The most letters by which it is longer or shorter than that option."""
_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201b\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
)
"""Dashes, apostrophes and quotation marks, which programs change into one another."""
_YES, _NO = (
    frozenset(words.split())
    for words in (
        "x ✓ ✔ ☑ ☒ ✗ ✘ 1 kyllä k on joo yes y true tosi ja j sant valittu selected checked vald",
        "- ☐ □ 0 ei e no n false epätosi off nej falskt",
    )
)
"""Texts that say of a box or an option that it has a mark, and that it has none, folded."""


class Chosen(Struct, frozen=True):
    """The marks of an answer."""

    numbers: tuple[int, ...] = ()
    """The chosen options, from 1, in the order of the options; on a line, the number of the place."""
    other: str = ""
    """What is written beside the last option, if it has room for that."""


class Marks(Struct, frozen=True):
    """The marks that a slot takes."""

    options: tuple[str, ...] = ()
    """The labels of the options; none for a line from 0 to 100."""
    most: int = 1
    """The most options that can be chosen."""
    other: bool = False
    """The last option has room for words of one's own, as in “muu: ____”."""
    ends: tuple[str, str] = ("", "")
    """What the first and the last option mean, or the ends of a line."""

    @property
    def is_line(self) -> bool:
        """Return True for a line, on which any place can be marked."""
        return not self.options

    @property
    def is_tick(self) -> bool:
        """Return True for a box to tick."""
        return self.options == (TICK,)

    @property
    def is_scale(self) -> bool:
        """Return True if the options are numbers, each one more than the one before."""
        first = int(self.options[0]) if self.options and _NUMBER.fullmatch(self.options[0]) else 0
        return len(self.options) > 1 and self.options == _numbers(first, len(self.options))

    def chosen(self, text: str) -> Chosen:
        """Return the marks that a text says. Raises ValueError, with the cure, if it says none of these."""
        text = unicodedata.normalize("NFC", text).strip()
        if text in self.options:
            return Chosen((self.options.index(text) + 1,))
        if not text or (folded(text) == "-" and not self._number(text)):
            return Chosen()
        if self.is_line:
            return Chosen((_place_on_line(text),))
        if self.is_tick:
            return Chosen((1,) if self._is_ticked(text) else ())
        chosen = self._chosen_of_several(text)
        if len(chosen.numbers) > self.most:
            raise ValueError(self._too_many(len(chosen.numbers)))
        return chosen

    def text(self, chosen: Chosen) -> str:
        """Return the text that says these marks; ``chosen`` reads it back."""
        if self.is_line:
            return "".join(map(str, chosen.numbers))
        return f"{_SEPARATOR} ".join(self._label(number, chosen.other) for number in chosen.numbers)

    def canonical(self, text: str) -> str:
        """Return a text that says marks as ``text`` writes them. Raises ValueError as ``chosen`` does."""
        return self.text(self.chosen(text))

    def text_of_option(self, number: int, cell: str) -> str:
        """Return the text of one option if a cell that is about this option says that it is chosen; else nothing.

        The cell has a mark, the option's own label, or beside an option with room for words of one's own these words.
        Raises ValueError, with the cure.
        """
        label = self.options[number - 1]
        is_chosen = folded(cell) == folded(label) or marked_in(cell)
        if is_chosen is None and self.other and number == len(self.options):
            return self._label(number, _after_label(cell, label) or _one_line(cell))
        if is_chosen is None:
            message = _("{text} does not say whether “{option}” is chosen; write x, or leave the cell empty")
            raise ValueError(message.format(text=quoted(cell), option=label))
        return label if is_chosen else ""

    def of_texts(self, texts: Iterable[str]) -> str:
        """Return the canonical text of several texts, each about one or more options. Raises ValueError."""
        every = [self.chosen(text) for text in texts]
        numbers = sorted({number for chosen in every for number in chosen.numbers})
        if len(numbers) > self.most:
            raise ValueError(self._too_many(len(numbers)))
        return self.text(Chosen(tuple(numbers), next((chosen.other for chosen in every if chosen.other), "")))

    def _too_many(self, count: int) -> str:
        message = ngettext(
            "{count} options are chosen, but only {most} can be; leave out the others",
            "{count} options are chosen, but at most {most} can be; leave out the others",
            self.most,
        )
        return message.format(count=count, most=self.most)

    def _label(self, number: int, other: str) -> str:
        label = self.options[number - 1]
        return f"{label}{_COLON} {other}" if other and number == len(self.options) else label

    def _is_ticked(self, text: str) -> bool:
        is_ticked = marked_in(text)
        if is_ticked is None:
            raise ValueError(_("{text} is no mark; write x, or leave it empty").format(text=quoted(text)))
        return is_ticked

    def _chosen_of_several(self, text: str) -> Chosen:
        if self.is_scale and not self._number(text):  # 4,5 is no two choices.
            raise ValueError(self._no_option(text))
        numbers: set[int] = set()
        while text := text.lstrip(" ;,\n"):
            number, length = self._longest_label(text)
            if number:
                numbers.add(number)
                text = text[length:]
            elif self.other:
                last = len(self.options)
                return Chosen((*sorted(numbers - {last}), last), self._words_of_other(text))
            else:
                raise ValueError(self._no_option(_HARD_BREAK.split(text)[0].strip()))
        return Chosen(tuple(sorted(numbers)))

    def _longest_label(self, text: str) -> tuple[int, int]:
        """Return the number of the option whose label is longest of those that begin a text, and its length; or 0, 0.

        A label ends where a separator does, and has separators in it only if the option has.
        """
        counts = _labels_of(self.options).breaks
        ends = [match.start() for match in islice(_BREAK.finditer(text), max(counts) + 1)]
        ends = [end for count, end in enumerate([*ends, len(text)]) if count in counts]
        labels = ((self._number(text[:end]), end) for end in reversed(ends))
        return next(((number, end) for number, end in labels if number), (0, 0))

    def _words_of_other(self, text: str) -> str:
        """Return somebody's own words: those after the last option's label, or a form service's, which has no label.

        Colons and full stops alone are none, as after a label. Raises ValueError for what is rather a misspelt option,
        or a number or a date in place of one.
        """
        words = _after_label(text, self.options[-1])
        if words is None:
            first = _HARD_BREAK.split(text)[0].strip()
            if _NUMBER.fullmatch(first) or self._is_misread_span(first) or self._is_misspelt(first):
                raise ValueError(self._no_option(first))
            words = _one_line(text)
        return words if folded(words) else ""

    def _is_misread_span(self, name: str) -> bool:
        """Return True for a date that a spreadsheet has probably made of a span such as 1–5."""
        return _DATE.fullmatch(name) is not None and any(option[:1].isdecimal() for option in self.options)

    def _is_misspelt(self, name: str) -> bool:
        alike = near(folded(name), {option: folded(option) for option in self.options}, 1)
        return len(name) >= _SHORTEST_MISSPELT and any(abs(len(option) - len(name)) <= _MOST_ERRORS for option in alike)

    def _no_option(self, name: str) -> str:
        if _DATE.fullmatch(name):
            message = _(
                "{text} is a date, which spreadsheets make of texts such as 1–5; give the column the format Text, and "
                "write one of these again: {options}"
            )
            return message.format(text=quoted(name), options=joined(self.options, f"{_SEPARATOR} "))
        if self.is_scale:
            message = _("{text} is not on the scale; write a whole number from {first} to {last}")
            return message.format(text=quoted(name), first=self.options[0], last=self.options[-1])
        message = _("{text} is none of the options; they are: {options}.")
        if self.other:
            message = _("{text} is none of the options; they are: {options}, or any words after “{last}:”.")
        options = joined(self.options, f"{_SEPARATOR} ")
        text = message.format(text=quoted(name), options=options, last=self.options[-1])
        return text + nearest(name, self.options)

    def _number(self, name: str) -> int:
        """Return the number of the option with a label, or with that number if labels have no digits; 0 for none."""
        labels = _labels_of(self.options)
        alike = folded(name)
        if number := labels.numbers.get(alike, 0):
            return number
        digits = _NUMBER.fullmatch(alike)
        if digits and not labels.have_digits:
            return int(digits[1]) if 1 <= int(digits[1]) <= len(self.options) else 0
        if digits and (number := labels.numbers.get(str(int(digits[1])), 0)):
            return number
        ends = {folded(end): number for end, number in zip(self.ends, (1, len(self.options)), strict=True) if end}
        return ends.get(alike, 0)


def folded(text: str) -> str:
    """Return a label without case, underscores, extra spaces and the full stop or colon after it.

    Dashes, apostrophes and quotation marks are alike.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE)
    folded = " ".join(text.replace("_", " ").split()).rstrip(" :.")
    return unicodedata.normalize("NFC", folded)


def marked_in(text: str) -> bool | None:
    """Return True for a text that stands for a mark, False for one that stands for none, None for any other."""
    sign = folded(text)
    number = _NUMBER.fullmatch(sign)
    sign = str(int(number[1])) if number else sign
    if not sign or sign in _NO:
        return False
    return True if sign in _YES else None


def _numbers(first: int, count: int) -> tuple[str, ...]:
    return tuple(map(str, range(first, first + count)))


class _Labels(Struct, frozen=True):
    """What a text is compared with that may name options."""

    numbers: Mapping[str, int]
    """The numbers of options by their folded labels; of two with the same, only the first is in it."""
    breaks: frozenset[int]
    """How many separators options have in them; a number such as 4,0 has one."""
    have_digits: bool
    """A number may belong to a label, so that it stands for no option by itself."""


@memoized(Lifetime.SESSION, 2_000)
def _labels_of(options: tuple[str, ...]) -> _Labels:
    numbers: dict[str, int] = {}
    for number, option in enumerate(options, start=1):
        numbers.setdefault(folded(option), number)
    numbers.pop("", None)
    breaks = (len(_BREAK.findall(option)) for option in options)
    return _Labels(
        numbers, frozenset([0, 1, *breaks]), any(letter.isdecimal() for option in options for letter in option)
    )


def _after_label(text: str, label: str) -> str | None:
    """Return what follows an option's label and a colon, on one line; None for a text that does not begin so."""
    colons = (match.start() for match in re.finditer(_COLON, text))
    for colon, _place in zip(colons, range(label.count(_COLON) + 1), strict=False):
        if folded(text[:colon]) == folded(label):
            return _one_line(text[colon + 1 :])
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip(" ;")


def _place_on_line(text: str) -> int:
    match = _PLACE.fullmatch(text)
    if match and int(match[1]) <= LINE_MOST:
        return int(match[1])
    message = _("{text} is no place on the line; write a whole number from 0 to {most}, the length in millimetres")
    raise ValueError(message.format(text=quoted(text), most=LINE_MOST))
