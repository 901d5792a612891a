"""References and keys are told from strings that look like them, and from other numbers."""

import pytest
from pikepdf import Array, Dictionary, Name, Object, String

from worksheets.pdf.syntax import TOKEN, compact, references, renumbered


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        (b"", []),
        (b"12 0 R", [12]),
        (b"<</K[3 0 R 4 0 R]/P 3 0 R>>", [3, 4, 3]),
        (b"[1 2 0 R 0]", [2]),
        (b"[13 12 0 R]", [12]),
        (b"<</Name12 5 0 R>>", [5]),
        (b"<</A 1 0 Rest>>", []),
        (b"<</A 1  0 R>>", []),
        (b"(1 0 R) 2 0 R", [2]),
        (b"(a (1 0 R) 3 0 R) 2 0 R", [2]),
        (b"(a () () b 1 0 R) 2 0 R", [2]),
        (rb"(a \) 1 0 R) 2 0 R", [2]),
        (rb"(a \( 1 0 R) 2 0 R", [2]),
        (rb"(1 0 R \\) 2 0 R", [2]),
        (b"(1\n0 R) (\n1 0 R) 2 0 R", [2]),
        (b"<31> 4 0 R", [4]),
        (b"<3130> 2 0 R <> 7 0 R", [2, 7]),
        (b"<</A<</B 5 0 R>>>>", [5]),
    ],
)
def test_references(body: bytes, numbers: list[int]) -> None:
    assert references(body) == numbers


@pytest.mark.parametrize(
    ("body", "group"),
    [
        (b"(a (b) c)", "string"),
        (b"()", "string"),
        (b"<0aF>", "string"),
        (b"7 65535 R", "generation"),
        (b"/StructParents 7", "key"),
        (b"/StructParent 7", "key"),
    ],
)
def test_a_token_is_matched_whole(body: bytes, group: str) -> None:
    match = TOKEN.fullmatch(body)
    assert match is not None
    assert match.lastgroup == group


@pytest.mark.parametrize("body", [b"/StructParents7", b"/StructParentsX 7", b"(a", b"<< /A 1 >>", b"<xyz>", b"7 0 obj"])
def test_what_is_no_token_is_not_matched(body: bytes) -> None:
    assert TOKEN.search(body) is None


def test_references_get_new_numbers_and_keys_are_moved() -> None:
    body = b"<< /A 1 2 R /B [(1 0 R) <31> 3 0 R] /StructParents 4 /StructParent 5 /Count 6 >>"
    numbers = {(1, 2): 10, (3, 0): 300}
    assert renumbered(body, lambda number, generation: numbers[number, generation], key_offset=100) == (
        b"<< /A 10 0 R /B [(1 0 R) <31> 300 0 R] /StructParents 104 /StructParent 105 /Count 6 >>"
    )


def test_keys_stay_without_an_offset() -> None:
    assert renumbered(b"/StructParents 4", lambda number, _generation: number) == b"/StructParents 4"


def test_strings_stay_as_they_are() -> None:
    body = rb"[(/StructParents 4) (a (7 0 R) b) (\(7 0 R) <37203020>]"
    assert renumbered(body, lambda _number, _generation: 0, key_offset=1) == body


@pytest.mark.parametrize(
    ("body", "compacted"),
    [
        (b"<< /A [ 1 0 R 2 0 R ] /B (a  b) >>", b"<</A[1 0 R 2 0 R]/B(a  b)>>"),
        (b"<< /A << /B /C >> /D 1 >>", b"<</A<</B/C>>/D 1>>"),
        (b"[ ( [ a ] ) <31> 1 0 R ( (b) ) ]", b"[( [ a ] )<31>1 0 R( (b) )]"),
        (b"[ 1 -2 .5 true null ]", b"[1 -2 .5 true null]"),
        (b"[ (a) 1 <31> 2 [ 3 ] 4 ]", b"[(a)1<31>2[3]4]"),
    ],
)
def test_needless_spaces_go(body: bytes, compacted: bytes) -> None:
    assert compact(body) == compacted


@pytest.mark.parametrize(
    "text", ["12 0 R", "(", ")", "\\", "(()", "a (b (c) d) e", "/StructParents 3", "Å – €", "𝄞", "\r\n"]
)
def test_texts_that_pikepdf_writes_are_stepped_over(text: str) -> None:
    value: Object = Dictionary(A=String(text), B=Array([String(text), Name.X]))
    body = value.unparse()
    assert references(body) == []
    assert renumbered(body, lambda _number, _generation: 0, key_offset=1) == body
    assert Object.parse(compact(body)) == value
