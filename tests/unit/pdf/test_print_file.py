"""The print file has the handouts' pages, texts and tags in order, each handout on sheets of paper of its own."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import weasyprint
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.helpers.course import crowd, example_group, handout_of
from tests.helpers.making import font_map
from tests.helpers.pdf import bookmarks, contents, elements, pictures, texts
from tests.helpers.verapdf import failures
from worksheets.course.course import Course
from worksheets.errors import PdfError
from worksheets.pdf.back_sides import take_back
from worksheets.pdf.finish import encrypt
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

Handouts = list[tuple[bytes, str]]


def merged(
    handouts: Handouts, title: str = "Työelämän verkostot", *, two_sided: bool = True, password: str = ""
) -> bytes:
    out = BytesIO()
    file = PrintFile(out, title, "fi", two_sided=two_sided, password=password)
    for pdf, name in handouts:
        file.add(pdf, name)
    file.finish()
    return out.getvalue()


@pytest.fixture(scope="module")
def group() -> Handouts:
    """Return handouts of two, four, three and three pages."""
    first, *_others, fifth, _last = example_group()
    arabic = Participant({"nimi": "محمد العلي", "verkostokartta.kontaktit.1.nimi": "王伟明"})
    return [
        (handout_of(first, pages="1,8"), first.name),
        (handout_of(fifth, pages="1,7,9"), fifth.name),
        (handout_of(arabic, layout="slides", pages="1,9"), arabic.name),
        (handout_of(pages="1-3"), ""),
    ]


@pytest.mark.slow
def test_every_page_looks_and_reads_the_same(group: Handouts) -> None:
    pdf = merged(group, two_sided=False)
    assert texts(pdf) == [text for handout, _name in group for text in texts(handout)]
    shown = [page.tobytes() for handout, _name in group for page in pictures(as_front_sides(handout), 40)]
    assert [page.tobytes() for page in pictures(pdf, 40)] == shown


def as_front_sides(handout: bytes) -> bytes:
    """Return a handout whose pages all have the margins of front sides, as paper that is printed on one side."""
    out = BytesIO()
    with pikepdf.open(BytesIO(handout)) as book:
        take_back(book)
        book.save(out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_it_is_accessible(group: Handouts, course: Course, tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    path.write_bytes(merged([*group, (handout_of(crowd(course)), "crowd")]))
    assert failures(path) == []


@pytest.mark.slow
def test_each_handout_begins_on_a_new_sheet(group: Handouts) -> None:
    odd = [group[3], group[0], group[3], group[3]]
    pages = texts(merged(odd))
    assert [bool(text) for text in pages] == [True] * 3 + [False] + [True] * 5 + [False] + [True] * 3
    with pikepdf.open(BytesIO(merged(odd))) as book:
        assert "/Contents" not in book.pages[3].obj
        assert book.pages[3].mediabox == book.pages[2].mediabox
    assert all(texts(merged(odd, two_sided=False)))


@pytest.mark.slow
def test_tags_are_in_the_handouts_order(group: Handouts) -> None:
    pdf = merged(group)
    together = [str(element.S) for element in elements(pdf)]
    apart = [str(element.S) for handout, _name in group for element in elements(handout)]
    assert together == ["/Document", *(("/Part" if kind == "/Document" else kind) for kind in apart)]
    parts = [str(element.get("/T", "")) for element in elements(pdf) if pikepdf.Name.Part == element.S]
    assert parts == [name for _pdf, name in group]


@pytest.mark.slow
def test_all_marked_content_belongs_to_an_element(group: Handouts) -> None:
    pdf = merged(group)
    hung = {(element.Pg.objgen, kid) for element in elements(pdf) for kid in kids(element) if isinstance(kid, int)}
    with pikepdf.open(BytesIO(pdf)) as book:
        owners = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
        assert book.Root.StructTreeRoot.ParentTreeNextKey == max(owners) + 1
        tagged = [page for page in book.pages if "/StructParents" in page.obj]
        assert len({int(page.obj.StructParents) for page in tagged}) == len(tagged) == 12
        marks = {(page.obj.objgen, int(n)) for page in tagged for n in re.findall(rb"/MCID (\d+)", contents(page))}
        assert marks == hung
        for page in tagged:
            row = list(owners[int(page.obj.StructParents)])
            assert {mcid for mcid, owner in enumerate(row) if owner is not None} == {
                mcid for on_page, mcid in marks if on_page == page.obj.objgen
            }
            assert all(owner.Pg.objgen == page.obj.objgen for owner in row if owner is not None)


@pytest.mark.slow
def test_table_cells_refer_to_headers_of_their_own_handout(group: Handouts) -> None:
    with pikepdf.open(BytesIO(merged([group[0], group[0]]))) as book:
        by_identifier = {str(name): element for name, element in name_tree(book.Root.StructTreeRoot.IDTree)}
        assert list(by_identifier) == sorted(by_identifier)
        parts = list(book.Root.StructTreeRoot.K[0].K)
        named = [[str(element.ID) for element in below(part) if "/ID" in element] for part in parts]
        assert [len(names) for names in named] == [4, 4]
        assert list(by_identifier) == sorted(name for names in named for name in names)
        assert all(str(element.ID) == name and element.S == "/TH" for name, element in by_identifier.items())
        for part, names in zip(parts, named, strict=True):
            cells = [element for element in below(part) if element.S == "/TD"]
            assert {str(header) for cell in cells for header in cell.A.Headers} == set(names)


def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    for kid in kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from below(kid)


def kids(element: pikepdf.Object) -> list[object]:
    kids = element.get("/K")
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def name_tree(root: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    for leaf in root.Kids:
        names = list(leaf.Names)
        assert (leaf.Limits[0], leaf.Limits[1]) == (names[0], names[-2])
        yield from zip(names[::2], names[1::2], strict=True)


def number_tree(node: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    numbers = list(node.get("/Nums", []))
    yield from ((int(numbers[n]), numbers[n + 1]) for n in range(0, len(numbers), 2))
    for kid in node.get("/Kids", []):
        yield from number_tree(kid)


@pytest.mark.slow
def test_bookmarks_labels_and_hints(group: Handouts) -> None:
    pdf = merged([group[3], *group])
    names = [name or "Työelämän verkostot" for _pdf, name in [group[3], *group]]
    assert bookmarks(pdf) == names
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.page_labels[:6] == ["1", "2", "3", "", f"{names[1]} – 1", f"{names[1]} – 2"]
    tops = [item for item in reader.outline if not isinstance(item, list)]
    assert [reader.get_destination_page_number(item) for item in tops] == [0, 4, 6, 10, 14]
    (first, *_others) = [item for item in reader.outline[3:] if isinstance(item, list)]
    assert [reader.get_destination_page_number(item) for item in first if not isinstance(item, list)] == [4, 5]
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.Root.Outlines.Count == 5
        assert [int(item.Count) for item in (book.Root.Outlines.First, book.Root.Outlines.Last)] == [-3, -3]
        hints = book.Root.ViewerPreferences
        assert hints.DisplayDocTitle
        assert (hints.PrintScaling, hints.Duplex) == (pikepdf.Name("/None"), pikepdf.Name.DuplexFlipLongEdge)


@pytest.mark.slow
def test_the_printer_is_told_how_sheets_turn(group: Handouts) -> None:
    def hint(handouts: Handouts, *, two_sided: bool = True) -> str:
        with pikepdf.open(BytesIO(merged(handouts, two_sided=two_sided))) as book:
            return str(book.Root.ViewerPreferences.Duplex)

    assert hint(group[2:]) == "/DuplexFlipShortEdge"
    assert hint(group, two_sided=False) == "/Simplex"


@pytest.mark.slow
def test_objects_that_handouts_share_are_in_the_file_once(group: Handouts) -> None:
    once, ten = merged(group[:1]), merged(group[:1] * 10)
    assert len(ten) < 2.5 * len(once)
    handouts = [(handout_of(person), person.name) for person in example_group()]
    assert len(merged(handouts)) < 0.6 * sum(len(pdf) for pdf, _name in handouts)


@pytest.mark.slow
def test_the_same_handouts_give_the_same_bytes_and_no_unused_objects(group: Handouts) -> None:
    pdf = merged(group)
    assert pdf == merged(group)
    assert pdf.count(b"startxref") == 1
    assert unused(pdf) == 0
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
        assert book.trailer.Size == len(book.objects) + 1


def unused(pdf: bytes) -> int:
    """Return the number of objects that nothing refers to; pikepdf does not save them, nor object streams."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        count = len(book.objects) - pdf.count(b"/Type /ObjStm") - pdf.count(b"/Type/XRef")
        book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(out) as reachable:
        return count - len(reachable.objects)


