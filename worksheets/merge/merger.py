"""A plate filled for one participant: a whole PDF, of which only what differs is set, compressed and written anew.

The file begins with all that is the same for everybody; what is of this participant follows, and a cross-reference
stream (ISO 32000-1, 7.5). Nothing of one participant can come into another's file: nothing is kept between two.
"""

import json
from collections.abc import Callable, Iterator, Sequence

from worksheets.compose.page_data import Filling
from worksheets.course.layout import NORMAL
from worksheets.errors import UnsettableError, _
from worksheets.pdf.fields import Blank, told_of
from worksheets.text.fit import Fit
from worksheets.text.shaping import UNITS, Face, Line, set_lines

from .continuation_layout import Laid, is_shaped, laid
from .font_subsets import kind
from .handout_file import PlateFile
from .model import Look, Overleaf, Plate, Spot
from .questions import Key, answer, spoken
from .variable_objects import Filled, Pressed, SetText, Sheet

_SLACK = 1e-3
"""CSS pixels."""


class Press:
    """Fills one plate, as often as wanted."""

    def __init__(self, plate: Plate) -> None:
        self.plate = plate
        self._faces: dict[tuple[str, int], Face] = {}
        self._file = PlateFile(plate)
        self._letters = frozenset("\n" + plate.letters)
        self._bare = [SetText(spot.looks[NORMAL], ()) if spot.room else None for spot in plate.spots]
        """What stands in the spots when there is no text for them; None where a text is needed."""
        self._held = {(spot.group, spot.room) for spot in plate.spots if spot.room}

    def serves(self, filling: Filling) -> bool:
        """Tell whether a template would ask the same of a participant's data, and get the same answers.

        As much must also go on overleaf. Raises UnsettableError when that can only be seen by the typesetter.
        """
        if any(answer(filling, (what, path)) != given for what, path, given in self.plate.asked):
            return False
        rests = {(spot.path, spot.place): filling.fit(spot.path, spot.place).rest for spot in self.plate.spots}
        going = {key for key, rest in rests.items() if rest}
        if not going.issubset(key for overleaf in self.plate.overleaf for key in overleaf.keys):
            return False
        return all(is_shaped(one, self._overleaf(one, filling)) for one in self.plate.overleaf)

    def _overleaf(self, overleaf: Overleaf, filling: Filling) -> Sequence[Laid]:
        """Return what goes on overleaf, on its leaves; there is none when nothing does."""
        return self.laid(overleaf, _going(overleaf, filling), filling.label)

    def laid(self, overleaf: Overleaf, rests: Sequence[tuple[Key, str]], label: Callable[[str], str]) -> Sequence[Laid]:
        """Return texts that go on from slots, on their leaves. Raises UnsettableError."""
        if not rests:
            return ()
        texts = []
        for (path, _place), rest in rests:
            title = self._lines(label(path), overleaf.title, overleaf.title_width)
            if len(title) != 1:
                raise UnsettableError(_("a long title"))
            texts.append((title[0], self._lines(rest, overleaf.text, overleaf.text_width)))
        return laid(overleaf, texts)

    def handout(self, filling: Filling) -> bytes:
        """Return the handout, as the typesetter would have made it.

        Raises UnsettableError, with the reason in a word or two, when it must be made by the typesetter.
        """
        return self.file(self.pressed(filling))

    def file(self, pressed: Pressed) -> bytes:
        """Return a participant's file."""
        return self._file.file(pressed)

    def pressed(self, filling: Filling) -> Pressed:
        """Return what of the handout is a participant's own. Raises UnsettableError as ``handout`` does."""
        if not self.serves(filling):
            raise UnsettableError(_("a plate for others"))
        fitted = [filling.fit(spot.path, spot.place) for spot in self.plate.spots]
        texts = [
            bare if bare and not (fit.text or fit.rest) else self._set(spot, fit)
            for spot, fit, bare in zip(self.plate.spots, fitted, self._bare, strict=True)
        ]
        if filling.legend:
            raise UnsettableError(_("a contact too long for its ball"))
        self._refuse_high(texts)
        said = {number: spoken(filling, path) for number, path in self.plate.spoken.items()}
        filled = self._filled(filling)
        leaves = {
            number: (one, on)
            for one in self.plate.overleaf
            for number, on in zip(one.leaves, self._overleaf(one, filling), strict=False)
        }
        letters: dict[str, set[str]] = {name: set() for name in self.plate.types}
        for font, text in self._written(filling, texts, filled):
            letters[font].update(text)
        sheet = Sheet(self.plate, texts, said, leaves)
        if self.plate.form:
            told = told_of(
                filling.course, filling.text("nimi"), {path: text for path, (text, _a, _l) in filled.items()}
            )
            sheet.fill(self.plate.form, filled, json.dumps(told, ensure_ascii=False).encode())
        return sheet.pressed({name: frozenset(map(kind, used)) for name, used in letters.items()})

    def _written(self, filling: Filling, texts: Sequence[SetText], filled: Filled) -> Iterator[tuple[str, str]]:
        """Yield all the participant's texts with the fonts that they are set in."""
        for spot, text in zip(self.plate.spots, texts, strict=True):
            yield text.look.font, filling.fit(spot.path, spot.place).text
            if text.more:
                yield text.more.font, text.more.text
        for one in self.plate.overleaf:
            for key, rest in _going(one, filling):
                yield one.title.font, filling.label(key[0])
                yield one.text.font, rest
        for written, appearance, _lines in filled.values():
            yield appearance.look.font, written

    def _filled(self, filling: Filling) -> Filled:
        """Return what stands in the form's fields, by their paths."""
        filled: Filled = {}
        for field in self.plate.form.fields if self.plate.form else ():
            if text := filling.text(field.path):
                sizes = [one.millimetres for one in field.appearances]
                blank = Blank(field.path, field.place, field.width, field.height, sizes[0], field.bold)
                one = field.appearances[sizes.index(blank.look(text).size)]
                filled[field.path] = text, one, self._lines(text, one.look, one.width)
        return filled

    def holds(self, spot: Spot, fitted: Fit) -> bool:
        """Tell whether a text can stand in a spot."""
        try:
            text = self._set(spot, fitted)
        except UnsettableError:
            return False
        return not spot.room or len(text.lines) * text.look.pitch * len(spot.group) <= spot.room + _SLACK

    def _set(self, spot: Spot, fitted: Fit) -> SetText:
        look = spot.looks.get(fitted.step)
        if look is None or (fitted.rest and spot.more is None):
            raise UnsettableError(_("an answer that goes on elsewhere") if fitted.rest else _("an unknown size"))
        lines = self._lines(fitted.text, look, spot.width)
        if (spot.inline and len(lines) > 1) or (not spot.room and len(lines) != 1) or (fitted.rest and not lines):
            raise UnsettableError(_("an answer that moves others"))
        return SetText(look, lines, spot.more if fitted.rest else None)

    def _lines(self, text: str, look: Look, width: float) -> Sequence[Line]:
        if not self._letters.issuperset(text):
            raise UnsettableError(_("letters that are not Latin"))
        return set_lines(text, self._face(look), int(width * UNITS))

    def _refuse_high(self, texts: Sequence[SetText]) -> None:
        """Raise UnsettableError for texts that are together higher than what holds them."""
        for group, room in self._held:
            if sum([texts[spot].height for spot in group]) > room + _SLACK:
                raise UnsettableError(_("an answer that moves others"))

    def _face(self, look: Look) -> Face:
        key = look.font, look.size
        if key not in self._faces:
            made = self.plate.types[look.font]
            self._faces[key] = Face(made.data, look.size, self.plate.language, made.glyphs)
        return self._faces[key]


def _going(overleaf: Overleaf, filling: Filling) -> list[tuple[Key, str]]:
    """Return the slots of which something goes on overleaf, and what."""
    rests = [(key, filling.fit(*key).rest) for key in overleaf.keys]
    return [(key, rest) for key, rest in rests if rest]
