"""The path of a mark leads back to its slot and its option."""

import pytest

from worksheets.course.mark_paths import MarkPath, answer_path, mark_path


@pytest.mark.parametrize(
    ("path", "parts", "number", "is_other"),
    [
        ("apu", MarkPath("apu"), 0, False),
        ("apu=2", MarkPath("apu", "2"), 2, False),
        ("vaitteet.osaan=12", MarkPath("vaitteet.osaan", "12"), 12, False),
        ("apu=other", MarkPath("apu", "other"), 0, True),
        ("apu=²", MarkPath("apu", "²"), 0, False),
        ("apu=999999", MarkPath("apu", "999999"), 0, False),
    ],
)
def test_a_path_has_a_slot_and_a_mark(path: str, parts: MarkPath, number: int, is_other: bool) -> None:  # noqa: FBT001
    assert mark_path(path) == parts
    assert str(parts) == path
    assert answer_path(path) == parts.slot
    assert (parts.number, parts.is_other) == (number, is_other)
