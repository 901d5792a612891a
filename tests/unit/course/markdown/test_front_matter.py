"""The head of a page, and what is wrong with it."""

from pathlib import Path

import pytest

from worksheets.course.markdown.faults import Faults
from worksheets.course.markdown.front_matter import read_front_matter
from worksheets.errors import CourseError

NO_VALUE = 'no value that TOML knows; put texts in straight quotes, such as "text"'


def problems(text: str) -> list[str]:
    faults = Faults(Path("sivu.md"))
    read_front_matter(text, faults)
    return [problem.removeprefix("sivu.md: ") for problem in faults.problems]


def test_a_head_gives_kind_and_title_and_the_rest() -> None:
    front = read_front_matter('+++\ntitle = "Omat  tavoitteet"\nkind = "slide"\n+++\nTeksti\n', Faults(Path("sivu.md")))
    assert front.values == {"kind": "slide", "title": "Omat tavoitteet"}
    assert (front.body, front.offset, front.key_lines["kind"]) == ("Teksti\n", 4, 3)


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("", 'line 1: the page must begin with its kind and title: +++ ↵ kind = "exercise" ↵ title = "…" ↵ +++'),
        (
            "# Oma sivu\nTeksti",
            (
                "line 1: the page must begin with its kind and title; write "
                '+++ ↵ kind = "exercise" ↵ title = "Oma sivu" ↵ +++ in place of this line'
            ),
        ),
        ('+++\ntitle = "A"\n+++', 'line 1: kind is missing; write kind = "exercise" between the lines of +++'),
        ('+++\nkind = "slide"\ntitle = "A"\nlaji = "A"\n+++', "line 4: unknown key “laji”. Did you mean “kind”?"),
        ('+++\nkind = slide\ntitle = "A"\n+++', f"line 2: {NO_VALUE}"),
        ('+++\nkind = "slide"\n+++', 'line 1: title is missing; write title = "…" between the lines of +++'),
        ('+++\nkind = "slide"\ntitle = 3\n+++', "line 3: title must be a text in quotes"),
        ('+++\nkind = "slide"\ntitle = " "\n+++', "line 3: title is empty"),
        (f'+++\nkind = "slide"\ntitle = "{"a" * 1001}"\n+++', "line 3: title is longer than 1000 characters"),
        (
            f'+++\nkind = "slide"\ntitle = "A"\n{"a." * 30}b = 1\n+++',
            "line 4: a key has more than 20 dotted parts",
        ),
    ],
)
def test_a_wrong_head_is_named_with_its_line(head: str, problem: str) -> None:
    assert problem in problems(f"{head}\nTeksti\n")


def test_an_unknown_key_is_named_with_the_nearest() -> None:
    text = '+++\nkind = "slide"\ntitle = "A"\ntitel = "B"\n+++\n'
    assert problems(text) == ["line 4: unknown key “titel”. Did you mean “title”?"]


def test_a_head_without_an_end_hides_the_rest() -> None:
    with pytest.raises(CourseError, match="there is no second"):
        read_front_matter('+++\nkind = "slide"\n', Faults(Path("sivu.md")))
