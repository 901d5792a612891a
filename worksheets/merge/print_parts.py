"""Appends merged handouts to a print file: the objects that a master's handouts share once, the others renumbered.

Most of a handout's own objects are the master's under other numbers. They are prepared once for a print file, as one
printf-style pattern in which these numbers are ``%d``: to fill it takes 0.3 ms a handout, where to find the references
each time would take 6 ms.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from worksheets.pdf.back_sides import taken_back
from worksheets.pdf.document_tree import part_entries
from worksheets.pdf.print_file import PrintFile
from worksheets.pdf.syntax import TOKEN, PdfObject, renumbered
from worksheets.pdf.writer import PdfWriter

from .font_subsets import FontSubset, font_subset, letter_group
from .master_graph import Bookmarks, MasterGraph
from .model import Master, MasterFont
from .variable_objects import FLATE, VariableObjects

_HEADER_ID = re.compile(rb"\(\d+-\d+-\d+\)")
"""The identifier of a table header, which must differ between the handouts of a file."""
_SIDES = 4
"""The numbers of a media box: left, bottom, right, top."""
_END = b"\0"
"""The end of each of the objects that are renumbered together; it is in no object, as qpdf writes strings."""


class Bases(NamedTuple):
    """The numbers from which those in a handout are counted; a tuple, since patterns take them by index."""

    own: int
    """The first number of its own objects."""
    pages: int
    """Its node in the page tree."""
    document: int
    """The structure element that holds the elements of all handouts."""
    bookmark: int
    """Its bookmark."""
    key: int
    """Its first key in the parent tree."""
    handout: int
    """The number of the handout, from 1."""


_OWN, _PAGES, _DOCUMENT, _BOOKMARK, _KEY, _HANDOUT = range(len(Bases._fields))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that differs between handouts."""

    base: int
    """The index in ``Bases`` of the number that it is counted from."""
    offset: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Bytes with ``%d`` for the numbers that differ between handouts."""

    text: bytes
    bases: tuple[int, ...]
    """The base of each number: its index in ``Bases``."""
    offsets: tuple[int, ...]
    """What is added to each base."""

    def filled(self, bases: Bases) -> bytes:
        """Return the bytes with a handout's numbers."""
        return self.text % tuple(map(add, [bases[base] for base in self.bases], self.offsets))


@dataclass(frozen=True, slots=True)
class _Renumbering:
    """The new numbers of a handout's objects in one print file."""

    shared: Mapping[int, int]
    """The new numbers of the objects that all handouts of the master share."""
    fixed: Mapping[int, _Number]
    """The new numbers of the roots, and of the master's objects that each handout has for itself."""
    first_free: int
    """The first number that no object of the master has: the participant's objects are numbered from it."""
    participant: int
    """The new number of the participant's first object, counted from the handout's first."""

    def number(self, number: int, bases: Bases) -> int:
        """Return the new number of an object of a handout's own, or of a root."""
        if number >= self.first_free:
            return bases.own + self.participant + number - self.first_free
        fixed = self.fixed[number]
        return bases[fixed.base] + fixed.offset

    def pattern(self, body: bytes) -> _Pattern:
        """Return the bytes of objects of the master, with ``%d`` for the numbers that differ between handouts."""
        numbers: list[_Number] = []

        def token(match: re.Match[bytes]) -> bytes:
            if match["key"]:
                numbers.append(_Number(_KEY, int(match["key"])))
                return match["entry"] + b" %d"
            if match["string"]:
                if not _HEADER_ID.fullmatch(match[0]):
                    return match[0].replace(b"%", b"%%")
                numbers.append(_Number(_HANDOUT, 0))
                return b"(%06d-" + match[0][1:]
            number = int(match["object"])
            if number in self.shared:
                return b"%d 0 R" % self.shared[number]
            numbers.append(self.fixed[number])
            return b"%d 0 R"

        parts, end = [], 0
        for match in TOKEN.finditer(body):
            parts += [body[end : match.start()].replace(b"%", b"%%"), token(match)]
            end = match.end()
        text = b"".join([*parts, body[end:].replace(b"%", b"%%")])
        return _Pattern(text, tuple(number.base for number in numbers), tuple(number.offset for number in numbers))

    def renumbered(self, body: bytes, bases: Bases) -> bytes:
        """Return a participant's bytes with a handout's numbers, just as ``pattern(body).filled(bases)`` would be."""

        def token(match: re.Match[bytes]) -> bytes:
            if match.lastgroup == "generation":
                number = int(match["object"])
                return b"%d 0 R" % (self.shared.get(number) or self.number(number, bases))
            if match.lastgroup == "key":
                return b"%s %d" % (match["entry"], int(match["key"]) + bases.key)
            return b"(%06d-%s" % (bases.handout, match[0][1:]) if _HEADER_ID.fullmatch(match[0]) else match[0]

        return TOKEN.sub(token, body)


