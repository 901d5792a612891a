"""Content streams are cut at placeholders, and at the x coordinates of fixed texts beside them."""

import pikepdf

from worksheets.master.box_tree import PlacedLine, PlacedText
from worksheets.master.placeholders import PlaceholderUse
from worksheets.master.renderings import PageStream, Rendering
from worksheets.master.segments import Segment, SharedText, segments
from worksheets.pdf.content_stream import ContentStream, TextRun


def rendering(*lines: PlacedLine) -> Rendering:
    return Rendering(PlaceholderUse((), (), ()), lines, (), (), (), pikepdf.new(), (), {}, {})


def line_of(number: int, *texts: int) -> PlacedLine:
    """Return the line of a placeholder, with all texts on it: placeholders, or -1 for fixed ones."""
    placed = tuple(PlacedText(text, 10) for text in texts)
    return PlacedLine(0, number, 0, 0, 100, 0, 20, 0, 0, placed, inline=True, supported=True)


def stream_of(*parts: str) -> ContentStream:
    """Return a stream of parts: texts in brackets, and what is drawn between them."""
    data, runs = b"", []
    for part in parts:
        start, data = len(data), data + part.encode("latin-1")
        if part.startswith("["):
            runs.append(TextRun(start, len(data), 0, b"", 1, 1, (start, start + 1), "F", b"12", b"", part[1:-1]))
    page = pikepdf.Dictionary()
    return ContentStream(page, page, data, tuple(runs))


def cut_up(first: Rendering, *parts: str) -> list[Segment]:
    return segments(PageStream(first, 0, stream_of(*parts)))


def test_a_stream_without_placeholders_is_one_segment() -> None:
    assert cut_up(rendering(), "q ", "[Nimi]", " Q") == [Segment(b"q [Nimi] Q")]


def test_a_stream_is_cut_at_placeholders() -> None:
    lines = rendering(line_of(3, 3), line_of(5, 5))
    cut = cut_up(lines, "q ", "[Nimi]", "[þ0030þ]", " 1 ", "[þ0050þ]", " Q")
    assert [segment.fixed for segment in cut] == [b"q [Nimi]", b" 1 ", b" Q"]
    assert [segment.number for segment in cut] == [3, 5, -1]


def test_the_lines_of_a_placeholder_are_cut_out_together() -> None:
    cut = cut_up(rendering(line_of(3, 3)), "q ", "[þ0030þ]", "[þ0031þ]", " Q")
    assert [segment.fixed for segment in cut] == [b"q ", b" Q"]
    assert [run.text for run in cut[0].runs] == ["þ0030þ", "þ0031þ"]


def test_a_placeholder_that_is_drawn_twice_is_cut_out_twice() -> None:
    cut = cut_up(rendering(line_of(3, 3)), "[þ0030þ]", " 1 ", "[þ0030þ]")
    assert [segment.number for segment in cut] == [3, 3, -1]


def test_a_fixed_text_on_a_line_with_placeholders_is_cut_at_its_x() -> None:
    lines = rendering(line_of(3, 3, -1, 5), line_of(5, 3, -1, 5))
    cut = cut_up(lines, "q ", "[þ0030þ]", "[, ]", "[þ0050þ]", " Q", "[, ]")
    assert [segment.number for segment in cut] == [3, -1, 5, -1]
    assert [segment.shared_text for segment in cut] == [None, SharedText(3, 1), None, None]
    assert [segment.fixed for segment in cut] == [b"q ", b"", b", ]", b" Q[, ]"]


def test_placeholder_number_0_is_no_fixed_text() -> None:
    cut = cut_up(rendering(line_of(0, 0, -1)), "[þ0000þ]", "[, ]")
    assert [segment.number for segment in cut] == [0, -1, -1]
    assert [segment.shared_text for segment in cut] == [None, SharedText(0, 1), None]


def test_a_fixed_text_at_the_beginning_of_the_line_is_cut_too() -> None:
    cut = cut_up(rendering(line_of(3, -1, 3)), "[Nimi: ]", "[þ0030þ]")
    assert [segment.number for segment in cut] == [-1, 3, -1]
    assert [segment.shared_text for segment in cut] == [SharedText(3, 0), None, None]


def test_segments_are_followed_alike_by_the_same_placeholder_or_fixed_text() -> None:
    placeholder, text = Segment(b"q", number=3), Segment(b"q", shared_text=SharedText(3, 1))
    assert placeholder.is_followed_like(Segment(b"Q", number=3))
    assert not placeholder.is_followed_like(Segment(b"q", number=4))
    assert text.is_followed_like(Segment(b"Q", shared_text=SharedText(3, 1)))
    assert not text.is_followed_like(Segment(b"q", shared_text=SharedText(3, 2)))


def test_the_numbers_of_marked_content_do_not_count() -> None:
    (segment,) = cut_up(rendering(), "/Span <</MCID 12>> BDC EMC")
    assert segment.unnumbered == b"/Span <<>> BDC EMC"
