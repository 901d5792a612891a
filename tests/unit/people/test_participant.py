"""A participant's file: every scalar is text, and all problems come at once, each with its line."""

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
from worksheets.people import yaml_reader
from worksheets.people.participant import Participant, doubts, read_participant


@pytest.fixture
def read(tmp_path: Path, course: Course) -> "TextReader":
    return TextReader(tmp_path / "aino.yaml", course)


class TextReader:
    """Writes a text into a file and reads the participant from it."""

    def __init__(self, path: Path, course: Course) -> None:
        self.path = path
        self.course = course

    def __call__(self, text: str) -> Participant:
        self.path.write_text(text, "utf-8")
        return read_participant(self.path, self.course)

    def problems(self, text: str) -> list[str]:
        """Return the problems of a text, without the file's name with which each must begin."""
        with pytest.raises(ParticipantError) as caught:
            self(text)
        start = f"{self.path}: "
        assert all(problem.startswith(start) for problem in caught.value.problems)
        return [problem.removeprefix(start) for problem in caught.value.problems]


def test_only_a_name_is_needed(read: TextReader) -> None:
    assert dict(read("nimi: Aino Esimerkki").values) == {"nimi": "Aino Esimerkki"}


def test_a_full_file_fills_its_slots(course: Course) -> None:
    aino = read_participant(EXAMPLES / "osallistuja.yaml", course)
    assert aino.text("tukiverkosto.esimies") == "Palaute omasta työstä ja suositus seuraavaan paikkaan"
    assert aino.text("omat-verkostot.2.luonut") == "Liityin opiskeluaikana"
    assert aino.text("verkostokartta.kontaktit.3.apu") == "työttömyysturva, neuvonta"
    assert aino.rows("omat-verkostot") == 2
    assert aino.rows("verkostokartta.kontaktit") == 4


@pytest.mark.parametrize(
    "scalar",
    [
        "00100",
        "0401234567",
        "12:30",
        "no",
        "yes",
        "true",
        "1.10",
        "3/4",
        "2026-01-14",
        "1e3",
        "Infinity",
        ".inf",
        "nil",
    ],
)
def test_every_scalar_is_text(read: TextReader, scalar: str) -> None:
    assert read(f"nimi: Aino\nryhma: {scalar}").text("ryhma") == scalar


@pytest.mark.parametrize("null", ["null", "Null", "NULL", "~", "", '""'])
def test_null_is_nothing(read: TextReader, null: str) -> None:
    text = f"nimi: Aino\nryhma: {null}\ntukiverkosto: {null}\nomat-verkostot:\n  - {null}\n  - nimi: Kuoro\n"
    assert dict(read(text).values) == {"nimi": "Aino", "omat-verkostot.2.nimi": "Kuoro"}
    assert read.problems(f"nimi: {null}") == ["line 1: nimi: the name is missing; every participant needs one"]


@pytest.mark.parametrize("text", ['"null"', "'~'", "Nullberg", "~5"])
def test_what_only_looks_like_null_is_text(read: TextReader, text: str) -> None:
    assert read(f"nimi: Aino\nryhma: {text}").text("ryhma") == text.strip("'\"")


@pytest.mark.parametrize("text", ["NaN", ".nan", ".NaN", ".NAN"])
def test_a_number_that_is_none_is_refused(read: TextReader, text: str) -> None:
    assert read.problems(f"nimi: Aino\nryhma: {text}") == [
        f'line 2: ryhma: {text} is what programs write for a missing number; delete it, or put it in "quotes"'
    ]
    assert read(f'nimi: Aino\nryhma: "{text}"').text("ryhma") == text


def test_spoilt_letters_are_named_with_their_slot(read: TextReader) -> None:
    problems = read.problems('nimi: VÃ¤inÃ¶\nryhma: "9\\x9615"\nkurssi: V�\ntukiverkosto: {esimies: "Ã\\u0084iti"}')
    assert [problem.partition(";")[0] for problem in problems] == [
        "line 1: nimi: “VÃ¤inÃ¶” has garbled letters and should be “Väinö”",
        "line 2: ryhma: “9\x9615” has garbled letters and should be “9–15”",
        "line 3: kurssi: “V�” has lost letters (shown as �)",
        "line 4: tukiverkosto.esimies: “Ã\x84iti” has garbled letters and should be “Äiti”",
    ]


def test_a_question_mark_for_a_letter_is_an_error_in_a_name_and_else_a_doubt(read: TextReader) -> None:
    assert read.problems("nimi: V?in?") == [
        "line 1: nimi: “V?in?” has a question mark in place of a letter; type the word again"
    ]
    aino = read("nimi: Aino\npaikka: H?meenlinna\nryhma: Mitä?\nsalasana: a?b\ntukiverkosto: {esimies: ohje?Hyv?}")
    assert doubts(aino, read.course) == (
        "paikka: “H?meenlinna” has a question mark in place of a letter; type the word again",
    )


def test_the_texts_of_fields_have_one_line(read: TextReader) -> None:
    aino = read('nimi: "Aino\\nEsimerkki"\nkurssi: |\n  a\n\n  b\ntukiverkosto:\n  esimies: |\n    a\n    b\n')
    assert dict(aino.values) == {"nimi": "Aino Esimerkki", "kurssi": "a b", "tukiverkosto.esimies": "a\nb"}


