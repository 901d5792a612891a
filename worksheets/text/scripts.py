"""Which scripts the installed fonts can print."""

from dataclasses import dataclass

import uharfbuzz

from worksheets.messages import marked

from .fonts import uncovered

_LETTERS = {
    marked("Latin"): "ä",
    marked("Greek"): "λ",
    marked("Cyrillic"): "ж",
    marked("Arabic"): "ع",
    marked("Hebrew"): "א",
    marked("Devanagari"): "अ",
    marked("Thai"): "ก",
    marked("Tamil"): "அ",
    marked("Bengali"): "অ",
    marked("Gujarati"): "અ",
    marked("Gurmukhi"): "ਅ",
    marked("Kannada"): "ಅ",
    marked("Malayalam"): "അ",
    marked("Telugu"): "అ",
    marked("Sinhala"): "අ",
    marked("Burmese"): "က",
    marked("Khmer"): "ក",
    marked("Lao"): "ກ",
    marked("Armenian"): "Ա",
    marked("Georgian"): "ა",
    marked("Ethiopic"): "አ",
    marked("Chinese"): "汉",
    marked("Japanese"): "か",
    marked("Korean"): "한",
    marked("emoji"): "😀",
}
"""A letter that only fonts for a script have, by the script's name."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script, and whether a font for it is installed."""

    name: str
    """In English, as messages are before they are translated."""
    is_covered: bool


def scripts() -> tuple[Script, ...]:
    """Return the scripts that the fonts of all packages together have."""
    return tuple(Script(name, not uncovered(letter)) for name, letter in _LETTERS.items())


def harfbuzz_version() -> str:
    """Return the version of HarfBuzz with which texts are shaped and fonts are cut."""
    return str(uharfbuzz.version_string())
