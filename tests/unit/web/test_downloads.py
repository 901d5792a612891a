"""Files keep their names, whatever letters are in them, and their sizes are said in words."""

from pathlib import Path

import pytest

from worksheets.messages import in_language
from worksheets.web.downloads import disposition, shown_file, size_in_words


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("ryhma.zip", "attachment; filename=\"ryhma.zip\"; filename*=UTF-8''ryhma.zip"),
        ("Ää Öö.pdf", "attachment; filename=\"__ __.pdf\"; filename*=UTF-8''%C3%84%C3%A4%20%C3%96%C3%B6.pdf"),
        ('a"b\\c%41.pdf', "attachment; filename=\"a_b_c_41.pdf\"; filename*=UTF-8''a%22b%5Cc%2541.pdf"),
        ("a\r\nSet-Cookie: x", "attachment; filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x"),
    ],
)
def test_a_name_is_given_in_plain_letters_and_as_it_is(name: str, header: str) -> None:
    assert disposition(name) == header


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 kB"), (61_500, "62 kB"), (999_999, "1000 kB"), (6_240_000, "6.2 MB"), (10_600_000, "11 MB")],
)
def test_a_size_is_rounded(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_a_size_has_the_decimal_mark_of_its_language() -> None:
    with in_language("fi"):
        assert size_in_words(6_240_000).startswith("6,2")


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert shown_file(None).status_code == 404
    assert shown_file(tmp_path / "tyhja.pdf").status_code == 404
    assert shown_file(tmp_path).status_code == 404
