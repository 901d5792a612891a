"""The print file: a group's handouts one after another in one tagged PDF, each beginning on a new sheet of paper.

Merging libraries drop the structure tree or let the trees of two files collide. This module writes each handout's
objects under new numbers, and one page tree, structure tree and so on for all handouts. Objects that are the same in
several handouts, such as fonts and what is drawn on the pages that nobody writes on, are written once.
"""

from collections.abc import Iterable
from html import escape
from io import BytesIO
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.errors import PdfError
from worksheets.messages import _

from .back_sides import take_back
from .document_tree import DocumentTree
from .object_copy import ObjectCopy
from .structure import child_elements, number_tree, walk
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
"""Entries of the structure tree's root that say what the elements' types and classes mean."""


class PrintFile:
    """Writes handouts one after another into a file; ``finish`` completes the PDF.

    ``writer`` and ``tree`` are public for callers that append a handout's objects themselves.
    """

    def __init__(self, out: BinaryIO, title: str, language: str, *, two_sided: bool = True, password: str = "") -> None:
        self.writer = PdfWriter(out, password)
        self.tree = DocumentTree(self.writer, title, language, two_sided=two_sided)
        self._shared: dict[bytes, int] = {}

    def add(self, pdf: bytes, name: str) -> int:
        """Append a participant's handout; return its number of pages.

        Raises PdfError when the handout is damaged or locked, or has no tags.
        """
        try:
            with pikepdf.open(BytesIO(pdf)) as book:
                _refuse_unfit(book, name)
                return self._append(book, name)
        except pikepdf.PasswordError as error:
            raise PdfError(_("{name}: the handout is locked").format(name=name)) from error
        except (pikepdf.PdfError, RuntimeError) as error:  # RuntimeError: a dictionary key that is not UTF-8.
            raise PdfError(_("{name}: the handout is damaged").format(name=name)) from error

    def _append(self, book: Pdf, name: str) -> int:
        if not self.tree.two_sided:
            take_back(book)
        copy = ObjectCopy(book, self.writer, self._shared, self.tree.next_key)
        media_box = [float(side) for side in book.pages[0].mediabox]
        copy.put(*self.tree.begin_handout(media_box, str(book.docinfo.get("/Producer", ""))))
        self._append_pages(book, copy, name)
        self._append_structure(book, copy, name)
        self._append_bookmarks(book, copy, name)
        self._append_fields(book, copy)
        self.writer.pack(copy.finished())
        return len(book.pages)

    def _append_pages(self, book: Pdf, copy: ObjectCopy, name: str) -> None:
        node = self.writer.reserve()
        pages = [page.obj for page in book.pages]
        for page in pages:
            copy.redirect(page.Parent, node)
        numbers = [copy.add(page) for page in pages]
        copy.put(self.tree.add_pages(node, numbers, pages[-1].MediaBox.unparse(resolved=True), name))
        destinations = _named_destinations(book)
        for annotation in (annotation for page in pages for annotation in page.get("/Annots", [])):
            copy.add(annotation)
            _resolve_destination(annotation, destinations)

    def _append_structure(self, book: Pdf, copy: ObjectCopy, name: str) -> None:
        """Put the handout's elements under the document element, as a part that is named after the participant."""
        root = book.Root.StructTreeRoot
        copy.redirect(root, self.tree.document)
        tops = child_elements(root)
        for top in tops:
            top.S = Name.Part if Name.Document == top.S else top.S
            if name:
                top.T = String(name)
        self.tree.add_elements([copy.add(top) for top in tops])
        self._append_identifiers(copy, walk(tops, child_elements))
        rows = [(key + self.tree.next_key, copy.renumbered(owner)) for key, owner in number_tree(root.ParentTree)]
        row_bytes = b" ".join(b"%d %s" % row for row in rows)
        copy.put(self.tree.add_parent_tree(self.writer.reserve(), rows[0][0], rows[-1][0], row_bytes))
        maps = Dictionary({entry: root[entry] for entry in _MAPS if entry in root})
        self.tree.maps = self.tree.maps or copy.renumbered(maps)[2:-2].strip()

    def _append_identifiers(self, copy: ObjectCopy, elements: Iterable[Object]) -> None:
        """Add the elements, with the handout's number before each identifier.

        The number has leading zeros, so that a handout's identifiers sort after those of the handout before it.
        """
        rows = {}
        for element in elements:
            number = copy.add(element)
            _prefix_identifiers(element, f"{self.tree.handouts:06}-")
            if "/ID" in element:
                rows[bytes(element.ID)] = b"%s %d 0 R" % (element.ID.unparse(), number)
        if rows:
            copy.put(self.tree.add_identifiers(rows))

    def _append_bookmarks(self, book: Pdf, copy: ObjectCopy, name: str) -> None:
        """Put the handout's bookmarks under one for the participant."""
        bookmark = self.writer.reserve()
        below = 0, 0, 0
        root = book.Root.get("/Outlines", Dictionary())
        if "/First" in root:
            copy.redirect(root, bookmark)
            destinations = _named_destinations(book)
            for item in walk([root.First], _next_bookmarks):
                _resolve_destination(item, destinations)
                copy.add(item)
            count = abs(int(root.get("/Count", 0)))
            below = copy.numbers[root.First.objgen], copy.numbers[root.Last.objgen], count
        self.tree.add_bookmark(bookmark, copy.numbers[book.pages[0].obj.objgen], below, name)

    def _append_fields(self, book: Pdf, copy: ObjectCopy) -> None:
        """Put the handout's form fields under a new field, so that no two fields of the print file share a name."""
        form = book.Root.get("/AcroForm")
        if form is None:
            return
        group = book.make_indirect(Dictionary(T=String(f"p{self.tree.handouts:04}"), Kids=Array(form.Fields)))
        for top in form.Fields:
            top.Parent = group
        for field in walk([group], lambda field: list(field.get("/Kids", []))):
            copy.add(field)
        self.tree.add_fields(copy.numbers[group.objgen])
        self.tree.form_entries = self.tree.form_entries or b"/DR %s /DA %s" % (
            copy.renumbered(form.get("/DR", Dictionary())),
            form.get("/DA", String("")).unparse(),
        )

    def finish(self) -> None:
        """Write the catalog, the metadata and the trees' roots. Raises PdfError when no handout was added."""
        tree, writer = self.tree, self.writer
        if not tree.handouts:
            raise PdfError(_("There are no handouts to print"))
        root, info, metadata = writer.reserve(), writer.reserve(), writer.reserve()
        texts = {"title": tree.title, "language": tree.language, "producer": tree.producer}
        xmp = _XMP.format_map({key: escape(text, quote=False) for key, text in texts.items()})
        writer.stream(metadata, b"/Type /Metadata /Subtype /XML", xmp.encode())
        titled = (String(tree.title).unparse(), String(tree.producer).unparse())
        document_info = info, b"<< /Title %s /Producer %s >>" % titled
        writer.pack([document_info, *tree.objects(), (root, tree.catalog(metadata))])
        writer.finish(root, info)


