"""A print file made of parts is the same as one made of whole PDFs: pages, tags, bookmarks, labels."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, ParamSpec

import pikepdf
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import msgpack, structs
from pikepdf import Array, Dictionary, Object

from tests.helpers.course import HANDOUT_FIRST, the_course
from tests.helpers.making import master_builder, master_store
from tests.helpers.tiny_master import LETTERS, STYLE, shaped, tiny_master, tree_master, tree_objects
from tests.helpers.verapdf import failures
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.master.store import MasterStore
from worksheets.merge.master_graph import MasterGraph
from worksheets.merge.merger import Merger
from worksheets.merge.model import Master
from worksheets.merge.print_parts import Bases, PartsPrinter, master_copy
from worksheets.merge.variable_objects import ObjectWriter, SlotText, VariableObjects
from worksheets.pdf.content_stream import glyph_texts
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import BLANK, Participant

P = ParamSpec("P")

PEOPLE = (
    Participant({"nimi": "Aino Esimerkki", "tukiverkosto.esimies": "Palautetta (myös 100 %:n) työstä"}),
    Participant(
        {
            "nimi": "Ää Öö",
            "omat-verkostot.1.nimi": "Kuoro",
            "omat-verkostot.2.luonut": "Harrastus\\seura",
            "verkostokartta.kontaktit.2.apu": "tukea",
        }
    ),
    BLANK,
    Participant(
        {
            "nimi": "Åsa %d",
            "omat-verkostot.6.nimi": "Kuudes",
            "verkostokartta.kontaktit.1.nimi": "Marja",
            "tukiverkosto.esimies": "Aina 5 % (tai 6 %) uutta. " * 20,
        }
    ),
)


@dataclass(frozen=True)
class NamedHandout:
    """A participant's merged handout, with the name that it has in a print file."""

    name: str
    merger: Merger
    objects: VariableObjects


Handouts = Sequence[NamedHandout]


def typesets_much(test: Callable[P, None]) -> Callable[P, None]:
    """Leave a test out of the fast lane; all such tests run in one process, which makes the handouts once."""
    return pytest.mark.slow(pytest.mark.xdist_group("verapdf")(test))


def handout_in(masters: MasterStore, person: Participant) -> NamedHandout:
    merged = masters.merge(person, make=True)
    return NamedHandout(person.name, merged.merger, merged.objects)


@pytest.fixture(scope="module", params=HANDOUT_FIRST)
def handouts(course: Course, request: pytest.FixtureRequest) -> Handouts:
    """Merge handouts, each from a master of its own, and before and after them two from a copy of the first.

    One builder makes the masters, since it typesets a page again only if its answers differ.
    """
    edition = Edition(course, course.choose("1,2,7-9"), read_layout(request.param, course.folder))
    builder = master_builder(edition)
    mergers = [Merger(builder.build(partial(edition.page_data, person))) for person in PEOPLE]
    copy = Merger(msgpack.decode(msgpack.encode(mergers[0].master), type=Master))
    people = [PEOPLE[0].given({"nimi": "Eka"}), *PEOPLE, PEOPLE[0].given({"nimi": "Toka"})]
    return [
        NamedHandout(person.name, merger, merger.merge(edition.page_data(person)))
        for person, merger in zip(people, [copy, *mergers, copy], strict=True)
    ]


def printed(handouts: Handouts, *, parts: Sequence[int], two_sided: bool = True, password: str = "") -> bytes:
    """Return a print file of handouts; those at the indexes in ``parts`` are added in parts, the others whole."""
    out = BytesIO()
    print_file = PrintFile(out, "Työelämän verkostot", "fi", two_sided=two_sided, password=password)
    printer = PartsPrinter()
    for index, handout in enumerate(handouts):
        if index in parts:
            pages = printer.add(print_file, handout.merger.master, handout.objects, handout.name)
        else:
            pages = print_file.add(handout.merger.file(handout.objects).pdf, handout.name)
        assert pages == handout.merger.master.pages
    print_file.finish()
    return out.getvalue()


def every(handouts: Handouts) -> range:
    return range(len(handouts))


def description(pdf: bytes) -> tuple[Any, ...]:
    """Return what a print file has beside its pages: tags with their pages, bookmarks, labels, settings, trees."""
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
        assert book.get_warnings() == []
        pages = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        root = book.Root
        id_tree = root.StructTreeRoot.get("/IDTree", Dictionary(Kids=Array())).Kids
        identifiers = [str(identifier) for kid in id_tree for identifier in list(kid.Names)[::2]]
        owners = [len(kid.Nums) for kid in root.StructTreeRoot.ParentTree.Kids]
        keys = [int(page.obj.get("/StructParents", -1)) for page in book.pages]
        return (
            elements(root.StructTreeRoot.K[0], pages),
            bookmarks(root.Outlines.get("/First"), pages),
            root.PageLabels.unparse(),
            root.ViewerPreferences.unparse(),
            (str(book.docinfo.Title), str(book.docinfo.Producer)),
            (identifiers, owners, keys),
        )


