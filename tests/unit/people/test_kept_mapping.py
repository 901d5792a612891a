"""The file beside a list that says what its headings mean is read, or refused in a line."""

import os
from pathlib import Path

import pytest

from worksheets.errors import RosterError
from worksheets.people.kept_mapping import kept_mapping


def problem(path: Path) -> str:
    with pytest.raises(RosterError) as caught:
        kept_mapping(path)
    (message,) = caught.value.problems
    prefix = f"{path.with_suffix('.map.toml')}: "
    assert message.startswith(prefix)
    return message.removeprefix(prefix)


def test_without_a_file_no_heading_has_a_meaning_of_its_own(tmp_path: Path) -> None:
    assert kept_mapping(tmp_path / "ryhma.csv") == {}


def test_the_file_gives_slots_by_headings(tmp_path: Path) -> None:
    (tmp_path / "ryhma.map.toml").write_bytes(
        '\ufeff[headings]\n"Kuka?" = "nimi"\nKenkä = "-"\n'.replace("ä", "a").encode()
    )
    assert kept_mapping(tmp_path / "ryhma.csv") == {"Kuka?": "nimi", "Kenka": "-"}


NOT_TOML = 'line {line}: write it as "heading" = "slot", in straight quotes, and each heading only once'
NO_HEADINGS = 'write [headings] on the first line, and under it lines such as "Ryhmän nimi" = "ryhma"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[headings]\n"a" = 9' + "9" * 5_000, 'a value is not text; put it in "quotes"'),
        ("a = " + "[" * 100_000, 'a value is not text; put it in "quotes"'),
        ("[" * 100_000, NOT_TOML.format(line=1)),
        ('[headings]\n"a" = "b', NOT_TOML.format(line=2)),
        ('[headings]\n"a" = "b"\n"a" = "c"', NOT_TOML.format(line=3)),
        ("a." * 50_000 + "b = 1", "more than 200 dots on one line; is this the right file?"),
        ("[" + "a." * 50_000 + "b]", "more than 200 dots on one line; is this the right file?"),
        ("x" * 200_001, "larger than 200 kB; is this the right file?"),
        ("\udcff", "not UTF-8 text; save the file as UTF-8"),
        ("a = 1", NO_HEADINGS),
        ("headings = 1", NO_HEADINGS),
    ],
    ids=range(11),
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "ryhma.map.toml").write_bytes(content.encode(errors="surrogateescape"))
    assert problem(tmp_path / "ryhma.csv") == message


def test_only_an_ordinary_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ryhma.map.toml")
    assert problem(tmp_path / "ryhma.csv").startswith("a pipe or a device, not a file")
    (tmp_path / "toinen.map.toml").symlink_to("nowhere")
    assert problem(tmp_path / "toinen.csv") == "no such file or folder"
