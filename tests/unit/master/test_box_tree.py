"""Placeholders are found on laid-out pages, with the width of their box and the room that they have."""

from math import inf

import pytest
import weasyprint

from worksheets.master.box_tree import Paragraph, PlacedLine, PlacedText, has_slot, paragraphs, placed_lines

STYLE = """
@page { size: 400px 300px; margin: 20px }
body { hyphenate-limit-chars: 5 2 2; hyphenate-character: "-"; overflow-wrap: anywhere }
body, p, h2 { margin: 0; line-height: 30px }
bdi { white-space: pre-line; hyphens: auto }
"""


def laid_out(body: str, style: str = "") -> weasyprint.Document:
    html = f'<html lang="fi"><style>{STYLE}{style}</style><body>{body}</body></html>'
    return weasyprint.HTML(string=html).render()


def lines(body: str, style: str = "") -> list[PlacedLine]:
    return placed_lines(laid_out(body, style).pages)


def test_a_placeholder_in_a_box_of_fixed_height_may_grow_to_that_height() -> None:
    body = '<div style="width: 200px; height: 90px; margin-left: 10px"><bdi style="display: block">þ0070þ</bdi></div>'
    (line,) = lines(body)
    assert (line.page, line.number, line.line) == (0, 7, 0)
    assert (line.left, line.width, line.align) == (30, 200, 0)
    assert (line.pitch, line.room) == (30, 90)
    assert line.supported
    assert not line.inline


@pytest.mark.parametrize(
    ("body", "room"),
    [
        ("<p><bdi>þ0000þ</bdi></p>", 0),
        ('<div style="height: 90px"><p>Nimi</p><p><bdi>þ0000þ</bdi></p></div>', 90),
        ('<div style="height: 90px"><p>Nimi: <bdi>þ0000þ</bdi></p></div>', 0),
        ('<table><tr><td style="padding: 0; height: 50px"><bdi>þ0000þ</bdi></td></tr></table>', 50),
    ],
)
def test_the_room_is_the_fixed_height_around_a_placeholder_without_other_text(body: str, room: float) -> None:
    assert [line.room for line in lines(body)] == [room]


def test_a_running_head_has_all_room() -> None:
    style = ".head { position: running(head) } @page { @top-left { content: element(head) } }"
    (line,) = lines('<p class="head"><bdi>þ0000þ</bdi></p><p>Sivu</p>', style)
    assert line.room == inf


def test_texts_on_one_line_are_listed_in_order() -> None:
    first, second = lines("<p><bdi>þ0000þ</bdi><span>, </span><bdi>þ0010þ</bdi></p>")
    assert [text.number for text in first.texts] == [0, -1, 1]
    assert first.texts == second.texts
    assert all(isinstance(text, PlacedText) and text.width > 0 for text in first.texts)
    assert first.inline


def test_placeholders_under_one_another_are_a_group() -> None:
    block = '<bdi style="display: block">þ{}0þ</bdi>'
    first, second, other = lines(
        f"<div>{block.format('000')}{block.format('001')}</div><div>{block.format('002')}</div>"
    )
    assert first.group == second.group != other.group


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1), ("justify", inf)])
def test_the_alignment_is_the_share_of_free_space_on_the_left(align: str, share: float) -> None:
    assert [line.align for line in lines(f'<p style="text-align: {align}"><bdi>þ0000þ</bdi></p>')] == [share]


@pytest.mark.parametrize("style", ["letter-spacing: 1px", "word-spacing: 1px", "hyphens: none"])
def test_styles_that_change_how_lines_are_set_are_not_supported(style: str) -> None:
    assert [line.supported for line in lines(f'<p><bdi style="{style}">þ0000þ</bdi></p>')] == [False]


def block_after(title: str) -> Paragraph:
    body = f'{title}<p><bdi class="slot in-rest">þ0050þ\nþ0051þ</bdi></p><p style="height: 40px">Muistiinpanoja</p>'
    (paragraph,) = paragraphs(laid_out(f"<div>{body}</div>").pages)
    return paragraph


def test_a_paragraph_has_its_title_and_what_follows() -> None:
    paragraph = block_after("<h2>Otsikko</h2>")
    assert (paragraph.number, paragraph.title, paragraph.title_pitch) == (5, 20, 30)
    assert (paragraph.tops, paragraph.pitch) == ((50, 80), 30)
    assert (paragraph.left, paragraph.width, paragraph.limit, paragraph.foot) == (20, 360, 280, 40)
    assert paragraph.supported


def test_a_paragraph_at_the_top_has_no_title() -> None:
    assert block_after("").title is None


def test_a_slot_is_found_by_its_place() -> None:
    (page,) = laid_out('<p><bdi class="slot in-rest">Teksti</bdi></p>').pages
    assert has_slot(page, "rest")
    assert not has_slot(page, "prompt")
