"""A master's objects on their way into a print file: what all its handouts share once, the rest as patterns of bytes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from worksheets.pdf.writer import PdfWriter

from .font_subsets import font_subset, kind
from .model import Master
from .variable_objects import VariableObjects

_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|(\d+) 0 R\b", re.DOTALL)
_VARYING = re.compile(
    rb"""
    (?P<name> \( \d+-\d+-\d+ \) )                             # a table header's name
    |  \( (?: [^\\()] | \\. )* \)  |  < [0-9A-Fa-f]* >        # another string, which is stepped over
    |  (?P<object> \d+ ) [ ] 0 [ ] R \b
    |  (?P<entry> /StructParents? ) [ ]? (?P<key> \d+ )
    """,
    re.DOTALL | re.VERBOSE,
)
_ROW = re.compile(rb"(\d+)\s*(\[[^\]]*\]|\d+ 0 R)")
_NAMED = re.compile(rb"/ID\((\d+-\d+-\d+)\)")
_END = b"\0"
"""Stands in no object as a file has it: it ends each of those that are looked through together."""
_OWN, _NODE, _DOCUMENT, _BOOKMARK, _KEY, _HANDOUT = range(6)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Bytes in which some numbers are each handout’s own: sums of one of its bases and an offset."""

    text: bytes
    numbers: tuple[tuple[int, int], ...]

    def filled(self, bases: Sequence[int]) -> bytes:
        """Return the bytes with a handout's numbers."""
        return self.text % tuple([bases[base] + offset for base, offset in self.numbers])


