"""The record knows which files of a folder are as a run wrote them, also after a run that was killed."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.helpers.folders import contents
from worksheets.errors import OutputError
from worksheets.packet.output_folder import RECORD
from worksheets.packet.record import Entry, Record, folder_of_order, looked_at, opened, sealed

JOURNAL = ".packet.jsonl"


def entry_of(data: bytes, made_from: str = "what it is made from") -> Entry:
    return Entry(made_from, hashlib.sha256(data).hexdigest(), 1)


def write(record: Record, path: Path, data: bytes) -> None:
    """Write a file as a packet is written: it is in the journal before it appears."""
    record.note([(path, entry_of(data))])
    path.write_bytes(data)
    record.appeared(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two files that a run has written."""
    folder = tmp_path / "ryhma"
    with opened(folder) as record:
        write(record, folder / "b.pdf", b"Ben")
        write(record, folder / "a.pdf", b"Aino")
    return folder


# A run after another


def test_a_file_is_known_as_soon_as_it_has_appeared(tmp_path: Path) -> None:
    with opened(tmp_path) as record:
        assert record.entry(tmp_path / "a.pdf") is None
        write(record, tmp_path / "a.pdf", b"Aino")
        assert record.entry(tmp_path / "a.pdf") == entry_of(b"Aino")


def test_a_run_does_not_read_what_it_has_written(tmp_path: Path) -> None:
    with opened(tmp_path) as record:
        for made_from in ("first", "second"):
            record.note([(tmp_path / "a.pdf", entry_of(b"Aino", made_from))])
        record.appeared(tmp_path / "a.pdf")
        assert record.entry(tmp_path / "a.pdf") == entry_of(b"Aino", "second")


