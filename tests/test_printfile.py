"""The print file shows and says what the handouts do, in order, each on sheets of its own, tagged as they are."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from worksheets import typeset
from worksheets.course import Course
from worksheets.errors import BindError
from worksheets.participant import Participant
from worksheets.printfile import PrintFile

from .conftest import crowd, example_group, handout_of
from .pdf import bookmarks, contents, elements, pictures, texts
from .verapdf import failures

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


def test_every_page_says_and_shows_the_same(group: Handouts) -> None:
    pdf = merged(group, two_sided=False)
    assert texts(pdf) == [text for one, _name in group for text in texts(one)]
    shown = [page.tobytes() for one, _name in group for page in pictures(one, 40)]
    assert [page.tobytes() for page in pictures(pdf, 40)] == shown


def test_it_is_accessible(group: Handouts, course: Course, tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    path.write_bytes(merged([*group, (handout_of(crowd(course)), "crowd")]))
    assert failures(path) == []


def test_each_handout_starts_on_a_fresh_sheet(group: Handouts) -> None:
    odd = [group[3], group[0], group[3], group[3]]
    pages = texts(merged(odd))
    assert [bool(text) for text in pages] == [True] * 3 + [False] + [True] * 5 + [False] + [True] * 3
    with pikepdf.open(BytesIO(merged(odd))) as book:
        assert "/Contents" not in book.pages[3].obj
        assert book.pages[3].mediabox == book.pages[2].mediabox
    assert all(texts(merged(odd, two_sided=False)))


def test_tags_are_in_the_handouts_order(group: Handouts) -> None:
    pdf = merged(group)
    together = [str(element.S) for element in elements(pdf)]
    apart = [str(element.S) for one, _name in group for element in elements(one)]
    assert together == ["/Document", *(("/Part" if kind == "/Document" else kind) for kind in apart)]
    parts = [str(element.get("/T", "")) for element in elements(pdf) if pikepdf.Name.Part == element.S]
    assert parts == [name for _pdf, name in group]


def test_every_mark_on_a_page_is_an_elements(group: Handouts) -> None:
    with pikepdf.open(BytesIO(merged(group))) as book:
        owners = dict(number_tree(book.Root.StructTreeRoot.ParentTree))
        assert book.Root.StructTreeRoot.ParentTreeNextKey == max(owners) + 1
        keys = [int(page.obj.StructParents) for page in book.pages if "/StructParents" in page.obj]
        assert len(set(keys)) == len(keys) == 12
        for page in book.pages:
            if "/StructParents" not in page.obj:
                continue
            marks = {int(n) for n in re.findall(rb"/MCID (\d+)", contents(page))}
            row = owners[int(page.obj.StructParents)]
            assert all(row[mark].Pg.objgen == page.obj.objgen for mark in marks if row[mark] is not None)


def number_tree(node: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    numbers = list(node.get("/Nums", []))
    yield from ((int(numbers[n]), numbers[n + 1]) for n in range(0, len(numbers), 2))
    for kid in node.get("/Kids", []):
        yield from number_tree(kid)


def test_bookmarks_labels_and_hints(group: Handouts) -> None:
    pdf = merged([group[3], *group])
    names = [name or "Työelämän verkostot" for _pdf, name in [group[3], *group]]
    assert bookmarks(pdf) == names
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.page_labels[:6] == ["1", "2", "3", "", f"{names[1]} – 1", f"{names[1]} – 2"]
    tops = [item for item in reader.outline if not isinstance(item, list)]
    assert [reader.get_destination_page_number(item) for item in tops] == [0, 4, 6, 12, 14]
    (first, *_others) = [item for item in reader.outline[3:] if isinstance(item, list)]
    assert [reader.get_destination_page_number(item) for item in first if not isinstance(item, list)] == [4, 5]
    with pikepdf.open(BytesIO(pdf)) as book:
        hints = book.Root.ViewerPreferences
        assert hints.DisplayDocTitle
        assert (hints.PrintScaling, hints.Duplex) == (pikepdf.Name("/None"), pikepdf.Name.DuplexFlipLongEdge)


def test_the_printer_is_told_how_sheets_turn(group: Handouts) -> None:
    def hint(handouts: Handouts, *, two_sided: bool = True) -> str:
        with pikepdf.open(BytesIO(merged(handouts, two_sided=two_sided))) as book:
            return str(book.Root.ViewerPreferences.Duplex)

    assert hint(group[2:]) == "/DuplexFlipShortEdge"
    assert hint(group, two_sided=False) == "/Simplex"


def test_what_is_the_same_is_in_the_file_once(group: Handouts) -> None:
    once, ten = merged(group[:1]), merged(group[:1] * 10)
    assert len(ten) < 2.5 * len(once)


def test_the_same_handouts_give_the_same_bytes_and_nothing_loose(group: Handouts) -> None:
    pdf = merged(group)
    assert pdf == merged(group)
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
    assert pdf.count(b"startxref") == 1


HOSTILE = ["12 0 R", "(", "\\", ")(", "/StructParents 3", "endobj", "𝄞", "<b>&amp;", "a\nb", "<12>", "þÿ"]


@settings(max_examples=15, deadline=None)
@given(
    names=st.lists(
        st.sampled_from(HOSTILE) | st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_any_name_is_only_a_name(names: list[str]) -> None:
    pdf = merged([(handout_of(pages="1"), name) for name in names], "Otsikko (7 0 R) <&>")
    assert bookmarks(pdf) == names
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
        assert book.docinfo.Title == "Otsikko (7 0 R) <&>"
        with book.open_metadata() as metadata:
            assert metadata["dc:title"] == "Otsikko (7 0 R) <&>"
    said = [str(element.T) for element in elements(pdf) if pikepdf.Name.Part == element.S]
    assert said == names


def test_references_within_texts_are_left_alone() -> None:
    person = Participant({"nimi": "(12 0 R) \\ 5 0 R", "verkostokartta.kontaktit.1.nimi": "((9 0 R"})
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


def set_page(html: str) -> bytes:
    document = weasyprint.HTML(string=html)
    pdf: bytes = document.write_pdf(font_config=typeset._font_map(), pdf_variant="pdf/ua-1", pdf_forms=True)  # noqa: SLF001
    return pdf


def test_links_stay_within_their_handout(tmp_path: Path) -> None:
    pdf = set_page(LINKED)
    path = tmp_path / "linked.pdf"
    path.write_bytes(merged([(pdf, "a"), (pdf, "b")]))
    with pikepdf.open(path) as book:
        numbers = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        places = []
        for page in book.pages:
            for link in page.obj.get("/Annots", pikepdf.Array()):
                goal = link.get("/Dest", link.get("/A", pikepdf.Dictionary()).get("/D"))
                places.append(numbers[goal[0].objgen] if goal is not None else str(link.A.URI))
    assert places == [1, "https://esimerkki.example/", 3, "https://esimerkki.example/"]
    assert failures(path) == []


def test_fields_keep_names_of_their_own(tmp_path: Path) -> None:
    pdf = set_page(FORM)
    path = tmp_path / "form.pdf"
    path.write_bytes(merged([(pdf, "a"), (pdf, "b")]))
    fields = pypdf.PdfReader(path).get_fields() or {}
    assert {name: field.get("/V") for name, field in fields.items() if "." in name} == {
        "p0001.nimi": "Aino",
        "p0001.aika": "",
        "p0002.nimi": "Aino",
        "p0002.aika": "",
    }
    assert failures(path) == []


def test_a_password_locks_it(group: Handouts, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 nothing", "untagged"])
def test_what_is_no_tagged_pdf_is_refused_with_the_name(pdf: bytes | str) -> None:
    if isinstance(pdf, str):
        out = BytesIO()
        with pikepdf.new() as book:
            book.add_blank_page()
            book.save(out)
        pdf = out.getvalue()
    with pytest.raises(BindError, match="Aino: the handout"):
        PrintFile(BytesIO(), "Otsikko", "fi").add(pdf, "Aino")


def test_an_empty_print_file_is_refused() -> None:
    with pytest.raises(BindError, match="no handout"):
        PrintFile(BytesIO(), "Otsikko", "fi").finish()