@pytest.mark.slow
def test_there_is_one_tree_of_each_type_over_all_handouts(group: Handouts) -> None:
    with pikepdf.open(BytesIO(merged(group))) as book:
        types = Counter(str(obj.get("/Type", "")) for obj in book.objects if isinstance(obj, pikepdf.Dictionary))
        assert (types["/Catalog"], types["/StructTreeRoot"], types["/Outlines"]) == (1, 1, 1)
        nodes = list(book.Root.Pages.Kids)
        assert [len(node.Kids) for node in nodes] == [2, 4, 3, 1, 3]
        assert types["/Pages"] == 1 + len(nodes)
        assert all(page.Parent.objgen == node.objgen for node in nodes for page in node.Kids)
        document = book.Root.StructTreeRoot.K[0]
        assert all(child.P.objgen == document.objgen for child in document.K)
        check_bookmarks(book.Root.Outlines)


def check_bookmarks(bookmark: pikepdf.Object) -> None:
    """Check the references of the bookmarks under a bookmark to each other and to it."""
    before, item = None, bookmark.get("/First")
    while item is not None:
        assert item.Parent.objgen == bookmark.objgen
        assert item.get("/Prev", bookmark).objgen == (before or bookmark).objgen
        check_bookmarks(item)
        before, item = item, item.get("/Next")
    assert before is None or bookmark.Last.objgen == before.objgen


