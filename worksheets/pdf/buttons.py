"""Radio buttons and check boxes in a form: what the typesetter makes as text fields where the marks of options stand.

Every button has an appearance for each of its states (ISO 32000-1, 12.7.4.2), drawn here and not by the viewer: what is
chosen looks as it does on paper, and what is not shows the circle or the box of the page. A state is named after its
option's number. A button says twice which option it is, as its name (``/NM``) and in words (``/Contents``), because
programs that save forms may rename states.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.course.course import Course
from worksheets.course.mark_paths import MarkPath
from worksheets.course.slots import Slot
from worksheets.people.participant import Participant
from worksheets.text.font_subsets import TypedFont

from .fields import PT, field_name
from .mark_fields import RADIO_PLACES, chosen_in

_PRINT = 4
"""The flag of an annotation that is printed with its page (12.5.3)."""
_RADIO = 1 << 15 | 1 << 14
"""The flags of radio buttons, of which one stays chosen (12.7.4.2.4)."""
_DISC = 0.58
"""The radius of a disc, as a share of that of its circle."""
_TICK = ((0.21, 0.52), (0.42, 0.27), (0.80, 0.76))
"""The corners of a tick, as shares of the width and the height of its box, from the lower left."""
_TICK_WIDTH = 2.2 * PT / 5.2
"""How thick a tick is, as a share of the width of its box: 2.2 points in a box of 5.2 mm."""
_CURVE = 0.5523
"""How far the control points of a quarter of a circle lie from its ends, as a share of the radius."""
_DIGIT_HEIGHT = 0.65
"""The height of a digit, as a share of its size."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button as the typesetter has left it."""

    object: Object
    place: str
    path: MarkPath
    box: tuple[float, float, float, float]
    """Left, bottom, right and top, in points."""
    size: float
    """The size of the number on it, in points."""

    @property
    def is_radio(self) -> bool:
        """Return True for one of several of which one is chosen."""
        return self.place in RADIO_PLACES


def complete_buttons(
    book: Pdf, buttons: Sequence[Button], course: Course, participant: Participant, drawings: "ButtonDrawings"
) -> dict[str, Object]:
    """Turn fields from the typesetter into buttons, and choose those of a participant's marks.

    Return the fields that hold together the radio buttons of a slot, by the slots' paths.
    """
    groups: dict[str, Object] = {}
    for button in buttons:
        slot = course.slots[button.path.slot]
        chosen = chosen_in(slot, participant.text(slot.path)).numbers
        state = _state(chosen, button.path.number)
        question = str(button.object.get("/TU", slot.label))
        _become_button(button, state, drawings.states(button, _label(button.path, slot)))
        _name_button(button.object, question, "" if slot.marks and slot.marks.is_tick else _label(button.path, slot))
        if button.is_radio:
            if slot.path not in groups:
                groups[slot.path] = book.make_indirect(_group(slot.path, question, _state(chosen[:1], *chosen[:1])))
            button.object.Parent = groups[slot.path]
            groups[slot.path].Kids.append(button.object)
        else:
            button.object.update(Dictionary(FT=Name.Btn, T=String(field_name(str(button.path))), Ff=0, V=state))
    return groups


def _state(chosen: Sequence[int], number: int = 0) -> Name:
    """Return the state of an option's button when some options are chosen."""
    return Name(f"/{number}") if number in chosen else Name.Off


def _group(path: str, question: str, value: Name) -> Dictionary:
    """Return the field of a slot's radio buttons, which are its kids."""
    return Dictionary(FT=Name.Btn, T=String(field_name(path)), TU=String(question), Ff=_RADIO, V=value, Kids=Array())


def _name_button(widget: Object, question: str, label: str) -> None:
    """Say in words what a button is for; a box to tick has no label, since its question says all that it means."""
    widget.TU = String(f"{question} – {label}" if label else question)
    widget.Contents = String(label or question)


def _label(path: MarkPath, slot: Slot) -> str:
    """Return the label of the option that a button stands for."""
    marks = slot.marks
    return marks.options[path.number - 1] if marks and 1 <= path.number <= len(marks.options) else path.mark


