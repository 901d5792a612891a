"""A whole page read: its blocks, its exercises, and everything that is wrong with it at once."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markdown_course import page_text
from worksheets.course.markdown.page import MOST_BYTES, ReadPage, read_page
from worksheets.course.markdown_page import BlankPlace, Block
from worksheets.course.types.registry import exercise_types
from worksheets.messages import in_language

KINDS = ("cover", "exercise", "quote", "slide")
TYPES = ", ".join(kind for kind in exercise_types() if kind != "blank")
TEXT = "::: text Mitä? {#mita}\n"
MISPLACED = (
    "a blank stands in a sentence: in a paragraph, a list or a quote of the page itself, not in a heading, a table, "
    "a link or between lines with :::; move it"
)


def page(folder: Path, data: str | bytes) -> ReadPage:
    path = folder / "pages" / "sivu.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_page(path, folder, KINDS, ("nimi", "kurssi"))


def problems(folder: Path, body: str, kind: str = "exercise") -> list[str]:
    """Return what is wrong with a page whose body begins on line 5."""
    source = f"{folder}/pages/sivu.md: "
    return [problem.removeprefix(source) for problem in page(folder, page_text(body, kind)).problems]


def test_blocks_stand_in_the_order_of_the_page(tmp_path: Path) -> None:
    body = f"Alku\n\n{TEXT}Vihje.\n:::\n\nLoppu\n\n::: fields\n- nimi\n- nimi, kurssi\n:::\n"
    read = page(tmp_path, page_text(body))
    assert read.problems == []
    assert (read.page.name, read.page.kind, read.page.title) == ("sivu", "exercise", "Otsikko")
    assert read.page.blocks == (
        Block('<p class="written">Alku</p>'),
        Block(widget="text", exercise="mita"),
        Block('<p class="written">Loppu</p>'),
        Block(widget="fields", lines=(("nimi",), ("nimi", "kurssi"))),
    )


def test_windows_files_are_read_as_others(tmp_path: Path) -> None:
    text = page_text("Alku\n\n:::  columns\nA\n\n---\n\nB\n:::\n")
    assert page(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == page(tmp_path, text)


def test_columns_stand_side_by_side(tmp_path: Path) -> None:
    (block,) = page(tmp_path, page_text("::: palstat\nA\n---\nB\n---\nC\n:::\n")).page.blocks
    assert re.findall(r">(\w)<", block.html) == ["A", "B", "C"]
    assert 'class="sides sides-3"' in block.html


CLOSE = "write ::: on a line of its own"
NESTED = "a line with ::: cannot stand in a list or a quote; write an empty line above it, and no space before it"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (TEXT, [f"line 5: “::: text Mitä? {{#mita}}” is not closed; {CLOSE} below what belongs to it"]),
        (
            f"{TEXT}\n::: text Kuka? {{#kuka}}\n:::\n",
            [f"line 7: “::: text Mitä? {{#mita}}” on line 5 is not closed; {CLOSE} above this one"],
        ),
        (
            "Alku\n:::\nLoppu\n",
            ["line 6: this ::: closes nothing; delete it, or write a type after the line that begins it"],
        ),
        (f"- a\n  {TEXT}  :::\n", [f"line 6: {NESTED}"]),
        (f"> {TEXT}> :::\n", [f"line 5: {NESTED}"]),
        (
            "::: tekst Mitä? {#mita}\n:::\n",
            [f"line 5: there is no exercise type “tekst”; the types are {TYPES}. Did you mean “teksti”?"],
        ),
        (
            "::: text Mitä haluat?\n:::\n",
            ["line 5: the exercise needs a label and an id; write ::: text Mitä haluat? {#mita-haluat}"],
        ),
        (
            "::: teksti {#mita rivit=3}\n:::\n",
            ["line 5: the exercise needs a label and an id; write ::: teksti … {#mita rivit=3}"],
        ),
        (
            ":::: text Mitä? {#mita}\n::::\n",
            ["line 5: an exercise begins and ends with three colons; write :::"],
        ),
        ("::: columns\nA\n:::\n", ["line 5: columns are two or three, with a line --- between them, not 1"]),
        ("::: fields\nnimi\n:::\n", ["line 5: fields are a list of their ids, a line for each: - nimi ↵ - kurssi"]),
        (
            "::: fields\n- nimi\n- kursi\n:::\n",
            ["line 7: there is no field “kursi” that can be printed. Did you mean “kurssi”?"],
        ),
        ("\n\n", ["line 7: the page is empty; write something below its title"]),
        ("A\x07\n", ["line 5: this line has a character that cannot be printed (U+0007); delete it"]),
    ],
)
def test_each_fault_has_its_line_and_its_cure(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert problems(tmp_path, body) == expected


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    lines = [int(problem.split()[1][:-1]) for problem in problems(tmp_path, f"# A\n\n![]()\n\n{TEXT}", "slid")]
    assert lines == [2, 5, 7, 7, 9]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            b"\xff\xfe",
            "is not UTF-8 text; save it again with the encoding UTF-8, which text editors ask for in “Save as”",
        ),
        (b"a" * (MOST_BYTES + 1), "cannot be read: larger than 100 kB; is this the right file?"),
        (b"\n" * 5001, "has more than 5000 lines; divide it into several pages"),
        (b"[" * 1001, "has “[” more than 1000 times; divide it into several pages"),
        (b"+++\n+++\n" + b"a" * 20_001, "line 3: this line is longer than 20000 characters; divide it into paragraphs"),
    ],
    ids=["encoding", "file", "lines", "brackets", "line"],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes, problem: str) -> None:
    assert page(tmp_path, data).problems == [f"{tmp_path}/pages/sivu.md: {problem}"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "muu.md").write_text(page_text("Salaisuus"), "utf-8")
    (tmp_path / "kurssi" / "pages").mkdir(parents=True)
    link = tmp_path / "kurssi" / "pages" / "sivu.md"
    link.symlink_to(tmp_path / "muu.md")
    (problem,) = read_page(link, tmp_path / "kurssi", KINDS, ()).problems
    assert "is a link out of the course’s folder" in problem


MARKS = r"# ## - 1. > | |---| ** _ ` ``` ~~~ \\ --- ::: {#a} { } ![ ]( ) [ ]: <b> <!-- --> &amp; {{ }} {% +++ = *** *"
LINES = ("::: text ", "::: columns", "::: prompts A {#a}", " ", "    ", "\t", "\n", "\n\n", "  \n", "|---|\n")
PIECES = st.sampled_from([*MARKS.split(), *LINES])


@given(st.lists(st.one_of(PIECES, st.from_regex(r"\Asana[0-9]{1,3} ?\Z")), max_size=40).map("".join))
def test_random_markdown_is_refused_or_keeps_every_word(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    read = page(tmp_path_factory.getbasetemp(), page_text(body))
    if not read.problems:
        printed = " ".join(
            [*(block.html for block in read.page.blocks), *(repr(each.table) for each in read.declarations)]
        )
        assert set(re.findall(r"sana[0-9]+", body)) <= set(re.findall(r"sana[0-9]+", printed))


def test_a_sentence_is_cut_at_its_blanks(tmp_path: Path) -> None:
    body = "Nimeni on **[____]{#oma}.** ja\naloitan [____]{#alku .date}, vai?\n\n- > Kerran [_]{#kerta}\n"
    read = page(tmp_path, page_text(body))
    assert not read.problems
    first = '<p class="sentence on-grid ruled written">Nimeni on <strong>'
    html = (block.html for block in read.page.blocks)
    assert next(html) == first
    assert read.page.blocks[0].blanks == (
        BlankPlace("oma", 0, ".", "</strong> ja\naloitan "),
        BlankPlace(
            "alku",
            0,
            ",",
            ' vai?</p>\n<ul class="written">\n<li>\n<blockquote class="on-grid ruled">\n'
            '<p class="sentence on-grid ruled">Kerran ',
        ),
        BlankPlace("kerta", 2, "", "</p>\n</blockquote>\n</li>\n</ul>"),
    )


def test_each_blank_is_an_exercise_that_is_as_wide_as_a_hand_needs_it(tmp_path: Path) -> None:
    body = (
        "Nimeni on [____]{#oma-nimi} ja aloitan [____]{#alku päivä}. "
        "Teen [__]{#kerrat leveys=22} kertaa [__]{#mita}.\n\n"
        '- [__________]{#pitka hint="lyhyesti" label="Kuka auttaa?"}\n'
    )
    tables = [each.table for each in page(tmp_path, page_text(body)).declarations]
    assert [(table["id"], table["label"], table["width"]) for table in tables] == [
        ("oma-nimi", "Nimeni on … ja aloitan", 40),
        ("alku", "ja aloitan …", 36),
        ("kerrat", "Teen … kertaa", 22),
        ("mita", "kertaa …", 15),
        ("pitka", "Kuka auttaa?", 50),
    ]
    assert [table["kind"] for table in tables] == ["blank"] * 5
    assert tables[1]["date"] is True
    assert tables[4]["hint"] == "lyhyesti"


def test_the_label_of_a_blank_in_a_long_sentence_is_short(tmp_path: Path) -> None:
    words = "ja sitten vielä yksi asia " * 10
    (declaration,) = page(tmp_path, page_text(f"{words}[____]{{#a}} {words}")).declarations
    assert declaration.table["label"] == "…asia ja sitten vielä yksi asia … ja sitten vielä yksi asia ja…"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Nimeni on [____] {#nimeni}.",
            "line 5: between a blank and its braces there is no space; write [____]{#nimeni}",
        ),
        ("Nimeni on [____].", "line 5: this blank has no id; write [____]{#nimeni-on}"),
        ("[____]{#a}", 'line 5: nothing around this blank says what is asked; write {#a label="…"}'),
        ("Nimi\non [____]{#a colour=3}", "line 6: unknown key “colour”."),
        ("## Nimi on [____]{#a}", f"line 5: {MISPLACED}"),
        ("| Nimi [____]{#a} |\n|---|", f"line 5: {MISPLACED}"),
        ("::: columns\nNimi [____]{#a}\n---\nB\n:::", f"line 6: {MISPLACED}"),
        ("::: text A {#b}\nNimi [____]{#a}\n:::", f"line 6: {MISPLACED}"),
        (
            "::: aukko Nimi {#a}\n:::",
            "line 5: a blank stands in a sentence, and not between lines with :::; write Nimeni on [____]{#a}.",
        ),
    ],
)
def test_what_is_wrong_with_a_blank_has_its_line_and_its_cure(tmp_path: Path, body: str, expected: str) -> None:
    assert problems(tmp_path, body) == [expected]


def test_underscores_without_brackets_are_emphasis_and_brackets_with_an_address_a_link(tmp_path: Path) -> None:
    read = page(tmp_path, page_text("__Vahva__ \\[____]{#a} [____](https://esimerkki.fi)"))
    assert not read.declarations
    assert "<strong>Vahva</strong> [____]{#a} " in read.page.blocks[0].html


def test_a_kind_in_finnish_is_named_with_the_word_to_write(tmp_path: Path) -> None:
    with in_language("fi"):
        (problem,) = problems(tmp_path, "Teksti", kind="tehtävä")
    assert problem.endswith("Tarkoititko ”exercise”?")
