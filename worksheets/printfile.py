"""The print file: a group's finished handouts one after another in one tagged PDF, each on a sheet of its own.

Merging libraries drop the structure tree or let the trees of two files collide; this writes the objects of one handout
after another under new numbers, and keeps of them only what ties the whole together. Objects that are the same in
several handouts, such as fonts and the pages that nobody writes on, are written once.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from .errors import BindError, _
from .pdfwriter import PdfWriter

_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|(\d+) (\d+) R\b", re.DOTALL)
"""A string, which is stepped over, or a reference."""
_NAME = re.compile(rb"/[^\s/<>\[\]()]+")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{producer}"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
_OWNED = ("/Parent", "/P")


@dataclass(slots=True)
class _Bookmark:
    """A participant's bookmark, which waits until the next one's number is known."""

    number: int
    entries: bytes
    before: int = 0


@dataclass(slots=True)
class _Whole:
    """What ties the handouts together: the numbers of their topmost objects."""

    pages: int
    structure: int
    document: int
    outlines: int
    nodes: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    """The leaves of the parent tree."""
    labels: list[bytes] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    """The form fields that hold a handout's fields each."""
    first_bookmark: int = 0
    keys: int = 0
    """How many keys of the parent tree are taken."""
    count: int = 0
    """How many pages there are."""


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
        self._bookmark: _Bookmark | None = None
        self._last_size = b""
        self._across = False
        self._producer = ""
        self._form = b""

    def add(self, pdf: bytes, name: str) -> int:
        """Append a participant's handout; return how many pages it has.

        Raises BindError when it is no tagged PDF.
        """
        try:
            with pikepdf.open(BytesIO(pdf)) as book:
                if "/StructTreeRoot" not in book.Root:
                    raise BindError(_("{name}: the handout has no tags").format(name=name))
                return self._append(book, name)
        except pikepdf.PdfError as error:
            raise BindError(_("{name}: the handout is damaged: {reason}").format(name=name, reason=error)) from error

    def _append(self, book: Pdf, name: str) -> int:
        if not self._whole.nodes:
            box = book.pages[0].mediabox
            self._across = float(box[2]) > float(box[3])
            self._producer = str(book.docinfo.get("/Producer", ""))
        elif self.two_sided and self._whole.count % 2:
            self._pad()
        copy = _Copy(book, self._writer, self._shared)
        self._tie_pages(book, copy, name)
        self._tie_structure(book, copy, name)
        self._tie_bookmarks(book, copy, name)
        self._tie_fields(book, copy)
        self._writer.pack(copy.finished())
        return len(book.pages)

    def _pad(self) -> None:
        """Add an empty page, of the size of the one before, that no page number counts."""
        node, page = self._writer.reserve(), self._writer.reserve()
        drawn = b"<< /Type /Page /Parent %d 0 R %s /Resources << >> /Tabs /S >>" % (node, self._last_size)
        self._writer.pack([(node, self._node([page])), (page, drawn)])
        self._whole.nodes.append(node)
        self._whole.labels.append(b"%d << >>" % self._whole.count)
        self._whole.count += 1

    def _node(self, pages: list[int]) -> bytes:
        kids = _references(pages)
        return b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids %s >>" % (self._whole.pages, len(pages), kids)

    def _tie_pages(self, book: Pdf, copy: "_Copy", name: str) -> None:
        node = self._writer.reserve()
        pages = [page.obj for page in book.pages]
        numbers = [copy.own(page, b"/Parent %d 0 R" % node) for page in pages]
        copy.put(node, self._node(numbers))
        self._whole.nodes.append(node)
        prefix = String(f"{name} – ").unparse() if name else b"()"
        self._whole.labels.append(b"%d << /S /D /P %s >>" % (self._whole.count, prefix))
        self._whole.count += len(numbers)
        self._last_size = b"/MediaBox " + pages[-1].MediaBox.unparse(resolved=True)
        named = _named_destinations(book)
        for page in pages:
            _move_key(page, "/StructParents", self._whole.keys)
            for annotation in page.get("/Annots", []):
                copy.own(annotation)
                _move_key(annotation, "/StructParent", self._whole.keys)
                _settle_destination(annotation, named)

    def _tie_structure(self, book: Pdf, copy: "_Copy", name: str) -> None:
        """Hang the handout's elements under the one document element, as a part that is named after the participant."""
        tree = book.Root.StructTreeRoot
        tops = _elements_in(tree.K)
        for top in tops:
            top.S = Name.Part if Name.Document == top.S else top.S
            if name:
                top.T = String(name)
            self._whole.parts.append(copy.own(top, b"/P %d 0 R" % self._whole.document))
        for element in _below(tops):
            copy.own(element)
            _rename(element, len(self._whole.parts))
        owners = list(_number_tree(tree.ParentTree))
        rows = [b"%d %s" % (key + self._whole.keys, copy.renumbered(owner)) for key, owner in owners]
        first, last = owners[0][0] + self._whole.keys, owners[-1][0] + self._whole.keys
        leaf = self._writer.reserve()
        copy.put(leaf, b"<< /Limits [%d %d] /Nums [%s] >>" % (first, last, b" ".join(rows)))
        self._whole.owners.append(leaf)
        self._whole.keys = last + 1

    def _tie_bookmarks(self, book: Pdf, copy: "_Copy", name: str) -> None:
        """Put the handout's bookmarks beneath one for the participant, closed."""
        bookmark = self._writer.reserve()
        top = copy.numbers[book.pages[0].obj.objgen]
        title = String(name or self.title).unparse()
        entries = b"/Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]" % (title, self._whole.outlines, top)
        root = book.Root.get("/Outlines", Dictionary())
        if "/First" in root:
            named = _named_destinations(book)
            for item in _bookmarks(root.First):
                _settle_destination(item, named)
                copy.own(item, b"/Parent %d 0 R" % bookmark if item.Parent == root else b"")
            count = abs(int(root.get("/Count", 0)))
            first, last = copy.numbers[root.First.objgen], copy.numbers[root.Last.objgen]
            entries += b" /First %d 0 R /Last %d 0 R /Count %d" % (first, last, -count)
        self._finish_bookmark(bookmark)
        self._bookmark = _Bookmark(bookmark, entries, self._bookmark.number if self._bookmark else 0)
        self._whole.first_bookmark = self._whole.first_bookmark or bookmark

    def _finish_bookmark(self, following: int = 0) -> None:
        if self._bookmark:
            body = self._bookmark.entries
            body += b" /Prev %d 0 R" % self._bookmark.before if self._bookmark.before else b""
            body += b" /Next %d 0 R" % following if following else b""
            self._writer.pack([(self._bookmark.number, b"<< " + body + b" >>")])

    def _tie_fields(self, book: Pdf, copy: "_Copy") -> None:
        """Put the handout's form fields under one of its own, so that every field of the file has another name."""
        form = book.Root.get("/AcroForm")
        if form is None:
            return
        group = self._writer.reserve()
        fields = list(form.Fields)
        for top in fields:
            for inner in _fields(top):
                if inner.objgen not in copy.numbers:
                    copy.own(inner)
            copy.tie(top, b"/Parent %d 0 R" % group)
        kids = _references([copy.numbers[top.objgen] for top in fields])
        copy.put(group, b"<< /T (p%04d) /Kids %s >>" % (len(self._whole.groups) + 1, kids))
        self._whole.groups.append(group)
        self._form = self._form or b"/DR %s /DA %s" % (
            copy.renumbered(form.get("/DR", Dictionary())),
            form.get("/DA", String("")).unparse(),
        )

    def finish(self) -> None:
        """Write what comes last: the catalog and the roots of the trees. Raises BindError when no handout was added."""
        if not self._whole.nodes:
            raise BindError(_("There is no handout to print"))
        self._finish_bookmark()
        root, info, metadata = (self._writer.reserve() for _what in ("root", "info", "metadata"))
        xmp = _XMP.format(title=escape(self.title), producer=escape(self._producer)).encode()
        self._writer.stream(metadata, b"/Type /Metadata /Subtype /XML", xmp)
        titled = (String(self.title).unparse(), String(self._producer).unparse())
        self._writer.pack(
            [
                (info, b"<< /Title %s /Producer %s >>" % titled),
                *self._trees(),
                (root, self._catalog(metadata)),
            ]
        )
        self._writer.finish(root, info)

    def _trees(self) -> Iterator[tuple[int, bytes]]:
        """Yield the roots of the page tree, of the bookmarks and of the structure."""
        whole = self._whole
        yield whole.pages, b"<< /Type /Pages /Count %d /Kids %s >>" % (whole.count, _references(whole.nodes))
        last = self._bookmark.number if self._bookmark else 0
        ends = (whole.first_bookmark, last, len(whole.parts))
        yield whole.outlines, b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends
        parts = (whole.structure, _references(whole.parts))
        yield whole.document, b"<< /Type /StructElem /S /Document /P %d 0 R /K %s >>" % parts
        tree = (whole.document, _references(whole.owners), whole.keys)
        yield (
            whole.structure,
            b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree << /Kids %s >> /ParentTreeNextKey %d >>" % tree,
        )

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


