"""The JSON Schema of ``course.toml`` takes a brand as the reader does."""

import tomllib

import jsonschema
import pytest

from worksheets.course.contrast import LEAST_CONTRAST
from worksheets.course.course_schema import course_schema
from worksheets.course.keys import BRAND_KEYS, COLOUR_KEYS

COURSE = 'title = "Kurssi"\npages = ["alku"]\nfields.nimi = { label = "Nimi" }\n'


@pytest.mark.parametrize(
    "brand",
    [
        'brand = "oma/brand.toml"',
        '[brand]\nlogo = "logo.svg"\nlogo-description = "Esimerkki Oy"\nfont = { regular = "oma.ttf" }\ncover = "none"',
        '[brand]\nfont = "fontpkg-inter"\ncover = { picture = "k.png", description = "K" }\ncolours.ink = "#0b3c49"',
    ],
)
def test_what_it_takes(brand: str) -> None:
    jsonschema.validate(tomllib.loads(COURSE + brand), course_schema())


@pytest.mark.parametrize("brand", ["brand = 3", "[brand]\nlogoo = 'x'", "brand.colours.ink = '#fff'"])
def test_what_it_refuses(brand: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(COURSE + brand), course_schema())


def test_every_key_has_a_meaning_and_every_colour_a_least_contrast() -> None:
    assert all(key.meaning and key.finnish for key in (*BRAND_KEYS, *COLOUR_KEYS))
    assert {key.name for key in COLOUR_KEYS} == LEAST_CONTRAST.keys()
