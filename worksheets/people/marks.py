"""Whether two rows of a list with one name are one person's."""

from dataclasses import dataclass
from enum import Enum, auto


@dataclass(frozen=True, slots=True)
class Marks:
    """What a row says, beside the name, of whose it is; texts are empty for what it does not say."""

    number: str = ""
    """The person's number in the list."""
    personal: tuple[str, ...] = ()
    """Telephone number, date of birth and the like: a text for each column of them, empty or not."""
    email: str = ""
    answer: str = ""
    """The number that a form service has given to the answer."""
    moment: str = ""
    """The form service's time stamp."""

    @property
    def key(self) -> str:
        """What tells the person from others of the name, wherever the row is moved to; empty if nothing does."""
        return self.email or self.answer or self.number

    @property
    def evidence(self) -> tuple[str, ...]:
        """Texts that two rows have in common only if they are of one person: address, number, answer's number."""
        marks = {"email": self.email, "number": self.number, "answer": self.answer}
        return tuple(f"{kind} {text}" for kind, text in marks.items() if text)

    def with_missing(self, other: "Marks") -> "Marks":
        """Return these marks, and the other's where these say nothing."""
        return Marks(
            self.number or other.number,
            self.personal if any(self.personal) else other.personal,
            self.email or other.email,
            self.answer or other.answer,
            self.moment or other.moment,
        )


class Relation(Enum):
    """What a row is to an earlier row with the same name."""

    OTHER_PERSON = auto()
    LATER_ANSWER = auto()
    """The same person has answered again."""
    SAME_PERSON = auto()
    """It goes on with the earlier row's entries: the list says that it is the same person."""
    NOT_TOLD_APART = auto()
    """It goes on with the earlier row's entries, since nothing says that it is another person."""


def relation(earlier: Marks, row: Marks, *, has_entries: bool) -> Relation:
    """Return what a row is to an earlier one with the same name.

    An e-mail address decides first, then a number, then an answer's number, then its time. Where there is nothing of
    the kind, rows are of one person only in a list whose rows hold entries (``has_entries``).
    """
    same_email = _same(earlier.email, row.email)
    same_number = _same(earlier.number, row.number)
    is_other_answer = _differ(earlier.answer, row.answer) or _differ(earlier.moment, row.moment)
    if same_email or (same_number and not _is_told_apart(earlier, row)):
        answers_again = is_other_answer or (same_email and (_differ(earlier.number, row.number) or not has_entries))
        return Relation.LATER_ANSWER if answers_again else Relation.SAME_PERSON
    if is_other_answer or _is_told_apart(earlier, row):
        return Relation.OTHER_PERSON
    if _same(earlier.answer, row.answer):
        return Relation.SAME_PERSON
    return Relation.NOT_TOLD_APART if has_entries else Relation.OTHER_PERSON


def contradict(earlier: Marks, row: Marks) -> bool:
    """Return True if a row without a name cannot be of the person of an earlier row."""
    return _is_told_apart(earlier, row) or _differ(earlier.answer, row.answer) or _differ(earlier.moment, row.moment)


def _is_told_apart(earlier: Marks, row: Marks) -> bool:
    """Return True if an e-mail address, a number or anything else of a person differs."""
    personal = zip(earlier.personal, row.personal, strict=False)
    return (
        _differ(earlier.email, row.email)
        or _differ(earlier.number, row.number)
        or any(_differ(text, other) for text, other in personal)
    )


def _same(text: str, other: str) -> bool:
    return bool(text) and text == other


def _differ(text: str, other: str) -> bool:
    return bool(text and other) and text != other
