"""A master has what is the same for everybody as fixed objects, and the rest with what varies in it left open."""

import re
import zlib
from dataclasses import replace

import pytest
from msgspec import structs

from tests.helpers.tiny_page import FONT, LETTERS, NAME, OTHER, OWN, PERSON, TIME, tiny_page
from worksheets.course.layout import SMALL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master import objects as objects_module
from worksheets.master.objects import master_of
from worksheets.merge.model import Answer, Master, Question
from worksheets.merge.questions import DESCRIPTION, ENTRIES, HAS

COMMON = "<p>Kaikille</p>"
PICTURE = '<svg role="img" viewBox="0 0 9 9"><title>Kuva: {{ filling.text("nimi") }}</title></svg>'
BOX = f'<div class="prompt">{OWN}</div>'
PALE = '<p style="opacity: .5">Haalea</p>'


def bodies(master: Master) -> dict[int, bytes]:
    """Return the fixed objects of a master that are no streams, by number."""
    return {obj.number: obj.body for obj in master.objects}


def refusal(body: str, style: str = "") -> Reason:
    with pytest.raises(NeedsTypesetterError) as error:
        tiny_page(body, style).master()
    return error.value.refusal.reason


def test_fixed_objects_come_first_and_a_number_is_free_for_the_object_stream() -> None:
    master = tiny_page(PALE + f"<p>{NAME}</p>").master()
    fixed = [*(stream.number for stream in master.streams), *(obj.number for obj in master.objects)]
    assert fixed == list(range(1, len(fixed) + 1))
    assert len(master.streams) == 1, "the pale text"
    font_parts = {number for font in master.fonts.values() for number in (font.file, font.descendant, font.to_unicode)}
    open_objects = {
        *(content.number for content in master.contents),
        *(text.number for text in (*master.text_objects, master.metadata)),
        *(slot.element for slot in master.slots),
        *(marked.number for marked in master.marked_content),
        *font_parts,
    }
    assert sorted(open_objects) == list(range(len(fixed) + 2, master.next_number))


def test_the_catalog_the_pages_and_the_settings_are_known() -> None:
    master = tiny_page(COMMON + f'<p>{NAME}</p><p class="page">Toka</p>').master()
    assert b"/Type/Catalog" in bodies(master)[master.root]
    assert b"/Count 2" in next(body for body in bodies(master).values() if b"/Type/Pages" in body)
    assert (master.pages, master.language, master.letters) == (2, "fi", LETTERS)


def test_a_slots_element_is_left_open_and_its_marked_content_too() -> None:
    master = tiny_page(COMMON + f"<p>{NAME}</p>").master()
    (slot,), (marked,) = master.slots, master.marked_content
    assert slot.element not in bodies(master)
    assert b"/Type/StructElem" in slot.entries
    assert b"/K" not in slot.entries
    assert slot.page == marked.page
    assert re.search(rb"/Type/Page\b", bodies(master)[slot.page])
    assert re.fullmatch(rb"\d+ 0 R null", marked.owners), "the element of the fixed text, and none for the slot"
    assert marked.count == 2
    assert slot.parent == 0


def test_only_pages_with_slots_have_open_marked_content() -> None:
    master = tiny_page(COMMON + f'<p>{NAME}</p><p class="page">Toka</p>').master()
    assert len(master.marked_content) == 1


def test_the_content_stream_of_a_page_is_left_open() -> None:
    (content,) = tiny_page(COMMON + f"<p>{NAME}</p>").master().contents
    assert [item.slot for item in content.items] == [0, -1]
    assert b"/MCID 0>>" in content.items[0].fixed


