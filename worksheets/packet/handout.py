"""One handout made: merged into a master where one serves, or typeset."""

from contextlib import suppress

from platformdirs import user_cache_path

from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.errors import UnsettableError
from worksheets.master.store import Plates
from worksheets.people.participant import Participant


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


def plates_of(edition: Edition) -> Plates:
    """Return the plates of an edition, with this user's cache."""
    return Plates(edition, user_cache_path("worksheets") / "plates")
