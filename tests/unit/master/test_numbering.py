"""Objects are numbered anew: fixed streams, other fixed objects, a free number, and then what is variable."""

from collections.abc import Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from worksheets.master.numbering import numbered_objects, placeholder_strings, reachable_objects, strings


@pytest.fixture
def book() -> Iterator[Pdf]:
    with pikepdf.new() as book:
        book.trailer.Info = book.make_indirect(Dictionary(Title=String("Otsikko")))
        yield book


def test_only_objects_that_are_used_are_numbered(book: Pdf) -> None:
    used, unused = (book.make_indirect(Dictionary(Name=String(name))) for name in ("on", "ei"))
    book.Root.Used = used
    reachable = {obj.objgen for obj in reachable_objects(book)}
    assert used.objgen in reachable
    assert unused.objgen not in reachable
    assert book.trailer.Info.objgen in reachable


def test_an_info_dictionary_that_is_no_object_becomes_one() -> None:
    with pikepdf.new() as book:
        book.trailer.Info = Dictionary()
        reachable = {obj.objgen for obj in reachable_objects(book)}
        assert book.trailer.Info.objgen in reachable


def test_the_order_is_streams_others_and_variable(book: Pdf) -> None:
    book.Root.Stream = book.make_stream(b"q Q")
    book.Root.Other = book.make_indirect(Dictionary(A=1))
    book.Root.Variable = book.make_stream(b"q 1 Q")
    book.Root.Text = book.make_indirect(Dictionary(Alt=String("Kuva: þ0000þ")))
    objects = numbered_objects(book, {}, {book.Root.Variable.objgen})
    numbers = objects.numbers
    assert objects.number(book.Root.Stream) == 1
    assert len(objects.streams) == 1
    assert [objects.number(other) for other in objects.others] == list(range(2, len(objects.others) + 2))
    free = len(objects.streams) + len(objects.others) + 1
    assert sorted(numbers.values()) == [number for number in range(1, objects.next_number) if number != free]
    assert {objects.number(book.Root.Variable), objects.number(book.Root.Text)} == {free + 1, free + 2}
    assert [obj.objgen for obj in objects.with_placeholders] == [book.Root.Text.objgen]


def test_objects_that_draw_the_same_get_one_number(book: Pdf) -> None:
    first, second = book.make_stream(b"q Q"), book.make_stream(b"q Q")
    book.Root.Drawings = Array([first, second])
    objects = numbered_objects(book, {first.objgen: "same", second.objgen: "same"}, set())
    assert objects.number(first) == objects.number(second) == 1
    assert len(objects.streams) == 1
    assert objects.references([first, second]) == b"1 0 R 1 0 R"


def test_bodies_refer_to_the_new_numbers(book: Pdf) -> None:
    book.Root.Stream = book.make_stream(b"q Q")
    holder = book.make_indirect(Dictionary(S=book.Root.Stream, K=Array([]), Type=Name.Test))
    book.Root.Holder = holder
    objects = numbered_objects(book, {}, set())
    assert objects.body(holder) == b"<</K[]/S 1 0 R/Type/Test>>"
    assert objects.entries_but(holder, ("/K",)) == b"/S 1 0 R/Type/Test"


def test_strings_are_found_in_an_object_but_not_in_others(book: Pdf) -> None:
    inner = book.make_indirect(Dictionary(Alt=String("þ0000þ")))
    holder = Dictionary(A=Array([Dictionary(T=String("Nimi: þ0010þ"))]), B=inner, C=String("Kuva"))
    assert [str(text) for text in placeholder_strings(holder)] == ["Nimi: þ0010þ"]


def test_a_digest_is_no_text(book: Pdf) -> None:
    """The MD5 of a form's attachment has any bytes, such as 0xDE and 0xFE, which are Þ and þ."""
    params = Dictionary(CheckSum=String(b"\xfe\xde" * 8), Size=7, Nested=Dictionary(Title=String("Otsikko")))
    stream = book.make_stream(b"{}", Params=params)
    assert [str(text) for text in strings(stream)] == ["Otsikko"]
    assert len(params) == 3
