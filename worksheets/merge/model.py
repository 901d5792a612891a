"""A handout typeset once, with its slots open: what is the same for everybody, and where what differs goes.

A master is plain data: it knows no course, and can be kept in a file. The bytes in it are those of a PDF (ISO 32000-1).
"""

from msgspec import Struct


class TextStyle(Struct, frozen=True):
    """How a slot is drawn in one step of its place; lengths in CSS pixels."""

    before: bytes
    """What is drawn before it, since the slot before."""
    state: bytes
    """The operators that set its colour."""
    font: str
    """The name of its font among the resources."""
    point: bytes
    """The font's size, as it is written."""
    size: int
    """The font's size in 1/1024 of a pixel."""
    y: float
    """The baseline of its first line, when every slot of its group has one line."""
    pitch: float
    """From one baseline to the next."""


class ContinuationNote(Struct, frozen=True):
    """What says, after a slot's lines, that its text goes on elsewhere."""

    kind: bytes
    """Its structure element's type, a name."""
    state: bytes
    font: str
    point: bytes
    x: float
    below: float
    """From the baseline of the slot's last line to its own."""
    glyphs: bytes
    text: str


class MasterSlot(Struct, frozen=True):
    """A place on a page where a slot's text stands."""

    path: str
    place: str
    left: float
    width: float
    align: float
    """The share of what a line continuation_pages free that is to the left of it."""
    room: float
    """The height that the lines of its group may have; 0 when it must have one line for the rest to stay as it is."""
    group: tuple[int, ...]
    """The slots that lie under one another with it; it is one of them."""
    shifts: tuple[tuple[int, float], ...]
    """The slots whose lines, but for the first of each, move it down, and how far."""
    inline: bool
    """It is a part of a line: it has one line at most."""
    row: int
    """The row, if it shares its line with other texts; or else -1."""
    styles: dict[str, TextStyle]
    element: int
    """The object that is its structure element; 0 for one in a page's head, which has none."""
    begins: bytes
    """The entries of that element but for its kids."""
    page: int
    """The object that is its page."""
    holder: int = 0
    """The object that is the element around its own, where something may stand after it."""
    holder_begins: bytes = b""
    """The entries of that element but for its kids."""
    more: ContinuationNote | None = None
    """What stands after it when its text goes on elsewhere; None when that is not to be."""


class SharedLine(Struct, frozen=True):
    """A line that several texts share."""

    left: float
    width: float
    align: float
    pieces: tuple[tuple[int, float], ...]
    """The texts in order: each a slot, or -1 and the width of what is the same for everybody."""


class ContentItem(Struct, frozen=True):
    """A stretch of a page's content that is the same for everybody, and what follows it."""

    fixed: bytes
    slot: int = -1
    """The slot whose lines follow."""
    row: int = -1
    """The row of which a piece follows: only where it begins, horizontally, is not the same."""
    piece: int = 0
    continuation_page: int = -1
    """The continuation_page of which the lines follow, or a number that moves with them."""
    moved: float | None = None
    """How far below the end of those lines that number is; None for the lines themselves."""


class ContinuationPage(Struct, frozen=True):
    """A page of what goes on from another."""

    page: int
    element: int
    """The object that is the structure element around its lines."""
    begins: bytes
    """The entries of that element but for its kids."""
    before: bytes
    """The kids before its lines and after them."""
    after: bytes


class Continuation(Struct, frozen=True):
    """What goes on from the slots of a page, on continuation_pages of their own: each text under its title, one after another."""

    keys: tuple[tuple[str, str], ...]
    """The slots and their places, in order."""
    kinds: tuple[bytes, ...]
    """The structure elements' types, names: of a title, of a text, and of a line in it."""
    title: TextStyle
    """How titles are drawn; the baseline is counted from the top of a line, here and in the texts."""
    text: TextStyle
    left: float
    title_width: float
    text_width: float
    gap: float
    """Between a text and the next title."""
    start: float
    """Where the first title begins on the first continuation_page, and what comes first on the others."""
    top: float
    limit: float
    """Where a page ends."""
    foot: float
    """The height of what stands after the last text."""
    continuation_pages: tuple[int, ...] = ()
    bare: bool = False
    """After these there is another continuation_page, for which only what stands after the last text is left."""