HOSTILE = ["12 0 R", "(", "\\", ")(", ") 7 0 R (", "/StructParents 3", "endobj", "𝄞", "<b>&amp;", "a\nb", "<12>", "þÿ"]


@settings(max_examples=15, deadline=None)
@example(names=HOSTILE)
@given(
    names=st.lists(
        st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_any_name_is_taken_literally(names: list[str]) -> None:
    pdf = merged([(set_page(TABLE), name) for name in names], "Otsikko (7 0 R) <&>")
    assert bookmarks(pdf) == names
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
        assert book.docinfo.Title == "Otsikko (7 0 R) <&>"
        with book.open_metadata() as metadata:
            assert metadata["dc:title"] == "Otsikko (7 0 R) <&>"
            assert metadata["dc:language"] == {"fi"}
    assert [str(element.T) for element in elements(pdf) if pikepdf.Name.Part == element.S] == names


def test_texts_that_look_like_references_stay_the_same() -> None:
    names = {"1": "((9 0 R", "2": "/StructParents 3", "3": ") Ж 4 0 R"}
    contacts = {f"verkostokartta.kontaktit.{number}.nimi": name for number, name in names.items()}
    person = Participant({"nimi": "(12 0 R) \\ 5 0 R", **contacts})
    pdf = handout_of(person, pages="1,9")
    alts = [str(element.Alt) for element in elements(pdf) if "/Alt" in element]
    assert [str(element.Alt) for element in elements(merged([(pdf, "x"), (pdf, "y")])) if "/Alt" in element] == alts * 2


LINKED = """<html lang="fi"><title>Linkit</title>
<style>body { font-family: "Source Sans 3" } section { break-before: page }</style>
<p><a href="#loppu">Loppuun</a> <a href="https://esimerkki.example/">Muualle</a></p>
<section id="loppu"><h1>Loppu</h1></section></html>"""
FORM = """<html lang="fi"><title>Lomake</title>
<style>body { font-family: "Source Sans 3" } input { appearance: auto }</style>
<p><input name="nimi" title="Nimi" value="Aino"> <input name="aika" title="Aika"></p></html>"""


TABLE = """<html lang="fi"><title>Taulukko</title><style>body { font-family: "Source Sans 3" }</style>
<h1>Taulukko</h1><table><thead><tr><th>Otsikko</th></tr></thead><tr><td>Solu</td></tr></table>
<h1>Alla</h1></html>"""


@cache
def set_page(html: str) -> bytes:
    document = weasyprint.HTML(string=html)
    pdf: bytes = document.write_pdf(font_config=font_map(), pdf_variant="pdf/ua-1", pdf_forms=True)
    return pdf


def small_handouts() -> Handouts:
    """Return handouts of one and of two pages, the second of them twice."""
    return [(set_page(TABLE), "Aino"), (set_page(LINKED), "Väinö"), (set_page(LINKED), "Åsa")]


def test_small_handouts_come_one_after_another() -> None:
    pages = texts(merged(small_handouts()))
    first_words = [page.split("\n")[0].removesuffix("Muualle").strip() for page in pages]
    assert first_words == ["Taulukko", "", "Loppuun", "Loppu", "Loppuun", "Loppu"]
    assert len(texts(merged(small_handouts(), two_sided=False))) == 5
    out = BytesIO()
    file = PrintFile(out, "Otsikko", "fi")
    assert [file.add(pdf, name) for pdf, name in small_handouts()] == [1, 2, 2]


def test_small_handouts_have_page_tree_nodes_of_their_own() -> None:
    with pikepdf.open(BytesIO(merged(small_handouts(), two_sided=False))) as book:
        nodes = list(book.Root.Pages.Kids)
        assert [len(node.Kids) for node in nodes] == [1, 2, 2]
        assert all(page.Parent.objgen == node.objgen for node in nodes for page in node.Kids)
        assert all(node.Parent.objgen == book.Root.Pages.objgen for node in nodes)


def test_parts_of_the_structure_are_named_after_participants() -> None:
    tags = [(str(element.S), str(element.get("/T", ""))) for element in elements(merged(small_handouts()))]
    assert tags[0] == ("/Document", "")
    assert [title for tag, title in tags if tag == "/Part"] == ["Aino", "Väinö", "Åsa"]
    assert [tag for tag, _title in tags].count("/Document") == 1
    nameless = elements(merged([(set_page(TABLE), "")]))
    assert [element.get("/T") for element in nameless if element.S == "/Part"] == [None]


def test_small_handouts_have_rows_of_their_own_in_the_parent_tree() -> None:
    with pikepdf.open(BytesIO(merged(small_handouts()))) as book:
        owners = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
        tagged = [page.obj for page in book.pages if "/StructParents" in page.obj]
        assert len({int(page.StructParents) for page in tagged}) == len(tagged) == 5
        for page in tagged:
            assert all(owner.Pg.objgen == page.objgen for owner in owners[int(page.StructParents)] if owner)
        annotations = [note for page in tagged for note in page.get("/Annots", [])]
        assert len(annotations) == 4
        assert all(owners[int(note.StructParent)].S == "/Link" for note in annotations)
        assert int(book.Root.StructTreeRoot.ParentTreeNextKey) == max(owners) + 1


def test_cells_of_a_small_table_refer_to_headers_of_their_own_handout() -> None:
    with pikepdf.open(BytesIO(merged([(set_page(TABLE), "a"), (set_page(TABLE), "b")]))) as book:
        names = [str(name) for name, _element in name_tree(book.Root.StructTreeRoot.IDTree)]
        assert names == sorted(set(names))
        parts = list(book.Root.StructTreeRoot.K[0].K)
        cells = [element for part in parts for element in below(part) if element.S == "/TD"]
        assert [str(header) for cell in cells for header in cell.A.Headers] == names
        headers = [element for part in parts for element in below(part) if element.S == "/TH"]
        assert [str(element.ID) for element in headers] == names


def test_bookmarks_of_small_handouts_are_under_one_of_their_own() -> None:
    with pikepdf.open(BytesIO(merged(small_handouts()))) as book:
        numbers = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        first = book.Root.Outlines.First
        tops = [first, first.Next, first.Next.Next]
        assert [(str(top.Title), numbers[top.Dest[0].objgen], int(top.Count)) for top in tops] == [
            ("Aino", 0, -2),
            ("Väinö", 2, -1),
            ("Åsa", 4, -1),
        ]
        assert [(str(top.First.Title), numbers[top.First.Dest[0].objgen]) for top in tops] == [
            ("Taulukko", 0),
            ("Loppu", 3),
            ("Loppu", 5),
        ]
        check_bookmarks(book.Root.Outlines)


def test_pages_of_small_handouts_are_counted_by_participant() -> None:
    labels = pypdf.PdfReader(BytesIO(merged(small_handouts()))).page_labels
    assert labels == ["Aino – 1", "", "Väinö – 1", "Väinö – 2", "Åsa – 1", "Åsa – 2"]


def test_the_metadata_are_those_of_the_group() -> None:
    with pikepdf.open(BytesIO(merged(small_handouts()))) as book, book.open_metadata() as metadata:
        assert book.docinfo.Title == metadata["dc:title"] == "Työelämän verkostot"
        assert book.docinfo.Producer == metadata["pdf:Producer"]
        assert str(book.docinfo.Producer).startswith("WeasyPrint")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:language"] == {"fi"}


def test_small_handouts_share_objects_and_leave_none_unused() -> None:
    pdf, once = merged(small_handouts()), merged(small_handouts()[1:2])
    assert pdf == merged(small_handouts())
    assert unused(pdf) == 0
    assert len(merged(small_handouts()[1:2] * 10)) < 2.5 * len(once)


def test_a_password_locks_a_small_print_file() -> None:
    pdf = merged(small_handouts(), password="sala")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password="sala") as book:
        assert book.check_pdf_syntax() == []
        assert len(book.pages) == 6


def test_links_lead_to_pages_of_their_own_handout() -> None:
    pdf = set_page(LINKED)
    with pikepdf.open(BytesIO(merged([(pdf, "a"), (pdf, "b")]))) as book:
        numbers = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        goals = []
        for page in book.pages:
            for link in page.obj.get("/Annots", pikepdf.Array()):
                goal = link.get("/Dest", link.get("/A", pikepdf.Dictionary()).get("/D"))
                goals.append(numbers[goal[0].objgen] if goal is not None else str(link.A.URI))
    assert goals == [1, "https://esimerkki.example/", 3, "https://esimerkki.example/"]


def test_notes_on_two_handouts_are_two_though_they_are_alike() -> None:
    with pikepdf.open(BytesIO(set_page(TABLE))) as book:
        link = {"/Type": pikepdf.Name.Annot, "/Subtype": pikepdf.Name.Link, "/Rect": pikepdf.Array([0, 0, 9, 9])}
        book.pages[0].obj.Annots = pikepdf.Array([book.make_indirect(pikepdf.Dictionary(link))])
        out = BytesIO()
        book.save(out)
    with pikepdf.open(BytesIO(merged([(out.getvalue(), "a"), (out.getvalue(), "b")], two_sided=False))) as book:
        first, second = (page.obj.Annots[0] for page in book.pages)
        assert first.objgen != second.objgen


def test_no_two_fields_have_the_same_name() -> None:
    form = set_page(FORM)
    pdf = merged([(set_page(LINKED), "without fields"), (form, "a"), (form, "b")])
    fields = pypdf.PdfReader(BytesIO(pdf)).get_fields() or {}
    assert {name: field.get("/V") for name, field in fields.items() if "." in name} == {
        "p0002.nimi": "Aino",
        "p0002.aika": "",
        "p0003.nimi": "Aino",
        "p0003.aika": "",
    }
    with pikepdf.open(BytesIO(pdf)) as book:
        numbers = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        tops = [[numbers[field.P.objgen] for field in group.Kids] for group in book.Root.AcroForm.Fields]
        assert tops == [[2, 2], [4, 4]]


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_links_and_fields_are_accessible(tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    path.write_bytes(merged([(set_page(html), name) for html in (LINKED, FORM) for name in ("a", "b")]))
    assert failures(path) == []


def test_features_that_no_handout_uses_yet_are_kept(tmp_path: Path) -> None:
    """A role map, a class map, an XObject with an element, links that are no objects, named bookmark destinations."""
    path = tmp_path / "later.pdf"
    with pikepdf.open(BytesIO(set_page(LINKED))) as book:
        tree, page = book.Root.StructTreeRoot, book.pages[0].obj
        tree.RoleMap = pikepdf.Dictionary(Verkosto=pikepdf.Name.Div)
        tree.ClassMap = pikepdf.Dictionary(kapea=pikepdf.Dictionary(O=pikepdf.Name.Layout, Width=10))
        key = max(key for key, _owner in number_tree(tree.ParentTree)) + 1
        drawing = book.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
        drawing.StructParents = key
        tree.ParentTree.Nums = pikepdf.Array([*tree.ParentTree.Nums, key, pikepdf.Array([tree.K[0]])])
        page.Resources.XObject = pikepdf.Dictionary(Kuva=drawing)
        book.Root.Outlines.First.Dest = pikepdf.String("loppu")
        page.Annots = pikepdf.Array([pikepdf.Dictionary(dict(annotation.items())) for annotation in page.Annots])
        book.save(path)
    pdf = merged([(path.read_bytes(), "a"), (path.read_bytes(), "b")], two_sided=False)
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
        tree = book.Root.StructTreeRoot
        assert tree.RoleMap.Verkosto == "/Div"
        assert tree.ClassMap.kapea.Width == 10
        owners = dict(number_tree(tree.ParentTree))
        drawings = [page.obj.Resources.XObject.Kuva for page in (book.pages[0], book.pages[2])]
        parts = [owners[int(drawing.StructParents)][0] for drawing in drawings]
        assert [str(part.T) for part in parts] == ["a", "b"]
        assert [len(page.obj.get("/Annots", [])) for page in book.pages] == [2, 0, 2, 0]
        assert book.Root.Outlines.Last.First.Dest[0].objgen == book.pages[3].obj.objgen
        assert unused(pdf) == 0


def test_the_first_role_map_is_kept() -> None:
    handouts = []
    for role in ("Eka", "Toka"):
        out = BytesIO()
        with pikepdf.open(BytesIO(set_page(LINKED))) as book:
            book.Root.StructTreeRoot.RoleMap = book.make_indirect(pikepdf.Dictionary({f"/{role}": pikepdf.Name.Div}))
            book.save(out)
        handouts.append((out.getvalue(), role))
    pdf = merged(handouts)
    assert unused(pdf) == 0
    with pikepdf.open(BytesIO(pdf)) as book:
        assert list(book.Root.StructTreeRoot.RoleMap.keys()) == ["/Eka"]


def test_objects_that_lead_in_circles(tmp_path: Path) -> None:
    path = tmp_path / "circles.pdf"
    with pikepdf.open(BytesIO(set_page(LINKED))) as book:
        top = book.Root.StructTreeRoot.K[0]
        top.K.append(top)
        book.Root.Outlines.First.Next = book.Root.Outlines.First
        first, second = (book.make_indirect(pikepdf.Dictionary()) for _number in range(2))
        first.Other, second.Other = second, first
        book.pages[0].obj.PieceInfo = first
        book.save(path)
    pdf = merged([(path.read_bytes(), "a"), (path.read_bytes(), "b")], two_sided=False)
    assert unused(pdf) == 0
    with pikepdf.open(BytesIO(pdf)) as book:
        rings = [book.pages[number].obj.PieceInfo for number in (0, 2)]
        assert [ring.Other.Other.objgen for ring in rings] == [ring.objgen for ring in rings]


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_a_password_encrypts_it(group: Handouts, tmp_path: Path) -> None:
    pdf = merged(group, password="sala")
    assert b"Esimerkki" not in pdf
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(pdf)
    with pikepdf.open(BytesIO(pdf), password="sala") as book:
        assert book.encryption.R == 6
        assert book.check_pdf_syntax() == []
        book.save(tmp_path / "open.pdf", encryption=False)
    assert texts((tmp_path / "open.pdf").read_bytes()) == texts(merged(group))
    assert failures(tmp_path / "open.pdf") == []
    with pypdfium2.PdfDocument(pdf, password="sala") as document:
        assert len(document) == 13
    reader = pypdf.PdfReader(BytesIO(pdf), password="sala")
    assert reader.pages[0].extract_text() == texts(group[0][0])[0]


def untagged() -> bytes:
    out = BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.save(out)
    return out.getvalue()


def torn() -> bytes:
    """Return a handout that can be opened, but of which some objects are lost."""
    pdf = handout_of(pages="1-3")
    start = pdf.index(b"stream", pdf.rindex(b"/Type /ObjStm")) + 200
    pdf = pdf[:start] + bytes(40) + pdf[start + 40 :]
    with pikepdf.open(BytesIO(pdf)) as book:
        assert len(book.pages) == 3
    return pdf


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (bytes, "is damaged"),
        (lambda: b"%PDF-1.7 nothing", "is damaged"),
        (torn, "is damaged"),
        (lambda: encrypt(handout_of(pages="1"), "sala"), "is locked"),
        (untagged, "has no tags"),
    ],
)
def test_a_damaged_locked_or_untagged_handout_is_refused_and_the_others_are_printed(
    make: Callable[[], bytes], fault: str
) -> None:
    out, whole = BytesIO(), handout_of(pages="1-3")
    file = PrintFile(out, "Otsikko", "fi")
    file.add(whole, "Väinö")
    with pytest.raises(PdfError, match=f"^Aino: the handout {fault}$"):
        file.add(make(), "Aino")
    file.add(whole, "Åsa")
    file.finish()
    assert out.getvalue() == merged([(whole, "Väinö"), (whole, "Åsa")], "Otsikko")


def test_an_empty_print_file_is_refused() -> None:
    with pytest.raises(PdfError, match="no handout"):
        PrintFile(BytesIO(), "Otsikko", "fi").finish()
