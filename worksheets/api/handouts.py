"""One handout: blank, or filled in for one participant."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import OptionsError, PageError, ParticipantError, Problems, WorkerError, nearest
from worksheets.messages import _
from worksheets.packet.session import Session, run

from .documents import OUTPUT, Document, Pictures
from .options import HIGHEST_DPI, LOWEST_DPI, PictureOptions
from .unprinted import faults, left_out_answers, lost_answers, refuse_doubled_fields
from .variants import variant_name

if TYPE_CHECKING:
    from worksheets.compose.edition import Edition
    from worksheets.course.brand import Brand
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

    from .options import Printing

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
    return replace(document, warnings=tuple(faults(course, printing.layout, session)) if is_whole else ())


def fill(source: "Path | str | Participant", printing: "Printing", session: Session | None = None) -> Document:
    """Return one participant's handout, filled in.

    ``source`` is a participant, or the path of their YAML or JSON file. It is locked with the participant's own
    password, if they have one. Raises WorksheetsError for a file or options that are wrong.
    """
    from worksheets.files import file_stem
    from worksheets.people.participant import doubts

    course, session = printing.course, session or Session()
    participant = _filled_in(Path(source), course) if isinstance(source, str | Path) else source
    location = source if isinstance(source, str | Path) else participant.name
    stem = variant_name(f"{course.name}-{file_stem(participant.name)}", printing)
    document = _handout(printing, participant, stem, session)
    if problems := lost_answers([participant], course, printing.layout, session):
        raise PageError(*problems)
    left_out = left_out_answers([participant], course, course.choose(printing.pages), printing.layout, session)
    warnings = [f"{location}: {doubt}" for doubt in doubts(participant, course)]
    return replace(document, warnings=(*warnings, *left_out))


def _filled_in(path: Path, course: "Course") -> "Participant":
    """Return the participant of a file. Raises ParticipantError also for one with the name of a file to start from."""
    from worksheets.people.labels import is_placeholder
    from worksheets.people.participant import read_participant

    participant = read_participant(path, course)
    if is_placeholder(participant.name, course.words):
        message = _("{location}: “{name}” is the name of the example; write the participant’s own name")
        raise ParticipantError(message.format(location=path, name=participant.name))
    return participant


def pictures(
    printing: "Printing",
    options: PictureOptions = PictureOptions(),
    source: "Path | str | Participant | None" = None,
    session: Session | None = None,
) -> Pictures:
    """Return a handout's pages as pictures (PNG): blank or, with a ``source`` as in ``fill``, filled in.

    A picture can neither be locked nor filled in: raises OptionsError for a password or ``fillable``. Raises
    WorksheetsError as ``blank`` and ``fill`` do, and for a participant who has a password of their own.
    """
    from worksheets.packet.jobs import picture_job

    _check_pictures(printing, options)
    session, course = session or Session(), printing.course
    if source is None:
        document = blank(printing, session)
    else:
        participant = _filled_in(Path(source), course) if isinstance(source, str | Path) else source
        _refuse_password(participant, course, source if isinstance(source, str | Path) else participant.name)
        document = fill(source, printing, session)

    def draw(pdf: bytes, index: int) -> bytes:
        return session.call(course, picture_job, pdf, index, options.dpi)

    return Pictures(document, document.path.with_suffix(".png"), draw)


def _check_pictures(printing: "Printing", options: PictureOptions) -> None:
    """Raise OptionsError with all that pictures cannot have, or for a resolution that is too low or too high."""
    problems = []
    if printing.password:
        problems.append(_("--password: a picture cannot be locked; leave out --password, or make a PDF"))
    if printing.fillable:
        problems.append(_("--fillable: a picture has no fields to type into; leave out --fillable, or make a PDF"))
    if not LOWEST_DPI <= options.dpi <= HIGHEST_DPI:
        message = _("--dpi {dpi}: choose from {lowest} to {highest}")
        problems.append(message.format(dpi=options.dpi, lowest=LOWEST_DPI, highest=HIGHEST_DPI))
    if problems:
        raise OptionsError(*problems)


def _refuse_password(participant: "Participant", course: "Course", location: Path | str) -> None:
    """Raise ParticipantError for a participant whose data say that their file is to be locked."""
    if participant.text(course.secret_slot):
        message = _("{location}: {field}: a picture cannot be locked; delete the password there, or make a PDF")
        raise ParticipantError(message.format(location=location, field=course.secret_slot))


def _handout(printing: "Printing", participant: "Participant", stem: str, session: Session) -> Document:
    """Return a handout; ``stem`` is its file's name without the suffix."""
    from worksheets.compose.wording import printed
    from worksheets.packet.handout import handout
    from worksheets.packet.jobs import prepare_job, typeset_job

    problems = Problems()
    with problems:
        edition = edition_of(printing)
    with problems:
        participant = participant.given(given_values(printing))
    problems.raise_any()
    refuse_doubled_fields(edition, session)
    password = participant.text(printing.course.secret_slot) or printing.password
    merge = not printing.typeset_all
    prepared = session.prepared(edition)

    def typeset(person: "Participant") -> bytes:
        return session.call(edition.course, typeset_job, prepared.pickled, person).pdf

    def make() -> bytes:
        with run():
            return handout(prepared, participant, password, merge=merge, typeset=typeset)

    def prepare_next() -> None:
        # A master only saves time: one that takes too long to make costs nobody the handout, which is written already.
        with run(), suppress(WorkerError):
            person = printed(participant, edition.course, edition.wording)
            if prepared.masters.lacks(person):
                session.call(edition.course, prepare_job, prepared.pickled, person)

    path = OUTPUT / f"{stem}.pdf"
    return Document(path, make, prepare_next) if merge else Document(path, make)


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
        brand = _brand(printing)
    with problems:
        layout = read_layout(printing.layout, course.folder, printing.paper, course.language, brand)
    with problems:
        _check_password(printing.password)
    problems.raise_any()
    wording = Wording(printing.as_typed, printing.allow_missing_glyphs)
    return Edition(course, pages, layout, wording, printing.fillable)


def _brand(printing: "Printing") -> "Brand":
    """Return the brand that the user has named, completed from the course's. Raises CourseError for one with faults."""
    brand = printing.course.brand
    if printing.brand:
        from worksheets.course.brand_reader import read_brand

        brand = read_brand(printing.brand, printing.course.folder).over(brand)
    return brand.in_theme(printing.theme) if printing.theme else brand


def _check_password(password: str) -> None:
    """Raise ParticipantError for a password that is too long for a PDF."""
    if len(password.encode()) > LONGEST_PASSWORD:
        raise ParticipantError(_("--password: too long; at most {count} bytes").format(count=LONGEST_PASSWORD))


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
