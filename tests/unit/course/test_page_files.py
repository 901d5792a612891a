"""The files of a course's pages, and the list of them."""

from pathlib import Path

import pytest

from worksheets.course.page_files import markdown_files, page_kinds, page_list_problems


def folder_with(folder: Path, *files: str) -> Path:
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("files", "pages", "expected"),
    [
        (["a.md", "b.html.j2"], ["a", "b"], []),
        (["a.md"], ["a", "b"], ["pages/b.md does not exist."]),
        (["alku.html.j2"], ["alku", "alkku"], ["pages/alkku.html.j2 does not exist. Did you mean “alku”?"]),
        (["a.md"], ["a.md"], ["pages/a.md.md does not exist; write “a” in the list in place of “a.md”"]),
        (["a.txt"], ["a"], ["pages/a.md does not exist, but pages/a.txt does; rename it to pages/a.md"]),
        (["a.md.txt"], ["a"], ["pages/a.md does not exist, but pages/a.md.txt does; rename it to pages/a.md"]),
        (["../a.md"], ["a"], ["pages/a.md does not exist, but a.md does; rename it to pages/a.md"]),
        (["a.md", "b.md"], ["a"], ["pages/b.md is not in the list; add “b” to pages, or delete the file"]),
        (["a.md"], ["a", "a"], ["“a” is listed twice; delete one of them"]),
        (["a.md", "a.html.j2"], ["a"], ["there are both pages/a.html.j2 and pages/a.md; delete one of them"]),
    ],
)
def test_each_file_is_listed_once(tmp_path: Path, files: list[str], pages: list[str], expected: list[str]) -> None:
    folder = folder_with(tmp_path, *(f"pages/{file}" for file in files))
    assert list(page_list_problems(folder, pages)) == expected


def test_pages_in_markdown_come_in_the_order_of_the_list(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "pages/a.md", "pages/b.html.j2", "pages/c.md", "pages/muu.md")
    files = markdown_files(folder, ["c", "b", "a", "c", "../pages/a"])
    assert [path.name for path in files] == ["c.md", "a.md"]


def test_a_course_may_have_kinds_of_its_own(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "kinds/diploma.html.j2")
    assert page_kinds(folder) == ["cover", "diploma", "exercise", "quote", "slide"]
