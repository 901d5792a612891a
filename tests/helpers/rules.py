"""The rules that are seen on a page of a PDF, and its lines of text, in mm from the upper left corner of the paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pymupdf

MM = 25.4 / 72
"""A point in millimetres."""
RULE = (0x7F / 255, 0x94 / 255, 0x9B / 255)
"""The colour of rules, and of the lines between the rows of a table."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    y: float
    left: float
    right: float
    thickness: float
    """In points."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text on a line."""

    baseline: float
    left: float
    size: float
    """In points."""
    text: str


def open_pdf(pdf: bytes) -> Any:  # noqa: ANN401 - pymupdf has no types
    return pymupdf.open(stream=pdf)  # type: ignore[no-untyped-call]


def text_lines(page: Any) -> list[TextLine]:  # noqa: ANN401
    """Return the lines of text on a page, from top to bottom."""
    lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", [])]
    spans = [(line["spans"][0], "".join(span["text"] for span in line["spans"])) for line in lines]
    found = [TextLine(span["origin"][1] * MM, span["origin"][0] * MM, span["size"], text) for span, text in spans]
    return sorted(found, key=lambda line: (line.baseline, line.left))


def rules(page: Any) -> list[Rule]:  # noqa: ANN401
    """Return the rules that are seen on a page, from top to bottom: cut where they are clipped, without covered ones.

    Pieces that touch each other, as the lines under the cells of a row do, are one rule.
    """
    seen: list[Rule] = []
    clips: list[tuple[int, pymupdf.Rect]] = []
    for item in page.get_drawings(extended=True):
        clips = [clip for clip in clips if clip[0] < item["level"]]
        if item["type"] == "clip":
            clips.append((item["level"], item["scissor"]))
        elif 0.45 < (item.get("width") or 0) < 0.55 and _is_rule_colour(item["color"]):
            seen += _lines(item, [scissor for _level, scissor in clips])
        elif item.get("fill") and _is_rule_colour(item["fill"]):
            seen += _borders(clips[-1:])
        elif item.get("fill") == (1.0, 1.0, 1.0):
            seen = [rule for rule in seen if not _covers(item["rect"], rule)]
    return _joined(sorted(seen, key=lambda rule: (round(rule.y, 1), rule.left)))


def _is_rule_colour(colour: tuple[float, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(colour, RULE, strict=True)) < 0.01


def _borders(clips: list[tuple[int, Any]]) -> Iterator[Rule]:
    """Yield the lower border of a box: an area that is filled, and clipped to the border."""
    for _level, scissor in clips:
        if scissor.height < 1:
            yield Rule((scissor.y0 + scissor.y1) / 2 * MM, scissor.x0 * MM, scissor.x1 * MM, scissor.height)


def _lines(item: Any, scissors: list[Any]) -> Iterator[Rule]:  # noqa: ANN401
    for kind, *points in item["items"]:
        if kind != "l" or abs(points[0].y - points[1].y) > 0.01:
            continue
        start, end = sorted(point.x for point in points)
        y = points[0].y
        if all(scissor.y0 <= y <= scissor.y1 for scissor in scissors):
            left = max([start, *(scissor.x0 for scissor in scissors)])
            right = min([end, *(scissor.x1 for scissor in scissors)])
            yield Rule(y * MM, left * MM, right * MM, item["width"])


def _covers(area: Any, rule: Rule) -> bool:  # noqa: ANN401
    """Return True if an area is painted over a rule."""
    return bool(area.y0 * MM <= rule.y <= area.y1 * MM and area.x0 * MM <= rule.left and rule.right <= area.x1 * MM)


def _joined(pieces: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for before, piece in pairwise([None, *pieces]):
        assert piece
        if before and abs(before.y - piece.y) < 0.05 and abs(joined[-1].right - piece.left) < 0.3:
            joined[-1] = Rule(joined[-1].y, joined[-1].left, piece.right, piece.thickness)
        else:
            joined.append(piece)
    return joined
