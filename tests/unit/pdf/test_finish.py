"""Finishing changes what a screen reader reads, never what a page shows; passwords open what they lock."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from tests.helpers.course import HEAD, example_group, page_of, set_page
from tests.helpers.making import compose, typeset
from tests.helpers.pdf import contents, elements, pictures, texts
from worksheets.compose.page_data import PageData
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import PdfError
from worksheets.pdf import structure
from worksheets.pdf.finish import decrypt, encrypt, finish_pdf, page_count
from worksheets.people.participant import BLANK

TABLE = "{% block body %}<table><thead><tr><th>Otsikko</th></tr></thead><tr><td>Solu</td></tr></table>{% endblock %}"
ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


@pytest.fixture(scope="module")
def typeset_page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a page with a table, a head and a foot, as the typesetter makes it."""
    course = page_of(tmp_path_factory.mktemp("kurssi") / "koe", HEAD + TABLE)
    return typeset(set_page(course), read_layout("handout", course.folder), course.folder)


def saved(book: Pdf) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_page_shows_the_same(typeset_page: bytes) -> None:
    finished = finish_pdf(typeset_page)
    assert finished != typeset_page
    assert texts(finished) == texts(typeset_page)
    assert "Solu" in texts(finished)[0]
    assert [page.tobytes() for page in pictures(finished, 40)] == [
        page.tobytes() for page in pictures(typeset_page, 40)
    ]


