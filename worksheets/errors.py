"""What can go wrong, named for the person who can fix it."""

import errno
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from .messages import _, marked, ngettext

_PACKAGE = Path(__file__).parent
MOST_SHOWN = 40
"""The most problems that are shown of a file or an order; of more, how many there are."""
_LONGEST_QUOTED = 100
"""Length, in characters, to which a message shortens a text that it quotes."""
_MOST_LISTED = 20
"""The most names that a message lists."""
_LONGEST_COMPARED = 200
"""Length, in characters, over which no nearest word is looked for."""
_NEAR = 60
"""How alike, in percent, a word and the one that is suggested for it must be."""


class WorksheetsError(Exception):
    """Problems that the user can mend: each names its file, its place and its cure."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)  # As they are, so that they come whole out of another process.
        self.problems = problems

    def __str__(self) -> str:
        """Return a problem a line; of very many, the first."""
        return "\n".join(FirstProblems().of_all(self.problems))


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
    """A finished PDF cannot be opened, or not be put into the print file."""


class WorkerError(WorksheetsError):
    """A handout's process fell, or a cluster cannot be reached."""


class NoTypesetterError(WorksheetsError):
    """What typesets pages is not on this machine: WeasyPrint, or the library Pango."""


class OutputError(WorksheetsError):
    """A file cannot be written where it should be."""


class OptionsError(WorksheetsError):
    """Options contradict each other."""


class FileRefusedError(OSError):
    """A file that this program does not read; ``strerror`` says why, in the language of messages."""


_SYSTEM_REASONS = {
    errno.ENOENT: marked("no such file or folder"),
    errno.EACCES: marked("permission denied; close it in other programs, or check its permissions"),
    errno.EPERM: marked("permission denied; close it in other programs, or check its permissions"),
    errno.EISDIR: marked("a folder, not a file"),
    errno.ENOTDIR: marked("part of the path is a file, not a folder"),
    errno.EEXIST: marked("already exists"),
    errno.ENOTEMPTY: marked("the folder is not empty"),
    errno.ENAMETOOLONG: marked("the name is too long; choose a shorter one"),
    errno.ELOOP: marked("too many links lead from one to another"),
    errno.EMLINK: marked("too many links to one file"),
    errno.EROFS: marked("the disk is read-only; choose another place"),
    errno.EBUSY: marked("in use by another program; close it there"),
    errno.EIO: marked("the disk does not respond; check it, or use another one"),
    errno.ENXIO: marked("no such device"),
    errno.ENODEV: marked("no such device"),
    errno.ENOSPC: marked("the disk is full; free some space, or choose another place"),
    errno.EDQUOT: marked("your share of the disk is full; free some space, or choose another place"),
    errno.EFBIG: marked("the file would be larger than this system allows (ulimit -f)"),
    errno.EBADF: marked("closed, or open for reading only"),
    errno.EPIPE: marked("the program that reads the output has ended"),
    errno.EMFILE: marked("too many files are open; run “ulimit -n 256” before the command"),
    errno.ENFILE: marked("too many files are open on this computer; close other programs"),
    errno.EAGAIN: marked("no more processes can be started (ulimit -u); close other programs"),
    errno.ENOMEM: marked("there is not enough memory; close other programs"),
    errno.ETIMEDOUT: marked("the connection timed out"),
    errno.EADDRINUSE: marked("in use by another program"),
    errno.ECONNREFUSED: marked("the connection was refused"),
}
"""What the system refuses, by its error number: the system says it in a language of its own."""


def system_reason(error: OSError) -> str:
    """Return why the system refuses something, in the language of messages if the error's number is known."""
    if error.errno in _SYSTEM_REASONS and not isinstance(error, FileRefusedError):
        return _(_SYSTEM_REASONS[error.errno])
    return error.strerror or " ".join(f"{type(error).__name__}: {error}".split())


