"""Lists of strangers end in a report or in some lines about them, whatever is in them; nothing is repeated in full."""

import io
import os
from pathlib import Path
from random import Random

import pytest

from tests.helpers.list_mutations import mutated, originals
from worksheets.course.course import Course
from worksheets.errors import FirstProblems, ParticipantError, RosterError
from worksheets.people import opening, yaml_reader
from worksheets.people import roster as roster_module
from worksheets.people.list_options import ListOptions
from worksheets.people.roster import Roster, study_roster

FORMATS = ("xlsx", "ods", "fods", "xls", "csv", "one-byte csv", "tsv", "yaml", "json")
LONGEST = 700
"""Characters of a message, of which a few hundred can be a stranger's."""


def messages(path: Path, course: Course, options: ListOptions = ListOptions()) -> list[str]:
    """Return everything that is told about a list."""
    try:
        roster = study_roster(path, course, options)
    except (RosterError, ParticipantError) as error:
        return list(error.problems)
    return [*roster.errors, *roster.warnings, *map(str, roster.omissions)]


def study(folder: Path, course: Course, content: str, options: ListOptions = ListOptions()) -> Roster:
    path = folder / "ryhma.csv"
    path.write_text(content)
    return study_roster(path, course, options)


def hold_mutations(folder: Path, course: Course, name: str, seeds: range) -> None:
    original = originals(folder)[name]
    path = folder / f"lista{original.suffix}"
    refused = 0
    for seed in seeds:
        path.write_bytes(mutated(original.data, Random(f"{name} {seed}")))  # noqa: S311 - no secret
        lines = messages(path, course)
        refused += bool(lines)
        assert max(map(len, lines), default=0) < LONGEST + len(str(path)), seed
    assert refused, "some mutations are noticed"


@pytest.mark.parametrize("name", FORMATS)
def test_mutated_lists_are_read_or_refused(tmp_path: Path, course: Course, name: str) -> None:
    hold_mutations(tmp_path, course, name, range(20))


@pytest.mark.long
@pytest.mark.parametrize("name", FORMATS)
def test_many_mutated_lists_are_read_or_refused(tmp_path: Path, course: Course, name: str) -> None:
    hold_mutations(tmp_path, course, name, range(20, 3_000))


# Texts that regular expressions may take long for


PIECES = (
    *(
        "a",
        " ",
        ".a",
        "a.",
        "[a",
        "a]",
        "[",
        "]",
        "a [b] ",
        "(a",
        "((",
        "* ",
        "1. ",
        "1 ",
        "a1",
        "1a",
        "- ",
        "•",
        "a:",
        ";",
    ),
    *(
        "a;",
        "\t",
        "a\tb",
        "\x0b",
        "\u00ad",
        "\u200b",
        "e\u0301",
        "\u0301",
        "\ufdfa",
        "ß",
        "İ",
        "_",
        "#",
        "# ",
        "+1",
        "?a",
    ),
    *(
        "Aino, ",
        "von ",
        "Dr. ",
        "Yhteensä ",
        "12 osallistujaa ",
        "&auml; ",
        "%C3%A4",
        "=C3=A4",
        "\\u00e4 ",
        "Ã¤",
        "√§",
        "├ñ",
    ),
    *(
        "VÑ ",
        "Väi„n ",
        "aÑb ",
        "Èâàíîâ ",
        "â€“",
        "†a",
        "a÷b",
        "a\x92b",
        "aÌ€",
        "Д ",
        "ðŸ\u02dc€",
        "12:30 ",
        "2026-01-14 ",
    ),
)


@pytest.mark.parametrize("length", [2_000, pytest.param(95_000, marks=pytest.mark.long)])
def test_long_texts_of_one_piece_are_judged(tmp_path: Path, course: Course, length: int) -> None:
    for number, piece in enumerate(PIECES):
        text = '"' + piece * (length // len(piece)) + '"'
        path = tmp_path / f"{number}.csv"
        for content in (f"Nimi;{text}\nAino;x", f"Nimi;Ryhmä\nAino;{text}", f"Nimi;Ryhmä\n{text};x"):
            path.write_text(content)
            assert max(map(len, messages(path, course)), default=0) < LONGEST + len(str(path)), piece


# Many of a kind


def test_an_error_in_every_cell_is_some_lines_and_a_count(tmp_path: Path, course: Course) -> None:
    content = "Nimi,Ryhmä,Kontakti\n" + "".join(f"Aino {number},####,####\n" for number in range(300))
    roster = study(tmp_path, course, content)
    assert len(roster.errors) == 600, "the value is whole"
    assert len(list(FirstProblems().of_all(roster.errors))) == 41


def test_a_list_of_far_more_problems_than_anybody_mends_is_refused(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_module, "_MOST_PROBLEMS", 50)
    content = "Nimi;Ryhmä\n" + "".join(f"Aino {number};A;x;y\n" for number in range(60))
    with pytest.raises(RosterError) as caught:
        study(tmp_path, course, content)
    assert 50 < len(caught.value.problems) <= 60
    assert caught.value.problems[0].endswith("ryhma.csv: more than 50 errors; is this the right file?")


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Nimi,Kontakti", "Aino Esimerkki,x"),
        ("Nimi,Nro,Kontakti", "Aino Esimerkki,{n},x"),
        ("Nimi,Nro,Sähköposti", "Aino Esimerkki,1,a{n}@esimerkki.fi"),
        ("Nimi,Nro,Puhelin", "Aino Esimerkki,1,{n}"),
        ("ID,Aloitusaika,Nimi,Ryhmä", "{n},1.1.2026,Aino Esimerkki,x"),
        ("Nimi,Ryhmä", "1,x"),
    ],
)
def test_people_of_one_name_are_each_compared_with_few(tmp_path: Path, course: Course, headings: str, row: str) -> None:
    count = 400
    roster = study(tmp_path, course, f"{headings}\n" + "".join(row.format(n=n) + "\n" for n in range(count)))
    together = headings == "Nimi,Kontakti"
    assert len(roster.people) == (1 if together else count)


