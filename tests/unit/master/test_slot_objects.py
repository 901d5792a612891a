"""A slot's structure element and its marked content are emptied, if they hold nothing but the placeholder."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
import weasyprint
from msgspec import structs

from tests.helpers.tiny_master import SLOT
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.placeholders import number_of
from worksheets.master.slot_objects import SlotObjects, detach_slot
from worksheets.merge.model import ContinuationNote, MasterSlot
from worksheets.pdf.content_stream import read_content
from worksheets.pdf.structure import marked_content_owners

NOTE = ContinuationNote(b"/Em", b"", "F", b"12", 0.0, 20.0, b"[]", "jatkuu")


def detached(body: str, slot: MasterSlot = SLOT) -> Iterator[tuple[pikepdf.Pdf, SlotObjects, int]]:
    """Typeset a body and detach its only placeholder; yield the PDF, the slot's objects, and the placeholder's MCID."""
    html = f'<html lang="fi"><title>Koe</title><body>{body}</body></html>'
    pdf = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    with pikepdf.open(BytesIO(pdf)) as book:
        streams = [stream for page in read_content(book) for stream in page]
        ((stream, run),) = ((stream, run) for stream in streams for run in stream.runs if number_of(run) >= 0)
        yield book, detach_slot(book, slot, stream, run), run.mcid or 0


def refusal(body: str, slot: MasterSlot = SLOT) -> Reason:
    with pytest.raises(NeedsTypesetterError) as error:
        next(detached(body, slot))
    return error.value.refusal.reason


def test_a_slot_is_taken_out_of_the_structure_tree() -> None:
    for book, objects, mcid in detached("<p>Nimi</p><p><bdi>þ0000þ</bdi></p>"):
        assert objects.element is not None
        assert list(objects.element.K) == []
        assert objects.parent is None
        assert marked_content_owners(book, objects.page)[mcid] is None
        assert [element.objgen for element in objects.elements] == [objects.element.objgen]


def test_the_element_around_is_kept_where_a_note_can_follow() -> None:
    for _book, objects, _mcid in detached("<div><p>þ0000þ</p></div>", structs.replace(SLOT, note=NOTE)):
        assert objects.element is not None
        assert objects.parent is not None
        assert objects.parent.objgen == objects.element.P.objgen
        assert len(objects.elements) == 2


def test_a_placeholder_that_shares_its_element_needs_the_typesetter() -> None:
    assert refusal("<p>þ0000þ<br>Muuta</p>") is Reason.SLOT_TAGS


def test_a_note_needs_an_element_around_the_slot_alone() -> None:
    slot = structs.replace(SLOT, note=NOTE)
    assert refusal("<div><p>þ0000þ</p><p>Muuta</p></div>", slot) is Reason.SLOT_PARENT_TAGS
