"""What of a plate is a form: its fields, and how they are drawn with a text in them."""

from collections.abc import Callable, Sequence

from pikepdf import Object

from worksheets.compose.page_data import Filling
from worksheets.errors import UnsettableError, _
from worksheets.merge.model import Appearance, Field, Form
from worksheets.merge.model import Look as DrawnLook
from worksheets.pdf.content_stream import Drawn
from worksheets.pdf.fields import PT, Blank, Look
from worksheets.pdf.forms import head_of
from worksheets.text.shaping import UNITS

from .box_tree import Standing
from .renderings import LooksProof

Body = Callable[[Object, Sequence[str]], bytes]
"""Returns the entries of an object but for some."""


class FormStock:
    """The objects of a form that a participant's texts complete."""

    def __init__(self, root: Object, blanks: Sequence[Blank]) -> None:
        self.fields = list(root.AcroForm.Fields)
        self.blanks = blanks
        self.attached = root.Names.EmbeddedFiles.Names[1].EF.F

    @property
    def opened(self) -> list[Object]:
        """The objects that are not the same for everybody."""
        return [*self.fields, self.attached]

    def form(self, numbers: dict[tuple[int, int], int], begins: Body, resources: Object, filling: Filling) -> Form:
        """Return the form as the plate has it."""
        appearances = _appearances(self.blanks, filling)
        return Form(
            fields=tuple(
                Field(
                    path=blank.path,
                    place=blank.place,
                    width=blank.width,
                    height=blank.height,
                    bold=blank.bold,
                    number=numbers[field.objgen],
                    begins=begins(field, ("/V", "/AP")),
                    empty=numbers[field.AP.N.objgen],
                    appearances=appearances[_sort(blank)],
                )
                for field, blank in zip(self.fields, self.blanks, strict=True)
            ),
            resources=numbers[resources.objgen],
            attached=numbers[self.attached.objgen],
            begins=begins(self.attached, ("/Length", "/Filter", "/Params")),
        )


def _sort(blank: Blank) -> tuple[str, float, float, float, bool]:
    """Return what two fields have in common that are drawn alike."""
    return blank.place, blank.width, blank.height, blank.size, blank.bold


def _appearances(
    blanks: Sequence[Blank], filling: Filling
) -> dict[tuple[str, float, float, float, bool], tuple[Appearance, ...]]:
    sorts = list({_sort(blank): blank for blank in blanks}.values())
    proof = LooksProof(sorts, filling)
    drawn = [_appearance(*one) for one in zip(proof.looks, proof.standing, proof.drawn, strict=True)]
    count = len(drawn) // len(sorts)
    return {_sort(blank): tuple(drawn[at * count : (at + 1) * count]) for at, blank in enumerate(sorts)}


def _appearance(look: Look, stands: Standing, drawn: Drawn) -> Appearance:
    first, second = drawn.runs
    if not stands.usual or stands.inline:
        raise UnsettableError(_("a field’s style"))
    pitch = second.y - first.y
    drawn_look = DrawnLook(b"", first.state, first.font, first.point, round(float(first.point) * UNITS), first.y, pitch)
    box = (0.0, 0.0, look.width / PT, look.height / PT)
    return Appearance(
        millimetres=look.size,
        box=head_of(drawn.page.MediaBox, box).unparse(),
        before=drawn.data[: first.start],
        after=drawn.data[second.end :],
        look=drawn_look,
        left=stands.left,
        width=stands.width,
        align=stands.align,
    )