def test_hundreds_of_unknown_headings_are_each_given_the_nearest_name(tmp_path: Path, course: Course) -> None:
    headings = ",".join(f"Kouluttajax {number}" for number in range(300))
    roster = study(tmp_path, course, f"Nimi,{headings}\nAino" + ",x" * 300, ListOptions(strict=True))
    assert len(roster.errors) == 300
    assert all("if it means “Kouluttaja”, add --map" in error for error in roster.errors)


def test_a_mapping_of_thousands_of_beginnings_finds_the_longest(tmp_path: Path, course: Course) -> None:
    mapping = {f"{'a' * length}…": "-" for length in range(1, 600)} | {"b…": "nimi", "bb…": "ryhma"}
    roster = study(tmp_path, course, "bc,bbc,aaac\nAino,A,x\n", ListOptions(mapping))
    assert [dict(person.participant.values) for person in roster.people] == [{"nimi": "Aino", "ryhma": "A"}]


# Folders and standard input


def test_what_cannot_be_read_in_a_folder_is_said_and_the_others_are_read(tmp_path: Path, course: Course) -> None:
    (tmp_path / "aino.yaml").write_text("nimi: Aino Esimerkki")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "endless.json").symlink_to("/dev/zero")
    (tmp_path / "latin.yaml").write_bytes(b"nimi: V\xe4in\xf6")
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    roster = study_roster(tmp_path, course, ListOptions())
    assert [person.participant.name for person in roster.people] == ["Aino Esimerkki"]
    assert [problem.split(": ")[0].rpartition("/")[2] for problem in roster.errors] == [
        *("a.yaml", "b.yaml", "endless.json", "latin.yaml", "pipe.yaml")
    ]


def test_a_folder_of_which_nothing_can_be_read_is_refused(tmp_path: Path, course: Course) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"nimi: V\xe4in\xf6")
    with pytest.raises(RosterError, match="not UTF-8 text"):
        study_roster(tmp_path, course, ListOptions())


def test_folders_and_lists_of_more_people_than_a_list_has_are_refused(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "MEMORY", 14_000_000)
    monkeypatch.setattr(opening, "MEMORY", 14_000_000)
    monkeypatch.setattr(opening, "ROW", 3_990_000)
    path = tmp_path / "ryhma.yaml"
    path.write_text("- nimi: Aino\n" * 3)
    assert len(study_roster(path, course, ListOptions()).people) == 3
    path.write_text("- nimi: Aino\n" * 4)
    assert messages(path, course) == [f"{path}: what is in it takes more than 14 MB of memory; split the list"]
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.yaml").write_text("[{nimi: Aino}, {nimi: Ville}]")
    refused = [f"{folder}: its files take more than 14 MB of memory; split them into several folders"]
    assert messages(folder, course) == refused, "too many files"
    for number in (2, 3):
        (folder / f"{number}.yaml").unlink()
    assert messages(folder, course) == refused, "too many people in two files"
    (folder / "1.yaml").unlink()
    assert len(study_roster(folder, course, ListOptions()).people) == 2


def test_a_folder_of_more_text_than_a_list_has_is_refused(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "MEMORY", 5_000_000)
    monkeypatch.setattr(opening, "MEMORY", 5_000_000)
    for number in range(3):
        (tmp_path / f"{number}.yaml").write_text("nimi: Aino" + "\n" * 900_000)
    assert messages(tmp_path, course) == [
        f"{tmp_path}: its files take more than 5 MB of memory; split them into several folders"
    ]


class _Endless(io.RawIOBase):
    """A file that never ends."""

    def __init__(self, line: bytes) -> None:
        self.line = line
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        buffer[:] = (self.line * (len(buffer) // len(self.line) + 1))[: len(buffer)]
        self.given += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("line", [b"y\n", b"nimi: Aino\n", b"\0"])
def test_endless_standard_input_is_refused(course: Course, monkeypatch: pytest.MonkeyPatch, line: bytes) -> None:
    monkeypatch.setattr(opening, "LARGEST", 100_000)
    monkeypatch.setattr("worksheets.spreadsheets.spreadsheet.LARGEST", 100_000)
    monkeypatch.setattr(yaml_reader, "LARGEST", 100_000)
    endless = _Endless(line)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(endless)))
    (message,) = messages(Path("-"), course)
    assert message.startswith("standard input: larger than ")
    assert endless.given < 300_000, "the rest has not been read"


def test_a_closed_standard_input_is_refused(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert messages(Path("-"), course) == ["standard input: cannot be read; is it closed?"]


@pytest.mark.parametrize("name", ["n" * 300, "n" * 300 + ".yaml"], ids=["table", "tree"])
def test_a_name_that_is_too_long_is_refused(course: Course, name: str) -> None:
    assert messages(Path(name), course) == [f"{name}: the name is too long; choose a shorter one"]
