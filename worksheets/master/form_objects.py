"""What of a master is a form: its fields, and how they are drawn with a text in them."""

from collections.abc import Callable, Sequence

from pikepdf import Object

from worksheets.compose.page_data import PageData
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.model import FieldAppearance, FormField, MasterForm, TextStyle
from worksheets.pdf.content_stream import ContentStream
from worksheets.pdf.fields import PT, Appearance, FieldBox
from worksheets.pdf.forms import head_of
from worksheets.text.shaping import UNITS

from .box_tree import PlacedLine
from .renderings import AppearanceRendering

Body = Callable[[Object, Sequence[str]], bytes]
"""Returns the entries of an object but for some."""


class FormObjects:
    """The objects of a form that a participant's texts complete."""

    def __init__(self, root: Object, field_boxes: Sequence[FieldBox]) -> None:
        self.fields = list(root.AcroForm.Fields)
        self.field_boxes = field_boxes
        self.attached = root.Names.EmbeddedFiles.Names[1].EF.F

    @property
    def rendered_continuation(self) -> list[Object]:
        """The objects that are not the same for everybody."""
        return [*self.fields, self.attached]

    def form(
        self, numbers: dict[tuple[int, int], int], begins: Body, resources: Object, filling: PageData
    ) -> MasterForm:
        """Return the form as the master has it."""
        appearances = _appearances(self.field_boxes, filling)
        return MasterForm(
            fields=tuple(
                FormField(
                    path=field_box.path,
                    place=field_box.place,
                    width=field_box.width,
                    height=field_box.height,
                    bold=field_box.bold,
                    number=numbers[field.objgen],
                    begins=begins(field, ("/V", "/AP")),
                    empty=numbers[field.AP.N.objgen],
                    appearances=appearances[_sort(field_box)],
                )
                for field, field_box in zip(self.fields, self.field_boxes, strict=True)
            ),
            resources=numbers[resources.objgen],
            attached=numbers[self.attached.objgen],
            begins=begins(self.attached, ("/Length", "/Filter", "/Params")),
        )


def _sort(field_box: FieldBox) -> tuple[str, float, float, float, bool]:
    """Return what two fields have in common that are drawn alike."""
    return field_box.place, field_box.width, field_box.height, field_box.size, field_box.bold


def _appearances(
    field_boxes: Sequence[FieldBox], filling: PageData
) -> dict[tuple[str, float, float, float, bool], tuple[FieldAppearance, ...]]:
    sorts = list({_sort(field_box): field_box for field_box in field_boxes}.values())
    rendering = AppearanceRendering(sorts, filling)
    drawn = [_appearance(*one) for one in zip(rendering.styles, rendering.placed_lines, rendering.drawn, strict=True)]
    count = len(drawn) // len(sorts)
    return {_sort(field_box): tuple(drawn[at * count : (at + 1) * count]) for at, field_box in enumerate(sorts)}


def _appearance(style: Appearance, stands: PlacedLine, drawn: ContentStream) -> FieldAppearance:
    first, second = drawn.runs
    if not stands.usual or stands.inline:
        raise NeedsTypesetterError(_("a field’s style"))
    pitch = second.y - first.y
    drawn_look = TextStyle(b"", first.state, first.font, first.point, round(float(first.point) * UNITS), first.y, pitch)
    box = (0.0, 0.0, style.width / PT, style.height / PT)
    return FieldAppearance(
        millimetres=style.size,
        box=head_of(drawn.page.MediaBox, box).unparse(),
        before=drawn.data[: first.start],
        after=drawn.data[second.end :],
        style=drawn_look,
        left=stands.left,
        width=stands.width,
        align=stands.align,
    )
