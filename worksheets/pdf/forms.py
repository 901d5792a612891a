"""A handout to fill in on a screen: the typesetter's fields made into ones that every viewer shows and keeps.

A field is named after its slot, with underscores for dots, which no field's name may have; no slot's id has an
underscore. What already stands in a field is set by the typesetter, as it will look on paper; what is typed later is
drawn by the viewer, with a font that is in the file.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.errors import PdfError, _
from worksheets.people.participant import Participant
from worksheets.text.font_subsets import TypedFont, typed_font
from worksheets.text.fonts import BOLD, REGULAR

from .fields import ATTACHED, PT, Appearance, FieldBox, field_name, form_description

_PRINT, _MULTILINE = 4, 1 << 12
_FONTS = (("/Text", REGULAR), ("/Bold", BOLD))


DrawAppearances = Callable[[Sequence[Appearance]], bytes]
"""Typesets each look on a page of its own."""


def fillable(
    pdf: bytes, participant: Participant, course: Course, layout: Layout, draw_appearances: DrawAppearances
) -> bytes:
    """Return a PDF whose fields are named, filled and drawn, and which says whose it is."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        form = book.Root.AcroForm
        marked = {str(name): "Bold" in str(font.BaseFont) for name, font in form.DR.Font.items()}
        fields = [_Field(field, layout, marked) for field in form.Fields]
        for name in {field.font for field in fields}:
            del form.DR.Font[name]  # The typesetter's mark, whole, which nothing on the pages is set in.
        form.DR = Dictionary(Font=Dictionary({name: _embedded(book, typed_font(weight)) for name, weight in _FONTS}))
        form.DA = String(f"{_FONTS[0][0]} 12 Tf 0 g")
        del form.NeedAppearances
        for field in fields:
            field.settle(course, participant.text(field.path))
        _draw(book, fields, participant, draw_appearances)
        standing = {field.path: text for field in fields if (text := participant.text(field.path))}
        _attach(book, participant.name, standing, course)
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def field_boxes(pdf: bytes, layout: Layout) -> list[FieldBox]:
    """Return the fields of a PDF as the typesetter has made it."""
    with pikepdf.open(BytesIO(pdf)) as book:
        form = book.Root.AcroForm
        marked = {str(name): "Bold" in str(font.BaseFont) for name, font in form.DR.Font.items()}
        return [_Field(field, layout, marked).field_box for field in form.Fields]


class _Field:
    """A field as the typesetter has made it: named after its place and its slot, in a font that marks its weight."""

    def __init__(self, field: Object, layout: Layout, marked: Mapping[str, bool]) -> None:
        self.object = field
        self.layout = layout
        self.place, self.path = str(field.T).split(" ")
        *colour, self.font, size, _tf = str(field.DA).split()
        self.colour = " ".join(colour[-4:])
        self.size = float(size)
        self.bold = marked[self.font]
        left, top, right, bottom = map(float, field.Rect)
        self.box = (left, min(top, bottom), right, max(top, bottom))

    def settle(self, course: Course, text: str) -> None:
        """Say how the field is called and how what is typed into it is drawn."""
        one_line = self._property("lines") == "1"
        # Size 0 lets a viewer shrink the text until all of it is to be seen; on one line it would make it grow.
        drawn = f"{_FONTS[self.bold][0]} {self.size if one_line else 0:g} Tf {self.colour}"
        self.object.update(
            Dictionary(
                T=String(field_name(self.path)),
                V=String(text),
                DA=String(drawn),
                Rect=Array(self.box),
                MaxLen=course.slots[self.path].limit,
                Ff=0 if one_line else _MULTILINE,
                F=_PRINT,
                Border=Array([0, 0, 0]),
                Q=int(self._property("align") == "center"),
            )
        )

    @property
    def field_box(self) -> FieldBox:
        """The field as a place for text."""
        left, bottom, right, top = self.box
        return FieldBox(self.path, self.place, (right - left) * PT, (top - bottom) * PT, self.size * PT, self.bold)

    def _property(self, name: str) -> str:
        return self.layout.properties.get(f"{self.place}-{name}", "")


def _draw(book: Pdf, fields: Sequence[_Field], participant: Participant, draw_appearances: DrawAppearances) -> None:
    """Give every field its appearance, so that no viewer has to make one up before something is typed."""
    filled = [field.field_box.appearance(text) for field in fields if (text := participant.text(field.path))]
    with pikepdf.open(BytesIO(draw_appearances(filled))) if filled else pikepdf.new() as drawn:
        if len(drawn.pages) != len(filled):
            raise PdfError(
                _("The fields’ appearances are {pages} pages, and not {count}").format(
                    pages=len(drawn.pages), count=len(filled)
                )
            )
        pages = iter(drawn.pages)
        for field in fields:
            if participant.text(field.path):
                appearance = book.copy_foreign(next(pages).as_form_xobject())
                appearance.BBox = head_of(appearance.BBox, field.box)
            else:
                left, bottom, right, top = field.box
                box = Array([0, 0, right - left, top - bottom])
                appearance = book.make_stream(b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=box)
            field.object.AP = Dictionary(N=appearance)


def head_of(page: Object, box: tuple[float, float, float, float]) -> Array:
    """Return the part at the head of a page that is as high as a field's box."""
    left, _bottom, right, top = map(float, page)
    return Array([left, top - (box[3] - box[1]), right, top])


def _embedded(book: Pdf, font: TypedFont) -> Object:
    """Put a font into a file, for the encoding that form fields are typed in."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{font.name}"),
        Flags=32,  # Not symbolic.
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.ascent,
        StemV=80,
        FontFile2=book.make_stream(font.data, Length1=len(font.data)),
    )
    told = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name(f"/{font.name}"),
        FirstChar=font.first,
        LastChar=font.first + len(font.widths) - 1,
        Widths=Array(font.widths),
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=book.make_indirect(descriptor),
    )
    return book.make_indirect(told)


def _attach(book: Pdf, name: str, standing: Mapping[str, str], course: Course) -> None:
    """Say in the file what form it is and whose, so that it is known by whatever name it comes back."""
    told = form_description(course, name, standing)
    data = json.dumps(told, ensure_ascii=False).encode()
    said = f"{course.title}: tiedot lomakkeesta"
    book.attachments[ATTACHED] = pikepdf.AttachedFileSpec(
        book, data, filename=ATTACHED, mime_type="application/json", description=said, relationship=Name.Data
    )
