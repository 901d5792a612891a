"""The print file: a group's finished handouts one after another in one tagged PDF, each on a sheet of its own.

Merging libraries drop the structure tree or let the trees of two files collide; this writes the objects of one handout
after another under new numbers, and keeps of them only what ties the whole together. Objects that are the same in
several handouts, such as fonts and the pages that nobody writes on, are written once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.errors import PdfError, _
from worksheets.merge.model import Master
from worksheets.merge.print_parts import MasterCopy
from worksheets.merge.variable_objects import VariableObjects

from .object_copy import ObjectCopy
from .writer import PdfWriter

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_MAPS = ("/RoleMap", "/ClassMap", "/Namespaces")
"""Entries of the root of the structure that say what the elements' kinds and classes mean."""


@dataclass(slots=True)
class _Whole:
    """What ties the handouts together: the numbers of their topmost objects."""

    pages: int
    structure: int
    document: int
    outlines: int
    handouts: int = 0
    """How many handouts there are."""
    count: int = 0
    """How many pages there are."""
    keys: int = 0
    """How many keys of the parent tree are taken."""
    nodes: list[int] = field(default_factory=list)
    labels: list[bytes] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    """The leaves of the parent tree."""
    identified: list[int] = field(default_factory=list)
    """The leaves of the tree of elements that have an identifier."""
    bookmarks: list[tuple[int, bytes]] = field(default_factory=list)
    """The participants' bookmarks, without what each has before and after it."""
    groups: list[int] = field(default_factory=list)
    """The form fields that hold a handout's fields each."""


