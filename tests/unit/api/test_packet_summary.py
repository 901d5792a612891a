"""What a packet's events come to, as values for any face; its words are tested with the command's progress."""

from dataclasses import replace
from pathlib import Path

from worksheets.api import (
    Attendance,
    Duplex,
    Failure,
    FailureReason,
    LeftOut,
    LeftOutReason,
    PacketFile,
    PacketSummary,
    PaperUse,
    Started,
    State,
)
from worksheets.people.participant import Participant

STARTED = Started(Path("ryhma"), 3, Path("ryhma/tulosta-kaikki.pdf"))
PRINT_FILE = PacketFile(State.MADE, Path("ryhma/tulosta-kaikki.pdf"), pages=12, duplex=Duplex.SHORT_EDGE)
LEFT_OVER = PacketFile(State.LEFT_OVER, Path("ryhma/Ville.pdf"))
FAILURE = Failure(FailureReason.DATA, ("Aino Esimerkki: no",))


def handout(state: State, pages: int = 0, failure: Failure | None = None) -> PacketFile:
    return PacketFile(state, Path("ryhma/Aino.pdf"), Participant({"nimi": "Aino Esimerkki"}), pages, failure)


def summary_of(*events: Started | LeftOut | PacketFile, two_sided: bool = True) -> PacketSummary:
    summary = PacketSummary(two_sided=two_sided)
    for event in events:
        summary.add(event)
    return summary


def test_a_summary_counts_while_the_packet_is_made() -> None:
    summary = PacketSummary(two_sided=True)
    assert (summary.wanted, summary.finished, summary.folder) == (0, 0, None)
    summary.add(STARTED)
    assert (summary.wanted, summary.finished, summary.folder) == (3, 0, Path("ryhma"))
    for event in (handout(State.MADE, 3), handout(State.KEPT, 4), handout(State.FAILED, failure=FAILURE), PRINT_FILE):
        summary.add(event)
    assert (summary.made, summary.kept, len(summary.failed), summary.finished) == (1, 1, 1, 3)
    assert not summary.is_complete
    assert list(summary.problems()) == ["Aino Esimerkki: no"]


def test_certificates_are_called_so() -> None:
    summary = PacketSummary(two_sided=False, certificates=True)
    assert summary.counts_text() == "No new certificates."
    for event in (replace(STARTED, print_file=None), handout(State.MADE, 1), handout(State.KEPT, 1)):
        summary.add(event)
    assert summary.counts_text() == "1 certificate made, 1 kept as it was."
    assert summary.what_to_do() == "2 certificates are in ryhma."
    planned = PacketSummary(two_sided=False, certificates=True)
    planned.add(handout(State.PLANNED))
    assert planned.counts_text() == "1 certificate would be made."


def test_an_earlier_runs_file_is_no_handout_of_this_one() -> None:
    summary = summary_of(STARTED, LEFT_OVER)
    assert (summary.finished, summary.left_over, summary.is_complete) == (0, [LEFT_OVER], True)


def test_what_else_is_made_is_neither_a_handout_nor_the_print_file() -> None:
    sheet = PacketFile(State.MADE, Path("ryhma/osallistujalista.pdf"), pages=7, product=Attendance())
    certificate = replace(handout(State.MADE, 1), product=Attendance())
    summary = summary_of(STARTED, sheet, certificate, handout(State.MADE, 3))
    assert (summary.made, summary.finished, summary.pages, summary.print_files) == (1, 1, 3, [])
    assert summary.products == [sheet, certificate]
    assert summary.is_complete
    failed = PacketFile(State.FAILED, Path("ryhma/nimilaput.pdf"), failure=FAILURE, product=Attendance())
    summary.add(failed)
    assert (summary.failed, summary.failed_products, summary.is_complete) == ([], [failed], False)
    assert list(summary.problems()) == ["Aino Esimerkki: no"]


def test_paper_is_told_as_values() -> None:
    three_pages, four_pages = handout(State.MADE, 3), handout(State.KEPT, 4)
    assert summary_of(STARTED, three_pages, four_pages, PRINT_FILE).paper == PaperUse(4, 7, Duplex.SHORT_EDGE, 2)
    assert summary_of(STARTED, three_pages, four_pages).paper == PaperUse(4, 7, Duplex.LONG_EDGE, 2)
    one_sided = summary_of(STARTED, three_pages, four_pages, two_sided=False)
    assert one_sided.paper == PaperUse(7, 7, Duplex.ONE_SIDE, 0), "not all take as many sheets"
    assert summary_of(STARTED).paper == PaperUse(0, 0, Duplex.LONG_EDGE, 0)


def test_volumes_are_printed_one_after_another() -> None:
    volumes = [
        PacketFile(State.MADE, Path(f"ryhma/tulosta-kaikki-{number}.pdf"), pages=6, duplex=Duplex.LONG_EDGE)
        for number in (1, 2)
    ]
    summary = summary_of(STARTED, handout(State.MADE, 6), volumes[0], handout(State.KEPT, 6), volumes[1])
    assert summary.print_files == volumes
    assert summary.result == Path("ryhma"), "no one file is all"
    assert summary.what_to_do() == (
        "Print the 2 files in ryhma, one after another, on both sides, flipped on the long edge: 6 sheets."
    )


def test_a_summary_holds_no_handout_that_is_there() -> None:
    summary = summary_of(STARTED, handout(State.MADE, 3), handout(State.KEPT, 4), handout(State.PLANNED), PRINT_FILE)
    assert summary.files == [PRINT_FILE]
    assert (summary.good, summary.pages, summary.finished) == (2, 7, 3)


def test_who_is_left_out_can_be_told_without_what_is_no_person() -> None:
    ville = LeftOut("Ville Mallikas", "ryhma.csv, row 3", LeftOutReason.PROBLEMS, ("wrong",), 2)
    total = LeftOut("Yhteensä 3", "ryhma.csv, row 9", LeftOutReason.TOTAL)
    summary = summary_of(STARTED, ville, total)
    assert len(list(summary.omissions())) == 2
    assert list(summary.omissions(people_only=True)) == [str(ville.omission)]
    assert summary.left_out_text() == "1 person was left out, see above."