class MasterCopy:
    """What a print file needs to know of one master."""

    def __init__(self, master: Master, writer: PdfWriter) -> None:
        """Write what all the master's handouts share."""
        self.master = master
        self._writer = writer
        self._bodies = dict(master.objects)
        catalog = self._bodies[master.root]
        self._root = {name: _entry(catalog, name) for name in (b"Pages", b"StructTreeRoot", b"Outlines")}
        named = zip((b"Pages", b"StructTreeRoot", b"Outlines"), (_NODE, _DOCUMENT, _BOOKMARK), strict=True)
        self._roots = {self._root[name]: base for name, base in named}
        tree = self._bodies[self._root[b"StructTreeRoot"]]
        self.top = int(re.findall(rb"/K\[(\d+) 0 R", tree)[0])
        self.pages = [int(n) for n in _REFERENCE.findall(self._bodies[self._root[b"Pages"]].split(b"/Kids")[1]) if n]
        rows = self._bodies[_entry(tree, b"ParentTree")].split(b"/Nums[")[1]
        self._rows = [(int(key), owner) for key, owner in _ROW.findall(rows)]
        own = self._own()
        self._index = {number: place for place, number in enumerate(sorted(own))}
        self._numbers = self._share(self._walked - own)
        self._fixed = [number for number in sorted(own) if number in self._bodies]
        """The objects of each handout's own that are the same in all but for numbers."""
        self._places = [self._number(number) for number in self._fixed]
        self._pattern_of_fixed = self._pattern(_together([self._bodies[number] for number in self._fixed]))
        self.rows = self._pattern(b" ".join(b"/StructParent %d %s" % row for row in self._rows))

    @cached_property
    def _opened(self) -> dict[int, bytes]:
        """The objects that a participant's texts complete, as far as they are the same."""
        master = self.master
        found = {slot.element: slot.begins for slot in master.slots if slot.element}
        found |= {
            slot.holder: b"%s %d 0 R" % (slot.holder_begins, slot.element) for slot in master.slots if slot.holder
        }
        found |= {
            continuation_page.element: b" ".join(
                [continuation_page.begins, continuation_page.before, continuation_page.after]
            )
            for continuation_page in master.continuation_pages
        }
        found |= {said.number: b"".join(said.parts) for said in master.said}
        found |= {marks.number: marks.owners for marks in master.marks}
        return found | {made.descendant: made.begins for made in master.types.values()}

    @cached_property
    def _leads(self) -> dict[int, set[int]]:
        """What each object refers to, the roots left out."""
        told = {**self._bodies, **self._opened, **{stream.number: stream.entries for stream in self.master.streams}}
        roots = {*self._root.values(), self.master.root}
        return {n: {int(r) for r in _REFERENCE.findall(body) if r} - roots for n, body in told.items()}

    @cached_property
    def box(self) -> bytes:
        """The size of its last page, as its object says it."""
        found = re.search(rb"/MediaBox ?(\[[^\]]*\])", self._bodies[self.pages[-1]])
        return found[1] if found else b""

    @cached_property
    def producer(self) -> str:
        """What has made it."""
        found = re.search(rb"/Producer ?\(([^)]*)\)", self._bodies.get(self.master.info, b"") + self._info)
        return found[1].decode() if found else ""

    @cached_property
    def _info(self) -> bytes:
        return b"".join(b"".join(said.parts) for said in self.master.said if said.number == self.master.info)

    @cached_property
    def _walked(self) -> set[int]:
        """The objects that a handout's pages, tags and bookmarks are made of."""
        first = [int(n) for n in re.findall(rb"/First (\d+) 0 R", self._bodies[self._root[b"Outlines"]])]
        waiting, seen = [*self.pages, self.top, *first, *(marks.number for marks in self.master.marks)], set()
        while waiting:
            number = waiting.pop()
            if number not in seen:
                seen.add(number)
                waiting += self._leads.get(number, ())
        return seen

    def _own(self) -> set[int]:
        """Return the objects that no two handouts share: pages, elements, and all that leads to them."""
        own = {*self.pages, *(content.number for content in self.master.contents)}
        own |= {n for n in self._walked if b"/StructElem" in self._bodies.get(n, b"")}
        own |= self._opened.keys() - {made.descendant for made in self.master.types.values()}
        back: dict[int, set[int]] = {}
        for number in self._walked:
            for other in self._leads.get(number, ()):
                back.setdefault(other, set()).add(number)
        waiting = list(own)
        while waiting:
            more = back.get(waiting.pop(), set()) - own
            own |= more
            waiting += more
        return own & self._walked

    def _share(self, shared: set[int]) -> dict[int, int]:
        """Write the objects that are the same in all handouts; return their new numbers."""
        numbers = {number: self._writer.reserve() for number in sorted(shared)}

        def renumbered(body: bytes) -> bytes:
            return _REFERENCE.sub(lambda m: b"%d 0 R" % numbers[int(m[1])] if m[1] else m[0], body)

        packed = [(numbers[n], renumbered(body)) for n, body in self._bodies.items() if n in shared]
        for stream in self.master.streams:
            if stream.number in shared:
                self._writer.stream(numbers[stream.number], renumbered(stream.entries), stream.data)
        for made in self.master.types.values():
            cut = font_subset(made, frozenset(kind(text[:1]) for _width, text in made.glyphs.values()))
            self._writer.stream(numbers[made.file], cut.file_entries, cut.file)
            self._writer.stream(numbers[made.unicode], b"/Filter/FlateDecode", cut.unicode)
            packed.append((numbers[made.descendant], b"<<%s/W[%s]>>" % (renumbered(made.begins), cut.widths)))
        self._writer.pack(packed)
        return numbers

    def _pattern(self, body: bytes) -> _Pattern:
        found: list[tuple[int, int]] = []

        def open_(match: re.Match[bytes]) -> bytes:
            if match["name"]:
                found.append((_HANDOUT, 0))
                return b"(%06d-" + match["name"][1:]
            if match["key"]:
                found.append((_KEY, int(match["key"])))
                return match["entry"] + b" %d"
            if not match["object"]:
                return match[0].replace(b"%", b"%%")
            number = int(match["object"])
            if number in self._numbers:
                return b"%d 0 R" % self._numbers[number]
            found.append(self._number(number))
            return b"%d 0 R"

        parts, at = [], 0
        for match in _VARYING.finditer(body):
            parts += [body[at : match.start()].replace(b"%", b"%%"), open_(match)]
            at = match.end()
        return _Pattern(b"".join([*parts, body[at:].replace(b"%", b"%%")]), tuple(found))

    def _renumbered(self, body: bytes, bases: Sequence[int]) -> bytes:
        """Return a participant's own bytes with the handout's numbers: what its pattern would be filled to."""

        def put(match: re.Match[bytes]) -> bytes:
            if match.lastgroup == "object":
                number = int(match["object"])
                return b"%d 0 R" % (self._numbers.get(number) or self.own(number, bases))
            if match.lastgroup == "key":
                return b"%s %d" % (match["entry"], int(match["key"]) + bases[_KEY])
            return b"(%06d-%s" % (bases[_HANDOUT], match["name"][1:]) if match.lastgroup else match[0]

        return _VARYING.sub(put, body)

    def _number(self, number: int) -> tuple[int, int]:
        """Return what the new number of a handout's own object is counted from."""
        if number in self._roots:
            return self._roots[number], 0
        if number >= self.master.count:  # A line's element, numbered after the master's objects.
            return _OWN, len(self._index) + number - self.master.count
        return _OWN, self._index[number]

    def size(self, merged: VariableObjects) -> int:
        """Return how many objects of its own a handout has."""
        return len(self._index) + merged.next - self.master.count

    def own(self, number: int, bases: Sequence[int]) -> int:
        """Return the new number of one of a handout's own objects."""
        base, offset = self._number(number)
        return bases[base] + offset

    def objects(self, merged: VariableObjects, bases: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield a handout's own objects under their new numbers."""
        bodies = _apart(self._pattern_of_fixed.filled(bases))
        yield from zip([bases[base] + offset for base, offset in self._places], bodies, strict=True)
        others = [one for one in merged.objects if one[0] in self._index or one[0] >= self.master.count]
        bodies = _apart(self._renumbered(_together([body for _number, body in others]), bases))
        yield from ((self.own(number, bases), body) for (number, _body), body in zip(others, bodies, strict=True))

    def streams(self, merged: VariableObjects, bases: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield a handout's own streams under their new numbers, compressed."""
        for number, data in merged.contents:
            yield self.own(number, bases), data

    def named(self) -> Mapping[bytes, int]:
        """Return the elements that have names, by these."""
        return {name: n for n in self._fixed for name in _NAMED.findall(self._bodies[n])}

    def bookmarks(self, bases: Sequence[int]) -> tuple[int, int, int]:
        """Return the first and the last bookmark, and how many there are."""
        body = self._bodies.get(self._root[b"Outlines"], b"")
        first, last = _entry(body, b"First"), _entry(body, b"Last")
        count = re.search(rb"/Count (-?\d+)", body)
        if not first:
            return 0, 0, 0
        return self.own(first, bases), self.own(last, bases), abs(int(count[1])) if count else 0

    def owners(self, bases: Sequence[int]) -> tuple[int, int, bytes]:
        """Return the first and the last key of the parent tree, and what is under each."""
        keys, rows = [key for key, _owner in self._rows], self.rows.filled(bases)
        return keys[0] + bases[_KEY], keys[-1] + bases[_KEY], rows.replace(b"/StructParent ", b"")


def _together(bodies: Sequence[bytes]) -> bytes:
    return b"".join([body + _END for body in bodies])


def _apart(bodies: bytes) -> list[bytes]:
    return bodies.split(_END)[:-1]


def _entry(body: bytes, name: bytes) -> int:
    """Return the number of what an object has under a name; 0 when it has nothing."""
    found = re.search(rb"/%s (\d+) 0 R" % name, body)
    return int(found[1]) if found else 0
