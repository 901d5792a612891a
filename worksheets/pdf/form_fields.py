"""The fields of a form that has come back, with their texts, whatever program has saved it (ISO 32000-1, 12.7)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from unicodedata import normalize

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from .bounded_stream import TooLargeError, stream_data
from .rich_text import unformatted
from .text_strings import decoded, decoded_name
from .xml_form import xml_values

_MAX_DEPTH = 32
"""How many levels of a tree of fields are read."""
_MAX_VALUE = 1 << 20
"""The most bytes of a value; a field of the form takes some thousand letters."""
_MAX_CHOSEN = 1_000
"""The most values that may be chosen in a field, and the most that a field offers."""

_MAX_NAME = 1_000
"""The most letters of a name; those of the form's fields have some dozen."""
_PAIR = 2
"""The texts of an option: its code, and what is shown."""

Box = tuple[float, float, float, float]
"""Left, bottom, right and top on a page, in points."""


@dataclass(frozen=True, slots=True)
class FilledButton:
    """What a file has of one button: a check box, or one of several radio buttons."""

    values: tuple[str, ...] = ()
    """The states that its field says are chosen; for radio buttons, of any of them."""
    states: tuple[str, ...] = ()
    """The states in which it is chosen."""
    state: str = ""
    """The state that it is shown in; empty if it is not chosen, or the file does not say."""
    words: tuple[str, ...] = ()
    """What the file calls it: its own name, and what is read aloud."""
    order: int = 1
    """Its number among the buttons of its field."""

    @property
    def is_chosen(self) -> bool:
        """Return True if its field says that it is chosen."""
        return any(value in self.states for value in self.values)

    @property
    def is_shown_chosen(self) -> bool:
        """Return True if it looks chosen."""
        return bool(self.state) and (not self.states or self.state in self.states)


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field with what it holds."""

    names: tuple[str, ...]
    """The names of the fields that it is under, and its own."""
    text: str
    others: tuple[str, ...] = ()
    """Other texts that the file has for the field: formatted, at another of its places, or in an XML form."""
    is_text: bool = True
    """False if it holds something that is no text."""
    page: int = 0
    """The page where it stands, from 1; 0 if it is on no page."""
    box: Box | None = None
    button: FilledButton | None = None
    """What it is besides, if it is a button; a field of radio buttons is given once for each of them."""


@dataclass(slots=True)
class _Draft:
    """A field while its places are being read."""

    names: tuple[str, ...]
    page: int = 0
    box: Box | None = None
    texts: dict[str, None] = field(default_factory=dict)
    """The different texts of its places, in their order."""
    is_text: bool = True
    button: FilledButton | None = None

    def add(self, chain: Sequence[Object]) -> None:
        """Add the texts of one of its places, given as a widget and the fields above it."""
        try:
            self.texts |= dict.fromkeys(_texts(chain))
        except TypeError:
            self.is_text = False

    def holds(self, widget: Object) -> bool:
        """Return True if one of its places has no text of its own, or a text that is known already."""
        try:
            return all(not text or text in self.texts for text in _texts([widget]))
        except TypeError:
            return False

    @property
    def filled(self) -> FilledField:
        texts = _different(list(self.texts))
        text, *others = texts or [""]
        button = self.button and replace(self.button, values=_states(texts))
        return FilledField(self.names, text, tuple(others), self.is_text, self.page, self.box, button)


@dataclass(slots=True)
class _Drafts:
    """The fields that have been found, by what tells them apart."""

    by_key: dict[object, _Draft] = field(default_factory=dict)
    buttons: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """The number of buttons that have been found, by the names of their fields."""

    def add(self, widget: Object, page: int) -> None:
        """Add a place of a field to its draft; without a page, only if the field has no place on the pages.

        A place with a text of its own is a field of its own: programs that merge forms put fields of one name together.
        So is each radio button.
        """
        chain = list(_upwards(widget))
        names = tuple(_name(node.T) for node in reversed(chain) if "/T" in node)
        if any(node.get("/FT") == Name.Btn for node in chain):
            self._add_button(chain, names, page)
            return
        named = next((node for node in chain if "/T" in node), widget)
        key = self._key(named)
        if key in self.by_key and not page:
            return
        if key in self.by_key and named.objgen != widget.objgen and not self.by_key[key].holds(widget):
            key = widget.objgen
        if key not in self.by_key:
            self.by_key[key] = _Draft(names, page, box_of(widget))
        self.by_key[key].add(chain)

    def _add_button(self, chain: Sequence[Object], names: tuple[str, ...], page: int) -> None:
        """Add a button, given as a widget and the fields above it, unless it is there already."""
        key = self._key(chain[0])
        if key not in self.by_key:
            self.buttons[names] += 1
            button = _button(chain[0], self.buttons[names])
            self.by_key[key] = _Draft(names, page, box_of(chain[0]), button=button)
            self.by_key[key].add(chain)

    def _key(self, node: Object) -> object:
        return node.objgen if node.is_indirect else len(self.by_key)


def form_fields(book: Pdf) -> list[FilledField]:
    """Return the fields of a form.

    Fields are looked for on the pages, since programs that merge files may lose the form and keep its fields; then in
    the form, where another program may have left those whose places it has lost. Raises TooLargeError for a value that
    no form holds.
    """
    drafts = _Drafts()
    for number, page in enumerate(book.pages, start=1):
        for widget in annotations(page.obj):
            if widget.get("/Subtype") == Name.Widget:
                drafts.add(widget, number)
    form = book.Root.get("/AcroForm")
    if isinstance(form, Dictionary):
        for lost in _leaves(form):
            drafts.add(lost, 0)
    return [draft.filled for draft in drafts.by_key.values()]


def with_xml_form(book: Pdf, fields: Sequence[FilledField]) -> list[FilledField]:
    """Return the fields with the texts of the XML form that Adobe's programs keep beside them.

    Raises any error for one that is damaged.
    """
    form = book.Root.get("/AcroForm")
    values = xml_values(form) if isinstance(form, Dictionary) and "/XFA" in form else []
    return _with_xml(fields, values)


def annotations(page: Object) -> Iterator[Object]:
    """Yield a page's annotations (12.5), without what is none."""
    kept = page.get("/Annots")
    if isinstance(kept, Array):
        yield from (annotation for annotation in kept if isinstance(annotation, Dictionary))


