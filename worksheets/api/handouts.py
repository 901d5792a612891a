"""One handout: blank, or filled in for one participant."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from worksheets.errors import PageError, ParticipantError, Problems, WorkerError, nearest
from worksheets.messages import _
from worksheets.packet.session import Session, run

from .documents import OUTPUT, Document
from .unprinted import faults, left_out_answers, lost_answers, refuse_doubled_fields
from .variants import variant_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from worksheets.compose.edition import Edition
    from worksheets.course.brand import Brand
    from worksheets.course.course import Course
    from worksheets.packet.prepared import PreparedEdition
    from worksheets.people.participant import Participant

    from .printing import Printing

LONGEST_PASSWORD = 127
"""The most bytes of a password in UTF-8 for the AES-256 encryption of PDF (ISO 32000-2, 7.6.4.3)."""


def blank(printing: "Printing", session: Session | None = None) -> Document:
    """Return a blank handout; those of its fields are filled that are given to everybody.

    Raises WorksheetsError for options that are wrong, all at once.
    """
    from worksheets.people.participant import BLANK

    session = session or Session()
    document = _handout(printing, BLANK, variant_name(printing.course.name, printing), session)
    course = printing.course
    is_whole = set(course.choose(printing.pages)) == set(course.pages)
    return structs.replace(document, warnings=tuple(faults(course, printing.layout, session)) if is_whole else ())


def fill(source: "Path | str | Participant", printing: "Printing", session: Session | None = None) -> Document:
    """Return one participant's handout, filled in.

    ``source`` is a participant, or the path of their YAML or JSON file. It is locked with the participant's own
    password, if they have one. Raises WorksheetsError for a file or options that are wrong.
    """
    from worksheets.files import file_stem
    from worksheets.people.participant import doubts

    course, session = printing.course, session or Session()
    participant = filled_in(Path(source), course) if isinstance(source, str | Path) else source
    location = source if isinstance(source, str | Path) else participant.name
    stem = variant_name(f"{course.name}-{file_stem(participant.name)}", printing)
    document = _handout(printing, participant, stem, session)
    if problems := lost_answers([participant], course, printing.layout, session):
        raise PageError(*problems)
    left_out = left_out_answers([participant], course, course.choose(printing.pages), printing.layout, session)
    warnings = [f"{location}: {doubt}" for doubt in doubts(participant, course)]
    return structs.replace(document, warnings=(*warnings, *left_out))


def filled_in(path: Path, course: "Course") -> "Participant":
    """Return the participant of a file. Raises ParticipantError also for one with the name of a file to start from."""
    from worksheets.people.labels import is_placeholder
    from worksheets.people.participant import read_participant

    participant = read_participant(path, course)
    if is_placeholder(participant.name, course.words):
        message = _("{location}: “{name}” is the name of the example; write the participant’s own name")
        raise ParticipantError(message.format(location=path, name=participant.name))
    return participant


class HandoutMaker(Struct, frozen=True):
    """Makes handouts of one edition, which has been checked."""

    edition: "Edition"
    given: "Mapping[str, str]"
    """The values that everybody gets."""
    merge: bool
    """Merge handouts where a master serves."""
    session: Session
    prepared: "PreparedEdition"

    @classmethod
    def of(cls, printing: "Printing", session: Session) -> "HandoutMaker":
        """Return what makes the handouts of a way of printing. Raises WorksheetsError with all that is wrong in it."""
        session.start_early(printing.course)
        problems, given = Problems(), dict[str, str]()
        with problems:
            edition = edition_of(printing)
        with problems:
            given = given_values(printing)
        problems.raise_any()
        refuse_doubled_fields(edition, session)
        return cls(edition, given, not printing.typeset_all, session, session.prepared(edition))

    def make(
        self,
        participant: "Participant",
        password: str = "",
        typeset: "Callable[[Participant], bytes] | None" = None,
    ) -> bytes:
        """Return a participant's handout as a PDF, locked with the password if there is one.

        ``typeset`` takes the place of this maker's own, for a handout that is not merged.
        """
        from worksheets.packet.handout import handout

        with run():
            person = participant.given(self.given)
            return handout(self.prepared, person, password, merge=self.merge, typeset=typeset or self.typeset)

    def typeset(self, person: "Participant") -> bytes:
        """Return the handout of a participant, whose texts are as they are printed, in the session's process."""
        from worksheets.packet.jobs import handout_job

        return self.session.call(self.edition.course, handout_job, self.prepared.pickled, person)

    def is_quick(self, participant: "Participant") -> bool:
        """Return True if a master serves a participant."""
        with run():
            return self.merge and self.prepared.masters.serves(self._printed(participant))

    def prepare(self, participant: "Participant", session: Session | None = None) -> None:
        """Make the master that a participant lacks, in another session's process if one is given."""
        if self.merge and not self.is_quick(participant):
            self._make_master(self._printed(participant), session or self.session)

    def prepare_next(self, participant: "Participant") -> None:
        """Make the master that a participant lacks, if it is worth it.

        A master only saves time: one that takes too long to make costs nobody the handout, which is written already.
        """
        with run(), suppress(WorkerError):
            person = self._printed(participant)
            if self.prepared.masters.lacks(person):
                self._make_master(person, self.session)

    def _make_master(self, person: "Participant", session: Session) -> None:
        from worksheets.packet.jobs import prepare_job
        from worksheets.packet.workers import HANDOUTS_OF_A_MASTER

        course, edition = self.edition.course, self.prepared.pickled
        session.call_for(HANDOUTS_OF_A_MASTER, course, prepare_job, edition, person)

    def _printed(self, participant: "Participant") -> "Participant":
        from worksheets.compose.wording import printed

        return printed(participant.given(self.given), self.edition.course, self.edition.wording)


