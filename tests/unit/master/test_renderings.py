"""A rendering tells where each placeholder lies and how it is drawn, and refuses texts that are not simply printed."""

import pytest
from pikepdf import Dictionary

from tests.helpers.tiny_page import NAME, OTHER, OWN, TIME, tiny_page, tiny_pipeline
from tests.helpers.values import replace
from worksheets.course.layout import NORMAL, SMALL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.placeholders import PlaceholderState, in_states
from worksheets.master.renderings import PagePlaceholder, PageStream, Rendering, body_of, render_appearances
from worksheets.merge.model import SlotKey
from worksheets.pdf.content_stream import ContentStream, TextRun, glyph_texts

HEAD = '<p class="head">{{ widget.slot("nimi", "head") }}</p>'
HEAD_STYLE = "@page { @top-left { content: element(head) } } .head { position: running(head) }"
BOX = f'<div class="prompt">{OWN}</div>'


def letters_of(rendering: Rendering) -> set[str]:
    """Return the letters of which the fonts of a rendering have glyphs."""
    fonts = rendering.book.pages[0].obj.Resources.Font
    return {letter for font in fonts.values() for letter in glyph_texts(font).values()}


def test_a_placeholder_has_its_line_from_the_boxes_and_its_run_from_the_content() -> None:
    page = tiny_page(f"<p>Kaikille</p><p>{NAME}</p>")
    rendering = page.render()
    placeholder = PagePlaceholder(page=0, number=page.keys.index(SlotKey("nimi", "field")))
    assert list(rendering.first_lines) == list(rendering.first_runs) == [placeholder]
    line, run = rendering.first_lines[placeholder], rendering.first_runs[placeholder]
    assert (line.left, line.width, line.pitch) == (20.0, 260.0, 20.0)
    assert (run.text, run.x, run.font_size) == (f"þ{placeholder.number:03}0þ", 20.0, b"16")
    assert 40.0 < run.y < 60.0, "on the second line"


def test_the_first_of_several_lines_counts() -> None:
    page = tiny_page(f"<p>{NAME}</p>")
    rendering = page.render(in_states(lambda _number: PlaceholderState(NORMAL, 2)))
    assert [line.line for line in rendering.lines] == [0, 1]
    (line,), (run,) = rendering.first_lines.values(), rendering.first_runs.values()
    assert line.line == 0
    assert run.text.endswith("0þ")


def test_placeholders_are_set_in_the_states_that_are_chosen() -> None:
    rendering = tiny_page(BOX).render(in_states(lambda _number: PlaceholderState(SMALL, 1)))
    (run,) = rendering.first_runs.values()
    assert run.font_size == b"10"


def test_streams_are_given_page_by_page_and_bodies_without_heads() -> None:
    rendering = tiny_page(HEAD + f'<p>Eka</p><p class="page">{NAME}</p>', HEAD_STYLE).render()
    streams = list(rendering.streams())
    assert [content.page for content in streams] == [0, 0, 1, 1], "a stream for the body, and one for the margins"
    texts = [[run.text for run in content.stream.runs] for content in streams]
    assert texts == [["Eka"], ["þ0000þ"], ["þ0010þ"], ["þ0000þ"]]
    assert [content.has_body_placeholder for content in streams] == [False, False, True, False]
    assert rendering.bodies == [PageStream(rendering, 1, streams[2].stream)]


def stream_of(data: bytes, mcid: int | None) -> ContentStream:
    """Return a content stream with one text run, in brackets."""
    start, end = data.index(b"["), data.index(b"]") + 1
    page, run = Dictionary(), TextRun(start, end, mcid, b"", 1.0, 1.0, (0, 0), "F", b"12", b"[]", "teksti")
    return ContentStream(page, page, data, (run,))


