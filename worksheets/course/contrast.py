"""Contrast between colours, as WCAG 2.2 measures it, and the nearest colour that has enough of it."""

import re
from collections.abc import Iterable, Iterator
from colorsys import hls_to_rgb, rgb_to_hls

TEXT_CONTRAST, SHAPE_CONTRAST = 4.5, 3.0
"""The least contrast of text (1.4.3), and of lines and shapes (1.4.11)."""
LEAST_CONTRAST = {
    "ink": TEXT_CONTRAST,
    "text": TEXT_CONTRAST,
    "quiet": TEXT_CONTRAST,
    "accent": TEXT_CONTRAST,
    "rule": SHAPE_CONTRAST,
    "accent-shape": SHAPE_CONTRAST,
}
"""The least contrast on white of each colour of a theme. White stands on ``ink``, too, which is the same."""
WHITE, BLACK = "#ffffff", "#000000"
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_STEPS = 512
"""Steps of lightness in which another colour is looked for: finer than the 256 of each of its parts."""


def is_colour(text: str) -> bool:
    """Return True for a colour that is written ``#rrggbb``."""
    return bool(_COLOUR.fullmatch(text))


def contrast(colour: str, ground: str = WHITE) -> float:
    """Return the contrast ratio of a colour on another, from 1 to 21."""
    darker, lighter = sorted((_luminance(colour), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour: 0 for black, 1 for white."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - as the standard has it
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def dark_enough(colour: str, least: float) -> str:
    """Return the lightest colour of the same hue, no lighter than this one, that has enough contrast on white."""
    return nearest_passing(colour, WHITE, least)


def nearest_passing(colour: str, against: str, least: float) -> str:
    """Return the colour of the same hue, darker or lighter, that is nearest to one and has enough contrast on another.

    Where none has, it is black or white, whichever has more.
    """
    passing = (shade for shade in _shades(colour) if contrast(shade, against) >= least)
    return next(passing, max((BLACK, WHITE), key=lambda extreme: contrast(extreme, against)))


def _shades(colour: str) -> Iterator[str]:
    """Yield a colour, and then darker and lighter ones in turn, to black and to white."""
    hue, lightness, saturation = rgb_to_hls(*_parts(colour))
    for step in range(_STEPS + 1):
        share = step / _STEPS
        for shade in (lightness * (1 - share), lightness + (1 - lightness) * share):
            yield written(hls_to_rgb(hue, shade, saturation))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def written(parts: Iterable[float]) -> str:
    """Return a colour as ``#rrggbb``; its red, green and blue are from 0 to 1."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
