"""Placeholders are found on laid-out pages, with the width of their box and the room that they have."""

import inspect
import re
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest
import weasyprint

import worksheets
from tests.helpers.private_parts import View, moved_parts, sample_pages
from worksheets.master import box_tree
from worksheets.master.box_tree import (
    ATTRIBUTES,
    CHECKED_WITH,
    CLASSES,
    STYLE_KEYS,
    SUPPORTED_STYLE,
    Paragraph,
    PlacedLine,
    PlacedSource,
    PlacedText,
    has_slot,
    paragraphs,
    placed_lines,
    placed_rows,
)

STYLE = """
@page { size: 400px 300px; margin: 20px }
body { hyphenate-limit-chars: 8 4 4; hyphenate-character: "-"; overflow-wrap: anywhere }
body, p, h2 { margin: 0; line-height: 30px }
bdi { white-space: pre-line; hyphens: manual }
"""
INLINE_BLOCK = '<span style="display: inline-block"><bdi>þ0000þ</bdi></span>'


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
    ("style", "grows_up"),
    [
        ("display: inline-block; vertical-align: bottom", True),
        ("display: inline-block; vertical-align: top", False),
        ("display: block; vertical-align: bottom", False),
        ("vertical-align: bottom", False),
    ],
)
def test_a_block_on_the_bottom_of_its_line_grows_upwards(style: str, *, grows_up: bool) -> None:
    (line,) = lines(f'<div style="height: 90px"><bdi style="{style}">þ0000þ</bdi></div>')
    assert line.grows_up is grows_up


@pytest.mark.parametrize(
    ("body", "room"),
    [
        ("<p><bdi>þ0000þ</bdi></p>", 0),
        ('<div style="height: 90px"><p>Nimi</p><p><bdi>þ0000þ</bdi></p></div>', 90),
        ('<div style="height: 90px"><p>Nimi: <bdi>þ0000þ</bdi></p></div>', 0),
        ('<table><tr><td style="padding: 0; height: 50px"><bdi>þ0000þ</bdi></td></tr></table>', 50),
        ('<div style="min-height: 90px"><p><bdi>þ0000þ</bdi></p></div>', 90),
        ('<div style="height: 90px"><p>&nbsp;<bdi>þ0000þ</bdi></p></div>', 90),
        (f'<p style="height: 90px">{INLINE_BLOCK}</p>', 90),
        (f'<p style="height: 90px">Nimi: {INLINE_BLOCK}</p>', 0),
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


def test_inline_placeholders_are_a_group_with_those_in_the_same_paragraph() -> None:
    first, second, other = lines(
        "<div><p><bdi>þ0000þ</bdi>, <bdi>þ0010þ</bdi></p><p><bdi>þ0020þ</bdi></p></div>",
    )
    assert first.group == second.group != other.group


def test_placeholders_on_every_page_are_found() -> None:
    body = '<p><bdi>þ0000þ</bdi></p><p style="break-before: page"><bdi>þ0010þ\nþ0011þ</bdi></p>'
    document = laid_out(body)
    assert [(line.page, line.number, line.line) for line in placed_lines(document.pages)] == [
        *((0, 0, 0), (1, 1, 0), (1, 1, 1)),
    ]
    assert [(paragraph.page, paragraph.number) for paragraph in paragraphs(document.pages)] == [(0, 0), (1, 1)]


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1), ("justify", inf)])
def test_the_alignment_is_the_share_of_free_space_on_the_left(align: str, share: float) -> None:
    assert [line.align for line in lines(f'<p style="text-align: {align}"><bdi>þ0000þ</bdi></p>')] == [share]


@pytest.mark.parametrize("style", ["letter-spacing: 1px", "word-spacing: 1px", "hyphenate-limit-chars: 5 2 2"])
def test_styles_that_change_how_lines_are_set_are_not_supported(style: str) -> None:
    assert [line.supported for line in lines(f'<p><bdi style="{style}">þ0000þ</bdi></p>')] == [False]


@pytest.mark.parametrize(("hyphens", "hyphenated"), [("auto", True), ("manual", False), ("none", False)])
def test_a_line_tells_whether_its_words_are_hyphenated(hyphens: str, *, hyphenated: bool) -> None:
    (line,) = lines(f'<p><bdi style="hyphens: {hyphens}">þ0000þ</bdi></p>')
    assert (line.supported, line.hyphenated) == (True, hyphenated)


