"""Filled forms read back as participants, whatever viewer has saved them."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import cast

import pikepdf
from pikepdf import Pdf, Stream

from worksheets.course.course import Course
from worksheets.course.slots import Slot
from worksheets.errors import FirstProblems, shortened
from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.people.participant import Participant, doubts
from worksheets.people.texts import checked, printable

from .answers import Answer, UnusedAnswer, settled
from .bounded_stream import stream_data
from .fields import ATTACHED, form_version, values_digest
from .form_fields import FilledField, annotations_are_sound, form_fields, with_xml_form
from .form_slots import FormSlots, form_slots
from .note_messages import note_errors, note_oddities, quoted_line
from .page_notes import PageNote, page_notes
from .returned_files import returned_files
from .unreadable import too_tangled, why_unreadable

_MAX_CELL = 32_767
"""The most characters in a workbook's cell; the library that writes workbooks cuts off the rest."""
_MAX_TEXT = 100_000
"""The most letters of a text that are looked at; to look for spoilt letters in so many takes up to 4 s."""
_MAX_FILE = 64_000_000
"""The most bytes of a file; a form has some hundred thousand, and pictures may have been put on its pages."""
_MAX_DESCRIPTION = 65_536
"""The most bytes of a form's description, which has some hundred."""
_MOST_MESSAGES = 1_000
"""The most errors, and the most notes, about a file; that many answers may have been merged into it."""
_NAMED = 5
"""The most fields or texts that a message names."""

# The library logs what is damaged in a file. Python prints that if nobody else takes it; what users need, we say.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


class FormRefusal(Enum):
    """Why a sound PDF is not read as a form, where there is a cure that a face can offer."""

    LOCKED = "locked"
    """It needs a password, or another one."""
    OTHER_COURSE = "other-course"
    NO_FIELDS = "no-fields"
    """It was printed to PDF, scanned or flattened: only a person can read it."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """What has been read in one file. It can be sent from the process that has read it to another one."""

    answers: tuple[Answer, ...] = ()
    """One answer, or several if forms have been merged into the file."""
    errors: tuple[str, ...] = ()
    """Messages as ``Returned`` has them."""
    notes: tuple[str, ...] = ()
    refusal: FormRefusal | None = None


@dataclass(frozen=True, slots=True)
class ReturnedForm:
    """A file that has come back, and what has been read in it."""

    path: Path
    reading: FormReading

    @property
    def is_unreadable(self) -> bool:
        """Nothing could be read in it."""
        return bool(self.reading.errors) and not self.reading.answers

    @property
    def problems(self) -> tuple[str, ...]:
        """The errors about it, without its path."""
        return tuple(error.removeprefix(f"{self.path}: ") for error in self.reading.errors)

    @property
    def oddities(self) -> tuple[str, ...]:
        """The notes about it, without its path."""
        return tuple(note.removeprefix(f"{self.path}: ") for note in self.reading.notes)


@dataclass(frozen=True, slots=True)
class Returned:
    """A group's answers, one for each person in the order of their files, and messages about the files."""

    participants: tuple[Participant, ...]
    errors: tuple[str, ...]
    """Messages about files that could not be read, and about answers that no list of participants may have."""
    notes: tuple[str, ...]
    """Messages about what is unusual, but no error."""
    read: int = 0
    """The number of files that have been read, forms with nothing in them included."""
    flawed: int = 0
    """The number of those that have been read, but not without errors."""
    unreadable: int = 0
    """The number of files and folders that could not be read."""
    answers: tuple[Answer, ...] = ()
    """The answers of the participants, in the same order."""
    unused: tuple[UnusedAnswer, ...] = ()
    """The answers for which another one counts."""
    forms: tuple[ReturnedForm, ...] = ()
    """Each file, and what has been read in it."""


ReadForms = Callable[[Sequence[Path]], Iterable[FormReading]]
"""Reads many files and gives what is in each, in their order."""


