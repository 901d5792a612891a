"""A brand completes another one, and names its files without telling where they are."""

from pathlib import Path

from worksheets.course.brand import NO_BRAND, NO_COVER, Brand, BrandFont, BrandFontFile, BrandPicture

LOGO = BrandPicture(Path("/oma/logo.svg"), "Esimerkki Oy", 4)
COVER = BrandPicture(Path("/kurssi/kansi.png"), "Kansi", 1.5)
COURSES = Brand(Path("/kurssi/course.toml"), foot="Kurssi", colours=(("ink", "#111111"), ("rule", "#222222")))


def test_what_a_brand_leaves_out_is_as_the_other_has_it() -> None:
    own = Brand(Path("/oma/brand.toml"), LOGO, (("ink", "#333333"),))
    both = own.over(COURSES)
    assert both.source == own.source
    assert (both.logo, both.foot) == (LOGO, "Kurssi")
    assert dict(both.colours) == {"ink": "#333333", "rule": "#222222"}
    assert own.over(NO_BRAND) == own
    assert NO_BRAND.over(own) == own


def test_a_cover_is_one_thing_or_the_other() -> None:
    with_picture = Brand(Path("/kurssi/course.toml"), cover_picture=COVER)
    bare = Brand(Path("/oma/brand.toml"), cover=NO_COVER)
    assert bare.over(with_picture).cover_picture is None
    assert with_picture.over(bare).cover == ""


def test_the_theme_that_the_user_chooses_replaces_the_colours() -> None:
    assert COURSES.in_theme("mustavalko").colours == ()
    assert COURSES.in_theme("mustavalko").foot == "Kurssi"


def test_the_urls_of_files() -> None:
    font = BrandFont("Oma", (BrandFontFile(Path("/oma/a.ttf"), 400), BrandFontFile(Path("/oma/b.ttf"), 700)))
    files = Brand(Path("/oma/brand.toml"), LOGO, font=font, cover_picture=COVER).files
    assert [path.name for path in files.values()] == ["logo.svg", "kansi.png", "a.ttf", "b.ttf"]
    assert all(url.startswith("brand:") and "oma" not in url for url in files)
