"""What happens in a packet is told in values that load no libraries."""

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from worksheets.api import LeftOutReason
from worksheets.errors import Reason, Refusal
from worksheets.packet.events import Failure, FailureReason, LeftOut, PacketFile, Started, State
from worksheets.people.participant import Participant

PATH = Path("ryhma/Aino.pdf")


def test_the_problems_of_a_file_are_those_of_its_failure() -> None:
    failure = Failure(FailureReason.DATA, ("first", "second"))
    assert PacketFile(State.FAILED, PATH, failure=failure).problems == ("first", "second")


@pytest.mark.parametrize("state", State)
def test_without_a_failure_a_file_has_no_problems(state: State) -> None:
    file = PacketFile(state, PATH, pages=2, refusal=Refusal(Reason.LETTERS))
    assert file.problems == ()


def test_a_file_without_more_is_nobodys_and_empty() -> None:
    file = PacketFile(State.LEFT_OVER, PATH)
    assert (file.participant, file.pages, file.failure, file.refusal) == (None, 0, None, None)


@pytest.mark.parametrize(
    "event",
    [
        Started(PATH.parent, 1, None, ("wrong",), ("odd",)),
        LeftOut("Aino", "ryhma.csv, row 2", LeftOutReason.PROBLEMS, ("wrong",)),
        PacketFile(State.FAILED, PATH, Participant({"nimi": "Aino"}), 0, Failure(FailureReason.TIMEOUT, ("slow",))),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_is_data_that_nobody_changes(event: Started | LeftOut | PacketFile) -> None:
    assert pickle.loads(pickle.dumps(event)) == event  # noqa: S301 - our own
    with pytest.raises(FrozenInstanceError):
        setattr(event, fields(event)[0].name, None)


def test_the_package_loads_no_libraries_until_they_are_needed() -> None:
    """A program that imports it pays only for what it does."""
    heavy = "weasyprint pikepdf yaml jinja2 click rich uharfbuzz tinycss2 PIL fontpkg pebble msgspec openpyxl babel"
    code = (
        "import sys, worksheets\n"
        "assert worksheets.PacketFile is sys.modules['worksheets.packet.events'].PacketFile\n"
        f"print(*sorted(set({heavy.split()}) & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == []
