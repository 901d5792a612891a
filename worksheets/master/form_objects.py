"""The form of a fillable handout: its fields, the objects that depend on the participant, and how values are drawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Object

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import FieldAppearance, FormField, MasterForm, TextStyle
from worksheets.pdf.fields import PT, FieldBox
from worksheets.pdf.forms import top_box
from worksheets.text.shaping import UNITS

from .renderings import AppearanceRendering


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What fields that are drawn alike have in common; lengths in mm."""

    place: str
    width: float
    height: float
    size: float
    bold: bool


class FormObjects:
    """The objects of a form in the first rendering."""

    def __init__(self, root: Object, field_boxes: Sequence[FieldBox]) -> None:
        """``root`` is the document catalog; ``field_boxes`` are the form's fields, in the form's order."""
        self.fields = list(root.AcroForm.Fields)
        self.field_boxes = field_boxes
        self.attachment = root.Names.EmbeddedFiles.Names[1].EF.F

    @property
    def variable(self) -> list[Object]:
        """The objects that depend on the participant."""
        return [*self.fields, self.attachment]

    def form(
        self,
        numbers: Mapping[tuple[int, int], int],
        entries_but: Callable[[Object, Collection[str]], bytes],
        resources: Object,
        renderings: Sequence[AppearanceRendering],
    ) -> MasterForm:
        """Return the form of the master.

        ``numbers`` are the new object numbers by old number and generation; ``entries_but`` returns the entries of an
        object except some; ``resources`` are those of the pages; ``renderings`` are the appearances of
        ``different_drawings`` of the fields, in every font size.
        """
        appearances = _appearances(self.field_boxes, renderings)
        return MasterForm(
            fields=tuple(
                FormField(
                    path=field_box.path,
                    place=field_box.place,
                    width=field_box.width,
                    height=field_box.height,
                    bold=field_box.bold,
                    number=numbers[field.objgen],
                    entries=entries_but(field, ("/V", "/AP")),
                    empty_appearance=numbers[field.AP.N.objgen],
                    appearances=appearances[_drawing(field_box)],
                )
                for field, field_box in zip(self.fields, self.field_boxes, strict=True)
            ),
            resources=numbers[resources.objgen],
            attachment=numbers[self.attachment.objgen],
            attachment_entries=entries_but(self.attachment, ("/Length", "/Filter", "/Params")),
        )


def _drawing(field_box: FieldBox) -> _Drawing:
    return _Drawing(field_box.place, field_box.width, field_box.height, field_box.size, field_box.bold)


def different_drawings(field_boxes: Sequence[FieldBox]) -> list[FieldBox]:
    """Return form fields of which no two are drawn alike."""
    return list({_drawing(field_box): field_box for field_box in field_boxes}.values())


def _appearances(
    field_boxes: Sequence[FieldBox], renderings: Sequence[AppearanceRendering]
) -> dict[_Drawing, tuple[FieldAppearance, ...]]:
    """Return the appearances of fields, in every font size, by how the fields are drawn."""
    different = list(map(_drawing, different_drawings(field_boxes)))
    appearances = [_appearance(rendering) for rendering in renderings]
    sizes = len(appearances) // len(different)
    return {drawing: tuple(appearances[index * sizes : (index + 1) * sizes]) for index, drawing in enumerate(different)}


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