class PrintFile:
    """Writes handouts one after another; ``finish`` makes a whole PDF of it."""

    def __init__(self, out: BinaryIO, title: str, language: str, *, two_sided: bool = True, password: str = "") -> None:
        self.title = title
        self.language = language
        self.two_sided = two_sided
        self._writer = PdfWriter(out, password)
        reserve = self._writer.reserve
        self._whole = _Whole(reserve(), reserve(), reserve(), reserve())
        self._shared: dict[bytes, int] = {}
        self._plates: dict[int, MasterCopy] = {}
        self._last_size = b""
        self._across = False
        self._producer = ""
        self._form = b""
        self._maps = b""

    def add(self, pdf: bytes, name: str) -> int:
        """Append a participant's handout; return how many pages it has.

        Raises PdfError when it is damaged, locked or has no tags.
        """
        try:
            with pikepdf.open(BytesIO(pdf)) as book:
                _refuse_unfit(book, name)
                return self._append(book, name)
        except pikepdf.PasswordError as error:
            raise PdfError(_("{name}: the handout is locked").format(name=name)) from error
        except (pikepdf.PdfError, RuntimeError) as error:  # What pikepdf makes of a key that is no UTF-8.
            raise PdfError(_("{name}: the handout is damaged").format(name=name)) from error

    def add_merged(self, master: Master, merged: VariableObjects, name: str) -> int:
        """Append a participant's handout that was merged from a master; return how many pages it has."""
        copy = self._plates.get(id(master))
        if copy is None:
            copy = self._plates[id(master)] = MasterCopy(master, self._writer)
        if not self._whole.handouts:
            box = [float(side) for side in copy.box[1:-1].split()]
            self._across, self._producer = box[2] > box[3], copy.producer
        objects: list[tuple[int, bytes]] = []
        if self.two_sided and self._whole.count % 2:
            self._pad(objects)
        self._whole.handouts += 1
        self._last_size = b"/MediaBox " + copy.box
        whole, reserve = self._whole, self._writer.reserve
        node, bookmark, leaf = reserve(), reserve(), reserve()
        bases = (reserve(copy.size(merged)), node, whole.document, bookmark, whole.keys, whole.handouts)
        top, pages = copy.own(copy.top, bases), [copy.own(page, bases) for page in copy.pages]
        part = b"/S/Part/T %s" % String(name).unparse() if name else b"/S/Part"
        objects += [
            (number, body.replace(b"/S/Document", part) if number == top else body)
            for number, body in copy.objects(merged, bases)
        ]
        first, last, rows = copy.owners(bases)
        objects += [
            (node, self._node(pages)),
            (leaf, b"<< /Limits [%d %d] /Nums [%s] >>" % (first, last, rows)),
        ]
        self._count_pages(node, pages, name)
        whole.parts.append(top)
        whole.owners.append(leaf)
        whole.keys = last + 1
        self._bookmark(bookmark, pages[0], copy.bookmarks(bases), name)
        prefix = b"%06d-" % whole.handouts
        rows_of_names = {prefix + known: copy.own(number, bases) for known, number in copy.named().items()}
        if rows_of_names:
            objects.append(self._identify({known: b"(%s) %d 0 R" % (known, n) for known, n in rows_of_names.items()}))
        for number, data in copy.streams(merged, bases):
            self._writer.stream(number, b"/Filter/FlateDecode", data)
        self._writer.pack(objects)
        return len(pages)

    def _count_pages(self, node: int, pages: list[int], name: str) -> None:
        self._whole.nodes.append(node)
        prefix = String(f"{name} – ").unparse() if name else b"()"
        self._whole.labels.append(b"%d << /S /D /P %s >>" % (self._whole.count, prefix))
        self._whole.count += len(pages)

    def _bookmark(self, bookmark: int, page: int, below: tuple[int, int, int], name: str) -> None:
        """Add a participant's bookmark, closed, over those of the handout: the first, the last and their number."""
        title = String(name or self.title).unparse()
        entries = b"/Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]" % (title, self._whole.outlines, page)
        if below[0]:
            entries += b" /First %d 0 R /Last %d 0 R /Count %d" % (*below[:2], -below[2])
        self._whole.bookmarks.append((bookmark, entries))

    def _identify(self, rows: dict[bytes, bytes]) -> tuple[int, bytes]:
        """Return a leaf of the tree of elements that have an identifier."""
        names, number = sorted(rows), self._writer.reserve()
        limits = b" ".join(String(name).unparse() for name in (names[0], names[-1]))
        self._whole.identified.append(number)
        return number, b"<< /Limits [%s] /Names [%s] >>" % (limits, b" ".join(rows[name] for name in names))

    def _append(self, book: Pdf, name: str) -> int:
        if not self._whole.handouts:
            box = book.pages[0].mediabox
            self._across = float(box[2]) > float(box[3])
            self._producer = str(book.docinfo.get("/Producer", ""))
        copy = ObjectCopy(book, self._writer, self._shared, self._whole.keys)
        padding: list[tuple[int, bytes]] = []
        if self.two_sided and self._whole.count % 2:
            self._pad(padding)
        for number, body in padding:
            copy.put(number, body)
        self._whole.handouts += 1
        self._tie_pages(book, copy, name)
        self._tie_structure(book, copy, name)
        self._tie_bookmarks(book, copy, name)
        self._tie_fields(book, copy)
        self._writer.pack(copy.finished())
        return len(book.pages)

    def _pad(self, objects: list[tuple[int, bytes]]) -> None:
        """Add an empty page, of the size of the one before, that no page number counts."""
        node, page = self._writer.reserve(), self._writer.reserve()
        empty = b"<< /Type /Page /Parent %d 0 R %s /Resources << >> /Tabs /S >>" % (node, self._last_size)
        objects += [(node, self._node([page])), (page, empty)]
        self._whole.nodes.append(node)
        self._whole.labels.append(b"%d << >>" % self._whole.count)
        self._whole.count += 1

    def _node(self, pages: list[int]) -> bytes:
        kids = _references(pages)
        return b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids %s >>" % (self._whole.pages, len(pages), kids)

    def _tie_pages(self, book: Pdf, copy: "ObjectCopy", name: str) -> None:
        node = self._writer.reserve()
        pages = [page.obj for page in book.pages]
        for page in pages:
            copy.stand_in(page.Parent, node)
        numbers = [copy.own(page) for page in pages]
        copy.put(node, self._node(numbers))
        self._count_pages(node, numbers, name)
        self._last_size = b"/MediaBox " + pages[-1].MediaBox.unparse(resolved=True)
        named = _named_destinations(book)
        for annotation in (annotation for page in pages for annotation in page.get("/Annots", [])):
            copy.own(annotation)
            _settle_destination(annotation, named)

    def _tie_structure(self, book: Pdf, copy: "ObjectCopy", name: str) -> None:
        """Hang the handout's elements under the one document element, as a part that is named after the participant."""
        tree = book.Root.StructTreeRoot
        copy.stand_in(tree, self._whole.document)
        tops = _elements(tree)
        for top in tops:
            top.S = Name.Part if Name.Document == top.S else top.S
            if name:
                top.T = String(name)
            self._whole.parts.append(copy.own(top))
        self._tie_identifiers(copy, _each(tops, _elements))
        self._tie_owners(tree, copy)
        maps = Dictionary({entry: tree[entry] for entry in _MAPS if entry in tree})
        self._maps = self._maps or copy.renumbered(maps)[2:-2].strip()

    def _tie_identifiers(self, copy: "ObjectCopy", elements: Iterable[Object]) -> None:
        """Copy the elements; their identifiers get the handout's number before them.

        It has leading zeros, so that a handout's identifiers come after those of the handout before.
        """
        rows = {}
        for element in elements:
            number = copy.own(element)
            _rename(element, f"{self._whole.handouts:06}-")
            if "/ID" in element:
                rows[bytes(element.ID)] = b"%s %d 0 R" % (element.ID.unparse(), number)
        if rows:
            copy.put(*self._identify(rows))

    def _tie_owners(self, tree: Object, copy: "ObjectCopy") -> None:
        """Say whose is which mark on the handout's pages."""
        keys = self._whole.keys
        owners = list(_number_tree(tree.ParentTree))
        rows = b" ".join(b"%d %s" % (key + keys, copy.renumbered(owner)) for key, owner in owners)
        first, last = owners[0][0] + keys, owners[-1][0] + keys
        self._whole.owners.append(copy.add(b"<< /Limits [%d %d] /Nums [%s] >>" % (first, last, rows)))
        self._whole.keys = last + 1

    def _tie_bookmarks(self, book: Pdf, copy: "ObjectCopy", name: str) -> None:
        """Put the handout's bookmarks beneath one for the participant, closed."""
        bookmark = self._writer.reserve()
        below = 0, 0, 0
        root = book.Root.get("/Outlines", Dictionary())
        if "/First" in root:
            copy.stand_in(root, bookmark)
            named = _named_destinations(book)
            for item in _each([root.First], _bookmarks):
                _settle_destination(item, named)
                copy.own(item)
            count = abs(int(root.get("/Count", 0)))
            below = copy.numbers[root.First.objgen], copy.numbers[root.Last.objgen], count
        self._bookmark(bookmark, copy.numbers[book.pages[0].obj.objgen], below, name)

    def _tie_fields(self, book: Pdf, copy: "ObjectCopy") -> None:
        """Put the handout's form fields under one of its own, so that every field of the file has another name."""
        form = book.Root.get("/AcroForm")
        if form is None:
            return
        group = book.make_indirect(Dictionary(T=String(f"p{self._whole.handouts:04}"), Kids=Array(form.Fields)))
        for top in form.Fields:
            top.Parent = group
        for inner in _each([group], _fields):
            copy.own(inner)
        self._whole.groups.append(copy.numbers[group.objgen])
        self._form = self._form or b"/DR %s /DA %s" % (
            copy.renumbered(form.get("/DR", Dictionary())),
            form.get("/DA", String("")).unparse(),
        )

    def finish(self) -> None:
        """Write what comes last: the catalog and the roots of the trees. Raises PdfError when no handout was added."""
        if not self._whole.handouts:
            raise PdfError(_("There is no handout to print"))
        root, info, metadata = (self._writer.reserve() for _what in ("root", "info", "metadata"))
        told = {"title": self.title, "language": self.language, "producer": self._producer}
        xmp = _XMP.format_map({what: escape(text, quote=False) for what, text in told.items()}).encode()
        self._writer.stream(metadata, b"/Type /Metadata /Subtype /XML", xmp)
        titled = (String(self.title).unparse(), String(self._producer).unparse())
        self._writer.pack(
            [
                (info, b"<< /Title %s /Producer %s >>" % titled),
                *self._trees(),
                *self._row_of_bookmarks(),
                (root, self._catalog(metadata)),
            ]
        )
        self._writer.finish(root, info)

    def _trees(self) -> Iterator[tuple[int, bytes]]:
        """Yield the roots of the page tree, of the bookmarks and of the structure."""
        whole = self._whole
        yield whole.pages, b"<< /Type /Pages /Count %d /Kids %s >>" % (whole.count, _references(whole.nodes))
        ends = (whole.bookmarks[0][0], whole.bookmarks[-1][0], len(whole.bookmarks))
        yield whole.outlines, b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends
        parts = (whole.structure, _references(whole.parts))
        yield whole.document, b"<< /Type /StructElem /S /Document /P %d 0 R /K %s >>" % parts
        entries = [
            b"/Type /StructTreeRoot /K [%d 0 R]" % whole.document,
            b"/ParentTree << /Kids %s >> /ParentTreeNextKey %d" % (_references(whole.owners), whole.keys),
            b"/IDTree << /Kids %s >>" % _references(whole.identified) if whole.identified else b"",
            self._maps,
        ]
        yield whole.structure, b"<< %s >>" % b" ".join(filter(None, entries))

    def _row_of_bookmarks(self) -> Iterator[tuple[int, bytes]]:
        """Yield the participants' bookmarks, each with those before and after it."""
        numbers = [number for number, _entries in self._whole.bookmarks]
        around = zip([None, *numbers[:-1]], self._whole.bookmarks, [*numbers[1:], None], strict=True)
        for before, (number, entries), after in around:
            links = (b" /Prev %d 0 R" % before if before else b"", b" /Next %d 0 R" % after if after else b"")
            yield number, b"<< %s%s%s >>" % (entries, *links)

    def _catalog(self, metadata: int) -> bytes:
        whole = self._whole
        edge = b"DuplexFlipShortEdge" if self._across else b"DuplexFlipLongEdge"
        duplex = edge if self.two_sided else b"Simplex"
        entries = [
            b"/Type /Catalog /Pages %d 0 R /Outlines %d 0 R" % (whole.pages, whole.outlines),
            b"/StructTreeRoot %d 0 R /MarkInfo << /Marked true >> /Metadata %d 0 R" % (whole.structure, metadata),
            b"/Lang %s /PageLabels << /Nums [%s] >>" % (String(self.language).unparse(), b" ".join(whole.labels)),
            b"/ViewerPreferences << /DisplayDocTitle true /PrintScaling /None /Duplex /%s >>" % duplex,
        ]
        if whole.groups:
            entries.append(b"/AcroForm << /Fields %s %s >>" % (_references(whole.groups), self._form))
        return b"<< %s >>" % b" ".join(entries)


