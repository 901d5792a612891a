"""A brand in a folder of its own: a logo, colours, a text in the foot."""

from pathlib import Path

from worksheets.course.brand import Brand
from worksheets.course.brand_reader import read_brand
from worksheets.resources import COURSES

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 10">
<path fill="#7a1f5c" d="M0 0h{width}v10H0z"/>
</svg>"""
TOML = """
logo = "logo.svg"
logo-description = "Esimerkki Oy"
foot = "Esimerkki Oy · Kouluttaja Kalle Kouluttaja · www.esimerkki.fi"
"""


def brand_in(folder: Path, more: str = "", *, width: int = 40) -> Brand:
    """Return a brand that is made in a new folder; ``more`` is added to its file, ``width`` is the logo's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "logo.svg").write_text(LOGO.format(width=width), "utf-8")
    (folder / "brand.toml").write_text(TOML + more, "utf-8")
    return read_brand(folder, COURSES)
