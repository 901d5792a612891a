"""Objects of tiny documents copied into another: their own, and those that several documents have in common."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.pdf.object_copy import ObjectCopy
from worksheets.pdf.writer import PdfWriter


class Target:
    """A PDF into which others are copied; an array in its catalog leads to what was copied."""

    def __init__(self) -> None:
        self.out = BytesIO()
        self.writer = PdfWriter(self.out)
        self.shared: dict[bytes, int] = {}
        self.numbers: list[int] = []

    def copy_of(self, book: Pdf, key_offset: int = 0) -> ObjectCopy:
        return ObjectCopy(book, self.writer, self.shared, key_offset)

    def add(self, book: Pdf, *objects: Object, key_offset: int = 0) -> None:
        """Copy objects that belong to one document alone, and everything that they refer to."""
        copy = self.copy_of(book, key_offset)
        self.numbers += [copy.add(obj) for obj in objects]
        self.writer.pack(copy.finished())

    def opened(self) -> Pdf:
        root, info, pages, page = (self.writer.reserve() for _object in range(4))
        copied = b" ".join(b"%d 0 R" % number for number in self.numbers)
        catalog = b"<< /Type /Catalog /Pages %d 0 R /Copied [%s] >>" % (pages, copied)
        empty = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] /Resources << >> >>" % pages
        node = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % page
        self.writer.pack([(root, catalog), (info, b"<< >>"), (pages, node), (page, empty)])
        self.writer.finish(root, info)
        book = pikepdf.open(self.out)
        assert book.check_pdf_syntax() == []
        return book


@pytest.fixture
def books() -> Iterator[list[Pdf]]:
    """Return two documents."""
    with pikepdf.new() as first, pikepdf.new() as second:
        yield [first, second]


def test_own_objects_are_numbered_once(books: list[Pdf]) -> None:
    target = Target()
    copy = target.copy_of(books[0])
    obj = books[0].make_indirect(Dictionary(A=1))
    assert copy.add(obj) == copy.add(obj) == copy.numbers[obj.objgen] > 0
    assert copy.add(Dictionary(A=1)) == 0, "a direct object gets no number"
    assert len(copy.finished()) == 1


def test_equal_objects_of_two_documents_are_written_once(books: list[Pdf]) -> None:
    target = Target()
    for book in books:
        font = book.make_indirect(Dictionary(Type=Name.Font, File=book.make_stream(b"data")))
        target.add(book, book.make_indirect(Dictionary(Own=1, Font=font)))
    with target.opened() as copied:
        first, second = copied.Root.Copied
        assert first.objgen != second.objgen
        assert first.Font.objgen == second.Font.objgen
        assert first.Font.File.read_bytes() == b"data"


@pytest.mark.parametrize("data", [b"other data", b""])
def test_different_objects_are_both_written(books: list[Pdf], data: bytes) -> None:
    target = Target()
    for book, content in zip(books, (b"data", data), strict=True):
        target.add(book, book.make_indirect(Dictionary(Image=book.make_stream(content))))
    with target.opened() as copied:
        assert [obj.Image.read_bytes() for obj in copied.Root.Copied] == [b"data", data]


def test_a_stream_and_a_string_of_the_same_bytes_differ(books: list[Pdf]) -> None:
    target = Target()
    book = books[0]
    stream, text = book.make_stream(b"()"), book.make_indirect(String(""))
    target.add(book, book.make_indirect(Array([stream, text])))
    with target.opened() as copied:
        (values,) = copied.Root.Copied
        assert isinstance(values[0], pikepdf.Stream)
        assert values[1] == ""


def test_streams_differ_wherever_their_entries_end(books: list[Pdf]) -> None:
    """Entries and data one after another are the same bytes."""
    target = Target()
    book = books[0]
    drawings = [book.make_stream(data, A=entry) for entry, data in ((1, b"2 w"), (12, b" w"))]
    target.add(book, book.make_indirect(Array(drawings)))
    with target.opened() as copied:
        assert [stream.read_bytes() for stream in copied.Root.Copied[0]] == [b"2 w", b" w"]


def test_references_to_own_objects_lead_to_their_copies(books: list[Pdf]) -> None:
    target = Target()
    for book in books:
        page, annotation = book.make_indirect(Dictionary()), book.make_indirect(Dictionary(Text="(9 0 R)"))
        page.Annots, annotation.P = Array([annotation]), page
        target.add(book, page, annotation)
    with target.opened() as copied:
        pages = list(copied.Root.Copied)[::2]
        assert pages[0].objgen != pages[1].objgen
        assert all(page.Annots[0].P.objgen == page.objgen for page in pages)
        assert {str(page.Annots[0].Text) for page in pages} == {"(9 0 R)"}


def test_an_object_that_refers_to_itself_is_copied_for_each_document(books: list[Pdf]) -> None:
    target = Target()
    for book in books:
        first, second = book.make_indirect(Dictionary()), book.make_indirect(Dictionary())
        first.Other, second.Other = second, first
        target.add(book, book.make_indirect(Dictionary(Ring=first)))
    with target.opened() as copied:
        rings = [obj.Ring for obj in copied.Root.Copied]
        assert [ring.Other.Other.objgen for ring in rings] == [ring.objgen for ring in rings]
        assert rings[0].objgen != rings[1].objgen


def test_a_redirected_object_is_not_copied(books: list[Pdf]) -> None:
    target = Target()
    copy = target.copy_of(books[0])
    parent, number = books[0].make_indirect(Dictionary(Secret=1)), target.writer.reserve()
    copy.redirect(parent, number)
    child = books[0].make_indirect(Dictionary(P=parent))
    copy.add(child)
    copy.put((number, b"<< /New true >>"))
    target.numbers = [copy.numbers[child.objgen]]
    target.writer.pack(copy.finished())
    with target.opened() as copied:
        assert copied.Root.Copied[0].P.New
        assert not any(isinstance(obj, Dictionary) and "/Secret" in obj for obj in copied.objects)


def test_new_objects_are_put_beside_the_others(books: list[Pdf]) -> None:
    copy = Target().copy_of(books[0])
    copy.put((7, b"<< >>"), (8, b"[]"))
    copy.put((9, b"null"))
    assert copy.finished() == [(7, b"<< >>"), (8, b"[]"), (9, b"null")]


def test_an_object_is_renumbered_without_being_copied(books: list[Pdf]) -> None:
    copy = Target().copy_of(books[0], key_offset=10)
    own = books[0].make_indirect(Dictionary())
    number = copy.add(own)
    assert copy.renumbered(own) == b"%d 0 R" % number
    assert copy.renumbered(Dictionary(Own=own, StructParent=3)) == b"<< /Own %d 0 R /StructParent 13 >>" % number


def test_keys_of_the_parent_tree_are_moved(books: list[Pdf]) -> None:
    target = Target()
    book = books[0]
    page = book.make_indirect(Dictionary(StructParents=2, T=String("/StructParents 2"), StructParent=3))
    target.add(book, page, key_offset=10)
    with target.opened() as copied:
        (moved,) = copied.Root.Copied
        assert (int(moved.StructParents), int(moved.StructParent)) == (12, 13)
        assert moved.T == "/StructParents 2"


def test_an_xobject_takes_the_resources_that_it_names(books: list[Pdf]) -> None:
    target = Target()
    for number, book in enumerate(books):
        fonts = Dictionary(F1=book.make_indirect(Dictionary(Subset=number)))
        states = Dictionary(G1=book.make_indirect(Dictionary(ca=1)), G2=book.make_indirect(Dictionary(ca=number)))
        drawing = book.make_stream(b"/G1 gs 0 0 9 9 re f")
        drawing.Resources = Dictionary(Font=fonts, ExtGState=states, ProcSet=Array([Name.PDF]))
        target.add(book, book.make_indirect(Dictionary(Drawing=drawing)))
    with target.opened() as copied:
        drawings = [obj.Drawing for obj in copied.Root.Copied]
        assert drawings[0].objgen == drawings[1].objgen, "what differs is not used"
        assert drawings[0].Resources.ExtGState.keys() == {"/G1"}
        assert "/ProcSet" not in drawings[0].Resources, "it names nothing"
        assert not any(isinstance(obj, Dictionary) and "/Subset" in obj for obj in copied.objects)


def test_the_data_of_streams_stay_compressed(books: list[Pdf]) -> None:
    target = Target()
    book = books[0]
    compressed = BytesIO()
    book.add_blank_page()
    book.Root.Image = book.make_stream(b"0" * 1000)
    book.save(compressed)
    with pikepdf.open(compressed) as reopened:
        target.add(reopened, reopened.make_indirect(Dictionary(Image=reopened.Root.Image)))
    with target.opened() as copied:
        image = copied.Root.Copied[0].Image
        assert image.Filter == "/FlateDecode"
        assert len(image.read_raw_bytes()) < len(image.read_bytes()) == 1000