def _refuse_unfit(book: Pdf, name: str) -> None:
    """Raise PdfError when a handout had to be mended to be read, or lacks what the print file is made of.

    It does so before anything of the handout is written.
    """
    read = len(book.objects)  # Of all of them, since the reader says what is damaged only when it comes to it.
    if not read or not book.pages or book.get_warnings():
        raise PdfError(_("{name}: the handout is damaged").format(name=name))
    tree = book.Root.get("/StructTreeRoot", Dictionary())
    if "/K" not in tree or "/ParentTree" not in tree:
        raise PdfError(_("{name}: the handout has no tags").format(name=name))


def _references(numbers: list[int]) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _each(tops: list[Object], below: Callable[[Object], list[Object]]) -> Iterator[Object]:
    """Yield objects and all below them, in any order and once: a damaged tree may lead in circles."""
    waiting, seen = list(tops), set()
    while waiting:
        thing = waiting.pop()
        if thing.objgen not in seen:
            yield thing
            waiting += below(thing)
        if thing.is_indirect:
            seen.add(thing.objgen)


def _elements(thing: Object) -> list[Object]:
    """Return the structure elements just under one, or under the root."""
    kids = thing.get("/K")
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def _fields(thing: Object) -> list[Object]:
    return list(thing.get("/Kids", []))


