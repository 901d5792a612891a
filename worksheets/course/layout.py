"""A layout: how the pages lie on paper, as style sheets, and the places for text that they measure out.

A place is declared once, in the layout's style sheet, as custom properties that its own rules use too::

    --prompt-width: 78mm; --prompt-size: 12pt; --prompt-lines: 2; --prompt-small: 9.5pt; --prompt-small-lines: 4;
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

from worksheets.errors import StyleError, _, nearest
from worksheets.resources import STYLES, lies_in

SHEETS = ("base.css", "kinds.css", "widgets.css")
THEME = "themes/verkosto.css"
NORMAL, SMALL = "normal", "small"
"""The steps of a place: the size that texts have there, and the one for those that this is too large for."""
_MM = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72}
_USED = re.compile(r"var\(--([\w-]+)\)")
_DEEPEST = 4
"""Properties whose values use others, one within another."""


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


@dataclass(frozen=True, eq=False)
class Layout:
    """The style sheets in their order, and what they declare."""

    name: str
    sheets: tuple[Path, ...]
    properties: Mapping[str, str]
    """The custom properties by their names, as they are written."""
    numbers: Mapping[str, float]
    """Those of the layout that are lengths, in mm, or bare numbers."""
    colours: Mapping[str, str]
    """The theme's colours by their names, as ``#rrggbb``."""

    def css(self, sheet: Path) -> str:
        """Return a style sheet's text with the custom properties' values in their places.

        The typesetter would look each one up for every element anew, which is a twelfth of its time. Raises StyleError
        for one that is not declared.
        """
        text = sheet.read_text("utf-8")
        for _depth in range(_DEEPEST):
            text = _USED.sub(lambda used: self._declared(used[1], sheet), text)
        return text

    def _declared(self, name: str, sheet: Path) -> str:
        if name not in self.properties:
            raise StyleError(_("{sheet}: --{name} is not declared").format(sheet=sheet, name=name))
        return self.properties[name]

    def number(self, name: str) -> float:
        """Return a custom property's value: mm for a length, the bare number for a number."""
        try:
            return self.numbers[name]
        except KeyError:
            raise StyleError(_("{sheet}: --{name} is not declared").format(sheet=self.sheets[-1], name=name)) from None

    @lru_cache(maxsize=64)  # noqa: B019 - there are few layouts, and each lives as long as its process
    def place(self, name: str) -> Place:
        """Return the place of that name, such as ``prompt``."""
        steps = [Step(NORMAL, self.number(f"{name}-size"), self.number(f"{name}-lines"))]
        if f"{name}-small" in self.numbers:
            steps.append(Step(SMALL, self.number(f"{name}-small"), self.number(f"{name}-small-lines")))
        return Place(self.number(f"{name}-width"), tuple(steps))

    def last_step(self, name: str) -> str:
        """Return the step in which a place sets a text that is too long for it; empty when none ever is."""
        last = self.place(name).steps[-1] if f"{name}-lines" in self.numbers else None
        return last.name if last and last.lines < inf else ""


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
    if outside := [path for path in sheets if not (lies_in(path, folder) or lies_in(path, STYLES))]:
        said = _("{sheet}: this link leads out of the course’s folder; put the style sheet itself there")
        raise StyleError(*(said.format(sheet=path) for path in outside))
    declared = [dict(_properties(sheet)) for sheet in sheets]
    texts = {name: tinycss2.serialize(tokens).strip() for found in declared for name, tokens in found.items()}
    numbers = {name: value for name, tokens in declared[-1].items() if (value := _number(tokens)) is not None}
    colours = {
        name: texts[name] for name, tokens in declared[-2].items() if any(token.type == "hash" for token in tokens)
    }
    return Layout(name, sheets, texts, numbers, colours)


def _properties(sheet: Path) -> Iterator[tuple[str, list[Node]]]:
    """Yield the custom properties of a style sheet's ``:root``."""
    text = sheet.read_text("utf-8")
    if ":root" not in text:
        return
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if declaration.name.startswith("--") and declaration.value:
                    yield declaration.name[2:], declaration.value


def _number(value: list[Node]) -> float | None:
    """Return a length in mm or a bare number; ``none`` has no bound; None for a value of any other kind."""
    token, *others = (token for token in value if token.type != "whitespace")
    if others:
        return None
    if token.type == "ident" and token.value == "none":
        return inf
    if token.type == "number":
        return float(token.value)
    return token.value * _MM[token.unit] if token.type == "dimension" and token.unit in _MM else None