class _Copy:
    """One handout's objects on their way into the print file: its own, and those that it shares with others."""

    def __init__(self, book: Pdf, writer: PdfWriter, shared: dict[bytes, int]) -> None:
        self.numbers: dict[tuple[int, int], int] = {}
        """The new number of each object by its old number and generation."""
        self._book = book
        self._writer = writer
        self._shared = shared
        self._own: list[tuple[int, Object]] = []
        self._ties: dict[int, bytes] = {}
        self._done: list[tuple[int, bytes]] = []
        self._under_way: set[tuple[int, int]] = set()

    def own(self, thing: Object, tie: bytes = b"") -> int:
        """Give an object that no other handout has a number; ``tie`` is the entry that says what it hangs from here."""
        number = self._writer.reserve()
        self.numbers[thing.objgen] = number
        self._own.append((number, thing))
        if tie:
            self._ties[number] = tie
        return number

    def tie(self, thing: Object, tie: bytes) -> None:
        """Say what one of the handout's own objects hangs from."""
        self._ties[self.numbers[thing.objgen]] = tie

    def put(self, number: int, body: bytes) -> None:
        """Add an object that is ready."""
        self._done.append((number, body))

    def renumbered(self, thing: Object) -> bytes:
        """Return an object as it is written here; one that has a number, as a reference."""
        return _REFERENCE.sub(self._reference, thing.unparse())

    def finished(self) -> list[tuple[int, bytes]]:
        """Return all the objects that are no streams; those that are have been written."""
        for number, thing in self._own:
            self._done.append((number, self._body(thing, self._ties.get(number, b""))))
        return self._done

    def _body(self, thing: Object, tie: bytes) -> bytes:
        if tie:
            kept = {key: value for key, value in thing.items() if key not in _OWNED}
            return b"<< " + tie + _REFERENCE.sub(self._reference, Dictionary(kept).unparse())[2:]
        return _REFERENCE.sub(self._reference, thing.unparse(resolved=True))

    def _reference(self, found: re.Match[bytes]) -> bytes:
        if not found[1]:
            return found[0]
        old = int(found[1]), int(found[2])
        return b"%d 0 R" % (self.numbers[old] if old in self.numbers else self._share(old))

    def _share(self, old: tuple[int, int]) -> int:
        """Return the number of an object that others may have too: theirs, if it is the same with all it refers to."""
        if old in self._under_way:  # It refers to itself: nobody else's is the same.
            self.numbers[old] = self._writer.reserve()
            return self.numbers[old]
        self._under_way.add(old)
        thing = self._book.get_object(old)
        stream = isinstance(thing, Stream)
        body, data = self._parts(thing) if stream else (self._body(thing, b""), b"")
        digest = hashlib.sha256(b"%d %s %s" % (stream, body, data)).digest()
        number = self.numbers.get(old) or self._shared.get(digest)
        if number is None or old in self.numbers:
            number = number or self._writer.reserve()
            self._shared[digest] = number
            if stream:
                self._writer.stream(number, body, data)
            else:
                self._done.append((number, body))
        self.numbers[old] = number
        return number

    def _parts(self, stream: Object) -> tuple[bytes, bytes]:
        """Return the entries of a stream's dictionary without its length, and its data as the filters left them."""
        entries = Dictionary({key: value for key, value in stream.items() if key != "/Length"})
        if "/Resources" in entries:
            entries.Resources = _used(stream)
        return _REFERENCE.sub(self._reference, entries.unparse())[2:-2].strip(), stream.read_raw_bytes()