def collect(paths: Iterable[Path], course: Course, password: str = "", read: ReadForms | None = None) -> Returned:
    """Read filled forms from files and from all PDF files in folders; an error in one does not stop the others.

    Of several answers of one person, the undamaged one that was saved last counts; ``answers.settled`` tells who is one
    person. A form into which nothing has been typed is no answer. ``password`` opens encrypted files. ``read`` calls
    ``read_form`` for each file where a file can do no harm; without it, they are read in place.
    """
    files = returned_files(paths)
    readings = list(read(files.forms) if read else (read_form(path, course, password) for path in files.forms))
    settlement = settled([answer for reading in readings for answer in reading.answers])
    errors = (*files.errors, *(error for reading in readings for error in reading.errors))
    notes = (*files.notes, *(note for reading in readings for note in reading.notes), *settlement.notes)
    if not (files.forms or errors):
        errors = (_("There are no forms to read; name PDF files, or a folder with PDF files in it"),)
    faulty = [bool(reading.answers) for reading in readings if reading.errors]
    unreadable = faulty.count(False)
    counts = (len(readings) - unreadable, faulty.count(True), unreadable + len(files.errors))
    forms = tuple(map(ReturnedForm, files.forms, readings))
    return Returned(
        settlement.participants,
        errors,
        notes,
        *counts,
        answers=settlement.answers,
        unused=settlement.unused,
        forms=forms,
    )


def read_form(path: Path, course: Course, password: str = "") -> FormReading:
    """Read one file: whatever is in it, nothing is raised, but time and memory are not bounded here."""
    reader = _FormReader(course, password)
    answers = tuple(reader.answers(path))
    errors, notes = (FirstProblems(_MOST_MESSAGES).of_all(messages) for messages in (reader.errors, reader.notes))
    return FormReading(answers, tuple(errors), tuple(notes), reader.refusal)


def given_up(path: Path) -> FormReading:
    """Return what is said of a file whose reading was stopped, since it took too much time or memory."""
    return FormReading(errors=(f"{path}: {too_tangled()}",))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that is being read."""

    path: Path
    description: Mapping[str, str]
    """What the form says of itself; nothing if several forms have been merged into the file."""
    saved: datetime
    whole: bool
    is_touched: bool
    """Something has been put on its pages, or into fields that are none of the course's."""


