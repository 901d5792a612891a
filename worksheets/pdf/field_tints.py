"""Shows on a screen where to type: a tint in each form field, which no viewer prints.

Each page with fields has one annotation without the flag that lets an annotation be printed (ISO 32000-1, 12.5.3). It
lies under the fields, and all the tints are its appearance. Its type, a watermark, is no comment (12.5.6.2): viewers
list no note of it, and ``page_notes`` passes it over.

Two other ways do less. Tints in an optional content group need no tag, but the group's usage takes effect on paper
through ``/AS`` only (8.11.4.4), which PDF/UA-1 forbids (ISO 14289-1, 7.10): without it, PDFium, PDF.js 5.6 and MuPDF
leave them out on paper, and poppler 22.12 prints them. The annotation is seen on the screen and missing on paper in all
four. A field's own background (``/MK /BG``, 12.5.6.19) is a part of its appearance, which is printed with the field.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.course.layout import Layout

from .buttons import circle
from .form_fields import Box, box_of
from .structure import number_tree

_FLAGS = 1 << 6 | 1 << 7
"""The annotation is read-only and locked; above all, it has no flag to be printed."""
_LINE = 0.5
"""The height of the line between two fields, in points."""
_OVERHANG = 1.5
"""Points by which a tint is wider than its field on each side, so that no text touches its end."""


def tint_fields(book: Pdf, layout: Layout, label: str) -> None:
    """Give each page's fields a tint on the screen, if the style sheets declare ``--field-tint``.

    ``label`` is what the annotation is called aloud where they declare no ``--field-tint-label``. Raises StyleError
    for a value that is no colour.
    """
    tint = layout.colour("field-tint")
    if tint is None:
        return
    line = layout.colour("rule") if "rule" in layout.colours else tint  # A theme may declare it in words of CSS.
    label = layout.properties.get("field-tint-label", "").strip("\"'") or label
    parents = _ParentTree(book)
    for page in book.pages:
        fields = [note for note in page.obj.get("/Annots", Array()) if note.get("/Subtype") == Name.Widget]
        if fields:
            drawing = _drawing(list(_tints(fields)), tint, line or tint)
            annotation = book.make_indirect(_annotation(book, page.obj, drawing, label))
            page.obj.Annots = Array([annotation, *page.obj.Annots])
            parents.add_before(fields[0], annotation, page.obj)


def _annotation(book: Pdf, page: Object, drawing: bytes, label: str) -> Dictionary:
    # Multiplied, so that what is on the page stays as dark as it is: a rule, or the frame of a ball (11.3.5).
    resources = Dictionary(ExtGState=Dictionary(Tint=Dictionary(BM=Name.Multiply)))
    appearance = book.make_stream(
        drawing,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=page.MediaBox,
        Resources=resources,
        Group=Dictionary(S=Name.Transparency),
    )
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Watermark,
        Rect=page.MediaBox,
        F=_FLAGS,
        AP=Dictionary(N=appearance),
        Contents=String(label),
        P=page,
    )


@dataclass(frozen=True, slots=True)
class _Tint:
    """The tint of a field."""

    box: Box
    is_text: bool = True
    is_round: bool = False

    def path(self) -> bytes:
        """Return the operators of what is tinted: of a radio button, the circle in its box."""
        left, bottom, right, top = self.box
        if self.is_round:
            middle = (left + right) / 2, (bottom + top) / 2
            return b"\n".join(circle(*middle, min(right - left, top - bottom) / 2))
        overhang = _OVERHANG if self.is_text else 0.0
        return _operands(left - overhang, bottom, right - left + 2 * overhang, top - bottom) + b" re"


def _tints(fields: Sequence[Object]) -> Iterator[_Tint]:
    """Yield the tints of fields, given as their widgets; those of radio buttons have a parent."""
    for field in fields:
        box = box_of(field)
        if box is not None:
            is_round = "/Parent" in field
            yield _Tint(box, is_text=not (is_round or field.get("/FT") == Name.Btn), is_round=is_round)


def _drawing(tints: Sequence[_Tint], tint: Sequence[float], line: Sequence[float]) -> bytes:
    """Return the content that draws tints; colours are red, green and blue from 0 to 1.

    What tells fields from what is around them is drawn on the page: a rule, a row's line, the frame of a ball. Only
    where a field lies on another one, as the two in a ball do, there is a line between them.
    """
    boxes = [drawn.box for drawn in tints if drawn.is_text]
    tops = {(round(left), round(top)) for left, _bottom, _right, top in boxes}
    lines = [
        _operands(left, bottom, right - left, _LINE) + b" re"
        for left, bottom, right, _top in boxes
        if (round(left), round(bottom)) in tops
    ]
    paths = [drawn.path() for drawn in tints]
    return b"\n".join([b"/Tint gs", _operands(*tint) + b" rg", *paths, b"f", _operands(*line) + b" rg", *lines, b"f"])


def _operands(*numbers: float) -> bytes:
    return b" ".join(f"{number:.4f}".rstrip("0").rstrip(".").encode() for number in numbers)


class _ParentTree:
    """The parent tree of a PDF as WeasyPrint writes it, in one piece (14.7.4.4); none in a PDF without tags."""

    def __init__(self, book: Pdf) -> None:
        self._book = book
        self._tree = book.Root.StructTreeRoot.ParentTree if "/StructTreeRoot" in book.Root else None
        self._owners = dict(number_tree(self._tree)) if self._tree is not None else {}

    def add_before(self, field: Object, annotation: Object, page: Object) -> None:
        """Tag an annotation, before the element of a field: PDF/UA-1 wants each in the tree (ISO 14289-1, 7.18.1)."""
        if self._tree is None:
            return
        parent, key = self._owners[int(field.StructParent)].P, max(self._owners) + 1
        reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
        element = self._book.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Annot, P=parent, Pg=page, K=reference)
        )
        parent.K = Array([element, *(parent.K if isinstance(parent.K, Array) else [parent.K])])
        annotation.StructParent = key
        self._owners[key] = element
        self._tree.Nums.extend(Array([key, element]))
