"""Names that every system takes, and files that are whole or not there."""

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.errors import OutputError
from worksheets.files import distinct, file_stem, read_regular, write_whole


@given(st.text(max_size=300))
def test_a_name_stays_inside_its_folder(text: str) -> None:
    stem = file_stem(text)
    path = (Path("folder") / f"{stem}.pdf").resolve()
    assert path.parent == Path("folder").resolve()
    assert 0 < len(path.name.encode()) <= 255
    assert not set(stem) & set('<>:"/\\|?*\0')
    assert stem == stem.strip(" .")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Aino Esimerkki", "Aino-Esimerkki"),
        ("Åsa Öberg-Esimerkki", "Åsa-Öberg-Esimerkki"),
        ("Liam O'Malli", "Liam-O'Malli"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "CON_"),
        ("-CON", "CON_"),
        ("conin$", "conin_"),
        ("\u202eAino\ud83d", "Aino"),
        ("x" * 148 + "e\u0323\u0301", "x" * 148),
        ("...", "nimeton"),
        (unicodedata.normalize("NFD", "Väinö"), "Väinö"),
    ],
)
def test_names(name: str, stem: str) -> None:
    assert file_stem(name) == stem


@given(
    st.lists(
        st.sampled_from(
            ["Aino", "aino", "Aino-2", "Väinö", "Va\u0308ino\u0308", "\u0390", "\u03aa\u0301", "Ai\u200cno"]
        ),
        max_size=12,
    )
)
def test_no_two_files_have_one_name(stems: list[str]) -> None:
    names = distinct(stems)
    known = {unicodedata.normalize("NFD", name).casefold().replace("\u200c", "") for name in names}
    assert len({unicodedata.normalize("NFD", name) for name in known}) == len(stems)


def test_a_file_is_written_whole_into_a_new_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.pdf"
    write_whole(path, b"whole", overwrite=False)
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o666 & ~os.umask(os.umask(0o22)), "the umask's own"


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="file.pdf: is there already; --overwrite"):
        write_whole(path, b"new", overwrite=False)
    assert path.read_bytes() == b"old"
    write_whole(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be made"):
        write_whole(tmp_path / "folder" / "file.pdf", b"", overwrite=False)


def test_a_regular_file_is_read_and_so_is_a_link_to_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    link = tmp_path / "link"
    link.symlink_to(path)
    assert read_regular(path, 5) == read_regular(link, 5) == b"12345"


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"123456")
    with pytest.raises(OSError, match="larger than") as refusal:
        read_regular(path, 5)
    assert refusal.value.strerror


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs in folders")
def test_a_pipe_a_device_and_a_folder_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/null"), tmp_path):
        with pytest.raises(OSError, match=r"no ordinary file|directory"):
            read_regular(path, 100)