def test_comments_are_comments_but_a_hash_in_a_text_is_not_lost(read: TextReader) -> None:
    assert read("nimi: Aino  # a comment\nryhma: C#2").text("nimi") == "Aino"
    assert read.problems("nimi: Aino #2") == [
        'line 1: “#2” would be taken for a comment; put the text in "quotes", or write a comment as “# …”'
    ]
    assert read('nimi: "Aino #2"').name == "Aino #2"
    assert read.problems("ryhma: 'a\u2028b'\nnimi: Aino #2")[0].startswith("line 3: “#2”")


@given(st.lists(st.sampled_from([*"ab-?|[]{},\"'!&*#:\n\t\x85\u2028", " ", "- ", ": ", " #", "nimi: "])).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        problems = list(yaml_reader.text_taken_as_syntax(text))
    except yaml.YAMLError:
        problems = []
    assert not problems or yaml_reader.MAY_BE_SYNTAX.search(text), "the search skips no text with problems"
    with suppress(ParticipantError):
        yaml_reader.parse_tree(text, "file")


@pytest.mark.parametrize(("text", "mark"), [("&tahti Aino", "&"), ("!tarkea Aino", "!")])
def test_text_that_yaml_takes_as_syntax_is_refused(read: TextReader, text: str, mark: str) -> None:
    (problem,) = read.problems(f"ryhma: A\nnimi: {text}")
    assert problem.startswith("line 2: text that begins with")
    assert mark in problem


def test_json_is_read_too(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.json"
    values = {
        "nimi": "Aino \\ Ää 😀",
        "omat-verkostot": [{"nimi": "Kuoro/Laulu"}],
        "ryhma": 7,
        "aika": None,
        "paikka": True,
    }
    path.write_text(json.dumps(values, indent="\t"), "utf-8")
    aino = read_participant(path, course)
    assert dict(aino.values) == {
        "nimi": "Aino \\ Ää 😀",
        "omat-verkostot.1.nimi": "Kuoro/Laulu",
        "ryhma": "7",
        "paikka": "true",
    }


def test_all_problems_are_named_with_lines_and_cures(read: TextReader) -> None:
    text = "nimi: Aino\ntukiverkosto:\n  esimes: Palaute\nomat-verkostot:\n  - nimmi: Kuoro\n"
    assert read.problems(text) == [
        "line 3: tukiverkosto: unknown key “esimes”. Did you mean “esimies”?",
        "line 5: omat-verkostot.1: unknown key “nimmi”. Did you mean “nimi”?",
    ]


def test_values_of_the_wrong_shape_are_named(read: TextReader) -> None:
    text = "nimi: [Aino]\ntukiverkosto: apua\nomat-verkostot: Kuoro\nryhma: A\nryhma: B\nkurssi: {a: 1}\n"
    keys = ", ".join(part.id for part in read.course.part("tukiverkosto").parts)
    cure = "must have keys, each on a line of its own, such as “esimies: text”"
    assert read.problems(text) == [
        "line 1: nimi: must be a single text, not a list or a group of keys",
        f"line 2: tukiverkosto: {cure}; the keys are {keys}",
        "line 3: omat-verkostot: must be a list; begin each entry on a line of its own, with “- ”",
        "line 5: ryhma: the key appears twice; delete one of them",
        "line 6: kurssi: must be a single text, not a list or a group of keys",
    ]


def test_too_long_texts_and_lists_are_named(read: TextReader) -> None:
    networks = "".join("  - nimi: Kuoro\n" for _ in range(61))
    assert read.problems(f"nimi: Aino\nryhma: {'a' * 201}\nomat-verkostot:\n{networks}") == [
        "line 2: ryhma: 201 characters, but only 200 fit; shorten the text by 1",
        "line 4: omat-verkostot: 61 entries, but only 60 fit; delete the rest",
    ]


@pytest.mark.parametrize("text", ["ryhma: A", "nimi:", 'nimi: "  \\t "'])
def test_a_missing_name_is_named(read: TextReader, text: str) -> None:
    assert read.problems(text) == ["line 1: nimi: the name is missing; every participant needs one"]


@pytest.mark.parametrize("text", ["nimi: Aino: x", "nimi: 'Aino", "nimi: [a, ", "a: *b", "nimi: @x"])
def test_the_line_that_is_not_yaml_is_named(read: TextReader, text: str) -> None:
    assert all(re.match("line [12]: ", problem) for problem in read.problems(text))


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, "- " * 5000 + "a"])
def test_very_deep_nesting_is_refused(read: TextReader, text: str) -> None:
    (problem,) = read.problems(text)
    assert "lists nested too deeply" in problem


def test_unreadable_files_are_refused_with_one_message(read: TextReader, tmp_path: Path, course: Course) -> None:
    assert read.problems("") == ["the file is empty"]
    assert "such as “nimi: text”; the keys are nimi, " in read.problems("Aino")[0]
    assert read.problems("- Aino") == [f"this is a list of 1 participant; use “worksheets packet {read.path}”"]
    read.path.write_bytes("nimi: Väinö".encode("latin-1"))
    with pytest.raises(ParticipantError, match="not UTF-8 text; save the file as UTF-8"):
        read_participant(read.path, course)
    with pytest.raises(ParticipantError, match="no such file"):
        read_participant(tmp_path / "nobody.yaml", course)
    with pytest.raises(ParticipantError, match="U\\+0007|special characters"):
        read('nimi: "A\\aB"')
