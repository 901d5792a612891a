"""The content of back sides moves away from the holes, and comes back for paper that is printed on one side."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from worksheets.pdf.back_sides import BackSideShift, lies_across, shift_back_sides, take_back, taken_back

UPRIGHT, ACROSS = (0, 0, 595, 842), (0, 0, 842, 595)


def book_of(*papers: tuple[int, ...], names: tuple[str, ...] = ("/MediaBox", "/TrimBox")) -> Pdf:
    book = Pdf.new()
    for paper in papers:
        boxes = {name: Array(list(paper)) for name in names}
        book.pages.append(pikepdf.Page(book.make_indirect(Dictionary({"/Type": Name.Page, **boxes}))))
    return book


def _boxes(page: pikepdf.Page) -> dict[str, pikepdf.Object]:
    return {name: page.obj[name] for name in ("/MediaBox", "/TrimBox")}


def boxes_of(book: Pdf, name: str = "/MediaBox") -> list[list[float]]:
    return [[round(float(side), 3) for side in page.obj[name]] for page in book.pages]


@pytest.mark.parametrize("name", ["/MediaBox", "/TrimBox"])
def test_every_second_page_moves(name: str) -> None:
    book = book_of(UPRIGHT, UPRIGHT, UPRIGHT, ACROSS)
    shift_back_sides(book, BackSideShift(upright=6, across=10))
    assert boxes_of(book, name) == [
        list(UPRIGHT),
        [17.008, 0, 612.008, 842],
        list(UPRIGHT),
        [0, -28.346, 842, 566.654],
    ]


def test_without_a_shift_nothing_is_touched() -> None:
    book = book_of(UPRIGHT, ACROSS)
    shift_back_sides(book, BackSideShift.of({"pitch": 9}))
    assert boxes_of(book) == [list(UPRIGHT), list(ACROSS)]
    assert BackSideShift.of({"mirror": 6, "mirror-across": 10}) == BackSideShift(6, 10)


def test_content_comes_back_in_a_file_and_in_the_bytes_of_its_objects() -> None:
    book, out = book_of(UPRIGHT, UPRIGHT, ACROSS, ACROSS), BytesIO()
    shift_back_sides(book, BackSideShift(upright=6, across=10))
    bodies = [pikepdf.Dictionary(_boxes(page)).unparse() for page in book.pages]
    take_back(book)
    book.save(out)
    assert boxes_of(pikepdf.open(out)) == [list(UPRIGHT)] * 2 + [list(ACROSS)] * 2
    for body, paper in zip(bodies, [UPRIGHT] * 2 + [ACROSS] * 2, strict=True):
        page = pikepdf.Object.parse(taken_back(body))
        assert [float(side) for side in page.MediaBox] == [float(side) for side in page.TrimBox] == list(paper)


@pytest.mark.parametrize("body", [b"<< /S /P >>", b"<< /MediaBox [ 1 2 3 4 ] >>", b"<< /TrimBox [ 0 0 3 4 ] >>"])
def test_what_has_not_moved_stays_as_it_is(body: bytes) -> None:
    assert taken_back(body) == body


def test_a_page_without_a_trim_box_is_left_alone() -> None:
    book = book_of((5, 5, 100, 200), names=("/MediaBox",))
    take_back(book)
    assert boxes_of(book) == [[5, 5, 100, 200]]


def test_what_lies_across_is_seen_whatever_the_origin() -> None:
    assert lies_across([700, 0, 1542, 595])
    assert not lies_across([700, 0, 1295, 842])