def identifier(pdf: bytes) -> bytes:
    """Return the identifier of a file's version, which depends on the time unless it is computed from the content."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return bytes(book.trailer.ID[1])


def turned(pdf: bytes) -> bytes:
    """Return a PDF whose first page is turned."""
    with pikepdf.open(BytesIO(pdf)) as book:
        book.pages[0].Rotate = 90
        return saved(book)


def test_the_same_page_gives_the_same_bytes(typeset_page: bytes) -> None:
    assert finish_pdf(typeset_page) == finish_pdf(typeset_page)
    assert identifier(finish_pdf(typeset_page)) != identifier(finish_pdf(turned(typeset_page)))


def attributes(pdf: bytes) -> list[tuple[str, bytes]]:
    """Return the tag and the attributes of each element that has any."""
    return [(str(element.S), element.A.unparse(resolved=True)) for element in elements(pdf) if "/A" in element]


def test_finishing_twice_changes_nothing(typeset_page: bytes) -> None:
    once = finish_pdf(typeset_page)
    assert texts(finish_pdf(once)) == texts(once)
    assert attributes(finish_pdf(once)) == attributes(once)


def test_the_syntax_is_right(typeset_page: bytes) -> None:
    with pikepdf.open(BytesIO(finish_pdf(typeset_page))) as book:
        assert book.check_pdf_syntax() == []


def test_headers_of_a_table_are_of_their_columns(typeset_page: bytes) -> None:
    header, cell = attributes(typeset_page)
    assert header == ("/TH", b"<< /O /Table >>")
    assert cell[0] == "/TD"
    assert attributes(finish_pdf(typeset_page)) == [("/TH", b"<< /O /Table /Scope /Column >>"), cell]


def test_a_header_beside_cells_is_of_its_row(typeset_page: bytes) -> None:
    with pikepdf.open(BytesIO(typeset_page)) as book:
        row = next(element for element in structure.elements(book.Root.StructTreeRoot) if element.S == "/TR")
        row.K.append(book.make_indirect(Dictionary(S=Name.TD, P=row, K=Array())))
        header, *_cells = attributes(finish_pdf(saved(book)))
    assert header == ("/TH", b"<< /O /Table /Scope /Row >>")


def test_head_and_foot_are_artifacts_in_a_stream_of_their_own(typeset_page: bytes) -> None:
    with pikepdf.open(BytesIO(typeset_page)) as book:
        before = contents(book.pages[0])
        assert ARTIFACT not in before
    with pikepdf.open(BytesIO(finish_pdf(typeset_page))) as book:
        body, margins = (stream.read_bytes() for stream in book.pages[0].Contents)
    assert ARTIFACT not in body
    assert margins.startswith(ARTIFACT)
    assert b"MCID" not in margins
    assert body.count(b"MCID") + margins.count(ARTIFACT) == before.count(b"MCID"), "the body is tagged as before"


MARKED = b"/P <</MCID 0>> BDC\nEMC\n/Span <</MCID 1>> BDC\nEMC\n/Span <</MCID 10>> BDC\nEMC\n"


def small_file(book: Pdf, loose: tuple[int, ...]) -> bytes:
    """Return a page with eleven numbers of marked content; those in ``loose`` are of elements in no tree."""
    book.Root.StructTreeRoot = book.make_indirect(Dictionary())
    paragraph, span = (book.make_indirect(Dictionary(S=Name(f"/{tag}"))) for tag in ("P", "Span"))
    page = book.add_blank_page(page_size=(9, 9)).obj
    page.Contents, page.StructParents = book.make_stream(MARKED), 0
    owners = [span if mcid in loose else paragraph for mcid in range(11)]
    book.Root.StructTreeRoot.K = Array([paragraph])
    book.Root.StructTreeRoot.ParentTree = Dictionary(Nums=Array([0, Array(owners)]))
    return saved(book)


def finished(loose: tuple[int, ...]) -> tuple[list[bytes], list[int]]:
    """Return the content streams of a finished page, and the marked content that still has an owner."""
    with pikepdf.new() as book:
        pdf = small_file(book, loose)
    with pikepdf.open(BytesIO(finish_pdf(pdf))) as book:
        streams = book.pages[0].Contents
        data = [stream.read_bytes() for stream in (streams if isinstance(streams, Array) else [streams])]
        owners = book.Root.StructTreeRoot.ParentTree.Nums[1]
        return data, [mcid for mcid, owner in enumerate(owners) if owner is not None]


def test_only_marked_content_of_elements_in_no_tree_becomes_an_artifact() -> None:
    (body, margins), owned = finished((10,))
    assert body == b"/P <</MCID 0>> BDC\nEMC\n/Span <</MCID 1>> BDC\nEMC\n"
    assert margins == ARTIFACT + b"\nEMC\n"
    assert owned == list(range(10))


def test_a_page_without_such_content_keeps_its_stream() -> None:
    assert finished(()) == ([MARKED], list(range(11)))


def test_a_page_of_artifacts_has_no_empty_stream() -> None:
    (margins,), owned = finished((0, 1, 10))
    assert margins.count(ARTIFACT) == 3
    assert owned == list(range(2, 10))


def test_a_page_that_is_in_no_tree_stays_as_it_is(typeset_page: bytes) -> None:
    with pikepdf.open(BytesIO(typeset_page)) as book:
        book.add_blank_page(page_size=(9, 9)).obj.Contents = book.make_stream(MARKED)
        pdf = saved(book)
    with pikepdf.open(BytesIO(finish_pdf(pdf))) as book:
        assert contents(book.pages[1]) == MARKED
        assert isinstance(book.pages[0].Contents, Array)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_are_counted(count: int) -> None:
    with pikepdf.new() as book:
        for _page in range(count):
            book.add_blank_page()
        assert page_count(saved(book)) == count


def test_a_password_opens_what_it_locks(typeset_page: bytes) -> None:
    locked = encrypt(typeset_page, "sälä")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(locked))
    with pikepdf.open(BytesIO(locked), password="sälä") as book:
        assert book.encryption.R == 6, "AES-256"
        assert book.owner_password_matched, "who can open it may do all with it"
        assert "/StructTreeRoot" in book.Root
    assert encrypt(typeset_page, "sälä") != locked


def test_a_locked_file_is_opened_by_its_password_alone(typeset_page: bytes) -> None:
    locked = encrypt(typeset_page, "sala")
    opened = decrypt(locked, "sala")
    assert opened == decrypt(locked, "sala")
    other = decrypt(encrypt(turned(typeset_page), "sala"), "sala")
    assert identifier(opened) != identifier(other)
    with pikepdf.open(BytesIO(opened)) as book:
        assert not book.is_encrypted
        assert "/StructTreeRoot" in book.Root
    assert texts(opened) == texts(typeset_page)
    with pytest.raises(PdfError, match="the password does not open the file"):
        decrypt(locked, "väärä")


@pytest.mark.slow
def test_all_pages_show_the_same(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    pdf = typeset(compose(course.pages, lambda: PageData(course, BLANK, layout)), layout, course.folder)
    assert [page.tobytes() for page in pictures(finish_pdf(pdf), 40)] == [page.tobytes() for page in pictures(pdf, 40)]
    assert texts(finish_pdf(pdf)) == texts(pdf)


@pytest.mark.slow
def test_the_typesetter_repeats_itself(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    html = compose(course.pages, lambda: PageData(course, example_group()[0], layout))
    typeset(html, layout, course.folder)
    assert typeset(html, layout, course.folder) == typeset(html, layout, course.folder)


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9">'
    '<title>&#x2063;valittu</title><circle r="4"/></svg>'
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p><span>{DRAWING}<b>x</b></span>leipä</p>", ["/P", "/Figure valittu", "/NonStruct", "/NonStruct", "/Span"]),
        (f"<p>{DRAWING}x</p>", ["/P", "/Figure valittu", "/Span"]),
    ],
)
def test_a_description_of_all_is_that_of_the_element_around_the_drawing(
    tmp_path: Path, html: str, expected: list[str]
) -> None:
    course = page_of(tmp_path / "koe", HEAD + f"{{% block body %}}{html}{{% endblock %}}")
    finished = finish_pdf(typeset(set_page(course), read_layout("handout", course.folder), course.folder))
    tags = [f"{element.S} {element.get('/Alt', '')}".strip() for element in elements(finished)]
    start = next(index for index, tag in enumerate(tags) if "valittu" in tag) - 1
    assert tags[start : start + len(expected)] == expected
