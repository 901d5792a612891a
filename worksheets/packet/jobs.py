"""One handout made, and a group's handouts planned: whose is which file."""

import pickle
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from platformdirs import user_cache_path

from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.course.course import Course
from worksheets.files import distinct, file_stem
from worksheets.master.store import Plates
from worksheets.merge.variable_objects import Pressed
from worksheets.people.participant import Participant
from worksheets.text.shaping import UnsettableError

from .naming import stems

_ALONE = Lock()

Job = tuple[Participant, Path]
"""A participant and where their handout is to be."""


def handout(edition: Edition, participant: Participant, password: str = "", plates: Plates | None = None) -> bytes:
    """Return one participant's handout as a PDF, which opens with the password if there is one.

    It is pressed from one of the plates when there is one that serves. Raises GlyphError when no font has some of its
    characters.
    """
    said = printed(participant, edition.course, edition.wording)
    pdf = b""
    if plates:
        with suppress(UnsettableError):
            pdf, _pages = plates.handout(said, make=False)
    pdf = pdf or _set(edition, said)
    if not password:
        return pdf
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password)


def _set(edition: Edition, participant: Participant) -> bytes:
    from .pipeline import set_handout  # When it is needed: the typesetter takes half a second to load.

    return set_handout(edition, participant)


def prepare(plates: Plates | None, participant: Participant) -> None:
    """Make the plate that a participant's handout lacked, if plates are wanted: the next one can then be pressed."""
    if plates:
        plates.prepare(printed(participant, plates.edition.course, plates.edition.wording))


Made = tuple[bytes, int]
"""A handout and how many pages it has."""


def work(edition: bytes, participant: Participant) -> Made:
    """Return a handout that the typesetter has set, in whatever process this is called.

    The edition is pickled, the participant as ``printed`` gives them. A cluster's worker may call this from several
    threads at once; the typesetter, which keeps one font map for all, serves them one after another.
    """
    from worksheets.pdf.finish import page_count

    with _ALONE:
        pdf = _set(_unpickled(edition)[0], participant)
    return pdf, page_count(pdf)


@dataclass(frozen=True, slots=True)
class Parts:
    """A handout in parts: what of it is the participant's own, and the name of its plate."""

    plate: str
    pressed: Pressed
    pages: int
    pdf: bytes
    """And the whole, if that is wanted too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of handouts that are pressed."""

    parts: bool = False
    """They may come in parts."""
    whole: bool = True
    """If they do, the whole is wanted too."""


def press_work(
    edition: bytes, participants: Sequence[Participant], wanted: Wanted, *, make: bool
) -> list[Made | Parts | str]:
    """Return handouts that are pressed from plates; for those that cannot be, the reason."""
    with _ALONE:
        plates = _unpickled(edition)[1]
        return [press_one(plates, participant, wanted, make=make) for participant in participants]


def press_one(plates: Plates, participant: Participant, wanted: Wanted, *, make: bool) -> Made | Parts | str:
    """Return a handout that is pressed from one of the plates, or the reason why it cannot be."""
    try:
        press, pressed = plates.pressed(participant, make=make)
    except UnsettableError as error:
        return str(error)
    if wanted.parts and (name := plates.kept(press)):
        return Parts(name, pressed, press.plate.pages, press.file(pressed) if wanted.whole else b"")
    return press.file(pressed), press.plate.pages


@lru_cache(maxsize=1)
def _unpickled(edition: bytes) -> tuple[Edition, Plates]:
    """Return the same edition for the same bytes, so that what is kept of it (style sheets, plates) is found."""
    found: Edition = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    return found, plates_of(found)


def plates_of(edition: Edition) -> Plates:
    """Return the plates of an edition, with this user's cache."""
    return Plates(edition, user_cache_path("worksheets") / "plates")


def plan(
    participants: Sequence[Participant], course: Course, folder: Path, pattern: str, group_by: str = ""
) -> list[Job]:
    """Return each participant with the path of their handout: named by a pattern, in a subfolder for each group."""
    named = zip(participants, stems(participants, course, pattern), strict=True)
    paths = {id(participant): f"{stem}.pdf" for participant, stem in named}
    if not group_by:
        return [(participant, folder / paths[id(participant)]) for participant in participants]
    from worksheets.people.selection import groups

    found = groups(participants, course, group_by)
    folders = distinct(file_stem(name) for name in found)
    return [
        (participant, folder / inner / paths[id(participant)])
        for inner, people in zip(folders, found.values(), strict=True)
        for participant in people
    ]


def print_path(jobs: Sequence[Job], folder: Path) -> Path:
    """Return where a group's print file is to be: under a name that no participant's handout has."""
    taken = [path.stem for _participant, path in jobs if path.parent == folder]
    return folder / f"{distinct([*taken, 'tulosta-kaikki'])[-1]}.pdf"
