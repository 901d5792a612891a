"""Text runs and resources of tiny pages, written as WeasyPrint writes them."""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf

from worksheets.pdf.content_stream import Digests, TextRun, glyph_texts, read_content

CMAP = b"2 beginbfchar\n<0001> <0041>\n<0002> <00C40301>\nendbfchar\n"
TWO_RUNS = b"""q
0.75 0 0 -0.75 0 90 cm
/Span <</MCID 7>> BDC
0 0 1 rg
BT
1 0 0 -1 10.5 20 Tm
/F1 16 Tf
[<0001>-12<00020003>] TJ
ET
EMC
/Artifact <</Type /Pagination>> BDC
BT
1 0 0 -1 30 40.25 Tm
/F1 9.5 Tf
[<0002>] TJ
ET
EMC
Q
"""


@pytest.fixture
def book() -> Iterator[Pdf]:
    with pikepdf.new() as book:
        yield book


def add_page(book: Pdf, *contents: bytes, xobjects: Object | None = None) -> Object:
    """Add a page with content streams; its font F1 has a text for glyphs 1 and 2."""
    page = book.add_blank_page(page_size=(90, 90)).obj
    font = Dictionary(Type=Name.Font, ToUnicode=book.make_stream(CMAP))
    page.Resources = book.make_indirect(Dictionary(Font=Dictionary(F1=font), XObject=xobjects or Dictionary()))
    streams = [book.make_stream(content) for content in contents]
    page.Contents = streams[0] if len(streams) == 1 else Array(streams)
    return page


def test_a_stream_of_two_runs(book: Pdf) -> None:
    page = add_page(book, TWO_RUNS)
    ((stream,),) = read_content(book)
    assert stream.data == TWO_RUNS
    assert stream.page.objgen == page.objgen
    assert stream.stream.objgen == page.Contents.objgen
    body, head = stream.runs
    assert (body.mcid, body.state, body.x, body.y) == (7, b"0 0 1 rg\n", 10.5, 20.0)
    assert (body.font, body.font_size, body.glyphs) == ("F1", b"16", b"[<0001>-12<00020003>]")
    assert body.glyph_ids == [1, 2, 3]
    assert body.text == "AÄ\u0301", "glyph 3 has no text"
    assert (head.mcid, head.state, head.x, head.y, head.text) == (None, b"", 30.0, 40.25, "Ä\u0301")


def test_a_run_knows_where_it_is_in_the_stream(book: Pdf) -> None:
    add_page(book, TWO_RUNS)
    ((stream,),) = read_content(book)
    body, head = stream.runs
    assert stream.data[body.start : body.end].startswith(b"/Span")
    assert stream.data[head.start : head.end].startswith(b"/Artifact")
    assert all(stream.data[run.start : run.end].endswith(b"EMC\n") for run in stream.runs)
    assert [stream.data[slice(*run.x_span)] for run in stream.runs] == [b"10.5", b"30"]
    assert body.end == head.start


def test_streams_and_pages_come_in_order(book: Pdf) -> None:
    add_page(book, TWO_RUNS, b"0 0 9 9 re f\n", TWO_RUNS)
    add_page(book, b"")
    assert [[len(stream.runs) for stream in page] for page in read_content(book)] == [[2, 0, 2], [0]]


def test_adjustments_of_nothing_are_dropped(book: Pdf) -> None:
    add_page(book, TWO_RUNS.replace(b"-12<", b"0<").replace(b"0002>]", b"0002>0]"))
    ((stream,),) = read_content(book)
    assert [run.glyphs for run in stream.runs] == [b"[<000100020003>]", b"[<0002>]"]


@pytest.mark.parametrize(
    "content",
    [
        TWO_RUNS.replace(b"1 0 0 -1", b"1 0 0 1"),
        TWO_RUNS.replace(b" TJ", b" Tj"),
        TWO_RUNS.replace(b"BDC", b"BMC"),
        TWO_RUNS.replace(b"ET\n", b""),
        TWO_RUNS.replace(b"BT\n", b"BT\nET\nBT\n"),
    ],
)
def test_text_that_weasyprint_does_not_write_gives_no_runs(book: Pdf, content: bytes) -> None:
    add_page(book, content)
    ((stream,),) = read_content(book)
    assert stream.runs == ()


RUN = TextRun(0, 9, 1, b"", 10.0, 20.0, (3, 4), "F1", b"16", b"[<0001>]", "A")


@pytest.mark.parametrize(
    ("other", "is_like"),
    [
        (replace(RUN), True),
        (replace(RUN, start=5, end=14, mcid=None, state=b"0 g\n"), True),
        (replace(RUN, x=10.0009, y=19.9991), True),
        (replace(RUN, x=10.002), False),
        (replace(RUN, y=20.002), False),
        (replace(RUN, font="F2"), False),
        (replace(RUN, font_size=b"15"), False),
        (replace(RUN, glyphs=b"[<0002>]"), False),
    ],
)
def test_runs_are_alike_if_they_are_drawn_alike(other: TextRun, *, is_like: bool) -> None:
    assert RUN.is_like(other) == other.is_like(RUN) == is_like


def test_texts_of_glyphs(book: Pdf) -> None:
    font = Dictionary(ToUnicode=book.make_stream(CMAP + b"<0003> <D834DD1E>\n"))
    assert glyph_texts(font) == {1: "A", 2: "Ä\u0301", 3: "𝄞"}


def drawing(book: Pdf, content: bytes, resources: Object | None = None) -> Object:
    return book.make_stream(content, Type=Name.XObject, Subtype=Name.Form, Resources=resources or Dictionary())


def test_resources_are_named_after_what_they_draw(book: Pdf) -> None:
    for names in ("abc", "cba"):
        drawings = [drawing(book, data) for data in (b"0 0 9 9 re f", b"0 0 9 9 re f", b"0 0 1 1 re f")]
        xobjects = {f"/{name}": obj for name, obj in zip(names, drawings, strict=True)}
        add_page(book, b"/a Do /b Do /c Do", xobjects=Dictionary(xobjects))
    digests: Digests = {}
    (first,), (second,) = read_content(book, digests)
    a, b, c = first.data.removesuffix(b" Do").split(b" Do ")
    assert a == b != c
    assert second.data == b"%s Do %s Do %s Do" % (c, b, a)
    assert all(set(page.obj.Resources.XObject.keys()) == {a.decode(), c.decode()} for page in book.pages)
    assert sorted(Counter(digests.values()).values()) == [2, 4]


@pytest.mark.parametrize(
    ("content", "kept"), [(b"0 0 9 9 re f", set()), (b"BT /F1 9 Tf (a) Tj ET", {"/Font", "/Pattern"})]
)
def test_the_fonts_of_a_drawing_do_not_change_its_name(book: Pdf, content: bytes, kept: set[str]) -> None:
    for subset in range(2):
        font = book.make_indirect(Dictionary(Subset=subset))
        obj = drawing(book, content, Dictionary(Font=Dictionary(F1=font), Pattern=Dictionary()))
        add_page(book, b"/a Do\n", xobjects=Dictionary(a=obj))
    (first,), (second,) = read_content(book)
    assert first.data == second.data
    drawings = [obj for page in book.pages for obj in page.obj.Resources.XObject.values()]
    assert [set(obj.Resources.keys()) for obj in drawings] == [kept, kept]


def names_of(book: Pdf, *drawings: Object) -> list[bytes]:
    """Return the names that pages with a drawing each give to it."""
    for obj in drawings:
        add_page(book, b"/a Do\n", xobjects=Dictionary(a=obj))
    return [page[0].data.removesuffix(b" Do\n") for page in read_content(book)[-len(drawings) :]]


@pytest.mark.parametrize(
    ("category", "operator"),
    [("XObject", "Do"), ("Pattern", "scn"), ("Pattern", "SCN"), ("Shading", "sh"), ("ExtGState", "gs")],
)
def test_resources_of_every_category_are_renamed(book: Pdf, category: str, operator: str) -> None:
    page = add_page(book, f"/a {operator}\n".encode())
    page.Resources[f"/{category}"] = Dictionary(a=book.make_indirect(Dictionary(Own=1)))
    ((stream,),) = read_content(book)
    (name,) = page.Resources[f"/{category}"].keys()
    assert name.startswith(f"/{category[0]}")
    assert stream.data == f"{name} {operator}\n".encode()


@pytest.mark.parametrize("entry", ["BBox", "Matrix"])
def test_drawings_with_different_entries_have_different_names(book: Pdf, entry: str) -> None:
    drawings = [drawing(book, b"0 0 9 9 re f") for _n in range(2)]
    for side, obj in enumerate(drawings):
        obj[f"/{entry}"] = Array([0, 0, 1, side])
    first, second = names_of(book, *drawings)
    assert first != second


def test_a_compressed_drawing_has_the_name_of_the_plain_one(book: Pdf) -> None:
    plain, compressed = (drawing(book, b"0 0 9 9 re f") for _n in range(2))
    compressed.write(zlib.compress(b"0 0 9 9 re f"), filter=Name.FlateDecode)
    first, second = names_of(book, plain, compressed)
    assert first == second


def test_many_drawings_have_as_many_names(book: Pdf) -> None:
    assert len(set(names_of(book, *[drawing(book, b"%d w" % width) for width in range(40)]))) == 40


def test_a_digest_that_is_known_is_taken(book: Pdf) -> None:
    obj = drawing(book, b"0 0 9 9 re f")
    add_page(book, b"/a Do\n", xobjects=Dictionary(a=obj))
    ((stream,),) = read_content(book, {obj.objgen: "0123456789abcdef"})
    assert stream.data == b"/X01234567 Do\n"


def test_each_page_has_its_own_resources_if_they_are_direct(book: Pdf) -> None:
    for content in (b"0 0 9 9 re f", b"0 0 1 1 re f"):
        page = add_page(book, b"/a Do\n")
        page.Resources = Dictionary(XObject=Dictionary(a=drawing(book, content)))
    (first,), (second,) = read_content(book)
    assert first.data != second.data


def test_pages_that_share_resources_share_the_names(book: Pdf) -> None:
    first = add_page(book, b"/a Do\n", xobjects=Dictionary(a=drawing(book, b"0 0 9 9 re f")))
    second = add_page(book, b"/a Do\n")
    second.Resources = first.Resources
    (stream,), (other,) = read_content(book)
    assert stream.data == other.data != b"/a Do\n"