def test_a_page_body_has_neither_head_nor_colours_nor_numbers() -> None:
    head, body = stream_of(b"head [1] Q", None), stream_of(b"q\n/E5f1b495a gs\n1 0.5 0 rg\nw\n[1]<</MCID 12>> re Q", 3)
    fixed = ContentStream(Dictionary(), Dictionary(), b"1 w 0 0 0 rg\n/E5 gs\nS", ())
    page_body = body_of([head, body, fixed])
    assert page_body.runs == [*body.runs]
    assert page_body.between == b"q\nw\n<<>> re Q1 w 0 0 0 rg\nS", "only whole lines set a colour"


def test_the_body_of_a_typeset_page_begins_where_the_page_does() -> None:
    rendering = tiny_page(HEAD + f"<p>Eka</p><p>{NAME}</p>", HEAD_STYLE).render()
    page_body = body_of(rendering.pages[0])
    assert [run.text for run in page_body.runs] == ["Eka", "þ0010þ"]
    assert page_body.between.startswith(b"1 0 0 -1 0 240 cm\n")


def test_the_fonts_get_more_letters_than_the_pages_have() -> None:
    page = tiny_page(f"<p>{NAME}</p>")
    assert not {"x", "ff"} & letters_of(page.render())
    rendering = page.render(letters="xÅ&<")
    assert set("xÅ&<") | {"þ", "ff"} <= letters_of(rendering)
    assert len(rendering.book.pages) == len(rendering.pages) == 1


def test_what_the_templates_asked_is_noted() -> None:
    page = tiny_page(f"<p>{NAME}{{% if filling.has('aika') %}}, {TIME}{{% endif %}}</p>")
    use = page.render().placeholders
    assert [page.keys[number].path for number in sorted(use.numbers_by_page[0])] == ["nimi", "aika"]
    assert [question.path for question in use.answers_by_page[0]] == ["aika"]


@pytest.mark.parametrize(
    "body",
    [
        '<p title="{{ filling.text("nimi") }}">Nimi</p>',
        '{% set name %}{{ filling.text("nimi") }}{% endset %}<p>Nimi</p>',
        '{% set name %}{{ filling.text("nimi") }}{% endset %}<p>{{ name }}{{ name }}</p>',
        '<p>{{ filling.text("nimi") | upper }}</p>',
    ],
)
def test_a_text_that_is_not_simply_printed_is_refused(body: str) -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        tiny_page(body).render()
    assert error.value.refusal.reason is Reason.TEXT_USED_IN_HTML


def test_a_printed_text_is_not_refused() -> None:
    rendering = tiny_page('<p>{{ filling.text("nimi") }}</p>').render()
    assert [run.text for run in rendering.first_runs.values()] == ["þ0000þ"]


def test_only_a_form_has_fields() -> None:
    assert tiny_page(BOX).render().field_boxes == []
    rendering = tiny_page(BOX, fillable=True).render()
    assert [(box.path, box.place) for box in rendering.field_boxes] == [("kysely.oma", "prompt")]
    assert rendering.lines == []


def test_each_field_is_drawn_in_each_of_its_sizes() -> None:
    boxes = tiny_page(BOX + f'<div class="prompt">{OTHER}</div>', fillable=True).render().field_boxes
    renderings = render_appearances(boxes, tiny_pipeline())
    sizes = [size for box in boxes for size in box.sizes]
    assert [rendering.appearance.size for rendering in renderings] == sizes
    assert len(boxes) == 2
    for rendering in renderings:
        assert [run.text for run in rendering.stream.runs] == ["þ0000þ", "þ0001þ"]
        assert rendering.line.line == 0
        assert float(rendering.stream.runs[0].font_size) == pytest.approx(
            rendering.appearance.size * 96 / 25.4, abs=1e-3
        )


def test_a_field_that_is_too_narrow_for_a_placeholder_is_refused() -> None:
    (box,) = tiny_page(BOX, fillable=True).render().field_boxes
    with pytest.raises(NeedsTypesetterError) as error:
        render_appearances([replace(box, width=3.0)], tiny_pipeline())
    assert error.value.refusal.reason is Reason.FIELD_DRAWING
