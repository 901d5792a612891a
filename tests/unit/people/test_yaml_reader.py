"""A YAML or JSON file is a tree of texts, exactly as written; what is lost or unclear is refused by its line."""

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from worksheets.errors import ParticipantError
from worksheets.people import yaml_reader
from worksheets.people.yaml_reader import parse_tree, read_tree

Tree = str | list["Tree"] | dict[str, "Tree"]


def plain(node: yaml.Node) -> Tree:
    """Return a node as texts, lists and dictionaries."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(entry) for entry in node.value]
    return str(node.value)


def problems(text: str) -> list[str]:
    """Return the problems of a text, without the file's name with which each must begin."""
    with pytest.raises(ParticipantError) as caught:
        parse_tree(text, "aino.yaml")
    assert all(problem.startswith("aino.yaml: ") for problem in caught.value.problems)
    return [problem.removeprefix("aino.yaml: ") for problem in caught.value.problems]


def file_problem(path: Path) -> str:
    """Return the problem of a file, without its path with which it must begin."""
    with pytest.raises(ParticipantError) as caught:
        read_tree(path)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{path}: ")
    return problem.removeprefix(f"{path}: ")


# Texts


def test_a_tree_is_lists_and_mappings_of_texts() -> None:
    text = "nimi: Aino Esimerkki\nomat-verkostot:\n  - nimi: Kuoro\n  - [Työ, '']\n"
    expected = {"nimi": "Aino Esimerkki", "omat-verkostot": [{"nimi": "Kuoro"}, ["Työ", ""]]}
    assert plain(parse_tree(text, "aino.yaml")) == expected


@pytest.mark.parametrize("scalar", ["00100", "12:30", "no", "1.10", "2026-01-14", "null", "~", "1e3", "=", "<<"])
def test_every_scalar_is_text(scalar: str) -> None:
    assert plain(parse_tree(f"nimi: {scalar}", "aino.yaml")) == {"nimi": scalar}


def test_nodes_know_their_lines() -> None:
    node = parse_tree("nimi: Aino\n\nryhma: A\n", "aino.yaml")
    assert [key.start_mark.line for key, _value in node.value] == [0, 2]


@pytest.mark.parametrize(
    "text",
    [
        "# Osallistuja\nnimi: Aino",
        "nimi: Aino # a comment",
        "nimi: Aino #",
        "nimi: Aino ## a comment",
        "nimi: Aino\n#comment on a line of its own",
        'nimi: "Aino" #comment after quotes',
    ],
)
def test_a_comment_is_left_out(text: str) -> None:
    assert plain(parse_tree(text, "aino.yaml")) == {"nimi": "Aino"}


@pytest.mark.parametrize("text", ["C#2", "Aino&Ben", "a*b", "Hei!", "'Aino #2'", '"&Aino"'])
def test_a_mark_within_a_text_is_text(text: str) -> None:
    assert plain(parse_tree(f"nimi: {text}", "aino.yaml")) == {"nimi": text.strip("'\"")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Aino #2", 'line 2: “#2” would be taken for a comment; put the text in "quotes", or write a comment as “# …”'),
        ("&Aino", 'line 2: text that begins with & or * must be in "quotes"'),
        ("&a Aino", 'line 2: text that begins with & or * must be in "quotes"'),
        ("!tarkea Aino", 'line 2: text that begins with ! must be in "quotes"'),
        ("[!a Aino]", 'line 2: text that begins with ! must be in "quotes"'),
    ],
)
def test_text_that_yaml_takes_as_syntax_is_refused(text: str, problem: str) -> None:
    assert problems(f"ryhma: A\nnimi: {text}\n") == [problem]


def test_all_texts_that_yaml_takes_as_syntax_are_named() -> None:
    assert [problem[:7] for problem in problems("a: b #1\nc: !d e\nf: &g\n")] == ["line 1:", "line 2:", "line 3:"]


