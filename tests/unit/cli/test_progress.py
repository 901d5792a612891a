"""A packet's progress and its summary, from events made by hand."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from worksheets.api import Failure, FailureReason, LeftOut, LeftOutReason, PacketEvent, PacketFile, Started, State
from worksheets.cli.progress import PacketProgress
from worksheets.errors import Reason, Refusal
from worksheets.people.participant import Participant

STARTED = Started(Path("ryhma"), 4, Path("ryhma/tulosta-kaikki.pdf"))
PRINT_FILE = PacketFile(State.MADE, Path("ryhma/tulosta-kaikki.pdf"), pages=12)
LEFT_OVER = PacketFile(State.LEFT_OVER, Path("ryhma/Ville.pdf"))
UNEXPECTED = Refusal(Reason.MERGE_FAILED, "MemoryError")


def handout(
    name: str, state: State = State.MADE, pages: int = 0, refusal: Refusal | None = None, problems: Sequence[str] = ()
) -> PacketFile:
    """Return what became of a participant's handout."""
    failure = Failure(FailureReason.DATA, tuple(problems)) if problems else None
    return PacketFile(state, Path(f"ryhma/{name}.pdf"), Participant({"nimi": name}), pages, failure, refusal)


AINO = handout("Aino Esimerkki", pages=3)
FAILED = handout("Ville Malli", State.FAILED, problems=("Ville Malli: first", "Ville Malli: second"))


def followed(events: Sequence[PacketEvent], *, two_sided: bool = True, quiet: bool = False) -> PacketProgress:
    """Return the progress after some events, all of which it has yielded again."""
    progress = PacketProgress(two_sided=two_sided, quiet=quiet)
    assert list(progress.follow(events)) == list(events)
    return progress


def summary(capsys: pytest.CaptureFixture[str], *events: PacketEvent, two_sided: bool = True) -> list[list[str]]:
    """Return the rows of the summary after some events: each a label and a value, the seconds left out."""
    followed(events, two_sided=two_sided).print_summary()
    printed = capsys.readouterr()
    assert printed.out == "", "standard output is for paths"
    rows = [re.split(" {2,}", line.strip()) for line in printed.err.splitlines()]
    label, seconds = rows.pop()
    assert label == "seconds"
    assert 0 <= float(seconds) < 60
    return rows


def test_handouts_are_counted_and_the_print_file_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    kept = handout("Åsa Öberg", State.KEPT, pages=4)
    left_out = LeftOut("Toinen Malli", "ryhma.csv, row 9", LeftOutReason.PROBLEMS, ("wrong",))
    assert summary(capsys, STARTED, left_out, AINO, handout("Liisa", pages=1), kept, FAILED, PRINT_FILE, LEFT_OVER) == [
        ["made", "2"], ["kept", "1"], ["failed", "1"], ["pages", "8"], ["sheets", "5"],
    ]  # fmt: skip


def test_printed_on_one_side_each_page_is_a_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    assert summary(capsys, STARTED, AINO, two_sided=False)[3:] == [["pages", "3"], ["sheets", "3"]]


def test_pages_of_a_handout_that_failed_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    failed = handout("Ville Malli", State.FAILED, pages=5, refusal=Refusal(Reason.LETTERS))
    assert summary(capsys, failed)[2:] == [["failed", "1"], ["pages", "0"], ["sheets", "0"]]


def test_the_summary_tells_why_handouts_were_typeset_most_frequent_first(capsys: pytest.CaptureFixture[str]) -> None:
    refusals = [Refusal(Reason.NO_MASTER), *[Refusal(Reason.LETTERS)] * 2, None]
    events = [handout(str(n), refusal=refusal) for n, refusal in enumerate(refusals)]
    assert summary(capsys, *events)[5:] == [["typeset", "2 (non-Latin letters), 1 (no master yet)"]]


