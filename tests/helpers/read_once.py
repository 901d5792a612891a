"""The shipped files read once in a process, however many layouts, typesetters and fingerprints a test makes.

To read the style sheets takes a layout 30 ms and a typesetter 80 ms, and many tests make some of their own. To read
all that an edition's fingerprint depends on takes 27 ms, and each handout of a test asks for two.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from worksheets.compose import fingerprint
from worksheets.course import layout
from worksheets.pdf import typeset
from worksheets.resources import DEFAULT_COURSE, PACKAGE, STYLES, TEMPLATES

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


class _Gathered:
    """Keeps what a digest would be updated with."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def update(self, data: bytes) -> None:
        self.parts.append(data)


def read_shipped_files_once() -> None:
    """Let every fingerprint after this take the files of the shipped folders, which no test changes, from memory."""
    add_files: Callable[[Path, Any, tuple[str, ...]], None] = fingerprint._add_files  # noqa: SLF001
    shipped = {TEMPLATES, STYLES, PACKAGE, TEMPLATES / "courses" / DEFAULT_COURSE}

    @cache
    def files_of(folder: Path, without: tuple[str, ...]) -> bytes:
        gathered = _Gathered()
        add_files(folder, gathered, without)
        return b"".join(gathered.parts)

    def add(folder: Path, digest: Any, without: tuple[str, ...] = ()) -> None:  # noqa: ANN401 - hashlib's has no name
        if folder in shipped:
            digest.update(files_of(folder, without))
        else:
            add_files(folder, digest, without)

    fingerprint._add_files = add  # noqa: SLF001
