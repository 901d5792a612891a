"""Written answers in two columns on the pages of an overview: which lines of which answer stand where.

``styles/summary.css`` sets the same sizes. The lines are counted here, and not left to the typesetter's columns, so
that a page can say that the rest is on the next one, and the last page is not left with a line or two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from worksheets.text.fonts import BOLD

from .broken_text import broken

AnswerList = tuple[str, Sequence[tuple[str, int]]]
"""A question, and its answers with their counts."""

_MM = 25.4 / 72
_TEXT, _HEADING = 10.5 * _MM, 11.5 * _MM
_COLUMN, _HEADING_WIDTH = 77.0, 80.0
"""Widths of an answer and of a question, in mm."""
_HEAD, _HEADING_LINE, _LINE, _BETWEEN = 14.0, 5.2, 5.0, 1.2
"""The heights, in mm, of the head with the room before it, a further line of it, a line, the room between answers."""
_LEAST_LINES = 2
"""The least lines of an answer in a column, if it goes on or has begun in another."""
_LEAST = 22.0
"""The least height, in mm, of columns that go on on the next page."""
LEAST_ROOM = _HEAD + _LEAST
"""The least room, in mm, that is left of a page for answers that go on on the next one."""
_NEARLY_EMPTY = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or some lines of it."""

    lines: tuple[str, ...]
    count: int
    """How many gave it; 1 in all parts but the last."""
    goes_on: bool = False
    """It began in another column."""

    @property
    def text(self) -> str:
        """The text of these lines."""
        return "".join(self.lines).strip()

    @property
    def height(self) -> float:
        """Its height in mm."""
        return len(self.lines) * _LINE

    def cut(self, count: int) -> tuple["Answer", "Answer"]:
        """Return the part with the first lines, and the rest."""
        return Answer(self.lines[:count], 1, self.goes_on), replace(self, lines=self.lines[count:], goes_on=True)


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """What stands on one page of the answers to a question."""

    label: str
    total: int
    """How many have answered."""
    columns: tuple[tuple[Answer, ...], ...]
    height: float
    """Of the columns, in mm."""
    goes_on: bool
    """It began on an earlier page."""
    has_rest: bool
    """It goes on on the next page."""
    starts_page: bool


def answers_height(lists: Sequence[AnswerList]) -> float:
    """Return about how high lists of answers are, in mm."""
    return sum(_head(label) + _height(_answers(texts)) / 2 for label, texts in lists if texts)


def answer_blocks(lists: Sequence[AnswerList], room: float, page: float) -> Iterator[AnswerBlock]:
    """Yield lists of answers by pages: ``room`` is what is left of the first page, ``page`` the height of others."""
    for label, texts in lists:
        rest, goes_on = _answers(texts), False
        while rest:
            starts_page = room < _head(label) + min(_LEAST, _height(rest) / 2 + _LINE)
            room = (page if starts_page else room) - _head(label)
            columns, left_over = _two_columns(rest, room)
            if 0 < _height(left_over) / 2 < _NEARLY_EMPTY < room / 2:
                columns, left_over = _two_columns(rest, room - _NEARLY_EMPTY + _height(left_over) / 2)
            height = max(map(_height, columns))
            total = sum(count for _text, count in texts)
            yield AnswerBlock(label, total, tuple(map(tuple, columns)), height, goes_on, bool(left_over), starts_page)
            rest, goes_on = left_over, True
            room = 0.0 if rest else room - height


def _answers(texts: Sequence[tuple[str, int]]) -> list[Answer]:
    """Return answers in lines; the count of equal ones stands behind the last word."""
    shown = ((text, f"{text} ({count})" if count > 1 else text, count) for text, count in texts)
    return [Answer(broken(with_count, _COLUMN, _TEXT), count) for _text, with_count, count in shown]


def _head(label: str) -> float:
    """Return the height of a question in mm."""
    return _HEAD + (len(broken(label, _HEADING_WIDTH, _HEADING, BOLD)) - 1) * _HEADING_LINE


def _height(answers: Sequence[Answer]) -> float:
    """Return the height of answers under one another in mm."""
    return sum(answer.height + _BETWEEN for answer in answers)


def _two_columns(answers: Sequence[Answer], most: float) -> tuple[list[list[Answer]], list[Answer]]:
    """Return two columns of at most some height, as low as they can be, and the answers that do not fit."""
    height = min(_height(answers) / 2, most)
    while True:
        first, rest = _column(answers, height)
        second, rest = _column(rest, height)
        if not rest or height >= most:
            return [first, second], rest
        height = min(height + _LINE / 2, most)


def _column(answers: Sequence[Answer], height: float) -> tuple[list[Answer], list[Answer]]:
    """Return the answers that stand in a column of some height, and the others; the last may be divided."""
    column: list[Answer] = []
    for index, answer in enumerate(answers):
        if answer.height > height + 0.01:
            lines = min(int(height / _LINE), len(answer.lines) - _LEAST_LINES)
            if lines < _LEAST_LINES:
                return column, list(answers[index:])
            part, rest = answer.cut(lines)
            return [*column, part], [rest, *answers[index + 1 :]]
        column.append(answer)
        height -= answer.height + _BETWEEN
    return column, []
