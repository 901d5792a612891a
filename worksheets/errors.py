"""What can go wrong, named for the person who can mend it."""

import gettext
from collections.abc import Iterable
from pathlib import Path

_ = gettext.translation("worksheets", Path(__file__).parent / "locale", fallback=True).gettext


class WorksheetsError(Exception):
    """Problems that the user can mend: each names its file, its place and its cure."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)  # As they are, so that they come whole out of another process.
        self.problems = problems

    def __str__(self) -> str:
        """Return a problem a line."""
        return "\n".join(self.problems)


class CourseError(WorksheetsError):
    """The course's folder or its course.toml is not right."""


class PageError(WorksheetsError):
    """A page is not in the course, or its template cannot be filled."""


class ParticipantError(WorksheetsError):
    """A participant's data are not right."""


class RosterError(WorksheetsError):
    """A list of participants is not right."""


class GlyphError(WorksheetsError):
    """A text has characters that no installed font can show."""


class StyleError(WorksheetsError):
    """A layout, a style sheet, a font or a picture is not right."""


class PdfError(WorksheetsError):
    """A finished PDF cannot be bound: put into the print file, or opened again."""


class WorkerError(WorksheetsError):
    """A handout's process fell, or a cluster cannot be reached."""


class OutputError(WorksheetsError):
    """A file cannot be written where it should be."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the known word nearest to a wrong one; empty when none is near."""
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    found = get_close_matches(word.casefold(), folded, n=1)
    return " " + _("Did you mean “{name}”?").format(name=folded[found[0]]) if found else ""


class NeedsTypesetterError(Exception):
    """The typesetter must set this text: why, in a word or two."""
