"""Merges participants into a master: only the participant's own objects are set, compressed and written.

A file begins with the objects that are the same for everybody; the participant's objects and a cross-reference stream
follow (ISO 32000-1, 7.5). Between two participants only shaped words and font subsets are kept, so that nothing of one
can come into the file of another.
"""

from collections.abc import Iterator, Sequence

from worksheets.compose.page_data import PageData
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.fields import FieldBox, form_description
from worksheets.pdf.mark_fields import chosen_in, slot_values

from .font_subsets import letter_group
from .handout_file import HandoutFile, WholeFile
from .legend import texts_by_font
from .model import Continuation, Master, MasterForm
from .participant_texts import ParticipantTexts
from .questions import undrawn_text
from .text_setter import OverflowText, TextSetter
from .variable_objects import FieldValue, ObjectWriter, VariableObjects


class Merger:
    """Merges any number of participants into one master."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self.setter = TextSetter(master)
        self._file = HandoutFile(master)

    def served(self, data: PageData) -> ParticipantTexts | None:
        """Return a participant's texts for ``merge_texts``, or None if the master does not serve.

        It serves who gives the templates the master's answers and needs as many continuation pages. Raises
        NeedsTypesetterError when only the typesetter can tell which pages that are.
        """
        texts = ParticipantTexts(self.setter, data)
        return texts if texts.are_served() else None

    def serves(self, data: PageData) -> bool:
        """Return True if the master serves a participant. Raises as ``served`` does."""
        return self.served(data) is not None

    def handout(self, data: PageData) -> bytes:
        """Return a participant's handout as a PDF that looks like the typeset one. Raises as ``merge`` does."""
        return self.file(self.merge(data)).pdf

    def file(self, objects: VariableObjects) -> WholeFile:
        """Return the PDF that a participant's objects make with the master's."""
        return self._file.whole(objects)

    def merge(self, data: PageData) -> VariableObjects:
        """Return a participant's objects. Raises NeedsTypesetterError when the handout has to be typeset."""
        texts = self.served(data)
        if texts is None:
            raise NeedsTypesetterError(Reason.OTHER_ANSWERS)
        return self.merge_texts(texts)

    def merge_texts(self, texts: ParticipantTexts) -> VariableObjects:
        """Return the objects of a participant whom the master serves. Raises as ``merge`` does."""
        data, in_slots = texts.data, texts.in_slots
        self.setter.refuse_high(in_slots)
        undrawn = {number: undrawn_text(data, path) for number, path in self.master.undrawn.items()}
        values = self._field_values(data)
        writer = ObjectWriter(self.master, in_slots, undrawn, texts.continuation_pages, texts.height_changes)
        if form := self.master.form:
            writer.write_form(form, values, _chosen(form, data), _described(form, data))
        return writer.objects(self._letter_groups(texts, values))

    def _letter_groups(self, texts: ParticipantTexts, values: dict[str, FieldValue]) -> dict[str, frozenset[str]]:
        """Return the letter groups of the participant's texts, by font."""
        set_texts = self._texts_by_font(texts, values)
        return {name: frozenset(map(letter_group, set("".join(in_font)))) for name, in_font in set_texts.items()}

    def _texts_by_font(self, texts: ParticipantTexts, values: dict[str, FieldValue]) -> dict[str, list[str]]:
        """Return all texts of the participant by the names of the fonts that they are set in."""
        set_texts: dict[str, list[str]] = {name: [] for name in self.master.fonts}
        for fit, text in zip(texts.fits, texts.in_slots, strict=True):
            set_texts[text.style.font].append(fit.text)
            if text.note:
                set_texts[text.note.font].append(text.note.text)
        for continuation, overflow in zip(self.master.continuations, texts.overflow, strict=True):
            for font, continued in _continued_texts(continuation, overflow, texts.data):
                set_texts[font].append(continued)
        for value in values.values():
            set_texts[value.appearance.style.font].append(value.drawn)
        return set_texts

    def _field_values(self, data: PageData) -> dict[str, FieldValue]:
        """Return the values of the form's fields that are filled, by path."""
        values = {}
        for field in self.master.form.fields if self.master.form else ():
            if text := data.text(field.path):
                if data.field_height_in(field.path, field.place, field.width):
                    raise NeedsTypesetterError(Reason.MOVES_OTHERS)
                sizes = tuple(appearance.size_mm for appearance in field.appearances)
                size = (field.width, field.height)
                box = FieldBox(field.path, field.place, *size, sizes, field.bold, language=self.master.language)
                drawn = box.appearance(text)
                step = sizes.index(drawn.size)
                appearance = field.appearances[step]
                lines = self.setter.lines(drawn.text, appearance.style, appearance.width, hyphenated=drawn.hyphenated)
                values[field.path] = FieldValue(text, drawn.text, lines, appearance, field.default_appearances[step])
        return values


def _continued_texts(
    continuation: Continuation, overflow: Sequence[OverflowText], data: PageData
) -> Iterator[tuple[str, str]]:
    """Yield all that is set on the pages of a continuation, each text after the name of its font."""
    title, text, legend = continuation.title.font, continuation.text.font, continuation.legend
    for part in overflow:
        yield title, data.label(part.key.path)
        yield text, part.text
    if continuation.source:
        texts = (*continuation.source.texts, *([legend.source] if legend else []))
        yield from ((continuation.source.style.font, text) for text in texts)
    if legend:
        yield title, legend.title
        yield from texts_by_font(legend, data)


def _chosen(form: MasterForm, data: PageData) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the options that a participant has chosen, by the slots that the form has buttons for."""
    slots = data.course.slots
    paths = dict.fromkeys(button.path for button in form.buttons)
    return {path: chosen_in(slots[path], data.text(path)).numbers for path in paths}


def _described(form: MasterForm, data: PageData) -> bytes:
    """Return what a form's attachment says: the form, the participant and the values, as JSON."""
    paths = [*(field.path for field in form.fields), *(button.path for button in form.buttons)]
    values = slot_values(data.course, data.participant, paths)
    description = form_description(data.course, data.participant, values)
    import json  # Here, since most handouts are no forms.

    return json.dumps(description, ensure_ascii=False).encode()
