"""Filled forms read back as participants, whatever viewer has saved them."""

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

_COPY_SUFFIX = re.compile(r"(?:[#_ ]\d+|\s*\(\d+\))$")
"""What programs that merge forms append to a field's name when another field has it already."""
_MAX_DEPTH = 32
"""How many levels of a tree of fields are read."""
_MAX_CELL = 32_767
"""The most characters in a workbook's cell; the library that writes workbooks cuts off the rest."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person has typed into a form."""

    source: str
    """The path of the file."""
    saved: datetime
    """When the file was saved, with its time zone."""
    whole: bool
    """False if the file was damaged, so that values may be missing."""
    made_for: str
    """The name of the participant that the form was made for; empty if it was made for nobody or is not known."""
    participant: Participant


@dataclass(frozen=True, slots=True)
class Returned:
    """A group's answers, one for each person in the order of their files, and messages about the files."""

    participants: tuple[Participant, ...]
    errors: tuple[str, ...]
    """Messages about files that could not be read, and about answers that no list of participants may have."""
    notes: tuple[str, ...]
    """Messages about what is unusual, but no error."""


def collect(paths: Iterable[Path], course: Course, password: str = "") -> Returned:
    """Read filled forms from files and from all PDF files in folders; an error in one does not stop the others.

    Of several answers of one person, the undamaged one that was saved last counts. ``password`` opens encrypted files.
    """
    reader = _FormReader(course, password)
    answers = [answer for path in _files(paths) for answer in reader.answers(path)]
    return Returned(tuple(reader.newest(answers)), tuple(reader.errors), tuple(reader.notes))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf")
        else:
            yield path


