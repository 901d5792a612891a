"""One person's file: every scalar is text, and whatever is wrong is said at once with its line."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.course import EXAMPLES
from worksheets.course.course import Course
from worksheets.errors import ParticipantError
from worksheets.people import yaml_reader as tree
from worksheets.people.participant import Participant, clean, read_participant


@pytest.fixture
def read(tmp_path: Path, course: Course) -> "ParticipantReader":
    return ParticipantReader(tmp_path / "aino.yaml", course)


class ParticipantReader:
    """Reads a participant from what a file would say."""

    def __init__(self, path: Path, course: Course) -> None:
        self.path = path
        self.course = course

    def __call__(self, told: str) -> Participant:
        self.path.write_text(told, "utf-8")
        return read_participant(self.path, self.course)

    def problems(self, told: str) -> list[str]:
        """Return what is wrong, each problem without the file's name that it must begin with."""
        with pytest.raises(ParticipantError) as caught:
            self(told)
        start = f"{self.path}: "
        assert all(problem.startswith(start) for problem in caught.value.problems)
        return [problem.removeprefix(start) for problem in caught.value.problems]


def test_only_a_name_is_needed(read: ParticipantReader) -> None:
    assert dict(read("nimi: Aino Esimerkki").values) == {"nimi": "Aino Esimerkki"}


def test_a_full_file_fills_its_slots(course: Course) -> None:
    aino = read_participant(EXAMPLES / "osallistuja.yaml", course)
    assert aino.text("tukiverkosto.esimies") == "Palaute omasta työstä ja suositus seuraavaan paikkaan"
    assert aino.text("omat-verkostot.2.luonut") == "Liityin opiskeluaikana"
    assert aino.text("verkostokartta.kontaktit.3.apu") == "työttömyysturva, neuvonta"
    assert aino.rows("omat-verkostot") == 2
    assert aino.rows("verkostokartta.kontaktit") == 4


@pytest.mark.parametrize(
    "scalar", ["00100", "0401234567", "12:30", "no", "1.10", "3/4", "2026-01-14", "null", "~", "1e3"]
)
def test_every_scalar_is_text(read: ParticipantReader, scalar: str) -> None:
    assert read(f"nimi: Aino\nryhma: {scalar}").text("ryhma") == scalar


def test_comments_are_comments_but_a_hash_in_a_text_is_not_lost(read: ParticipantReader) -> None:
    assert read("nimi: Aino  # a comment\nryhma: C#2").text("nimi") == "Aino"
    assert read.problems("nimi: Aino #2") == [
        'line 1: “#2” would be left out; put the text in "quotes", or write a comment as “# …”'
    ]
    assert read('nimi: "Aino #2"').name == "Aino #2"
    assert read.problems("ryhma: 'a\u2028b'\nnimi: Aino #2")[0].startswith("line 3: “#2”")


@given(st.lists(st.sampled_from([*"ab-?|[]{},\"'!&*#:\n\t\x85\u2028", " ", "- ", ": ", " #", "nimi: "])).map("".join))
def test_whatever_stands_in_a_file_it_is_a_tree_or_said_to_be_wrong(told: str) -> None:
    try:
        found = list(tree.swallowed(told))
    except yaml.YAMLError:
        found = []
    assert not found or tree.MAY_BE_SWALLOWED.search(told), "looked for only where it may be"
    with suppress(ParticipantError):
        tree.parse_tree(told, "file")


@pytest.mark.parametrize(("told", "mark"), [("&tahti Aino", "&"), ("!tarkea Aino", "!")])
def test_text_that_yaml_would_swallow_is_refused(read: ParticipantReader, told: str, mark: str) -> None:
    (problem,) = read.problems(f"ryhma: A\nnimi: {told}")
    assert problem.startswith("line 2: text that begins with")
    assert mark in problem


