"""Names that every system takes, and files that are whole or not there."""

import errno
import os
import resource
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets import files
from worksheets.errors import OutputError
from worksheets.files import (
    _PLAIN,
    _part_name,
    _safe,
    distinct,
    file_stem,
    name_part,
    new_folder,
    read_regular,
    sweep,
    whole_file,
    write_part,
    write_together,
    write_whole,
)


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


@given(st.text(st.sampled_from("aÄ1_- .$comltpn¹ß\u0301:"), max_size=12))
def test_a_plain_name_is_what_the_check_for_reserved_names_gives(text: str) -> None:
    stem = file_stem(text)
    assert stem == _safe(stem) or not _PLAIN.fullmatch(stem)


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


def test_a_file_gets_its_name_after_it_has_been_written(tmp_path: Path) -> None:
    part, path = str(tmp_path / "1"), tmp_path / "moniste.pdf"
    path.write_bytes(b"old")
    write_part(part, b"new", path)
    assert path.read_bytes() == b"old"
    name_part(part, path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("moniste.pdf", b"new")]
    with pytest.raises(OutputError, match="moniste.pdf: cannot be written: no such file or folder"):
        name_part(part, path)
    with pytest.raises(OutputError, match="moniste.pdf: cannot be written: no such file or folder"):
        write_part(str(tmp_path / "none" / "1"), b"new", path)


def test_a_part_gets_its_name_on_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, other = os.replace, tmp_path / "toinen levy"
    other.mkdir()

    def on_one_disk(source: str | Path, target: Path) -> None:
        if Path(source).parent != target.parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        replace(source, target)

    monkeypatch.setattr(os, "replace", on_one_disk)
    part, path = str(tmp_path / "1"), other / "moniste.pdf"
    path.write_bytes(b"old")
    write_part(part, b"new", path)
    name_part(part, path)
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["moniste.pdf"]
    assert path.read_bytes() == b"new"


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="file.pdf: already exists; add --overwrite"):
        write_whole(path, b"new", overwrite=False)
    assert path.read_bytes() == b"old"
    write_whole(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"


def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be created"):
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
        with pytest.raises(OSError, match=r"a pipe or a device, not a file|a folder, not a file"):
            read_regular(path, 100)


def test_a_file_may_have_the_longest_name_that_there_is(tmp_path: Path) -> None:
    for name in ("x" * 251 + ".pdf", "ä" * 125 + ".pdf", "😀" * 62 + ".pdf"):
        assert 250 < len(name.encode()) <= 255
        write_whole(tmp_path / name, b"whole", overwrite=False)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"whole"] * 3
    with pytest.raises(OutputError, match="cannot be written: the name is too long"):
        write_whole(tmp_path / ("x" * 256), b"", overwrite=False)


def test_two_long_names_are_written_at_the_same_time(tmp_path: Path) -> None:
    first, second = tmp_path / ("x" * 250 + "1"), tmp_path / ("x" * 250 + "2")
    with whole_file(first) as file, whole_file(second) as other:
        file.write(b"1")
        other.write(b"2")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_what_is_killed_under_a_long_name_is_swept(tmp_path: Path) -> None:
    process = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True)
    part = tmp_path / _part_name("x" * 250).replace(str(os.getpid()), process.stdout.decode().strip())
    part.write_bytes(b"half")
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_no_file_is_never_replaced(tmp_path: Path, overwrite: bool) -> None:  # noqa: FBT001
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "null.pdf").symlink_to("/dev/null")
    for name in ("pipe.pdf", "folder.pdf", "null.pdf"):
        with pytest.raises(OutputError, match=f"{name}: already exists and is not a file but a folder, a pipe or a"):
            write_whole(tmp_path / name, b"", overwrite=overwrite)
    assert stat.S_ISFIFO((tmp_path / "pipe.pdf").stat().st_mode)


