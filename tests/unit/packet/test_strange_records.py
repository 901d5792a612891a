"""The record and the journal of a folder may be anything: one clear message, and nothing outside is touched."""

import hashlib
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.folders import contents
from worksheets.errors import OutputError
from worksheets.packet.output_folder import RECORD
from worksheets.packet.record import Entry, folder_of_order, opened

JOURNAL, LOCK = ".packet.jsonl", ".packet.lock"
DIGEST = hashlib.sha256(b"Aino").hexdigest()
ENTRY = {"input": "x", "output": DIGEST, "pages": 1, "order": "mine", "handouts": []}
UNREADABLE = "cannot be read; delete it, and add --overwrite to make everything again"


def text_of(files: object, **others: object) -> str:
    return json.dumps({"form": 1, "files": files, **others})


def text_with(**changes: object) -> str:
    """Return a record of one file, with other values."""
    return text_of({"a.pdf": {**ENTRY, **changes}})


def text_named(name: str) -> str:
    return text_of({name: ENTRY})


TEXTS = {
    "a number": "7",
    "null": "null",
    "a text": '"files"',
    "deep": '{"files":' + "[" * 100_000,
    "deep in an entry": '{"files":{"a.pdf":{"input":' + '{"a":' * 100_000,
    "no files": '{"form": 1}',
    "files are a list": text_of([ENTRY]),
    "files are null": text_of(None),
    "another form": text_of({}, form=2),
    "a form that is a text": text_of({}, form="1"),
    "more than the files": text_of({}, other=1),
    "an entry that is a list": text_of({"a.pdf": ["x", DIGEST, 1]}),
    "an input that is a number": text_with(input=7),
    "an output that is null": text_with(output=None),
    "pages that are a text": text_with(pages="1"),
    "pages that are true": text_with(pages=True),
    "pages that are a fraction": text_with(pages=1.5),
    "negative pages": text_with(pages=-1),
    "NaN": '{"files":{"a.pdf":{"input":"","output":"","pages":NaN}}}',
    "endless pages": '{"files":{"a.pdf":{"input":"","output":"","pages":1e999}}}',
    "huge pages": '{"files":{"a.pdf":{"input":"","output":"","pages":' + "9" * 10_000 + "}}}",
    "an order that is an object": text_with(order={}),
    "handouts that are a text": text_with(handouts="123"),
    "handouts with a text": text_with(handouts=[1, "2"]),
    "negative handouts": text_with(handouts=[-1]),
    "a lone surrogate": '{"files":{"\\ud800.pdf":{"input":"","output":"","pages":1}}}',
    "a lone surrogate in an order": '{"files":{"a.pdf":{"input":"","output":"","pages":1,"order":"\\udcff"}}}',
    "two objects": "{}{}",
    "a byte order mark": "\ufeff" + text_with(),
    "a name above": text_named("../a.pdf"),
    "a name far above": text_named("A/../../a.pdf"),
    "an absolute name": text_named("/etc/hostname"),
    "an empty name": text_named(""),
    "a name of the folder": text_named("."),
    "a name with an empty part": text_named("A//a.pdf"),
    "a name with NUL": text_named("a\0.pdf"),
    "a name with a line break": text_named("a\n.pdf"),
    "a name of Windows": text_named("C:a.pdf"),
    "a network name of Windows": text_named("\\\\server\\a.pdf"),
    "a deep name": text_named("A/B/a.pdf"),
    "a hidden name": text_named(".a.pdf"),
    "a long path": text_named("a/" * 50_000),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a packet's folder with one file, beside a file that is nobody's business."""
    (tmp_path / "a.pdf").write_bytes(b"outside")
    folder = tmp_path / "ryhma"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"Aino")
    (folder / RECORD).write_text(text_with(), "utf-8")
    return folder


def problems_of(folder: Path, *, forget: bool = False) -> tuple[str, ...]:
    """Return why a folder cannot be opened; empty if it can be."""
    try:
        with opened(folder, forget=forget) as record:
            list(record.known())
    except OutputError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_record_that_is_none_is_one_line_and_touches_nothing(folder: Path, text: str) -> None:
    (folder / RECORD).write_text(text, "utf-8", errors="surrogatepass")
    before = contents(folder.parent)
    assert problems_of(folder) == (f"{folder / RECORD}: {UNREADABLE}",)
    assert contents(folder.parent) == before
    assert folder_of_order(folder, "another") == folder, "as if it had no record"
    with opened(folder, forget=True) as record:
        assert list(record.known()) == []
    assert contents(folder.parent) == before


@pytest.mark.parametrize(
    "data", [b"\xff\xfe{\0}\0", b"\0" * 1000, b"%PDF-1.7", b"PK\3\4", b'{"files":{"\xe4.pdf":{}}}']
)
def test_a_record_of_other_bytes_is_one_line(folder: Path, data: bytes) -> None:
    (folder / RECORD).write_bytes(data)
    assert problems_of(folder) == (f"{folder / RECORD}: {UNREADABLE}",)


def test_of_a_file_that_stands_twice_in_a_record_the_last_counts(folder: Path) -> None:
    twice = [json.dumps({"a.pdf": {**ENTRY, "input": made_from}})[1:-1] for made_from in ("first", "second")]
    (folder / RECORD).write_text(f'{{"files": {{{", ".join(twice)}}}}}', "utf-8")
    with opened(folder) as record:
        assert record.entry(folder / "a.pdf") == Entry("second", DIGEST, 1, "mine")


def test_a_record_that_is_too_large_is_one_line(folder: Path) -> None:
    os.truncate(folder / RECORD, 10 << 30)
    (problem,) = problems_of(folder)
    assert "cannot be read: larger than" in problem
    assert not problems_of(folder, forget=True)


def test_a_record_of_many_files_that_are_not_there_is_read(folder: Path) -> None:
    (folder / RECORD).write_text(
        text_of({f"{number}.pdf": ENTRY for number in range(20_000)} | {"a.pdf": ENTRY}), "utf-8"
    )
    with opened(folder) as record:
        assert list(dict(record.known())) == ["a.pdf"]


SPECIAL: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "link": lambda path: path.symlink_to(path.parent.parent / "a.pdf"),
    "link to nowhere": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "full device": lambda path: path.symlink_to("/dev/full"),
}


@pytest.mark.parametrize("name", [RECORD, JOURNAL, LOCK])
@pytest.mark.parametrize("special", SPECIAL.values(), ids=SPECIAL)
@pytest.mark.parametrize("forget", [False, True])
def test_a_record_that_is_no_file_is_named(
    folder: Path, name: str, special: Callable[[Path], object], *, forget: bool
) -> None:
    (folder / name).unlink(missing_ok=True)
    special(folder / name)
    message = "is not a file but a folder, a link, a pipe or a device; delete it"
    assert problems_of(folder, forget=forget) == (f"{folder / name}: {message}",)
    assert (folder.parent / "a.pdf").read_bytes() == b"outside"
    assert folder_of_order(folder, "mine") == folder


def test_all_strange_files_are_named_at_once(folder: Path) -> None:
    for name in (JOURNAL, LOCK):
        os.mkfifo(folder / name)
    assert len(problems_of(folder)) == 2


@pytest.mark.parametrize(
    "line",
    [
        *("null", "{}", "NaN", "[" * 100_000, '"\\ud800"', "\0"),
        *(json.dumps({"file": name, **ENTRY}) for name in ("../a.pdf", "/etc/hostname", "a\0.pdf", "", 7, None)),
        json.dumps({"file": "b.pdf", **ENTRY, "pages": "1"}),
        json.dumps({"file": "b.pdf", **ENTRY, "more": 1}),
    ],
    ids=lambda line: line[:30],
)
def test_a_line_of_the_journal_that_is_none_is_left_out(folder: Path, line: str) -> None:
    good = json.dumps({"file": "c.pdf", **ENTRY})
    (folder / JOURNAL).write_text(f"{line}\n{good}\n", "utf-8")
    (folder / "c.pdf").write_bytes(b"Aino")
    with opened(folder) as record:
        assert list(dict(record.known())) == ["a.pdf", "c.pdf"]


def test_a_journal_of_other_things_is_soon_given_up(folder: Path) -> None:
    good = json.dumps({"file": "c.pdf", **ENTRY})
    (folder / "c.pdf").write_bytes(b"Aino")
    (folder / JOURNAL).write_text("x\n" * 1_000_000 + good, "utf-8")
    with opened(folder) as record:
        assert list(dict(record.known())) == ["a.pdf"]


def test_a_large_journal_is_left_out(folder: Path) -> None:
    (folder / JOURNAL).touch()
    os.truncate(folder / JOURNAL, 10 << 30)
    with opened(folder) as record:
        assert list(dict(record.known())) == ["a.pdf"]
    assert not (folder / JOURNAL).exists()


# Files in the folder


@pytest.mark.parametrize("special", SPECIAL.values(), ids=SPECIAL)
def test_a_file_in_the_record_that_is_none_is_not_known(folder: Path, special: Callable[[Path], object]) -> None:
    (folder / "a.pdf").unlink()
    special(folder / "a.pdf")
    with opened(folder) as record:
        assert record.entry(folder / "a.pdf") is None


def test_a_file_that_is_too_large_is_not_known(folder: Path) -> None:
    os.truncate(folder / "a.pdf", 10 << 30)
    with opened(folder) as record:
        assert list(record.known()) == []


def test_a_subfolder_that_is_a_link_is_not_followed(folder: Path) -> None:
    (folder / "A").symlink_to(folder.parent)
    (folder.parent / "a.pdf").write_bytes(b"Aino")
    (folder / RECORD).write_text(text_of({"A/a.pdf": ENTRY, "a.pdf": ENTRY}), "utf-8")
    with opened(folder) as record:
        assert list(dict(record.known())) == ["a.pdf"]


def test_a_packets_folder_may_be_a_link(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    with opened(link) as record:
        assert list(dict(record.known())) == ["a.pdf"]


def test_unfinished_files_outside_are_not_deleted(folder: Path) -> None:
    name = ".x.pdf.999999999.part"
    outside = folder.parent / "outside"
    for place in (outside, folder / "A", folder / "A" / "B", folder):
        place.mkdir(exist_ok=True)
        (place / name).touch()
    (folder / "link").symlink_to(outside)
    (folder / ".y.pdf.999999999.part").symlink_to(outside / name)
    (folder / ".z.pdf.999999999.part").mkdir()
    with opened(folder):
        pass
    assert (outside / name).exists()
    assert (folder / "A" / "B" / name).exists(), "a packet writes into no deeper folder"
    assert not (folder / "A" / name).exists()
    assert not (folder / name).exists()


def mutated(tree: object, chance: random.Random) -> object:
    """Return JSON with one value in ten replaced."""
    if chance.random() < 0.1:
        return chance.choice([None, True, -1, 2**70, 1.5, "", "../x", "\0", [], {}, [[]], {"a": 1}])
    if isinstance(tree, dict):
        return {str(mutated(key, chance)): mutated(value, chance) for key, value in tree.items()}
    return [mutated(value, chance) for value in tree] if isinstance(tree, list) else tree


def test_mutated_records_are_read_or_refused(folder: Path) -> None:
    tree = json.loads(text_of({"a.pdf": {**ENTRY, "handouts": [1, 2]}, "A/b.pdf": ENTRY}))
    refused = 0
    for seed in range(150):
        chance = random.Random(seed)  # noqa: S311 - no secret
        data = bytearray(json.dumps(mutated(tree, chance)).encode())
        if chance.random() < 0.3 and data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        (folder / RECORD).write_bytes(data)
        problems = problems_of(folder)
        assert problems in ((), (f"{folder / RECORD}: {UNREADABLE}",)), seed
        refused += bool(problems)
    assert 50 < refused < 150
    assert sorted(path.name for path in folder.iterdir() if path.name != LOCK) == ["a.pdf", RECORD]
