"""A layout: how the pages lie on paper, as style sheets, and the places for text that they measure out.

A place is declared once, in the layout's style sheet, as custom properties that its own rules use too::

    --prompt-width: 78mm; --prompt-size: 12pt; --prompt-lines: 2; --prompt-small: 9.5pt; --prompt-small-lines: 4;
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

from .errors import StyleError, _, nearest
from .shelf import STYLES

SHEETS = ("base.css", "kinds.css", "widgets.css")
THEME = "themes/verkosto.css"
_MM = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72}


@dataclass(frozen=True, slots=True)
class Step:
    """One size that a place sets its text in, and the lines that it then holds."""

    name: str
    size: float
    """In mm."""
    lines: float
    """Without a limit (``inf``) where the place grows with its text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slot's text stands: a width in mm, and the sizes to try, largest first."""

    width: float
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Layout:
    """The style sheets in their order, and the numbers that they declare (lengths in mm)."""

    name: str
    sheets: tuple[Path, ...]
    numbers: Mapping[str, float]
    colours: Mapping[str, str]
    """The theme's colours by their names, as ``#rrggbb``."""

    def number(self, name: str) -> float:
        """Return a custom property's value: mm for a length, the bare number for a number."""
        try:
            return self.numbers[name]
        except KeyError:
            raise StyleError(_("{sheet}: --{name} is not declared").format(sheet=self.sheets[-1], name=name)) from None

    def place(self, name: str) -> Place:
        """Return the place of that name, such as ``prompt``."""
        steps = [Step("normal", self.number(f"{name}-size"), self.number(f"{name}-lines"))]
        if f"{name}-small" in self.numbers:
            steps.append(Step("small", self.number(f"{name}-small"), self.number(f"{name}-small-lines")))
        return Place(self.number(f"{name}-width"), tuple(steps))


def read_layout(name: str, folder: Path) -> Layout:
    """Return the layout of that name; a course's own ``styles/`` folder is searched before the shelf."""
    shelves = (folder / "styles", STYLES)
    sheet = f"layouts/{name}.css"
    known = sorted({path.stem for shelf in shelves for path in (shelf / "layouts").glob("*.css")})
    if name not in known:
        raise StyleError(
            _("There is no layout “{name}”; there are: {known}.").format(name=name, known=", ".join(known))
            + nearest(name, known)
        )
    sheets = tuple(
        next(path for shelf in shelves if (path := shelf / part).is_file()) for part in (*SHEETS, THEME, sheet)
    )
    numbers = {name: value for name, token in _properties(sheets[-1]) if (value := _number(token)) is not None}
    colours = {name: token.serialize() for name, token in _properties(sheets[-2]) if token.type == "hash"}
    return Layout(name, sheets, numbers, colours)


def _properties(sheet: Path) -> Iterator[tuple[str, Node]]:
    """Yield the custom properties of a style sheet's ``:root`` that hold one token."""
    for rule in tinycss2.parse_stylesheet(sheet.read_text("utf-8"), skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                tokens = [token for token in declaration.value if token.type != "whitespace"]
                if declaration.name.startswith("--") and len(tokens) == 1:
                    yield declaration.name[2:], tokens[0]


def _number(token: Node) -> float | None:
    """Return a length in mm or a bare number; ``none`` has no bound; None for a token of any other kind."""
    if token.type == "ident" and token.value == "none":
        return inf
    if token.type == "number":
        return float(token.value)
    return token.value * _MM[token.unit] if token.type == "dimension" and token.unit in _MM else None