def test_json_is_read_too(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.json"
    told = {"nimi": "Aino \\ Ää 😀", "omat-verkostot": [{"nimi": "Kuoro/Laulu"}], "ryhma": 7}
    path.write_text(json.dumps(told, indent="\t"), "utf-8")
    aino = read_participant(path, course)
    assert dict(aino.values) == {"nimi": "Aino \\ Ää 😀", "omat-verkostot.1.nimi": "Kuoro/Laulu", "ryhma": "7"}


def test_two_faults_are_both_named_with_lines_and_cures(read: ParticipantReader) -> None:
    told = "nimi: Aino\ntukiverkosto:\n  esimes: Palaute\nomat-verkostot:\n  - nimmi: Kuoro\n"
    assert read.problems(told) == [
        "line 3: tukiverkosto: unknown key “esimes”. Did you mean “esimies”?",
        "line 5: omat-verkostot.1: unknown key “nimmi”. Did you mean “nimi”?",
    ]


def test_what_is_of_the_wrong_shape_is_named(read: ParticipantReader) -> None:
    told = "nimi: [Aino]\ntukiverkosto: apua\nomat-verkostot: Kuoro\nryhma: A\nryhma: B\nkurssi: {a: 1}\n"
    keys = ", ".join(part.id for part in read.course.part("tukiverkosto").parts)
    assert read.problems(told) == [
        "line 1: nimi: must be one text",
        f"line 2: tukiverkosto: must have keys: {keys}",
        "line 3: omat-verkostot: must be a list: each entry on a line of its own that begins with “- ”",
        "line 5: ryhma: the key stands twice",
        "line 6: kurssi: must be one text",
    ]


def test_what_is_too_much_is_named(read: ParticipantReader) -> None:
    networks = "".join("  - nimi: Kuoro\n" for _ in range(61))
    assert read.problems(f"nimi: Aino\nryhma: {'a' * 201}\nomat-verkostot:\n{networks}") == [
        "line 2: ryhma: 201 characters, and 200 at most fit; shorten it by 1",
        "line 4: omat-verkostot: 61 entries, and 60 at most fit",
    ]


@pytest.mark.parametrize("told", ["ryhma: A", "nimi:", 'nimi: "  \\t "'])
def test_a_missing_name_is_named(read: ParticipantReader, told: str) -> None:
    assert read.problems(told) == ["line 1: nimi: the name is missing; every participant needs one"]


@pytest.mark.parametrize("told", ["nimi: Aino: x", "nimi: 'Aino", "nimi: [a, ", "a: *b", "nimi: @x"])
def test_what_is_no_yaml_names_its_line(read: ParticipantReader, told: str) -> None:
    assert all(re.match("line [12]: ", problem) for problem in read.problems(told))


@pytest.mark.parametrize("told", ["[" * 5000 + "]" * 5000, "- " * 5000 + "a"])
def test_nesting_without_end_is_refused(read: ParticipantReader, told: str) -> None:
    (problem,) = read.problems(told)
    assert "exceeded maximum nesting depth" in problem


def test_odd_files_are_refused_in_a_line(read: ParticipantReader, tmp_path: Path, course: Course) -> None:
    assert read.problems("") == ["the file is empty"]
    assert "must have keys: nimi, " in read.problems("- Aino")[0]
    read.path.write_bytes("nimi: Väinö".encode("latin-1"))
    with pytest.raises(ParticipantError, match="not UTF-8 text; save the file as UTF-8"):
        read_participant(read.path, course)
    with pytest.raises(ParticipantError, match="No such file"):
        read_participant(tmp_path / "nobody.yaml", course)
    with pytest.raises(ParticipantError, match="U\\+0007|special characters"):
        read('nimi: "A\\aB"')


@given(st.text())
def test_cleaning_keeps_every_visible_character(text: str) -> None:
    try:
        cleaned = clean(text)
    except ValueError as error:
        assert "U+" in str(error)  # noqa: PT017
    else:
        assert clean(cleaned) == cleaned
        assert len("".join(cleaned.split())) <= len("".join(text.split())) * 4
        if text.isascii():
            assert cleaned.split() == text.split()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\t b \r\n c\r", "a b\nc"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("Va\u0308ino\u0308", "Väinö"),
        ("9\u00a0mm", "9\u00a0mm"),
    ],
)
def test_cleaning(typed: str, kept: str) -> None:
    assert clean(typed) == kept