def block_after(title: str, style: str = "") -> Paragraph:
    body = (
        f'<p>Alku</p>{title}<p><bdi class="slot in-rest" style="{style}">þ0050þ\nþ0051þ</bdi></p>'
        '<p style="height: 40px; margin-bottom: 5px">Muistiinpanoja</p>'
    )
    (paragraph,) = paragraphs(laid_out(f"<div>{body}</div>").pages)
    return paragraph


def test_a_paragraph_has_its_title_and_what_follows() -> None:
    paragraph = block_after('<h2 style="width: 300px">Otsikko</h2>')
    assert (paragraph.page, paragraph.number) == (0, 5)
    assert (paragraph.title, paragraph.title_lead, paragraph.title_width) == (50, 0, 300)
    assert paragraph.source is None
    assert (paragraph.tops, paragraph.pitch) == ((80, 110), 30)
    assert (paragraph.left, paragraph.width, paragraph.limit, paragraph.foot) == (20, 360, 280, 45)
    assert paragraph.supported


@pytest.mark.parametrize("before", ["<h2>Otsikko<br>jatkuu</h2>", "<div><p>Otsikko</p></div>", "<hr>"])
def test_only_one_line_is_a_title(before: str) -> None:
    assert block_after(before).title is None


def test_a_paragraph_at_the_top_has_no_title() -> None:
    (paragraph,) = paragraphs(laid_out("<p><bdi>þ0050þ</bdi></p>").pages)
    assert (paragraph.title, paragraph.title_lead, paragraph.title_width) == (None, 0, 0)


def test_a_line_between_title_and_text_says_where_the_text_continues_from() -> None:
    title = '<h2 style="border-top: 2px solid #000; padding: 5px 60px 0 0; margin-top: 11px">Otsikko</h2>'
    style = "height: 0; margin: -30px 0 30px; text-align: right; padding-right: 10px"
    source = f'<p class="source" style="{style}">sivulta 7</p>'
    paragraph = block_after(title + source)
    assert (paragraph.title, paragraph.title_lead, paragraph.title_width) == (68, 7, 300)
    assert paragraph.source == PlacedSource(left=20, width=350, align=1.0)
    assert paragraph.tops == (98, 128)


@pytest.mark.parametrize(
    ("title", "style", "supported"),
    [
        ("<h2>Otsikko</h2>", "", True),
        ('<h2 style="hyphens: none; white-space: normal">Otsikko</h2>', "", True),
        ('<h2 style="letter-spacing: 1px">Otsikko</h2>', "", False),
        ('<h2 style="text-indent: 1px">Otsikko</h2>', "", False),
        ("<h2>Otsikko</h2>", "letter-spacing: 1px", False),
        ("<h2>Otsikko</h2>", "hyphens: auto", False),
    ],
)
def test_a_paragraph_is_supported_with_its_title(title: str, style: str, *, supported: bool) -> None:
    assert block_after(title, style).supported is supported


@pytest.mark.parametrize("body", ["<p>þ0000þ</p>", "<p><b>Nimi</b></p>", "<p><b>Nimi</b> <bdi>þ0000þ</bdi></p>"])
def test_a_block_that_does_not_begin_with_an_inline_placeholder_is_no_paragraph(body: str) -> None:
    assert paragraphs(laid_out(body).pages) == []


def test_a_slot_is_found_by_its_place() -> None:
    style = '@page { @top-left { content: "Teksti" } }'
    (page,) = laid_out(
        '<p><bdi class="slot in-rest">Teksti</bdi><bdi class="slot in-heading">Teksti</bdi></p>', style
    ).pages
    assert has_slot(page, "rest")
    assert has_slot(page, "heading")
    assert not has_slot(page, "head")


# WeasyPrint's private parts


@pytest.fixture(scope="module")
def pages() -> Sequence[Any]:
    return sample_pages()


def version() -> str:
    return f"WeasyPrint {weasyprint.__version__}"


def test_weasyprint_has_all_parts_that_are_read(pages: Sequence[Any]) -> None:
    checked = ", ".join(map(" ".join, CHECKED_WITH.items()))
    assert not moved_parts(pages), f"box_tree was written for {checked}; mend it and its lists of private parts"


