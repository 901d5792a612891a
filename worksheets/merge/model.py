"""The data model of a master: the objects of a handout typeset once, and the variable parts between them.

A master is plain data: it knows no course, and can be stored in a file. Its bytes are those of a PDF (ISO 32000-1): a
part of a content stream, or the entries of a dictionary without ``<<`` and ``>>``. Objects are given by their numbers
in the PDF (their generation is 0); slots, shared lines and continuation pages by their indexes in the master, -1 for
none. Lengths are in CSS pixels, coordinates from the top left corner of the page, unless a docstring says mm.

What a master has hundreds of is ``array_like``, so that a file does not repeat the names of its fields: it is 7 %
smaller so.
"""

from msgspec import Struct, field

FORMAT = 4
"""The number of this model: of its fields, and of what they mean. It is one more after each change.

Masters that are shipped are read by this number, whatever version of the program has made them.
"""


class SlotKey(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A slot in one of its places."""

    path: str
    """The path of the slot, or of a map after ``map description:``."""
    place: str


class Question(Struct, frozen=True, order=True, array_like=True, forbid_unknown_fields=True):
    """What a template asks about a participant."""

    asked: str
    """What is asked: ``questions.DESCRIPTION``, ``ENTRIES``, ``HAS``, ``RULES`` or ``SIZES``."""
    path: str
    """The path of the slot, the list or the exercise; with ``RULES``, after the place and a colon."""


class Answer(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A question of the templates, and the answer by which a master serves."""

    question: Question
    value: int
    """A number, or 1 for yes and 0 for no."""


class TextStyle(Struct, frozen=True):
    """How a text is drawn in one size."""

    before: bytes
    """The content between the slot before and the text, where it depends on the size; otherwise empty."""
    state: bytes
    """The operators that set the colour."""
    font: str
    """The font's name in the resource dictionary."""
    point: bytes
    """The font's size, as the operand of ``Tf``."""
    size: int
    """The font's size, in 1/1024 of a pixel."""
    y: float
    """The baseline of the first line, when every slot of the group has one line."""
    pitch: float
    """The distance from one baseline to the next."""


class ContinuationNote(Struct, frozen=True):
    """The note after a slot's lines that says that the text continues on another page."""

    tag: bytes
    """The type of its structure element, as a PDF name."""
    state: bytes
    """The operators that set the colour."""
    font: str
    """The font's name in the resource dictionary."""
    point: bytes
    """The font's size, as the operand of ``Tf``."""
    x: float
    below: float
    """The distance from the baseline of the slot's last line to the note's."""
    glyphs: bytes
    """The note, as the operand of ``TJ``."""
    text: str


class Shift(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How the lines of one slot move another: each line after the first moves it down by a distance."""

    slot: int
    """The slot with the lines."""
    distance: float


class Move(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How a height that can be another one moves what is drawn: down by a share of what it is more."""

    height: int
    """The index of the height in the master."""
    share: float
    """1 for what is below it, 0.5 for what is in the middle of it."""


class MasterSlot(Struct, frozen=True):
    """A slot in one of its places on the pages: the box for its lines, and the objects that its lines belong to."""

    path: str
    place: str
    left: float
    width: float
    align: float
    """The share of a line's free width that is to the left of it: 0 for left, 0.5 for centred, 1 for right."""
    room: float
    """The height that all lines of the group may take; 0 if the slot must have one line, or others would move."""
    group: tuple[int, ...]
    """The slots that are stacked in one box with this one, and this one."""
    shifts: tuple[Shift, ...]
    """How the lines of the slots in the group move this one."""
    inline: bool
    """The slot is a part of a line, so that it has no more than one line."""
    shared_line: int
    """The line that the slot shares with other texts."""
    styles: dict[str, TextStyle]
    """The styles by the names of the place's sizes."""
    element: int
    """The structure element; 0 in a page's header, which is an artifact and has none."""
    entries: bytes
    """The element's entries, except ``/K``."""
    page: int
    """The page object."""
    parent: int = 0
    """The parent of the structure element, if a note can follow the slot; otherwise 0."""
    parent_entries: bytes = b""
    """The parent's entries, except ``/K``."""
    note: ContinuationNote | None = None
    """The note after a text that continues elsewhere; None where no text may."""
    hyphens: tuple[bool, bool] = (False, True)
    """Whether words are hyphenated: of a text that needs no hyphens, and of one that does."""
    grows_up: bool = False
    """Each line after the first moves the text up by its height; ``y`` is the baseline of one line alone."""
    moves: tuple[Move, ...] = ()
    """The heights that move the slot down."""

    @property
    def key(self) -> SlotKey:
        """The slot in its place."""
        return SlotKey(self.path, self.place)


class LineText(Struct, frozen=True):
    """One of the texts of a shared line."""

    slot: int
    """The slot, or -1 for a fixed text."""
    width: float
    """The width of a fixed text; a slot's is that of its line."""


class SharedLine(Struct, frozen=True):
    """A line that several texts share, so that each begins where the one before ends."""

    left: float
    width: float
    align: float
    """The share of the free width that is to the left of the texts, as in ``MasterSlot``."""
    texts: tuple[LineText, ...]
    """The texts from left to right."""


class ContentItem(Struct, frozen=True):
    """A fixed part of a page's content, and the variable part after it, of one of five types or none.

    With ``slot``, the slot's lines follow. With ``shared_line`` and ``line_text``, the x coordinate of a fixed text in
    a shared line follows. With ``continuation_page``, the lines of the texts that continue there follow, or, with
    ``below_end``, a y coordinate that depends on where those lines end. With ``moves``, a y coordinate or a height
    follows that depends on the heights of rows.
    """

    fixed: bytes
    slot: int = -1
    shared_line: int = -1
    line_text: int = 0
    """The index of the text in its shared line."""
    continuation_page: int = -1
    below_end: float | None = None
    """The y coordinate, counted from the end of the lines."""
    number: float = 0.0
    """The coordinate or height that ``moves`` change."""
    moves: tuple[Move, ...] = ()


class VariableHeight(Struct, frozen=True):
    """A height that depends on the participant: of an entry of a table that continues at the end of the handout.

    Or of the space below such a table, which has no cells.
    """

    path: str
    """The entry's path, or the table's."""
    table: str
    """The path of the table."""
    declared: float
    """What the layout says, in mm, as for the first participant of the master."""
    height: float
    """What it is on the master's page."""
    least: float
    """What it is at least, whatever the layout says and whatever is in the cells."""
    cells: tuple[int, ...]
    """The slots of the entry's texts."""
    padding: float
    """What a row has above and below the lines of its texts."""


class RowPage(Struct, frozen=True):
    """The rows of tables on one of the pages at the end of a handout. Other rows on it mean another master."""

    heights: tuple[int, ...]
    """The heights of the rows and of the spaces between tables, from top to bottom."""
    bottom: float
    """The lower edge of the last row."""
    limit: float
    """The lower edge of the page's content."""
    next_row: int = -1
    """The height of the row that begins the next page; -1 if no row does."""
    above_next: float = 0.0
    """The height that would be above that row if it stood on this page."""
    grid: tuple[float, float, float] | None = None
    """Where the grid begins, its pitch, and the least distance from the last row to the heading for notes, if such a
    heading can follow on this page."""


class ContinuationPage(Struct, frozen=True):
    """A page on which texts continue that do not fit in their places."""

    page: int
    """The page object."""
    element: int
    """The structure element around the titles and the texts."""
    entries: bytes
    """The element's entries, except ``/K``."""
    before: bytes
    """References to the element's kids before the titles and the texts."""
    after: bytes
    """References to the element's kids after them."""


class ContinuationTags(Struct, frozen=True):
    """The types, as PDF names, of the structure elements on a continuation page."""

    title: bytes
    source: bytes
    """The type of the element that says where a text continues from; empty if nothing says it."""
    text: bytes
    line: bytes
    """The type of the element of each line of a text."""


class TitlePart(Struct, frozen=True):
    """A fixed part of what is drawn before a title, and a y coordinate after it, or nothing."""

    fixed: bytes
    below: float | None = None
    """The y coordinate, counted from the top of the title's line."""


class ContinuationSource(Struct, frozen=True):
    """The line beside a title that says from which page a text continues."""

    style: TextStyle
    """``y`` is counted from the top of the title's line."""
    before: bytes
    """The content between the title and this line."""
    left: float
    width: float
    align: float
    """The share of the line's free width that is to the left of it, as in ``MasterSlot``."""
    texts: tuple[str, ...]
    """What the line says, for each of the continuation's slots."""


class Continuation(Struct, frozen=True):
    """How the overflow of a handout's slots is drawn on the pages at its end: text after text, each under its title."""

    keys: tuple[SlotKey, ...]
    """The slots whose texts may overflow, in the order of their texts."""
    tags: ContinuationTags
    title: TextStyle
    """The style of titles; ``y`` is counted from the top of a line, here and in ``text``."""
    text: TextStyle
    left: float
    title_width: float
    text_width: float
    gap: float
    """The height between the space below a text and the title after it."""
    lead: float
    """The height between the top of a title's block and its line."""
    head: float
    """The height from the top of a title's line to the top of its text's first line."""
    start: float
    """The top of the first title's block on the first page with texts."""
    top: float
    """The top of the first line on the pages after it, where the grid of a page begins."""
    limit: float
    """The bottom of a page's content area."""
    title_parts: tuple[TitlePart, ...] = ()
    """What is drawn before each title."""
    source: ContinuationSource | None = None
    before_text: bytes = b""
    """The content before a text: after its title, or its source, or on top of a page."""
    foot: float = 0.0
    """The height of what follows the last text and must be on its page, if there is no grid."""
    pitch: float = 0.0
    """The pitch of the grid on which the heading for notes stands after the last text; 0 if there is none."""
    notes_gap: float = 0.0
    """The least distance from the last text to the baseline of the heading for notes."""
    pages: tuple[int, ...] = ()
    """The pages with texts."""
    notes: bool = False
    """There is room for notes below the last text."""
    moves: tuple[Move, ...] = ()
    """The heights of rows that move ``start``, since they are above it."""
    starts_page: bool = False
    """The first title stands on top of a page: below the rows, on the page before, it has no room at ``start``."""


class PageContent(Struct, frozen=True):
    """A content stream of a page."""

    number: int
    items: tuple[ContentItem, ...]


class TextObject(Struct, frozen=True):
    """An object, or the XMP metadata, with placeholders in texts that are not drawn."""

    number: int
    fixed: tuple[bytes, ...]
    """The bytes before each text and after the last."""
    texts: tuple[str, ...]
    """The texts with their placeholders."""


class MarkedContent(Struct, frozen=True):
    """A page's array in the parent tree (14.7.4.4): the parents of its marked-content sequences, by their MCIDs."""

    number: int
    """The array."""
    page: int
    """The page object."""
    owners: bytes
    """The elements of the array that are the same for everybody; ``null`` for a placeholder's."""
    count: int
    """The number of those, which is the first MCID that is free."""


class FixedStream(Struct, frozen=True):
    """A stream that is the same for everybody."""

    number: int
    entries: bytes
    """The entries of its dictionary, except ``/Length``."""
    data: bytes
    """The data, as the filters left them."""


class FixedObject(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An object that is the same for everybody and is no stream."""

    number: int
    body: bytes


class MasterGlyph(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A glyph of a font."""

    width: int
    """The advance width in 1/1000 em."""
    text: str


class MasterFont(Struct, frozen=True):
    """A font of the pages, of which each handout has a subset."""

    data: bytes
    """A TrueType file that shapes as the typesetter's font does."""
    glyphs: dict[int, MasterGlyph]
    """The glyphs by their character codes, which are their numbers but for those in ``codes``."""
    always: tuple[int, ...]
    """The glyphs of the text that is the same for everybody."""
    file: int
    """The font file stream (9.9)."""
    descendant: int
    """The CIDFont dictionary (9.7.4), which has the glyphs' widths."""
    entries: bytes
    """The entries of the CIDFont, except ``/W``."""
    to_unicode: int
    """The ToUnicode CMap (9.10.3)."""
    codes: dict[int, int] = field(default_factory=dict)
    """The numbers of glyphs whose character codes are others."""


class FieldAppearance(Struct, frozen=True):
    """How the value of a form field is drawn in one font size."""

    size_mm: float
    """The font size in mm, by which the appearance is chosen."""
    box: bytes
    """The array ``/BBox`` of the appearance stream."""
    before: bytes
    """The content before the lines."""
    after: bytes
    """The content after the lines."""
    style: TextStyle
    left: float
    width: float
    align: float
    """The share of a line's free width that is to the left of it, as in ``MasterSlot``."""


class FormField(Struct, frozen=True):
    """A form field; its width and height are in mm."""

    path: str
    place: str
    width: float
    height: float
    bold: bool
    number: int
    entries: bytes
    """The field's entries, except ``/V``, ``/DA`` and ``/AP``."""
    empty_appearance: int
    """The appearance stream for an empty value."""
    appearances: tuple[FieldAppearance, ...]
    """The appearances in every font size, largest first."""
    default_appearances: tuple[bytes, ...]
    """The string ``/DA``, which viewers draw what is typed with, in every font size."""


class FormButton(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A radio button or a check box, which has an appearance for each of its states."""

    path: str
    """The slot."""
    option: int
    """The number of the option that it stands for, from 1; its state is named after it when the option is chosen."""
    has_value: bool
    """It is a field of its own, and so has a value: a check box."""
    number: int
    entries: bytes
    """Its entries, except ``/AS`` and ``/V``."""


class RadioGroup(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The field of the radio buttons of a slot, whose value is the state of the one that is chosen."""

    path: str
    number: int
    entries: bytes
    """The field's entries, except ``/V``."""


class MasterForm(Struct, frozen=True):
    """The form of a handout that is filled in on a screen."""

    fields: tuple[FormField, ...]
    """The fields for texts."""
    resources: int
    """The resource dictionary of the appearance streams."""
    attachment: int
    """The embedded file stream that describes the form."""
    attachment_entries: bytes
    """The entries of that stream, except those that depend on its data."""
    buttons: tuple[FormButton, ...] = ()
    radio_groups: tuple[RadioGroup, ...] = ()


class Master(Struct, frozen=True):
    """A handout typeset once, from which those of all participants with the same answers are merged.

    Its objects are numbered from 1: the streams, the objects that are no streams, the object stream that holds these,
    and then the objects that a participant's texts complete.
    """

    asked: tuple[Answer, ...]
    """What the templates asked about the participant, with the answers that the master needs."""
    letters: str
    """The letters that texts may have."""
    language: str
    fonts: dict[str, MasterFont]
    """The fonts by their names in the resource dictionary."""
    slots: tuple[MasterSlot, ...]
    shared_lines: tuple[SharedLine, ...]
    undrawn: dict[int, str]
    """The texts that are printed into titles, alternate descriptions and metadata but not drawn: the numbers of their
    placeholders, and the paths that ``undrawn_text`` takes."""
    contents: tuple[PageContent, ...]
    text_objects: tuple[TextObject, ...]
    metadata: TextObject
    """The XMP metadata stream."""
    marked_content: tuple[MarkedContent, ...]
    """The parent tree's arrays of the pages that have slots."""
    streams: tuple[FixedStream, ...]
    objects: tuple[FixedObject, ...]
    root: int
    """The document catalog."""
    info: int
    """The document information dictionary."""
    next_number: int
    """The first object number that is free; the objects of a participant's lines are numbered from it."""
    pages: int
    """The number of pages."""
    continuation_pages: tuple[ContinuationPage, ...] = ()
    continuations: tuple[Continuation, ...] = ()
    form: MasterForm | None = None
    heights: tuple[VariableHeight, ...] = ()
    row_pages: tuple[RowPage, ...] = ()
