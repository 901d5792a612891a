"""Errors keep their problems and reasons, also from one process to another."""

import errno
import pickle

import pytest

from worksheets import errors
from worksheets.errors import (
    MOST_SHOWN,
    CourseError,
    FileRefusedError,
    FirstProblems,
    NeedsTypesetterError,
    OptionsError,
    PageError,
    Problems,
    Reason,
    Refusal,
    RosterError,
    WorksheetsError,
    listed,
    nearest,
    on_line,
    shortened,
    system_reason,
)

ERRORS = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, WorksheetsError)]


def test_an_error_is_its_problems_one_a_line() -> None:
    error = RosterError("list.csv: row 1", "list.csv: row 2")
    assert error.problems == ("list.csv: row 1", "list.csv: row 2")
    assert str(error) == "list.csv: row 1\nlist.csv: row 2"


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_comes_whole_out_of_another_process(kind: type[WorksheetsError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("first", "second")))  # noqa: S301 - made here
    assert type(copy) is kind
    assert copy.args == copy.problems == ("first", "second")


def test_a_problem_with_a_place_comes_whole_out_of_another_process() -> None:
    problem = on_line("kurssi/course.toml", 3, "jotain väärin")
    assert problem == "kurssi/course.toml: line 3: jotain väärin"
    (copy,) = pickle.loads(pickle.dumps(CourseError(problem))).problems  # noqa: S301 - made here
    assert (copy, copy.file, copy.line, copy.reason) == (problem, "kurssi/course.toml", 3, "jotain väärin")


def test_each_kind_of_error_is_found() -> None:
    assert {WorksheetsError, CourseError, PageError, OptionsError} <= set(ERRORS)


# Collected problems


def test_the_problems_of_several_checks_are_raised_together() -> None:
    problems = Problems()
    with problems:
        raise PageError("first", "second")
    with problems:
        pass
    with problems:
        raise RosterError("third")
    with pytest.raises(PageError) as caught:
        problems.raise_any()
    assert caught.value.problems == ("first", "second", "third")


def test_the_problem_of_one_check_is_raised_alone() -> None:
    problems = Problems()
    with problems:
        raise RosterError("first")
    with pytest.raises(RosterError, match="^first$"):
        problems.raise_any()


def test_without_problems_nothing_is_raised() -> None:
    problems = Problems()
    with problems:
        pass
    problems.raise_any()


def test_another_error_is_no_problem_and_goes_on() -> None:
    problems = Problems()
    with pytest.raises(KeyError), problems:
        raise KeyError
    problems.raise_any()


# Suggestions


@pytest.mark.parametrize(
    ("word", "name"),
    [("rhyma", "ryhma"), ("RYHMA", "ryhma"), ("nimmi", "Nimi"), ("Straße", "STRASSE")],
)
def test_the_nearest_word_is_suggested_as_it_is_written(word: str, name: str) -> None:
    assert nearest(word, ["Nimi", "ryhma", "STRASSE"]) == f" Did you mean “{name}”?"


def test_of_words_that_differ_in_case_only_the_first_is_suggested() -> None:
    assert nearest("nimmi", iter(["Nimi", "NIMI"])) == " Did you mean “Nimi”?"


@pytest.mark.parametrize("word", ["zzz", ""])
def test_without_a_word_that_is_near_there_is_no_suggestion(word: str) -> None:
    assert nearest(word, ["Nimi", "ryhma"]) == ""
    assert nearest(word, []) == ""


# Reasons to typeset


def test_each_reason_has_words_of_its_own() -> None:
    assert len(Reason) == len(Reason.__members__), "with the same words, a reason would be an alias of another"
    assert all(reason.value for reason in Reason)


def test_only_failures_of_the_program_are_unexpected() -> None:
    assert {reason for reason in Reason if reason.is_unexpected} == {Reason.MASTER_FAILED, Reason.MERGE_FAILED}


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal(Reason.NO_MASTER), "no master yet"),
        (Refusal(Reason.MERGE_FAILED, "KeyError: 7"), "merging failed: KeyError: 7"),
    ],
)
def test_a_refusal_is_its_reason_in_words(refusal: Refusal, words: str) -> None:
    assert str(refusal) == words
    assert str(NeedsTypesetterError(refusal.reason, refusal.detail)) == words


def test_what_needs_the_typesetter_comes_whole_out_of_another_process() -> None:
    error = NeedsTypesetterError(Reason.MERGE_FAILED, "KeyError: 7")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert copy.refusal == error.refusal == Refusal(Reason.MERGE_FAILED, "KeyError: 7")
    assert copy.args == (Reason.MERGE_FAILED, "KeyError: 7")
    assert not isinstance(error, WorksheetsError), "nothing that a user can mend"


# What a stranger's file makes of messages


def test_of_very_many_problems_the_first_are_shown_and_the_others_counted() -> None:
    error = RosterError(*(f"row {number}" for number in range(100_000)))
    lines = str(error).splitlines()
    assert lines == [*(f"row {number}" for number in range(MOST_SHOWN)), f"… and {100_000 - MOST_SHOWN} more"]
    assert len(error.problems) == 100_000, "the value is whole"


def test_problems_that_come_one_after_another_are_counted_together() -> None:
    first = FirstProblems(3)
    assert [list(first.among(["a", "b"])), list(first.among(["c", "d", "e"]))] == [["a", "b"], ["c"]]
    assert list(first.among(["f"])) == []
    assert list(first.rest()) == ["… and 3 more"]
    assert list(FirstProblems(3).of_all(["a", "b", "c"])) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Aino  Esimerkki", "Aino  Esimerkki"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 99 + "…"),
        ("x" * 99 + "\n" * 1_000_000, "x" * 98 + "x…"),
        ("\n" * 1_000_000 + "x", "…"),
        ("yksi\nkaksi", "yksi kaksi"),
        ("a\n" * 50, ("a " * 50)[:99].rstrip()),
        (" " * 200 + "x", "x"),
    ],
)
def test_a_quoted_text_is_one_line_of_a_hundred_characters_at_most(text: str, shown: str) -> None:
    assert shortened(text) == shown
    assert len(shortened(text)) <= 100


def test_a_message_lists_twenty_names_at_most() -> None:
    assert listed(["Aino", "Ville"]) == "“Aino”, “Ville”"
    assert listed(str(number) for number in range(1_000)).endswith("“19”, … and 980 more")
    assert len(listed(["x" * 100_000] * 1_000)) < 2_200


def test_a_very_long_word_is_compared_with_none() -> None:
    assert nearest("Nimi" * 51, ["Nimi" * 51]) == ""
    assert nearest("Nimi" * 50, ["Nimi" * 50]) == f" Did you mean “{('Nimi' * 50)[:99]}…”?"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError(errno.ENOENT, "Tiedostoa ei ole"), "no such file or folder"),
        (PermissionError(errno.EACCES, "Lupa evätty"), "permission denied; close it in other programs, or check its"),
        (OSError(errno.ENOSPC, "Levy on täynnä"), "the disk is full; free some space, or choose another place"),
        (OSError(errno.EPROTO, "Yhteyskäytäntövirhe"), "Yhteyskäytäntövirhe"),
        (FileRefusedError(errno.EFBIG, "larger than 9 kB"), "larger than 9 kB"),
        (OSError("two\nlines"), "OSError: two lines"),
    ],
    ids=repr,
)
def test_what_the_system_refuses_is_said_in_the_language_of_messages(error: OSError, reason: str) -> None:
    assert system_reason(error).startswith(reason)