def test_the_parts_that_are_read_are_those_in_the_lists(pages: Sequence[Any]) -> None:
    view = View()
    seen = view.of(pages)
    assert placed_lines(seen) == placed_lines(pages)
    assert paragraphs(seen) == paragraphs(pages)
    assert placed_rows(seen) == placed_rows(pages) != []
    assert has_slot(seen[0], "rest")
    assert set(ATTRIBUTES) - view.read == set(), "listed, but not read"
    assert {name for _owner, name in view.read} == {name for _owner, name in ATTRIBUTES}
    assert view.keys == set(STYLE_KEYS)
    assert set(re.findall(r'"(\w+Box)"', code_after_lists())) == set(CLASSES)


def code_after_lists() -> str:
    return inspect.getsource(box_tree).partition("\nBox = Any\n")[2]


@pytest.mark.parametrize(("owner", "name"), ATTRIBUTES)
def test_an_attribute_that_is_gone_is_named(pages: Sequence[Any], owner: str, name: str) -> None:
    reader = ATTRIBUTES[owner, name]
    message = f"{version()} has no {owner}.{name} any more: master/box_tree.py reads it in {reader}"
    assert moved_parts(View((owner, name)).of(pages)) == [message]
    assert re.search(rf"\b{name}\b", inspect.getsource(getattr(box_tree, reader)))


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_that_has_another_name_is_named(pages: Sequence[Any], name: str) -> None:
    reader = CLASSES[name]
    message = f"{version()} has no class {name} any more: master/box_tree.py looks for it in {reader}"
    assert moved_parts(View(name).of(pages)) == [message]
    assert f'"{name}"' in inspect.getsource(getattr(box_tree, reader))


@pytest.mark.parametrize("key", STYLE_KEYS)
def test_a_style_key_that_is_gone_or_has_other_values_is_named(pages: Sequence[Any], key: str) -> None:
    reader = STYLE_KEYS[key]
    gone = f"{version()} has no style key {key} any more: master/box_tree.py reads it in {reader}"
    other = f"{version()} gives the style key {key} as '?': master/box_tree.py compares it in {reader}"
    assert moved_parts(View(key).of(pages)) == [gone]
    assert moved_parts(View(values={key: "?"}).of(pages)) == [other]
    source = inspect.getsource(getattr(box_tree, reader))
    assert f'["{key}"]' in source or (key in SUPPORTED_STYLE and "SUPPORTED_STYLE" in source)


def test_a_class_that_only_the_list_names_is_named_too(pages: Sequence[Any]) -> None:
    (message,) = moved_parts(View("TextBox").of(pages))
    assert message.startswith(f"{version()} has no class TextBox any more: master/box_tree.py reads boxes of the class")
    assert message.endswith("correct the name in ATTRIBUTES")


def test_the_docstring_lists_the_same_parts_and_versions() -> None:
    text = " ".join((box_tree.__doc__ or "").split())
    listed = re.findall(r"``(\w+)(?:\(\))?``", text.partition("function:")[2].partition("Checked with")[0])
    parts = {*CLASSES, *STYLE_KEYS, *(name for _owner, name in ATTRIBUTES), "value", "SUPPORTED_STYLE"}
    assert set(listed) == parts
    assert "Checked with {}, {} and {} ".format(*map(" ".join, CHECKED_WITH.items())) in text
    assert weasyprint.__version__.partition(".")[0] == CHECKED_WITH["WeasyPrint"].partition(".")[0]


def test_no_other_module_reads_private_parts_of_weasyprint() -> None:
    """Nor imports a module of WeasyPrint's that its documentation does not have."""
    private = "|".join([*CLASSES, *(rf"\.{name}\b" for _owner, name in ATTRIBUTES if name.startswith("_"))])
    undocumented = r"(?:from|import) weasyprint\.(?!text\.fonts import FontConfiguration$|urls import URLFetcher)"
    package = Path(worksheets.__file__).parent
    readers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(f"{private}|{undocumented}", path.read_text("utf-8"), re.MULTILINE)
    ]
    expected = ["master/box_tree.py", "pdf/baseline_grid.py", "pdf/glyph_codes.py", "pdf/page_measures.py"]
    assert sorted(readers) == expected, "each says what"