@pytest.mark.parametrize("target", ["nowhere", "link.pdf", "mine.pdf"])
def test_a_link_is_there_already_wherever_it_leads(tmp_path: Path, target: str) -> None:
    (tmp_path / "mine.pdf").write_bytes(b"mine")
    (tmp_path / "link.pdf").symlink_to(tmp_path / target)
    with pytest.raises(OutputError, match="link.pdf: already exists; add --overwrite to replace it"):
        write_whole(tmp_path / "link.pdf", b"new", overwrite=False)
    write_whole(tmp_path / "link.pdf", b"new", overwrite=True)
    assert not (tmp_path / "link.pdf").is_symlink(), "the link is replaced, not what it leads to"
    assert (tmp_path / "mine.pdf").read_bytes() == b"mine"


def test_folders_that_were_made_for_a_file_go_with_it(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long"):
        write_whole(tmp_path / "a" / "b" / ("x" * 256), b"", overwrite=False)
    assert list(tmp_path.iterdir()) == []
    with new_folder(tmp_path / "a" / "b"):
        (tmp_path / "a" / "c").mkdir()
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["c"], "somebody has used it meanwhile"


def test_a_name_that_the_system_cannot_have_is_said_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsencode", lambda name: name.encode("iso-8859-1"))
    with pytest.raises(OutputError, match="file names here cannot have “Ю”; put LC_ALL=C.UTF-8"):
        write_whole(tmp_path / "Юlia.pdf", b"", overwrite=False)


def test_a_file_of_the_system_without_a_size_is_read(tmp_path: Path) -> None:
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("no such file here")
    assert read_regular(status, 100_000).startswith(b"Name:")
    with pytest.raises(OSError, match="larger than"):
        read_regular(status, 100)
    (tmp_path / "empty").touch()
    assert read_regular(tmp_path / "empty", 0) == b""


def test_files_are_written_together(tmp_path: Path) -> None:
    paths = [tmp_path / "uusi" / f"{number}.png" for number in range(3)]
    write_together([(path, path.name.encode()) for path in paths], tmp_path / "uusi", overwrite=False)
    assert [path.read_bytes() for path in paths] == [b"0.png", b"1.png", b"2.png"]
    assert sorted((tmp_path / "uusi").iterdir()) == paths


def test_of_files_that_are_written_together_none_is_left_when_one_fails(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[Path, bytes]]:
        yield tmp_path / "uusi" / "1.png", b"1"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_together(files(), tmp_path / "uusi", overwrite=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_has_come_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    first, second = tmp_path / "1.png", tmp_path / "2.png"

    def files() -> Iterator[tuple[Path, bytes]]:
        yield first, b"new"
        second.write_bytes(b"mine")
        yield second, b"new"

    with pytest.raises(OutputError, match="already exists"):
        write_together(files(), tmp_path, overwrite=False)
    assert (first.exists(), second.read_bytes(), len(list(tmp_path.iterdir()))) == (False, b"mine", 1)
    write_together(files(), tmp_path, overwrite=True)
    assert (first.read_bytes(), second.read_bytes()) == (b"new", b"new")


def test_more_files_are_written_together_than_may_be_open(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(int(path.name) for path in Path("/dev/fd").iterdir()) + 10, hard))
    try:
        write_together(((tmp_path / f"{n}.png", b"") for n in range(100)), tmp_path, overwrite=False)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(list(tmp_path.iterdir())) == 100


def replace_later(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Let ``os.replace`` fail so many times, as on Windows while another program has the file open."""

    def replace(part: Path, target: Path) -> None:
        failures.append(target)
        if len(failures) <= times:
            raise PermissionError(13, "Permission denied")
        replace_now(part, target)

    failures: list[Path] = []
    replace_now = os.replace
    monkeypatch.setattr(os, "replace", replace)


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that another program has open."""
    monkeypatch.setattr(files, "_PAUSES", (0, 0))
    path = tmp_path / "moniste.pdf"
    path.write_bytes(b"old")
    return path


def test_a_file_that_is_open_for_a_moment_is_replaced(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_later(monkeypatch, 2)
    write_whole(shown, b"new", overwrite=True)
    assert shown.read_bytes() == b"new"


def test_a_file_that_stays_open_is_named_and_stays(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_later(monkeypatch, 3)
    with pytest.raises(OutputError, match="moniste.pdf: cannot be replaced while another program has it open; close"):
        write_whole(shown, b"new", overwrite=True)
    assert [path.name for path in shown.parent.iterdir()] == ["moniste.pdf"]
    assert shown.read_bytes() == b"old"
