"""Two PDFs held against each other: what their pages draw, their tags, their metadata, their pixels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2

from tests.helpers.pdf import bookmarks
from worksheets.pdf.content_stream import TextRun, read_content

DPI = 150
NEAR = 0.01 * 96 / 72
"""A hundredth of a point, in CSS pixels."""
LAST_DIGIT = 1.5e-6
"""The typesetter writes six decimals."""
STATES = (b" rg", b" gs")
"""The operators that set a text's colour and opacity."""
ENCLOSING = (b"", b"q", b"Q", b"/Span", b"<<>>", b"BDC", b"EMC", b"/Span <<>> BDC")
ID = re.compile(r'"\d+-(\d+-\d+)"')
"""The identifier of a table cell; its first number is an object's."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page draws: its runs of text, the graphics state of each, and everything else, line by line."""

    runs: list[TextRun]
    states: list[dict[bytes, bytes]]
    others: list[bytes]


def page_contents(pdf: bytes) -> list[PageContent]:
    """Return what each page draws; resources are named by what they are, not as the file names them."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return [
            PageContent([run for stream in page for run in stream.runs], list(states(data)), others(data))
            for page in read_content(book, {})
            for data in [b"\n".join(stream.data.strip() for stream in page)]
        ]


def states(data: bytes) -> Iterator[dict[bytes, bytes]]:
    """Yield the graphics state of each text: the last line before it for each operator that sets the state."""
    state: dict[bytes, bytes] = {}
    saved = []
    for line in data.split(b"\n"):
        if line == b"q":
            saved.append(state)
        elif line == b"Q":
            state = saved.pop()
        elif line == b"BT":
            yield state
        elif line.endswith(STATES):
            state = {**state, line[-3:]: line}


def others(data: bytes) -> list[bytes]:
    """Return the lines of a page's content without texts, their states, and what encloses them."""
    lines = re.sub(rb"BT\n.*?\nET\n|/MCID \d+", b"", data, flags=re.DOTALL).split(b"\n")
    return [line for line in lines if not line.endswith(STATES) and line not in ENCLOSING]


def is_same_run(first: TextRun, second: TextRun) -> bool:
    drawn_with = (first.font, float(first.font_size), first.glyphs, first.text)
    near = abs(first.x - second.x) < NEAR and abs(first.y - second.y) < NEAR
    return near and drawn_with == (second.font, float(second.font_size), second.glyphs, second.text)


def is_same_drawing(first: bytes, second: bytes) -> bool:
    """Return whether the same is drawn; sums of the typesetter's may be rounded differently in the last digit."""
    ours, theirs = (re.split(rb"(\d+\.\d+)", data) for data in (first, second))
    pairs = enumerate(zip(ours, theirs, strict=False))
    same = (a == b or (index % 2 == 1 and abs(float(a) - float(b)) < LAST_DIGIT) for index, (a, b) in pairs)
    return len(ours) == len(theirs) and all(same)


def assert_drawn_alike(first: bytes, second: bytes) -> None:
    pages, others = page_contents(first), page_contents(second)
    assert len(pages) == len(others)
    for page, other in zip(pages, others, strict=True):
        assert len(page.runs) == len(other.runs)
        differing = [runs for runs in zip(page.runs, other.runs, strict=True) if not is_same_run(*runs)]
        assert not differing
        assert page.states == other.states
        assert is_same_drawing(b"\n".join(page.others), b"\n".join(other.others))


def pixels(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [bytes(page.render(scale=DPI / 72).buffer) for page in document]


def tags(pdf: bytes) -> list[tuple[int, str]]:
    """Return the structure elements in order: their depth, and their attributes or the texts in them."""
    with pikepdf.open(BytesIO(pdf)) as book:
        pages = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        content = enumerate(read_content(book))
        texts = {(n, run.mcid): run.text for n, page in content for stream in page for run in stream.runs}
        return list(_branch(book.Root.StructTreeRoot.K[0], 0, pages, texts))


def _branch(
    element: pikepdf.Object, depth: int, pages: dict[tuple[int, int], int], texts: dict[tuple[int, int | None], str]
) -> Iterator[tuple[int, str]]:
    page = pages[element.Pg.objgen] if "/Pg" in element else -1
    entries = " ".join(f"{key}={value!r}" for key, value in element.items() if key not in ("/K", "/P", "/Pg"))
    yield depth, ID.sub(r"\1", entries)
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            yield depth, kid.Obj.A.unparse(resolved=True).decode()
        elif isinstance(kid, pikepdf.Dictionary):
            assert kid.P.objgen == element.objgen
            yield from _branch(kid, depth + 1, pages, texts)
        elif kid is not None:
            yield depth, f"{page}: {texts.get((page, int(kid)))}"


def description(pdf: bytes) -> list[object]:
    """Return a file's title, language, metadata, version, bookmarks, and the boxes and keys of its pages."""
    with pikepdf.open(BytesIO(pdf)) as book:
        root = book.Root
        boxes = [(page.MediaBox.unparse(), sorted(page.obj.keys())) for page in book.pages]
        info = {str(key): str(value) for key, value in book.docinfo.items()}
        catalog = [str(root.Lang), root.ViewerPreferences.unparse(), root.Metadata.read_bytes(), book.pdf_version]
        return [info, sorted(root.keys()), *catalog, bookmarks(pdf), boxes]


def assert_owned(pdf: bytes) -> None:
    """Require that the parent tree and the structure elements agree about each marked content."""
    with pikepdf.open(BytesIO(pdf)) as book:
        numbers = book.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for page, streams in zip(book.pages, read_content(book), strict=True):
            marks = [int(mark) for stream in streams for mark in re.findall(rb"/MCID (\d+)", stream.data)]
            assert len(marks) == len(set(marks))
            for mark in marks:
                owner = owners[int(page.StructParents)][mark]
                kids = list(owner.K) if isinstance(owner.K, pikepdf.Array) else [owner.K]
                assert mark in [int(kid) for kid in kids if not isinstance(kid, pikepdf.Object)]
                assert owner.Pg.objgen == page.objgen


def assert_alike(first: bytes, second: bytes) -> None:
    """Require that two handouts are the same to a reader, to the eye and to a screen reader."""
    assert_drawn_alike(first, second)
    assert tags(first) == tags(second)
    assert description(first) == description(second)
    assert pixels(first) == pixels(second)
