"""What ``watch`` prints: the preview's path once, what is new, what is wrong, and what is mended."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from worksheets import api
from worksheets.cli.commands import main

PATH = Path("output/kurssi-esikatselu.pdf")
NAMES = ("kansi", "tavoite", "loppu")
FIRST = api.Preview(PATH, NAMES, 3, ())
Watch = Callable[..., Result]


def shown(*changed: str, problems: tuple[str, ...] = (), pages: int = 3) -> api.Preview:
    return api.Preview(PATH, changed, pages, problems)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Return a function that runs the command with these previews."""

    def run(*previews: api.Preview, options: tuple[str, ...] = ()) -> Result:
        def watched(where: str, given: api.PreviewOptions) -> Iterator[api.Preview]:
            assert where == "kurssi"
            assert given == api.PreviewOptions(layout="slides", theme="mustavalko", output="a/")
            yield from previews

        monkeypatch.setattr(api, "watch", watched)
        words = ["watch", "kurssi", "--layout", "slides", "--theme", "mustavalko", "-o", "a/", *options]
        return CliRunner().invoke(main, words, catch_exceptions=False)

    return run


def test_the_path_is_printed_once(watch: Watch) -> None:
    result = watch(FIRST, shown("tavoite"))
    assert result.stdout == f"{PATH}\n"
    first, second = result.stderr.splitlines()
    assert first == f"The preview of kurssi is {PATH}. It follows whenever you save; Ctrl+C ends it."
    assert second == "New in the preview: tavoite."


def test_faults_are_printed_when_they_are_new(watch: Watch) -> None:
    result = watch(
        shown(*NAMES, problems=("a: 1",)), shown("loppu", problems=("a: 1",)), shown(problems=("a: 1", "b: 2"))
    )
    assert result.stderr.splitlines()[1:] == ["a: 1", "New in the preview: loppu.", "b: 2"]


def test_what_is_mended_is_said(watch: Watch) -> None:
    result = watch(shown(problems=("a", "b")), shown(problems=("b",)), shown("kansi"))
    assert result.stderr.splitlines()[3:] == [
        "Mended. There is still 1 fault.",
        "New in the preview: kansi.",
        "Mended: nothing is wrong any more.",
    ]


def test_a_fault_that_has_moved_is_not_mended(watch: Watch) -> None:
    result = watch(shown(problems=("a: line 1",)), shown(problems=("a: line 2",)))
    assert result.stderr.splitlines()[1:] == ["a: line 1", "a: line 2"]


def test_many_pages_have_one_line(watch: Watch) -> None:
    names = [f"s{number}" for number in range(9)]
    result = watch(FIRST, shown(*names, pages=9), shown(*names, pages=10))
    assert result.stderr.splitlines()[1:] == [
        "New in the preview: all pages.",
        "New in the preview: s0, s1, s2, s3, s4, s5, s6, s7, ….",
    ]


def test_quietly_only_faults_are_printed(watch: Watch) -> None:
    result = watch(FIRST, shown("kansi", problems=("a",)), shown("kansi"), options=("-q",))
    assert (result.stdout, result.stderr) == (f"{PATH}\n", "a\n")


def test_the_preview_is_opened_once(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("worksheets.cli.watching.open_file", opened.append)
    watch(FIRST, shown("kansi"), options=("--open",))
    assert opened == [PATH]


def test_what_is_no_course_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["watch", "olematon"])
    assert result.exit_code == 1
    assert result.stderr.startswith("olematon: there is no such course")
