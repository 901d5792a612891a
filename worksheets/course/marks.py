"""What a slot can hold that is answered with marks: one of some options, several of them, or a place on a line.

The slot's text is what the marks say: the option's label (``esimies``), several labels with semicolons between them
(``esimies; muu: naapuri``), or a number from 0 to 100 on a line. So lists, forms and files show it as people read it.
"""

from dataclasses import dataclass

from worksheets.errors import joined, nearest, shortened
from worksheets.messages import _

LINE_MOST = 100
"""The number at the right end of a line; 0 is at the left."""
_SEPARATOR = ";"
_COLON = ":"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The marks of an answer."""

    numbers: tuple[int, ...] = ()
    """The chosen options, from 1, in the order of the options; on a line, the number of the place."""
    other: str = ""
    """What is written beside the last option, if it has room for that."""


@dataclass(frozen=True, slots=True)
class Marks:
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

    def chosen(self, text: str) -> Chosen:
        """Return the marks that a text says. Raises ValueError, with the cure, if it says none of these."""
        if not text.strip():
            return Chosen()
        if self.is_line:
            return Chosen((self._place_on_line(text),))
        numbers, other = [], ""
        rest = text
        while rest.strip():
            number, other_text, rest = self._first(rest)
            numbers.append(number)
            other = other or other_text
        chosen = tuple(sorted(set(numbers)))
        if len(chosen) > self.most:
            message = _("{count} options are chosen, but at most {most} can be; leave out some")
            raise ValueError(message.format(count=len(chosen), most=self.most))
        return Chosen(chosen, other)

    def text(self, chosen: Chosen) -> str:
        """Return the text that says these marks; ``chosen`` reads it back."""
        if self.is_line:
            return "".join(map(str, chosen.numbers))
        return f"{_SEPARATOR} ".join(self._label(number, chosen.other) for number in chosen.numbers)

    def canonical(self, text: str) -> str:
        """Return a text that says marks as ``text`` writes them. Raises ValueError as ``chosen`` does."""
        return self.text(self.chosen(text))

    def _label(self, number: int, other: str) -> str:
        label = self.options[number - 1]
        return f"{label}{_COLON} {other}" if other and number == len(self.options) else label

    def _first(self, text: str) -> tuple[int, str, str]:
        """Return the first option that a text names, its own words, and the text after it."""
        name, _semicolon, rest = text.partition(_SEPARATOR)
        if number := self._number(name):
            return number, "", rest
        before, colon, words = text.partition(_COLON)
        if self.other and colon and _folded(before) == _folded(self.options[-1]):
            return len(self.options), words.strip(" ;"), ""
        message = _("“{text}” is none of the options; they are {options}.")
        options = joined(self.options, f"{_SEPARATOR} ")
        raise ValueError(message.format(text=shortened(name.strip()), options=options) + nearest(name, self.options))

    def _number(self, name: str) -> int:
        """Return the number of the option with a label, or with that number if labels are no numbers; 0 for none."""
        folded = [_folded(option) for option in self.options]
        if _folded(name) in folded:
            return folded.index(_folded(name)) + 1
        digits = name.strip()
        if digits.isdecimal() and not any(option.isdecimal() for option in folded):
            return int(digits) if 1 <= int(digits) <= len(folded) else 0
        return 0

    def _place_on_line(self, text: str) -> int:
        digits = text.strip()
        if digits.isascii() and digits.isdecimal() and int(digits[:4]) <= LINE_MOST:
            return int(digits)
        message = _("“{text}” is not a number from 0 to {most}, the length of the line in millimetres")
        raise ValueError(message.format(text=shortened(digits), most=LINE_MOST))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split()).rstrip(" :")
