"""The size of a picture is read from its beginning; damaged and hostile files have none."""

from pathlib import Path

import pytest
from PIL import Image

from worksheets.course.picture_size import PictureSize, has_text, picture_size

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_pixels(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"kuva.{suffix}"
    Image.new("RGB", (321, 45)).save(path)
    assert picture_size(path) == PictureSize(321, 45)


def test_a_jpeg_with_a_long_profile_before_its_size(tmp_path: Path) -> None:
    path = tmp_path / "kuva.jpg"
    Image.new("RGB", (30, 20)).save(path, icc_profile=bytes(200_000), progressive=True)
    assert picture_size(path) == PictureSize(30, 20)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 240 60"', (240, 60)),
        ('viewBox="-5,-5 24.5,6"', (24.5, 6)),
        ('width="1in" height="48px" viewBox="0 0 3 4"', (96, 48)),
        ('width="100%" height="100%" viewBox="0 0 3 4"', (3, 4)),
        ('width="100%"', None),
        ('viewBox="0 0 240"', None),
        ('viewBox="0 0 240 0"', None),
        ('viewBox="0 0 1e9 9"', None),
    ],
)
def test_the_size_of_a_drawing(tmp_path: Path, attributes: str, size: tuple[float, float] | None) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(f'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" {attributes}><g/></svg>', "utf-8")
    assert picture_size(path) == (PictureSize(*size, is_drawing=True) if size else None)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [("<text>Oy</text>", True), ("<g><text/></g>", True), ("<path/>", False), ("<title>Oy</title><rikki", False)],
)
def test_text_in_a_drawing(tmp_path: Path, inside: str, *, expected: bool) -> None:
    path = tmp_path / "logo.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>', "utf-8")
    assert has_text(path) is expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\0" + bytes(9),
        b"\xff\xd8\xff\xe0\xff\xff",
        b"\xff\xd8\xff\xe0\0\0" * 9,
        b"GIF89a",
        b"<html><svg viewBox='0 0 9 9'/></html>",
        f"<!DOCTYPE svg [<!ENTITY a0 'x'>{BOMB}]><svg viewBox='&a19;'/>".encode(),
    ],
)
def test_no_size(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kuva"
    path.write_bytes(data)
    assert picture_size(path) is None
