"""The one reader of a tagged PDF's structure tree and parent tree (ISO 32000-1, 14.7)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pikepdf import Array, Dictionary, Object, Pdf


def walk(tops: Iterable[Object], children: Callable[[Object], list[Object]]) -> Iterator[Object]:
    """Yield objects and everything below them, each once: a damaged tree may lead in circles.

    The walk is depth first, an object before its children, and begins with the last of ``tops`` and of each list of
    children.
    """
    waiting, seen = list(tops), set()
    while waiting:
        obj = waiting.pop()
        if obj.objgen not in seen:
            yield obj
            waiting += children(obj)
        if obj.is_indirect:
            seen.add(obj.objgen)


def child_elements(parent: Object) -> list[Object]:
    """Return the structure elements right under an element or under the root."""
    kids = parent.get("/K")
    candidates = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in candidates if isinstance(kid, Dictionary) and "/S" in kid]


def elements(root: Object) -> Iterator[Object]:
    """Yield the structure elements under a root, in reading order."""
    return walk(child_elements(root)[::-1], lambda element: child_elements(element)[::-1])


def number_tree(root: Object) -> Iterator[tuple[int, Object]]:
    """Yield a number tree's keys and values, in order (7.9.7)."""
    for node in walk([root], lambda node: list(node.get("/Kids", []))[::-1]):
        numbers = list(node.get("/Nums", []))
        for index in range(0, len(numbers), 2):
            yield int(numbers[index]), numbers[index + 1]


def marked_content_owners(book: Pdf, page: Object) -> Any:  # noqa: ANN401 - an Array, whose type takes no None at an index
    """Return a page's row of the parent tree: the structure element of each marked content, by its number (MCID).

    Raises KeyError when the page has none.
    """
    return dict(number_tree(book.Root.StructTreeRoot.ParentTree))[int(page.StructParents)]


def make_owners_indirect(book: Pdf, pages: list[Object]) -> list[tuple[Object, Object]]:
    """Make the parent tree's rows of some pages objects of their own; return each row with its page, in key order.

    The tree must be a single node, as WeasyPrint writes it.
    """
    numbers = book.Root.StructTreeRoot.ParentTree.Nums
    by_key = {int(page.StructParents): page for page in pages}
    rows = []
    for index in range(0, len(numbers), 2):
        if page := by_key.get(int(numbers[index])):
            numbers[index + 1] = book.make_indirect(numbers[index + 1])
            rows.append((numbers[index + 1], page))
    return rows


def drop_pages_after(book: Pdf, count: int) -> None:
    """Delete all pages but the first ``count``, with their structure elements and rows of the parent tree.

    The PDF must be as WeasyPrint writes it: each element right under the top one lies on one page, and the parent tree
    is a single node that has the rows of the pages first, in order. Fonts keep the glyphs of the deleted pages.
    """
    deleted = {page.obj.objgen for page in list(book.pages)[count:]}
    root = book.Root.StructTreeRoot
    root.K[0].K = Array([kid for kid in root.K[0].K if kid.Pg.objgen not in deleted])
    numbers = list(root.ParentTree.Nums)
    kept = [
        index for index in range(0, len(numbers), 2) if index < 2 * count or not isinstance(numbers[index + 1], Array)
    ]
    root.ParentTree.Nums = Array([item for index in kept for item in numbers[index : index + 2]])
    del book.pages[count:]
