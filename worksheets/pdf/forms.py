"""A handout to fill in on a screen: the typesetter's form fields turned into fields that every viewer draws and saves.

A field is named after its slot, with underscores for the dots, which a field's name may not contain; no slot's id has
an underscore. A value that the field is handed out with is drawn by the typesetter, as it looks on paper. The viewer
draws what is typed later, in a font that is embedded in the file.

What needs no pikepdf (names, sizes, the description) is in ``fields``: a merge uses only that, and so does not load
pikepdf.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.mark_paths import mark_path
from worksheets.errors import PdfError
from worksheets.messages import _
from worksheets.people.participant import Participant
from worksheets.text.font_subsets import TypedFont, typed_font
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.merged_fonts import font_to_type_in

from .buttons import Button, ButtonDrawings, complete_buttons
from .field_tints import tint_fields
from .fields import ATTACHED, PT, Appearance, FieldBox, default_appearance, form_description
from .mark_fields import BUTTON_PLACES, slot_values, text_field_name, text_in_field, text_limit

_PRINT = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, 12.5.3)."""
_MULTILINE = 1 << 12
"""The flag of a text field that may have several lines (12.7.4.3)."""
_FONTS = (("/Text", REGULAR), ("/Bold", BOLD))
"""The names and weights of the fonts that viewers draw with: regular, then bold."""


DrawAppearances = Callable[[Sequence[Appearance]], bytes]
"""Returns a PDF with a page for each appearance, as wide as its field and ``Appearance.page`` high."""


def fillable(
    pdf: bytes, participant: Participant, course: Course, layout: Layout, draw_appearances: DrawAppearances
) -> bytes:
    """Return a typeset PDF as a form: its fields named after slots, filled and drawn, with a description attached.

    Pages on which nothing can be filled in stay as they are.
    Raises PdfError when ``draw_appearances`` does not return one page for each filled field.
    """
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        if "/AcroForm" not in book.Root:
            return pdf
        form = book.Root.AcroForm
        typeset = _typeset_fields(form, layout)
        fields = [field for field in typeset if not field.is_button]
        for name in {field.font for field in typeset}:
            del form.DR.Font[name]  # It only marked a field's weight: no page uses it, and it is a whole font.
        font = font_to_type_in(layout.fonts)
        embedded = {name: _embedded(book, typed_font(weight, font)) for name, weight in _FONTS}
        form.DR = Dictionary(Font=Dictionary(embedded))
        form.DA = String(f"{_FONTS[0][0]} 12 Tf 0 g")
        del form.NeedAppearances
        values = {field.path: text for field in fields if (text := text_in_field(course, participant, field.path))}
        drawn = {field.path: field.field_box.appearance(values[field.path]) for field in fields if field.path in values}
        for field in fields:
            size = drawn[field.path].size if field.path in drawn else field.sizes[0]
            field.complete(values.get(field.path, ""), text_limit(course, field.path), size)
        _draw(book, fields, drawn, draw_appearances)
        _put_buttons(book, typeset, course, participant)
        tint_fields(book, layout, course.title)
        held = slot_values(course, participant, [field.path for field in typeset])
        _attach(book, form_description(course, participant, held), course.title)
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def field_boxes(pdf: bytes, layout: Layout) -> list[FieldBox]:
    """Return the form fields of a PDF from the typesetter that hold texts."""
    with pikepdf.open(BytesIO(pdf)) as book:
        form = book.Root.get("/AcroForm")
        fields = _typeset_fields(form, layout) if form is not None else []
        return [field.field_box for field in fields if not field.is_button]


def _typeset_fields(form: Object, layout: Layout) -> list["_TypesetField"]:
    weights = {str(name): "Bold" in str(font.BaseFont) for name, font in form.DR.Font.items()}
    return [_TypesetField(field, layout, weights) for field in form.Fields]