class PageContent(Struct, frozen=True):
    """A stream of a page's content."""

    number: int
    items: tuple[ContentItem, ...]


class TextObject(Struct, frozen=True):
    """An object with texts in it that have placeholders: its bytes, and a text after each stretch of them but the last."""

    number: int
    parts: tuple[bytes, ...]
    texts: tuple[str, ...]


class MarkedContent(Struct, frozen=True):
    """A page's row of the parent tree: whose each piece of marked content is, by its number."""

    number: int
    page: int
    """The object that is the page."""
    owners: bytes
    """Those that are the same for everybody."""
    count: int


class FixedStream(Struct, frozen=True):
    """A stream that is the same for everybody."""

    number: int
    entries: bytes
    data: bytes


class MasterFont(Struct, frozen=True):
    """A font of the pages: each file gets a cut of it, with what stands there."""

    data: bytes
    """A TrueType file that shapes as the typesetter’s font does."""
    glyphs: dict[int, tuple[int, str]]
    """Each glyph’s width in 1/1000 em and what it stands for."""
    always: tuple[int, ...]
    """The glyphs of what is the same for everybody."""
    file: int
    """The object that is the font’s file."""
    descendant: int
    """The object that has its glyphs’ widths (ISO 32000-1, 9.7.4)."""
    begins: bytes
    """The entries of that object but for the widths."""
    unicode: int
    """The object that says what its glyphs stand for."""


class FieldAppearance(Struct, frozen=True):
    """How a form's field is drawn with a text in it, in one size."""

    millimetres: float
    """The size, by which it is chosen."""
    box: bytes
    """What of the drawing the field shows."""
    before: bytes
    after: bytes
    style: TextStyle
    left: float
    width: float
    align: float


class FormField(Struct, frozen=True):
    """A form's field; lengths in mm."""

    path: str
    place: str
    width: float
    height: float
    bold: bool
    number: int
    begins: bytes
    """The entries of its object but for what stands in it and how that is drawn."""
    empty: int
    """The object that draws it when nothing stands in it."""
    appearances: tuple[FieldAppearance, ...]
    """Largest first."""


class MasterForm(Struct, frozen=True):
    """What of a handout is a form to fill in on a screen."""

    fields: tuple[FormField, ...]
    resources: int
    """The object that has the fonts that fields are drawn with."""
    attached: int
    """The stream in which the form says what it is."""
    begins: bytes
    """The entries of that stream but for what is of its data."""


class Master(Struct, frozen=True):
    """What a handout is merged from."""

    asked: tuple[tuple[str, str, int], ...]
    """What the templates asked of the participant, and the answers for which this master serves."""
    letters: str
    """Those that texts may have."""
    language: str
    types: dict[str, MasterFont]
    """By the names of the fonts among the resources."""
    slots: tuple[MasterSlot, ...]
    rows: tuple[SharedLine, ...]
    spoken: dict[int, str]
    """The slots, or lists in words, behind the placeholders in texts that are not drawn."""
    contents: tuple[PageContent, ...]
    said: tuple[TextObject, ...]
    metadata: TextObject
    marks: tuple[MarkedContent, ...]
    streams: tuple[FixedStream, ...]
    objects: tuple[tuple[int, bytes], ...]
    """The objects that are no streams and the same for everybody."""
    root: int
    info: int
    count: int
    """How many objects there are, with those that a participant's texts complete."""
    pages: int
    continuation_pages: tuple[ContinuationPage, ...] = ()
    continuation: tuple[Continuation, ...] = ()
    form: MasterForm | None = None
