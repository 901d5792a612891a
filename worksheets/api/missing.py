"""Whose answers are missing: those of a list from whom no form has come back."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worksheets.pdf.answers import Answer
    from worksheets.pdf.form_reader import Returned
    from worksheets.people.roster import Roster

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """Somebody of a list who has not answered."""

    name: str
    file: Path | None = None
    """A file that could not be read and whose name has theirs in it, if there is one."""


def missing_answers(roster: "Roster", returned: "Returned") -> tuple[MissingAnswer, ...]:
    """Return everybody of a list, but hidden rows, from whom no answer has come, in the list's order.

    A form counts for the person it was made for, whatever its name is now; of several people of one name, as many
    have answered as there are forms.
    """
    from worksheets.pdf.answers import folded

    names = [person.participant.name for person in roster.people if person.participant.name and not person.hidden]
    wanted = set(map(folded, names))
    answered = Counter(_whose(answer, wanted) for answer in returned.answers)
    missing = []
    for name in names:
        if answered[folded(name)]:
            answered[folded(name)] -= 1
        else:
            missing.append(name)
    unread = [form.path for form in returned.forms if form.is_unreadable]
    return tuple(MissingAnswer(name, _named_after(name, unread)) for name in missing)


def _whose(answer: "Answer", wanted: set[str]) -> str:
    """Return the name that a list knows whoever has answered by: that of the form's participant, or the one in it."""
    from worksheets.pdf.answers import folded

    made_for = folded(answer.made_for)
    return made_for if made_for in wanted else answer.name


def _named_after(name: str, files: list[Path]) -> Path | None:
    """Return the first file whose name has all words of a name."""
    words = set(_words(name))
    return next((file for file in files if words and words <= set(_words(file.stem))), None)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
