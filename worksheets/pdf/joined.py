"""One PDF of several that were typeset apart, since one document of many hundred pages takes too much memory."""

from collections.abc import Iterable
from io import BytesIO

import pikepdf

from .duplex import Duplex
from .print_file import PrintFile


def joined(pdfs: Iterable[bytes], language: str, duplex: Duplex | None = None) -> bytes:
    """Return tagged PDFs one after another as one of the first one's title, with its pages counted through.

    ``duplex`` is how it asks to be printed. Each PDF is asked for when those before it are written.
    """
    out, print_file = BytesIO(), None
    for pdf in pdfs:
        print_file = print_file or PrintFile(out, _title(pdf), language, two_sided=False)
        print_file.add(pdf, "")
    assert print_file  # noqa: S101 - there is at least one PDF
    print_file.finish()
    whole = BytesIO()
    with pikepdf.open(out) as book:
        # A print file has a bookmark for each handout, and counts the pages of each by themselves.
        del book.Root.Outlines, book.Root.PageLabels
        if duplex:
            book.Root.ViewerPreferences.Duplex = pikepdf.Name(f"/{duplex.value}")
        else:
            del book.Root.ViewerPreferences.Duplex
        book.save(whole, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return whole.getvalue()


def _title(pdf: bytes) -> str:
    with pikepdf.open(BytesIO(pdf)) as book:
        return str(book.docinfo.get("/Title", ""))
