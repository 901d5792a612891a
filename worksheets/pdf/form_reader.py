"""FieldValues forms that have come back: what was typed into them, whatever viewer has saved them, as participants."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Object, Pdf

from worksheets.course.course import Course
from worksheets.errors import _
from worksheets.people.participant import Participant, checked, printable

from .fields import ATTACHED, form_version, slot_path, values_digest

_COPY = re.compile(r"(?:[#_ ]\d+|\s*\(\d+\))$")
"""What programs that merge forms put after a name that is taken already."""
_DEEPEST = 32
_LONGEST = 32_767
"""Characters that a workbook's cell holds; the writing library cuts off the others."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person has typed: the file, when it was saved (UTC), and the name that the form was made for."""

    source: str
    saved: datetime
    whole: bool
    """Nothing of the file was missing, as far as could be seen."""
    made_for: str
    participant: Participant


@dataclass(frozen=True, slots=True)
class Returned:
    """A group's answers, one a person in the order of their files, and what is wrong or worth knowing."""

    participants: tuple[Participant, ...]
    errors: tuple[str, ...]
    """Files that could not be read, and answers that no list would take."""
    notes: tuple[str, ...]


def collect(paths: Iterable[Path], course: Course, password: str = "") -> Returned:
    """Read filled forms: files, or folders of them. What is wrong with one keeps none of the others from being read."""
    reader = _FormReader(course, password)
    answers = [answer for path in _files(paths) for answer in reader.answers(path)]
    return Returned(tuple(reader.newest(answers)), tuple(reader.errors), tuple(reader.notes))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        found = (one for one in path.rglob("*") if one.suffix.lower() == ".pdf") if path.is_dir() else [path]
        yield from sorted(found)