def test_a_long_beginning_becomes_a_stream_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    page = tiny_page(COMMON + f"<p>{NAME}</p>")
    beginning = page.master().contents[0].items[0].fixed
    monkeypatch.setattr(objects_module, "_LONG", len(beginning) + 1)
    assert page.master().contents[0].items[0].fixed == beginning
    monkeypatch.setattr(objects_module, "_LONG", len(beginning))
    master = page.master()
    (content,), (stream,) = master.contents, master.streams
    assert content.items[0] == structs.replace(content.items[0], fixed=b"", slot=0)
    assert zlib.decompress(stream.data) == beginning
    assert b"/Contents[%d 0 R %d 0 R]" % (stream.number, content.number) in bodies(master)[master.slots[0].page]


def test_texts_that_are_not_drawn_are_cut_out_of_strings_and_metadata() -> None:
    page = tiny_page(COMMON + f"<p>{NAME}</p>" + PICTURE)
    master = page.master()
    ((number, path),) = master.undrawn.items()
    placeholder = f"þ{number:03}0þ"
    assert path == page.keys[number].path == "nimi"
    texts = {text.number: text for text in master.text_objects}
    assert texts[master.info].texts == (f"Koe: {placeholder}",)
    before, after = texts[master.info].fixed
    assert before.endswith(b"/Title")
    assert after.endswith(b">>")
    (picture,) = (text for text in master.text_objects if text.number != master.info)
    assert picture.texts == (f"Kuva: {placeholder}",)
    assert picture.fixed[0].endswith(b"/Alt")
    assert master.metadata.texts == (placeholder,)
    assert master.metadata.fixed[0].endswith(b">Koe: ")
    assert master.metadata.fixed[1].startswith(b"</rdf:li>")


def test_questions_are_kept_with_their_answers() -> None:
    page = tiny_page(f"{{% if filling.has('aika') %}}?{{% endif %}}{COMMON}<p>{NAME}</p>", values={"nimi": "Aino"})
    assert page.master().asked == (Answer(Question(HAS, "aika"), 0), Answer(Question(HAS, "nimi"), 1))


def test_a_question_is_asked_once_and_the_slowest_last() -> None:
    comparison = tiny_page(COMMON + f"<p>{NAME}</p>").compared(LETTERS)
    description, entries, has = (Question(asked, "a") for asked in (DESCRIPTION, ENTRIES, HAS))
    placeholders = replace(
        comparison.first.placeholders, answers_by_page=[{description: 1, has: 1}, {entries: 7, has: 1}]
    )
    first = replace(comparison.first, placeholders=placeholders)
    master = master_of(replace(comparison, first=first), (), "fi", FONT)
    assert master.asked == (Answer(entries, 7), Answer(has, 1), Answer(description, 1))


def test_resources_of_small_texts_are_added() -> None:
    """Only the second rendering has small texts: its graphics state for their background is copied."""
    style = ".small { background: rgba(255, 0, 0, .5) }"
    master = tiny_page(COMMON + BOX, style).master()
    states = re.findall(rb"/(E\w+) gs", master.slots[0].styles[SMALL].before)
    (resources,) = (body for body in bodies(master).values() if b"/ExtGState" in body)
    assert states
    assert all(b"/%s" % state in resources for state in states)
    assert any(b"/ca .5" in body or b"/ca 0.5" in body for body in bodies(master).values())


def test_resources_are_added_where_the_first_rendering_has_none_of_their_type() -> None:
    comparison = tiny_page(COMMON + BOX, ".small { background: rgba(255, 0, 0, .5) }").compared(LETTERS)
    del comparison.first.book.pages[0].obj.Resources["/ExtGState"]
    master = master_of(comparison, (), "fi", FONT)
    (resources,) = (body for body in bodies(master).values() if b"/XObject" in body)
    assert b"/ExtGState<</E" in resources


def test_equal_transparency_groups_are_one_object() -> None:
    master = tiny_page(PALE + '<p style="opacity: .5">Toinen</p>' + f"<p>{NAME}</p>").master()
    assert len(master.streams) == 2
    assert [body.count(b"/S/Transparency") for body in bodies(master).values() if b"/S/Transparency" in body] == [1]


