"""How a layout shows a brand: the style sheet that is made for it, and how large its pictures are.

The layout says where there is room (``--logo-…``, ``--cover-logo-…``, ``--cover-picture-…``, ``--foot-…``): above the
text of a page's head, so that neither meets the other and nothing else moves.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from .brand import COVER_PICTURE, LOGO, NO_COVER, Brand, BrandFont, BrandPicture, font_url
from .declared_fonts import FontFace

Measure = Callable[[str], float]
"""Returns a custom property of a layout, in mm, by its name."""
INSTANCE = "wght="
"""What the fragment of a URL begins with that asks for a variable font in one weight."""


class PlacedPicture(Struct, frozen=True):
    """A picture of a brand as an element of a page."""

    url: str
    description: str
    width: float
    """In mm."""
    height: float
    """In mm."""


class BrandStyle(Struct, frozen=True):
    """What a brand adds to a layout."""

    css: str = ""
    """The rules that come after those of the layout."""
    logo: PlacedPicture | None = None
    """The logo on a cover; in the heads of pages, the rules draw it."""
    cover_picture: PlacedPicture | None = None


NO_STYLE = BrandStyle()


def brand_properties(brand: Brand) -> dict[str, str]:
    """Return the custom properties whose values a brand replaces."""
    return {**dict(brand.colours), **({"text-font": f'"{brand.font.family}"'} if brand.font else {})}


def brand_faces(font: BrandFont) -> tuple[FontFace, ...]:
    """Return the upright files of a brand's font, with which texts are measured."""
    files = [each for each in font.files if not each.is_italic]
    return tuple(FontFace(font.family, each.weight, each.weight, each.file) for each in files)


def brand_style(brand: Brand, measure: Measure) -> BrandStyle:
    """Return how a layout with these measures shows a brand."""
    rules = [*_font_rules(brand), *_logo_rules(brand, measure), *_foot_rules(brand, measure)]
    if brand.cover == NO_COVER or brand.cover_picture:
        rules.append(".cover { background: none }")
    if brand.cover == NO_COVER:
        rules.append(f".cover .sheet {{ padding-top: {measure('bare-cover-drop'):.4f}mm }}")
    logo = _placed(brand.logo, LOGO, "cover-logo", measure) if brand.logo else None
    picture = _placed(brand.cover_picture, COVER_PICTURE, "cover-picture", measure) if brand.cover_picture else None
    return BrandStyle("\n".join(rules), logo, picture)


def _placed(picture: BrandPicture, url: str, place: str, measure: Measure) -> PlacedPicture:
    """Return a picture as large as it can be in a place (``--cover-logo-width``, ``--cover-logo-height``)."""
    width, height = fitted(picture.ratio, measure(f"{place}-width"), measure(f"{place}-height"))
    return PlacedPicture(url, picture.description, width, height)


def fitted(ratio: float, width: float, height: float) -> tuple[float, float]:
    """Return the largest width and height of something with a ratio of the two that fit."""
    return min(width, height * ratio), min(height, width / ratio)


def _font_rules(brand: Brand) -> Iterator[str]:
    if not brand.font:
        return
    for number, each in enumerate(brand.font.files):
        url = font_url(number) + (f"#{INSTANCE}{each.weight}" if each.is_variable else "")
        kind = f"font-weight: {each.weight}; font-style: {'italic' if each.is_italic else 'normal'}"
        yield f'@font-face {{ font-family: "{brand.font.family}"; {kind}; src: url("{url}") }}'


def _logo_rules(brand: Brand, measure: Measure) -> Iterator[str]:
    """Yield the rules that draw the logo in the heads of pages: as a background, which is no part of the text.

    The box has the width of the page's text and nothing in it, so that the boxes beside it stay where they are.
    """
    if not brand.logo:
        return
    for name, ending in (("", ""), (" across", "-across")):
        size = (measure(f"logo-width{ending}"), measure(f"logo-height{ending}"))
        width, height = fitted(brand.logo.ratio, *size)
        place = f"right 0 bottom {measure(f'logo-above{ending}'):.4f}mm / {width:.4f}mm {height:.4f}mm"
        background = f'url("{LOGO}") no-repeat {place}'
        yield f'@page{name} {{ @top-center {{ content: ""; width: 100%; background: {background} }} }}'


def _foot_rules(brand: Brand, measure: Measure) -> Iterator[str]:
    """Yield the rules for the text at the left of each foot; slides have their course's title there otherwise."""
    if brand.foot:
        text = brand.foot.replace("\\", "\\\\").replace('"', '\\"')
        yield f'@page {{ @bottom-left {{ content: "{text}"; width: {measure("foot-left"):.4f}mm }} }}'
        yield f"@page {{ @bottom-center {{ margin-left: {measure('foot-shift'):.4f}mm }} }}"
