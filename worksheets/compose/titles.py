"""A title that the user gives on the command line, as it is printed."""

from worksheets.errors import quoted
from worksheets.messages import _
from worksheets.people.texts import clean
from worksheets.text.fonts import uncovered
from worksheets.text.typography import typography

LONGEST = 200
"""The most characters of a title."""


def printed_title(title: str, language: str) -> str:
    """Return a title as it is printed in a language; empty if none is given.

    Raises ValueError, naming the option, for one that cannot be printed, or is too long.
    """
    try:
        words = typography(" ".join(clean(title).split()), language)
    except ValueError as problem:
        raise ValueError(f"--title: {problem}") from problem
    if len(words) > LONGEST:
        message = _("--title: has {count} characters; at most {most} fit")
        raise ValueError(message.format(count=len(words), most=LONGEST))
    if letters := uncovered(words):
        message = _("--title: no font has {letters}; leave them out, or install worksheets[fonts]")
        raise ValueError(message.format(letters=", ".join(map(quoted, letters))))
    return words
