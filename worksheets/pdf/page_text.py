"""The text of a finished PDF's page as a screen reader says it: in reading order, with headings and items on own lines.

The order is that of the structure tree (ISO 32000-1, 14.7), in which heads and feet are not.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from .marked_texts import MarkedText, MarkedTexts, drawn_text, joined, marked_texts

_INLINE = {"/Span", "/NonStruct", "/Link", "/Lbl", "/Em", "/Strong", "/Code", "/Quote", "/Reference", "/Annot", "/Form"}
"""The elements that stand in a line of text; all others begin a line."""
_BETWEEN_CELLS = " | "
_NO_STATE = ("/Off", "")
"""The states of a button that is not chosen."""


def page_text(pdf: bytes, index: int) -> str:
    """Return the text of a tagged PDF's page, by its index: a line for each heading, paragraph, item and table row.

    Without tags, as a course's preview has none, they are the lines that the page draws, heads and feet too. A form's
    fields say what is filled into them.
    """
    with pikepdf.open(BytesIO(pdf)) as book:
        tree = book.Root.get("/StructTreeRoot")
        if tree is None:
            return drawn_text(pdf, index)
        texts, page = marked_texts(pdf, index), book.pages[index].obj
        sections = [section for section in _kids(_kids(tree)[0]) if section.get("/Pg", page).objgen == page.objgen]
        reader = _Reader(texts)
        return "\n".join(line for section in sections for line in reader.lines(section))


class _Reader:
    """Reads structure elements of one page."""

    def __init__(self, texts: MarkedTexts) -> None:
        self.texts = texts

    def lines(self, element: Object) -> list[str]:
        """Return the lines of an element."""
        if description := str(element.get("/Alt", "")):
            return [" ".join(description.split())]
        match str(element.S):
            case "/LI":
                return self._item(element)
            case "/TR":
                return self._row(element)
        lines: list[str] = []
        run: list[MarkedText | str] = []
        for kid in _kids(element):
            if Name.LBody == element.S and isinstance(kid, Dictionary) and kid.get("/S") == Name.Figure:
                run.append(f"{' '.join(self.lines(kid))}:")  # As “chosen: an option”.
            elif isinstance(kid, Dictionary) and str(kid.get("/S", "/Span")) not in _INLINE:
                lines += [*_said(run), *self.lines(kid)]
                run = []
            else:
                run += self._run(kid)
        return [*lines, *_said(run)]

    def _item(self, item: Object) -> list[str]:
        """Return the lines of a list's item: its sign stands before the first."""
        label = " ".join(line for kid in _kids(item) if kid.get("/S") == Name.Lbl for line in self.lines(kid))
        lines = [line for kid in _kids(item) if kid.get("/S") != Name.Lbl for line in self.lines(kid)]
        return [" ".join(filter(None, (label, *lines[:1]))), *lines[1:]] if label or lines else []

    def _row(self, row: Object) -> list[str]:
        """Return a table's row as a line; nothing for an empty one."""
        cells = [" ".join(self.lines(cell)) for cell in _kids(row)]
        return [_BETWEEN_CELLS.join(cells).rstrip(_BETWEEN_CELLS)] if any(cells) else []

    def _run(self, kid: Object | int) -> Iterator[MarkedText | str]:
        """Yield the texts of what stands in a line; a description or a field's value is a text without a place."""
        if isinstance(kid, int):
            yield from self.texts.get(kid, ())
        elif "/MCID" in kid:
            yield from self.texts.get(int(kid.MCID), ())
        elif "/Obj" in kid:
            yield _value(kid.Obj)
        elif description := str(kid.get("/Alt", "")):
            yield description
        else:
            for below in _kids(kid):
                yield from self._run(below)


def _said(run: list[MarkedText | str]) -> Iterator[str]:
    """Yield a run of texts as one line, if there is anything in it."""
    parts: list[str] = []
    placed: list[MarkedText] = []
    for text in [*run, ""]:
        if isinstance(text, MarkedText):
            placed.append(text)
        else:
            parts += [joined(placed), " ".join(text.split())]
            placed = []
    if line := " ".join(filter(None, parts)):
        yield line


def _value(annotation: Object) -> str:
    """Return what a form's field says: its text, or the words of a button that is chosen."""
    field = annotation if "/FT" in annotation else annotation.get("/Parent", annotation)
    if field.get("/FT") == Name.Btn:
        chosen = str(annotation.get("/AS", "")) not in _NO_STATE
        return str(annotation.get("/TU", field.get("/TU", ""))) if chosen else ""
    return str(field.get("/V", ""))


def _kids(element: Object) -> list[Object]:
    """Return what is right under an element: elements, references to objects, and numbers of marked contents."""
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]
