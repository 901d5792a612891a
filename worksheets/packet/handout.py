"""One handout: merged into a master where one serves, otherwise typeset."""

from contextlib import suppress

from worksheets.compose.wording import printed
from worksheets.errors import NeedsTypesetterError
from worksheets.people.participant import Participant

from .prepared import PreparedEdition


def handout(prepared: PreparedEdition, participant: Participant, password: str = "", *, merge: bool = True) -> bytes:
    """Return one participant's handout as a PDF, locked with the password if there is one.

    Without ``merge``, it is typeset even if a master serves. Raises GlyphError when no font has some of its characters,
    and PageError or StyleError for a page or a style sheet that cannot be used.
    """
    person = printed(participant, prepared.edition.course, prepared.edition.wording)
    pdf = b""
    if merge:
        with suppress(NeedsTypesetterError):
            pdf = prepared.masters.handout(person, make=False)
    pdf = pdf or prepared.pipeline.handout(prepared.edition, person)
    if not password:
        return pdf
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password)


def prepare_master(prepared: PreparedEdition, participant: Participant) -> None:
    """Make the master that a participant's handout lacked, so that the next one is merged."""
    prepared.masters.prepare(printed(participant, prepared.edition.course, prepared.edition.wording))