def test_a_folder_is_looked_at_without_a_trace(folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    (folder / "a.pdf").write_bytes(b"changed")
    assert dict(looked_at(folder).known()) == {"b.pdf": entry_of(b"Ben")}
    assert set(contents(folder)) == set(before)
    assert list(looked_at(tmp_path / "new").known()) == []
    assert not (tmp_path / "new").exists()


def test_a_later_run_knows_the_files_in_their_order(folder: Path) -> None:
    with opened(folder) as record:
        assert list(record.known()) == [
            ("a.pdf", entry_of(b"Aino")),
            ("b.pdf", entry_of(b"Ben")),
        ]


def test_the_record_is_a_file_beside_the_others(folder: Path) -> None:
    assert set(contents(folder)) == {"a.pdf", "b.pdf", RECORD}
    record = json.loads((folder / RECORD).read_text("utf-8"))
    assert record["form"] == 1
    assert list(record["files"]) == ["a.pdf", "b.pdf"]
    made_from, digest = entry_of(b"Aino").input, entry_of(b"Aino").output
    assert record["files"]["a.pdf"] == {"input": made_from, "output": digest, "pages": 1, "order": "", "handouts": []}


def test_an_entry_comes_back_as_it_was(tmp_path: Path) -> None:
    entry = replace(entry_of(b"Aino"), order="ryhma.xlsx", handouts=(1, 2))
    with opened(tmp_path) as record:
        record.note([(tmp_path / "a.pdf", entry)])
        (tmp_path / "a.pdf").write_bytes(b"Aino")
        copy = killed(tmp_path)
    for folder in (tmp_path, copy):
        with opened(folder) as record:
            assert record.entry(folder / "a.pdf") == entry


def test_an_entry_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    values = {"input": "", "output": entry_of(b"Aino").output, "pages": 1}
    (tmp_path / RECORD).write_text(json.dumps({"form": 1, "files": {"a.pdf": values}}), "utf-8")
    (tmp_path / "a.pdf").write_bytes(b"Aino")
    with opened(tmp_path) as record:
        assert record.entry(tmp_path / "a.pdf") == entry_of(b"Aino", "")


def test_a_file_in_a_folder_within_has_its_path(tmp_path: Path) -> None:
    (tmp_path / "A").mkdir()
    with opened(tmp_path) as record:
        write(record, tmp_path / "A" / "Väinö.pdf", b"x")
    assert '"A/Väinö.pdf"' in (tmp_path / RECORD).read_text("utf-8")
    with opened(tmp_path) as record:
        assert record.entry(tmp_path / "A" / "Väinö.pdf") == entry_of(b"x")


@pytest.mark.parametrize("data", [None, b"mine"], ids=["deleted", "changed"])
def test_a_file_that_is_not_as_it_was_written_is_not_known(folder: Path, data: bytes | None) -> None:
    (folder / "a.pdf").unlink()
    if data:
        (folder / "a.pdf").write_bytes(data)
    with opened(folder) as record:
        assert record.entry(folder / "a.pdf") is None
        assert list(dict(record.known())) == ["b.pdf"]


def test_a_run_that_writes_nothing_leaves_the_record_as_it_is(folder: Path) -> None:
    before = contents(folder)
    (folder / "a.pdf").unlink()
    with opened(folder):
        pass
    assert (folder / RECORD).read_bytes() == before[RECORD]


def test_a_new_folder_without_files_goes_again(tmp_path: Path) -> None:
    with opened(tmp_path / "new" / "folder"):
        assert (tmp_path / "new" / "folder").is_dir()
    assert list(tmp_path.iterdir()) == []


def test_a_new_run_that_writes_leaves_out_what_has_gone(folder: Path) -> None:
    (folder / "b.pdf").unlink()
    with opened(folder) as record:
        write(record, folder / "c.pdf", b"C")
    assert list(json.loads((folder / RECORD).read_text("utf-8"))["files"]) == ["a.pdf", "c.pdf"]


def fail_after_a_file(folder: Path) -> None:
    with opened(folder) as record:
        write(record, folder / "a.pdf", b"Aino")
        raise KeyError


def test_a_run_that_fails_keeps_what_it_has_written(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        fail_after_a_file(tmp_path)
    assert set(contents(tmp_path)) == {"a.pdf", RECORD}


# A run that is killed


def killed(folder: Path) -> Path:
    """Return a copy of a folder as it is now, in the middle of a run."""
    return shutil.copytree(folder, folder.with_name(f"{folder.name} killed"), ignore=shutil.ignore_patterns("*.lock"))


def test_what_a_killed_run_has_written_is_known(folder: Path) -> None:
    with opened(folder) as record:
        write(record, folder / "a.pdf", b"Aino again")
        write(record, folder / "c.pdf", b"C")
        copy = killed(folder)
    with opened(copy) as record:
        assert dict(record.known()) == {
            "a.pdf": entry_of(b"Aino again"),
            "b.pdf": entry_of(b"Ben"),
            "c.pdf": entry_of(b"C"),
        }
    assert set(contents(copy)) == {"a.pdf", "b.pdf", "c.pdf", RECORD}, "the journal has gone"


def test_until_a_file_appears_the_one_that_it_replaces_is_known(folder: Path) -> None:
    with opened(folder) as record:
        record.note([(folder / "a.pdf", entry_of(b"Aino again"))])
        assert record.entry(folder / "a.pdf") == entry_of(b"Aino")
        copy = killed(folder)
        (folder / "a.pdf").write_bytes(b"Aino again")
        record.note([(folder / "a.pdf", entry_of(b"Aino the third time"))])
        assert record.entry(folder / "a.pdf") == entry_of(b"Aino again")
    with opened(copy) as record:
        assert record.entry(copy / "a.pdf") == entry_of(b"Aino")


def test_of_equal_files_the_last_is_known(folder: Path) -> None:
    with opened(folder) as record:
        record.note([(folder / "a.pdf", entry_of(b"Aino", "something else"))])
        copy = killed(folder)
    with opened(copy) as record:
        assert record.entry(copy / "a.pdf") == entry_of(b"Aino", "something else")


def test_a_file_that_appeared_when_its_run_was_killed_is_known(folder: Path) -> None:
    with opened(folder) as record:
        record.note([(folder / "a.pdf", entry_of(b"Aino again"))])
        copy = killed(folder)
    (copy / "a.pdf").write_bytes(b"Aino again")
    with opened(copy) as record:
        assert record.entry(copy / "a.pdf") == entry_of(b"Aino again")


@pytest.mark.parametrize(
    "line",
    ["[1]", "7", '{"file": 7}', '{"input": ""}', '{"file": "a.pdf", "inp', "[" * 50_000, "\xff"],
    ids=range(7),
)
def test_a_line_of_the_journal_that_cannot_be_read_is_left_out(folder: Path, line: str) -> None:
    (folder / JOURNAL).write_text(line, "latin-1")
    with opened(folder) as record:
        write(record, folder / "c.pdf", b"C")
        copy = killed(folder)
    with opened(copy) as record:
        assert list(dict(record.known())) == ["a.pdf", "b.pdf", "c.pdf"]


def test_the_unfinished_files_of_a_killed_run_are_deleted(tmp_path: Path) -> None:
    (tmp_path / ".Aino.pdf.999999999.part").write_bytes(b"half")
    (tmp_path / ".Ben.pdf.1.part").write_bytes(b"another process is writing this")
    with opened(tmp_path):
        pass
    assert set(contents(tmp_path)) == {".Ben.pdf.1.part"}


# What cannot be opened


def test_two_runs_do_not_write_into_one_folder(folder: Path) -> None:
    with opened(folder):
        with pytest.raises(OutputError) as caught, opened(folder):
            pass
        assert caught.value.problems == (
            f"{folder}: another run is writing to this folder; wait for it to finish, or choose another with -o",
        )
    with opened(folder) as record:
        assert list(record.known())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[" * 50_000,
        "[]",
        "{}",
        '{"files": [1]}',
        '{"files": {"a.pdf": 1}}',
        '{"files": {"a.pdf": {}}}',
        '{"files": {"a.pdf": {"input": "", "output": "", "pages": 1, "other": 1}}}',
        '{"files": {"a.pdf": {"input": "", "output": "", "pages": 1, "handouts": 1}}}',
    ],
    ids=range(10),
)
def test_a_record_that_cannot_be_read_is_named_and_can_be_forgotten(folder: Path, text: str) -> None:
    (folder / RECORD).write_text(text, "utf-8")
    with pytest.raises(OutputError) as caught, opened(folder):
        pass
    assert caught.value.problems == (
        f"{folder / RECORD}: cannot be read; delete it, and add --overwrite to make everything again",
    )
    with opened(folder, forget=True) as record:
        assert list(record.known()) == []


def test_a_record_that_can_be_read_is_not_forgotten(folder: Path) -> None:
    with opened(folder, forget=True) as record:
        assert len(list(record.known())) == 2


def test_a_journal_that_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).mkdir()
    with pytest.raises(OutputError) as caught, opened(tmp_path):
        pass
    assert caught.value.problems == (
        f"{tmp_path / JOURNAL}: is not a file but a folder, a link, a pipe or a device; delete it",
    )


