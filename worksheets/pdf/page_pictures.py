"""The pages of a finished PDF as pictures (PNG), in colour, as a printer would draw them."""

from io import BytesIO

import pypdfium2

from worksheets.errors import PdfError
from worksheets.messages import _

_MOST_PIXELS = 40_000_000
"""The most pixels of a picture: A4 at 600 dpi has 35 million, and takes 250 MiB of the 400 that its process has."""
_INCH = 72
"""Points."""
_COMPRESSION = 3
"""Takes two thirds of the time that zlib's usual 6 takes, which is most of the time of a picture; the file is a tenth
larger."""


def page_picture(pdf: bytes, index: int, dpi: int) -> bytes:
    """Return a page, by its index, as a PNG that says its resolution (pHYs), so that it has the page's size.

    Raises PdfError for a page that is too large to be drawn so finely.
    """
    out = BytesIO()
    with pypdfium2.PdfDocument(pdf) as book:
        book.init_forms()  # So that fields show what is filled into them.
        page = book[index]
        _check_size(page, index, dpi)
        bitmap = page.render(scale=dpi / _INCH, rev_byteorder=True)
        bitmap.to_pil().save(out, "PNG", dpi=(dpi, dpi), compress_level=_COMPRESSION)
        bitmap.close()
        page.close()
    return out.getvalue()


def _check_size(page: pypdfium2.PdfPage, index: int, dpi: int) -> None:
    width, height = (side / _INCH * dpi for side in page.get_size())
    if width * height > _MOST_PIXELS:
        most = int(dpi * (_MOST_PIXELS / (width * height)) ** 0.5)
        message = _(
            "page {number}: at {dpi} dpi it would be {width} × {height} pixels; add --dpi {most}, or make a PDF"
        )
        raise PdfError(message.format(number=index + 1, dpi=dpi, width=int(width), height=int(height), most=most))