def test_an_alias_is_refused_where_its_anchor_is() -> None:
    assert problems("a: &b c\nd: *b\n") == [
        f'line {line}: text that begins with & or * must be in "quotes"' for line in (1, 2)
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("nimi: Aino: x", "line 1: a colon where none can be; put text with a colon in "),
        ("nimi: Aino\n  ryhma: A", "line 2: a colon where none can be; put text with a colon in "),
        ("a: b\nnimi: 'Aino", "line 2: a quote is not closed; close it"),
        ("nimi: Aino\nryhma A\nkurssi: B", "line 2: no colon after the key"),
        ('a: "x" y', "line 1: text after a closing quote, or a line that does not begin where those above do; "),
        ("- a\nb: c", "line 2: this line of a list must begin with “- ”"),
        ("nimi: [a, ", "line 2: a bracket is not closed; close it"),
        ("a: *b", 'line 1: text that begins with & or * must be in "quotes"'),
        ("a: @x", "line 1: text must not begin with a tab, @, ` or %; "),
        ("a: b\n\tc: d", "line 2: a tab begins the line; indent with spaces"),
        ("%x", "line 1: this is not YAML; text with : # or quotes in it must be in "),
    ],
)
def test_what_is_no_yaml_is_named_with_its_line_and_cure(text: str, problem: str) -> None:
    (message,) = problems(text + "\n")
    assert message.startswith(problem)


def test_a_character_that_yaml_does_not_allow_is_named_with_its_line() -> None:
    assert problems("a: b\nnimi: A\aB") == ["line 2: the character U+0007 cannot be printed; delete it"]


@pytest.mark.parametrize("text", ["[" * 5000 + "]" * 5000, "- " * 5000 + "a"])
def test_very_deep_nesting_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert "lists nested too deeply" in problem


@pytest.mark.parametrize("text", ["", "\n", "# a comment\n"])
def test_an_empty_text_is_refused(text: str) -> None:
    assert problems(text) == ["the file is empty"]


# Files


def test_a_file_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "aino.yaml"
    path.write_bytes("nimi: Väinö".encode("utf-8-sig"))
    assert plain(read_tree(path)) == {"nimi": "Väinö"}


def test_an_unreadable_file_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "aino.yaml"
    assert file_problem(path) == "no such file or folder"
    path.write_bytes("nimi: Väinö".encode("latin-1"))
    assert file_problem(path) == "not UTF-8 text; save the file as UTF-8"
    path.write_text("nimi: Aino #2", "utf-8")
    assert file_problem(path).startswith("line 1: “#2” would be taken for a comment")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "aino.yaml"
    path.touch()
    os.truncate(path, yaml_reader.LARGEST + 1)
    assert file_problem(path) == "larger than 100 MB; is this the right file?"
    path.write_text("nimi: A", "utf-8")
    monkeypatch.setattr(yaml_reader, "LARGEST", 7)
    assert plain(read_tree(path)) == {"nimi": "A"}, "a file of just that size"


@pytest.mark.parametrize("name", ["aino.json", "AINO.JSON"])
@pytest.mark.parametrize("indent", ["\t", 2, None])
def test_json_is_read_too(name: str, indent: str | int | None, tmp_path: Path) -> None:
    values = {"nimi": "Aino \\ Ää 😀 /\n", "omat-verkostot": [{"nimi": "\\ud83d\\ude00"}], "ryhma": "7"}
    path = tmp_path / name
    path.write_text(json.dumps(values, indent=indent), "utf-8")
    assert plain(read_tree(path)) == values


def test_a_tab_in_json_does_not_change_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "aino.json"
    path.write_text('\t{\n\t"nimi": "\\ud83d\\ude00",\n\t"ryhma": x: y}', "utf-8")
    assert file_problem(path).startswith("line 3: ")


