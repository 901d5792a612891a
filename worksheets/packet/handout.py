"""One handout: merged into a master where one serves, otherwise typeset."""

from contextlib import suppress

from platformdirs import user_cache_path

from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.errors import NeedsTypesetterError
from worksheets.master.store import MasterStore
from worksheets.people.participant import Participant


def handout(
    edition: Edition, participant: Participant, password: str = "", masters: MasterStore | None = None
) -> bytes:
    """Return one participant's handout as a PDF, locked with the password if there is one.

    Raises GlyphError when no font has some of its characters.
    """
    person = printed(participant, edition.course, edition.wording)
    pdf = b""
    if masters:
        with suppress(NeedsTypesetterError):
            pdf, _pages = masters.handout(person, make=False)
    pdf = pdf or _typeset(edition, person)
    if not password:
        return pdf
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password)


def _typeset(edition: Edition, participant: Participant) -> bytes:
    from .pipeline import typeset_handout  # Here, since loading WeasyPrint takes half a second.

    return typeset_handout(edition, participant)


def prepare(masters: MasterStore | None, participant: Participant) -> None:
    """Make the master that a participant's handout lacked, if masters are wanted, so that the next one is merged."""
    if masters:
        masters.prepare(printed(participant, masters.edition.course, masters.edition.wording))


def master_store(edition: Edition) -> MasterStore:
    """Return the masters of an edition, with this user's cache."""
    return MasterStore(edition, user_cache_path("worksheets") / "masters")