def raised_at(error: BaseException) -> str:
    """Return the file and the line of this program, or of a library, where an error was raised."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"


class FileProblem(str):
    """A problem as it is shown, that also knows its file and its line: for programs that show it at its place."""

    __slots__ = ("file", "line", "reason")
    file: str
    line: int
    reason: str

    def __new__(cls, text: str, file: str, line: int, reason: str) -> Self:
        """``file`` is empty and ``line`` 0 where they are not known; ``reason`` is the problem without its place."""
        problem = super().__new__(cls, text)
        problem.file, problem.line, problem.reason = file, line, reason
        return problem

    def __getnewargs__(self) -> tuple[str, str, int, str]:  # type: ignore[override]
        """Return what a copy of it in another process is made from."""
        return str(self), self.file, self.line, self.reason


def on_line(file: object, line: int, reason: str) -> FileProblem:
    """Return what is wrong on a line of a file, counted from 1."""
    where = _("line {line}").format(line=line)
    return FileProblem(f"{file}: {where}: {reason}", str(file), line, reason)


class Problems:
    """Collects the problems of several checks, so that a user reads all of them at once.

    Each check runs in a ``with`` block of its own; ``raise_any`` follows the last.
    """

    def __init__(self) -> None:
        self._errors: list[WorksheetsError] = []

    def __enter__(self) -> None:
        """Begin a check."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """End a check; a WorksheetsError is kept and goes no further."""
        if isinstance(error, WorksheetsError):
            self._errors.append(error)
            return True
        return False

    def raise_any(self) -> None:
        """Raise an error of the first one's class with all problems, each once, if there are any."""
        if self._errors:
            problems = dict.fromkeys(problem for error in self._errors for problem in error.problems)
            raise type(self._errors[0])(*problems)


class FirstProblems:
    """Shows some dozens of problems, and how many more there are.

    A list of strangers can have an error in each of two million cells: that would be 300 MB of messages.
    """

    def __init__(self, most: int = MOST_SHOWN) -> None:
        self._left = most
        self.more = 0
        """How many problems have not been shown."""

    def among(self, problems: Iterable[str]) -> Iterator[str]:
        """Yield those of the problems that are shown, and count the others. It may be called several times."""
        for problem in problems:
            if self._left:
                self._left -= 1
                yield problem
            else:
                self.more += 1

    def rest(self) -> Iterator[str]:
        """Yield a line about the problems that have not been shown, if there are any."""
        if self.more:
            yield ngettext("… and {count} more", "… and {count} more", self.more).format(count=self.more)

    def of_all(self, problems: Iterable[str]) -> Iterator[str]:
        """Yield the problems that are shown, and then how many more there are."""
        yield from self.among(problems)
        yield from self.rest()


def shortened(text: str, most: int = _LONGEST_QUOTED) -> str:
    """Return a text as a message quotes it: of a long one the beginning and ``…``, and lines joined.

    Whatever a message quotes of a stranger's file goes through here: a cell may have a hundred thousand letters.
    """
    if len(text) <= most and len(text.splitlines()) <= 1:
        return text
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most and len(text) <= 4 * most else line[: most - 1].rstrip() + "…"


def joined(texts: Iterable[str], separator: str = ", ") -> str:
    """Return texts as a message lists them: the first twenty, and how many more there are."""
    return separator.join(FirstProblems(_MOST_LISTED).of_all(texts))


def quoted(text: str, most: int = _LONGEST_QUOTED) -> str:
    """Return a text in the quotation marks of the current language; of a long one, the beginning."""
    return _("“{text}”").format(text=shortened(text, most))