def test_only_json_is_changed_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "aino.yaml"
    path.write_text('{"nimi": "\\ud83d\\ude00"}', "utf-8")
    assert "is no character; delete it" in file_problem(path)


# Files that are no list, whatever they say


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 100_000, "[" * 100_000 + "]" * 100_000),
        *('{"nimi":' * 100_000, '"' * 100_001, "%YAML " + "1" * 100_000, "--- a\n" * 1_000),
    ],
    ids=range(9),
)
def test_what_is_nested_without_end_is_refused_in_a_line(text: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith("line ")
    assert len(problem) < 250


@pytest.mark.parametrize(
    "text",
    ["- a\n" * 11, "[" + "a," * 11 + "]", "- {}\n" * 11, "- &a x\n" + "- *a\n" * 30, "- !a b\n" * 30, "- x #y\n" * 30],
    ids=range(6),
)
def test_a_file_that_takes_more_memory_than_a_list_may_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "VALUE", 10_000_000)
    monkeypatch.setattr(yaml_reader, "MEMORY", 109_000_000)
    assert problems(text) == ["what is in it takes more than 109 MB of memory; split the list"]


def test_a_list_at_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "VALUE", 10_000_000)
    monkeypatch.setattr(yaml_reader, "MEMORY", 100_000_072)
    assert plain(parse_tree("- a\n" * 9, "aino.yaml")) == ["a"] * 9
    assert problems("- a\n" * 9 + "\n") == ["what is in it takes more than 100 MB of memory; split the list"]


def test_files_of_a_list_share_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "VALUE", 10_000_000)
    monkeypatch.setattr(yaml_reader, "MEMORY", 60_000_100)
    room = yaml_reader.Room()
    assert plain(parse_tree("nimi: Aino", "aino.yaml", room)) == {"nimi": "Aino"}
    assert room.left == 30_000_080
    with pytest.raises(yaml_reader.NoRoomError, match="^ville.yaml: what is in it takes more than 60 MB"):
        parse_tree("nimi: Ville\nryhma: A", "ville.yaml", room)


def test_a_long_line_is_looked_through_once() -> None:
    text = "[&a x, " + "a, " * 50_000 + "b #c" + "d" * 100_000 + "\n]"
    first, second = problems(text)
    assert first == 'line 1: text that begins with & or * must be in "quotes"'
    assert second.startswith("line 1: “#cddd")
    assert len(second) < 250


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\ud83d\ude00", "😀"),
        (r"\\ud83d\\ude00", r"\ud83d\ude00"),
        (r"\n\ud83d\ude00\n", "\n😀\n"),
        (r"\\\ud83d\ude00", "\\😀"),
        ("\\\\" * 50_000, "\\" * 50_000),
    ],
)
def test_escapes_of_json_are_read_wherever_they_stand(tmp_path: Path, text: str, value: str) -> None:
    path = tmp_path / "aino.json"
    path.write_text(f'{{"nimi": "{text}"}}')
    assert plain(read_tree(path)) == {"nimi": value}


@pytest.mark.parametrize("text", [r"\ud83d", r"\ud8zz\udczz", r"\ud83d\ud83d", r"\ud8\u0661\u0661"])
def test_escapes_that_are_no_characters_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "aino.json"
    path.write_text(f'{{"nimi": "{text}"}}')
    assert re.match(
        "line 1: (a code such as|in double quotes, a backslash)|line 1: this is not YAML; ", file_problem(path)
    )


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    (tmp_path / "folder.yaml").mkdir()
    for name in ("pipe.yaml", "endless.yaml"):
        assert file_problem(tmp_path / name).startswith("a pipe or a device, not a file")
    assert file_problem(tmp_path / "folder.yaml") == "a folder, not a file"
    (tmp_path / "nothing.yaml").symlink_to("nowhere")
    assert file_problem(tmp_path / "nothing.yaml") == "no such file or folder"
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    assert file_problem(tmp_path / "circle.yaml") == "too many links lead from one to another"
