"""Make the file that is handed out from the typesetter's PDF, without touching what its pages show.

WeasyPrint 70 tags the text of margin boxes as spans that hang in no structure tree, and gives table headers no scope;
both pass PDF/UA-1 but read badly aloud.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from worksheets.errors import PdfError, _

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


def finish_pdf(pdf: bytes) -> bytes:
    """Return the PDF with heads and feet as artifacts and with scopes on table headers; the same bytes every time."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        tree = list(_elements(book.Root.StructTreeRoot))
        _mark_artifacts(book, {element.objgen for element in tree})
        for element in tree:
            if element.S == Name.TH:
                element.A = Dictionary(O=Name.Table, Scope=Name.Column)
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return len(book.pages)


def encrypt(pdf: bytes, password: str) -> bytes:
    """Return a PDF that opens with a password only (AES-256); its tags are kept. No two runs give the same bytes."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        lock = pikepdf.Encryption(user=password, owner=password, R=6)
        book.save(out, encryption=lock, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def decrypt(pdf: bytes, password: str) -> bytes:
    """Return a PDF as it was before it was encrypted. Raises PdfError when the password does not open it."""
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf), password=password) as book:
            book.save(out, encryption=False, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise PdfError(_("the password does not open the file")) from error
    return out.getvalue()


def _elements(root: Object) -> Iterator[Object]:
    """Yield the structure elements under a root, itself left out, in reading order."""
    waiting = _kids(root)
    while waiting:
        element = waiting.pop()
        yield element
        waiting += _kids(element)


def _kids(element: Object) -> list[Object]:
    """Return the structure elements just under one, last first."""
    kids = element.get("/K")
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in reversed(found) if isinstance(kid, Dictionary) and "/S" in kid]


def _mark_artifacts(book: Pdf, known: set[tuple[int, int]]) -> None:
    """PageContinuation marked content whose element hangs in no tree into artifacts: it came from the pages' margin boxes.

    They are drawn last, and become a stream of their own: the rest of a page may be the same for everybody, and shared.
    """
    numbers = book.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
    for page in book.pages:
        owner = owners.get(int(page.obj.get("/StructParents", -1)))
        if not isinstance(owner, Array):
            continue
        loose = {
            number
            for number, element in enumerate(owner)
            if isinstance(element, Dictionary) and element.objgen not in known
        }
        if loose:
            content = page.Contents.read_bytes()
            marked = _MARKED.sub(lambda mark: _ARTIFACT if int(mark[1]) in loose else mark[0], content)  # noqa: B023
            body, mark, heads = marked.partition(_ARTIFACT)
            page.Contents = Array([book.make_stream(part) for part in (body, mark + heads) if part])
            for number in loose:
                owner[number] = None
