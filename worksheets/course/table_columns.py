"""How wide the columns of a table are, and whether it has room on a sheet to be written in by hand.

A table that gives its rows a height, or the labels of its first column, is planned for the sheet: its rows do not grow
with what is written, so that it looks alike for everybody. Lengths are in mm.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from .slots import Part

NARROWEST, LETTER_BY_HAND = 40.0, 4.0
"""The least width of a place to be written in, and what a letter takes where the answer is limited to a few."""
_PADDING = 5.0
"""What lies beside the room to write in, which a table with widths or heights of its own reckons with."""
LEAST_ROW = 8.0
"""The least height of a row to be written in, and the least distance between rules."""
_LEAST_GIVEN, _LEAST_CHECK = 20.0, 8.0
"""The least widths of a column of given labels, and of boxes to tick."""
_TALLEST_ROW = 27.0
"""The height of a row whose table has room for more: three pitches."""
_STEP = 4.5
"""Rows whose height nobody gives are so many halves of a pitch high."""
_WIDTH = 168.0
"""The width of the sheet by which columns are divided whose widths nobody gives."""
_GIVEN_WIDTHS, _CHECK_WIDTHS = (29.0, 60.0), (14.0, 30.0)
_LETTER, _HEAD_LETTER, _SIDES = 2.35, 2.2, 3.0
"""The usual widths of a bold letter of a given label and of a head, and of what is at the sides of a text."""
_EXACT = 0.05
_NUMBER = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")


class Sheet(Struct, frozen=True):
    """The room that a sheet has for a table."""

    width: float
    height: float
    """Of all rows together, without the heads."""


UPRIGHT, ACROSS = Sheet(168.0, 189.0), Sheet(253.0, 120.0)
"""The sheets of the handout: what a course may declare is what has room on one of them."""


def is_planned(table: Part) -> bool:
    """Return True for a table whose rows have a height of their own."""
    return bool(table.given) or table.setting("height") is not None


def has_own_widths(table: Part) -> bool:
    """Return True for a table whose columns are not equally wide."""
    return bool(table.given) or table.setting("widths") is not None or any(map(is_check, table.parts))


def is_check(part: Part) -> bool:
    """Return True for a column of boxes to tick."""
    return bool(part.setting("check"))


def numbers_of(widths: str) -> list[float]:
    """Return the numbers in a text such as ``2 1 1``; none if it has anything else, or a column without width."""
    words = widths.split()
    numbers = [float(word.replace(",", ".")) for word in words if _NUMBER.fullmatch(word)]
    return numbers if len(numbers) == len(words) and all(numbers) else []


def column_shares(table: Part) -> list[float]:
    """Return the share of the whole width that each column has, that of the given labels first."""
    widths = numbers_of(table.setting("widths", "")) or _usual_widths(table)
    return [width / sum(widths) for width in widths]


def _usual_widths(table: Part) -> list[float]:
    """Return the widths of columns that nobody gives: what is to be written in shares what the others leave."""
    checks = [_within(_CHECK_WIDTHS, _HEAD_LETTER, [part.label]) if is_check(part) else 0.0 for part in table.parts]
    given = [_within(_GIVEN_WIDTHS, _LETTER, table.given)] if table.given else []
    written = checks.count(0.0)
    rest = max(_WIDTH - sum(checks) - sum(given), 1.0)
    if not written:
        return [max(_WIDTH - sum(checks), *given), *checks] if given else checks
    return [*given, *(width or rest / written for width in checks)]


def _within(limits: tuple[float, float], letter: float, labels: Sequence[str]) -> float:
    """Return the width of the longest word of some labels, between two limits."""
    least, most = limits
    longest = max((len(word) for label in labels for word in label.split()), default=0)
    return min(max(least, longest * letter + _SIDES), most)


def row_height(table: Part, sheet: Sheet) -> float:
    """Return the height of each row of a planned table: as it says, or as high as the sheet has room for."""
    height = table.setting("height")
    if height is not None:
        return float(height)
    room = sheet.height / max(len(table.given) or table.rows, 1)
    return max(min(_TALLEST_ROW, room // _STEP * _STEP), min(LEAST_ROW, room))


class NarrowColumn(Struct, frozen=True):
    """A column that is too narrow for a hand. Widths are without what lies beside the room to write in."""

    label: str
    width: float
    least: float
    letters: int
    """How many letters have room; 0 for a column that nobody writes in."""


def narrow_columns(table: Part, sheet: Sheet) -> list[NarrowColumn]:
    """Return the columns that are too narrow for a hand on a sheet."""
    is_plain = not (is_planned(table) or has_own_widths(table))
    padding = 0.0 if is_plain else _PADDING
    widths = [sheet.width * share for share in column_shares(table)]
    narrow = []
    if table.given and (first := widths.pop(0)) < _LEAST_GIVEN:
        narrow.append(NarrowColumn(table.setting("given-label") or table.given[0], first, _LEAST_GIVEN, 0))
    for part, width in zip(table.parts, widths, strict=True):
        room = width if is_check(part) else width - padding
        least = _LEAST_CHECK if is_check(part) else min(NARROWEST, part.limit * LETTER_BY_HAND)
        if room < least - _EXACT:
            letters = 0 if is_check(part) else max(int(room / LETTER_BY_HAND), 1)
            narrow.append(NarrowColumn(part.label, max(room, 0.0), least, letters))
    return narrow


def has_room_for_rows(table: Part, sheet: Sheet) -> bool:
    """Return True if the rows of a blank page have room on a sheet, and a hand in them."""
    height = row_height(table, sheet)
    return height >= LEAST_ROW and height * (len(table.given) or table.rows) <= sheet.height


def lies_upright(table: Part, sheet: Sheet = UPRIGHT) -> bool:
    """Return True for a planned table that has room on an upright sheet; all others lie across."""
    return is_planned(table) and not narrow_columns(table, sheet) and has_room_for_rows(table, sheet)