def _become_button(button: Button, state: Name, drawings: Dictionary) -> None:
    """Take away from a text field what a button does not have, and give it what it has."""
    for entry in ("/FT", "/T", "/V", "/DV", "/DA", "/DR", "/Ff", "/MaxLen", "/Q", "/BS"):
        if entry in button.object:
            del button.object[entry]
    sign = "l" if button.is_radio else "4"  # The disc and the tick of ZapfDingbats, for who draws the button anew.
    button.object.update(
        Dictionary(
            Rect=Array(button.box),
            F=_PRINT,
            Border=Array([0, 0, 0]),
            MK=Dictionary(CA=String(sign)),
            NM=String(str(button.path)),
            AS=state,
            AP=drawings,
        )
    )


@dataclass(frozen=True, slots=True)
class ButtonDrawings:
    """Draws buttons: those that look alike have one appearance in the file."""

    book: Pdf
    font: TypedFont
    """The font of numbers on chosen circles."""
    font_object: Object
    ink: Sequence[float]
    """The colour of marks: red, green and blue from 0 to 1."""
    _drawn: dict[tuple[object, ...], Object] = field(default_factory=dict)

    def states(self, button: Button, label: str) -> Dictionary:
        """Return the appearances of a button whose option has a label, by its states (12.5.5)."""
        left, bottom, right, top = button.box
        size = round(right - left, 2), round(top - bottom, 2)
        on = self._appearance(button.place, size, round(button.size, 2), label if button.place == "digit" else "")
        off = self._appearance("", size, 0.0, "")
        return Dictionary(N=Dictionary({f"/{button.path.number}": on, "/Off": off}))

    def _appearance(self, place: str, size: tuple[float, float], points: float, label: str) -> Object:
        key = (place, size, points if label else 0.0, label)
        if key not in self._drawn:
            content = b"\n".join(self._content(place, size, points, label))
            resources = Dictionary(Font=Dictionary(Bold=self.font_object)) if label else Dictionary()
            self._drawn[key] = self.book.make_stream(
                content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, *size]), Resources=resources
            )
        return self._drawn[key]

    def _content(self, place: str, size: tuple[float, float], points: float, label: str) -> Iterator[bytes]:
        """Yield the operators that draw a mark in a box of a size."""
        width, height = size
        if not place:
            yield b"q\nQ"  # Some viewers warn of a stream without anything in it.
        radius, middle = min(size) / 2, (width / 2, height / 2)
        if place == "tick":
            yield from _tick(width, height, self.ink)
        elif place:
            yield _operands(*self.ink) + b" rg"
            yield from circle(*middle, radius * (_DISC if place == "disc" else 1))
            yield b"f"
        if label:
            yield self._number(label, *middle, points)

    def _number(self, label: str, x: float, y: float, points: float) -> bytes:
        """Return the operators that draw a number in white around a point."""
        code = label.encode("cp1252", errors="ignore")
        width = (
            sum(self.font.widths[byte - self.font.first] for byte in code if byte >= self.font.first) * points / 1000
        )
        start = _operands(x - width / 2, y - points * _DIGIT_HEIGHT / 2)
        return b"BT\n1 g\n/Bold %s Tf\n%s Td\n<%s> Tj\nET" % (_operands(points), start, code.hex().encode())


def _tick(width: float, height: float, ink: Sequence[float]) -> Iterator[bytes]:
    """Yield the operators that draw a tick with round ends."""
    first, *others = ((x * width, y * height) for x, y in _TICK)
    yield b"%s RG %s w 1 J 1 j" % (_operands(*ink), _operands(width * _TICK_WIDTH))
    yield _operands(*first) + b" m"
    yield from (_operands(*corner) + b" l" for corner in others)
    yield b"S"


def circle(x: float, y: float, radius: float) -> Iterator[bytes]:
    """Yield the operators of a circle as a path, which is neither filled nor stroked."""
    bend = radius * _CURVE
    yield _operands(x + radius, y) + b" m"
    quarters = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
    for from_x, from_y, to_x, to_y in quarters:
        first = x + from_x * radius + to_x * bend, y + from_y * radius + to_y * bend
        second = x + to_x * radius + from_x * bend, y + to_y * radius + from_y * bend
        yield _operands(*first, *second, x + to_x * radius, y + to_y * radius) + b" c"


def _operands(*numbers: float) -> bytes:
    return b" ".join(f"{number:.3f}".rstrip("0").rstrip(".").encode() for number in numbers)
