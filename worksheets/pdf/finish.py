"""Turn the typesetter's PDF into the file that is handed out, without changing what its pages show, but for where.

WeasyPrint 70 tags the text of margin boxes as spans that are in no structure tree, and gives table headers no scope;
both pass PDF/UA-1, but a screen reader reads them badly.
"""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from worksheets.errors import PdfError
from worksheets.messages import _

from .back_sides import IN_PLACE, BackSideShift, shift_back_sides
from .duplex import Duplex
from .structure import elements, number_tree

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
DESCRIBES_ALL = "\u2063"
"""An invisible character with which a drawing's description begins if it says all that is in the element around it.

So a screen reader reads “chosen” for a circle with a disc in it, and no more.
"""
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


def finish_pdf(
    pdf: bytes, back_sides: BackSideShift = IN_PLACE, duplex: Duplex | None = None, *, true_size: bool = False
) -> bytes:
    """Return a PDF with heads and feet as artifacts and with scopes on table headers; the same bytes every time.

    The content of back sides moves as the layout declares. The PDF asks to be printed as ``duplex`` says, and with
    ``true_size`` at its own size (12.2).
    """
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        tree = list(elements(book.Root.StructTreeRoot))
        _mark_artifacts(book, {element.objgen for element in tree})
        for element in tree:
            if element.S == Name.TH:
                element.A = Dictionary({"/O": Name.Table, "/Scope": _scope(element), **_spans(element)})
            elif Name.Figure == element.S and str(element.get("/Alt", "")).startswith(DESCRIBES_ALL):
                _describe_all(element)
        shift_back_sides(book, back_sides)
        if duplex:
            book.Root.ViewerPreferences.Duplex = Name(f"/{duplex.value}")
        if true_size:
            book.Root.ViewerPreferences.PrintScaling = Name("/None")
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _spans(header: pikepdf.Object) -> dict[str, int]:
    """Return over how many columns and rows a table header reaches, where it is more than one."""
    attributes = header.get("/A", Dictionary())
    return {key: int(attributes[key]) for key in ("/ColSpan", "/RowSpan") if key in attributes}


def _scope(header: pikepdf.Object) -> Name:
    """Return what a table header is the header of: its row if other cells stand there, and otherwise its column."""
    row = header.P.K
    cells = list(row) if isinstance(row, Array) else [row]
    cells = [cell for cell in cells if isinstance(cell, Dictionary)]
    return Name.Row if any(cell.get("/S") == Name.TD for cell in cells) else Name.Column


def _describe_all(figure: pikepdf.Object) -> None:
    """Make the element around a drawing the figure, with the drawing's description and all that is in the element."""
    description, around = str(figure.Alt).removeprefix(DESCRIBES_ALL), figure.P
    if around.S not in (Name.Span, Name.Div):
        figure.Alt = description
        return
    around.S, around.Alt, around.A = Name.Figure, description, figure.A
    figure.S = Name.NonStruct
    del figure.Alt, figure.A


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return len(book.pages)


def pages_and_duplex(pdf: bytes, password: str) -> tuple[int, Duplex]:
    """Return how many pages a PDF that a password opens has, and how it is printed on both sides of the paper."""
    with pikepdf.open(BytesIO(pdf), password=password) as book:
        left, bottom, right, top = map(float, book.pages[0].mediabox)
        return len(book.pages), Duplex.SHORT_EDGE if right - left > top - bottom else Duplex.LONG_EDGE


def duplex_of(path: Path, password: str) -> Duplex | None:
    """Return how a PDF file that a password opens asks to be printed; None if it does not say."""
    with pikepdf.open(path, password=password) as book:
        name = str(book.Root.get("/ViewerPreferences", Dictionary()).get("/Duplex", "")).lstrip("/")
    return Duplex(name) if name in {duplex.value for duplex in Duplex} else None


def encrypt(pdf: bytes, password: str) -> bytes:
    """Return a PDF that a password opens (AES-256), with its tags. The bytes differ every time."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        encryption = pikepdf.Encryption(user=password, owner=password, R=6)
        book.save(out, encryption=encryption, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def decrypt(pdf: bytes, password: str) -> bytes:
    """Return a PDF without encryption. Raises PdfError when the password does not open it."""
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf), password=password) as book:
            book.save(out, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise PdfError(_("the password does not open the file")) from error
    return out.getvalue()


def _mark_artifacts(book: Pdf, in_tree: set[tuple[int, int]]) -> None:
    """Turn marked content whose element is not in the structure tree into artifacts (14.8.2.2): the margin boxes.

    ``in_tree`` has the object numbers of the elements in the tree. WeasyPrint draws margin boxes last. They become a
    content stream of their own, so that handouts can share the stream with the rest of the page.
    """
    rows = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
    for page in book.pages:
        owners = rows.get(int(page.obj.get("/StructParents", -1)))
        if not isinstance(owners, Array):
            continue
        loose = {
            mcid
            for mcid, element in enumerate(owners)
            if isinstance(element, Dictionary) and element.objgen not in in_tree
        }
        if loose:
            streams = _body_and_margins(page.Contents.read_bytes(), loose)
            page.Contents = Array([book.make_stream(data) for data in streams if data])
            for mcid in loose:
                owners[mcid] = None


def _body_and_margins(content: bytes, loose: set[int]) -> tuple[bytes, bytes]:
    """Return a page's content with the loose marked content as artifacts: up to the first one, and from there on."""
    marked = _MARKED.sub(lambda match: _ARTIFACT if int(match[1]) in loose else match[0], content)
    body, artifact, margins = marked.partition(_ARTIFACT)
    return body, artifact + margins
