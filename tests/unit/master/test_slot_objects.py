"""Placeholders are taken out of the structure tree, unless their elements hold anything else."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
import weasyprint
from msgspec import structs

from tests.helpers.tiny_master import SLOT
from tests.helpers.tiny_page import OWN, tiny_page
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.continuation_probe import RenderedContinuation, rendered_continuation
from worksheets.master.placeholders import number_of
from worksheets.master.slot_objects import SlotObjects, detach_continuation_page, detach_slot
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


def test_a_text_in_a_head_has_no_element() -> None:
    head = '<p class="head">{{ widget.slot("nimi", "head") }}</p><p>Nimi</p>'
    style = "@page { @top-left { content: element(head) } } .head { position: running(head) }"
    rendering = tiny_page(head, style).render()
    stream = next(content.stream for content in rendering.streams() if "þ" in content.stream.runs[0].text)
    objects = detach_slot(rendering.book, SLOT, stream, stream.runs[0])
    assert objects.element is None
    assert objects.elements == []
    assert objects.page.objgen == rendering.book.pages[0].obj.objgen


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


def continuation_pages(lines: int) -> tuple[pikepdf.Pdf, list[RenderedContinuation]]:
    """Return the PDF and the continuation pages of a page with a text of so many lines."""
    rendering = tiny_page(f'<p>Nimi</p><div class="prompt">{OWN}</div>').render_overflow(lines)
    pages = map(rendered_continuation, rendering.streams())
    return rendering.book, [page for page in pages if page]


def test_a_continued_text_is_taken_out_between_what_is_before_and_after_it() -> None:
    """A page has a line before the text, its title, 12 lines, and something after it."""
    book, pages = continuation_pages(15)
    first, last = (detach_continuation_page(book, page) for page in pages)
    assert [first.page.objgen, last.page.objgen] == [book.pages[1].obj.objgen, book.pages[2].obj.objgen]
    assert [first.element.S, last.element.S] == ["/Sect", "/Sect"]
    assert [len(objects) for objects in (first.before, first.after, last.before, last.after)] == [1, 0, 0, 1]
    for objects, page in zip((first, last), pages, strict=True):
        kids = [*objects.before, *objects.after]
        assert [kid.objgen for kid in objects.element.K] == [kid.objgen for kid in kids]
        owners = marked_content_owners(book, objects.page)
        assert {owners[run.mcid] for run in page.runs} == {None}
        assert [owner is None for owner in owners].count(False) == 1, "the text that is the same for everybody"


def test_continued_texts_with_something_else_between_need_the_typesetter() -> None:
    book, (page,) = continuation_pages(3)
    section = marked_content_owners(book, page.stream.page)[page.runs[0].mcid].P.P
    before, title, text, after = section.K
    section.K = pikepdf.Array([before, title, after, text])
    with pytest.raises(NeedsTypesetterError) as error:
        detach_continuation_page(book, page)
    assert error.value.refusal.reason is Reason.CONTINUATION_TAGS