@dataclass(frozen=True, slots=True)
class ParentTreeLeaf:
    """A handout's leaf of the parent tree."""

    first: int
    """Its first key."""
    last: int
    rows: bytes
    """Its keys and values as PDF writes them."""


@dataclass(frozen=True, slots=True)
class MasterCopy:
    """The objects of a master, prepared for the numbers of one print file."""

    graph: MasterGraph
    renumbering: _Renumbering
    fixed: _Pattern
    """The objects that each handout has for itself, but that are the same for everybody except for numbers."""
    fixed_numbers: Sequence[_Number]
    """The numbers of these objects."""
    parent_tree_rows: _Pattern
    """The rows of the parent tree; each key is written as an entry /StructParent."""

    def size(self, objects: VariableObjects) -> int:
        """Return how many objects a participant's handout has of its own."""
        return self.renumbering.participant + objects.next_number - self.renumbering.first_free

    def number(self, number: int, bases: Bases) -> int:
        """Return the new number of an object of a handout's own, or of a root."""
        return self.renumbering.number(number, bases)

    def objects(self, objects: VariableObjects, bases: Bases) -> Iterator[PdfObject]:
        """Yield a handout's own objects that are no streams, renumbered."""
        fixed = _parted(self.fixed.filled(bases))
        yield from zip([bases[number.base] + number.offset for number in self.fixed_numbers], fixed, strict=True)
        own, first_free = self.graph.own, self.renumbering.first_free
        numbers = [number for number, _body in objects.objects if number in own or number >= first_free]
        bodies = [body for number, body in objects.objects if number in own or number >= first_free]
        renumbered = _parted(self.renumbering.renumbered(_joined(bodies), bases))
        yield from zip([self.number(number, bases) for number in numbers], renumbered, strict=True)

    def identifier_rows(self, bases: Bases) -> dict[bytes, bytes]:
        """Return the rows of the ID tree (14.7.2) by their identifiers, which begin with the handout's number."""
        prefix = b"%06d-" % bases.handout
        return {
            prefix + identifier: b"(%s%s) %d 0 R" % (prefix, identifier, self.number(element, bases))
            for identifier, element in self.graph.header_ids.items()
        }

    def bookmarks(self, bases: Bases) -> Bookmarks:
        """Return the bookmarks under the handout's own."""
        below = self.graph.bookmarks
        if not below.first:
            return below
        return Bookmarks(self.number(below.first, bases), self.number(below.last, bases), below.count)

    def parent_tree_leaf(self, bases: Bases) -> ParentTreeLeaf:
        """Return the handout's leaf of the parent tree."""
        first, last = self.graph.parent_tree[0].key, self.graph.parent_tree[-1].key
        rows = self.parent_tree_rows.filled(bases).replace(b"/StructParent ", b"")
        return ParentTreeLeaf(bases.key + first, bases.key + last, rows)


def master_copy(graph: MasterGraph, shared: Mapping[int, int], *, two_sided: bool = True) -> MasterCopy:
    """Prepare a master for a print file; ``shared`` has the new numbers of the objects that its handouts share.

    On paper that is not ``two_sided``, there are no back sides, whose content has moved.
    """
    roots = zip((b"Pages", b"StructTreeRoot", b"Outlines"), (_PAGES, _DOCUMENT, _BOOKMARK), strict=True)
    own = {number: _Number(_OWN, index) for index, number in enumerate(sorted(graph.own))}
    numbers = own | {graph.roots[entry]: _Number(base, 0) for entry, base in roots}
    renumbering = _Renumbering(shared, numbers, graph.master.next_number, len(own))
    fixed = sorted(graph.own & graph.bodies.keys())
    bodies = [graph.bodies[number] for number in fixed]
    # As entries /StructParent, in which the keys are recognized as such.
    rows = b" ".join([b"/StructParent %d %s" % (row.key, row.value) for row in graph.parent_tree])
    return MasterCopy(
        graph=graph,
        renumbering=renumbering,
        fixed=renumbering.pattern(_joined(bodies if two_sided else list(map(taken_back, bodies)))),
        fixed_numbers=[numbers[number] for number in fixed],
        parent_tree_rows=renumbering.pattern(rows),
    )


@dataclass(frozen=True, slots=True)
class _CopyKey:
    """The ids of a print file and of a master."""

    print_file: int
    master: int


@dataclass(frozen=True, slots=True)
class _KeptCopy:
    """A master's copy for a print file; both are kept, so that nothing else gets their ids."""

    print_file: PrintFile
    copy: MasterCopy


@dataclass(frozen=True, slots=True)
class _SharedParts:
    """What print files take from a master: its objects as a graph, and its fonts with all letters, by name."""

    graph: MasterGraph
    fonts: Mapping[str, FontSubset]


