"""The trees over handouts that consist of empty pages."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest

from worksheets.pdf.document_tree import DocumentTree, part_entries, references
from worksheets.pdf.writer import PdfWriter

PORTRAIT, LANDSCAPE = (0, 0, 60, 90), (0, 0, 90, 60)


class TinyFile:
    """A print file of empty pages, which have no marked content."""

    def __init__(self, *, two_sided: bool = False) -> None:
        self.out = BytesIO()
        self.writer = PdfWriter(self.out)
        self.tree = DocumentTree(self.writer, "Otsikko", "fi", two_sided=two_sided)

    def add(
        self, pages: int, name: str, *, media_box: Sequence[int] = PORTRAIT, identifiers: Sequence[str] = ()
    ) -> None:
        """Add a handout: pages, an element, a bookmark with one below for each page, and elements with identifiers."""
        tree, reserve = self.tree, self.writer.reserve
        box = b"[%d %d %d %d]" % tuple(media_box)
        objects = tree.begin_handout(media_box, f"Ohjelma {name}")
        node, element, bookmark, leaf = (reserve() for _root in range(4))
        numbers = [reserve() for _page in range(pages)]
        entries = b"<< /Type /Page /Parent %d 0 R /MediaBox %s /Resources << >> >>"
        objects += [(number, entries % (node, box)) for number in numbers]
        objects.append(tree.add_pages(node, numbers, box, name))
        tree.add_elements([element])
        objects.append((element, b"<< /Type /StructElem /S /Part /P %d 0 R >>" % tree.document))
        first, last = tree.next_key, tree.next_key + pages - 1
        objects.append(
            tree.add_parent_tree(leaf, first, last, b" ".join(b"%d []" % key for key in range(first, last + 1)))
        )
        if identifiers:
            objects.append(tree.add_identifiers({text.encode(): b"(%s) null" % text.encode() for text in identifiers}))
        tree.add_bookmark(bookmark, numbers[0], (0, 0, 0), name)
        self.writer.pack(objects)

    def finished(self) -> bytes:
        root, info, metadata = (self.writer.reserve() for _object in range(3))
        self.writer.stream(metadata, b"/Type /Metadata /Subtype /XML", b"")
        self.writer.pack([(info, b"<< >>"), *self.tree.objects(), (root, self.tree.catalog(metadata))])
        self.writer.finish(root, info)
        return self.out.getvalue()


def opened(file: TinyFile) -> pikepdf.Pdf:
    book = pikepdf.open(BytesIO(file.finished()))
    assert book.check_pdf_syntax() == []
    return book


def labels(book: pikepdf.Pdf) -> list[str]:
    return [page.label for page in book.pages]


def test_a_handout_of_one_page() -> None:
    file = TinyFile()
    file.add(1, "Aino")
    assert (file.tree.handouts, file.tree.next_key, file.tree.producer) == (1, 1, "Ohjelma Aino")
    with opened(file) as book:
        assert labels(book) == ["Aino – 1"]
        assert book.Root.Pages.Count == 1
        (document,) = book.Root.StructTreeRoot.K
        assert document.S == "/Document"
        assert document.P.objgen == book.Root.StructTreeRoot.objgen
        (part,) = document.K
        assert part.S == "/Part"
        assert part.P.objgen == document.objgen
        assert book.Root.Outlines.First.objgen == book.Root.Outlines.Last.objgen
        assert not {"/Prev", "/Next", "/First"} & set(book.Root.Outlines.First.keys())
        assert book.Root.Outlines.First.Dest[0].objgen == book.pages[0].obj.objgen
        assert book.Root.Lang == "fi"
        assert "/IDTree" not in book.Root.StructTreeRoot
        assert "/AcroForm" not in book.Root


def test_handouts_of_one_and_two_pages() -> None:
    file = TinyFile()
    for pages, name in ((1, "Aino"), (2, "Väinö (9 0 R"), (1, "")):
        file.add(pages, name)
    with opened(file) as book:
        nodes = list(book.Root.Pages.Kids)  # Before the pages are used: then pikepdf flattens the page tree.
        assert [int(node.Count) for node in nodes] == [1, 2, 1]
        assert all(page.Parent.objgen == node.objgen for node in nodes for page in node.Kids)
        assert labels(book) == ["Aino – 1", "Väinö (9 0 R – 1", "Väinö (9 0 R – 2", "1"]
        tree = book.Root.StructTreeRoot
        assert [[int(limit) for limit in leaf.Limits] for leaf in tree.ParentTree.Kids] == [[0, 0], [1, 2], [3, 3]]
        assert int(tree.ParentTreeNextKey) == file.tree.next_key == 4
        first = book.Root.Outlines.First
        assert [str(first.Title), str(first.Next.Title), str(first.Next.Next.Title)] == [
            "Aino",
            "Väinö (9 0 R",
            "Otsikko",
        ]
        assert first.Next.Prev.objgen == first.objgen
        assert book.Root.Outlines.Last.Prev.objgen == first.Next.objgen
        assert book.Root.Outlines.Count == 3


def test_two_sided_each_handout_begins_on_a_new_sheet() -> None:
    file = TinyFile(two_sided=True)
    for pages, box in ((1, LANDSCAPE), (2, PORTRAIT), (3, PORTRAIT), (1, PORTRAIT)):
        file.add(pages, "A", media_box=box)
    with opened(file) as book:
        assert labels(book) == ["A – 1", "", "A – 1", "A – 2", "A – 1", "A – 2", "A – 3", "", "A – 1"]
        boxes = [LANDSCAPE, LANDSCAPE, *[PORTRAIT] * 7]
        assert [tuple(map(int, page.mediabox)) for page in book.pages] == boxes, (
            "an empty page is as large as the one before"
        )
        assert "/StructParents" not in book.pages[1].obj
        assert book.Root.Pages.Count == 9


@pytest.mark.parametrize(
    ("media_box", "two_sided", "duplex"),
    [
        (PORTRAIT, True, "/DuplexFlipLongEdge"),
        (LANDSCAPE, True, "/DuplexFlipShortEdge"),
        (PORTRAIT, False, "/Simplex"),
        (LANDSCAPE, False, "/Simplex"),
    ],
)
def test_the_first_page_decides_how_sheets_are_turned(
    media_box: Sequence[int], *, two_sided: bool, duplex: str
) -> None:
    file = TinyFile(two_sided=two_sided)
    file.add(1, "A", media_box=media_box)
    file.add(1, "B", media_box=PORTRAIT)
    with opened(file) as book:
        assert book.Root.ViewerPreferences.Duplex == duplex
    assert file.tree.producer == "Ohjelma A"


def test_identifiers_are_sorted_within_a_handout() -> None:
    file = TinyFile()
    file.add(1, "A", identifiers=["1-b", "1-c", "1-a"])
    file.add(1, "B")
    file.add(1, "C", identifiers=["3-a"])
    with opened(file) as book:
        leaves = list(book.Root.StructTreeRoot.IDTree.Kids)
        assert [[str(limit) for limit in leaf.Limits] for leaf in leaves] == [["1-a", "1-c"], ["3-a", "3-a"]]
        assert [str(name) for name in list(leaves[0].Names)[::2]] == ["1-a", "1-b", "1-c"]


def test_bookmarks_below_are_closed() -> None:
    file = TinyFile()
    file.add(1, "A")
    file.tree.add_bookmark(50, 51, (60, 61, 4), "B")
    _before, bookmark = (body for number, body in file.tree.objects() if b"/Title" in body)
    assert b"/First 60 0 R /Last 61 0 R /Count -4 " in bookmark


def test_maps_and_form_entries_are_written() -> None:
    file = TinyFile()
    file.add(1, "A")
    file.tree.maps, file.tree.form_entries = b"/RoleMap << /Kuva /Figure >>", b"/DR << >> /DA (/Text 9 Tf)"
    for name in (b"p0001", b"p0002"):
        group = file.writer.reserve()
        file.tree.add_fields(group)
        file.writer.pack([(group, b"<< /T (%s) >>" % name)])
    with opened(file) as book:
        assert book.Root.StructTreeRoot.RoleMap.Kuva == "/Figure"
        assert [str(field.T) for field in book.Root.AcroForm.Fields] == ["p0001", "p0002"]
        assert book.Root.AcroForm.DA == "/Text 9 Tf"


def test_the_catalog_says_how_the_file_is_shown_and_printed() -> None:
    file = TinyFile(two_sided=True)
    for name in ("A", "B"):
        file.add(1, name)
    with opened(file) as book:
        assert book.Root.MarkInfo.Marked
        assert book.Root.ViewerPreferences.DisplayDocTitle
        assert book.Root.ViewerPreferences.PrintScaling == "/None"
        assert book.pages[1].obj.Tabs == "/S", "the empty page before the second handout"


def test_a_part_has_the_name_as_its_title() -> None:
    assert part_entries("Aino (A)") == rb"/S/Part/T (Aino \(A\))"
    assert part_entries("") == b"/S/Part"


def test_references_are_an_array() -> None:
    assert references([]) == b"[]"
    assert references([1, 20]) == b"[1 0 R 20 0 R]"
