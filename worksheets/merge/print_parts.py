"""Appends merged handouts to a print file: the objects that a master's handouts share once, the others renumbered.

Most of a handout's own objects are the master's under other numbers. They are prepared once for a print file, as one
printf-style pattern in which these numbers are ``%d``: to fill it takes 0.3 ms a handout, where to find the references
each time would take 6 ms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from worksheets.pdf.document_tree import PdfObject, part_entries
from worksheets.pdf.print_file import PrintFile
from worksheets.pdf.syntax import TOKEN, renumbered
from worksheets.pdf.writer import PdfWriter

from .font_subsets import font_subset, letter_group
from .master_graph import MasterGraph
from .model import Master
from .variable_objects import VariableObjects

_HEADER_ID = re.compile(rb"\(\d+-\d+-\d+\)")
"""The identifier of a table header, which must differ between the handouts of a file."""
_END = b"\0"
"""The end of each of the objects that are renumbered together; it is in no object, as qpdf writes strings."""


class Bases(NamedTuple):
    """The numbers from which those in a handout are counted."""

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
_Number = tuple[int, int]
"""A number that differs between handouts: the index of its base, and what is added to that."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Bytes with ``%d`` for the numbers that differ between handouts."""

    text: bytes
    numbers: tuple[_Number, ...]

    def filled(self, bases: Bases) -> bytes:
        """Return the bytes with a handout's numbers."""
        return self.text % tuple([bases[base] + offset for base, offset in self.numbers])


class MasterCopy:
    """The objects of a master, prepared for the numbers of one print file."""

    def __init__(self, graph: MasterGraph, shared: dict[int, int]) -> None:
        """Take a master, and the new numbers of the objects that its handouts share."""
        self.graph = graph
        self._shared = shared
        roots = zip((b"Pages", b"StructTreeRoot", b"Outlines"), (_PAGES, _DOCUMENT, _BOOKMARK), strict=True)
        self._roots = {graph.roots[entry]: base for entry, base in roots}
        self._index = {number: index for index, number in enumerate(sorted(graph.own))}
        """The index of each own object, which is also that of its new number."""
        fixed = sorted(graph.own & graph.bodies.keys())
        self._fixed_numbers = [self._number(number) for number in fixed]
        self._fixed = self._pattern(_joined([graph.bodies[number] for number in fixed]))
        """The own objects that are the same for everybody except for numbers."""
        # As entries /StructParent, in which the keys are recognized as such.
        self._parent_tree = self._pattern(b" ".join(b"/StructParent %d %s" % row for row in graph.parent_tree))

    def _number(self, number: int) -> _Number:
        """Return what the new number of an own object or a root is counted from."""
        if number in self._roots:
            return self._roots[number], 0
        first_free = self.graph.master.next_number
        if number >= first_free:  # An object of a participant's line.
            return _OWN, len(self._index) + number - first_free
        return _OWN, self._index[number]

    def _pattern(self, body: bytes) -> _Pattern:
        """Return bytes with the numbers of shared objects, and ``%d`` for those that differ between handouts."""
        numbers: list[_Number] = []

        def token(match: re.Match[bytes]) -> bytes:
            if match["key"]:
                numbers.append((_KEY, int(match["key"])))
                return match["entry"] + b" %d"
            if match["string"]:
                if not _HEADER_ID.fullmatch(match[0]):
                    return match[0].replace(b"%", b"%%")
                numbers.append((_HANDOUT, 0))
                return b"(%06d-" + match[0][1:]
            number = int(match["object"])
            if number in self._shared:
                return b"%d 0 R" % self._shared[number]
            numbers.append(self._number(number))
            return b"%d 0 R"

        parts, end = [], 0
        for match in TOKEN.finditer(body):
            parts += [body[end : match.start()].replace(b"%", b"%%"), token(match)]
            end = match.end()
        return _Pattern(b"".join([*parts, body[end:].replace(b"%", b"%%")]), tuple(numbers))

    def _renumbered(self, body: bytes, bases: Bases) -> bytes:
        """Return a participant's bytes with a handout's numbers, just as ``_pattern(body).filled(bases)``."""

        def token(match: re.Match[bytes]) -> bytes:
            if match.lastgroup == "generation":
                number = int(match["object"])
                return b"%d 0 R" % (self._shared.get(number) or self.own(number, bases))
            if match.lastgroup == "key":
                return b"%s %d" % (match["entry"], int(match["key"]) + bases.key)
            return b"(%06d-%s" % (bases.handout, match[0][1:]) if _HEADER_ID.fullmatch(match[0]) else match[0]

        return TOKEN.sub(token, body)

    def size(self, objects: VariableObjects) -> int:
        """Return how many objects a participant's handout has of its own."""
        return len(self._index) + objects.next_number - self.graph.master.next_number

    def own(self, number: int, bases: Bases) -> int:
        """Return the new number of an object of a handout's own, or of a root."""
        base, offset = self._number(number)
        return bases[base] + offset

    def objects(self, objects: VariableObjects, bases: Bases) -> Iterator[PdfObject]:
        """Yield a handout's own objects that are no streams, renumbered."""
        fixed = _parted(self._fixed.filled(bases))
        yield from zip([bases[base] + offset for base, offset in self._fixed_numbers], fixed, strict=True)
        first_free = self.graph.master.next_number
        own = [(number, body) for number, body in objects.objects if number in self._index or number >= first_free]
        bodies = _parted(self._renumbered(_joined([body for _number, body in own]), bases))
        yield from ((self.own(number, bases), body) for (number, _body), body in zip(own, bodies, strict=True))

    def identifier_rows(self, bases: Bases) -> dict[bytes, bytes]:
        """Return the rows of the ID tree (14.7.2) by their identifiers, which begin with the handout's number."""
        prefix = b"%06d-" % bases.handout
        return {
            prefix + identifier: b"(%s%s) %d 0 R" % (prefix, identifier, self.own(number, bases))
            for identifier, number in self.graph.header_ids
        }

    def bookmarks(self, bases: Bases) -> tuple[int, int, int]:
        """Return the first and the last bookmark under the handout's own, and how many there are; zeros for none."""
        first, last, count = self.graph.bookmarks
        return (self.own(first, bases), self.own(last, bases), count) if first else (0, 0, 0)

    def parent_tree(self, bases: Bases) -> tuple[int, int, bytes]:
        """Return the handout's first and last key in the parent tree, and its rows as PDF writes them."""
        keys = [key for key, _value in self.graph.parent_tree]
        rows = self._parent_tree.filled(bases).replace(b"/StructParent ", b"")
        return keys[0] + bases.key, keys[-1] + bases.key, rows