class _FormReader:
    """Reads forms of one course, and collects errors and notes about them."""

    def __init__(self, course: Course, password: str) -> None:
        self.course = course
        self.password = password
        self.errors: list[str] = []
        self.notes: list[str] = []
        self.refusal: FormRefusal | None = None
        self.exercises = {part.id for part in course.root.parts if part.type}

    def answers(self, path: Path) -> Iterator[Answer]:
        """Yield the answers in a file: one, or several if forms have been merged into it."""
        try:
            data = read_regular(path, _MAX_FILE)
            with pikepdf.open(BytesIO(data), password=self.password) as book:
                yield from self._read(book, path)
        except Exception as error:  # noqa: BLE001 - a damaged file can raise anything, and must not stop the other files
            self.refusal = FormRefusal.LOCKED if isinstance(error, pikepdf.PasswordError) else None
            self._fail(path, why_unreadable(path, error, password=bool(self.password)))

    def _read(self, book: Pdf, path: Path) -> Iterator[Answer]:
        description = self._description(book, path)
        if description.get("course", self.course.name) != self.course.name:
            self.refusal = FormRefusal.OTHER_COURSE
            self._fail(
                path,
                _("is a form of another course, {course}; choose that course with --course").format(
                    course=quoted_line(description["course"])
                ),
            )
            return
        fields, has_sound_xml = _fields(book)
        slots = form_slots(self.course, fields)
        if not slots.forms:
            self.refusal = None if fields else FormRefusal.NO_FIELDS
            self._fail(path, _without_slots(fields))
            return
        self._say_oddities(path, slots, description)
        notes = _notes(book)
        is_touched = self._say_notes(path, notes or (), fields) or any(field.text for field in slots.strange)
        whole = has_sound_xml and notes is not None and annotations_are_sound(book) and not book.get_warnings()
        if not whole:
            self._fail(path, _("is damaged; check that the answers are complete, or ask for the file again"))
        own = description if len(slots.forms) == 1 else MappingProxyType({})
        reading = _Reading(path, own, _saved(book, path), whole, is_touched)
        for form in slots.forms:
            yield from self._answer(reading, form)

    def _description(self, book: Pdf, path: Path) -> dict[str, str]:
        """Return the form's description; nothing if a viewer has not saved it, or if it is damaged."""
        try:
            return _attached_description(book)
        except Exception:  # noqa: BLE001 - the fields can be read whatever the attachment is
            self._fail(path, _("the form’s description of itself is damaged; check that the answers are complete"))
            return {}

    def _say_oddities(self, path: Path, slots: FormSlots, description: Mapping[str, str]) -> None:
        """Say what is unusual in a form's fields."""
        if strange := [_full_name(field) for field in slots.strange if field.text]:
            names = _first(strange)
            self._note(path, _("has fields that this course does not have: {names}").format(names=names))
        if description.get("form", form_version(self.course)) != form_version(self.course):
            self._note(path, _("was made from another version of the course"))
        for field in slots.without_form:
            self._fail(path, _different_text(_full_name(field), [field.text]))

    def _say_notes(self, path: Path, notes: Sequence[PageNote], fields: Sequence[FilledField]) -> bool:
        """Say what has been put on the pages and not into the fields; return True if it may be an answer."""
        errors = list(note_errors(notes, fields, self.course))
        for problem in errors:
            self._fail(path, problem)
        for message in note_oddities(notes):
            self._note(path, message)
        return bool(errors)

    def _answer(self, reading: _Reading, form: Mapping[str, FilledField]) -> Iterator[Answer]:
        """Yield the answer in a form, if anything has been typed into it."""
        path, description, name_slot = reading.path, reading.description, self.course.name_slot
        values = {slot: text for slot, field in form.items() if (text := self._text(path, slot, field))}
        made_for = _kept(description.get("participant", ""), self.course.slots[name_slot])
        if not values or description.get("values") == values_digest(values):
            if not reading.is_touched:
                self._note(path, _("nothing has been typed into this form, so it is not in the list"))
            if not (reading.is_touched and made_for):
                return
        named = bool(values.get(name_slot) or made_for)
        if not values.get(name_slot):
            values[name_slot] = made_for or _kept(path.stem, self.course.slots[name_slot]) or _("no name")
        if not named:
            self._note(path, _("has no name in it; it is in the list as “{name}”").format(name=values[name_slot]))
        person = description.get("person") or description.get("values", "")  # The latter in forms of earlier versions.
        participant = Participant(MappingProxyType(values), name_slot)
        for doubt in doubts(participant, self.course):
            self._note(path, doubt)
        places = [slot for slot in form if slot.partition(".")[0] in self.exercises]
        filled = sum(slot in values for slot in places)
        yield Answer(str(path), reading.saved, reading.whole, made_for, person, named, participant, filled, len(places))

    def _text(self, path: Path, slot: str, field: FilledField) -> str:
        """Return a field's text as a list of participants may have it, as far as that is possible."""
        if not field.is_text:
            self._fail(
                path, _("{slot}: holds something other than text; open the file and look at it").format(slot=slot)
            )
        if field.others:
            has_marks = bool(self.course.slots[slot].marks)
            self._fail(path, _different_marks(slot, field) if has_marks else _different_text(slot, field.others))
        text = field.text
        if len(text) <= _MAX_TEXT:
            try:
                text = checked(text, self.course.slots[slot])
            except ValueError as problem:
                self._fail(path, f"{slot}: {problem}")
                text = _kept(text, self.course.slots[slot])
        if _cell_length(text) <= _MAX_CELL:
            return text
        message = _("{slot}: too long for a spreadsheet cell, so it is left out of the list; copy it from the file")
        self._fail(path, message.format(slot=slot))
        return ""

    def _fail(self, path: Path, problem: str) -> None:
        self.errors.append(f"{path}: {problem}")

    def _note(self, path: Path, message: str) -> None:
        self.notes.append(f"{path}: {message}")


