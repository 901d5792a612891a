"""What of a list gets no handout, and why."""

from dataclasses import dataclass
from enum import Enum, auto

from worksheets.errors import shortened
from worksheets.messages import _, marked


class LeftOutReason(Enum):
    """Why somebody or something in a list gets no handout."""

    PROBLEMS = auto()
    """There are errors in their data."""
    HIDDEN = auto()
    """Their rows are hidden or filtered out in the spreadsheet."""
    TOTAL = auto()
    """The row is no person: it counts or sums up others."""
    HEADINGS = auto()
    """The row is no person: it has the headings again, a heading of what follows, or a note."""
    EXAMPLE = auto()
    """The example of a file to start from, which nobody has filled in."""
    EMPTY = auto()
    """The row has nothing of a person: a form that nobody filled in, or a number that waits for a name."""
    NO_NAMES = auto()
    """The sheet has no column of names, and another has."""
    SAME_PEOPLE = auto()
    """The sheet says nothing of people that an earlier sheet does not say."""
    HIDDEN_SHEET = auto()
    """The sheet is hidden in the spreadsheet."""
    OTHER_SHEET = auto()
    """Other sheets have been chosen."""

    @property
    def is_of_a_person(self) -> bool:
        """Return True if somebody is left out, and not something that is no person."""
        return self in (LeftOutReason.PROBLEMS, LeftOutReason.HIDDEN)

    @property
    def explanation(self) -> str:
        """Return the reason in words, with the cure if there is one, to follow “left out: ”."""
        return _(_EXPLANATIONS[self])


_EXPLANATIONS = {
    # Translators: this and the next nine follow “left out: ”, of somebody, a row or a sheet of a list.
    LeftOutReason.PROBLEMS: marked("has errors"),
    LeftOutReason.HIDDEN: marked("hidden in the spreadsheet; add --hidden to include hidden rows"),
    LeftOutReason.TOTAL: marked("a total or a count, not a participant"),
    LeftOutReason.HEADINGS: marked("a heading or a note, not a participant"),
    LeftOutReason.EXAMPLE: marked("the example row"),
    LeftOutReason.EMPTY: marked("no name and no answers"),
    LeftOutReason.NO_NAMES: marked("no column of names"),
    LeftOutReason.SAME_PEOPLE: marked(
        "the same participants as on an earlier sheet; to read this sheet instead, name it with --tab"
    ),
    LeftOutReason.HIDDEN_SHEET: marked("a hidden sheet; add --hidden to include it"),
    LeftOutReason.OTHER_SHEET: marked("not chosen with --tab"),
}


@dataclass(frozen=True, slots=True)
class Omission:
    """A sheet or a row of a list that gives no handout."""

    location: str
    """The file, the sheet if it has a name, and the row unless all of the sheet is left out."""
    reason: LeftOutReason
    text: str = ""
    """What stands where a person's name would be; empty for a sheet."""

    def __str__(self) -> str:
        """Return a line that says what is left out and why."""
        message = _("{location}: “{text}” left out: {reason}") if self.text else _("{location}: left out: {reason}")
        return message.format(location=self.location, text=shortened(self.text), reason=self.reason.explanation)