def listed(names: Iterable[str]) -> str:
    """Return names in quotation marks as a message lists them."""
    return joined(map(quoted, names))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the known word nearest to a wrong one; empty when none is near."""
    names = near(word.casefold(), {name: name.casefold() for name in known}, 1)
    return " " + _("Did you mean “{name}”?").format(name=shortened(names[0])) if names else ""


def near(word: str, known: Mapping[str, str], most: int) -> list[str]:
    """Return the keys of the texts that are most like a word, the nearest first; none for a very long word.

    Texts are alike by the share of letters that they have in the same order (RapidFuzz's ``ratio``). Of 406 misspelt
    paths and labels, all but 3 are given the same names as by ``difflib``, which takes 34 ms for each: RapidFuzz takes
    0.15 ms.
    """
    if len(word) > _LONGEST_COMPARED:
        return []
    from rapidfuzz import fuzz, process  # When it is needed: 30 ms.

    matches = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=most)
    return [key for _text, _score, key in matches]


class Reason(Enum):
    """Why a handout is typeset and not merged into a master; the value is what a user reads.

    No reason is a fault: typesetting takes longer and looks the same. Only the last two say that something went wrong.
    """

    # What one participant has written.
    LETTERS = marked("non-Latin letters")
    DISPUTED_BREAK = marked("a line break that programs place differently")
    EMPTY_LINE = marked("an empty line in an answer")
    LONG_WORD = marked("a word longer than its line")
    LONG_LABEL = marked("a label longer than its line above a continued answer")
    CONTACT_OVERFLOW = marked("a contact too long for its circle")
    NO_CONTINUATION = marked("an answer that continues on another page")
    UNKNOWN_SIZE = marked("an answer in a text size that the master does not have")
    MOVES_OTHERS = marked("an answer that moves what is around it")
    SHARED_LINE = marked("texts too long for the line they share")
    NO_ROOM = marked("a continuation page without room for text")
    # Whether there is a master for them.
    NO_MASTER = marked("no master yet")
    RARE_PAGES = marked("a choice of pages that few others have")
    OTHER_ANSWERS = marked("other slots filled in than the master has")
    MAKING_MASTER = marked("the master was still being made")
    MASTER_GONE = marked("the master was deleted")
    # What in a course's pages or styles no master can hold.
    SLOT_TWICE = marked("no master: a slot is twice on a page")
    SLOT_NOT_DRAWN = marked("no master: a slot is not drawn as plain text")
    SLOT_STYLE = marked("no master: a slot has a style that cannot be merged")
    SLOT_WIDTH = marked("no master: a slot is not as wide as the layout declares")
    SLOT_TAGS = marked("no master: a slot shares its PDF tag with something else")
    SLOT_PARENT_TAGS = marked("no master: the PDF tag around a continued slot holds something else too")
    SLOT_MOVES_OTHERS = marked("no master: the text of a slot changes what is drawn around it")
    SIZE_MOVES_OTHERS = marked("no master: the text size of a slot changes what is drawn after it")
    SIZE_CHANGES_TAGS = marked("no master: the text size of a slot changes the PDF tags before it")
    LINES_MOVE_OTHERS = marked("no master: the second line of a slot changes what is drawn before it")
    TEXT_USED_IN_HTML = marked("no master: a template does more with a text than print it")
    TEXT_USED_IN_PDF = marked("no master: a participant’s text is used in a title or description")
    PAGE_DIFFERS_ALONE = marked("no master: a page looks different when typeset on its own")
    FONT_SHAPING = marked("no master: a font sets its letters in a way that cannot be merged")
    FIELD_STYLE = marked("no master: a form field has a style that cannot be merged")
    FIELD_DRAWING = marked("no master: a form field is not drawn like its text")
    CONTINUATION_STYLE = marked("no master: a continuation page has a style that cannot be merged")
    CONTINUATION_NUMBERS = marked("no master: the length of a text changes something else on a continuation page")
    CONTINUATION_SHIFT = marked("no master: something on a continuation page does not move with its text")
    CONTINUATION_UNMEASURED = marked("no master: a long text does not continue on a second continuation page")
    CONTINUATION_TITLE = marked("no master: a continued text has no label of its own above it")
    CONTINUATION_TEXT_MISSING = marked("no master: a continued text is not drawn")
    CONTINUATION_DIFFERS = marked("no master: a continuation page looks different when typeset on its own")
    CONTINUATION_TAGS = marked("no master: the PDF tags of a continued text do not follow one another")
    NO_SAMPLE_TEXT = marked("no master: no sample text fills the continuation pages")
    SELF_TEST = marked("no master: a merged page differs from the typeset one")
    # Bugs, or a machine in trouble.
    MASTER_FAILED = marked("making a master failed")
    MERGE_FAILED = marked("merging failed")

    def __str__(self) -> str:
        """Return the reason in the current language."""
        return _(self.value)

    @property
    def is_of_participant(self) -> bool:
        """Return True if it is in what one participant has written, whatever masters there are."""
        return list(Reason).index(self) < list(Reason).index(Reason.NO_MASTER)

    @property
    def is_unexpected(self) -> bool:
        """Return True if this is a failure of the program and not a limit of merging."""
        return self in (Reason.MASTER_FAILED, Reason.MERGE_FAILED)


class Refusal(NamedTuple):
    """Why a handout is not merged, with the exception's text for an unexpected failure."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        """Return the reason in words, with the detail if there is one."""
        return f"{self.reason}: {self.detail}" if self.detail else str(self.reason)


class NeedsTypesetterError(Exception):
    """A text, a participant or a course's pages that only the typesetter can set."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)  # As they are, so that they survive pickling.
        self.refusal = Refusal(reason, detail)

    def __str__(self) -> str:
        """Return the reason in words."""
        return str(self.refusal)