class _FormReader:
    """Reads forms of one course, and gathers what is wrong with them."""

    def __init__(self, course: Course, password: str) -> None:
        self.course = course
        self.password = password
        self.errors: list[str] = []
        self.notes: list[str] = []

    def answers(self, path: Path) -> Iterator[Answer]:
        """Yield the answers in a file: one, or of a merged file several."""
        try:
            with pikepdf.open(path, password=self.password) as book:
                yield from self._read(book, path)
        except pikepdf.PasswordError:
            self._fail(path, _("is locked; give its password with --password"))
        except OSError as error:
            self._fail(path, _("cannot be read: {reason}").format(reason=error.strerror or error))
        except Exception:  # noqa: BLE001 - a damaged file may lead to anything, and costs nobody else their answers
            self._fail(path, _("cannot be read: it is damaged; ask for the file again"))

    def _read(self, book: Pdf, path: Path) -> Iterator[Answer]:
        told = self._attached(book, path)
        if told.get("course", self.course.name) != self.course.name:
            self._fail(path, _("is a form of the course “{course}”").format(course=told["course"]))
            return
        groups, strange = self._texts(book)
        if not groups:
            self._fail(path, self._no_answers(book))
            return
        if strange:
            names = ", ".join(strange)
            self._note(path, _("has fields that this course does not: {names}").format(names=names))
        if told.get("form", form_version(self.course)) != form_version(self.course):
            self._note(path, _("is a form of another version of the course"))
        whole = not book.get_warnings()
        if not whole:
            self._fail(path, _("is damaged: look whether the answer is whole, or ask for the file again"))
        for values in groups:
            made_for, person = self._answer(path, values, told if len(groups) == 1 else {})
            yield Answer(str(path), _saved(book, path), whole, made_for, person)

    def _attached(self, book: Pdf, path: Path) -> dict[str, str]:
        """Return what the form says of itself; nothing if a viewer has thrown it away, or somebody has changed it."""
        try:
            return _attached(book)
        except Exception:  # noqa: BLE001 - whatever is attached, the fields can be read without it
            self._fail(path, _("what the form says of itself is damaged: look whether the answer is whole"))
            return {}

    def _no_answers(self, book: Pdf) -> str:
        if any(True for _field in _fields(book)):
            return _("has none of this course's fields")
        return _("has no fields: it was printed to PDF, or flattened; ask for the file that was saved")

    def _texts(self, book: Pdf) -> tuple[list[dict[str, str]], list[str]]:
        """Return what stands in the course's fields, in as many groups as forms have been merged, and other fields."""
        groups: dict[tuple[str, ...], dict[str, str]] = {}
        strange: list[str] = []
        seen: Counter[tuple[str, ...]] = Counter()
        for names, text in _fields(book):
            slot, group = self._slot(names)
            if slot:
                seen[slot, *group] += 1  # Pages of several forms in one file, whose fields have the same names.
                groups.setdefault((*group, str(seen[slot, *group])), {})[slot] = text
            elif text:
                strange.append(".".join(names))
        return list(groups.values()), strange

    def _slot(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Return the slot that a field's name means, and what in it tells merged forms apart."""
        for at in reversed(range(len(names))):
            copy = _COPY.search(names[at])
            for name, mark in ((names[at], ""), (names[at][: copy.start()], copy[0]) if copy else ("", "")):
                if slot_path(name) in self.course.slots:
                    return slot_path(name), (*names[:at], mark)
        return "", ()

    def _answer(self, path: Path, values: Mapping[str, str], told: Mapping[str, str]) -> tuple[str, Participant]:
        kept: dict[str, str] = {}
        for slot, text in values.items():
            try:
                kept[slot] = checked(text, self.course.slots[slot].limit)
            except ValueError as problem:
                self._fail(path, f"{slot}: {problem}")
                kept[slot] = printable(text)
            if len(kept[slot]) > _LONGEST:
                said = _("{slot}: longer than a cell of a workbook can be; it is left out, and only in this file")
                self._fail(path, said.format(slot=slot))
                kept[slot] = ""
        kept = {slot: text for slot, text in kept.items() if text}
        made_for = printable(told.get("participant", ""))
        if not kept.get("nimi"):
            kept["nimi"] = made_for or printable(path.stem) or _("no name")
            if not made_for:
                self._note(path, _("has no name in it; it is called “{name}” here").format(name=kept["nimi"]))
        elif told.get("values") == values_digest(kept):
            self._note(path, _("is as it was handed out: nothing has been typed into it"))
        return made_for, Participant(kept)

    def newest(self, answers: Iterable[Answer]) -> Iterator[Participant]:
        """Yield each person's answer, of several the one that was saved last."""
        found: dict[str, Answer] = {}
        for answer in answers:
            name = " ".join((answer.made_for or answer.participant.name).split()).casefold()
            other = found.get(name)
            if other:
                last, first = sorted((answer, other), key=lambda one: (one.whole, one.saved), reverse=True)
                said = _("{older}: “{name}” has a newer or less damaged answer in {newer}, which is taken")
                self.notes.append(said.format(older=first.source, name=last.participant.name, newer=last.source))
                answer = last  # noqa: PLW2901
            found[name] = answer
        return (answer.participant for answer in found.values())

    def _fail(self, path: Path, problem: str) -> None:
        self.errors.append(f"{path}: {problem}")

    def _note(self, path: Path, said: str) -> None:
        self.notes.append(f"{path}: {said}")


def _fields(book: Pdf) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield for each field on the pages its names, from the outermost to its own, and the text that stands in it.

    Programs that put files together may lose the form and keep its fields, which are therefore looked for on the pages.
    """
    for page in book.pages:
        for widget in page.obj.get("/Annots", []):
            if widget.get("/Subtype") == pikepdf.Name.Widget:
                chain = list(_upwards(widget))
                names = tuple(str(field.T) for field in reversed(chain) if "/T" in field)
                yield names, _text(next((field.V for field in chain if "/V" in field), None))


def _upwards(field: Object) -> Iterator[Object]:
    """Yield a field and those that it belongs to; no tree is as deep as a file that leads in circles."""
    for _depth in range(_DEEPEST):
        yield field
        if not isinstance(field.get("/Parent"), Dictionary):
            return
        field = field.Parent


def _text(value: Object | None) -> str:
    """Return a field's value: a text in either encoding, a long one in a stream, or the name of a button's state."""
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        return str(pikepdf.String(value.read_bytes()))
    if isinstance(value, pikepdf.Name):
        return "" if value == pikepdf.Name.Off else str(value)[1:]
    return str(value)


def _attached(book: Pdf) -> dict[str, str]:
    """Return what the form says of itself; nothing if it has no such attachment."""
    if ATTACHED not in book.attachments:
        return {}
    told = json.loads(book.attachments[ATTACHED].get_file().read_bytes())
    return {str(key): str(value) for key, value in told.items()} if isinstance(told, dict) else {}


def _saved(book: Pdf, path: Path) -> datetime:
    """Return when a file was saved, by what it says itself or else by the disk."""
    said = str(book.docinfo.get("/ModDate", ""))
    try:
        moment = pikepdf.models.metadata.decode_pdf_date(said)
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