def _without_slots(fields: Sequence[FilledField]) -> str:
    """Return why a file without any of the course's fields is no form."""
    if fields:
        return _("has none of this course’s fields; is this the right file?")
    return _("has no fields, because it was printed to PDF or flattened; ask for the saved form itself")


def _fields(book: Pdf) -> tuple[list[FilledField], bool]:
    """Return the fields of a form, and whether the XML that Adobe's programs keep beside them is sound, if any is."""
    fields = form_fields(book)
    try:
        return with_xml_form(book, fields), True
    except Exception:  # noqa: BLE001 - the fields can be read whatever is beside them
        return fields, False


def _kept(text: str, slot: Slot) -> str:
    """Return what a list may have of a text that is not right: without what cannot be printed."""
    text = printable(text[:_MAX_TEXT])
    return " ".join(text.split()) if slot.one_line else text


def _cell_length(text: str) -> int:
    """Return a text's length as spreadsheets count it, where an emoji is two."""
    return len(text.encode("utf-16-le")) // 2 if len(text) <= _MAX_CELL else len(text)


def _full_name(field: FilledField) -> str:
    """Return a field's name with those of the fields that it is under, for messages."""
    return shortened(".".join(field.names))


def _first(texts: Sequence[str]) -> str:
    """Return the first of several texts in a line."""
    return ", ".join(texts[:_NAMED]) + (" …" if len(texts) > _NAMED else "")


def _different_text(field: str, texts: Sequence[str]) -> str:
    """Return the message about a field for which a file has other texts than the one that goes into the list."""
    message = _("{field}: the file has different texts for this field; not in the list: {texts}")
    return message.format(field=field, texts=_first([quoted_line(text) for text in texts[: _NAMED + 1]]))


def _different_marks(slot: str, field: FilledField) -> str:
    """Return the message about a slot with marks for which a file has other answers than the one in the list."""
    message = _(
        "{slot}: the form says {text}, but also {others}; {text} is in the list, so change it there if it is wrong"
    )
    others = _first([quoted_line(text) for text in field.others])
    return message.format(slot=slot, text=quoted_line(field.text), others=others)


def _notes(book: Pdf) -> list[PageNote] | None:
    """Return what has been put on the pages; None if they are so damaged that it cannot be told."""
    try:
        return list(page_notes(book, ATTACHED))
    except Exception:  # noqa: BLE001 - the fields can be read whatever else is on the pages
        return None


def _attached_description(book: Pdf) -> dict[str, str]:
    """Return the form's description; nothing if none is attached. Raises any error when it is damaged."""
    if ATTACHED not in book.attachments:
        return {}
    file = book.attachments[ATTACHED].get_file().obj
    entries = json.loads(stream_data(cast("Stream", file), _MAX_DESCRIPTION))
    return {str(key): str(value) for key, value in entries.items()} if isinstance(entries, dict) else {}


def _saved(book: Pdf, path: Path) -> datetime:
    """Return when a file was saved: its modification date in the PDF (14.3.3), or that of the file system."""
    try:
        moment = pikepdf.models.metadata.decode_pdf_date(str(book.docinfo.get("/ModDate", "")))
    except Exception:  # noqa: BLE001 - a damaged date can raise anything, and the answer can be read whatever it is
        return _written(path)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _written(path: Path) -> datetime:
    """Return when the file system says that a file was written; the longest ago if it does not say any more."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return datetime.min.replace(tzinfo=UTC)
