"""One handout: merged into a master where one serves, otherwise typeset."""

from collections.abc import Callable

from worksheets.compose.wording import printed
from worksheets.errors import NeedsTypesetterError, NoTypesetterError, Refusal
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
    no font has some of its characters, PageError or StyleError for a page or a style sheet that cannot be used, and
    NoTypesetterError for a handout that has to be typeset on a machine without the typesetter.
    """
    person = printed(participant, prepared.edition.course, prepared.edition.wording)
    pdf, refusal = b"", None
    if merge:
        try:
            pdf = prepared.masters.handout(person, make=False)
        except NeedsTypesetterError as error:
            refusal = error.refusal
    if not pdf:
        pdf = _typeset(prepared, person, refusal, typeset)
    if not password:
        return pdf
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password)


def _typeset(
    prepared: PreparedEdition,
    person: Participant,
    refusal: Refusal | None,
    typeset: Callable[[Participant], bytes] | None,
) -> bytes:
    """Return a handout as ``typeset`` makes it; ``refusal`` says why it is not merged."""
    try:
        return typeset(person) if typeset else prepared.pipeline.handout(prepared.edition, person)
    except NoTypesetterError as error:
        from .failures import why_typeset  # Here: what it knows of processes takes longer to load than a merge.

        problem = why_typeset(refusal)
        raise NoTypesetterError(f"{person.name}: {problem}" if person.name else problem, *error.problems) from error