def _bookmarks(thing: Object) -> list[Object]:
    """Return the first bookmark under one, or under the root, and the one after it."""
    return [thing[entry] for entry in ("/First", "/Next") if entry in thing]


def _rename(element: Object, handout: str) -> None:
    """Make an element's name, and the names of headers that it refers to, differ from other handouts'."""
    if "/ID" in element:
        element.ID = String(f"{handout}{element.ID}")
    attributes = element.get("/A")
    for owner in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(owner, Dictionary) and "/Headers" in owner:
            owner.Headers = Array([String(f"{handout}{header}") for header in owner.Headers])


def _number_tree(node: Object) -> Iterator[tuple[int, Object]]:
    """Yield a number tree's keys and what is under them, in order."""
    numbers = list(node.get("/Nums", []))
    for at in range(0, len(numbers), 2):
        yield int(numbers[at]), numbers[at + 1]
    for kid in node.get("/Kids", []):
        yield from _number_tree(kid)


def _named_destinations(book: Pdf) -> dict[str, Object]:
    """Return a handout's destinations by their names, which other handouts use too."""
    names = book.Root.get("/Names", Dictionary()).get("/Dests")
    return {str(name): place for name, place in pikepdf.NameTree(names).items()} if names is not None else {}


def _settle_destination(thing: Object, named: dict[str, Object]) -> None:
    """Let a link or a bookmark lead to a page of its own handout, and not to whatever has a name in the whole file."""
    for holder, entry in ((thing, "/Dest"), (thing.get("/A"), "/D")):
        if isinstance(holder, Dictionary) and isinstance(holder.get(entry), String) and str(holder[entry]) in named:
            place = named[str(holder[entry])]
            holder[entry] = place.D if isinstance(place, Dictionary) else place