class _FormReader:
    """Reads forms of one course, and collects errors and notes about them."""

    def __init__(self, course: Course, password: str) -> None:
        self.course = course
        self.password = password
        self.errors: list[str] = []
        self.notes: list[str] = []

    def answers(self, path: Path) -> Iterator[Answer]:
        """Yield the answers in a file: one, or several if forms have been merged into it."""
        try:
            with pikepdf.open(path, password=self.password) as book:
                yield from self._read(book, path)
        except pikepdf.PasswordError:
            self._fail(path, _("is locked; give its password with --password"))
        except OSError as error:
            self._fail(path, _("cannot be read: {reason}").format(reason=error.strerror or error))
        except Exception:  # noqa: BLE001 - a damaged file can raise anything, and must not stop the other files
            self._fail(path, _("cannot be read: it is damaged; ask for the file again"))

    def _read(self, book: Pdf, path: Path) -> Iterator[Answer]:
        description = self._description(book, path)
        if description.get("course", self.course.name) != self.course.name:
            self._fail(path, _("is a form of the course “{course}”").format(course=description["course"]))
            return
        groups, strange = self._values(book)
        if not groups:
            self._fail(path, self._no_answers(book))
            return
        if strange:
            names = ", ".join(strange)
            self._note(path, _("has fields that this course does not: {names}").format(names=names))
        if description.get("form", form_version(self.course)) != form_version(self.course):
            self._note(path, _("is a form of another version of the course"))
        whole = not book.get_warnings()
        if not whole:
            self._fail(path, _("is damaged: look whether the answer is whole, or ask for the file again"))
        for values in groups:
            made_for, person = self._participant(path, values, description if len(groups) == 1 else {})
            yield Answer(str(path), _saved(book, path), whole, made_for, person)

    def _description(self, book: Pdf, path: Path) -> dict[str, str]:
        """Return the form's description; nothing if a viewer has not saved it, or if it is damaged."""
        try:
            return _attached_description(book)
        except Exception:  # noqa: BLE001 - the fields can be read whatever the attachment is
            self._fail(path, _("what the form says of itself is damaged: look whether the answer is whole"))
            return {}

    def _no_answers(self, book: Pdf) -> str:
        if any(True for _field in _fields(book)):
            return _("has none of this course's fields")
        return _("has no fields: it was printed to PDF, or flattened; ask for the file that was saved")

    def _values(self, book: Pdf) -> tuple[list[dict[str, str]], list[str]]:
        """Return the values by slot of each form in a file, and the names of filled fields that are no slots."""
        groups: dict[tuple[str, ...], dict[str, str]] = {}
        strange: list[str] = []
        seen: Counter[tuple[str, ...]] = Counter()
        for names, text in _fields(book):
            slot, group = self._slot(names)
            if slot:
                seen[slot, *group] += 1  # Several forms in a file may have fields of the same name.
                groups.setdefault((*group, str(seen[slot, *group])), {})[slot] = text
            elif text:
                strange.append(".".join(names))
        return list(groups.values()), strange

    def _slot(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Return the slot that a field belongs to, and the rest of its name, which tells merged forms apart.

        ``names`` are the names of the fields that it is under, and its own. The slot is empty if no name is a slot's.
        """
        for index in reversed(range(len(names))):
            suffix = _COPY_SUFFIX.search(names[index])
            original = (names[index][: suffix.start()], suffix[0]) if suffix else ("", "")
            for name, copy in ((names[index], ""), original):
                if slot_path(name) in self.course.slots:
                    return slot_path(name), (*names[:index], copy)
        return "", ()

    def _participant(
        self, path: Path, values: Mapping[str, str], description: Mapping[str, str]
    ) -> tuple[str, Participant]:
        """Return the name that a form was made for, and the participant with what was typed into it."""
        checked_values = {slot: text for slot in values if (text := self._checked(path, slot, values[slot]))}
        made_for = printable(description.get("participant", ""))
        name_slot = self.course.name_slot
        if not checked_values.get(name_slot):
            name = checked_values[name_slot] = made_for or printable(path.stem) or _("no name")
            if not made_for:
                self._note(path, _("has no name in it; it is called “{name}” here").format(name=name))
        elif description.get("values") == values_digest(checked_values):
            self._note(path, _("is as it was handed out: nothing has been typed into it"))
        return made_for, Participant(checked_values, name_slot)

    def _checked(self, path: Path, slot: str, value: str) -> str:
        """Return a slot's text as a list of participants may have it, as far as that is possible."""
        try:
            text = checked(value, self.course.slots[slot].limit)
        except ValueError as problem:
            self._fail(path, f"{slot}: {problem}")
            text = printable(value)
        if len(text) <= _MAX_CELL:
            return text
        message = _("{slot}: longer than a cell of a workbook can be; it is left out, and only in this file")
        self._fail(path, message.format(slot=slot))
        return ""

    def newest(self, answers: Iterable[Answer]) -> Iterator[Participant]:
        """Return each person's answer: an undamaged one before a damaged one, then the one that was saved last."""
        by_name: dict[str, Answer] = {}
        for answer in answers:
            name = " ".join((answer.made_for or answer.participant.name).split()).casefold()
            by_name[name] = self._newer(answer, by_name[name]) if name in by_name else answer
        return (answer.participant for answer in by_name.values())

    def _newer(self, *answers: Answer) -> Answer:
        newer, older = sorted(answers, key=lambda answer: (answer.whole, answer.saved), reverse=True)
        message = _("{older}: “{name}” has a newer or less damaged answer in {newer}, which is taken")
        self.notes.append(message.format(older=older.source, name=newer.participant.name, newer=newer.source))
        return newer

    def _fail(self, path: Path, problem: str) -> None:
        self.errors.append(f"{path}: {problem}")

    def _note(self, path: Path, message: str) -> None:
        self.notes.append(f"{path}: {message}")


def _fields(book: Pdf) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the names and the value of each field on the pages: the names of the fields that it is under, and its own.

    The fields are looked for on the pages, since programs that merge files may lose the form and keep its fields.
    """
    for page in book.pages:
        for widget in page.obj.get("/Annots", []):
            if widget.get("/Subtype") == pikepdf.Name.Widget:
                chain = list(_upwards(widget))
                names = tuple(str(field.T) for field in reversed(chain) if "/T" in field)
                yield names, _text(next((field.V for field in chain if "/V" in field), None))


def _upwards(field: Object) -> Iterator[Object]:
    """Yield a field and those that it is under, to a certain depth: a damaged tree may lead in circles."""
    for _depth in range(_MAX_DEPTH):
        yield field
        if not isinstance(field.get("/Parent"), Dictionary):
            return
        field = field.Parent


def _text(value: Object | None) -> str:
    """Return a field's value as text (ISO 32000-1, 12.7.3, 12.7.4).

    It is a text string in any encoding, a stream if it is long, or the name of a button's state, where Off is no value.
    """
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        return str(pikepdf.String(value.read_bytes()))
    if isinstance(value, pikepdf.Name):
        return "" if value == pikepdf.Name.Off else str(value)[1:]
    return str(value)


def _attached_description(book: Pdf) -> dict[str, str]:
    """Return the form's description; nothing if none is attached. Raises any error when it is damaged."""
    if ATTACHED not in book.attachments:
        return {}
    entries = json.loads(book.attachments[ATTACHED].get_file().read_bytes())
    return {str(key): str(value) for key, value in entries.items()} if isinstance(entries, dict) else {}


def _saved(book: Pdf, path: Path) -> datetime:
    """Return when a file was saved: its modification date in the PDF (14.3.3), or that of the file system."""
    date = str(book.docinfo.get("/ModDate", ""))
    try:
        moment = pikepdf.models.metadata.decode_pdf_date(date)
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
