"""The trees over all handouts of a print file: pages, bookmarks, structure (ISO 32000-1, 7.7.3, 12.3.3, 14.7)."""

from collections.abc import Iterator, Mapping, Sequence

from pikepdf import String

from .back_sides import lies_across
from .duplex import Duplex
from .syntax import PdfObject
from .writer import PdfWriter


class DocumentTree:
    """The trees, which grow by one handout at a time.

    For each handout, call ``begin_handout`` and then the methods for what it has; write the objects that they return
    together with the handout's own. At the end, write what ``objects`` and ``catalog`` return.

    ``title`` also names the bookmark of a handout without a participant's name. With ``two_sided``, each handout begins
    on a new sheet of paper.
    """

    def __init__(self, writer: PdfWriter, title: str, language: str, *, two_sided: bool) -> None:
        self.title = title
        self.language = language
        self.two_sided = two_sided
        self.handouts = 0
        """How many handouts have begun; they are numbered from 1."""
        self.next_key = 0
        """The first free key of the parent tree."""
        self.producer = ""
        """The program that typeset the first handout."""
        self.document = 0
        """The object number of the structure element that the handouts' elements are under."""
        self.maps = b""
        """Entries of the structure tree's root such as the role map, as PDF writes them."""
        self.form_entries = b""
        """Entries of the interactive form but for its fields, as PDF writes them."""
        self._writer = writer
        self._pages, self._structure, self.document, self._outlines = (writer.reserve() for _root in range(4))
        self._page_count = 0
        self._is_landscape = False
        self._media_box = b""
        self._page_nodes: list[int] = []
        self._page_labels: list[bytes] = []
        self._elements: list[int] = []
        self._parent_tree_leaves: list[int] = []
        self._id_tree_leaves: list[int] = []
        self._bookmarks: list[tuple[int, bytes]] = []
        """Each handout's bookmark: its object number and its entries but for /Prev and /Next."""
        self._field_groups: list[int] = []

    def begin_handout(self, media_box: Sequence[float], producer: str) -> list[PdfObject]:
        """Begin a handout; return the objects of an empty page before it, if it needs one to begin on a new sheet.

        ``media_box`` is that of its first page, in points; ``producer`` is the program that typeset it. Both count only
        for the first handout. The empty page has the size of the page before it, and no page label counts it.
        """
        if not self.handouts:
            self._is_landscape, self.producer = lies_across(media_box), producer
        self.handouts += 1
        if not (self.two_sided and self._page_count % 2):
            return []
        node, page = self._writer.reserve(), self._writer.reserve()
        empty = b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Resources << >> /Tabs /S >>" % (node, self._media_box)
        self._page_nodes.append(node)
        self._page_labels.append(b"%d << >>" % self._page_count)
        self._page_count += 1
        return [(node, self._page_node([page])), (page, empty)]

    def add_pages(self, node: int, pages: Sequence[int], media_box: bytes, name: str) -> PdfObject:
        """Add a handout's pages; return the page tree node above them.

        ``node`` and ``pages`` are object numbers, ``media_box`` is that of the last page, as PDF writes the array. The
        page labels are the participant's name and a number that counts from 1 (12.4.2).
        """
        self._page_nodes.append(node)
        prefix = String(f"{name} – ").unparse() if name else b"()"
        self._page_labels.append(b"%d << /S /D /P %s >>" % (self._page_count, prefix))
        self._page_count += len(pages)
        self._media_box = media_box
        return node, self._page_node(pages)

    def _page_node(self, pages: Sequence[int]) -> bytes:
        kids = references(pages)
        return b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids %s >>" % (self._pages, len(pages), kids)

    def add_elements(self, elements: Sequence[int]) -> None:
        """Add a handout's topmost structure elements."""
        self._elements += elements

    def add_parent_tree(self, leaf: int, first: int, last: int, rows: bytes) -> PdfObject:
        """Add a handout's leaf of the parent tree and return it.

        ``leaf`` is its object number, ``first`` and ``last`` are its keys at the ends, and ``rows`` its keys and values
        as PDF writes them.
        """
        self._parent_tree_leaves.append(leaf)
        self.next_key = last + 1
        return leaf, b"<< /Limits [%d %d] /Nums [%s] >>" % (first, last, rows)

    def add_identifiers(self, rows: Mapping[bytes, bytes]) -> PdfObject:
        """Add a handout's leaf of the ID tree and return it.

        ``rows`` has a name and its value, as PDF writes them, for each identifier. There must be at least one, and all
        must sort after the identifiers of the handouts before.
        """
        names, leaf = sorted(rows), self._writer.reserve()
        limits = b" ".join(String(name).unparse() for name in (names[0], names[-1]))
        self._id_tree_leaves.append(leaf)
        return leaf, b"<< /Limits [%s] /Names [%s] >>" % (limits, b" ".join(rows[name] for name in names))

    def add_bookmark(self, bookmark: int, page: int, below: tuple[int, int, int], name: str) -> None:
        """Add a handout's bookmark, closed, to its first page.

        ``bookmark`` and ``page`` are object numbers. ``below`` has those of the first and the last bookmark right under
        it, and how many bookmarks appear when it is opened; three zeros if there are none.
        """
        title = String(name or self.title).unparse()
        entries = b"/Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]" % (title, self._outlines, page)
        if below[0]:
            entries += b" /First %d 0 R /Last %d 0 R /Count %d" % (*below[:2], -below[2])
        self._bookmarks.append((bookmark, entries))

    def add_fields(self, group: int) -> None:
        """Add the field that a handout's form fields are under, by its object number."""
        self._field_groups.append(group)

    def objects(self) -> Iterator[PdfObject]:
        """Yield the roots of the page tree, the bookmarks and the structure, and each handout's bookmark.

        There must be at least one handout.
        """
        yield self._pages, b"<< /Type /Pages /Count %d /Kids %s >>" % (self._page_count, references(self._page_nodes))
        ends = (self._bookmarks[0][0], self._bookmarks[-1][0], len(self._bookmarks))
        yield self._outlines, b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends
        parts = (self._structure, references(self._elements))
        yield self.document, b"<< /Type /StructElem /S /Document /P %d 0 R /K %s >>" % parts
        entries = [
            b"/Type /StructTreeRoot /K [%d 0 R]" % self.document,
            b"/ParentTree << /Kids %s >> /ParentTreeNextKey %d" % (references(self._parent_tree_leaves), self.next_key),
            b"/IDTree << /Kids %s >>" % references(self._id_tree_leaves) if self._id_tree_leaves else b"",
            self.maps,
        ]
        yield self._structure, b"<< %s >>" % b" ".join(filter(None, entries))
        yield from self._linked_bookmarks()

    def _linked_bookmarks(self) -> Iterator[PdfObject]:
        numbers = [number for number, _entries in self._bookmarks]
        neighbours = zip([None, *numbers[:-1]], self._bookmarks, [*numbers[1:], None], strict=True)
        for before, (number, entries), after in neighbours:
            links = (b" /Prev %d 0 R" % before if before else b"", b" /Next %d 0 R" % after if after else b"")
            yield number, b"<< %s%s%s >>" % (entries, *links)

    @property
    def duplex(self) -> Duplex:
        """Which sides of the paper the file asks to be printed on; it is known from the first handout on."""
        edge = Duplex.SHORT_EDGE if self._is_landscape else Duplex.LONG_EDGE
        return edge if self.two_sided else Duplex.ONE_SIDE

    def catalog(self, metadata: int) -> bytes:
        """Return the document catalog (7.7.2), which asks for printing on one or both sides of the paper (12.2).

        ``metadata`` is an object number.
        """
        language, labels = String(self.language).unparse(), b" ".join(self._page_labels)
        duplex = self.duplex.value.encode()
        entries = [
            b"/Type /Catalog /Pages %d 0 R /Outlines %d 0 R" % (self._pages, self._outlines),
            b"/StructTreeRoot %d 0 R /MarkInfo << /Marked true >> /Metadata %d 0 R" % (self._structure, metadata),
            b"/Lang %s /PageLabels << /Nums [%s] >>" % (language, labels),
            b"/ViewerPreferences << /DisplayDocTitle true /PrintScaling /None /Duplex /%s >>" % duplex,
        ]
        if self._field_groups:
            entries.append(b"/AcroForm << /Fields %s %s >>" % (references(self._field_groups), self.form_entries))
        return b"<< %s >>" % b" ".join(entries)


def references(numbers: Sequence[int]) -> bytes:
    """Return an array of references to objects, as PDF writes it."""
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def part_entries(name: str) -> bytes:
    """Return the type of a handout's topmost structure element, a part (14.8.4.2), and its title, the name if any."""
    return b"/S/Part/T %s" % String(name).unparse() if name else b"/S/Part"
