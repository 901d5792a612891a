"""A brand: what a trainer's own pages have in common, whatever the course: logo, colours, font, foot, cover.

``course.brand_reader`` reads it, from ``course.toml`` or from a file of its own; a layout puts it on paper.
"""

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

NO_COVER = "none"
"""The value of ``cover`` for a cover without a drawing."""
LOGO, COVER_PICTURE = "brand:logo", "brand:cover"
"""The URLs of the pictures."""


def font_url(number: int) -> str:
    """Return the URL of the font's file of a number, from 0."""
    return f"brand:font-{number}"


class BrandPicture(Struct, frozen=True):
    """A picture of a brand, and what is said of it to those who do not see it."""

    file: Path
    description: str
    ratio: float
    """Its width divided by its height."""


class BrandFontFile(Struct, frozen=True):
    """A file of the brand's font."""

    file: Path
    weight: int
    is_italic: bool = False
    is_variable: bool = False
    """It has all weights, of which this is one."""


class BrandFont(Struct, frozen=True):
    """The font of all texts."""

    family: str
    files: tuple[BrandFontFile, ...]


class Brand(Struct, frozen=True):
    """What a brand says; what it leaves out is as the course or the theme has it."""

    source: Path | None = None
    """The file that it stands in; None for a brand that says nothing."""
    logo: BrandPicture | None = None
    colours: tuple[tuple[str, str], ...] = ()
    """Colours such as ``#0b3c49`` by their names."""
    font: BrandFont | None = None
    foot: str = ""
    """The text at the left of each page's foot."""
    theme: str = ""
    """The theme that it is printed with; empty for the usual one."""
    cover: str = ""
    """NO_COVER, or empty for a drawing or the picture."""
    cover_picture: BrandPicture | None = None
    """What stands on the cover in place of the drawing."""

    @property
    def files(self) -> dict[str, Path]:
        """The files that pages may use because the brand names them, by URLs that tell nothing of where they are."""
        pictures = {LOGO: self.logo, COVER_PICTURE: self.cover_picture}
        fonts = {font_url(number): each.file for number, each in enumerate(self.font.files if self.font else ())}
        return {url: picture.file for url, picture in pictures.items() if picture} | fonts

    def in_theme(self, theme: str) -> "Brand":
        """Return this brand printed in a theme that the user has chosen, whose colours replace the brand's."""
        return replace(self, theme=theme, colours=())

    def over(self, other: "Brand") -> "Brand":
        """Return this brand completed from another: each colour, and all else, that this one does not say."""
        kept = {name for name in self.__struct_fields__ if getattr(self, name)}
        kept |= {"cover", "cover_picture"} if self.cover or self.cover_picture else set()
        values = {name: getattr(self if name in kept else other, name) for name in self.__struct_fields__}
        values["colours"] = tuple((dict(other.colours) | dict(self.colours)).items())
        return Brand(**values)


NO_BRAND = Brand()