class _TypesetField:
    """A field from the typesetter: its name is its place and its slot's path, its font only marks its weight."""

    def __init__(self, field: Object, layout: Layout, is_bold: Mapping[str, bool]) -> None:
        self.object = field
        self.layout = layout
        self.place, self.path = str(field.T).split(" ")
        *colour, self.font, size, _tf = str(field.DA).split()
        self.colour = " ".join(colour[-4:])
        """The operator that sets the colour, with its operands."""
        self.sizes = _sizes(layout, self.place, float(size) * PT)
        """The font sizes on paper, in mm, largest first."""
        self.bold = is_bold[self.font]
        left, top, right, bottom = map(float, field.Rect)
        self.box = (left, min(top, bottom), right, max(top, bottom))
        """Left, bottom, right and top in points."""

    def complete(self, text: str, limit: int, size: float) -> None:
        """Set the field's name, its value and its longest value, and how a viewer draws what is typed: in ``size`` mm.

        In size 0, viewers would shrink a long text to 4 points; in a fixed size, the field scrolls.
        """
        is_line = "1" in (self._property("lines"), self._property("form-lines"))
        one_line = is_line and self.field_box.most_lines(self.sizes[-1]) == 1
        self.object.update(
            Dictionary(
                T=String(text_field_name(self.path)),
                V=String(text),
                DA=String(default_appearance(_FONTS[self.bold][0], size, self.colour)),
                Rect=Array(self.box),
                MaxLen=limit,
                Ff=0 if one_line else _MULTILINE,
                F=_PRINT,
                Border=Array([0, 0, 0]),
                Q=int(self._property("align") == "center"),
            )
        )

    @property
    def is_button(self) -> bool:
        """Return True where a mark stands."""
        return self.place in BUTTON_PLACES

    @property
    def button(self) -> Button:
        """The field as a button."""
        return Button(self.object, self.place, mark_path(self.path), self.box, self.sizes[0] / PT)

    @property
    def field_box(self) -> FieldBox:
        """The field as a place for text."""
        left, bottom, right, top = self.box
        width, height = (right - left) * PT, (top - bottom) * PT
        return FieldBox(
            self.path, self.place, width, height, self.sizes, self.bold, self.layout.fonts, self.layout.language
        )

    def _property(self, name: str) -> str:
        return self.layout.properties.get(f"{self.place}-{name}", "")


def _put_buttons(book: Pdf, fields: Sequence[_TypesetField], course: Course, participant: Participant) -> None:
    """Turn the fields in the places of marks into buttons, each in its place among the fields."""
    buttons = {field.object.objgen: field.button for field in fields if field.is_button}
    if not buttons:
        return
    form, ink = book.Root.AcroForm, fields[0].layout.colour("ink") or (0.0, 0.0, 0.0)
    drawings = ButtonDrawings(book, typed_font(BOLD), form.DR.Font["/Bold"], ink)
    groups = complete_buttons(book, list(buttons.values()), course, participant, drawings)
    in_order = [
        groups.get(mark_path(field.path).slot, field.object) if field.is_button else field.object for field in fields
    ]
    form.Fields = Array(list({field.objgen: field for field in in_order}.values()))


def _sizes(layout: Layout, place: str, size: float) -> tuple[float, ...]:
    """Return the font sizes of a place, in mm, largest first; ``size`` is its usual one."""
    small = layout.numbers.get(f"{place}-small", size)
    return (size, small) if small < size else (size,)


def _draw(
    book: Pdf, fields: Sequence[_TypesetField], filled: Mapping[str, Appearance], draw_appearances: DrawAppearances
) -> None:
    """Give every field an appearance, so that no viewer makes up its own before something is typed.

    ``filled`` has those of the fields with a value, by their paths, in the order of the fields.
    """
    with pikepdf.open(BytesIO(draw_appearances(list(filled.values())))) if filled else pikepdf.new() as drawn:
        if len(drawn.pages) != len(filled):
            raise PdfError(
                _("The form’s fields were drawn on {pages} pages instead of {count}").format(
                    pages=len(drawn.pages), count=len(filled)
                )
            )
        pages = iter(drawn.pages)
        for field in fields:
            if field.path in filled:
                appearance = book.copy_foreign(next(pages).as_form_xobject())
                appearance.BBox = top_box(appearance.BBox, field.box)
            else:
                appearance = _empty_appearance(book, field.box)
            field.object.AP = Dictionary(N=appearance)


def _empty_appearance(book: Pdf, box: tuple[float, float, float, float]) -> Object:
    left, bottom, right, top = box
    bounds = Array([0, 0, right - left, top - bottom])
    return book.make_stream(b"/Tx BMC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=bounds)


def top_box(page_box: Object, field_box: tuple[float, float, float, float]) -> Array:
    """Return the box of the top part of a page, as high as a field.

    Boxes are left, bottom, right and top in points.
    """
    left, _bottom, right, top = map(float, page_box)
    return Array([left, top - (field_box[3] - field_box[1]), right, top])


def _embedded(book: Pdf, font: TypedFont) -> Object:
    """Embed a font in a PDF; return the font dictionary, with the encoding of what is typed into fields (9.6.6)."""
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{font.name}"),
        Flags=32,  # Nonsymbolic (9.8.2).
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.ascent,
        StemV=80,
        FontFile2=book.make_stream(font.data, Length1=len(font.data)),
    )
    dictionary = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name(f"/{font.name}"),
        FirstChar=font.first,
        LastChar=font.first + len(font.widths) - 1,
        Widths=Array(font.widths),
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=book.make_indirect(descriptor),
    )
    return book.make_indirect(dictionary)


def _attach(book: Pdf, description: Mapping[str, str], title: str) -> None:
    """Attach a form's description, so that the form is recognised whatever its file is called when it comes back."""
    book.attachments[ATTACHED] = pikepdf.AttachedFileSpec(
        book,
        json.dumps(description, ensure_ascii=False).encode(),
        filename=ATTACHED,
        mime_type="application/json",
        description=f"{title}: tiedot lomakkeesta",
        relationship=Name.Data,
    )
