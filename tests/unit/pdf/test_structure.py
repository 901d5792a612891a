"""The structure tree and the parent tree of tiny documents, also of damaged ones."""

from collections.abc import Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf

from worksheets.pdf.structure import (
    child_elements,
    drop_pages_after,
    elements,
    make_owners_indirect,
    marked_content_owners,
    number_tree,
    walk,
)


@pytest.fixture
def book() -> Iterator[Pdf]:
    with pikepdf.new() as book:
        yield book


def element(book: Pdf, tag: str, *kids: object) -> Object:
    """Return a structure element with its kids: a single kid without an array around it, as some programs write it."""
    entries: dict[str, object] = {"/S": Name(f"/{tag}")}
    if kids:
        entries["/K"] = kids[0] if len(kids) == 1 else Array(kids)
    return book.make_indirect(Dictionary(entries))


def tags(root: Object) -> list[str]:
    return [str(element.S)[1:] for element in elements(root)]


def test_elements_come_in_reading_order(book: Pdf) -> None:
    cell = element(book, "TD", element(book, "P", 0))
    table = element(book, "Table", element(book, "TR", element(book, "TH", 1), cell))
    document = element(book, "Document", element(book, "H1", 2, 3), table, element(book, "P"))
    root = Dictionary(K=Array([document, element(book, "Part")]))
    assert tags(root) == ["Document", "H1", "Table", "TR", "TH", "TD", "P", "P", "Part"]


def test_only_elements_count_as_elements(book: Pdf) -> None:
    reference = Dictionary(Type=Name.OBJR, Obj=book.make_indirect(Dictionary()))
    parent = element(book, "P", 0, reference, element(book, "Span"), Dictionary(Type=Name.MCR, MCID=1))
    assert [str(child.S) for child in child_elements(parent)] == ["/Span"]
    assert child_elements(element(book, "P")) == []
    assert child_elements(element(book, "P", 7)) == []
    assert [str(child.S) for child in child_elements(element(book, "P", element(book, "Em")))] == ["/Em"]


def test_elements_that_lead_in_circles_come_once(book: Pdf) -> None:
    top = element(book, "Document", element(book, "P"), element(book, "Div"))
    top.K.append(top)
    top.K[1].K = Array([top, top.K[0]])
    assert sorted(tags(Dictionary(K=top))) == ["Div", "Document", "P"]


def test_the_walk_begins_with_the_last_and_takes_direct_objects_each_time() -> None:
    leaf = Dictionary(N=1)
    root = Dictionary(N=0, Kids=Array([leaf, leaf]))
    walked = walk([Dictionary(N=2), root], lambda node: list(node.get("/Kids", [])))
    assert [int(node.N) for node in walked] == [0, 1, 1, 2]


def test_a_number_tree_is_read_in_order(book: Pdf) -> None:
    leaves = [book.make_indirect(Dictionary(Nums=Array([key, Name.A, key + 1, Name.B]))) for key in (0, 2, 4)]
    root = Dictionary(Kids=Array([leaves[0], Dictionary(Kids=Array(leaves[1:]))]))
    assert [(key, str(value)) for key, value in number_tree(root)] == [
        (0, "/A"),
        (1, "/B"),
        (2, "/A"),
        (3, "/B"),
        (4, "/A"),
        (5, "/B"),
    ]
    assert list(number_tree(Dictionary())) == []


def test_a_number_tree_that_leads_in_circles_ends(book: Pdf) -> None:
    root = book.make_indirect(Dictionary(Kids=Array([])))
    leaf = book.make_indirect(Dictionary(Nums=Array([0, Name.A]), Kids=Array([root])))
    root.Kids = Array([leaf, leaf, root])
    assert [key for key, _value in number_tree(root)] == [0]


def tagged(book: Pdf, pages: int) -> list[Object]:
    """Add pages with a paragraph each; return the paragraphs. The parent tree has a row for a form field, too."""
    document = element(book, "Document", 0, 0)
    book.Root.StructTreeRoot = book.make_indirect(Dictionary(K=Array([document])))
    document.K = Array([])
    numbers = []
    for key in range(pages):
        page = book.add_blank_page(page_size=(9, 9)).obj
        page.StructParents = key
        paragraph = element(book, "P", 0)
        paragraph.Pg = page
        document.K.append(paragraph)
        numbers += [key, Array([paragraph, paragraph])]
    book.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([*numbers, pages, document]))
    return list(document.K)


def test_owners_of_marked_content(book: Pdf) -> None:
    paragraphs = tagged(book, 2)
    for page, paragraph in zip(book.pages, paragraphs, strict=True):
        owners = marked_content_owners(book, page.obj)
        assert [owner.objgen for owner in owners] == [paragraph.objgen] * 2
    owners[1] = None
    assert marked_content_owners(book, page.obj)[1] is None, "the row can be changed"
    page.obj.StructParents = 7
    with pytest.raises(KeyError):
        marked_content_owners(book, page.obj)


def test_rows_of_the_parent_tree_become_objects(book: Pdf) -> None:
    tagged(book, 3)
    pages = [page.obj for page in book.pages]
    rows = make_owners_indirect(book, [pages[2], pages[0]])
    assert [page.objgen for _row, page in rows] == [pages[0].objgen, pages[2].objgen]
    assert all(row.is_indirect for row, _page in rows)
    numbers = book.Root.StructTreeRoot.ParentTree.Nums
    assert [numbers[index].is_indirect for index in (1, 3, 5)] == [True, False, True]
    assert numbers[5].objgen == rows[1][0].objgen


@pytest.mark.parametrize("count", [1, 2, 3])
def test_pages_are_dropped_with_their_tags(book: Pdf, count: int) -> None:
    kept = tagged(book, 3)[:count]
    drop_pages_after(book, count)
    assert len(book.pages) == count
    document = book.Root.StructTreeRoot.K[0]
    assert [paragraph.objgen for paragraph in document.K] == [paragraph.objgen for paragraph in kept]
    rows = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
    assert list(rows) == [*range(count), 3], "the field's row stays"
    assert rows[3].objgen == document.objgen