def test_a_folder_that_cannot_be_made_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as caught, opened(tmp_path / "file" / "ryhma"):
        pass
    problem = f"{tmp_path / 'file' / 'ryhma'}: cannot be created: part of the path is a file, not a folder"
    assert caught.value.problems == (problem,)


def test_a_folder_that_vanishes_is_not_made_again(folder: Path) -> None:
    with opened(folder) as record:
        write(record, folder / "c.pdf", b"C")
        shutil.rmtree(folder)
    assert not folder.exists()


# Folders of several orders


def folder_with(folder: Path, order: str) -> Path:
    """Return a folder with a file that was made for an order."""
    with opened(folder) as record:
        record.note([(folder / "a.pdf", replace(entry_of(b"Aino"), order=order))])
        (folder / "a.pdf").write_bytes(b"Aino")
    return folder


@pytest.mark.parametrize("order", ["mine", ""])
def test_an_order_has_a_folder_that_is_free_or_its_own(tmp_path: Path, order: str) -> None:
    assert folder_of_order(tmp_path / "ryhma", "mine") == tmp_path / "ryhma"
    folder = folder_with(tmp_path / "ryhma", order)
    assert folder_of_order(folder, "mine") == folder


def test_another_orders_folder_is_left_to_it(tmp_path: Path) -> None:
    folder_with(tmp_path / "ryhma", "first")
    assert folder_of_order(tmp_path / "ryhma", "third") == tmp_path / "ryhma-2"
    folder_with(tmp_path / "ryhma-2", "second")
    assert folder_of_order(tmp_path / "ryhma", "third") == tmp_path / "ryhma-3"
    assert folder_of_order(tmp_path / "ryhma", "second") == tmp_path / "ryhma-2", "which it finds again"


def test_a_folder_whose_record_cannot_be_read_is_free(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text("{}", "utf-8")
    assert folder_of_order(tmp_path, "mine") == tmp_path


# What files are made from


def test_without_a_password_a_digest_is_that_of_the_values() -> None:
    assert sealed(["Aino", 7], "") == hashlib.sha256(b'["Aino", 7]').hexdigest()


def test_with_a_password_a_digest_cannot_be_computed_without_it() -> None:
    digests = {sealed(values, password) for values in ("Aino", "Ben") for password in ("", "salasana", "toinen")}
    assert len(digests) == 6
    assert sealed("Aino", "salasana") == sealed("Aino", "salasana")


def test_a_digest_with_a_password_is_that_of_earlier_versions() -> None:
    """With another one, all locked handouts would be made again."""
    assert sealed("Aino", "salasana") == "15f779590c0c4c1da896fce583b41ee2c7f3cf1ab0cf12136cf9842b675b4dc5"