def _handout(printing: "Printing", participant: "Participant", stem: str, session: Session) -> Document:
    """Return a handout; ``stem`` is its file's name without the suffix."""
    maker, path = HandoutMaker.of(printing, session), OUTPUT / f"{stem}.pdf"
    password = participant.given(maker.given).text(printing.course.secret_slot) or printing.password
    single = _SingleHandout(maker, participant, password)
    return Document(path, single.make, single.prepare_next) if maker.merge else Document(path, single.make)


class _SingleHandout:
    """A participant's handout. Once it has been merged, a master serves the next one, too."""

    def __init__(self, maker: HandoutMaker, participant: "Participant", password: str) -> None:
        self._maker = maker
        self._participant = participant
        self._password = password
        self._is_merged = False

    def make(self) -> bytes:
        """Return the handout as a PDF."""
        self._is_merged = True
        return self._maker.make(self._participant, self._password, self._typeset)

    def _typeset(self, person: "Participant") -> bytes:
        self._is_merged = False
        return self._maker.typeset(person)

    def prepare_next(self) -> None:
        """Make the master that the participant lacks, if it is worth it; to find out, all texts are set anew."""
        if not self._is_merged:
            self._maker.prepare_next(self._participant)


def edition_of(printing: "Printing") -> "Edition":
    """Return the chosen pages, the layout and the options. Raises WorksheetsError with all that is wrong in them."""
    from worksheets.compose.edition import Edition
    from worksheets.compose.wording import Wording
    from worksheets.course.layout import read_layout

    course = printing.course
    problems, brand = Problems(), course.brand
    with problems:
        pages = course.choose(printing.pages)
    with problems:
        brand = printing_brand(printing)
    with problems:
        layout = read_layout(printing.layout, course.folder, printing.paper, course.language, brand)
    with problems:
        check_password(printing.password)
    problems.raise_any()
    wording = Wording(printing.as_typed, printing.allow_missing_glyphs)
    return Edition(course, pages, layout, wording, printing.fillable)


def printing_brand(printing: "Printing") -> "Brand":
    """Return the brand and the theme that the user has named, completed from the course's.

    Raises CourseError for a brand with faults.
    """
    brand = printing.course.brand
    if printing.brand:
        from worksheets.course.brand_reader import read_brand

        brand = read_brand(printing.brand, printing.course.folder).over(brand)
    return brand.in_theme(printing.theme) if printing.theme else brand


def check_password(password: str) -> None:
    """Raise ParticipantError for a password that is too long for a PDF."""
    if len(password.encode()) > LONGEST_PASSWORD:
        raise ParticipantError(_("--password: too long; at most {count} bytes").format(count=LONGEST_PASSWORD))


def with_values(people: "Sequence[Participant]", values: "Mapping[str, str]") -> "Sequence[Participant]":
    """Return people with the values that everybody gets."""
    from worksheets.spreadsheets.packed import Mapped

    return Mapped(people, lambda person: person.given(values)) if values else people


def given_values(printing: "Printing") -> dict[str, str]:
    """Return the values that everybody gets, by their slots, as they are kept.

    They may be for any field but the participant's name and the password. Raises ParticipantError with everything in
    them that is wrong.
    """
    from worksheets.people.texts import checked

    settable = printing.course.settable
    values, problems = {}, []
    for name, value in printing.given.items():
        word = f"{name}={value}"
        if name not in settable:
            message = _("--set {word}: “{name}” is not a field that can be set; choose from: {fields}.")
            problems.append(message.format(word=word, name=name, fields=", ".join(settable)) + nearest(name, settable))
            continue
        try:
            values[name] = checked(value, printing.course.slots[name])
        except ValueError as problem:
            problems.append(f"--set {word}: {problem}")
    if problems:
        raise ParticipantError(*problems)
    return values