def test_streams_are_compressed_and_their_length_is_left_out() -> None:
    (stream,) = tiny_page(PALE + f"<p>{NAME}</p>").master().streams
    assert b" Tf" in zlib.decompress(stream.data)
    assert b"/Filter/FlateDecode" in stream.entries
    assert b"/Length" not in stream.entries
    assert b"/Type/XObject" in stream.entries


def test_a_note_makes_the_parent_of_a_slot_open_too() -> None:
    page = tiny_page(COMMON + BOX, values={**PERSON, "kysely.oma": "abc abc " * 90})
    master = page.builder().build(page.data)
    (slot,) = master.slots
    assert slot.parent not in {0, slot.element}
    assert slot.parent not in bodies(master)
    assert b"/S/Div" in slot.parent_entries
    assert b"/K" not in slot.parent_entries
    first, last = master.continuation_pages
    assert re.search(rb"/Type/Page\b", bodies(master)[first.page])
    assert b"/S/Sect" in first.entries
    assert b"/K" not in first.entries
    assert re.fullmatch(rb"\d+ 0 R", first.before), "the line before the text"
    assert (first.after, last.before) == (b"", b"")
    assert re.fullmatch(rb"\d+ 0 R", last.after), "the line after the text"
    assert b"/Type/StructElem" in bodies(master)[int(first.before.split()[0])]
    assert len(master.marked_content) == 3


def test_the_same_pages_give_the_same_master() -> None:
    page = tiny_page(COMMON + PALE + f"<p>{NAME}, {TIME}</p>" + PICTURE)
    assert page.master() == page.master()


@pytest.mark.parametrize(
    ("body", "style", "reason"),
    [
        (f"<p>{NAME}</p><p>Þórr</p>", "", Reason.SLOT_NOT_DRAWN),
        (f"<p>{NAME}</p>", "p { bookmark-level: 1; bookmark-label: content() }", Reason.TEXT_USED_IN_PDF),
        (f"<p>{NAME}</p>" + PICTURE.replace('filling.text("nimi")', '"Þór"'), "", Reason.TEXT_USED_IN_PDF),
        (f'<p>{NAME}</p><p><a href="https://esimerkki.fi/%C3%BE">Linkki</a></p>', "", Reason.TEXT_USED_IN_PDF),
    ],
)
def test_a_text_that_is_used_or_changed_is_refused(body: str, style: str, reason: Reason) -> None:
    assert refusal(body, style) is reason


def test_a_placeholder_that_is_not_drawn_is_refused() -> None:
    comparison = tiny_page(f"<p>{NAME}</p><p>{OTHER}</p>").compared()
    (hidden,) = {drawn.run.text for drawn in comparison.slots if drawn.slot.path == "nimi"}
    drawn_numbers = comparison.drawn_numbers - {int(hidden[1:4])}
    with pytest.raises(NeedsTypesetterError) as error:
        master_of(replace(comparison, drawn_numbers=drawn_numbers), (), "fi", FONT)
    assert error.value.refusal.reason is Reason.SLOT_NOT_DRAWN


def test_a_placeholder_in_a_head_may_be_drawn_on_no_page() -> None:
    head = '<p class="head">{{ widget.slot("nimi", "head") }}</p>'
    style = (
        ".head { position: running(head) } .page { page: plain } @page other { @top-left { content: element(head) } }"
    )
    master = tiny_page(head + f"<p>{TIME}</p>", style).master()
    assert [slot.path for slot in master.slots] == ["aika"]


def test_a_font_that_shapes_in_another_way_is_refused() -> None:
    comparison = tiny_page(f"<p>{NAME}</p>").compared(LETTERS)
    drawn = comparison.slots[0]
    other = replace(drawn, run=replace(drawn.run, glyphs=b"[<0001>]"))
    with pytest.raises(NeedsTypesetterError) as error:
        master_of(replace(comparison, slots=[other]), (), "fi", FONT)
    assert error.value.refusal.reason is Reason.FONT_SHAPING
