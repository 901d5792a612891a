"""Detaches the placeholders from a rendering's structure tree, so that a participant's texts can take their places.

A placeholder's structure element loses its kids, and the parent tree the parent of the placeholder's marked content
(ISO 32000-1, 14.7.4). When a handout is merged, both get those of the participant's lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Array, Object, Pdf

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import MasterSlot
from worksheets.pdf.content_stream import ContentStream, TextRun
from worksheets.pdf.structure import marked_content_owners

from .continuation_probe import RenderedContinuation


@dataclass(frozen=True, slots=True)
class SlotObjects:
    """The objects that a slot is in."""

    page: Object
    element: Object | None
    """The structure element of the text; None in a page's head, which is an artifact."""
    parent: Object | None
    """The element around it, if a note can follow the slot."""

    @property
    def elements(self) -> list[Object]:
        """The structure elements, which depend on the participant."""
        return [element for element in (self.element, self.parent) if element is not None]


@dataclass(frozen=True, slots=True)
class ContinuationObjects:
    """The objects that the texts on a continuation page are in."""

    page: Object
    element: Object
    """The structure element around the titles and the texts."""
    before: Sequence[Object]
    """Its kids before them."""
    after: Sequence[Object]
    """Its kids after them."""


def detach_slot(book: Pdf, slot: MasterSlot, stream: ContentStream, run: TextRun) -> SlotObjects:
    """Detach a slot's placeholder from the structure tree; ``run`` is its text run in ``stream``.

    Raises NeedsTypesetterError if its structure element holds anything else, or if a note can follow the slot and the
    element around holds anything else.
    """
    if run.mcid is None:
        return SlotObjects(stream.page, None, None)
    owners = marked_content_owners(book, stream.page)
    span = owners[run.mcid]
    owners[run.mcid] = None
    element: Object = span.P
    if not _holds_only(element, span):
        raise NeedsTypesetterError(Reason.SLOT_TAGS)
    element.K = Array([])
    if slot.note is None:
        return SlotObjects(stream.page, element, None)
    if not _holds_only(element.P, element):
        raise NeedsTypesetterError(Reason.SLOT_PARENT_TAGS)
    return SlotObjects(stream.page, element, element.P)


def _holds_only(element: Object, kid: Object) -> bool:
    """Return True if a structure element has one kid and no other."""
    return [other.objgen for other in element.K] == [kid.objgen]


def detach_continuation_page(book: Pdf, rendered: RenderedContinuation) -> ContinuationObjects:
    """Detach the texts on a continuation page from the structure tree.

    Raises NeedsTypesetterError if anything else is between their structure elements.
    """
    page = rendered.stream.page
    owners = marked_content_owners(book, page)
    spans = [owners[run.mcid] for run in rendered.runs]
    for run in rendered.runs:
        owners[run.mcid] = None
    blocks = [span.P if index < rendered.heads else span.P.P for index, span in enumerate(spans)]
    element = blocks[0].P
    kids, taken = list(element.K), {block.objgen for block in blocks}
    indexes = [index for index, kid in enumerate(kids) if kid.objgen in taken]
    if len(indexes) != len(taken) or indexes != list(range(indexes[0], indexes[-1] + 1)):
        raise NeedsTypesetterError(Reason.CONTINUATION_TAGS)
    before, after = kids[: indexes[0]], kids[indexes[-1] + 1 :]
    element.K = Array([*before, *after])
    return ContinuationObjects(page, element, before, after)
