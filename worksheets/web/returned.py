"""The forms that have come back: the files, whose answers they are, and which of somebody's answers counts."""

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from datetime import datetime

    from worksheets.course.course import Course
    from worksheets.pdf.answers import Answer
    from worksheets.pdf.form_reader import Returned, ReturnedForm
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file that somebody has given."""

    number: int
    path: Path
    """In the visit's folder; its last part is the file's name as far as a disk takes it."""
    name: str
    """As it was given, to be shown."""
    digest: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One of the answers in the files."""

    number: int
    """Counted from 1 through all files, as long as these are the same."""
    answer: "Answer"
    file: FormFile

    @property
    def saved(self) -> "datetime | None":
        """When its file was saved, by this machine's clock; None if that is not known."""
        try:
            return self.answer.saved.astimezone()
        except (OverflowError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody who has answered, perhaps several times."""

    used: GivenAnswer
    """The answer that counts."""
    others: tuple[GivenAnswer, ...]
    """Those that do not count, the latest first."""
    problems: tuple[str, ...] = ()
    """What is wrong in the file of the answer that counts, though it could be read."""
    oddities: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in the answer."""
        return self.used.answer.participant.name

    @property
    def is_latest(self) -> bool:
        """No answer that does not count is later than the one that does."""
        return all(other.answer.saved <= self.used.answer.saved for other in self.others)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that could not be read."""

    file: FormFile
    problems: tuple[str, ...]
    refusal: str
    """``locked``, ``other-course``, ``no-fields``; empty for whatever is said of it in the problems alone."""


@dataclass(frozen=True)
class ReturnedForms:
    """The files of a visit, and what has been read in them; a change gives another value, so that it can be undone."""

    folder: Path
    """Where the files are."""
    files: tuple[FormFile, ...] = ()
    course: str = ""
    """The course by which they were read, by the name under which it is offered."""
    result: "Returned | None" = field(default=None, repr=False)
    """What has been read; None before it has been."""
    password: str = field(default="", repr=False)
    preferred: frozenset[tuple[str, int]] = frozenset()
    """The answers that were chosen in place of later ones: their files, and their places there."""
    refused: tuple[str, ...] = ()
    """What could not be taken of what was brought last, and why."""
    before: "ReturnedForms | None" = field(default=None, repr=False)
    """What can be gone back to."""
    step: str = ""
    """What was changed since then: the name of the file that was taken away or the person; empty for all of them."""

    def with_files(self, files: Sequence[FormFile], password: str = "", refused: Iterable[str] = ()) -> "ReturnedForms":
        """Return these and other files, which are to be read; a file that is there already is not added again."""
        by_content = {file.digest: file for file in reversed((*self.files, *files))}
        together = tuple(sorted(by_content.values(), key=lambda file: file.number))
        return replace(self, files=together, result=None, password=password or self.password, refused=tuple(refused))

    def without_file(self, number: int) -> "ReturnedForms":
        """Return all files but one."""
        gone = next((file for file in self.files if file.number == number), None)
        if gone is None:
            return self
        files = tuple(file for file in self.files if file is not gone)
        return replace(self, files=files, result=None, refused=(), before=self, step=gone.name)

    def closed(self) -> "ReturnedForms":
        """Return no files; that, too, can be undone."""
        return ReturnedForms(self.folder, before=self)

    def using(self, number: int) -> "ReturnedForms":
        """Return what counts when one of somebody's answers does that did not."""
        for person in self.people:
            chosen = next((other for other in person.others if other.number == number), None)
            if chosen:
                group = {self._keys[other.number] for other in (person.used, *person.others)}
                preferred = (self.preferred - group) | {self._keys[number]}
                return replace(self, preferred=preferred, before=self, step=person.name)
        return self

    def read(self, course: "Course", name: str) -> "ReturnedForms":
        """Return what is in the files; the course is the one that is offered under the ``name``."""
        result = api.collect([file.path for file in self.files], course, self.password)
        return replace(self, course=name, result=result)

    @cached_property
    def given(self) -> tuple[GivenAnswer, ...]:
        """Every answer in the files."""
        with_files = ((answer, self._file(form.path)) for form in self._forms for answer in form.reading.answers)
        return tuple(GivenAnswer(number, *answer) for number, answer in enumerate(with_files, start=1))

    def answer(self, number: int) -> GivenAnswer | None:
        """Return the answer of a number; None if there is none."""
        return next((given for given in self.given if given.number == number), None)

    @cached_property
    def _keys(self) -> dict[int, tuple[str, int]]:
        """What tells each answer from the others also when files are added: the file, and the answer's place in it."""
        seen: dict[str, int] = {}
        keys = {}
        for given in self.given:
            source = given.answer.source
            seen[source] = seen.get(source, 0) + 1
            keys[given.number] = (source, seen[source])
        return keys

    @cached_property
    def people(self) -> tuple[Answered, ...]:
        """Those who have answered, in the order of the files."""
        if self.result is None:
            return ()
        given = {id(each.answer): each for each in self.given}
        used_by = {id(unused.answer): unused.by for unused in self.result.unused}
        groups: dict[int, list[GivenAnswer]] = {id(answer): [given[id(answer)]] for answer in self.result.answers}
        for unused in self.result.unused:
            kept = unused.by
            while id(kept) in used_by:
                kept = used_by[id(kept)]
            groups[id(kept)].append(given[id(unused.answer)])
        return tuple(map(self._answered, groups.values()))

    def _answered(self, group: Sequence[GivenAnswer]) -> Answered:
        used = next((given for given in group if self._keys[given.number] in self.preferred), group[0])
        others = sorted((given for given in group if given is not used), key=_saved, reverse=True)
        form = next(form for form in self._forms if str(form.path) == used.answer.source)
        return Answered(used, tuple(others), *map(self._named, (form.problems, form.oddities)))

    @cached_property
    def participants(self) -> "tuple[Participant, ...]":
        """The answers that count."""
        return tuple(person.used.answer.participant for person in self.people)

    @cached_property
    def unread(self) -> tuple[UnreadFile, ...]:
        """The files that could not be read."""
        return tuple(self._unread(form) for form in self._forms if form.is_unreadable)

    def _unread(self, form: "ReturnedForm") -> UnreadFile:
        refusal = form.reading.refusal
        return UnreadFile(self._file(form.path), self._named(form.problems), refusal.value if refusal else "")

    @cached_property
    def empty(self) -> tuple[FormFile, ...]:
        """The forms into which nothing has been typed."""
        return tuple(self._file(form.path) for form in self._forms if not (form.reading.answers or form.reading.errors))

    def missing(self, roster: "Roster") -> "tuple[api.MissingAnswer, ...]":
        """Return those of a list who have not answered."""
        return api.missing_answers(roster, self.result) if self.result else ()

    def file_name(self, path: Path | None) -> str:
        """Return the name that a file was given with; empty for no file."""
        return self._file(path).name if path else ""

    @property
    def _forms(self) -> "tuple[ReturnedForm, ...]":
        return self.result.forms if self.result else ()

    def _file(self, path: Path) -> FormFile:
        return next(file for file in self.files if file.path == path)

    def _named(self, messages: Iterable[str]) -> tuple[str, ...]:
        """Return messages with the names of files as they were given, in place of their paths here."""
        return tuple(self._with_names(message) for message in messages)

    def _with_names(self, message: str) -> str:
        for file in self.files:
            message = message.replace(str(file.path), file.name)
        return message

    def wipe(self) -> None:
        """Delete the files."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _saved(given: GivenAnswer) -> "datetime":
    return given.answer.saved


def digest_of(path: Path) -> str:
    """Return what tells a file's content from others'."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