def test_failures_of_the_program_are_a_row_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    events = [handout("Aino", refusal=UNEXPECTED), handout("Ville", refusal=Refusal(Reason.NO_MASTER))]
    assert summary(capsys, *events)[5:] == [
        ["typeset", "1 (no master yet)"],
        ["typeset after a failure", "1 (merging failed: MemoryError)"],
    ]


def test_a_packet_has_failed_when_a_handout_has() -> None:
    assert not followed([]).failed
    assert not followed([STARTED, AINO, PRINT_FILE, LEFT_OVER]).failed
    assert followed([STARTED, AINO, FAILED]).failed


def test_problems_are_those_of_failed_handouts_and_then_files_left_over() -> None:
    assert list(followed([STARTED, AINO, LEFT_OVER, FAILED]).problems()) == [
        "Ville Malli: first",
        "Ville Malli: second",
        "ryhma/Ville.pdf: left over from an earlier run, not part of this one",
    ]


def test_somebody_left_out_is_told_at_the_end_and_makes_the_run_fail() -> None:
    ville = LeftOut("Ville", "ryhma.csv, row 3", LeftOutReason.PROBLEMS, ("wrong",), 2)
    marja = LeftOut("Marja", "ryhma.csv, row 4", LeftOutReason.HIDDEN, (), 3)
    total = LeftOut("Yhteensä 3", "ryhma.csv, row 9", LeftOutReason.TOTAL)
    sheet = LeftOut("", "ryhma.xlsx, sheet Ohje", LeftOutReason.NO_NAMES)
    progress = followed([STARTED, ville, marja, total, sheet, AINO])
    assert progress.failed
    people = [
        "ryhma.csv, row 3: “Ville” left out: has errors",
        "ryhma.csv, row 4: “Marja” left out: hidden in the spreadsheet; add --hidden to include hidden rows",
    ]
    assert list(progress.omissions()) == [
        "ryhma.csv, row 9: “Yhteensä 3” left out: a total or a count, not a participant",
        "ryhma.xlsx, sheet Ohje: left out: no column of names",
        *people,
    ]
    assert list(followed([STARTED, ville, marja, total], quiet=True).omissions()) == people
    assert not followed([STARTED, total, sheet]).failed


def test_many_rows_that_are_no_person_are_not_all_told() -> None:
    rows = [LeftOut("Yhteensä", f"ryhma.csv, row {row}", LeftOutReason.TOTAL) for row in range(14)]
    lines = list(followed(rows).omissions())
    assert len(lines) == 11
    assert lines[-1] == "and 4 more rows that are no person; “worksheets check” shows them"


def test_problems_are_known_while_a_packet_is_made() -> None:
    progress = PacketProgress(two_sided=True, quiet=False)
    events = progress.follow([FAILED, AINO])
    next(events)
    assert progress.failed
    assert len(list(progress.problems())) == 2
    assert progress.files == [FAILED]
    list(events)
    assert progress.files == [FAILED, AINO]


def test_without_a_terminal_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    followed([STARTED, AINO])
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_a_bar_shows_how_many_are_ready_and_whose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # By which Rich takes anything for a terminal.
    followed([STARTED, AINO, handout("[red]Ville"), PRINT_FILE])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "2/4" in printed.err
    assert "[red]Ville" in printed.err, "a name is no markup"


def test_a_quiet_packet_shows_neither_bar_nor_summary(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    progress = followed([STARTED, AINO, FAILED], quiet=True)
    progress.print_summary()
    assert capsys.readouterr() == ("", "")
    assert len(list(progress.problems())) == 2, "what is wrong is known all the same"


def test_of_very_many_problems_the_first_are_printed_and_the_others_counted(capsys: pytest.CaptureFixture[str]) -> None:
    progress = followed([STARTED])
    for number in range(100):
        progress.print_problems([f"row {number}: first", f"row {number}: second"])
    assert len(capsys.readouterr().err.splitlines()) == 40
    assert list(progress.problems()) == ["… and 160 more"]