class PartsPrinter:
    """Appends merged handouts to print files in parts; what a master's handouts share is written once a file."""

    def __init__(self) -> None:
        self._copies: dict[tuple[int, int], tuple[PrintFile, MasterCopy]] = {}
        """By the ids of a print file and a master, which are kept so that nothing else gets the same id."""

    def add(self, print_file: PrintFile, master: Master, objects: VariableObjects, name: str) -> int:
        """Append a participant's handout under a name; return its number of pages."""
        copy = self._copy(print_file, master)
        tree, writer = print_file.tree, print_file.writer
        media_box = [float(side) for side in copy.graph.media_box[1:-1].split()]
        packed = tree.begin_handout(media_box, copy.graph.producer)
        pages, bookmark, parent_tree = writer.reserve(), writer.reserve(), writer.reserve()
        own = writer.reserve(copy.size(objects))
        bases = Bases(own, pages, tree.document, bookmark, tree.next_key, tree.handouts)
        packed += _as_part(copy.objects(objects, bases), copy.own(copy.graph.document, bases), name)
        packed += _add_to_tree(print_file, copy, bases, parent_tree, name)
        for number, data in objects.contents:
            writer.stream(copy.own(number, bases), b"/Filter/FlateDecode", data)
        writer.pack(packed)
        return len(copy.graph.pages)

    def _copy(self, print_file: PrintFile, master: Master) -> MasterCopy:
        key = id(print_file), id(master)
        if key not in self._copies:
            graph = MasterGraph(master)
            self._copies[key] = print_file, MasterCopy(graph, _write_shared(graph, print_file.writer))
        return self._copies[key][1]


def _as_part(objects: Iterator[PdfObject], document: int, name: str) -> Iterator[PdfObject]:
    """Yield a handout's objects, with a part that is named after the participant in place of its document element."""
    for number, body in objects:
        yield number, body.replace(b"/S/Document", part_entries(name)) if number == document else body


def _add_to_tree(
    print_file: PrintFile, copy: MasterCopy, bases: Bases, parent_tree: int, name: str
) -> Iterator[PdfObject]:
    """Add a handout to the print file's trees; yield the nodes that it has there."""
    tree = print_file.tree
    pages = [copy.own(page, bases) for page in copy.graph.pages]
    yield tree.add_pages(bases.pages, pages, copy.graph.media_box, name)
    tree.add_elements([copy.own(copy.graph.document, bases)])
    yield tree.add_parent_tree(parent_tree, *copy.parent_tree(bases))
    tree.add_bookmark(bases.bookmark, pages[0], copy.bookmarks(bases), name)
    if rows := copy.identifier_rows(bases):
        yield tree.add_identifiers(rows)


def _write_shared(graph: MasterGraph, writer: PdfWriter) -> dict[int, int]:
    """Write the objects that all handouts of a master share; return their new numbers by the old.

    Fonts are written with all letters that texts may have.
    """
    shared = graph.reached - graph.own
    numbers = {number: writer.reserve() for number in sorted(shared)}

    def body_of(body: bytes) -> bytes:
        return renumbered(body, lambda number, _generation: numbers[number])

    packed = [(numbers[number], body_of(body)) for number, body in graph.bodies.items() if number in shared]
    for stream in graph.master.streams:
        if stream.number in shared:
            writer.stream(numbers[stream.number], body_of(stream.entries), stream.data)
    for font in graph.master.fonts.values():
        subset = font_subset(font, frozenset(letter_group(text[:1]) for _width, text in font.glyphs.values()))
        writer.stream(numbers[font.file], subset.file_entries, subset.file)
        writer.stream(numbers[font.to_unicode], b"/Filter/FlateDecode", subset.to_unicode)
        packed.append((numbers[font.descendant], b"<<%s/W[%s]>>" % (body_of(font.entries), subset.widths)))
    writer.pack(packed)
    return numbers


def _joined(bodies: Sequence[bytes]) -> bytes:
    return b"".join([body + _END for body in bodies])


def _parted(bodies: bytes) -> list[bytes]:
    return bodies.split(_END)[:-1]
