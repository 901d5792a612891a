"""One handout: merged into a master where one serves, otherwise typeset."""

from collections.abc import Callable
from contextlib import suppress

from worksheets.compose.wording import printed
from worksheets.errors import NeedsTypesetterError
from worksheets.people.participant import Participant

from .prepared import PreparedEdition


def handout(
    prepared: PreparedEdition,
    participant: Participant,
    password: str = "",
    *,
    merge: bool = True,
    typeset: Callable[[Participant], bytes] | None = None,
) -> bytes:
    """Return one participant's handout as a PDF, locked with the password if there is one.

    Without ``merge``, it is typeset even if a master serves. ``typeset`` typesets what is not merged; it gets the texts
    as they are printed, and is the edition's pipeline, in this process, unless another is given. Raises GlyphError when
    no font has some of its characters, and PageError or StyleError for a page or a style sheet that cannot be used.
    """
    person = printed(participant, prepared.edition.course, prepared.edition.wording)
    pdf = b""
    if merge:
        with suppress(NeedsTypesetterError):
            pdf = prepared.masters.handout(person, make=False)
    if not pdf:
        pdf = typeset(person) if typeset else prepared.pipeline.handout(prepared.edition, person)
    if not password:
        return pdf
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password)
