"""A packet's progress and its summary, from events made by hand."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.command_line import command_line
from worksheets.api import (
    Attendance,
    Cards,
    Certificate,
    Duplex,
    Failure,
    FailureReason,
    LeftOut,
    LeftOutReason,
    PacketEvent,
    PacketFile,
    Started,
    State,
)
from worksheets.cli.progress import PacketProgress
from worksheets.errors import Reason, Refusal
from worksheets.people.participant import Participant

STARTED = Started(Path("ryhma"), 4, Path("ryhma/tulosta-kaikki.pdf"))
PRINT_FILE = PacketFile(State.MADE, Path("ryhma/tulosta-kaikki.pdf"), pages=12, duplex=Duplex.LONG_EDGE)
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


def followed(events: Sequence[PacketEvent], *, two_sided: bool = True, dry_run: bool = False) -> PacketProgress:
    """Return the progress after some events, all of which it has yielded again."""
    progress = PacketProgress(two_sided=two_sided, dry_run=dry_run)
    assert list(progress.follow(events)) == list(events)
    return progress


def closing(
    capsys: pytest.CaptureFixture[str], *events: PacketEvent, two_sided: bool = True, dry_run: bool = False
) -> list[str]:
    """Return the lines that end a packet after some events."""
    followed(events, two_sided=two_sided, dry_run=dry_run).print_summary()
    printed = capsys.readouterr()
    assert printed.out == "", "standard output is for paths"
    return printed.err.splitlines()


def figures(capsys: pytest.CaptureFixture[str], *events: PacketEvent, two_sided: bool = True) -> list[list[str]]:
    """Return the rows of figures that ``-v`` adds after some events: each a label and a value."""
    with command_line("-v"):
        lines = closing(capsys, *events, two_sided=two_sided)
    rows = [re.split(" {2,}", line.strip()) for line in lines]
    return [row for row in rows if len(row) > 1]


def test_the_last_line_says_what_to_print(capsys: pytest.CaptureFixture[str]) -> None:
    kept = handout("Åsa Öberg", State.KEPT, pages=4)
    left_out = LeftOut("Toinen Mallikas", "ryhma.csv, row 9", LeftOutReason.PROBLEMS, ("wrong",))
    assert closing(capsys, STARTED, left_out, AINO, handout("Liisa", pages=1), kept, FAILED, PRINT_FILE, LEFT_OVER) == [
        "2 handouts made, 1 kept as it was, 1 failed, see above.",
        (
            "Print ryhma/tulosta-kaikki.pdf on both sides, flipped on the long edge: 5 sheets. "
            "1 person was left out, see above."
        ),
    ]


@pytest.mark.parametrize(
    ("duplex", "line"),
    [
        (Duplex.LONG_EDGE, "Print ryhma/tulosta-kaikki.pdf on both sides, flipped on the long edge: 1 sheet."),
        (Duplex.SHORT_EDGE, "Print ryhma/tulosta-kaikki.pdf on both sides, flipped on the short edge: 1 sheet."),
        (Duplex.ONE_SIDE, "Print ryhma/tulosta-kaikki.pdf on one side: 2 sheets."),
    ],
)
def test_the_print_file_is_printed_as_its_own_settings_say(
    capsys: pytest.CaptureFixture[str], duplex: Duplex, line: str
) -> None:
    print_file = PacketFile(State.KEPT, Path("ryhma/tulosta-kaikki.pdf"), pages=2, duplex=duplex)
    ville = handout("Ville Mallikas", State.KEPT, pages=2)
    lines = closing(capsys, STARTED, ville, print_file, two_sided=duplex is not Duplex.ONE_SIDE)
    assert lines == ["No new handouts, 1 kept as it was.", line]


def test_without_a_print_file_the_last_line_says_where_the_handouts_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert closing(capsys, STARTED, AINO, FAILED) == [
        "1 handout made, 1 failed, see above.",
        "1 handout is in ryhma.",
    ]
    assert closing(capsys, STARTED, FAILED) == ["No new handouts, 1 failed, see above."]


def test_forms_are_sent_and_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    progress = PacketProgress(two_sided=True, forms=True)
    list(progress.follow([STARTED, AINO, handout("Liisa"), PRINT_FILE]))
    progress.print_summary()
    assert capsys.readouterr().err.splitlines() == [
        "2 handouts made.",
        "2 forms are in ryhma; send each participant their own.",
    ]


def sheet(state: State, failure: Failure | None = None) -> PacketFile:
    return PacketFile(state, Path("ryhma/osallistujalista.pdf"), failure=failure, product=Attendance(), pages=1)


BADGES = PacketFile(State.KEPT, Path("ryhma/nimilaput.pdf"), pages=1, product=Cards())


def test_what_else_has_been_made_is_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert closing(capsys, STARTED, AINO, PRINT_FILE, sheet(State.MADE), BADGES) == [
        "1 handout made.",
        "Print ryhma/tulosta-kaikki.pdf on both sides, flipped on the long edge: 2 sheets.",
        "2 more files in ryhma: nimilaput.pdf, osallistujalista.pdf.",
    ]
    assert closing(capsys, STARTED, AINO, sheet(State.PLANNED), dry_run=True) == [
        "1 handout made. 1 more file would be made: osallistujalista.pdf. Nothing was written: this was a dry run."
    ]
    failed = sheet(State.FAILED, Failure(FailureReason.DATA, ("osallistujalista.pdf: no",)))
    assert closing(capsys, STARTED, AINO, failed, BADGES)[-1] == (
        "1 more file in ryhma: nimilaput.pdf. 1 more file failed, see above: osallistujalista.pdf."
    )


def test_certificates_are_counted_and_their_print_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    certificate = PacketFile(State.MADE, Path("ryhma/todistukset/Aino.pdf"), AINO.participant, product=Certificate())
    to_print = replace(certificate, path=Path("ryhma/todistukset/tulosta-kaikki.pdf"), participant=None)
    failed = replace(certificate, state=State.FAILED, path=Path("ryhma/todistukset/Ville.pdf"))
    assert closing(capsys, STARTED, AINO, certificate, to_print, failed) == [
        "1 handout made.",
        "1 handout is in ryhma.",
        (
            "1 more file in ryhma: todistukset/tulosta-kaikki.pdf. 1 certificate. "
            "1 more file failed, see above: todistukset/Ville.pdf."
        ),
    ]


def test_the_bar_counts_handouts_only() -> None:
    progress = followed([STARTED, AINO, sheet(State.MADE)])
    assert progress.summary.finished == 1


def test_a_dry_run_says_what_would_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    planned = [handout(str(n), State.PLANNED) for n in range(3)]
    print_file = PacketFile(State.PLANNED, Path("ryhma/tulosta-kaikki.pdf"))
    kept = handout("Ville Mallikas", State.KEPT, pages=2)
    assert closing(capsys, STARTED, *planned, kept, FAILED, print_file, dry_run=True) == [
        "3 handouts would be made, 1 kept as it was, 1 failed, see above. Nothing was written: this was a dry run."
    ]


def test_what_is_opened_is_the_print_file_or_else_the_folder() -> None:
    assert followed([STARTED, AINO, PRINT_FILE]).summary.result == PRINT_FILE.path
    assert followed([STARTED, AINO]).summary.result == Path("ryhma")
    assert followed([STARTED, FAILED]).summary.result is None


def test_figures_are_printed_only_if_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert figures(capsys, STARTED, AINO, two_sided=False) == [["pages", "3"], ["sheets", "3"]]
    assert len(closing(capsys, STARTED, AINO)) == 2


def test_pages_of_a_handout_that_failed_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    failed = handout("Ville Malli", State.FAILED, pages=5, refusal=Refusal(Reason.LETTERS))
    assert figures(capsys, failed) == [["pages", "0"], ["sheets", "0"]]


def test_figures_tell_why_handouts_were_typeset_most_frequent_first(capsys: pytest.CaptureFixture[str]) -> None:
    refusals = [Refusal(Reason.NO_MASTER), *[Refusal(Reason.LETTERS)] * 2, None]
    events = [handout(str(n), refusal=refusal) for n, refusal in enumerate(refusals)]
    assert figures(capsys, *events)[2:] == [["typeset", f"2 ({Reason.LETTERS}), 1 ({Reason.NO_MASTER})"]]


def test_failures_of_the_program_are_a_row_of_their_own(capsys: pytest.CaptureFixture[str]) -> None:
    events = [handout("Aino", refusal=UNEXPECTED), handout("Ville", refusal=Refusal(Reason.NO_MASTER))]
    assert figures(capsys, *events)[2:] == [
        ["typeset", f"1 ({Reason.NO_MASTER})"],
        ["typeset after a failure", f"1 ({Reason.MERGE_FAILED}: MemoryError)"],
    ]


def test_a_packet_has_failed_when_a_handout_has() -> None:
    assert followed([]).summary.is_complete
    assert followed([STARTED, AINO, PRINT_FILE, LEFT_OVER]).summary.is_complete
    assert not followed([STARTED, AINO, FAILED]).summary.is_complete


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
    assert not progress.summary.is_complete
    people = [
        "ryhma.csv, row 3: “Ville” left out: has errors",
        "ryhma.csv, row 4: “Marja” left out: hidden in the spreadsheet; add --hidden to include hidden rows",
    ]
    assert list(progress.omissions()) == [
        "ryhma.csv, row 9: “Yhteensä 3” left out: a total or a count, not a participant",
        "ryhma.xlsx, sheet Ohje: left out: no column of names",
        *people,
    ]
    with command_line("-q"):
        assert list(followed([STARTED, ville, marja, total]).omissions()) == people
    assert followed([STARTED, total, sheet]).summary.is_complete


def test_many_rows_that_are_no_person_are_not_all_told() -> None:
    rows = [LeftOut("Yhteensä", f"ryhma.csv, row {row}", LeftOutReason.TOTAL) for row in range(14)]
    lines = list(followed(rows).omissions())
    assert len(lines) == 11
    assert lines[-1] == "and 4 more rows that are not people; “worksheets check” shows them"


def test_problems_are_known_while_a_packet_is_made() -> None:
    progress = PacketProgress(two_sided=True)
    events = progress.follow([FAILED, AINO])
    next(events)
    assert not progress.summary.is_complete
    assert len(list(progress.problems())) == 2
    assert (progress.summary.failed, progress.summary.finished) == ([FAILED], 1)
    list(events)
    assert (progress.summary.failed, progress.summary.finished) == ([FAILED], 2)


def test_without_a_terminal_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    followed([STARTED, AINO])
    assert capsys.readouterr() == ("", "")


def test_on_a_terminal_a_bar_shows_how_many_are_ready_and_whose(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    followed([STARTED, AINO, handout("[red]Ville"), PRINT_FILE])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "2/4" in printed.err
    assert "[red]Ville" in printed.err, "a name is no markup"


def test_a_quiet_packet_shows_neither_bar_nor_summary(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with command_line("-q"):
        progress = followed([STARTED, AINO, FAILED])
        progress.print_summary()
    assert capsys.readouterr() == ("", "")
    assert len(list(progress.problems())) == 2, "what is wrong is known all the same"


def test_of_very_many_problems_the_first_are_printed_and_the_others_counted(capsys: pytest.CaptureFixture[str]) -> None:
    progress = followed([STARTED])
    for number in range(100):
        progress.print_problems([f"row {number}: first", f"row {number}: second"])
    assert len(capsys.readouterr().err.splitlines()) == 40
    assert list(progress.problems()) == ["… and 160 more"]