def annotations_are_sound(book: Pdf) -> bool:
    """Return True if the pages have annotations, and nothing else in their place; null is what was deleted."""
    lists = [page.obj.get("/Annots", Array()) for page in book.pages]
    return all(isinstance(kept, Array) for kept in lists) and all(
        item is None or isinstance(item, Dictionary) for kept in lists for item in kept
    )


def box_of(annotation: Object) -> Box | None:
    """Return the box of an annotation; None if it is damaged."""
    try:
        left, bottom, right, top = map(float, annotation.Rect)
    except (AttributeError, TypeError, ValueError):
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def held_texts(widget: Object) -> list[str]:
    """Return the different texts that are held for a field at one of its places; none if it is empty."""
    return _different(list(_texts(list(_upwards(widget)))))


def _states(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the names of states in which a button is chosen: all but Off."""
    return tuple(text for text in texts if text != "Off")


def _button(widget: Object, order: int) -> FilledButton:
    """Return what a button's widget says of it."""
    drawings = widget.get("/AP")
    normal = drawings.get("/N") if isinstance(drawings, Dictionary) else None
    names = islice(normal.keys(), _MAX_CHOSEN) if isinstance(normal, Dictionary) else ()
    return FilledButton(
        states=_states([decoded(name[1:].encode("utf-8", "surrogateescape")) for name in names]),
        state=_name(widget.get("/AS")),
        words=tuple(filter(None, (_name(widget.get(entry)) for entry in ("/Contents", "/NM")))),
        order=order,
    )


def _upwards(node: Object) -> Iterator[Object]:
    """Yield a field and those that it is under, to a certain depth: a damaged tree may lead in circles."""
    for _depth in range(_MAX_DEPTH):
        yield node
        if not isinstance(node.get("/Parent"), Dictionary):
            return
        node = node.Parent


def _leaves(form: Dictionary) -> Iterator[Object]:
    """Yield the lowest nodes of the tree of fields."""
    nodes, seen = list(form.get("/Fields", Array()))[::-1], set()
    while nodes:
        node = nodes.pop()
        if not isinstance(node, Dictionary) or node.objgen in seen:
            continue
        seen |= {node.objgen} if node.is_indirect else set()
        kids = node.get("/Kids")
        if isinstance(kids, Array) and len(kids):
            nodes += list(kids)[::-1]
        else:
            yield node


def _texts(chain: Sequence[Object]) -> Iterator[str]:
    """Yield the texts that a field holds: its value, which a program may have put on a wrong level, and its rich text.

    Raises TypeError for a value that is no text.
    """
    if any(node.get("/FT") == Name.Sig for node in chain):
        return
    options = next((node.Opt for node in chain if "/Opt" in node), None)
    yield from (_shown(_value_text(node.V), options) for node in chain if "/V" in node)
    yield from (unformatted(_value_text(node.RV)) for node in chain if "/RV" in node)


def _different(texts: Sequence[str]) -> list[str]:
    """Return the texts that are not empty, without those that differ only in blanks from one before."""
    return list({" ".join(text.split()): text for text in reversed(texts) if text.strip()}.values())[::-1]


def _value_text(value: object) -> str:
    """Return a value as text (12.7.3, 12.7.4); of several chosen values, all of them.

    It is a text string or, if it is long, a stream, or the name of a button's state, where Off is no value. Raises
    TypeError for anything else, and TooLargeError if there are far too many chosen values.
    """
    return "; ".join(filter(None, map(_single_text, _chosen(value))))


def _chosen(value: object) -> list[object]:
    """Return the values in a value: themselves in an array, or in an array each; deeper ones may lead in circles."""
    values: list[object] = [value]
    for _level in range(2):
        arrays = [len(inner) for inner in values if isinstance(inner, Array)]
        if sum(arrays) > _MAX_CHOSEN:
            raise TooLargeError
        values = [item for inner in values for item in (inner if isinstance(inner, Array) else [inner])]
    return values


def _single_text(value: object) -> str:
    """Return a value that is no array as ``_value_text`` does."""
    if isinstance(value, String):
        return decoded(bytes(value))
    if isinstance(value, Stream):
        return decoded(stream_data(value, _MAX_VALUE))
    if isinstance(value, Name):
        return "" if value == Name.Off else decoded_name(value.unparse())
    if isinstance(value, bool | int | Decimal):
        return str(value)
    if value is None:
        return ""
    raise TypeError


def _shown(text: str, options: object) -> str:
    """Return the text that a viewer shows for a chosen value, which may be a code (12.7.4.4)."""
    if not isinstance(options, Array) or len(options) > _MAX_CHOSEN:
        return text
    pairs = [list(pair) for pair in options if isinstance(pair, Array) and len(pair) == _PAIR]
    texts = {decoded(bytes(code)): shown for code, shown in pairs if isinstance(code, String)}
    shown = texts.get(text)
    return decoded(bytes(shown)) if isinstance(shown, String) else text


def _name(value: object) -> str:
    """Return a field's name; what is none, and may be a tree of objects, gives an empty one."""
    return normalize("NFC", _single_text(value)[:_MAX_NAME]) if isinstance(value, String | Name) else ""


def _with_xml(fields: Sequence[FilledField], values: Sequence[tuple[tuple[str, ...], str]]) -> list[FilledField]:
    """Return the fields with the texts of an XML form, which belong to the fields of the same name."""
    by_name: dict[tuple[str, ...], list[str]] = {}
    for names, text in values:
        by_name.setdefault(names[-1:], []).append(text)
    known = {filled.names[-1:] for filled in fields}
    return [
        *(_with_texts(filled, by_name.get(filled.names[-1:], [])) for filled in fields),
        *(FilledField(names, text) for names, text in values if names[-1:] not in known),
    ]


def _with_texts(filled: FilledField, texts: Sequence[str]) -> FilledField:
    """Return a field with more texts that the file has for it."""
    all_texts = _different([filled.text, *filled.others, *texts])
    text, *others = all_texts or [""]
    button = filled.button and replace(filled.button, values=_states(all_texts))
    return replace(filled, text=text, others=tuple(others), button=button)
