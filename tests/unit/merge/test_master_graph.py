"""A master's graph tells the objects that no two handouts can share from those that a print file has once."""

from msgspec import structs

from tests.helpers.tiny_master import tree_master, tree_objects
from worksheets.merge.master_graph import Bookmarks, MasterGraph, ParentTreeRow, entry_number


def test_pages_elements_and_what_refers_to_them_are_a_handouts_own() -> None:
    graph = MasterGraph(tree_master())
    assert graph.own == {5, 6, 8, 10, 12, 13, 14}
    assert graph.reached - graph.own == {9, 11}


def test_trees_are_read() -> None:
    graph = MasterGraph(tree_master())
    assert graph.pages == [5]
    assert graph.document == 6
    assert graph.bookmarks == Bookmarks(first=8, last=8, count=2)
    assert graph.parent_tree == [ParentTreeRow(0, b"13 0 R"), ParentTreeRow(1, b"[10 0 R null]")]
    assert graph.media_box == b"[0 0 20 10]"
    assert graph.header_ids == {b"5-0-1": 10}


def test_there_may_be_no_bookmarks() -> None:
    graph = MasterGraph(structs.replace(tree_master(), objects=tree_objects({4: b"<</Type/Outlines>>"})))
    assert graph.bookmarks == Bookmarks(0, 0, 0)
    assert 8 not in graph.reached


def test_the_producer_is_in_the_information_dictionary() -> None:
    master = tree_master()
    assert MasterGraph(master).producer == ""
    objects = tree_objects({master.info: b"<</Producer (WeasyPrint 70)>>"})
    assert MasterGraph(structs.replace(master, objects=objects)).producer == "WeasyPrint 70"


def test_an_entry_without_a_reference_has_number_0() -> None:
    assert entry_number(b"<</First 12 0 R/Last 13 0 R>>", b"Last") == 13
    assert entry_number(b"<</First (12 0 R)>>", b"Next") == 0
