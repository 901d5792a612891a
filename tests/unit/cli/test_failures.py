"""What nobody could foresee is one line."""

import errno

import pytest

from worksheets.cli.failures import described
from worksheets.files import file_stem


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOSPC, "No space left", "a.pdf"), "a.pdf: the disk is full; free some space, or choose"),
        (
            OSError(errno.EMFILE, "Too many open files"),
            "too many files are open; run “ulimit -n 256” before the command",
        ),
        (BlockingIOError(errno.EAGAIN, ""), "no more processes can be started (ulimit -u)"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x" * 300), "x" * 300 + ": the name is too long"),
        (OSError("only words"), "OSError: only words"),
        (RuntimeError("can't start new thread"), "no more processes can be started (ulimit -u)"),
        (MemoryError(), "there is not enough memory; close other programs"),
        (ImportError("libx.so: failed to map segment from shared object"), "there is not enough memory"),
        (EOFError(), "internal error: EOFError: (?); please report it"),
        (ValueError("two\nlines"), "internal error: ValueError: two lines (?); please report it"),
    ],
    ids=repr,
)
def test_a_line_names_the_cause_and_the_cure(error: Exception, line: str) -> None:
    described_line = described(error)
    assert described_line.startswith(line)
    assert len(described_line.splitlines()) == 1


def test_a_fault_of_the_program_names_its_place() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        file_stem(str(1 // len("")))
    assert " (test_failures.py:" in described(caught.value)
    with pytest.raises(TypeError) as caught_inside:
        file_stem(1)  # type: ignore[arg-type]
    assert " (files.py:" in described(caught_inside.value)