def elements(element: Object, pages: dict[tuple[int, int], int]) -> tuple[Any, ...]:
    kids = element.get("/K", Array())
    inner = list(kids) if isinstance(kids, Array) else [kids]
    entries = tuple(str(element.get(entry, "")) for entry in ("/S", "/T", "/Alt", "/ID"))
    headers = element.get("/A", Dictionary()).get("/Headers", Array()).unparse()
    page = pages[element.Pg.objgen] if "/Pg" in element else None
    return (*entries, headers, page, [elements(kid, pages) if isinstance(kid, Dictionary) else "" for kid in inner])


def bookmarks(item: Object | None, pages: dict[tuple[int, int], int]) -> list[tuple[Any, ...]]:
    items: list[tuple[Any, ...]] = []
    while item is not None:
        below = bookmarks(item.get("/First"), pages)
        items.append((str(item.Title), int(item.get("/Count", 0)), pages[item.Dest[0].objgen], below))
        item = item.get("/Next")
    return items


def pictures(pdf: bytes) -> list[tuple[bytes, str]]:
    with pypdfium2.PdfDocument(pdf) as book:
        return [(bytes(page.render(scale=1).buffer), page.get_textpage().get_text_bounded()) for page in book]


@typesets_much
@pytest.mark.parametrize("two_sided", [True, pytest.param(False, marks=pytest.mark.long)])
def test_parts_give_the_same_file_as_whole_pdfs(handouts: Handouts, *, two_sided: bool) -> None:
    from_files = printed(handouts, parts=(), two_sided=two_sided)
    from_parts = printed(handouts, parts=every(handouts), two_sided=two_sided)
    mixed = printed(handouts, parts=every(handouts)[::2], two_sided=two_sided)
    assert description(from_files) == description(from_parts) == description(mixed)
    assert pictures(from_files) == pictures(from_parts) == pictures(mixed)


@typesets_much
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.long] * (page not in ("kansi", "omat-verkostot", "verkostokartta")))
        for page in the_course().pages
    ],
)
def test_each_page_alone_gives_the_same_file_from_parts(course: Course, page: str) -> None:
    edition = Edition(course, course.choose(page), read_layout("handout", course.folder))
    masters = master_store(edition)
    people = [Participant({"nimi": name}) for name in ("Eka", "Toka")]
    handouts = [handout_in(masters, person) for person in people]
    assert description(printed(handouts, parts=())) == description(printed(handouts, parts=every(handouts)))


@typesets_much
def test_it_is_accessible_and_the_same_every_time(handouts: Handouts, tmp_path: Path) -> None:
    pdf = printed(handouts, parts=every(handouts))
    assert pdf == printed(handouts, parts=every(handouts))
    path = tmp_path / "tulosta.pdf"
    path.write_bytes(pdf)
    assert failures(path) == []


@typesets_much
def test_marked_content_belongs_to_elements_of_its_own_page(handouts: Handouts) -> None:
    with pikepdf.open(BytesIO(printed(handouts, parts=every(handouts)))) as book:
        owners: dict[int, Object] = {}
        for node in book.Root.StructTreeRoot.ParentTree.Kids:
            rows = list(node.Nums)
            owners |= {int(rows[index]): rows[index + 1] for index in range(0, len(rows), 2)}
        for page in book.pages:
            if "/StructParents" in page.obj:
                for owner in owners[int(page.obj.StructParents)]:
                    assert owner is None or owner.Pg.objgen == page.obj.objgen


@typesets_much
def test_it_can_be_locked(handouts: Handouts) -> None:
    pdf = printed(handouts, parts=every(handouts), password="Avain")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password="Avain") as book:
        assert len(book.pages) > len(handouts)
        unlocked = BytesIO()
        book.save(unlocked, encryption=False)
    assert pictures(unlocked.getvalue()) == pictures(printed(handouts, parts=every(handouts)))


@typesets_much
def test_it_has_the_fonts_of_a_master_once(handouts: Handouts) -> None:
    first, second = handouts[0], handouts[-1]

    def fonts(pdf: bytes) -> int:
        with pikepdf.open(BytesIO(pdf)) as book:
            return sum(isinstance(obj, pikepdf.Stream) and "/Length1" in obj for obj in book.objects)

    assert fonts(printed([first, second] * 3, parts=range(6))) == fonts(printed([first], parts=[0]))


TOKENS = [
    *(b"/K %d 0 R" % number for number in (2, 3, 4, 5, 6, 9, 11, 12, 13, 14)),
    b"/A[5 0 R 9 0 R]",
    b"/StructParents 7",
    b"/StructParent 0",
    rb"/T(5 0 R \) (100 %) %d %s)",
    b"/T(0-1-2)",
    b"/T<35203020522>",
    b"/N%",
    b"/D[1 2.5 R]",
    b"/S/TH",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=8))
@example(TOKENS)
def test_fixed_and_variable_objects_are_renumbered_alike(tokens: list[bytes]) -> None:
    body = b"<<%s/StructElem>>" % b"".join(tokens)
    master = structs.replace(tree_master(), objects=tree_objects({10: body}))
    graph = MasterGraph(master)
    copy = master_copy(graph, {number: 500 + number for number in graph.reached - graph.own})
    bases = Bases(own=100, pages=200, document=300, bookmark=400, key=70, handout=3)
    objects = VariableObjects({}, [], [], [(10, body)], b"", master.next_number)
    number = copy.number(10, bases)
    fixed, variable = (body for own, body in copy.objects(objects, bases) if own == number)
    assert fixed == variable
    assert fixed.count(b" 0 R") == body.count(b" 0 R")
    if b"/T(0-1-2)" in tokens:
        assert b"/T(000003-0-1-2)" in fixed
    if b"/StructParents 7" in tokens:
        assert b"/StructParents 77" in fixed
    if b"/K 9 0 R" in tokens:
        assert b"/K 509 0 R" in fixed


def objects_of(master: Master, name: str) -> VariableObjects:
    """Return the objects of a participant."""
    return ObjectWriter(master, [SlotText(STYLE, [shaped(name)])], {0: name}, {}).objects({})


