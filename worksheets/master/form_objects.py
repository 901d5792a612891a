"""The form of a fillable handout: its fields, the objects that depend on the participant, and how values are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pikepdf import Name, Object, String

from worksheets.course.mark_paths import MarkPath, mark_path
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import FieldAppearance, FormButton, FormField, MasterForm, RadioGroup, TextStyle
from worksheets.pdf.fields import PT, FieldBox, default_appearance, slot_path
from worksheets.pdf.forms import top_box
from worksheets.text.shaping import UNITS

from .numbering import NumberedObjects
from .renderings import AppearanceRendering


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What fields that are drawn alike have in common; lengths in mm."""

    place: str
    width: float
    height: float
    sizes: tuple[float, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class FieldObject:
    """A form field: its object, and its place on the page."""

    field: Object
    box: FieldBox


@dataclass(frozen=True, slots=True)
class ButtonObject:
    """A radio button or a check box: its object, and the option that it stands for."""

    button: Object
    path: MarkPath


@dataclass(frozen=True, slots=True)
class FormObjects:
    """The objects of a form that depend on the participant."""

    fields: Sequence[FieldObject]
    """The fields for texts."""
    buttons: Sequence[ButtonObject]
    radio_groups: Sequence[Object]
    """The fields of radio buttons, whose kids these are."""
    attachment: Object
    """The embedded file stream that describes the form."""

    @property
    def variable(self) -> list[Object]:
        """All of them."""
        fields, buttons = (field.field for field in self.fields), (button.button for button in self.buttons)
        return [*fields, *buttons, *self.radio_groups, self.attachment]


def form_objects(root: Object, field_boxes: Sequence[FieldBox]) -> FormObjects:
    """Return the objects of a form; ``root`` is the document catalog, ``field_boxes`` are in the form's order."""
    texts = [field for field in root.AcroForm.Fields if Name.Btn != field.FT]
    fields = [FieldObject(field, box) for field, box in zip(texts, field_boxes, strict=True)]
    with_buttons = [field for field in root.AcroForm.Fields if Name.Btn == field.FT]
    groups = [field for field in with_buttons if "/Kids" in field]
    widgets = [widget for field in with_buttons for widget in field.get("/Kids", [field])]
    buttons = [ButtonObject(widget, mark_path(str(widget.NM))) for widget in widgets]
    return FormObjects(fields, buttons, groups, root.Names.EmbeddedFiles.Names[1].EF.F)


def master_form(
    form: FormObjects, objects: NumberedObjects, resources: Object, renderings: Sequence[AppearanceRendering]
) -> MasterForm:
    """Return a form as the master has it.

    ``resources`` are those of the pages; ``renderings`` are the appearances of ``different_drawings`` of the fields, in
    every font size.
    """
    appearances = _appearances([field.box for field in form.fields], renderings)
    return MasterForm(
        fields=tuple(_form_field(field, objects, appearances[_drawing(field.box)]) for field in form.fields),
        resources=objects.number(resources),
        attachment=objects.number(form.attachment),
        attachment_entries=objects.entries_but(form.attachment, ("/Length", "/Filter", "/Params")),
        buttons=tuple(_form_button(button, objects) for button in form.buttons),
        radio_groups=tuple(_radio_group(group, objects) for group in form.radio_groups),
    )


def _form_button(button: ButtonObject, objects: NumberedObjects) -> FormButton:
    return FormButton(
        path=button.path.slot,
        option=button.path.number,
        has_value="/Parent" not in button.button,
        number=objects.number(button.button),
        entries=objects.entries_but(button.button, ("/V", "/AS")),
    )


def _radio_group(group: Object, objects: NumberedObjects) -> RadioGroup:
    return RadioGroup(slot_path(str(group.T)), objects.number(group), objects.entries_but(group, ("/V",)))


def _form_field(field: FieldObject, objects: NumberedObjects, appearances: tuple[FieldAppearance, ...]) -> FormField:
    return FormField(
        path=field.box.path,
        place=field.box.place,
        width=field.box.width,
        height=field.box.height,
        bold=field.box.bold,
        number=objects.number(field.field),
        entries=objects.entries_but(field.field, ("/V", "/DA", "/AP")),
        empty_appearance=objects.number(field.field.AP.N),
        appearances=appearances,
        default_appearances=_default_appearances(field.field, field.box.sizes),
    )


def _drawing(field_box: FieldBox) -> _Drawing:
    return _Drawing(field_box.place, field_box.width, field_box.height, field_box.sizes, field_box.bold)


def different_drawings(field_boxes: Sequence[FieldBox]) -> list[FieldBox]:
    """Return form fields of which no two are drawn alike."""
    return list({_drawing(field_box): field_box for field_box in field_boxes}.values())


def _appearances(
    field_boxes: Sequence[FieldBox], renderings: Sequence[AppearanceRendering]
) -> dict[_Drawing, tuple[FieldAppearance, ...]]:
    """Return the appearances of fields, in every font size, by how the fields are drawn."""
    appearances = iter(map(_appearance, renderings))
    return {
        _drawing(field_box): tuple(islice(appearances, len(field_box.sizes)))
        for field_box in different_drawings(field_boxes)
    }


def _default_appearances(field: Object, sizes: Sequence[float]) -> tuple[bytes, ...]:
    """Return a field's strings ``/DA``, as PDF writes them, in each font size."""
    font, _size, _operator, *colour = str(field.DA).split()
    return tuple(String(default_appearance(font, size, " ".join(colour))).unparse() for size in sizes)


def _appearance(rendering: AppearanceRendering) -> FieldAppearance:
    """Return how a value is drawn, from a rendering of two lines. Raises NeedsTypesetterError for an unknown style."""
    appearance, line, stream = rendering.appearance, rendering.line, rendering.stream
    first, second = stream.runs
    if not line.supported or line.inline:
        raise NeedsTypesetterError(Reason.FIELD_STYLE)
    size = round(float(first.font_size) * UNITS)
    field_box = (0.0, 0.0, appearance.width / PT, appearance.height / PT)
    return FieldAppearance(
        size_mm=appearance.size,
        box=top_box(stream.page.MediaBox, field_box).unparse(),
        before=stream.data[: first.start],
        after=stream.data[second.end :],
        style=TextStyle(b"", first.state, first.font, first.font_size, size, first.y, second.y - first.y),
        left=line.left,
        width=line.width,
        align=line.align,
    )
