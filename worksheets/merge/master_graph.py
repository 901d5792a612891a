"""A master's objects as a graph: which refer to which, and which of them no two handouts of a print file can share.

The objects are read as bytes, as qpdf and this program write them; see ``pdf.syntax``.
"""

import re
from functools import cached_property

from msgspec import Struct

from worksheets.pdf.syntax import references

from .model import Master

_ROOTS = (b"Pages", b"StructTreeRoot", b"Outlines")
_PARENT_TREE_ROW = re.compile(rb"(\d+)\s*(\[[^\]]*\]|\d+ 0 R)")
"""A key of the parent tree and its value: an array of references, or a reference (14.7.4.4)."""
_HEADER_ID = re.compile(rb"/ID\((\d+-\d+-\d+)\)")


class Bookmarks(Struct, frozen=True):
    """The bookmarks at the top level: the objects of the first and the last; 0 for none."""

    first: int
    last: int
    count: int
    """The number of all bookmarks, on all levels."""


class ParentTreeRow(Struct, frozen=True):
    """A key of the parent tree, and its value as PDF writes it."""

    key: int
    value: bytes


class MasterGraph(Struct, frozen=True, eq=False, dict=True):
    """The objects of a master by their numbers, and the trees that they make."""

    master: Master

    @cached_property
    def bodies(self) -> dict[int, bytes]:
        """The bytes of the objects that are the same for everybody and are no streams."""
        return {obj.number: obj.body for obj in self.master.objects}

    @cached_property
    def roots(self) -> dict[bytes, int]:
        """The roots of the pages, the structure and the bookmarks, by their entries in the catalog."""
        return {entry: entry_number(self.bodies[self.master.root], entry) for entry in _ROOTS}

    @cached_property
    def pages(self) -> list[int]:
        """The page objects in order."""
        return references(self.bodies[self.roots[b"Pages"]].split(b"/Kids")[1])

    @cached_property
    def document(self) -> int:
        """The structure element that holds all others."""
        return int(re.findall(rb"/K\[(\d+) 0 R", self.bodies[self.roots[b"StructTreeRoot"]])[0])

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """The bookmarks."""
        outlines = self.bodies.get(self.roots[b"Outlines"], b"")
        match = re.search(rb"/Count (-?\d+)", outlines)
        count = abs(int(match[1])) if match else 0
        return Bookmarks(entry_number(outlines, b"First"), entry_number(outlines, b"Last"), count)

    @cached_property
    def parent_tree(self) -> list[ParentTreeRow]:
        """The rows of the parent tree in order."""
        root = entry_number(self.bodies[self.roots[b"StructTreeRoot"]], b"ParentTree")
        rows = _PARENT_TREE_ROW.findall(self.bodies[root].split(b"/Nums[")[1])
        return [ParentTreeRow(int(key), value) for key, value in rows]

    @cached_property
    def media_box(self) -> bytes:
        """The media box of the last page, as an array."""
        match = re.search(rb"/MediaBox ?(\[[^\]]*\])", self.bodies[self.pages[-1]])
        return match[1] if match else b""

    @cached_property
    def producer(self) -> str:
        """The program that typeset the master."""
        texts = [b"".join(obj.fixed) for obj in self.master.text_objects if obj.number == self.master.info]
        info = self.bodies.get(self.master.info, b"")
        match = re.search(rb"/Producer ?\(([^)]*)\)", b"".join([info, *texts]))
        return match[1].decode() if match else ""

    @cached_property
    def header_ids(self) -> dict[bytes, int]:
        """The structure elements of table headers, by their identifiers."""
        own = sorted(self.own & self.bodies.keys())
        return {identifier: number for number in own for identifier in _HEADER_ID.findall(self.bodies[number])}

    @cached_property
    def own(self) -> set[int]:
        """The objects that no two handouts share: pages, structure elements, and all that refer to them."""
        pages = {*self.pages, *(content.number for content in self.master.contents)}
        elements = {number for number in self.reached if b"/StructElem" in self.bodies.get(number, b"")}
        fonts = {font.descendant for font in self.master.fonts.values()}
        own = pages | elements | (self._open_bodies.keys() - fonts)
        waiting = list(own)
        while waiting:
            more = self._referring.get(waiting.pop(), set()) - own
            own |= more
            waiting += more
        return own & self.reached

    @cached_property
    def reached(self) -> set[int]:
        """The objects of which a handout's pages, structure and bookmarks consist."""
        arrays = (content.number for content in self.master.marked_content)
        waiting = [*self.pages, self.document, *filter(None, [self.bookmarks.first]), *arrays]
        reached: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number not in reached:
                reached.add(number)
                waiting += self._referred.get(number, ())
        return reached

    @cached_property
    def _referring(self) -> dict[int, set[int]]:
        """For each object, those that refer to it."""
        referring: dict[int, set[int]] = {}
        for number in self.reached:
            for other in self._referred.get(number, ()):
                referring.setdefault(other, set()).add(number)
        return referring

    @cached_property
    def _referred(self) -> dict[int, set[int]]:
        """For each object, those that it refers to, except the roots."""
        streams = {stream.number: stream.entries for stream in self.master.streams}
        roots = {*self.roots.values(), self.master.root}
        bodies = {**self.bodies, **self._open_bodies, **streams}
        return {number: set(references(body)) - roots for number, body in bodies.items()}

    @cached_property
    def _open_bodies(self) -> dict[int, bytes]:
        """The fixed bytes of the objects that a participant's texts complete."""
        master = self.master
        slots = {slot.element: slot.entries for slot in master.slots if slot.element}
        parents = {s.parent: b"%s %d 0 R" % (s.parent_entries, s.element) for s in master.slots if s.parent}
        pages = {page.element: b" ".join([page.entries, page.before, page.after]) for page in master.continuation_pages}
        texts = {obj.number: b"".join(obj.fixed) for obj in master.text_objects}
        arrays = {content.number: content.owners for content in master.marked_content}
        fonts = {font.descendant: font.entries for font in master.fonts.values()}
        return slots | parents | pages | texts | arrays | fonts


def entry_number(body: bytes, entry: bytes) -> int:
    """Return the number of the object that an entry refers to; 0 if there is no such entry."""
    match = re.search(rb"/%s (\d+) 0 R" % entry, body)
    return int(match[1]) if match else 0