@contextmanager
def print_file_of(*names: str, masters: Sequence[Master]) -> Iterator[pikepdf.Pdf]:
    """Yield the print file of handouts, each with its master."""
    out, printer = BytesIO(), PartsPrinter()
    print_file = PrintFile(out, "Kurssi", "fi", two_sided=False)
    for name, master in zip(names, masters, strict=True):
        assert printer.add(print_file, master, objects_of(master, name), name) == 1
    print_file.finish()
    with pikepdf.open(out, attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        yield book


@pytest.fixture(scope="module")
def book() -> Iterator[pikepdf.Pdf]:
    """Return the print file of two handouts from one master."""
    with print_file_of("abc", "Cab", masters=[tree_master()] * 2) as book:
        yield book


def test_each_handout_has_its_own_page_with_its_own_text(book: pikepdf.Pdf) -> None:
    first, second = (page.obj for page in book.pages)
    assert shaped("abc").glyphs in first.Contents.read_bytes()
    assert shaped("Cab").glyphs in second.Contents.read_bytes()
    assert first.Parent.objgen != second.Parent.objgen
    assert [first.Parent.Kids[0].objgen, second.Parent.Kids[0].objgen] == [first.objgen, second.objgen]


def test_what_all_handouts_of_a_master_share_is_there_once(book: pikepdf.Pdf) -> None:
    first, second = (page.obj for page in book.pages)
    assert first.Resources.objgen == second.Resources.objgen
    assert first.Resources.ExtGState.G.ca == 1
    assert sum(isinstance(obj, Dictionary) and "/ca" in obj for obj in book.objects) == 1
    assert not any(isinstance(obj, Dictionary) and "/Nobody" in obj for obj in book.objects), "nothing refers to it"


def test_the_handouts_of_two_masters_share_nothing() -> None:
    with print_file_of("abc", "Cab", masters=[tree_master(), tree_master()]) as book:
        first, second = (page.obj for page in book.pages)
        assert first.Resources.objgen != second.Resources.objgen


def test_marked_content_is_owned_by_the_elements_of_its_handout(book: pikepdf.Pdf) -> None:
    """Each handout has two keys of the parent tree: its page's, and one with the table header."""
    leaves = list(book.Root.StructTreeRoot.ParentTree.Kids)
    assert [list(leaf.Limits) for leaf in leaves] == [[0, 1], [2, 3]]
    assert [page.obj.StructParents for page in book.pages] == [0, 2]
    for page, leaf in zip(book.pages, leaves, strict=True):
        key, spans, other_key, headers = leaf.Nums
        assert [int(key), int(other_key)] == [int(page.obj.StructParents), int(page.obj.StructParents) + 1]
        assert spans[0] is None
        assert headers[1] is None
        assert spans[1].Pg.objgen == headers[0].Pg.objgen == page.obj.objgen
        assert list(spans[1].K) == [1]


def test_each_handout_is_a_part_with_its_name(book: pikepdf.Pdf) -> None:
    parts = list(book.Root.StructTreeRoot.K[0].K)
    assert [str(part.T) for part in parts] == ["abc", "Cab"]
    for part in parts:
        text, header = part.K
        assert [str(kid.S) for kid in part.K] == ["/P", "/TH"]
        assert text.P.objgen == header.P.objgen == part.objgen
        assert text.K[0].S == "/Span"


def test_table_headers_have_identifiers_of_their_own(book: pikepdf.Pdf) -> None:
    names = [list(leaf.Names) for leaf in book.Root.StructTreeRoot.IDTree.Kids]
    assert [str(name) for name, _element in names] == ["000001-5-0-1", "000002-5-0-1"]
    for (name, element), part in zip(names, book.Root.StructTreeRoot.K[0].K, strict=True):
        assert name == element.ID
        assert element.objgen == part.K[1].objgen


def test_bookmarks_lead_to_the_handouts_and_below_to_their_own(book: pikepdf.Pdf) -> None:
    pages = {page.obj.objgen: index for index, page in enumerate(book.pages)}
    first, second = bookmarks(book.Root.Outlines.First, pages)
    assert first == ("abc", -2, 0, [("Alku", 0, 0, [])])
    assert second == ("Cab", -2, 1, [("Alku", 0, 1, [])])


def test_without_bookmarks_and_headers_nothing_is_below_a_handout() -> None:
    objects = tree_objects({4: b"<</Type/Outlines>>", 10: b"<</Type/StructElem/S/P/P 6 0 R/Pg 5 0 R>>"})
    with print_file_of("abc", masters=[structs.replace(tree_master(), objects=objects)]) as book:
        assert bookmarks(book.Root.Outlines.First, {book.pages[0].obj.objgen: 0}) == [("abc", 0, 0, [])]
        assert "/IDTree" not in book.Root.StructTreeRoot


def test_shared_fonts_have_all_letters() -> None:
    master = structs.replace(
        tree_master(),
        fonts={
            "F0": structs.replace(tiny_master().fonts["F0"], file=16, descendant=17, to_unicode=18, entries=b"/Font 1")
        },
        objects=tree_objects(
            {
                9: b"<</ExtGState<</G 11 0 R>>/Font<</F0 19 0 R>>>>",
                19: b"<</Type/Font/DescendantFonts[17 0 R]/ToUnicode 18 0 R/FontFile2 16 0 R>>",
            }
        ),
        next_number=20,
    )
    with print_file_of("abc", "Cab", masters=[master] * 2) as book:
        first, second = (page.obj.Resources.Font.F0 for page in book.pages)
        assert first.objgen == second.objgen
        assert len(first.DescendantFonts[0].W) == 2 * len(LETTERS)
        assert {text for glyph, text in glyph_texts(first).items() if glyph} == set(LETTERS)
        assert first.FontFile2.read_bytes()[:4] == b"\0\1\0\0"


def test_a_printer_takes_a_master_with_all_trees() -> None:
    assert PartsPrinter().takes(tree_master())


NO_PAGES = b"<</Type/Catalog/StructTreeRoot 3 0 R/Outlines 4 0 R>>"


@pytest.mark.parametrize(
    "change",
    [
        {"objects": ()},
        {"objects": tree_objects({1: NO_PAGES})},
        {"objects": tree_objects({1: b""})},
        {"objects": tree_objects({2: b"<</Type/Pages/Count 0>>"})},
        {"objects": tree_objects({2: b"<</Type/Pages/Count 1/Kids[99 0 R]>>"})},
        {"objects": tree_objects({3: b"<</Type/StructTreeRoot/ParentTree 7 0 R>>"})},
        {"objects": tree_objects({3: b"<</Type/StructTreeRoot/K[6 0 R]>>"})},
        {"objects": tree_objects({5: b"<</Type/Page/Parent 2 0 R/Contents 14 0 R>>"})},
        {"objects": tree_objects({5: b"<</Type/Page/Contents 14 0 R/MediaBox[0 0 x y]>>"})},
        {"objects": tree_objects({5: b"<</Type/Page/Contents 14 0 R/MediaBox[0 0]>>"})},
        {"objects": tree_objects({7: b"<<>>"})},
        {"objects": tree_objects({7: b"<</Nums[]>>"})},
        {"contents": (structs.replace(tree_master().contents[0], number=99),)},
        {"fonts": {"F0": structs.replace(tiny_master().fonts["F0"], data=b"")}},
        {"fonts": {"F0": structs.replace(tiny_master().fonts["F0"], always=(60_000,))}},
        {"root": 99},
    ],
)
def test_a_printer_takes_no_master_that_would_spoil_a_print_file(change: dict[str, Any]) -> None:
    assert not PartsPrinter().takes(structs.replace(tree_master(), **change))