def _used(drawing: Object) -> Dictionary:
    """Return those of a drawing's resources that it names: all together they would lead to the whole handout's."""
    named = {name.decode("latin-1") for name in _NAME.findall(drawing.read_bytes())}
    found = Dictionary()
    for kind, entries in drawing.Resources.items():
        if isinstance(entries, Dictionary):
            found[kind] = Dictionary({name: value for name, value in entries.items() if name in named})
    return found


def _references(numbers: list[int]) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def _move_key(thing: Object, entry: str, by: int) -> None:
    if entry in thing:
        thing[entry] = int(thing[entry]) + by


def _elements_in(kids: Object | None) -> list[Object]:
    """Return the structure elements among an element's kids."""
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]


def _below(elements: list[Object]) -> Iterator[Object]:
    waiting = [kid for element in reversed(elements) for kid in reversed(_elements_in(element.get("/K")))]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += reversed(_elements_in(element.get("/K")))


def _rename(element: Object, handout: int) -> None:
    """Make an element's name, and the names of headers that it refers to, differ from other handouts'."""
    if "/ID" in element:
        element.ID = String(f"{handout}-{element.ID}")
    attributes = element.get("/A")
    for owner in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(owner, Dictionary) and "/Headers" in owner:
            owner.Headers = Array([String(f"{handout}-{header}") for header in owner.Headers])


def _number_tree(node: Object) -> Iterator[tuple[int, Object]]:
    """Yield a number tree's keys and what is under them, in order."""
    numbers = list(node.get("/Nums", []))
    for at in range(0, len(numbers), 2):
        yield int(numbers[at]), numbers[at + 1]
    for kid in node.get("/Kids", []):
        yield from _number_tree(kid)


def _bookmarks(item: Object | None) -> Iterator[Object]:
    while item is not None:
        yield item
        yield from _bookmarks(item.get("/First"))
        item = item.get("/Next")


def _fields(field: Object) -> Iterator[Object]:
    yield field
    for kid in field.get("/Kids", []):
        yield from _fields(kid)


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
