"""The shipped style sheets read once in a process, however many layouts and typesetters a test makes.

To read them takes a layout 30 ms and a typesetter 80 ms, and many tests make some of their own.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from worksheets.course import layout
from worksheets.pdf import typeset
from worksheets.resources import STYLES

_KEPT = 200
"""Style sheets; those of a test that makes thousands push each other out."""


def read_style_sheets_once() -> None:
    """Let every layout and typesetter after this take the shipped style sheets from one place, by their texts.

    None of them declares a font, so that it does not matter which typesetter has read them.
    """
    parsed: Callable[..., Any] = typeset._parsed  # noqa: SLF001
    properties = layout._properties  # noqa: SLF001
    parsed_once = lru_cache(_KEPT)(lambda path, text: parsed(path, text, None, {}))

    def parse(path: Path, text: str, font_map: object, of_brand: Mapping[str, Path]) -> Any:  # noqa: ANN401 - WeasyPrint's
        is_shipped = path.is_relative_to(STYLES) and "@font-face" not in text and not of_brand
        return parsed_once(path, text) if is_shipped else parsed(path, text, font_map, of_brand)

    typeset._parsed = parse  # noqa: SLF001
    layout._properties = lru_cache(_KEPT)(lambda css: tuple(properties(css)))  # type: ignore[assignment]  # noqa: SLF001