class PartsPrinter:
    """Appends merged handouts to print files in parts; what a master's handouts share is written once a file."""

    def __init__(self) -> None:
        self._copies: dict[_CopyKey, _KeptCopy] = {}
        self._shared: dict[int, _SharedParts] = {}
        """By the ids of the masters, which the graphs keep."""

    def takes(self, master: Master) -> bool:
        """Return True if handouts of a master can be appended; a wrong one would spoil a file that is begun."""
        try:
            graph = self._shared_parts(master).graph
            sides = [float(side) for side in graph.media_box[1:-1].split()]
            is_whole = bool(graph.parent_tree and graph.document and len(sides) == _SIDES and graph.bookmarks)
            return is_whole and graph.own.issuperset(content.number for content in master.contents)
        except Exception:  # noqa: BLE001 - a wrong master may raise anything, and its handouts are typeset
            return False

    def _shared_parts(self, master: Master) -> _SharedParts:
        if id(master) not in self._shared:
            fonts = {name: _with_all_letters(font) for name, font in master.fonts.items()}
            self._shared[id(master)] = _SharedParts(MasterGraph(master), fonts)
        return self._shared[id(master)]

    def add(self, print_file: PrintFile, master: Master, objects: VariableObjects, name: str) -> int:
        """Append a participant's handout under a name; return its number of pages."""
        copy = self._copy(print_file, master)
        tree, writer = print_file.tree, print_file.writer
        media_box = [float(side) for side in copy.graph.media_box[1:-1].split()]
        packed = tree.begin_handout(media_box, copy.graph.producer)
        pages, bookmark, parent_tree = writer.reserve(), writer.reserve(), writer.reserve()
        own = writer.reserve(copy.size(objects))
        bases = Bases(own, pages, tree.document, bookmark, tree.next_key, tree.handouts)
        packed += _as_part(copy.objects(objects, bases), copy.number(copy.graph.document, bases), name)
        packed += _add_to_tree(print_file, copy, bases, parent_tree, name)
        for stream in objects.contents:
            writer.stream(copy.number(stream.number, bases), stream.entries, stream.data)
        writer.pack(packed)
        return len(copy.graph.pages)

    def _copy(self, print_file: PrintFile, master: Master) -> MasterCopy:
        key = _CopyKey(id(print_file), id(master))
        if key not in self._copies:
            parts = self._shared_parts(master)
            two_sided = print_file.tree.two_sided
            copy = master_copy(parts.graph, _write_shared(parts, print_file.writer), two_sided=two_sided)
            self._copies[key] = _KeptCopy(print_file, copy)
        return self._copies[key].copy


def _as_part(objects: Iterator[PdfObject], document: int, name: str) -> Iterator[PdfObject]:
    """Yield a handout's objects, with a part that is named after the participant in place of its document element."""
    for number, body in objects:
        yield number, body.replace(b"/S/Document", part_entries(name)) if number == document else body


def _add_to_tree(
    print_file: PrintFile, copy: MasterCopy, bases: Bases, parent_tree: int, name: str
) -> Iterator[PdfObject]:
    """Add a handout to the print file's trees; yield the nodes that it has there."""
    tree, leaf, below = print_file.tree, copy.parent_tree_leaf(bases), copy.bookmarks(bases)
    pages = [copy.number(page, bases) for page in copy.graph.pages]
    yield tree.add_pages(bases.pages, pages, copy.graph.media_box, name)
    tree.add_elements([copy.number(copy.graph.document, bases)])
    yield tree.add_parent_tree(parent_tree, leaf.first, leaf.last, leaf.rows)
    tree.add_bookmark(bases.bookmark, pages[0], (below.first, below.last, below.count), name)
    if rows := copy.identifier_rows(bases):
        yield tree.add_identifiers(rows)


def _with_all_letters(font: MasterFont) -> FontSubset:
    """Return a font with all letters that texts may have."""
    return font_subset(font, frozenset(letter_group(glyph.text[:1]) for glyph in font.glyphs.values()))


def _write_shared(parts: _SharedParts, writer: PdfWriter) -> dict[int, int]:
    """Write the objects that all handouts of a master share; return their new numbers by the old."""
    graph = parts.graph
    shared = graph.reached - graph.own
    numbers = {number: writer.reserve() for number in sorted(shared)}

    def body_of(body: bytes) -> bytes:
        return renumbered(body, lambda number, _generation: numbers[number])

    packed: list[PdfObject] = [
        (numbers[number], body_of(body)) for number, body in graph.bodies.items() if number in shared
    ]
    for stream in graph.master.streams:
        if stream.number in shared:
            writer.stream(numbers[stream.number], body_of(stream.entries), stream.data)
    for name, font in graph.master.fonts.items():
        subset = parts.fonts[name]
        writer.stream(numbers[font.file], subset.file_entries, subset.file)
        writer.stream(numbers[font.to_unicode], FLATE, subset.to_unicode)
        packed.append((numbers[font.descendant], b"<<%s/W[%s]>>" % (body_of(font.entries), subset.widths)))
    writer.pack(packed)
    return numbers


def _joined(bodies: Sequence[bytes]) -> bytes:
    return b"".join([body + _END for body in bodies])


def _parted(bodies: bytes) -> list[bytes]:
    return bodies.split(_END)[:-1]
