"""The contrast of two colours, and the colour nearest to one that is too weak.

The contrast is that of WCAG 2.2: from 1 for two colours alike to 21 for black on white. A text needs 4.5, a line or a
shape that carries meaning needs 3. Colours are as CSS has them, such as ``#0b3c49``; none is transparent.
"""

from collections.abc import Iterator
from math import cbrt

from tinycss2.color3 import RGBA, parse_color

TEXT, LINE = 4.5, 3.0
"""The least contrast of a text, and of a line or a shape that carries meaning."""
_STEPS = 500
"""The steps between black and white in which a passing colour is looked for; the eye sees no smaller ones."""

_DARK_ENCODED, _DARK = 0.04045, 0.0031308
"""Below these, sRGB is a straight line (IEC 61966-2-1), encoded and as an amount of light."""

_Triple = tuple[float, float, float]


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21. Raises ValueError for a text that is no colour."""
    darker, lighter = sorted((_luminance(_linear(first)), _luminance(_linear(second))))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_passing(colour: str, against: str, least: float) -> str:
    """Return the colour nearest to one, as ``#rrggbb``, whose contrast against another is at least so much.

    It has the same hue, and is darker or lighter by as little as is enough (Oklab's lightness). Where no such colour
    is enough, it is black or white, whichever has more. Raises ValueError for a text that is no colour.
    """
    own = _hex(_linear(colour))
    passing = (shade for shade in (own, *_shades(colour)) if contrast(shade, against) >= least)
    return next(passing, max(("#000000", "#ffffff"), key=lambda extreme: contrast(extreme, against)))


def _shades(colour: str) -> Iterator[str]:
    """Yield the darker and lighter shades of a colour, those nearest to it first."""
    lightness, *hue = _oklab(_linear(colour))
    for step in range(1, _STEPS + 1):
        for shade in (lightness - step / _STEPS, lightness + step / _STEPS):
            if 0 <= shade <= 1:
                yield _hex(_from_oklab((shade, hue[0], hue[1])))


def _linear(colour: str) -> _Triple:
    """Return a colour as red, green and blue in amounts of light, from 0 to 1."""
    parsed = parse_color(colour)
    if not isinstance(parsed, RGBA):
        raise ValueError(colour)  # noqa: TRY004 - a text is a text, whatever stands in it
    red, green, blue = (
        value / 12.92 if value <= _DARK_ENCODED else ((value + 0.055) / 1.055) ** 2.4
        for value in (parsed.red, parsed.green, parsed.blue)
    )
    return red, green, blue


def _hex(light: _Triple) -> str:
    """Return amounts of light as ``#rrggbb``; what no screen shows is cut off."""
    within = (min(max(value, 0.0), 1.0) for value in light)
    encoded = (12.92 * value if value <= _DARK else 1.055 * value ** (1 / 2.4) - 0.055 for value in within)
    return "#" + "".join(f"{round(255 * value):02x}" for value in encoded)


def _luminance(light: _Triple) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def _oklab(light: _Triple) -> _Triple:
    """Return Björn Ottosson's Oklab (2020): lightness from 0 to 1, and two axes of hue."""
    red, green, blue = light
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: _Triple) -> _Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