def _refuse_unfit(book: Pdf, name: str) -> None:
    """Raise PdfError, before anything is written, when a handout is damaged or has no pages or tags."""
    count = len(book.objects)  # Reads every object: only then does pikepdf warn of the damaged ones.
    if not count or not book.pages or book.get_warnings():
        raise PdfError(_("{name}: the handout is damaged").format(name=name))
    tree = book.Root.get("/StructTreeRoot", Dictionary())
    if "/K" not in tree or "/ParentTree" not in tree:
        raise PdfError(_("{name}: the handout has no tags").format(name=name))


def _next_bookmarks(bookmark: Object) -> list[Object]:
    """Return the first bookmark under a bookmark and the next bookmark beside it, if there are any."""
    return [bookmark[entry] for entry in ("/First", "/Next") if entry in bookmark]


def _prefix_identifiers(element: Object, prefix: str) -> None:
    """Put a prefix before an element's identifier, and before those of the headers that it refers to (14.8.5.7)."""
    if "/ID" in element:
        element.ID = String(f"{prefix}{element.ID}")
    attributes = element.get("/A")
    for owner in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(owner, Dictionary) and "/Headers" in owner:
            owner.Headers = Array([String(f"{prefix}{header}") for header in owner.Headers])


def _named_destinations(book: Pdf) -> dict[str, Object]:
    """Return a handout's destinations by their names (12.3.2.3)."""
    names = book.Root.get("/Names", Dictionary()).get("/Dests")
    return dict(pikepdf.NameTree(names).items()) if names is not None else {}


def _resolve_destination(obj: Object, destinations: dict[str, Object]) -> None:
    """Replace a named destination of a link or a bookmark by the page itself: other handouts use the same names."""
    for holder, entry in ((obj, "/Dest"), (obj.get("/A"), "/D")):
        if not (isinstance(holder, Dictionary) and isinstance(holder.get(entry), String)):
            continue
        if (destination := destinations.get(str(holder[entry]))) is not None:
            holder[entry] = destination.D if isinstance(destination, Dictionary) else destination
