"""Whether anything of a text is in a PDF: in its bytes, its objects, its streams, its strings, its fonts."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from worksheets.pdf.content_stream import read_content

MARKERS = ("Qwertzu", "Xylofoni", "Ŵymŷr", "ǺǽQx")
"""Words that are in nobody else's handout."""


def data_in(pdf: bytes) -> Iterator[bytes]:
    """Yield a file's bytes, and its streams, objects and strings, decoded."""
    yield pdf
    with pikepdf.open(BytesIO(pdf)) as book:
        for obj in [book.trailer, *book.objects]:
            if isinstance(obj, pikepdf.Stream):
                data = obj.read_bytes()
                yield data
                yield b"".join(re.findall(rb"<([0-9a-f]+)>|>-?\d+<", data))
            yield obj.unparse(resolved=True)
            yield from strings_in(obj)
        yield str(book.docinfo).encode()


def strings_in(obj: pikepdf.Object) -> Iterator[bytes]:
    """Yield the strings in an object, as they are and decoded."""
    if isinstance(obj, pikepdf.String):
        yield bytes(obj)
        yield str(obj).encode()
    elif isinstance(obj, pikepdf.Array):
        for kid in obj:
            yield from strings_in(kid) if isinstance(kid, pikepdf.Object) and not kid.is_indirect else ()
    elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        for kid in obj.values():
            yield from strings_in(kid) if isinstance(kid, pikepdf.Object) and not kid.is_indirect else ()


def spellings(word: str) -> set[bytes]:
    """Return all forms that a word's letters may have in a file."""
    plain = {word.encode(), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode("latin-1", "replace")}
    plain |= {cased.encode() for cased in (word.lower(), word.upper())}
    hexed = {form.hex().encode() for form in plain} | {form.hex().upper().encode() for form in plain}
    return {form for form in plain | hexed if b"?" not in form}


def glyphs_of(word: str, pdf: bytes) -> Iterator[bytes]:
    """Yield how a word is written in the runs of a file, in hexadecimal glyph numbers without kerning."""
    with pikepdf.open(BytesIO(pdf)) as book:
        for run in [run for page in read_content(book) for stream in page for run in stream.runs]:
            start = run.text.find(word)
            if start >= 0 and len(run.text) == len(run.glyph_ids):
                yield b"".join(b"%04x" % number for number in run.glyph_ids[start : start + len(word)])


def forms_in(pdf: bytes, forms: set[bytes]) -> set[bytes]:
    """Return those of some forms of a word that are in a file."""
    return {form for data in data_in(pdf) for form in forms if form in data}


def letters_in_fonts(pdf: bytes) -> set[str]:
    """Return the letters of which a file's fonts have glyphs."""
    with pikepdf.open(BytesIO(pdf)) as book:
        fonts = book.pages[0].obj.Resources.Font.values()
        rows = [re.findall(rb"<\w{4}> <(\w+)>", font.ToUnicode.read_bytes()) for font in fonts]
        return {bytes.fromhex(text.decode()).decode("utf-16-be") for row in rows for text in row}
