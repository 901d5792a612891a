"""A master filled for one participant: a whole PDF, of which only what differs is set, compressed and written anew.

The file begins with all that is the same for everybody; what is of this participant follows, and a cross-reference
stream (ISO 32000-1, 7.5). Nothing of one participant can come into another's file: nothing is kept between two.
"""

import json
from collections.abc import Callable, Iterator, Sequence

from worksheets.compose.page_data import PageData
from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, _
from worksheets.pdf.fields import FieldBox, form_description
from worksheets.text.fit import Fit
from worksheets.text.shaping import UNITS, ShapedFont, ShapedLine, break_lines

from .continuation_layout import LaidOutPage, laid, takes_same_pages
from .font_subsets import kind
from .handout_file import HandoutFile
from .model import Continuation, Master, MasterSlot, TextStyle
from .questions import SlotKey, answer, spoken
from .variable_objects import FieldValues, ObjectWriter, SlotText, VariableObjects

_SLACK = 1e-3
"""CSS pixels."""


class Merger:
    """Fills one master, as often as wanted."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self._faces: dict[tuple[str, int], ShapedFont] = {}
        self._file = HandoutFile(master)
        self._letters = frozenset("\n" + master.letters)
        self._bare = [SlotText(slot.styles[NORMAL], ()) if slot.room else None for slot in master.slots]
        """What stands in the slots when there is no text for them; None where a text is needed."""
        self._held = {(slot.group, slot.room) for slot in master.slots if slot.room}

    def serves(self, filling: PageData) -> bool:
        """Tell whether a template would ask the same of a participant's data, and get the same answers.

        As much must also go on continuation. Raises NeedsTypesetterError when that can only be seen by the typesetter.
        """
        if any(answer(filling, (what, path)) != given for what, path, given in self.master.asked):
            return False
        rests = {(slot.path, slot.place): filling.fit(slot.path, slot.place).rest for slot in self.master.slots}
        going = {key for key, rest in rests.items() if rest}
        if not going.issubset(key for continuation in self.master.continuation for key in continuation.keys):
            return False
        return all(takes_same_pages(one, self._overleaf(one, filling)) for one in self.master.continuation)

    def _overleaf(self, continuation: Continuation, filling: PageData) -> Sequence[LaidOutPage]:
        """Return what goes on continuation, on its continuation_pages; there is none when nothing does."""
        return self.laid(continuation, _going(continuation, filling), filling.label)

    def laid(
        self, continuation: Continuation, rests: Sequence[tuple[SlotKey, str]], label: Callable[[str], str]
    ) -> Sequence[LaidOutPage]:
        """Return texts that go on from slots, on their continuation_pages. Raises NeedsTypesetterError."""
        if not rests:
            return ()
        texts = []
        for (path, _place), rest in rests:
            title = self._lines(label(path), continuation.title, continuation.title_width)
            if len(title) != 1:
                raise NeedsTypesetterError(_("a long title"))
            texts.append((title[0], self._lines(rest, continuation.text, continuation.text_width)))
        return laid(continuation, texts)

    def handout(self, filling: PageData) -> bytes:
        """Return the handout, as the typesetter would have made it.

        Raises NeedsTypesetterError, with the reason in a word or two, when it must be made by the typesetter.
        """
        return self.file(self.merged(filling))

    def file(self, merged: VariableObjects) -> bytes:
        """Return a participant's file."""
        return self._file.file(merged)

    def merged(self, filling: PageData) -> VariableObjects:
        """Return what of the handout is a participant's own. Raises NeedsTypesetterError as ``handout`` does."""
        if not self.serves(filling):
            raise NeedsTypesetterError(_("a master for others"))
        fitted = [filling.fit(slot.path, slot.place) for slot in self.master.slots]
        texts = [
            bare if bare and not (fit.text or fit.rest) else self._set(slot, fit)
            for slot, fit, bare in zip(self.master.slots, fitted, self._bare, strict=True)
        ]
        if filling.legend:
            raise NeedsTypesetterError(_("a contact too long for its ball"))
        self._refuse_high(texts)
        said = {number: spoken(filling, path) for number, path in self.master.spoken.items()}
        filled = self._filled(filling)
        continuation_pages = {
            number: (one, on)
            for one in self.master.continuation
            for number, on in zip(one.continuation_pages, self._overleaf(one, filling), strict=False)
        }
        letters: dict[str, set[str]] = {name: set() for name in self.master.types}
        for font, text in self._written(filling, texts, filled):
            letters[font].update(text)
        writer = ObjectWriter(self.master, texts, said, continuation_pages)
        if self.master.form:
            told = form_description(
                filling.course, filling.text("nimi"), {path: text for path, (text, _a, _l) in filled.items()}
            )
            writer.fill(self.master.form, filled, json.dumps(told, ensure_ascii=False).encode())
        return writer.merged({name: frozenset(map(kind, used)) for name, used in letters.items()})

    def _written(self, filling: PageData, texts: Sequence[SlotText], filled: FieldValues) -> Iterator[tuple[str, str]]:
        """Yield all the participant's texts with the fonts that they are set in."""
        for slot, text in zip(self.master.slots, texts, strict=True):
            yield text.style.font, filling.fit(slot.path, slot.place).text
            if text.more:
                yield text.more.font, text.more.text
        for one in self.master.continuation:
            for key, rest in _going(one, filling):
                yield one.title.font, filling.label(key[0])
                yield one.text.font, rest
        for written, appearance, _lines in filled.values():
            yield appearance.style.font, written

    def _filled(self, filling: PageData) -> FieldValues:
        """Return what stands in the form's fields, by their paths."""
        filled: FieldValues = {}
        for field in self.master.form.fields if self.master.form else ():
            if text := filling.text(field.path):
                sizes = [one.millimetres for one in field.appearances]
                field_box = FieldBox(field.path, field.place, field.width, field.height, sizes[0], field.bold)
                one = field.appearances[sizes.index(field_box.appearance(text).size)]
                filled[field.path] = text, one, self._lines(text, one.style, one.width)
        return filled

    def holds(self, slot: MasterSlot, fitted: Fit) -> bool:
        """Tell whether a text can stand in a slot."""
        try:
            text = self._set(slot, fitted)
        except NeedsTypesetterError:
            return False
        return not slot.room or len(text.lines) * text.style.pitch * len(slot.group) <= slot.room + _SLACK

    def _set(self, slot: MasterSlot, fitted: Fit) -> SlotText:
        style = slot.styles.get(fitted.step)
        if style is None or (fitted.rest and slot.more is None):
            raise NeedsTypesetterError(_("an answer that goes on elsewhere") if fitted.rest else _("an unknown size"))
        lines = self._lines(fitted.text, style, slot.width)
        if (slot.inline and len(lines) > 1) or (not slot.room and len(lines) != 1) or (fitted.rest and not lines):
            raise NeedsTypesetterError(_("an answer that moves others"))
        return SlotText(style, lines, slot.more if fitted.rest else None)

    def _lines(self, text: str, style: TextStyle, width: float) -> Sequence[ShapedLine]:
        if not self._letters.issuperset(text):
            raise NeedsTypesetterError(_("letters that are not Latin"))
        return break_lines(text, self._face(style), int(width * UNITS))

    def _refuse_high(self, texts: Sequence[SlotText]) -> None:
        """Raise NeedsTypesetterError for texts that are together higher than what holds them."""
        for group, room in self._held:
            if sum([texts[slot].height for slot in group]) > room + _SLACK:
                raise NeedsTypesetterError(_("an answer that moves others"))

    def _face(self, style: TextStyle) -> ShapedFont:
        key = style.font, style.size
        if key not in self._faces:
            made = self.master.types[style.font]
            self._faces[key] = ShapedFont(made.data, style.size, self.master.language, made.glyphs)
        return self._faces[key]


def _going(continuation: Continuation, filling: PageData) -> list[tuple[SlotKey, str]]:
    """Return the slots of which something goes on continuation, and what."""
    rests = [(key, filling.fit(*key).rest) for key in continuation.keys]
    return [(key, rest) for key, rest in rests if rest]
